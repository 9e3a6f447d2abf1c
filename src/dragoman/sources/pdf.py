"""PDF: the words of its pages as paragraphs, without page numbers and running heads."""

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from dragoman.errors import EmptySource, TooLarge, UnreadableSource
from dragoman.sources.draft import Draft, squeeze
from dragoman.sources.lines import ends_sentence, is_listed
from dragoman.sources.plain import draft_plain

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_PAGES = 2_000
_MOST_CHARACTERS = 20_000_000  # a page of a few bytes can unpack to any length
_EDGE = 2  # lines at the top and bottom of a page that may be running heads
_OFTEN = 0.5  # of the pages, at the least three
_NUMBER = re.compile(r"(?:page|p\.)?\s*[-–—|]?\s*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\s*[-–—|]?", re.I)
# What browsers print around a page: the day and time, perhaps a title; its address and number.
_PRINTED = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d\d(?:\s?[AP]M)?\b.*|(?:https?|file)://\S+\s+\d+/\d+"
)
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_HYPHENS = "-\u00ad\u2010"
_BROKEN_WORD = re.compile(rf"(?<=[a-z]{{2}})[{_HYPHENS}]$")
_GAP = 1.6  # times the usual distance between lines: a new paragraph
_SHORT = 0.75  # of a full line: the last line of a paragraph


class Line(NamedTuple):
    """One line of a page, and how much lower than the line before it stands; 0 on top."""

    words: str
    drop: float


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF document."""
    return data[:64].lstrip().startswith(b"%PDF-")


def draft_pdf(data: bytes, *, name: str) -> Draft:
    """The words of a PDF document; one clear error where it is cut off, locked, or only pictures.

    Lines are joined to paragraphs by their distance and length, and words parted at the end of a
    line are put together. Offsets lead nowhere: `origins` is empty.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports what is ours to report
    pages, told = _read(data, name=name)
    text = "\n\n".join(_paragraphs(_body(pages)))
    if not text.strip():
        raise EmptySource(
            f"{name} has {len(pages)} pages without words: pictures of text, it seems.",
            todo="Have its text recognised first, with OCR.",
        )
    draft = draft_plain(text)
    created = _day(told.get("/CreationDate", ""))
    return replace(
        draft,
        origins=(),
        media_type="application/pdf",
        title=draft.title or squeeze(told.get("/Title", "")) or None,
        byline=draft.byline or squeeze(told.get("/Author", "")) or None,
        # When a file was made is not when a report was published: it is told, no more.
        metadata={"pages": str(len(pages))} | ({"created": created} if created else {}),
    )


def _read(data: bytes, *, name: str) -> tuple[list[list[Line]], dict[str, str]]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    if b"%%EOF" not in data[-2048:] and b"startxref" not in data[-2048:]:
        raise _damaged(name, "it ends before its end mark")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not _opens(reader):
            raise _locked(name)
        if len(reader.pages) > _MOST_PAGES:
            raise TooLarge(
                f"{name} has {len(reader.pages):,} pages, more than a report.",
                todo="Save the pages that are one by themselves.",
            )
        told = {k: str(v) for k, v in (reader.metadata or {}).items() if v is not None}
        return list(_pages(reader, name=name)), told
    except (UnreadableSource, TooLarge):
        raise
    except DependencyError as error:  # an encryption that we have nothing for
        raise _locked(name) from error
    except PyPdfError as error:
        raise _damaged(name, str(error)) from error
    except Exception as error:  # a parser may fail in any way on a damaged file
        raise _damaged(name, f"{type(error).__name__}: {error}") from error


def _opens(reader: "PdfReader") -> bool:
    """Whether a locked document opens without a password, as those locked against changes do."""
    return bool(reader.decrypt(""))


def _locked(name: str) -> UnreadableSource:
    return UnreadableSource(
        f"{name} is encrypted.", todo="Save it without a password and read that."
    )


def _damaged(name: str, why: str) -> UnreadableSource:
    return UnreadableSource(
        f"{name} is a damaged PDF document: {why}.", todo="Fetch or save it again."
    )


def _pages(reader: "PdfReader", *, name: str) -> Iterator[list[Line]]:
    size = 0
    for page in reader.pages:
        lines = list(_lines(page))
        size += sum(len(line.words) for line in lines)
        if size > _MOST_CHARACTERS:
            raise TooLarge(
                f"{name} holds over {_MOST_CHARACTERS:,} characters.",
                todo="Save the pages that are one report by themselves.",
            )
        yield lines


def _lines(page: "PageObject") -> Iterator[Line]:
    """The lines of a page from what is drawn on it, with their distances."""
    spots: list[tuple[float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            spots.append((tm[5] * cm[3] + cm[5], squeeze(text).translate(_LIGATURES)))

    words = page.extract_text(visitor_text=visit).translate(_LIGATURES)
    heights = iter(spots)
    last: float | None = None
    spot = next(heights, None)
    for line in words.splitlines():
        shown = squeeze(line)
        if not shown:
            continue
        while spot is not None and not _begins(shown, spot[1]):
            spot = next(heights, None)
        drop = last - spot[0] if spot is not None and last is not None else 0.0
        last = spot[0] if spot is not None else last
        yield Line(shown, drop)


def _begins(line: str, drawn: str) -> bool:
    return line.startswith(drawn) or drawn.startswith(line)


def _body(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without the lines that stand at the edge of many of them, and page numbers."""
    edges = Counter(
        key for page in pages for key in {_key(x.words) for x in [*page[:_EDGE], *page[-_EDGE:]]}
    )
    least = max(3, _OFTEN * len(pages))
    heads = {key for key, count in edges.items() if count >= least}

    def runs(page: Sequence[Line], i: int) -> bool:
        edge = i < _EDGE or i >= len(page) - _EDGE
        words = page[i].words
        alone = _NUMBER.fullmatch(words) or _PRINTED.fullmatch(words)
        return edge and (_key(words) in heads or alone is not None)

    return [[x for i, x in enumerate(page) if not runs(page, i)] for page in pages]


def _key(words: str) -> str:
    """A line less the number it begins or ends with: `The Arland Courier, 3` is on every page."""
    return re.sub(r"^\d{1,4}\b|\b\d{1,4}$", "#", words).casefold()


def _paragraphs(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    lines = [line for page in pages for line in page]
    drops = sorted(x.drop for x in lines if x.drop > 0)
    usual = drops[len(drops) // 4] if drops else 0.0  # paragraphs may have two lines only
    full = sorted(len(x.words) for x in lines)[int(0.9 * (len(lines) - 1))] if lines else 0
    parts: list[str] = []
    for i, line in enumerate(lines):
        if parts and _starts(lines[i - 1], line, usual=usual, full=full):
            yield _joined(parts)
            parts = []
        parts.append(line.words)
    if parts:
        yield _joined(parts)


def _starts(before: Line, line: Line, *, usual: float, full: int) -> bool:
    """Whether a line begins a paragraph."""
    if is_listed(line.words) and ends_sentence(before.words):
        return True
    if line.drop > _GAP * usual > 0:
        return True
    return len(before.words) < _SHORT * full and (
        ends_sentence(before.words) or not line.words[0].islower()
    )


def _joined(parts: Sequence[str]) -> str:
    """The lines of a paragraph as one; `peace-` and `ful` become one word."""
    text = parts[0]
    for part in parts[1:]:
        whole = text.rstrip(_HYPHENS) if part[0].islower() and _BROKEN_WORD.search(text) else ""
        text = f"{whole}{part}" if whole else f"{text} {part}"
    return text.replace("\u00ad", "")


def _day(stated: str) -> str | None:
    """The day of a PDF date such as `D:20250121103000+02'00'`."""
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)", stated)
    return "-".join(found.groups()) if found else None
