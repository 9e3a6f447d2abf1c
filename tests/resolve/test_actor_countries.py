"""The country of an actor is the one whose article Wikipedia's editors linked."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEWS = ROOT.parent / "shared" / "data" / "wp_current_events" / "events.jsonl.gz"


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    path = ROOT / "benchmarks" / "actor_countries.py"
    spec = importlib.util.spec_from_file_location("actor_countries", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("Israel", ("ISR", "state")),
        ("Georgia (country)", ("GEO", "state")),
        ("State of Palestine", ("PSE", "state")),
        ("President of the United States", ("USA", "office")),
        ("Government of Iran", ("IRN", "office")),
        ("Russian Armed Forces", ("RUS", "forces")),
        ("Armed Forces of the Philippines", ("PHL", "forces")),
        ("Pakistan Army", ("PAK", "forces")),
        ("Strait of Hormuz", None),
        ("Turkish language", None),
        ("Federal government of the United States Senate", None),
    ],
)
def test_titles_of_articles(
    benchmark: ModuleType, title: str, meant: tuple[str, str] | None
) -> None:
    assert benchmark.meant(title) == meant


@pytest.mark.skipif(not NEWS.exists(), reason="the news is not beside this checkout")
def test_countries_of_linked_actors(benchmark: ModuleType) -> None:
    figures = benchmark.measure(benchmark.links(NEWS))["all"]
    assert figures["links"] > 7000
    assert figures["accuracy"] >= 0.98
    assert figures["resolved"] >= 0.95
