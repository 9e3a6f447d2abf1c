"""Events of other data sets in the archive; every row here is made up."""

import io
from collections.abc import Iterator
from datetime import date

import pytest

from dragoman.archive import Archive
from dragoman.errors import ArchiveError
from dragoman.model import ForeignEvent, ForeignParty, Imported
from dragoman.store import foreign
from homes import Homes

HEADER = "Event ID\tEvent Date\tEvent Type\tActor Name\tActor Country\tRecipient Name\n"
WEEK = (
    "A-2\t2023-02-01\tASSAULT\tNorland\tNOR\tSudland\n"
    "A-1\t2023-01-31\tCONSULT\tNorland; Sudland\tNOR; SUD\tNone\n"
    "A-3\t\tAID\tNone\t\tNone\n"
)


def imported(archive: Archive, rows: str, *, name: str = "week.txt") -> int:
    data = io.BytesIO((HEADER + rows).encode())
    return archive.import_foreign(data, source="polecat", name=name).new


@pytest.fixture
def archive(home: Homes) -> Iterator[Archive]:
    with Archive.open(home.made()) as archive:
        yield archive


def test_they_come_back_as_they_were_by_day(archive: Archive) -> None:
    assert imported(archive, WEEK) == 3
    assert list(archive.foreign()) == [
        ForeignEvent(source="polecat", id="A-3", type="AID"),
        ForeignEvent(
            source="polecat",
            id="A-1",
            day=date(2023, 1, 31),
            type="CONSULT",
            actor=(
                ForeignParty(name="Norland", country="NOR"),
                ForeignParty(name="Sudland", country="SUD"),
            ),
        ),
        ForeignEvent(
            source="polecat",
            id="A-2",
            day=date(2023, 2, 1),
            type="ASSAULT",
            actor=(ForeignParty(name="Norland", country="NOR"),),
            recipient=(ForeignParty(name="Sudland"),),
        ),
    ]


@pytest.mark.parametrize(
    ("source", "since", "until", "ids"),
    [
        ("polecat", None, None, ["A-3", "A-1", "A-2"]),
        ("gdelt", None, None, []),
        (None, date(2023, 2, 1), None, ["A-2"]),
        (None, None, date(2023, 1, 31), ["A-1"]),
        (None, date(2023, 1, 31), date(2023, 2, 1), ["A-1", "A-2"]),
    ],
)
def test_those_wanted(
    archive: Archive, source: str | None, since: date | None, until: date | None, ids: list[str]
) -> None:
    imported(archive, WEEK)
    assert [e.id for e in archive.foreign(source, since=since, until=until)] == ids


def test_again_adds_nothing_and_another_file_tells_it_anew(archive: Archive) -> None:
    assert imported(archive, WEEK) == 3
    assert imported(archive, WEEK) == 0
    later = WEEK.replace("ASSAULT", "PROTEST")
    assert imported(archive, later, name="week2.txt") == 3
    assert imported(archive, WEEK, name="month.txt") == 3
    assert [e.type for e in archive.foreign()] == ["AID", "CONSULT", "PROTEST"]


def test_of_two_in_files_of_one_name_the_same_stays_in_any_order(home: Homes) -> None:
    kept = set()
    for order in ((WEEK, WEEK.replace("Sudland\n", "\n")), (WEEK.replace("Sudland\n", "\n"), WEEK)):
        with Archive.open(home.made()) as archive:
            assert [imported(archive, rows) for rows in order] == [3, 0]
            kept.add((archive.digest(), tuple(archive.foreign())))
    assert len(kept) == 1


def test_they_are_merged(home: Homes, archive: Archive) -> None:
    imported(archive, WEEK)
    with Archive.open(home.made()) as other:
        assert other.merge(archive).foreign == 3
        assert other.merge(archive).foreign == 0
        assert other.digest() == archive.digest()


def test_what_stands_before_a_row_that_does_not_fit_is_kept(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="Line 4"):
        imported(archive, WEEK.replace("A-3\t\t", "A-3\tsoon\t"))
    assert [e.id for e in archive.foreign()] == ["A-1", "A-2"]
    assert imported(archive, WEEK) == 1


def test_a_large_file_is_kept_in_parts(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "_BATCH", 10)
    events = (ForeignEvent(source="acled", id=f"{n:03}") for n in range(25))
    assert archive._foreign().put(Imported(file="x", event=e) for e in events) == 25
    assert [e.id for e in archive.foreign("acled")] == [f"{n:03}" for n in range(25)]
