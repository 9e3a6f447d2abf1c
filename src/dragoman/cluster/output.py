"""The result of a cluster's run: Parquet by kind and day of publication, whole shard by shard.

    OUT/events/published=2025-01-21/shard-….parquet    and so for each kind of record
    OUT/codings/published=2025-01-21/shard-….parquet   each report's whole record, as JSON
    OUT/failures/shard-….parquet                       what could not be read
    OUT/shards/shard-….json                            written last: the shard is done

Each file takes its name once it is whole. A day that is not known has Hive's own name for that.
"""

import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import ArchiveError
from dragoman.export.extras import needed
from dragoman.export.lines import dumps
from dragoman.export.parquet import Table, row
from dragoman.export.selection import Found
from dragoman.model import KINDS, Coding, Failure

if TYPE_CHECKING:
    from dragoman.ingest import Taken

Arrow = Any  # pyarrow has no types
Marker = dict[str, Any]  # JSON

UNKNOWN = "__HIVE_DEFAULT_PARTITION__"
CODINGS, FAILURES, SHARDS = "codings", "failures", "shards"
_CODING = ("report", "version", "coder", "address", "title", "site", "language", "json")
_FAILURE = ("document", "code", "what", "todo")


class Output:
    """The folder or object store that a plan writes to."""

    def __init__(self, where: str) -> None:
        self._arrow = needed("pyarrow", extra="cluster", format="parquet")
        self._fs_module = needed("pyarrow.fs", extra="cluster", format="parquet")
        self._parquet = needed("pyarrow.parquet", extra="cluster", format="parquet")
        self.where = where
        uri = where if "://" in where else str(Path(where).absolute())
        try:
            self._fs, self._root = self._fs_module.FileSystem.from_uri(uri)
        except (OSError, ValueError) as error:
            raise ArchiveError(
                f"{where} cannot be opened: {error}.",
                todo="Give a folder or an address like s3://…",
            ) from error

    def check(self) -> None:
        """Raise `ArchiveError` where no shard was ever finished, as where the path is mistyped."""
        nothing = self._fs_module.FileType.NotFound
        if self._fs.get_file_info(self._path(SHARDS)).type != nothing:
            return
        if self._fs.get_file_info(self._root).type == nothing:
            raise ArchiveError(f"There is no folder {self.where}.", todo="Check the path.")
        raise ArchiveError(
            f"{self.where} holds no result of a run.",
            todo="Give the `out` of a plan that `dragoman cluster run` has read.",
        )

    def marker(self, shard: str) -> Marker | None:
        """What is told of a shard that is done."""
        found = self._fs.get_file_info(self._path(_marker(shard)))
        if found.type == self._fs_module.FileType.NotFound:
            return None
        return self._read(_marker(shard))

    def markers(self) -> list[Marker]:
        """What is told of all shards that are done, in the order of the inputs."""
        folder = self._fs_module.FileSelector(self._path(SHARDS), allow_not_found=True)
        names = [f.path for f in self._fs.get_file_info(folder) if f.path.endswith(".json")]
        found = [self._read(f"{SHARDS}/{name.rpartition('/')[2]}") for name in names]
        return sorted(found, key=lambda m: (m["unit"], m["part"], m["shard"]))

    def forget(self, marker: Marker) -> None:
        """Take out a shard whose documents are no longer those that were read."""
        for name in (_marker(marker["shard"]), *marker["files"]):
            self._fs.delete_file(self._path(name))

    def keep(self, marker: Marker, taken: "Iterable[Taken]") -> Marker:
        """Write all that was found in a shard; what is told of it, complete."""
        tables, failed = _Tables(), list[dict[str, object]]()
        counts = {"done": 0, "skipped": 0, "failed": 0}
        seen = set[tuple[str, str]]()
        for one in taken:
            if one.coding is None:
                counts["failed"] += 1
                failed.append({name: getattr(one.entry, name) for name in _FAILURE})
            elif (key := (one.coding.report.id, one.coding.report.version)) in seen:
                counts["skipped"] += 1
            else:
                seen.add(key)
                counts["done"] += 1
                tables.add(one.coding)
        files = {f"{folder}/{marker['shard']}.parquet": data for folder, data in tables.files()}
        if failed:
            files[f"{FAILURES}/{marker['shard']}.parquet"] = self._plain(failed, _FAILURE)
        for folder, rows in tables.codings.items():
            files[f"{folder}/{marker['shard']}.parquet"] = self._plain(rows, _CODING)
        for name, data in files.items():
            self._write(name, data)
        whole = marker | counts | {"files": sorted(files)}
        self._write(_marker(marker["shard"]), json.dumps(whole).encode())
        return whole

    def codings(self, marker: Marker) -> Iterator[Coding]:
        """The codings of a shard in the order of its documents, each checked against its text."""
        rows = [row for name in _of(marker, CODINGS) for row in self._table(name).to_pylist()]
        for found in sorted(rows, key=lambda row: row["number"]):
            yield Coding.from_json(found["json"])

    def failures(self, marker: Marker) -> Iterator[Failure]:
        """What could not be read of a shard."""
        for name in _of(marker, FAILURES):
            for found in self._table(name).to_pylist():
                told = {field: found[field] for field in _FAILURE[1:]}
                yield Failure(address=found["document"], **told)

    def _table(self, name: str) -> Arrow:
        with self._fs.open_input_file(self._path(name)) as stream:
            return self._parquet.read_table(stream)

    def _plain(self, rows: list[dict[str, object]], names: tuple[str, ...]) -> bytes:
        """Rows of texts, with their order, as a Parquet file."""
        text = [(name, self._arrow.string()) for name in names]
        schema = self._arrow.schema([("number", self._arrow.int64()), *text])
        stream = io.BytesIO()
        numbered = [{"number": number} | row for number, row in enumerate(rows)]
        table = self._arrow.Table.from_pylist(numbered, schema=schema)
        self._parquet.write_table(table, stream, compression="zstd")
        return stream.getvalue()

    def _read(self, name: str) -> Marker:
        with self._fs.open_input_stream(self._path(name)) as stream:
            found: Marker = json.loads(stream.read())
            return found

    def _write(self, name: str, data: bytes) -> None:
        """A file that is there whole or not at all."""
        path = self._path(name)
        folder, _, last = path.rpartition("/")
        try:
            self._fs.create_dir(folder)
            part = f"{folder}/.{last}.part"
            with self._fs.open_output_stream(part) as stream:
                stream.write(data)
            self._fs.move(part, path)
        except OSError as error:
            raise ArchiveError(
                f"{self.where} cannot be written: {error}.", todo="See to its rights and its room."
            ) from error

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"


class _Tables:
    """The Parquet files of a shard while they are filled, by folder."""

    def __init__(self) -> None:
        self._streams: dict[str, io.BytesIO] = {}
        self._open: dict[str, Table] = {}
        self.codings: defaultdict[str, list[dict[str, object]]] = defaultdict(list)

    def add(self, coding: Coding) -> None:
        """All that one report gave."""
        report = coding.report
        day = f"published={report.published or UNKNOWN}"
        names = ("version", "address", "title", "site", "language")
        told = {name: getattr(report, name) for name in names}
        whole = {"report": report.id, "coder": coding.coder, "json": dumps(coding.to_dict())}
        self.codings[f"{CODINGS}/{day}"].append(told | whole)
        for kind in KINDS:
            for record in getattr(coding, kind):
                self._table(kind, f"{kind}/{day}").add(row(Found(kind, record, report)))

    def _table(self, kind: str, folder: str) -> Table:
        if folder not in self._open:
            self._streams[folder] = io.BytesIO()
            self._open[folder] = Table(kind, self._streams[folder])
        return self._open[folder]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The finished files of records."""
        for folder, table in self._open.items():
            with closing(table):
                pass
            yield folder, self._streams[folder].getvalue()


def _marker(shard: str) -> str:
    return f"{SHARDS}/{shard}.json"


def _of(marker: Marker, kind: str) -> list[str]:
    return [name for name in marker["files"] if name.startswith(f"{kind}/")]
