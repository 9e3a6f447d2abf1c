"""Lines of a file as the records they hold; nothing passes that does not fit its text."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import pydantic
from pydantic_core import ErrorDetails

from dragoman.errors import AnchorError, ArchiveError, DragomanError
from dragoman.export.lines import FORMAT, SCHEMA
from dragoman.model import (
    Coded,
    Coding,
    Event,
    Failure,
    Figure,
    Position,
    Record,
    Report,
    Statement,
)

AnyRecord = TypeVar("AnyRecord", bound=Record)
Fields = dict[str, object]
_KINDS: dict[str, type[Coded]] = {f"{c.record}s": c for c in (Event, Statement, Position, Figure)}
_ANCHOR = ("start", "end", "words")
_TODO = "Export it again from its archive; what came before this line was taken in."


@contextmanager
def refused(number: int) -> Iterator[None]:
    """Name the line in whatever is wrong with it."""
    try:
        yield
    except DragomanError as error:
        raise type(error)(f"Line {number}: {error.what}", todo=error.todo) from error
    except pydantic.ValidationError as error:
        moved = any(_moved(e) for e in error.errors())
        wrong: type[DragomanError] = AnchorError if moved else ArchiveError
        said = error.errors()[0]
        where = ".".join(map(str, said["loc"]))
        raise wrong(f"Line {number}: {where}: {said['msg']}.", todo=_TODO) from error


def _moved(error: ErrorDetails) -> bool:
    """Whether words or offsets were changed; only they and blocks raise a ValueError."""
    return error["type"] == "value_error" or error["loc"][-1] in _ANCHOR


class Reader:
    """Takes the lines of a file in order; remembers the report that codings belong to."""

    def __init__(self) -> None:
        self._begun = False
        self._ended = False
        self._report: Report | None = None
        self._counts = {"codings": 0, "failures": 0}

    def take(self, line: str) -> tuple[Coding, int] | Failure | None:
        """The coding or failure of this line; None where it holds neither."""
        fields = _object(line)
        if not self._begun:
            _check_header(fields)
            self._begun = True
            return None
        if self._ended or len(fields) != 1:
            raise _foreign()
        [(kind, value)] = fields.items()
        if not isinstance(value, dict):
            raise _foreign()
        return self._take(kind, value)

    def _take(self, kind: str, value: Fields) -> tuple[Coding, int] | Failure | None:
        if kind == "coding":
            self._counts["codings"] += 1
            return self._coding(value)
        if kind == "failure":
            self._counts["failures"] += 1
            return _failure(value)
        if kind == "report":
            self._report = _report(value)
        elif kind == "end":
            self._end(value)
        else:
            raise _foreign()
        return None

    def finish(self) -> None:
        """Raise `ArchiveError` where lines are missing at the end."""
        if not self._ended:
            raise ArchiveError("The file ends too early.", todo=_TODO)

    def _end(self, counts: Fields) -> None:
        if counts != self._counts:
            raise ArchiveError(f"The file had {counts}, but holds {self._counts}.", todo=_TODO)
        self._ended = True

    def _coding(self, value: Fields) -> tuple[Coding, int]:
        sequence = value.pop("sequence", None)
        if not isinstance(sequence, int) or sequence < 1:
            raise ArchiveError("A coding has no sequence.", todo=_TODO)
        report = self._report
        given = (value.pop("report", None), value.pop("version", None))
        if report is None or given != (report.id, report.version):
            raise ArchiveError("A coding does not follow its report.", todo=_TODO)
        for kind, coded in _KINDS.items():
            items = value.get(kind)
            if not isinstance(items, list):
                raise ArchiveError(f"A coding has no {kind}.", todo=_TODO)
            value[kind] = tuple(_coded(coded, item, report) for item in items)
        return Coding.model_validate({"report": report, **value}), sequence


def _object(line: str) -> Fields:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ArchiveError("This is no line of JSON.", todo=_TODO) from error
    if not isinstance(value, dict):
        raise _foreign()
    return value


def _foreign() -> ArchiveError:
    return ArchiveError("Dragoman writes no such line.", todo=_TODO)


def _check_header(fields: Fields) -> None:
    schema = fields.get("schema")
    if fields.get("format") != FORMAT or not isinstance(schema, int):
        raise ArchiveError(
            "The file is no export of dragoman.", todo="Give a file that `export` wrote as jsonl."
        )
    if schema > SCHEMA:
        raise ArchiveError(
            f"The file was written by a newer dragoman (format {schema}).",
            todo="Upgrade with: pip install --upgrade dragoman",
        )


def _parsed(kind: type[AnyRecord], value: Fields) -> AnyRecord:
    # Through JSON again, because strict records take lists and dates from JSON alone.
    return kind.from_json(json.dumps(value))


def _report(value: Fields) -> Report:
    given = (value.pop("id", None), value.pop("version", None))
    report = _parsed(Report, value)
    if given != (report.id, report.version):
        raise AnchorError("The report is not the one its id and version name.", todo=_TODO)
    return report


def _coded(kind: type[Coded], value: object, report: Report) -> Coded:
    if not isinstance(value, dict) or value.pop("record", None) != kind.record:
        raise ArchiveError(f"A {kind.record} has another kind of record.", todo=_TODO)
    given = value.pop("id", None)
    record = _parsed(kind, value)
    for evidence in record.all_evidence():
        report.check(evidence)
    if given != record.id:
        raise ArchiveError(f"{given} is not the id of what it holds.", todo=_TODO)
    return record


def _failure(value: Fields) -> Failure:
    given = value.pop("id", None)
    failure = _parsed(Failure, value)
    if given != failure.id:
        raise ArchiveError(f"{given} is not the id of what it holds.", todo=_TODO)
    return failure
