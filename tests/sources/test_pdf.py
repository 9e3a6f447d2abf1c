"""PDF: paragraphs of lines, words put together, running heads left out; and what is no report."""

import io
from pathlib import Path

import pytest

from dragoman.errors import EmptySource, TooLarge, UnreadableSource
from dragoman.model import BlockKind, Report
from dragoman.sources import pdf, read_bytes
from source_files import FIRST, SECOND, THIRD, faults, pdf_of, reports


def page(*lines: str, top: float = 700, head: str = "", foot: str = "") -> list[tuple[float, str]]:
    """Lines 14 points apart, an empty one leaving a gap, with a head and foot."""
    drawn = [(760.0, head)] if head else []
    drawn += [(top - 14 * i, words) for i, words in enumerate(lines) if words]
    return [*drawn, (40.0, foot)] if foot else drawn


def paragraphs(report: Report) -> list[str]:
    return [report.text[b.start : b.end] for b in report.blocks if b.kind is BlockKind.PARAGRAPH]


def read(data: bytes) -> Report:
    return read_bytes(data, address="a.pdf", name="a.pdf")


def wrapped(*words: str) -> list[str]:
    """The words as lines about sixty columns wide."""
    lines = [""]
    for word in " ".join(words).split():
        if len(lines[-1]) + len(word) > 60:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def test_lines_become_paragraphs(tmp_path: Path) -> None:
    lines = [*wrapped(FIRST, SECOND), "", *wrapped(THIRD), "", *wrapped(SECOND)]
    path = tmp_path / "a.pdf"
    path.write_bytes(
        pdf_of([page("Envoys Extend the Truce", "", *lines)], info="/Author (A. Lima)")
    )
    (report,) = reports(path)
    assert paragraphs(report) == [f"{FIRST} {SECOND}", THIRD, SECOND]
    assert (report.title, report.byline) == ("Envoys Extend the Truce", "A. Lima")
    assert (report.media_type, report.address) == ("application/pdf", str(path))
    assert report.origins == ()


def test_a_paragraph_goes_on_over_the_page() -> None:
    lines = wrapped(FIRST, SECOND, THIRD)
    report = read(pdf_of([page(*lines[:2]), page(*lines[2:])]))
    assert paragraphs(report) == [f"{FIRST} {SECOND} {THIRD}"]


def test_paragraphs_without_a_gap_end_in_a_short_line() -> None:
    report = read(pdf_of([page(*wrapped(FIRST, "So they say."), *wrapped(THIRD))]))
    assert paragraphs(report) == [f"{FIRST} So they say.", THIRD]


def test_words_parted_at_the_end_of_a_line_are_put_together() -> None:
    lines = [
        "The two delegations met on Monday in the capital and nego-",
        "tiated until the evening, then agreed to a cease-fire in Bosnia-",
        "Herzegovina for ten days, as the officials of both sides said.",
    ]
    (words,) = paragraphs(read(pdf_of([page(*lines)])))
    assert "negotiated until" in words
    assert "cease-fire" in words
    assert "Bosnia- Herzegovina" in words


def test_running_heads_and_page_numbers_are_left_out() -> None:
    bodies = [wrapped(f"On day {i} the envoys met again.", FIRST, SECOND) for i in range(1, 5)]
    pages = [
        page(*body, head=f"The Arland Courier, issue {i}", foot=foot)
        for i, (body, foot) in enumerate(
            zip(bodies, ["1", "- 2 -", "Page 3 of 4", "4"], strict=True), start=1
        )
    ]
    text = read(pdf_of(pages)).text
    assert "Courier" not in text
    assert not [line for line in text.splitlines() if 0 < len(line) < 12]
    assert all(f"On day {i} the envoys" in text for i in range(1, 5))


def test_what_a_browser_prints_around_a_page_is_left_out() -> None:
    head, foot = "1/21/25, 10:05 AM Envoys extend the truce", "https://courier.example/1 1/1"
    text = read(pdf_of([page(*wrapped(FIRST), head=head, foot=foot)])).text
    assert "10:05" not in text
    assert "courier.example" not in text


def test_paragraphs_of_two_lines() -> None:
    lines = [*wrapped(FIRST), "", *wrapped(SECOND), "", *wrapped(THIRD), "", *wrapped(FIRST)]
    assert paragraphs(read(pdf_of([page(*lines)]))) == [FIRST, SECOND, THIRD, FIRST]


def test_a_year_within_the_text_is_no_page_number() -> None:
    lines = [*wrapped(FIRST), "1995", *wrapped(SECOND), *wrapped(THIRD)]
    assert "1995" in read(pdf_of([page(*lines)])).text


def test_when_a_file_was_made_is_not_when_it_was_published() -> None:
    report = read(pdf_of([page(*wrapped(FIRST))], info="/CreationDate (D:20250121103000+02'00')"))
    assert report.published is None
    assert report.metadata == {"pages": "1", "created": "2025-01-21"}


@pytest.mark.parametrize("part", [0.02, 0.3, 0.7, 0.95])
def test_a_document_that_is_cut_off(part: float) -> None:
    data = pdf_of([page(*wrapped(FIRST, SECOND))] * 5)
    with pytest.raises(UnreadableSource, match=r"a\.pdf is a damaged PDF document"):
        read(data[: int(len(data) * part)])


def test_a_document_with_damage_in_it() -> None:
    data = pdf_of([page(*wrapped(FIRST))])
    broken = data.replace(b"/Type /Pages", b"/Type /Pa\xff\xff\xff").replace(b"/Kids", b"/Kinds")
    with pytest.raises((UnreadableSource, EmptySource)):
        read(broken)


@pytest.mark.parametrize("opens", [True, False])
def test_a_document_that_is_encrypted(opens: bool) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of([page(*wrapped(FIRST))]))))
    writer.encrypt("" if opens else "secret", owner_password="owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    if opens:  # locked against changes only
        assert paragraphs(read(file.getvalue())) == [FIRST]
        return
    with pytest.raises(UnreadableSource, match="is encrypted"):
        read(file.getvalue())


def test_pictures_of_text() -> None:
    with pytest.raises(EmptySource, match="2 pages without words"):
        read(pdf_of([[], []]))


def test_documents_that_are_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf_of([page(*wrapped(FIRST))] * 3)
    monkeypatch.setattr(pdf, "_MOST_PAGES", 2)
    with pytest.raises(TooLarge, match="3 pages"):
        read(data)
    monkeypatch.setattr(pdf, "_MOST_PAGES", 2_000)
    monkeypatch.setattr(pdf, "_MOST_CHARACTERS", 100)
    with pytest.raises(TooLarge, match="over 100 characters"):
        read(data)


def test_a_pdf_in_a_folder_is_told_when_it_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_of([page(*wrapped(FIRST))])[:300])
    (tmp_path / "b.pdf").write_bytes(pdf_of([page(*wrapped(FIRST))]))
    (error,) = faults(tmp_path)
    assert "damaged PDF" in error.what
