"""The page of one record: its words, its fields, who decided what and when; and what one can do."""

from collections.abc import Callable
from typing import Annotated, Literal
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from dragoman.errors import DragomanError
from dragoman.export.citation import citation
from dragoman.model import Decision, standing
from dragoman.web.acts import REASONS, Acts, Unknown, find
from dragoman.web.asked import link
from dragoman.web.context import Coder, Here, Web, go, page
from dragoman.web.safety import of_our_page

router = APIRouter()
posts = APIRouter(dependencies=[Depends(of_our_page)])

Back = Annotated[str, Form(max_length=4000)]  # the query of the queue that the form stands in
Seen = Annotated[int, Form()]  # how many decisions on the record whoever sends the form has seen
DONE = {
    "accept": "Accepted.",
    "reject": "Rejected.",
    "correct": "Corrected.",
    "add": "Added.",
    "comment": "Comment kept.",
    "undo": "Taken back.",
}


@router.get("/record/{record}")
def record(request: Request, web: Here, record: str) -> HTMLResponse:
    """A record: this address stays, whatever is decided."""
    shown, view = find(web, record)
    counts = {d.id for d in standing(shown.decisions)}
    cited = citation(shown.record, view.report)
    return page(request, "one.html", shown=shown, report=view.report, counts=counts, cited=cited)


def on(back: str, record: str | None, told: str = "") -> Response:
    """Back to the queue of review, at a record (or at its beginning where it is None)."""
    return go(link("/review", dict(parse_qsl(back)) | {"record": record, "told": told}))


def carried_out(
    web: Web, record: str, act: Callable[[], list[Decision]], *, back: str, next: str, seen: int
) -> Response:
    """Carry out an act on a record, and show what comes next, or what is wrong.

    Where others have decided on it since it was shown, or hold something else, it is shown again.
    """
    try:
        made = act()
    except Unknown:
        raise
    except DragomanError as error:
        return on(back, record, web.note(f"{error.what} {error.todo}", wrong=True))
    said = DONE[made[-1].kind.value] if made else "Nothing is changed by that."
    shown = find(web, record).shown
    if seen >= 0 and len(shown.decisions) - len(made) > seen:
        others = sorted({d.coder for d in shown.decisions} - {d.coder for d in made})
        who = ", ".join(others) or "You, on another page,"
        said += f" {who} decided on this record meanwhile; all decisions stand."
        next = record
    if shown.conflicts:
        fields = ", ".join(c.field for c in shown.conflicts)
        said += f" In dispute: {fields}. Both decisions stand until one of you changes theirs."
        next = record
    return on(back, next or None, web.note(said))


@posts.post("/record/{record}/accept")
def accept(
    web: Here,
    coder: Coder,
    record: str,
    back: Back = "",
    next: Annotated[str, Form()] = "",
    seen: Seen = -1,
) -> Response:
    """Accept it, and go on."""
    act = Acts(web, coder)
    return carried_out(web, record, lambda: act.accept(record), back=back, next=next, seen=seen)


@posts.post("/record/{record}/reject")
def reject(
    web: Here,
    coder: Coder,
    record: str,
    reason: Annotated[str, Form()] = "other",
    why: Annotated[str, Form(max_length=2000)] = "",
    back: Back = "",
    next: Annotated[str, Form()] = "",
    seen: Seen = -1,
) -> Response:
    """Reject it with its reason, and go on."""
    told = "; ".join(filter(None, (REASONS.get(reason, ""), why.strip())))
    act = Acts(web, coder)
    return carried_out(
        web, record, lambda: act.reject(record, why=told), back=back, next=next, seen=seen
    )


@posts.post("/record/{record}/comment")
def comment(
    web: Here,
    coder: Coder,
    record: str,
    why: Annotated[str, Form(max_length=2000)] = "",
    back: Back = "",
    seen: Seen = -1,
) -> Response:
    """Say something of it."""
    act = Acts(web, coder)
    return carried_out(
        web, record, lambda: act.comment(record, why=why), back=back, next=record, seen=seen
    )


@posts.post("/record/{record}/correct")
def correct(
    web: Here,
    coder: Coder,
    record: str,
    field: Annotated[str, Form(max_length=200)],
    value: Annotated[str, Form(max_length=10_000)] = "",
    start: Annotated[str, Form()] = "",
    end: Annotated[str, Form()] = "",
    back: Back = "",
    seen: Seen = -1,
) -> Response:
    """Change a field, to what was typed or to words chosen in the text."""
    acts = Acts(web, coder)

    def act() -> list[Decision]:
        if start.isdecimal() and end.isdecimal():
            return acts.fill(record, field, int(start), int(end))
        return acts.correct(record, field, value.strip() or "-")

    return carried_out(web, record, act, back=back, next=record, seen=seen)


@posts.post("/record/{record}/move")
def move(
    web: Here,
    coder: Coder,
    record: str,
    edge: Annotated[Literal["start", "end"], Form()],
    words: Annotated[int, Form(ge=-50, le=50)],
    back: Back = "",
    seen: Seen = -1,
) -> Response:
    """Move an edge of its words."""
    act = Acts(web, coder)
    return carried_out(
        web, record, lambda: act.move(record, edge, words), back=back, next=record, seen=seen
    )


router.include_router(posts)
