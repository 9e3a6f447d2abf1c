"""Questions in SQL: answered, and never more than that."""

from collections.abc import Iterator

import pytest

from dragoman.archive import Archive
from dragoman.errors import ArchiveError
from factories import coding
from homes import Homes

SLOW = {
    "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
    "SELECT count(*) FROM n",
    "postgres": "SELECT pg_sleep(5)",
}
STREAMED = {"sqlite": SLOW["sqlite"].replace("count(*)", "x"),
            "postgres": "SELECT generate_series(1, 1000000000)"}  # fmt: skip


@pytest.fixture
def archive(home: Homes) -> Iterator[Archive]:
    with Archive.open(home.made()) as archive:
        archive.put(coding(0))
        archive.put(coding(1))
        yield archive


@pytest.mark.parametrize(
    ("sql", "columns", "rows"),
    [
        ("SELECT count(*) AS n FROM latest_events", ("n",), [(2,)]),
        ("SELECT 1 AS a, 2 AS a, 3 AS a", ("a", "a_2", "a_3"), [(1, 2, 3)]),
        ("SELECT words FROM events WHERE words LIKE '%ru%' LIMIT 1", ("words",), [("struck",)]),
        ("SELECT number FROM versions WHERE 1 = 0;", ("number",), []),
        ("WITH c AS (SELECT country FROM actors) SELECT DISTINCT country FROM c "
         "WHERE country = 'UKR'", ("country",), [("UKR",)]),
    ],
)  # fmt: skip
def test_query(
    archive: Archive, sql: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    found = archive.query(sql)
    assert found.columns == columns
    assert list(found) == rows
    assert list(archive.query(sql).dicts()) == [dict(zip(columns, r, strict=True)) for r in rows]


def test_values_as_json_has_them(archive: Archive) -> None:
    [row] = archive.query(
        "SELECT published, avg(confidence) AS sure, sum(quad) AS quads, NULL AS nil "
        "FROM latest_events GROUP BY published"
    ).dicts()
    assert row["published"] == "2024-05-02"
    assert row["sure"] == pytest.approx(0.8)
    assert (row["quads"], row["nil"]) == (8, None)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM reports",
        "UPDATE events SET type = 'AID'",
        "INSERT INTO failures VALUES ('a', 'b', 'c', 'd', 'e')",
        "DROP TABLE events",
        "CREATE TABLE t (x integer)",
        "CREATE TEMPORARY TABLE t (x integer)",
        "DELETE FROM reports RETURNING id",
        "WITH x AS (DELETE FROM reports RETURNING id) SELECT * FROM x",
        "SELECT 1; DELETE FROM failures",
        "SELECT 1; COMMIT; DELETE FROM changes; SELECT 1",
        "COMMIT",
        "BEGIN",
        "ROLLBACK",
        "VACUUM",
        "PRAGMA query_only = OFF",
        "PRAGMA journal_mode = DELETE",
        "ATTACH 'other.db' AS other",
        "INSERT INTO search (search) VALUES ('delete-all')",
        "SET transaction_read_only = off",
        "SELECT set_config('transaction_read_only', 'off', false)",
        "SELECT load_extension('x')",
        "SELECT nextval('versions_number_seq')",
        "COPY reports TO PROGRAM 'true'",
        "SELECT nothing FROM nowhere",
        "SELEC 1",
        "SELECT '\ud800'",
        "",
        ";",
    ],
)
def test_nothing_can_be_changed(archive: Archive, sql: str) -> None:
    before, changes = archive.digest(), list(archive.changes())
    with pytest.raises(ArchiveError):
        list(archive.query(sql))
    assert archive.digest() == before
    assert list(archive.changes()) == changes
    assert archive.put(coding(2))


@pytest.mark.parametrize("sql", [SLOW, STREAMED], ids=["slow", "streamed"])
def test_a_query_takes_no_longer_than_allowed(
    home: Homes, archive: Archive, sql: dict[str, str]
) -> None:
    with pytest.raises(ArchiveError, match="longer than 0.05 seconds"):
        for _ in archive.query(sql[home.kind], seconds=0.05):
            pass


def test_an_answer_may_be_left(home: Homes, archive: Archive) -> None:
    found = archive.query(STREAMED[home.kind])
    assert next(found.rows) == (1,)
    found.rows.close()  # type: ignore[attr-defined]  # of generators
    assert archive.put(coding(2))
