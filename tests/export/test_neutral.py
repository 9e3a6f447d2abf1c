import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragoman.export.neutral import neutral, plain
from dragoman.export.outputs import write_csv
from factories import texts


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("", ""),
        ("Kyiv", "Kyiv"),
        ("a=b", "a=b"),
        ("=1+1", "'=1+1"),
        ("+44 people", "'+44 people"),
        ("-5", "'-5"),
        ("@home", "'@home"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\n=1", "'\n=1"),
        ("  =1", "'  =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("＝1", "'＝1"),
        ("'tis", "''tis"),
        ("'=1", "''=1"),
    ],
)
def test_a_formula_is_defused(text: str, cell: str) -> None:
    assert neutral(text) == cell
    assert plain(cell) == text


@given(st.one_of(texts, st.text("=+-@\t\r\n' a\u00a0＝")))
def test_every_text_comes_back_and_none_can_run(text: str) -> None:
    cell = neutral(text)
    assert plain(cell) == text
    assert cell.lstrip()[:1] not in set("=+-@＝＋－＠")
    assert cell[:1] not in set("\t\r\n")


@given(st.lists(texts, min_size=1))
@example(["a\rb", "c"])
@example(["a\nb", 'c"', "d,e", "f\r\n"])
def test_a_row_of_csv_comes_back(row: list[str]) -> None:
    made = io.StringIO(newline="")
    write_csv(made, [map(neutral, row)])
    [found] = csv.reader(io.StringIO(made.getvalue(), newline=""))
    assert list(map(plain, found)) == row
