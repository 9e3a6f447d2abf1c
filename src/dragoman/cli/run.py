"""A run over several reports, in which a bad one does not stop the others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.cli import outcome
from dragoman.cli.output import Screen, emit
from dragoman.cli.progress import Progress
from dragoman.errors import ArchiveError, DragomanError, ModelError, SettingsError, SourceError
from dragoman.way import Source, failure_of

if TYPE_CHECKING:
    from dragoman.model import Coding, Failure

    Read = Callable[[Source], Coding]


@dataclass
class Run:
    """Reads one source after another; a bad one is told and the others still read."""

    read: "Read"
    progress: Progress
    show: "Callable[[Coding | Failure], None]"
    debug: bool
    done: int = 0
    failed: int = 0
    faults: int = 0

    def take(self, source: Source) -> None:
        """Read a source and show what was found, or tell why it could not be read."""
        try:
            coding = self.read(source)
        except (ArchiveError, ModelError, SettingsError):
            raise  # the same would happen to every source
        except SourceError as error:
            self.failed += 1
            self._fail(source, error)
        except Exception as error:  # one report must not stop the run, whatever is wrong with it
            if self.debug:
                raise
            self.faults += 1
            self._fail(source, outcome.unforeseen(error))
        else:
            self.done += 1
            self.progress.wipe()
            self._remark(coding)
            self.show(coding)

    def _remark(self, coding: "Coding") -> None:
        report = coding.report
        if said := report.metadata.get("declared_encoding"):
            outcome.complain(
                f"{report.file or report.address}: It says it is in {said}, but its bytes are not. "
                f"It was read as {report.encoding}; check the words, or save it as UTF-8."
            )

    def _fail(self, source: Source, error: DragomanError) -> None:
        failure = failure_of(error, source)
        self.progress.wipe()
        outcome.complain(f"{failure.address}: {failure.what} {failure.todo}")
        self.show(failure)

    @property
    def status(self) -> int:
        """The exit status."""
        if self.faults:
            return outcome.UNFORESEEN
        if self.failed:
            return outcome.SOME_FAILED if self.done else outcome.NONE_READ
        return 0


def as_json(found: "Coding | Failure") -> None:
    """Show a record, or why there is none, as a line of JSON."""
    from dragoman.model import Failure

    emit({"failure": found.to_dict()} if isinstance(found, Failure) else found.to_dict())


def as_text() -> "Callable[[Coding | Failure], None]":
    """Shows records to a person."""
    from dragoman.cli.display.record import show
    from dragoman.model import Coding

    screen = Screen()

    def display(found: "Coding | Failure") -> None:
        if isinstance(found, Coding):  # failures were told on standard error
            show(screen, found)

    return display
