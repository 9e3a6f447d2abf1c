"""PLV's 15 classes of relations between two parties, and how PLOVER 2.0 falls into them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dragoman.errors import VocabularyError
from dragoman.vocab.codes import codebook
from dragoman.vocab.events import plover
from dragoman.vocab.loading import closed, fault, number, read_toml, table, texts

FILE = "plv.toml"
NO_MODE = "-"  # the mode of an act that has none


@dataclass(frozen=True, slots=True)
class Undertakings:
    """Acts of these types are of the class `code` where their words take such a stance too."""

    code: str
    types: frozenset[str]
    stances: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """Acts of these types count as of the type `told` where they begin and go on so."""

    told: str
    types: frozenset[str]
    starts: re.Pattern[str]
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Plv:
    """The classes with their quads (1-4), and which class an act of PLOVER 2.0 is of."""

    version: str
    quads: Mapping[str, int]
    names: Mapping[str, str]
    types: Mapping[str, str]
    modes: Mapping[tuple[str, str], str]
    statuses: Mapping[tuple[str, str], str]
    undertakings: Undertakings
    wordings: tuple[Wording, ...]

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes in their order."""
        return tuple(self.quads)

    def named(self, name: str) -> str:
        """The class of that name, in whichever case; `VocabularyError` where there is none."""
        code = name.strip().upper()
        code = self.names.get(code, code)
        if code not in self.quads:
            raise VocabularyError(
                f"{name!r} is no class of PLV.", todo=f"Use one of {', '.join(self.quads)}."
            )
        return code

    def of(self, type: str, *, mode: str, status: str) -> str:
        """The class of an act of that type, mode (`NO_MODE` for none) and status.

        A mode that the type does not have is left out of account.
        """
        moved = self.statuses.get((status, type)) or self.modes.get((type, mode))
        return moved or self.types[type]

    def worded(self, type: str, *, clause: str, names: str) -> str | None:
        """The type that an act of that type counts as, told in such words; None for its own.

        `clause` is the text from its first word on, `names` those of source and target.
        """
        clause, names = (text.casefold().replace("-", " ") for text in (clause, names))
        for wording in self.wordings:
            found = wording.words.search(clause) or wording.words.search(names)
            if found and type in wording.types and wording.starts.match(clause):
                return wording.told
        return None


@cache
def plv() -> Plv:
    """PLV as dragoman uses it."""
    data = read_toml(
        FILE, tables=("classes", "names", "modes", "statuses", "undertakings", "wordings")
    )
    classes = {name: _class(name, row) for name, row in _table(data, "classes").items()}
    types = {kind: name for name, (_, kinds) in classes.items() for kind in kinds}
    if len(types) != sum(len(kinds) for _, kinds in classes.values()):
        raise fault(FILE, "a type is in two classes")
    if missing := plover().types.keys() - types.keys():
        raise fault(FILE, f"{', '.join(sorted(missing))} is in no class")
    return Plv(
        version=str(data["version"]),
        quads=MappingProxyType({name: quad for name, (quad, _) in classes.items()}),
        names=MappingProxyType(
            {name: _code(c, classes) for name, c in _table(data, "names").items()}
        ),
        types=MappingProxyType(types),
        modes=MappingProxyType(_modes(_table(data, "modes"), classes)),
        statuses=MappingProxyType(_statuses(_table(data, "statuses"), classes)),
        undertakings=_undertakings(_table(data, "undertakings"), classes),
        wordings=tuple(_wording(*row) for row in _table(data, "wordings").items()),
    )


def _table(data: Mapping[str, object], name: str) -> dict[str, object]:
    return table(data[name], where=f"{FILE} {name}")


def _code(value: object, codes: Iterable[str]) -> str:
    """The value, where it is one of the codes."""
    if not isinstance(value, str) or value not in set(codes):
        raise fault(FILE, f"{value!r} is none of {', '.join(codes)}")
    return value


def _class(name: str, value: object) -> tuple[int, list[str]]:
    """A class's quad and the types it holds."""
    where = f"{FILE} {name}"
    row = table(value, where=where)
    closed(row, required={"quad", "types"}, where=where)
    quad = int(number(row["quad"], where=f"{where} quad"))
    if quad not in plover().quads:
        raise fault(where, f"{quad} is no quad")
    return quad, [_code(kind, plover().types) for kind in texts(row["types"], where=where)]


def _modes(rows: Mapping[str, object], classes: Iterable[str]) -> dict[tuple[str, str], str]:
    out = {}
    for name, row in rows.items():
        kind = plover().types[_code(name, plover().types)]
        for mode, code in table(row, where=f"{FILE} {name}").items():
            out[name, _code(mode, (NO_MODE, *kind.modes))] = _code(code, classes)
    return out


def _statuses(rows: Mapping[str, object], classes: Iterable[str]) -> dict[tuple[str, str], str]:
    out = {}
    for status, row in rows.items():
        _code(status, plover().statuses)
        for code, kinds in table(row, where=f"{FILE} {status}").items():
            for kind in texts(kinds, where=f"{FILE} {status} {code}"):
                out[status, _code(kind, plover().types)] = _code(code, classes)
    return out


def _undertakings(row: Mapping[str, object], classes: Iterable[str]) -> Undertakings:
    where = f"{FILE} undertakings"
    closed(row, required={"class", "types", "stances"}, where=where)
    kinds = texts(row["types"], where=where)
    stances = texts(row["stances"], where=where)
    return Undertakings(
        code=_code(row["class"], classes),
        types=frozenset(_code(kind, plover().types) for kind in kinds),
        stances=frozenset(_code(stance, codebook().stances) for stance in stances),
    )


def _wording(name: str, value: object) -> Wording:
    where = f"{FILE} {name}"
    row = table(value, where=where)
    closed(row, required={"as", "types"}, optional={"starts", "words"}, where=where)
    return Wording(
        told=_code(row["as"], plover().types),
        types=frozenset(_code(k, plover().types) for k in texts(row["types"], where=where)),
        starts=_any(row, "starts", where=where),
        words=_any(row, "words", where=where),
    )


def _any(row: Mapping[str, object], key: str, *, where: str) -> re.Pattern[str]:
    """What finds any of the row's words, in which `*` is any ending; all texts if it has none."""
    if key not in row:
        return re.compile("")
    ways = (re.escape(word).replace(r"\*", r"\w*") for word in texts(row[key], where=where))
    return re.compile(rf"\b(?:{'|'.join(ways)})\b")
