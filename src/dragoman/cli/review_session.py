"""A session of review: one record at a time, one command a line."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.cli.review_queue import Item
    from dragoman.model import Decision, Report
    from dragoman.review.desk import Desk
    from dragoman.review.view import Shown, View

HELP = """\
a [WHY]            accept as shown, and go on
x [WHY]            reject, and go on
e FIELD VALUE      set a field: e type CONSULT, e actor.country UKR; - empties it
s start|end N      move an edge of the words by N words, to the right or (-N) to the left
n KIND CODE WORDS  add a missed record: n event CONSULT talks, n position demands/talks
m NAME = NAME      merge: the first name is the second actor, in all reports
p NAME = NAME      split: in this record alone, the first name is the second actor; - is unknown
c WORDS            comment
u                  undo your last decision on this record
j, k               next, previous
?                  these lines
q                  quit"""


class Out(Protocol):
    """Where a session shows what it does."""

    def show(self, shown: "Shown", report: "Report", *, number: int, of: int) -> None:
        """Show a record."""

    def made(self, decision: "Decision") -> None:
        """Show a decision that was made."""

    def say(self, line: str) -> None:
        """Say something beside the data."""

    def complain(self, line: str) -> None:
        """Say what is wrong."""


@dataclass
class Session:
    """Goes through a queue; `take` carries out one command."""

    desk: "Desk"
    items: "list[Item]"
    out: Out
    named: Callable[[str], bool]  # whether a record of the archive has an actor of this name
    at: int = 0
    count: int = 0  # decisions made
    quits: bool = False
    _view: "View | None" = field(default=None, repr=False)

    def show(self) -> None:
        """Show the record that is under review."""
        shown, view = self._here()
        self.out.show(shown, view.report, number=self.at + 1, of=len(self.items))

    def take(self, line: str) -> None:
        """Carry out one line; what is wrong with it is told, and nothing is changed."""
        name, _, rest = line.strip().partition(" ")
        command = _COMMANDS.get(name)
        if not name:
            return
        if command is None:
            self.out.complain(f"There is no command {name!r}. ? lists them.")
            return
        try:
            command(self, rest.strip())
        except DragomanError as error:
            self.out.complain(f"{error.what} {error.todo}")

    def _here(self) -> "tuple[Shown, View]":
        item = self.items[self.at]
        if self._view is None or self._view.report.id != item.report:
            self._view = self.desk.view(item.report)
        return self._view[item.id], self._view

    def _did(self, decisions: "list[Decision]") -> None:
        if not decisions:
            self.out.say("Nothing is changed: it stands so already.")
        self._view = None  # it shows something else now
        self.count += len(decisions)
        for decision in decisions:
            self.out.made(decision)

    def _go(self, step: int) -> None:
        if 0 <= self.at + step < len(self.items):
            self.at += step
            self.show()
        else:
            self.out.say("The queue ends here." if step > 0 else "The queue begins here.")

    def accept(self, why: str) -> None:
        """a"""
        self._did(self.desk.accept(self._here()[0], why=why))
        self._go(1)

    def reject(self, why: str) -> None:
        """x"""
        self._did(self.desk.reject(self._here()[0], why=why))
        self._go(1)

    def change(self, rest: str) -> None:
        """e"""
        from dragoman.review.changes import typed

        name, _, text = rest.partition(" ")
        if not text.strip():
            raise DragomanError("A field and its value are needed.", todo="e type CONSULT")
        shown, view = self._here()
        self._did(self.desk.correct(shown, typed(shown.record, view.report, name, text)))
        self.show()

    def move(self, rest: str) -> None:
        """s"""
        from dragoman.review.words import moved

        told = re.fullmatch(r"(start|end)\s+([+-]?\d{1,4})", rest)
        if told is None:
            raise DragomanError("An edge and a number of words are needed.", todo="s end -1")
        shown, view = self._here()
        changes = moved(shown.record, view.report, edge=told[1], words=int(told[2]))
        self._did(self.desk.correct(shown, changes))
        self.show()

    def add(self, rest: str) -> None:
        """n"""
        from dragoman.cli.review_queue import Item
        from dragoman.review.changes import missed

        parts = rest.split(maxsplit=2)
        if len(parts) < 3:
            raise DragomanError(
                "A kind, a code and the words are needed.", todo="n event CONSULT talks"
            )
        shown, view = self._here()
        kind, code, words = parts
        near = shown.record.evidence.start
        made = missed(view.report, kind, code, words, coder=self.desk.coder, near=near)
        self._did(self.desk.add(made))
        if all(item.id != made.id for item in self.items):
            self.at += 1
            self.items.insert(self.at, Item(made.confidence, view.report.id, made.id))
        self.show()

    def comment(self, rest: str) -> None:
        """c"""
        self._did(self.desk.comment(self._here()[0], rest))
        self.show()

    def merge(self, rest: str) -> None:
        """m"""
        todo = "m the envoy = Special Envoy"
        name, into = _names(rest, todo=todo)
        if into is None:
            raise DragomanError("A merge gives a name.", todo=todo)
        if not self.named(name):
            raise DragomanError(
                f"No record names anybody {name!r}.",
                todo="Give the name that stands in brackets, or the words where none does.",
            )
        self._did(self.desk.merge([name], into))
        self.show()

    def split(self, rest: str) -> None:
        """p"""
        names = _names(rest, todo="p the envoy = Special Envoy")
        self._did(self.desk.split(self._here()[0], *names))
        self.show()

    def undo(self, _: str) -> None:
        """u"""
        shown, view = self._here()
        made = self.desk.undo(shown)
        if not made:
            self.out.say("You have decided nothing on this record.")
            return
        self._did(made)
        if all(s.id != shown.id for s in self.desk.view(view.report.id).records):
            del self.items[self.at]  # it was added, and is no more
            self.at = max(0, self.at - 1)
        if self.items:
            self.show()
        else:
            self.quits = True

    def next(self, _: str) -> None:
        """j"""
        self._go(1)

    def previous(self, _: str) -> None:
        """k"""
        self._go(-1)

    def help(self, _: str) -> None:
        """?"""
        self.out.say(HELP)

    def quit(self, _: str) -> None:
        """q"""
        self.quits = True


def _names(rest: str, *, todo: str) -> tuple[str, str | None]:
    name, sign, into = (part.strip() for part in rest.partition("="))
    if not (name and sign and into):
        raise DragomanError("Two names are needed.", todo=todo)
    return name, None if into == "-" else into


_COMMANDS: dict[str, Callable[[Session, str], None]] = {
    "a": Session.accept,
    "x": Session.reject,
    "e": Session.change,
    "s": Session.move,
    "n": Session.add,
    "m": Session.merge,
    "p": Session.split,
    "c": Session.comment,
    "u": Session.undo,
    "j": Session.next,
    "k": Session.previous,
    "?": Session.help,
    "q": Session.quit,
}
