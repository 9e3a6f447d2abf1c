"""Accuracy of antecedents does not fall: the cases of `antecedents.jsonl` and those of GUM."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"

pytestmark = pytest.mark.skipif(
    not (SHARED / "data" / "gum").exists(), reason="the texts are not beside this checkout"
)


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("antecedents", ROOT / "benchmarks/antecedents.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_speakers_and_parties_marked_in_the_corpus(benchmark: ModuleType) -> None:
    cases = list(benchmark.marked(SHARED))
    assert len(cases) == 100
    assert benchmark.measure(cases)["accuracy"] >= 0.88


@pytest.mark.parametrize(("speakers", "floor"), [(True, 0.85), (False, 0.75)])
def test_pronouns_linked_in_gum(benchmark: ModuleType, speakers: bool, floor: float) -> None:
    figures = benchmark.measure(list(benchmark.gum(SHARED, speakers=speakers)))
    assert figures["accuracy"] >= floor
    assert figures["resolved"] >= 0.95
