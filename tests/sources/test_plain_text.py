"""Plain text: which lines are title, heading, paragraph, caption and furniture."""

from collections.abc import Callable
from datetime import date

import pytest

from dragoman.model import Report
from dragoman.sources import read_text

Outline = Callable[[Report], list[tuple[str, str]]]

LONG = "The two delegations met on Monday and agreed to extend the truce for a further ten days."
MORE = "Officials on both sides said that the talks would go on in the capital after the holiday."

# Each line is written with its kind; the text is made of the words, the kinds are what is expected.
SHAPES = {
    "title, body": [("title", "Envoys Extend the Truce"), ("paragraph", LONG)],
    "kicker, title, views, body, heading": [
        ("furniture", "Arland Borvia talks"),
        ("title", "Envoys Extend the Truce as Talks Enter a Third Week"),
        ("furniture", "1,204 views"),
        ("paragraph", LONG),
        ("heading", "Hopes for a Lasting Peace"),
        ("paragraph", MORE),
        ("heading", "What Comes Next?"),
        ("paragraph", LONG),
    ],
    "heading written as a sentence": [
        ("title", "Envoys extend the truce in the north"),
        ("paragraph", LONG),
        ("heading", "A truce under strain"),
        ("paragraph", MORE),
    ],
    "byline, date, share bar, notices": [
        ("title", "Envoys Extend the Truce"),
        ("furniture", "By Ana Lima and Jo de Park"),
        ("furniture", "Published: Tuesday, 21 January 2025, 10:42 GMT"),
        ("furniture", "3 min read"),
        ("furniture", "Share this article"),
        ("furniture", "Facebook Twitter WhatsApp Email"),
        ("paragraph", LONG),
        ("furniture", "Advertisement"),
        ("paragraph", MORE),
        ("furniture", "Read more: Envoys meet in the capital"),
        ("furniture", "We and our partners use cookies to improve your experience. Accept?"),
        ("furniture", "© 2025 The Arland Courier. All rights reserved."),
    ],
    "captions": [
        ("title", "Envoys Extend the Truce"),
        ("caption", "FILE - The two envoys shake hands in the capital, Jan. 3, 2025."),
        ("paragraph", LONG),
        ("caption", "Soldiers at a crossing on the old border. (AP Photo/Jo Park)"),
        ("paragraph", MORE),
    ],
    "list items stay paragraphs": [
        ("paragraph", LONG),
        ("paragraph", "- Withdrawal from the Northern Valley"),
        ("paragraph", "- Release of All Prisoners"),
    ],
    "a last line cut short is no heading": [
        ("paragraph", LONG),
        ("paragraph", "The minister said that the border would"),
    ],
    "sentences that begin like notices": [
        ("title", "Envoys Extend the Truce"),
        ("paragraph", "Issued on Monday, the decree bans rallies in the capital."),
        ("paragraph", "Related-party talks would go on, the ministers said."),
        ("paragraph", "Video, filmed by residents, showed tanks at the crossing."),
        ("paragraph", "More in the north were killed on Sunday."),
        ("paragraph", "This report was published by the ministry on Monday."),
        ("paragraph", "Register to vote, the president told citizens on Friday."),
    ],
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("between", ["\n\n", "\n", "\r\n\r\n", "\r\n", "\n \t\n"])
def test_lines_are_told_apart(name: str, between: str, outline: Outline) -> None:
    shape = SHAPES[name]
    report = read_text(between.join(words for _, words in shape))
    assert outline(report) == shape


ALONE = [
    "Rebel forces took the town of Varno on Sunday. Officials said that 12 people were killed.",
    "Rebel Forces Take Town of Varno",
    "Ministers Meet",
    "Share this",
    "The two sides agreed to a truce",
    "Did the Two Sides Agree to a Truce?",
    "- one item",
    "12,000",
]


@pytest.mark.parametrize("text", ALONE)
def test_one_line_is_a_paragraph(text: str, outline: Outline) -> None:
    assert outline(read_text(text)) == [("paragraph", text)]


WRAPPED_PARAGRAPHS = [
    "The two delegations met on Monday in the capital and agreed to extend\n"
    "the truce for a further ten days, according to officials on both sides\n"
    "who were not allowed to speak in public. Talks on the valley, which both\n"
    "sides claim, will be held in March.",
    "Neither side would say what had been agreed on prisoners. The minister\n"
    "of defence told reporters that the army would not leave its positions\n"
    "before the monitors arrive, and that any attack would be answered.",
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_wrapped_lines_are_one_paragraph(newline: str, outline: Outline) -> None:
    parts = [
        "Envoys Extend the Truce",
        *WRAPPED_PARAGRAPHS,
        "What Was Agreed",
        WRAPPED_PARAGRAPHS[1],
    ]
    parts = [part.replace("\n", newline) for part in parts]
    kinds = ["title", "paragraph", "paragraph", "heading", "paragraph"]
    report = read_text((newline * 2).join(parts))
    assert outline(report) == list(zip(kinds, parts, strict=True))


def test_wrapped_paragraphs_without_blank_lines_end_where_a_line_is_short(outline: Outline) -> None:
    report = read_text("\n".join(["Envoys Extend the Truce", *WRAPPED_PARAGRAPHS]))
    assert outline(report)[1:] == [("paragraph", words) for words in WRAPPED_PARAGRAPHS]


def test_indented_lines_begin_paragraphs(outline: Outline) -> None:
    full = [part.rsplit("\n", 1)[0] for part in WRAPPED_PARAGRAPHS]
    report = read_text("\n".join(f"    {part}" for part in full))
    assert outline(report) == [("paragraph", words) for words in full]


def test_lines_of_uneven_length_are_paragraphs(outline: Outline) -> None:
    lines = [LONG + " " + MORE, "Fighting resumed at dawn.", LONG, MORE + " " + LONG + " " + MORE]
    assert outline(read_text("\n".join(lines))) == [("paragraph", line) for line in lines]


def test_paragraphs_carry_the_heading_they_stand_under() -> None:
    report = read_text(f"Envoys Extend the Truce\n\n{LONG}\n\nHopes for Peace\n\n{MORE}\n\n{LONG}")
    headings = [b.heading for b in report.blocks if b.kind.value == "paragraph"]
    assert headings == [None, "Hopes for Peace", "Hopes for Peace"]


def test_top_lines_give_title_byline_and_date() -> None:
    text = f"Envoys Extend the Truce\nBy Ana Lima\nJanuary 24, 2019\n\n{LONG}"
    report = read_text(text)
    stated = (report.title, report.byline, report.published)
    assert stated == ("Envoys Extend the Truce", "Ana Lima", date(2019, 1, 24))
    assert read_text(text, published=date(2020, 2, 2)).published == date(2020, 2, 2)


@pytest.mark.parametrize("line", ["01/02/2025", "Updated 3 May 2024", "31 February 2024"])
def test_unsure_dates_are_not_read(line: str) -> None:
    assert read_text(f"Envoys Extend the Truce\n\n{line}\n\n{LONG}").published is None


def test_a_title_given_is_found_among_the_lines(outline: Outline) -> None:
    title = "Truce  Holds"
    report = read_text(f"Truce Holds\n\nBoth sides keep to the valley deal\n\n{LONG}", title=title)
    kinds = [kind for kind, _ in outline(report)]
    assert (report.title, kinds) == (title, ["title", "heading", "paragraph"])
