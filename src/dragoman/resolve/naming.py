"""Known names in a text: which stand there, and which bearer each of them means."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from dragoman.resolve.mentions import Named, Scan
from dragoman.vocab import (
    Entity,
    Entry,
    Form,
    Name,
    ambiguities,
    countries,
    gender_of,
    names,
    peoples_names,
    plain,
    roles,
    words,
)

STATES = ("country", "region")


def find_names(s: Scan, published: date | None) -> None:
    """Add the known names to the scan, longest first, each as its one likely bearer."""
    found = list(_matches(s))
    given = {e.name for *_, entry in found for e in _surely(entry)}
    place = 0
    for first, last, entry in found:
        if first < place:
            continue
        named = _choose(s, first, last, entry, given, published)
        owner = _another_state(s, named) if named else None
        if named and owner:
            s.named.remove(owner)
            named = _theirs(s, named, owner.entity, first=owner.first)
        elif named and (state := _state_after(s, named)):
            named = _theirs(s, named, state, first=named.first)
        if named is not None:
            s.named.append(named)
            s.at.update(dict.fromkeys(range(named.first, last), named))
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
    if _in_longer_name(s, first, last, options[0]):
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


def _in_longer_name(s: Scan, first: int, last: int, name: Name) -> bool:
    """Whether the word before or after makes it a part of a name that no table has."""
    if name.entity.kind in ("agency", "organisation"):
        return _in_longer_body(s, first, last, name.entity)
    if name.entity.kind not in STATES:
        return False
    if s.gap(last - 1) == " " and s.capital(last) and _leads(name.form, s.key(last)):
        return True
    if not _led(s, first):
        return False
    key, opens = s.key(first - 1), s.opening(first - 1) == first - 1
    if key in words("enlarging_places"):
        return True  # "Latin America"
    if key == "new":  # "the think tank New America", but "a new Israeli plan", "New US aid"
        whole = name.form.use == "name" and not s.words[first].key.isupper()
        return whole and not opens
    return not opens and not _known(s, first - 1) and _first_name(s, first - 1)


def _leads(form: Form, after: str) -> bool:
    """Whether a name goes on after that of a place: "Niger Delta", "Budapest Memorandum"."""
    return after in words("enlarging_after") or (
        form.use == "seat" and after in words("held_there")
    )


def _in_longer_body(s: Scan, first: int, last: int, body: Entity) -> bool:
    """Whether a body's name ends that of another: "Liberal [Democratic Party]"."""
    elected, single = bool({"PTY", "LEG"} & set(body.sectors)), last - first == 1
    if single and not elected:
        return False
    if s.key(first - 1) == "s" and s.key(first - 2) == "people":
        return s.capital(first - 2)  # "People's Democratic Party"
    if not _led(s, first):
        return False
    key, opens = s.key(first - 1), s.opening(first - 1) == first - 1
    if key in words("enlarging"):
        return not opens or key not in words("plain")
    if single or opens or not elected:
        return False  # "the Ohio Republican"
    return s.key(first - 2) != "of" and not _known(s, first - 1)


def _led(s: Scan, first: int) -> bool:
    """Whether a word with a capital, but no acronym or heading, stands right before."""
    return s.gap(first - 1) == " " and s.capital(first - 1) and not s.words[first - 1].key.isupper()


def _first_name(s: Scan, index: int) -> bool:
    """Whether the word is a first name, by itself or by the title before: "spokesman Babar"."""
    if s.key(index - 1) in _titles() and not s.capital(index - 1):
        return True
    later = s.gap(index - 1) == " " and s.capital(index - 1) and not _known(s, index - 1)
    return not later and gender_of(s.key(index)) is not None


@cache
def _titles() -> frozenset[str]:
    """The last words of the offices of one person."""
    return frozenset(key[-1] for key, role in roles().items() if role.office and not role.plural)


def _another_state(s: Scan, named: Named) -> Named | None:
    """The other state that stands before a body's name: "[Libyan] House of Representatives"."""
    before = named.first - 1
    genitive = s.key(before) == "s" and s.gap(before - 1) in ("'", "’")
    owner = s.at.get(before - genitive)
    if not isinstance(owner, Named) or s.gap(before) != " " or not _common(s, named):
        return None
    state = owner.entity.kind in STATES and owner.form.use in ("name", "adjective")
    return owner if state and owner.entity.country != named.entity.country else None


def _state_after(s: Scan, named: Named) -> Entity | None:
    """The other state that stands after a body's name: "House of Representatives of [Libya]"."""
    if s.key(named.last) != "of" or not _common(s, named):
        return None
    after = named.last + 1 + (s.key(named.last + 1) == "the")
    found = (n for e in _entries(s, after) for n in e.names)
    states = (n.entity for n in found if n.entity.kind == "country" and n.form.use == "name")
    state = next(states, None)
    return state if state and state.country != named.entity.country else None


def _common(s: Scan, named: Named) -> bool:
    """Whether many states have a body of that name, so that it holds no name of one itself."""
    if named.entity.kind not in ("agency", "group") or named.last - named.first < 2:
        return False
    if named.entity.kind == "group" and s.key(named.last - 1) != "forces":
        return False
    shouted = all(s.words[i].key.isupper() for i in range(named.first, named.last))
    return not shouted and not any(_names_state(s, i) for i in range(named.first, named.last))


def _names_state(s: Scan, index: int) -> bool:
    return any(n.entity.kind in STATES for e in _entries(s, index) for n in e.names)


def _theirs(s: Scan, named: Named, state: Entity, *, first: int) -> Named:
    """The body as that of the state beside it; we have no name for it."""
    sectors = named.entity.sectors if named.entity.kind == "agency" else ("MIL",)
    entity = replace(state, sectors=sectors, forms=())
    form = Form(named.form.words, "adjective")
    text = s.text[slice(*s.span(first, named.last))]
    return Named(first, named.last, entity, form, f"“{text}” is a body of {state.name}")


def _known(s: Scan, index: int) -> bool:
    """Whether the word is a function word, role word or known name rather than a first name."""
    key = s.key(index)
    if key in words("plain") or index in s.at or (key,) in roles():
        return True
    pair = (s.key(index - 1), key)
    return pair in roles() or (key, s.key(index + 1)) in roles() or _is_name(s, index)


def _is_name(s: Scan, index: int) -> bool:
    return any(True for _ in _entries(s, index))


def _entries(s: Scan, index: int) -> Iterator[Entry]:
    """The entries that stand at a word."""
    for entry in names().get(s.key(index), ()):
        if index + len(entry.words) <= len(s.words) and _stands(s, index, entry.words):
            yield entry
