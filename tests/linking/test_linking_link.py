"""Linking gives the same groups in whatever order reports come in, and after any interruption."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tellings import coded, telling

from dragoman.archive import Archive, Filter
from dragoman.linking import picture
from dragoman.linking.link import RULES, Found, Writer, links_of, relink
from dragoman.linking.memory import Memory, firsts
from dragoman.model import Coding, Happening, Size
from dragoman.store.links import Links
from factories import marked
from homes import Homes

FIELDS: dict[str, Any] = {"actor": "NOR", "place": "SWE"}
NEWS = (
    "[actor Norland]'s air force carried out an [act airstrike] on the port of [place {}], Sudria, "
    "killing [number {}] people."
)
LATER = (
    "Fires burned for a day after [actor Norland]'s [act airstrike] on the port of [place {}], "
    "Sudria, that killed [number {}] people."
)
MOURNED = (
    "Sudria's government ordered flags lowered after [actor Norland]'s [act airstrike] on "
    "[place {}] port, in which [number {}] people died."
)
WIRE = (
    "\n\nHarbour workers and their families fled north by lorry as roads filled and hospitals "
    "asked for blood, said a nurse who gave no name. (Reuters)"
)


def told(text: str, place: str, dead: int, *, day: int, address: str) -> Coding:
    words = text.format(place, dead)
    found = telling(words, day=day, address=address, size=Size(dead=dead), **FIELDS)
    return coded(found, dead=dead)


def codings() -> list[Coding]:
    """Two acts: one told by five reports, of which two carry one wire text; one by two."""
    return [
        told(NEWS, "Lowhaven", 20, day=3, address="https://one.example/a"),
        told(NEWS + WIRE, "Lowhaven", 20, day=3, address="https://two.example/a"),
        told(NEWS + WIRE, "Lowhaven", 20, day=3, address="https://three.example/a"),
        told(LATER, "Lowhaven", 24, day=4, address="https://one.example/b"),
        told(MOURNED, "Lowhaven", 24, day=5, address="https://four.example/b"),
        told(NEWS, "Hightown", 7, day=3, address="https://one.example/c"),
        told(LATER, "Hightown", 7, day=4, address="https://four.example/c"),
    ]


def all_links(found: Sequence[Coding]) -> list[Found]:
    return [
        one
        for c in found
        for one in links_of(c.report, [(e.id, e) for e in c.events], [(f.id, f) for f in c.figures])
    ]


@pytest.fixture
def archive(home: Homes) -> Iterator[Archive]:
    with Archive.open(home.made()) as made:
        yield made


def groups(archive: Archive) -> list[object]:
    return [*archive.duplicates(), *archive.stories(), *archive.happenings()]


def test_acts_told_by_several_reports(archive: Archive) -> None:
    for coding in codings():
        archive.put(coding)
    linked = archive.link()
    assert (linked.reports, linked.duplicates, linked.happenings) == (7, 1, 2)
    high, low = sorted(archive.happenings(), key=lambda h: len(h.events))
    assert (low.place, high.place) == (("Lowhaven",), ("Hightown",))
    assert len(low.events) == 5
    assert set(low.sources) == {"one.example", "Reuters", "four.example"}
    assert low.independent == 3
    assert high.independent == 2
    assert high.differences == ()
    [difference] = low.differences
    assert difference.about == "dead"
    assert {t.value for t in difference.tellings} == {"20", "24"}
    assert {t.evidence.words for t in difference.tellings} == {"20", "24"}
    assert len(low.figures) == 5


def test_copies_are_one_with_all_who_published_them(archive: Archive) -> None:
    for coding in codings():
        archive.put(coding)
    archive.link()
    [copies] = archive.duplicates()
    assert copies.exact
    assert set(copies.publishers) == {"two.example", "three.example"}
    assert copies.sources == ("Reuters",)
    assert copies.independent == 1


@settings(deadline=None)
@given(order=st.permutations(range(7)), cuts=st.sets(st.integers(0, 6)))
def test_the_order_in_which_reports_come_in_does_not_matter(
    order: list[int], cuts: set[int]
) -> None:
    known, memory = codings(), Memory()
    batch: dict[str, list[Found]] = {}
    for n in order:
        batch[known[n].report.id] = all_links([known[n]])
        if n in cuts:
            relink(memory, batch)
            batch = {}
    relink(memory, batch)
    assert {id: link.first for id, link in memory.links.items()} == firsts(all_links(known))


def test_archives_filled_in_another_order_show_the_same(home: Homes) -> None:
    with Archive.open(home.made()) as one, Archive.open(home.made()) as other:
        for coding in codings():
            one.put(coding)
        one.link()
        for coding in reversed(codings()):
            other.put(coding)
            other.link()
        assert groups(one) == groups(other)


def test_linking_again_does_nothing(archive: Archive) -> None:
    for coding in codings():
        archive.put(coding)
    archive.link()
    before = groups(archive)
    assert archive.link().reports == 0
    assert groups(archive) == before


def test_a_report_that_was_removed_takes_its_links(home: Homes) -> None:
    with Archive.open(home.made()) as one, Archive.open(home.made()) as other:
        for coding in codings():
            one.put(coding)
        one.link()
        first = codings()[0].report.id
        one.remove(first, reason="asked to")
        assert all(first not in h.reports for h in one.happenings())
        one.link()
        for coding in codings()[1:]:
            other.put(coding)
        other.link()
        assert groups(one) == groups(other)


def test_another_version_of_a_report_takes_the_place_of_the_first(archive: Archive) -> None:
    old, new = codings()[0], told(NEWS, "Hightown", 9, day=3, address="https://one.example/a")
    for coding in (old, codings()[5]):
        archive.put(coding)
    archive.link()
    assert len(list(archive.happenings())) == 2
    archive.put(new)
    archive.link()
    [happening] = archive.happenings()
    assert set(happening.events) == {new.events[0].id, codings()[5].events[0].id}


def test_a_rejected_event_is_no_telling(archive: Archive) -> None:
    for coding in codings()[5:]:
        archive.put(coding)
    archive.link()
    event = codings()[6].events[0].id
    archive.review("analyst").reject(archive.view(codings()[6].report.id)[event], why="no act")
    archive.link()
    [happening] = archive.happenings()
    assert happening.events == (codings()[5].events[0].id,)


class Killed(Exception):
    """The program ends here."""


def test_a_run_that_is_killed_goes_on(home: Homes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "BATCH", 2)
    with Archive.open(home.made()) as whole, Archive.open(home.made()) as cut:
        for coding in codings():
            whole.put(coding)
            cut.put(coding)
        whole.link()
        for batch in (1, 2, 3):
            kill_in(batch, cut, monkeypatch)
        cut.link()
        assert groups(cut) == groups(whole)


def kill_in(batch: int, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Link, and end in the middle of a transaction."""
    seen: list[int] = []

    def dying(writer: Writer, found: dict[str, list[Found]]) -> None:
        relink(writer, found)
        seen.append(1)
        if len(seen) == batch:
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(picture, "relink", dying)
        with pytest.raises(Killed):
            archive.link()


def test_other_rules_link_all_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for coding in codings():
        archive.put(coding)
    archive.link()
    monkeypatch.setattr(picture, "RULES", "another")
    assert archive.link().reports == 7


def test_two_programs_that_link_at_once(archive: Archive) -> None:
    for coding in codings():
        archive.put(coding)
    links = Links(archive._store)
    cursor = links.cursor("1.0")
    with links.writing(since=cursor, until=5) as writer:
        assert writer is not None
    with links.writing(since=cursor, until=5) as writer:
        assert writer is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(place="Lowhaven"), 1),
        (Filter(actor="NOR"), 2),
        (Filter(type="CONSULT"), 0),
        (Filter(limit=1), 1),
        (Filter(confidence=0.95), 0),
    ],
)
def test_happenings_that_are_wanted(archive: Archive, wanted: Filter, found: int) -> None:
    for coding in codings():
        archive.put(coding)
    archive.link()
    assert len(list(archive.happenings(wanted))) == found


def test_a_happening_is_written_and_read_without_loss(archive: Archive) -> None:
    for coding in codings():
        archive.put(coding)
    archive.link()
    for happening in archive.happenings():
        assert Happening.from_json(happening.to_json()) == happening


def test_no_more_is_looked_at_as_the_archive_grows() -> None:
    """A report is compared with those of its days alone, however many there are."""
    compared: list[int] = []

    class Counting(Memory):
        def candidates(self, *args: Any, **options: Any) -> Any:
            for link, others in super().candidates(*args, **options):
                compared.append(len(others))
                yield link, others

    memory = Counting()
    sums = []
    for week in range(40):
        m = marked(
            f"Norland and Sudria held talks in round {week} at Lowhaven on the border.",
            address=f"https://example.org/{week}", title="",
            published=date(2020 + week // 4, 1 + 3 * (week % 4), 1),
        )  # fmt: skip
        compared.clear()
        relink(memory, {m.report.id: links_of(m.report, [], [])})
        sums.append(sum(compared))
    assert max(sums) == 0


def test_those_that_share_most_are_compared_where_there_are_too_many(home: Homes) -> None:
    """The store and its double choose the same ones, in whatever order they come."""
    found = [one for one in all_links(codings()) if one[0].kind == "story"]
    with Archive.open(home.made()) as archive:
        for coding in codings():
            archive.put(coding)
        archive.link()
        memory = Memory()
        memory.add(found)
        links = Links(archive._store)
        with links.writing(since=links.cursor(f"{RULES}.0"), until=1) as writer:
            assert writer is not None
            for most in (1, 2, 3, 100):
                limits: dict[str, Any] = {"window": 7, "shared": 2, "most": most}
                mine = {x.id: others for x, others in writer.candidates("story", found, **limits)}
                assert {len(others) for others in mine.values()} <= {*range(most + 1)}
                for link, others in memory.candidates("story", found, **limits):
                    assert {o.id for o in others} == {o.id for o in mine[link.id]}


@pytest.mark.parametrize("of", ["events", "figures"])
def test_ids_alone_are_those_of_the_happenings(
    archive: Archive, of: Literal["events", "figures"]
) -> None:
    for coding in codings():
        archive.put(coding)
    archive.link()
    found = {id: {*ids} for id, ids in archive.happening_ids(of)}
    assert found == {h.id: {*getattr(h, of)} for h in archive.happenings()}


def test_what_nobody_decided_on_is_linked_as_it_is_shown(archive: Archive) -> None:
    """Reports are read in two ways: together where nobody decided, else as they are shown."""
    for coding in codings():
        archive.put(coding)
    ids = [coding.report.id for coding in codings()]
    before = archive._linkable(ids)
    for id in ids:
        desk = archive.review("analyst")
        for shown in archive.view(id).records:
            desk.accept(shown)
    assert archive._linkable(ids) == before
