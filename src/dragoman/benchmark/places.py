"""Place names against annotated ones: found in running text, resolved, and both together."""

import math
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from dragoman.benchmark.rows import Mark, Row, marks
from dragoman.benchmark.spans import Count
from dragoman.model import Place, Report, Span
from dragoman.resolve.gazetteer import Entry, gazetteer
from dragoman.resolve.places import PlaceResolver
from dragoman.resolve.places_find import find_places

REACH = 161.0  # kilometres, a hundred miles: the distance the field counts as right
_MOVED = 25  # characters that an annotation may stand off from its words


@dataclass(slots=True)
class PlaceScores:
    """Agreement on all texts, for names found by us and for names given by the annotation."""

    detection: Count = field(default_factory=Count)
    end_to_end: Count = field(default_factory=Count)
    given: int = 0  # annotated names with coordinates
    near: int = 0  # of these, resolved within reach
    contained: int = 0  # or to the annotated country or area, or inside it
    unlocated: int = 0  # annotated names without coordinates
    moved: int = 0  # annotations that stand off from their words
    misplaced: int = 0  # annotations whose words are not there
    texts: int = 0
    characters: int = 0
    seconds: float = 0.0

    def summary(self) -> dict[str, float | int]:
        """The scores by name."""
        return {
            "detection_f1": round(self.detection.f1, 4),
            "detection_precision": round(self.detection.precision, 4),
            "detection_recall": round(self.detection.recall, 4),
            "accuracy_161km": round(self.near / max(self.given, 1), 4),
            "accuracy_contained": round(self.contained / max(self.given, 1), 4),
            "end_to_end_f1": round(self.end_to_end.f1, 4),
            "texts": self.texts,
            "annotated": self.detection.gold,
            "found": self.detection.found,
            "resolved": self.given,
            "without_coordinates": self.unlocated,
            "moved_annotations": self.moved,
            "misplaced_annotations": self.misplaced,
            "characters": self.characters,
            "characters_per_second": round(self.characters / max(self.seconds, 1e-9)),
        }


def score_places(rows: Iterable[Row]) -> PlaceScores:
    """How well the place names of annotated texts are found and resolved."""
    scores = PlaceScores()
    find_places("In Paris")  # opens the gazetteer and the words
    for row in rows:
        _score(scores, row)
    return scores


def _score(scores: PlaceScores, row: Row) -> None:
    text = row["text"]
    gold = _anchored(scores, text, marks(row, "toponyms", "places"))
    began = time.perf_counter()
    found = set(find_places(text))
    scores.seconds += time.perf_counter() - began
    scores.texts += 1
    scores.characters += len(text)
    scores.detection.gold += len(gold)
    scores.detection.found += len(found)
    scores.detection.right += len(found & gold.keys())
    resolver = PlaceResolver(Report(address=str(row.get("id") or "text"), text=text))
    located = {span: mark for span, mark in gold.items() if point(mark)}
    scores.unlocated += len(gold) - len(located)
    # What nobody located can be resolved neither rightly nor wrongly.
    scores.end_to_end.found += len(found) - len(found & (gold.keys() - located.keys()))
    scores.end_to_end.gold += len(located)
    for span, mark in located.items():
        place = resolver.resolve(span, confidence=1.0)
        close = within_reach(place, mark)
        right = close or contained(place, mark)
        scores.given += 1
        scores.near += close
        scores.contained += right
        scores.end_to_end.right += right and span in found


def _anchored(scores: PlaceScores, text: str, gold: list[Mark]) -> dict[Span, Mark]:
    """The annotations by where their words stand, nearest to where they are said to."""
    found: dict[Span, Mark] = {}
    for mark in gold:
        span = _anchor(text, mark)
        if span is None:
            scores.misplaced += 1
        elif span not in found:
            scores.moved += span != (mark["start"], mark["end"])
            found[span] = mark
    return found


def _anchor(text: str, mark: Mark) -> Span | None:
    start, end = mark["start"], mark["end"]
    words = mark.get("text")
    if not isinstance(words, str) or not words or text[start:end] == words:
        return (start, end) if end <= len(text) else None
    around = max(0, start - _MOVED)
    near = text[around : end + _MOVED]
    starts = [around + m.start() for m in re.finditer(re.escape(words), near)]
    nearest = min(starts, key=lambda at: abs(at - start), default=None)
    return None if nearest is None else (nearest, nearest + len(words))


def point(mark: Mark) -> tuple[float, float] | None:
    """The latitude and longitude of an annotation, None where it has none."""
    try:
        latitude, longitude = float(mark["lat"]), float(mark["lon"])
    except (KeyError, TypeError, ValueError):
        return None
    known = math.isfinite(latitude) and math.isfinite(longitude)
    return (latitude, longitude) if known else None


def within_reach(place: Place, mark: Mark) -> bool:
    """Whether the place lies within 161 km of the annotation."""
    return _distance(place, point(mark)) <= REACH


def _distance(place: Place | Entry, there: tuple[float, float] | None) -> float:
    """Kilometres along the surface between a place and a point."""
    if there is None or place.latitude is None or place.longitude is None:
        return math.inf
    north, south = math.radians(place.latitude), math.radians(there[0])
    across = math.radians(there[1] - place.longitude)
    chord = math.sin((south - north) / 2) ** 2
    chord += math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(min(chord, 1.0)))


def contained(place: Place, mark: Mark) -> bool:
    """Whether the place is the annotated one by id, or lies in the country or area annotated."""
    if place.latitude is None:
        return False
    if place.geonames is not None and str(place.geonames) == str(mark.get("geonameid") or ""):
        return True
    unit = _unit(mark)
    if unit is None:
        return False
    country = place.country == unit.country or place.geonames == unit.geonames
    return country and (unit.kind == "country" or place.admin1 == unit.name)


def _unit(mark: Mark) -> Entry | None:
    """The country or admin-1 area that is annotated, None where it is another kind of place."""
    code = str(mark.get("fcode") or "")
    if code and not code.startswith(("PCL", "ADM1")):
        return None
    title = str(mark.get("wiki") or "").rpartition("/")[2].partition("_(")[0].replace("_", " ")
    if not (code or title):
        return None
    there = point(mark)
    # Without a code, only the title tells the city of New York from the state.
    names = (title, str(mark.get("text") or "")) if code else (title,)
    known = [entry for name in names for entry in gazetteer().lookup(name)]
    kinds = ("admin1",) if code == "ADM1" else ("country",) if code else ("country", "admin1")
    units = [entry for entry in known if entry.kind in kinds and _fits(entry, there, code)]
    return min(units, key=lambda entry: _distance(entry, there), default=None)


# Middles of one country differ by hundreds of kilometres from source to source.
_APART = {"country": 2500.0, "admin1": 800.0}


def _fits(entry: Entry, there: tuple[float, float] | None, code: str) -> bool:
    if not code and entry.match == "alternate":
        return False
    return _distance(entry, there) < _APART[entry.kind]
