"""Whether two reports are about the same development."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import TypedDict

from dragoman.linking.words import Weights, Word, cosine, is_number, key_of, telling, weighed, words
from dragoman.model import BlockKind, Report

WINDOW = 7  # days between a report and one that it follows
KEYS = 16  # of its most telling words, of which it must share so many with another:
SHARED = 2
LEAST = 0.6  # how likely they must be of one story

# Learned by logistic regression on pairs of the training documents of ECB+: how much likeness of
# all words, of names, of the words that are neither, of numbers and of the first words counts.
# Where names and numbers do not speak for it, other words alike speak of another case of its kind.
_ALL, _NAMES, _REST, _NUMBERS, _LEAD, _BASE = 7.7, 3.6, -7.6, 5.0, 7.5, -4.2
_LEAD_CHARACTERS = 800
_TITLE = 80  # a title or first paragraph ends at the first line end after so many characters
_FIRST = 2  # a word there counts so often


class Sketch(TypedDict):
    """What is kept of a report to compare it by."""

    all: Weights
    names: Weights
    rest: Weights  # the words that are neither names nor numbers
    numbers: Weights
    lead: Weights
    forms: dict[str, str]  # how its most telling words are written


def sketch(report: Report) -> Sketch:
    """The words of a report, its furniture and lines that are addresses left out."""
    return sketch_text(_told(report))


def _told(report: Report) -> str:
    furniture = [(b.start, b.end) for b in report.blocks if b.kind is BlockKind.FURNITURE]
    kept, at = [], 0
    for start, end in furniture:
        kept.append(report.text[at:start])
        at = end
    text = "".join([*kept, report.text[at:]])
    title = report.title or ""
    return text if not title or title in text[: 2 * len(title)] else f"{title}\n{text}"


@cache
def _address() -> re.Pattern[str]:
    return re.compile(r"^\s*(?:https?\s*:|www\s*\.).*$", re.MULTILINE)


def sketch_text(text: str) -> Sketch:
    """The words of a text to compare it by."""
    text = _address().sub("", text).strip()
    found = words(text)
    first = text.find("\n", _TITLE) if "\n" in text[_TITLE:] else len(text)
    counts = Counter[str]()
    for word in found:
        counts[word.key] += _FIRST if word.start < first else 1
    names = _names(found)
    rest = {w: n for w, n in counts.items() if w not in names and not is_number(w)}
    lead = Counter(word.key for word in found if word.start < _LEAD_CHARACTERS)
    numbers = Counter(word.key for word in found if is_number(word.key))
    every = weighed(counts)
    most = {*telling(every, KEYS)}
    return {
        "all": every,
        "names": weighed({w: n for w, n in counts.items() if w in names}, power=1),
        "rest": weighed(rest),
        "numbers": weighed(numbers, power=0.3, least=0),
        "lead": weighed(lead),
        "forms": {w.key: w.written for w in reversed(found) if w.key in most},
    }


def _names(found: list[Word]) -> set[str]:
    """Words that are written with a capital as often as not."""
    every = Counter(word.key for word in found)
    named = Counter(word.key for word in found if word.named)
    return {word for word, n in named.items() if 2 * n >= every[word]}


def keys(sketch: Sketch) -> list[int]:
    """What to look a report up by."""
    return [key_of("story", word) for word in telling(sketch["all"], KEYS)]


def likeness(a: Sketch, b: Sketch) -> float:
    """How likely two reports are about the same development, from 0 to 1."""
    sum_ = (
        _ALL * cosine(a["all"], b["all"])
        + _NAMES * cosine(a["names"], b["names"])
        + _REST * cosine(a["rest"], b["rest"])
        + _NUMBERS * cosine(a["numbers"], b["numbers"])
        + _LEAD * cosine(a["lead"], b["lead"])
        + _BASE
    )
    return round(1 / (1 + math.exp(-sum_)), 6)


def common(sketches: Iterable[Sketch], most: int) -> tuple[str, ...]:
    """The words that tell a story from others: of most weight in all its reports together."""
    total, forms = Counter[str](), dict[str, str]()
    for one in sketches:
        forms = one["forms"] | forms
        total.update({word: one["all"][word] for word in one["forms"]})
    return tuple(forms[word] for word in telling(total, most))
