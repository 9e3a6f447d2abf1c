"""Reading: text to frames, with one encoder, one frame head and schemas as data."""

from collections.abc import Sequence
from dataclasses import replace

from dragoman.model import Frame, Report, Span
from dragoman.reading.coder import Manifest, check_files, load_reader, read_manifest, shipped
from dragoman.reading.reader import Reader
from dragoman.reading.tokens import MAX_TOKENS
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
    return _read(report.text, windows(report), reader)


def read_texts(texts: Sequence[str], *, reader: Reader) -> list[list[Frame]]:
    """The frames of each text, none of it a heading; spans are offsets into that text.

    Each is read by itself: int8 scales look at a whole batch, and what is found in a text must not
    depend on its neighbours.
    """
    return [_read(text, pack(text, (0, len(text))), reader) for text in texts]


def _read(text: str, windows: Sequence[Span], reader: Reader) -> list[Frame]:
    spans = [span for window in windows for span in _fitting(text, window, reader)]
    found = reader.read([text[start:end] for start, end in spans])
    return [
        _moved(frame, start)
        for (start, _), frames in zip(spans, found, strict=True)
        for frame in frames
    ]


def _fitting(text: str, window: Span, reader: Reader) -> list[Span]:
    """The window, cut smaller where it has more wordpieces than the encoder has positions."""
    start, end = window
    if end - start <= MAX_TOKENS or reader.length(text[start:end]) <= MAX_TOKENS:
        return [window]
    return pack(text, window, longest=MAX_TOKENS)  # no wordpiece is shorter than a character


def _moved(frame: Frame, by: int) -> Frame:
    def move(span: Span) -> Span:
        return span[0] + by, span[1] + by

    roles = {role: tuple(map(move, spans)) for role, spans in frame.roles.items()}
    return replace(frame, anchor=move(frame.anchor), roles=roles)
