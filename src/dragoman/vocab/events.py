"""PLOVER 2.0: what kinds of act there are, in which quad and with which score."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dragoman.errors import VocabularyError
from dragoman.vocab.loading import closed, fault, meanings, number, read_toml, table, text

FILE = "plover.toml"


@dataclass(frozen=True, slots=True)
class EventType:
    """One of PLOVER's types: its quad (1-4), score (-10 to 10) and modes with their scores."""

    name: str
    quad: int
    score: float
    reciprocal: bool
    meaning: str
    modes: Mapping[str, float]
    mode_meanings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plover:
    """The ontology of events: types, statuses, contexts and quads by code."""

    version: str
    types: Mapping[str, EventType]
    statuses: Mapping[str, str]
    contexts: Mapping[str, str]
    quads: Mapping[int, str]

    def type(self, code: str) -> EventType:
        """The type of that code; `VocabularyError` where PLOVER has none."""
        if code not in self.types:
            raise VocabularyError(
                f"{code!r} is no event type of PLOVER {self.version}.",
                todo=f"Use one of {', '.join(self.types)}.",
            )
        return self.types[code]

    def score(self, type: str, mode: str | None = None) -> float:
        """How cooperative (10) or hostile (-10) an act of that type and mode is."""
        kind = self.type(type)
        if mode is None:
            return kind.score
        if mode not in kind.modes:
            raise VocabularyError(
                f"{mode!r} is no mode of {type}.",
                todo=f"Use one of {', '.join(kind.modes) or 'none'}, or leave the mode out.",
            )
        return kind.modes[mode]


@cache
def plover() -> Plover:
    """PLOVER 2.0 as dragoman uses it."""
    data = read_toml(FILE, tables=("quads", "statuses", "types", "contexts"))
    quads = {int(code): meaning for code, meaning in meanings(data["quads"], where=FILE).items()}
    types = {name: _type(name, t) for name, t in table(data["types"], where=FILE).items()}
    for kind in types.values():
        if kind.quad not in quads:
            raise fault(FILE, f"{kind.name} has the unknown quad {kind.quad}")
    return Plover(
        version=str(data["version"]),
        types=MappingProxyType(types),
        statuses=meanings(data["statuses"], where=f"{FILE} statuses"),
        contexts=meanings(data["contexts"], where=f"{FILE} contexts"),
        quads=MappingProxyType(quads),
    )


def _type(name: str, value: object) -> EventType:
    where = f"{FILE} {name}"
    row = table(value, where=where)
    keys = {"quad", "score", "reciprocal", "meaning"}
    closed(row, required=keys, optional=("modes",), where=where)
    score = number(row["score"], where=f"{where} score")
    modes = {m: _mode(f"{where} {m}", v) for m, v in _modes(row, where).items()}
    return EventType(
        name=name,
        quad=int(number(row["quad"], where=f"{where} quad")),
        score=score,
        reciprocal=bool(row["reciprocal"]),
        meaning=text(row["meaning"], where=where),
        modes=MappingProxyType({m: score if s is None else s for m, (_, s) in modes.items()}),
        mode_meanings=MappingProxyType({m: meaning for m, (meaning, _) in modes.items()}),
    )


def _modes(row: dict[str, object], where: str) -> dict[str, object]:
    return table(row["modes"], where=f"{where} modes") if "modes" in row else {}


def _mode(where: str, value: object) -> tuple[str, float | None]:
    row = table(value, where=where)
    closed(row, required={"meaning"}, optional=("score",), where=where)
    score = number(row["score"], where=where) if "score" in row else None
    return text(row["meaning"], where=where), score
