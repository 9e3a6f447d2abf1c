"""The archive's first schema."""

import sqlalchemy as sa
from alembic import op

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


def _texts(*names: str, null: bool = True) -> Columns:
    return [sa.Column(name, sa.Text, nullable=null) for name in names]


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
        sa.UniqueConstraint("address", name="uq_reports_address"),
    )
    op.create_table(
        "versions",
        *_texts("report", "version", null=False),
        *_texts("title", "site", "byline"),
        sa.Column("published", sa.Date),
        *_texts("language"),
        *_texts("media_type", null=False),
        *_texts("encoding", "file", "source_hash"),
        *_texts("blocks", "origins", "metadata", "text", null=False),
        _primary("versions", "report", "version"),
        _foreign("versions", ["report"], ["reports.id"]),
    )
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
    op.create_index(f"ix_{name}_{'_'.join(keys)}", name, keys)


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
        sa.Column("geonames", sa.Integer),
        *_of(sa.Double, "latitude", "longitude"),
        sa.Column("disputed", sa.Boolean, nullable=False),
        *_words(),
        *_texts("folded", null=False),
        _primary("places", "record", "number"),
        _foreign("places", ["record"], ["records.id"]),
    )
    for table in ("actors", "places"):
        op.create_index(f"ix_{table}_country", table, ["country"])
