"""What holds for any text: nothing edited, blocks in order, origins at equal characters."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import SourceError
from dragoman.model import Origin, Report
from dragoman.sources import read_bytes, read_text

ENGLISH = "\nThe ministers said that they would meet in the capital after the talks of the day.\n"
# Words, breaks and the characters that break things: CRLF, NUL, marks, right-to-left, emoji.
PIECES = st.sampled_from(
    [
        *"abcXYZ.?!:-#*_`[]()<>&;/|\"'",
        "\r\n",
        "\n",
        "\r",
        "\n\n",
        " ",
        "\t",
        "\x00",
        "\x85",
        "\u2028",
    ]
    + ["\ufeff", "e\u0301", "שלום", "سلام", "\u202e", "🕊️", "𝒜", "&amp;", "&rsquo;", "<p>", "</p>"]
    + ["**", "---\n", "<!--", "-->", "<a href='x'>", "</a>", "<br>", "# ", "> ", "- "]
    + ["The envoy said so.", "Talks Resume", "59 views", "By Ana Lima", "title: Peace\n"]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


def assert_traced(report: Report, source: str) -> None:
    end = 0
    for origin in report.origins:
        stop = origin.start + origin.length
        assert end <= origin.start <= stop <= len(report.text)
        assert report.text[origin.start : stop] == source[origin.source :][: origin.length]
        end = stop
    for block in report.blocks:
        words = report.text[block.start : block.end]
        assert words
        assert words == words.strip()


@settings(deadline=None)
@given(before=TEXTS, after=TEXTS)
def test_plain_text_is_kept_as_it_is(before: str, after: str) -> None:
    source = "Text: " + before + ENGLISH + after
    report = read_text(source)
    assert report.text == source
    assert report.origins == (Origin(start=0, length=len(source), source=0),)
    assert_traced(report, source)


@settings(deadline=None)
@given(text=TEXTS)
def test_utf8_bytes_lose_only_the_byte_order_mark(text: str) -> None:
    source = "\ufeff" + "Text: " + ENGLISH * 4 + text
    report = read_bytes(source.encode("utf-8", "replace"), address=None, name="a.txt")
    assert report.text == source[1:].encode("utf-8", "replace").decode()
    assert report.source_offset(0) == 1


@settings(deadline=None)
@given(before=TEXTS, after=TEXTS)
def test_markdown_is_traced_to_its_source(before: str, after: str) -> None:
    source = before + "\n\n" + ENGLISH + after
    try:
        report = read_bytes(source.encode("utf-8", "replace"), address=None, name="a.md")
    except SourceError:
        return
    decoded = source.encode("utf-8", "replace").decode()
    assert_traced(report, decoded)


@settings(max_examples=60, deadline=None)
@given(inside=TEXTS, after=TEXTS)
def test_a_page_is_traced_to_its_source(inside: str, after: str) -> None:
    paragraph = f"<p>{ENGLISH}</p>" * 3
    source = f"<html><body><h1>Talks Resume</h1>{paragraph}<p>{inside}</p>{paragraph}{after}</body>"
    data = source.encode("utf-8", "replace")
    try:
        report = read_bytes(data, address=None, name="a.html")
    except SourceError:
        return
    assert_traced(report, data.decode(report.encoding or ""))
