"""Columns kept beside an archive never show what no longer holds."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from made import coding, kept, stand

from dragoman.analysis import kept as module
from dragoman.analysis.columns import Columns, packed, unpacked
from dragoman.archive import Archive

DAY = date(2024, 5, 2)
HIT = ("RUS", "ASSAULT", "UKR")
WORDS = "A"  # the words of every actor here: the first letter of the act


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An archive whose columns are kept however few they are."""
    monkeypatch.setattr(module, "LARGE", 1)
    with kept(
        tmp_path / "a.dragoman",
        coding(1, DAY, HIT, HIT),
        stand(2, DAY, "UKR", "demands", "forces", "Kyiv a full withdrawal"),
        coding(3, None),
    ) as archive:
        yield archive


def told(archive: Archive) -> tuple[list[dict[str, object]], ...]:
    """What is told by columns that are not in memory."""
    archive._analyses._last.clear()
    return list(archive.dyads().to_dicts()), list(archive.position_table().to_dicts())


def anew(archive: Archive) -> tuple[list[dict[str, object]], ...]:
    """What is told without the columns that are kept."""
    file(archive).unlink()
    return told(archive)


def file(archive: Archive) -> Path:
    assert archive.path
    return archive.path.with_name(archive.path.name + ".columns") / module.NAME


def test_columns_are_kept_and_used(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    before = told(archive)
    assert file(archive).exists()

    def never(self: object) -> Columns:
        raise AssertionError("they are made again")

    monkeypatch.setattr(module, "_made", never)
    assert told(archive) == before
    assert before[0][0]["events"] == 2


def test_another_report_is_added_to_them(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    told(archive)
    archive.put(coding(4, DAY, HIT, ("UKR", "CONSULT", "POL")))
    found = told(archive)
    assert [row["events"] for row in found[0]] == [3, 1]
    monkeypatch.undo()
    monkeypatch.setattr(module, "LARGE", 1)
    assert anew(archive) == found


def test_removal_and_decisions_reach_them(archive: Archive) -> None:
    first = told(archive)
    event = next(archive.shown("event"))
    archive.review("Ada").reject(event, why="no")
    assert told(archive)[0][0]["events"] == 1
    assert told(archive) == anew(archive)
    archive.remove(event.record.evidence.report, reason="asked for")
    assert told(archive)[0] == []
    assert told(archive)[1] == first[1]
    assert told(archive) == anew(archive)


def test_an_actor_merged_everywhere_reaches_them(archive: Archive) -> None:
    told(archive)
    (before,) = told(archive)[0]
    archive.review("Ada").merge([WORDS], into="Belarus", country="BLR")
    found = told(archive)
    assert found == anew(archive)
    assert found[0] != [before]


def test_another_archive_at_the_same_path_is_not_mistaken_for_it(tmp_path: Path) -> None:
    path = tmp_path / "b.dragoman"
    module_large, module.LARGE = module.LARGE, 1
    try:
        with kept(path, coding(1, DAY, HIT)) as one:
            assert told(one)[0][0]["actor"] == "RUS"
        path.unlink()
        with kept(path, coding(9, DAY, ("POL", "CONSULT", "UKR"))) as other:
            assert told(other)[0][0]["actor"] == "POL"
    finally:
        module.LARGE = module_large


def test_a_file_that_was_cut_off_is_made_again(archive: Archive) -> None:
    before = told(archive)
    whole = file(archive).read_bytes()
    for length in (0, 10, len(whole) // 2):
        file(archive).write_bytes(whole[:length])
        assert told(archive) == before


def test_a_folder_that_cannot_be_written_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGE", 1)
    (tmp_path / "c.dragoman.columns").write_text("a file in its place")
    with kept(tmp_path / "c.dragoman", coding(1, DAY, HIT)) as archive:
        assert told(archive)[0][0]["events"] == 1


def test_few_are_not_worth_a_file(tmp_path: Path) -> None:
    with kept(tmp_path / "d.dragoman", coding(1, DAY, HIT)) as archive:
        told(archive)
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith("columns")] == []


def test_the_last_stay_in_memory_until_something_changes(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = archive._analyses.columns()
    assert archive._analyses.columns(events=False) is before
    with monkeypatch.context() as without:
        without.setattr(module, "columns", None)  # nothing is read or made
        assert len(archive.dyads()) == len(archive.position_table()) == 1
    archive.put(coding(4, DAY, HIT))
    assert archive.dyads().column("events") == [3]
    archive.review("Ada").reject(next(archive.shown("event")), why="no")
    assert archive.dyads().column("events") == [2]


def test_what_is_read_in_part_is_not_taken_for_whole(archive: Archive) -> None:
    told(archive)
    archive._analyses._last.clear()
    assert len(archive.position_table()) == 1
    assert len(archive.dyads()) == 1
    assert archive._analyses.columns(tellings=False).events
    whole = archive._analyses.columns()
    assert len(whole.ids) == 2
    assert len(whole.stands) == 1


def test_columns_come_back_as_they_were(archive: Archive) -> None:
    columns = archive._analyses.columns()
    back = unpacked(packed(columns))
    for field in fields(Columns):
        one, other = getattr(columns, field.name), getattr(back, field.name)
        if isinstance(one, dict):
            assert one.keys() == other.keys()
            assert all(np.array_equal(one[name], other[name]) for name in one)
        else:
            assert list(one) == list(other), field.name
