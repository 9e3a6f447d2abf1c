"""The records of a WARC file (ISO 28500), and the HTTP answers within them.

Read by ourselves because whole records must be told from one that is cut off, wherever the cut is:
the libraries there are end without a word, or end the process.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

from dragoman.errors import UnreadableSource
from dragoman.sources.files import too_large
from dragoman.sources.inflate import CutOffError, Inflated

_LONGEST_LINE, _MOST_LINES = 65_536, 1_000
_BLOCK = 65_536
_HEAD = 200_000  # bytes that an answer's own header may add to a page


class DamagedError(Exception):
    """What follows is no record."""


class Record(NamedTuple):
    """A record: its fields, names in small letters, and its block, None where it is too long."""

    fields: Mapping[str, str]
    block: bytes | None


def records(file: BinaryIO, *, max_size: int) -> Iterator[Record]:
    """The records of a WARC file, under gzip or not, that are whole, in its order.

    At the first that is not, `CutOffError` or `DamagedError`. Blocks longer than `max_size` and the
    header of an answer are passed over.
    """
    stream = io.BufferedReader(Inflated(file))
    while first := stream.readline(_LONGEST_LINE):
        if not first.strip():
            continue  # line ends part records
        if not first.startswith(b"WARC/"):
            raise DamagedError("no record begins where one should")
        fields = _fields(stream)
        length = fields.get("content-length", "")
        if not length.isdigit():
            raise DamagedError("a record does not tell its length")
        yield Record(fields, _block(stream, int(length), most=max_size + _HEAD))


def _fields(stream: "io.BufferedReader[Inflated]") -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for _ in range(_MOST_LINES):
        line = stream.readline(_LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise CutOffError("the file ends within the header of a record")
        words = line.decode("utf-8", "replace").rstrip("\r\n")
        if not words.strip():
            return fields
        if words[0].isspace() and name:
            fields[name] += " " + words.strip()
        else:
            name, _, value = words.partition(":")
            name = name.strip().lower()
            fields.setdefault(name, value.strip())
    raise DamagedError("the header of a record does not end")


def _block(stream: "io.BufferedReader[Inflated]", length: int, *, most: int) -> bytes | None:
    parts: list[bytes] = []
    left = length
    while left:
        part = stream.read(min(left, _BLOCK))
        if not part:
            raise CutOffError("the file ends within a record")
        left -= len(part)
        if length <= most:
            parts.append(part)
    return b"".join(parts) if length <= most else None


class Answered(NamedTuple):
    """An HTTP answer: its status, its header's fields by names in small letters, what it gave."""

    status: int
    fields: Mapping[str, str]
    body: bytes


def answered(block: bytes) -> Answered | None:
    """The answer in a block, its body as it was sent; None where the block is none."""
    end = re.search(rb"\r?\n\r?\n", block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    first, *lines = head.decode("latin-1").splitlines() or [""]
    found = re.match(r"HTTP/\d(?:\.\d)? (\d{3})", first)
    if not found:
        return None
    pairs = (line.partition(":") for line in lines)
    return Answered(int(found[1]), {n.strip().lower(): v.strip() for n, _, v in pairs}, body)


def unpacked(answer: Answered, *, name: str, max_size: int) -> bytes:
    """The body as it was before it was sent: without chunks and packing; else a `SourceError`."""
    from urllib3.exceptions import HTTPError
    from urllib3.response import HTTPResponse

    packing = answer.fields.get("content-encoding", "").lower()
    body = answer.body
    try:
        if "chunked" in answer.fields.get("transfer-encoding", "").lower():
            body = _without_chunks(body)
        if packing not in ("", "identity", "none"):
            if packing not in HTTPResponse.CONTENT_DECODERS:
                raise UnreadableSource(
                    f"{name} is packed as {packing}.",
                    todo="For br install pip install 'dragoman[archives]'.",
                )
            response = HTTPResponse(
                io.BytesIO(body), {"content-encoding": packing}, preload_content=False
            )
            body = response.read(max_size + 1, decode_content=True)
    except (HTTPError, ValueError) as error:
        raise UnreadableSource(
            f"{name} is damaged: {error}.", todo="Fetch the page again."
        ) from error
    if len(body) > max_size:
        raise too_large(name, size=None, max_size=max_size)
    return body


def _without_chunks(body: bytes) -> bytes:
    """The chunks put together; the body as it is where it has none, as some crawlers leave it."""
    parts: list[bytes] = []
    at = 0
    while found := re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]*\r?\n").match(body, at):
        size = int(found[1], 16)
        if not size:
            return b"".join(parts)
        parts.append(body[found.end() : found.end() + size])
        at = found.end() + size
    return b"".join(parts) if parts and at >= len(body) else body
