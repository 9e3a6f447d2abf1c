"""The gap view: two sides, and on each issue whether they meet.

What the states mean stands in docs/analysis.md. Whether one telling answers another is judged by
whom it is addressed to and by the words they share; nothing is known of what the words mean.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from dragoman.analysis.party import home, parties_in
from dragoman.analysis.positions import SILENCE, SOON, WANTS, YEAR, Cell, Key
from dragoman.analysis.stand import Order, Stand
from dragoman.analysis.table import Column, Table, across
from dragoman.analysis.words import SAME, proper, same_matter, shared
from dragoman.model import Stance
from dragoman.vocab import codebook


class Gap(StrEnum):
    """Where two sides are on an issue."""

    AGREED = "agreed"
    CLOSE = "close"
    APART = "apart"
    ONE_SIDED = "one-sided"
    UNADDRESSED = "unaddressed"


class Answer(IntEnum):
    """How far a telling answers another."""

    NOT = 0
    PART = 1
    WHOLE = 2


FEW = 2  # words that two matters may have in common by chance, where they have more
BESIDE = 600  # characters within which an answer may be to what stands before it
MOST = 0.5  # of an archive's reports: from here on those on two sides make it one of theirs
# Of the reports on the side with fewer, and times as many: so far all are of what is between two.
TOGETHER, MORE = 0.5, 4

Pair = tuple[Stand, Stand]  # what is wanted, and what answers it


@dataclass(frozen=True)
class Row:
    """Two sides on one issue; `words` are the tellings the state rests on, of both sides where
    they meet or refuse, else of those who have spoken."""

    issue: str
    state: Gap
    words: tuple[Stand, ...]


@dataclass(frozen=True, eq=False)
class GapView(Table):
    """The table, and its issues."""

    sides: tuple[str, str] = ("", "")
    issues: tuple[Row, ...] = field(default=())


COLUMNS = (
    Column("issue", str, "the issue"),
    Column("state", str, "agreed, close, apart, one-sided or unaddressed"),
    Column("side", str, "whose words: one of the two sides, or a third party"),
    Column("stance", str, "its stance"),
    Column("words", str, "its words"),
    Column("day", str, "the day it was taken or told"),
    Column("said_by", str, "the words for who spoke or acted for the side"),
    Column("of", str, "the party of whom it is demanded, or from whom accepted"),
    Column("condition", str, "on what condition"),
    Column("record", str, "position, or event where an act answers"),
    Column("report", str, "the id of the report"),
)


def gap_view(cells: Mapping[Key, Cell], one: str, other: str) -> GapView:
    """The two sides, issue by issue; those on which nothing told concerns them are not listed."""
    issues = tuple(_rows(cells, one, other))
    told = [(row, stand) for row in issues for stand in row.words]
    return GapView(
        name="gaps",
        columns=COLUMNS,
        data=across(COLUMNS, (_line(row, stand) for row, stand in told)),
        records=tuple((stand.id,) for _, stand in told),
        note=f"{one} and {other}",
        sides=(one, other),
        issues=issues,
    )


def _line(row: Row, s: Stand) -> tuple[object, ...]:
    day = s.day.isoformat() if s.last or s.published else None
    return (
        row.issue, row.state.value, s.party.key, str(s.stance), s.words, day, s.said_by,
        s.of.key if s.of else None, s.condition, s.record, s.report,
    )  # fmt: skip


def _rows(cells: Mapping[Key, Cell], one: str, other: str) -> Iterator[Row]:
    by_issue: dict[str, list[Cell]] = {}
    for cell in cells.values():
        by_issue.setdefault(cell.issue, []).append(cell)
    scope = _scope(cells.values(), one, other)
    sides, reports = ((one, other), (other, one)), scope.reports
    for issue in (i for i in codebook().issues if i in by_issue):
        here = {cell.party: cell for cell in by_issue[issue]}
        told = {side: _concerning(here.get(side), to, reports[to]) for side, to in sides}
        meeting = [_meeting(told[side], told[to], to, reports[to]) for side, to in sides]
        matters = [meeting] if scope.between else _matters(*meeting)
        states = [judged(*matter, between=scope.between) for matter in matters if all(matter)]
        met = [found for found in states if found[0] is not Gap.ONE_SIDED]
        alone = [s for side, to in sides for s in _last(scope.alone(told[side], to))]
        if met:
            yield Row(issue, *max(met, key=_last_told))
        elif alone:
            yield Row(issue, Gap.ONE_SIDED, tuple(alone))
        else:
            others = [c for c in by_issue[issue] if c.party not in reports]
            if third := tuple(scope.third(others)):
                yield Row(issue, Gap.UNADDRESSED, third)


def concerning(told: Collection[Stand], other: str) -> list[Stand]:
    """What of it concerns a party: it is addressed to that party or names it, or it is addressed to
    nobody, in a report that tells where that party stands."""
    there = {s.report for s in told if s.party.key == other}
    return [
        s
        for s in told
        if (s.of and s.of.key == other)
        or other in _named(s)
        or (s.of is None and s.report in there and s.party.key != other)
    ]


@dataclass(frozen=True)
class _Scope:
    """What an archive holds of two sides: whether it is one of their conflict as a `whole`, whether
    all that they told is `between` them, the reports in which a telling concerns each of them, and
    what each told where."""

    whole: bool
    between: bool
    reports: Mapping[str, set[str]]
    told: Mapping[str, Mapping[str, list[Stand]]]

    def alone(self, told: Iterable[Stand], other: str) -> list[Stand]:
        """What of it concerns the other by itself: it is addressed to the other or names it, or to
        nobody, beside what the other tells."""
        return [
            s
            for s in told
            if self.whole
            or (s.of and s.of.key == other)
            or other in _named(s)
            or (s.of is None and any(_beside(s, t) for t in self.told[other].get(s.report, ())))
        ]

    def third(self, cells: Iterable[Cell]) -> Iterator[Stand]:
        """What third parties told last of what concerns the sides: in a report that tells where
        one of them stands; in an archive of many conflicts, by the names of both."""
        sides = self.told.keys()
        for cell in cells:
            found = (
                s
                for s in reversed(cell.stands)
                if any(s.report in reports for reports in self.told.values())
                and (self.whole or sides <= _named(s) | {s.of.key if s.of else ""})
            )
            if last := next(found, None):
                yield cell.shown if last in cell.latest else last


def _scope(cells: Iterable[Cell], one: str, other: str) -> _Scope:
    every: set[str] = set()
    told: dict[str, dict[str, list[Stand]]] = {one: {}, other: {}}
    for cell in cells:
        every.update(s.report for s in cell.every)
        for s in cell.every if cell.party in told else ():
            told[cell.party].setdefault(s.report, []).append(s)
    own = {side: set(found) for side, found in told.items()}
    both = dict.fromkeys(own, own[one] | own[other])
    whole = len(both[one]) >= MOST * len(every)
    between = whole or _counterparts(own[one], own[other])
    return _Scope(whole, between, both if between else own, told)


def _counterparts(one: set[str], other: set[str]) -> bool:
    """Whether the reports on one side tell so often of the other, and the other is in so few more,
    that all of them are of what is between the two."""
    fewer, more = sorted((len(one), len(other)))
    return len(one & other) >= max(TOGETHER * fewer, 1) and more <= MORE * fewer


def _concerning(cell: Cell | None, other: str, reports: Collection[str]) -> list[Stand]:
    """What a side told that may concern the other: told to it or to nobody by name, or in a report
    that tells where that side stands as well."""
    if cell is None:
        return []
    return [s for s in cell.stands if _addressed(s, other) or s.report in reports]


def _addressed(s: Stand, other: str) -> bool:
    return s.of is None or s.of.key == other


def _meeting(
    told: Sequence[Stand], theirs: Sequence[Stand], other: str, reports: Collection[str]
) -> list[Stand]:
    """What of it does: it is told to the other, or, to nobody by name, in such a report or on the
    same thing as the other told, by more than what such matters are called."""
    return [
        s
        for s in told
        if _addressed(s, other)
        and (s.of or s.report in reports or any(_asked(t, s) or _alike(s, t) for t in theirs))
    ]


def _matters(one: Sequence[Stand], other: Sequence[Stand]) -> list[list[list[Stand]]]:
    """What both told, parted by which other parties their words name: what is told of Ukraine
    answers nothing that is told of Gaza."""
    parties = {s.party for s in (*one, *other)}
    # "Palestinian detainees" of Hamas are of no third party.
    sides = {p.key for p in parties} | {home(p) for p in parties}
    told = [[(_named(s) - sides, s) for s in side] for side in (one, other)]
    both = {key for key, _ in told[0]} & {key for key, _ in told[1]}
    return [[[s for k, s in side if k == key] for side in told] for key in sorted(both, key=sorted)]


def _named(s: Stand) -> frozenset[str]:
    """The parties that its words name, but for where a town is: "talks in Istanbul, Turkey"."""
    return parties_in(_TOWN.sub("", s.words))


_TOWN = re.compile(r"\b(?:in|at)(?: [A-Z][\w'’-]+)+,(?: the)?(?: [A-Z][\w'’-]+)+")


def _last_told(found: tuple[Gap, tuple[Stand, ...]]) -> Order:
    return max(s.order for s in found[1])


def _asked(want: Stand, answer: Stand) -> bool:
    """Whether the one was told by name to the side that told the other later."""
    return _to_side_of(want, answer) and want.day <= answer.day


def _alike(one: Stand, other: Stand) -> bool:
    """Whether both are on one matter by their words and told within a year; of words that any such
    matter has, all are to be the same and told soon after each other."""
    apart = abs((one.day - other.day).days)
    same = one.content == other.content and apart <= SOON
    return same or (apart <= YEAR and same_matter(one.content, other.content))


def _last(told: Sequence[Stand]) -> list[Stand]:
    """The tellings of the last report, if there is one, what is wanted first."""
    found = [s for s in told if s.report == told[-1].report]
    return sorted(found, key=lambda s: (s.stance not in WANTS, s.order))


def judged(
    one: Sequence[Stand], other: Sequence[Stand], *, between: bool = True
) -> tuple[Gap, tuple[Stand, ...]]:
    """The state of an issue on which both sides have told something to each other or to all.

    Unless all of it is `between` the two, tellings meet only where they are linked.
    """
    met: list[Pair] = []
    near: list[Pair] = []
    refused: list[Pair] = []
    dropped: list[Pair] = []

    def linked(told: Stand, others: Iterable[Stand]) -> list[Stand]:
        return [s for s in others if between or _linked(told, s)]

    for mine, theirs in ((one, other), (other, one)):
        for want in _latest(mine, WANTS):
            answers = linked(want, theirs)
            _answered(want, answers, met=met, near=near, refused=refused, dropped=dropped)
        for want in _latest(mine, frozenset({Stance.ACCEPTS})):
            after = [s for s in theirs if s.stance == Stance.REJECTS and s.day >= want.day]
            for no in (s for s in linked(want, after) if _answers(s, want)):
                (near if no.condition else refused).append((want, no))
    accepted = _accepted(other)
    for given in _accepted(one):
        taken = (s for s in accepted if between or _together(given, s))
        _both_accept(given, taken, met=met, near=near)
    # What a side wanted before it met the other lapses with that.
    meeting = [s for pair in met for s in pair if s.stance not in WANTS or s is pair[1]]
    refused = [
        (want, no)
        for want, no in refused
        if not any(m.party.key == want.party.key and m.order > want.order for m in meeting)
    ]
    # What is wanted of the same matter after that is open again.
    wants = (w for side in (one, other) for w in _latest(side, WANTS))
    held = _words(met)
    again = (w for w in wants if w.of or between or any(_of_one_matter(w, s) for s in held))
    later = [(w,) for w in again if held and all(w.order > s.order for s in held)]
    if met and not refused and not later:
        return Gap.AGREED, _words(_last_pair(met))
    if dropped or near or met:
        last = (pair for each in (met, near, dropped, refused) for pair in _last_pair(each))
        return Gap.CLOSE, _words([*last, *later])
    if refused:
        return Gap.APART, _words(_last_pair(refused))
    if between and (same := _both_want(one, other)):
        return Gap.CLOSE, _words([same])
    return Gap.ONE_SIDED, ()


def _last_pair(pairs: Sequence[Pair]) -> list[Pair]:
    """The pair of which the last was told, if there is one."""
    return [max(pairs, key=lambda pair: max(s.order for s in pair))] if pairs else []


def _words(pairs: Iterable[Sequence[Stand]]) -> tuple[Stand, ...]:
    return tuple(dict.fromkeys(stand for pair in pairs for stand in pair))


def _latest(stands: Sequence[Stand], stances: frozenset[Stance]) -> list[Stand]:
    """Those of the last report that tells of any with such a stance."""
    found = [s for s in stands if s.stance in stances]
    return [s for s in found if s.report == found[-1].report]


def _answered(
    want: Stand,
    theirs: Sequence[Stand],
    *,
    met: list[Pair],
    near: list[Pair],
    refused: list[Pair],
    dropped: list[Pair],
) -> None:
    gives = [(s, _gives(s, want)) for s in theirs if not s.dropped]
    whole = [s for s, how in gives if how is Answer.WHOLE]
    part = [s for s, how in gives if how is Answer.PART]
    noes = [s for s in theirs if s.stance == Stance.REJECTS and _refuses(s, want)]
    standing = [no for no in noes if not any(s.order > no.order for s in whole)]
    if want.dropped:
        dropped.extend((want, no) for no in noes)
        return
    for s in whole:
        clean = not standing and not s.condition and not want.condition
        (met if clean and s is whole[-1] else near).append((want, s))
    near.extend((want, s) for s in part)
    for no in standing:
        (near if no.condition else refused).append((want, no))


def _answers(answer: Stand, want: Stand) -> Answer:
    """How far the words of the one are about those of the other."""
    share = shared(answer.content, want.content)
    if share >= SAME:
        return Answer.WHOLE
    if not want.content:  # "it": known only where it stands
        return Answer.WHOLE if answer.report == want.report else Answer.NOT
    apart = (answer.day - want.day).days
    if not answer.content and 0 <= apart <= SOON:
        return Answer.WHOLE
    return Answer.PART if share and abs(apart) <= YEAR else Answer.NOT


def _gives(answer: Stand, want: Stand) -> Answer:
    """How far it gives what is wanted; accepting comes after what is accepted, and two that offer
    the same meet where they do it together, else in part."""
    early = answer.stance == Stance.ACCEPTS and answer.day < want.day
    if early or answer.stance == Stance.REJECTS or answer.stance == want.stance == Stance.DEMANDS:
        return Answer.NOT
    how = _answers(answer, want)
    alike = answer.stance == want.stance and not _overlap(answer, want)
    return min(how, Answer.PART) if alike else how


def _refuses(no: Stand, want: Stand) -> bool:
    """Whether it refuses what is wanted: by its words, or because it is said to the one who wants
    it, then or within two years."""
    how = _answers(no, want)
    if no.day < want.day:
        return how is Answer.WHOLE and bool(no.content)
    soon = (no.day - want.day).days <= SILENCE
    return bool(how) or (soon and _to_side_of(no, want))


def _to_side_of(one: Stand, other: Stand) -> bool:
    """Whether the one is addressed by name to the side that told the other."""
    return one.of is not None and one.of.key == other.party.key


def _linked(one: Stand, other: Stand) -> bool:
    """Whether one is addressed to the other's side, or both are of one matter."""
    addressed = _to_side_of(one, other) or _to_side_of(other, one)
    return addressed or _of_one_matter(one, other)


def _together(one: Stand, other: Stand) -> bool:
    """Whether what both accept is of each other, or of one matter."""
    each = _to_side_of(one, other) and _to_side_of(other, one)
    return each or _of_one_matter(one, other)


def _of_one_matter(one: Stand, other: Stand) -> bool:
    """Whether two tellings are, in an archive of many: they stand on the same words, or beside each
    other, or have a name, more than two words, or all of two words in common."""
    if one.report == other.report:
        bare = not one.content or not other.content
        acts = one.record == other.record == "event"
        alike = bare or acts or shared(one.content, other.content) > 0
        if (alike and _beside(one, other)) or _overlap(one, other):
            return True
    if not _alike(one, other):
        return False
    common = one.content & other.content
    enough = FEW if one.content == other.content else FEW + 1
    return len(common) >= enough or bool(common & proper(one.words) & proper(other.words))


def _beside(one: Stand, other: Stand) -> bool:
    """Whether two tellings of a report stand beside each other."""
    return max(one.start, other.start) - min(one.end, other.end) <= BESIDE


def _overlap(one: Stand, other: Stand) -> bool:
    return one.report == other.report and one.start < other.end and other.start < one.end


def _both_accept(
    mine: Stand, others: Iterable[Stand], *, met: list[Pair], near: list[Pair]
) -> None:
    for theirs in others:
        bare = not mine.content or not theirs.content
        same = not bare and _alike(mine, theirs)
        acts = mine.record == theirs.record == "event" and _beside(mine, theirs)  # an exchange
        here = mine.report == theirs.report and (bare or acts or _overlap(mine, theirs))
        clean = not mine.condition and not theirs.condition
        if clean and (same or here):
            met.append((mine, theirs))
        elif _may_meet(mine, theirs):
            near.append((mine, theirs))


def _may_meet(mine: Stand, theirs: Stand) -> bool:
    """Whether what both accept may be one matter: they came soon after another, or share a word
    and came within a year."""
    apart = abs((mine.day - theirs.day).days)
    return apart <= SOON or (apart <= YEAR and shared(mine.content, theirs.content) > 0)


def _accepted(stands: Sequence[Stand]) -> list[Stand]:
    """What a side accepted and has not refused since."""
    noes = [s for s in stands if s.stance == Stance.REJECTS]
    return [
        s
        for s in stands
        if s.stance == Stance.ACCEPTS
        and not any(no.order > s.order and _answers(no, s) for no in noes)
    ]


def _both_want(one: Sequence[Stand], other: Sequence[Stand]) -> Pair | None:
    """Two demands or offers of the same, neither of them of the other side."""
    for mine in _latest(one, WANTS):
        for theirs in _latest(other, WANTS):
            alike = mine.stance == theirs.stance and not (mine.of or theirs.of)
            if alike and shared(mine.content, theirs.content) >= SAME:
                return mine, theirs
    return None
