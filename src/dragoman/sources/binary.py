"""Bytes that are no text, whatever the file name says."""

from functools import cache
from typing import NamedTuple

from dragoman.errors import BinarySource
from dragoman.sources.draft import load_data

_HEAD = 512
_WHITE = b"\t\n\v\f\r\x1b"  # control characters that texts do hold
_CONTROLS = bytes(c for c in range(32) if c not in _WHITE)


class _Signature(NamedTuple):
    name: str
    at: int
    starts: bytes
    then: bytes


@cache
def _signatures() -> tuple[_Signature, ...]:
    rows = load_data("signatures.toml")["signature"]
    return tuple(
        _Signature(r["name"], r.get("at", 0), _hex(r["hex"]), _hex(r.get("then", ""))) for r in rows
    )


def _hex(digits: str) -> bytes:
    return bytes.fromhex(digits)


def refuse_binary(data: bytes, *, name: str) -> None:
    """Raise `BinarySource` where the bytes are a picture, a document, an archive, a program..."""
    if kind := looks_like(data):
        raise BinarySource(
            f"{name} looks like {kind}, not text.",
            todo="Save the report as text, Markdown or HTML and read that.",
        )


def looks_like(data: bytes) -> str | None:
    """What the bytes are, in words, or None where they may be text."""
    head = data[:_HEAD]
    for signature in _signatures():
        if head.startswith(signature.starts, signature.at) and signature.then in head:
            return signature.name
    controls = len(data) - len(data.translate(None, _CONTROLS))
    # A stray NUL occurs in texts; one byte in ten, or many, does not.
    if controls > len(data) / 10 or (controls > 8 and controls > len(data) / 100):
        return "binary data"
    return None
