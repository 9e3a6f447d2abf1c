"""What the tests of sources share."""

from collections.abc import Callable

import pytest

from dragoman.model import Report

Outline = Callable[[Report], list[tuple[str, str]]]


@pytest.fixture
def outline() -> Outline:
    """A function giving each block's kind and words, in order."""

    def outlined(report: Report) -> list[tuple[str, str]]:
        return [(block.kind.value, report.text[block.start : block.end]) for block in report.blocks]

    return outlined
