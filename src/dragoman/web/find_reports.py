"""Reports by what is asked of them: words to look for, site, language."""

from collections import Counter
from collections.abc import Mapping
from itertools import islice

from pydantic import BaseModel, ConfigDict, Field

from dragoman.archive import Archive
from dragoman.errors import ArchiveError
from dragoman.export.html.say import around
from dragoman.model import Evidence
from dragoman.store.browse import REPORT_FACETS, Head
from dragoman.store.search import Match
from dragoman.web.asked import Facet, Text, last_page, link

MOST = 200  # reports that a search looks at; more are told of
LABELS = {"site": "Published by", "language": "Language"}
VALUES = 12


class AskedReports(BaseModel):
    """Which reports are asked for."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    words: Text = Field(None, description='Words to look for, "a phrase", negotiat*.')
    site: Text = None
    language: Text = None
    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(25, ge=1, le=200)

    @property
    def chosen(self) -> dict[str, str | None]:
        """What is asked by field."""
        return {name: getattr(self, name) for name in REPORT_FACETS}

    def link(self, path: str, **changes: object) -> str:
        """The address of a page with this query; `changes` are put in, None takes out."""
        told = self.model_dump(exclude_defaults=True)
        return link(path, told | {"page": None} | changes)


class Snippet(BaseModel):
    """Words found, with what stands around them."""

    before: str
    words: str
    after: str


class FoundReport(BaseModel):
    """A report of a list."""

    id: str
    title: str | None
    opening: str | None = Field(description="How a text without a title opens.")
    address: str
    site: str | None
    published: str | None
    language: str | None
    counts: dict[str, int] = Field(description="How many records of each kind were found in it.")
    places: int = Field(description="How often the words stand in it, where some are looked for.")
    snippets: list[Snippet] = []


class FoundReports(BaseModel):
    """A page of reports."""

    total: int
    more: bool = Field(description="Whether a search found more than it looks at.")
    reports: list[FoundReport]
    facets: dict[str, dict[str, int]]

    def chosen(self, asked: AskedReports) -> list[Facet]:
        """The facets as pages list them."""
        return [
            Facet(name, LABELS[name], tuple(counts.items())[:VALUES], asked.chosen[name])
            for name, counts in self.facets.items()
        ]


def page(archive: Archive, asked: AskedReports) -> FoundReports:
    """A page of the reports asked for: the best first where words are, else the latest.

    The last page where one is asked for that comes after it.
    """
    browse = archive.browse()
    matches = _matches(archive, asked.words) if asked.words else None
    ids = None if matches is None else list(matches)[:MOST]
    total, facets = browse.report_counts(ids=ids, asked=asked.chosen)
    first = (min(asked.page, last_page(total, asked.size)) - 1) * asked.size
    if ids is None:
        heads = browse.heads(asked=asked.chosen, offset=first, limit=asked.size)
    else:
        found = {h.id: h for h in browse.heads(ids=ids, asked=asked.chosen, limit=MOST)}
        ranked = [found[id] for id in ids if id in found]
        heads = ranked[first : first + asked.size]
    return FoundReports(
        total=total,
        more=matches is not None and len(matches) > MOST,
        reports=[_found(head, (matches or {}).get(head.id)) for head in heads],
        facets={name: _ordered(counts) for name, counts in facets.items()},
    )


def _matches(archive: Archive, words: str) -> Mapping[str, Match]:
    try:
        return {m.report.id: m for m in islice(archive.search(words), MOST + 1)}
    except ArchiveError:
        return {}  # nothing in it is a word


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _found(head: Head, match: Match | None) -> FoundReport:
    told = head._asdict() | {"published": head.published and head.published.isoformat()}
    places = match.evidence if match else ()
    snippets = [_snippet(e) for e in places[:3]]
    return FoundReport(
        **{n: told[n] for n in FoundReport.model_fields if n in told},
        places=len(places),
        snippets=snippets,
    )


def _snippet(evidence: Evidence) -> Snippet:
    before, words, after = around(evidence)
    return Snippet(before=before, words=words, after=after)
