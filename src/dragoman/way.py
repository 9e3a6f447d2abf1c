"""The way of the data, wired once: a source becomes a report, its frames, its record."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import DragomanError, SettingsError
from dragoman.printable import printable

if TYPE_CHECKING:
    from collections.abc import Collection

    from dragoman.model import Coding, Failure, Report
    from dragoman.reading import Manifest, Reader
    from dragoman.resolve.places_policy import Policy
    from dragoman.sources import Document

Source = str | PathLike[str]
STDIN = "-"

# Raised whenever the same report and the same weights would give another record than before: with
# every change to `resolve`, to the vocabularies or to how `reading` cuts and decides. The coder's
# name carries it, so that what was read before is read anew.
RULES = 10

_SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
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
    device: str = "cpu"  # or "cuda", with onnxruntime-gpu installed
    # Coders that were asked for: one of the shipped schemas takes the shipped coder's place, those
    # of others read beside it.
    coders_asked: tuple[Path, ...] = ()

    @cached_property
    def folder(self) -> Path:
        """The folder of the coder of the shipped schemas."""
        from dragoman.reading import shipped

        mine = [f for f in self.coders_asked if _whole(f)]
        if len(mine) > 1:
            raise SettingsError(
                f"Each of {', '.join(map(str, mine))} would read all that is shipped.",
                todo="Name one of them.",
            )
        return self.coder_folder or (mine[0] if mine else shipped())

    @cached_property
    def added(self) -> "tuple[Added, ...]":
        """The coders that read beside it, with schemas of the user's own."""
        asked = [f for f in self.coders_asked if not _whole(f)]
        found = tuple(Added(f, self.min_confidence, self.threads) for f in asked)
        names = [c.manifest.name for c in found]
        if len(set(names)) < len(names):
            raise SettingsError(
                f"Two coders have one name: {', '.join(names)}.",
                todo="Train one of them again with another --name.",
            )
        return found

    def coders(self, report: "Report") -> list[str]:
        """What the records of this report name as their coders, that of the shipped schemas first
        where it reads the report's language."""
        mine = [self.coder] if reads(self.manifest, report) else []
        return [*mine, *(c.name for c in self.added if reads(c.manifest, report))]

    @property
    def languages(self) -> set[str]:
        """The languages that one of its coders reads."""
        manifests = (self.manifest, *(c.manifest for c in self.added))
        return {language for manifest in manifests for language in manifest.languages}

    @cached_property
    def reader(self) -> "Reader":
        """The reader with its weights."""
        from dragoman.reading import load_reader

        return load_reader(
            self.folder,
            min_confidence=self.min_confidence,
            threads=self.threads,
            device=self.device,
        )

    @cached_property
    def manifest(self) -> "Manifest":
        """What the coder says of itself: its name, and the languages it reads."""
        from dragoman.reading import read_manifest

        return read_manifest(self.folder)

    @cached_property
    def coder(self) -> str:
        """What the records of this way name as their coder."""
        from dragoman.model import digest

        # Another threshold or policy gives another record of the same report: it is another coder.
        # So may another device, which rounds in its own way.
        policy = f"+{digest(self._policy_text)[:8]}" if self.policy_file else ""
        device = "" if self.device == "cpu" else f"+{self.device}"
        sure = _sure_name(self.min_confidence)
        return f"{self.manifest.coder}.r{RULES}{policy}{device}{sure}"

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

        day, size = _day(published), self.max_size
        languages = self.languages
        if _is_text(source):
            return read_text(str(source), published=day, max_size=size, languages=languages)
        return read_source(source, published=day, max_size=size, languages=languages)

    def take(self, document: "Document", *, published: date | None = None) -> "Report":
        """The report of a document that a source holds; raises its `SourceError`."""
        from dragoman.sources import read_document

        size, languages = self.max_size, self.languages
        return read_document(document, published=published, max_size=size, languages=languages)

    def code(self, report: "Report") -> "Coding":
        """The record of a report: what its coder found, and those that read beside it."""
        from dragoman.reading import read_report
        from dragoman.resolve.coding import code
        from dragoman.resolve.own import marks_of

        others = [c for c in self.added if reads(c.manifest, report)]
        if others and not reads(self.manifest, report):
            return self.beside(report, [c.name for c in others])
        frames = read_report(report, reader=self.reader)
        coding = code(report, frames, coder=self.coder, policy=self.policy)
        if own := marks_of(report, frames, coder=self.coder):
            coding = coding.model_copy(update={"marks": own})
        if others:
            coding = coding.joined([c.code(report) for c in others])
        return coding if self.min_confidence is None else _sure(coding, self.min_confidence)

    def code_by(self, report: "Report", coders: "Collection[str]") -> "Coding":
        """What its coders of these names found: with the first of `coders(report)`, all of it."""
        whole = self.coders(report)[0] in coders
        return self.code(report) if whole else self.beside(report, coders)

    def beside(self, report: "Report", coders: "Collection[str]") -> "Coding":
        """What those of the added coders found in a report that have these names."""
        first, *more = [c.code(report) for c in self.added if c.name in coders]
        coding = first.joined(more)
        return coding if self.min_confidence is None else _sure(coding, self.min_confidence)


@dataclass(frozen=True)
class Added:
    """A coder with schemas of the user's own, which reads beside that of the shipped ones."""

    folder: Path
    min_confidence: float | None = None
    threads: int = 0

    @cached_property
    def manifest(self) -> "Manifest":
        """What it says of itself."""
        from dragoman.reading import read_manifest

        return read_manifest(self.folder)

    @cached_property
    def name(self) -> str:
        """What its marks name as their coder."""
        return f"{self.manifest.coder}.r{RULES}{_sure_name(self.min_confidence)}"

    @cached_property
    def reader(self) -> "Reader":
        """The reader with its weights."""
        from dragoman.reading import load_reader

        return load_reader(self.folder, min_confidence=self.min_confidence, threads=self.threads)

    def code(self, report: "Report") -> "Coding":
        """Its marks in a report."""
        from dragoman.model import Coding
        from dragoman.reading import read_report
        from dragoman.resolve.own import marks_of

        marks = marks_of(report, read_report(report, reader=self.reader), coder=self.name)
        return Coding(report=report, coder=self.name, added=(self.name,), marks=marks)


def reads(manifest: "Manifest", report: "Report") -> bool:
    """Whether a coder reads the report's language; one that is not known every coder reads."""
    return report.language is None or report.language in manifest.languages


def _whole(folder: Path) -> bool:
    """Whether the coder in a folder has all the shipped schemas."""
    from dragoman.reading import read_manifest
    from dragoman.reading.schema import default_schemas

    wanted = {s.name for s in default_schemas().items}
    return wanted <= {s.name for s in read_manifest(folder).schemas.items}


def _sure_name(least: float | None) -> str:
    return "" if least is None else f"@{least:g}"


def _sure(coding: "Coding", least: float) -> "Coding":
    """The records that are at least so sure; what was resolved can be less so than its words."""
    from dragoman.model import KINDS

    found = {k: tuple(r for r in getattr(coding, k) if r.confidence >= least) for k in KINDS}
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
