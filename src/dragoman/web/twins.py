"""What the twins of pages share: they refuse what the page would pass over."""

from typing import Any  # records as their own JSON Schema describes them

from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

from dragoman.web.acts import Unknown
from dragoman.web.asked import last_page

Json = dict[str, Any]


class Problem(BaseModel):
    """What went wrong, and what to do."""

    code: str
    what: str
    todo: str


class Refused(BaseModel):
    """The answer where something went wrong."""

    error: Problem


_REFUSED: dict[int | str, dict[str, Any]] = {
    status: {"model": Refused, "description": told}
    for status, told in {
        403: "not from a page of this server",
        404: "not here",
        409: "cannot be done",
        413: "too large",
        415: "not JSON",
        422: "malformed, no parameter or code that there is, or no words of the report",
        421: "asked by another name than this machine's",
    }.items()
}


def _known(request: Request) -> None:
    """Refuse a parameter that the description of the address does not name."""
    path, method = request.scope["route"].path, request.method.lower()
    described = request.app.openapi()["paths"][path][method].get("parameters", ())
    names = [p["name"] for p in described if p["in"] == "query"]
    for name in request.query_params:
        if name not in names:
            told = f"There are {', '.join(names)}" if names else "There is none here"
            raise RequestValidationError(
                [{"type": "unknown_parameter", "loc": ("query", name), "msg": told}]
            )


def within(number: int, total: int, size: int) -> None:
    """Raise where there is no page of that number."""
    if number > (last := last_page(total, size)):
        raise Unknown(f"There is no page {number}.", todo=f"The last one is {last}.")


def twins() -> APIRouter:
    """A router of twins."""
    return APIRouter(prefix="/api", responses=_REFUSED, dependencies=[Depends(_known)])
