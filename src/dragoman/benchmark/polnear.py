"""Who says what, against PolNeAR's attributions: source, cue and content, exact and overlapping.

(Newell, Margolin & Ruths 2018, "An attribution relations corpus for political news", LREC.)
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.benchmark.rows import Row
from dragoman.errors import SourceError
from dragoman.model import Block, BlockKind, Frame, Report, Span
from dragoman.reading import read_report, windows
from dragoman.reading.reader import Reader

ROLES = ("source", "cue", "content")
# By schema: the anchor type that has a cue, and our roles for a source and a content.
FOUND = {"statements": ("cue", "speaker", "content"), "attributions": ("cue", "source", "content")}

SCHEMA = Path(__file__).with_name("attributions.toml")  # what a coder is trained to find
PART = 5  # one article of so many is measured on where there are no others
FITTED, MOST = 10, 40  # one article of so many, and at most so many, fit the thresholds

Characters = frozenset[int]  # offsets of characters, blanks left out
Spans = dict[str, set[Characters]]  # by role


@dataclass(slots=True)
class RoleCount:
    """How many were annotated, found, and rightly found; means over an article's annotators."""

    gold: float = 0.0
    found: float = 0.0
    exact: float = 0.0
    overlap: float = 0.0

    def f1(self, right: float) -> float:
        """The harmonic mean of precision and recall, `right` being found rightly."""
        return 2 * right / (self.gold + self.found) if self.gold + self.found else 0.0


@dataclass(slots=True)
class PolnearScores:
    """Agreement on all articles, role by role."""

    roles: dict[str, RoleCount] = field(
        default_factory=lambda: {role: RoleCount() for role in ROLES}
    )
    articles: int = 0
    attributions: float = 0.0
    found: int = 0

    def summary(self) -> dict[str, float | int]:
        """The F1 scores by name.

        Each role is scored over the attributions that have it. An article's annotated and found
        spans of a role are two sets: a source of two attributions counts once. A span, however
        many pieces it has, is the set of its characters that are no blanks. `exact` pairs spans of
        the same characters, `overlap` pairs spans that share one, each with one other, those of
        the same characters first and then those that share most.
        """
        exact = {f"{r}_exact": round(c.f1(c.exact), 4) for r, c in self.roles.items()}
        overlap = {f"{r}_overlap": round(c.f1(c.overlap), 4) for r, c in self.roles.items()}
        counts = {"n": self.articles, "annotated": round(self.attributions), "found": self.found}
        return exact | overlap | counts


def score_polnear(rows: Iterable[Row], reader: Reader) -> PolnearScores:
    """How well a reader's statements or attributions agree with the annotated attributions.

    Rows of one `id` are one article as several people annotated it. What is found is scored
    against each of them, and the article counts once, with the mean of the counts.
    """
    scores = PolnearScores()
    for readings in by_article(rows).values():
        text = readings[0]["text"]
        frames = read_report(_report(text), reader=reader)
        told = [frame for frame in frames if frame.schema in FOUND]
        found = _found(told, text)
        for row in readings:
            _count(scores, _annotated(row), found, share=1 / len(readings))
            scores.attributions += len(attributions(row)) / len(readings)
        scores.articles += 1
        scores.found += len(told)
    return scores


def _report(text: str) -> Report:
    """The text as a report of paragraphs, one a line: they are read one by one, as reports are."""
    blocks = tuple(
        Block(kind=BlockKind.PARAGRAPH, start=line.start(), end=line.end())
        for line in re.finditer(r"[^\n]*\S[^\n]*", text)
    )
    return Report(address="text", text=text, blocks=blocks)


def by_article(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each article, of which there is one for each annotator.

    A row whose text is another than that of the first row of its id is an article of its own.
    """
    articles: dict[str, list[Row]] = {}
    for number, row in enumerate(rows):
        key = str(row.get("id") or number)
        if key in articles and articles[key][0]["text"] != row["text"]:
            key = f"{key}/{number}"
        articles.setdefault(key, []).append(row)
    return articles


def attributions(row: Row) -> list[dict[str, list[Span]]]:
    """A row's attributions: the spans of each role in the order of the text, none of them empty."""
    given = row.get("attributions")
    marks = [mark for mark in given if isinstance(mark, dict)] if isinstance(given, list) else []
    size = len(row["text"])
    return [{role: _pieces(mark.get(role), size) for role in ROLES} for mark in marks]


def _pieces(value: object, size: int) -> list[Span]:
    parts = [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []
    spans = [(s, e) for part in parts for s, e in part.get("spans") or () if 0 <= s < e <= size]
    return sorted(spans)


def _annotated(row: Row) -> Spans:
    marks = attributions(row)
    return {r: {_characters(mark[r], row["text"]) for mark in marks} - {frozenset()} for r in ROLES}


def _found(frames: Sequence[Frame], text: str) -> Spans:
    spans: Spans = {role: set() for role in ROLES}
    for frame in frames:
        with_cue, source, content = FOUND[frame.schema]
        given: Mapping[str, Sequence[Span]] = {
            "source": frame.roles.get(source, ()),
            "cue": (frame.anchor,) if frame.type == with_cue else (),
            "content": [drawn(span, text) for span in frame.roles.get(content, ())],
        }
        for role, pieces in given.items():
            spans[role] |= {_characters(pieces, text)} - {frozenset()}
    return spans


def drawn(span: Span, text: str) -> Span:
    """A piece of content as PolNeAR draws it: with its "that" and the quotation marks around it.

    Readers take both off: they are none of what is said.
    """
    start, end = span
    if before := re.search(r"\b[Tt]hat\s+$|(?:[\"“]|'')$", text[max(0, start - 10) : start]):
        start -= len(before.group())
    if after := re.match(r"[.,;:?!…–—-]*['’]?[.,;:?!…–—-]*(?:[\"”]|'')", text[end : end + 6]):
        end += after.end()
    return start, end


def _characters(spans: Iterable[Span], text: str) -> Characters:
    return frozenset(i for start, end in spans for i in range(start, end) if not text[i].isspace())


def _count(scores: PolnearScores, gold: Spans, found: Spans, *, share: float) -> None:
    for role, count in scores.roles.items():
        count.gold += share * len(gold[role])
        count.found += share * len(found[role])
        count.exact += share * len(gold[role] & found[role])
        count.overlap += share * overlapping(gold[role], found[role])


def overlapping(gold: set[Characters], found: set[Characters]) -> int:
    """How many spans can be paired so: equal ones first, then those that share most."""
    same = gold & found
    shared = sorted(
        ((len(a & b), min(a), min(b), a, b) for a in gold - same for b in found - same if a & b),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    used: set[tuple[int, Characters]] = set()
    pairs = len(same)
    for _, _, _, a, b in shared:
        if not used & {(0, a), (1, b)}:
            used |= {(0, a), (1, b)}
            pairs += 1
    return pairs


def divided(measured: Sequence[Row], trained: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """What to measure on and what to train on, no article in both.

    Where nothing is left to train on, as where both are the same file, a fifth of the articles is
    measured on, by their ids alone, and the rest is trained on.
    """
    if {_name(row) for row in trained} <= {_name(row) for row in measured}:
        measured = [row for row in measured if _hash(_name(row)) % PART == 0]
    kept = {_name(row) for row in measured}
    return list(measured), [row for row in trained if _name(row) not in kept]


def _name(row: Row) -> str:
    return str(row.get("id") or row["text"])


def _hash(name: str) -> int:
    return int(hashlib.sha1(name.encode("utf-8", "surrogatepass")).hexdigest(), 16)


Unit = dict[str, Any]  # Any: JSON; what a coder is trained on, see `training.corpus`


def units(rows: Iterable[Row]) -> list[Unit]:
    """The articles cut into what a reader reads at once, with the attributions that begin there.

    An attribution belongs where its cue stands, or its content where it has none; what of it lies
    elsewhere is left out. Of an article with several annotators the first is taken.
    """
    out: list[Unit] = []
    for name, readings in by_article(rows).items():
        row = readings[0]
        marks = attributions(row)
        for start, end in windows(_report(row["text"])):
            mine = [_moved(mark, start, end) for mark in marks if start <= _anchor(mark) < end]
            unit = {"u": f"{name}/{start}", "doc": name, "text": row["text"][start:end]}
            out.append(unit | {"attributions": mine})
    return out


def parted(marked: Sequence[Unit]) -> tuple[list[Unit], list[Unit]]:
    """Units to train on, and units of other articles to fit thresholds and calibration on.

    Unlike accuracy these need few articles, and each is read many times. `SourceError` where there
    is only one article, or none.
    """
    order = sorted({unit["doc"] for unit in marked}, key=_hash)
    if len(order) < 2:
        raise SourceError("One article is too few to train on.", todo="Give a file with more.")
    fitted = set(order[: min(MOST, max(1, len(order) // FITTED))])
    learned = [unit for unit in marked if unit["doc"] not in fitted]
    return learned, [unit for unit in marked if unit["doc"] in fitted]


def _anchor(mark: Mapping[str, Sequence[Span]]) -> int:
    spans = mark["cue"] or mark["content"]
    return spans[0][0] if spans else -1


def _moved(mark: Mapping[str, Sequence[Span]], start: int, end: int) -> Unit:
    """A mark as units have it: one cue, one source, pieces of content, within the window."""
    inside = {
        role: [
            [max(s, start) - start, min(e, end) - start] for s, e in spans if s < end and e > start
        ]
        for role, spans in mark.items()
    }
    return {
        "cue": inside["cue"][0] if inside["cue"] else None,
        "source": inside["source"][0] if inside["source"] else None,
        "content": inside["content"],
    }
