"""Bytes to characters: every encoding told or refused, no character ever replaced."""

import pytest

from dragoman.errors import UnreadableSource
from dragoman.sources import read_bytes

TEXT = "The café in Münster was closed after the visit, the ministers said on Monday — “for now”."
POLISH = "Minister Radosław Sikorski met Łukasz Nowak in Wrocław, said the ministry on Monday."
TURKISH = "President Erdoğan met the ministers in Diyarbakır and said that the talks were over."

DETECTED = {
    "UTF-8": (TEXT, "utf-8", "utf-8"),
    "UTF-8 with mark": ("\ufeff" + TEXT, "utf-8", "utf-8"),
    "UTF-16 with mark, little": ("\ufeff" + TEXT, "utf-16-le", "utf-16-le"),
    "UTF-16 with mark, big": ("\ufeff" + TEXT, "utf-16-be", "utf-16-be"),
    "UTF-32 with mark": ("\ufeff" + TEXT, "utf-32-le", "utf-32-le"),
    "UTF-16 without mark": (TEXT, "utf-16-le", "utf-16-le"),
    "UTF-16 without mark, big": (TEXT, "utf-16-be", "utf-16-be"),
    "Windows Western": (TEXT, "cp1252", "cp1252"),
    "Macintosh": (TEXT, "mac-roman", "mac-roman"),
    "Windows Central European": (POLISH, "cp1250", "cp1250"),
    "Windows Turkish": (TURKISH, "cp1254", "cp1254"),
}


@pytest.mark.parametrize("name", DETECTED)
def test_encodings_are_told_from_the_bytes(name: str) -> None:
    text, written, read = DETECTED[name]
    report = read_bytes(text.encode(written), address="a.txt")
    assert (report.text, report.encoding) == (text.removeprefix("\ufeff"), read)
    assert report.source_offset(0) == len(text) - len(report.text)


PAGE = "<html><head><meta charset='{0}'></head><body><h1>Café Closed</h1>{1}</body></html>"
DECLARED = {
    "true": ("utf-8", "utf-8", "utf-8"),
    "Latin-1 is read as browsers do": ("iso-8859-1", "cp1252", "cp1252"),
    "Latin-1 declared UTF-8": ("utf-8", "cp1252", "cp1252"),
    "UTF-8 declared Latin-1": ("iso-8859-1", "utf-8", "utf-8"),
    "unknown name": ("no-such-charset", "utf-8", "utf-8"),
    "not an encoding of text": ("unicode_escape", "utf-8", "utf-8"),
    "KOI8": ("koi8-r", "koi8-r", "koi8-r"),
}


# What they say, where the bytes cannot be: TEXT in UTF-8 has a byte that Windows-1252 lacks.
FALSE = {"Latin-1 declared UTF-8": "utf-8", "UTF-8 declared Latin-1": "cp1252"}


@pytest.mark.parametrize("name", DECLARED)
def test_declared_charsets_are_believed_where_they_fit(name: str) -> None:
    declared, written, read = DECLARED[name]
    text = TEXT if written != "koi8-r" else "The ministers said on Monday that Киев is the name."
    data = PAGE.format(declared, f"<p>{text}</p>" * 3).encode(written, "ignore")
    report = read_bytes(data, address=None, name="a.html")
    assert text in report.text
    assert report.encoding == read
    assert report.metadata.get("declared_encoding") == FALSE.get(name)


def test_an_xml_declaration_is_believed() -> None:
    page = "<?xml version='1.0' encoding='windows-1250'?>" + PAGE.format("", f"<p>{POLISH}</p>" * 3)
    assert POLISH in read_bytes(page.encode("cp1250"), address="a.xhtml").text


def test_a_stray_western_byte_in_utf8_is_read_as_what_it_is() -> None:
    data = (TEXT * 9).encode() + b" The \xa35 note, they said."
    report = read_bytes(data, address="a.txt")
    assert report.text == TEXT * 9 + " The £5 note, they said."


BROKEN = {
    "UTF-16 cut in half": "\ufeffThe ministers met.".encode("utf-16-le")[:-1],
    "UTF-8 cut in a character": (TEXT * 9).encode() + "é".encode()[:1],
}


@pytest.mark.parametrize("name", BROKEN)
def test_no_character_is_replaced(name: str) -> None:
    with pytest.raises(UnreadableSource, match="no encoding"):
        read_bytes(BROKEN[name], address="a.txt")
