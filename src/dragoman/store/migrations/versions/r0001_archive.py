"""The archive's first schema."""

import sqlalchemy as sa
from alembic import op

from dragoman.store.types import Text

revision = "0001"
down_revision = None

Columns = list[sa.Column[object]]

_VIEW = """
CREATE VIEW latest_{kind} AS
SELECT {kind}.*, versions.title, reports.address
FROM {kind}
JOIN reports ON reports.id = {kind}.report
    AND reports.version = {kind}.version AND reports.coder = {kind}.coder
JOIN versions ON versions.report = {kind}.report AND versions.version = {kind}.version
"""


_VIEW_OF_MARKS = """
CREATE VIEW latest_marks AS
SELECT marks.*, versions.title, reports.address
FROM marks
JOIN codings ON codings.report = marks.report AND codings.version = marks.version
    AND codings.coder = marks.coder AND codings.shown
JOIN reports ON reports.id = marks.report
JOIN versions ON versions.report = marks.report AND versions.version = marks.version
"""


def upgrade() -> None:
    _reports()
    _codings()
    _kinds()
    _named()
    for kind in ("events", "statements", "positions", "figures"):
        op.execute(_VIEW.format(kind=kind))
    op.execute(_VIEW_OF_MARKS)
    _history()
    _decisions()
    _search()


def _texts(*names: str, null: bool = True) -> Columns:
    return [sa.Column(name, Text, nullable=null) for name in names]


def _of(
    kind: type[sa.Double[float] | sa.Date | sa.Integer], *names: str, null: bool = True
) -> Columns:
    return [sa.Column(name, kind, nullable=null) for name in names]


def _primary(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names, name=f"pk_{table}")


def _foreign(table: str, here: list[str], there: list[str]) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(here, there, name=f"fk_{table}_{'_'.join(here)}")


def _reports() -> None:
    op.create_table(
        "reports",
        *_texts("id", "address", "version", "coder", null=False),
        _primary("reports", "id"),
    )
    _hash("reports", "address")
    op.create_table(
        "versions",
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("report", "version", null=False),
        *_texts("title", "site", "byline"),
        sa.Column("published", sa.Date),
        *_texts("language"),
        *_texts("media_type", null=False),
        *_texts("encoding", "file", "source_hash"),
        *_texts("blocks", "origins", "metadata", "text", null=False),
        _primary("versions", "number"),
        sa.UniqueConstraint("report", "version", name="uq_versions_report_version"),
        _foreign("versions", ["report"], ["reports.id"]),
    )
    _hash("versions", "file")
    op.create_table(
        "failures",
        *_texts("id", "address", "code", "what", "todo", null=False),
        _primary("failures", "id"),
    )


def _codings() -> None:
    op.create_table(
        "codings",
        *_texts("report", "version", "coder", null=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("added", sa.Boolean, nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
        _primary("codings", "report", "version", "coder"),
        _foreign("codings", ["report", "version"], ["versions.report", "versions.version"]),
    )
    keys = ["report", "version", "coder"]
    op.create_table(
        "records",
        *_texts("id", "record", *keys, null=False),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("json", null=False),
        _primary("records", "id"),
        _foreign("records", keys, [f"codings.{key}" for key in keys]),
    )
    op.create_index("ix_records_report_version_coder", "records", keys)


def _kinds() -> None:
    _kind(
        "events",
        *_texts("type", null=False),
        *_texts("mode", "status", "actor", "actor_country", "recipient", "recipient_country"),
        *_texts("place", "place_country", "said_by", "contexts"),
        sa.Column("quad", sa.Integer, nullable=False),
        *_of(sa.Double, "score", "dead", "injured", "arrested"),
        *_of(sa.Date, "when_start", "when_end"),
        *_texts("when_value", "when_precision"),
    )
    _kind(
        "statements",
        *_texts("kind", "speaker", "speaker_country", "addressee", "cue", "content"),
        *_of(sa.Date, "when_start", "when_end"),
        *_texts("when_value", "when_precision"),
    )
    _kind(
        "positions",
        *_texts("party", "party_country", "stance", "issue"),
        *_texts("of", "of_country", "condition", "cue"),
    )
    _kind(
        "figures",
        *_of(sa.Double, "low", "high"),
        *_texts("bound", "measure", "unit", "of", "said_by", "said_by_country", "folded"),
    )
    _kind("marks", *_texts("schema", "type", null=False), *_texts("attributes", "roles", "folded"))


def _kind(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        *_texts("id", "report", "version", "coder", null=False),
        sa.Column("published", sa.Date),
        *columns,
        *_words(),
        _primary(name, "id"),
        _foreign(name, ["id"], ["records.id"]),
        _foreign(name, ["report"], ["reports.id"]),
    )
    keys = ["published", "report", "evidence_start", "id"]
    ordered: list[str | sa.TextClause] = [*keys]
    if op.get_context().dialect.name == "postgresql":
        ordered[0] = sa.text("published NULLS FIRST")  # as lists are ordered, and SQLite does
    op.create_index(f"ix_{name}_{'_'.join(keys)}", name, ordered)


def _words() -> Columns:
    return [
        *_texts("words", null=False),
        *_of(sa.Integer, "evidence_start", "evidence_end", null=False),
        *_of(sa.Double, "confidence", null=False),
    ]


def _named() -> None:
    """Who and where: the tables that filters look in."""
    op.create_table(
        "actors",
        *_texts("record", "role", null=False),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("name", "country", "sectors", "office", "wikidata"),
        *_words(),
        *_texts("folded", null=False),
        _primary("actors", "record", "role", "number"),
        _foreign("actors", ["record"], ["records.id"]),
    )
    op.create_table(
        "places",
        *_texts("record", null=False),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("name", "country", "admin1", "precision"),
        sa.Column("geonames", sa.BigInteger),
        *_of(sa.Double, "latitude", "longitude"),
        sa.Column("disputed", sa.Boolean, nullable=False),
        *_words(),
        *_texts("folded", null=False),
        _primary("places", "record", "number"),
        _foreign("places", ["record"], ["records.id"]),
    )
    for table in ("actors", "places"):
        op.create_index(f"ix_{table}_country", table, ["country"])


def _history() -> None:
    op.create_table(
        "removals",
        *_texts("id", "report", "address", null=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False),
        *_texts("reason", "who", "at", null=False),
        _primary("removals", "id"),
    )
    op.create_index("ix_removals_report", "removals", ["report"])
    _hash("removals", "address")
    op.create_table(
        "changes",
        sa.Column("number", sa.BigInteger, nullable=False, autoincrement=False),
        *_texts("change", "report", null=False),
        *_texts("version", "coder", "removal"),
        _primary("changes", "number"),
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        *_texts("id", "kind", "coder", "decided", "why", null=False),
        *_texts("report", "version", "record", "undoes"),
        *_texts("json", null=False),
        _primary("decisions", "id"),
    )
    for column in ("report", "record"):
        op.create_index(f"ix_decisions_{column}", "decisions", [column])


def _hash(table: str, column: str) -> None:
    """An index of texts of any length, which the usual one of PostgreSQL refuses."""
    op.create_index(f"ix_{table}_{column}", table, [column], postgresql_using="hash")


_SEARCH_SQLITE = """
CREATE VIRTUAL TABLE search USING fts5(
    title, text, content="versions", content_rowid="number",
    tokenize="unicode61 remove_diacritics 2"
)
"""
_SEARCH_POSTGRESQL = """
CREATE TABLE search (
    number integer NOT NULL REFERENCES versions (number),
    part integer NOT NULL,
    words tsvector NOT NULL,
    CONSTRAINT pk_search PRIMARY KEY (number, part)
)
"""


def _search() -> None:
    """Full text; the writer keeps it, in the transaction that keeps the version."""
    if op.get_context().dialect.name == "sqlite":
        op.execute(_SEARCH_SQLITE)
        return
    op.execute(_SEARCH_POSTGRESQL)
    op.execute("CREATE INDEX ix_search_words ON search USING gin (words)")
