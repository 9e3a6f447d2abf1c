"""Codings made from marked text, and any coding at all for property tests.

`[actor Russia]` marks the words "Russia" under the name "actor"; offsets are computed from it.
"""

import re
from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from dragoman.model import (
    Actor,
    Bound,
    Coding,
    Event,
    Evidence,
    Failure,
    Figure,
    Mark,
    Place,
    Position,
    Precision,
    Record,
    Report,
    Size,
    Stance,
    Statement,
    StatementKind,
    Status,
    When,
)
from dragoman.reading import Manifest
from dragoman.reading.coder import FILES
from dragoman.reading.schema import default_schemas
from dragoman.way import Way

_MARK = re.compile(r"\[(\w+) ([^\]]+)\]")
CODER = "dragoman/test"


@dataclass(frozen=True)
class Marked:
    """A report and the words marked in it."""

    report: Report
    spans: dict[str, tuple[int, int]]

    def __getitem__(self, mark: str) -> Evidence:
        return self.report.evidence(*self.spans[mark])

    def actor(self, mark: str, name: str | None = None, country: str | None = None) -> Actor:
        return Actor(evidence=self[mark], name=name, country=country, confidence=0.9)


DAY = date(2024, 5, 2)


def marked(text: str, *, address: str, title: str, published: date | None) -> Marked:
    """The report of a text without its marks, and where the marked words stand in it."""
    plain, spans, last = "", {}, 0
    for mark in _MARK.finditer(text):
        plain += text[last : mark.start()]
        spans[mark[1]] = (len(plain), len(plain) + len(mark[2]))
        plain, last = plain + mark[2], mark.end()
    plain += text[last:]
    report = Report(text=plain, address=address, title=title, published=published)
    return Marked(report, spans)


TEXT = (
    "On [time Monday] [actor Russian forces] [trigger struck] power stations in [place Kharkiv], "
    "killing [number at least 12] [of people], [source Ukrainian officials] [cue said]. "
    "[party Kyiv] [stance called for] [demand a full withdrawal]; [content it would not yield]."
)


def coding(
    number: int = 0, *, coder: str = CODER, text: str = TEXT, published: date | None = DAY
) -> Coding:
    """One record of each kind in a report of its own for each number."""
    address = f"https://example.org/{number}"
    m = marked(text, address=address, title=f"Report {number}", published=published)
    kyiv = m.actor("party", "Ukraine", "UKR")
    event = Event(
        evidence=m["trigger"], confidence=0.8, coder=coder,
        type="ASSAULT", mode="aerial", quad=4, score=-9.5, contexts=("military",),
        actor=(m.actor("actor", "Russia", "RUS"),),
        place=(Place(evidence=m["place"], name="Kharkiv", geonames=706483, latitude=49.98,
                     longitude=36.25, country="UKR", precision="city", confidence=0.7),),
        when=When(evidence=m["time"], value="2024-04-29", start=date(2024, 4, 29),
                  end=date(2024, 4, 29), precision=Precision.DAY),
        status=Status.ACTUAL, said_by=m.actor("source", "Ukraine", "UKR"), size=Size(dead=12),
    )  # fmt: skip
    statement = Statement(
        evidence=m["content"], confidence=0.6, coder=coder, kind=StatementKind.INDIRECT,
        speaker=kyiv, cue=m["stance"], content=(m["content"],),
    )  # fmt: skip
    position = Position(
        evidence=m["demand"], confidence=0.5, coder=coder, party=kyiv, stance=Stance.DEMANDS,
        issue="forces", of=m.actor("actor", "Russia", "RUS"), cue=m["stance"],
    )  # fmt: skip
    figure = Figure(
        evidence=m["number"], confidence=0.95, coder=coder, value=12, bound=Bound.MIN,
        measure="killed", unit="people", of=m["of"], said_by=m.actor("source"),
    )  # fmt: skip
    return Coding(
        report=m.report, coder=coder, events=(event,), statements=(statement,),
        positions=(position,), figures=(figure,),
    )  # fmt: skip


ADDED = "election/1+0123abcd.r1"


def with_marks(coding: Coding, *, coder: str = ADDED) -> Coding:
    """The coding with what a coder with a schema of the user's own found beside it."""
    report = coding.report
    start = report.text.index("power stations")
    words = report.evidence(start, start + len("power stations"))
    mark = Mark(
        evidence=words, confidence=0.7, coder=coder, schema_="damage", type="energy",
        attributes={"extent": "severe"}, roles={"by": (report.evidence(0, 2),), "of": (words,)},
        confidences={"extent": 0.6, "by": 0.55, "of": 0.8},
    )  # fmt: skip
    own = Coding(report=report, coder=coder, added=(coder,), marks=(mark,))
    return coding.joined([own])


def retold(coding: Coding, **told: object) -> Coding:
    """The coding of the same text of which something else is told."""
    report = coding.report.model_copy(update=told)
    lists = ("events", "statements", "positions", "figures")
    found = {name: _moved(getattr(coding, name), report) for name in lists}
    return Coding.model_validate({"report": report, "coder": coding.coder, **found})


def _moved(value: object, report: Report) -> object:
    if isinstance(value, Evidence):
        return report.evidence(value.start, value.end)
    if isinstance(value, tuple):
        return tuple(_moved(item, report) for item in value)
    if isinstance(value, Record):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        return type(value)(**{name: _moved(item, report) for name, item in fields.items()})
    return value


class FirstWord(Way):
    """Takes any source in; finds an event in its first word and a figure in its last."""

    @property
    def manifest(self) -> Manifest:
        return Manifest(
            name="dragoman", version="test", schemas=default_schemas(), points={}, scales={},
            files=dict.fromkeys(FILES, "0" * 64), languages=("en",),
        )  # fmt: skip

    @property
    def coder(self) -> str:
        return CODER

    def code(self, report: Report) -> Coding:
        text = report.text
        event = Event(
            evidence=report.evidence(0, text.index(" ")), confidence=0.8, coder=self.coder,
            type="CONSULT", quad=1, score=3, status=Status.ACTUAL,
        )  # fmt: skip
        figure = Figure(
            evidence=report.evidence(text.rindex(" ") + 1, len(text)), confidence=0.9,
            coder=self.coder, value=3, bound=Bound.EXACT, measure="votes",
        )  # fmt: skip
        return Coding(report=report, coder=self.coder, events=(event,), figures=(figure,))


def failure(address: str = "broken.html") -> Failure:
    return Failure(address=address, code="source.empty", what="Nothing in it.", todo="Look.")


# Any text a report can have: no lone surrogates, which no UTF-8 file can hold either.
_ODD = "\0\r\n\u2028\x85é\u0301\u202eשלום😀👩\u200d👩\u200d👧"
texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(_ODD), min_size=1)
# Codes are short, and columns of them do not wrap.
_codes = texts.filter(lambda text: len(text) <= 10)
_optional = st.none() | texts
_chances = st.floats(0, 1)
_numbers = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def codings(draw: st.DrawFn) -> Coding:
    """A coding of any text with evidence anywhere in it."""
    report = draw(st.builds(
        Report, address=texts, text=texts, title=_optional, site=_optional, byline=_optional,
        published=st.none() | st.dates(), language=_optional, encoding=_optional,
        file=_optional, source_hash=_optional, metadata=st.dictionaries(texts, texts, max_size=2),
    ))  # fmt: skip
    coder = draw(texts)

    def cut(ends: tuple[int, int]) -> Evidence:
        return report.evidence(min(ends), max(ends) + 1)

    offsets = st.integers(0, len(report.text) - 1)
    cuts = st.tuples(offsets, offsets).map(cut)
    shared = {"evidence": cuts, "confidence": _chances}
    actors = st.builds(Actor, **shared, name=_optional, country=_optional, office=_optional,
                       antecedent=st.none() | cuts, reason=texts)  # fmt: skip
    places = st.builds(Place, **shared, name=_optional, latitude=st.none() | st.floats(-90, 90),
                       geonames=st.none() | st.integers(0, 2**40))  # fmt: skip
    whens = st.builds(When, evidence=st.none() | cuts, start=st.none() | st.dates(),
                      value=_optional, precision=st.sampled_from(Precision))  # fmt: skip
    few, maybe = st.lists(actors, max_size=2).map(tuple), st.none() | actors
    own = shared | {"coder": st.just(coder)}
    events = st.builds(
        Event, **own, type=texts, mode=_optional, quad=st.integers(1, 4),
        score=st.floats(-10, 10), actor=few, recipient=few, said_by=maybe, when=whens,
        place=st.lists(places, max_size=2).map(tuple), status=st.sampled_from(Status),
        size=st.none() | st.builds(Size, dead=st.none() | _numbers),
    )  # fmt: skip
    statements = st.builds(
        Statement, **own, kind=st.sampled_from(StatementKind), speaker=maybe,
        cue=st.none() | cuts, content=st.lists(cuts, min_size=1, max_size=3).map(tuple),
    )  # fmt: skip
    positions = st.builds(
        Position, **own, party=maybe, stance=st.sampled_from(Stance), issue=_codes, of=maybe,
        condition=st.none() | cuts, when=st.none() | whens,
    )  # fmt: skip
    figures = st.builds(
        Figure, **own, value=st.none() | _numbers | st.tuples(_numbers, _numbers),
        bound=st.sampled_from(Bound), measure=texts, of=st.none() | cuts,
    )  # fmt: skip
    by_role = st.dictionaries(texts, st.lists(cuts, max_size=2).map(tuple), max_size=2)
    marks = st.builds(
        Mark, **own, schema=texts, type=texts, roles=by_role,
        attributes=st.dictionaries(texts, texts, max_size=2),
        confidences=st.dictionaries(texts, _chances, max_size=2),
    )  # fmt: skip
    found = {
        f"{kind}s": tuple(draw(st.lists(some, max_size=3, unique_by=lambda r: r.id)))
        for kind, some in (("event", events), ("statement", statements),
                           ("position", positions), ("figure", figures), ("mark", marks))
    }  # fmt: skip
    return Coding.model_validate({"report": report, "coder": coder, **found})
