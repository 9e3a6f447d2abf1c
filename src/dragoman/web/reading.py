"""Reports on their way into the archive: read one after the other, beside the pages."""

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Literal

from dragoman.archive import Archive
from dragoman.errors import DragomanError, SourceError
from dragoman.model import Failure, digest
from dragoman.sources import Document
from dragoman.way import Way

Step = Literal["waits", "is read", "kept", "failed"]
KEPT = 100  # batches that are remembered


@dataclass(slots=True)
class Part:
    """One report of a batch: how far it is, and what came of it."""

    name: str
    step: Step = "waits"
    report: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    what: str = ""
    todo: str = ""


@dataclass(slots=True)
class Batch:
    """What was given at once."""

    id: str
    parts: list[Part]

    @property
    def done(self) -> int:
        """How many of its reports are kept or failed."""
        return sum(part.step in ("kept", "failed") for part in self.parts)

    @property
    def finished(self) -> bool:
        """Whether all are."""
        return self.done == len(self.parts)


def pasted(
    text: str, *, title: str = "", site: str = "", published: date | None = None
) -> Document:
    """A text that somebody typed or pasted; its address is a hash of it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as forms send it
    return Document(
        address=f"text:{digest(text)}",
        name="the text",
        text=text,
        title=title.strip() or None,
        site=site.strip() or None,
        published=published,
    )


def uploaded(name: str, data: bytes, *, published: date | None = None) -> Document:
    """A file that a browser sent, of which only the last part of the name is known."""
    hashed = digest(data.decode("latin-1"))
    return Document(address=f"text:{hashed}", name=name, data=data, file=name, published=published)


class Reading:
    """Reads batches in a thread of its own; the reader is loaded once, when first needed."""

    def __init__(self, archive: Archive, way: Way) -> None:
        self._archive, self._way = archive, way
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._batches: OrderedDict[str, Batch] = OrderedDict()
        self._lock = Lock()

    def close(self) -> None:
        """Finish the report that is read now, and leave the others."""
        self._pool.shutdown(cancel_futures=True)

    def begin(self, documents: Sequence[Document]) -> Batch:
        """Take these in; the batch tells how far they are."""
        batch = Batch(secrets.token_hex(8), [Part(d.name) for d in documents])
        with self._lock:
            self._batches[batch.id] = batch
            while len(self._batches) > KEPT:
                self._batches.popitem(last=False)
        for part, document in zip(batch.parts, documents, strict=True):
            self._pool.submit(self._read, part, document)
        return batch

    def find(self, id: str) -> Batch | None:
        """The batch of that id, if it is remembered."""
        with self._lock:
            return self._batches.get(id)

    def _read(self, part: Part, document: Document) -> None:
        part.step = "is read"
        try:
            report = self._way.take(document)
            coding = self._archive.take(report, way=self._way, dated=document.published is not None)
            found = [r.record for r in coding.records]
            part.counts = {kind: found.count(kind) for kind in dict.fromkeys(found)}
            part.report, part.step = coding.report.id, "kept"
        except DragomanError as error:
            self._failed(part, document, error)
        except Exception as error:  # the thread's edge: the page must not wait for ever
            fault = f"Unexpected {type(error).__name__}: {error}."
            self._failed(part, document, DragomanError(fault, todo="This is a fault of dragoman."))

    def _failed(self, part: Part, document: Document, error: DragomanError) -> None:
        part.what, part.todo = error.what, error.todo
        try:
            if isinstance(error, SourceError):
                address = document.file or document.address
                failure = Failure(
                    address=address, code=error.code, what=error.what, todo=error.todo
                )
                self._archive.put_failure(failure)
        finally:
            part.step = "failed"
