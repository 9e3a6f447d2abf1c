"""Acts on several records, taken back as one; words chosen by where they stand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.archive import Archive
from dragoman.errors import AnchorError, VocabularyError
from dragoman.model import Event, Mark, Position, State
from dragoman.review.changes import chosen
from dragoman.review.several import accept_all, last_act, sign, take_back
from dragoman.review.words import snapped
from factories import coding, with_marks


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "talks.db") as made:
        made.put(with_marks(coding(0)))
        made.put(coding(1))
        yield made


def states(archive: Archive) -> list[State]:
    return [s.state for r in archive.reports() for s in archive.view(r.id).records]


def test_what_was_done_together_is_taken_back_together(archive: Archive) -> None:
    desk, events = archive.review("Ana"), list(archive.shown("event"))
    position = next(archive.shown("position"))
    desk.reject(position)
    made = accept_all(desk, events, why="as they say")
    assert len({sign(d) for d in made}) == 1
    assert made[0].why.startswith("as they say (together, ")
    act = last_act(archive.browse().decided_by("Ana"))
    assert {d.id for d in act} == {d.id for d in made}
    take_back(desk, act)
    assert [s.state for s in archive.shown("event")] == [State.MACHINE] * 2
    (alone,) = last_act(archive.browse().decided_by("Ana"))
    assert alone.record == position.id
    take_back(desk, [alone])
    assert last_act(archive.browse().decided_by("Ana")) == []
    assert set(states(archive)) == {State.MACHINE}


def test_what_others_corrected_is_taken_over_and_back_in_one_act(archive: Archive) -> None:
    shown = next(archive.shown("event"))
    archive.review("Bo").correct(shown, {"status": "future"})
    desk = archive.review("Ana")
    made = accept_all(desk, [next(archive.shown("event"))])
    assert [d.kind.value for d in made] == ["correct", "accept"]
    take_back(desk, last_act(archive.browse().decided_by("Ana")))
    now = archive.view(shown.record.evidence.report)[shown.id]
    assert now.of("Ana") is None
    assert now.state is State.CORRECTED


def test_whole_words_are_taken(archive: Archive) -> None:
    report = next(archive.reports())
    start = report.text.index("power stations")
    assert snapped(report, start + 2, start + 8).words == "power stations"
    assert snapped(report, start, start + 1).words == "power"
    with pytest.raises(AnchorError):
        snapped(report, start + 5, start + 6)  # the blank between


def test_words_chosen_fill_a_field_of_each_kind(archive: Archive) -> None:
    report = next(r for r in archive.reports() if r.title == "Report 0")
    view = archive.view(report.id)
    start = report.text.index("power stations")

    def filled(kind: type, field: str) -> object:
        record = next(s.record for s in view.records if isinstance(s.record, kind))
        return chosen(record, report, field, start, start + 5)[field]

    for kind, field in ((Event, "recipient"), (Event, "place"), (Position, "of")):
        made = filled(kind, field)
        first = made[0] if isinstance(made, list) else made
        assert isinstance(first, dict)
        assert first["evidence"]["words"] == "power"
    assert filled(Position, "evidence")["words"] == "power"  # type: ignore[index]
    mark = next(s.record for s in view.records if isinstance(s.record, Mark))
    roles = chosen(mark, report, "of", start, start + 5)["roles"]
    assert [e["words"] for e in roles["of"]] == ["power"]
    event = next(s.record for s in view.records if isinstance(s.record, Event))
    with pytest.raises(VocabularyError):
        chosen(event, report, "type", start, start + 5)
