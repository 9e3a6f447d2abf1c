"""The policy on places under dispute: which name and country they are shown with, and why."""

import tomllib
from functools import cache
from importlib.resources import files

import pydantic

from dragoman.resolve.gazetteer import Entry

_STRICT = pydantic.ConfigDict(frozen=True, extra="forbid")


class Ruling(pydantic.BaseModel):
    """One rule of a policy: what it holds for, the name and country it sets, the note it adds.

    `country` is "" for none, None to leave it as it is.
    """

    model_config = _STRICT

    regions: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    ids: tuple[int, ...] = ()
    name: str | None = None
    country: str | None = None
    note: str

    def name_of(self, entry: Entry) -> str:
        """The name the rule gives a place it lists; a place that lies in one keeps its own."""
        listed = (
            entry.geonames in self.ids
            or _by_name(self, entry)
            or (entry.kind == "admin1" and _by_area(self, entry))
            or (entry.kind == "country" and _by_country(self, entry))
        )
        return self.name if self.name and listed else entry.name

    def country_of(self, entry: Entry) -> str:
        """The country the rule gives a place; "" for none."""
        return entry.country if self.country is None else self.country


class Policy(pydantic.BaseModel):
    """A named list of rules on disputed places."""

    model_config = _STRICT

    name: str
    rules: tuple[Ruling, ...] = pydantic.Field(alias="rule", default=())

    @classmethod
    def read(cls, text: str) -> "Policy":
        """The policy a TOML text states; `ValueError` where it is no TOML or no policy."""
        return cls.model_validate(tomllib.loads(text))

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
    """The policy that is shipped: the status the United Nations uses."""
    path = files("dragoman.resolve") / "data" / "place_policy.toml"
    return Policy.read(path.read_text(encoding="utf-8"))
