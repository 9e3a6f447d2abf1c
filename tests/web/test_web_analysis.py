"""The pages of the analysis: what they show, what stands behind it, and what is said of nothing."""

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from dragoman.archive import Archive
from dragoman.model import Coding, Position, Stance
from dragoman.web import over_time
from dragoman.web.app import create_app
from factories import FirstWord, coding, marked

BASE = "http://127.0.0.1:8350"


def answer() -> Coding:
    """Moscow refuses what Kyiv called for."""
    text = "[party Moscow] on Friday [cue rejected] [demand a full withdrawal]."
    m = marked(text, address="https://example.org/9", title="No", published=date(2024, 5, 3))
    coder = coding().coder
    position = Position(
        evidence=m["demand"], confidence=0.5, coder=coder, stance=Stance.REJECTS, issue="forces",
        party=m.actor("party", "Russia", "RUS"), cue=m["cue"],
    )  # fmt: skip
    return Coding(report=m.report, coder=coder, positions=(position,))


@pytest.fixture
def both(browser: Any, archive: Archive) -> Any:
    """A browser at an archive in which both sides have told something."""
    archive.put(answer())
    return browser


@pytest.fixture
def nothing(tmp_path: Path) -> Iterator[TestClient]:
    """A browser at an archive in which there is nothing."""
    with Archive.open(tmp_path / "empty.dragoman") as archive:
        app = create_app(archive, way=FirstWord(), person="Ana", saved=tmp_path / "f.json")
        with TestClient(app, base_url=BASE) as client:
            yield client


def links(page: str, to: str) -> list[str]:
    """The addresses of a page that begin so."""
    found = map(html.unescape, re.findall(r'href="([^"]+)"', page))
    return [link for link in found if link.startswith(to)]


def text(page: str) -> str:
    """The words of a page, without its marks."""
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    return words.replace(" ,", ",")


ASKED = [
    "/positions", "/positions?parties=Ukraine;RUS", "/positions?parties=ukraine&issue=forces",
    "/gaps?a=UKR&b=Russia", "/timeline?who=UKR",
    "/dyads/records?from=RUS&to=UKR&period=2024-04&actor=RUS&recipient=UKR",
]  # fmt: skip


@pytest.mark.parametrize("path", ASKED)
def test_words_lead_to_their_report_with_the_record_open(both: Any, path: str) -> None:
    found = links(both.get(path).text, "/reports/report-")
    assert found
    for link in set(found):
        report, _, record = link.partition("#")
        assert f'id="{record}"' in both.get(report).text, link


def test_a_table_of_positions_without_parties_says_so(both: Any) -> None:
    page = text(both.get("/positions").text)
    assert "No parties were asked for: these 2 have positions on most issues." in page
    assert "▲ demands 2024-05-02" in page
    assert "“a full withdrawal” as reported of Kyiv, of Russia" in page
    assert "✕ rejects 2024-05-03" in page
    told = both.get("/api/positions").json()
    assert [p["party"] for p in told["parties"]] == ["RUS", "UKR"]
    assert {row["stance"] for row in told["rows"]} == {"demands", "rejects"}


def test_parties_stand_in_the_order_in_which_they_were_asked_for(both: Any) -> None:
    for asked, wanted in (("UKR;RUS", ["Ukraine", "Russia"]), ("RUS, ukr", ["Russia", "Ukraine"])):
        page = both.get(f"/positions?parties={asked}").text
        heads = re.findall(r'<th scope="col"><bdi>(\w+)', page)
        assert heads == wanted
    one = both.get("/positions?parties=RUS").text
    assert links(one, "/positions?parties=RUS%3B+UKR")  # the other can be set beside it


def test_positions_can_be_those_that_concern_somebody(both: Any) -> None:
    told = both.get("/api/positions?concerning=Russia").json()
    assert [p["party"] for p in told["parties"]] == ["UKR"]
    page = both.get("/positions?concerning=Russia").text
    assert re.findall(r'<th scope="col"><bdi>(\w+)', page) == ["Ukraine"]
    assert links(page, "/positions?concerning=Russia&issue=forces")


def test_an_earlier_telling_stands_below_the_latest(both: Any) -> None:
    page = text(both.get("/positions?parties=UKR").text)
    assert "2 earlier ▲▲ Before it, the last first:" in page


def test_an_empty_cell_says_that_nothing_is_kept(both: Any) -> None:
    two = answer()
    other = two.positions[0].model_copy(update={"issue": "talks"})
    both.client.app.state.web.archive.put(two.model_copy(update={"positions": (other,)}))
    page = both.get("/positions").text
    assert page.count("nothing kept</span>") == 2
    assert "An empty cell says that nothing is kept, not that nothing was said." in text(page)


def test_two_parties_are_set_beside_each_other(both: Any) -> None:
    page = text(both.get("/gaps?a=Ukraine&b=Russia").text)
    assert "forces withdrawal, deployment, disarming ≠ apart ▲ demands" in page
    assert "✕ rejects 2024-05-03" in page
    told = both.get("/api/gaps?a=Ukraine&b=Russia").json()
    assert told["sides"] == ["UKR", "RUS"]
    assert {(row["issue"], row["state"]) for row in told["rows"]} == {("forces", "apart")}


def test_each_count_opens_the_records_it_counts(browser: Any) -> None:
    page = browser.get("/dyads?from=RUS&to=UKR").text
    assert "Counts events by month." in text(page)
    told = browser.get("/api/dyads?from=RUS&to=UKR").json()
    (row,) = (r for r in told["rows"] if r["events"])
    assert (row["period"], row["actor"], row["recipient"]) == ("2024-04", "RUS", "UKR")
    counts = links(page, "/dyads/records?")
    assert len(counts) == 3  # the events, those of the fourth quad, and the reports
    for link in counts:
        found = browser.get(f"/api{link}").json()
        assert found["total"] == row["events"] == 3
        assert sorted(r["id"] for r in found["records"]) == row["records"]
        assert links(browser.get(link).text, "/record/")
    assert browser.get(f"/api{counts[0]}&quad=1").json() == {"total": 0, "records": []}


def test_without_sides_the_pairs_with_most_events_are_listed(browser: Any) -> None:
    page = browser.get("/dyads").text
    assert "Nobody was asked for: this pair has most events" in text(page)
    assert links(page, "/dyads?from=RUS&to=UKR")
    told = browser.get("/api/dyads").json()
    assert told["pairs"] == [{"actor": "RUS", "recipient": "UKR", "events": 3}]


def test_direction_is_kept_and_zero_is_not_nothing(browser: Any) -> None:
    link = "/dyads?from=RUS&to=UKR&since=2024-03-01&until=2024-05-31"
    rows = browser.get(f"/api{link}").json()["rows"]
    told = {(r["period"], r["actor"]): r["events"] for r in rows}
    assert [r["period"] for r in rows] == ["2024-05"] * 2 + ["2024-04"] * 2 + ["2024-03"] * 2
    assert told[("2024-05", "RUS")] == 0  # reports were read
    assert told[("2024-03", "UKR")] is None  # none were
    page = browser.get(link).text
    assert "nothing read" in page


def test_a_long_series_has_pages(browser: Any) -> None:
    link = "/dyads?from=RUS&to=UKR&since=2024-03-01&until=2024-05-31&size=4"
    assert "Page 1 of 2" in text(browser.get(link).text)
    second = browser.get(f"/api{link}&page=2").json()
    assert [r["period"] for r in second["rows"]] == ["2024-03"] * 2
    assert "There is no page 3; this is the last." in text(browser.get(f"{link}&page=3").text)
    assert browser.client.get(f"/api{link}&page=3").status_code == 404


def test_a_chart_is_drawn_where_it_can_be(browser: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("vl_convert")
    page = browser.get("/dyads?from=RUS&to=UKR").text
    (source,) = re.findall(r'<img src="([^"]+)"', page)
    chart = browser.get(html.unescape(source))
    assert chart.headers["content-type"] == "image/svg+xml"
    assert chart.text.startswith("<svg")
    assert "RUS → UKR" in chart.text
    assert browser.client.get("/dyads/chart.svg?from=CHN&to=JPN").status_code == 404  # is empty
    monkeypatch.setattr(over_time, "find_spec", lambda _: None)
    page = browser.get("/dyads?from=RUS&to=UKR").text
    assert "<img" not in page
    assert links(page, "/dyads/records?")  # the table is there
    assert browser.client.get(source).status_code == 404


def test_a_timeline_has_what_is_told_and_when(browser: Any) -> None:
    page = text(browser.get("/timeline?who=RUS").text)
    assert "2024-04-29 ASSAULT told as done Russia “struck” Ukraine 2024-05-02" in page
    assert "demands · forces" in page
    told = browser.get("/api/timeline?who=RUS").json()
    assert told["total"] == len(told["rows"]) == 6
    assert browser.get("/api/timeline").json()["total"] == 0


def test_a_record_that_was_corrected_is_found_by_its_words(both: Any, archive: Archive) -> None:
    for kind in ("position", "event"):
        shown = next(archive.shown(kind))
        both.api(f"/record/{shown.id}/move", edge="end", words=1)
        (moved,) = (s for s in archive.shown(kind) if s.id == shown.id)
        assert moved.record.id != moved.id  # ids are made of where the words stand
    for path in ("/positions", "/timeline?who=RUS", ASKED[-1]):
        for link in set(links(both.get(path).text, "/reports/report-")):
            report, _, record = link.partition("#")
            assert f'id="{record}"' in both.get(report).text, link
    assert both.get(f"/api{ASKED[-1]}").json()["total"] == 3


UNKNOWN = [
    ("/positions?parties=Xyzzy", 404, "Nobody is called 'Xyzzy' in this archive"),
    ("/positions?parties=Kharkiv;Hamas", 404, "No position of 'Hamas' is kept."),
    (f"/positions?parties={';'.join(map(str, range(41)))}", 409, "41 parties are too many"),
    ("/gaps?a=Xyzzy&b=UKR", 404, "No position of Xyzzy is kept."),
    ("/gaps?a=Volodymyr+Zelenskyy&b=RUS", 404, "Near it: UKR."),
    ("/gaps?a=ukr&b=Ukraine", 409, "Both are one party."),
    ("/gaps?a=UKR&b=RUS&issue=talks", 404, "is among those that are asked for."),
    ("/dyads?from=Xyzzy", 404, "Nobody is called 'Xyzzy' in this archive"),
    ("/dyads?from=Hamas&to=RUS", 404, "'Hamas' is no country."),
    ("/dyads?from=Hamas&level=party", 404, "No dyad of 'Hamas' is kept."),
    ("/dyads/records?period=2024-05&actor=RUS&recipient=UKR", 404, "The series has no row of"),
    ("/dyads?from=RUS&to=UKR&by=day&since=0001-01-01", 409, "days are too many"),
    ("/dyads/records", 422, ""),
    ("/timeline?who=Xyzzy", 404, "Nobody is called 'Xyzzy' in this archive"),
    ("/positions?issue=xyzzy", 422, "There is no issue 'xyzzy'. Use territory, forces"),
    ("/gaps?issue=xyzzy", 422, "There is no issue 'xyzzy'."),
    ("/dyads?since=yesterday", 422, "is no day such as 2025-01-21"),
    ("/timeline?since=2024-02-01&until=2024-01-01", 422, "is after until"),
    ("/dyads?by=hour", 422, ""),
]


@pytest.mark.parametrize(("path", "status", "told"), UNKNOWN)
def test_what_is_not_known_is_told_as_such(both: Any, path: str, status: int, told: str) -> None:
    page, twin = both.client.get(path), both.client.get(f"/api{path}")
    assert (page.status_code, twin.status_code) == (status, status)
    assert told in text(page.text)
    error = twin.json()["error"]
    assert told in f"{error['what']} {error['todo']}"
    assert error["todo"]


def test_of_several_parties_those_that_are_known_are_shown(both: Any) -> None:
    page = text(both.get("/positions?parties=UKR;Xyzzy").text)
    assert "Nobody is called 'Xyzzy' in this archive or in the tables of actors." in page
    assert "▲ demands" in page
    told = both.get("/api/positions?parties=UKR;Xyzzy").json()
    assert [p["party"] for p in told["parties"]] == ["UKR"]
    assert told["notes"]


def test_options_are_called_what_the_page_calls_them(both: Any) -> None:
    page = text(both.client.get("/dyads?from=Hamas").text)
    assert "or “Rolled up to” party for groups" in page
    assert "`level` party" in both.client.get("/api/dyads?from=Hamas").json()["error"]["what"]


@pytest.mark.parametrize("path", ["/positions", "/gaps", "/dyads", "/timeline"])
def test_an_empty_archive_has_these_pages(nothing: TestClient, path: str) -> None:
    page, twin = nothing.get(path), nothing.get(f"/api{path}")
    assert (page.status_code, twin.status_code) == (200, 200)
    assert twin.json()["rows"] == []


def test_one_party_is_no_two(both: Any) -> None:
    assert "Give the other party as well:" in text(both.get("/gaps?a=UKR").text)
    assert both.get("/api/gaps?b=UKR").json()["rows"] == []


def test_an_empty_archive_knows_nobody(nothing: TestClient) -> None:
    for path in ("/positions?parties=UKR", "/gaps?a=UKR&b=RUS"):
        page = nothing.get(path)
        assert page.status_code == 404
        assert "is kept." in text(page.text)
    for path in ("/dyads?from=RUS&to=UKR", "/timeline?who=UKR"):
        assert "is kept." in text(nothing.get(path).text)


def test_a_view_can_be_saved(both: Any) -> None:
    both.post("/saved", name="Both", link="/gaps?a=UKR&b=RUS")
    assert links(both.get("/saved").text, "/gaps?a=UKR&b=RUS")
