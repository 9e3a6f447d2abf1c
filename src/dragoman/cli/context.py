"""What every command works with: the settings of the run and how things are made from them."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.way import Way

if TYPE_CHECKING:
    from dragoman.archive import Archive
    from dragoman.model import Frame
    from dragoman.settings import Settings

    Annotate = Callable[[Sequence[str]], list[list[Frame]]]


def best_f1(settings: "Settings") -> "Annotate":
    """The frames of texts, read by the shipped coder at its operating point of best F1."""
    from dragoman.reading import load_reader, read_texts

    reader = load_reader(point="f1", threads=settings.threads)
    return lambda texts: read_texts(texts, reader=reader)


@dataclass(frozen=True, kw_only=True)
class Context:
    """The run as the edge sees it; tests give one with doubles in it."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    folder: Path | None = None  # where dragoman.toml is looked for; the working directory if None
    config: Path | None = None
    debug: bool = False
    make_way: Callable[..., Way] = Way
    make_annotate: "Callable[[Settings], Annotate]" = best_f1

    def with_options(self, *, config: Path | None, debug: bool) -> "Context":
        """This context with what the command line gave before the command."""
        return replace(self, config=config or self.config, debug=debug or self.debug)

    def settings(self, **flags: object) -> "Settings":
        """The settings of the run; `flags` are the command's own, None where not given."""
        from dragoman.settings import load

        return load(environ=self.environ, flags=flags, file=self.config, folder=self.folder)

    def way(self, settings: "Settings", *, min_confidence: float | None = None) -> Way:
        """How reports are read in this run."""
        return self.make_way(
            min_confidence=min_confidence,
            max_size=settings.max_size,
            threads=settings.threads,
            policy_file=Path(settings.policy) if settings.policy else None,
            coders_asked=tuple(map(Path, filter(None, settings.coder.split(os.pathsep)))),
        )

    def archive(self, settings: "Settings", *, create: bool = False) -> "Archive":
        """The archive that the settings name."""
        from dragoman.archive import Archive

        return Archive.open(settings.archive, wait=settings.wait, create=create)
