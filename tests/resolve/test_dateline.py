from datetime import date

import pytest

from dragoman.model import Report
from dragoman.resolve.dateline import dateline_place, report_date
from dragoman.resolve.times import TimeResolver
from dragoman.sources import read_text

PUBLISHED = date(2022, 3, 9)

OPENINGS = [
    ("Sunday, November 10, 2019 It fell on Friday.", date(2019, 11, 10)),
    ("KYIV (Agency), 3 March 2022 – It fell today.", date(2022, 3, 3)),
    ("KYIV, 25/03/2022 – It fell today.", date(2022, 3, 25)),
    ("KYIV, 03/04/2022 – It fell today.", None),
    ("March 3, 2022 was the day.", None),
    ("It fell on March 3, 2022.", None),
    ("March 2022 It fell.", None),
]


@pytest.mark.parametrize(("text", "day"), OPENINGS)
def test_the_dateline_dates_a_report_without_a_date(text: str, day: date | None) -> None:
    assert report_date(Report(address="t", text=text)) == day


def test_a_dateline_may_follow_a_title() -> None:
    report = read_text("Talks go on\n\nBELFAST, April 8, 1998 (Agency) - They met on Wednesday.")
    assert report_date(report) == date(1998, 4, 8)


@pytest.mark.parametrize("text", [text for text, _ in OPENINGS])
def test_the_day_of_publication_comes_first(text: str) -> None:
    assert report_date(Report(address="t", text=text, published=PUBLISHED)) == PUBLISHED


@pytest.mark.parametrize(("text", "day"), OPENINGS[:3])
def test_times_count_from_it(text: str, day: date) -> None:
    report = Report(address="t", text=f"{text} They met yesterday.")
    found = TimeResolver(report).timexes()[-1]
    assert found.value == date.fromordinal(day.toordinal() - 1).isoformat()


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("KYIV, 3 March 2022 – It fell today.", "Kyiv", "UKR"),
        ("GENEVA (Agency) — Talks opened on Monday.", "Geneva", "CHE"),
        ("Geneva (Agency) - Talks opened on Monday.", "Geneva", "CHE"),
        ("TRIPOLI, Lebanon (Agency) -- Two were hurt.", "Tripoli", "LBN"),
        ("ABU DHABI - They met.", "Abu Dhabi", "ARE"),
    ],
)
def test_the_dateline_says_where_a_report_was_sent_from(text: str, name: str, country: str) -> None:
    place = dateline_place(Report(address="t", text=text))
    assert place is not None
    assert (place.name, place.country) == (name, country)
    assert text[place.evidence.start : place.evidence.end] == place.evidence.words


@pytest.mark.parametrize(
    "text",
    ["NATO met in Geneva.", "Geneva was quiet.", "UNKNOWNTOWN (Agency) - It fell.", "", "A"],
)
def test_without_a_dateline_nobody_knows_where_it_was_sent_from(text: str) -> None:
    assert dateline_place(Report(address="t", text=text)) is None
