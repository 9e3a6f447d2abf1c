"""The pages of reports: the list with its search, a report with its records, adding reports."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from dragoman.errors import DragomanError
from dragoman.sources import Document
from dragoman.web import find_reports
from dragoman.web.acts import whole
from dragoman.web.asked import last_page
from dragoman.web.context import Here, go, page
from dragoman.web.find_reports import AskedReports
from dragoman.web.reading import pasted, uploaded
from dragoman.web.safety import of_our_page
from dragoman.web.text import marked, numbered

router = APIRouter()
MOST = 50  # files of one upload


@router.get("/reports")
def reports(request: Request, web: Here, asked: Annotated[AskedReports, Query()]) -> HTMLResponse:
    """The reports, or those that have the words looked for."""
    found = find_reports.page(web.archive, asked)
    failures = web.archive.browse().failure_count()
    last = last_page(found.total, asked.size)
    return page(
        request,
        "reports.html",
        asked=asked.model_copy(update={"page": min(asked.page, last)}),
        past=asked.page if asked.page > last else None,
        found=found,
        failures=failures,
    )


@router.get("/reports/new")
def new(request: Request, web: Here) -> HTMLResponse:
    """Where reports are added."""
    return page(request, "add.html", max_size=web.max_size, most=MOST, given={}, error=None)


@router.post("/reports/new", dependencies=[Depends(of_our_page)])
def add(
    request: Request,
    web: Here,
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    site: Annotated[str, Form()] = "",
    published: Annotated[str, Form()] = "",
    files: Annotated[list[UploadFile] | None, Form()] = None,
) -> Response:
    """Take in what was pasted or uploaded."""
    given = {"text": text, "title": title, "site": site, "published": published}
    try:
        documents = _documents(given, files or [], web.max_size)
    except DragomanError as error:
        values = {"max_size": web.max_size, "most": MOST, "given": given, "error": error}
        return page(request, "add.html", status=422, **values)
    return go(f"/reading/{web.reading.begin(documents).id}")


def _documents(given: dict[str, str], files: list[UploadFile], max_size: int) -> list[Document]:
    try:
        day = date.fromisoformat(given["published"]) if given["published"] else None
    except ValueError as error:
        raise DragomanError("The day is no day.", todo="Give one such as 2025-01-21.") from error
    found = []
    if given["text"].strip():
        found.append(pasted(given["text"], title=given["title"], site=given["site"], published=day))
    sent = [f for f in files if f.filename]
    if len(sent) > MOST:
        raise DragomanError(f"{len(sent)} files are too many.", todo=f"Send {MOST} at most.")
    for file in sent:
        name = (file.filename or "").replace("\\", "/").rpartition("/")[2][:200]
        found.append(uploaded(name, file.file.read(max_size + 1), published=day))
    if not found:
        raise DragomanError("There is nothing to read.", todo="Paste a text or choose files.")
    return found


@router.get("/reading/{batch}")
def reading(request: Request, web: Here, batch: str) -> HTMLResponse:
    """How far a batch is."""
    if (found := web.reading.find(batch)) is None:
        raise HTTPException(404)
    return page(request, "reading.html", batch=found)


@router.get("/reports/{report}")
def report(request: Request, web: Here, report: str) -> HTMLResponse:
    """A report: its text with every record marked, and their cards."""
    view = whole(web, report)
    records = numbered(view.records)
    text = marked(view.report, records)
    return page(request, "report.html", report=view.report, records=records, text=text)


@router.get("/failures")
def failures(request: Request, web: Here) -> HTMLResponse:
    """What could not be read, and why."""
    return page(request, "failures.html", failures=list(web.archive.failures()))
