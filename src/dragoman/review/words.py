"""Words of a report as a person names or moves them: whole words, where they stand."""

import re
from functools import cache
from typing import Any  # values of JSON, which have no narrower type

from dragoman.errors import AnchorError
from dragoman.model import Coded, Evidence, Report, Statement

Changes = dict[str, Any]


def with_article(noun: str) -> str:
    """The noun with its article: `a position`, `an event`."""
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"


def edged(record: Coded, evidence: Evidence) -> Changes:
    """The changes of giving a record other words; a statement's are the first of its content."""
    changes: Changes = {"evidence": evidence.model_dump(mode="json")}
    if isinstance(record, Statement):
        parts = (evidence, *record.content[1:])
        changes["content"] = [part.model_dump(mode="json") for part in parts]
    return changes


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"\w+(?:[-'’.]\w+)*")


def moved(record: Coded, report: Report, *, edge: str, words: int) -> Changes:
    """The changes of moving the `start` or `end` of the record's words by so many words.

    To the right where positive. `AnchorError` where no words would be left, or the text ends.
    """
    start, end = record.evidence.start, record.evidence.end
    found = list(_word().finditer(report.text))
    stops = [m.start() if edge == "start" else m.end() for m in found]
    here = start if edge == "start" else end
    after, before = [s for s in stops if s > here], [s for s in stops if s < here]
    way = after if words > 0 else before[::-1]
    if not words or len(way) < abs(words):
        raise AnchorError("The text has no more words that way.", todo="Move it less far.")
    to = way[abs(words) - 1]
    start, end = (to, end) if edge == "start" else (start, to)
    if start >= end:
        raise AnchorError("The record would have no words left.", todo="Move it less far.")
    return edged(record, report.evidence(start, end))


def snapped(report: Report, start: int, end: int) -> Evidence:
    """The whole words that a stretch of the text touches; `AnchorError` where it touches none."""
    found = [m for m in _word().finditer(report.text) if m.start() < end and start < m.end()]
    if not found:
        raise AnchorError("No words were chosen.", todo="Choose words of the report.")
    return report.evidence(found[0].start(), found[-1].end())


def find(report: Report, words: str, *, near: int = 0) -> Evidence:
    """The words where they stand in the report, whole: nearest to an offset, or as `#n` says.

    `AnchorError` where they do not.
    """
    plain, number = words, None
    if (told := re.search(r"#([1-9]\d*)$", words)) and words not in report.text:
        plain, number = words[: told.start()], int(told[1])
    whole = re.compile(rf"(?<!\w){re.escape(plain)}(?!\w)")
    starts = [m.start() for m in whole.finditer(report.text)] if plain.strip() else []
    if number is not None:
        starts = starts[number - 1 : number]
    if not starts:
        raise AnchorError(
            f"{words!r} does not stand in the report.", todo="Give its words as they stand there."
        )
    start = min(starts, key=lambda s: abs(s - near))
    return report.evidence(start, start + len(plain))
