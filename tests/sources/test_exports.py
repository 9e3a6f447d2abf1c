"""Exports of Nexis and Factiva, in the layouts that their vendors document."""

from datetime import date
from pathlib import Path

import pytest

from dragoman.model import BlockKind, Report
from dragoman.sources import documents, read_document
from source_files import FIRST, SECOND, THIRD, docx_of, listed, reports, zip_of

BODY = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
NEXIS_UNI = f"""Page 1 of 2
User Name: = Somebody
Envoys extend the truce in Varno

The Arland Courier

January 21, 2025 Tuesday 10:00 AM GMT

Copyright 2025 Arland Courier Ltd. All Rights Reserved

Section: WORLD NEWS; Pg. 4
Length: 1,512 words
Byline: Ana Lima
Dateline: VARNO

Body

{BODY}

Copyright is a matter that the envoys left aside for another day, officials said.

Graphic

A picture of the envoys.

Classification

Language: ENGLISH

Publication-Type: Newspaper

Load-Date: January 22, 2025

End of Document

Guns fall silent on the river

The Varno Times

2 February 2025

Copyright 2025 The Varno Times

Length: 90 words

Body

{BODY}

Load-Date: February 3, 2025

End of Document
"""
NEXIS_OLD = f"""
                               1 of 2 DOCUMENTS

                              The Arland Courier

                          January 21, 2025 Tuesday
                            Late Edition - Final

Envoys extend the truce in
Varno

BYLINE: By Ana Lima

SECTION: Section A; Column 1; Foreign Desk; Pg. 4

LENGTH: 1512 words

DATELINE: VARNO

   {FIRST}

   {SECOND}

URL: http://courier.example/

LOAD-DATE: January 21, 2025

LANGUAGE: ENGLISH

                 Copyright 2025 The Arland Courier Company

                               2 of 2 DOCUMENTS

                              The Varno Times

                          February 2, 2025

Guns fall silent on the river

LENGTH: 90 words

   {FIRST}

LOAD-DATE: February 3, 2025
"""
FACTIVA = f"""SE  World News
HD  Envoys extend the truce
    in Varno
BY  By Ana Lima
WC  1,512 words
PD  21 January 2025
ET  10:00
SN  The Arland Courier
SC  ARLC
LA  English
CY  (c) 2025 Arland Courier

LP
{FIRST}

TD
IN ALL, {SECOND}

{THIRD}

CO  none : None
NS  gpol : Domestic Politics
RE  arl : Arland
AN  Document ARLC000020250121el1l0001p

"""
FACTIVA_PLAIN = f"""
Guns fall silent on the river
By Ana Lima
90 words
2 February 2025
10:00
The Varno Times
VATI
English
Copyright 2025 The Varno Times

{FIRST}

{SECOND}

Document VATI000020250202el220001p

"""


def written(tmp_path: Path, text: str, name: str = "export.txt") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


@pytest.mark.parametrize("text", [NEXIS_UNI, NEXIS_OLD], ids=["Nexis Uni", "Academic"])
def test_nexis(text: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    first, second = reports(path)
    assert (first.title, first.site, first.byline) == (
        "Envoys extend the truce in Varno",
        "The Arland Courier",
        "Ana Lima",
    )
    assert (first.published, second.published) == (date(2025, 1, 21), date(2025, 2, 2))
    assert (second.title, second.site) == ("Guns fall silent on the river", "The Varno Times")
    assert first.metadata["dateline"] == "VARNO"
    assert first.metadata["load_date"].startswith("January 2")
    assert first.metadata["copyright"].startswith("Copyright 2025")
    assert first.file == str(path)
    assert _words(first)[:2] == [FIRST, SECOND]
    assert not {"Graphic", "Body", "Late"} & set(first.text.split())


def _words(report: Report) -> list[str]:
    return [report.text[b.start : b.end] for b in report.blocks if b.kind is BlockKind.PARAGRAPH]


def test_a_sentence_on_copyright_does_not_end_the_body(tmp_path: Path) -> None:
    first, _ = reports(written(tmp_path, NEXIS_UNI))
    assert first.text.endswith("left aside for another day, officials said.")


@pytest.mark.parametrize("text", [FACTIVA + FACTIVA_PLAIN, FACTIVA_PLAIN + FACTIVA])
def test_factiva_with_codes_and_without(text: str, tmp_path: Path) -> None:
    path = written(tmp_path, text + "Search Summary\nText\ttruce\n")
    found = {r.address: r for r in reports(path)}
    assert len(found) == 2
    coded = found["factiva:ARLC000020250121el1l0001p"]
    assert (coded.title, coded.site, coded.byline, coded.published) == (
        "Envoys extend the truce in Varno",
        "The Arland Courier",
        "Ana Lima",
        date(2025, 1, 21),
    )
    assert coded.text == f"{FIRST}\n\nIN ALL, {SECOND}\n\n{THIRD}"
    assert coded.metadata == {
        "source_code": "ARLC",
        "copyright": "(c) 2025 Arland Courier",
        "time": "10:00",
        "section": "World News",
    }
    plain = found["factiva:VATI000020250202el220001p"]
    assert (plain.title, plain.site, plain.byline, plain.published) == (
        "Guns fall silent on the river",
        "The Varno Times",
        "Ana Lima",
        date(2025, 2, 2),
    )
    assert plain.text == f"{FIRST}\n\n{SECOND}"


def test_exports_that_overlap_do_not_double_a_report(tmp_path: Path) -> None:
    for text in (NEXIS_UNI, FACTIVA + FACTIVA_PLAIN):
        one = reports(written(tmp_path, text, "one.txt"))
        two = reports(written(tmp_path, "\n" + text, "two.txt"))
        assert [r.id for r in one] == [r.id for r in two]
        assert [r.version for r in one] == [r.version for r in two]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            NEXIS_UNI.replace(BODY, "", 1).replace("Copyright is", "Copyright (c) 2025 is"),
            "no body",
        ),
        (NEXIS_UNI.replace("January 21, 2025 Tuesday", "21/1/25"), "no day of publication"),
        (FACTIVA_PLAIN.replace("2 February 2025", "soon") + FACTIVA, "no day of publication"),
    ],
)
def test_an_article_that_lacks_something_is_told_and_the_others_read(
    text: str, words: str, tmp_path: Path
) -> None:
    found = listed(written(tmp_path, text))
    assert [bool(what) for _, what in found] == [True, False]
    assert words in found[0][1]
    assert found[0][0].endswith("export.txt#1")


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"{BODY}\n\nLength: long\n\nLoad-Date: none",
        f"512 words\n\n{BODY}",
        f"{BODY}\n90 words",
    ],
)
def test_a_text_that_is_no_export_is_one_report(text: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    (report,) = reports(path)
    assert (report.text, report.address) == (text, str(path))


def test_nexis_as_a_word_document(tmp_path: Path) -> None:
    path = tmp_path / "export.docx"
    path.write_bytes(docx_of([("", line) for line in NEXIS_UNI.splitlines() if line]))
    from_word, from_text = reports(path), reports(written(tmp_path, NEXIS_UNI))
    assert [r.title for r in from_word] == [r.title for r in from_text]
    assert [r.published for r in from_word] == [r.published for r in from_text]
    assert [r.text.split() for r in from_word] == [r.text.split() for r in from_text]


def test_factiva_as_a_word_document_with_a_table(tmp_path: Path) -> None:
    def row(code: str, *words: str) -> str:
        cell = "".join(f"<w:p><w:r><w:t>{w}</w:t></w:r></w:p>" for w in words)
        return (
            f"<w:tr><w:tc><w:p><w:r><w:t>{code}</w:t></w:r></w:p></w:tc><w:tc>{cell}</w:tc></w:tr>"
        )

    rows = [
        row("HD", "Envoys extend the truce in Varno"),
        row("WC", "1,512 words"),
        row("PD", "21 January 2025"),
        row("SN", "The Arland Courier"),
        row("LP", FIRST),
        row("TD", SECOND, THIRD),
        row("AN", "Document ARLC000020250121el1l0001p"),
    ]
    path = tmp_path / "export.docx"
    path.write_bytes(docx_of([], body=f"<w:tbl>{''.join(rows)}</w:tbl>"))
    (report,) = reports(path)
    assert report.address == "factiva:ARLC000020250121el1l0001p"
    assert (report.title, report.site) == ("Envoys extend the truce in Varno", "The Arland Courier")
    assert _words(report) == [FIRST, SECOND, THIRD]


def test_an_archive_of_word_documents_as_nexis_sends_it(tmp_path: Path) -> None:
    first, second = NEXIS_UNI.split("End of Document\n")[:2]
    files = {
        f"{name}.DOCX": docx_of([("", x) for x in f"{text}End of Document".splitlines() if x])
        for name, text in (("a", first), ("b", second))
    }
    found = list(documents(zip_of(files, tmp_path / "Files.ZIP")))
    assert [d.title for d in found] == [
        "Envoys extend the truce in Varno",
        "Guns fall silent on the river",
    ]
    assert [read_document(d).published for d in found] == [date(2025, 1, 21), date(2025, 2, 2)]
