"""The page of two coders: how far they agree on what both decided on."""

import csv
import io
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict

from dragoman.archive import Archive
from dragoman.errors import DragomanError
from dragoman.review.agreement import Agreement
from dragoman.review.agreement import agreement as measured
from dragoman.web.asked import Text
from dragoman.web.context import Here, Web, page

router = APIRouter()


class Pair(BaseModel):
    """Two coders."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    first: Text = None
    second: Text = None


def rows(web: Web, pair: Pair) -> list[Agreement]:
    """Their agreement by report and over all; `DragomanError` where there is none."""
    if not (pair.first and pair.second):
        return []
    if pair.first == pair.second:
        raise DragomanError("Both are the same person.", todo="Choose two.")
    return measured(web.views.all().values(), pair.first, pair.second)


@router.get("/agreement")
def agreement(request: Request, web: Here, pair: Annotated[Pair, Query()]) -> HTMLResponse:
    """Their agreement as a table."""
    error, found = None, list[Agreement]()
    try:
        found = rows(web, pair)
    except DragomanError as wrong:
        error = wrong
    titles = _titles(web.archive, found)
    coders = web.archive.browse().coders()
    return page(
        request, "agreement.html", pair=pair, coders=coders, rows=found, titles=titles, error=error
    )


def _titles(archive: Archive, found: list[Agreement]) -> dict[str, str]:
    ids = [r.report for r in found if r.report]
    heads = archive.browse().heads(ids=ids, limit=max(1, len(ids)))
    return {h.id: h.name for h in heads}


_SCORES: tuple[Literal["exact", "overlap", "code"], ...] = ("exact", "overlap", "code")


@router.get("/agreement.csv")
def table(web: Here, pair: Annotated[Pair, Query()]) -> Response:
    """Their agreement as CSV."""
    out = io.StringIO()
    write = csv.writer(out)
    parts = ("precision", "recall", "f1")
    write.writerow(["report", "units", *(f"{s}_{p}" for s in _SCORES for p in parts), "alpha"])
    for row in rows(web, pair):
        figures = [getattr(getattr(row, s), p) for s in _SCORES for p in parts]
        write.writerow([row.report or "all", row.units, *figures, row.alpha])
    name = {"content-disposition": 'attachment; filename="agreement.csv"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=name)
