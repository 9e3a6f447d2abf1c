"""Writing and reading dragoman's own lines: without loss, in an order that never varies.

A header; then what was removed; then each version of a report, followed by its codings; then the
failures; then what people decided; then events of other data sets; then a line that counts them, so
that a file cut short is noticed.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from dragoman.export.check import COUNTED, Found, Ordered, Reader, refused
from dragoman.export.lines import HEADER, dumps
from dragoman.model import Decision, Failure, Imported, Record, Removal


def write(
    codings: Iterable[Ordered],
    failures: Iterable[Failure],
    decisions: Iterable[Decision] = (),
    *,
    removals: Iterable[Removal] = (),
    foreign: Iterable[Imported] = (),
) -> Iterator[str]:
    """The lines of codings given by report, version and coder, of failures given by id, of
    decisions and removals by report and id, and of foreign events by source, id and file.

    Where there are no decisions, removals or foreign events, none are counted.
    """
    counts = {"codings": 0, "failures": 0}
    yield dumps(HEADER) + "\n"
    yield from _others("removal", removals, counts)
    for (report, version), group in groupby(codings, _version):
        for number, (coding, sequence) in enumerate(group):
            written = coding.to_dict()
            if number == 0:
                yield dumps({"report": written["report"]}) + "\n"
            head = {"report": report, "version": version, "sequence": sequence}
            rest = {name: value for name, value in written.items() if name != "report"}
            yield dumps({"coding": head | rest}) + "\n"
            counts["codings"] += 1
    yield from _others("failure", failures, counts)
    yield from _others("decision", decisions, counts)
    yield from _others("foreign", foreign, counts)
    yield dumps({"end": counts}) + "\n"


def _others(kind: str, found: Iterable[Record], counts: dict[str, int]) -> Iterator[str]:
    for record in found:
        yield dumps({kind: record.to_dict()}) + "\n"
        counts[COUNTED[kind]] = counts.get(COUNTED[kind], 0) + 1


def read(lines: Iterable[str]) -> Iterator[Found]:
    """What stands in lines that `write` wrote, each checked before it is given.

    Raises `DamagedArchive` where words do not stand in their report's text, `ArchiveError` where a
    line is none of ours or the file was cut short; both name the line.
    """
    reader = Reader()
    number = 0
    for number, line in enumerate(lines, start=1):
        with refused(number):
            found = reader.take(line)
        if found is not None:
            yield found
    with refused(number + 1):
        reader.finish()


def _version(ordered: Ordered) -> tuple[str, str]:
    report = ordered[0].report
    return report.id, report.version
