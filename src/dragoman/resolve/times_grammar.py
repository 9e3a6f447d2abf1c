"""The grammar of time expressions: the rules of `data/times_rules.toml` joined into one pattern."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.resolve import times_dates as dates
from dragoman.resolve import times_spans as spans
from dragoman.resolve.times_scene import Found, Reading, Scene
from dragoman.resolve.times_words import any_of, fragments, lexicon, vague_words

Handler = Callable[[Scene, Found], Reading | None]

HANDLERS: dict[str, Handler] = {
    "numeric_day": dates.numeric_day,
    "calendar_day": dates.calendar_day,
    "month": dates.month,
    "season": dates.season,
    "weekday": dates.weekday,
    "today": dates.today,
    "clock": dates.clock,
    "other_part": dates.other_part,
    "feast": dates.feast,
    "relative": spans.relative,
    "counted": spans.counted,
    "distant": spans.distant,
    "duration": spans.duration,
    "repeated": spans.repeated,
    "quarter": spans.quarter,
    "year_before": spans.year_before,
    "plain_year": spans.plain_year,
    "decade": spans.decade,
    "century": spans.century,
    "indefinite": spans.indefinite,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and the reading of its match; `named`: the part that must begin with a capital."""

    pattern: re.Pattern[str]
    read: Handler
    named: str | None


@cache
def _rules() -> tuple[tuple[Rule, ...], re.Pattern[str]]:
    path = files("dragoman.resolve") / "data" / "times_rules.toml"
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
    sources = [_source(row["pattern"]) for row in listed]
    rules = tuple(
        Rule(re.compile(source), HANDLERS[row["reads"]], row.get("named"))
        for source, row in zip(sources, listed, strict=True)
    )
    # In the joined pattern only the rule is named; its parts are read by the rule's own pattern.
    branches = (
        f"(?P<r{at}>{re.sub(r'[(][?]P<[a-z0-9_]+>', '(?:', source)})"
        for at, source in enumerate(sources)
    )
    return rules, re.compile("|".join(branches))


def _source(pattern: str) -> str:
    joined = "".join(pattern.split("\n"))
    for name, fragment in fragments().items():
        joined = joined.replace("{" + name + "}", fragment)
    return joined.replace(" ?", r"\s*").replace(" ", r"\s+")


def matches(low: str) -> Iterator[tuple[Rule, Found]]:
    """Every match of the grammar in the text, in order, with the rule that made it."""
    done = 0
    # The grammar is tried only around the words no expression lacks: most of a text has none.
    for core in _cores().finditer(low):
        if core.start() < done:
            continue
        for word in _words().finditer(low, _opening(low, core.start(), done), core.start() + 1):
            found = match_at(low, word.start())
            if found and found[1].end > core.start():
                done = found[1].end
                yield found
                break


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"(?<![\w$€£#/-])['’]?\w")


def match_at(low: str, start: int) -> tuple[Rule, Found] | None:
    """The expression that begins at `start`, with the rule that matched it."""
    match = _rules()[1].match(low, start)
    return match and _found(low, match)


def _found(low: str, match: re.Match[str]) -> tuple[Rule, Found] | None:
    rule = _rules()[0][int(str(match.lastgroup)[1:])]
    own = rule.pattern.match(low, match.start())
    return own and (rule, Found(own.start(), own.end(), own.group(), own.groupdict()))


_REACH = 40  # characters: no expression has more before its core


def _opening(low: str, core: int, done: int) -> int:
    """Where an expression around the core may begin: in its sentence, after the one before it."""
    start = max(done, core - _REACH)
    stop = max(low.rfind(". ", start, core), low.rfind("\n\n", start, core))
    return max(start, stop)


@cache
def _cores() -> re.Pattern[str]:
    lex = lexicon()
    vague = (word.split()[-1] for word in vague_words())
    tables = ("months", "weekdays", "seasons", "units", "sets", "decades", "spoken_years")
    words = {word for table in tables for word in lex[table]}
    words |= {
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "overnight",
        "noon",
        "midnight",
        "centurie",
    }
    words |= {"morning", "afternoon", "evening", "night", "two thousand", *vague}
    words |= {"easter", "thanksgiving", *(feast.split()[0] for feast in lex["feasts"])}
    return re.compile(rf"(?<![\w.,])\d|(?<!\w)(?:{any_of(words)})(?:s?\b|(?<=')|(?<=’))")
