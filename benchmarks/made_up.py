"""Made-up reports with events for the benchmarks of the archive, spread as in real ones.

Words and names follow Zipf's law; the countries are made up too. The same seed gives the same
reports.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import TypeVar

import sqlalchemy as sa

from dragoman.model import Actor, Coding, Event, Evidence, Place, Precision, Report, Status, When
from dragoman.store import rows, tables
from dragoman.vocab import plover

CODER = "dragoman/made-up"
EVENTS = 10  # of a report
FIRST, DAYS = date(2015, 1, 1), 4000
_GROUPS = ("government", "forces", "officials", "police", "envoys", "protesters", "army", "party")
_STATUSES = (*(Status.ACTUAL,) * 7, Status.FUTURE, Status.HISTORICAL, Status.NEGATED)
_SYLLABLES = (
    "ba", "de", "ki", "lo", "mu", "na", "ri", "so", "ta", "ve", "zu", "sha", "kor", "len",
    "dor", "mi",
)  # fmt: skip
_SENTENCES = (
    "The {who} and the {whom} met in {town} on Monday and agreed to hold further talks.",
    "The {who} demanded on Tuesday that the {whom} withdraw from the town of {town}.",
    "At least 12 people were injured when the {who} clashed with the {whom} near {town}.",
    "The {who} offered the {whom} emergency aid after the floods around {town}.",
)
_FILLING = 25  # words that follow each event

Span = tuple[int, int]
Country = tuple[str, str]  # code, name
Told = dict[str, Country | None]  # by the part of a sentence
T = TypeVar("T")


class Maker:
    """Makes reports one after the other."""

    def __init__(self, seed: int = 0) -> None:
        self._random = draw = random.Random(seed)
        lengths = draw.choices((2, 3, 4), k=20_000)
        self.words = ["".join(draw.choices(_SYLLABLES, k=length)) for length in lengths]
        names = [f"{word.title()}ia" for word in self.words[:195]]
        self.countries = [(f"{name[0]}{n:02x}".upper(), name) for n, name in enumerate(names)]
        self._types = draw.sample(list(plover().types.values()), k=len(plover().types))
        self._names = [f"{self._word()} {self._word()}".title() for _ in range(5000)]
        self.towns = [(self._word().title(), self._draw(self.countries)) for _ in range(3000)]

    def reports(self, count: int) -> Iterator[Coding]:
        """So many codings, each of a report of its own."""
        for number in range(count):
            yield self._report(number)

    def text(self) -> str:
        """A text of a few sentences in English, to be read."""
        return " ".join(
            sentence.format(who=self._who()[0], whom=self._who()[0], town=self._draw(self.towns)[0])
            for sentence in self._random.sample(_SENTENCES, k=3)
        )

    def _report(self, number: int) -> Coding:
        draw = self._random
        day = FIRST + timedelta(days=draw.randrange(DAYS)) if draw.random() > 0.01 else None
        parts, found, length = [], [], 0
        for _ in range(EVENTS):
            sentence, spans, told = self._sentence()
            found.append(({name: (s + length, e + length) for name, (s, e) in spans.items()}, told))
            parts.append(sentence)
            length += len(sentence) + 1
        report = Report(
            text=" ".join(parts), address=f"https://example.org/{number}", published=day,
            title=" ".join(self._word() for _ in range(8)).capitalize(), language="en",
        )  # fmt: skip
        events = tuple(self._event(report, spans, told) for spans, told in found)
        return Coding(report=report, coder=CODER, events=events)

    def _sentence(self) -> tuple[str, dict[str, Span], Told]:
        """A sentence, where its parts stand, and what they resolve to."""
        (actor, of), (recipient, to), (town, at) = self._who(), self._who(), self._draw(self.towns)
        kind = self._draw(self._types)
        parts = (
            ("time", "On Monday"), ("actor", actor), ("act", kind.name.lower()), ("", "with"),
            ("recipient", recipient), ("", "in"), ("place", town), ("", self._filling()),
        )  # fmt: skip
        text, spans = "", dict[str, Span]()
        for name, words in parts:
            if name:
                spans[name] = (len(text), len(text) + len(words))
            text += words + " "
        told = {"actor": of, "recipient": to, "place": at, "type": (kind.name, kind.name)}
        return text.rstrip() + ".", spans, told

    def _who(self) -> tuple[str, Country | None]:
        if self._random.random() < 0.2:
            return self._draw(self._names), None
        country = self._draw(self.countries)
        return f"{country[1]}n {self._random.choice(_GROUPS)}", country

    def _event(self, report: Report, spans: dict[str, Span], told: Told) -> Event:
        words = {name: report.evidence(*span) for name, span in spans.items()}
        kind = plover().types[_code(told["type"])]
        status = self._random.choice(_STATUSES)
        place = Place(evidence=words["place"], name=words["place"].words, confidence=0.8,
                      country=_code(told["place"]), precision="city")  # fmt: skip
        return Event(
            evidence=words["act"], confidence=round(self._random.random(), 3), coder=CODER,
            type=kind.name, quad=kind.quad, score=kind.score, status=status,
            actor=(_actor(words["actor"], told["actor"]),),
            recipient=(_actor(words["recipient"], told["recipient"]),),
            place=(place,), when=self._when(words["time"], report.published, status),
        )  # fmt: skip

    def _when(self, words: Evidence, published: date | None, status: Status) -> When | None:
        """Two of three tell when: a day before, long before, or ahead."""
        if published is None or self._random.random() < 0.33:
            return None
        spread = {Status.FUTURE: (-60, -1), Status.HISTORICAL: (200, 3000)}.get(status, (0, 4))
        day = published - timedelta(days=self._random.randint(*spread))
        return When(evidence=words, value=str(day), start=day, end=day, precision=Precision.DAY)

    def _filling(self) -> str:
        return " ".join(self._word() for _ in range(_FILLING))

    def _word(self) -> str:
        return self._draw(self.words)

    def _draw(self, those: Sequence[T]) -> T:
        """One of those, the first far more often than the last."""
        return self._random.choices(those, cum_weights=_often(len(those)))[0]


@cache
def _often(count: int) -> list[float]:
    return list(accumulate(1 / (n + 2) for n in range(count)))


def _code(country: Country | None) -> str:
    return country[0] if country else ""


def _actor(words: Evidence, country: Country | None) -> Actor:
    code, name = country or (None, words.words)
    return Actor(evidence=words, name=name, country=code, confidence=0.9)


def rows_of(coding: Coding, number: int) -> Iterator[tuple[sa.Table, rows.Row]]:
    """The rows of a coding in an archive in which it is the only one of its report."""
    report = coding.report
    keys = {"report": report.id, "version": report.version, "coder": coding.coder}
    shown = {"version": report.version, "coder": coding.coder}
    yield tables.reports, {"id": report.id, "address": report.address, **shown}
    yield tables.versions, {"number": number, **rows.report_row(report)}
    yield tables.codings, {**keys, "sequence": 1, "added": False, "shown": True}
    yield tables.changes, {"number": number, "change": "added", **keys}
    for place, record in enumerate(coding.records):
        yield tables.records, rows.record_row(record, place)
        yield tables.KINDS[record.record], rows.kind_row(record, report)
        for table, those in (
            (tables.actors, rows.actor_rows(record)),
            (tables.places, rows.place_rows(record)),
            (tables.terms, rows.term_rows(record, report)),
        ):
            yield from ((table, row) for row in those)
