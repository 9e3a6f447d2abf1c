"""One file per kind of input, each giving reports: texts, pages, tables, archives, feeds."""

from dragoman.sources.document import Document, read_document
from dragoman.sources.files import normal_path
from dragoman.sources.language import LANGUAGES_READ
from dragoman.sources.listing import documents, files_of
from dragoman.sources.read import MAX_SIZE, read_bytes, read_source, read_text

__all__ = [
    "LANGUAGES_READ",
    "MAX_SIZE",
    "Document",
    "documents",
    "files_of",
    "normal_path",
    "read_bytes",
    "read_document",
    "read_source",
    "read_text",
]
