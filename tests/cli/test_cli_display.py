import io
import re
from datetime import date

import pytest
from cli_doubles import squeezed
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st
from rich.console import Console, RenderableType

from dragoman.cli.display import words as say
from dragoman.cli.display.analysis import analysis
from dragoman.cli.display.record import show
from dragoman.cli.display.standing import standing
from dragoman.cli.display.tables import Found, table
from dragoman.cli.output import Screen
from dragoman.cli.progress import Progress
from dragoman.cli.safe import clean
from dragoman.model import (
    Actor,
    Bound,
    Coding,
    Evidence,
    Figure,
    Place,
    Position,
    Precision,
    Report,
    Stance,
    When,
)  # fmt: skip
from factories import CODER, coding, codings, texts

TEXT = "Kyiv and Moscow met. Then they parted."
REPORT = Report(address="x", text=TEXT)


def at(words: str, report: Report = REPORT) -> Evidence:
    start = report.text.index(words)
    return report.evidence(start, start + len(words))


def drawn(item: RenderableType, *, width: int = 100) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, markup=False, highlight=False, emoji=False).print(item)
    return stream.getvalue()


def who(words: str, name: str | None = None, country: str | None = None, *sectors: str) -> Actor:
    return Actor(evidence=at(words), name=name, country=country, sectors=sectors, confidence=0.9)


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (None, "unknown"),
        (who("they"), "they"),
        (who("Kyiv", "Ukraine", "UKR", "GOV"), "Kyiv [Ukraine, UKR GOV]"),
        (who("Kyiv", "kyiv", "UKR"), "Kyiv [UKR]"),
        (who("Moscow", "Moscow"), "Moscow"),
    ],
)
def test_actors(actor: Actor | None, expected: str) -> None:
    assert say.actor(actor) == expected


def test_places() -> None:
    place = Place(evidence=at("Kyiv"), name="Kyiv", country="UKR", disputed=True, confidence=0.5)
    assert say.places((place,)) == "Kyiv [UKR, disputed]"
    assert say.places(()) == "place unknown"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, "day unknown"),
        ("2024-05-02", "2024-05-02", "2024-05-02"),
        ("2024-05-01", "2024-05-31", "2024-05"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2024-05-02", "2024-05-08", "2024-05-02 to 2024-05-08"),
        ("2023-12-01", "2024-12-31", "2023-12-01 to 2024-12-31"),
        ("9999-12-01", "9999-12-31", "9999-12"),
        (None, "2024-05-02", "by 2024-05-02"),
        ("2024-05-02", None, "from 2024-05-02 on"),
    ],
)
def test_times(start: str | None, end: str | None, expected: str) -> None:
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    told = When(evidence=at("Then"), precision=Precision.DAY, start=first, end=last)
    assert say.when(told) == f"{expected} “Then”"
    untold = When(precision=Precision.REPORT, start=first, end=last)
    assert say.when(untold) == f"{expected} (no time told)"


def test_no_time() -> None:
    assert say.when(None) == "time unknown"


@pytest.mark.parametrize(
    ("value", "bound", "unit", "expected"),
    [
        (26, Bound.EXACT, "people", "26 people"),
        (26, Bound.MIN, "people", "at least 26 people"),
        (2_500_000, Bound.MAX, "USD", "at most 2,500,000 USD"),
        (0, Bound.EXACT, None, "0"),
        (2.5, Bound.ABOUT, "percent", "about 2.5 percent"),
        ((10, 20), Bound.EXACT, "km", "10 to 20 km"),
        (None, Bound.ABOUT, "people", "“met”"),
    ],
)
def test_values(
    value: float | tuple[float, float] | None, bound: Bound, unit: str | None, expected: str
) -> None:
    figure = Figure(
        evidence=at("met"), confidence=0.5, coder=CODER, value=value, bound=bound, measure="killed",
        unit=unit,
    )  # fmt: skip
    assert say.value(figure) == expected


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [(0.0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.999, "99%"), (1.0, "100%")],
)
def test_confidence_is_never_rounded_to_certainty(confidence: float, expected: str) -> None:
    assert say.percent(confidence) == expected


@pytest.mark.parametrize(
    ("words", "room", "expected"),
    [
        ("Moscow", 100, "Kyiv and ›Moscow‹ met. Then they parted."),
        ("Moscow", 8, "… and ›Moscow‹ met. …"),
        ("Kyiv", 100, "›Kyiv‹ and Moscow met. Then they parted."),
        ("parted.", 0, "… ›parted.‹"),
    ],
)
def test_words_in_their_clause(words: str, room: int, expected: str) -> None:
    assert say.around(REPORT, at(words), room=room).plain == expected


def test_the_clause_ends_with_its_paragraph() -> None:
    report = Report(address="x", text="A heading\nThey met.\nAnother paragraph")
    assert say.around(report, at("met", report)).plain == "They ›met‹."


@given(texts)
def test_a_terminal_obeys_nothing_in_a_text(text: str) -> None:
    shown = clean(f"{text}\x1b[2J\x9b31m\u202e")
    assert not set(shown) & set(map(chr, [*range(32), *range(127, 160), 0x202E]))


def coding_of(*positions: tuple[str, Stance, str]) -> list[Found[Position]]:
    return [
        Found(
            Position(
                evidence=at("parted"), confidence=0.5, coder=CODER, party=who(party),
                stance=stance, issue=issue,
            ),
            REPORT,
        )
        for party, stance, issue in positions
    ]  # fmt: skip


STANDING = (
    ("Kyiv", Stance.DEMANDS, "forces"),
    ("Moscow", Stance.REJECTS, "forces"),
    ("Kyiv", Stance.OFFERS, "talks"),
)


def test_parties_stand_side_by_side_where_they_fit() -> None:
    found = coding_of(*STANDING)
    wide = drawn(standing(found, width=100)).splitlines()
    assert wide[0].split() == ["Issue", "Kyiv", "Moscow"]
    [forces] = [line for line in wide if line.startswith("forces")]
    assert "demands" in forces
    assert "rejects" in forces
    [talks] = [line for line in wide if line.startswith("talks")]
    assert talks.split()[-1] == "—"


def test_party_by_party_where_they_do_not() -> None:
    found = coding_of(*STANDING)
    narrow = drawn(standing(found, width=60), width=60)
    assert narrow.splitlines()[0].split()[:2] == ["Party", "Issue"]
    assert narrow.count("Kyiv") == 1
    assert narrow.index("offers") < narrow.index("rejects")


def shown(made: Coding, width: int) -> str:
    stream = io.StringIO()
    show(Screen(stream, width=width), made)
    return stream.getvalue()


@given(codings(), st.sampled_from([40, 80, 130]))
@profile(
    deadline=None, max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
def test_any_record_can_be_shown_and_none_is_left_out(made: Coding, width: int) -> None:
    text = shown(made, width)
    marks = squeezed(text)
    for record in made.records:
        assert say.mark(record).split()[0] in marks
    assert "\x1b" not in text


@pytest.mark.parametrize("width", [40, 60, 80, 100, 130, 200])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_cut(width: int) -> None:
    text = shown(coding(), width)
    assert max(map(len, text.splitlines())) <= width
    assert "…" not in text.replace(" …", "").replace("… ", "")
    for word in (
        "ASSAULT",
        "aerial",
        "Ukrainian",
        "withdrawal",
        "officials",
        "indirect",
        "Kharkiv",
    ):
        assert word in squeezed(text)


WORDS = "withdrawal of the representatives of both administrations"


@pytest.mark.parametrize("width", [80, 100])
def test_a_column_has_room_for_its_words_whatever_its_ratio(width: int) -> None:
    rows = [("heavy-weapons", WORDS, "happening-0c821a52", f"{WORDS} " * 5)]
    text = drawn(table(("What", "Of", "Told by", "Words"), (1, 1, 1, 40), rows), width=width)
    assert {*WORDS.split(), "heavy-weapons", "happening-0c821a52"} <= set(text.split())
    assert max(map(len, text.splitlines())) <= width


HEADS = ("party", "stance", "words", "day", "said by", "reports")
ROW = ("Democratic Unionist Party", "rejects", WORDS, "1998-05-24", "its representatives", "12")


@pytest.mark.parametrize("width", [50, 80, 100, 120])
def test_columns_of_an_analysis_that_do_not_fit_stand_below_the_words(width: int) -> None:
    text = drawn(analysis(HEADS, [ROW, ROW], width=width), width=width)
    assert max(map(len, text.splitlines())) <= width
    for word in " ".join(ROW).split():
        assert text.split().count(word) >= 2, word
    for head in (h for name in HEADS for h in name.split()):
        assert re.search(rf"\b{head}\b", text), head
    assert ("reports: 12" in " ".join(text.split())) == (width < 100)


def test_an_address_alone_is_cut() -> None:
    row = ("camps", "https://example.org/2016-06-26-3392569.txt", "twenty camps")
    text = drawn(analysis(("about", "source", "words"), [row], width=40), width=40)
    assert "https://example.org" in text.split()
    assert text.split().count("camps") == 2


def test_what_is_nothing_is_left_out_below_the_words() -> None:
    text = drawn(analysis(HEADS, [(*ROW[:5], say.NOTHING)], width=60), width=60)
    assert "reports:" not in text


@pytest.mark.parametrize(
    ("low", "high", "bound", "unit", "expected"),
    [
        (1_234_567.0, 1_234_567.0, "exact", "people", "1,234,567 people"),
        (10.0, 20.0, "exact", "km", "10 to 20 km"),
        (0.5, 0.5, "min", None, "at least 0.5"),
    ],
)
def test_figures_of_a_table(
    low: float, high: float, bound: str, unit: str | None, expected: str
) -> None:
    assert say.claimed(low, high, bound=bound, unit=unit) == expected


def test_days_of_a_table() -> None:
    assert say.days_from(date(1977, 11, 1), date(1977, 11, 30)) == "1977-11"
    assert say.days_from(date(2014, 1, 1), date(2014, 12, 31)) == "2014"
    assert say.days_from(None, None) == "day unknown"


def test_counts() -> None:
    told = [say.counted(n, "story", "stories") for n in (1, 2, 1000)]
    assert told == ["1 story", "2 stories", "1,000 stories"]
    assert say.counted(2, "report") == "2 reports"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_for_terminals_and_leaves_nothing_behind() -> None:
    for stream, expected in ((io.StringIO(), ""), (Terminal(), "\r\x1b[KReading\r\x1b[K")):
        with Progress(stream) as progress:
            progress.show("Reading")
        assert stream.getvalue() == expected


def test_colour_is_off_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, escapes in (("NO_COLOR", 0), ("COLORTERM", 0)):
        monkeypatch.setenv(name, "1")
        stream = Terminal()
        show(Screen(stream, width=80), coding())
        assert stream.getvalue().count("\x1b[3") == escapes  # colours; bold and dim stay
