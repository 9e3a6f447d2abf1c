"""Actors: the words of a span to the person, state, organisation or group they name."""

from dataclasses import replace
from functools import cached_property

from dragoman.model import Actor, BlockKind, Evidence, Report, Span
from dragoman.resolve import coreference, joined
from dragoman.resolve.coreference import Mention
from dragoman.resolve.dateline import report_date
from dragoman.resolve.describe import describe
from dragoman.resolve.discourse import mentions, person_named, profile_of
from dragoman.resolve.mentions import Named, Run, Titled
from dragoman.resolve.people import people
from dragoman.resolve.places_names import setting_of
from dragoman.resolve.profiles import Profile
from dragoman.resolve.salience import pronouns
from dragoman.resolve.scanning import scan
from dragoman.vocab import Entity, countries, nonstates, words

Answer = tuple[Profile, Mention | None]
MEANT = "is the state that the report speaks of here."
ONLY = "is the only state that the report names."


def without_state(actor: Actor) -> Actor:
    """The actor, without a state that the report tells and its own words do not."""
    if not actor.reason.endswith((MEANT, ONLY)):
        return actor
    return actor.model_copy(
        update={"country": None, "antecedent": None, "reason": "Whose it is is not told."}
    )


class ActorResolver:
    """Resolves the actors of one report, whose text it reads once.

    Every answer keeps the words, a confidence and a reason; what is not told stays None.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._published = report_date(report)
        self._scan = scan(report.text, published=self._published)
        self._people = people(self._scan, published=self._published)

    def resolve(self, span: Span, *, confidence: float) -> Actor:
        """Who the words of the span are; None and empty fields where that is not told."""
        first, last = self._words(span)
        if first == last:
            profile, earlier = Profile(reason="No word stands there."), None
        else:
            profile, earlier = self._answer(first, last)
        return self._actor(span, profile, earlier, confidence)

    def resolve_all(self, span: Span, *, confidence: float) -> tuple[Actor, ...]:
        """As `resolve`, but each of several whom the words stand for ("the two leaders") or name
        ("Cambodian and Thai forces"), these by their own words."""
        first, last = self._words(span)
        several = self._several(first, last)
        if not several:
            return self._each(first, last, confidence) or (
                self.resolve(span, confidence=confidence),
            )
        phrase = self._report.text[slice(*span)]
        reason = f"“{phrase}” stands for {len(several)} named before; this is one of them."
        return tuple(
            self._actor(span, replace(m.profile, reason=reason, sure=0.75), m, confidence)
            for m in several
        )

    def _several(self, first: int, last: int) -> tuple[Mention, ...]:
        s = self._scan
        if last - first == 1 and s.key(first) in words("they"):
            mention, _ = self._pronouns.get(first, (None, 0.0))
            return mention.members if mention else ()
        return coreference.several(s, self._mentions, first=first, last=last)

    def _each(self, first: int, last: int, confidence: float) -> tuple[Actor, ...]:
        """The actors that the words name side by side, where they are of more than one side."""
        s, told = self._scan, list[Actor]()
        if not describe(s, first, last, published=self._published).several:
            return ()
        pieces = joined.pieces(s, first, last)
        for piece in reversed(pieces):
            actor = self.resolve(s.span(*piece), confidence=confidence)
            if told and joined.shares_next(s, piece):
                actor = actor.model_copy(update={"sectors": told[0].sectors})
            told.insert(0, actor)
        if told and joined.heads_all(s, pieces[0]):
            same = {"sectors": told[0].sectors, "name": None}
            for n, piece in enumerate(pieces):
                if n and joined.is_country(s, piece):
                    told[n] = told[n].model_copy(update=same)
        return tuple(told)

    def in_first_person(self, span: Span) -> bool:
        """Whether "I" or "we" speaks in the span outside quotation marks, as in a transcript."""
        s = self._scan
        return any(s.first_person(i) and not s.quote(i) for i in range(*self._words(span)))

    def begins_in_first_person(self, span: Span) -> bool:
        """Whether the words of the span begin with "I", "we" or "our"."""
        return self._scan.first_person(self._words(span)[0])

    def speaking(self, span: Span, *, confidence: float) -> Actor | None:
        """Who speaks in the last sentence of the span ("Minister Ellwood said:"), if one does."""
        first, last = self._words(span)
        number = self._scan.sentence_of(last - 1)
        speakers = [
            m
            for m in self._mentions
            if first <= m.first < last
            and m.standing.speaks
            and self._scan.sentence[m.first] == number
            and m.kind in ("person", "body", "state", "group")
        ]
        if len({m.who for m in speakers}) != 1:
            return None
        mention = speakers[-1]
        return self.resolve(self._scan.span(mention.first, mention.last), confidence=confidence)

    def _actor(
        self, span: Span, profile: Profile, earlier: Mention | None, confidence: float
    ) -> Actor:
        return Actor(
            evidence=self._report.evidence(*span),
            name=profile.name,
            country=profile.country,
            sectors=profile.sectors,
            office=profile.office,
            wikidata=profile.wikidata,
            antecedent=self._evidence(earlier) if earlier else None,
            confidence=round(confidence * profile.sure, 4),
            reason=profile.reason,
        )

    def _evidence(self, mention: Mention) -> Evidence:
        return self._report.evidence(*self._scan.span(mention.first, mention.last))

    def _words(self, span: Span) -> tuple[int, int]:
        return self._scan.words_in(*span)

    @cached_property
    def _mentions(self) -> list[Mention]:
        """Whom later words may stand for; captions and furniture interrupt the text and are not."""
        found = mentions(self._scan, self._people, published=self._published)
        aside = [
            b for b in self._report.blocks if b.kind in (BlockKind.CAPTION, BlockKind.FURNITURE)
        ]
        starts = [self._scan.words[m.first].start for m in found]
        return [
            m
            for m, start in zip(found, starts, strict=True)
            if not any(b.start <= start < b.end for b in aside)
        ]

    @cached_property
    def _pronouns(self) -> dict[int, tuple[Mention, float]]:
        return pronouns(self._scan, self._mentions)

    def _text(self, first: int, last: int) -> str:
        return self._report.text[slice(*self._scan.span(first, last))]

    # From a span to who it is: a pronoun, a person of the report, the words, what is beside them,
    # what went before.

    def _answer(self, first: int, last: int) -> Answer:
        s, published = self._scan, self._published
        if last - first == 1 and coreference.is_pronoun(s.key(first)):
            mention, sure = self._pronouns.get(first, (None, 0.0))
            return self._stands_for(mention, first, last, sure=sure)
        if s.gap(last - 1) in ("-", "–") and s.key(last) in words("loose"):
            return Profile(reason="The words go on and name another, whose side is told."), None
        if last - first == 1 and s.first_person(first):
            return Profile(reason="Whoever says it is not told."), None
        person = person_named(s, self._people, first=first, last=last)
        if person is not None:
            profile = self._at_home(profile_of(person, published=published))
            earlier = Mention(person.first, person.last, "person", profile)
            return profile, earlier if person.last <= first else None
        start = first
        while start < last - 1 and s.key(start) in words("articles"):
            start += 1
        for around in ((start, last), self._widened(start, last)):
            profile = describe(s, *around, published=published)
            if profile.told or profile.several:
                return profile, None
        return self._by_context(describe(s, start, last, published=published), first, last)

    def _at_home(self, profile: Profile) -> Profile:
        """Who holds an office of a state that is not told: of the only one that the report names by
        its name, and not by who strikes ("an Israeli strike")."""
        state, office = self._only_state, (profile.office or "").removeprefix("former ")
        if profile.country or state is None:
            return profile
        if not (office in words("domestic") or office.endswith(" minister")):
            return profile
        if not any(
            n.entity.country == state.country and n.form.use == "name" for n in self._scan.named
        ):
            return profile
        reason = f"{profile.reason.removesuffix('.')}, and {state.name} {ONLY}"
        return replace(profile, country=state.country, reason=reason, sure=0.7)

    def _widened(self, first: int, last: int) -> tuple[int, int]:
        """The words with those beside them that tell whose: "Iraqi" [police], [head] "of NATO"."""
        s = self._scan
        if not isinstance(s.at.get(last - 1), Titled):
            return first, last
        start = first - 1 if s.key(first - 1) == "s" else first
        unit = s.at.get(start - 1)
        beside = s.gap(start - 1) in (" ", "'", "’")
        if beside and isinstance(unit, Named) and unit.entity.kind != "leader":
            return unit.first, last
        after = last + (s.key(last) == "of") + (s.key(last + 1) == "the")
        follower = s.at.get(after)
        if isinstance(follower, Named) and s.gap(last - 1) == " ":
            titled = after == last and follower.entity.kind == "leader"
            if titled or (after > last and follower.first == after):
                return first, follower.last
        return first, last

    def _by_context(self, profile: Profile, first: int, last: int) -> Answer:
        """A phrase whose own words do not tell who: "the group", "his army", "the president"."""
        s, known = self._scan, self._mentions
        if coreference.is_pronoun(s.key(first)) and last - first > 1:
            owner, _ = self._pronouns.get(first, (None, 0.0))
            return self._owned_by(profile, owner, first, last)
        mention = None
        if s.key(first) in words("definite") or last - first == 1:
            mention = coreference.nominal(s, known, first=first, last=last)
            if mention is None and profile.office:
                mention = coreference.same_office(known, office=profile.office, before=first)
        bare = mention is not None and mention.last - mention.first == 1 and mention.head
        if mention is None or (bare and not mention.profile.country):  # "Police", "the police"
            found, of = self._of_a_state(profile, first, last)
            if mention is None or found.country:
                return found, of
        return self._stands_for(mention, first, last)

    def _stands_for(
        self, mention: Mention | None, first: int, last: int, *, sure: float = 0.8
    ) -> Answer:
        if mention is None:
            return Profile(reason="No one earlier mention is clearly meant."), None
        earlier = self._text(mention.first, mention.last)
        reason = f"“{self._text(first, last)}” stands for “{earlier}”, named before."
        return replace(mention.profile, reason=reason, sure=sure), mention

    def _owned_by(self, profile: Profile, owner: Mention | None, first: int, last: int) -> Answer:
        """What belongs to someone named before: "his army", "its forces", "his party"."""
        if owner and owner.kind == "person" and self._scan.key(last - 1) in words("led"):
            group = coreference.led_by(self._scan, self._mentions, owner)
            if group:
                return self._stands_for(group, first, last)
        if owner is None or not (profile.office or profile.sectors or self._is_state(last)):
            return profile, None
        named = self._text(owner.first, owner.last)
        reason = f"“{self._text(first, first + 1)}” stands for “{named}”, named before."
        return replace(profile, country=owner.profile.country, reason=reason, sure=0.75), owner

    def _is_state(self, last: int) -> bool:
        return self._scan.key(last - 1) in words("states")

    def _of_a_state(self, profile: Profile, first: int, last: int) -> Answer:
        """An institution told without its state: of the state that prevails in what was told."""
        if not words("institutions") & set(profile.sectors) or self._is_another(first, last):
            return profile, None
        if self._scan.first_person(first):
            return profile, None
        if self._scan.key(first - 1) == "whose":  # "Eritrea, whose [troops]"
            owner = next((m for m in self._mentions if m.last == first - 1), None)
            return self._owned_by(profile, owner, first - 1, last)
        if self._scan.key(first - 1) in words("owning"):  # "its [army]"
            owner, _ = self._pronouns.get(first - 1, (None, 0.0))
            return self._owned_by(profile, owner, first - 1, last)
        elsewhere = words("shared") | words("others")
        said = {self._scan.key(i) for i in range(first, last)}
        if said & elsewhere:
            return profile, None
        where = None if "MIL" in profile.sectors else self._where(first, last)  # bases are abroad
        if (state := countries().get(where or "")) is not None:
            reason = f"The words behind it tell that it is in {state.name}."
            return replace(profile, country=state.country, reason=reason, sure=0.8), None
        mention = coreference.state_meant(
            self._scan, self._mentions, first=first, sectors=profile.sectors
        )
        if mention is not None and not said & words("anew"):
            named = self._text(mention.first, mention.last)
            reason = f"“{named}”, named before, {MEANT}"
            country = mention.profile.country
            return replace(profile, country=country, reason=reason, sure=0.7), mention
        state = self._only_state
        if state is None:
            return profile, None
        reason = f"{state.name} {ONLY}"
        return replace(profile, country=state.country, reason=reason, sure=0.7), None

    def _where(self, first: int, last: int) -> str | None:
        """The country that the words behind a noun surely tell: "a court in Lima, Peru"."""
        heads = (
            u.last for i in range(first, last) if isinstance(u := self._scan.at.get(i), Titled)
        )
        start, end = self._scan.span(first, max(heads, default=last))
        held = setting_of(self._report.text, start, end).held
        codes = {area.country for area in held.areas}
        return codes.pop() if held.sure and len(codes) == 1 else None

    def _is_another(self, first: int, last: int) -> bool:
        """Whether the words are a name of their own ("Strike Force") or mean several bodies."""
        named = any(isinstance(self._scan.at.get(i), Run) for i in range(first, last))
        return named or self._scan.key(last - 1) in words("bodies_of_many")

    @cached_property
    def _only_state(self) -> Entity | None:
        named = [n for n in self._scan.named if n.entity.kind in ("country", "region", "leader")]
        codes = {n.entity.country for n in named if n.entity.country not in nonstates()}
        return countries().get(codes.pop() or "") if len(codes) == 1 else None
