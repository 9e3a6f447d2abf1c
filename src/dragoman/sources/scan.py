"""A page's source, scanned once: what the extractor is given, and where each letter stands."""

import re
from array import array
from html import unescape
from typing import NamedTuple

# As browsers do: a quotation mark opens a value only right after an equals sign.
_TAG = re.compile(r"""</?[a-zA-Z](?:[^>=]++|=\s*+(?:"[^"]*"|'[^']*')?+)*+>""")
_PLAIN_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_DECLARATION = re.compile(r"<[!?][^>]*>")
_NAME = re.compile(r"</?[a-zA-Z][\w:-]*")
_CLOSING = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style")}
_RUN = re.compile(r"[^\s&]+|&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?|&")
_LONGEST_TAG, _MOST_ATTRIBUTES, _LONGEST_SCRIPT = 20_000, 300, 1_000_000


class Page(NamedTuple):
    """A page as scanned."""

    html: str  # the source less comments and whatever could stall a parser
    letters: str  # the characters a reader may see, blanks left out
    places: "array[int]"  # where in the source each letter stands
    tags: int


def scan(source: str) -> Page:
    """The page's source with its tags told from its letters, in time linear in its length."""
    scanner = _Scanner(source)
    scanner.run()
    letters = "".join(scanner.letters)
    return Page("".join(scanner.html), letters, scanner.places, scanner.tags)


class _Scanner:
    def __init__(self, source: str) -> None:
        self.source = source
        self.html: list[str] = []
        self.letters: list[str] = []
        self.places = array("q")
        self.tags = 0
        self.tag = _TAG
        self.last_closing = source.rfind(">")

    def run(self) -> None:
        at = 0
        while at < len(self.source):
            opening = self.source.find("<", at)
            opening = len(self.source) if opening < 0 else opening
            self._words(at, opening)
            if opening > self.last_closing:  # no tag can end any more
                self._words(opening, len(self.source))
                break
            at = self._markup(opening)

    def _markup(self, at: int) -> int:
        """Take what begins with the `<` at `at`; where the source goes on after it."""
        if self.source.startswith("<!--", at):
            end = self.source.find("-->", at + 4)
            return end + 3 if end >= 0 else len(self.source)
        if declaration := _DECLARATION.match(self.source, at):
            if self.source.startswith("<!", at):
                self.html.append(declaration[0][:200])
            return declaration.end()
        tag = self._tag_at(at)
        if tag is None:
            self._words(at, at + 1)
            return at + 1
        return self._tag(tag)

    def _tag_at(self, at: int) -> "re.Match[str] | None":
        if not self.source[at + 1 : at + 2].isalpha() and self.source[at + 1 : at + 2] != "/":
            return None
        found = self.tag.match(self.source, at)
        if found is None and self.tag is _TAG:
            # A quotation mark is never closed: from here on quotes in tags are not trusted.
            self.tag = _PLAIN_TAG
            found = self.tag.match(self.source, at)
        return found

    def _tag(self, tag: "re.Match[str]") -> int:
        self.tags += 1
        words, end = tag[0], tag.end()
        name = _NAME.match(words)
        bare = name[0] if name else "<p"
        crowded = len(words) > 2_000 and len(words.split(None, _MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES
        self.html.append(f"{bare}>" if len(words) > _LONGEST_TAG or crowded else words)
        closing = _CLOSING.get(bare[1:].lower())
        if closing is None:
            return end
        found = closing.search(self.source, end)
        stop = found.start() if found else len(self.source)
        if stop - end <= _LONGEST_SCRIPT:
            self.html.append(self.source[end:stop])
        return stop

    def _words(self, start: int, end: int) -> None:
        self.html.append(self.source[start:end].replace("\0", " "))
        for run in _RUN.finditer(self.source, start, end):
            letters = unescape(run[0]) if run[0][0] == "&" else run[0]
            if letters == run[0]:
                self.places.extend(range(run.start(), run.end()))
            else:
                letters = "".join(letters.split())
                self.places.extend([run.start()] * len(letters))
            self.letters.append(letters)
