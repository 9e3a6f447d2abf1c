"""The tables of an archive; `migrations/` holds how a file comes to have them.

The `json` of `records` is the truth, without loss; the plain columns beside it are cut from it so
that people can filter and count in SQL. Offsets are Unicode code points of `versions.text`.
"""

import sqlalchemy as sa

from dragoman.store.types import Text

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *args: sa.ForeignKey, null: bool = True, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, Text, *args, nullable=null and not key, primary_key=key)


reports = sa.Table(
    "reports",
    metadata,
    _text("id", key=True),
    # Unique as the id is, which is a hash of it: PostgreSQL's own index of unique values would
    # refuse a long one.
    _text("address", null=False),
    # Which version and coder queries show: a pure function of `codings`, kept for speed.
    _text("version", null=False),
    _text("coder", null=False),
    sa.Index(None, "address", postgresql_using="hash"),
)

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),  # of this archive alone; search goes by it
    _text("report", sa.ForeignKey("reports.id"), null=False),
    _text("version", null=False),
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
    sa.UniqueConstraint("report", "version"),
    sa.Index(None, "file", postgresql_using="hash"),
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


_CODES = {"type", "status", "issue", "stance", "measure"}  # by which lists are filtered


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
    sa.Index(None, *(table.c[c] for c in ("confidence", "report", "id")))  # the queue of review
    for code in _CODES & {*table.c.keys()}:
        sa.Index(None, table.c[code], table.c.published)
    return table


def ahead(table: sa.Table) -> sa.ColumnElement[bool]:
    """Whether a record may tell of days after its report was published."""
    published, start, end = table.c.published, table.c.when_start, table.c.when_end
    return sa.or_(published.is_(None), end > published, start > published)


def _texts(*names: str) -> tuple[sa.Column[object], ...]:
    return tuple(sa.Column(name, Text) for name in names)


def _numbers(*names: str) -> tuple[sa.Column[object], ...]:
    return tuple(sa.Column(name, sa.Double) for name in names)


def _times() -> tuple[sa.Column[object], ...]:
    start: sa.Column[object] = sa.Column("when_start", sa.Date)
    end: sa.Column[object] = sa.Column("when_end", sa.Date)
    return (start, end, *_texts("when_value", "when_precision"))


events = _kind(
    "events",
    sa.Column("type", Text, nullable=False),
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
    *_times(),
)

figures = _kind(
    "figures",
    *_numbers("low", "high"),  # the ends of a range; the same number twice otherwise
    *_texts("bound", "measure", "unit", "of", "said_by", "said_by_country", "folded"),
)

marks = _kind(
    "marks",
    sa.Column("schema", Text, nullable=False),
    sa.Column("type", Text, nullable=False),
    # "name: value" of each that is filled; `records.json` has them one by one.
    *_texts("attributes", "roles", "folded"),
)

for _dated in (events, statements):
    sa.Index(None, *(_dated.c[name] for name in ("when_start", "when_end", "published")))
    sa.Index(
        f"ix_{_dated.name}_ahead",
        *(_dated.c[name] for name in ("when_end", "when_start", "published")),
        sqlite_where=ahead(_dated),
        postgresql_where=ahead(_dated),
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
    sa.Column("geonames", sa.BigInteger),
    *_numbers("latitude", "longitude"),
    sa.Column("disputed", sa.Boolean, nullable=False),
    *_evidence(),
    _text("folded", null=False),
    sa.Index(None, "country"),
)

# The words of `folded`, and countries, by which lists find records in their order. `field` is
# `actor` or `place` for words, `actor_country` or `place_country` for codes.
terms = sa.Table(
    "terms",
    metadata,
    _text("record", sa.ForeignKey("records.id"), key=True),
    _text("field", key=True),
    _text("term", key=True),
    sa.Column("published", sa.Date),
    sa.Index(None, "field", "term", "published", "record"),
    sqlite_with_rowid=False,
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

# Who removed a report, or let it come back, when and why; rows are only ever added, and the one
# with the largest number of a report counts.
removals = sa.Table(
    "removals",
    metadata,
    _text("id", key=True),
    _text("report", null=False),
    _text("address", null=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("removed", sa.Boolean, nullable=False),
    _text("reason", null=False),
    _text("who", null=False),
    _text("at", null=False),
    sa.Index(None, "report"),
    sa.Index(None, "address", postgresql_using="hash"),
)

# What happened in this archive, in order; each row is written with what it tells of.
changes = sa.Table(
    "changes",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    _text("change", null=False),
    _text("report"),  # none where it holds for every report
    _text("version"),
    _text("coder"),
    _text("removal"),
)

# What people decided of records; rows are only ever added. They name reports and records that need
# not be here: decisions can come in before what they are on.
decisions = sa.Table(
    "decisions",
    metadata,
    _text("id", key=True),
    *(_text(name, null=False) for name in ("kind", "coder", "decided", "why")),
    *_texts("report", "version", "record", "undoes"),
    _text("json", null=False),
    sa.Index(None, "report"),
    sa.Index(None, "record"),
)

# Events of other data sets, as their files have them; the same one in two files is there twice.
foreign_events = sa.Table(
    "foreign_events",
    metadata,
    *(_text(name, key=True) for name in ("source", "id", "file")),
    sa.Column("day", sa.Date),
    *_texts("type", "mode", "place", "country"),
    *_numbers("latitude", "longitude"),
    *_texts("url", "text"),
    sa.Index(None, "source", "day", "id", "file"),
)

foreign_parties = sa.Table(
    "foreign_parties",
    metadata,
    *(_text(name, key=True) for name in ("source", "id", "file", "role")),
    sa.Column("number", sa.Integer, primary_key=True),  # its place in the role
    *_texts("name", "country"),
    sa.ForeignKeyConstraint(
        ["source", "id", "file"],
        ["foreign_events.source", "foreign_events.id", "foreign_events.file"],
    ),
    sa.Index(None, "source", "role", "country"),
)

# What was asked of this archive, and what became of each document: a ledger of this archive alone,
# which no record depends on. Rows of documents take the place of earlier ones of the same run.
runs = sa.Table(
    "runs",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    *(_text(name, null=False) for name in ("asked", "coder", "began")),
    _text("ended"),
)

run_documents = sa.Table(
    "run_documents",
    metadata,
    sa.Column("run", sa.Integer, sa.ForeignKey("runs.number"), primary_key=True),
    _text("id", key=True),  # a hash of the two that follow
    *(_text(name, null=False) for name in ("document", "digest", "outcome")),
    *_texts("report", "version", "code", "what", "todo"),
    sa.Index(None, "run", "outcome"),
    sa.Index(None, "document", postgresql_using="hash"),
)

# What joins reports and events: each row is a report (as a duplicate, and as part of a story) or an
# event (as part of a happening) and names the earlier one that it joins. `first` is the one that
# all of a group lead to. All of it follows from the reports and records, and can be made again.
links = sa.Table(
    "links",
    metadata,
    _text("kind", key=True),  # duplicate, story or happening
    _text("id", key=True),
    _text("report", null=False),
    sa.Column("day", sa.Integer, nullable=False),  # as Python counts days; 0 where unknown
    sa.Column("start", sa.Integer, nullable=False),  # in the text
    _text("joins"),
    sa.Column("likeness", sa.Double),
    _text("first", null=False),  # empty where it has to be found again
    _text("sketch", null=False),  # what it is compared by, as JSON
    sa.Index(None, "report"),
    sa.Index(None, "kind", "joins"),
    sa.Index(None, "kind", "first"),
)

# What links are looked up by: hashes of what two that belong together have in common.
link_keys = sa.Table(
    "link_keys",
    metadata,
    _text("kind", key=True),
    sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
    _text("id", key=True),
    sa.Index(None, "kind", "id"),
    sqlite_with_rowid=False,
)

# Up to which change of this archive links were made, and by which rules; one row.
link_state = sa.Table(
    "link_state",
    metadata,
    _text("rules", key=True),
    sa.Column("cursor", sa.BigInteger, nullable=False),
)

KINDS = {
    "event": events,
    "statement": statements,
    "position": positions,
    "figure": figures,
    "mark": marks,
}
NAMED = (actors, places, terms)  # what a record names
