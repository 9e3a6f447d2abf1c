"""What notebooks and pages show of records."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from dragoman.archive import Archive
from dragoman.export.html import say
from dragoman.export.html.notebook import MOST, Table, html
from dragoman.model import Coded, Decision, Report
from factories import coding, failure, with_marks


class Text(HTMLParser):
    """The text of a page without its style."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        self.text += "" if self._style else data


def text_of(made: str | None) -> str:
    assert made is not None
    page = Text()
    page.feed(made)
    return " ".join(page.text.split())


RECORDS = with_marks(coding()).records


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.record)
def test_a_record_in_a_notebook_tells_its_words_and_that_it_is_a_claim(record: Coded) -> None:
    shown = text_of(record._repr_html_())
    assert record.evidence.words in shown
    assert say.KINDS[record.record] in shown
    assert say.claim(record) in shown
    assert "Machine" in shown
    assert record.id in shown


def test_claims() -> None:
    claims = {r.record: say.claim(r) for r in RECORDS}
    assert claims == {
        "event": "According to Ukraine: Russia, told as done",
        "statement": "As reported: said by Ukraine",
        "position": "As reported: Ukraine demands of Russia",
        "figure": "According to Ukrainian officials: at least 12 people (people)",
        "mark": "energy",
    }


def test_the_record_of_a_report_is_a_table() -> None:
    made = with_marks(coding())
    shown = text_of(made._repr_html_())
    assert "Report 0" in shown
    for record in made.records:
        assert say.claim(record) in shown


def test_a_list_is_a_table_of_its_first_rows(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        archive.put(coding())
        table = Table(archive.events())
    assert len(table) == 1
    assert list(table) == [table[0]]
    assert "“struck”" in text_of(table._repr_html_())
    assert "None found." in text_of(Table([])._repr_html_())
    long = Table([table[0]] * (MOST + 1))
    assert f"The first {MOST} of {MOST + 1}." in text_of(long._repr_html_())


def test_what_has_no_template_is_shown_as_text() -> None:
    assert html(failure()) is None
    assert html(coding().report) is None


def test_a_notebook_without_jinja_shows_text(monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.export.html import page

    def missing(*_: str) -> None:
        raise ImportError("No module named 'jinja2'")

    monkeypatch.setattr(page, "environment", missing)
    assert RECORDS[0]._repr_html_() is None
    assert Table(RECORDS)._repr_html_() is None


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("two\n lines", "two lines"),
        ("left\u202eright", "left[U+202E]right"),
        ("nul\x00", "nul[U+0000]"),
        ("سلام", "سلام"),
        ("a\u200fb", "a\u200fb"),
    ],
)
def test_words_that_would_turn_others_round_are_shown_by_number(words: str, shown: str) -> None:
    assert say.clean(words) == shown


def test_text_is_escaped() -> None:
    made = coding(text="On [time Monday] [actor <b>forces</b>] [trigger struck] at [place X], "
                  "killing [number at least 12] [of people], [source <i>some</i>] [cue said]. "
                  "[party K] [stance called for] [demand <script>]; [content no].")  # fmt: skip
    shown = made._repr_html_()
    assert shown is not None
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_decisions_are_not_records() -> None:
    assert not issubclass(Decision, Coded)


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Kyiv struck.", "struck", ("Kyiv ", "struck", ".")),
        ("A line.\nKyiv struck ships.\nMore.", "struck", ("Kyiv ", "struck", " ships.")),
        (
            f"{'long ' * 20}before it struck at{' length' * 20}",
            "struck",
            ("long long long long before it ", "struck", " at length length length length"),
        ),
    ],
)
def test_what_stands_around_words_is_whole_words_of_their_paragraph(
    text: str, words: str, shown: tuple[str, str, str]
) -> None:
    start = text.index(words)
    evidence = Report(address="a", text=text).evidence(start, start + len(words))
    assert say.around(evidence) == shown
