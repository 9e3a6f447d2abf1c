"""The least sure records first, as review asks for them."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for table in ("events", "statements", "positions", "figures", "marks"):
        columns = ["confidence", "report", "id"]
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
