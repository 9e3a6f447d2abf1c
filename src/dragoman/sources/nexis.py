"""Nexis Uni, and LexisNexis Academic before it: the articles of an export.

Headline                        1 of 20 DOCUMENTS
The Arland Courier              The Arland Courier
January 21, 2025 Tuesday        January 21, 2025 Tuesday
Copyright 2025 ...              Headline
Section: WORLD                  BYLINE: Ana Lima
Length: 512 words               LENGTH: 512 words
Body                            (the body)
(the body)                      LOAD-DATE: January 21, 2025
Load-Date: January 22, 2025     Copyright 2025 ...
End of Document
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from re import Pattern
from typing import Any  # the values of a TOML file

from dragoman.sources.draft import squeeze
from dragoman.sources.exports import Article, copyright_line, day, hashed, layout

_LENGTH = re.compile(r"^[ \t]*length:[ \t]*\d[\d,]* words", re.I | re.M)
_NUMBERED = re.compile(r"^[ \t]*(?:document )?\d+ of \d+(?: documents?)?[ \t]*$", re.I)
_KEPT = ("section", "dateline", "load-date", "publication-type", "url")


def is_export(text: str) -> bool:
    """Whether a text counts the words of its articles as Nexis does, and ends or numbers them."""
    ended = re.search(r"^[ \t]*(?:load-date:|end of document)", text, re.I | re.M)
    return bool(_LENGTH.search(text) and ended)


def articles(text: str) -> Iterator[Article]:
    """The articles of an export."""
    chunk: list[str] = []
    for line in text.splitlines():
        words = line.strip().lower()
        if _NUMBERED.match(line) or words == "end of document":
            yield from _article(chunk)
            chunk = []
        else:
            chunk.append(line)
    yield from _article(chunk)


def _article(lines: Sequence[str]) -> Iterator[Article]:
    """The article of some lines, if they hold one: its length is told."""
    if not any(_LENGTH.match(line) for line in lines):
        return
    head, told, start = _head(lines)
    end = next((i for i in range(start, len(lines)) if _ends(lines[i])), len(lines))
    below = lines[end:]
    told = dict(_fields(below, _layout()["below"])) | told
    title, site, stated = _named(head, modern=lines[start - 1].strip().lower() == "body")
    text = "\n".join(lines[start:end]).strip("\n")
    title = told.get("headline", title)
    rights = next((x.strip() for x in [*head, *map(squeeze, below)] if copyright_line(x)), "")
    yield Article(
        key=hashed("nexis", site, stated, title, text),
        title=title,
        text=text,
        site=site,
        byline=re.sub(r"^by ", "", told.get("byline", ""), flags=re.I),
        stated=stated,
        metadata=(
            *((key.replace("-", "_"), told[key]) for key in _KEPT if told.get(key)),
            *((("copyright", squeeze(rights)),) if rights else ()),
        ),
    )


def _head(lines: Sequence[str]) -> tuple[list[str], dict[str, str], int]:
    """The lines above the fields, the fields above the body, and where the body starts."""
    above = _layout()["above"]
    modern = next((i for i, x in enumerate(lines) if x.strip().lower() == "body"), None)
    first = next(i for i, x in enumerate(lines) if _field(x, above))
    if modern is not None and modern > first:
        start = modern + 1
    else:
        start = len(lines)
        told = False  # whether the last line that was not blank belongs to a field
        for i in range(first, len(lines)):
            blank = not lines[i].strip()
            if not blank and not _field(lines[i], above) and not told:
                start = i
                break
            told = not blank
    head = [x.strip() for x in lines[:first]]
    return head, dict(_fields(lines[first:start], above)), start


def _named(head: Sequence[str], *, modern: bool) -> tuple[str, str, str]:
    """The headline, the source and the day as written, of the lines on top."""
    around = _around()
    known = [x if not around.fullmatch(x) else "" for x in head]
    dated = next((i for i, x in enumerate(known) if day(x)), None)
    if dated is None:
        return next(filter(None, known), ""), "", ""
    before = [x for x in known[:dated] if x]
    site = before[-1] if before else ""
    if modern:
        return squeeze(" ".join(before[:-1])), site, known[dated]
    blocks = re.split(r"\n\s*\n", "\n".join(known[dated:]).strip())
    titles = [squeeze(b) for b in blocks[1:] if not copyright_line(b)]
    return (titles[-1] if titles else ""), site, known[dated]


def _fields(lines: Sequence[str], names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The fields of some lines, those that are wrapped put together."""
    key, value = "", ""
    for line in [*lines, ""]:
        found = _field(line, names)
        if found or not line.strip():
            if key:
                yield key, squeeze(value)
            key, value = found or ("", "")
        else:
            value = f"{value} {line}"


def _field(line: str, names: Sequence[str]) -> tuple[str, str] | None:
    name, colon, value = line.strip().partition(":")
    return (name.lower(), value) if colon and name.lower() in names else None


def _ends(line: str) -> bool:
    words = line.strip().lower()
    below = _field(line, _layout()["below"])
    return words in _layout()["ends"] or below is not None or copyright_line(line)


def _layout() -> dict[str, Any]:
    return layout("nexis")


@cache
def _around() -> Pattern[str]:
    return re.compile("|".join(_layout()["around"]), re.I)
