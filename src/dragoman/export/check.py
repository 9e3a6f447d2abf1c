"""Lines of a file as the records they hold; nothing passes that does not fit its text."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pydantic

from dragoman.errors import AnchorError, ArchiveError, DamagedArchive, DragomanError
from dragoman.export.lines import FORMAT, SCHEMA
from dragoman.model import Coding, Decision, Failure, Imported, Removal, Report

Fields = dict[str, object]
Ordered = tuple[Coding, int]  # a coding, and the order in which it came in among its report's
Found = Ordered | Failure | Decision | Removal | Imported

# What stands on a line of its own, and what it is counted as.
OTHERS: dict[str, type[Failure | Decision | Removal | Imported]] = {
    "removal": Removal, "failure": Failure, "decision": Decision, "foreign": Imported,
}  # fmt: skip
COUNTED = {kind: kind if kind == "foreign" else f"{kind}s" for kind in OTHERS}
_GIVE = "Give a file that `export` wrote as jsonl."
_TODO = "Export it again from its archive; what came before this line was taken in."


@contextmanager
def refused(number: int) -> Iterator[None]:
    """Name the line in whatever is wrong with it."""
    try:
        yield
    except DragomanError as error:
        wrong = DamagedArchive if isinstance(error, AnchorError) else ArchiveError
        raise wrong(f"Line {number}: {error.what}", todo=error.todo) from error
    except pydantic.ValidationError as error:
        said = error.errors()[0]
        where = ".".join(map(str, said["loc"]))
        raise DamagedArchive(f"Line {number}: {where}: {said['msg']}.", todo=_TODO) from error


class Reader:
    """Takes the lines of a file in order; remembers the report that codings belong to."""

    def __init__(self) -> None:
        self._begun = False
        self._ended = False
        self._report: Report | None = None
        self._counts = {"codings": 0, "failures": 0}

    def take(self, line: str) -> Found | None:
        """What stands on this line; None where it is the header, a report or the end."""
        if not self._begun:
            _check_header(line)
            self._begun = True
            return None
        fields = _object(line)
        if self._ended or len(fields) != 1:
            raise _foreign()
        [(kind, value)] = fields.items()
        if not isinstance(value, dict):
            raise _foreign()
        return self._take(kind, value)

    def _take(self, kind: str, value: Fields) -> Found | None:
        if kind == "coding":
            self._counts["codings"] += 1
            return self._coding(value)
        if kind in OTHERS:
            self._counts[COUNTED[kind]] = self._counts.get(COUNTED[kind], 0) + 1
            return OTHERS[kind].from_dict(value)
        if kind == "report":
            self._report = Report.from_dict(value)
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

    def _coding(self, value: Fields) -> Ordered:
        sequence = value.pop("sequence", None)
        if not isinstance(sequence, int) or sequence < 1:
            raise ArchiveError("A coding has no sequence.", todo=_TODO)
        report = self._report
        given = (value.pop("report", None), value.pop("version", None))
        if report is None or given != (report.id, report.version):
            raise ArchiveError("A coding does not follow its report.", todo=_TODO)
        return Coding.from_dict({"report": report, **value}), sequence


def _object(line: str, *, todo: str = _TODO) -> Fields:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ArchiveError("This is no line of JSON.", todo=todo) from error
    if not isinstance(value, dict):
        raise _foreign()
    return value


def _foreign() -> ArchiveError:
    return ArchiveError("Dragoman writes no such line.", todo=_TODO)


def _check_header(line: str) -> None:
    if line.startswith(f'{{"format":"{FORMAT}"') and '"codings":' in line:
        raise ArchiveError(
            "The file was exported as json, which is not read again.",
            todo="Export it from its archive with --format jsonl.",
        )
    fields = _object(line, todo=_GIVE)
    schema = fields.get("schema")
    if fields.get("format") != FORMAT or not isinstance(schema, int):
        raise ArchiveError("The file is no export of dragoman.", todo=_GIVE)
    if schema > SCHEMA:
        raise ArchiveError(
            f"The file was written by a newer dragoman (format {schema}).",
            todo="Upgrade with: pip install --upgrade dragoman",
        )
