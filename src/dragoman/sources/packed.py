"""Archives of files: zip, tar and single files under gzip. Nothing is ever unpacked to disk."""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import PurePosixPath
from typing import IO, BinaryIO, NamedTuple, cast

from dragoman.errors import SourceError, TooLarge, UnreadableSource
from dragoman.sources.document import Document, failed
from dragoman.sources.files import too_large
from dragoman.sources.inflate import Inflated
from dragoman.sources.keys import Keys
from dragoman.sources.kinds import kind_of, not_read
from dragoman.sources.place import Place, broken

_BOMB_RATIO, _BOMB_SIZE = 200, 1_000_000_000  # text packs 10 : 1 at the best of times, say 50
_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
_PACKED = ("zip", "tar", "warc", "wacz", "gzip")


class Member(NamedTuple):
    """One file of an archive."""

    address: str  # `a.zip!/folder/b.html`
    name: str
    data: bytes


def zipped(place: Place, *, max_size: int) -> Iterator[Member | Document]:
    """The files of a zip archive in the order of their names; what cannot be had is failed."""
    try:
        with place.opened() as file, zipfile.ZipFile(file) as archive:
            infos = [i for i in archive.infolist() if not i.is_dir() and not hidden(i.filename)]
            packed, size = (sum(getattr(i, a) for i in infos) for a in _SIZES)
            if size > _BOMB_SIZE and size > _BOMB_RATIO * packed:
                raise bomb(place.name, size=size, packed=packed)
            keys = Keys()
            for number, info in sorted(enumerate(infos, 1), key=lambda i: i[1].filename):
                member = _zip_member(archive, info, place, max_size=max_size)
                yield _own(member, keys, number)
    except SourceError as error:
        yield failed(error, address=place.address, file=place.address)
    except _DAMAGE as error:
        yield failed(broken(place.name, f"is no whole zip archive: {error}"), address=place.address)


def _own(member: Member | Document, keys: Keys, number: int) -> Member | Document:
    """The member at an address of its own: an archive may hold several files of one name."""
    if isinstance(member, Document):
        return member
    return member._replace(address=keys.of(member.address, number, member.data))


_SIZES = ("compress_size", "file_size")


def _zip_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Place, *, max_size: int
) -> Member | Document:
    address = f"{place.address}!/{info.filename}"
    try:
        check_member(info.filename, address, size=info.file_size, max_size=max_size)
        if info.flag_bits & 1:
            raise UnreadableSource(
                f"{address} is encrypted.", todo="Unpack the archive with its password first."
            )
        with archive.open(info) as file:
            return Member(address, address, _limited(file, address, max_size=max_size))
    except SourceError as error:
        return failed(error, address=address, file=place.address)
    except _DAMAGE as error:
        told = broken(address, f"is damaged: {error}", some=False)
        return failed(told, address=address, file=place.address)


def tarred(place: Place, *, max_size: int) -> Iterator[Member | Document]:
    """The files of a tar archive, in its own order: one that is packed can be read just once."""
    try:
        with place.opened() as file:
            packed = file.seek(0, io.SEEK_END)
            file.seek(0)
            yield from _tar_members(file, place, packed=packed, max_size=max_size)
    except SourceError as error:
        yield failed(error, address=place.address, file=place.address)
    except _DAMAGE as error:
        yield failed(broken(place.name, f"is no whole tar archive: {error}"), address=place.address)


def _tar_members(
    file: BinaryIO, place: Place, *, packed: int, max_size: int
) -> Iterator[Member | Document]:
    with tarfile.open(fileobj=file, mode="r|*") as archive:
        keys = Keys()
        for number, info in enumerate(archive, 1):
            end = info.offset_data + info.size
            if end > _BOMB_SIZE and end > _BOMB_RATIO * packed:
                raise bomb(place.name, size=end, packed=packed)  # to pass over it takes as long
            if info.isfile() and not hidden(info.name):
                yield _own(_tar_member(archive, info, place, max_size=max_size), keys, number)


def _tar_member(
    archive: tarfile.TarFile, info: tarfile.TarInfo, place: Place, *, max_size: int
) -> Member | Document:
    address = f"{place.address}!/{info.name}"
    try:
        check_member(info.name, address, size=info.size, max_size=max_size)
        file = archive.extractfile(info)
        data = _limited(file, address, max_size=max_size) if file else b""
        if len(data) < info.size:
            raise tarfile.ReadError(f"{info.name} is cut off")
    except SourceError as error:
        return failed(error, address=address, file=place.address)
    return Member(address, address, data)


def unzipped(place: Place, *, max_size: int) -> Member | Document:
    """The one file under gzip, named without `.gz`."""
    name = place.name[: -len(".gz")]
    try:
        with place.opened() as file, gzip.GzipFile(fileobj=file) as stream:
            return Member(place.address, name, _limited(stream, place.name, max_size=max_size))
    except SourceError as error:
        return failed(error, address=place.address, file=place.address)
    except _DAMAGE as error:
        told = broken(place.name, f"is damaged: {error}", some=False)
        return failed(told, address=place.address)


def gunzipped(file: BinaryIO) -> BinaryIO:
    """What a file under gzip holds, as a stream."""
    return cast("BinaryIO", io.BufferedReader(Inflated(file)))  # reads as files do


def hidden(name: str) -> bool:
    """Whether a file in an archive is one that systems add: `.DS_Store`, `__MACOSX/...`."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith(".") and part != ".." for part in parts) or "__MACOSX" in parts


def check_member(name: str, address: str, *, size: int, max_size: int) -> None:
    """Raise the `SourceError` of a member that is not taken in, before a byte of it is read."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or any(":" in part for part in path.parts[:1]):
        raise UnreadableSource(
            f"{address} names a place outside its archive.",
            todo="Do not trust this archive; pack the files again with names of their own.",
        )
    kind = kind_of(name)
    if kind in _PACKED:
        raise UnreadableSource(
            f"{address} is an archive within an archive.", todo="Unpack the outer one first."
        )
    if kind is None:
        raise not_read(address)
    if size > max_size:
        raise too_large(address, size=size, max_size=max_size)


def bomb(name: str, *, size: int, packed: int) -> TooLarge:
    """The error for an archive that would unpack to far more than any text does."""
    return TooLarge(
        f"{name} would unpack from {packed:,} to {size:,} bytes, as no archive of reports does.",
        todo="Do not trust this archive; unpack what you need of it yourself.",
    )


def _limited(file: IO[bytes] | gzip.GzipFile, name: str, *, max_size: int) -> bytes:
    data = file.read(max_size + 1)  # what an archive says of sizes need not be true
    if len(data) > max_size:
        raise too_large(name, size=None, max_size=max_size)
    return data
