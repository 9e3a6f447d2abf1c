"""The way of the data, wired once: a source becomes a report, its frames, its record."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import DragomanError, SettingsError

if TYPE_CHECKING:
    from dragoman.model import Coding, Failure, Report
    from dragoman.reading import Manifest, Reader
    from dragoman.resolve.places_policy import Policy

Source = str | PathLike[str]
STDIN = "-"

# Raised whenever the same report and the same weights would give another record than before: with
# every change to `resolve`, to the vocabularies or to how `reading` cuts and decides. The coder's
# name carries it, so that what was read before is read anew.
RULES = 1

_SUFFIXES = (".txt", ".md", ".html", ".htm")
_LONGEST_PATH = 4096


@dataclass(frozen=True, kw_only=True)
class Way:
    """How reports are read: with which coder, from which confidence on, up to which size.

    Heavy parts load when first asked for: importing this module loads none.
    """

    coder_folder: Path | None = None  # the shipped coder if None
    min_confidence: float | None = None  # the coder's own thresholds if None
    max_size: int = 10_000_000
    threads: int = 0
    policy_file: Path | None = None  # how disputed places are shown; the shipped policy if None

    @cached_property
    def reader(self) -> "Reader":
        """The reader with its weights."""
        from dragoman.reading import load_reader

        return load_reader(
            self.coder_folder, min_confidence=self.min_confidence, threads=self.threads
        )

    @cached_property
    def manifest(self) -> "Manifest":
        """What the coder says of itself: its name, and the languages it reads."""
        from dragoman.reading import read_manifest, shipped

        return read_manifest(self.coder_folder or shipped())

    @cached_property
    def coder(self) -> str:
        """What the records of this way name as their coder."""
        from dragoman.model import digest

        # Another threshold or policy gives another record of the same report: it is another coder.
        sure = "" if self.min_confidence is None else f"@{self.min_confidence:g}"
        policy = f"+{digest(self._policy_text)[:8]}" if self.policy_file else ""
        return f"{self.manifest.coder}.r{RULES}{policy}{sure}"

    @cached_property
    def _policy_text(self) -> str:
        if self.policy_file is None:
            return ""
        try:
            return self.policy_file.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"The policy {self.policy_file} cannot be read: {error}.", todo="Check the path."
            ) from error

    @cached_property
    def policy(self) -> "Policy | None":
        """How disputed places are shown, where it is not as shipped."""
        from dragoman.resolve.places_policy import Policy

        if self.policy_file is None:
            return None
        try:
            return Policy.read(self._policy_text)
        except ValueError as error:
            raise SettingsError(
                f"{self.policy_file} is no policy: {error}.", todo="See docs/places.md."
            ) from error

    def report(self, source: Source, *, published: date | str | None = None) -> "Report":
        """The report in a file, on standard input (`-`), or given as its text.

        A string is a path where such a file exists and where it looks like one: a mistyped path
        must not be read as a text. `published` is a date, or one in ISO 8601.
        """
        from dragoman.sources import read_source, read_text

        day, size, languages = _day(published), self.max_size, self.manifest.languages
        if _is_text(source):
            return read_text(str(source), published=day, max_size=size, languages=languages)
        return read_source(source, published=day, max_size=size, languages=languages)

    def code(self, report: "Report") -> "Coding":
        """The record of a report."""
        from dragoman.reading import read_report
        from dragoman.resolve.coding import code

        frames = read_report(report, reader=self.reader)
        coding = code(report, frames, coder=self.coder, policy=self.policy)
        return coding if self.min_confidence is None else _sure(coding, self.min_confidence)


def _sure(coding: "Coding", least: float) -> "Coding":
    """The records that are at least so sure; what was resolved can be less so than its words."""
    kinds = ("events", "statements", "positions", "figures")
    found = {k: tuple(r for r in getattr(coding, k) if r.confidence >= least) for k in kinds}
    return coding.model_copy(update=found)


def _day(value: date | str | None) -> date | None:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise SettingsError(
            f"published: {value!r} is no day.", todo="Give a day such as 2025-01-21."
        ) from error
    return day.date() if isinstance(day, datetime) else day


def _is_text(source: Source) -> bool:
    if not isinstance(source, str) or source == STDIN:
        return False
    return not source or not (_like_path(source) or _exists(source))


def _like_path(source: str) -> bool:
    if len(source) > _LONGEST_PATH or "\n" in source:
        return False
    folder = "/" in source or "\\" in source
    return (
        not any(c.isspace() for c in source)  # no report is one word
        or source.startswith(("/", "./", "../", "~/"))
        or (folder and source.lower().endswith(_SUFFIXES))
    )


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):  # longer than a name may be, or with a NUL
        return False


def failure_of(error: DragomanError, source: Source) -> "Failure":
    """A source that could not be read, as the archive keeps it and the command line tells it."""
    from dragoman.model import Failure
    from dragoman.sources import normal_path

    # A text that is refused has no address: its first words must do.
    address = str(source)[:80] if _is_text(source) else normal_path(source)
    return Failure(
        address=printable(address) or "text:",
        code=error.code,
        what=printable(error.what),
        todo=printable(error.todo),
    )


def printable(text: str) -> str:
    """The text without the escapes by which Python carries undecodable bytes of file names."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
