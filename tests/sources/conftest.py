"""What the tests of sources share."""

from collections.abc import Callable, Iterator

import pytest

from dragoman.model import Report
from dragoman.sources.web import _pool
from local_site import Server, site

Outline = Callable[[Report], list[tuple[str, str]]]


@pytest.fixture
def outline() -> Outline:
    """A function giving each block's kind and words, in order."""

    def outlined(report: Report) -> list[tuple[str, str]]:
        return [(block.kind.value, report.text[block.start : block.end]) for block in report.blocks]

    return outlined


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A site on this machine; tests that use it are marked `allow_hosts`."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with site() as server:
        yield server
        _pool.cache_clear()
