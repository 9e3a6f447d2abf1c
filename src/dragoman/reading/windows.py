"""A report's paragraphs cut into windows: several sentences that the encoder reads at once."""

import re
from collections.abc import Iterator
from functools import cache

from dragoman.model import BlockKind, Report, Span

WINDOW = 700  # characters: the longest units of the annotated corpus, so training and use agree
_ABBREVIATIONS = (
    *("Mr", "Mrs", "Ms", "Dr", "Gen", "Lt", "Col", "Sgt", "Capt", "Maj", "Adm", "Rep", "Sen"),
    *("Gov", "Prof", "St", "Jr", "Sr", "vs", "No", "Inc", "Ltd", "Co"),
    *("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"),
)


@cache
def _sentence_end() -> re.Pattern[str]:
    # A full stop, question or exclamation mark, closing quotes and brackets, blanks, and then
    # what can open a sentence; not after an initial ("U.S.", "J.") or an abbreviation.
    # What stands before a full stop is looked at from behind it: most characters are none.
    before = "".join(rf"(?<!\b{a}[.])" for a in _ABBREVIATIONS)
    return re.compile(
        rf"(?:[.]{before}(?<!\b[A-Z][.])|[!?…。])[\"”’»)\]]*\s+(?=[\"“‘«(\[]?[\w])(?![a-z])"
    )


def sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of `text[span]`, in order and without a gap."""
    start, end = span
    for match in _sentence_end().finditer(text, start, end):
        yield start, match.end()
        start = match.end()
    if start < end:
        yield start, end


def sentence_at(report: Report, offset: int) -> Span:
    """The sentence of a report's block in which the character at `offset` stands."""
    blocks = ((b.start, b.end) for b in report.blocks if b.start <= offset < b.end)
    block = next(blocks, (0, len(report.text)))
    return next(s for s in sentences(report.text, block) if s[0] <= offset < s[1])


def windows(report: Report) -> list[Span]:
    """The windows of a report's paragraphs; headings, captions and furniture are in none."""
    spans: list[Span] = []
    for block in report.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            spans += pack(report.text, (block.start, block.end))
    return spans


def pack(text: str, span: Span, *, longest: int = WINDOW) -> list[Span]:
    """`text[span]` as windows: whole sentences, as many as fit; a longer one is cut at a blank."""
    out: list[Span] = []
    for start, end in sentences(text, span):
        if out and end - out[-1][0] <= longest:
            out[-1] = (out[-1][0], end)
        else:
            out += _cut(text, (start, end), longest)
    return out


def _cut(text: str, span: Span, longest: int) -> list[Span]:
    out: list[Span] = []
    start, end = span
    while end - start > longest:
        blank = text.rfind(" ", start + 1, start + longest)
        stop = blank + 1 if blank > start else start + longest
        out.append((start, stop))
        start = stop
    return [*out, (start, end)]
