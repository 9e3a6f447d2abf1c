"""Markdown: front matter, marks left out of the text, blocks by their marks."""

from collections.abc import Callable
from datetime import date

import pytest

from dragoman.errors import UnreadableSource
from dragoman.model import Report
from dragoman.sources import read_bytes, read_text

Outline = Callable[[Report], list[tuple[str, str]]]

FRONT = """---
title: "Envoys Extend the Truce"
site: The Arland Courier
author: Ana Lima
date: 2025-01-21T10:00:00Z
url: https://courier.example/truce
series: The valley
---

"""
BODY = """# Envoys Extend the Truce

The two delegations met on *Monday* in the [capital](https://example.org/a_(b)) and
agreed to **extend the truce** for a further ten days, `officials` said.

Hopes for peace
---------------

> "We will not leave the valley\\!" the __minister__ told reporters
> after the meeting of the two sides.

***

- The first point is that the army withdraws from the valley.
- The second is that the prisoners are released by March.

![The envoys shake hands](hands.jpg)

## Figures ##

| killed | 12 |

```
not a sentence of the report.
```

59 views
"""
BLOCKS = [
    ("title", "Envoys Extend the Truce"),
    (
        "paragraph",
        "The two delegations met on Monday in the capital and\n"
        "agreed to extend the truce for a further ten days, officials said.",
    ),
    ("heading", "Hopes for peace"),
    (
        "paragraph",
        '"We will not leave the valley!" the minister told reporters\n'
        "after the meeting of the two sides.",
    ),
    ("paragraph", "The first point is that the army withdraws from the valley."),
    ("paragraph", "The second is that the prisoners are released by March."),
    ("caption", "The envoys shake hands"),
    ("heading", "Figures"),
    ("furniture", "| killed | 12 |"),
    ("furniture", "not a sentence of the report."),
    ("furniture", "59 views"),
]


def read_markdown(source: str) -> Report:
    return read_bytes(source.encode(), address="notes/truce.md", name="truce.md")


def test_blocks_are_the_words_without_their_marks(outline: Outline) -> None:
    report = read_markdown(FRONT + BODY)
    assert outline(report) == BLOCKS
    assert report.media_type == "text/markdown"


def test_every_block_is_traced_to_the_source() -> None:
    source = FRONT + BODY
    report = read_markdown(source)
    for words in ("Monday", "capital", "valley!", "The envoys shake"):
        at = report.source_offset(report.text.index(words))
        assert at is not None
        assert source.startswith(words[:6], at)


def test_front_matter_describes_the_report() -> None:
    report = read_markdown(FRONT + BODY)
    assert (report.title, report.site, report.byline, report.published) == (
        "Envoys Extend the Truce",
        "The Arland Courier",
        "Ana Lima",
        date(2025, 1, 21),
    )
    assert report.address == "https://courier.example/truce"
    assert report.metadata == {"series": "The valley"}
    assert "Courier" not in report.text


def test_front_matter_makes_any_text_markdown() -> None:
    assert read_text(FRONT + BODY).site == "The Arland Courier"
    assert read_text("---\nIt began so.\n---\nThe ministers met on Monday.").title is None


def test_without_front_matter_the_first_heading_is_the_title() -> None:
    report = read_markdown(BODY)
    assert (report.title, report.address) == ("Envoys Extend the Truce", "notes/truce.md")


def test_an_unreadable_date_is_an_error() -> None:
    with pytest.raises(UnreadableSource, match=r"published: last week.*YYYY-MM-DD"):
        read_markdown(FRONT.replace("2025-01-21T10:00:00Z", "last week") + BODY)


def test_an_unreadable_date_is_no_matter_where_one_is_given() -> None:
    source = FRONT.replace("2025-01-21T10:00:00Z", "last week") + BODY
    assert read_text(source, published=date(2025, 1, 22)).published == date(2025, 1, 22)


@pytest.mark.parametrize(
    "url",
    ["https://site.example/", "https://site.example", "HTTPS://site.example/#top", "site", "x://["],
)
def test_a_url_that_names_a_whole_site_is_no_address(url: str) -> None:
    source = FRONT.replace("https://courier.example/truce", url) + BODY
    assert read_markdown(source).address == "notes/truce.md"
    assert read_text(source).address.startswith("text:")


def test_bold_lines_are_headings(outline: Outline) -> None:
    report = read_markdown(
        "The ministers met in the capital.\n\n**A long road**\n\nThey said so.\n"
    )
    assert outline(report)[1] == ("heading", "A long road")
