"""The command line run in the test's own process, with doubles for what reads."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result

from dragoman.archive import Archive
from dragoman.cli import main
from dragoman.cli.context import Context
from dragoman.errors import EmptySource, ModelError, UnreadableSource
from dragoman.model import Frame, Report
from dragoman.settings import Settings
from dragoman.way import Source
from factories import FirstWord, coding, failure

# What a report's text makes the double raise, so that each way to fail can be tried.
_RAISED: dict[str, Callable[[], BaseException]] = {
    "": lambda: EmptySource("There is nothing in it.", todo="Give a file with text."),
    "model": lambda: ModelError("The weights are damaged.", todo="Install dragoman again."),
    "fault": lambda: ZeroDivisionError("division by zero"),
    "stop": KeyboardInterrupt,
}


class ReadingWay(FirstWord):
    """Reads plain files."""

    def report(self, source: Source, *, published: date | str | None = None) -> Report:
        assert not isinstance(published, str)
        try:
            text = source.read_text("utf-8") if isinstance(source, Path) else str(source)
        except OSError as error:
            raise UnreadableSource(f"There is no file {source}.", todo="Check it.") from error
        if raised := _RAISED.get(text.strip()):
            raise raised()
        address = source.as_posix() if isinstance(source, Path) else "text:double"
        return Report(address=address, text=text, published=published)


def first_words(texts: Sequence[str]) -> list[list[Frame]]:
    """An event in the first word of each text that has two."""
    status = {"status": "actual"}
    return [
        [Frame("events", (0, text.index(" ")), "CONSULT", 0.9, status)] if " " in text else []
        for text in texts
    ]


def annotator(settings: Settings) -> Callable[[Sequence[str]], list[list[Frame]]]:
    return first_words


CONTEXT = Context(environ={}, make_way=ReadingWay, make_annotate=annotator)


def run(
    *args: str | Path,
    folder: Path | None = None,
    environ: dict[str, str] | None = None,
    stdin: str | bytes | None = None,
    context: Context = CONTEXT,
    width: int = 100,
) -> Result:
    """`dragoman ARGS` with settings from `environ` and from `folder` alone."""
    made = replace(context, environ=environ or {}, folder=folder)
    runner = CliRunner(env={"COLUMNS": str(width), "NO_COLOR": None, "FORCE_COLOR": None})
    return runner.invoke(main, list(map(str, args)), input=stdin, obj=made)


def lines(result: Result) -> list[dict[str, object]]:
    """Standard output as the JSON objects it is to consist of."""
    text = result.stdout_bytes.decode("utf-8")
    return [json.loads(line) for line in text.removesuffix("\n").split("\n") if text]


def filled(path: Path, *, count: int = 2) -> Path:
    """An archive of so many reports with a record of each kind, and one failure."""
    with Archive.open(path) as archive:
        for number in range(count):
            archive.put(coding(number))
        archive.put_failure(failure())
    return path


def squeezed(text: str) -> str:
    """The text without blanks, so that wrapped words can be found in it."""
    return "".join(text.split())
