"""What is wrong with a request, in our own words."""

from collections.abc import Mapping
from typing import Any, NamedTuple  # Any: an error as pydantic tells it

# By how the name that pydantic gives the error begins; the first that fits counts.
_WORDS = {
    "missing": "it is missing",
    "extra_forbidden": "there is no such field",
    "json_invalid": "it is no JSON",
    "literal_error": "{value} is none of {expected}",
    "enum": "{value} is none of {expected}",
    "greater_than_equal": "{value} is less than {ge}",
    "less_than_equal": "{value} is more than {le}",
    "string_too_long": "it has more than {max_length} characters",
    "string_too_short": "it has fewer characters than {min_length}",
    "string_type": "{value} is no text",
    "int": "{value} is no whole number",
    "float": "{value} is no number",
    "finite": "{value} is no number",
    "bool": "{value} is neither true nor false",
    "date": "{value} is no day such as 2025-01-21",
    "model": "it is no object of JSON",
    "dict": "it is no object of JSON",
}


class Malformed(NamedTuple):
    """The answer to a request that is none."""

    status: int
    what: str
    todo: str


def malformed(error: Mapping[str, Any]) -> Malformed:
    """What is said of one error; an address that has no such page is no page."""
    place, *inside = error["loc"]
    name = ".".join(part for part in inside if isinstance(part, str))
    told = {"value": _short(error.get("input")), **error.get("ctx", {})}
    if place == "path" and "expected" in told:
        return Malformed(
            404, f"There is no {name} {told['value']}.", f"There are {told['expected']}."
        )
    if error["type"] == "unknown_parameter":
        return Malformed(422, f"There is no parameter {name[:100]!r}.", f"{error['msg']}.")
    where = f"{name}: " if name else "The request: " if place == "body" else ""
    return Malformed(422, f"{where}{_said(error, told)}.", "Correct it.")


def _said(error: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    if kind == "value_error":  # said by us
        return str(told["error"])
    for start, words in _WORDS.items():
        if kind.startswith(start):
            return words.format(**told)
    return str(error["msg"])


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:100]}…"
