"""A text as its words: where each stands, and whether it goes on from the one before."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files


@cache
def words_of(name: str) -> frozenset[str]:
    """A list of `place_finding.toml`, as a set."""
    return frozenset(_lists()[name])


@cache
def _lists() -> dict[str, list[str]]:
    path = files("dragoman.resolve") / "data" / "place_finding.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _word() -> re.Pattern[str]:
    # "U.S.", "Arkansas", "N'Djamena", "A&M"; the "s" of a genitive is a word of its own.
    return re.compile(r"(?:[A-Z]\.)+[A-Z]\b|[^\W\d_]+(?:(?:&|['’](?!s\b))[^\W\d_]+)*")


@cache
def _joint() -> re.Pattern[str]:
    # What stands between two words of one name: a blank, a hyphen, the end of a wrapped line.
    return re.compile(r"[ \xa0]|-|[ \t]?\r?\n[ \t]+")


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(r"[.!?:;\"“”|•*]|\n(?![ \t])|\n\s*\n")


_SHORT = frozenset({"st", "ste", "mt", "ft"})  # "St. Louis"


@dataclass(slots=True)
class Words:
    """The words of a text, by number."""

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    capitals: list[int] = field(default_factory=list)  # the words that begin with a capital

    def __len__(self) -> int:
        return len(self.forms)

    def capital(self, at: int) -> bool:
        """Whether the word begins with a capital."""
        return 0 <= at < len(self.forms) and self.forms[at][0].isupper()

    def gap(self, at: int) -> str:
        """What stands between the word before and this one."""
        before = self.ends[at - 1] if at else 0
        return self.text[before : self.starts[at]]

    def joined(self, at: int) -> bool:
        """Whether the word goes on from the one before, as the words of a name do."""
        if not 0 < at < len(self.forms):
            return False
        gap = self.gap(at)
        if gap == " ":
            return True
        if gap in (". ", ".") and (self.low[at - 1] in _SHORT or len(self.low[at - 1]) == 1):
            return True
        return _joint().fullmatch(gap) is not None

    def goes_on(self, at: int) -> bool:
        """Whether the word has a capital and goes on from the one before."""
        return self.capital(at) and self.joined(at)

    def run(self, at: int, *, most: int) -> int:
        """Where the capitalised words that go on from a word end, after at most so many."""
        end = at + 1
        while end < at + most and self.goes_on(end):
            end += 1
        return end

    def articled(self, at: int) -> bool:
        """Whether an article of Arabic in small letters belongs to the word: "al-Hol"."""
        return at > 0 and self.gap(at) == "-" and self.forms[at - 1] in words_of("articles")

    def opens(self, at: int) -> bool:
        """Whether a sentence, a line or a quotation begins with the word."""
        if at == 0:
            return True
        gap = self.gap(at)
        return gap != " " and _stop().search(gap) is not None and not self.joined(at)

    def genitive(self, at: int) -> bool:
        """Whether the word is the "s" of a genitive."""
        return at < len(self.forms) and self.forms[at] == "s" and self.gap(at) in ("'", "’")

    def numbered(self, at: int) -> bool:
        """Whether a number stands right before the word: "3537 Seventh Street"."""
        gap = self.gap(at).rstrip(" ")
        return gap[-1:].isdigit()

    def counted(self, at: int) -> bool:
        """Whether a sum or a road's number follows the word: "US$5", "US-24"."""
        after = self.text[self.ends[at] : self.ends[at] + 2]
        return after[:1] == "$" or (after[:1] == "-" and after[1:].isdigit())

    def before(self, at: int) -> str:
        """The word before in lower case, none where the words do not go on."""
        return self.low[at - 1] if self.joined(at) else ""

    def after(self, at: int) -> str:
        """The word after in lower case, none where the words do not go on."""
        return self.low[at + 1] if self.joined(at + 1) else ""


def words_in(text: str) -> Words:
    """The words of the text."""
    found = Words(text)
    for number, match in enumerate(_word().finditer(text)):
        form = match.group()
        found.starts.append(match.start())
        found.ends.append(match.end())
        found.forms.append(form)
        found.low.append(form.lower())
        if form[0].isupper():
            found.capitals.append(number)
    return found
