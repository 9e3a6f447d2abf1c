"""Dyad series: what is counted, in which period, of whom towards whom."""

from datetime import date

import pytest
from made import coding, columns

from dragoman.analysis.periods import name, numbers
from dragoman.analysis.series import Asked, dyads
from dragoman.model import Place, Status

MAY, JUNE, JULY = date(2024, 5, 2), date(2024, 6, 3), date(2024, 7, 4)
HIT, MET = "ASSAULT", "CONSULT"


@pytest.mark.parametrize(
    ("day", "by", "expected"),
    [
        (date(2024, 5, 2), "day", "2024-05-02"),
        (date(2024, 12, 30), "week", "2025-W01"),
        (date(2023, 1, 1), "week", "2022-W52"),
        (date(1969, 12, 31), "month", "1969-12"),
        (date(1945, 2, 4), "week", "1945-W05"),
        (date(1945, 2, 4), "year", "1945"),
    ],
)
def test_periods_are_named_as_iso_8601_does(day: date, by: str, expected: str) -> None:
    assert name(int(numbers([day.toordinal()], by)[0]), by) == expected


def test_direction_is_kept() -> None:
    found = columns(coding(1, MAY, ("RUS", HIT, "UKR"), ("UKR", HIT, "RUS"), ("RUS", HIT, "UKR")))
    rows = list(dyads(found, Asked()).rows)
    assert [row[:4] for row in rows] == [
        ("2024-05", "RUS", "UKR", 2),
        ("2024-05", "UKR", "RUS", 1),
    ]


def test_absent_is_not_zero() -> None:
    """In June a report was read that tells of nothing; in July none was read."""
    august = date(2024, 8, 1)
    found = columns(
        coding(1, MAY, ("RUS", HIT, "UKR")),
        coding(2, JUNE),
        coding(3, august, ("UKR", HIT, "RUS")),
    )
    table = dyads(found, Asked(one="RUS", other="UKR"))
    told = {(row["period"], row["actor"]): (row["events"], row["read"]) for row in table.to_dicts()}
    assert told == {
        ("2024-05", "RUS"): (1, 1),
        ("2024-05", "UKR"): (0, 1),
        ("2024-06", "RUS"): (0, 1),
        ("2024-06", "UKR"): (0, 1),
        ("2024-07", "RUS"): (None, 0),
        ("2024-07", "UKR"): (None, 0),
        ("2024-08", "RUS"): (0, 1),
        ("2024-08", "UKR"): (1, 1),
    }


@pytest.mark.parametrize(
    ("span", "periods", "beyond"),
    [
        ({}, [5], "2 months before and after, of which reports were read, are not listed: "
         "--since 2024-04-01 --until 2024-07-04 lists them."),
        ({"since": date(2024, 3, 9)}, [3, 4, 5], "1 month after, of which reports were read, is "
         "not listed: --until 2024-07-04 lists it."),
        ({"until": date(2024, 6, 30)}, [5, 6], "--since 2024-04-01 lists it."),
        ({"since": date(2024, 3, 9), "until": JUNE}, [3, 4, 5, 6], "Counts events by month."),
        ({"since": JUNE, "until": JULY}, [6, 7], "Counts events by month."),  # nothing is told
    ],
)  # fmt: skip
def test_of_two_every_period_of_the_span_is_listed(
    span: dict[str, date], periods: list[int], beyond: str
) -> None:
    read = (coding(2, date(2024, 4, 1)), coding(3, JULY, ("RUS", HIT, "POL")))
    found = columns(coding(1, MAY, ("RUS", HIT, "UKR")), *read)
    table = dyads(found, Asked(one="RUS", other="UKR", **span))  # type: ignore[arg-type]  # days alone
    listed = [f"2024-{number:02}" for number in periods for _ in range(2)]
    assert list(table.column("period")) == listed
    assert table.note.endswith(beyond)
    known = dict(zip(table.column("period"), table.column("events"), strict=True))
    assert known.get("2024-03") is None
    assert known.get("2024-04", 0) == 0


def test_of_nobody_no_period_is_listed() -> None:
    found = columns(coding(1, MAY, ("RUS", HIT, "UKR")))
    assert len(dyads(found, Asked(one="RUS", other="Xyzzy", since=MAY, until=JULY))) == 0
    assert len(dyads(found, Asked(one="RUS", other="TUV", since=MAY, until=JULY))) == 6


def test_every_row_has_the_events_behind_it() -> None:
    first = coding(1, MAY, ("RUS", HIT, "UKR"), ("RUS", MET, "UKR"), ("UKR", MET, "RUS"))
    table = dyads(columns(first), Asked())
    assert [list(ids) for ids in table.records] == [
        sorted(event.id for event in first.events[:2]),
        [first.events[2].id],
    ]
    assert [len(ids) for ids in table.records] == list(table.column("events"))
    with pytest.raises(IndexError):
        table.records[2]


def test_help_for_rebels_is_no_cooperation_with_their_country() -> None:
    made = coding(1, MAY, ("RWA", "AID", "COD"), ("RWA", "CONSULT", "COD"), ("RWA", "AID", "COD"))
    rebels = made.events[0].recipient[0].model_copy(update={"sectors": ("REB",)})
    aid, met, state = made.events
    told = [e.model_copy(update={"recipient": (rebels,)}) for e in (aid, met)]
    found = columns(made.model_copy(update={"events": (*told, state)}))
    table = dyads(found, Asked())
    assert list(table.column("events")) == [2]  # talks with them and help for the state
    assert table.note.endswith("1 event of help for rebels of the other country is left out.")
    assert sorted(dyads(found, Asked(level="actor")).column("events")) == [1, 2]  # type: ignore[type-var]  # numbers


def test_what_a_place_alone_tells_is_told_to_be_left_out_of_parties() -> None:
    made = coding(1, MAY, ("RUS", HIT, "people"))
    [event] = made.events
    there = Place(evidence=event.evidence, country="UKR", precision="city", confidence=0.9)
    bare = event.recipient[0].model_copy(update={"country": None})
    hit = event.model_copy(update={"place": (there,), "recipient": (bare,)})
    found = columns(made.model_copy(update={"events": (hit,)}))
    assert list(dyads(found, Asked()).column("at_place")) == [1]
    told = dyads(found, Asked(level="party"))
    assert len(told) == 0
    assert "1 event at a place, naming nobody acted upon, is left out." in told.note


def test_quads_and_scores_are_plovers() -> None:
    found = columns(coding(1, MAY, ("RUS", HIT, "UKR"), ("RUS", MET, "UKR"), ("RUS", "AID", "UKR")))
    (row,) = dyads(found, Asked()).to_dicts()
    assert [row[q] for q in ("verbal_cooperation", "material_cooperation")] == [1, 1]
    assert [row[q] for q in ("verbal_conflict", "material_conflict")] == [0, 1]
    assert row["score"] == pytest.approx((-9 + 2.5 + 10) / 3, abs=0.001)


def test_an_event_of_several_actors_is_counted_once_for_each_dyad() -> None:
    found = columns(coding(1, MAY, ("RUS+BLR+RUS", MET, "UKR+POL")))
    table = dyads(found, Asked())
    assert sorted(row[1:4] for row in table.rows) == [
        ("BLR", "POL", 1),
        ("BLR", "UKR", 1),
        ("RUS", "POL", 1),
        ("RUS", "UKR", 1),
    ]


def test_events_of_no_one_period_are_left_out_and_counted() -> None:
    found = columns(
        coding(1, JULY, ("RUS", HIT, "UKR"), day=MAY, last=JUNE),
        coding(2, JULY, ("RUS", HIT, "UKR"), day=JUNE),
        coding(3, None, ("RUS", HIT, "UKR")),
        coding(4, JULY, ("RUS", HIT, "UKR"), status=Status.HISTORICAL),  # long before, not when
    )
    table = dyads(found, Asked())
    assert [row[:4] for row in table.rows] == [("2024-06", "RUS", "UKR", 1)]
    assert "3 events of no one month are left out" in table.note
    by_year = dyads(found, Asked(by="year"))
    assert list(by_year.column("events")) == [2]
    assert "2 events of no one year are left out" in by_year.note


def test_the_note_counts_in_words_that_agree() -> None:
    dated = coding(1, JULY, ("RUS", HIT, "UKR"), day=JUNE)
    assert dyads(columns(dated), Asked()).note == "Counts events by month."
    undated = columns(dated, coding(2, None, ("RUS", HIT, "UKR")))
    assert dyads(undated, Asked()).note.endswith(" 1 event of no one month is left out.")
    unlinked = dyads(columns(dated), Asked(), happenings={"event-of-another": "happening-1"}).note
    assert unlinked.endswith(" 1 event of the archive is not linked and counts for itself.")


def test_what_is_not_done_is_not_counted_unless_asked_for() -> None:
    found = columns(coding(1, MAY, ("RUS", HIT, "UKR"), day=MAY, status=Status.NEGATED))
    assert len(dyads(found, Asked())) == 0
    assert len(dyads(found, Asked(statuses=(Status.NEGATED,)))) == 1


def test_unknown_actors_are_in_no_dyad() -> None:
    found = columns(coding(1, MAY, ("", HIT, "UKR"), ("RUS", HIT, "")))
    assert len(dyads(found, Asked())) == 0


def test_the_country_of_the_place_tells_whom_an_assault_is_on_where_no_recipient_does() -> None:
    """Strikes on power plants, and on nobody who is named; not what is done at home, nor talks."""
    found = columns(
        coding(1, MAY, ("RUS", HIT, ""), ("UKR", HIT, ""), ("RUS", MET, ""), place="UKR"),
        coding(2, MAY, ("RUS", HIT, "POL"), ("", HIT, ""), place="UKR"),
        coding(3, MAY, ("RUS", HIT, "UKR"), place="UKR"),
    )
    counted = ("actor", "recipient", "events", "at_place")
    rows = [tuple(row[c] for c in counted) for row in dyads(found, Asked()).to_dicts()]
    assert rows == [("RUS", "POL", 1, 0), ("RUS", "UKR", 2, 1)]
    assert list(dyads(found, Asked(level="party")).column("at_place")) == [0, 0]


def test_a_happening_is_told_by_its_place_alone_only_where_no_report_names_the_recipient() -> None:
    first = coding(1, MAY, ("RUS", HIT, ""), place="UKR")
    second = coding(2, MAY, ("RUS", HIT, "UKR"), place="UKR")
    told = {first.events[0].id: "h", second.events[0].id: "h"}
    (row,) = dyads(columns(first, second), Asked(), happenings=told).to_dicts()
    assert (row["happenings"], row["at_place"], row["reports"]) == (1, 0, 2)


def test_filters_by_day_type_and_side() -> None:
    found = columns(
        coding(1, MAY, ("RUS", HIT, "UKR"), ("USA", MET, "UKR")),
        coding(2, JUNE, ("RUS", HIT, "UKR")),
    )
    assert len(dyads(found, Asked(since=JUNE))) == 1
    assert len(dyads(found, Asked(until=MAY))) == 2
    assert len(dyads(found, Asked(types=("CONSULT",)))) == 1
    assert [row[1] for row in dyads(found, Asked(one="USA")).rows] == ["USA"]
    assert len(dyads(found, Asked(confidence=0.95))) == 0


def test_happenings_are_counted_once_however_many_reports_tell_them() -> None:
    first, second = coding(1, MAY, ("RUS", HIT, "UKR")), coding(2, MAY, ("RUS", HIT, "UKR"))
    third = coding(3, MAY, ("RUS", HIT, "UKR"))
    found = columns(first, second, third)
    told = {first.events[0].id: "happening-1", second.events[0].id: "happening-1"}
    table = dyads(found, Asked(), happenings=told)
    (row,) = table.to_dicts()
    assert (row["happenings"], row["reports"]) == (2, 3)
    assert row["records"] == sorted(["happening-1", third.events[0].id])


def test_nothing_gives_an_empty_table() -> None:
    assert len(dyads(columns(), Asked(one="RUS", other="UKR"))) == 0
    assert list(dyads(columns(coding(1, MAY)), Asked()).to_dicts()) == []


def test_what_sides_do_with_each_other_is_done_by_both() -> None:
    met = coding(1, date(2024, 5, 2), ("RUS+UKR", "CONSULT", ""))
    struck = coding(2, date(2024, 5, 2), ("USA+FRA", "ASSAULT", ""))
    rows = dyads(columns(met, struck), Asked()).to_dicts()
    assert {(r["actor"], r["recipient"]) for r in rows} == {("RUS", "UKR"), ("UKR", "RUS")}
