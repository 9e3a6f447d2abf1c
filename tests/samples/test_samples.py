"""The sample reports keep the form and the promises that docs/samples.md makes for them."""

import doctest
import itertools
import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from dragoman import samples
from dragoman.errors import UnreadableSource

FRONT_MATTER = re.compile(r"---\n(?P<keys>(?:\w+: [^\n]+\n)+)---\n\n(?P<body>.+)\Z", re.DOTALL)
NAME = re.compile(r"(?P<thread>[a-z]+(?:-[a-z]+)*)-(?P<number>[1-9])-[a-z]+(?:-[a-z]+)*")
QUOTED = re.compile(r'"[^"]*"|\u201c[^\u201d]*\u201d')
DOCS = Path(__file__).parents[2] / "docs" / "samples.md"
NAMES = samples.names()


def _parse(name: str) -> tuple[dict[str, str], str]:
    found = FRONT_MATTER.fullmatch(samples.path(name).read_text(encoding="utf-8"))
    assert found, f"{name} has no front matter"
    keys = dict(line.split(": ", 1) for line in found["keys"].splitlines())
    return keys, found["body"]


def _threads() -> dict[str, list[tuple[int, date]]]:
    threads = defaultdict(list)
    for name in NAMES:
        found = NAME.fullmatch(name)
        assert found, name
        published = date.fromisoformat(_parse(name)[0]["published"])
        threads[found["thread"]].append((int(found["number"]), published))
    return threads


@pytest.mark.parametrize("name", NAMES)
def test_front_matter_is_complete(name: str) -> None:
    keys, _ = _parse(name)
    assert list(keys) == ["title", "site", "published", "url"]
    assert ": " not in keys["title"]  # plain scalars, whatever reads them
    assert date(1970, 1, 1) < date.fromisoformat(keys["published"]) < date(2020, 1, 1)
    assert keys["url"] == f"https://dragoman.example/samples/{name}"


@pytest.mark.parametrize("name", NAMES)
def test_body_is_a_short_report(name: str) -> None:
    _, body = _parse(name)
    blocks = body.strip().split("\n\n")
    paragraphs = [block for block in blocks if not block.startswith("## ")]
    assert 120 <= len(body.split()) <= 400
    assert 4 <= len(paragraphs) <= 8
    assert len(blocks) - len(paragraphs) <= 2
    assert not any("\n" in block or block != block.strip() for block in blocks)


@pytest.mark.parametrize("name", NAMES)
def test_only_short_quotations(name: str) -> None:
    _, body = _parse(name)
    assert body.count('"') % 2 == 0
    assert body.count("\u201c") == body.count("\u201d")
    assert all(len(words.split()) <= 12 for words in QUOTED.findall(body))


def test_addresses_and_titles_are_unique() -> None:
    keys = [_parse(name)[0] for name in NAMES]
    assert len({k["url"] for k in keys}) == len({k["title"] for k in keys}) == len(NAMES)


def test_threads_run_in_order_of_time() -> None:
    threads = _threads()
    assert len(threads) >= 3
    for reports in threads.values():
        numbers, dates = zip(*sorted(reports), strict=True)
        assert 3 <= len(reports) <= 5
        assert numbers == tuple(range(1, len(reports) + 1))
        assert all(earlier < later for earlier, later in itertools.pairwise(dates))


@pytest.mark.parametrize(
    ("words", "told_in"),
    [
        (r"visit(?:ed|\w* to)? Jerusalem", ["camp-david-1-opening", "camp-david-3-knesset"]),
        (r"Markale", ["dayton-1-strikes", "dayton-2-ceasefire"]),
        (r"Mirage", ["dayton-1-strikes", "dayton-4-paris"]),
        (
            r"\bbomb\b",
            ["belfast-1-docklands", "belfast-2-sinn-fein-joins", "belfast-3-agreement"],
        ),
        (r"plebiscite", ["colombia-2-plebiscite", "colombia-3-disarmament"]),
    ],
)
def test_one_act_is_told_in_several_reports(words: str, told_in: list[str]) -> None:
    assert [name for name in NAMES if re.search(words, _parse(name)[1])] == told_in


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("camp-david-4-treaty", ["$4.5 billion and $5 billion", "$15 billion"]),
        ("dayton-1-strikes", ["37", "at least 35"]),
        ("dayton-3-initialled", ["more than 200,000", "25,000 and 60,000"]),
        ("belfast-1-docklands", ["43 injured", "more than 100"]),
        ("belfast-4-referendums", ["51 percent to 49", "56 percent of them"]),
        ("colombia-2-plebiscite", ["260,000", "220,000"]),
        ("colombia-3-disarmament", ["7,132", "14,000"]),
    ],
)
def test_competing_figures_stand_side_by_side(name: str, figures: list[str]) -> None:
    body = _parse(name)[1]
    assert all(figure in body for figure in figures)


def test_names_are_sorted_and_paths_lead_to_files() -> None:
    assert list(NAMES) == sorted(NAMES)
    assert all(samples.path(name).is_file() for name in NAMES)


@pytest.mark.parametrize("name", ["", "yalta", "../errors", "dayton-2-ceasefire.md", "__init__"])
def test_unknown_name_lists_the_known_ones(name: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        samples.path(name)
    assert all(known in caught.value.todo for known in NAMES)


def test_docs_describe_each_sample_and_no_other() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == list(NAMES)


def test_docstring_examples_hold() -> None:
    results = doctest.testmod(samples)
    assert results.attempted
    assert not results.failed
