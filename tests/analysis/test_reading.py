"""Columns made of an archive's plain columns are those made of its records."""

from datetime import date
from pathlib import Path

import numpy as np
from made import coding, columns, kept, stand

from dragoman import samples
from dragoman.analysis.columns import Builder, Columns, packed
from dragoman.analysis.plain import plain
from dragoman.archive import Archive
from dragoman.review.words import moved
from dragoman.way import Way
from homes import Homes

DAY = date(2024, 5, 2)
HIT = ("RUS", "ASSAULT", "UKR")


def of_records(archive: Archive) -> Columns:
    """The columns as the records that are shown tell them, each validated."""
    builder = Builder()
    for report in archive.reports():
        view = archive.view(report.id)
        builder.add(plain(view.report, (s.record for s in view.records if not s.rejected)))
    return builder.done()


def assert_same(one: Columns, other: Columns) -> None:
    first, second = packed(one), packed(other)
    assert first.keys() == second.keys()
    assert [name for name in first if not np.array_equal(first[name], second[name])] == []


def test_of_what_is_read_from_the_samples(tmp_path: Path) -> None:
    way = Way()
    with Archive.open(tmp_path / "a.dragoman") as archive:
        for name in samples.names():
            archive.read(samples.path(name), way=way)
        found = archive._analyses.columns()
        assert len(found.ids) > 50
        assert len(found.stands) > 10
        assert_same(found, of_records(archive))


def test_of_several_versions_times_and_undated_reports(home: Homes) -> None:
    codings = (
        coding(1, None, ("RUS+BLR", "CONSULT", ""), ("", "AID", "UKR")),
        coding(2, DAY, HIT, HIT, day=date(2024, 4, 1), last=date(2024, 5, 1)),
        stand(3, DAY, "UKR", "demands", "forces", "Kyiv a full withdrawal"),
        coding(4, DAY),
    )
    later = coding(2, date(2024, 6, 1), ("POL", "CONSULT", "UKR"))
    with kept(home.new(), *codings, later) as archive:
        found = archive._analyses.columns()
        assert_same(found, of_records(archive))
        assert len(found.ids) == 3  # what an earlier version told is not counted
    assert len(columns(*codings).ids) == 4


def test_of_what_people_decided(home: Homes) -> None:
    found = [coding(n, DAY, HIT, ("POL", "CONSULT", "UKR")) for n in range(1, 4)]
    with kept(home.new(), *found) as archive:
        desk = archive.review("Ada")
        first, second, *_ = archive.shown("event")
        desk.reject(first, why="no")
        desk.correct(second, {"status": "future"})
        assert_same(archive._analyses.columns(), of_records(archive))
        desk.merge(["C"], into="Poland", country="POL")  # the words of an actor of each
        merged = archive._analyses.columns()
        assert_same(merged, of_records(archive))
        assert "Poland" in {actor.name for actor in merged.actors}


def test_a_corrected_record_keeps_the_id_that_decisions_name(home: Homes) -> None:
    hit = coding(1, DAY, HIT)
    (event,) = hit.events
    with kept(home.new(), hit) as archive:
        (shown,) = archive.shown("event")
        archive.review("Ada").correct(shown, moved(event, hit.report, edge="end", words=1))
        (again,) = archive.shown("event")
        assert again.record.id != event.id
        assert archive.dyads().records[0] == [event.id]
        assert archive.timeline().records == ((event.id,),)
