"""Whose country an actor's words have, against the articles that editors of Wikipedia linked.

    python benchmarks/actor_countries.py FILE [--json] [--errors]

FILE is the news of Wikipedia's portal of current events, one item a line. Counted are links to the
article of a state ("Israel"), and to its government, offices and forces ("President of Brazil",
"Russian Armed Forces"): the linked words are resolved in their item, as of its date. Accuracy: of
those with a country, how many have the right one; resolved: how many have any.
"""

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from dragoman.model import Report, Span
from dragoman.resolve.actors import ActorResolver
from dragoman.vocab import countries

OFFICES = "President|Prime Minister|Chancellor|Federal Government|Government"
FORCES = "Armed Forces|Army|Navy|Air Force"


class Link(NamedTuple):
    """Words of an item, the country whose article they lead to and what of it."""

    text: str
    published: date
    span: Span
    country: str
    kind: str


@cache
def _codes(use: str) -> Mapping[str, str]:
    """Codes by the names of states ("Turkey"), or by their adjectives ("Turkish")."""
    forms = (
        (form.words, code) for code, e in countries().items() for form in e.forms if form.use == use
    )
    return dict(forms)


@cache
def _title() -> re.Pattern[str]:
    def either(use: str) -> str:
        return "|".join(sorted(map(re.escape, _codes(use)), key=len, reverse=True))

    name, adjective = either("name"), either("adjective")
    return re.compile(
        rf"(?P<office>{OFFICES}) of (?:the )?(?P<governed>{name})"
        rf"|(?P<forces>{FORCES}) of (?:the )?(?P<defended>{name})"
        rf"|(?:(?P<name>{name})|(?P<adjective>{adjective})) (?:{FORCES})"
        rf"|(?P<state>{name})"
    )


def meant(title: str) -> tuple[str, str] | None:
    """The country that an article is about and what of it; None where it is about no state."""
    bare = title.replace("_", " ").removesuffix(" (country)").removeprefix("State of ")
    match = _title().fullmatch(bare)
    if match is None:
        return None
    if match["adjective"]:
        return _codes("adjective")[match["adjective"]], "forces"
    name = match["governed"] or match["defended"] or match["name"] or match["state"]
    kind = "state" if match["state"] else "office" if match["office"] else "forces"
    return _codes("name")[name], kind


def links(path: Path) -> Iterator[Link]:
    """The links that count, in the order of the file."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            day = date.fromisoformat(item["date"])
            for start, end, _, title in item["links"]:
                gold = meant(title)
                if gold is not None:
                    yield Link(item["text"], day, (start, end), *gold)


def measure(found: Iterator[Link], *, errors: bool = False) -> dict[str, dict[str, float]]:
    """By kind of article and for all: links, accuracy and the share resolved."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for link in found:
        actor = _resolver(link.text, link.published).resolve(link.span, confidence=1.0)
        right = actor.country == link.country
        for name in (link.kind, "all"):
            counts[name].update(links=1, resolved=actor.country is not None, right=right)
        if errors and not right:
            words = link.text[slice(*link.span)]
            print(f"{link.country} not {actor.country}: [{words}] in {link.text[:160]}")
    return {
        name: {
            "links": c["links"],
            "accuracy": round(c["right"] / max(c["resolved"], 1), 4),
            "resolved": round(c["resolved"] / c["links"], 4),
        }
        for name, c in counts.items()
    }


@lru_cache(maxsize=1)
def _resolver(text: str, published: date) -> ActorResolver:
    return ActorResolver(Report(address="text:item", text=text, published=published))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    figures = measure(links(options.file), errors=options.errors)
    if options.json:
        print(json.dumps(figures))
        return
    for name, row in figures.items():
        print(f"{name:7}", *(f"{key} {value:g}" for key, value in row.items()), sep="  ")


if __name__ == "__main__":
    main()
