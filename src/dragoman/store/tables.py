"""The tables of an archive; `migrations/` holds how a file comes to have them.

The `json` of `records` is the truth, without loss; the plain columns beside it are cut from it so
that people can filter and count in SQL. Offsets are Unicode code points of `versions.text`.
"""

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *args: sa.ForeignKey, null: bool = True, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, *args, nullable=null and not key, primary_key=key)


reports = sa.Table(
    "reports",
    metadata,
    _text("id", key=True),
    sa.Column("address", sa.Text, nullable=False, unique=True),
    # Which version and coder queries show: a pure function of `codings`, kept for speed.
    _text("version", null=False),
    _text("coder", null=False),
)

versions = sa.Table(
    "versions",
    metadata,
    _text("report", sa.ForeignKey("reports.id"), key=True),
    _text("version", key=True),
    _text("title"),
    _text("site"),
    _text("byline"),
    sa.Column("published", sa.Date),
    _text("language"),
    _text("media_type", null=False),
    _text("encoding"),
    _text("file"),
    _text("source_hash"),
    _text("blocks", null=False),
    _text("origins", null=False),
    _text("metadata", null=False),
    _text("text", null=False),
)

codings = sa.Table(
    "codings",
    metadata,
    _text("report", key=True),
    _text("version", key=True),
    _text("coder", key=True),
    # The order in which the codings of a report came in; joining archives keeps the larger.
    sa.Column("sequence", sa.Integer, nullable=False),
    # Whether its coder has schemas of the user's own and stands beside the report's coder.
    sa.Column("added", sa.Boolean, nullable=False),
    # Whether queries show it: a pure function of the rest, kept for speed.
    sa.Column("shown", sa.Boolean, nullable=False),
    sa.ForeignKeyConstraint(["report", "version"], ["versions.report", "versions.version"]),
)

records = sa.Table(
    "records",
    metadata,
    _text("id", key=True),
    _text("record", null=False),
    _text("report", null=False),
    _text("version", null=False),
    _text("coder", null=False),
    sa.Column("number", sa.Integer, nullable=False),  # its place among its kind in the coding
    _text("json", null=False),
    sa.ForeignKeyConstraint(
        ["report", "version", "coder"], ["codings.report", "codings.version", "codings.coder"]
    ),
    sa.Index(None, "report", "version", "coder"),
)


def _evidence() -> tuple[sa.Column[str] | sa.Column[int] | sa.Column[float], ...]:
    return (
        _text("words", null=False),
        sa.Column("evidence_start", sa.Integer, nullable=False),
        sa.Column("evidence_end", sa.Integer, nullable=False),
        sa.Column("confidence", sa.Double, nullable=False),
    )


def _kind(name: str, *columns: sa.Column[object]) -> sa.Table:
    """The table of one kind of record: what all share, then its own columns."""
    table = sa.Table(
        name,
        metadata,
        _text("id", sa.ForeignKey("records.id"), key=True),
        _text("report", sa.ForeignKey("reports.id"), null=False),
        _text("version", null=False),
        _text("coder", null=False),
        sa.Column("published", sa.Date),
        *columns,
        *_evidence(),
    )
    sa.Index(None, *(table.c[c] for c in ("published", "report", "evidence_start", "id")))
    return table


def _texts(*names: str) -> tuple[sa.Column[object], ...]:
    return tuple(sa.Column(name, sa.Text) for name in names)


def _numbers(*names: str) -> tuple[sa.Column[object], ...]:
    return tuple(sa.Column(name, sa.Double) for name in names)


def _times() -> tuple[sa.Column[object], ...]:
    start: sa.Column[object] = sa.Column("when_start", sa.Date)
    end: sa.Column[object] = sa.Column("when_end", sa.Date)
    return (start, end, *_texts("when_value", "when_precision"))


events = _kind(
    "events",
    sa.Column("type", sa.Text, nullable=False),
    *_texts("mode", "status", "actor", "actor_country", "recipient", "recipient_country"),
    *_texts("place", "place_country", "said_by", "contexts"),
    sa.Column("quad", sa.Integer, nullable=False),
    *_numbers("score", "dead", "injured", "arrested"),
    *_times(),
)

statements = _kind(
    "statements",
    *_texts("kind", "speaker", "speaker_country", "addressee", "cue", "content"),
    *_times(),
)

positions = _kind(
    "positions",
    *_texts("party", "party_country", "stance", "issue", "of", "of_country", "condition", "cue"),
)

figures = _kind(
    "figures",
    *_numbers("low", "high"),  # the ends of a range; the same number twice otherwise
    *_texts("bound", "measure", "unit", "of", "said_by", "said_by_country", "folded"),
)

marks = _kind(
    "marks",
    sa.Column("schema", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    # "name: value" of each that is filled; `records.json` has them one by one.
    *_texts("attributes", "roles", "folded"),
)

actors = sa.Table(
    "actors",
    metadata,
    _text("record", sa.ForeignKey("records.id"), key=True),
    _text("role", key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    *_texts("name", "country", "sectors", "office", "wikidata"),
    *_evidence(),
    _text("folded", null=False),  # what filters look in: name, words and antecedent
    sa.Index(None, "country"),
)

places = sa.Table(
    "places",
    metadata,
    _text("record", sa.ForeignKey("records.id"), key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    *_texts("name", "country", "admin1", "precision"),
    sa.Column("geonames", sa.Integer),
    *_numbers("latitude", "longitude"),
    sa.Column("disputed", sa.Boolean, nullable=False),
    *_evidence(),
    _text("folded", null=False),
    sa.Index(None, "country"),
)

failures = sa.Table(
    "failures",
    metadata,
    _text("id", key=True),
    _text("address", null=False),
    _text("code", null=False),
    _text("what", null=False),
    _text("todo", null=False),
)

KINDS = {
    "event": events,
    "statement": statements,
    "position": positions,
    "figure": figures,
    "mark": marks,
}
