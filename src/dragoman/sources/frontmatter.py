"""Front matter: the `---` block of `key: value` lines at the top of a Markdown file."""

import re
from datetime import date
from typing import NamedTuple

from dragoman.errors import UnreadableSource
from dragoman.sources.dates import stated_date
from dragoman.sources.decoding import BOM

_BLOCK = re.compile(
    r"---[ \t]*\r?\n(?P<rows>.*?)(?<=\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)\s*", re.DOTALL
)
_ROW = re.compile(r"(?P<key>[A-Za-z][\w-]*)[ \t]*:[ \t]*(?P<value>[^\r\n]*)")
_KEYS = {"date": "published", "author": "byline", "authors": "byline", "publisher": "site"}
KNOWN = ("title", "site", "byline", "published", "url")


class FrontMatter(NamedTuple):
    """The values stated, by their keys, and where the text begins."""

    values: dict[str, str]
    end: int

    def published(self) -> date | None:
        """The date stated; `UnreadableSource` where it is stated in no way that can be read."""
        stated = self.values.get("published")
        if not stated:
            return None
        if found := stated_date(stated):
            return found
        raise UnreadableSource(
            f"The front matter says published: {stated}, which is no date.",
            todo="Write it as YYYY-MM-DD.",
        )

    def rest(self) -> dict[str, str]:
        """What is stated beyond the keys a report has fields for."""
        return {key: value for key, value in self.values.items() if key not in KNOWN}


def front_matter(source: str) -> FrontMatter | None:
    """The front matter of a text, where it begins with a block that states a known key."""
    start = len(source) - len(source.removeprefix(BOM))
    block = _BLOCK.match(source, start)
    if not block:
        return None
    rows = (row for line in block["rows"].splitlines() if (row := _ROW.fullmatch(line.rstrip())))
    values = {_key(row["key"]): _unquoted(row["value"]) for row in rows}
    known = any(key in KNOWN for key in values)
    return FrontMatter({k: v for k, v in values.items() if v}, block.end()) if known else None


def _key(key: str) -> str:
    return _KEYS.get(key.lower(), key.lower())


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].strip() if quoted else value
