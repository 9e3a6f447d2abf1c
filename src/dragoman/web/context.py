"""What every page works with, made once for an application."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any  # Any: what a template is filled with
from urllib.parse import quote, unquote, urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from dragoman.archive import Archive
from dragoman.export.html.page import environment
from dragoman.web.listing import Listing
from dragoman.web.queue import Queues
from dragoman.web.reading import Reading
from dragoman.web.safety import token
from dragoman.web.saved import SavedFilters
from dragoman.web.views import Views

if TYPE_CHECKING:
    import jinja2

PERSON = "dragoman_person"
NOTES = 200  # that are remembered


@dataclass(frozen=True)
class Note:
    """What came of a form: told on the page that is shown then."""

    text: str
    wrong: bool = False


@dataclass
class Web:
    """An archive and what shows it."""

    archive: Archive
    reading: Reading
    saved: SavedFilters
    person: str  # who decides, unless the browser says otherwise
    max_size: int
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    _notes: "OrderedDict[str, Note]" = field(default_factory=OrderedDict)

    def note(self, text: str, *, wrong: bool = False) -> str:
        """Something to be told on the next page; what that page is asked for it by.

        An address that somebody else made up can so not put words on a page of ours.
        """
        id = secrets.token_hex(6)
        self._notes[id] = Note(text, wrong=wrong)
        while len(self._notes) > NOTES:
            self._notes.popitem(last=False)
        return id

    def noted(self, id: str) -> "Note | None":
        """What was noted."""
        return self._notes.get(id)

    @cached_property
    def views(self) -> Views:
        """What people decided on."""
        return Views(self.archive)

    @cached_property
    def listing(self) -> Listing:
        """Pages of records."""
        return Listing(self.archive, self.views)

    @cached_property
    def queues(self) -> Queues:
        """Queues of review."""
        return Queues(self.archive, self.listing)

    @cached_property
    def templates(self) -> "jinja2.Environment":
        """The templates of pages, and those they share with notebooks."""
        return environment("dragoman.web")


def _web(request: Request) -> Web:
    found: Web = request.app.state.web
    return found


def _coder(request: Request) -> str:
    chosen = unquote(request.cookies.get(PERSON, "")).strip()[:100]
    return chosen or _web(request).person


Here = Annotated[Web, Depends(_web)]
Coder = Annotated[str, Depends(_coder)]


def page(
    request: Request,
    template: str,
    /,
    *,
    status: int = 200,
    **values: Any,  # noqa: ANN401
) -> HTMLResponse:
    """A page of the application."""
    web = _web(request)
    shared = {
        "token": token(web.secret, request.state.browser),
        "coder": _coder(request),
        "path": request.url.path,
        "query": urlencode([p for p in request.query_params.multi_items() if p[0] != "told"]),
        "archive": web.archive.where,
        "note": web.noted(request.query_params.get("told", "")),
    }
    made = web.templates.get_template(template).render({**shared, **values})
    return HTMLResponse(made, status)


def go(link: str, *, person: str | None = None) -> RedirectResponse:
    """The answer to a form: look there."""
    answer = RedirectResponse(link, 303)
    if person is not None:
        answer.set_cookie(
            PERSON, quote(person), path="/", httponly=True, samesite="strict", max_age=365 * 86400
        )
    return answer
