"""Marks in an archive: beside the record of the shipped coder, never instead of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.archive import Archive, Filter
from dragoman.errors import ArchiveError
from dragoman.model import Coding, Report
from dragoman.reading import Manifest
from dragoman.way import Added
from factories import ADDED, CODER, TEXT, FirstWord, coding, with_marks
from homes import Homes

NEWER = "election/1+89abcdef.r1"


@pytest.fixture
def archive(home: Homes) -> Iterator[Archive]:
    with Archive.open(home.made()) as archive:
        yield archive


def test_marks_stand_beside_the_record(archive: Archive) -> None:
    one = with_marks(coding())
    assert archive.put(one)
    assert not archive.put(one)
    assert archive.report(one.report.id) == one
    assert tuple(archive.marks()) == one.marks
    assert tuple(archive.events()) == one.events
    assert archive.report(one.report.id, coder=CODER) == coding()
    assert archive.report(one.report.id, coder=ADDED).marks == one.marks


def test_a_later_reading_without_them_leaves_them_shown(archive: Archive) -> None:
    one = with_marks(coding())
    archive.put(one)
    archive.put(coding())
    assert archive.report(one.report.id) == one


def test_the_latest_coder_of_a_name_is_shown(archive: Archive) -> None:
    old, new = with_marks(coding()), with_marks(coding(), coder=NEWER)
    other = with_marks(coding(), coder="losses/1+1.r1")
    for one in (old, other, new):
        archive.put(one)
    assert {m.coder for m in archive.marks()} == {NEWER, "losses/1+1.r1"}
    assert tuple(archive.marks(Filter(coder=ADDED))) == old.marks
    assert archive.report(old.report.id).added == (NEWER, "losses/1+1.r1")


def test_marks_of_an_older_text_are_not_shown(archive: Archive) -> None:
    archive.put(with_marks(coding()))
    archive.put(coding(text="UPDATED. " + TEXT))
    assert tuple(archive.marks()) == ()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(schema="damage"), 1),
        (Filter(schema="losses"), 0),
        (Filter(type="energy"), 1),
        (Filter(type="ENERGY"), 0),
        (Filter(actor="power"), 1),
        (Filter(actor="tower"), 0),
        (Filter(confidence=0.71), 0),
    ],
)
def test_filters(archive: Archive, wanted: Filter, found: int) -> None:
    archive.put(with_marks(coding()))
    assert len(list(archive.marks(wanted))) == found


def test_other_records_have_no_schema(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no schema"):
        list(archive.events(Filter(schema="damage")))


def test_export_and_import(home: Homes, tmp_path: Path, archive: Archive) -> None:
    one = with_marks(coding())
    archive.put(one)
    archive.export(tmp_path / "all.jsonl")
    with Archive.open(home.made()) as other:
        assert other.import_(tmp_path / "all.jsonl") == 2
        assert other.digest() == archive.digest()
        assert other.report(one.report.id) == one


class Marking(Added):
    """Marks what the factory marks; counts how often it reads."""

    reads = 0

    @property
    def name(self) -> str:
        return str(self.folder)

    @property
    def manifest(self) -> Manifest:
        return FirstWord().manifest

    def code(self, report: Report) -> Coding:
        type(self).reads += 1
        return with_marks(Coding(report=report, coder=CODER), coder=self.name).parts[1]


class WithMarks(FirstWord):
    """Reads as the double does, and marks beside it."""

    marking: tuple[str, ...] = (ADDED,)

    @property
    def added(self) -> tuple[Added, ...]:
        return tuple(Marking(Path(name.replace("/", "_"))) for name in self.marking)

    def code(self, report: Report) -> Coding:
        return super().code(report).joined([c.code(report) for c in self.added])


def test_only_what_has_not_read_yet_reads(archive: Archive) -> None:
    text = "They struck power stations near 3"
    plain = archive.read(text, way=FirstWord())
    assert plain.added == ()
    Marking.reads = 0
    both = archive.read(text, way=WithMarks())
    assert [e.id for e in both.events] == [e.id for e in plain.events]
    assert [m.evidence.words for m in both.marks] == ["power stations"]
    assert archive.read(text, way=WithMarks()) == both
    assert Marking.reads == 1
    assert archive.report(plain.report.id) == both
