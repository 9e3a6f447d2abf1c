"""HTML: the article of a page, what the page says of itself, and where its words stand."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from dragoman.errors import NoArticle, SourceError, TooLarge
from dragoman.model import Report
from dragoman.sources import read_bytes, read_text

Outline = Callable[[Report], list[tuple[str, str]]]

FIRST = (
    "The two delegations met on Monday and agreed to extend the truce by ten days, officials said."
)
SECOND = (
    "“We will not leave the valley,” the defence minister told reporters after the long meeting."
)
THIRD = "Neither side would say what had been agreed on prisoners, who number more than 300 by now."
HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Envoys Extend the Truce | The Arland Courier</title>
<link rel="canonical" href="https://courier.example/news/truce-extended">
<meta property="og:site_name" content="The Arland Courier">
<meta name="author" content="Ana Lima">
<meta property="article:published_time" content="2025-01-21T10:00:00+00:00">
<script>var page = "<p>no text of the report</p>";</script>
</head>"""
# The quotation marks of SECOND are entities here, so they have no character of their own.
BODY = f"""<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<main><article><h1>Envoys Extend the Truce</h1><!-- <p>Nothing to see.</p> -->
<p>{FIRST}</p>
<figure><img src="a.jpg"><figcaption>The envoys shake hands in Varno.</figcaption></figure>
<h2>Hopes for peace</h2>
<p>{SECOND.replace("“", "&ldquo;").replace("”", "&#8221;")}</p>
<p>59 views</p>
<p>{THIRD}</p></article></main>
<footer>© 2025 The Arland Courier</footer></body></html>"""
PAGE = HEAD + BODY


def read_page(page: str, *, published: date | None = None) -> Report:
    return read_bytes(page.encode(), address="pages/a.html", name="a.html", published=published)


def test_blocks_of_a_page(outline: Outline) -> None:
    report = read_page(PAGE)
    assert outline(report) == [
        ("title", "Envoys Extend the Truce"),
        ("paragraph", FIRST),
        ("caption", "The envoys shake hands in Varno."),
        ("heading", "Hopes for peace"),
        ("paragraph", SECOND),
        ("furniture", "59 views"),
        ("paragraph", THIRD),
    ]
    assert report.blocks[4].heading == "Hopes for peace"


def test_what_the_page_says_of_itself() -> None:
    report = read_page(PAGE)
    assert report.model_dump(include={"title", "site", "byline", "published", "language"}) == {
        "title": "Envoys Extend the Truce",
        "site": "The Arland Courier",
        "byline": "Ana Lima",
        "published": date(2025, 1, 21),
        "language": "en",
    }
    assert report.address == "https://courier.example/news/truce-extended"
    assert (report.media_type, report.encoding) == ("text/html", "utf-8")


def test_a_date_given_overrides_the_page() -> None:
    assert read_page(PAGE, published=date(2024, 12, 1)).published == date(2024, 12, 1)


@pytest.mark.parametrize("home", ["https://courier.example/", "https://courier.example", "/", ""])
def test_a_page_that_names_only_its_site_keeps_the_given_address(home: str) -> None:
    page = PAGE.replace("https://courier.example/news/truce-extended", home)
    assert read_page(page).address == "pages/a.html"


def test_words_are_traced_past_tags_comments_and_entities() -> None:
    report = read_page(PAGE)
    for words in (FIRST, "We will not leave", "the defence minister", "The envoys shake", THIRD):
        at = report.source_offset(report.text.index(words))
        assert at == PAGE.index(words)
    assert report.source_offset(report.text.index("“")) is None


def test_an_entity_within_a_word_breaks_no_more_than_itself() -> None:
    page = PAGE.replace("extend the truce", "extend AT&amp;T&rsquo;s <b>tr</b>uce")
    report = read_page(page)
    start = report.text.index("extend AT&T’s truce")
    traced = [report.source_offset(start + i) for i in range(len("extend AT&T’s truce"))]
    kept = ["-" if at is None else page[at] for at in traced]
    assert "".join(kept) == "extend AT&T-s-truce"


def test_a_page_is_known_without_its_name() -> None:
    report = read_text(PAGE)
    assert report.media_type == "text/html"
    assert read_bytes(b"<!-- x -->\n" + PAGE.encode(), address=None).media_type == "text/html"


@pytest.mark.parametrize("wrapping", ["{}", "<div>{}</div>", "<article>\n{}</article>"])
def test_a_fragment_is_a_page(wrapping: str, outline: Outline) -> None:
    report = read_text(wrapping.format(f"<h1>Envoys Extend the Truce</h1><p>{FIRST}</p>"))
    assert outline(report) == [("title", "Envoys Extend the Truce"), ("paragraph", FIRST)]


NO_ARTICLE = {
    "navigation": "<nav>" + '<a href="/a">World news</a> ' * 30 + "</nav>",
    "nothing": "",
    "script": "<script>" + "document.write('Hello there.');" * 20 + "</script>",
    "login": '<form><label>Name</label><input name="n"><button>Log in</button></form>',
    "links": "".join(f'<p><a href="/{i}">The ministers met on Monday.</a></p>' for i in range(20)),
}


@pytest.mark.parametrize("name", NO_ARTICLE)
def test_a_page_without_an_article_is_an_error(name: str) -> None:
    with pytest.raises(NoArticle, match="No article was found on the page a.html"):
        read_page(
            f"<html><head><title>Courier</title></head><body>{NO_ARTICLE[name]}</body></html>"
        )


def test_teasers_are_no_article() -> None:
    teaser = '<h2><a href="/{0}">Envoys meet for round {0}</a></h2><p>{1} It was round {0}.</p>'
    with pytest.raises(NoArticle):
        read_page(f"<html><body>{''.join(teaser.format(i, FIRST) for i in range(9))}</body></html>")


def test_a_page_of_too_many_tags_is_refused() -> None:
    with pytest.raises(TooLarge, match="tags"):
        read_page(PAGE + "<div>" * 100_000)


P = f"<p>{FIRST}</p>"
HOSTILE = {
    "deep": "<div>" * 20_000 + P + "</div>" * 100,
    "deep inline": "<p>" + "<b>" * 20_000 + FIRST,
    "huge attribute": f"<div data-x='{'x' * 1_000_000}'>{P}</div>",
    "many attributes": f"<div {' '.join(f'a{i}=1' for i in range(100_000))}>{P}</div>",
    "unclosed quotes": P + '<a href="x ' * 50_000,
    "two kinds of quotes": P + "<a b=\" <a c=' " * 50_000,
    "unclosed comments": P + "<!--" * 50_000,
    "unclosed tags": P + "<a" * 100_000,
    "ampersands": P + "&" * 100_000,
    "NUL": "\0" + P,
    "script": "<script>" + "var x = '<p>';" * 100_000 + "</script>" + P,
    "unclosed script": P + "<script>" + "var x = '<p>';" * 1_000,
    "nested JSON": '<script type="application/ld+json">' + '{"a":' * 50_000 + "</script>" + P,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_in_a_report_or_one_error(name: str) -> None:
    page = f"<html><head><title>Talks</title></head><body>{HOSTILE[name]}</body></html>"
    try:
        report = read_page(page)
    except SourceError:
        return  # one clear error is an answer too
    assert FIRST in report.text


DATA = '<script type="application/ld+json">{"@type": "NewsArticle",\n"headline": %s}</script>'


@pytest.mark.parametrize(
    ("stated", "title", "heading", "expected"),
    [
        ("Envoys in Varno extend truce", "Envoys in Varno extend truce | Courier", "Truce", True),
        ("Envoys in Varno extend truce", "Envoys in Varno extend truce", "Truce", False),
        ("Envoys in Varno extend truce", "Envoys in Varno extend truce", "same", True),
        ("Envoys in Varno extend truce", "Varno truce: all you need to know", "same", True),
        ("What the truce in Varno means", "Varno: the truce | Courier", "Another One", False),
        ("Envoys’ truce holds in Varno", "Envoys' truce holds in Varno - Courier", "Truce", True),
        ("Courier", "Courier | News", "Truce", False),
    ],
)
def test_a_headline_that_is_stated_twice(
    stated: str, title: str, heading: str, expected: bool
) -> None:
    heading = stated if heading == "same" else heading
    page = PAGE.replace("Envoys Extend the Truce | The Arland Courier", title)
    page = page.replace("<h1>Envoys Extend the Truce</h1>", f"<h1>{heading}</h1>")
    page = page.replace("</head>", DATA % json.dumps(stated) + "</head>")
    assert (read_page(page).title == stated) is expected


def test_data_that_are_no_json_state_nothing() -> None:
    for data in ('"\\x"', '"Envoys', "7", '""'):
        page = PAGE.replace("</head>", DATA % data + "</head>")
        assert read_page(page).title == "Envoys Extend the Truce"
