"""What a report's text holds of names: its words and sentences, known names, role words, runs."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from dragoman.vocab import Entity, Form, Role, Token, words

BINDING = " \u00a0\t\n-–'’‘\"“”()/+&"  # what may stand between the words of one name


def parts(gap: str) -> bool:
    """Whether a dash with a blank beside it stands between two words: "Maryland - Egypt"."""
    return gap.strip() in ("-", "–", "—") and gap != gap.strip()


@dataclass(frozen=True, slots=True)
class Named:
    """A known name at words `first` to `last` (exclusive)."""

    first: int
    last: int
    entity: Entity
    form: Form
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Titled:
    """A role word at words `first` to `last` (exclusive)."""

    first: int
    last: int
    role: Role


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that are no known name: a person or body we have no row for."""

    first: int
    last: int


@dataclass(slots=True)
class Scan:
    """The words of a text and what is known of them, each list in the order of the text."""

    text: str
    words: list[Token]
    sentence: list[int]  # the number of the sentence that each word stands in
    named: list[Named] = field(default_factory=list)
    titled: list[Titled] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    quotes: list[tuple[int, int]] = field(default_factory=list)  # first and last of each, in words
    keys: list[str] = field(init=False)  # the words casefolded
    at: dict[int, Named | Titled | Run] = field(default_factory=dict)  # by each word covered

    def __post_init__(self) -> None:
        self.keys = [word.key.casefold() for word in self.words]

    def gap(self, index: int) -> str:
        """What stands between word `index` and the next."""
        if not 0 <= index < len(self.words) - 1:
            return "\n"
        return self.text[self.words[index].end : self.words[index + 1].start]

    def key(self, index: int) -> str:
        """Word `index` casefolded; empty outside the text."""
        return self.keys[index] if 0 <= index < len(self.keys) else ""

    def first_person(self, index: int) -> bool:
        """Whether word `index` is "I", "we" or one of theirs; "US" is not."""
        return self.key(index) in words("first_person") and self.words[index].key != "US"

    def capital(self, index: int) -> bool:
        """Whether word `index` begins with a capital letter."""
        return 0 <= index < len(self.words) and self.words[index].key[:1].isupper()

    def opening(self, index: int) -> int:
        """The first word of the sentence that word `index` stands in."""
        return bisect_left(self.sentence, self.sentence[index])

    def sentence_of(self, index: int) -> int:
        """The number of the sentence of word `index`; -1 outside the text."""
        return self.sentence[index] if 0 <= index < len(self.words) else -1

    def quote(self, index: int) -> int:
        """The number of the quotation that word `index` stands in, from 1; 0 outside."""
        number = bisect_right(self.quotes, index, key=lambda q: q[0])
        return number if number and index < self.quotes[number - 1][1] else 0

    def words_in(self, start: int, end: int) -> tuple[int, int]:
        """The words, first to last (exclusive), that share a character with `start` to `end`."""
        first = bisect_right(self.words, start, key=lambda w: w.end)
        return first, max(first, bisect_left(self.words, end, key=lambda w: w.start))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters of words `first` to `last` (exclusive)."""
        return self.words[first].start, self.words[last - 1].end

    def bound(self, index: int) -> bool:
        """Whether word `index` and the next may be parts of one name."""
        gap = self.gap(index)
        bare = gap.strip(BINDING)
        joined = not bare or (bare == "." and len(self.words[index].key) <= 3)
        return len(gap) <= 3 and "\n\n" not in gap and joined
