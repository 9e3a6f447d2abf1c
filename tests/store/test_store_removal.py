"""Reports taken out stay out; the feed of changes tells of it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.archive import Archive
from dragoman.errors import ArchiveError, SourceError
from dragoman.store.plain import Plains
from factories import TEXT, FirstWord, coding, failure, with_marks
from homes import Homes

NEWS = "Ministers met in Geneva; votes in favour: 3"
CHANGED = coding(text="UPDATED. " + TEXT)


@pytest.fixture
def archive(home: Homes) -> Iterator[Archive]:
    with Archive.open(home.made()) as archive:
        yield archive


def counts(home: Homes, archive: Archive) -> list[object]:
    tables = ("reports", "versions", "codings", "records", "events", "marks", "actors", "places")
    return [n for t in tables for [n] in archive.query(f"SELECT count(*) FROM {t}")]


def test_a_removed_report_is_gone_and_stays_out(home: Homes, archive: Archive) -> None:
    one = with_marks(coding())
    archive.put(one)
    archive.put(CHANGED)
    removed = archive.remove(one.report.address, reason="on request", who="Ada")
    assert (removed.report, removed.number, removed.removed) == (one.report.id, 1, True)
    assert (removed.reason, removed.who) == ("on request", "Ada")
    assert counts(home, archive) == [0] * 8
    assert not archive.put(one)
    assert counts(home, archive) == [0] * 8
    assert list(archive.removals()) == [removed]
    with pytest.raises(ArchiveError, match="was removed from the archive: on request"):
        archive.report(one.report.id)
    with pytest.raises(ArchiveError, match="was removed from the archive: on request"):
        archive.remove(one.report.id, reason="again")


def test_what_is_removed_while_it_is_listed_is_still_listed(home: Homes) -> None:
    where = home.made()
    with Archive.open(where) as archive, Archive.open(where) as other:
        for number in range(120):
            archive.put(coding(number))
        listed, plain = archive.events(), Plains(archive._store).reports()
        found = archive.search("Kharkiv")
        begun = [next(listed), next(plain), next(found)]
        for number in range(120):
            other.remove(coding(number).report.id, reason="on request")
        assert [len([*rest]) for rest in (listed, plain, found)] == [119] * 3
        assert len(begun) == 3
        assert not [*archive.events()]


def test_the_text_of_a_record_that_was_removed_since(home: Homes) -> None:
    where = home.made()
    with Archive.open(where) as archive:
        archive.put(coding())
        (event,) = archive.events()
        archive.remove(coding().report.id, reason="on request")
        with pytest.raises(ArchiveError, match="was removed from the archive meanwhile"):
            archive.source(event)


def test_reading_it_again_says_why_not(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    file.write_text(NEWS, "utf-8")
    read = archive.read(file, way=FirstWord())
    archive.remove(read.report.id, reason="a wrong name")
    with pytest.raises(SourceError, match=r"a wrong name.*archive restore report-"):
        archive.read(file, way=FirstWord())
    assert not [*archive.reports(), *archive.failures()]
    archive.restore(read.report.id[:15], reason="a mistake")
    assert archive.read(file, way=FirstWord()) == read


def test_failures_of_a_removed_report_are_not_told(archive: Archive) -> None:
    one = coding()
    archive.put_failure(failure(one.report.address))
    archive.put(one)
    archive.remove(one.report.id, reason="x")
    assert list(archive.failures()) == []
    archive.restore(one.report.id)
    assert len(list(archive.failures())) == 1


@pytest.mark.parametrize("key", ["report-f00", "nowhere"])
def test_only_a_removed_report_is_restored(archive: Archive, key: str) -> None:
    archive.put(coding())
    for name in (key, coding().report.id):
        with pytest.raises(ArchiveError, match="No report called"):
            archive.restore(name)


def test_the_feed_tells_in_order_what_happened(archive: Archive) -> None:
    one, less = coding(), coding().model_copy(update={"events": (), "statements": ()})
    archive.put(less)
    archive.put(less)
    archive.put(one)
    archive.put(CHANGED)
    archive._store.show(one.report.id, one.report.version)
    archive.remove(one.report.id, reason="a test", who="Ada")
    archive.restore(one.report.id, reason="over")
    archive.put(one)
    feed = [change.to_dict() for change in archive.changes()]
    assert [c["cursor"] for c in feed] == list(range(1, len(feed) + 1))
    kinds = [c["change"] for c in feed]
    assert kinds[-4:] == ["shown", "removed", "restored", "added"]
    assert kinds[0] == "added"
    assert {c["report"] for c in feed} == {one.report.id}
    removed = feed[-3]
    assert (removed["reason"], removed["who"]) == ("a test", "Ada")
    assert feed[-1] == {
        "cursor": len(feed), "change": "added", "report": one.report.id,
        "version": one.report.version, "coder": one.coder,
    }  # fmt: skip
    assert [c.to_dict() for c in archive.changes(len(feed) - 2)] == feed[-2:]
    assert list(archive.changes(len(feed))) == []
    with pytest.raises(ArchiveError, match=f"last cursor is {len(feed)}, not 99"):
        list(archive.changes(99))


def test_merging_takes_everything_once(home: Homes, archive: Archive) -> None:
    archive.put(coding(0))
    with Archive.open(home.made()) as other:
        other.put(coding(0))
        other.put(with_marks(coding(1)))
        other.put_failure(failure())
        other.put(coding(2))
        other.remove(coding(2).report.id, reason="x")
        merged = archive.merge(other)
        assert (merged.codings, merged.failures, merged.removals) == (2, 1, 1)
        merged = archive.merge(other)
        assert (merged.codings, merged.failures, merged.removals) == (0, 0, 0)
        assert archive.digest() == other.digest()
        assert [m.report for m in archive.search("kharkiv")] != []


@pytest.mark.parametrize("turned", [False, True])
def test_files_and_databases_are_joined(
    request: pytest.FixtureRequest, files: Homes, turned: bool
) -> None:
    databases: Homes = request.getfixturevalue("databases")
    one, two = (databases, files) if turned else (files, databases)
    with Archive.open(one.made()) as a, Archive.open(two.made()) as b:
        a.put(coding(0))
        b.put(coding(1, text="\0 " + TEXT))
        a.merge(b)
        b.merge(a)
        assert a.digest() == b.digest()
    databases.release()


def test_a_removal_reaches_archives_that_still_have_the_report(
    home: Homes, archive: Archive
) -> None:
    archive.put(coding())
    with Archive.open(home.made()) as other:
        other.put(coding())
        archive.remove(coding().report.id, reason="x")
        archive.merge(other)
        other.merge(archive)
        assert list(archive.reports()) == list(other.reports()) == []
        # What is older than a removal stays out also after the report was let in again.
        with Archive.open(home.made()) as third:
            third.put(coding())
            archive.restore(coding().report.id)
            archive.merge(third)
            assert list(archive.reports()) == []
            archive.put(coding())
            other.merge(archive)
            assert len(list(other.reports())) == 1
            assert other.digest() == archive.digest()


ACTS: dict[str, Callable[[Archive, int], object]] = {
    "put": lambda archive, n: archive.put(coding(n)),
    "changed": lambda archive, n: archive.put(coding(n, text="UPDATED. " + TEXT)),
    "other": lambda archive, n: archive.put(coding(n, coder="other")),
    "remove": lambda archive, n: archive.remove(coding(n).report.id, reason="x"),
    "restore": lambda archive, n: archive.restore(coding(n).report.id),
    "fail": lambda archive, n: archive.put_failure(failure(coding(n).report.address)),
}
_history = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 1)), max_size=6)


def test_archives_are_joined_in_any_order_to_the_same(home: Homes) -> None:
    @given(st.lists(_history, min_size=3, max_size=3), st.permutations(range(3)))
    @settings(max_examples=home.examples // 2, deadline=None)
    def joins(histories: list[list[tuple[str, int]]], order: list[int]) -> None:
        parts = [Archive.open(home.made()) for _ in histories]
        for archive, acts in zip(parts, histories, strict=True):
            for act, number in acts:
                with suppress(ArchiveError):  # nothing there to remove or to restore
                    ACTS[act](archive, number)
        seen = set()
        for way in (range(3), order):
            with Archive.open(home.made()) as joined:
                for number in way:
                    joined.merge(parts[number])
                seen.add(joined.digest())
        with Archive.open(home.made()) as pair, Archive.open(home.made()) as joined:
            pair.merge(parts[order[1]])
            pair.merge(parts[order[2]])
            joined.merge(parts[order[0]])
            joined.merge(pair)
            seen.add(joined.digest())
        for archive in parts:
            archive.close()
        home.release()
        assert len(seen) == 1

    joins()
