"""The same as JSON: every page under its own address with `/api` before it, and the same acts."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Literal  # Any: records as their own JSON Schema describes them

from fastapi import HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from dragoman.errors import DragomanError
from dragoman.export.citation import citation
from dragoman.export.html.say import held
from dragoman.model import Decision
from dragoman.web import agreement as pairs
from dragoman.web import find_reports
from dragoman.web.acts import Acts, find, whole
from dragoman.web.asked import Asked, Kind, Queue
from dragoman.web.context import Coder, Here
from dragoman.web.find_reports import AskedReports, FoundReports
from dragoman.web.reading import Batch, pasted
from dragoman.web.twins import Json, twins, within

DESCRIPTION = """
An archive of Dragoman on this machine. Each page of the web application has its twin here: put
`/api` before its address. Offsets are Unicode code points of a report's text. Whoever decides is
named by the cookie `dragoman_person`, else by the setting `person`. What changes something is sent
as `application/json`, from this machine.
"""


router = twins()


class Records(BaseModel):
    """A page of records."""

    total: int = Field(description="How many are asked for, on all pages.")
    records: list[Json] = Field(description="As `dragoman events --json` gives them.")
    facets: dict[str, dict[str, int]]


class OneRecord(BaseModel):
    """A record, and all that was decided of it."""

    record: Json
    state: str
    conflicts: dict[str, dict[str, str]] = Field(description="By field what each coder holds.")
    decisions: list[Json]
    citation: str


class OneReport(BaseModel):
    """A report and its records."""

    report: Json
    records: list[Json]


class Waiting(BaseModel):
    """The queue of review around a record."""

    number: int
    total: int
    current: Json | None
    before: list[str]
    after: list[str]


class Decided(BaseModel):
    """The decisions that an act made; none where it changes nothing."""

    decisions: list[Json]


class Sent(BaseModel):
    """What is sent with an act."""

    model_config = ConfigDict(extra="forbid")


class Why(Sent):
    """A reason."""

    why: str = Field("", max_length=2000)


class Correction(Why):
    """Another value of a field: as it is typed in a terminal, or words of the text."""

    field: str = Field(min_length=1, max_length=200)
    value: str | None = Field(None, max_length=10_000, description="`-` empties the field.")
    start: int | None = Field(None, ge=0, le=2**31 - 1)
    end: int | None = Field(None, ge=0, le=2**31 - 1)


class Move(Sent):
    """An edge and a number of words, to the right where positive."""

    edge: Literal["start", "end"]
    words: int = Field(ge=-50, le=50)


class Missed(Sent):
    """A record that was missed."""

    kind: Literal["event", "statement", "position", "figure"]
    code: str = Field(max_length=100)
    start: int = Field(ge=0, le=2**31 - 1)
    end: int = Field(ge=0, le=2**31 - 1)


class Pasted(Sent):
    """A report's text."""

    text: str
    title: str = Field("", max_length=1000)
    site: str = Field("", max_length=1000)
    published: date | None = None


class Progress(BaseModel):
    """How far a batch is."""

    id: str
    finished: bool
    parts: list[Json]


class SavedFilter(BaseModel):
    """A filter that was given a name."""

    name: str
    link: str


@router.get("/reports")
def reports(web: Here, asked: Annotated[AskedReports, Query()]) -> FoundReports:
    """The reports, or those that have the words looked for."""
    found = find_reports.page(web.archive, asked)
    within(asked.page, found.total, asked.size)
    return found


@router.post("/reports", status_code=202)
def read(web: Here, sent: Pasted) -> Progress:
    """Take in a text; ask `/api/reading/{id}` how far it is."""
    made = pasted(sent.text, title=sent.title, site=sent.site, published=sent.published)
    return _progress(web.reading.begin([made]))


@router.get("/reading/{batch}")
def reading(web: Here, batch: str) -> Progress:
    """How far a batch of reports is."""
    if (found := web.reading.find(batch)) is None:
        raise HTTPException(404)
    return _progress(found)


def _progress(batch: Batch) -> Progress:
    parts = [asdict(part) for part in batch.parts]
    return Progress(id=batch.id, finished=batch.finished, parts=parts)


@router.get("/reports/{report}")
def report(web: Here, report: str) -> OneReport:
    """A report's text, and its records as they are shown."""
    view = whole(web, report)
    return OneReport(report=view.report.to_dict(), records=[s.to_dict() for s in view.records])


@router.post("/reports/{report}/missed")
def missed(web: Here, coder: Coder, report: str, sent: Missed) -> Decided:
    """Add a record that was missed, on the whole words of a stretch of the text."""
    made = Acts(web, coder).add(report, sent.kind, sent.code, sent.start, sent.end)
    return _decided(made)


@router.get("/failures")
def failures(web: Here) -> list[Json]:
    """What could not be read, and why."""
    return [failure.to_dict() for failure in web.archive.failures()]


@router.get("/records/{kind}")
def records(web: Here, kind: Kind, asked: Annotated[Asked, Query()]) -> Records:
    """Records of one kind as they are shown, with their counts by field."""
    found = web.listing.page(kind, asked)
    within(asked.page, found.total, asked.size)
    return Records(
        total=found.total,
        records=[s.to_dict() for s in found.rows],
        facets={f.name: dict(f.counts) for f in found.facets},
    )


@router.get("/record/{record}")
def record(web: Here, record: str) -> OneRecord:
    """A record as it is shown, and all that was decided of it."""
    shown, view = find(web, record)
    return OneRecord(
        record=shown.to_dict(),
        state=shown.state.value,
        conflicts={
            c.field: {coder: held(value) for coder, value in c.held.items()}
            for c in shown.conflicts
        },
        decisions=[d.to_dict() for d in shown.decisions],
        citation=citation(shown.record, view.report),
    )


def _decided(made: list[Decision]) -> Decided:
    return Decided(decisions=[d.to_dict() for d in made])


@router.post("/record/{record}/accept")
def accept(web: Here, coder: Coder, record: str, sent: Why) -> Decided:
    """That the record is right as it is shown."""
    return _decided(Acts(web, coder).accept(record, why=sent.why))


@router.post("/record/{record}/reject")
def reject(web: Here, coder: Coder, record: str, sent: Why) -> Decided:
    """That there is no such record."""
    return _decided(Acts(web, coder).reject(record, why=sent.why))


@router.post("/record/{record}/comment")
def comment(web: Here, coder: Coder, record: str, sent: Why) -> Decided:
    """Something said of it."""
    return _decided(Acts(web, coder).comment(record, why=sent.why))


@router.post("/record/{record}/correct")
def correct(web: Here, coder: Coder, record: str, sent: Correction) -> Decided:
    """Another value of a field."""
    acts = Acts(web, coder)
    if sent.start is not None and sent.end is not None:
        return _decided(acts.fill(record, sent.field, sent.start, sent.end))
    if sent.value is None:
        raise DragomanError("A value, or start and end, are needed.", todo="Send one of them.")
    return _decided(acts.correct(record, sent.field, sent.value, why=sent.why))


@router.post("/record/{record}/move")
def move(web: Here, coder: Coder, record: str, sent: Move) -> Decided:
    """An edge of its words, moved by words."""
    return _decided(Acts(web, coder).move(record, sent.edge, sent.words))


@router.post("/record/{record}/undo")
def undo(web: Here, coder: Coder, record: str, _: Sent) -> Decided:
    """Take back the last decision on a record."""
    return _decided(Acts(web, coder).undo(record))


@router.get("/review")
def review(web: Here, coder: Coder, asked: Annotated[Queue, Query()]) -> Waiting:
    """The queue around a record, the least sure first."""
    found = find(web, asked.record).shown if asked.record else None
    around = web.queues.around(asked, coder, found)
    return Waiting(
        number=around.number,
        total=around.total,
        current=around.current and around.current.to_dict(),
        before=[s.id for s in around.before],
        after=[s.id for s in around.after],
    )


@router.post("/review/undo")
def undo_last(web: Here, coder: Coder, _: Sent) -> Decided:
    """Take back what was done last: a decision, or all of a bulk act."""
    return _decided(Acts(web, coder).undo_last())


class Preview(BaseModel):
    """What accepting all that wait would be about."""

    records: list[str]
    total: int
    disputed: int = Field(description="How many are left out, to be looked at one by one.")


@router.get("/review/bulk")
def bulk(web: Here, coder: Coder, asked: Annotated[Queue, Query()]) -> Preview:
    """What accepting all that wait would be about."""
    found = Acts(web, coder).bulk(asked)
    return Preview(
        records=[s.id for s in found.records], total=found.total, disputed=found.disputed
    )


class Expected(Sent):
    """What a preview showed."""

    expected: int = Field(ge=0, le=2**31 - 1)


@router.post("/review/bulk")
def accept_all(
    web: Here, coder: Coder, asked: Annotated[Queue, Query()], sent: Expected
) -> Decided:
    """Accept all that wait, as one act."""
    return _decided(Acts(web, coder).accept_all(asked, expected=sent.expected))


@router.get("/agreement")
def agreement(web: Here, pair: Annotated[pairs.Pair, Query()]) -> list[Json]:
    """How far two coders agree, by report and over all."""
    return [row.to_dict() for row in pairs.rows(web, pair)]


@router.get("/saved")
def saved(web: Here) -> list[SavedFilter]:
    """The filters that were given a name."""
    return [SavedFilter(name=s.name, link=s.link) for s in web.saved.all()]
