"""The reader: texts in, frames out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dragoman.model import Frame, Span
from dragoman.reading.batches import pad
from dragoman.reading.calibration import Scale
from dragoman.reading.decode import Anchor, anchors, frames, standing
from dragoman.reading.engine import Engine
from dragoman.reading.schema import Schemas
from dragoman.reading.tokens import Tokens, tokenize
from dragoman.reading.trim import trimmed
from dragoman.vocab import plover

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BATCH_TOKENS = 2048  # of the encoder and of the branch at once: bounds memory
IDENTITY = Scale()


class Reader:
    """Finds frames in texts of at most `tokens.MAX_TOKENS` wordpieces each."""

    def __init__(
        self,
        engine: Engine,
        tokenizer: "Tokenizer",
        schemas: Schemas,
        thresholds: Mapping[str, float],
        *,
        scales: Mapping[str, Scale] | None = None,
    ) -> None:
        self.engine, self.tokenizer, self.schemas = engine, tokenizer, schemas
        self.thresholds, self.scales = thresholds, scales or {}
        self._modes = {t: frozenset(kind.modes) for t, kind in plover().types.items()}

    def length(self, text: str) -> int:
        """How many wordpieces a text has."""
        return len(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def read(self, texts: Sequence[str]) -> list[list[Frame]]:
        """The frames of each text, in the order of their schemas and anchors."""
        tokens = tokenize(self.tokenizer, list(texts))
        out: list[list[Frame]] = [[] for _ in texts]
        order = sorted((i for i, t in enumerate(tokens) if len(t)), key=lambda i: len(tokens[i]))
        for group in _groups(order, [len(t) for t in tokens]):
            for i, found in zip(group, self._read([tokens[i] for i in group]), strict=True):
                tidy = [_tidied(f, texts[i]) for f in distinct(found)]
                out[i] = [self._calibrated(f) for f in tidy]
        return out

    def _read(self, tokens: list[Tokens]) -> list[list[Frame]]:
        inputs = pad(tokens)
        hidden, tags = self.engine.encode(inputs)
        found = [
            (row, anchor)
            for row, t in enumerate(tokens)
            for anchor in anchors(tags[row, 1 : len(t) + 1], t, self.schemas)
        ]
        out: list[list[Frame]] = [[] for _ in tokens]
        if not found:
            return out
        roles, labels = self._branch(found, hidden, inputs.mask)
        for row, t in enumerate(tokens):
            mine = [k for k, (r, _) in enumerate(found) if r == row]
            stands = [float(labels[k][0, -1]) for k in mine]
            kept = standing([found[k][1] for k in mine], stands, self.thresholds)
            for k, anchor in zip(mine, kept, strict=True):
                if anchor:
                    out[row] += frames(
                        anchor,
                        roles[k][1 : len(t) + 1],
                        labels[k][: len(t) + 1],
                        t,
                        schemas=self.schemas,
                        thresholds=self.thresholds,
                        modes=self._modes,
                    )
        return out

    def _branch(
        self, found: list[tuple[int, Anchor]], hidden: np.ndarray, mask: np.ndarray
    ) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """Role tags and labels of each anchor, read a bounded number of tokens at once."""
        roles: list[np.ndarray] = []
        labels: list[np.ndarray] = []
        width = mask.shape[1]
        step = max(1, BATCH_TOKENS // width)
        for start in range(0, len(found), step):
            part = found[start : start + step]
            rows = np.array([row for row, _ in part])
            scores = self.engine.branch(
                hidden[rows], mask[rows], self._marks(part, width), self._kinds(part)
            )
            roles += list(scores[0])
            labels += list(scores[1])
        return roles, labels

    def _calibrated(self, frame: Frame) -> Frame:
        scores = {
            key: self.scales.get(f"{frame.schema}.{key}", IDENTITY)(p)
            for key, p in frame.scores.items()
        }
        confidence = self.scales.get(frame.schema, IDENTITY)(frame.confidence)
        return replace(frame, confidence=confidence, scores=scores)

    def _marks(self, part: list[tuple[int, Anchor]], width: int) -> np.ndarray:
        marks = np.zeros((len(part), width), np.int64)
        for k, (_, anchor) in enumerate(part):
            marks[k, anchor.tokens[0] + 1 : anchor.tokens[1] + 1] = 1
        return marks

    def _kinds(self, part: list[tuple[int, Anchor]]) -> np.ndarray:
        index = self.schemas.kind_index
        return np.array([index[a.schema.name, a.type] for _, a in part], np.int64)


def _tidied(frame: Frame, text: str) -> Frame:
    """The frame with its roles' spans trimmed; a role of which nothing is left is not filled."""
    roles = {
        role: tuple(s for span in spans if (s := trimmed(text, span)))
        for role, spans in frame.roles.items()
    }
    return replace(frame, roles={role: spans for role, spans in roles.items() if spans})


def distinct(found: Sequence[Frame]) -> list[Frame]:
    """Frames without those that tell the content of a likelier one of their schema again."""
    kept: list[Frame] = []
    for frame in sorted(found, key=lambda f: -f.confidence):
        content = frame.roles.get("content", ())
        rivals = [f.roles.get("content", ()) for f in kept if f.schema == frame.schema]
        if not any(_same(content, rival) for rival in rivals):
            kept.append(frame)
    return [f for f in found if any(f is k for k in kept)]


def _same(a: Sequence[Span], b: Sequence[Span]) -> bool:
    """Whether two contents share more than half of the shorter one."""
    shared = sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in a for y in b)
    return 2 * shared > min(sum(e - s for s, e in spans) for spans in (a, b)) > 0


def _groups(order: list[int], lengths: list[int]) -> list[list[int]]:
    """Runs of indices, sorted by length, each at most `BATCH_TOKENS` when padded."""
    groups: list[list[int]] = []
    for i in order:
        if groups and (len(groups[-1]) + 1) * (lengths[i] + 2) <= BATCH_TOKENS:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups
