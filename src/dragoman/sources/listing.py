"""What a source holds, as documents in a fixed order, one after another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from os import PathLike, fspath
from pathlib import Path

from dragoman.errors import SourceError
from dragoman.sources.columns import checked
from dragoman.sources.decoding import decode
from dragoman.sources.document import Document, failed
from dragoman.sources.docx import is_docx, read_docx
from dragoman.sources.exports import articles, may_be_export
from dragoman.sources.files import normal_path
from dragoman.sources.folders import paths
from dragoman.sources.kinds import kind_of, not_read
from dragoman.sources.packed import Member, gunzipped, tarred, unzipped, zipped
from dragoman.sources.place import Place
from dragoman.sources.read import MAX_SIZE
from dragoman.sources.remote import is_remote, on_web, remote_paths, remote_place
from dragoman.sources.tables import rows
from dragoman.sources.warc import archived, collected

_HEAD = 65_536  # bytes in which the first article of an export tells its length
_EXPORT = 20  # times the largest report: what an export may be
_TEXT = (".txt", ".text")


def documents(
    source: str | PathLike[str],
    *,
    mapping: Mapping[str, str] | None = None,
    max_size: int = MAX_SIZE,
    listed: bool = False,
) -> Iterator[Document]:
    """The documents of a file, folder, glob, archive, table, export or address, in a fixed order.

    Never more than one is held, an export aside. What cannot be had is a document with its `error`.
    An `http(s)` URL is fetched; other addresses are opened by fsspec. `mapping` gives the columns
    of tables, `{"text": "body", "published": "day|%d/%m/%Y"}`; `SettingsError` where it is none.
    `listed` says that the source is a file that `files_of` gave, not one that somebody named.
    """
    checked(mapping)
    return _Listing(mapping, max_size, listed).of(fspath(source))


def files_of(source: str | PathLike[str]) -> Iterator[tuple[str, bool] | Document]:
    """The files of a folder, glob or address, which a run may share out, and whether each is
    `listed` to `documents`; what cannot be looked into is a document with its `error`."""
    name = fspath(source)
    for one in _found(name):
        yield one if isinstance(one, Document) else (one, one != name)


def _found(source: str) -> Iterator[str | Document]:
    if on_web(source):
        return iter((source,))
    return remote_paths(source) if is_remote(source) else paths(source)


@dataclass(frozen=True, slots=True)
class _Listing:
    mapping: Mapping[str, str] | None
    max_size: int
    listed: bool = False

    def of(self, source: str) -> Iterator[Document]:
        for one in _found(source):
            if isinstance(one, Document):
                yield one
            elif on_web(one):
                from dragoman.sources.web import fetched

                yield fetched(one, max_size=self.max_size)
            else:
                yield from self._file(one, named=one == source and not self.listed)

    def _file(self, path: str, *, named: bool) -> Iterator[Document]:
        place = remote_place(path) if is_remote(path) else _local(path)
        kind = kind_of(path)
        match kind:
            case "zip":
                for one in zipped(place, max_size=self.max_size):
                    yield from self._member(one)
            case "tar":
                for one in tarred(place, max_size=self.max_size):
                    yield from self._member(one)
            case "gzip":
                yield from self._unzipped(place)
            case "warc":
                yield from archived(place, max_size=self.max_size)
            case "wacz":
                yield from collected(place, max_size=self.max_size)
            case "table":
                yield from rows(place, mapping=self.mapping, max_size=self.max_size)
            case None if not named:
                yield failed(not_read(place.name), address=place.address, file=place.address)
            case _:
                yield from self._single(place, kind)

    def _single(self, place: Place, kind: str | None) -> Iterator[Document]:
        """A file that is one report, or an export with many."""
        alone = Document(address=place.address, name=place.name, file=place.address)
        text = place.name.lower().endswith(_TEXT)
        try:
            if kind != "docx" and not (text and may_be_export(_loose(place.head(_HEAD)))):
                yield alone
                return
            data = place.data(max_size=self.max_size * _EXPORT)
        except SourceError:
            yield alone  # whoever reads it is told
            return
        yield from self._held(replace(alone, data=data))

    def _unzipped(self, place: Place) -> Iterator[Document]:
        if kind_of(place.name[:-3]) == "table":
            within = Place(place.address, place.name[:-3], lambda: gunzipped(place.opener()))
            yield from rows(within, mapping=self.mapping, max_size=self.max_size)
            return
        yield from self._member(unzipped(place, max_size=self.max_size))

    def _member(self, member: Member | Document) -> Iterator[Document]:
        if isinstance(member, Document):  # it could not be had
            yield member
        elif kind_of(member.name) == "table":
            import io

            place = Place(member.address, member.name, lambda: io.BytesIO(member.data))
            yield from rows(place, mapping=self.mapping, max_size=self.max_size)
        else:
            file = member.address.partition("!/")[0]
            yield from self._held(
                Document(address=member.address, name=member.name, data=member.data, file=file)
            )

    def _held(self, document: Document) -> Iterator[Document]:
        """A document whose bytes are there: itself, or the reports it is an export of."""
        data, name = document.data or b"", document.name
        try:
            if is_docx(data):
                lines = (_line(p.cells, p.words) for p in read_docx(data, name=name).paragraphs)
                text = "\n".join(lines)
            elif name.lower().endswith(_TEXT) and may_be_export(_loose(data[:_HEAD])):
                text = decode(data, name=name).text
            else:
                text = ""
        except SourceError:
            text = ""  # whoever reads the document is told
        found = articles(text, address=document.address, name=name) if text else None
        yield from found if found is not None else iter((document,))


def _line(cells: tuple[str, ...], words: str) -> str:
    """A paragraph as a line of a text: a Factiva field is a row of two cells."""
    if len(cells) > 1:
        return "\t".join(cells).replace("\n", "\n\n")
    return f"{words}\n"


def _loose(data: bytes) -> str:
    """Bytes as characters, for a look at them."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if wide else "utf-8", "replace")


def _local(path: str) -> Place:
    return Place(normal_path(path), path, lambda: Path(path).open("rb"))
