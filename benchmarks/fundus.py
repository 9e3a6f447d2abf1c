"""How often the day of publication and the title of a page are right, and how much of its body.

    python benchmarks/fundus.py [../shared/data/fundus_html] [--wrong]

The pages are those of Fundus's parser tests in the folder: `COUNTRY/PUBLISHER_DAY.html.gz`, and for
each publisher a JSON file with what its parsers must find: one record for each version of them, in
the order of the pages' days. Of a publisher some pages may be missing; a page's record is then the
one whose body shares most 4-grams with the page. Every page is read by
`dragoman.sources.read_bytes`. A day is right if it is the record's in the zone the record states or
in UTC; a title, if its letters and digits are the record's. A refused page is wrong in both.
"""

import argparse
import gzip
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple  # Any: JSON values

from article_html import body_of, f1, grams, score

from dragoman.errors import SourceError
from dragoman.model import Report
from dragoman.sources import read_bytes
from dragoman.sources.decoding import decode
from dragoman.sources.language import known_languages
from dragoman.sources.scan import scan

DATA = Path("../shared/data/fundus_html")


class Page(NamedTuple):
    """A page and what is to be found on it."""

    name: str
    data: bytes
    title: str
    days: frozenset[date]
    body: str


def pages(folder: Path) -> Iterator[Page]:
    """The pages of a folder with the record of each, by name."""
    for path in sorted(folder.glob("*/*.html.gz")):
        name = path.name.removesuffix(".html.gz")
        publisher = re.sub(r"_\d{4}_\d\d_\d\d$", "", name)
        records = json.loads((path.parent / f"{publisher}.json").read_text("utf-8"))
        data = gzip.decompress(path.read_bytes())
        record = _record(list(records.values()), data, name=name)
        when = datetime.fromisoformat(record["publishing_date"])
        days = frozenset({when.date(), when.astimezone(UTC).date()})
        yield Page(name, data, record["title"], days, words(record["body"]))


def _record(records: list[dict[str, Any]], data: bytes, *, name: str) -> dict[str, Any]:
    held = grams(re.sub(r"<[^>]*>", " ", unescape(scan(decode(data, name=name).text).html)))
    return max(records, key=lambda r: (grams(words(r["body"])) & held).total())


def words(body: dict[str, Any]) -> str:
    """All words of a record's body: its summary, its headlines, its paragraphs."""
    parts = [*body["summary"]]
    for section in body["sections"]:
        parts += [*section["headline"], *section["paragraphs"]]
    return "\n".join(parts)


def plain(title: str | None) -> str:
    """A title's letters and digits."""
    return "".join(re.findall(r"\w", unicodedata.normalize("NFKC", title or "").casefold()))


def read(page: Page) -> Report | None:
    """The page as it is read; None where it is refused."""
    try:
        return read_bytes(
            page.data, address=None, name=f"{page.name}.html", languages=known_languages()
        )
    except SourceError as error:
        print(f"  {error}")
        return None


def main() -> None:
    """Read all pages and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=DATA)
    parser.add_argument("--wrong", action="store_true", help="Show what is wrong.")
    options = parser.parse_args()
    days = titles = 0
    scores = []
    for page in pages(options.folder):
        report = read(page)
        found = (report.published, report.title) if report else (None, None)
        day, title = found[0] in page.days, plain(found[1]) == plain(page.title)
        days, titles = days + day, titles + title
        body = body_of(report) if report else ""
        scores.append(score(page.name, gold=page.body, found=body))
        if options.wrong and not day:
            print(f"  {page.name}: {found[0]}, not {min(page.days)}")
        if options.wrong and not title:
            print(f"  {page.name}: {found[1]!r}, not {page.title!r}")
        if options.wrong and scores[-1].f1 < 0.8:
            print(f"  {page.name}: P {scores[-1].precision:.2f}  R {scores[-1].recall:.2f}")
    n = len(scores)
    precision, recall = sum(s.precision for s in scores) / n, sum(s.recall for s in scores) / n
    print(f"{n} pages; published right on {days} ({days / n:.1%})")
    print(f"title right on {titles} ({titles / n:.1%})")
    print(f"body: P {precision:.4f}  R {recall:.4f}  F1 {f1(precision, recall):.4f}")


if __name__ == "__main__":
    main()
