"""`dragoman doctor`: whether everything that reading needs is there and works."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from dragoman.cli import options, outcome
from dragoman.cli.context import Context
from dragoman.cli.output import emit
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.settings import Settings

LIBRARIES = ("click", "numpy", "onnxruntime", "pydantic", "rich", "sqlalchemy", "tokenizers")
SENTENCE = (
    "GENEVA, 3 March 2022 - The two governments signed a ceasefire agreement on Thursday, "
    "the mediator said, and demanded the release of 40 prisoners."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and what to do where it is a fault."""

    check: str
    ok: bool
    said: str
    todo: str | None = None


@click.command()
@options.archive
@options.json
@click.pass_obj
def doctor(context: Context, *, archive: str | None, json: bool) -> None:
    """Check that reading works on this machine.

    Versions, model, languages, SQLite, the archive, and a sentence read; each with what to do.
    """
    settings = context.settings(archive=archive)
    well = True
    for finding in _findings(Checks(context, settings).each()):
        well = well and finding.ok
        if json:
            shown = {"check": finding.check, "ok": finding.ok, "said": finding.said}
            emit(shown | {"todo": finding.todo})
        else:
            told = " ".join(filter(None, (finding.said, finding.todo)))
            click.echo(f"{'ok' if finding.ok else 'FAULT':6} {finding.check:10} {told}")
    raise click.exceptions.Exit(0 if well else outcome.UNFORESEEN)


def _findings(checks: Iterable[Callable[[], str]]) -> Iterator[Finding]:
    for check in checks:
        name = check.__name__
        try:
            yield Finding(name, ok=True, said=check())
        except DragomanError as error:
            yield Finding(name, ok=False, said=error.what, todo=error.todo)
        except Exception as error:  # a broken installation can fail in any way
            said = f"{type(error).__name__}: {error}."
            yield Finding(name, ok=False, said=said, todo="Install dragoman again.")


@dataclass(frozen=True)
class Checks:
    """Each check says what it found, or raises what is wrong."""

    context: Context
    settings: "Settings"

    def each(self) -> Iterable[Callable[[], str]]:
        """The checks in the order in which they are shown."""
        return (
            self.versions, self.model, self.languages, self.reading, self.sqlite, self.archive,
        )  # fmt: skip

    def versions(self) -> str:
        """The versions of what runs."""
        import platform
        from importlib.metadata import version

        libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
        return f"dragoman {version('dragoman')}, Python {platform.python_version()}, {libraries}."

    def model(self) -> str:
        """The coder's weights, each file checked against its hash."""
        from dragoman.reading import read_manifest
        from dragoman.reading.coder import check_files

        folder = self.context.way(self.settings).folder
        manifest = read_manifest(folder)
        check_files(folder, manifest)
        return f"{manifest.coder}, sha256 {manifest.sha256}; its files are unaltered."

    def languages(self) -> str:
        """The languages that reports may be in."""
        from dragoman.sources import LANGUAGES_READ

        return f"Reports are read in: {', '.join(sorted(LANGUAGES_READ))}."

    def reading(self) -> str:
        """What is found in a sentence that holds an event, a statement and a figure."""
        way = self.context.way(self.settings)
        found = len(way.code(way.report(SENTENCE)).records)
        if not found:
            raise DragomanError(
                "Nothing was found in a plain sentence.", todo="Install dragoman again."
            )
        return f"{found} record{'' if found == 1 else 's'} found in a test sentence."

    def sqlite(self) -> str:
        """What the archive needs of SQLite."""
        import sqlite3
        import tempfile
        from contextlib import closing
        from pathlib import Path

        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "test.db")
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("CREATE VIRTUAL TABLE t USING fts5(words)")
                [mode] = connection.execute("PRAGMA journal_mode = wal").fetchone()
        if mode != "wal":
            raise DragomanError(
                f"SQLite {sqlite3.sqlite_version} has no write-ahead log.",
                todo="Use a Python whose SQLite has one.",
            )
        return f"SQLite {sqlite3.sqlite_version}, with full-text search and write-ahead log."

    def archive(self) -> str:
        """Whether the archive can be read, if there is one."""
        from dragoman.store.engine import parsed, path_of

        url = parsed(self.settings.archive)
        if url is None or url.get_backend_name() != "postgresql":
            path = path_of(self.settings.archive)
            if not path.exists():
                return f"None yet at {path}; `dragoman read --archive {path} FILE` makes it."
        with self.context.archive(self.settings) as kept:
            number = sum(1 for _ in kept.reports())
            return f"{kept.where} can be read: {number} report{'' if number == 1 else 's'}."
