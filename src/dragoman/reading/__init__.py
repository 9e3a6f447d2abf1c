"""Reading: text to frames, with one encoder, one frame head and schemas as data."""

from collections.abc import Sequence
from dataclasses import replace

from dragoman.model import Frame, Report, Span
from dragoman.reading.reader import Reader
from dragoman.reading.weights import Manifest, check_files, load_reader, read_manifest, shipped
from dragoman.reading.windows import pack, windows

__all__ = [
    "Manifest",
    "Reader",
    "check_files",
    "load_reader",
    "read_manifest",
    "read_report",
    "read_texts",
    "shipped",
    "windows",
]


def read_report(report: Report, *, reader: Reader) -> list[Frame]:
    """The frames in a report's paragraphs, their spans offsets into `report.text`."""
    return _read([(report.text, windows(report))], reader)[0]


def read_texts(texts: Sequence[str], *, reader: Reader) -> list[list[Frame]]:
    """The frames of each text, none of it a heading; spans are offsets into that text."""
    return _read([(text, pack(text, (0, len(text)))) for text in texts], reader)


def _read(cut: Sequence[tuple[str, Sequence[Span]]], reader: Reader) -> list[list[Frame]]:
    """The frames in the windows of each text, moved to where they stand in it."""
    found = iter(reader.read([text[s:e] for text, spans in cut for s, e in spans]))
    return [[_moved(f, start) for start, _ in spans for f in next(found)] for _, spans in cut]


def _moved(frame: Frame, by: int) -> Frame:
    def move(span: Span) -> Span:
        return span[0] + by, span[1] + by

    roles = {role: tuple(map(move, spans)) for role, spans in frame.roles.items()}
    return replace(frame, anchor=move(frame.anchor), roles=roles)
