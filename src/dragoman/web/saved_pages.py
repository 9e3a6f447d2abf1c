"""The page of saved filters."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from dragoman.errors import SettingsError
from dragoman.web.context import Here, go, page
from dragoman.web.safety import of_our_page

router = APIRouter()
posts = APIRouter(dependencies=[Depends(of_our_page)])
_PAGES = ("/reports", "/records/", "/review", "/positions", "/gaps", "/dyads", "/timeline")


@router.get("/saved")
def saved(request: Request, web: Here) -> HTMLResponse:
    """The filters that were given a name."""
    return page(request, "saved.html", saved=web.saved.all())


@posts.post("/saved")
def save(
    web: Here,
    name: Annotated[str, Form(max_length=100)] = "",
    link: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """Give a filter a name."""
    name = " ".join(name.split())
    if not name or not link.startswith(_PAGES):
        raise SettingsError("A name and a filter of a list are needed.", todo="Give the name.")
    web.saved.put(name, link)
    return go("/saved")


@posts.post("/saved/remove")
def remove(web: Here, name: Annotated[str, Form(max_length=100)]) -> Response:
    """Take a name away; the filter's own address stays good."""
    web.saved.remove(name)
    return go("/saved")


router.include_router(posts)
