"""What a notebook shows of a record, of a report's record, and of a list of records."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from dragoman.export.html.page import embedded
from dragoman.model import Coded, Coding, Record

MOST = 50  # rows that a notebook shows of a list


@dataclass(frozen=True)
class Row:
    """A record in a list, as the templates take it."""

    record: Coded
    id: str
    state: str = "machine"


def html(record: Record) -> str | None:
    """A record, or all that was found in a report, as a notebook shows it.

    None where it is neither, or Jinja2 is not installed: a notebook then shows it as text.
    """
    try:
        match record:
            case Coding():
                rows = [Row(r, r.id) for r in record.records]
                return embedded("report.html", report=record.report, rows=rows)
            case Coded():
                return embedded("card.html", row=Row(record, record.id))
    except ImportError:
        pass
    return None


class Table(Iterable[Coded]):
    """Records as a list that a notebook shows as a table: `Table(archive.events())`."""

    def __init__(self, records: Iterable[Coded]) -> None:
        self._records = tuple(records)

    def __iter__(self) -> Iterator[Coded]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, number: int) -> Coded:
        return self._records[number]

    def _repr_html_(self) -> str | None:
        rows = [Row(r, r.id) for r in islice(self._records, MOST)]
        try:
            return embedded("table.html", rows=rows, total=len(self))
        except ImportError:
            return None
