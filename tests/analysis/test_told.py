"""Timelines, speakers, contested figures, and comparison with another data set."""

from datetime import date
from pathlib import Path

import pytest
from made import coding, columns, count, kept, speech, stand

from dragoman.analysis.chart import chart, svg
from dragoman.analysis.compare import compare
from dragoman.analysis.contested import TOGETHER, contested
from dragoman.analysis.series import Asked
from dragoman.analysis.speakers import speakers
from dragoman.analysis.table import Table
from dragoman.analysis.timeline import timeline
from dragoman.archive import Archive
from dragoman.errors import ArchiveError
from dragoman.model import Actor, Evidence, ForeignEvent, ForeignParty

MAY, LATER, JUNE = date(2024, 5, 2), date(2024, 5, 4), date(2024, 6, 3)
HIT = ("RUS", "ASSAULT", "UKR")


def test_a_timeline_goes_by_the_day_things_were() -> None:
    late = coding(1, JUNE, HIT, day=MAY)
    early = coding(2, JUNE, HIT, day=date(2024, 4, 1))
    found = [(r.id, r, c.report) for c in (late, early) for r in c.records]
    table = timeline(found)
    assert [row[0] for row in table.rows] == [date(2024, 4, 1), MAY]
    assert table.records == ((early.events[0].id,), (late.events[0].id,))


def test_what_is_not_dated_stands_at_its_report() -> None:
    said = speech(1, MAY, "They will not yield.", "Ada", "UKR")
    table = timeline((r.id, r, c.report) for c in (coding(2, JUNE, HIT), said) for r in c.records)
    assert [row[3] for row in table.rows] == ["statement", "event"]
    assert [row[0] for row in table.rows] == [None, None]


def test_speakers_are_ranked_by_what_is_kept_of_them() -> None:
    codings = [
        speech(1, MAY, "They will not yield.", "Ada", "UKR"),
        speech(2, JUNE, "They will talk.", "Ada", "UKR"),
        speech(3, MAY, "They may yield.", "Bo", "POL"),
    ]
    table = speakers((s, c.report) for c in codings for s in c.statements)
    first, second = table.to_dicts()
    assert (first["speaker"], first["statements"], first["reports"]) == ("Ada", 2, 2)
    assert (first["first"], first["last"], first["country"]) == ("2024-05-02", "2024-06-03", "UKR")
    assert second["speaker"] == "Bo"
    assert len(first["records"]) == 2  # type: ignore[arg-type]  # a list of ids


def figures(*codings: object) -> Table:
    return contested((f, c.report) for c in codings for f in c.figures)  # type: ignore[attr-defined]  # codings


def test_figures_stand_side_by_side_where_sources_differ() -> None:
    table = figures(
        count(1, LATER, "37 miners died.", "miners", site="Herald"),
        count(2, MAY, "35 miners died.", "miners", site="Post"),
        count(3, MAY, "9 sailors died.", "sailors", site="Post"),
    )
    assert [(row["source"], row["low"]) for row in table.to_dicts()] == [
        ("Post", 35.0),
        ("Herald", 37.0),
    ]
    assert len(contested((), every=True)) == 0


def test_counts_of_people_are_not_of_one_thing() -> None:
    """Two reports of "people" killed may be of anything."""
    one = count(1, MAY, "37 people died.", "people", site="Herald")
    other = count(2, MAY, "35 people died.", "people", site="Post")
    assert len(figures(one, other)) == 0
    told = {f.id: "happening-1" for c in (one, other) for f in c.figures}
    found = contested(((f, c.report) for c in (one, other) for f in c.figures), happenings=told)
    assert len(found) == 2


DRONES = [  # the report's words, what of them is counted, the day
    ("4 Ukrainian drones fell.", "Ukrainian drones", 2),
    ("6 Ukrainian drones fell.", "Ukrainian drones", 3),
]


@pytest.mark.parametrize(
    ("text", "of", "day", "together"),
    [
        ("9 Ukrainian drones fell.", "Ukrainian drones", 4, True),
        ("9 drones fell.", "drones", 4, False),  # whose is not told
        ("9 Russian drones fell.", "Russian drones", 4, False),
        ("9 U.S.-made drones fell.", "drones", 4, False),
        ("9 Ukrainian drones fell.", "Ukrainian drones", 2 + TOGETHER, True),
        ("9 Ukrainian drones fell.", "Ukrainian drones", 3 + TOGETHER, False),
    ],
)
def test_whose_it_is_and_when_tells_what_is_one_thing(
    text: str, of: str, day: int, together: bool
) -> None:
    told = [*DRONES, (text, of, day)]
    table = figures(
        *(
            count(n, date(2024, 5, day), text, of, site=f"site {n}")
            for n, (text, of, day) in enumerate(told)
        )
    )
    assert len(set(table.column("group"))) == 1
    assert list(table.column("low")) == ([4, 6, 9] if together else [4, 6])
    assert set(table.column("about")) == {"Ukrainian drones"}


def sayer(number: int, words: Evidence) -> Actor:
    return Actor(evidence=words, name=f"source {number}", confidence=0.9)


@pytest.mark.parametrize(
    ("others", "groups"),
    [
        (["Ukrainian drones", "drones"], [[1, 2]]),  # of one report: whose can be told
        (["Ukrainian drones", "Russian drones", "drones"], [[1], [2], [3]]),
        (["people", "lives"], [[1, 2]]),
        (["soldiers", "people"], [[1, 2]]),
        (["soldiers", "women", "people"], [[1], [2], [3]]),
        (["Turkish citizens", "American citizens"], [[1], [2]]),
    ],
)
def test_what_a_report_counts_is_told_apart(others: list[str], groups: list[list[int]]) -> None:
    text = ", ".join(f"{n} {of}" for n, of in enumerate(others, 1)) + "."
    one = count(1, MAY, text, others[0], site="Post")
    [figure], at, found = one.figures, 0, []
    for n, of in enumerate(others, 1):
        at = text.index(f"{n} {of}", at)
        words = one.report.evidence(at + 2, at + 2 + len(of))
        number = one.report.evidence(at, at + 1)
        told = {"evidence": number, "of": words, "value": float(n), "said_by": sayer(n, words)}
        found.append((figure.model_copy(update=told), one.report))
    by_group: dict[object, list[int]] = {}
    for row in contested(found, every=True).to_dicts():
        by_group.setdefault(row["group"], []).append(int(row["low"]))  # type: ignore[call-overload]  # a number
    assert sorted(by_group.values()) == groups


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Superintendent Graciano Mijares", "Mijares further", True),
        ("Mijares further", "Superintendent Graciano Mijares", True),
        ("Sudan", "South Sudan", False),
        ("Sudan", "Doctors in Sudan", False),  # a place is no surname
        ("Mijares", "Lena Ode", False),
        ("officials", "witnesses", False),
    ],
)
def test_a_surname_is_no_second_source(one: str, other: str, same: bool) -> None:
    text = f"37 miners died, said {one}, and {other} told of 35 miners."
    coded = count(1, MAY, text, "miners", site="Post")
    [figure], report = coded.figures, coded.report
    at = text.index("35")
    told = []
    for start, name in ((0, one), (at, other)):
        here = text.index(name)
        speaker = Actor(evidence=report.evidence(here, here + len(name)), confidence=0.9)
        number = {"evidence": report.evidence(start, start + 2), "said_by": speaker}
        told.append(figure.model_copy(update={**number, "value": float(text[start : start + 2])}))
    table = contested([(f, report) for f in told])
    assert len(table) == (0 if same else 2)


@pytest.mark.parametrize(
    ("between", "together"),
    [
        (", while", True),
        (". But", True),
        (". Later", False),
        (". It denied a fault. Later", False),
        (", while others wept. Later. Then", False),
    ],
)
def test_far_numbers_stand_together_where_words_oppose_them(between: str, together: bool) -> None:
    text = f"60 miners died, the union said{between} the owners told of 3 miners."
    coded = count(1, MAY, text, "miners", site="Post")
    [figure], report = coded.figures, coded.report
    told = []
    for start, number, name in ((0, 60.0, "the union"), (text.index("3"), 3.0, "the owners")):
        here = text.index(name)
        speaker = Actor(evidence=report.evidence(here, here + len(name)), confidence=0.9)
        words = report.evidence(start, start + len(str(int(number))))
        told.append(
            figure.model_copy(update={"evidence": words, "said_by": speaker, "value": number})
        )
    assert len(contested([(f, report) for f in told])) == (2 if together else 0)


def test_in_one_happening_two_sides_are_two_things() -> None:
    codings = [
        count(1, MAY, "4 Ukrainian soldiers died.", "Ukrainian soldiers", site="Post"),
        count(2, MAY, "9 Russian soldiers died.", "Russian soldiers", site="Herald"),
        count(3, JUNE, "5 soldiers from Ukraine died.", "soldiers", site="Gazette"),
        count(4, JUNE, "6 Ukrainians died.", "Ukrainians", site="Times"),
    ]
    found = [(f, c.report) for c in codings for f in c.figures]
    table = contested(found, happenings={f.id: "happening-1" for f, _ in found})
    assert list(table.column("low")) == [4, 6]  # a month apart, and of one happening
    assert set(table.column("about")) == {"happening-1"}


def theirs(id: str, day: date | None, actor: str, recipient: str, kind: str) -> ForeignEvent:
    return ForeignEvent(
        source="polecat", id=id, day=day, type=kind, actor=(ForeignParty(country=actor),),
        recipient=(ForeignParty(name=recipient),), url=f"https://example.org/{id}",
    )  # fmt: skip


def test_comparison_tells_both_one_and_not_read() -> None:
    ours = coding(1, MAY, HIT, ("RUS", "CONSULT", "UKR"))
    found = columns(ours)
    foreign = [
        theirs("a", MAY, "RUS", "Ukraine", "ASSAULT"),
        theirs("b", MAY, "RUS", "Ukrainian government", "AID"),
        theirs("c", JUNE, "RUS", "Ukraine", "ASSAULT"),
        theirs("d", None, "RUS", "Ukraine", "ASSAULT"),
    ]
    table = compare(found, foreign, Asked(by="day"), source="polecat")
    told = {(row["period"], row["type"]): row for row in table.to_dicts()}
    states = {key: (row["state"], row["ours"], row["theirs"]) for key, row in told.items()}
    assert states == {
        ("2024-05-02", "ASSAULT"): ("both", 1, 1),
        ("2024-05-02", "CONSULT"): ("ours", 1, 0),
        ("2024-05-02", "AID"): ("theirs", 0, 1),
        ("2024-06-03", "ASSAULT"): ("not read", None, 1),
    }
    both = told["2024-05-02", "ASSAULT"]
    assert both["records"] == [ours.events[0].id]
    assert (both["reports"], both["foreign"]) == (ours.report.id, "a")
    assert told["2024-05-02", "AID"]["urls"] == "https://example.org/b"
    assert "1 in both, 1 in ours" not in table.note or "1 of their events" in table.note


def test_a_set_without_direction_is_met_by_either() -> None:
    found = columns(coding(1, MAY, ("UKR", "ASSAULT", "RUS")))
    event = ForeignEvent(
        source="acled", id="x", day=MAY, type="Battles",
        actor=(ForeignParty(name="Military Forces of Russia (2000-)"),),
        recipient=(ForeignParty(name="Military Forces of Ukraine (2019-)"),),
    )  # fmt: skip
    (row,) = compare(found, [event], Asked(by="day"), source="acled").to_dicts()
    assert (row["actor"], row["recipient"], row["state"]) == ("RUS", "UKR", "both")


def test_the_archive_gives_each_analysis(tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    with kept(
        tmp_path / "a.dragoman",
        coding(1, MAY, HIT),
        speech(2, MAY, "They will not yield.", "Ada", "UKR"),
        count(3, MAY, "37 miners died.", "miners", site="Herald"),
        count(4, LATER, "35 miners died.", "miners", site="Post"),
        stand(5, MAY, "UKR", "demands", "forces", "Kyiv a full withdrawal"),
        stand(6, JUNE, "RUS", "rejects", "forces", "Moscow a full withdrawal"),
    ) as archive:
        tables = [
            archive.dyads(Asked(one="RUS", other="UKR")),
            archive.position_table(),
            archive.gaps("Ukraine", "rus"),
            archive.timeline(),
            archive.speakers(),
            archive.contested(),
        ]
        assert [len(table) > 0 for table in tables] == [True] * 6
        known = {record.id for kind in ("events", "statements", "positions", "figures")
                 for record in getattr(archive, kind)()}  # fmt: skip
        for table in tables:
            assert {id for ids in table.records for id in ids} <= known
            assert svg(chart(table)).startswith("<svg")
        (row,) = archive.gaps("UKR", "RUS").issues
        assert (row.state, [s.party.key for s in row.words]) == ("apart", ["UKR", "RUS"])


def test_acts_of_force_after_an_agreement_are_told_beside_it(tmp_path: Path) -> None:
    accepted = [
        stand(n, MAY, party, "accepts", "ceasefire", f"{name} the truce at Lowhaven bridge")
        for n, (party, name) in enumerate((("UKR", "Kyiv"), ("RUS", "Moscow")))
    ]
    old = stand(7, date(2021, 5, 2), "UKR", "demands", "forces", "Kyiv a full withdrawal")
    with kept(tmp_path / "a.dragoman", *accepted, old, coding(5, MAY, HIT)) as archive:
        assert archive.gaps("UKR", "RUS").note == (
            "UKR and RUS. 1 issue rests on words of before 2022-05-02: --since leaves such out."
        )
        archive.put(coding(6, JUNE, HIT))
        note = archive.gaps("UKR", "RUS", since=MAY).note
    assert note == (
        "UKR and RUS. On ceasefire they are agreed by words of 2024-05-02: 1 act of material "
        "conflict is told between them after it, the last of 2024-06-03."
    )


def test_of_a_group_the_acts_between_the_countries_are_told(tmp_path: Path) -> None:
    """What hits a place of its country names nobody of it."""
    accepted = [
        stand(n, MAY, country, "accepts", "ceasefire", f"{name} the truce at Lowhaven bridge")
        for n, (country, name) in enumerate((("ISR", "Israel"), ("PSE", "Hamas")))
    ]
    with kept(
        tmp_path / "a.dragoman", *accepted, coding(5, JUNE, ("ISR", "ASSAULT", "PSE"))
    ) as archive:
        note = archive.gaps("ISR", "Hamas").note
    assert note.endswith(
        "1 act of material conflict is told between Israel and Palestine after it, the last of "
        "2024-06-03."
    )


def test_where_one_stands_on_another(tmp_path: Path) -> None:
    with kept(
        tmp_path / "a.dragoman",
        stand(1, MAY, "USA", "demands", "nuclear", "Washington that Iran close its plants"),
        stand(2, JUNE, "USA", "offers", "nuclear", "Washington reactors for Riyadh"),
        stand(3, JUNE, "IRN", "rejects", "nuclear", "Tehran a shutdown"),
    ) as archive:
        (latest,) = archive.position_table("USA").to_dicts()
        (told,) = archive.position_table("USA", concerning="Iran").to_dicts()
        assert [row["party"] for row in archive.position_table(concerning="IRN").to_dicts()] == [
            "USA"
        ]
        assert len(archive.position_table(concerning="Norway")) == 0
    assert (latest["words"], told["words"]) == (
        "reactors for Riyadh",
        "that Iran close its plants",
    )


def test_parties_are_named_in_any_way_and_unknown_ones_told(tmp_path: Path) -> None:
    with kept(
        tmp_path / "a.dragoman", stand(1, MAY, "UKR", "demands", "forces", "Kyiv a withdrawal")
    ) as archive:
        for name in ("ukr", "UKR", "ukraine"):
            assert len(archive.position_table(name)) == 1
        assert len(archive.position_table("POL")) == 0
        with pytest.raises(ArchiveError, match="No position of POL"):
            archive.gaps("UKR", "POL")


def test_the_table_as_it_was(tmp_path: Path) -> None:
    archive: Archive
    with kept(
        tmp_path / "a.dragoman",
        stand(1, MAY, "UKR", "rejects", "ceasefire", "Kyiv a truce"),
        stand(2, JUNE, "UKR", "accepts", "ceasefire", "Kyiv a truce"),
    ) as archive:
        (now,) = archive.position_table().to_dicts()
        (then,) = archive.position_table(until=MAY).to_dicts()
        assert (now["stance"], now["earlier"], now["since"]) == ("accepts", 1, "2024-06-03")
        assert (then["stance"], then["earlier"]) == ("rejects", 0)


@pytest.mark.parametrize(
    ("one", "other", "groups"),
    [
        ("37 miners died in Norland.", "35 miners died in Sudria.", 2),
        ("37 miners died in Norland.", "35 miners died in Norland.", 1),
        ("37 miners died.", "35 miners died.", 1),
        ("37 miners died in Norland.", "35 miners died there.", 2),
        ("37 miners died in Norland.", "4100 miners died in Norland.", 2),
    ],
)
def test_other_settings_and_far_numbers_are_of_other_things(
    one: str, other: str, groups: int
) -> None:
    made = (count(1, MAY, one, "miners", site="Post"), count(2, MAY, other, "miners", site="Times"))
    found = [(f, c.report) for c in made for f in c.figures]
    assert len(set(contested(found, every=True).column("group"))) == groups


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("37 miners died, below the 39 miners that the union tells.", 1),
        ("37 miners died. It did not say whether the union was right with 35 miners.", 2),
        ("37 miners died, including 9 miners of the union.", 2),
        ("37 miners died in 2014. In 2015 the union told of 35 miners.", 2),
        ("37 miners died, fewer than the 39 miners that died in 2018.", 1),  # of one sentence
        ("37 miners died, above the number before. In 2018 the union told of 39 miners.", 2),
    ],
)
def test_a_part_or_another_year_is_another_thing(text: str, groups: int) -> None:
    one = count(1, MAY, text, "miners", site="Post")
    [figure] = one.figures
    start = text.rindex(" miners")
    number = one.report.evidence(text.rindex(" ", 0, start) + 1, start)
    noun = one.report.evidence(start + 1, start + 7)
    union = {"evidence": number, "of": noun, "value": float(number.words)}
    other = figure.model_copy(update={**union, "said_by": sayer(2, noun)})
    table = contested([(figure, one.report), (other, one.report)], every=True)
    assert len(set(table.column("group"))) == groups
