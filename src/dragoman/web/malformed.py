"""What is said of a request that is none."""

from collections.abc import Mapping
from typing import Any, NamedTuple  # Any: an error as pydantic tells it

from dragoman.review.wording import expected, short, wrong


class Malformed(NamedTuple):
    """The answer to a request that is none."""

    status: int
    what: str
    todo: str


def malformed(error: Mapping[str, Any]) -> Malformed:
    """What is said of one error; an address that has no such page is no page."""
    place, *inside = error["loc"]
    name = ".".join(part for part in inside if isinstance(part, str))
    if place == "path" and "expected" in error.get("ctx", {}):
        return Malformed(
            404, f"There is no {name} {short(error['input'])}.", f"There are {expected(error)}."
        )
    if error["type"] == "unknown_parameter":
        return Malformed(422, f"There is no parameter {name[:100]!r}.", f"{error['msg']}.")
    where = f"{name}: " if name else "The request: " if place == "body" else ""
    return Malformed(422, f"{where}{wrong(error)}.", "Correct it.")
