"""How far two coders agree on the reports that both reviewed.

What one holds is held against what the other does, as precision, recall and F1: with the same
code and span (exact), with the same code and spans that overlap, and with the same code anywhere
in the report (code). Krippendorff's alpha says how much better than chance they agree.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from dragoman.errors import SettingsError
from dragoman.model import Coded, Event, Figure, Mark, Position, State, Statement
from dragoman.review.view import Shown, View

NONE = "none"  # the code a coder gives where they hold that there is no record


@dataclass(frozen=True, slots=True)
class Unit:
    """What coders hold of one thing in a report: a record, or None where they reject it.

    A coder who did not decide is not among them.
    """

    report: str
    held: Mapping[str, Coded | None]

    def codes(self, coders: Iterable[str]) -> list[str]:
        """The codes that those of the coders give who decided."""
        given = (self.held[coder] for coder in coders if coder in self.held)
        return [NONE if record is None else code(record) for record in given]


@dataclass(frozen=True, slots=True)
class Score:
    """How many records of two coders match, of how many; a rate without records is None."""

    hits: int = 0
    first: int = 0
    second: int = 0

    @property
    def precision(self) -> float | None:
        """The share of the second coder's records that match."""
        return self.hits / self.second if self.second else None

    @property
    def recall(self) -> float | None:
        """The share of the first coder's records that match."""
        return self.hits / self.first if self.first else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; the same whichever coder comes first."""
        whole = self.first + self.second
        return 2 * self.hits / whole if whole else None

    def __add__(self, other: "Score") -> "Score":
        return Score(self.hits + other.hits, self.first + other.first, self.second + other.second)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement of two coders: on one report, or on all (`report` is None).

    `units` is how many things both decided on; `alpha` is None where it is not defined.
    """

    report: str | None
    coders: tuple[str, str]
    units: int
    exact: Score
    overlap: Score
    code: Score
    alpha: float | None

    def to_dict(self) -> dict[str, object]:
        """The figures as JSON-ready values."""
        scores: dict[str, Score] = {n: getattr(self, n) for n in ("exact", "overlap", "code")}
        return {
            "report": self.report,
            "coders": list(self.coders),
            "units": self.units,
            **{name: _figures(score) for name, score in scores.items()},
            "alpha": self.alpha,
        }


def _figures(score: Score) -> dict[str, object]:
    counts: dict[str, object] = {n: getattr(score, n) for n in ("hits", "first", "second")}
    return counts | {n: getattr(score, n) for n in ("precision", "recall", "f1")}


def agreement(views: Iterable[View], first: str, second: str) -> list[Agreement]:
    """The agreement of two coders on each report that both decided on, and last on all together.

    `SettingsError` where there is none. Scores over all reports are of the sums, alpha of all
    units.
    """
    rows: list[Agreement] = []
    every: list[Unit] = []
    for view in views:
        shared = [u for u in units(view, (first, second)) if len(u.held) == 2]
        if shared:
            rows.append(_row(view.report.id, (first, second), shared))
            every += shared
    if not rows:
        raise SettingsError(
            f"{first} and {second} have decided on no record in common.",
            todo="Name two coders who reviewed the same reports.",
        )
    scores = {n: sum((getattr(r, n) for r in rows), Score()) for n in ("exact", "overlap", "code")}
    whole = alpha(u.codes((first, second)) for u in every)
    return [*rows, Agreement(None, (first, second), len(every), **scores, alpha=whole)]


def _row(report: str, coders: tuple[str, str], shared: Sequence[Unit]) -> Agreement:
    a, b = ([r for u in shared if (r := u.held[coder]) is not None] for coder in coders)

    def score(match: Callable[[Coded, Coded], bool]) -> Score:
        return Score(_pairs(a, b, match), len(a), len(b))

    return Agreement(
        report=report,
        coders=coders,
        units=len(shared),
        exact=score(lambda x, y: code(x) == code(y) and _span(x) == _span(y)),
        overlap=score(lambda x, y: code(x) == code(y) and overlaps(x, y)),
        code=score(lambda x, y: code(x) == code(y)),
        alpha=alpha(u.codes(coders) for u in shared),
    )


def code(record: Coded) -> str:
    """The code of a record, with its kind: `event ASSAULT`, `position demands forces`."""
    match record:
        case Event() | Mark():
            own = record.type
        case Statement():
            own = record.kind.value
        case Position():
            own = f"{record.stance} {record.issue}"
        case Figure():
            own = record.measure
        case _:
            raise AssertionError(record)
    schema = f" {record.schema_}" if isinstance(record, Mark) else ""
    return f"{record.record}{schema} {own}"


def _span(record: Coded) -> tuple[int, int]:
    return record.evidence.start, record.evidence.end


def overlaps(one: Coded, other: Coded) -> bool:
    """Whether the words of two records share a character."""
    (a, b), (c, d) = _span(one), _span(other)
    return a < d and c < b


def units(view: View, coders: Sequence[str]) -> Iterator[Unit]:
    """What the coders hold of each record of a report on which one of them decided.

    Records that two of them added are one where their kind is the same and their words overlap.
    Who decided on something in the report, but did not add what another did, holds that it is none.
    """
    here = {c for s in view.records for c in coders if _decided(s, c)}
    added: list[dict[str, Coded]] = []
    for shown in view.records:
        held = {c: r.record for c in coders if (r := shown.of(c)) and _decided(shown, c)}
        if not held:
            continue
        if shown.machine is not None:
            yield Unit(view.report.id, held)
            continue
        own = {c: r for c, r in held.items() if r is not None}
        if (same := next((g for g in added if _joins(g, own)), None)) is not None:
            same.update(own)
        elif own:
            added.append(own)
    for group in added:
        yield Unit(view.report.id, dict.fromkeys(sorted(here)) | group)


def _decided(shown: Shown, coder: str) -> bool:
    found = shown.of(coder)
    return found is not None and found.state is not State.MACHINE


def _joins(group: Mapping[str, Coded], own: Mapping[str, Coded]) -> bool:
    if not own or group.keys() & own.keys():
        return False
    return all(
        a.record == b.record and overlaps(a, b) for a in group.values() for b in own.values()
    )


def _pairs(a: Sequence[Coded], b: Sequence[Coded], match: Callable[[Coded, Coded], bool]) -> int:
    """The most pairs that can be made of both, each record used once (augmenting paths)."""
    edges = [[j for j, y in enumerate(b) if match(x, y)] for x in a]
    taken: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in edges[i]:
            if j not in tried:
                tried.add(j)
                if j not in taken or place(taken[j], tried):
                    taken[j] = i
                    return True
        return False

    return sum(place(i, set()) for i in range(len(a)))


def alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal codes, given the codes of each unit; values may be missing.

    1 is perfect agreement, 0 what chance would give. None where no unit has two codes, or all
    codes are the same, because chance then cannot be told. After K. Krippendorff (2011), Computing
    Krippendorff's Alpha-Reliability, section C: observed over expected disagreement, by way of
    the matrix of coincidences.
    """
    observed = Fraction(0)
    totals: Counter[str] = Counter()
    for codes in units:
        if len(codes) < 2:
            continue  # a code that nothing is held against
        totals.update(codes)
        apart = sum(2 for x, y in combinations(codes, 2) if x != y)
        observed += Fraction(apart, len(codes) - 1)
    n = totals.total()
    expected = n * n - sum(count * count for count in totals.values())
    return None if not expected else float(1 - (n - 1) * observed / expected)
