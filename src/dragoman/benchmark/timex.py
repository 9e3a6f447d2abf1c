"""Time expressions against annotated ones, scored as TempEval-3 did."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from dragoman.benchmark.rows import Row, marks
from dragoman.benchmark.spans import Count, pairs
from dragoman.model import Report
from dragoman.resolve.times import TimeResolver


@dataclass(slots=True)
class TimexScores:
    """Agreement on all texts: on the same span, on overlap, and on overlap with the same value."""

    strict: Count = field(default_factory=Count)
    relaxed: Count = field(default_factory=Count)
    value: Count = field(default_factory=Count)
    kind: Count = field(default_factory=Count)
    texts: int = 0
    undated: int = 0  # texts without a date of publication
    characters: int = 0
    seconds: float = 0.0

    def summary(self) -> dict[str, float | int]:
        """The scores by name."""
        return {
            "strict_f1": round(self.strict.f1, 4),
            "relaxed_f1": round(self.relaxed.f1, 4),
            "relaxed_precision": round(self.relaxed.precision, 4),
            "relaxed_recall": round(self.relaxed.recall, 4),
            "type_f1": round(self.kind.f1, 4),
            "value_f1": round(self.value.f1, 4),
            "texts": self.texts,
            "undated_texts": self.undated,
            "annotated": self.relaxed.gold,
            "found": self.relaxed.found,
            "characters": self.characters,
            "characters_per_second": round(self.characters / max(self.seconds, 1e-9)),
        }


def score_timex(rows: Iterable[Row]) -> TimexScores:
    """How well the time expressions of annotated texts are found, typed and resolved."""
    scores = TimexScores()
    TimeResolver(Report(address="warm", text="On Monday")).timexes()  # loads words and patterns
    for row in rows:
        _score(scores, row)
    return scores


def published(row: Row) -> date | None:
    """The day a text was published: the first ten characters of `dct` or `date` where a day."""
    told = str(row.get("dct") or row.get("date") or "")
    for part in (told[:10], told[:8]):
        try:
            return date.fromisoformat(part)
        except ValueError:
            continue
    return None


def _score(scores: TimexScores, row: Row) -> None:
    report = Report(
        address=str(row.get("id") or "text"), text=row["text"], published=published(row)
    )
    began = time.perf_counter()
    found = TimeResolver(report).timexes()
    scores.seconds += time.perf_counter() - began
    gold = marks(row, "timex", "timex3", "timexes")
    spans = [(mark["start"], mark["end"]) for mark in gold]
    theirs = [(timex.start, timex.end) for timex in found]
    for count in (scores.strict, scores.relaxed, scores.value, scores.kind):
        count.gold += len(gold)
        count.found += len(found)
    for a, b in pairs(spans, theirs):
        scores.relaxed.right += 1
        scores.strict.right += spans[a] == theirs[b]
        scores.kind.right += gold[a].get("type") == found[b].kind
        value = gold[a].get("value")
        scores.value.right += value is not None and value == found[b].value
    scores.texts += 1
    scores.undated += report.published is None
    scores.characters += len(report.text)
