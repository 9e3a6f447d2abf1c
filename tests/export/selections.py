"""Records to export, and the files that come of them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dragoman.export.formats import export
from dragoman.export.manifest import MANIFEST
from dragoman.export.selection import Selection
from dragoman.model import Coded, Coding, Event, Report
from factories import TEXT, coding, with_marks

# A text that spreadsheets and parsers stumble over: every offset behind it must still hold.
ODD = '=1+1 😀 e\u0301 "quoted", a;b\t|\r\nשלום\u2028\u2029'


def codings() -> list[Coding]:
    """Three reports with a record of each kind, two of them hard to write."""
    hard = with_marks(coding(1, text=f"{ODD} {TEXT}"))
    wide = coding(2, text=TEXT.replace("[party Kyiv]", '[party @Kyiv "A"; B]'), published=None)
    return [with_marks(coding(0)), hard, wide]


def selection(found: Sequence[Coding], **more: Any) -> Selection:
    """The records of codings, in the order in which an archive lists them."""
    reports = {c.report.id: c.report for c in found}

    def place(record: Coded) -> tuple[bool, str, str]:
        published = reports[record.evidence.report].published
        return published is not None, str(published), record.evidence.report

    def records(kind: str) -> Iterator[Coded]:
        return iter(sorted((r for c in found for r in getattr(c, kind)), key=place))

    return Selection(records=records, source=lambda r: reports[r.evidence.report], **more)


def of_events(report: Report, *events: Event) -> Selection:
    """Events of one report, some of which may stand at one place."""
    return Selection(
        records=lambda kind: iter(events if kind == "events" else ()),
        source=lambda _: report,
    )


def manifest(out: Path) -> dict[str, Any]:
    """The manifest beside an export."""
    found: dict[str, Any] = json.loads(Path(f"{out}{MANIFEST}").read_text("utf-8"))
    return found


def written(folder: Path, format: str, found: Selection | None = None) -> Path:
    """The file that an export to `format` wrote."""
    out = folder / f"talks.{format}"
    export(found or selection(codings()), format=format, out=out)
    return out


def texts() -> dict[str, str]:
    """The text of each version of a report."""
    return {c.report.version: c.report.text for c in codings()}


def stands(text: str, words: str, span: str) -> bool:
    """Whether words joined as in a column stand where the spans beside them say."""
    ends = [tuple(map(int, part.split("-"))) for part in span.split("; ")]
    return "; ".join(text[start:end] for start, end in ends) == words
