"""A page's source, scanned once: what the extractor is given, and where each letter stands."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

# As browsers do: a quotation mark opens a value only right after an equals sign.
_TAG = re.compile(r"""<(/?[a-zA-Z][\w:-]*+)(?:[^>=]++|=\s*+(?:"[^"]*"|'[^']*')?+)*+>""")
_PLAIN_TAG = re.compile(r"<(/?[a-zA-Z][\w:-]*+)[^>]*>")
_DECLARATION = re.compile(r"<[!?][^>]*>")
_CLOSING = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style")}
_RUN = re.compile(r"[^\s&]+|&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?|&")
_LONGEST_TAG, _MOST_ATTRIBUTES, _LONGEST_SCRIPT = 20_000, 300, 1_000_000
_CROWDED = 2_000  # characters of a tag from which on its attributes are counted


class Stretch(NamedTuple):
    """A stretch of the source between two tags that holds letters."""

    first: int  # where its letters begin among those of the page
    start: int
    end: int


class Page(NamedTuple):
    """A page as scanned."""

    source: str
    html: str  # the source less comments and whatever could stall a parser
    letters: str  # the characters a reader may see, blanks left out
    stretches: list[Stretch]  # where in the source they stand
    tags: int


def scan(source: str) -> Page:
    """The page's source with its tags told from its letters, in time linear in its length."""
    scanner = _Scanner(source)
    scanner.run()
    letters = "".join(scanner.letters)
    return Page(source, "".join(scanner.html), letters, scanner.stretches, scanner.tags)


def letters_of(source: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Runs of letters of a stretch, and where each stands; an entity's where it begins."""
    for run in _RUN.finditer(source, start, end):
        letters = unescape(run[0]) if run[0][0] == "&" else run[0]
        yield letters if letters == run[0] else "".join(letters.split()), run.start()


class _Scanner:
    def __init__(self, source: str) -> None:
        self.source = source
        self.html: list[str] = []
        self.kept = 0  # up to where the source is in `html`
        self.letters: list[str] = []
        self.count = 0
        self.stretches: list[Stretch] = []
        self.tags = 0
        self.tag = _TAG
        self.last_closing = source.rfind(">")
        self.nul = "\0" in source

    def run(self) -> None:
        at, opening = 0, self.source.find("<")
        while 0 <= opening <= self.last_closing:
            if at < opening:
                self._words(at, opening)
            at = self._markup(opening)
            opening = self.source.find("<", at)
        self._words(at, len(self.source))  # no tag can end any more
        self.html.append(self.source[self.kept :])

    def _markup(self, at: int) -> int:
        """Take what begins with the `<` at `at`; where the source goes on after it."""
        tag = self.tag.match(self.source, at)
        if tag is None:
            if self.tag is _PLAIN_TAG or not _PLAIN_TAG.match(self.source, at):
                return self._no_tag(at)
            # A quotation mark is never closed: from here on quotes in tags are not trusted.
            self.tag = _PLAIN_TAG
            return self._markup(at)
        self.tags += 1
        name, end = tag[1], tag.end()
        if end - at > _CROWDED:
            self._simplify(tag)
        if name.lower() not in _CLOSING:
            return end
        found = _CLOSING[name.lower()].search(self.source, end)
        stop = found.start() if found else len(self.source)
        if stop - end > _LONGEST_SCRIPT:
            self._put("", end, stop)
        return stop

    def _no_tag(self, at: int) -> int:
        if self.source.startswith("<!--", at):
            end = self.source.find("-->", at + 4)
            return self._put("", at, end + 3 if end >= 0 else len(self.source))
        if found := _DECLARATION.match(self.source, at):
            kept = found[0][:200] if found[0][1] == "!" else ""
            return self._put(kept, at, found.end())
        self._words(at, at + 1)
        return at + 1

    def _simplify(self, tag: "re.Match[str]") -> None:
        """Leave only its name of a tag that a parser would take too long over."""
        crowded = len(tag[0].split(None, _MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES
        if crowded or len(tag[0]) > _LONGEST_TAG:
            self._put(f"<{tag[1]}>", *tag.span())

    def _put(self, instead: str, start: int, end: int) -> int:
        """Put something else in place of a stretch of the source; its end."""
        self.html += (self.source[self.kept : start], instead)
        self.kept = end
        return end

    def _words(self, start: int, end: int) -> None:
        words = self.source[start:end]
        letters = "".join(words.split())
        if not letters:
            return
        if self.nul and "\0" in words:
            self._put(words.replace("\0", " "), start, end)
        if "&" in letters:
            letters = "".join(run for run, _ in letters_of(self.source, start, end))
        self.stretches.append(Stretch(self.count, start, end))
        self.letters.append(letters)
        self.count += len(letters)
