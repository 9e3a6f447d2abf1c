from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import Block, BlockKind, Report
from dragoman.reading.windows import WINDOW, pack, sentences, windows

CASES = [
    ("One. Two. Three.", ["One. ", "Two. ", "Three."]),
    ("The U.S. President spoke. He left.", ["The U.S. President spoke. ", "He left."]),
    ("Gen. Smith met Mr. Jones. They talked.", ["Gen. Smith met Mr. Jones. ", "They talked."]),
    ("“We will not go.” He left.", ["“We will not go.” ", "He left."]),
    (
        "About 3.5 million fled. Why? Nobody said!",
        ["About 3.5 million fled. ", "Why? ", "Nobody said!"],
    ),
    ("no capitals here. none at all", ["no capitals here. none at all"]),
]


def test_sentences() -> None:
    for text, expected in CASES:
        assert [text[s:e] for s, e in sentences(text, (0, len(text)))] == expected


@given(st.text(min_size=1, max_size=3000))
def test_windows_cover_the_text_without_overlap(text: str) -> None:
    cut = pack(text, (0, len(text)))
    assert "".join(text[s:e] for s, e in cut) == text
    assert all(0 < e - s <= WINDOW for s, e in cut)


def test_only_paragraphs_are_read() -> None:
    text = "Headline\n\nFirst. Second.\n\n59 views"
    kinds = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.FURNITURE)
    starts = (0, 10, 26)
    ends = (8, 24, 34)
    blocks = tuple(
        Block(kind=k, start=s, end=e) for k, s, e in zip(kinds, starts, ends, strict=True)
    )
    report = Report(address="a", text=text, blocks=blocks)
    assert [text[s:e] for s, e in windows(report)] == ["First. Second."]


def test_long_paragraph_is_packed_into_whole_sentences() -> None:
    text = " ".join(["The sides met again in the capital on that day."] * 40)
    cut = pack(text, (0, len(text)))
    assert len(cut) > 1
    assert all(text[s:e].rstrip().endswith("day.") for s, e in cut)
