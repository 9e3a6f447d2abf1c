"""The documents hold: links lead somewhere, commands exist, nothing is left to fill in."""

import re
from pathlib import Path

import pytest

from dragoman.cli import main

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_nothing_is_left_to_fill_in(page: Path) -> None:
    words = re.findall(r"^[A-Z]{6,}$|TODO|FIXME|XXX", page.read_text("utf-8"), re.MULTILINE)
    assert words == []


def test_commands_of_the_readme_exist() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    commands = set(re.findall(r"^(?:.*/)?dragoman ([a-z]+)", text, re.MULTILINE))
    assert commands
    assert commands <= set(main.list_commands(None))  # type: ignore[arg-type]  # no context needed
