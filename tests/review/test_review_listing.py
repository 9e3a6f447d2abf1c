"""Lists of what is shown hold what the store's lists do, and what people made of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.archive import Archive, Filter
from dragoman.errors import ArchiveError
from dragoman.model import KINDS, Event, State
from dragoman.review.fitting import fits
from dragoman.store.fold import fold
from factories import ADDED, DAY, TEXT, coding, with_marks

RECORDS = [kind.record for kind in KINDS.values()]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "a.db") as archive:
        archive.put(coding(0))
        archive.put(with_marks(coding(1)))
        archive.put(coding(2, published=None))
        archive.put(coding(3, text=TEXT.replace("Kyiv", "Moscow").replace("Kharkiv", "Łódź")))
        yield archive


FILTERS = [
    Filter(), Filter(actor="rus"), Filter(actor="Russia"), Filter(actor="ssia"),
    Filter(actor="UKR"),
    Filter(actor="moscow"), Filter(actor="people"), Filter(actor="power"), Filter(actor="!"),
    Filter(place="kharkiv"), Filter(place="UKR"), Filter(place="lodz"), Filter(place="arkiv"),
    Filter(type="assault"), Filter(type="energy"), Filter(type="AID"), Filter(schema="damage"),
    Filter(status="Actual"), Filter(issue="FORCES"), Filter(stance="offers"),
    Filter(measure="killed"), Filter(confidence=0.8), Filter(confidence=0.96), Filter(dated=True),
    Filter(since=DAY), Filter(until=DAY), Filter(since=DAY.replace(day=3)),
    Filter(until=DAY.replace(month=4)), Filter(since=DAY.replace(month=4), until=DAY),
]  # fmt: skip


@pytest.mark.parametrize("wanted", FILTERS, ids=repr)
def test_what_fits_is_what_the_store_finds(wanted: Filter, archive: Archive) -> None:
    for record in RECORDS:
        if wanted.foreign_to(record):
            continue
        found = list(archive._store.records(record, wanted))
        every = archive._store.records(record, Filter())
        assert found == [r for r in every if fits(r, archive.source(r), wanted, fold=fold)]
        assert [s.record for s in archive.shown(record, wanted)] == found


def accepted(archive: Archive, number: int) -> None:
    desk = archive.review("Ana")
    for shown in desk.view(coding(number).report.id).records:
        desk.accept(shown)


def test_decided_records_keep_their_place(archive: Archive) -> None:
    accepted(archive, 1)
    accepted(archive, 2)
    for record in RECORDS:
        shown = list(archive.shown(record))
        assert [s.record for s in shown] == list(archive._store.records(record, Filter()))
    states = [s.state for s in archive.shown("event")]
    assert sorted(states) == ["accepted", "accepted", "machine", "machine"]


def test_rejected_records_are_left_out(archive: Archive) -> None:
    [first, *_] = archive.shown("figure")
    archive.review("Ana").reject(first)
    assert first.id not in {s.id for s in archive.shown("figure")}
    assert len(list(archive.shown("figure"))) == 3
    archive.review("Bo").accept(first)
    [disputed] = [s for s in archive.shown("figure") if s.state is State.DISPUTED]
    assert disputed.id == first.id


def test_corrected_records_are_found_by_what_they_are(archive: Archive) -> None:
    [first, *_] = archive.shown("event")
    changes = {"type": "CONSULT", "mode": None, "quad": 1, "score": 2.5}
    archive.review("Ana").correct(first, changes)
    [found] = archive.shown("event", Filter(type="consult"))
    assert (found.id, found.state, found.machine) == (first.id, "corrected", first.record)
    assert len(list(archive.shown("event", Filter(type="assault")))) == 3


def test_added_records_are_listed(archive: Archive) -> None:
    [first, *_] = archive.shown("event")
    fields = {name: getattr(first.record, name) for name in Event.model_fields}
    kind = {"type": "CONSULT", "mode": None, "quad": 1, "score": 2.5, "coder": "Ana"}
    archive.review("Ana").add(Event(**fields | kind))
    [found] = archive.shown("event", Filter(type="CONSULT", actor="RUS"))
    assert found.state is State.ADDED


def test_merged_actors_are_found_by_their_new_name(archive: Archive) -> None:
    archive.review("Ana").merge(["Russia"], "Northern Union")
    assert len(list(archive.shown("event", Filter(actor="northern")))) == 4
    assert {s.state for s in archive.shown("event", Filter(actor="union"))} == {State.MACHINE}


def test_limits_hold_over_all(archive: Archive) -> None:
    accepted(archive, 1)
    every = list(archive.shown("position"))
    for limit in (1, 2, 9):
        assert list(archive.shown("position", Filter(limit=limit))) == every[:limit]


def test_a_coders_own_records_are_shown_as_they_are(archive: Archive) -> None:
    [mark] = archive.shown("mark")
    archive.review("Ana").reject(mark)
    assert [s.record for s in archive.shown("mark", Filter(coder=ADDED))] == [mark.record]
    assert list(archive.shown("mark")) == []


def test_a_foreign_filter_is_an_error(archive: Archive) -> None:
    with pytest.raises(ArchiveError):
        list(archive.shown("figure", replace(Filter(), type="ASSAULT")))
