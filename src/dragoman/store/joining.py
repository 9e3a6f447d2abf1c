"""Taking in what another archive holds, or a file of it: nothing is lost or doubled."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import cast

from dragoman.model import Coding, Decision, Failure, Imported, Removal
from dragoman.store import removal
from dragoman.store.decisions import Decisions
from dragoman.store.foreign import Foreign
from dragoman.store.store import Store

# A coding stands with the order in which it came in among those of its report.
Item = tuple[Coding, int] | Failure | Decision | Removal | Imported


def take_in(store: Store, items: Iterable[Item], *, known: int | None = None) -> Counter[str]:
    """Keep the items, of which removals come before what they are of; how many were new, by kind.

    What comes of a report is older than its removals of which no item tells. `known` is what is
    known of the other reports: with None their removals are passed over, once they are restored.
    """
    new, removed = Counter[str](), dict[str, int]()
    decisions = Decisions(store)
    for (kind, report), group in groupby(items, _group):
        if kind is Removal:
            rows = cast("list[Removal]", list(group))
            removed[report] = removal.times(rows)
            new["removals"] += store.join_removals(rows)
        elif kind is Imported:
            new["foreign"] += Foreign(store).put(cast("Iterable[Imported]", group))
        else:
            for item in group:
                match item:
                    case Failure():
                        new["failures"] += store.put_failure(item)
                    case Decision():
                        last = removed.get(item.report or "", known)
                        new["decisions"] += decisions.put(item, known=last)
                    case (Coding() as coding, sequence):
                        last = removed.get(coding.report.id, known)
                        new["codings"] += store.put(coding, sequence=sequence, known=last)
    return new


def _group(item: Item) -> tuple[type, str]:
    return type(item), item.report if isinstance(item, Removal) else ""
