"""Stories against documents that people grouped by what they are about (ECB+).

Lines are JSON with `text` and `cluster`, and may have a `split`: those of `train`, which the rules
were learned from, count only where they are asked for. Scores are B³: for each document the share
of its predicted group that belongs there (precision), and of its true group that is found (recall),
averaged over documents.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from dragoman.benchmark.rows import Row
from dragoman.errors import SourceError

Group = Callable[[Sequence[str]], Sequence[Hashable]]  # of each text, which story it is of


@dataclass(frozen=True)
class StoryScores:
    """How well documents were grouped."""

    precision: float
    recall: float
    documents: int
    stories: int  # found
    clusters: int  # true

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def summary(self) -> dict[str, float | int]:
        """The scores by name."""
        return {
            "b3_precision": self.precision,
            "b3_recall": self.recall,
            "b3_f1": self.f1,
            "documents": self.documents,
            "stories": self.stories,
            "clusters": self.clusters,
        }


def score_stories(rows: Iterable[Row], group: Group, *, split: str | None = None) -> StoryScores:
    """The scores of what groups the texts of the rows, of one split or of all but `train`."""
    asked = [row for row in rows if _is(row.get("split"), split)]
    if not asked:
        raise SourceError(
            f"No line is of the split {split or 'dev or test'}.", todo="Ask for one that is there."
        )
    if any(not isinstance(row.get("cluster"), str) for row in asked):
        raise SourceError("A line has no `cluster`.", todo="Give texts grouped by what they tell.")
    found = group([row["text"] for row in asked])
    return b_cubed(found, [row["cluster"] for row in asked])


def _is(has: object, split: str | None) -> bool:
    return has != "train" if split is None else has == split


def b_cubed(found: Sequence[Hashable], true: Sequence[Hashable]) -> StoryScores:
    """B³ of groups, both given as one label for each document."""
    both = Counter(zip(found, true, strict=True))
    sizes, wanted = Counter(found), Counter(true)
    total = len(true)
    return StoryScores(
        precision=sum(n * n / sizes[f] for (f, _), n in both.items()) / total,
        recall=sum(n * n / wanted[t] for (_, t), n in both.items()) / total,
        documents=total,
        stories=len(sizes),
        clusters=len(wanted),
    )
