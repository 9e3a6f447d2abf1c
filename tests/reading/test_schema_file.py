"""Schemas of the user's own: what a file may say, and what is told of one that is wrong."""

from pathlib import Path

import pytest

from dragoman.errors import SettingsError
from dragoman.reading.schema import NONE, Schema
from dragoman.reading.schema_file import read_schemas

GOOD = """
version = "1"
[outages]
anchor = "act"
types = ["cut", "repair"]
attributes = { state = ["planned", "done"], issue = "codebook.issues" }
optional = ["state"]
roles = { by = "many", where = "one", text_of = "pieces" }
"""


def written(folder: Path, text: str) -> Path:
    (folder / "own.toml").write_text(text, "utf-8")
    return folder / "own.toml"


def test_a_schema_is_read(tmp_path: Path) -> None:
    [schema] = read_schemas(written(tmp_path, GOOD)).items
    assert (schema.name, schema.anchor, schema.types) == ("outages", "act", ("cut", "repair"))
    assert schema.attributes["state"] == (NONE, "planned", "done")
    assert "ceasefire" in schema.attributes["issue"]
    assert schema.type_key == "type"


def test_little_will_do(tmp_path: Path) -> None:
    text = '[a]\nanchor = "x"\ntypes = ["t"]\n[b]\nanchor = "x"\ntypes = ["t"]\ntype_key = "kind"'
    first, second = read_schemas(written(tmp_path, text)).items
    assert first == Schema("a", "x", ("t",), {}, {})
    assert second.type_key == "kind"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[outages]", "[events]", "events: this name is taken"),
        ("[outages]", "[Outages]", "'Outages' is no name"),
        ("[outages]", "[text]", "text: this name is taken"),
        ('anchor = "act"', "", "anchor missing"),
        ('anchor = "act"', 'anchor = "by"', "by has two meanings"),
        ('anchor = "act"', 'anchor = "type"', "type has two meanings"),
        ('["cut", "repair"]', "[]", "outages.types: not a list of labels"),
        ('["cut", "repair"]', '["cut", "cut"]', "cut stands in it twice"),
        ('["cut", "repair"]', '["cut", "-"]', "'-' is no label"),
        ('["cut", "repair"]', '"plover.kinds"', "No vocabulary is called 'plover.kinds'"),
        ('"one"', '"two"', "use one of one, many, pieces, not 'two'"),
        ("state =", "mode =", "outages.mode: this name is taken"),
        ("state =", "where =", "where has two meanings"),
        ('["state"]', '["by"]', "not a list of attributes"),
        ("optional =", "optionals =", "unknown key optionals"),
        ("optional =", 'per = "state"\noptional =', "outages.per: there is no role 'state'"),
        (
            "optional =",
            'apart = [["by", "state"]]\noptional =',
            "outages.apart: not a list of pairs",
        ),
        ("[outages]", "outages = 1\n[more]", "outages: not a table"),
        ("[outages]", "[outages", "is no TOML"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(SettingsError) as caught:
        read_schemas(written(tmp_path, GOOD.replace(old, new, 1)))
    assert said in caught.value.what
    assert "own.toml" in caught.value.what


def test_no_schema_and_no_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no schema"):
        read_schemas(written(tmp_path, "version = '1'"))
    with pytest.raises(SettingsError, match="cannot be read"):
        read_schemas(tmp_path / "none.toml")
