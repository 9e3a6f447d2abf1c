"""The files of one export: all replaced once all are written, each with its size and hash."""

import csv
import hashlib
import io
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, BinaryIO, Self

from dragoman.errors import ArchiveError
from dragoman.export.files import replacing
from dragoman.printable import printable_path

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Hashed(io.RawIOBase):
    """A stream that passes on what it is given, and knows its size and hash."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._hash, self.size = stream, hashlib.sha256(), 0

    def writable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """How many bytes were written."""
        return self.size

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write all of the bytes; how many they are."""
        view = memoryview(data).cast("B")
        self._stream.write(view)
        self._hash.update(view)
        self.size += len(view)
        return len(view)

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was written, as hexadecimal digits."""
        return self._hash.hexdigest()


class Outputs:
    """The files of an export to `out`, which name themselves after it.

    As a context it replaces them when all went well, and none otherwise.
    """

    def __init__(self, out: str | Path) -> None:
        self.out = Path(out)
        if self.out.exists() and not self.out.is_file():
            raise ArchiveError(
                f"{self.out} is no file, and other files are written beside it.",
                todo="Give the path of a file.",
            )
        self._stack = ExitStack()
        self._streams = ExitStack()
        self._files: dict[str, Hashed] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        failed = error
        try:
            self._streams.close()
        except OSError as wrong:  # what was held back does not fit on the disk
            failed = failed or wrong
        try:
            with self._stack:
                if failed is not None:
                    raise failed
        except OSError as wrong:
            failed = failed or wrong
        if isinstance(failed, OSError):
            raise self._refused(failed) from failed

    def _refused(self, error: OSError) -> ArchiveError:
        return ArchiveError(
            f"{self.out} cannot be written: {error.strerror or error}.",
            todo="Check the path and its rights.",
        )

    def path(self, part: str = "") -> Path:
        """Where a part goes: `talks.events.csv` for `events` of `talks.csv`."""
        return self.out.with_name(f"{self.out.stem}.{part}{self.out.suffix}") if part else self.out

    def binary(self, part: str = "", *, beside: str = "") -> IO[bytes]:
        """A stream for bytes: the file itself, a part of it, or `out` with more after its name."""
        path = self.out.with_name(self.out.name + beside) if beside else self.path(part)
        try:
            raw = Hashed(self._stack.enter_context(replacing(path)))
        except OSError as error:
            raise self._refused(error) from error
        self._files[path.name] = raw
        return self._streams.enter_context(io.BufferedWriter(raw, 1 << 16))

    def text(self, part: str = "", *, beside: str = "") -> IO[str]:
        """The same for text: UTF-8, line ends as they are written."""
        stream = self.binary(part, beside=beside)
        wrapped = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        return self._streams.enter_context(wrapped)

    def finish(self) -> list[dict[str, object]]:
        """Close the streams; name, bytes and SHA-256 of each file so far."""
        self._streams.close()
        return [
            {"name": printable_path(name), "bytes": raw.size, "sha256": raw.sha256}
            for name, raw in self._files.items()
        ]


def write_csv(stream: IO[str], rows: Iterable[Iterable[object]]) -> None:
    """Write the rows as RFC 4180 has them, so that any text comes back."""
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
