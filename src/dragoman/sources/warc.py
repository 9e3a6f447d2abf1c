"""Web archives: the pages of a WARC or WACZ file."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from dragoman.errors import SourceError, UnreadableSource
from dragoman.sources.document import Document, failed
from dragoman.sources.files import too_large
from dragoman.sources.packed import hidden
from dragoman.sources.place import Place, broken
from dragoman.sources.warc_records import DamagedError, Record, answered, records, unpacked

_PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
_FINE = 200


def archived(place: Place, *, max_size: int) -> Iterator[Document]:
    """The pages of a WARC file, in its order: HTML, text and PDF that a server answered with 200.

    A page's address is the URL it was fetched from. A file that is cut off gives the pages before
    the cut, then one failure.
    """
    try:
        with place.opened() as file:
            yield from _pages(file, place, max_size=max_size)
    except SourceError as error:
        yield failed(error, address=place.address, file=place.address)


def collected(place: Place, *, max_size: int) -> Iterator[Document]:
    """The pages of all WARC files within a WACZ file, by the names of those."""
    try:
        with place.opened() as file, zipfile.ZipFile(file) as archive:
            names = sorted(n for n in archive.namelist() if not hidden(n))
            warcs = [n for n in names if n.lower().endswith((".warc", ".warc.gz"))]
            if not warcs:
                raise UnreadableSource(
                    f"{place.name} holds no WARC file.", todo="Check what wrote it."
                )
            for name in warcs:
                within = Place(f"{place.address}!/{name}", f"{place.name}!/{name}", place.opener)
                with archive.open(name) as warc:
                    # A member of a zip archive reads as files do.
                    yield from _pages(cast("BinaryIO", warc), within, max_size=max_size)
    except SourceError as error:
        yield failed(error, address=place.address, file=place.address)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        yield failed(broken(place.name, f"is no whole WACZ file: {error}"), address=place.address)


def _pages(file: BinaryIO, place: Place, *, max_size: int) -> Iterator[Document]:
    count = 0
    try:
        for record in records(file, max_size=max_size):
            count += 1
            if page := _page(record, place, max_size=max_size):
                yield page
        if not count:
            raise DamagedError("it holds none")
    except (DamagedError, OSError, EOFError) as error:
        where = f"after {count:,} records" if count else "before its first record"
        told = broken(place.name, f"is cut off or damaged {where}: {error}")
        yield failed(told, address=place.address, file=place.address)


def _page(record: Record, place: Place, *, max_size: int) -> Document | None:
    """The page of a record, where it is one."""
    fields = record.fields
    kind = fields.get("warc-type")
    if kind not in ("response", "resource"):
        return None
    address = fields.get("warc-target-uri", "").strip("<>") or place.address
    if record.block is None:
        error: SourceError = too_large(
            address, size=int(fields["content-length"]), max_size=max_size
        )
        return failed(error, address=address, file=place.address)
    answer = answered(record.block) if kind == "response" else None
    if kind == "response" and (answer is None or answer.status != _FINE):
        return None
    stated = (answer.fields if answer else fields).get("content-type", "")
    media_type, _, parameters = stated.partition(";")
    if media_type.strip().lower() not in _PAGES:
        return None
    try:
        data = unpacked(answer, name=address, max_size=max_size) if answer else record.block
    except SourceError as damage:
        return failed(damage, address=address, file=place.address)
    return Document(
        address=address,
        name=address,
        data=data,
        file=place.address,
        charset=_charset(parameters),
    )


def _charset(parameters: str) -> str | None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip("\"' ").lower() or None
    return None
