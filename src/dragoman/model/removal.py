"""Removals: that a report was taken out of an archive, or may come in again."""

from functools import cached_property
from typing import ClassVar

from dragoman.model.base import Record
from dragoman.model.ids import make_id


class Removal(Record):
    """That a report was removed or restored: why, by whom, and when (UTC, ISO 8601).

    Numbers of a report go up by one: odd ones remove, even ones restore.
    """

    derived: ClassVar[tuple[str, ...]] = ("id",)

    report: str
    address: str
    number: int
    removed: bool
    reason: str
    who: str
    at: str

    @cached_property
    def id(self) -> str:
        """A hash of all the rest."""
        return make_id("removal", *self.model_dump().values())
