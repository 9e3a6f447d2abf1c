"""Reports: evidence cut from their text, blocks, and the way back to the source."""

from datetime import date

import pytest
from pydantic import ValidationError

from dragoman.errors import AnchorError
from dragoman.model import Block, BlockKind, Evidence, Origin, Report

TEXT = "The envoys met 😀 on Monday."
REPORT = Report(address="a.txt", text=TEXT)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(0, 3, "The"), (15, 16, "😀"), (17, 19, "on"), (0, len(TEXT), TEXT), (26, 27, ".")],
)
def test_evidence_is_cut_in_code_points(start: int, end: int, words: str) -> None:
    found = REPORT.evidence(start, end)
    assert (found.words, found.report, found.version) == (words, REPORT.id, REPORT.version)
    assert found.before + words + found.after == TEXT
    REPORT.check(found)


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 3), (3, 3), (4, 3), (0, len(TEXT) + 1), (len(TEXT), len(TEXT) + 1)]
)
def test_no_evidence_where_no_words_stand(start: int, end: int) -> None:
    with pytest.raises(AnchorError, match=f"at {start}-{end} "):
        REPORT.evidence(start, end)


def test_words_around_are_kept() -> None:
    found = Report(address="a", text="x" * 40 + "words" + "y" * 40).evidence(40, 45)
    assert (found.before, found.after) == ("x" * 32, "y" * 32)


GOOD = {"report": "r", "version": "v", "start": 3, "end": 8, "words": "words"}


@pytest.mark.parametrize(
    "change", [{"end": 9}, {"start": -1, "end": 4}, {"words": "", "end": 3}, {"words": "word"}]
)
def test_evidence_is_as_long_as_its_words(change: dict[str, object]) -> None:
    assert Evidence.model_validate(GOOD)
    with pytest.raises(ValidationError):
        Evidence.model_validate(GOOD | change)


@pytest.mark.parametrize(
    "change",
    [
        {"start": 5, "end": 11},
        {"words": "The envoyz"},
        {"before": "x"},
        {"after": ""},
        {"report": "report-0"},
        {"version": "0"},
        {"start": 20, "end": 999},
    ],
)
def test_what_does_not_stand_there_is_told(change: dict[str, object]) -> None:
    with pytest.raises(AnchorError):
        REPORT.check(REPORT.evidence(0, 10).model_copy(update=change))


@pytest.mark.parametrize(
    "told",
    [
        {"text": "Another."},
        {"title": "T"},
        {"site": "T"},
        {"byline": "T"},
        {"published": date(2024, 5, 2)},
        {"blocks": (Block(kind=BlockKind.PARAGRAPH, start=0, end=27),)},
    ],
)
def test_another_version_is_what_its_record_would_rest_on(told: dict[str, object]) -> None:
    assert REPORT.version  # cached
    other = REPORT.model_copy(update=told)
    assert other.version != REPORT.version
    assert other.id == REPORT.id
    assert other.version == Report.from_dict(other.to_dict()).version


@pytest.mark.parametrize(
    "told", [{"file": "b"}, {"source_hash": "0"}, {"metadata": {"a": "b"}}, {"address": "b"}]
)
def test_how_it_came_in_makes_no_other_version(told: dict[str, object]) -> None:
    assert REPORT.model_copy(update=told).version == REPORT.version


def block(start: int, end: int) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, start=start, end=end)


@pytest.mark.parametrize(
    ("blocks", "fits"),
    [
        ([], True),
        ([(0, 3), (3, 5), (5, 5), (7, 27)], True),
        ([(0, 5), (4, 8)], False),
        ([(4, 8), (0, 3)], False),
        ([(0, 28)], False),
        ([(5, 4)], False),
    ],
)
def test_blocks_neither_overlap_nor_leave_the_text(
    blocks: list[tuple[int, int]], fits: bool
) -> None:
    made = tuple(block(*ends) for ends in blocks)
    if fits:
        assert Report(address="a", text=TEXT, blocks=made).blocks == made
    else:
        with pytest.raises(ValidationError, match="overlaps or leaves the text"):
            Report(address="a", text=TEXT, blocks=made)


def origins(*parts: tuple[int, int, int]) -> tuple[Origin, ...]:
    return tuple(Origin(start=s, length=n, source=at) for s, n, at in parts)


@pytest.mark.parametrize(
    ("offset", "source"),
    [
        (0, None), (1, None), (2, 10), (4, 12), (5, None), (6, None), (7, 0), (8, 90), (9, 91),
        (10, None),
    ],
)  # fmt: skip
def test_each_character_is_traced_to_the_source(offset: int, source: int | None) -> None:
    parts = origins((2, 3, 10), (7, 1, 0), (8, 2, 90))
    report = Report(address="a", text=TEXT, origins=parts)
    assert report.source_offset(offset) == source
    assert REPORT.source_offset(offset) is None


@pytest.mark.parametrize("parts", [[(2, 3, 0), (4, 1, 9)], [(4, 1, 9), (2, 1, 0)]])
def test_origins_come_in_order(parts: list[tuple[int, int, int]]) -> None:
    with pytest.raises(ValidationError, match="wrong order"):
        Report(address="a", text=TEXT, origins=origins(*parts))
