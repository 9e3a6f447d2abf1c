"""The ledger of runs."""

import sqlalchemy as sa
from alembic import op

from dragoman.store.types import Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        *(sa.Column(name, Text, nullable=False) for name in ("asked", "coder", "began")),
        sa.Column("ended", Text),
        sa.PrimaryKeyConstraint("number", name="pk_runs"),
    )
    op.create_table(
        "run_documents",
        sa.Column("run", sa.Integer, nullable=False),
        *(sa.Column(n, Text, nullable=False) for n in ("id", "document", "digest", "outcome")),
        *(sa.Column(n, Text) for n in ("report", "version", "code", "what", "todo")),
        sa.PrimaryKeyConstraint("run", "id", name="pk_run_documents"),
        sa.ForeignKeyConstraint(["run"], ["runs.number"], name="fk_run_documents_run"),
    )
    op.create_index("ix_run_documents_run_outcome", "run_documents", ["run", "outcome"])
    # PostgreSQL's usual index refuses long texts.
    op.create_index(
        "ix_run_documents_document", "run_documents", ["document"], postgresql_using="hash"
    )
