"""Schemas as data: which anchors, attributes and roles the one frame head looks for."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import resources
from typing import Any, Self, TypeVar

from dragoman.errors import VocabularyError
from dragoman.vocab import codebook, plover

K = TypeVar("K")
NONE = "-"  # the label of an optional attribute that has no value


@dataclass(frozen=True, slots=True)
class Schema:
    """One schema: anchor types, attribute labels, roles (`one` span, `many`, `pieces` of one)."""

    name: str
    anchor: str
    types: tuple[str, ...]
    attributes: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, str]
    fallback: str | None = None
    per: str | None = None  # the role each of whose spans makes a frame of its own
    type_key: str = "type"  # where a mark tells its type; "" where its having an anchor tells it
    apart: tuple[tuple[str, str], ...] = ()  # pairs of roles that the same words never fill

    @property
    def tags(self) -> int:
        """How many tags a token may have: outside, inside, and one beginning per type."""
        return 2 + len(self.types)


@dataclass(frozen=True, slots=True)
class Schemas:
    """The schemas of one model, in the order of its outputs."""

    items: tuple[Schema, ...]

    def __getitem__(self, name: str) -> Schema:
        return next(s for s in self.items if s.name == name)

    @property
    def tag_slices(self) -> dict[str, slice]:
        """Where each schema's anchor tags stand in the encoder's output."""
        return _slices([(s.name, s.tags) for s in self.items])

    @property
    def kind_index(self) -> dict[tuple[str, str], int]:
        """The number of each type of each schema: what tells the frame head what it reads."""
        return {key: i for i, key in enumerate((s.name, t) for s in self.items for t in s.types)}

    @property
    def attribute_slices(self) -> dict[tuple[str, str], slice]:
        """Where each attribute's labels stand in the frame head's output."""
        widths = [((s.name, a), len(ls)) for s in self.items for a, ls in s.attributes.items()]
        return _slices(widths)

    @property
    def role_index(self) -> dict[tuple[str, str], int]:
        """Which row of the frame head's role output each role has."""
        return {key: i for i, key in enumerate((s.name, r) for s in self.items for r in s.roles)}

    @property
    def role_slices(self) -> dict[str, slice]:
        """Which rows of the frame head's role output each schema's roles have, in their order."""
        return _slices([(s.name, len(s.roles)) for s in self.items])

    def to_list(self) -> list[dict[str, Any]]:
        """The schemas as JSON-ready values, kept beside the weights they belong to."""
        return [asdict(s) for s in self.items]

    @classmethod
    def from_list(cls, rows: list[dict[str, Any]]) -> Self:
        """The schemas `to_list` wrote."""
        # Coders that were trained before schemas told these have the shipped schemas.
        keys = {s.name: {"type_key": s.type_key, "apart": s.apart} for s in default_schemas().items}
        rows = [keys.get(row["name"], {}) | row for row in rows]
        return cls(tuple(schema_from(row["name"], row) for row in rows))


def _slices(widths: list[tuple[K, int]]) -> dict[K, slice]:
    out, start = {}, 0
    for key, width in widths:
        out[key] = slice(start, start + width)
        start += width
    return out


def _labels(value: str | list[str], *, optional: bool = False) -> tuple[str, ...]:
    if isinstance(value, str):
        vocabularies = {
            "plover.types": tuple(plover().types),
            "plover.modes": tuple(
                dict.fromkeys(m for t in plover().types.values() for m in t.modes)
            ),
            "plover.statuses": tuple(plover().statuses),
            "codebook.kinds": tuple(codebook().kinds),
            "codebook.stances": tuple(codebook().stances),
            "codebook.issues": tuple(codebook().issues),
            "codebook.bounds": tuple(codebook().bounds),
            "codebook.measures": tuple(codebook().measures),
        }
        if value not in vocabularies:
            raise VocabularyError(
                f"No vocabulary is called {value!r}.", todo=f"Use one of {sorted(vocabularies)}."
            )
        labels = vocabularies[value]
    else:
        labels = tuple(value)
    return (NONE, *labels) if optional else labels


def schema_from(name: str, row: Mapping[str, Any]) -> Schema:
    """The schema of a table of `schemas.toml`; `VocabularyError` where it names no vocabulary."""
    optional = row.get("optional", [])
    return Schema(
        name=name,
        anchor=row["anchor"],
        types=_labels(row["types"]),
        attributes={a: _labels(v, optional=a in optional) for a, v in row["attributes"].items()},
        roles=dict(row["roles"]),
        fallback=row.get("fallback"),
        per=row.get("per"),
        type_key=row.get("type_key", "type"),
        apart=tuple((a, b) for a, b in row.get("apart", ())),
    )


def default_schemas() -> Schemas:
    """The schemas of the shipped model: events, statements, positions, figures."""
    text = resources.files("dragoman.reading").joinpath("schemas.toml").read_text("utf-8")
    return Schemas(
        tuple(schema_from(n, row) for n, row in tomllib.loads(text).items() if n != "version")
    )
