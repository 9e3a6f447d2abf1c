"""Known names in a text: which stand there, and which bearer each of them means."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dragoman.resolve.mentions import Named, Scan
from dragoman.vocab import (
    Entity,
    Entry,
    Name,
    ambiguities,
    countries,
    names,
    peoples_names,
    plain,
    roles,
    words,
)


def find_names(s: Scan, published: date | None) -> None:
    """Add the known names to the scan, longest first, each as its one likely bearer."""
    found = list(_matches(s))
    given = {e.name for *_, entry in found for e in _surely(entry)}
    place = 0
    for first, last, entry in found:
        if first < place:
            continue
        named = _choose(s, first, last, entry, given, published)
        if named is not None:
            s.named.append(named)
            s.at.update(dict.fromkeys(range(first, last), named))
            place = last


def _matches(s: Scan) -> Iterator[tuple[int, int, Entry]]:
    """Every entry that stands at each word, those of most words first."""
    index = names()
    for first in range(len(s.words)):
        for entry in index.get(s.key(first), ()):
            last = first + len(entry.words)
            if last <= len(s.words) and _stands(s, first, entry.words):
                yield first, last, entry


def _stands(s: Scan, first: int, form: tuple[str, ...]) -> bool:
    for offset, word in enumerate(form):
        token = s.words[first + offset].key
        if token != word and not _same(token, word):
            return False
        if offset and not _bound(s, first + offset - 1, long=len(form) > 3):
            return False
    return True


def _bound(s: Scan, index: int, *, long: bool) -> bool:
    """As `Scan.bound`; names of many words may hold a comma ("Educational, Scientific and ...")."""
    return s.bound(index) or (long and s.gap(index) == ", ")


def _same(token: str, word: str) -> bool:
    if token.casefold() != word.casefold():
        return False
    if word[1:] != word[1:].lower():  # "LeT" is no "Let"
        return token.isupper()
    return token[0].isupper() or not word[0].isupper()


def _surely(entry: Entry) -> Iterator[Entity]:
    for name in entry.names:
        if not name.form.weak and name.form.use != "short":
            yield name.entity


def _choose(
    s: Scan, first: int, last: int, entry: Entry, given: set[str], published: date | None
) -> Named | None:
    options = [n for n in entry.names if not n.form.weak or n.entity.name in given]
    if not options:
        return None
    short = options[0].form.use == "short"
    if (short or " ".join(entry.words) in peoples_names()) and _in_other_name(s, first, last):
        return None
    if short and published and all(_unknown_yet(n.entity, given, published) for n in options):
        return None
    if short and len(options) > 1:
        likely = _likely(options, given, published)
        if len(likely) != 1:
            return _either(first, last, options)
        options = likely
    return _settle(s, first, last, options[0])


def _unknown_yet(entity: Entity, given: set[str], published: date) -> bool:
    """Whether the day is before any office of theirs and no full name tells that they are meant."""
    later = bool(entity.terms) and all(published < t.start for t in entity.terms)
    return later and entity.name not in given


def _likely(options: list[Name], given: set[str], published: date | None) -> list[Name]:
    """Of people with one surname: those named in full, else those in office at the time."""
    named = [o for o in options if o.entity.name in given]
    if named or published is None:
        return named
    return [o for o in options if any(t.covers(published) for t in o.entity.terms)]


def _either(first: int, last: int, options: list[Name]) -> Named | None:
    """People of one surname and one state are told apart no further than that state."""
    if len({n.entity.country for n in options}) > 1:
        return None
    terms = tuple(t for n in options for t in n.entity.terms)
    entity = replace(options[0].entity, name="", gender=None, wikidata=None, terms=terms)
    return Named(first, last, entity, options[0].form)


def _settle(s: Scan, first: int, last: int, name: Name) -> Named | None:
    case = ambiguities().get(plain(name.form.words))
    if case is None:
        return Named(first, last, name.entity, name.form)
    for reading in case.readings:
        clue = next((word for word in reading.words if word in s.text), None)
        if clue is not None:
            reason = f"“{name.form.words}” has several bearers, and the report names {clue}"
            return Named(first, last, countries()[reading.country], name.form, reason)
    return Named(first, last, name.entity, name.form) if case.otherwise else None


def _in_other_name(s: Scan, first: int, last: int) -> bool:
    """Whether the words beside it make it a part of another name ("Melania Trump")."""
    if s.gap(first - 1) == " " and s.capital(first - 1) and not _known(s, first - 1):
        return True
    return s.gap(last - 1) in (" ", "-") and s.capital(last) and not _known(s, last)


def _known(s: Scan, index: int) -> bool:
    """Whether the word is a function word, role word or known name rather than a first name."""
    key = s.key(index)
    if key in words("plain") or index in s.at or (key,) in roles():
        return True
    pair = (s.key(index - 1), key)
    return pair in roles() or (key, s.key(index + 1)) in roles() or _is_name(s, index)


def _is_name(s: Scan, index: int) -> bool:
    return any(
        _stands(s, index, e.words)
        for e in names().get(s.key(index), ())
        if index + len(e.words) <= len(s.words)
    )
