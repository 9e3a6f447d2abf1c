"""What analyses are asked of, and what for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from dragoman.model import Coded, ForeignEvent, Report
from dragoman.store.filter import Filter

if TYPE_CHECKING:
    from dragoman.review.view import Shown, View


class Archive(Protocol):
    """What an archive gives the analyses."""

    @property
    def where(self) -> str:
        """Its file or URL."""

    @property
    def path(self) -> Path | None:
        """Its file, where it is one."""

    def shown(self, record: str, wanted: Filter | None = None) -> "Iterator[Shown]":
        """The records of a kind as they are shown."""

    def view(self, report: str) -> "View":
        """The records of a report as they are shown."""

    def source(self, record: Coded) -> Report:
        """The report of a record."""

    def happening_ids(
        self, of: Literal["events", "figures"] = "events"
    ) -> Iterator[tuple[str, list[str]]]:
        """The id of each happening, and those of its events or figures."""

    def foreign(
        self, source: str | None = None, *, since: date | None = None, until: date | None = None
    ) -> Iterator[ForeignEvent]:
        """The events of another data set."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which tellings of positions are wanted; what is None is not asked for.

    `concerning` is another party, whom they are addressed to, name, or are told beside.
    """

    parties: tuple[str, ...] = ()
    concerning: str | None = None
    issue: str | None = None
    since: date | None = None
    until: date | None = None
    confidence: float = 0.0
