"""What a person does at the pages, done in a real browser over a real server."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from dragoman.model import Actor, Coding, Event, Report, State, Status

SELECT = """([words, number]) => {
  const text = document.getElementById("text");
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest(".ref")) nodes.push(walker.currentNode);
  const whole = nodes.map((n) => n.data).join("");
  let at = -1;
  for (let i = 0; i <= number; i++) at = whole.indexOf(words, at + 1);
  if (at < 0) throw new Error("not in the text: " + words);
  const find = (offset) => {
    for (const node of nodes) {
      if (offset <= node.data.length) return [node, offset];
      offset -= node.data.length;
    }
  };
  const range = document.createRange();
  const [a, from] = find(at), [b, to] = find(at + words.length);
  range.setStart(a, from); range.setEnd(b, to);
  const selection = getSelection();
  selection.removeAllRanges(); selection.addRange(range);
  return range.toString();
}"""


def choose(page: Any, words: str, number: int = 0) -> None:
    """Select words in the text, as dragging over them does."""
    page.evaluate(SELECT, [words, number])


def looked_at(page: Any) -> str:
    """The id of the record under review."""
    found: str = page.get_attribute("#card", "data-record")
    return found


@contextmanager
def changed(page: Any) -> Iterator[None]:
    """Wait for the page that comes of what is done inside, which is put in place of this one."""
    page.evaluate("document.getElementById('main').dataset.old = '1'")
    yield
    page.wait_for_selector("#main:not([data-old])")


def press(page: Any, key: str) -> None:
    """Press a key that brings another page."""
    with changed(page):
        page.keyboard.press(key)


def follow(page: Any, selector: str) -> None:
    """Click on what leads to another page, and wait until that is there and its scripts ran."""
    with page.expect_navigation():
        page.click(selector)


def once(text: str) -> str:
    """A long word that stands once in a text, and so do its first letters."""
    words: list[str] = re.findall(r"[A-Za-z]{7,}", text)
    return next(w for w in words if text.count(w[1:4]) == 1)


def test_a_report_is_pasted_and_read(site: Any) -> None:
    page = site.page
    site.open("/reports/new")
    page.get_by_label("A report's text").fill(
        "Kenya's president demanded on Monday that the rebels lay down their arms. "
        "The rebels said that they would not yield. At least 14 people were killed."
    )
    page.get_by_label("On the day").fill("2025-03-04")
    follow(page, "form button.main")
    page.wait_for_selector(".batch .kept a")
    follow(page, ".batch .kept a")
    assert page.locator(".card").count() > 1
    assert "demanded" in page.inner_text(".text")
    assert len(list(site.archive.reports())) == 3


def test_marks_are_drawn_and_lead_to_their_cards_and_back(site: Any) -> None:
    page = site.page
    site.open("/reports")
    follow(page, ".reports h2 a >> nth=0")
    line = page.locator(".text .l").first
    style = line.evaluate(
        "e => { const s = getComputedStyle(e);"
        " return [s.borderBottomStyle, s.borderBottomWidth, s.borderBottomColor] }"
    )
    assert style[0] == "dotted"  # of the machine
    assert style[1] == "2px"
    assert style[2] != page.evaluate("getComputedStyle(document.body).color")
    nested = page.locator(".text .l .l")  # records that overlap keep lines of their own
    assert nested.count() > 0
    depths = nested.first.evaluate(
        "e => [e, e.parentElement].map((x) => x.getClientRects()[0].bottom)"
    )
    assert depths[1] - depths[0] >= 3
    card = page.locator(".card").nth(4)
    card.locator(".dg-claim").click()
    id = card.get_attribute("data-card")
    assert "on" in card.get_attribute("class").split()
    assert page.locator(f'.ref.on[data-r="{id}"]').count() == 1
    other = page.locator(".text .ref").nth(6)
    other.click()
    wanted = other.get_attribute("data-r")
    assert page.locator(f'.card.on[data-card="{wanted}"]').count() == 1
    assert page.locator(".card.on").count() == 1
    assert page.evaluate("document.activeElement.closest('.card').dataset.card") == wanted


def test_ten_records_are_reviewed_by_keyboard_and_the_last_is_taken_back(site: Any) -> None:
    page = site.page
    site.open("/review")
    done = []
    for number in range(10):
        record = looked_at(page)
        done.append(record)
        if number % 3 == 2:
            page.keyboard.press("x")
            press(page, "1")
        else:
            press(page, "a")
        assert looked_at(page) != record
    assert len(set(done)) == 10
    made = {s.id: s.state for v in site.archive.reviewed() for s in v.records}
    states = [made[id] for id in done]
    assert states.count(State.ACCEPTED) == 7
    assert states.count(State.REJECTED) == 3
    press(page, "u")
    assert looked_at(page) == done[-1]
    made = {s.id: s.state for v in site.archive.reviewed() for s in v.records}
    assert made[done[-1]] is State.MACHINE
    before = looked_at(page)
    press(page, "j")
    assert looked_at(page) != before
    press(page, "k")
    assert looked_at(page) == before
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    assert "next record" in page.inner_text("dialog")
    page.keyboard.press("Escape")


def test_the_next_two_records_are_ready_before_they_are_asked_for(site: Any) -> None:
    page = site.page
    site.open("/review")
    links = [a.evaluate("a => a.href") for a in page.query_selector_all(".queue ol a")[:4]]
    page.wait_for_load_state("networkidle")
    assert set(links[1:3]) <= set(site.asked)
    assert links[3] not in site.asked
    press(page, "j")
    press(page, "j")
    assert page.url == links[2]
    assert all(site.asked.count(link) == 1 for link in links[1:3])


def test_an_edge_is_moved_a_field_edited_and_filled_by_keys(site: Any) -> None:
    page = site.page
    reports = [site.archive.view(r.id) for r in site.archive.reports()]
    positions = [s for v in reports for s in v.records if s.record.record == "position"]
    id = next(s.id for s in positions if s.record.evidence.words.count(" ") > 3)
    site.open(f"/review?kind=position&record={id}")

    def shown() -> Any:
        report = site.archive.browse().report_of(id)
        return site.archive.view(report)[id]

    was = shown().record.evidence
    press(page, "{")
    assert shown().record.evidence.end < was.end
    press(page, "}")
    assert shown().record.evidence == was
    press(page, "]")
    assert shown().record.evidence.start > was.start
    assert looked_at(page) == id
    page.keyboard.press("2")  # of whom
    assert page.evaluate("document.activeElement.form.elements.field.value") == "of"
    words = once(site.archive.source(shown().record).text)
    choose(page, words)
    with changed(page):
        page.dispatch_event("#text", "mouseup")
    assert shown().record.of.evidence.words == words
    assert page.locator('.role[data-role="of"]').count() > 0
    page.click('details[data-field="issue"] summary')
    choices = page.locator('details[data-field="issue"] select')
    other = choices.evaluate("all => [...all.options].find((one) => !one.selected).value")
    choices.select_option(other)
    with changed(page):
        page.click('details[data-field="issue"] button')
    assert shown().record.issue == other
    assert shown().state is State.CORRECTED


def test_a_missed_record_is_added_by_choosing_words(site: Any) -> None:
    page = site.page
    site.open("/review")
    report = page.get_attribute("#text", "data-report")
    text = site.archive.view(report).report.text
    words = once(text)
    choose(page, words[1:4])  # a part of a word: the whole word is taken
    page.keyboard.press("n")
    page.select_option("#missed select", "event:CONSULT")
    with changed(page):
        page.click("#missed button")
    added = [s for s in site.archive.view(report).records if s.state is State.ADDED]
    assert [s.record.evidence.words for s in added] == [words]
    assert looked_at(page) == added[0].id


def test_offsets_are_code_points_behind_emoji_and_unseen_characters(site: Any) -> None:
    text = "🕊️🕊️ Envoys 👩🏽‍⚖️ met\u202e here; later 🇰🇪 delegates conferred again 🎉 in Nairobi."
    report = Report(address="text:emoji", text=text, title="🕊️")
    start = text.index("met")
    event = Event(
        evidence=report.evidence(start, start + 3), confidence=0.1, coder="dragoman/test",
        type="CONSULT", quad=1, score=3, status=Status.ACTUAL,
    )  # fmt: skip
    site.archive.put(Coding(report=report, coder="dragoman/test", events=(event,)))
    page = site.page
    site.open(f"/review?report={report.id}")
    assert page.inner_text(".l.on") == "met"
    choose(page, "conferred")
    page.keyboard.press("n")
    page.select_option("#missed select", "event:CONSULT")
    with changed(page):
        page.click("#missed button")
    (added,) = [s for s in site.archive.view(report.id).records if s.state is State.ADDED]
    assert added.record.evidence.words == "conferred"
    assert added.record.evidence.start == text.index("conferred")


def test_a_filtered_list_is_exported_as_it_is_shown(site: Any, tmp_path: Path) -> None:
    page = site.page
    site.open("/records/event")
    types = Counter(s.record.type for s in site.archive.shown("event"))
    wanted, count = types.most_common()[-1]  # the rarest: not all of the records
    page.select_option(".filters select[name=type]", wanted)
    follow(page, ".filters button")
    shown = page.locator("tbody tr").count()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    file = tmp_path / "events.csv"
    download.value.save_as(file)
    with file.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == shown == count < types.total()
    assert {r["type"] for r in rows} == {wanted}
    links = page.locator("tbody th a").evaluate_all("all => all.map(a => a.href.split('/').pop())")
    assert [r["id"] for r in rows] == links


def test_everything_can_be_done_without_javascript(site: Any) -> None:
    page = site.another(java_script_enabled=False)
    page.goto(f"{site.base}/review")
    record = looked_at(page)
    follow(page, "#accept button")
    assert "Accepted." in page.inner_text("#told")
    assert looked_at(page) != record
    follow(page, "#undo button")
    assert looked_at(page) == record
    page.click("#reject summary")
    follow(page, "#reject button >> nth=1")
    assert "Rejected." in page.inner_text("#told")
    page.goto(f"{site.base}/reports/new")
    page.get_by_label("A report's text").fill("Talks began in Oslo on Monday between envoys.")
    follow(page, "form button.main")
    page.wait_for_selector(".batch .kept")  # the page asks for itself again


PAGES = (
    "/reports", "/reports?words=talks", "/reports/new", "/records/event", "/records/figure",
    "/review", "/review/bulk?kind=figure", "/agreement", "/saved", "/failures", "/help",
    "/api-guide", "/nothing", "/positions", "/positions?parties=Nobody+Known", "/gaps",
    "/gaps?a=BIH&b=SRB", "/gaps?a=EGY&b=ISR", "/dyads", "/dyads?from=EGY&to=ISR&by=year",
    "/timeline?who=EGY",
)  # fmt: skip

NARROW = (
    "/reports", "/records/event", "/review", "/positions", "/gaps?a=EGY&b=ISR",
    "/dyads?from=EGY&to=ISR&by=year", "/timeline?who=EGY",
)  # fmt: skip


def test_words_of_a_position_lead_to_its_record(site: Any) -> None:
    page = site.page
    site.open("/positions")
    page.click(".grid details summary >> nth=0")
    link = page.locator(".grid .quoted a").first
    record = link.get_attribute("href").partition("#w-")[2]
    follow(page, ".grid .quoted a >> nth=0")
    assert page.locator(f'.card.on[data-card="{record}"]').count() == 1
    assert page.locator(f'.ref.on[data-r="{record}"]').is_visible()


def test_a_count_over_time_leads_to_its_events(site: Any) -> None:
    page = site.page
    site.open("/dyads?by=year")
    follow(page, "td.figure a >> nth=0")
    count = page.locator(".series td.figure a").first
    told = count.inner_text()
    follow(page, ".series td.figure a >> nth=0")
    assert page.inner_text(".sum b") == told
    assert page.locator(".records tbody tr").count() == int(told)


def test_a_chart_is_a_picture_that_the_policy_lets_in(site: Any) -> None:
    pytest.importorskip("vl_convert")
    page = site.page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        site.open("/dyads?from=EGY&to=ISR&by=year")
        picture = page.locator(".chart img")
        assert picture.evaluate("e => e.decode().then(() => e.naturalWidth)") > 300
        assert ("theme=dark" in picture.evaluate("e => e.currentSrc")) is (scheme == "dark")


def test_axe_finds_nothing(site: Any) -> None:
    page = site.page
    site.expected = "404"  # of the page that is not there
    page.emulate_media(reduced_motion="reduce")  # else colours are on their way when they are read
    report = next(iter(site.archive.reports())).id
    records = [s for s in site.archive.view(report).records if s.record.record == "event"]
    ana, bo = site.archive.review("Ana"), site.archive.review("Bo")
    ana.accept(records[0])
    bo.reject(site.archive.view(report)[records[0].id])
    ana.correct(records[1], {"status": "future"})
    ana.reject(records[2])
    found = []
    for path in (*PAGES, f"/reports/{report}", f"/review?record={records[0].id}",
                 f"/record/{records[0].id}"):  # fmt: skip
        site.open(path)
        if "record=" in path:
            page.click("#reject summary")
            page.click(".field summary >> nth=1")
        page.emulate_media(color_scheme="light")
        found += site.axe()
        page.emulate_media(color_scheme="dark")
        found += site.axe(contrast=True)
    page.set_viewport_size({"width": 390, "height": 800})
    for path in (*NARROW, f"/reports/{report}"):
        site.open(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, path
        found += site.axe()
    assert found == []


def test_the_policy_is_sent_and_holds(site: Any) -> None:
    answer = site.open("/review")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    site.expected = "Content Security Policy"
    told = site.page.evaluate(
        "() => new Promise((done) => {"
        " document.addEventListener('securitypolicyviolation', (e) => done(e.violatedDirective));"
        " const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        " document.body.append(s) })"
    )
    assert told == "script-src-elem"
    assert site.page.evaluate("window.ran") is None


def test_a_hostile_report_runs_nothing(site: Any) -> None:
    words = "<script>ran = 1</script><img src=x onerror='ran = 2'>"
    text = f"{words} met \u202eenvoys javascript:ran=3 of {words}."
    report = Report(address="javascript:ran=4", text=text, title=words, site=f'"{words}')
    at = report.evidence(text.index("met"), text.index("met") + 3)
    event = Event(
        evidence=at, confidence=0.1, coder="dragoman/test", type="CONSULT", quad=1, score=3,
        status=Status.ACTUAL, said_by=Actor(evidence=at, name=words, confidence=0.5),
    )  # fmt: skip
    site.archive.put(Coding(report=report, coder="dragoman/test", events=(event,)))
    for path in (f"/reports/{report.id}", f"/review?report={report.id}", "/reports?words=envoys",
                 f"/records/event?report={report.id}", f"/record/{event.id}"):  # fmt: skip
        site.open(path)
        assert words in site.page.inner_text("main"), path
        assert site.page.evaluate("window.ran") is None


def test_two_at_once_on_one_record(site: Any) -> None:
    other = site.another()
    other.goto(f"{site.base}/review")
    other.click(".person summary")
    other.fill(".person input[name=name]", "Bo")
    follow(other, ".person button")
    site.open("/review")
    record = looked_at(site.page)
    assert looked_at(other) == record  # both look at it before either decides
    other.keyboard.press("x")
    press(other, "1")
    press(site.page, "a")
    assert looked_at(site.page) == record  # it is shown again, not passed over
    assert "Bo decided on this record meanwhile" in site.page.inner_text("#told")
    assert "Bo: rejected" in " ".join(site.page.inner_text(".conflict").split())
    shown = next(s for v in site.archive.reviewed() for s in v.records if s.id == record)
    assert shown.state is State.DISPUTED
    assert {d.coder: d.kind.value for d in shown.decisions} == {"Ana": "accept", "Bo": "reject"}
