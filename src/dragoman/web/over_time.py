"""The pages of time: who acted towards whom period by period, and what is told of someone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, Response

from dragoman.analysis.chart import chart as chart_of
from dragoman.analysis.chart import svg
from dragoman.review.view import Shown
from dragoman.store.browse import Head
from dragoman.web import tables
from dragoman.web.asked import last_page
from dragoman.web.context import Here, Web, page
from dragoman.web.tables import AskedBehind, AskedDyads, AskedTimeline

router = APIRouter()

# The ink of charts on the page's own paper, which shows through.
_INK = {"light": ("#1d2329", "#d5dae0"), "dark": ("#e4e8ec", "#3a434d")}


@router.get("/dyads")
def dyads(request: Request, web: Here, asked: Annotated[AskedDyads, Query()]) -> HTMLResponse:
    """Who acted towards whom, period by period; without sides those who did most often."""
    found = tables.series(web.archive, asked)
    return page(
        request,
        "dyads.html",
        status=404 if found.notes else 200,
        asked=asked.model_copy(update={"page": found.page}),
        past=asked.page if asked.page > found.page else None,
        found=found,
        pairs=[] if asked.sides else tables.pairs(found.table),
        about=tables.worded(found.table.note, tables.LABELS),
        notes=[tables.worded(note, tables.LABELS) for note in found.notes],
        drawn=bool(asked.sides) and found.drawn and find_spec("vl_convert") is not None,
        chart=asked.link("/dyads/chart.svg"),
        quads=tables.quads(),
        named=tables.named,
        behind=tables.behind_link,
    )


@router.get("/dyads/chart.svg")
def chart(
    web: Here,
    asked: Annotated[AskedDyads, Query()],
    theme: Literal["light", "dark"] = "light",
) -> Response:
    """The chart of a series, drawn here; a picture runs nothing and loads nothing."""
    found = tables.series(web.archive, asked)
    if not found.drawn or find_spec("vl_convert") is None:
        raise HTTPException(404)
    ink, line = _INK[theme]
    spec = chart_of(found.table)
    axis = {"labelColor": ink, "titleColor": ink, "gridColor": line, "domainColor": ink}
    legend = {"labelColor": ink, "titleColor": ink}
    spec["config"] = {"background": None, "axis": axis | {"tickColor": ink}, "legend": legend}
    return Response(svg(spec), media_type="image/svg+xml")


@router.get("/dyads/records")
def behind(request: Request, web: Here, asked: Annotated[AskedBehind, Query()]) -> HTMLResponse:
    """The events that a count of a series is of."""
    found = records_behind(web, asked)
    return page(
        request,
        "behind.html",
        asked=asked.model_copy(update={"page": found.page}),
        past=asked.page if asked.page > found.page else None,
        found=found,
        named=tables.named,
        quads={n: label for n, _, label in tables.quads()},
        series=AskedDyads.model_validate(asked.query()).link("/dyads", size=None),
    )


@dataclass(frozen=True)
class Behind:
    """A page of the records behind a row, how many there are, and the heads of their reports."""

    rows: list[Shown]
    total: int
    page: int
    heads: Mapping[str, Head]


def records_behind(web: Web, asked: AskedBehind) -> Behind:
    """A page of the records behind a row of a series, by day of publication and place."""
    found = web.listing.of(tables.behind(web.archive, asked))
    fit = [s for s in found if asked.quad in (None, getattr(s.record, "quad", None))]
    ids = {s.record.evidence.report for s in fit}
    heads = {h.id: h for h in web.archive.browse().heads(ids=ids, limit=max(1, len(ids)))}

    def place(shown: Shown) -> tuple[date, str, int]:
        e = shown.record.evidence
        head = heads.get(e.report)
        return (head and head.published) or date.min, e.report, e.start

    number = min(asked.page, last_page(len(fit), asked.size))
    first = (number - 1) * asked.size
    return Behind(sorted(fit, key=place)[first : first + asked.size], len(fit), number, heads)


@router.get("/timeline")
def timeline(request: Request, web: Here, asked: Annotated[AskedTimeline, Query()]) -> HTMLResponse:
    """What is told of someone, in the order in which it was."""
    found = tables.timeline(web.archive, asked)
    last = found.page if found else 1
    return page(
        request,
        "timeline.html",
        status=404 if found and found.notes else 200,
        asked=asked.model_copy(update={"page": last}),
        past=asked.page if asked.page > last else None,
        found=found,
    )
