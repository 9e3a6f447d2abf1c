"""Factiva: the articles of an export, with its codes for fields or without them.

HD  Headline                    Headline
BY  By Ana Lima                 By Ana Lima
WC  512 words                   512 words
PD  21 January 2025             21 January 2025
SN  The Arland Courier          The Arland Courier
LA  English                     English
CY  (c) 2025 ...                (c) 2025 ...
LP  (the first paragraphs)
TD  (the others)                (the body)
AN  Document ARLC0000...        Document ARLC0000...
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from dragoman.sources.draft import squeeze
from dragoman.sources.exports import WORDS, Article, copyright_line, day, layout

_END = re.compile(r"^(?:AN\s+)?Document\s+(?P<number>[A-Z][A-Z0-9]{5,}[A-Za-z0-9]{6,})[ \t]*$")
_CODE = re.compile(r"^(?P<code>[A-Z]{2,3})(?P<gap>[ \t]*$|[ \t]+)(?P<value>.*)$")
_KEPT = {"SC": "source_code", "PG": "page", "CY": "copyright", "ET": "time", "SE": "section"}


def is_export(text: str) -> bool:
    """Whether a text counts the words of its articles and ends them by accession numbers."""
    return bool(WORDS.search(text)) and any(_END.match(line) for line in text.splitlines())


def articles(text: str) -> Iterator[Article]:
    """The articles of an export; lines after the last accession number are no article."""
    chunk: list[str] = []
    for line in text.splitlines():
        found = _END.match(line)
        if found is None:
            chunk.append(line)
            continue
        coded = any((c := _code(x)) and c.code == "WC" for x in chunk)
        yield (_coded if coded else _bare)(chunk, found["number"])
        chunk = []


class _Coded(NamedTuple):
    code: str
    value: str
    plain: bool  # whether a single blank parts them, as within a sentence


def _code(line: str) -> _Coded | None:
    found = _CODE.match(line)
    if found is None or found["code"] not in _codes():
        return None
    return _Coded(found["code"], found["value"], found["gap"] == " ")


@cache
def _codes() -> dict[str, str]:
    """Whether each code stands above the body, is it, or stands below."""
    found = layout("factiva")
    return {code: part for part in ("above", "body", "below") for code in found[part]}


def _coded(lines: Sequence[str], number: str) -> Article:
    told: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        found = _code(line)
        # Within the body a word in capitals may look like a code.
        within = _codes().get(code) == "body"
        if found and not (within and (found.plain or _codes()[found.code] == "above")):
            code = found.code
            told.setdefault(code, []).append(found.value)
        elif code:
            told[code].append(line.strip())
    one = {c: squeeze(" ".join(v)) for c, v in told.items()}
    body = ("\n".join(told.get(c, ())).strip() for c in ("LP", "TD"))
    return Article(
        key=f"factiva:{number}",
        title=one.get("HD", ""),
        text="\n\n".join(filter(None, body)),
        site=one.get("SN", ""),
        byline=_byline(one.get("BY", "")),
        stated=one.get("PD", ""),
        metadata=tuple((key, one[c]) for c, key in _KEPT.items() if one.get(c)),
    )


def _bare(lines: Sequence[str], number: str) -> Article:
    counted = next((i for i, x in enumerate(lines) if WORDS.match(x)), 0)
    above = [squeeze(x) for x in lines[:counted] if x.strip()]
    byline = above.pop() if len(above) > 1 and above[-1].lower().startswith("by ") else ""
    below = [i for i in range(counted + 1, len(lines)) if lines[i].strip()]
    dated = next((i for i in below[:4] if day(lines[i])), None)
    rights = next((i for i in below[:10] if copyright_line(lines[i])), None)
    last = rights if rights is not None else (dated or counted)
    named = [i for i in below if dated is not None and dated < i < last or i == last != rights]
    names = [x for i in named if not re.fullmatch(r"\d\d?:\d\d", x := squeeze(lines[i]))]
    return Article(
        key=f"factiva:{number}",
        title=" ".join(above),
        text="\n".join(x.rstrip() for x in lines[last + 1 :]).strip("\n"),
        site=names[0] if names else "",
        byline=_byline(byline),
        stated=squeeze(lines[dated]) if dated is not None else "",
        metadata=(("copyright", squeeze(lines[rights])),) if rights is not None else (),
    )


def _byline(words: str) -> str:
    return re.sub(r"^by ", "", words, flags=re.I)
