"""Decisions that are made together, and taken back as one: a bulk act leaves its sign in each."""

import re
import secrets
from collections.abc import Iterable, Sequence

from dragoman.model import Decision, DecisionKind
from dragoman.review.desk import Desk
from dragoman.review.view import Shown

_SIGN = re.compile(r"\(together, ([0-9a-f]{12})\)$")


def accept_all(desk: Desk, shown: Sequence[Shown], *, why: str = "") -> list[Decision]:
    """Accepts each of the records as it is shown; each decision says that they were one act."""
    sign = f"(together, {secrets.token_hex(6)})"
    told = f"{why} {sign}".strip()
    return [decision for one in shown for decision in desk.accept(one, why=told)]


def sign(decision: Decision) -> str | None:
    """What the decisions of one bulk act have in common; None for one that was made alone."""
    found = _SIGN.search(decision.why)
    return found[1] if found else None


def last_act(newest_first: Iterable[Decision]) -> list[Decision]:
    """What one coder did last and did not take back yet: a decision, or all of a bulk act."""
    undone = set[str]()
    act: list[Decision] = []
    for decision in newest_first:
        if decision.id in undone:
            continue
        if decision.kind is DecisionKind.UNDO:
            undone.add(decision.undoes or "")
        elif not act:
            act.append(decision)
            if sign(decision) is None:
                break
        elif sign(decision) == sign(act[0]):
            act.append(decision)
    return act


def take_back(desk: Desk, act: Iterable[Decision]) -> list[Decision]:
    """Undoes each decision of an act."""
    return [made for decision in act for made in desk.take_back(decision)]
