"""DOCX: the paragraphs of a Word document, headings told by their styles."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from dragoman.errors import BinarySource, SourceError, UnreadableSource
from dragoman.model import BlockKind
from dragoman.sources.dates import stated_date
from dragoman.sources.draft import Draft, squeeze, under_headings
from dragoman.sources.furniture import byline, surrounds
from dragoman.sources.packed import bomb

if TYPE_CHECKING:
    from lxml.etree import _Element

SIGNATURE = b"PK\x03\x04"
_MAIN = "word/document.xml"
_LARGEST = 100_000_000  # bytes of a part, unpacked
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CORE = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "byline": "{http://purl.org/dc/elements/1.1/}creator",
}
_TITLE, _HEADING = re.compile(r"title", re.I), re.compile(r"(?:heading|subtitle)\s?\d?", re.I)
_DAMAGE = (zipfile.BadZipFile, EOFError, OSError, KeyError, ValueError, RuntimeError)


class Paragraph(NamedTuple):
    """A paragraph's words, its tabs and line breaks among them, and the name of its style."""

    words: str
    style: str
    cells: tuple[str, ...] = ()  # of a table's row, which is a paragraph of its own


class Word(NamedTuple):
    """What a Word document holds."""

    paragraphs: list[Paragraph]
    told: dict[str, str]  # `title`, `byline`


def is_docx(data: bytes) -> bool:
    """Whether the bytes are a Word document."""
    if not data.startswith(SIGNATURE):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _MAIN in archive.namelist()
    except _DAMAGE:
        return _MAIN.encode() in data or b"[Content_Types].xml" in data[:200]


def draft_docx(data: bytes, *, name: str) -> Draft:
    """The words of a Word document, a blank line between paragraphs; `origins` is empty."""
    word = read_docx(data, name=name)
    text = ""
    parts: list[tuple[BlockKind, int, int]] = []
    for one in word.paragraphs:
        words = one.words.strip()
        if not words:
            continue
        text += "\n\n" if text else ""
        kind = _kind(one, words, first=not any(k is BlockKind.TITLE for k, _, _ in parts))
        parts.append((kind, len(text), len(text) + len(words)))
        text += words
    title = next((text[s:e] for kind, s, e in parts if kind is BlockKind.TITLE), None)
    top = [text[s:e] for _, s, e in parts[:8]]
    return Draft(
        text=text,
        blocks=under_headings(text, parts),
        origins=(),
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        title=title or word.told.get("title"),
        byline=next(filter(None, map(byline, top)), None) or word.told.get("byline"),
        published=next(filter(None, map(stated_date, top)), None),
    )


def _kind(paragraph: Paragraph, words: str, *, first: bool) -> BlockKind:
    if _TITLE.fullmatch(paragraph.style):
        return BlockKind.TITLE if first else BlockKind.HEADING
    if _HEADING.fullmatch(paragraph.style):
        return BlockKind.TITLE if first and paragraph.style.endswith("1") else BlockKind.HEADING
    if byline(words) or stated_date(words):
        return BlockKind.FURNITURE
    return surrounds(words) or BlockKind.PARAGRAPH


def read_docx(data: bytes, *, name: str) -> Word:
    """The paragraphs of a Word document in order, those of tables row by row, and what it tells.

    Text in boxes, notes, headers, comments and deleted text is left out.
    """
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _MAIN not in archive.namelist():
                raise BinarySource(
                    f"{name} is a ZIP archive, but no Word document.",
                    todo="Give it an ending that says what it is.",
                )
            styles = _styles(_part(archive, "word/styles.xml", name=name))
            body = _part(archive, _MAIN, name=name)
            paragraphs = [] if body is None else list(_paragraphs(body, styles))
            return Word(paragraphs, _told(_part(archive, "docProps/core.xml", name=name)))
    except SourceError:
        raise
    except (*_DAMAGE, LxmlError) as error:
        raise UnreadableSource(
            f"{name} is a damaged Word document: {error}.", todo="Save it again."
        ) from error


def _part(archive: zipfile.ZipFile, part: str, *, name: str) -> "_Element | None":
    from lxml.etree import XMLParser, fromstring

    if part not in archive.namelist():
        return None
    info = archive.getinfo(part)
    with archive.open(info) as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise bomb(name, size=info.file_size, packed=info.compress_size)
    # Neither entities nor anything outside: a document is not to be trusted.
    return fromstring(data, XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _styles(styles: "_Element | None") -> dict[str, str]:
    """The names of styles by their ids: ids are translated, names are not."""
    found = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        named = style.find(f"{_W}name")
        if named is not None:
            found[style.get(f"{_W}styleId", "")] = named.get(f"{_W}val", "")
    return found


def _paragraphs(body: "_Element", styles: dict[str, str]) -> Iterator[Paragraph]:
    for element in body.iter(f"{_W}p", f"{_W}tr"):
        # Text in boxes stands within the paragraph that holds the box, and is told twice.
        if any(True for _ in element.iterancestors(f"{_W}txbxContent", f"{_W}tr")):
            continue
        if element.tag == f"{_W}tr":
            cells = tuple(
                "\n".join(filter(None, map(_words, cell.iter(f"{_W}p"))))
                for cell in element.iter(f"{_W}tc")
            )
            yield Paragraph("\t".join(filter(None, cells)), "", cells)
            continue
        style = element.find(f"{_W}pPr/{_W}pStyle")
        key = style.get(f"{_W}val", "") if style is not None else ""
        yield Paragraph(_words(element), styles.get(key, key))


def _words(paragraph: "_Element") -> str:
    signs = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
    found = []
    for element in paragraph.iter(f"{_W}t", *signs):
        # A tab within a paragraph's properties is none of its words; nor is a box's text.
        parent, owner = element.getparent(), next(element.iterancestors(f"{_W}p"))
        if parent is not None and parent.tag == f"{_W}r" and owner is paragraph:
            found.append(signs.get(element.tag, element.text or ""))
    return "".join(found)


def _told(core: "_Element | None") -> dict[str, str]:
    if core is None:
        return {}
    return {k: words for k, tag in _CORE.items() if (words := squeeze(core.findtext(tag) or ""))}
