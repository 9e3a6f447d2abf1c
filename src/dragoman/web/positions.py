"""The pages of positions: where parties stand on each issue, and whether two of them meet."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from dragoman.errors import DragomanError
from dragoman.vocab import codebook
from dragoman.web import tables
from dragoman.web.acts import Unknown
from dragoman.web.context import Here, page
from dragoman.web.tables import AskedGaps, AskedPositions

router = APIRouter()


@router.get("/positions")
def positions(
    request: Request, web: Here, asked: Annotated[AskedPositions, Query()]
) -> HTMLResponse:
    """Where parties stand on each issue, side by side."""
    found = tables.standing(web.archive, asked)
    return page(
        request,
        "positions.html",
        status=404 if found.missing else 200,
        asked=asked,
        found=found,
        issues=codebook().issues,
    )


@router.get("/gaps")
def gaps(request: Request, web: Here, asked: Annotated[AskedGaps, Query()]) -> HTMLResponse:
    """Where two parties meet and where they do not, issue by issue."""
    view, error, status = None, None, 200
    try:
        view = tables.gaps(web.archive, asked)
    except DragomanError as wrong:
        if not isinstance(wrong, Unknown) and type(wrong) is not DragomanError:
            raise
        error, status = wrong, 404 if isinstance(wrong, Unknown) else 409
    parties = tables.parties(web.archive)
    return page(
        request,
        "gaps.html",
        status=status,
        asked=asked,
        view=view,
        about=tables.worded(view.note, tables.LABELS) if view else "",
        error=error,
        parties=parties,
        names={party.key: party.name for party in parties},
        issues=codebook().issues,
    )
