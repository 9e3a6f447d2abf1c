"""Everything that can go wrong, as one tree.

    DragomanError
    ├── SourceError            a report cannot be taken in      exit 3 (others read) or 4 (none)
    │   ├── EmptySource        nothing, or only blanks
    │   ├── BinarySource       bytes that are no text
    │   ├── TooLarge           over the size limit
    │   ├── NoArticle          a page without an article
    │   ├── UnreadableSource   missing, a folder, no permission, bad encoding
    │   ├── LanguageNotRead    a language the model does not read
    │   ├── RemovedReport      taken out of the archive, and not restored
    │   └── WorkerLost         the process that read it was killed, or took too long
    ├── AnchorError            words that do not stand where the evidence says
    ├── VocabularyError        a code no vocabulary knows
    ├── ModelError             weights missing, damaged or of another version
    ├── ArchiveError           an archive cannot be opened, read or written
    │   └── DamagedArchive     what it holds is not what was written; an AnchorError as well
    ├── ClusterError           a Ray cluster cannot be reached, or gave up
    └── SettingsError          a setting that is unknown or malformed

Each has a stable `code`, says what happened and what to do next, and carries the exit status of
the command line.
"""

from typing import Any  # of the values by which pickle makes an error again


class DragomanError(Exception):
    """Base of every error dragoman raises on purpose."""

    code = "dragoman"
    exit_status = 1

    def __init__(self, what: str, *, todo: str) -> None:
        super().__init__(f"{what} {todo}")
        self.what = what
        self.todo = todo

    def __reduce__(self) -> "tuple[Any, ...]":  # pickle knows of no keyword-only arguments
        return _again, (type(self), self.what, self.todo)


def _again(kind: type[DragomanError], what: str, todo: str) -> DragomanError:
    return kind(what, todo=todo)


class SourceError(DragomanError):
    """A report that cannot be taken in; the other reports of the run are still read."""

    code = "source"
    exit_status = 4


class EmptySource(SourceError):
    """Nothing in it, or only blanks."""

    code = "source.empty"


class BinarySource(SourceError):
    """Bytes that are no text, whatever the file name says."""

    code = "source.binary"


class TooLarge(SourceError):
    """Over the size limit."""

    code = "source.too_large"


class NoArticle(SourceError):
    """A page on which no article text was found."""

    code = "source.no_article"


class UnreadableSource(SourceError):
    """A path that is missing, is a folder, or may not be read; bytes in no known encoding."""

    code = "source.unreadable"


class LanguageNotRead(SourceError):
    """A report in a language the model does not read."""

    code = "source.language"


class RemovedReport(SourceError):
    """A report that was taken out of the archive and not restored."""

    code = "source.removed"


class WorkerLost(SourceError):
    """A report over which the process that read it was killed, or took too long."""

    code = "source.worker"


class AnchorError(DragomanError):
    """Evidence whose words do not stand in the text at the offsets it gives."""

    code = "anchor"


class VocabularyError(DragomanError):
    """A code that no vocabulary knows."""

    code = "vocabulary"


class ModelError(DragomanError):
    """Weights that are missing, damaged or made for another version."""

    code = "model"
    exit_status = 6


class ArchiveError(DragomanError):
    """An archive that cannot be opened, read or written."""

    code = "archive"
    exit_status = 5


class RefusedQuery(ArchiveError):
    """A question in SQL that the database does not take."""


class DamagedArchive(ArchiveError, AnchorError):
    """What an archive or an export holds is not what was written, or does not fit its text."""

    code = "archive.damaged"


class ClusterError(DragomanError):
    """A Ray cluster that cannot be reached, or that gave up."""

    code = "cluster"


class SettingsError(DragomanError):
    """A setting that is unknown or malformed."""

    code = "settings"
    exit_status = 2
