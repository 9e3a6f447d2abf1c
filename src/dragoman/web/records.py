"""The page of records: a table with its counts, and files of exactly what it shows."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from dragoman.web import files
from dragoman.web.asked import KINDS, Asked, Kind, last_page
from dragoman.web.context import Here, go, page
from dragoman.web.fields import choices

router = APIRouter()


@router.get("/records")
def first() -> Response:
    """The records of the first kind."""
    return go("/records/event")


@router.get("/records/{kind}")
def records(
    request: Request, web: Here, kind: Kind, asked: Annotated[Asked, Query()]
) -> HTMLResponse:
    """The records of one kind that are asked for."""
    found = web.listing.page(kind, asked)
    heads = web.archive.browse().heads(
        ids={s.record.evidence.report for s in found.rows}, limit=asked.size
    )
    last = last_page(found.total, asked.size)
    return page(
        request,
        "records.html",
        kind=kind,
        kinds=KINDS,
        asked=asked.model_copy(update={"page": min(asked.page, last)}),
        past=asked.page if asked.page > last else None,
        found=found,
        titles={h.id: h for h in heads},
        codes=choices(kind),
        foreign=asked.wanted(kind) is None,
        formats=files.formats(),
    )


@router.get("/records/{kind}/export/{format}")
def export(
    web: Here, kind: Kind, format: files.Format, asked: Annotated[Asked, Query()]
) -> Response:
    """A file of the records that are asked for, of all pages."""
    return files.exported(web, kind, asked, format)
