"""Who speaks where a statement's own paragraph, or its own clause, does not say.

A quotation that runs over paragraphs is its first speaker's; so is what follows a paragraph that
ends with "said:", and a verb of speaking that shares its subject with the one before. Nothing is
carried between paragraphs that do not belong together.
"""

from dataclasses import dataclass, field
from functools import cached_property

from dragoman.model import Actor, BlockKind, Report, Span, Statement, StatementKind
from dragoman.resolve.actors import ActorResolver
from dragoman.vocab import words

RUNS_ON, SAME_CUE = 0.8, 0.8  # what is left of the confidence
OPENING, CLOSING = "“\"„«‘'", "”\"“»’'"
QUOTED = (StatementKind.DIRECT, StatementKind.MIXED)
Found = tuple[Actor | None, float, str]  # who, what is left of the confidence, and why
NO_ONE: Found = (None, 0.0, "")


def carried(actor: Actor, share: float, why: str) -> Actor:
    """The actor as named elsewhere: the words where the name stands, less sure, and why."""
    named = actor.antecedent or actor.evidence
    return actor.model_copy(
        update={
            "evidence": named,
            "antecedent": named,
            "confidence": round(actor.confidence * share, 4),
            "reason": f"{why} {actor.reason}".rstrip(),
        }
    )


@dataclass
class Spoken:
    """The statements of a report so far, in the order of the text, each with its speaker."""

    report: Report
    who: ActorResolver
    statements: list[Statement] = field(default_factory=list)
    named: list[Actor | None] = field(default_factory=list)  # the speaker of each as first named

    def __post_init__(self) -> None:
        self.paragraphs, self.after_heading = _paragraphs(self.report)

    def add(self, statement: Statement) -> None:
        """Add the next statement, with its speaker where what stands before tells it."""
        named, share, why = statement.speaker, 1.0, ""
        if named is None:
            named, share, why = self._speaker(statement)
        speaker = carried(named, share, why) if named and why else named
        self.statements.append(statement.model_copy(update={"speaker": speaker}))
        self.named.append(named)

    def _speaker(self, statement: Statement) -> Found:
        number = self.paragraph(statement.evidence.start)
        if number is None or self._is_told_after(statement, number):
            return NO_ONE
        if statement.cue is not None:
            return self._of_same_subject(statement, number)
        here = self._in(number)
        if not here:
            return self._run_on(statement, number)
        between = self.report.text[_end(self.statements[here[-1]]) : statement.evidence.start]
        if not _goes_on(between.rstrip(f"{OPENING} ")):
            return NO_ONE
        return self._of_quotation(here[-1], "The quotation goes on in the same paragraph.")

    def _in(self, number: int) -> list[int]:
        """The statements so far that begin in a paragraph, by their place."""
        first, last = self.paragraphs[number]
        return [i for i, s in enumerate(self.statements) if first <= s.evidence.start < last]

    def _is_told_after(self, statement: Statement, number: int) -> bool:
        """Whether a verb of speaking stands behind: the words have a speaker of their own."""
        content = statement.content[-1]
        if statement.cue is not None or content.words.endswith((".", "!", "?")):
            return False
        _, last = self.paragraphs[number]
        rest = self.report.text[content.end : last]
        clause = rest[: _sentence_end(rest)]
        return bool(words("saying") & set(clause.casefold().replace(",", " ").split()))

    def _of_same_subject(self, statement: Statement, number: int) -> Found:
        """The speaker of a verb that shares its subject with one before: "said ... and warned"."""
        cue = statement.cue
        before = [i for i in self._in(number) if self.statements[i].cue]
        if cue is None or not before or self._is_passive(cue.start):
            return NO_ONE
        between = self.report.text[_end(self.statements[before[-1]]) : cue.start]
        goes_on = cue.words.split()[0].casefold() in words("continuing")
        if not goes_on and not (_goes_on(between) and _coordinates(between)):
            return NO_ONE
        why = f"“{cue.words}” has no subject of its own: the one before goes on."
        return self.named[before[-1]], SAME_CUE, why

    def _is_passive(self, start: int) -> bool:
        before = self.report.text[:start].split()
        return bool(before) and before[-1].casefold() in words("being")

    def _run_on(self, statement: Statement, number: int) -> Found:
        """The speaker of the paragraph directly before, whose quotation or "said:" leads here."""
        start, _ = self.paragraphs[number]
        opening = self.report.text[start : statement.evidence.start].strip()
        if number == 0 or opening.strip(OPENING) or number in self.after_heading:
            return NO_ONE
        first, last = self.paragraphs[number - 1]
        before = self._in(number - 1)
        rest = self.report.text[_end(self.statements[before[-1]]) : last] if before else ""
        if before and (self._is_open(first, last) or _goes_on(rest)):
            return self._of_quotation(
                before[-1], "The quotation runs on from the paragraph before."
            )
        if self.report.text[first:last].rstrip().endswith(":"):
            speaker = self.who.speaking((first, last), confidence=statement.confidence)
            return speaker, RUNS_ON, "The paragraph before ends by naming who speaks."
        return NO_ONE

    def _is_open(self, first: int, last: int) -> bool:
        """Whether the last quotation of a paragraph is not closed in it."""
        text = self.report.text[first:last]
        if "“" in text:
            return text.rfind("“") > text.rfind("”")
        return text.count('"') % 2 == 1

    def _of_quotation(self, before: int, why: str) -> Found:
        if self.statements[before].kind not in QUOTED:
            return NO_ONE
        return self.named[before], RUNS_ON, why

    def is_transcript(self, number: int) -> bool:
        """Whether someone speaks in the first person in a paragraph, outside quotation marks."""
        first, last = self.paragraphs[number]
        return self.who.in_first_person((first, last))

    def of_transcript(self, span: Span) -> Actor | None:
        """Who speaks in the first person outside quotation marks: whom "Minister Ellwood said:"
        at the end of a paragraph before names, if no one else speaks between."""
        number = self.paragraph(span[0]) if self.who.in_first_person(span) else None
        return self._transcript[number] if number is not None else None

    @cached_property
    def _transcript(self) -> list[Actor | None]:
        """Who speaks in each paragraph if it is of a transcript."""
        others = {
            self.paragraph(s.evidence.start) for s in self.statements if self._is_of_another(s)
        }
        found: list[Actor | None] = [None]
        for number, (first, last) in enumerate(self.paragraphs[:-1], 1):
            if number in others or number in self.after_heading:
                found.append(None)
            elif self.report.text[first:last].rstrip().endswith(":"):
                found.append(self.who.speaking((first, last), confidence=1.0))
            else:
                found.append(found[-1])
        return found

    def _is_of_another(self, statement: Statement) -> bool:
        """Whether its own words say who speaks, and not in the first person."""
        if statement.cue is None:
            return False
        named = statement.speaker and statement.speaker.evidence
        return not named or not self.who.begins_in_first_person((named.start, named.end))

    def paragraph(self, offset: int) -> int | None:
        """The number of the paragraph at an offset."""
        inside = (n for n, (a, b) in enumerate(self.paragraphs) if a <= offset < b)
        return next(inside, None)


def _end(statement: Statement) -> int:
    """Where the statement ends, its attribution included."""
    parts = [*statement.content, statement.cue, statement.speaker and statement.speaker.evidence]
    return max(part.end for part in parts if part)


def _paragraphs(report: Report) -> tuple[list[Span], frozenset[int]]:
    """The report's paragraphs, and the numbers of those that come after a heading."""
    found: list[Span] = []
    parted: set[int] = set()
    for block in report.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            found.append((block.start, block.end))
        elif block.kind in (BlockKind.HEADING, BlockKind.TITLE):
            parted.add(len(found))
    if report.blocks:
        return found, frozenset(parted)
    start = 0
    for line in report.text.split("\n"):
        if line.strip():
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found, frozenset()


def _coordinates(text: str) -> bool:
    """Whether the text ends as before a second verb of one subject: "..., and [warned]"."""
    said = text.split()
    return bool(said) and (said[-1].casefold() in words("joining") or said[-1].endswith(","))


def _goes_on(text: str) -> bool:
    """Whether no further sentence begins in the text."""
    return _sentence_end(text) == len(text)


def _sentence_end(text: str) -> int:
    """Where the first sentence ends that another one follows; the length of the text if none."""
    for i, c in enumerate(text):
        after = text[i + 1 :].lstrip(CLOSING)
        if c in ".!?" and after[:1].isspace() and after.strip():
            return i
    return len(text)
