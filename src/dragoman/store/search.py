"""Words to look for, and where they stand in a text: the same on both databases.

A word is a run of letters and digits, compared without case and accents. What is asked for is a
list of phrases that must all be there; most have one word.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import sqlalchemy as sa

from dragoman.errors import ArchiveError
from dragoman.model import Evidence, Report

MOST = 100  # places told of one report
RANKED = 2000  # reports that are ranked where only the best are wanted

_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")


class Word(NamedTuple):
    """A word of a text, as compared and as written: `text[start:end]`."""

    plain: str
    start: int
    end: int


@dataclass(frozen=True)
class Phrase:
    """Words that stand one after the other; with `begins` the last one may go on."""

    words: tuple[str, ...]  # as asked for
    begins: bool = False

    @property
    def plain(self) -> tuple[str, ...]:
        """The words as compared."""
        return tuple(map(plain, self.words))


@dataclass(frozen=True)
class Match:
    """A report that has all that was looked for, and where: the first 100 places in its text.

    `evidence` is empty where the words stand in the title alone. The larger `rank`, the better
    the report fits; ranks of different archives cannot be compared.
    """

    report: Report
    evidence: tuple[Evidence, ...]
    rank: float

    def to_dict(self) -> dict[str, object]:
        """The match as JSON-ready values, without the report's text."""
        told = self.report.to_dict()
        head = {name: told[name] for name in ("id", "version", "address", "title", "published")}
        found = [evidence.to_dict() for evidence in self.evidence]
        return {"report": head, "rank": self.rank, "evidence": found}


class Search(Protocol):
    """Full text of all versions of an archive's reports, kept by who keeps the versions."""

    def add(self, connection: sa.Connection, report: str, version: str) -> None:
        """Take in a version that was just kept."""

    def remove(self, connection: sa.Connection, report: str) -> None:
        """Forget all versions of a report, which are still kept."""

    def find(self, phrases: tuple[Phrase, ...], limit: int | None) -> sa.Select[str, str, float]:
        """The reports that have all phrases in the version shown: report, version and rank.

        With a limit, at most `RANKED` of them are ranked: those that came in last.
        """


def plain(word: str) -> str:
    """The word as compared."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order."""
    for found in _WORD.finditer(text):
        yield Word(plain(found[0]), found.start(), found.end())


def phrases(asked: str) -> tuple[Phrase, ...]:
    """What a person typed, as phrases: words, words in quotation marks, beginnings with `*`.

    Whatever else is typed is no sign of a language, but a break between words.
    """
    found: list[Phrase] = []
    for number, piece in enumerate(re.split('["“”„]', asked)):
        for part in [piece] if number % 2 else piece.split():
            if those := tuple(_WORD.findall(part)):
                found.append(Phrase(those, begins=part.rstrip().endswith("*")))
    if not found:
        raise ArchiveError("There is no word to look for.", todo='Give words, or "a phrase".')
    return tuple(dict.fromkeys(found))


def places(report: Report, asked: tuple[Phrase, ...]) -> tuple[Evidence, ...]:
    """Where the phrases stand in the report's text, in order, the first 100."""
    found: list[Evidence] = []
    text = list(words(report.text))
    wanted = [(phrase.plain, phrase.begins) for phrase in asked]
    for number in range(len(text)):
        fitting = [len(those) for those, begins in wanted if _stand(text, number, those, begins)]
        if fitting:
            last = text[number + max(fitting) - 1]
            found.append(report.evidence(text[number].start, last.end))
            if len(found) == MOST:
                break
    return tuple(found)


def _stand(text: list[Word], number: int, those: tuple[str, ...], begins: bool) -> bool:
    *firsts, last = those
    here = [word.plain for word in text[number : number + len(those)]]
    if len(here) < len(those) or here[:-1] != firsts:
        return False
    return here[-1].startswith(last) if begins else here[-1] == last
