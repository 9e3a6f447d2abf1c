"""Whom "I" and "we" stand for: whoever speaks the words in which they stand."""

from typing import TypeVar

from dragoman.model import Actor, Coded, Span, StatementKind
from dragoman.resolve.quotations import Spoken

SPOKEN = 0.85  # what is left of the confidence
ROLES = ("actor", "recipient", "party", "of", "said_by", "speaker", "addressee")
SAME = ("name", "sectors", "office", "wikidata")  # what "we" are and "our forces" are not
QUOTED = (StatementKind.DIRECT, StatementKind.MIXED)
R = TypeVar("R", bound=Coded)


def in_first_person(record: R, spoken: Spoken) -> R:
    """The record, with the speakers whom its "we" or "our forces" are."""
    told = {k: getattr(record, k) for k in ROLES if k in type(record).model_fields}
    return record.model_copy(update={k: _meant(v, spoken) for k, v in told.items()})


def _meant(value: object, spoken: Spoken) -> object:
    if isinstance(value, tuple):
        return tuple(_meant(v, spoken) for v in value)
    if not isinstance(value, Actor) or value.name or value.country:
        return value
    span = value.evidence.start, value.evidence.end
    speaker = _speaker(span, spoken) if spoken.who.begins_in_first_person(span) else None
    if speaker is None or not (speaker.name or speaker.country):
        return value
    first, *rest = value.evidence.words.split()
    named = speaker.antecedent or speaker.evidence
    same = {} if rest else {k: getattr(speaker, k) for k in SAME}
    return value.model_copy(
        update=same
        | {
            "country": speaker.country,
            "antecedent": named,
            "confidence": round(min(value.confidence, speaker.confidence) * SPOKEN, 4),
            "reason": f"“{first}” is said by “{named.words}”.",
        }
    )


def _speaker(span: Span, spoken: Spoken) -> Actor | None:
    """The speaker of the shortest quotation that holds the words, or of the transcript."""
    start, end = span
    holding = [
        (piece.end - piece.start, s.speaker)
        for s in spoken.statements
        for piece in s.content
        if s.kind in QUOTED and piece.start <= start and end <= piece.end and s.speaker
    ]
    if holding:
        return min(holding, key=lambda pair: pair[0])[1]
    return spoken.of_transcript(span)
