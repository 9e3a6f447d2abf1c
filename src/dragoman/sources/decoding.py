"""Bytes to characters: byte order mark, declared charset, UTF-8, then what the bytes look like.

No character is ever replaced: bytes that no encoding reads are one clear error.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple  # Any: the values of a TOML file

from dragoman.errors import UnreadableSource
from dragoman.sources.draft import load_data

BOM = "\ufeff"
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_DECLARED = rb"""<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w:.-]+)"""
_STRAY = "[\udc80-\udcff]"  # how Python shows a byte that is no UTF-8
_SAMPLE = 200_000  # bytes shown to charset-normalizer


class Decoded(NamedTuple):
    """The characters, a byte order mark still among them, and the encoding that read them."""

    text: str
    encoding: str


def marked_encoding(data: bytes) -> str | None:
    """The encoding a byte order mark names, or that UTF-16 without one betrays."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    return _unmarked_utf16(data)


def decode(data: bytes, *, name: str, charset: str | None = None) -> Decoded:
    """The characters of the bytes, or `UnreadableSource` where no encoding reads them all.

    `charset` is what a server said they are in; what the bytes themselves declare comes first.
    """
    for encoding in _candidates(data, charset):
        try:
            return Decoded(data.decode(encoding), encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and (nearly := _nearly_utf8(data)):
                if error.end < len(data) and (patched := _patched(nearly)):
                    return Decoded(patched, encoding)
                break  # damaged UTF-8 is in no other encoding
    raise UnreadableSource(
        f"{name} is in no encoding that can be told from its bytes.",
        todo="Save it as UTF-8 and read it again.",
    )


def _candidates(data: bytes, charset: str | None) -> Iterator[str]:
    if marked := marked_encoding(data):
        yield marked
        return
    # A page that is saved and read again has no server: it must read the same.
    declared = _declared(data) or _tables()["declared"].get(charset or "")
    # Valid UTF-8 is no accident, while any byte is valid in the Western charsets pages declare.
    if declared and declared != "cp1252":
        yield declared
    yield "utf-8"
    if declared == "cp1252":
        yield declared
    if western := _western(data):
        yield western
    elif other := _other(data):
        yield other


def falsely_declared(data: bytes) -> str | None:
    """The encoding that a page says it is in, where its bytes cannot be."""
    declared = _declared(data)
    try:
        data.decode(declared or "latin-1")
    except UnicodeDecodeError:
        return declared
    return None


def _declared(data: bytes) -> str | None:
    found = re.search(_DECLARED, data[:4096], re.IGNORECASE)
    return _tables()["declared"].get(found[1].decode("ascii", "ignore").lower()) if found else None


def _unmarked_utf16(data: bytes) -> str | None:
    pairs = len(data) // 2
    if pairs < 8 or len(data) % 2:
        return None
    if data[1::2].count(0) > 0.7 * pairs and data[::2].count(0) < 0.05 * pairs:
        return "utf-16-le"
    if data[::2].count(0) > 0.7 * pairs and data[1::2].count(0) < 0.05 * pairs:
        return "utf-16-be"
    return None


def _nearly_utf8(data: bytes) -> str | None:
    """The text of bytes that are UTF-8 but for a few, those as lone surrogates; else None."""
    text = data.decode("utf-8", "surrogateescape")
    beyond_ascii = len(re.findall(r"[^\x00-\x7f]", text))
    return text if len(re.findall(_STRAY, text)) * 10 < beyond_ascii else None


def _patched(text: str) -> str | None:
    """The text with its stray bytes read as the Western characters they are, where they are."""
    try:
        return re.sub(_STRAY, lambda byte: bytes([ord(byte[0]) - 0xDC00]).decode("cp1252"), text)
    except UnicodeDecodeError:
        return None


def _western(data: bytes) -> str | None:
    """The likeliest one-byte encoding of a text that is mostly ASCII letters."""
    high = sum(byte > 127 for byte in data)
    if high > 0.2 * len(data):
        return None
    scores: dict[str | None, float] = {
        None: 0.3 * high + 1
    }  # odder than this is no text in any of them
    for encoding in _tables()["western"]:
        try:
            scores[encoding] = _oddness(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return min(scores, key=scores.__getitem__)


def _oddness(text: str) -> float:
    """How many characters stand where writers do not put them: `RussiaÕs`, `Rados³aw`."""
    odd = 0.0
    for found in re.finditer(r"[^\x00-\x7f]", text):
        before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
        odd += _odd(found[0], before, after)
    return odd


def _odd(char: str, before: str, after: str) -> float:
    category = unicodedata.category(char)
    if category == "Cc":
        return 2.0
    if category == "Lu":
        return float(before.islower())
    if category[0] in "SN" or char in "ªº·¿¡‚„†‡…‹›":
        return float(before.isalpha() and after.isalpha()) + float(
            category == "Sc" and after.isalpha()
        )
    # Icelandic letters stand where the Turkish code page has its own, rarer in the news.
    return 0.5 if char in "ðþý" else 0.0


def _other(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=_tables()["other"]).best()
    return best.encoding if best else None


@cache
def _tables() -> dict[str, Any]:
    return load_data("encodings.toml")
