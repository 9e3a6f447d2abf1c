"""One file per kind of input, each giving reports: plain text, Markdown, HTML, standard input."""

from dragoman.sources.files import normal_path
from dragoman.sources.language import LANGUAGES_READ
from dragoman.sources.read import MAX_SIZE, read_bytes, read_source, read_text

__all__ = ["LANGUAGES_READ", "MAX_SIZE", "normal_path", "read_bytes", "read_source", "read_text"]
