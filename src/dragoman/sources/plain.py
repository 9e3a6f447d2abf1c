"""Plain text: blocks told by the shape of lines, for nothing in the text marks them."""

import re
from collections.abc import Sequence
from datetime import date

from dragoman.model import BlockKind, Origin
from dragoman.sources.dates import stated_date
from dragoman.sources.decoding import BOM
from dragoman.sources.draft import Draft, small_words, squeeze, under_headings
from dragoman.sources.furniture import byline, surrounds
from dragoman.sources.lines import Unit, ends_sentence, is_listed, split_units

_HEAD = 8  # units at the top among which title, byline and date are looked for
_TITLE_WORDS, _HEADING_WORDS, _UNTITLED_WORDS = 24, 14, 10
_KICKER_WORDS = 3  # a tag or section name above the title


def draft_plain(source: str, *, title: str | None = None) -> Draft:
    """The text as it is, less a byte order mark, with title, headings and furniture told apart."""
    text = source.removeprefix(BOM)
    units = split_units(text)
    kinds = _kinds(text, units, title=title)
    head = [text[unit.start : unit.end] for unit in units[:_HEAD]]
    parts = [(kind, *unit) for kind, unit in zip(kinds, units, strict=True)]
    return Draft(
        text=text,
        blocks=under_headings(text, parts),
        origins=whole_origin(source, text),
        media_type="text/plain",
        title=title or _first_title(text, units, kinds),
        byline=next(filter(None, map(byline, head)), None),
        published=_published(text, units, kinds),
    )


def whole_origin(source: str, text: str) -> tuple[Origin, ...]:
    """The one run of a text that is its source from some character on."""
    if not text:
        return ()
    return (Origin(start=0, length=len(text), source=len(source) - len(text)),)


def title_cased(words: str) -> bool:
    """Whether the words are capitalised as headlines are, small words aside."""
    main = [
        w for w in re.findall(r"[^\W_][\w'’.-]*", words) if w.lower() not in small_words("small")
    ]
    capital = sum(not word[0].islower() for word in main)
    return bool(main) and any(w[0].isupper() for w in main) and capital >= 0.75 * len(main)


def _kinds(text: str, units: Sequence[Unit], *, title: str | None) -> list[BlockKind]:
    words = [text[unit.start : unit.end] for unit in units]
    kinds = [_standing_alone(w) for w in words]
    body = False  # whether a paragraph stands above
    for i in range(len(units)):
        if kinds[i] is BlockKind.HEADING and body and not _heads(i, words, kinds):
            kinds[i] = BlockKind.PARAGRAPH
        body = body or kinds[i] is BlockKind.PARAGRAPH
    _settle_title(words, kinds, title=title)
    if BlockKind.PARAGRAPH not in kinds:  # a headline alone is still a report
        spare = {BlockKind.FURNITURE} if set(kinds) != {BlockKind.FURNITURE} else set()
        kinds = [kind if kind in spare else BlockKind.PARAGRAPH for kind in kinds]
    return kinds


def _standing_alone(words: str) -> BlockKind:
    """What a unit is by its own words; every short unit without a full stop may be a heading."""
    if kind := surrounds(words):
        return kind
    if byline(words) or stated_date(words):
        return BlockKind.FURNITURE
    count = len(words.split())
    asked = words.rstrip(" \"'”’").endswith(("?", "!")) and title_cased(words)
    if is_listed(words) or count > _TITLE_WORDS or (ends_sentence(words) and not asked):
        return BlockKind.PARAGRAPH
    return BlockKind.HEADING


def _heads(i: int, words: Sequence[str], kinds: Sequence[BlockKind]) -> bool:
    """Whether a short unit within the body heads what follows, or is written as headings are.

    Above the body every short unit is a title, a kicker or a line under the title.
    """
    count = len(words[i].split())
    if title_cased(words[i]):
        return count <= _HEADING_WORDS
    below = i + 1 < len(words) and kinds[i + 1] is BlockKind.PARAGRAPH
    sentence = below and ends_sentence(words[i + 1]) and len(words[i + 1]) > 2 * len(words[i])
    return sentence and count <= _UNTITLED_WORDS and words[i][0].isupper()


def _settle_title(words: Sequence[str], kinds: list[BlockKind], *, title: str | None) -> None:
    """Make one heading at the top the title, and furniture of the kickers above it."""
    body = kinds.index(BlockKind.PARAGRAPH) if BlockKind.PARAGRAPH in kinds else len(kinds)
    top = [i for i in range(min(body, _HEAD)) if kinds[i] is BlockKind.HEADING]
    if not top:
        return
    chosen = [i for i in top if title and squeeze(words[i]).lower() == squeeze(title).lower()]
    chosen = chosen or [i for i in top if len(words[i].split()) > _KICKER_WORDS] or top
    if title is None or squeeze(words[chosen[0]]).lower() == squeeze(title).lower():
        kinds[chosen[0]] = BlockKind.TITLE
    for i in top:
        if i < chosen[0]:
            kinds[i] = BlockKind.FURNITURE


def _first_title(text: str, units: Sequence[Unit], kinds: Sequence[BlockKind]) -> str | None:
    for unit, kind in zip(units, kinds, strict=True):
        if kind is BlockKind.TITLE:
            return squeeze(text[unit.start : unit.end])
    return None


def _published(text: str, units: Sequence[Unit], kinds: Sequence[BlockKind]) -> date | None:
    for unit, kind in list(zip(units, kinds, strict=True))[:_HEAD]:
        if kind is BlockKind.FURNITURE and (found := stated_date(text[unit.start : unit.end])):
            return found
    return None
