"""The reader: texts in, frames out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from dragoman.model import Frame, Span
from dragoman.reading.batches import groups, lots, pad, pad_seen
from dragoman.reading.calibration import Scale
from dragoman.reading.decode import Decoder, Opinion, anchors, can_stand, standing
from dragoman.reading.engine import Engine
from dragoman.reading.schema import Schemas
from dragoman.reading.sight import Sight, borders, sight, to_quotation_end
from dragoman.reading.tokens import Tokens, tokenize
from dragoman.reading.trim import trimmed
from dragoman.vocab import plover

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BATCH_TOKENS = 512  # of the encoder and of the branch at once: more of them leave the cache
IDENTITY = Scale()

Scores = tuple[np.ndarray, np.ndarray]  # one anchor's roles and labels


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
        topics: Opinion | None = None,
    ) -> None:
        self.engine, self.tokenizer, self.schemas = engine, tokenizer, schemas
        self.topics = topics
        self.thresholds, self.scales = thresholds, scales or {}
        modes = {t: frozenset(kind.modes) for t, kind in plover().types.items()}
        self._decoder = Decoder(schemas, thresholds, modes, topics)

    def length(self, text: str) -> int:
        """How many wordpieces a text has."""
        return len(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def read(self, texts: Sequence[str]) -> list[list[Frame]]:
        """The frames of each text, in the order of their schemas and anchors."""
        tokens = tokenize(self.tokenizer, list(texts))
        out: list[list[Frame]] = []
        for start, end in lots([len(t) for t in tokens]):
            out += self._read(texts[start:end], tokens[start:end])
        return out

    def _read(self, texts: Sequence[str], tokens: Sequence[Tokens]) -> list[list[Frame]]:
        hidden = [np.zeros((0, 0))] * len(texts)
        words: list[np.ndarray | None] = [None] * len(texts)
        seen: list[list[Sight]] = [[] for _ in texts]
        some = [i for i, t in enumerate(tokens) if len(t)]
        for group in groups([len(tokens[i]) for i in some], most=BATCH_TOKENS):
            part = [some[k] for k in group]
            states, tags, *more = self.engine.encode(pad([tokens[i] for i in part]))
            for k, (i, state, tag) in enumerate(zip(part, states, tags, strict=True)):
                n = len(tokens[i])
                hidden[i] = state[: n + 2]
                words[i] = more[0][k, 1 : n + 1] if more else None
                seen[i] = self._seen(i, tag[1 : n + 1], tokens[i], texts[i])
        scores = iter(self._branch([s for part in seen for s in part], hidden))
        return [
            self._frames(part, [next(scores) for _ in part], t, text, vectors)
            for part, t, text, vectors in zip(seen, tokens, texts, words, strict=True)
        ]

    def _seen(self, row: int, tags: np.ndarray, tokens: Tokens, text: str) -> list[Sight]:
        """The anchors of one text that can stand."""
        found = anchors(tags, tokens, self.schemas)
        found = [a for a in found if can_stand(a, self.thresholds)]
        begin = borders(text, tokens) if found else []
        return [sight(a, tokens, begin, row=row) for a in found]

    def _branch(self, seen: Sequence[Sight], hidden: Sequence[np.ndarray]) -> list[Scores]:
        """Each anchor's roles and labels over what is seen with it."""
        out: dict[int, Scores] = {}
        for group in groups([len(s) for s in seen], most=BATCH_TOKENS):
            part = [seen[k] for k in group]
            roles, labels = self.engine.branch(*pad_seen(part, hidden, self.schemas))
            for k, s, role, label in zip(group, part, roles, labels, strict=True):
                out[k] = role[1 : len(s) + 1], label[: len(s) + 1]
        return [out[k] for k in range(len(seen))]

    def _frames(
        self,
        seen: Sequence[Sight],
        scores: Sequence[Scores],
        tokens: Tokens,
        text: str,
        words: np.ndarray | None,
    ) -> list[Frame]:
        """The frames of one text, of the anchors that stand."""
        stands = [float(labels[0, -1]) for _, labels in scores]
        kept = standing([s.anchor for s in seen], stands, self.thresholds)
        found = [
            _with_quotations(frame, s, tokens)
            for s, anchor, (roles, labels) in zip(seen, kept, scores, strict=True)
            if anchor
            for frame in self._decoder.frames(
                s.within(anchor),
                roles,
                labels,
                tokens.part(s.cover),
                None if words is None else words[slice(*s.cover)],
            )
        ]
        return [self._tidied(f, text) for f in distinct(found)]

    def _tidied(self, frame: Frame, text: str) -> Frame:
        """The frame calibrated, its roles' spans trimmed; a role of which nothing is left is not
        filled."""
        roles = {
            role: tuple(s for span in spans if (s := trimmed(text, span)))
            for role, spans in frame.roles.items()
        }
        scores = {
            key: self.scales.get(f"{frame.schema}.{key}", IDENTITY)(p)
            for key, p in frame.scores.items()
            if roles.get(key, True)
        }
        return replace(
            frame,
            confidence=self.scales.get(frame.schema, IDENTITY)(frame.confidence),
            roles={role: spans for role, spans in roles.items() if spans},
            scores=scores,
        )


def _with_quotations(frame: Frame, seen: Sight, tokens: Tokens) -> Frame:
    """The frame with the pieces that go on beyond what the branch saw of a quotation."""
    grown = {
        role: tuple(to_quotation_end(s, seen.cover, tokens) for s in spans)
        for role, spans in frame.roles.items()
        if seen.anchor.schema.roles[role] == "pieces"
    }
    return replace(frame, roles={**frame.roles, **grown}) if grown else frame


def distinct(found: Sequence[Frame]) -> list[Frame]:
    """Frames without those that tell the content of a likelier one of their schema again."""
    kept: dict[str, list[Sequence[Span]]] = {}
    again = set()
    for frame in sorted(found, key=lambda f: -f.confidence):
        if content := frame.roles.get("content"):
            rivals = kept.setdefault(frame.schema, [])
            if any(_same(content, rival) for rival in rivals):
                again.add(id(frame))
            else:
                rivals.append(content)
    return [f for f in found if id(f) not in again]


def _same(a: Sequence[Span], b: Sequence[Span]) -> bool:
    """Whether two contents share more than half of the shorter one."""
    shared = sum(max(0, min(x[1], y[1]) - max(x[0], y[0])) for x in a for y in b)
    return 2 * shared > min(sum(e - s for s, e in spans) for spans in (a, b)) > 0
