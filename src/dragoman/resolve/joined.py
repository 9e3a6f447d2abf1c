"""Phrases that name several side by side: "Cambodian and Thai forces"."""

from dragoman.resolve.mentions import Named, Run, Scan, Titled

Piece = tuple[int, int]  # words, the last exclusive
SHORT = frozenset({"US", "U.S.", "UK", "EU"})  # names that stand before a noun as adjectives do
BEFORE = frozenset({"the", "in", "of", "from"})


def pieces(s: Scan, first: int, last: int) -> list[Piece]:
    """The parts of a phrase between commas and "and"; none where one of them names nobody."""
    starts, ends, index = [first], list[int](), first
    while index < last:
        unit = s.at.get(index)
        after = unit.last if isinstance(unit, Named | Titled | Run) else index + 1
        if unit is None and s.key(index) == "and":
            ends.append(index)
            starts.append(after)
        elif after < last and "," in s.gap(after - 1):
            ends.append(after)
            starts.append(after)
        index = after
    found = [(a, b) for a, b in zip(starts, [*ends, last], strict=True) if a < b]
    return found if all(_name(s, piece) for piece in found) else []


def shares_next(s: Scan, piece: Piece) -> bool:
    """Whether the noun of the next piece is this one's as well: "[Cambodian] and Thai forces"."""
    first, last = piece
    unit = next((u for i in range(first, last) if (u := s.at.get(i)) and u.last == last), None)
    if not isinstance(unit, Named):
        return False
    return unit.form.use == "adjective" or s.text[slice(*s.span(unit.first, last))] in SHORT


def heads_all(s: Scan, piece: Piece) -> bool:
    """Whether a noun stands before the name, for all that follow: "[gunmen from Pakistan] and
    Afghanistan"."""
    units = [s.at.get(i) for i in range(*piece)]
    kinds = [type(unit) for unit in units if isinstance(unit, Named | Titled)]
    return kinds[0] is Titled


def is_country(s: Scan, piece: Piece) -> bool:
    """Whether a piece is the name of a country alone."""
    first, last = piece
    unit = s.at.get(first + (s.key(first) in BEFORE))
    return isinstance(unit, Named) and unit.last == last and unit.entity.kind == "country"


def _name(s: Scan, piece: Piece) -> bool:
    return any(isinstance(s.at.get(i), Named) for i in range(*piece))
