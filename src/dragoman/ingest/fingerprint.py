"""Which document this is: a hash of its bytes and of what is told of it."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from dragoman.model.ids import digest, make_version

if TYPE_CHECKING:
    from dragoman.sources import Document

_TOLD = ("name", "title", "published", "site", "byline", "language", "charset")


def fingerprint(
    document: "Document", *, published: date | None, max_size: int
) -> "tuple[Document, str]":
    """The document with its bytes or words, and the hash; raises its `SourceError`."""
    if document.error is not None:
        raise document.error
    if document.data is None and document.text is None:
        from dragoman.sources.document import data_of

        document = replace(document, data=data_of(document, max_size=max_size))
    data = document.data
    body = digest(document.text or "") if data is None else sha256(data).hexdigest()
    told = [str(getattr(document, name)) for name in _TOLD]
    kept = sorted(document.metadata.items())
    return document, make_version(body, str(published or ""), told, kept)
