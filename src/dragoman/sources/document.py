"""A document on its way in: where it stands, its bytes or its words, and what is told of it.

`documents` lists what a source holds and is cheap; `read_document` makes a report of one, and is
what takes time. Both may run in different processes: a document can be pickled.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from dragoman.errors import SourceError

if TYPE_CHECKING:
    from dragoman.model import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document as a source holds it, not yet read.

    Its bytes are in `data`, its words in `text`, or, where both are None, in the file `name`.
    Where `error` is set it could not be had, and that is why; the others of the source follow.
    """

    address: str  # a path, a URL, `a.zip!/member`, `a.csv#12`; the same in every run
    name: str  # as messages name it; its ending tells Markdown and HTML from text
    data: bytes | None = None
    text: str | None = None
    file: str | None = None  # the path or fsspec address it comes from, as the user gave it
    title: str | None = None
    published: date | None = None
    site: str | None = None
    byline: str | None = None
    language: str | None = None  # ISO 639-1, believed where the words are too few to tell
    charset: str | None = None  # what the server said of the bytes
    metadata: Mapping[str, str] = field(default_factory=dict)
    error: SourceError | None = None


def failed(error: SourceError, *, address: str, file: str | None = None) -> Document:
    """The document that stands for one that could not be had."""
    return Document(address=address, name=address, file=file, error=error)


def read_document(
    document: Document,
    *,
    published: date | None = None,
    max_size: int | None = None,
    languages: Collection[str] | None = None,
) -> "Report":
    """The report of a document; raises its `SourceError` where there is none.

    `published` overrides every date. The same document gives the same report in any process.
    """
    from dragoman.sources.language import LANGUAGES_READ
    from dragoman.sources.read import MAX_SIZE, read_bytes, read_text

    if document.error is not None:
        raise document.error
    size, read = max_size or MAX_SIZE, languages or LANGUAGES_READ
    if document.text is not None:
        report = read_text(
            document.text,
            address=document.address,
            title=document.title,
            published=published or document.published,
            max_size=size,
            languages=read,
        )
    else:
        report = read_bytes(
            data_of(document, max_size=size),
            address=document.address,
            name=document.name,
            published=published,
            charset=document.charset,
            max_size=size,
            languages=read,
        )
    return report.model_copy(update=_told(document, report))


def data_of(document: Document, *, max_size: int) -> bytes:
    """The bytes of a document that has no text; raises a `SourceError` where they are not there."""
    from dragoman.sources.files import read_path
    from dragoman.sources.remote import is_remote, remote_place

    if document.data is not None:
        return document.data
    if is_remote(document.name):
        return remote_place(document.name).data(max_size=max_size)
    return read_path(document.name, max_size=max_size)


def _told(document: Document, report: "Report") -> "dict[str, object]":
    """What a report does not state itself is told by its source; a row knows its site best."""
    row = document.text is not None
    site, byline = document.site, document.byline
    return {
        "title": report.title or document.title,
        "published": report.published or document.published,
        "site": (site or report.site) if row else (report.site or site),
        "byline": (byline or report.byline) if row else (report.byline or byline),
        "language": report.language or document.language,
        "file": document.file,
        "metadata": report.metadata | dict(document.metadata),
    }
