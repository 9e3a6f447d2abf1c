"""What a report as a whole tells of its statements and positions: who speaks, whose position it is,
and on what issue, where the same words or "it" are on that of others.

Whoever is filled in so points to where the name stands, is less sure than what a paragraph tells
itself, and says why.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from dragoman.model import Actor, Event, Position, Report, Statement
from dragoman.resolve.actors import ActorResolver
from dragoman.resolve.first_person import in_first_person
from dragoman.resolve.quotations import Spoken, carried
from dragoman.vocab import words

STATED, SAME_ACT, ALONE = 0.85, 0.85, 0.6  # what is left of the confidence
STANDS = frozenset({"REQUEST", "REJECT", "AGREE", "CONCEDE", "THREATEN"})  # acts of taking a stand


def heard(report: Report, who: ActorResolver, statements: Iterable[Statement]) -> Spoken:
    """The statements, in the order of the text, with speakers that the rest of the report names."""
    spoken = Spoken(report, who)
    for statement in sorted(statements, key=lambda s: s.evidence.start):
        spoken.add(statement)
    spoken.statements = [in_first_person(s, spoken) for s in spoken.statements]
    return spoken


def with_party(position: Position, events: Sequence[Event], spoken: Spoken) -> Position:
    """The position; where it has no party, with the one that what holds it tells."""
    if position.party:
        return position
    party = _stating(position, spoken) or _acting(position, events) or _alone(position, spoken)
    return position.model_copy(update={"party": party}) if party else position


def of_one_issue(positions: Sequence[Position], spoken: Spoken) -> tuple[Position, ...]:
    """The positions, those on the same words of the issue that most of them have; "it" is of that
    of the position before it in its paragraph."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for p in positions:
        votes[p.evidence.words.casefold()][p.issue] += 1
    found: list[Position] = []
    for p in positions:
        said = p.evidence.words.casefold()
        issue = votes[said].most_common(1)[0][0]
        if said in words("objects"):
            here = spoken.paragraph(p.evidence.start)
            near = found and here is not None and spoken.paragraph(found[-1].evidence.start) == here
            issue = found[-1].issue if near else p.issue
        found.append(p.model_copy(update={"issue": issue}))
    return tuple(found)


def _stating(position: Position, spoken: Spoken) -> Actor | None:
    """The speaker of the shortest statement that holds the position."""
    start, end = position.evidence.start, position.evidence.end
    holding = [
        (piece.end - piece.start, statement.speaker)
        for statement in spoken.statements
        for piece in statement.content
        if piece.start <= start
        and end <= piece.end
        and statement.speaker
        and not _is_text(statement.speaker)
    ]
    if not holding:
        return None
    _, speaker = min(holding, key=lambda pair: pair[0])
    return carried(speaker, STATED, "It is part of what they say.")


def _acting(position: Position, events: Iterable[Event]) -> Actor | None:
    """The actor of the act that the position's own cue names: "demanded", "refused"."""
    cue = position.cue
    if cue is None:
        return None
    for event in events:
        shared = event.evidence.start < cue.end and cue.start < event.evidence.end
        if event.type in STANDS and shared and len(event.actor) == 1 and _is_known(event.actor[0]):
            return carried(event.actor[0], SAME_ACT, f"“{cue.words}” is their act.")
    return None


def _alone(position: Position, spoken: Spoken) -> Actor | None:
    """The only one who speaks in the paragraph, before the position and by name."""
    number = spoken.paragraph(position.evidence.start)
    if number is None or spoken.is_transcript(number):
        return None
    here = [s for s in spoken.statements if spoken.paragraph(s.evidence.start) == number]
    speakers = [s.speaker for s in here if s.speaker]
    if len({_who(speaker) for speaker in speakers}) != 1 or not _is_known(speakers[0]):
        return None
    if here[0].evidence.start > position.evidence.start:
        return None
    return carried(speakers[0], ALONE, "They alone speak in the paragraph.")


def _is_text(actor: Actor) -> bool:
    """Whether a text is said to say it, which stands for nothing itself."""
    return actor.evidence.words.split()[-1].casefold() in words("documents")


def _is_known(actor: Actor) -> bool:
    return actor.name is not None or actor.country is not None


def _who(actor: Actor) -> tuple[object, ...]:
    """What tells one actor from another."""
    name = actor.name or actor.country
    return (name, actor.office) if name else (actor.evidence.words,)
