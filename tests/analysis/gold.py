"""Records made from the expected files' own words: what a perfect reader would find."""

import calendar
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from dragoman import samples
from dragoman.analysis.plain import act, plain, taken
from dragoman.analysis.stand import Stand, of_concession, of_event, of_position
from dragoman.model import (
    Actor,
    Event,
    Evidence,
    Position,
    Precision,
    Report,
    Stance,
    Status,
    When,
)
from dragoman.vocab import entities, plover

FILES = sorted((Path(__file__).parent / "expected").glob("*.toml"))
CODER = "gold/1"
LISTS = ("latest", "history", "contradictions")
Expected = dict[str, Any]  # what TOML gives; test_expected_cells.py checks its form


def expected(path: Path) -> Expected:
    """One file of expected cells and gaps."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def told(cell: Expected) -> Iterator[Expected]:
    """The records of a cell."""
    for key in LISTS:
        yield from cell.get(key, [])


class Gold:
    """The tellings of one file, as they come out of a reader that finds just these words."""

    def __init__(self, file: Expected) -> None:
        self.file = file
        self.reports = {name: _report(name) for name in file["reports"]}
        self.names = {r.id: name for name, r in self.reports.items()}
        self.parties = {p["party"]: p for p in file["parties"]}

    def stands(self) -> Iterator[Stand]:
        """What the position table is made of."""
        for cell in self.file["cells"]:
            for record in told(cell):
                yield from self._stand(cell, record)
                if "withdrawn" in record:
                    yield from self._given_up(cell["party"], record["withdrawn"])

    def _stand(self, cell: Expected, record: Expected) -> Iterator[Stand]:
        report = self.reports[record["report"]]
        evidence = _words(report, record["words"])
        party = self._actor(report, cell["party"], record["said_by"])
        of = self._named(report, record["of"]) if "of" in record else None
        if record.get("record") == "event":
            event = Event(
                evidence=evidence, confidence=1.0, coder=CODER,
                type="AGREE", quad=1, score=plover().score("AGREE", None),
                actor=(party,), recipient=(of,) if of else (), status=Status.ACTUAL,
                when=_when(report, record),
            )  # fmt: skip
            yield from of_event(act(event), plain(report, ()), issue=cell["issue"])
            return
        condition = record.get("condition")
        position = Position(
            evidence=evidence, confidence=1.0, coder=CODER,
            party=party, stance=Stance(record["stance"]), issue=cell["issue"], of=of,
            condition=_words(report, condition) if condition else None, when=_when(report, record),
        )  # fmt: skip
        found = [
            s
            for s in of_position(taken(position), plain(report, ()))
            if s.party.key == cell["party"]
        ]
        assert found, record
        yield from found

    def _given_up(self, party: str, words: str) -> Iterator[Stand]:
        report = next(r for r in self.reports.values() if words in r.text)
        verb = re.search(r"dropped|demands", words)
        assert verb
        start = report.text.index(words)
        evidence = report.evidence(start + verb.start(), start + verb.end())
        event = Event(
            evidence=evidence, confidence=1.0, coder=CODER, type="CONCEDE", quad=1, score=4.5,
            actor=(self._named(report, party),), status=Status.ACTUAL,
        )  # fmt: skip
        yield from of_concession(act(event), plain(report, ()))

    def _named(self, report: Report, party: str) -> Actor:
        """The party by the first of its names that the report has, else by any of its words."""
        names = [n["words"] for n in self.parties[party]["names"] if n["words"] in report.text]
        return self._actor(report, party, names[0] if names else report.text.split()[0])

    def _actor(self, report: Report, party: str, words: str) -> Actor:
        """Who the words name, as the tables of actors have them at that day."""
        row = self.parties[party]
        by = next((n for n in row["names"] if n["words"] == words), {"by": "name"})
        fields: dict[str, Any] = {"country": row["country"], "sectors": tuple(row["sectors"])}
        match by["by"]:
            case "name" | "member" | "proxy":
                fields["name"] = row["name"]
            case "seat" | "office" if row["kind"] == "country":
                fields["sectors"] = ("GOV",)
            case "leader" | "agency" if "entity" in by:
                fields |= _in_table(by["entity"], report.published, fields)
            case "agency":
                bare = words.removeprefix("The ")
                fields["sectors"] = next(
                    (e.sectors for e in entities() if bare in {f.words for f in e.forms}), ("GOV",)
                )
        return Actor(evidence=_words(report, words), confidence=1.0, **fields)


def _in_table(name: str, day: date | None, otherwise: dict[str, Any]) -> dict[str, Any]:
    entity = next(e for e in entities() if e.name == name)
    term = next((t for t in entity.terms if day and t.covers(day)), None)
    if term:
        return {"name": name, "country": term.country, "sectors": (term.sector,),
                "office": term.office}  # fmt: skip
    return {"name": name, "country": entity.country,
            "sectors": entity.sectors or otherwise["sectors"]}  # fmt: skip


def _report(name: str) -> Report:
    text = samples.path(name).read_text(encoding="utf-8")
    published = re.search(r"^published: (\S+)$", text, re.MULTILINE)
    assert published
    return Report(
        address=name, text=text.split("---\n", 2)[2], published=date.fromisoformat(published[1])
    )


def _words(report: Report, words: str) -> Evidence:
    start = report.text.index(words)
    return report.evidence(start, start + len(words))


def _when(report: Report, record: Expected) -> When | None:
    if "dated" not in record:
        return None
    first, last = period(record["dated"])
    precision = {4: Precision.YEAR, 7: Precision.MONTH, 8: Precision.WEEK, 10: Precision.DAY}
    return When(
        evidence=_words(report, record["when"]), value=record["dated"], start=first, end=last,
        precision=precision[len(record["dated"])],
    )  # fmt: skip


def period(dated: str) -> tuple[date, date]:
    """First and last day of an ISO day, month, year or week."""
    if week := re.fullmatch(r"(\d{4})-W(\d{2})", dated):
        first, last = (date.fromisocalendar(int(week[1]), int(week[2]), n) for n in (1, 7))
        return first, last
    first = date.fromisoformat(dated + "-01-01"[len(dated) - 4 :])
    if len(dated) == 10:
        return first, first
    month = first.month if len(dated) == 7 else 12
    return first, date(first.year, month, calendar.monthrange(first.year, month)[1])
