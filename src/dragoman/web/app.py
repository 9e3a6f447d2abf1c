"""The application: its pages, its API, what each error is answered with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

import dragoman
from dragoman.archive import Archive
from dragoman.errors import AnchorError, ArchiveError, DragomanError, SourceError, VocabularyError
from dragoman.export.html.page import style
from dragoman.way import Way
from dragoman.web import (
    agreement,
    analysis_api,
    api,
    over_time,
    positions,
    record,
    records,
    reports,
    review,
    saved_pages,
)
from dragoman.web.acts import Unknown
from dragoman.web.context import Web, page
from dragoman.web.malformed import malformed
from dragoman.web.reading import Reading
from dragoman.web.safety import Guard
from dragoman.web.saved import SavedFilters

# What stands in the head of every page; a module of pages adds its own here.
PAGES = (reports, records, record, positions, over_time, review, agreement, saved_pages)

# The status of each error; the first that fits counts.
_STATUS: tuple[tuple[type[DragomanError], int], ...] = (
    (Unknown, 404),
    (VocabularyError, 422),
    (SourceError, 422),
    (ArchiveError, 500),
    (AnchorError, 422),
    (DragomanError, 409),
)


def create_app(
    archive: Archive, *, way: Way, person: str, saved: Path, max_size: int = 10_000_000
) -> FastAPI:
    """The application over an archive.

    `way` reads what is added, `person` decides unless a browser names another, `saved` is the file
    of named filters, `max_size` the largest report in bytes.
    """
    reading = Reading(archive, way)
    uploads = 4 * max_size + 1_000_000

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        reading.close()

    app = FastAPI(
        title="Dragoman",
        version=dragoman.__version__,
        description=api.DESCRIPTION,
        lifespan=life,
        docs_url=None,  # these two pages load their scripts from elsewhere
        redoc_url=None,
        openapi_url="/api/openapi.json",
        form_limits={"max_part_size": uploads, "max_files": reports.MOST + 1},
    )
    app.state.web = Web(
        archive, reading, SavedFilters(saved, archive), person=person, max_size=max_size
    )
    app.add_middleware(Guard, uploads=uploads)
    for module in PAGES:
        app.include_router(module.router, include_in_schema=False)
    app.include_router(api.router)
    app.include_router(analysis_api.router)
    app.add_exception_handler(DragomanError, _known)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _refused)
    app.get("/static/record.css", include_in_schema=False)(_style)
    app.mount("/static", StaticFiles(packages=[("dragoman.web", "static")]), name="static")
    app.get("/", include_in_schema=False)(_first)
    app.get("/openapi.json", include_in_schema=False)(_described)
    return app


def _first() -> RedirectResponse:
    return RedirectResponse("/reports")


def _described() -> RedirectResponse:
    return RedirectResponse("/api/openapi.json")


def _style() -> Response:
    return Response(style(), media_type="text/css", headers={"cache-control": "no-cache"})


def _answer(request: Request, status: int, code: str, what: str, todo: str) -> Response:
    if request.url.path.startswith("/api/"):
        told = {"error": {"code": code, "what": what, "todo": todo}}
        return JSONResponse(told, status)
    return page(request, "error.html", status=status, what=what, todo=todo)


def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, DragomanError)  # of those it is registered for
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    return _answer(request, status, error.code, error.what, error.todo)


def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    status, what, todo = malformed(error.errors()[0])
    return _answer(request, status, "request", what, todo)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    own = {404: "There is no such page.", 405: f"This address takes no {request.method}."}
    what = own.get(error.status_code, f"{error.detail}")
    answer = _answer(request, error.status_code, "request", what, "Go back, and try again.")
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer
