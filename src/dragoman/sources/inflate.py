"""A stream under gzip as one of plain bytes, which says so where it is cut off."""

import io
import zlib
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from typing_extensions import Buffer

_BLOCK = 65_536
_GZIP = 31  # what zlib calls the gzip format


class CutOffError(EOFError):
    """The stream ends within a part of it; all that came before was given."""


class Inflated(io.RawIOBase):
    """The bytes of all parts of a gzip stream; those of a stream that is not packed as they are.

    What can be given is given before `CutOffError` is raised, and never more than was asked for
    is held. The standard library's reader reads ahead, and so loses the parts before a cut.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._packed = file.read(_BLOCK)
        self._plain = not self._packed.startswith(b"\x1f\x8b")
        self._part = zlib.decompressobj(_GZIP)
        self._fresh = True  # at the start of a part

    def readable(self) -> bool:
        """True."""
        return True

    def close(self) -> None:
        """Close the file too."""
        if not self.closed:
            self._file.close()
        super().close()

    def readinto(self, buffer: "Buffer", /) -> int:
        """Fill the buffer, or a part of it; 0 at the end."""
        with memoryview(buffer) as room:
            found = self._some(len(room))
            room[: len(found)] = found
            return len(found)

    def _some(self, size: int) -> bytes:
        while True:
            self._packed = self._packed or self._file.read(_BLOCK)
            if self._plain or not self._packed:
                break
            try:
                found = self._part.decompress(self._packed, size)
            except zlib.error as error:
                raise CutOffError(f"its packing is damaged ({error})") from error
            self._fresh = self._part.eof
            self._packed = self._part.unused_data if self._fresh else self._part.unconsumed_tail
            if self._fresh:
                self._part = zlib.decompressobj(_GZIP)
                self._packed = self._packed.lstrip(b"\0")  # some writers pad
            if found:
                return found
        if not self._plain and not self._fresh:
            raise CutOffError("the file ends within a packed part")
        found, self._packed = self._packed[:size], self._packed[size:]
        return found
