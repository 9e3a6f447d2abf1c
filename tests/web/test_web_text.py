"""Marks in a text: offsets, lanes, what is not seen."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from dragoman.model import Event, Report, Status
from dragoman.review.view import undecided
from dragoman.web.text import LANES, marked, numbered

_TAG = re.compile(r"<[^>]*>")


def event(report: Report, start: int, end: int) -> Event:
    return Event(
        evidence=report.evidence(start, end), confidence=0.5, coder="dragoman/test",
        type="CONSULT", quad=1, score=3, status=Status.ACTUAL,
    )  # fmt: skip


def page(text: str, *spans: tuple[int, int]) -> str:
    report = Report(address="text:x", text=text)
    records = {event(report, *span).id: event(report, *span) for span in spans}
    return marked(report, numbered(map(undecided, records.values())))


def text_of(html: str) -> str:
    """The text of a page as a reader has it, without the numbers of records."""
    plain = re.sub(r'<a class="ref.*?</a>', "", html)
    unseen = re.sub(
        r'<span class="unseen" data-cp="U\+([0-9A-F]+)"></span>',
        lambda m: chr(int(m[1], 16)),
        plain,
    )
    return str(Markup(_TAG.sub("", unseen)).unescape())


def pieces(html: str) -> list[tuple[int, str]]:
    """Where each piece says that it begins, and its text."""
    cut = re.split(r'<span class="m" data-s="(\d+)"', re.sub(r"</p>\n", "", html))
    return [
        (int(start), text_of("<x" + rest)) for start, rest in zip(cut[1::2], cut[2::2], strict=True)
    ]


CHARACTERS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"),
        st.sampled_from("ab <>&\"'\u202e\u0000🕊️"),
    ),
    min_size=1,
    max_size=40,
)


@given(CHARACTERS, st.data())
@settings(max_examples=60, deadline=None)
def test_every_piece_stands_where_it_says(text: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(ends, ends).filter(lambda e: e[0] < e[1]), max_size=6))
    html = page(text, *pairs)
    for start, words in pieces(html):
        assert text[start : start + len(words)] == words
    assert "".join(words for _, words in pieces(html)) == text


def test_overlapping_marks_keep_a_lane_each() -> None:
    html = page("one two three four", (0, 18), (4, 13), (8, 13), (0, 3))
    deepest = re.search(r'<span class="m" data-s="8"[^>]*>((?:<span [^>]*>)+)', html)
    assert deepest
    lanes = re.findall(r"l l(\d)", deepest[1])
    assert len(lanes) == len(set(lanes)) == 3
    assert html.count('class="ref') == 4


def test_more_marks_than_lanes_are_all_there() -> None:
    spans = [(n, 20) for n in range(LANES + 3)]
    html = page("a" * 20, *spans)
    assert html.count('class="ref') == len(spans)


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\x07", "\x85"])
def test_what_would_not_be_seen_is_shown_by_number(character: str) -> None:
    html = page(f"a{character}b", (0, 1))
    assert character not in html
    assert f'data-cp="U+{ord(character):04X}"' in html


def test_a_report_in_another_direction_keeps_its_marks() -> None:
    text = "قال المبعوث إن المحادثات بدأت"
    start = text.index("بدأت")
    html = page(text, (start, start + 4))
    assert 'dir="auto"' in html
    assert (start, "بدأت") in pieces(html)
