"""Tables go into dataframes, CSV and charts as they are."""

import csv
import io
from datetime import date
from typing import Any

import pytest

from dragoman.analysis.chart import chart, svg
from dragoman.analysis.table import Column, Table
from dragoman.errors import ArchiveError
from dragoman.export.neutral import neutral

TABLE = Table(
    name="speakers",
    columns=(Column("speaker", str, "who"), Column("statements", int, "how many"),
             Column("score", float, "mean"), Column("first", date, "the first day")),
    data=(("Ada", "Bo"), (2, None), (0.5, None), (date(2024, 5, 2), None)),
    records=(("s-1", "s-2"), ()),
    note="Counts statements.",
)  # fmt: skip


def test_dicts_are_json_ready() -> None:
    assert list(TABLE.to_dicts()) == [
        {"speaker": "Ada", "statements": 2, "score": 0.5, "first": "2024-05-02",
         "records": ["s-1", "s-2"]},
        {"speaker": "Bo", "statements": None, "score": None, "first": None, "records": []},
    ]  # fmt: skip


def test_csv_leaves_unknown_cells_empty() -> None:
    head, first, second = csv.reader(io.StringIO(TABLE.to_csv()))
    assert head == ["speaker", "statements", "score", "first", "records"]
    assert first == ["Ada", "2", "0.5", "2024-05-02", "s-1; s-2"]
    assert second == ["Bo", "", "", "", ""]


def test_csv_for_spreadsheets_cannot_be_run_by_them() -> None:
    table = Table("x", (Column("words", str, ""),), (("=1+1",),), ((),))
    assert "\n'=1+1," in table.to_csv(text=neutral)


def test_arrow_takes_it_through_its_capsule() -> None:
    pa = pytest.importorskip("pyarrow")
    table = pa.table(TABLE)
    assert table.column_names == ["speaker", "statements", "score", "first", "records"]
    assert table["records"].to_pylist() == [["s-1", "s-2"], []]
    assert table["first"].to_pylist() == [date(2024, 5, 2), None]
    assert table.schema.field("statements").metadata == {b"meaning": b"how many"}


def test_the_interchange_protocol_gives_it_to_pandas() -> None:
    pd = pytest.importorskip("pandas")
    frame: Any = TABLE.__dataframe__()  # the protocol's own object
    assert frame.num_rows() == 2
    assert list(frame.column_names()) == ["speaker", "statements", "score", "first", "records"]
    taken = pd.DataFrame.from_arrow(TABLE)
    assert list(taken["speaker"]) == ["Ada", "Bo"]
    assert taken["statements"].isna().tolist() == [False, True]


def test_a_chart_has_its_rows_and_is_drawn_offline() -> None:
    pytest.importorskip("vl_convert")
    made = chart(TABLE)
    assert made["data"]["values"] == list(TABLE.to_dicts())
    drawn = svg(made)
    assert drawn.startswith("<svg")
    assert "Ada" in drawn


def test_what_has_no_chart_says_so() -> None:
    with pytest.raises(ArchiveError, match="no chart of x"):
        chart(Table("x", (), (), ()))


def test_rows_and_their_number() -> None:
    assert len(TABLE) == len(list(TABLE.rows)) == 2
    assert list(TABLE.first(1).column("speaker")) == ["Ada"]
