"""`docs/export.md` tells of every format and of what is put into the shapes of others."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.export import gdelt, shapes
from dragoman.export.columns import COLUMNS
from dragoman.export.foreign import SOURCES, ForeignEvent
from dragoman.export.formats import FORMATS
from dragoman.export.manifest import manifest
from dragoman.export.tally import Tally

DOCS = (Path(__file__).parents[2] / "docs" / "export.md").read_text("utf-8")


@pytest.mark.parametrize("name", [*FORMATS, *SOURCES, *ForeignEvent.model_fields])
def test_every_name_is_told(name: str) -> None:
    assert f"`{name}`" in DOCS


def test_every_key_of_the_manifest_is_told() -> None:
    told = manifest("csv", filters={}, files=[], told=Tally().told())
    assert [key for key in told if f"`{key}`" not in DOCS] == []


def test_every_column_is_told() -> None:
    section = DOCS[DOCS.index("## CSV and XLSX") : DOCS.index("## Parquet")]
    told = set(re.findall(r"`(\w+)`", section))
    ends = ("_words", "_span", "_country", "_sectors", "_office", "_wikidata", "_admin1")
    names = {c.name for kind, columns in COLUMNS.items() if kind != "reports" for c in columns}
    plain = {name for name in names if not name.endswith((*ends, "_geonames"))}
    assert plain - told == set()


@pytest.mark.parametrize("type", [t for t in shapes.shapes()["cameo"] if t != "ASSAULT"])
def test_the_root_codes_are_those_of_the_table(type: str) -> None:
    text = " ".join(DOCS.split())
    assert re.search(rf"\b{type}( and \w+)? {gdelt.root(type, None)}\b", text)


def test_nothing_heavy_is_loaded_before_a_format_asks_for_it() -> None:
    heavy = ("pandas", "pyarrow", "xlsxwriter", "openpyxl", "sqlalchemy")
    code = f"import dragoman.export.formats, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
