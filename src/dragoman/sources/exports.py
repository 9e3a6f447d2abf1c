"""Exports of news databases: a text or Word file with many reports, told apart and taken apart.

The layouts are those that LexisNexis (Nexis Uni, and the older LexisNexis Academic) and Dow Jones
(Factiva) document for their users; no export was at hand while this was written.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, NamedTuple  # Any: the values of a TOML file

from dragoman.errors import EmptySource, UnreadableSource
from dragoman.model import digest
from dragoman.sources.dates import stated_date
from dragoman.sources.document import Document, failed
from dragoman.sources.draft import load_data, squeeze

WORDS = re.compile(r"^[ \t]*(?:length:|WC)?[ \t]*\d[\d,]* words[ \t]*\.?[ \t]*$", re.I | re.M)


class Article(NamedTuple):
    """One report of an export, as its fields tell it."""

    key: str  # what its address is made of; the same in every export that holds it
    title: str
    text: str
    site: str = ""
    byline: str = ""
    stated: str = ""  # the day of publication, as written
    metadata: tuple[tuple[str, str], ...] = ()


def may_be_export(text: str) -> bool:
    """Whether the beginning of a text has the line of an export that counts an article's words."""
    return WORDS.search(text) is not None


def articles(text: str, *, address: str, name: str) -> Iterator[Document] | None:
    """The reports of an export in its order; None where the text is none.

    An address is the accession number (`factiva:...`) or a hash of the report (`nexis:...`), so
    that exports that overlap do not double a report.
    """
    from dragoman.sources import factiva, nexis

    for module in (factiva, nexis):
        if module.is_export(text):
            return _documents(module.articles(text), address=address, name=name)
    return None


def _documents(found: Iterator[Article], *, address: str, name: str) -> Iterator[Document]:
    for number, article in enumerate(found, start=1):
        shown = f"{name}#{number}"
        if not article.text.strip():
            error = EmptySource(
                f"{shown} ({article.title or 'no headline'}) has no body.",
                todo="Export it again with its full text.",
            )
            yield failed(error, address=f"{address}#{number}", file=address)
            continue
        published = day(article.stated)
        if published is None:
            odd = UnreadableSource(
                f"{shown} ({article.title}) states no day of publication that can be read: "
                f"{article.stated or 'none'}.",
                todo="Export it again in English, with its date.",
            )
            yield failed(odd, address=f"{address}#{number}", file=address)
            continue
        yield Document(
            address=article.key,
            name=shown,
            text=article.text,
            file=address,
            title=article.title or None,
            published=published,
            site=article.site or None,
            byline=article.byline or None,
            metadata=dict(article.metadata),
        )


@cache
def layout(vendor: str) -> dict[str, Any]:
    """How a vendor's exports are laid out."""
    found: dict[str, Any] = load_data("exports.toml")[vendor]
    return found


def day(stated: str) -> date | None:
    """The day of a line such as `January 21, 2025 Tuesday 10:00 AM GMT`; None where it has none."""
    words = squeeze(stated)
    found = re.match(r".*?\b(?:19|20)\d\d\b", words)
    return stated_date(found[0]) if found else None


def hashed(vendor: str, *parts: str) -> str:
    """An address made of what a report says."""
    return f"{vendor}:{digest(chr(10).join(map(squeeze, parts)))[:24]}"


def copyright_line(words: str) -> bool:
    """Whether a line claims the rights in a report."""
    sign = r"(?:\(c\)|©|copyright(?: \(c\)| ©)?)"
    return bool(re.match(rf"{sign}\s*(?:19|20)\d\d\b", words.strip(), re.I))
