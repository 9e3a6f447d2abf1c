"""From the expressions in a span to the days an event is dated by."""

import re
from datetime import date, timedelta
from functools import cache

from dragoman.model import Evidence, Precision, Status, When
from dragoman.resolve.times_scene import Reading, Timex
from dragoman.resolve.times_words import any_of, lexicon

Days = tuple[date | None, date | None]
_PAST = (Status.ACTUAL, Status.HISTORICAL)
_DAY = timedelta(days=1)


def dated_by(
    evidence: Evidence, found: list[Timex], *, status: Status, published: date | None
) -> When:
    """When the words date the event: all they name, what "since" and "by" do to it, its status."""
    told = [timex for timex in found if timex.reading.value]
    if not told:
        why = found[0].reading.why if found else "the words name no date"
        end = published if status in _PAST else None
        return When(
            evidence=evidence, end=end, precision=Precision.VAGUE, reason=f"Not dated: {why}."
        )
    main = _main(told)
    joined = _joined(evidence, told)
    days = _directed(evidence, main, joined, status=status, published=published)
    start, end = _clipped(days, status=status, published=published)
    values = [timex.value for timex in (joined[0], joined[-1])] if len(joined) > 1 else [main.value]
    known = bool(main.reading.first or main.reading.last)
    return When(
        evidence=evidence,
        value="/".join(str(value) for value in values),
        start=start,
        end=end,
        precision=main.reading.precision if known else Precision.VAGUE,
        reason=_reason(main.reading, published),
    )


def _main(told: list[Timex]) -> Timex:
    """The expression that dates best: one with days, else the first."""
    return next((timex for timex in told if timex.reading.first and timex.reading.last), told[0])


def _joined(evidence: Evidence, told: list[Timex]) -> list[Timex]:
    """The dates that "and", "to" or a dash joins, in order; the main one alone otherwise."""
    joined = [_main(told)]
    for timex in told[told.index(joined[0]) + 1 :]:
        between = evidence.words[joined[-1].end - evidence.start : timex.start - evidence.start]
        if not timex.reading.last or between.strip().lower() not in lexicon()["joints"]["words"]:
            break
        joined.append(timex)
    return joined


def _directed(
    evidence: Evidence, main: Timex, joined: list[Timex], *, status: Status, published: date | None
) -> Days:
    """The days, opened on the side that "since", "by", "before" or "after" leaves open."""
    first, last = main.reading.first, joined[-1].reading.last
    if joined[0].reading.first and last and last < joined[0].reading.first:
        first, last = last, joined[0].reading.first
    lead = evidence.before + evidence.words[: max(0, main.start - evidence.start)]
    match = _leads().search(lead.lower()) if len(joined) == 1 else None
    sense = lexicon()["leads"][match.group(1)] if match else ""
    if sense == "since":
        lasted = published and first and status in _PAST and first <= published
        return first, published if lasted else None
    if sense == "by":
        return None, last
    if sense == "before":
        return None, first and first - _DAY
    if sense == "after":
        return last and last + _DAY, None
    if main.reading.kind in ("DURATION", "SET") and not (first or last):
        return None, published if status in _PAST else None
    return first, last


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)({any_of(lexicon()['leads'])})(?: the| about| around| at least)*\s*$"
    )


def _clipped(days: Days, *, status: Status, published: date | None) -> Days:
    """What has happened happened by publication; what is to come comes after it."""
    start, end = days
    if published and status in _PAST and (start is None or start <= published):
        end = min(end or published, published) if end or start else end
    if published and status is Status.FUTURE and (end is None or end >= published):
        start = max(start, published) if start else start
    return start, end


def _reason(reading: Reading, published: date | None) -> str:
    absolute = "written out" in reading.why
    of = f" (report of {published.isoformat()})" if published and not absolute else ""
    return f"{reading.why[:1].upper()}{reading.why[1:]}{of}."


def marked_reading(words: str, published: date | None) -> Reading | None:
    """The reading of a word that is vague about time only where it dates an event: "later"."""
    table = lexicon()["vague_if_marked"]
    bare = re.sub(r"[^\w ]", "", words.lower()).strip()
    for side, value in (("present", "PRESENT_REF"), ("past", "PAST_REF"), ("future", "FUTURE_REF")):
        if bare in table[side]:
            first = published if side != "past" else None
            last = published if side != "future" else None
            return Reading("DATE", value, first=first, last=last, why=f"some time in the {side}")
    return None
