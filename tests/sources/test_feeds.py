"""What feeds and sitemaps list, and what is said of those that are none."""

import gzip
from datetime import date

import pytest

from dragoman.errors import SourceError
from dragoman.sources.feeds import Entry, chosen, parse_feed

URL = "https://courier.example/feeds/world.xml"
RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0"><channel><title>The Arland Courier – World</title><link>https://courier.example</link>
<item><title>Envoys extend the truce – again</title><link>https://courier.example/1</link>
<pubDate>Tue, 21 Jan 2025 10:00:00 GMT</pubDate></item>
<item><title>No date</title><link>/2</link></item>
<item><title>Doubled</title><link>https://courier.example/1</link></item>
<item><title>Elsewhere</title><link>javascript:alert(1)</link></item>
<item><title>Nowhere</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title>
<entry><title>Envoys extend the truce</title><link href="https://courier.example/1"/>
<updated>2025-01-22T01:00:00+03:00</updated><published>2025-01-21T23:30:00Z</published></entry></feed>"""
SITEMAP = """<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://courier.example/1 </loc><lastmod>2025-02-01</lastmod><news:news>
<news:publication_date>2025-01-21T10:00:00+00:00</news:publication_date>
<news:title>Envoys extend the truce</news:title></news:news></url>
<url><loc>https://courier.example/2</loc><lastmod>2025-02-01</lastmod></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://courier.example/old.xml</loc><lastmod>2024-01-01</lastmod></sitemap>
<sitemap><loc>https://courier.example/new.xml</loc><lastmod>2025-01-01</lastmod></sitemap>
<sitemap><loc>https://courier.example/undated.xml</loc></sitemap></sitemapindex>"""
FIRST = Entry("https://courier.example/1", "Envoys extend the truce – again", date(2025, 1, 21))


def entries(data: bytes | str, **options: str) -> list[Entry]:
    data = data.encode() if isinstance(data, str) else data
    return parse_feed(data, url=URL, max_size=100_000, **options).entries


def test_rss() -> None:
    assert entries(RSS.format(encoding="utf-8")) == [
        FIRST,
        Entry("https://courier.example/2", "No date", None),
    ]


def test_atom() -> None:
    assert entries(ATOM) == [
        Entry("https://courier.example/1", "Envoys extend the truce", date(2025, 1, 21))
    ]


def test_a_sitemap_tells_when_a_page_was_published_not_when_it_was_changed() -> None:
    expected = [
        Entry("https://courier.example/1", "Envoys extend the truce", date(2025, 1, 21)),
        Entry("https://courier.example/2", None, None),
    ]
    assert entries(SITEMAP) == expected
    assert entries(gzip.compress(SITEMAP.encode())) == expected


def test_an_index_of_sitemaps_newest_first() -> None:
    listed = parse_feed(INDEX.encode(), url=URL, max_size=100_000)
    assert listed.entries == []
    names = [url.rpartition("/")[2] for url in listed.sitemaps]
    assert names == ["new.xml", "old.xml", "undated.xml"]


@pytest.mark.parametrize(
    ("said", "written", "charset"),
    [
        ("utf-8", "cp1252", None),
        ("cp1252", "utf-8", None),
        ("utf-8", "utf-8", "iso-8859-1"),
        ("utf-16", "utf-8", None),
        ("no-such", "utf-8", "nor-such"),
    ],
)
def test_a_feed_that_lies_about_its_encoding_still_lists(
    said: str, written: str, charset: str | None
) -> None:
    data = RSS.format(encoding=said).encode(written)
    found = parse_feed(data, url=URL, max_size=100_000, charset=charset)
    assert [e.url for e in found.entries] == [
        "https://courier.example/1",
        "https://courier.example/2",
    ]


def test_a_feed_that_is_cut_off_lists_what_came_before() -> None:
    assert entries(RSS.format(encoding="utf-8")[:430])[0].url == "https://courier.example/1"
    assert entries(SITEMAP[:-90])[0].url == "https://courier.example/1"


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {c} "{f"&{p};" * 20}">' for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is no feed"),
        (b"<html><body><p>Not found</p></body></html>", "neither RSS nor Atom nor a sitemap"),
        (b"\x00\x01\x02\xff" * 500, "no encoding"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "is no feed"),
        (gzip.compress(bytes(10_000_000)), "over the limit of 100,000"),
        (gzip.compress(SITEMAP.encode())[:-20], "is cut off"),
    ],
)
def test_what_is_no_feed(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words) as raised:
        entries(data)
    assert raised.value.what.startswith(URL)


@pytest.mark.parametrize("feed", [RSS.format(encoding="utf-8"), SITEMAP])
def test_entities_do_not_unfold(feed: str) -> None:
    head, _, rest = feed.partition("?>")
    bombed = rest.replace("Envoys", "&i;Envoys")
    try:
        found = entries(f"{head}?>{BOMB}{bombed}")
    except SourceError:
        return
    assert all(len(e.title or "") < 10_000 for e in found)


def test_entries_are_chosen_newest_first() -> None:
    days = [date(2025, 1, 1), None, date(2025, 1, 3), date(2025, 1, 2), date(2025, 1, 3)]
    listed = [
        Entry(f"https://courier.example/{kind}/{i}", None, day)
        for i, day in enumerate(days)
        for kind in "ab"
    ]
    found = [e.url[-3:] for e in chosen(listed, match="/b/")]
    assert found == ["b/2", "b/4", "b/3", "b/0", "b/1"]
    assert len(chosen(listed, match=None)) == 10
