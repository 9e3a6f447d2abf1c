"""Events of others, for comparison; decisions on all reports in the feed; lists by index."""

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa
from alembic import op

from dragoman.store.engine import insert_new
from dragoman.store.terms import term_rows
from dragoman.store.types import Text

revision = "0003"
down_revision = "0002"

Columns = list[sa.Column[object]]
_KEYS = ["source", "id", "file"]
_CODES = {
    "events": ("type", "status"),
    "positions": ("stance", "issue"),
    "figures": ("measure",),
    "marks": ("type",),
}
_AHEAD = "published IS NULL OR when_end > published OR when_start > published"


def upgrade() -> None:
    _foreign()
    # What holds for every report has none.
    with op.batch_alter_table("changes") as changes:
        changes.alter_column("report", existing_type=Text, nullable=True)
    for table, codes in _CODES.items():
        for code in codes:
            _ordered(table, [code], "published")
    for table in ("events", "statements"):
        days = ["when_start", "when_end", "published"]
        op.create_index(f"ix_{table}_{'_'.join(days)}", table, days)
        days, few = ["when_end", "when_start", "published"], sa.text(_AHEAD)
        op.create_index(f"ix_{table}_ahead", table, days, sqlite_where=few, postgresql_where=few)
    _terms()


def _texts(*names: str, null: bool = True) -> Columns:
    return [sa.Column(name, Text, nullable=null) for name in names]


def _foreign() -> None:
    op.create_table(
        "foreign_events",
        *_texts(*_KEYS, null=False),
        sa.Column("day", sa.Date),
        *_texts("type", "mode", "place", "country"),
        sa.Column("latitude", sa.Double),
        sa.Column("longitude", sa.Double),
        *_texts("url", "text"),
        sa.PrimaryKeyConstraint(*_KEYS, name="pk_foreign_events"),
    )
    _ordered("foreign_events", ["source"], "day", "id", "file")
    op.create_table(
        "foreign_parties",
        *_texts(*_KEYS, "role", null=False),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("name", "country"),
        sa.PrimaryKeyConstraint(*_KEYS, "role", "number", name="pk_foreign_parties"),
        sa.ForeignKeyConstraint(
            _KEYS, [f"foreign_events.{key}" for key in _KEYS],
            name="fk_foreign_parties_source_id_file",
        ),
    )  # fmt: skip
    by = ["source", "role", "country"]
    op.create_index("ix_foreign_parties_source_role_country", "foreign_parties", by)


def _ordered(table: str, first: list[str], day: str, *rest: str) -> None:
    """An index in which unknown days come first, as lists have them."""
    name = f"ix_{table}_{'_'.join([*first, day, *rest])}"
    postgresql = op.get_context().dialect.name == "postgresql"
    op.create_index(
        name, table, [*first, sa.text(f"{day} NULLS FIRST") if postgresql else day, *rest]
    )


def _terms() -> None:
    """The words and countries of all records, looked up from now on."""
    made = op.create_table(
        "terms",
        *_texts("record", "field", "term", null=False),
        sa.Column("published", sa.Date),
        sa.PrimaryKeyConstraint("record", "field", "term", name="pk_terms"),
        sa.ForeignKeyConstraint(["record"], ["records.id"], name="fk_terms_record"),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    for field, query in _named():
        found = connection.execute(query, execution_options={"yield_per": 1000})
        for batch in found.partitions():
            rows = [term_rows(r.id, r.published, [(field, r._asdict())]) for r in batch]
            insert_new(connection, made, [row for those in rows for row in those])
    _ordered("terms", ["field", "term"], "published", "record")


def _named() -> Iterator[tuple[str, sa.Select[str, date, str, str]]]:
    """Whom and what records name: the field, and each with its record's id and day."""
    for kind in ("events", "statements", "positions", "figures"):
        yield "actor", _select(kind, "actors")
    yield "place", _select("events", "places")
    for kind in ("figures", "marks"):
        yield "actor", _select(kind)


def _select(kind: str, named: str | None = None) -> sa.Select[str, date, str, str]:
    names = ("record", "country", "folded")
    record = sa.table(
        kind,
        *(sa.column(name, Text) for name in ("id", "folded")),
        sa.column("published", sa.Date),
    )
    if named is None:
        none = sa.literal(None, Text).label("country")
        query = sa.select(record.c.id, record.c.published, none, record.c.folded)
        return query.where(record.c.folded.is_not(None))
    other = sa.table(named, *(sa.column(name, Text) for name in names))
    query = sa.select(record.c.id, record.c.published, other.c.country, other.c.folded)
    return query.join_from(other, record, record.c.id == other.c.record)
