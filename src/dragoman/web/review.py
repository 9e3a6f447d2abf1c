"""The page of review: a queue, the report's text, the record that is looked at."""

from typing import Annotated, Any  # Any: what a template is filled with
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError

from dragoman.errors import DragomanError
from dragoman.review.view import View
from dragoman.web import fields
from dragoman.web.acts import MOST, REASONS, Acts, find, whole
from dragoman.web.asked import KINDS, Queue, link
from dragoman.web.context import Coder, Here, Web, go, page
from dragoman.web.record import DONE, on
from dragoman.web.safety import of_our_page
from dragoman.web.text import marked, numbered

router = APIRouter()
posts = APIRouter(dependencies=[Depends(of_our_page)])

Back = Annotated[str, Form(max_length=4000)]


@router.get("/review")
def review(
    request: Request, web: Here, coder: Coder, asked: Annotated[Queue, Query()]
) -> HTMLResponse:
    """The record that is looked at, in its report, among those that wait."""
    found = find(web, asked.record) if asked.record else None
    around = web.queues.around(asked, coder, found and found.shown)
    values: dict[str, Any] = {"around": around, "current": around.current}
    if around.current is not None:
        view = found.view if found else whole(web, around.current.record.evidence.report)
        values |= _looked_at(view, around.current.id)
    back = link("", asked.query() | {"record": None}).removeprefix("?")
    return page(
        request, "review.html", asked=asked, back=back, kinds=KINDS, reasons=REASONS,
        missed=fields.missed_codes(), **values,
    )  # fmt: skip


def _looked_at(view: View, id: str) -> dict[str, Any]:
    records = numbered(view.records)
    looked = next(r for r in records if r.id == id)
    keys = fields.roles(looked.shown.record)
    text = marked(view.report, records, focus=id, roles=keys)
    return {
        "report": view.report,
        "records": records,
        "looked": looked,
        "text": text,
        "editable": fields.editable(looked.shown.record),
    }


@posts.post("/review/undo")
def undo(web: Here, coder: Coder, back: Back = "", record: Annotated[str, Form()] = "") -> Response:
    """Take back what this person did last, and look at it."""
    try:
        made = Acts(web, coder).undo_last()
    except DragomanError as error:
        return on(back, record or None, web.note(f"{error.what} {error.todo}", wrong=True))
    said = DONE["undo"] if len(made) == 1 else f"Taken back: {len(made)} decisions, as one."
    return on(back, _there(web, made[-1].record), web.note(said))


def _there(web: Web, record: str | None) -> str | None:
    """The record, unless it was added and is no more."""
    if record is None or (report := web.archive.browse().report_of(record)) is None:
        return None
    return record if any(s.id == record for s in web.archive.view(report).records) else None


@posts.post("/review/missed")
def missed(
    web: Here,
    coder: Coder,
    report: Annotated[str, Form()],
    kind: Annotated[str, Form(max_length=50)] = "",
    code: Annotated[str, Form(max_length=100)] = "",
    start: Annotated[str, Form()] = "",
    end: Annotated[str, Form()] = "",
    words: Annotated[str, Form(max_length=10_000)] = "",
    record: Annotated[str, Form()] = "",
    back: Back = "",
) -> Response:
    """Add a record that was missed, with the words chosen, or as they were typed."""
    acts = Acts(web, coder)
    kind, _, of_kind = kind.partition(":")
    try:
        if start.isdecimal() and end.isdecimal():
            made = acts.add(report, kind, of_kind or code, int(start), int(end))
        else:
            made = acts.add_words(report, kind, of_kind or code, words)
    except DragomanError as error:
        return on(back, record or None, web.note(f"{error.what} {error.todo}", wrong=True))
    told = web.note(DONE["add"] if made else "You have added that before.")
    return on(back, made[-1].record if made else record or None, told)


@router.get("/review/bulk")
def bulk(
    request: Request, web: Here, coder: Coder, asked: Annotated[Queue, Query()]
) -> HTMLResponse:
    """What accepting all that wait would change."""
    error, found = None, None
    try:
        found = Acts(web, coder).bulk(asked)
    except DragomanError as wrong:
        error = wrong
    back = link("", asked.query() | {"record": None}).removeprefix("?")
    return page(request, "bulk.html", asked=asked, found=found, error=error, back=back, most=MOST)


@posts.post("/review/bulk")
def accept_all(
    web: Here, coder: Coder, expected: Annotated[int, Form()], back: Back = ""
) -> Response:
    """Accept them all, as one act."""
    try:
        asked = Queue.model_validate(dict(parse_qsl(back)))
    except ValidationError as error:  # no page of ours sends such a filter
        wrong = [{**one, "loc": ("query", *one["loc"])} for one in error.errors()]
        raise RequestValidationError(wrong) from error
    try:
        made = Acts(web, coder).accept_all(asked, expected=expected)
    except DragomanError as error:
        told = web.note(f"{error.what} {error.todo}", wrong=True)
        return go(link("/review/bulk", dict(parse_qsl(back)) | {"told": told}))
    records = len({d.record for d in made})
    return on(back, None, web.note(f"{records} accepted. Undo takes them back as one."))


@posts.post("/person")
def person(
    name: Annotated[str, Form(max_length=100)] = "", to: Annotated[str, Form()] = "/review"
) -> Response:
    """Say who decides in this browser."""
    there = to if to.startswith("/") and not to.startswith(("//", "/\\")) else "/review"
    return go(there, person=name.strip())


@router.get("/help")
def help_(request: Request) -> HTMLResponse:
    """The keys, and what the signs mean."""
    return page(request, "help.html")


@router.get("/api-guide")
def guide(request: Request) -> HTMLResponse:
    """What the API can do, from its own description."""
    told = request.app.openapi()
    return page(request, "guide.html", paths=told["paths"], description=told["info"]["description"])


router.include_router(posts)
