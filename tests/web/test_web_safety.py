"""Only this machine's own pages get in, and nothing of a report gets out of its place."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from dragoman.archive import Archive
from dragoman.errors import SettingsError
from dragoman.model import (
    Actor,
    Coding,
    Event,
    Evidence,
    Position,
    Report,
    Stance,
    Statement,
    StatementKind,
    Status,
)
from dragoman.web import safety
from dragoman.web.app import PAGES
from dragoman.web.safety import loopback
from dragoman.web.serve import serve
from factories import FirstWord

STATIC = Path(safety.__file__).parent / "static"


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "127.0.0.1.example.org",
        "192.168.0.4:8350",
        "localhost.evil:80",
        "",
        "127.0.0.1@example.org",
        "[::1",
        "0.0.0.0",
        "evil:127.0.0.1",
    ],
)
def test_another_host_is_not_answered(browser: Any, host: str) -> None:
    answer = browser.client.get("/reports", headers={"host": host})
    assert answer.status_code == 421
    assert "Reports" not in answer.text


@pytest.mark.parametrize(
    "host", ["127.0.0.1:9", "127.0.0.2:80", "localhost", "localhost:8350", "[::1]:8350"]
)
def test_this_machine_is_answered(browser: Any, host: str) -> None:
    assert browser.client.get("/reports", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org", ""])
def test_the_server_refuses_any_other_address(archive: Archive, tmp_path: Path, host: str) -> None:
    assert not loopback(host)
    with pytest.raises(SettingsError, match="not this machine's own address"):
        serve(
            archive, way=FirstWord(), person="Ana", saved=tmp_path / "f", max_size=1, host=host,
            port=0, tell=print,
        )  # fmt: skip


def test_the_policy_allows_our_own_files_alone(browser: Any) -> None:
    for path in ("/reports", "/static/app.js", "/api/reports", "/nothing"):
        headers = browser.client.get(path).headers
        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert headers["x-content-type-options"] == "nosniff"


def test_static_files_name_no_other_place() -> None:
    for file in [*STATIC.iterdir(), STATIC.parent.parent / "export/html/static/record.css"]:
        told = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "//" not in re.sub(r"(?m)^\s*//.*$|;\s*//.*$", "", told), file


FORMS = [
    "/reports/new", "/record/event-0/accept", "/record/event-0/reject", "/record/event-0/move",
    "/record/event-0/correct", "/record/event-0/comment", "/review/undo", "/review/missed",
    "/review/bulk", "/person", "/saved", "/saved/remove",
]  # fmt: skip


def test_every_form_is_among_those_tested(browser: Any) -> None:
    found = set()
    for path in ("/reports/new", "/review", "/saved", "/records/event", "/review/bulk"):
        for action in re.findall(r'method="post" action="([^"]+)"', browser.get(path).text):
            found.add(re.sub(r"(event|position|statement|figure|mark)-\w+", "event-0", action))
    assert found <= set(FORMS)


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("token", [None, "", "0" * 64])
def test_a_form_without_its_token_does_nothing(
    browser: Any, archive: Archive, path: str, token: str | None
) -> None:
    data = {"text": "Some words to read.", "name": "Eve", "link": "/records/event"}
    answer = browser.client.post(path, data=data | ({} if token is None else {"token": token}))
    assert answer.status_code == 403
    assert archive.browse().coders() == ()
    assert len(list(archive.reports())) == 3


def test_the_token_of_another_browser_will_not_do(browser: Any, second: Any) -> None:
    sent = {"token": second.token(), "name": "Eve"}
    assert browser.client.post("/person", data=sent).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://example.org"},
        {"origin": "null"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_page_of_another_site_changes_nothing(
    browser: Any, archive: Archive, headers: dict[str, str]
) -> None:
    record = next(archive.shown("event")).id
    answer = browser.client.post(f"/api/record/{record}/accept", json={}, headers=headers)
    assert answer.status_code == 403
    assert archive.browse().coders() == ()


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_the_api_takes_json_alone(browser: Any, archive: Archive, kind: str) -> None:
    record = next(archive.shown("event")).id
    answer = browser.client.post(
        f"/api/record/{record}/accept", content=b"{}", headers={"content-type": kind}
    )
    assert answer.status_code == 415


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "BREW"])
@pytest.mark.parametrize("path", ["/reports", "/api/reports", "/record/event-0/accept"])
def test_another_method_is_for_no_address(browser: Any, method: str, path: str) -> None:
    answer = browser.client.request(method, path)
    assert answer.status_code == 405
    assert f"takes no {method}." in answer.text
    assert answer.headers["allow"]
    foreign = browser.client.request(method, path, headers={"origin": "https://example.org"})
    assert foreign.status_code == 403


def test_every_act_is_a_post(browser: Any) -> None:
    # What comes by another method is not held against its content type.
    described = browser.get("/api/openapi.json").json()["paths"].values()
    assert {verb for verbs in described for verb in verbs} == {"get", "post"}
    for module in PAGES:
        for route in module.router.routes:
            assert getattr(route, "methods", set()) <= {"GET", "HEAD", "POST"}


def test_what_is_too_large_is_refused(browser: Any) -> None:
    answer = browser.client.post(
        "/reports/new", data={"token": browser.token(), "text": "a" * 10**7}
    )
    assert answer.status_code == 413
    small = browser.client.post("/review/undo", data={"token": "x", "back": "a" * 300_000})
    assert small.status_code == 413
    assert browser.api("/reports", text="a" * 10**7).status_code == 413


def test_a_long_report_is_pasted_as_a_browser_sends_it(browser: Any) -> None:
    text = "Envoys met in the capital. " * 60_000  # 1.6 MB
    parts = [("token", (None, browser.token())), ("text", (None, text))]
    sent = browser.client.post("/reports/new", files=parts)
    assert "/reading/" in str(sent.url), sent.text


def test_a_redirect_stays_here(browser: Any) -> None:
    for to in ("https://example.org", "//example.org", "/\\example.org"):
        answer = browser.client.post(
            "/person", data={"token": browser.token(), "name": "Ana", "to": to},
            follow_redirects=False,
        )  # fmt: skip
        assert answer.headers["location"] == "/review"


def test_words_of_an_address_are_not_put_on_a_page(browser: Any) -> None:
    for name in ("told", "wrong", "said", "words", "actor"):
        page = browser.get(f"/review?{name}=<b>Your+archive+is+lost</b>").text
        assert "<b>Your archive" not in page
        assert 'class="told' not in page


SCRIPT = "<script>alert(1)</script>"
HANDLER = '"><img src=x onerror=alert(2)>'
LINK = "javascript:alert(3)"
REBEL = quote(HANDLER)
TURNED = "\u202egnp.exe\u202c \u2066in\u2069"
LONG = "a" * 1_000_000


def hostile() -> Coding:
    text = f"{SCRIPT} met {HANDLER} and {LINK} near {TURNED} {LONG} {{{{7*7}}}} end."
    report = Report(address=LINK, text=text, title=f"{SCRIPT}{TURNED}", site=HANDLER, byline=SCRIPT)

    def at(words: str) -> Evidence:
        start = text.index(words)
        return report.evidence(start, start + len(words))

    def who(words: str) -> Actor:
        return Actor(evidence=at(words), name=HANDLER, office=SCRIPT, confidence=0.5, reason=SCRIPT)

    coder = f"{HANDLER}/1"
    event = Event(
        evidence=at("met"), confidence=0.4, coder=coder, type="CONSULT", quad=1, score=3,
        status=Status.ACTUAL, actor=(who(SCRIPT),), recipient=(who(HANDLER),),
        said_by=who(LINK),
    )  # fmt: skip
    long = Event(
        evidence=at(LONG), confidence=0.3, coder=coder, type="ASSAULT", quad=4, score=-9,
        status=Status.ACTUAL, actor=(who(TURNED),),
    )  # fmt: skip
    said = Statement(
        evidence=at(LINK), confidence=0.2, coder=coder, kind=StatementKind.DIRECT,
        content=(at(LINK), at(TURNED)), speaker=who(TURNED),
    )  # fmt: skip
    rebel = who(SCRIPT).model_copy(update={"sectors": ("REB",)})  # a party of its own
    wants = Position(
        evidence=at(HANDLER), confidence=0.2, coder=coder, party=rebel, stance=Stance.DEMANDS,
        issue="forces", condition=at(TURNED), of=rebel.model_copy(update={"name": SCRIPT}),
    )  # fmt: skip
    return Coding(
        report=report, coder=coder, events=(event, long), statements=(said,), positions=(wants,)
    )


class Page(HTMLParser):
    """Collects what a page could run."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[object] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "script" and told.get("src") != "/static/app.js":
            self.wrong.append((tag, told))
        chart = tag == "img" and (told.get("src") or "").startswith("/dyads/chart.svg?")
        if not chart and tag in ("img", "iframe", "object", "embed", "base", "style", "svg"):
            self.wrong.append((tag, told))
        for name, value in attrs:
            scheme = (value or "").strip().lower().startswith(("javascript:", "data:", "http"))
            if name.startswith("on") or name == "style" or (name in ("href", "src") and scheme):
                self.wrong.append((tag, name, value))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_a_hostile_report_is_text_everywhere(browser: Any, archive: Archive) -> None:
    coding = hostile()
    archive.put(coding)
    report = coding.report.id
    event, long, said, _ = coding.records
    browser.post(f"/record/{event.id}/reject", reason="other", why=SCRIPT)
    browser.post(f"/record/{long.id}/comment", why=f"{HANDLER}{TURNED}")
    browser.post("/saved", name=SCRIPT, link="/records/event?actor=" + SCRIPT)
    paths = [
        "/reports", "/reports?words=alert", f"/reports/{report}", "/saved", "/agreement",
        *(f"/record/{r.id}" for r in coding.records), f"/review?report={report}",
        *(f"/review?record={r.id}" for r in coding.records), "/records/statement",
        f"/records/event?report={report}", f"/review/bulk?report={report}",
        f"/records/event?report={report}&state=rejected", "/positions", f"/gaps?a={REBEL}&b=UKR",
        "/dyads?level=actor", f"/dyads?level=actor&from={REBEL}", f"/timeline?who={SCRIPT}",
        f"/positions?parties=UKR;{SCRIPT}",
    ]  # fmt: skip
    for path in paths:
        page = Page()
        page.feed(browser.get(path).text)
        assert not page.wrong, (path, page.wrong)
        assert not set("".join(page.text)) & set("\u202e\u202c\u2066\u2069"), path
    whole = Page()
    whole.feed(browser.get(f"/reports/{report}").text)
    shown = "".join(whole.text)
    for words in (SCRIPT, HANDLER, LINK, "{{7*7}}", LONG):
        assert words in shown
    for path in paths:
        twin = browser.get(f"/api{path}")
        assert twin.headers["content-type"] == "application/json", path
        assert twin.json() is not None
        assert twin.headers["x-content-type-options"] == "nosniff"
    file = browser.get(f"/records/event/export/csv?report={report}&actor={SCRIPT}")
    assert file.headers["content-disposition"] == 'attachment; filename="events.csv"'
    assert 'data-cp="U+202E"' in browser.get(f"/reports/{report}").text


def test_a_hostile_report_pasted_is_text_or_refused(browser: Any) -> None:
    import time

    text = f"{SCRIPT} met {HANDLER} {LINK} {TURNED} on Monday. " + "b" * 1_000_000 + " 3"
    sent = browser.post("/reports/new", text=text)
    deadline = time.monotonic() + 30
    while not browser.get(f"/api{sent.url.path}").json()["finished"]:
        assert time.monotonic() < deadline
    page = Page()
    page.feed(browser.get(sent.url.path).text)
    assert not page.wrong
