"""Thresholds and calibration, fitted on the development documents once the model stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.model import Frame
from dragoman.reading import read_texts
from dragoman.reading.calibration import Scale, fit_scale
from dragoman.reading.reader import Reader
from dragoman.resolve.marks import marks
from dragoman.training.corpus import Unit, fold, frames_of, published
from dragoman.training.scores import Score, overlaps, score

GRID = tuple(round(0.1 + 0.025 * i, 3) for i in range(33))  # 0.10 to 0.90
# Which measures the threshold of a schema's anchors serves; a role's serves the role's own.
ANCHORS = {
    "events": ("events.type",),
    "statements": ("statements.speaker",),
    "positions": ("positions.stance",),
    "figures": ("figures.text", "figures.measure"),
}
LOWEST = 0.05  # thresholds at which candidates for calibration are taken
PRECISION, LEAST_RECALL = 0.80, 0.25  # of the record's operating point
# Careful readers accept more positions than the corpus marks: see docs/reading.md.
POSITIONS = 0.73


def predict(reader: Reader, units: Sequence[Unit]) -> list[dict[str, object]]:
    """The marks of each unit, in order."""
    found = read_texts([u["text"] for u in units], reader=reader)
    return [
        dict(marks(frames, u["text"], published=published(u)))
        for frames, u in zip(found, units, strict=True)
    ]


def at(reader: Reader, thresholds: Mapping[str, float]) -> Reader:
    """The same reader with other thresholds."""
    return Reader(
        reader.engine, reader.tokenizer, reader.schemas, thresholds,
        scales=reader.scales, topics=reader.topics,
    )  # fmt: skip


def keys(reader: Reader) -> list[str]:
    """The names of all thresholds: schemas, and roles of schemas."""
    schemas = reader.schemas.items
    return [s.name for s in schemas] + [f"{s.name}.{r}" for s in schemas for r in s.roles]


def tune(reader: Reader, units: Sequence[Unit]) -> dict[str, dict[str, float]]:
    """The operating points `f1` and `precision`: a threshold for each schema and role.

    Roles are tuned first with anchors at one half, then anchors with the roles as found, then the
    roles again with those anchors.
    """
    half = dict.fromkeys(ANCHORS, 0.5)
    roles = _roles(reader, units, half)
    tables = {
        t: score(units, predict(at(reader, roles | dict.fromkeys(ANCHORS, t)), units)) for t in GRID
    }
    best = {n: _best(tables, m) for n, m in ANCHORS.items()}
    wanted = {"positions": POSITIONS}
    sure = {n: precise(tables, m[-1], wanted.get(n, PRECISION)) for n, m in ANCHORS.items()}
    roles = _roles(reader, units, best)
    return {"f1": roles | best, "precision": roles | sure}


def _roles(reader: Reader, units: Sequence[Unit], anchors: Mapping[str, float]) -> dict[str, float]:
    """Each role's best threshold at those of the anchors; one half where it is not scored."""
    names = [n for n in keys(reader) if "." in n]
    tables = {
        t: score(units, predict(at(reader, dict.fromkeys(names, t) | dict(anchors)), units))
        for t in GRID
    }
    return {n: _best(tables, (n,)) if n in tables[GRID[0]] else 0.5 for n in names}


def _best(tables: Mapping[float, Mapping[str, Score]], names: Sequence[str]) -> float:
    return max(tables, key=lambda t: (sum(tables[t][n].f1 for n in names), -abs(t - 0.5)))


def precise(
    tables: Mapping[float, Mapping[str, Score]], name: str, wanted: float = PRECISION
) -> float:
    """The lowest threshold that reaches the precision wanted, or the most precise that still finds
    a quarter."""
    enough = [t for t in GRID if tables[t][name].precision >= wanted]
    if enough:
        return enough[0]
    found = [t for t in GRID if tables[t][name].recall >= LEAST_RECALL]
    return max(found or GRID[:1], key=lambda t: tables[t][name].precision)


Outcomes = dict[str, list[tuple[float, bool]]]


def outcomes(reader: Reader, units: Sequence[Unit]) -> Outcomes:
    """Every score the model gave, with whether it was right: by schema, attribute and role.

    An anchor is right where an annotated frame of its type overlaps it; its attributes and roles
    are judged on frames whose anchor is.
    """
    # Without scales: they are fitted on raw scores.
    low = {n: 0.5 if "." in n else LOWEST for n in keys(reader)}
    loose = Reader(reader.engine, reader.tokenizer, reader.schemas, low, topics=reader.topics)
    out: Outcomes = defaultdict(list)
    for unit, frames in zip(
        units, read_texts([u["text"] for u in units], reader=loose), strict=True
    ):
        gold = frames_of(unit, reader.schemas)
        for frame in frames:
            matches = [g for g in gold if _agree(g, frame)]
            out[frame.schema].append((frame.confidence, bool(matches)))
            if matches:
                per = reader.schemas[frame.schema].per
                same = [g for g in matches if per and _share(g, frame, per)]
                _judge(frame, (same or matches)[0], out)
    return out


def _agree(gold: Frame, frame: Frame) -> bool:
    same = (gold.schema, gold.type) == (frame.schema, frame.type)
    return same and overlaps(gold.anchor, frame.anchor)


def _share(gold: Frame, frame: Frame, role: str) -> bool:
    spans = frame.roles.get(role, ())
    return any(overlaps(s, g) for s in spans for g in gold.roles[role])


def _judge(frame: Frame, gold: Frame, out: Outcomes) -> None:
    for key, p in frame.scores.items():
        if key in frame.roles:
            found = frame.roles[key]
            right = all(any(overlaps(s, g) for g in gold.roles[key]) for s in found)
        else:
            right = frame.attributes.get(key, "-") == gold.attributes[key]
        out[f"{frame.schema}.{key}"].append((p, right))


def calibrate(rows: Outcomes) -> dict[str, Scale]:
    """A scale for each name."""
    return {n: fit_scale([p for p, _ in r], [ok for _, ok in r]) for n, r in rows.items()}


@dataclass(frozen=True, slots=True)
class Bin:
    """Scores of about one height: how many, what they state and how many of them are right."""

    n: int
    stated: float
    right: float


def bins(rows: Sequence[tuple[float, bool]], *, count: int = 10) -> list[Bin]:
    """The scores in order, in bins of equal mass (Nixon et al. 2019)."""
    order = sorted(rows, key=lambda row: row[0])  # equal scores as they come
    n = len(order)
    parts = [order[i * n // count : (i + 1) * n // count] for i in range(count)]
    return [
        Bin(len(p), sum(x for x, _ in p) / len(p), sum(ok for _, ok in p) / len(p))
        for p in parts
        if p
    ]


def calibration_error(rows: Sequence[tuple[float, bool]]) -> float:
    """The expected calibration error over ten bins of equal mass (Nixon et al. 2019)."""
    return sum(b.n * abs(b.stated - b.right) for b in bins(rows)) / max(len(rows), 1)


def rescaled(rows: Outcomes, scales: Mapping[str, Scale]) -> Outcomes:
    """Outcomes with their calibrated scores."""
    return {n: [(scales.get(n, Scale())(p), ok) for p, ok in r] for n, r in rows.items()}


def across(parts: Sequence[Outcomes]) -> Outcomes:
    """All parts' outcomes, each rescaled by what was fitted on the others."""
    out: Outcomes = {}
    for k, part in enumerate(parts):
        others = [p for i, p in enumerate(parts) if i != k]
        names = {n for p in others for n in p}
        scales = calibrate({n: [row for p in others for row in p.get(n, [])] for n in names})
        for name, rows in rescaled(part, scales).items():
            out.setdefault(name, []).extend(rows)
    return out


def cross_fitted(reader: Reader, units: Sequence[Unit]) -> Outcomes:
    """Calibrated outcomes, those of each half of the documents by scales fitted on the other."""
    halves = [[u for u in units if fold(u["doc"], of=20) // 10 == k] for k in (0, 1)]
    return across([outcomes(reader, half) for half in halves])
