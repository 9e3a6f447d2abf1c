"""Deciding on records: from forms, as JSON, alone and as two."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dragoman.archive import Archive, Filter
from dragoman.model import State
from dragoman.review.view import Shown


def one(archive: Archive, kind: str = "event") -> Shown:
    return next(archive.shown(kind))


def again(archive: Archive, shown: Shown) -> Shown:
    return archive.view(shown.record.evidence.report)[shown.id]


def test_the_least_sure_is_first(browser: Any) -> None:
    page = browser.get("/review").text
    told = browser.get("/api/review").json()
    assert told["total"] == 13
    assert told["current"]["confidence"] == 0.5
    assert told["current"]["record"] == "position"
    assert f'data-record="{told["current"]["id"]}"' in page


def test_names_that_were_merged_are_found(browser: Any, archive: Archive) -> None:
    archive.review("Ana").merge(["Russia"], "The Federation")
    found = list(archive.shown("event", Filter(actor="Federation")))
    browser.post(f"/record/{found[0].id}/reject")
    for query, expected in (("", found[1:]), ("&every=true", found), ("&state=machine", found[1:])):
        told = browser.get(f"/api/review?kind=event&actor=Federation{query}").json()
        seen = [told["current"]["id"], *told["after"]]
        assert (told["total"], sorted(seen)) == (len(expected), sorted(s.id for s in expected))
    assert len(found) == 3
    assert "<b>2</b> records would" in browser.get("/review/bulk?kind=event&actor=Federation").text
    told = browser.get(f"/api/review?kind=event&actor=Federation&record={found[1].id}").json()
    assert (told["number"], told["total"], told["after"]) == (1, 2, [found[2].id])


def test_the_queue_is_walked_from_end_to_end(browser: Any) -> None:
    told = browser.get("/api/review").json()
    seen = [told["current"]["id"]]
    while told["after"]:
        told = browser.get(f"/api/review?record={told['after'][0]}").json()
        assert told["before"][-1] == seen[-1]
        seen.append(told["current"]["id"])
        assert told["number"] == len(seen)
    assert len(set(seen)) == 13


def test_accepting_goes_on_to_the_next(browser: Any, archive: Archive) -> None:
    told = browser.get("/api/review").json()
    record, then = told["current"]["id"], told["after"][0]
    page = browser.post(f"/record/{record}/accept", next=then)
    assert f'data-record="{then}"' in page.text
    assert "Accepted." in page.text
    assert browser.get("/api/review").json()["total"] == 12
    assert one(archive, "position").state is State.ACCEPTED


def test_rejecting_keeps_the_reason(browser: Any, archive: Archive) -> None:
    shown = one(archive)
    browser.post(f"/record/{shown.id}/reject", reason="wrong-words", why="another verb")
    decision = again(archive, shown).decisions[-1]
    assert decision.why == "it stands on the wrong words; another verb"
    assert again(archive, shown).state is State.REJECTED


def test_a_field_is_edited(browser: Any, archive: Archive) -> None:
    shown = one(archive)
    page = browser.post(f"/record/{shown.id}/correct", field="type", value="AID")
    assert "Corrected." in page.text
    assert again(archive, shown).record.type == "AID"  # type: ignore[attr-defined]
    page = browser.post(f"/record/{shown.id}/correct", field="type", value="NONSENSE")
    assert "no event type of PLOVER" in page.text
    assert again(archive, shown).record.type == "AID"  # type: ignore[attr-defined]


def test_words_chosen_fill_a_field(browser: Any, archive: Archive) -> None:
    shown = one(archive)
    text = archive.view(shown.record.evidence.report).report.text
    start = text.index("power stations") + 2  # inside of a word: whole words are taken
    browser.post(f"/record/{shown.id}/correct", field="recipient", start=start, end=start + 8)
    (recipient,) = again(archive, shown).record.recipient  # type: ignore[attr-defined]
    assert recipient.evidence.words == "power stations"


def test_an_edge_is_moved_by_a_word(browser: Any, archive: Archive) -> None:
    shown = one(archive, "position")
    assert shown.record.evidence.words == "a full withdrawal"
    browser.post(f"/record/{shown.id}/move", edge="start", words=1)
    assert again(archive, shown).record.evidence.words == "full withdrawal"


def test_a_missed_record_is_added_and_taken_back(browser: Any, archive: Archive) -> None:
    shown = one(archive)
    report = shown.record.evidence.report
    text = archive.view(report).report.text
    start = text.index("killing")
    page = browser.post(
        "/review/missed", report=report, kind="event:ASSAULT", start=start, end=start + 7
    )
    added = next(s for s in archive.view(report).records if s.state is State.ADDED)
    assert added.record.evidence.words == "killing"
    assert f'data-record="{added.id}"' in page.text
    browser.post("/review/undo")
    assert all(s.state is not State.ADDED for s in archive.view(report).records)


def test_a_missed_record_by_its_words_alone(browser: Any, archive: Archive) -> None:
    report = one(archive).record.evidence.report
    browser.post("/review/missed", report=report, kind="position:demands/talks", words="yield")
    found = [s for s in archive.view(report).records if s.state is State.ADDED]
    assert [s.record.evidence.words for s in found] == ["yield"]
    page = browser.post("/review/missed", report=report, kind="event:AID", words="not there")
    assert "does not stand in the report" in page.text


def test_undo_takes_back_the_last_act_and_shows_its_record(browser: Any, archive: Archive) -> None:
    first, second = list(archive.shown("event"))[:2]
    browser.post(f"/record/{first.id}/accept")
    browser.post(f"/record/{second.id}/reject")
    page = browser.post("/review/undo")
    assert f'data-record="{second.id}"' in page.text
    assert again(archive, second).state is State.MACHINE
    browser.post("/review/undo")
    assert again(archive, first).state is State.MACHINE
    assert "nothing to take back" in browser.post("/review/undo").text


def test_many_are_accepted_after_a_preview_and_taken_back_as_one(
    browser: Any, archive: Archive
) -> None:
    preview = browser.get("/review/bulk?kind=event")
    assert "<b>3</b> records would be accepted" in preview.text
    assert all(s.state is State.MACHINE for s in archive.shown("event"))
    told = browser.post("/review/bulk", back="kind=event", expected=3)
    assert "3 accepted" in told.text
    assert {s.state for s in archive.shown("event")} == {State.ACCEPTED}
    assert "as one" in browser.post("/review/undo").text
    assert {s.state for s in archive.shown("event")} == {State.MACHINE}


def test_nothing_is_accepted_where_the_preview_no_longer_holds(
    browser: Any, archive: Archive
) -> None:
    browser.post(f"/record/{one(archive).id}/accept")
    told = browser.post("/review/bulk", back="kind=event", expected=3)
    assert "2 records wait now" in told.text
    assert sum(s.state is State.ACCEPTED for s in archive.shown("event")) == 1


def test_too_many_are_counted_and_not_loaded(
    browser: Any, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.web.acts.MOST", 12)
    monkeypatch.setattr("dragoman.store.browse.Browse.records", None)  # loads them
    assert "13 records are too many" in browser.get("/review/bulk").text
    assert browser.client.get("/api/review/bulk").status_code == 409


def test_a_filter_that_is_none_accepts_nothing(browser: Any, archive: Archive) -> None:
    for back, said in (
        ("since=yesterday", "is no day"), ("status=foo", "There is no status"),
        ("type=FOO", "There is no type"), ("since=2025-02-01&until=2025-01-01", "is after"),
    ):  # fmt: skip
        assert said in browser.post("/review/bulk", back=back, expected=3).text
    assert archive.browse().coders() == ()


def test_two_people_on_one_record_both_stand_and_the_conflict_is_shown(
    browser: Any, second: Any, archive: Archive
) -> None:
    shown = one(archive)
    seen = 0  # both look at it before either decides
    assert "accept" in browser.get(f"/review?record={shown.id}").text
    second.post(f"/record/{shown.id}/reject", reason="no-record", seen=seen)
    page = browser.post(f"/record/{shown.id}/accept", seen=seen)
    assert "Bo decided on this record meanwhile" in page.text
    assert "In dispute: record" in page.text
    assert f'data-record="{shown.id}"' in page.text  # it is shown again, not passed over
    now = again(archive, shown)
    assert now.state is State.DISPUTED
    assert {d.coder: d.kind.value for d in now.decisions} == {"Ana": "accept", "Bo": "reject"}
    told = browser.get(f"/api/record/{shown.id}").json()
    assert told["conflicts"] == {"record": {"Ana": "accepted", "Bo": "rejected"}}
    assert "In dispute" in browser.get(f"/record/{shown.id}").text
    report = browser.get(f"/reports/{shown.record.evidence.report}").text
    assert re.search(r'class="dg-state dg-disputed".*?Disputed', report)


def test_two_people_in_the_same_moment(browser: Any, second: Any, archive: Archive) -> None:
    shown = one(archive)
    acts = [(browser, "accept"), (second, "reject")]
    with ThreadPoolExecutor(2) as pool:
        sent = pool.map(lambda act: act[0].api(f"/record/{shown.id}/{act[1]}"), acts)
        assert [answer.status_code for answer in sent] == [200, 200]
    now = again(archive, shown)
    assert now.state is State.DISPUTED
    assert {d.coder: d.kind.value for d in now.decisions} == {"Ana": "accept", "Bo": "reject"}


def test_agreement_of_two(browser: Any, second: Any, archive: Archive) -> None:
    for shown in list(archive.shown("event")):
        browser.api(f"/record/{shown.id}/accept")
        second.api(f"/record/{shown.id}/accept")
    page = browser.get("/agreement?first=Ana&second=Bo").text
    assert "1.000" in page
    rows = browser.get("/api/agreement?first=Ana&second=Bo").json()
    assert rows[-1]["units"] == 3
    assert browser.get("/agreement.csv?first=Ana&second=Bo").text.count("\n") == 5
    assert "same person" in browser.get("/agreement?first=Ana&second=Ana").text
    assert browser.client.get("/api/agreement?first=Ana&second=Cy").status_code == 409


def test_each_state_differs_in_sign_and_word(browser: Any) -> None:
    page = browser.get("/help").text
    signs = re.findall(r'aria-hidden="true" class="dg-sign">(.)</span> (\w+)', page)
    assert len(dict(signs)) == len({word for _, word in signs}) == 6


@pytest.mark.parametrize("query", ["?kind=event", "?type=ASSAULT", "?actor=RUS", "?state=machine"])
def test_the_queue_is_narrowed(browser: Any, query: str) -> None:
    told = browser.get(f"/api/review{query}").json()
    assert 0 < told["total"] < 14
    assert browser.get(f"/review{query}").text


def test_an_act_as_json_answers_with_its_decisions(browser: Any, archive: Archive) -> None:
    shown = one(archive)
    made = browser.api(f"/record/{shown.id}/accept", why="as it says").json()["decisions"]
    assert [d["kind"] for d in made] == ["accept"]
    assert made[0]["coder"] == "Ana"
    assert browser.api(f"/record/{shown.id}/accept", why="as it says").json() == {"decisions": []}
    wrong = browser.api(f"/record/{shown.id}/correct", field="type", value="NONSENSE")
    assert wrong.status_code == 422
    assert wrong.json()["error"]["code"] == "vocabulary"
