"""When a position was taken."""

import sqlalchemy as sa
from alembic import op

from dragoman.store.migrations.versions.r0001_archive import _VIEW
from dragoman.store.types import Text

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("DROP VIEW latest_positions")  # PostgreSQL keeps the columns a view began with
    for name in ("when_start", "when_end"):
        op.add_column("positions", sa.Column(name, sa.Date))
    for name in ("when_value", "when_precision"):
        op.add_column("positions", sa.Column(name, Text))
    op.execute(_VIEW.format(kind="positions"))
