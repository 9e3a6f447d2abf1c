"""The relation between a given source and target: PLV's 15 classes, by macro-F1.

(Hu, Parolin, Khan, Brandt, Osorio & D'Orazio 2024, "Leveraging Codebook Knowledge with NLI and
ChatGPT for Zero-Shot Political Relation Classification", for the task and its three levels.)
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, sqrt

import numpy as np

from dragoman.benchmark.acts import Act, possible_acts
from dragoman.benchmark.relations import Relation
from dragoman.model import Span
from dragoman.reading.reader import Reader
from dragoman.reading.schema import NONE
from dragoman.reading.tokens import Tokens
from dragoman.vocab.plv import NO_MODE, plv

EVENTS, POSITIONS = "events", "positions"
NEAR = 4.0  # tokens: an act counts e times less for each so many that it stands off the source
LITTLE = 0.003  # what each class has, whatever the sentence tells of
TRUST = 0.5  # how much the reader's say counts beside what was learned
WITHIN = 0.3  # what an act counts for that is told in the source's or the target's own name
# What an act counts for where the source or the target is in no role of it at all.
WITHOUT_SOURCE, WITHOUT_TARGET = 0.03, 0.1


@dataclass(slots=True)
class PlvScores:
    """Annotated and given classes, in the same order."""

    gold: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)

    def summary(self) -> dict[str, float | int]:
        """Macro-F1 of the classes (`root`), of the quads and of cooperation against conflict.

        A mean over the labels that were annotated or given; quads follow from the classes.
        """

        def f1(label: Callable[[str], Hashable]) -> float:
            return macro_f1([label(g) for g in self.gold], [label(g) for g in self.given])

        quads = plv().quads
        return {
            "root": round(f1(lambda root: root), 4),
            "quad": round(f1(lambda root: quads[root]), 4),
            "binary": round(f1(lambda root: quads[root] > 2), 4),
            "n": len(self.gold),
        }


def macro_f1(gold: Sequence[Hashable], given: Sequence[Hashable]) -> float:
    """The mean of each label's F1, over the labels that occur; 0 where there are none."""
    right = Counter(g for g, h in zip(gold, given, strict=True) if g == h)
    counts = Counter(gold) + Counter(given)
    return sum(2 * right[label] / n for label, n in counts.items()) / max(1, len(counts))


def score_plv(relations: Iterable[Relation], answers: Iterable[str]) -> PlvScores:
    """How well the answers, given in the order of the relations, agree with their classes."""
    return PlvScores([relation.root for relation in relations], list(answers))


def likeliest(probabilities: Mapping[str, float]) -> str:
    """The class of the highest probability; the first of several in the order of PLV."""
    return max(plv().classes, key=lambda root: probabilities[root])


def shipped_probabilities(relation: Relation, reader: Reader) -> dict[str, float]:
    """How likely the reader holds each class, of all acts that the sentence may tell of.

    Each possible act counts for its class as much as it is likely, has the source for an actor and
    the target for a recipient (or both for actors), and stands near the source. Its status, mode
    and words share it out among the classes as the vocabulary of PLV has it. They sum to 1, each
    class having a little, so that there always is an answer.
    """
    about = (*relation.source, *relation.target, (0, 0))[0]
    window, tokens, acts = possible_acts(
        relation.text, reader, schemas=(EVENTS, POSITIONS), about=about
    )
    source, target = (_places(s, tokens, window[0]) for s in (relation.source, relation.target))
    names = " ".join(relation.text[slice(*s)] for s in (*relation.source, *relation.target))
    undertaken = _undertaken(acts)
    scores = dict.fromkeys(plv().classes, LITTLE)
    for act in acts:
        if act.schema == EVENTS:
            weight = _weight(act, source, target)
            clause = _clause(relation.text[window[0] + int(tokens.starts[act.tokens[0]]) :])
            told = plv().worded(act.type, clause=clause, names=names)
            shares = _shares(act, undertaken.get(act.tokens[0], 0.0), told)
            for root, share in shares.items():
                scores[root] += weight * share
    total = sum(scores.values())
    return {root: score / total for root, score in scores.items()}


def joined(learned: Mapping[str, float], shipped: Mapping[str, float]) -> dict[str, float]:
    """What was learned, weighed with what the reader holds: a product, made to sum to 1."""
    product = {root: p * shipped[root] ** TRUST for root, p in learned.items()}
    total = sum(product.values()) or 1.0
    return {root: p / total for root, p in product.items()}


def _places(spans: Sequence[Span], tokens: Tokens, start: int) -> list[int]:
    """The tokens that the spans cover, which are offsets into a text whose tokens start later."""
    covers = [tokens.cover((first - start, last - start)) for first, last in spans]
    return [at for cover in covers if cover for at in range(*cover)]


def _undertaken(acts: Iterable[Act]) -> dict[int, float]:
    """By the first token of a position's anchor, how likely something is undertaken there."""
    stances = plv().undertakings.stances
    found: dict[int, float] = {}
    for act in acts:
        if act.schema == POSITIONS and act.type in stances:
            first = act.tokens[0]
            found[first] = max(found.get(first, 0.0), act.probability * act.stands)
    return found


def _weight(act: Act, source: Sequence[int], target: Sequence[int]) -> float:
    """How much an event counts: how likely it is, whose it is, and how near the source."""
    actor, recipient = act.roles["actor"], act.roles["recipient"]
    first = _covers(actor, source)
    second = max(_covers(recipient, target), min(first, _covers(actor, target)))
    likely = sqrt(act.probability * act.stands) * act.stands
    near = _nearness(act.tokens[0], source) * (WITHIN if act.tokens[0] in target else 1)
    return likely * near * (WITHOUT_SOURCE + first) * (WITHOUT_TARGET + second)


def _covers(role: np.ndarray, places: Sequence[int]) -> float:
    return max((float(role[place]) for place in places), default=0.0)


def _nearness(anchor: int, source: Sequence[int]) -> float:
    """1 next to the source and less further off; 1 where no source is named."""
    distance = min((abs(anchor - place) for place in source), default=1)
    return exp((1 - distance) / NEAR) if distance else WITHIN


def _shares(act: Act, undertaken: float, told: str | None) -> dict[str, float]:
    """The classes that an event may be of, as its status and mode have it; they sum to 1.

    `told` is the type that its words make it, if another.
    """
    shares = dict.fromkeys(plv().classes, 0.0)
    for status, p in act.labels["status"].items():
        for mode, q in act.labels["mode"].items():
            its = "" if told else NO_MODE if mode == NONE else mode  # modes are of its own type
            shares[plv().of(told or act.type, mode=its, status=status)] += p * q
    rule = plv().undertakings
    if act.type in rule.types and not told:
        plain = plv().types[act.type]
        shares[rule.code] += undertaken * shares[plain]
        shares[plain] *= 1 - undertaken
    return shares


def _clause(follows: str) -> str:
    """Of the text from an act on, what stands before its clause ends or goes on with "to do"."""
    return _CLAUSE_ENDS.split(follows, maxsplit=1)[0]


_CLAUSE_ENDS = re.compile(r"[,.;:]|\bto\s(?!an?\s|the\s)|\b(?:that|which|who)\b")
