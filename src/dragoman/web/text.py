"""A report's text with its records marked in it, as HTML.

Offsets in the page are code points of the report's text: each element that holds text has the
offset of its first character as `data-s`. Marks that overlap get lanes of their own, so that each
can be followed under the others. Everything that comes from a report is escaped; characters that
would change how others stand are shown by their number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from dragoman.export.html import say
from dragoman.model import Report, Statement
from dragoman.review.view import Shown

LANES = 4

_TAGS = {"title": "h2", "heading": "h3", "paragraph": "p", "caption": "p", "furniture": "p"}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A record and its number on the page."""

    number: int
    shown: Shown

    @property
    def id(self) -> str:
        """The record's id."""
        return self.shown.id


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    record: Numbered
    lane: int = 0
    role: str | None = None  # of the record that is looked at


def numbered(records: Iterable[Shown]) -> list[Numbered]:
    """The records with their numbers, from 1."""
    return [Numbered(number, shown) for number, shown in enumerate(records, 1)]


def marked(
    report: Report,
    records: Sequence[Numbered],
    *,
    focus: str | None = None,
    roles: Mapping[str, int] | None = None,
) -> Markup:
    """The text with every record marked; rejected ones are not.

    `focus` is the id of a record whose roles are shown as well; `roles` are their numbers.
    """
    kept = [r for r in records if not r.shown.rejected or r.id == focus]
    spans = _lanes(span for r in kept for span in _words(r))
    looked = next((r for r in kept if r.id == focus), None)
    filled = [] if looked is None else list(_roles(looked))
    parts: list[Markup] = []
    for tag, kind, start, end in _blocks(report):
        inside = _pieces(report.text, start, end, [*spans, *filled], focus, roles or {})
        parts.append(
            Markup('<{} class="block {}" dir="auto" data-s="{}">').format(tag, kind, start)
        )
        parts += [*inside, Markup(f"</{tag}>\n")]
    return Markup("").join(parts)


def _blocks(report: Report) -> Iterator[tuple[str, str, int, int]]:
    if report.blocks:
        for block in report.blocks:
            if block.start < block.end:
                yield _TAGS[block.kind.value], block.kind.value, block.start, block.end
        return
    for match in re.finditer(r"[^\n]+", report.text):
        yield "p", "paragraph", match.start(), match.end()


def _words(record: Numbered) -> Iterator[_Span]:
    found = record.shown.record
    parts = found.content if isinstance(found, Statement) else (found.evidence,)
    for evidence in parts:
        yield _Span(evidence.start, evidence.end, record)


def _roles(record: Numbered) -> Iterator[_Span]:
    for line in say.lines(record.shown.record):
        for told in line.told:
            if told.span and line.field != "content":
                yield _Span(*told.span, record, role=line.field)


def _lanes(spans: Iterable[_Span]) -> list[_Span]:
    """Each in the lowest lane that is free where it stands; the longest first."""
    ends = [0] * LANES
    out = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end, s.record.number)):
        free = [lane for lane, end in enumerate(ends) if end <= span.start]
        lane = free[0] if free else LANES - 1
        ends[lane] = max(ends[lane], span.end)
        out.append(_Span(span.start, span.end, span.record, lane))
    return out


def _pieces(
    text: str,
    start: int,
    end: int,
    spans: Sequence[_Span],
    focus: str | None,
    roles: Mapping[str, int],
) -> Iterator[Markup]:
    here = [s for s in spans if s.start < end and start < s.end]
    cuts = {start, end}
    for span in here:
        cuts |= {max(start, span.start), min(end, span.end)}
    for low, high in pairwise(sorted(cuts)):
        over = [s for s in here if s.start < high and low < s.end]
        yield from (_number(s, focus) for s in over if s.start == low and s.role is None)
        yield _piece(text[low:high], low, over, focus, roles)


def _number(span: _Span, focus: str | None) -> Markup:
    """The number of a record before its words: a link to its card."""
    shown, number = span.record.shown, span.record.number
    kind = say.KINDS[shown.record.record]
    label = f"{kind} {number}, {say.STATES[shown.state.value].lower()}"
    on = " on" if shown.id == focus else ""
    return Markup(
        '<a class="ref dg-{} {}{}" id="w-{}" href="#c-{}" data-r="{}" aria-label="{}">{}</a>'
    ).format(
        shown.record.record, shown.state.value, on, shown.id, shown.id, shown.id, label, number
    )


def _piece(
    text: str, start: int, over: Sequence[_Span], focus: str | None, roles: Mapping[str, int]
) -> Markup:
    out = _safe(text)
    marks = [s for s in over if s.role is None]
    for span in sorted(marks, key=lambda s: s.lane):
        record = span.record.shown
        on = " on" if record.id == focus else ""
        out = Markup('<span class="l l{} dg-{} {}{}">{}</span>').format(
            span.lane, record.record.record, record.state.value, on, out
        )
    for span in over:
        if span.role is not None:
            first = span.start == start
            number = roles.get(span.role)
            label = say.LABELS.get(span.role, span.role)
            shown = f"{number} {label}" if number else label
            out = Markup('<span class="role" data-role="{}"{}>{}</span>').format(
                span.role, Markup(' data-label="{}"').format(shown) if first else "", out
            )
    ids = " ".join(dict.fromkeys(s.record.id for s in marks))
    return Markup('<span class="m" data-s="{}" data-r="{}">{}</span>').format(start, ids, out)


def _safe(text: str) -> Markup:
    """The text, escaped; a character that would not be seen is an empty element with its number."""
    out: list[Markup] = []
    last = 0
    for match in say.UNSEEN.finditer(text):
        out.append(escape(text[last : match.start()]))
        out.append(Markup('<span class="unseen" data-cp="U+{:04X}"></span>').format(ord(match[0])))
        last = match.end()
    return Markup("").join([*out, escape(text[last:])])
