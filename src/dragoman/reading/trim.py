"""Spans without what no span ends or begins with: blanks, punctuation, "and", "of"."""

import re

from dragoman.model import Span

# English; a span in another language merely keeps such words.
LOOSE = frozenset(
    ("and", "or", "but", "nor", "of", "in", "on", "at", "to", "for", "from", "with", "by", "as")
    + ("than", "that", "the", "a", "an")
)
# What begins something else, where the sentence goes on after it.
_NEXT = frozenset(
    ("after", "following", "amid", "amidst", "due", "during", "while", "because", "since", "until")
    + ("if", "unless", "when", "where", "who", "whom", "whose", "which", "into", "through")
    + ("his", "her", "its", "their", "our", "my", "is", "are", "was", "were", "be", "been")
    + ("has", "have", "had", "will", "would", "can", "could", "may", "might", "shall", "should")
    + ("must", "led", "including", "despite", "against", "between")
)
# What no span ends within: "U.S.", "pro-Russian".
_WHOLE = re.compile(r"(?:[A-Z]\.){2,}|(?:anti|non|pro)[-–]\w[\w’'-]*", re.IGNORECASE)
_KEPT = "%$€£°)]’"  # marks that can end what is named


def trimmed(text: str, span: Span) -> Span | None:
    """The span without loose words and marks at its ends; None where nothing else is in it."""
    start, end = span
    if start < end and (whole := _WHOLE.match(text, _word_start(text, start, end))):
        end = max(end, whole.end())
    while start < end:
        word_start = _word_start(text, start, end)
        last = text[word_start:end]
        cut = last[-1] in "’'" and text[end : end + 1].isalpha()  # "Trump’[s]"
        if cut or not (last[-1].isalnum() or last[-1] in _KEPT or _initials(last)):
            end -= 1
        elif last.lower() in LOOSE or (last in _NEXT and start < word_start and _on(text, end)):
            end = word_start
        elif not (text[start].isalnum() or text[start] in "$€£([#"):
            start += 1
        else:
            return start, end
    return None


def _on(text: str, end: int) -> bool:
    """Whether a word follows, and no mark."""
    return text[end : end + 1].isspace() and text[end : end + 2].strip().isalnum()


def _initials(word: str) -> bool:
    """Whether the word is letters with a full stop after each: "U.S."."""
    return len(word) % 2 == 0 and word[::2].isalpha() and set(word[1::2]) == {"."}


def _word_start(text: str, start: int, end: int) -> int:
    """Where the last word of `text[start:end]` begins."""
    at = end - 1
    while at > start and not text[at - 1].isspace():
        at -= 1
    return at
