from datetime import UTC, datetime
from typing import Any

import pytest

from dragoman.errors import AnchorError, ArchiveError, DragomanError, VocabularyError
from dragoman.model import Coded, Coding, Decision, DecisionKind, Event, State, earlier
from dragoman.review.desk import Desk
from dragoman.review.view import Shown
from factories import coding

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
CODING = coding()
EVENT = CODING.events[0]
MOVED = EVENT.evidence.model_dump(mode="json") | {"start": 26, "end": 32}
WIRED = {"type": "CONSULT", "mode": None, "quad": 1, "score": 2.5}


class Memory:
    """Keeps decisions in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Decision] = {}
        self.removed = False

    def put(self, decision: Decision) -> bool:
        if self.removed:
            return False
        new = decision.id not in self.kept
        self.kept[decision.id] = earlier(decision, self.kept.get(decision.id, decision))
        return new

    def of(self, report: str) -> tuple[Decision, ...]:
        return tuple(d for d in self.kept.values() if d.report in (None, report))

    def records(self, report: str, version: str) -> tuple[Coded, ...]:
        return ()

    def reports(self) -> tuple[str, ...]:
        return tuple({d.report for d in self.kept.values() if d.report})


def find(report: str) -> Coding:
    assert report == CODING.report.id
    return CODING


class Desks:
    """Desks of several coders over one memory, whose clock stands still."""

    def __init__(self) -> None:
        self.memory = Memory()

    def __getitem__(self, coder: str) -> Desk:
        return Desk(coder, decisions=self.memory, find=find, clock=lambda: NOON)

    def event(self) -> Shown:
        return self["Ana"].view(CODING.report.id)[EVENT.id]


@pytest.fixture
def desks() -> Desks:
    return Desks()


def test_a_decision_says_who_when_and_why(desks: Desks) -> None:
    [made] = desks["Ana"].reject(desks.event(), why="It is a plan.")
    assert (made.kind, made.coder, made.why, made.decided) == (
        "reject",
        "Ana",
        "It is a plan.",
        NOON,
    )
    assert (made.report, made.version, made.record) == (
        CODING.report.id, CODING.report.version, EVENT.id,
    )  # fmt: skip
    assert desks.event().state is State.REJECTED


def test_two_who_decide_the_same_at_once_decide_it_once(desks: Desks) -> None:
    shown, ana = desks.event(), desks["Ana"]
    twice = Memory()
    twice.kept = desks.memory.kept
    late = Desk("Ana", decisions=twice, find=find, clock=lambda: NOON)
    known = iter([()])  # what the later one looked up before the other had decided
    twice.of = lambda report: next(known, desks.memory.of(report))  # type: ignore[method-assign]
    assert len(ana.accept(shown)) == 1
    assert late.accept(shown) == []
    assert len(desks.memory.kept) == 1


def test_deciding_the_same_again_changes_nothing(desks: Desks) -> None:
    assert desks["Ana"].accept(desks.event())
    assert desks["Ana"].accept(desks.event()) == []
    assert len(desks.memory.kept) == 1


def test_accepting_undoing_and_accepting_again(desks: Desks) -> None:
    ana = desks["Ana"]
    for _ in range(3):
        ana.accept(desks.event())
        assert desks.event().state is State.ACCEPTED
        ana.undo(desks.event())
        assert desks.event().state is State.MACHINE
    assert len(desks.memory.kept) == 6
    assert ana.undo(desks.event()) == []


def test_a_mind_changed_back_and_forth_on_a_clock_that_stands(desks: Desks) -> None:
    ana = desks["Ana"]
    for _ in range(3):
        ana.accept(desks.event())
        assert desks.event().state is State.ACCEPTED
        ana.reject(desks.event())
        assert desks.event().state is State.REJECTED
    times = [d.decided for d in desks.memory.kept.values()]
    assert len(set(times)) == 6
    assert ana.reject(desks.event()) == []


def test_accepting_takes_over_what_others_corrected(desks: Desks) -> None:
    desks["Ana"].correct(desks.event(), WIRED)
    kinds = [d.kind for d in desks["Bo"].accept(desks.event())]
    assert kinds == [DecisionKind.CORRECT, DecisionKind.ACCEPT]
    assert (desks.event().state, desks.event().conflicts) == (State.CORRECTED, ())


def test_accepting_takes_over_nothing_that_is_disputed(desks: Desks) -> None:
    desks["Ana"].correct(desks.event(), {"status": "future"})
    desks["Bo"].correct(desks.event(), {"status": "negated"})
    [made] = desks["Cy"].accept(desks.event())
    assert made.kind is DecisionKind.ACCEPT
    [conflict] = desks.event().conflicts
    assert conflict.held == {"Ana": "future", "Bo": "negated", "Cy": "actual"}


def test_a_correction_keeps_what_it_changes_alone(desks: Desks) -> None:
    [made] = desks["Ana"].correct(desks.event(), WIRED | {"status": "actual"})
    assert made.changes == WIRED
    assert desks["Ana"].correct(desks.event(), WIRED) == []


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"type": "WAR"}, VocabularyError), ({"colour": "red"}, VocabularyError),
     ({"evidence": MOVED}, AnchorError)],
)  # fmt: skip
def test_a_correction_that_will_not_do(
    changes: dict[str, Any], error: type[DragomanError], desks: Desks
) -> None:
    with pytest.raises(error):
        desks["Ana"].correct(desks.event(), changes)
    assert desks.memory.kept == {}


def test_a_missed_record_is_checked(desks: Desks) -> None:
    fields = {name: getattr(EVENT, name) for name in Event.model_fields}
    with pytest.raises(VocabularyError):
        desks["Ana"].add(Event(**fields | {"coder": "Ana", "type": "WAR"}))
    new = Event(**fields | WIRED | {"coder": "Ana"})
    [made] = desks["Ana"].add(new)
    assert made.missed == new
    assert desks["Ana"].view(CODING.report.id)[new.id].state is State.ADDED


def test_comments_and_remarks(desks: Desks) -> None:
    desks["Ana"].comment(desks.event(), "  Who? ")
    [remark] = desks["Bo"].remark(CODING.report.id, "A wire report.")
    assert [c.why for c in desks.event().comments] == ["Who?"]
    assert desks["Ana"].view(CODING.report.id).rest == (remark,)
    with pytest.raises(DragomanError, match="without words"):
        desks["Ana"].comment(desks.event(), " ")


def test_undo_takes_back_the_last_of_ones_own(desks: Desks) -> None:
    desks["Ana"].accept(desks.event())
    desks["Bo"].reject(desks.event())
    desks["Ana"].comment(desks.event(), "Hm.")
    assert desks["Ana"].undo(desks.event())
    assert desks.event().comments == ()
    assert desks.event().state is State.DISPUTED
    desks["Ana"].undo(desks.event())
    assert desks.event().state is State.REJECTED


def test_names_are_merged_and_split(desks: Desks) -> None:
    [merged] = desks["Ana"].merge(["Russia", "Moscow", "Russia"], "Moscow", country="RUS")
    assert (merged.actors, merged.report) == (("Russia",), None)
    [split] = desks["Ana"].split(desks.event(), "Moscow", "Proxy forces")
    assert split.record == EVENT.id
    record = desks.event().record
    assert isinstance(record, Event)
    assert record.actor[0].name == "Proxy forces"  # through the merge


def test_names_that_are_none_of_the_records(desks: Desks) -> None:
    ana = desks["Ana"]
    with pytest.raises(DragomanError, match="cannot be merged with itself"):
        ana.merge(["Moscow", "Moscow"], "Moscow")
    with pytest.raises(DragomanError, match="names nobody 'Moscow'. It names 'Russia'"):
        ana.split(desks.event(), "Moscow", None)
    with pytest.raises(DragomanError, match="the name already"):
        ana.split(desks.event(), "Russia", "Russia")
    desks["Bo"].merge(["Russia"], "Moscow")
    assert ana.split(desks.event(), "Moscow", None)  # as it is shown


def test_a_removed_report_takes_no_decision(desks: Desks) -> None:
    desks.memory.removed = True
    with pytest.raises(ArchiveError, match="removed"):
        desks["Ana"].accept(desks.event())
