"""The JSON Schema of what is exported."""

from copy import deepcopy

from pydantic.json_schema import models_json_schema

from dragoman.export.check import COUNTED, OTHERS
from dragoman.export.lines import FORMAT, SCHEMA
from dragoman.model import (
    Coded,
    Event,
    Figure,
    Mark,
    Position,
    Report,
    Statement,
)

Schema = dict[str, object]
_CODED: tuple[type[Coded], ...] = (Event, Statement, Position, Figure, Mark)
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}


def schema() -> Schema:
    """The schema of one exported line; `$defs/Document` is that of the single JSON object."""
    wanted = [(model, "serialization") for model in (*_CODED, Report, *OTHERS.values())]
    _, made = models_json_schema(wanted)  # type: ignore[arg-type]  # a list of literals to it
    defs: dict[str, Schema] = deepcopy(made["$defs"])
    for model in _CODED:
        _extend(defs[model.__name__], {"id": _TEXT, "record": {"const": model.record}})
    _extend(defs["Report"], {"id": _TEXT, "version": _TEXT})
    for name in ("Failure", "Decision", "Removal"):
        _extend(defs[name], {"id": _TEXT})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of a dragoman export",
        "oneOf": [_object(**_HEAD), *(_object(**{k: v}) for k, v in _lines().items())],
        "$defs": defs | {"Document": _document()},
    }


_HEAD: Schema = {"format": {"const": FORMAT}, "schema": {"const": SCHEMA}}


def _lines() -> dict[str, Schema]:
    named = {"report": _TEXT, "version": _TEXT, "sequence": {"type": "integer", "minimum": 1}}
    return {
        "report": _ref("Report"),
        "coding": _object(**named, **_found()),
        **{kind: _ref(model.__name__) for kind, model in OTHERS.items()},
        "end": _object(codings=_COUNT, failures=_COUNT)
        | {"properties": dict.fromkeys(("codings", *COUNTED.values()), _COUNT)},
    }


def _document() -> Schema:
    coding = _object(report=_ref("Report"), **_found())
    others = {COUNTED[kind]: _list(_ref(model.__name__)) for kind, model in OTHERS.items()}
    return _object(**_HEAD, codings=_list(coding), **others)


def _found() -> Schema:
    lists = {f"{model.record}s": _list(_ref(model.__name__)) for model in _CODED}
    return {"coder": _TEXT, "added": _list(_TEXT), **lists}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(**properties: object) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _extend(record: Schema, properties: Schema) -> None:
    known, required = record["properties"], record.get("required", [])
    assert isinstance(known, dict)
    assert isinstance(required, list)
    record["properties"] = properties | known
    record["required"] = [*properties, *required]
