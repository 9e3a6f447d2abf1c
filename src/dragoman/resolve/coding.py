"""Frames to records: who, when and where resolved, figures read, everything tied to its words."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TypeVar

from dragoman.model import (
    Actor,
    Bound,
    Coded,
    Coding,
    Event,
    Evidence,
    Figure,
    Frame,
    Position,
    Report,
    Span,
    Stance,
    Statement,
    StatementKind,
    Status,
    When,
)
from dragoman.reading.windows import sentence_at
from dragoman.resolve.actors import ActorResolver, without_state
from dragoman.resolve.dateline import report_date
from dragoman.resolve.document import heard, of_one_issue, with_party
from dragoman.resolve.first_person import in_first_person
from dragoman.resolve.places import PlaceResolver
from dragoman.resolve.places_policy import Policy
from dragoman.resolve.quantities import parse_quantity, unit_of, whole
from dragoman.resolve.sizes import sized
from dragoman.resolve.status import settled
from dragoman.resolve.times import TimeResolver
from dragoman.vocab import plover, words

FORCE = 4  # the quad of acts of force
TOLLS = frozenset({"killed", "injured", "missing", "arrested", "captured"})
HOME = frozenset({"COP", "JUD"})  # sectors that act in their own country
FOLLOWING = 40  # characters after a figure in which its unit may stand
SHORT = 4  # blanks in the content of a position that a time may follow which dates its taking
# "refuses to rule out force", "has not ruled out talks": what is left open is not refused.
_LEFT_OPEN = re.compile(
    r"(?:\b(?:refus\w+|declin\w+|not|never|without)|n[’']t)\b[^.;,]{0,20}\brul\w+ (?:\w+ )?out$",
    re.I,
)
_UNDECIDED = re.compile(
    r"(?:(?:could|can|did|do)(?:\s?not|n[’']t)|(?:were|are) unable to|fail(?:ed|s)? to)\s+(?:yet )?"
    r"(?:agree on|reach (?:an |any )?(?:accord|agreement|compromise|consensus|deal))\b",
    re.I,
)
# "continue the conflict", "resume targeting ships"
_GOING_ON = re.compile(
    r"(?:to )?(?:continu|resum|keep|intensif|escalat)\w*\s+(?:[\w-]+\s+){0,3}?"
    r"(?:conflict|war|fight|attack|strik|bomb|shell|target|offensive|hostilities|assault)\w*\b",
    re.I,
)
_ASIDE = re.compile(r",\s(?:which|who|whose|where)\s(?!(?:(?:in|on|at|since|during)\s)?$)[^,;]*$")
_NOBODY = re.compile(r"(?:no(?!\.?\s?\d|-)|nobody|none|neither)\b", re.I)
_ONE_MORE = re.compile(r"a (?:third|fourth|fifth|sixth)\b(?! of\b)", re.I)  # person, no part
_TRADE = re.compile(r"\b(?:trade|tariffs?)\b", re.I)
# After these a time is of what another clause tells: "talks, suspended since the war of 2021".
_OF_ANOTHER = re.compile(
    r"\b(?:after|before|despite|following|since|than|until|when|where|which|who|whose)\b[^,;]*$",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|plan\w*|(?:is|are|was|were|due|set|expected|scheduled) to)\b", re.I
)
_CLOCK = re.compile(r"(?:\s(?:minutes?|hours?))?\s(?:past|before|after|to)\s(?:midnight|noon)\b")
R = TypeVar("R", bound=Coded)


def code(
    report: Report, frames: Sequence[Frame], *, coder: str, policy: Policy | None = None
) -> Coding:
    """The record of a report: every frame as a record of its kind.

    A statement or position without content is none; records told twice on the same words are one.
    `policy` says how disputed places are shown, instead of the policy that is shipped.
    """
    maker = _Maker(report, coder, policy)
    by_schema = {name: [f for f in frames if f.schema == name] for name in _SCHEMAS}
    spoken = heard(
        report,
        maker.who,
        _distinct(maker.statement(f) for f in by_schema["statements"] if maker.is_said(f)),
    )

    def told(records: Iterable[R]) -> tuple[R, ...]:
        return tuple(in_first_person(r, spoken) for r in _distinct(records))

    events = told(maker.event(f) for f in by_schema["events"])
    positions = told(p for f in by_schema["positions"] for p in maker.positions(f))
    numbers = (maker.figure(f) for f in by_schema["figures"] if not maker.is_clock(f))
    figures = told(number for number in numbers if number)
    return Coding(
        report=report,
        coder=coder,
        events=sized(report, events, figures),
        statements=tuple(spoken.statements),
        positions=of_one_issue([with_party(p, events, spoken) for p in positions], spoken),
        figures=figures,
    )


_SCHEMAS = ("events", "statements", "positions", "figures")


def _distinct(records: Iterable[R]) -> tuple[R, ...]:
    """Records by where they stand, the surest of those that share an id."""
    known: dict[str, R] = {}
    for record in records:
        if record.id not in known or known[record.id].confidence < record.confidence:
            known[record.id] = record
    return tuple(sorted(known.values(), key=lambda r: (r.evidence.start, r.evidence.end, r.id)))


class _Maker:
    """Makes the records of one report; its resolvers read the report once."""

    def __init__(self, report: Report, coder: str, policy: Policy | None) -> None:
        self.report, self.coder = report, coder
        self.who, self.where = ActorResolver(report), PlaceResolver(report, policy=policy)
        self.times, self.published = TimeResolver(report), report_date(report)

    @cached_property
    def nuclear(self) -> bool:
        """Whether the report has a word that a report on nuclear matters has."""
        stems = tuple(words("nuclear"))
        return any(w.startswith(stems) for w in re.findall(r"\w+", self.report.text.lower()))

    def event(self, frame: Frame) -> Event:
        status = Status(frame.attributes["status"])
        kind, mode = plover().type(frame.type), frame.attributes.get("mode")
        when = self._dated(frame, status)
        status = settled(status, when, self.published)
        actor, recipient = (self._actors(frame, role) for role in ("actor", "recipient"))
        place = tuple(
            self.where.resolve(span, confidence=_rounded(frame.scores["place"]))
            for span in frame.roles.get("place", ())
        )
        there = {p.country for p in place if p.country}
        abroad = {a.country for a in actor} - there if kind.quad == FORCE and there else ()
        return Event(
            evidence=self.report.evidence(*frame.anchor),
            confidence=_rounded(frame.confidence),
            coder=self.coder,
            type=frame.type,
            mode=mode,
            quad=kind.quad,
            score=plover().score(frame.type, mode),
            actor=tuple(_at_home(a, there) for a in actor),
            recipient=tuple(_at_home(r, there, abroad) for r in recipient),
            place=place,
            when=when or self.times.default(status=status),
            status=status,
            said_by=self._actor(frame, "said_by"),
        )

    def is_said(self, frame: Frame) -> bool:
        """Whether the frame of a statement tells what somebody said: not "no group claimed it"."""
        who = frame.roles.get("speaker", ())
        text = self.report.text
        nobody = any(
            _NOBODY.match(text, start) or text.endswith(("No ", " no "), 0, start)
            for start, _ in who
        )
        return bool(frame.roles.get("content")) and not nobody

    def statement(self, frame: Frame) -> Statement:
        content = tuple(self.report.evidence(*span) for span in frame.roles["content"])
        return Statement(
            evidence=content[0],
            confidence=_rounded(frame.confidence * frame.scores["content"]),
            coder=self.coder,
            kind=StatementKind(frame.attributes["kind"]),
            speaker=self._together(frame, "speaker"),
            cue=self.report.evidence(*frame.anchor) if frame.type == "cue" else None,
            content=content,
            addressee=self._actor(frame, "addressee"),
            when=self._told(frame, frame.roles["content"]) if frame.type == "cue" else None,
        )

    def _dated(self, frame: Frame, status: Status) -> When | None:
        """When an event was by the words that date it; None where those are of a thing done before
        one to come, "arrived on Tuesday for a summit", or told aside: "Russia, which annexed it in
        2014, demanded"."""
        span = next(iter(frame.roles.get("time", ())), None)
        if span is None or self._is_aside(span, frame.anchor):
            return None
        between = self.report.text[span[1] : frame.anchor[0]]
        before = span[1] <= frame.anchor[0] and not _AHEAD.search(between)
        if status is Status.FUTURE and before and self.times.is_over(span):
            return None
        return self.times.resolve(span, status=status)

    def _is_aside(self, time: Span, act: Span) -> bool:
        """Whether a time stands in a clause between commas before the words of the act."""
        start, _ = sentence_at(self.report, time[0])
        opens = _ASIDE.search(self.report.text, start, time[0])
        return opens is not None and "," in self.report.text[time[1] : act[0]]

    def _told(self, frame: Frame, content: Sequence[Span]) -> When | None:
        """When it was said: the one time expression beside the content in the cue's sentence."""
        start, end = sentence_at(self.report, frame.anchor[0])
        held = [frame.anchor, *content]
        beside = [
            (s, e)
            for s, e in self.times.find()
            if start <= s < end
            and not any(s < b and a < e for a, b in content)
            and not _OF_ANOTHER.search(
                self.report.text, max((b for _, b in held if b <= s), default=start), s
            )
        ]
        if len(beside) != 1:
            return None
        when = self.times.resolve(beside[0], status=Status.ACTUAL)
        if not (when.start and when.end):  # "recently", "three-year" date nothing
            return None
        ahead = self.published and when.start > self.published  # what is spoken of, not when
        return None if ahead else when

    def _taken(self, frame: Frame) -> When | None:
        """When a position was taken, told as for a statement.

        What follows a long content dates what is wanted: "demands the land it took in June 1967".
        """
        _, stop = sentence_at(self.report, frame.anchor[0])
        held = [
            (start, stop if self.report.text[start:end].count(" ") > SHORT else end)
            for role in ("content", "condition")
            for start, end in frame.roles.get(role, ())
        ]
        return self._told(frame, held)

    def positions(self, frame: Frame) -> Iterable[Position]:
        stance = self._stance(frame)
        if stance is None or self._is_left_open(frame):
            return
        when = self._taken(frame)
        for span in frame.roles.get("content", ()):
            yield Position(
                evidence=self.report.evidence(*span),
                confidence=_rounded(frame.confidence * frame.scores["content"]),
                coder=self.coder,
                party=self._party(frame),
                stance=stance,
                issue=self._issue(frame),
                of=self._actor(frame, "of"),
                condition=self._words(frame, "condition"),
                cue=self.report.evidence(*frame.anchor),
                when=when,
            )

    def _stance(self, frame: Frame) -> Stance | None:
        """The stance; none of who announces to go on fighting, which offers nobody anything."""
        going_on = frame.type == "offers" and _GOING_ON.match(self._content(frame))
        return None if going_on else Stance(frame.type)

    def _is_left_open(self, frame: Frame) -> bool:
        """Whether what seems to be refused is only not ruled out, or not agreed on by several."""
        start, end = frame.anchor
        told = self.report.text[max(0, start - 40) : end]
        if frame.type != "rejects":
            return False
        if _LEFT_OPEN.search(told):
            return True
        return _UNDECIDED.match(self.report.text, start) is not None

    def _party(self, frame: Frame) -> Actor | None:
        spans = frame.roles.get("party", ())
        return (
            None if spans and self._is_object(frame, spans[0]) else self._together(frame, "party")
        )

    def _is_object(self, frame: Frame, party: Span) -> bool:
        """Whether who seems to take the position is named in what it is on: "its rejection of
        attempts by the United States to acquire the island"."""
        held = frame.roles.get("content", ())
        of = frame.roles.get("of", ())
        return any(
            (s < party[0] or (s == party[0] and party in of)) and party[1] <= e for s, e in held
        )

    def _issue(self, frame: Frame) -> str:
        issue = frame.attributes["issue"]
        if issue == "ceasefire" and _TRADE.search(self._content(frame)):
            return "sanctions"  # "a trade truce"
        return issue if issue != "nuclear" or self.nuclear else "other"

    def _content(self, frame: Frame) -> str:
        return " ".join(self.report.text[slice(*s)] for s in frame.roles.get("content", ()))

    def is_clock(self, frame: Frame) -> bool:
        """Whether a number tells the time of day: "one minute past midnight"."""
        return _CLOCK.match(self.report.text, frame.anchor[1]) is not None

    def figure(self, frame: Frame) -> Figure | None:
        """The figure; None where the words state no number."""
        span = whole(self.report.text, frame.anchor)
        if span is None or (frame.type in TOLLS and _ONE_MORE.match(self.report.text, span[0])):
            return None
        start, end = span
        number = self.report.text[start:end]
        quantity = parse_quantity(number, measure=frame.type)
        following = self.report.text[end : end + FOLLOWING]
        return Figure(
            evidence=self.report.evidence(start, end),
            confidence=_rounded(frame.confidence),
            coder=self.coder,
            value=quantity.value,
            bound=Bound(frame.attributes["bound"]) if span == frame.anchor else quantity.bound,
            measure=frame.type,
            unit=unit_of(number, frame.type, following=following),
            of=self._words(frame, "of"),
            said_by=self._actor(frame, "said_by"),
        )

    def _actors(self, frame: Frame, role: str) -> tuple[Actor, ...]:
        """Those in a role; who is named in it is not there again as "him"."""
        found = [
            actor
            for span in frame.roles.get(role, ())
            for actor in self.who.resolve_all(span, confidence=_rounded(frame.scores[role]))
        ]
        named = {actor.name for actor in found if not actor.antecedent}
        return tuple(a for a in found if not (a.antecedent and a.name and a.name in named))

    def _actor(self, frame: Frame, role: str) -> Actor | None:
        spans = frame.roles.get(role, ())
        return (
            self.who.resolve(spans[0], confidence=_rounded(frame.scores[role])) if spans else None
        )

    def _together(self, frame: Frame, role: str) -> Actor | None:
        """The one in a role; of several who speak or take a position together ("Moscow and Ankara",
        and "both sides" of a position), one with all their names."""
        spans = frame.roles.get(role, ())
        if not spans:
            return None
        found = self.who.resolve_all(spans[0], confidence=_rounded(frame.scores[role]))
        names = [actor.name for actor in found if actor.name]
        told_before = role == "speaker" and any(actor.antecedent for actor in found)
        if len(found) == 1 or len(names) < len(found) or told_before:
            return self._actor(frame, role)
        every, words = " and ".join(names), self.report.evidence(*spans[0])
        return Actor(
            evidence=words,
            name=every,
            confidence=found[0].confidence,
            reason=f"“{words.words}” stands for {every}.",
        )

    def _words(self, frame: Frame, role: str) -> Evidence | None:
        spans: tuple[Span, ...] = frame.roles.get(role, ())
        return self.report.evidence(*spans[0]) if spans else None


def _at_home(who: Actor, there: Collection[str], abroad: Collection[str | None] = ()) -> Actor:
    """Who acts or is acted upon, without the state that the report tells where it does not fit the
    place: police and local forces act at home, and who attacks abroad hits no "factory" of their
    own."""
    home = not HOME.isdisjoint(who.sectors) or who.evidence.words.casefold().startswith("local")
    elsewhere = there and home and who.country not in there
    return without_state(who) if elsewhere or who.country in abroad else who


def _rounded(p: float) -> float:
    """Four decimals: more would differ between machines without meaning anything."""
    return round(p, 4)
