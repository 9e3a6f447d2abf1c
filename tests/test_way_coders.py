"""Coders that are asked for: one of the shipped schemas reads instead, others read beside."""

import json
import os
from pathlib import Path

import pytest

from dragoman.cli.context import Context
from dragoman.errors import ModelError, SettingsError
from dragoman.model import Report
from dragoman.reading.coder import FILES, FORMAT
from dragoman.reading.schema import Schema, Schemas, default_schemas
from dragoman.way import RULES, Way

OWN = Schemas((Schema("outages", "act", ("cut",), {}, {"by": "many"}),))


def coder(
    folder: Path, name: str, schemas: Schemas = OWN, *, languages: tuple[str, ...] = ("en",)
) -> Path:
    """A folder that says that it is a coder; its weights are not there."""
    row = {
        "format": FORMAT, "name": name, "version": "1", "languages": languages, "points": {},
        "scales": {}, "files": dict.fromkeys(FILES, "0" * 64), "schemas": schemas.to_list(),
    }  # fmt: skip
    path = folder / f"{name}-{len(list(folder.iterdir()))}"
    path.mkdir()
    (path / "model.json").write_text(json.dumps(row), "utf-8")
    return path


def test_a_coder_of_the_shipped_schemas_reads_instead(tmp_path: Path) -> None:
    newer, own = coder(tmp_path, "newer", default_schemas()), coder(tmp_path, "own")
    way = Way(coders_asked=(own, newer))
    assert way.folder == newer
    assert way.coder.startswith("newer/1+")
    assert [c.folder for c in way.added] == [own]


def test_one_that_has_more_than_the_shipped_schemas_does_too(tmp_path: Path) -> None:
    both = Schemas((*default_schemas().items, *OWN.items))
    way = Way(coders_asked=(coder(tmp_path, "both", both),))
    assert (way.manifest.name, way.added) == ("both", ())


def test_others_read_beside_under_names_of_their_own(tmp_path: Path) -> None:
    way = Way(coders_asked=(coder(tmp_path, "own"),), min_confidence=0.5)
    [name] = [c.name for c in way.added]
    assert name.startswith("own/1+")
    assert name.endswith(f".r{RULES}@0.5")
    report = Report(address="x", text="Power was cut.")
    assert way.coders(report) == [way.coder, name]


def test_each_reads_its_own_languages(tmp_path: Path) -> None:
    way = Way(coders_asked=(coder(tmp_path, "own", languages=("fr", "de")),))
    [own] = [c.name for c in way.added]
    report = Report(address="x", text="Le courant est parti.", language="fr")
    assert way.coders(report) == [own]
    assert way.coders(report.model_copy(update={"language": "en"})) == [way.coder]
    assert way.coders(report.model_copy(update={"language": None})) == [way.coder, own]


def test_two_cannot_take_one_place(tmp_path: Path) -> None:
    whole = [coder(tmp_path, "a", default_schemas()), coder(tmp_path, "b", default_schemas())]
    with pytest.raises(SettingsError, match="would read all that is shipped"):
        _ = Way(coders_asked=tuple(whole)).folder
    with pytest.raises(SettingsError, match="Two coders have one name"):
        _ = Way(coders_asked=(coder(tmp_path, "own"), coder(tmp_path, "own"))).added


def test_what_is_no_coder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is no coder"):
        _ = Way(coders_asked=(tmp_path,)).folder


def test_the_settings_name_them_as_a_path_does(tmp_path: Path) -> None:
    first, second = coder(tmp_path, "one"), coder(tmp_path, "two")
    context = Context(
        environ={"DRAGOMAN_CODER": os.pathsep.join((str(first), str(second)))}, folder=tmp_path
    )
    way = context.way(context.settings())
    assert way.coders_asked == (first, second)
    assert context.way(context.settings(coder=str(second))).coders_asked == (second,)
