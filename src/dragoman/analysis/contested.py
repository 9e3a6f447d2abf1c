"""Contested figures: what different sources claim of the same thing, side by side over time."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations

from dragoman.analysis.data import words
from dragoman.analysis.party import Named, entries_in, parties_in, rolled
from dragoman.analysis.table import Column, Table, across
from dragoman.analysis.words import content, counted, names_actor
from dragoman.model import Figure, Report, make_id
from dragoman.reading.windows import sentence_at
from dragoman.vocab import Entity, tokens

# Days from the first to the last of the claims of several reports that stand together. Later on,
# the same words count something else.
TOGETHER = 3
NEWS = 7  # days: what a report tells without a year may be so old

COLUMNS = (
    Column("group", str, "the same for all claims that stand side by side"),
    Column("about", str, "the happening's id, else the words for what is counted"),
    Column("measure", str, "what kind of thing is counted"),
    Column("unit", str, "the unit"),
    Column("day", date, "the day the report was published"),
    Column("source", str, "who says so: whom the report names, else who published it"),
    Column("low", float, "the number, the lower end of a range, or the first count of a tally"),
    Column("high", float, "the number, the upper end of a range, or the second count of a tally"),
    Column("bound", str, "how the number is bounded"),
    Column("words", str, "the words that state it"),
    Column("before", str, "some of the report before them"),
    Column("after", str, "some of the report after them"),
    Column("of", str, "the words for what is counted"),
    Column("report", str, "the id of the report"),
)
Claim = tuple[Figure, Report]
Key = tuple[str, ...]  # report or happening, what is counted, measure, unit, whose it is


def contested(
    found: Iterable[Claim], *, happenings: Mapping[str, str] | None = None, every: bool = False
) -> Table:
    """The figures on the same thing on which sources differ; with `every`, all of them.

    With `happenings` (of each figure's id the happening's) figures are on the same thing where they
    are told of one happening and have one measure and unit; without, where they have one measure
    and unit and the same words for what is counted, published within `TOGETHER` days in sentences
    that share two names, or stand near each other in one report where each has a source of its own.
    A part of another figure ("including three soldiers") or one of another year is not on the same
    thing. Who is named in them
    ("Ukrainian drones") must be the same; words that name nobody join those beside them, of one
    report or happening, where these do not name two. Whether two numbers can both be right is not
    judged: a later count may well be larger.
    """
    groups = sorted(_groups(found, happenings), key=lambda group: (group[0], _order(group[1][0])))
    lines = [
        (_row(make_id("group", *key, claims[0][0].id), _about(claims, happenings), claim), claim[0])
        for key, claims in groups
        if every or _differ(claims)
        for claim in claims
    ]
    return Table(
        name="contested",
        columns=COLUMNS,
        data=across(COLUMNS, (row for row, _ in lines)),
        records=tuple((figure.id,) for _, figure in lines),
        note="Claims side by side, each with who makes it; none is added up or preferred.",
    )


def _groups(
    found: Iterable[Claim], happenings: Mapping[str, str] | None
) -> Iterator[tuple[Key, list[Claim]]]:
    """Claims on one thing, in their order."""
    beside: dict[tuple[str, str, str, str], list[Claim]] = defaultdict(list)
    for figure, report in found:
        where = report.id if happenings is None else happenings.get(figure.id)
        if where is not None and figure.value is not None:
            # "37 people", "at least 35": of whom is told by the report alone.
            thing = counted(figure.of.words) if figure.of and happenings is None else ""
            beside[where, thing, figure.measure, figure.unit or ""].append((figure, report))
    told: dict[Key, list[Claim]] = defaultdict(list)
    for (where, thing, *more), several in beside.items():
        people = happenings is None and not thing
        of_kind = _parted(several, _people) if people else {thing: several}
        within = where if people or happenings is not None else ""
        for kind, those in of_kind.items():
            for whose, claims in _parted(those, _sides).items():
                told[within, kind, *more, whose] += claims
    for key, claims in told.items():
        ordered = sorted(claims, key=_order)
        for near in _near(ordered) if happenings is None else [ordered]:
            yield key, near


def _parted(claims: list[Claim], of: Callable[[Figure], str]) -> Mapping[str, list[Claim]]:
    """The claims by what each tells; those that tell nothing stand with the others where these
    agree."""
    told = [of(figure) for figure, _ in claims]
    several = {one for one in told if one}
    only = several.pop() if len(several) == 1 else ""
    parts: dict[str, list[Claim]] = defaultdict(list)
    for one, claim in zip(told, claims, strict=True):
        parts[one or only].append(claim)
    return parts


def _people(figure: Figure) -> str:
    """Which people are counted: "soldiers", "women and children"; empty for "people", "lives"."""
    anybody = content(" ".join(words("anybody")))
    return " ".join(sorted(content(figure.of.words) - anybody)) if figure.of else ""


def _near(claims: list[Claim]) -> Iterator[list[Claim]]:
    """The claims in groups, each in the first one whose claims may be on the same thing."""
    groups: list[list[Claim]] = []
    for claim in claims:
        near = (g for g in groups if _together(g[0][1], claim[1]) and _may_join(g, claim))
        group = next(near, None)
        if group is None:
            groups.append([claim])
        else:
            group.append(claim)
    yield from groups


def _may_join(group: list[Claim], claim: Claim) -> bool:
    """Whether the claim may be on one thing with all claims of its report; where there are none,
    whether the names in its sentence are those of another report's, or both have none."""
    least, most = _range(claim[0])
    beside = [f for f, report in group if report.id == claim[1].id]
    opposed = any(_opposed(figure, claim[0], claim[1]) for figure in beside)
    ranges = (_range(f) for f, _ in group)
    if not opposed and any(most * _FAR < low or least > high * _FAR for low, high in ranges):
        return False
    if beside:
        return not any(_apart(figure, claim[0], claim[1]) for figure in beside)
    mine = _setting(claim)
    told = [_setting(c) for c in group]
    return any(len(mine & names) >= min(_NAMES, max(len(mine), len(names))) for names in told)


def _apart(one: Figure, other: Figure, report: Report) -> bool:
    """Whether two figures of a report are no two claims on one thing: two numbers by one source,
    far from each other, a part and its whole, of two years; or one of them is the report's own,
    and nothing compares them."""
    if _of_one_source(source(one, report), source(other, report)):
        return one.value != other.value
    between = _between(one, other, report)
    if len(between) > _NEAR or (_PART.search(between) and not _ENDS.search(between)):
        return True
    if not (one.said_by and other.said_by) and not _COMPARED.search(between):
        return True
    mine, theirs = (_years(f, report) for f in (one, other))
    return bool(mine and theirs and not mine & theirs)


def _between(one: Figure, other: Figure, report: Report) -> str:
    first, then = sorted((one, other), key=lambda f: f.evidence.start)
    return report.text[first.evidence.end : then.evidence.start]


def _opposed(one: Figure, other: Figure, report: Report) -> bool:
    """Whether the words between two cited figures of a report, of one sentence or of two, set one
    against the other, however far apart they are: "state television tells of 60, while Israel
    claims only three"."""
    cited = one.said_by is not None and other.said_by is not None
    *before, last = _ENDS.split(_between(one, other, report))
    return cited and len(before) <= 1 and _AGAINST.search(last) is not None


def _years(figure: Figure, report: Report) -> set[str]:
    """The years that a figure's sentence names; of a sentence that names none, the report's."""
    named = set(_YEAR.findall(report.text[slice(*_sentence(figure, report))]))
    if named or report.published is None:
        return named
    before = date.fromordinal(max(report.published.toordinal() - NEWS, 1))
    return {str(day.year) for day in (report.published, before)}


def _of_one_source(one: str, other: str) -> bool:
    """Whether two sources are the same, or one is the other's surname: "Mijares" of "Superintendent
    Graciano Mijares"."""
    short, long = sorted((_NAME.findall(told) for told in (one, other)), key=len)
    surname = len(short) == 1 and short == long[-1:] and not parties_in(one) | parties_in(other)
    return one == other or surname


def _range(figure: Figure) -> tuple[float, float]:
    value = figure.value or 0.0
    return value if isinstance(value, tuple) else (value, value)


def _setting(claim: Claim) -> frozenset[str]:
    """The names in the sentence of a figure, but for days and for whose what is counted is."""
    figure, report = claim
    start, end = _sentence(figure, report)
    own = set(_NAME.findall(figure.of.words)) if figure.of else set()
    return frozenset(
        name
        for name in _NAME.findall(report.text, start + 1, end)
        if name not in own and name.casefold() not in words("time") | words("offices")
    )


def _sentence(figure: Figure, report: Report) -> tuple[int, int]:
    return sentence_at(report, figure.evidence.start)


_NEAR = 600  # code points between two claims of a report
_NAMES = 2  # in common to two reports: of who and where
_FAR = 10  # times a number: so far apart no two sources are on one thing
_NAME = re.compile(r"(?<!\w)[^\W\d_a-z][\w-]+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COMPARED = re.compile(
    r"\b(?:below|above|(?:more|less|fewer|higher|lower) than the|puts? the|disput\w+"
    r"|contradict\w+|instead of)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"\b(?:while|whereas|but|only|claim\w*|den(?:y|ies|ied)|contends?)\b", re.I)
_ENDS = re.compile(r"[.!?]\s|\n")
_PART = re.compile(
    r"\b(?:including|includes|of (?:whom|which|them|these|those)|among (?:whom|them|those)|compared"
    r"|up from|down from|another|others?|more|remaining|rest)\b",
    re.IGNORECASE,
)


def _together(first: Report, then: Report) -> bool:
    """Whether both were published within `TOGETHER` days; of which it is not known, alone."""
    if first.published is None or then.published is None:
        return first.id == then.id
    return (then.published - first.published).days <= TOGETHER


def _sides(figure: Figure) -> str:
    return _named(figure.of.words) if figure.of else ""


@lru_cache(maxsize=1 << 14)
def _named(words: str) -> str:
    """Whose what is counted is, or who is counted: "Ukrainian drones", "Turkish citizens"."""
    keys = tokens(words)
    found: set[str] = set()
    for at, entry in entries_in(keys):
        end = at + len(entry.words) if entry else 0
        if entry and not words[keys[end - 1].end :].startswith("-"):  # "US-made"
            acting = (n.entity for n in entry.names if names_actor(n.entity.kind, n.form.use))
            found.update(_side(entity) for entity in list(acting)[:1])
    return "; ".join(sorted(found))


def _side(entity: Entity) -> str:
    party = rolled(Named(entity.name, entity.name, entity.country, entity.sectors))
    return party.key if party else entity.name


def _about(claims: list[Claim], happenings: Mapping[str, str] | None) -> str | None:
    """What the claims are about, in the first words that say whose, or as the happening's id."""
    first = min(claims, key=lambda claim: (not _sides(claim[0]), *_order(claim)))[0]
    if happenings is not None:
        return happenings.get(first.id)
    return first.of.words if first.of else None


def _differ(claims: list[Claim]) -> bool:
    """Whether two sources give other numbers."""
    told = {(source(figure, report), figure.value) for figure, report in claims}
    return any(a != b and not _of_one_source(s, t) for (s, a), (t, b) in combinations(told, 2))


def source(figure: Figure, report: Report) -> str:
    """Who answers for a figure: whom the report names, else its publisher, else its address."""
    if figure.said_by:
        return figure.said_by.name or figure.said_by.evidence.words
    return report.site or report.address


def _order(claim: Claim) -> tuple[date, str, int]:
    figure, report = claim
    return report.published or date.min, report.id, figure.evidence.start


def _row(group: str, about: str | None, claim: Claim) -> tuple[object, ...]:
    figure, report = claim
    value = figure.value
    low, high = value if isinstance(value, tuple) else (value, value)
    return (
        group, about, figure.measure, figure.unit, report.published, source(figure, report), low,
        high, figure.bound.value, figure.evidence.words, figure.evidence.before,
        figure.evidence.after, figure.of.words if figure.of else None, report.id,
    )  # fmt: skip
