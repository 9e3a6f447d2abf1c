"""Paths as addresses: one spelling for one way to a file."""

import sys
from pathlib import Path

import pytest

from dragoman.sources import normal_path


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("./news/x.txt", "news/x.txt"),
        ("news//x.txt", "news/x.txt"),
        ("news/../news/x.txt", "news/x.txt"),
        ("../news/x.txt", "../news/x.txt"),
        ("/news/../x.txt", "/x.txt"),
        ("https://example.com/a/../x", "https://example.com/a/../x"),
        ("a/../x\0", "a/../x\0"),
        ("", "."),
    ],
)
def test_a_path_is_kept_without_detours(given: str, kept: str) -> None:
    assert normal_path(given) == kept


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_way_through_a_link_stays(tmp_path: Path) -> None:
    (tmp_path / "far" / "in").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "far" / "in")
    path = f"{tmp_path.as_posix()}/link/../x.txt"
    assert normal_path(path) == path
