"""Writing and reading dragoman's own lines: without loss, in an order that never varies.

A header; then each version of a report, followed by its codings; then the failures; then what
people decided; then a line that counts them, so that a file cut short is noticed.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from dragoman.export.check import Reader, refused
from dragoman.export.lines import HEADER, dumps
from dragoman.model import Coding, Decision, Failure

# A coding and the order in which it came in among those of its report.
Ordered = tuple[Coding, int]


def write(
    codings: Iterable[Ordered], failures: Iterable[Failure], decisions: Iterable[Decision] = ()
) -> Iterator[str]:
    """The lines of codings given by report, version and coder, of failures given by id, and of
    decisions by report and id. Where there are no decisions, none are counted."""
    counts = {"codings": 0, "failures": 0}
    yield dumps(HEADER) + "\n"
    for (report, version), group in groupby(codings, _version):
        for number, (coding, sequence) in enumerate(group):
            written = coding.to_dict()
            if number == 0:
                yield dumps({"report": written["report"]}) + "\n"
            head = {"report": report, "version": version, "sequence": sequence}
            rest = {name: value for name, value in written.items() if name != "report"}
            yield dumps({"coding": head | rest}) + "\n"
            counts["codings"] += 1
    for failure in failures:
        yield dumps({"failure": failure.to_dict()}) + "\n"
        counts["failures"] += 1
    for number, decision in enumerate(decisions, start=1):
        yield dumps({"decision": decision.to_dict()}) + "\n"
        counts["decisions"] = number
    yield dumps({"end": counts}) + "\n"


def read(lines: Iterable[str]) -> Iterator[Ordered | Failure | Decision]:
    """The codings, failures and decisions of lines that `write` wrote, each checked before it is
    given.

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
