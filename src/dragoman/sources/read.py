"""The door: a path, bytes or a text in, a report out, or one clear error."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from os import PathLike, fspath
from pathlib import PurePath
from typing import BinaryIO
from urllib.parse import urlsplit

from dragoman.errors import EmptySource, UnreadableSource
from dragoman.model import Report, digest
from dragoman.sources.binary import refuse_binary
from dragoman.sources.decoding import BOM, decode, falsely_declared, marked_encoding
from dragoman.sources.docx import draft_docx, is_docx
from dragoman.sources.draft import Draft
from dragoman.sources.files import normal_path, read_path, read_stdin, too_large
from dragoman.sources.frontmatter import front_matter
from dragoman.sources.html import draft_html
from dragoman.sources.language import LANGUAGES_READ, require_language
from dragoman.sources.markdown import draft_markdown
from dragoman.sources.pdf import draft_pdf, is_pdf
from dragoman.sources.plain import draft_plain

MAX_SIZE = 10_000_000  # bytes
_PAGE = (
    r"(?:\s|<\?xml[^>]*>|<!--.{0,2000}?-->)*"
    r"<(?:!doctype\s+html|html|head|body|title|meta|main|article|section|div|h1|p)\b"
)
_INVISIBLE = "\x00\u200b\u200c\u200d\u2060\ufeff"


def read_source(
    source: str | PathLike[str],
    *,
    published: date | None = None,
    max_size: int = MAX_SIZE,
    stdin: BinaryIO | None = None,
    languages: Collection[str] = LANGUAGES_READ,
) -> Report:
    """The report in a file, or on standard input where `source` is `-`.

    The name's ending and the first characters tell Markdown and HTML from plain text.
    Raises a `SourceError` that says what is wrong and what to do.
    """
    if fspath(source) == "-":
        data, address, name = read_stdin(stdin, max_size=max_size), None, "standard input"
    else:
        data = read_path(source, max_size=max_size)
        address, name = normal_path(source), fspath(source)
    report = read_bytes(
        data,
        address=address,
        name=name,
        published=published,
        max_size=max_size,
        languages=languages,
    )
    return report.model_copy(update={"file": address})


def read_bytes(
    data: bytes,
    *,
    address: str | None,
    name: str | None = None,
    published: date | None = None,
    charset: str | None = None,
    max_size: int = MAX_SIZE,
    languages: Collection[str] = LANGUAGES_READ,
) -> Report:
    """The report in bytes of any kind that is read; `name` is a file name, for its ending.

    `address` stands unless the document states its own URL; `published` overrides its date;
    `charset` is what a server said of the bytes.
    """
    shown = name or address or "the source"
    if len(data) > max_size:
        raise too_large(shown, size=len(data), max_size=max_size)
    if not data.strip():
        raise _empty(shown)
    suffix = PurePath(name or address or "").suffix.lower()
    draft, encoding = _drafted(
        data, name=shown, suffix=suffix, published=published, charset=charset
    )
    report = _report(draft, address=address, published=published, name=shown, languages=languages)
    declared = falsely_declared(data) if encoding else None
    false = {"declared_encoding": declared} if declared else {}
    return report.model_copy(
        update={
            "encoding": encoding,
            "source_hash": hashlib.sha256(data).hexdigest(),
            "metadata": report.metadata | false,
        }
    )


def _drafted(
    data: bytes, *, name: str, suffix: str, published: date | None, charset: str | None
) -> tuple[Draft, str | None]:
    """The document in the bytes, and the encoding of its characters, where it is made of them."""
    if is_pdf(data):
        return draft_pdf(data, name=name), None
    if is_docx(data):
        return draft_docx(data, name=name), None
    if marked_encoding(data) is None:
        refuse_binary(data, name=name)
    text, encoding = decode(data, name=name, charset=charset)
    return _draft(text, name=name, suffix=suffix, published=published), encoding


def read_text(
    text: str,
    *,
    address: str | None = None,
    title: str | None = None,
    published: date | None = None,
    max_size: int = MAX_SIZE,
    languages: Collection[str] = LANGUAGES_READ,
) -> Report:
    """The report in a text as it is; a page's source is read as the page."""
    name = address or "the text"
    if (size := _size(text, name=name)) > max_size:
        raise too_large(name, size=size, max_size=max_size)
    draft = _draft(text, name=name, suffix="", title=title, published=published)
    return _report(draft, address=address, published=published, name=name, languages=languages)


def _size(text: str, *, name: str) -> int:
    try:
        return len(text.encode())
    except UnicodeEncodeError as error:
        raise UnreadableSource(
            f"{name} holds half a character at {error.start}.",
            todo="Decode the bytes it came from as what they are, or give the bytes.",
        ) from error


def _draft(
    source: str, *, name: str, suffix: str, published: date | None, title: str | None = None
) -> Draft:
    if not source.strip().strip(_INVISIBLE).strip():
        raise _empty(name)
    page = re.match(_PAGE, source.removeprefix(BOM), re.IGNORECASE | re.DOTALL)
    if page or (suffix in (".html", ".htm", ".xhtml") and "<" in source):
        draft = draft_html(source, name=name)
    elif suffix in (".md", ".markdown") or front_matter(source):
        draft = draft_markdown(source, published=published)
    else:
        return draft_plain(source, title=title)
    return replace(draft, title=title or draft.title)


def _report(
    draft: Draft,
    *,
    address: str | None,
    published: date | None,
    name: str,
    languages: Collection[str],
) -> Report:
    if not draft.blocks:
        raise _empty(name)
    language = require_language("\n".join(draft.paragraphs()), name=name, languages=languages)
    return Report(
        address=_own_address(draft.address) or address or f"text:{digest(draft.text)}",
        text=draft.text,
        title=draft.title,
        site=draft.site,
        byline=draft.byline,
        published=published or draft.published,
        language=language,
        media_type=draft.media_type,
        blocks=draft.blocks,
        origins=draft.origins,
        metadata=draft.metadata,
    )


def _own_address(url: str | None) -> str | None:
    """The URL, unless it names a whole site: that would make one report of many."""
    try:
        parts = urlsplit(url or "")
    except ValueError:  # such as an unclosed bracket
        return None
    own = parts.path.strip("/") or parts.query
    return url if parts.scheme in ("http", "https") and own else None


def _empty(name: str) -> EmptySource:
    return EmptySource(f"{name} holds no text.", todo="Give a report with words in it.")
