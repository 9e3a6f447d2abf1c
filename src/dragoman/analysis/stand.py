"""What the position table is made of: positions, and acts that answer as a position would."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from dragoman.analysis.data import acts, answers, forced, joint
from dragoman.analysis.party import Named, Party, parties_of, rolled
from dragoman.analysis.plain import Act, Found, Taken, Time
from dragoman.analysis.words import Content, bare, drops, of_things, stems
from dragoman.model import Stance, Status

Order = tuple[date, str, int, str]


class Stand(NamedTuple):
    """One telling of where a party stands: a position, or an act (`record` is `event`).

    `said_by` are the words for who spoke or acted for the party; `value`, `first` and `last` the
    time the text dates it to. `dropped` tells that its party no longer says so.
    """

    id: str
    record: str
    report: str
    published: date | None
    start: int
    end: int
    party: Party
    stance: str
    issue: str
    words: str
    said_by: str
    of: Party | None = None
    condition: str | None = None
    value: str | None = None
    first: date | None = None
    last: date | None = None
    dropped: bool = False
    confidence: float = 1.0
    stems: str = ""  # the words of its object, as they are compared

    @property
    def day(self) -> date:
        """The last day on which it was taken, as told: that of its report where none is told."""
        return self.last or self.published or date.min

    @property
    def since(self) -> str | None:
        """The time it was taken, as TIMEX3 writes it: the day of its report where none is told."""
        if self.value and self.value[0].isdigit():  # "now" is PRESENT_REF
            return self.value
        return self.published.isoformat() if self.published else self.value

    @property
    def order(self) -> Order:
        """By time, then as reports and their texts tell it."""
        return (self.day, self.report, self.start, self.id)

    @property
    def content(self) -> Content:
        """The words of its object, as they are compared."""
        return frozenset(self.stems.split())


def in_cells(stand: Stand) -> tuple[str, str, Order]:
    """What sorts tellings by party, issue and time."""
    return stand.party.key, stand.issue, stand.order


def of_position(position: Taken, report: Found) -> list[Stand]:
    """A position as the table takes it, once for each of its parties that is known."""
    cue = position.cue
    found = _made(
        position,
        [position.party],
        report,
        stance=position.stance,
        issue=position.issue,
        of=_to(position.of),
        condition=position.condition,
        when=position.when,
    )
    before = report.text[max(0, cue[0] - _NEAR) : cue[0]] if cue else ""
    if cue and (drops(before + report.text[slice(*cue)], position.words) or _ONCE.search(before)):
        return [s._replace(dropped=True) for s in found]
    return found


def _to(of: Named | None) -> Party | None:
    """The party it is wanted from or offered to; people by their own words, so that what is told to
    citizens is not taken for told to nobody."""
    if of is None:
        return None
    people = Party(of.words, of.words, head=False) if "CVL" in of.sectors else None
    return rolled(of) or people


def with_partners(event: Act, position: Taken, told: list[Stand]) -> list[Stand]:
    """The tellings, with what a position tells of one party alone told of the others too who act
    in the event of its cue: "Armenia and Azerbaijan agree on a treaty"."""
    where = position.cue or (position.start, position.start + 1)
    if event.type not in _JOINING or event.status not in _DONE or not _overlap(event, where):
        return told
    acting = {p.key: (p, a.words) for a in event.actor for p in parties_of(a)}
    mine = {s.party.key: s for s in told if s.id == position.id}
    one = next((s for key, s in mine.items() if key in acting), None)
    if one is None:
        return told
    made = [
        one._replace(
            party=party, said_by=words, of=one.party if one.of and one.of.key == key else one.of
        )
        for key, (party, words) in acting.items()
        if key not in mine
    ]
    if len(acting) != _TWO or event.type not in joint()[0]:
        return told + made
    other = {key: next(p for p, _ in acting.values() if p.key != key) for key in acting}
    return [
        s._replace(of=s.of or other[s.party.key])
        if s.id == position.id and s.party.key in other
        else s
        for s in told + made
    ]


def of_joint(event: Act, report: Found) -> list[Stand]:
    """What two sides accept by agreeing to it, announcing or signing it: "sign a ceasefire"."""
    types, issues = joint()
    if event.type not in types or event.status not in _DONE:
        return []
    words = _told_of(event, report.text).casefold()
    issue = next((i for i, names in issues.items() if any(n in words for n in names)), None)
    found = _act(event, report, stance=Stance.ACCEPTS, issue=issue) if issue else []
    if len(found) != _TWO:
        return []
    one, other = found
    return [one._replace(of=other.party), other._replace(of=one.party)]


def of_event(event: Act, report: Found, *, issue: str | None = None) -> list[Stand]:
    """An act that does what can be demanded, as its actors' acceptance.

    `issue` is what it is on, where that is known; else PLOVER's type and mode tell, if they do.
    """
    issue = issue or acts().get(event.type, {}).get(event.mode or "")
    if (
        issue is None
        or event.status not in _DONE
        or of_things(report.text[event.end : event.end + _NEXT])
        or event.words.casefold().startswith(forced())
        or _driven(event, report)
    ):
        return []
    return _act(event, report, stance=Stance.ACCEPTS, issue=issue)


def _driven(event: Act, report: Found) -> bool:
    """Whether someone is told to take or attack, in one sentence, where another withdraws."""
    if event.mode != "withdraw":
        return False
    return any(
        other.type == "ASSAULT"
        and other.status in _DONE
        and not _ENDS.search(report.text, min(event.start, other.start), max(event.end, other.end))
        for other in report.events
    )


def _recalled(event: Act, report: Found) -> bool:
    """Whether news of something else recalls it: "the deadliest strikes since a ceasefire"."""
    return bool(_SINCE.search(report.text[max(0, event.start - _FAR) : event.start]))


def of_answer(event: Act, report: Found, before: Sequence[Taken]) -> list[Stand]:
    """An act that answers without saying what: "and Egypt objected", "the party welcomed it".

    It is on the issue of the last position before it, if that is another party's and near.
    """
    stance = answers().get(event.type)
    if stance is None or event.status not in _DONE:
        return []
    held = [p for p in before if 0 <= event.start - p.end <= _FAR]
    if not held or not bare(report.text[event.end : event.end + _NEAR]):
        return []
    last = max(held, key=lambda p: p.end)
    theirs = {p.key for p in parties_of(last.party)}
    found = _act(event, report, stance=Stance(stance), issue=last.issue)
    return [s for s in found if theirs and s.party.key not in theirs]


def of_concession(event: Act, report: Found) -> list[Stand]:
    """What a party no longer demands or offers, as it says: "dropped its demand for ..."."""
    if event.type not in _GIVING_UP or len(event.actor) != 1:
        return []
    start, end = event.start, event.end
    rest = re.split(r"[.;!?]\s|\n", report.text[end : end + _FAR], maxsplit=1)[0]
    if not drops(report.text[max(0, start - _NEAR) : end], rest):
        return []
    found = _made(event, event.actor, report, stance=Stance.DEMANDS, issue="", when=None)
    return [s._replace(words=f"{s.words}{rest}", stems=stems(rest), dropped=True) for s in found]


def _whole(stand: Stand, text: str) -> Stand:
    """An act with the rest of its clause: "returned" alone does not tell what was given back."""
    end = _clause_end(stand.end, text)
    words, object_ = text[stand.start : end], text[stand.end : end]
    return stand._replace(end=end, words=words, stems=stems(object_))


def _clause_end(end: int, text: str) -> int:
    stop = _STOP.search(text, end, end + _FAR)
    return stop.start() if stop else end


def _overlap(event: Act, span: tuple[int, int]) -> bool:
    return event.start < span[1] and span[0] < event.end


def _told_of(event: Act, text: str) -> str:
    """The clause of an act from its words on; what stands before them too where that is done by
    somebody: "the ceasefire was signed by"."""
    end = _clause_end(event.end, text)
    if not _BY.match(text, event.end):
        return text[event.start : end]
    return _ENDS.split(text[max(0, event.start - _FAR) : event.start])[-1] + text[event.start : end]


_BY = re.compile(r"(?:\s+(?:on|in|at)\s[^,.;]{1,30})?\s+by\b")
_ENDS = re.compile(r"[.!?]\s|\n")
_ONCE = re.compile(r"\b(?:previously|formerly|once)\s*$", re.IGNORECASE)
_SINCE = re.compile(
    r"\b(?:(?<!\bhas )(?<!\bhave )(?<!\bhad )since|despite|(?:violat|breach)\w*(?: of)?)"
    r"[ \t]+(?:[\w'’]+[ \t]+)?(?:a|an|the|their|its|last)[ \t]+(?:[\w'’]+[ \t]+){0,3}$",
    re.IGNORECASE,
)
_STOP = re.compile(r"[\s\"”’)]*(?:[.,;:!?–—]+[\"”’)]*(?:\s|$)|\n|$)")
_DONE = (Status.ACTUAL, Status.HISTORICAL)
_GIVING_UP = ("CONCEDE", "REJECT", "REQUEST")
_JOINING = ("AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT")
_TWO = 2  # sides of a treaty; of more, some may only witness it
_NEXT = 40  # code points: what is let go or given access to stands there
_NEAR = 12  # code points: room for "no longer", "it", "them"
_FAR = 300  # code points between what is wanted and what answers it, two sentences or so


def _act(event: Act, report: Found, *, stance: Stance, issue: str) -> list[Stand]:
    of = rolled(event.recipient[0]) if len(event.recipient) == 1 else None
    told = event.when if event.when and event.when.value else None
    return _made(event, event.actor, report, stance=stance, issue=issue, of=of, when=told)


def _made(
    record: Taken | Act,
    actors: Iterable[Named | None],
    report: Found,
    *,
    when: Time | None,
    **fields: object,
) -> list[Stand]:
    of = fields.pop("of", None)
    found = {
        party.key: Stand(
            id=record.id,
            record="event" if isinstance(record, Act) else "position",
            report=report.report,
            published=report.published,
            start=record.start,
            end=record.end,
            party=party,
            words=record.words,
            said_by=actor.words,
            value=when.value if when else None,
            first=when.start if when else None,
            last=when.end if when else None,
            confidence=record.confidence,
            stems=stems(record.words),
            # Of two who take it together each takes it from the other, and no one from itself.
            of=of if isinstance(of, Party) and of.key != party.key else None,
            **fields,  # type: ignore[arg-type]  # the callers above give the rest by name
        )
        for actor in actors
        if actor
        for party in parties_of(actor)
    }
    return list(found.values())


def stands(report: Found) -> list[Stand]:
    """The tellings of one report.

    An act that a position tells as well is not told twice.
    """
    positions = report.positions
    found = [s for p in positions for s in of_position(p, report)]
    cues = [c for p in positions for c in (p.cue, (p.start, p.end)) if c]
    for event in report.events:
        start, end = event.start, event.end
        given_up = of_concession(event, report)
        found += given_up
        for position in positions:
            found = with_partners(event, position, found)
        if given_up or _recalled(event, report) or any(a < end and start < b for a, b in cues):
            continue
        acted = of_event(event, report) or of_joint(event, report)
        done = [_whole(s, report.text) for s in acted]
        found += done or of_answer(event, report, positions)
    return found
