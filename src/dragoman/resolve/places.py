"""Where: place names to GeoNames ids, coordinates and areas, by the report they stand in."""

import math
from dataclasses import replace
from difflib import SequenceMatcher

from dragoman.model import Evidence, Place, Report, Span
from dragoman.resolve.gazetteer import Entry, gazetteer, place_key
from dragoman.resolve.places_held import Held
from dragoman.resolve.places_names import (
    Setting,
    candidates,
    own_words,
    setting_of,
    well_known,
    with_area,
)
from dragoman.resolve.places_policy import Policy, default_policy
from dragoman.resolve.places_report import Outlook, near, outlook


class PlaceResolver:
    """Resolves the place names of one report, by the countries the whole report speaks of."""

    def __init__(self, report: Report, *, policy: Policy | None = None) -> None:
        self._report = report
        self._policy = policy or default_policy()
        self._outlook = outlook(report.text)

    def resolve(self, span: Span, *, confidence: float) -> Place:
        """The place the words name; only the words where the gazetteer does not know it.

        `confidence` is that of the span; the place's own is lower where another place of the name
        fits nearly as well.
        """
        evidence = self._report.evidence(*span)
        ranked = self._ranked(evidence)
        if not ranked:
            reason = "No place of this name is known."
            return Place(evidence=evidence, confidence=confidence, reason=reason)
        best, score = ranked[0]
        # A town and the area around it are no rivals: either is near the truth.
        far = [rival for entry, rival in ranked[1:] if not near(best, entry)]
        share = 1 / (1 + math.exp(far[0] - score)) if far else 1.0
        return self._place(evidence, best, confidence=confidence * share, rivals=len(ranked) - 1)

    def _ranked(self, evidence: Evidence) -> list[tuple[Entry, float]]:
        """The places the words can mean, the likeliest first."""
        words = own_words(evidence.words)
        found, kind = candidates(words)
        setting = setting_of(self._report.text, evidence.start, evidence.start + len(words))
        wanted = kind or setting.kind
        held = setting.held if setting.held.areas else self._outlook.held(words)
        if any(entry.kind == "country" for entry in found):
            held = setting.held.of_country()  # "China, Japan and Korea" is a list
        if held.sure:
            found = tuple(entry for entry in found if self._may_lie(entry, found, held))
        if wanted == "admin1":
            found = with_area(found)
        if wanted == "admin2":
            found = self._around(found, held.areas)
        if held.sure and held.within and not found and any(map(str.isupper, words)):
            found = (replace(held.within, match="inside"),)
        around = Setting(wanted, held)
        scored = [(entry, self._score(entry, found, around, words)) for entry in found]
        return sorted(scored, key=lambda pair: (-pair[1], -pair[0].population, pair[0].name))

    def _may_lie(self, entry: Entry, found: tuple[Entry, ...], held: Held) -> bool:
        """Whether a place can be the one held; a capital or disputed one is itself where none is.

        "Kampala, DRC" is a slip; whose country Sevastopol is in is for the policy.
        """
        if any(held.holds(other) for other in found):
            return held.holds(entry)
        return well_known(entry) or self._policy.ruling(entry) is not None

    def _around(self, found: tuple[Entry, ...], holding: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """What can hold a county or district: the area told, else those of its name or its towns.

        In many countries counties are the admin-1 areas; those of America are in the gazetteer.
        """
        own = tuple(entry for entry in found if entry.kind == "admin1")
        told = {holder.admin1 for holder in holding} - {""}
        if own and not told:
            return own
        codes = (told or {entry.admin1 for entry in found}) - {""}
        areas = (gazetteer().admin1(code) for code in sorted(codes))
        return tuple(replace(area, match="inside") for area in areas if area)

    def _score(self, entry: Entry, found: tuple[Entry, ...], around: Setting, words: str) -> float:
        """How likely the place is: its own standing, the words around it, the whole report."""
        score = _standing(entry, found, place_key(words)) + _fit(entry, around)
        score += 4 * self._outlook.share(entry.country)
        score += 3 * self._outlook.area_share(entry.admin1)
        if entry.kind == "city":
            score += math.log2(1 + self._outlook.company(entry, words))
        return score

    def _place(self, evidence: Evidence, entry: Entry, *, confidence: float, rivals: int) -> Place:
        area = gazetteer().admin1(entry.admin1) if entry.admin1 else None
        ruling = self._policy.ruling(entry)
        country = ruling.country_of(entry) if ruling else entry.country
        reason = _reason(entry, rivals, self._outlook)
        return Place(
            evidence=evidence,
            name=ruling.name_of(entry) if ruling else entry.name,
            geonames=entry.geonames,
            latitude=entry.latitude,
            longitude=entry.longitude,
            country=country or None,
            admin1=area.name if area else None,
            precision=entry.kind,
            disputed=ruling is not None,
            confidence=confidence,
            reason=f"{reason} {ruling.note}." if ruling else reason,
        )


def _standing(entry: Entry, rivals: tuple[Entry, ...], key: str) -> float:
    """How likely the place is before anything is known of the report."""
    if entry.match == "inside":
        return 4.0
    if entry.kind not in ("admin1", "city"):
        return 6.0
    base = 0.6 * math.log10(entry.population + 10) + 2 * well_known(entry)
    if entry.kind == "admin1" and any(_seats(town, entry) for town in rivals):
        base -= 1.0  # "Kursk" alone is the city, "Kursk region" is not
    if entry.match == "alternate":
        # "Sloviansk" is a spelling of Slovyansk; that Nikopol was once called so means little.
        base -= 0.2 + 2 * (1 - SequenceMatcher(None, key, place_key(entry.name)).ratio())
    return base


def _seats(town: Entry, area: Entry) -> bool:
    """Whether the town is the one its area is named after, and a good part of it."""
    inside = town.kind == "city" and town.admin1 == area.admin1
    return inside and town.population * 10 > area.population


def _fit(entry: Entry, around: Setting) -> float:
    """How well the place fits the words around its name."""
    area = around.kind == "admin1" and entry.kind == "region"  # "the Sahel region"
    fit = 4.0 if area or entry.kind == around.kind else 0.0
    for holder in around.held.areas:
        inner = entry.kind == "city" or entry.match == "inside"
        if inner and entry.admin1 and entry.admin1 == holder.admin1:
            fit += 7.0
        elif entry.country == holder.country and entry.kind != "country":
            fit += 5.0 if holder.kind == "country" else 1.0
    return fit


def _reason(entry: Entry, rivals: int, seen: Outlook) -> str:
    reason = _found(entry)
    if rivals:
        reason += f"; {rivals} other of that name fit less well"
        reason += f"; the report speaks of {entry.country}" if seen.share(entry.country) else ""
    return f"{reason}."


def _found(entry: Entry) -> str:
    """What the place is, and by what it was found."""
    if entry.match == "inside":
        holder = {"city": "town", "admin1": "admin-1 area"}.get(entry.kind, entry.kind)
        return f"The {holder} that holds it; the gazetteer has no coordinates of the place itself"
    how = {"primary": "its name", "alternate": "another of its names", "demonym": "its people"}
    kinds = {"admin1": "An admin-1 area", "city": "A populated place", "point": "A site"}
    said = f"GeoNames {entry.geonames}" if entry.geonames else "our table"
    return f"{kinds.get(entry.kind, f'A {entry.kind}')} found by {how[entry.match]} in {said}"
