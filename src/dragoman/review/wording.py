"""What is wrong with a value, in our own words: for corrections, and for what a page is sent."""

from collections.abc import Mapping
from typing import Any  # an error as pydantic tells it, and values of JSON

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
    "string_too_short": "it cannot be empty",  # one character is the least anywhere
    "too_short": "it cannot be empty",
    "string_type": "{value} is no text",
    "int": "{value} is no whole number",
    "float": "{value} is no number",
    "finite": "{value} is no number",
    "bool": "{value} is neither true nor false",
    "date": "{value} is no day such as 2025-01-21",
    "model": "it is no object of JSON",
    "dict": "it is no object of JSON",
    "tuple": "it is no list",
    "value_error": "{error}",  # said by us
}


def wrong(error: Mapping[str, Any]) -> str:
    """What is wrong with the value of one error."""
    kind, value = error["type"], error.get("input")
    if value is None and kind not in ("missing", "value_error"):
        return "it cannot be empty"
    told = {"value": short(value), **error.get("ctx", {})}
    if "expected" in told:
        told["expected"] = expected(error)
    words = (words for start, words in _WORDS.items() if kind.startswith(start))
    return next(words, "{value} will not do").format(**told)


def expected(error: Mapping[str, Any]) -> str:
    """The codes of which the value is none, as they are typed."""
    return str(error["ctx"]["expected"]).replace("'", "")


def short(value: object) -> str:
    """The value as it was given, of a long one its beginning."""
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:100]}…"
