"""How a name stands in its sentence: as a subject, as the one who speaks, as an owner, quoted."""

from dataclasses import dataclass

from dragoman.resolve.mentions import Named, Scan, Titled
from dragoman.vocab import words

OPENING = 6  # words of a sentence among which its subject begins
APPOSITION = 25  # words that an apposition may have between a name and its verb


@dataclass(frozen=True, slots=True)
class Standing:
    """`subject`: no owner of the next word and no object of a preposition; `opens`: at the head of
    its sentence; `speaks`: beside a verb of speaking; `acts`: before a verb; `owner`: owns the next
    word; `quote`: the number of the quotation it stands in, 0 outside.
    """

    subject: bool = True
    opens: bool = False
    speaks: bool = False
    acts: bool = False
    owner: bool = False
    quote: int = 0


def standing(s: Scan, first: int, last: int) -> Standing:
    """How words `first` to `last` (exclusive) stand in their sentence."""
    owner = _owns(s, last)
    verb = last if s.gap(last - 1).strip() == "" else _after_apposition(s, last)
    speaks = _holds(s, first, last) or (
        not owner and (_is(s, verb, "saying") or _is_said_by(s, first, last))
    )
    acts = speaks or _is(s, verb, "helping") or _acts(s, verb)
    return Standing(
        subject=not owner and (speaks or not _object(s, first)),
        opens=first - s.opening(first) <= OPENING,
        speaks=speaks,
        acts=acts and not owner,
        owner=owner,
        quote=s.quote(first),
    )


def _is(s: Scan, index: int | None, kind: str) -> bool:
    return index is not None and s.key(index) in words(kind)


def _holds(s: Scan, first: int, last: int) -> bool:
    """Whether it is someone's opinion that the sentence tells: "in Mr Niyazov's view"."""
    index = first - 1
    while index > 0 and _passed_over(s, index):
        index -= 1
    return s.key(last) == "s" and s.key(last + 1) in words("views") and s.key(index) == "in"


def _acts(s: Scan, index: int | None) -> bool:
    """Whether the word looks like a verb in the past."""
    return index is not None and s.key(index).endswith("ed") and not s.capital(index)


def _after_apposition(s: Scan, last: int) -> int | None:
    """The word after the apposition that a comma opens: "Kyl, a senator from Arizona, [said]"."""
    if s.gap(last - 1).strip() != "," or s.sentence[last - 1] != s.sentence_of(last):
        return None
    for index in range(last, min(last + APPOSITION, len(s.words) - 1)):
        gap = s.gap(index).strip()
        if gap == "," and s.key(index + 1) not in words("links"):
            return index + 2 if s.key(index + 1) in words("adverbs") else index + 1
        if gap not in ("", ",", "-", "'", "’", "."):
            return None
    return None


def _is_said_by(s: Scan, first: int, last: int) -> bool:
    """Whether a verb of speaking or "according to" stands before the name and its title."""
    index = first - 1
    while index > 0 and _passed_over(s, index) and s.gap(index) in (" ", " \n"):
        index -= 1
    if s.key(index) == "to" and s.key(index - 1) == "according":
        return True
    if s.key(index) not in words("saying") or s.gap(index).strip():
        return False
    if any(mark in s.gap(index - 1) for mark in "”\"»'’"):
        return True  # “We agreed,” said Putin
    if s.sentence[index - 1] == s.sentence[index] and not s.gap(index - 1).strip():
        return False  # "Egypt rejected the plan."
    return s.gap(last - 1).strip() != "" or s.gap(last - 1) == "\n"


def _owns(s: Scan, last: int) -> bool:
    """Whether the next word belongs to the mention: "Obama's plan", "the Assad government"."""
    if s.gap(last - 1) in ("'", "’") and s.key(last) == "s":
        return True
    return s.gap(last - 1) in (" ", "-") and last in s.at


def _object(s: Scan, first: int) -> bool:
    """Whether a preposition governs the mention, its title and its list left aside."""
    index, sentence = first - 1, s.sentence[first]
    while index >= 0 and s.sentence[index] == sentence and _passed_over(s, index):
        index -= 1
    if index < 0 or s.sentence[index] != sentence or s.gap(index) not in (" ", "-"):
        return False
    key = s.key(index)
    governed = key in words("whose") or key in words("apart") or key in words("prefixes")
    return governed and s.key(index - 1) != "according"


def _passed_over(s: Scan, index: int) -> bool:
    named = isinstance(s.at.get(index), Named | Titled)
    return named or s.key(index) in words("articles") or s.key(index) in ("and", "or")
