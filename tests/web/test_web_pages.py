"""Every page is there, tells what is kept, and has its twin as JSON."""

import csv
import io
import json
import re
import shutil
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from dragoman.archive import Archive
from dragoman.model import Coded, Coding, Report
from dragoman.web.saved import SavedFilters
from factories import coding


def first(archive: Archive, kind: str = "event") -> Coded:
    return next(archive.shown(kind)).record


def paths(archive: Archive) -> list[str]:
    event = first(archive)
    return [
        "/reports", "/reports?words=withdrawal", f"/reports/{event.evidence.report}",
        *(f"/records/{k}" for k in ("event", "statement", "position", "figure", "mark")),
        f"/record/{event.id}", "/review", f"/review?record={event.id}", "/review/bulk?kind=event",
        "/agreement", "/saved", "/failures", "/positions", "/positions?parties=UKR", "/gaps",
        "/dyads", "/dyads?from=RUS&to=UKR", "/dyads?from=RUS&by=year", "/timeline",
        "/timeline?who=UKR",
    ]  # fmt: skip


def test_each_page_names_its_twin_and_the_twin_is_there(browser: Any, archive: Archive) -> None:
    for path in paths(archive):
        page = browser.get(path).text
        twin = re.search(r'<link rel="alternate" type="application/json" href="([^"]+)"', page)
        assert twin, path
        assert browser.get(twin[1].replace("&amp;", "&")).headers["content-type"] == (
            "application/json"
        )


@pytest.mark.parametrize("path", ["/reports/new", "/help", "/api-guide"])
def test_pages_without_a_twin(browser: Any, path: str) -> None:
    assert "<h1>" in browser.get(path).text


def test_what_is_not_there_is_told_as_such(browser: Any) -> None:
    for path in ("/nothing", "/reports/report-0", "/record/event-0", "/reading/0", "/records/x"):
        answer = browser.client.get(path)
        assert answer.status_code in (404, 422), path
        assert "not possible" in answer.text
        twin = browser.client.get(f"/api{path}")
        assert twin.json()["error"]["todo"]


def test_a_report_shows_every_record_with_its_words(browser: Any, archive: Archive) -> None:
    view = archive.view(first(archive).evidence.report)
    page = browser.get(f"/reports/{view.report.id}").text
    for shown in view.records:
        assert f'id="w-{shown.id}"' in page
        assert f'id="c-{shown.id}"' in page


def test_a_claim_is_worded_as_a_claim(browser: Any) -> None:
    figures = browser.get("/records/figure").text
    assert "According to Ukrainian officials: at least 12 people (people)" in figures


def test_what_is_not_known_is_not_shown_as_zero(browser: Any, archive: Archive) -> None:
    page = browser.get(f"/record/{first(archive).id}").text
    assert '<span class="dg-unknown">unknown</span>' in page  # to whom
    assert "0 injured" not in page
    assert "12 dead" in page


def test_counts_open_the_records_they_count(browser: Any) -> None:
    told = browser.get("/api/records/event").json()
    assert told["total"] == 3
    for field, counts in told["facets"].items():
        for value, count in counts.items():
            narrowed = browser.get(f"/api/records/event?{field}={value}").json()
            assert narrowed["total"] == count, (field, value)


def test_counts_after_decisions(browser: Any, archive: Archive) -> None:
    events = [s.record for s in archive.shown("event")]
    browser.api(f"/record/{events[0].id}/reject", why="no")
    browser.api(f"/record/{events[1].id}/correct", field="type", value="AID")
    told = browser.get("/api/records/event").json()
    assert told["total"] == 2
    assert told["facets"]["type"] == {"AID": 1, "ASSAULT": 1}
    assert told["facets"]["state"] == {"corrected": 1, "machine": 1, "rejected": 1}
    for field, counts in told["facets"].items():
        for value, count in counts.items():
            narrowed = browser.get(f"/api/records/event?{field}={value}").json()
            assert narrowed["total"] == count, (field, value)
    assert browser.get("/api/records/event?type=AID&state=machine").json()["total"] == 0


def test_pages_of_a_list_hold_each_record_once(browser: Any, archive: Archive) -> None:
    events = [s.record for s in archive.shown("event")]
    browser.api(f"/record/{events[1].id}/accept")
    for order in ("place", "confidence"):
        seen = []
        for number in range(1, 4):
            link = f"/api/records/event?size=1&page={number}&order={order}"
            seen += [r["id"] for r in browser.get(link).json()["records"]]
        assert sorted(seen) == sorted(e.id for e in events)


def test_names_that_were_merged_are_found_and_shown(browser: Any, archive: Archive) -> None:
    archive.review("Ana").merge(["Russia"], "The Federation")
    told = browser.get("/api/records/event?actor=Federation").json()
    assert told["total"] == 3
    assert "The Federation" in browser.get("/records/event").text


LISTS = [
    "/records/event", "/records/event?order=confidence", "/records/event?actor=Federation",
    "/records/event/export/csv", "/review", "/review/bulk", "/api/review",
]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_after_a_merge_a_list_loads_no_report_twice(
    browser: Any, archive: Archive, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    two = coding(2, coder="dragoman/two")  # finds two events in one report
    more = two.events[0].model_copy(update={"type": "COERCE", "mode": None})
    archive.put(two.model_copy(update={"events": (*two.events, more)}))
    archive.review("Ana").merge(["Russia"], "The Federation")
    assert browser.get("/api/records/event").json()["total"] == 4
    loaded: list[str] = []
    load = archive.report

    def loading(report: str, **how: Any) -> Coding:
        loaded.append(report)
        return load(report, **how)

    monkeypatch.setattr(archive, "report", loading)
    browser.get(path)
    assert len(loaded) == len(set(loaded))


def test_a_record_is_named_alike_in_a_list_and_in_its_report(
    browser: Any, archive: Archive
) -> None:
    archive.review("Ana").merge(["Russia"], "The Federation", country="FED")
    archive.review("Bo").merge(["Ukraine"], "The Republic")
    for kind in ("event", "statement", "position", "figure", "mark"):
        for told in browser.get(f"/api/records/{kind}").json()["records"]:
            assert told == browser.get(f"/api/record/{told['id']}").json()["record"]


def test_the_file_holds_exactly_what_the_list_shows(browser: Any, archive: Archive) -> None:
    events = [s.record for s in archive.shown("event")]
    browser.api(f"/record/{events[0].id}/reject", why="no")
    browser.api(f"/record/{events[1].id}/correct", field="mode", value="-")
    for query in ("", "?country=RUS", "?state=rejected", "?actor=nobody"):
        shown = browser.get(f"/api/records/event{query}").json()
        sent = browser.get(f"/records/event/export/csv{query}")
        rows = list(csv.DictReader(io.StringIO(sent.text, newline="")))
        assert [r["id"] for r in rows] == [r["id"] for r in shown["records"]]
        assert sent.headers["content-disposition"].startswith("attachment")
    packed = zipfile.ZipFile(io.BytesIO(browser.get("/records/event/export/zip").content))
    assert {"events.events.csv", "events.reports.csv"} <= set(packed.namelist())
    manifest = next(n for n in packed.namelist() if "manifest" in n or "metadata" in n)
    assert json.loads(packed.read(manifest))


@pytest.mark.parametrize("format", ["xlsx", "parquet"])
def test_other_files(browser: Any, format: str) -> None:
    assert browser.get(f"/records/event/export/{format}").content


def test_search(browser: Any) -> None:
    found = browser.get("/api/reports?words=full withdrawal").json()
    assert found["total"] == 3
    assert found["reports"][0]["snippets"][0]["words"] in ("full", "full withdrawal")
    assert browser.get("/api/reports?words=!!!").json()["total"] == 0
    page = browser.get("/reports?words=withdrawal").text
    assert "a full <mark>withdrawal</mark>" in page


def test_lists_tell_what_is_in_a_report(browser: Any, archive: Archive) -> None:
    untitled = Report(address="https://example.org/77", text="Envoys met on a ship. It was late.")
    archive.put(Coding(report=untitled, coder="c/1"))
    assert ">Envoys met on a ship. It was late.</a>" in browser.get("/reports").text
    events = browser.get("/records/event").text
    assert re.search(r"Russian forces <mark>struck</mark> power", events)


def read(browser: Any, **form: object) -> dict[str, Any]:
    sent = browser.post("/reports/new", **form)
    assert "/reading/" in str(sent.url), sent.text
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found: dict[str, Any] = browser.get(f"/api{sent.url.path}").json()
        if found["finished"]:
            return found
    raise AssertionError("it is still read")


def test_a_pasted_report_is_read(browser: Any, archive: Archive) -> None:
    done = read(browser, text="Envoys met in the capital on Monday.\r\nNothing was agreed by 3")
    (part,) = done["parts"]
    assert part["step"] == "kept"
    assert part["counts"] == {"event": 1, "figure": 1}
    assert "Envoys met" in archive.view(part["report"]).report.text
    assert "\r" not in archive.view(part["report"]).report.text


def test_a_path_that_is_pasted_is_a_text(browser: Any, archive: Archive) -> None:
    (part,) = read(browser, text="/etc/passwd is what was typed here")["parts"]
    assert archive.view(part["report"]).report.text.startswith("/etc/passwd is")


def test_files_are_read_one_by_one_and_a_bad_one_stops_no_other(
    browser: Any, archive: Archive
) -> None:
    files = [
        ("files", ("a.txt", b"Talks began on Monday in the city.", "text/plain")),
        ("files", ("b.txt", b"\x00\x01\x02\x03", "text/plain")),
        ("files", ("../../c.md", b"# Title\n\nTalks ended on Friday in the city.", "text/plain")),
    ]
    sent = browser.client.post("/reports/new", data={"token": browser.token()}, files=files)
    deadline = time.monotonic() + 20
    while not (done := browser.get(f"/api{sent.url.path}").json())["finished"]:
        assert time.monotonic() < deadline
    assert [p["step"] for p in done["parts"]] == ["kept", "failed", "kept"]
    assert done["parts"][2]["name"] == "c.md"
    assert [f.address for f in archive.failures()] == ["b.txt"]
    assert "b.txt" in browser.get("/failures").text


@pytest.mark.parametrize(
    ("form", "said"),
    [({}, "nothing to read"), ({"text": "Words", "published": "tomorrow"}, "no day")],
)
def test_what_cannot_be_taken_in_is_told_beside_the_form(
    browser: Any, form: dict[str, str], said: str
) -> None:
    sent = browser.post("/reports/new", **form)
    assert sent.status_code == 422
    assert said in sent.text
    assert form.get("text", "") in sent.text  # nothing typed is lost


def test_saved_filters(browser: Any) -> None:
    browser.post("/saved", name="Attacks ", link="/records/event?type=ASSAULT")
    assert browser.get("/api/saved").json() == [
        {"name": "Attacks", "link": "/records/event?type=ASSAULT"}
    ]
    assert browser.post("/saved", name="x", link="https://example.org").status_code == 409
    browser.post("/saved/remove", name="Attacks")
    assert browser.get("/api/saved").json() == []


def test_filters_are_of_one_archive_whatever_its_path_is_called(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "named" / "filters.json"
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        shutil.copy(str(archive.path), tmp_path / folder / "a.db")

    def saved(folder: str, path: str) -> SavedFilters:
        monkeypatch.chdir(tmp_path / folder)
        with Archive.open(path) as opened:
            return SavedFilters(file, opened)

    saved("one", "a.db").put("Attacks", "/records/event")
    assert saved("two", "a.db").all() == []
    assert [f.name for f in saved("two", "../one/a.db").all()] == ["Attacks"]
    assert [path.name for path in file.parent.iterdir()] == ["filters.json"]


def test_filters_that_were_kept_by_the_path_as_typed_are_there(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "filters.json"
    file.write_text(json.dumps({"talks.dragoman": {"Attacks": "/records/event"}}))
    with Archive.open("talks.dragoman") as again:
        saved = SavedFilters(file, again)
    assert [f.name for f in saved.all()] == ["Attacks"]
    saved.put("Talks", "/records/event")
    saved.remove("Attacks")
    assert [f.name for f in saved.all()] == ["Talks"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("/records/event?typ=ASSAULT", "typ"), ("/reports?q=x", "q"), ("/failures?page=2", "page"),
        ("/review?type=ASSAULT&told=1", "told"), ("/agreement?third=Cy", "third"),
    ],
)  # fmt: skip
def test_the_api_knows_no_other_parameter(browser: Any, query: str, name: str) -> None:
    answer = browser.client.get(f"/api{query}")
    assert answer.status_code == 422
    assert f"no parameter '{name}'" in answer.json()["error"]["what"]
    assert browser.get(query).text  # a page passes over it


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("/records/event?type=FOO", "There is no type 'FOO'. Use AGREE, CONSULT,"),
        ("/records/figure?type=FOO", "There is no type 'FOO'."),
        ("/records/event?status=done", "There is no status 'done'. Use actual, historical,"),
        ("/records/position?issue=foo", "There is no issue 'foo'. Use territory,"),
        ("/records/position?stance=foo", "There is no stance 'foo'. Use demands, offers,"),
        ("/records/figure?measure=foo", "There is no measure 'foo'. Use killed,"),
        ("/review?type=FOO", "There is no type 'FOO'."),
        ("/review?kind=event&type=energy", "There is no type 'energy'."),
        ("/records/event?since=yesterday", "since: 'yesterday' is no day such as 2025-01-21."),
        ("/records/event?until=5", "until: '5' is no day such as 2025-01-21."),
        ("/records/event?since=2025-02-01&until=2025-01-01",
         "since 2025-02-01 is after until 2025-01-01."),
        ("/records/event?confidence=high", "confidence: 'high' is no number."),
        ("/records/event?confidence=2", "confidence: '2' is more than 1."),
        ("/records/event?state=foo", "state: 'foo' is none of machine, accepted,"),
        ("/records/event?order=foo", "order: 'foo' is none of place or confidence."),
        ("/records/event?dated=perhaps", "dated: 'perhaps' is neither true nor false."),
        ("/records/event?page=one", "page: 'one' is no whole number."),
        ("/reports?size=0", "size: '0' is less than 1."),
        ("/review?kind=events", "kind: 'events' is none of event,"),
    ],
)  # fmt: skip
def test_a_value_that_there_is_none_of_is_refused(browser: Any, query: str, said: str) -> None:
    twin = browser.client.get(f"/api{query}")
    assert twin.status_code == 422
    error = twin.json()["error"]
    assert said in f"{error['what']} {error['todo']}"
    page = browser.client.get(query)
    assert page.status_code == 422
    assert said in page.text.replace("&#39;", "'")


def test_codes_are_taken_in_any_case_and_types_of_marks_as_they_are(browser: Any) -> None:
    for query, total in (
        ("/records/event?type=assault&status=Actual", 3), ("/records/position?issue=FORCES", 3),
        ("/records/event?type=&status=", 3), ("/records/mark?type=energy", 1),
        ("/records/mark?type=other", 0), ("/review?type=energy", 1),
    ):  # fmt: skip
        assert browser.get(f"/api{query}").json()["total"] == total, query


def test_what_an_act_takes_is_told_in_our_words(browser: Any, archive: Archive) -> None:
    path = f"/record/{first(archive).id}"
    for act, sent, said in (
        ("move", {"edge": "start"}, "words: it is missing."),
        ("move", {"edge": "middle", "words": 1}, "edge: 'middle' is none of start or end."),
        ("accept", {"because": "x"}, "because: there is no such field."),
        ("accept", {"why": 3}, "why: 3 is no text."),
        ("correct", {"field": "", "value": "-"}, "field: it cannot be empty."),
    ):
        answer = browser.api(f"{path}/{act}", **sent)
        assert (answer.status_code, answer.json()["error"]["what"]) == (422, said)
    wrong = browser.client.post(
        f"/api{path}/accept", content=b"{", headers={"content-type": "application/json"}
    )
    assert wrong.json()["error"]["what"] == "The request: it is no JSON."


@pytest.mark.parametrize("path", ["/reports?", "/records/event?", "/records/event?type=ASSAULT&"])
def test_after_the_last_page_there_is_none(browser: Any, path: str) -> None:
    last = browser.get(f"{path}size=2&page=2").text
    past = browser.get(f"{path}size=2&page=9").text
    assert "There is no page 9; this is the last." in past
    assert "There is no page" not in last
    assert "Page 2 of 2" in past
    shown = r'<h2><a href="([^"]+)|<th scope="row"><a href="([^"]+)'
    assert re.findall(shown, past) == re.findall(shown, last) != []
    twin = browser.client.get(f"/api{path}size=2&page=9")
    assert twin.status_code == 404
    assert "The last one is 2." in twin.json()["error"]["todo"]


def test_an_empty_list_has_one_page(browser: Any) -> None:
    assert browser.get("/api/records/event?actor=nobody").json()["total"] == 0
    assert "There is no page 2" in browser.get("/records/event?actor=nobody&page=2").text


@pytest.mark.parametrize("before", ["", "/api"])
def test_a_kind_that_is_none_is_no_page(browser: Any, before: str) -> None:
    answer = browser.client.get(f"{before}/records/events")
    assert answer.status_code == 404
    said = answer.text.replace("&#39;", "'")
    assert "There is no kind 'events'." in said
    assert "There are event, statement, position, figure or mark." in said


def test_the_twin_of_a_page_that_tells_of_an_act_is_there(browser: Any, archive: Archive) -> None:
    page = browser.post(f"/record/{first(archive).id}/accept")
    assert "told=" in str(page.url)
    twin = re.search(r'type="application/json" href="([^"]+)"', page.text)
    assert twin
    assert browser.get(twin[1].replace("&amp;", "&")).json()


def test_the_description_is_found_without_api_before_it(browser: Any) -> None:
    assert browser.get("/openapi.json").json()["info"]["title"] == "Dragoman"


def test_openapi_describes_every_act(browser: Any) -> None:
    told = browser.get("/api/openapi.json").json()
    acts = {path for path, verbs in told["paths"].items() if "post" in verbs}
    wanted = {f"/api/record/{{record}}/{act}" for act in ("accept", "reject", "correct", "move")}
    assert wanted <= acts
    assert not any("text/html" in json.dumps(verbs) for verbs in told["paths"].values())
