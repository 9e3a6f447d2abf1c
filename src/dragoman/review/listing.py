"""Lists of records as they are shown: the machine's, with what people decided."""

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter

from dragoman.model import Coded, Decision, Report
from dragoman.review.view import Shown, View, show

Source = Callable[[Coded], Report]
Place = tuple[date, str, int, str]


def listed(
    machine: Iterable[Coded],
    *,
    decided: Collection[str],
    view: Callable[[str], View],
    source: Source,
    everywhere: Sequence[Decision],
    fits: Callable[[Coded, Report], bool],
) -> Iterator[Shown]:
    """The records that fit, by day of publication and place in the report; rejected ones left out.

    `machine` are the records of one kind as the store lists them, `decided` the ids of the reports
    that people decided on, by day of publication: what `view` shows of them takes the place of the
    machine's. `everywhere` are the decisions that hold for all reports. A report is looked at when
    its turn comes, so that the first of a long list are there soon.
    """
    streamed = _streamed(machine, frozenset(decided), source, everywhere, fits)
    for _, shown in heapq.merge(_viewed(decided, view, fits), streamed, key=itemgetter(0)):
        yield shown


def _viewed(
    decided: Iterable[str], view: Callable[[str], View], fits: Callable[[Coded, Report], bool]
) -> Iterator[tuple[Place, Shown]]:
    for found in map(view, decided):
        kept = (s for s in found.records if not s.rejected and fits(s.record, found.report))
        yield from sorted(((_place(s, found.report), s) for s in kept), key=itemgetter(0))


def _streamed(
    machine: Iterable[Coded],
    known: Collection[str],
    source: Source,
    everywhere: Sequence[Decision],
    fits: Callable[[Coded, Report], bool],
) -> Iterator[tuple[Place, Shown]]:
    for record in machine:
        if record.evidence.report not in known:
            report = source(record)
            shown = show(record, everywhere, report)
            if fits(shown.record, report):
                yield _place(shown, report), shown


def _place(shown: Shown, report: Report) -> Place:
    return (report.published or date.min, report.id, shown.record.evidence.start, shown.id)
