"""What a position is on, as far as its words tell: which words two objects share."""

import re
from functools import cache, lru_cache

from dragoman.analysis.data import listed, words
from dragoman.vocab import names

Content = frozenset[str]
SAME = 0.5  # of the shorter object's words; from here on two objects are one


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(r"\d[\d.,]*\d|\w+(?:-\w+)*")


@lru_cache(maxsize=1 << 16)
def content(text: str) -> Content:
    """The stems of what is wanted or answered: without names of actors and empty words.

    Words that stand for what was told before ("the plan") are left out as well; where nothing is
    left, the words have no object of their own.
    """
    tokens = _pattern().findall(text)
    named = _named(tokens)
    passed = _passed()
    return frozenset(
        _stem(token.casefold())
        for i, token in enumerate(tokens)
        if i not in named and token.casefold() not in passed and len(token) > 1
    )


@lru_cache(maxsize=1 << 14)
def proper(text: str) -> Content:
    """The stems of the words after the first that are written as names, but for those of actors;
    none where most words are, as in a heading."""
    tokens = _pattern().findall(text)[1:]
    names = [token for token in tokens if token[0].isupper()]
    if len(names) * 2 > len(tokens) > 2:
        return frozenset()
    return content(text) & {_stem(token.casefold()) for token in names}


def stems(text: str) -> str:
    """The content of a text as one text, the same for the same content."""
    return " ".join(sorted(content(text)))


def counted(text: str) -> str:
    """What a figure counts, as it is compared; empty where the words name no more than people."""
    general = frozenset(map(_stem, words("people")))
    return " ".join(sorted(content(text) - general))


def shared(one: Content, other: Content) -> float:
    """The share of the shorter object's words that the other has too, from 0 to 1.

    Words that only say what a matter is about ("nuclear") make no two objects one.
    """
    common = one & other
    if not common:
        return 0.0
    share = len(common) / min(len(one), len(other))
    return min(share, SAME / 2) if common <= _topical() else share


def same_matter(one: Content, other: Content) -> bool:
    """Whether two objects share half of the shorter one's words, and one that is not merely what
    such matters are called ("ceasefire", "prisoners")."""
    return shared(one, other) >= SAME and not one & other <= _matters()


def drops(verb: str, after: str = "") -> bool:
    """Whether a verb and what follows it tell that something is no longer wanted: "no longer
    demands", "dropped its demand"."""
    told = [t.casefold() for t in _pattern().findall(verb)[-4:]]
    if told[-3:-1] == ["no", "longer"]:
        return True
    object_ = {t.casefold() for t in _pattern().findall(after)[:6]}
    return bool(words("dropping") & set(told[-1:]) and words("wanting") & object_)


@cache
def _topical() -> Content:
    return frozenset(map(_stem, words("topical")))


@cache
def _matters() -> Content:
    return _topical() | frozenset(map(_stem, words("matters")))


@cache
def _passed() -> Content:
    return frozenset().union(*map(words, ("passed", "answering", "time", "generic")))


def bare(after: str) -> bool:
    """Whether a verb that these words follow stands without an object of its own."""
    return re.match(r"\s*(?:[.,;:]|(?:it|them|that|this)\b)", after) is not None


def of_things(after: str) -> bool:
    """Whether a verb that these words follow is done to things: "releases more files"."""
    return not words("things").isdisjoint(t.casefold() for t in _pattern().findall(after))


def _named(tokens: list[str]) -> set[int]:
    """Which of the words are names of states, their people, bodies, groups and leaders."""
    found: set[int] = set()
    for i, token in enumerate(tokens):
        for entry in names().get(token.casefold(), ()):
            if tuple(tokens[i : i + len(entry.words)]) != entry.words:
                continue
            if any(names_actor(n.entity.kind, n.form.use) for n in entry.names):
                found.update(range(i, i + len(entry.words)))
            break
    return found


def names_actor(kind: str, use: str) -> bool:
    """Whether a name is an actor's and not a place's that may be what it is about."""
    return use == "adjective" or (kind != "region" and use in ("name", "short"))


def _stem(word: str) -> str:
    for ending in listed("endings"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
