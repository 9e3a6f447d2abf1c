"""The policy on places under dispute: which name and country they are shown with, and why."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pydantic

from dragoman.resolve.gazetteer import Entry


class Ruling(pydantic.BaseModel):
    """One rule of a policy: whom it holds for, the country it sets, and the note it is shown with.

    `country` is "" for none, None to leave it as it is.
    """

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid")

    regions: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    ids: tuple[int, ...] = ()
    country: str | None = None
    note: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A named list of rules on disputed places."""

    name: str
    rules: tuple[Ruling, ...]

    @classmethod
    def read(cls, text: str) -> "Policy":
        """The policy a TOML text states; `pydantic.ValidationError` where a rule is malformed."""
        table = tomllib.loads(text)
        rules = tuple(Ruling.model_validate(row) for row in table["rule"])
        return cls(str(table["name"]), rules)

    def ruling(self, entry: Entry) -> Ruling | None:
        """The rule that holds for a place, the closest first; None where it is not disputed."""
        for holds in (_by_id, _by_name, _by_area, _by_country):
            for rule in self.rules:
                if holds(rule, entry):
                    return rule
        return None


def _by_id(rule: Ruling, entry: Entry) -> bool:
    return entry.geonames in rule.ids


def _by_name(rule: Ruling, entry: Entry) -> bool:
    return entry.kind != "city" and entry.name in rule.regions


def _by_area(rule: Ruling, entry: Entry) -> bool:
    return entry.admin1 in rule.admin1


def _by_country(rule: Ruling, entry: Entry) -> bool:
    return entry.country in rule.countries


@cache
def default_policy() -> Policy:
    """The policy that is shipped: the names and status the United Nations uses."""
    path = files("dragoman.resolve") / "data" / "place_policy.toml"
    return Policy.read(path.read_text(encoding="utf-8"))
