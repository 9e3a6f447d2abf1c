"""Duplicates, stories and happenings."""

import sqlalchemy as sa
from alembic import op

from dragoman.store.types import Text

revision = "0004"
down_revision = "0003"


def _texts(*names: str, null: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, Text, nullable=null) for name in names]


def upgrade() -> None:
    op.create_table(
        "links",
        *_texts("kind", "id", "report"),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("day", "start")),
        *_texts("joins", null=True),
        sa.Column("likeness", sa.Double),
        *_texts("first", "sketch"),
        sa.PrimaryKeyConstraint("kind", "id", name="pk_links"),
    )
    op.create_index("ix_links_report", "links", ["report"])
    op.create_index("ix_links_kind_joins", "links", ["kind", "joins"])
    op.create_index("ix_links_kind_first", "links", ["kind", "first"])
    op.create_table(
        "link_keys",
        *_texts("kind"),
        sa.Column("key", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("day", sa.Integer, nullable=False, autoincrement=False),
        *_texts("id"),
        sa.PrimaryKeyConstraint("kind", "key", "day", "id", name="pk_link_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_link_keys_kind_id", "link_keys", ["kind", "id"])
    op.create_table(
        "link_state",
        *_texts("rules"),
        sa.Column("cursor", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("rules", name="pk_link_state"),
    )
