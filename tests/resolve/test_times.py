import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model import Precision, Report, Status, When
from dragoman.resolve.times import TimeResolver

WEDNESDAY = date(2025, 1, 22)

# The sentence, with the expression in brackets; its status; value, start and end (MM-DD of 2025
# unless a year is given), precision.
PHRASES = [
    ("It was struck [today].", "actual", "2025-01-22", "01-22", "01-22", "day"),
    ("It was struck [yesterday].", "actual", "2025-01-21", "01-21", "01-21", "day"),
    ("They meet [tomorrow].", "future", "2025-01-23", "01-23", "01-23", "day"),
    ("They met [yesterday evening].", "actual", "2025-01-21TEV", "01-21", "01-21", "day"),
    ("It came [overnight].", "actual", "2025-01-21TNI", "01-21", "01-22", "day"),
    ("They met [on Monday].", "actual", "2025-01-20", "01-20", "01-20", "day"),
    ("They met on [Wednesday].", "actual", "2025-01-22", "01-22", "01-22", "day"),
    ("They meet [on Monday].", "future", "2025-01-27", "01-27", "01-27", "day"),
    ("They met [last Friday].", "actual", "2025-01-17", "01-17", "01-17", "day"),
    ("They meet [next Friday].", "future", "2025-01-24", "01-24", "01-24", "day"),
    ("They left [late Thursday].", "actual", "2025-01-16", "01-16", "01-16", "day"),
    ("It began [Monday morning].", "actual", "2025-01-20TMO", "01-20", "01-20", "day"),
    ("It fell at [18:00 UTC].", "actual", "2025-01-22T18:00Z", "01-22", "01-22", "day"),
    ("It fell at [7:45 p.m. on Tuesday].", "actual", "2025-01-21T19:45", "01-21", "01-21", "day"),
    ("They met on [December 20].", "actual", "2024-12-20", "2024-12-20", "2024-12-20", "day"),
    ("They meet on [3 March].", "future", "2025-03-03", "03-03", "03-03", "day"),
    (
        "It fell on [24 February 2022].",
        "historical", "2022-02-24", "2022-02-24", "2022-02-24", "day",
    ),
    ("They met on [Jan. 18, 2025].", "actual", "2025-01-18", "01-18", "01-18", "day"),
    ("They met on [January 14-16].", "actual", "2025-01-14", "01-14", "01-16", "day"),
    ("They met on [2024-11-05].", "actual", "2024-11-05", "2024-11-05", "2024-11-05", "day"),
    ("It began [in October].", "actual", "2024-10", "2024-10-01", "2024-10-31", "month"),
    ("It ends [in October].", "future", "2025-10", "10-01", "10-31", "month"),
    ("It began [last March].", "historical", "2024-03", "2024-03-01", "2024-03-31", "month"),
    ("It began in [late July 2023].", "historical", "2023-07", "2023-07-16", "2023-07-31", "month"),
    (
        "It began [in February and March 2011].",
        "historical", "2011-02/2011-03", "2011-02-01", "2011-03-31", "month",
    ),
    ("It was signed [in 2014].", "historical", "2014", "2014-01-01", "2014-12-31", "year"),
    ("It began in [the 1990s].", "historical", "199", "1990-01-01", "1999-12-31", "decade"),
    ("It began [last fall].", "historical", "2024-FA", "2024-09-01", "2024-11-30", "season"),
    (
        "It began in [the spring of 2011].",
        "historical", "2011-SP", "2011-03-01", "2011-05-31", "season",
    ),
    ("It fell [last week].", "actual", "2025-W03", "01-13", "01-19", "week"),
    ("It fell [this week].", "actual", "2025-W04", "01-20", "01-22", "week"),
    ("They meet [next month].", "future", "2025-02", "02-01", "02-28", "month"),
    ("It fell [earlier this month].", "actual", "2025-01", "01-01", "01-16", "month"),
    (
        "It fell in [the third quarter of last year].",
        "historical", "2024-Q3", "2024-07-01", "2024-09-30", "season",
    ),
    ("It fell [two days ago].", "actual", "2025-01-20", "01-20", "01-20", "day"),
    ("It fell [almost three years ago].", "historical", "2022", "2022-01-01", "2022-12-31", "year"),
    ("It fell over [the past nine days].", "actual", "P9D", "01-13", "01-22", "day"),
    ("It grew [in recent weeks].", "actual", "PXW", None, "01-22", "vague"),
    ("He wept [for 16 years].", "historical", "P16Y", None, "01-22", "vague"),
    ("It grew [since July].", "actual", "2024-07", "2024-07-01", "01-22", "month"),
    ("It must end [by May 15].", "future", "2025-05-15", None, "05-15", "day"),
    ("It fell [recently].", "actual", "PAST_REF", None, "01-22", "vague"),
    ("They meet [soon].", "future", "FUTURE_REF", "01-22", None, "vague"),
    ("They meet [every Friday].", "actual", "XXXX-WXX-5", None, "01-22", "vague"),
    (
        "On January 10 it fell. It rose [three days later].",
        "actual", "2025-01-13", "01-13", "01-13", "day",
    ),
    (
        "It fell on January 10. They fled [the same day].",
        "actual", "2025-01-10", "01-10", "01-10", "day",
    ),
    ("They fled [after the strike].", "actual", None, None, "01-22", "vague"),
]  # fmt: skip


def resolved(marked: str, status: str, published: date | None) -> When:
    start, end = marked.index("["), marked.index("]") - 1
    report = Report(
        address="test", text=marked.replace("[", "").replace("]", ""), published=published
    )
    return TimeResolver(report).resolve((start, end), status=Status(status))


def day(words: str | None) -> date | None:
    return words and date.fromisoformat(words if len(words) == 10 else f"2025-{words}") or None


@pytest.mark.parametrize(("marked", "status", "value", "start", "end", "precision"), PHRASES)
def test_phrase(
    marked: str, status: str, value: str | None, start: str | None, end: str | None, precision: str
) -> None:
    when = resolved(marked, status, WEDNESDAY)
    assert (when.value, when.start, when.end) == (value, day(start), day(end))
    assert when.precision == Precision(precision)
    assert when.evidence is not None
    assert when.evidence.words == marked[marked.index("[") + 1 : marked.index("]")]
    assert when.reason.endswith(".")


WITHOUT_A_REPORT_DATE = [
    ("It fell [yesterday].", None, None),
    ("It fell [on Friday].", None, None),
    ("It fell [last week].", None, None),
    ("It fell [on 3 March].", None, None),
    ("It fell [in May 2014].", "2014-05", date(2014, 5, 31)),
    ("It fell on [February 24, 2022].", "2022-02-24", date(2022, 2, 24)),
    ("Sunday, November 10, 2019 It fell [on Friday].", "2019-11-08", date(2019, 11, 8)),
    ("KYIV (Agency), 3 March 2022 – It fell [today].", "2022-03-03", date(2022, 3, 3)),
    ("March 3, 2022 was when it fell. It rose [today].", None, None),
]


@pytest.mark.parametrize(("marked", "value", "end"), WITHOUT_A_REPORT_DATE)
def test_nothing_is_counted_from_an_unknown_date(
    marked: str, value: str | None, end: date | None
) -> None:
    when = resolved(marked, "actual", None)
    assert (when.value, when.end) == (value, end)
    if value is None:
        assert (when.start, when.precision) == (None, Precision.VAGUE)


EITHER_WAY = "Not dated: either part of it can be the day."
NO_SUCH_DAY = "Not dated: the calendar has no such day."
WRITTEN = "The date is written out."
NUMBERS = [
    ("It fell on [9/11/2001].", None, EITHER_WAY),
    ("It fell on [01/02/2025].", None, EITHER_WAY),
    ("It fell on [01.02.2025].", None, EITHER_WAY),
    ("It fell on [2025-01-02].", "2025-01-02", WRITTEN),
    ("It fell on [13/02/2024].", "2024-02-13", WRITTEN),
    ("It fell on [02/13/2024].", "2024-02-13", WRITTEN),
    ("It fell on [05/05/2024].", "2024-05-05", WRITTEN),
    ("It fell on [31/02/2024].", None, NO_SUCH_DAY),
    ("It fell on [February 30, 2024].", None, NO_SUCH_DAY),
    ("It fell on [01/02/2024] and rose on 25/12/2024.", "2024-02-01", WRITTEN),
    ("It fell on [01/02/2024] and rose on 12/25/2024.", "2024-01-02", WRITTEN),
    ("It fell on [01/02/2024], rose on 12/25/2024 and sank on 25/12/2024.", None, EITHER_WAY),
]


@pytest.mark.parametrize(("marked", "value", "reason"), NUMBERS)
def test_a_date_in_numbers(marked: str, value: str | None, reason: str) -> None:
    when = resolved(marked, "actual", WEDNESDAY)
    assert (when.value, when.reason) == (value, reason)


CLAUSES = [
    ("He will meet them on Friday.", "2025-01-24"),
    ("Markets stay closed until Friday.", "2025-01-24"),
    ("On Friday, the council will vote.", "2025-01-24"),
    ("He met them on Friday.", "2025-01-17"),
    ("Officials said on Friday that aid would come.", "2025-01-17"),
    ("The deal may pass in May.", "2025-05"),
    ("Mr. May met Jan Kavan in march.", None),
    ("Some 2,014 people saw the fall of the city.", None),
]


@pytest.mark.parametrize(("text", "value"), CLAUSES)
def test_the_clause_tells_the_side(text: str, value: str | None) -> None:
    found = TimeResolver(Report(address="test", text=text, published=WEDNESDAY)).timexes()
    assert [timex.value for timex in found] == ([value] if value else [])


# The report's day, the sentence, the status of the event, the value.
WITHOUT_A_YEAR = [
    ("2025-11-21", "He gave them a deadline of [November 27].", "actual", "2025-11-27"),
    ("2025-11-21", "They agreed to talks on [November 27].", "hypothetical", "2025-11-27"),
    ("2025-02-09", "Egypt will host a summit on [27 February].", "future", "2025-02-27"),
    ("2025-02-09", "It announced a summit on [27 February].", "actual", "2025-02-27"),
    ("2025-05-11", "He proposed talks in Istanbul on [May 15].", "actual", "2025-05-15"),
    ("2025-05-11", "He rejected talks on [May 15].", "negated", "2025-05-15"),
    ("2025-03-04", "It announced tariffs, set to start [March 10].", "actual", "2025-03-10"),
    ("2025-03-08", "Tariffs will be imposed on [March 20].", "actual", "2025-03-20"),
    ("2025-01-28", "The ban goes into effect on [January 30].", "actual", "2025-01-30"),
    ("2025-12-20", "It urged a vote on [January 30].", "actual", "2026-01-30"),
    ("2025-01-15", "They will vote on [June 3].", "actual", "2025-06-03"),
    ("2025-11-26", "They vote in the election in [December].", "actual", "2025-12"),
    ("2025-11-26", "They agreed to a summit in [January].", "actual", "2026-01"),
    ("2025-08-29", "It barred them from a session in [September].", "actual", "2025-09"),
    # What was done is of the year before, as is what lies far ahead.
    ("2025-11-21", "A truce took effect on [November 27].", "actual", "2024-11-27"),
    ("2025-11-21", "The truce signed on [November 27] held.", "actual", "2024-11-27"),
    ("2025-11-21", "It was a raid of [November 27].", "historical", "2024-11-27"),
    ("2025-11-21", "They killed two soldiers in [December].", "actual", "2024-12"),
    ("2025-11-21", "He was sentenced to death in [December].", "actual", "2024-12"),
    ("2025-11-21", "In [December] they agreed to a truce.", "actual", "2024-12"),
    ("2025-11-21", "On [November 27] the army struck.", "actual", "2024-11-27"),
    ("2025-11-21", "On [November 27], they vote.", "actual", "2025-11-27"),
    ("2025-11-21", "It fell [last November].", "actual", "2024-11"),
    ("2025-01-22", "It was the fire of [November 27].", "actual", "2024-11-27"),
    ("2025-01-22", "It was the fire in [October].", "actual", "2024-10"),
    # A day of the last weeks is not of next year, whatever the words.
    ("2025-11-21", "They had fled by [November 18].", "actual", "2025-11-18"),
    ("2025-11-21", "They are to meet on [November 18].", "future", "2025-11-18"),
    ("2025-11-21", "They had fled by [the end of October].", "actual", "2025-10"),
]  # fmt: skip


@pytest.mark.parametrize(("published", "marked", "status", "value"), WITHOUT_A_YEAR)
def test_a_day_without_a_year_is_the_nearest(
    published: str, marked: str, status: str, value: str
) -> None:
    assert resolved(marked, status, date.fromisoformat(published)).value == value


NAMES = [
    ("The March 23 Movement took the town.", []),
    ("They met the March 23 Movement on 18 January.", ["2025-01-18"]),
    ("The 17 November group said so.", []),
    ("The April 6 Youth Movement was banned.", []),
    ("They scrapped the May 17 Agreement.", []),
    ("They spoke of the June 4 Incident.", []),
    ("They met in March 23 Square.", []),
    ("They spoke of the January 10 agreement.", ["2025-01-10"]),
    ("On January 10 Army troops left.", ["2025-01-10"]),
]


@pytest.mark.parametrize(("text", "values"), NAMES)
def test_a_date_in_a_name_dates_nothing(text: str, values: list[str]) -> None:
    found = TimeResolver(Report(address="test", text=text, published=WEDNESDAY)).timexes()
    assert [timex.value for timex in found] == values


NAMED_DAYS = [
    ("2025-10-01", "He was killed in the [October 7] attacks.", "2023-10-07"),
    ("2025-10-09", "He joined the [October 7] massacre.", "2023-10-07"),
    ("2025-08-01", "He took part in the [7 October] Hamas-led attack.", "2023-10-07"),
    ("2025-08-01", "He planned the attacks of [October 7].", "2023-10-07"),
    ("2025-08-01", "He planned the [Sept. 11] terror attacks.", "2001-09-11"),
    ("2025-12-04", "It was before the [January 6] Capitol riot.", "2021-01-06"),
    ("2025-12-04", "It was before the [January 6] attack.", "2021-01-06"),
    # Without such a noun, or before that day, it is a day like any other.
    ("2025-10-09", "They struck the port on [October 7].", "2025-10-07"),
    ("2020-10-09", "He was hurt in the [October 7] attacks.", "2020-10-07"),
    ("2025-10-09", "It was the [October 7, 2024] attack.", "2024-10-07"),
    ("2025-10-09", "It was the [October 6] attack.", "2025-10-06"),
]


@pytest.mark.parametrize(("published", "marked", "value"), NAMED_DAYS)
def test_a_day_known_by_its_name_has_one_year(published: str, marked: str, value: str) -> None:
    assert resolved(marked, "actual", date.fromisoformat(published)).value == value


@pytest.mark.parametrize(
    ("status", "start", "end", "precision"),
    [
        ("actual", None, WEDNESDAY, "report"),
        ("historical", None, WEDNESDAY, "vague"),
        ("future", WEDNESDAY, None, "vague"),
    ],
)
def test_default(status: str, start: date | None, end: date | None, precision: str) -> None:
    when = TimeResolver(Report(address="t", text="t", published=WEDNESDAY)).default(
        status=Status(status)
    )
    assert when is not None
    assert (when.evidence, when.value) == (None, None)
    assert (when.start, when.end, when.precision) == (start, end, Precision(precision))


def test_no_default_where_nothing_is_known() -> None:
    dated = TimeResolver(Report(address="t", text="t", published=WEDNESDAY))
    undated = TimeResolver(Report(address="t", text="t"))
    assert dated.default(status=Status.NEGATED) is None
    assert dated.default(status=Status.HYPOTHETICAL) is None
    assert undated.default(status=Status.ACTUAL) is None


@pytest.mark.parametrize("words", ["{} years ago", "the past {} years", "{} years", "{} days ago"])
def test_a_number_beyond_all_numbers_is_a_vague_one(words: str) -> None:
    text = words.format("9" * 5000)
    (found,) = TimeResolver(Report(address="t", text=text, published=WEDNESDAY)).timexes()
    assert found.value in ("PAST_REF", "PXY")


def test_find_gives_spans_in_order() -> None:
    text = "On Monday, January 20, 2025 they met; two weeks earlier they had not."
    spans = TimeResolver(Report(address="t", text=text, published=WEDNESDAY)).find()
    assert [text[a:b] for a, b in spans] == ["Monday, January 20, 2025", "two weeks earlier"]


WORDS = (
    "last next Friday March 3 99 0 2024 years ago two the end of quarter early 31 ½ century İ "
    "Easter 1990s Feb. 30 25:00 pm noon 100000 decades by since nineteen thousand 9999 1100"
)
PIECES = st.sampled_from(re.split(" ", WORDS))


@given(
    st.text(min_size=1) | st.lists(PIECES, min_size=1).map(" ".join),
    st.none() | st.dates(),
    st.sampled_from(Status),
)
def test_never_raises_and_intervals_are_in_order(
    text: str, published: date | None, status: Status
) -> None:
    resolver = TimeResolver(Report(address="t", text=text, published=published))
    resolver.default(status=status)
    for span in (*resolver.find(), (0, len(text))):
        when = resolver.resolve(span, status=status)
        assert when.start is None or when.end is None or when.start <= when.end


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_a_bare_weekday_of_a_past_act_lies_in_the_week_before(
    published: date, weekday: int
) -> None:
    name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][weekday]
    when = resolved(f"They met [{name}].", "actual", published)
    assert when.start is not None
    assert when.start.weekday() == weekday
    assert timedelta(0) <= published - when.start < timedelta(7)


@pytest.mark.parametrize("text", ["nineteen nineteen thousand", "twenty nine million trillion"])
def test_a_number_beyond_the_calendar_is_no_year(text: str) -> None:
    TimeResolver(Report(address="t", text=text)).timexes()
