"""Words of reports go into PostgreSQL's index at once.

By default new ones wait in a list, up to 4 MB, which every search reads from end to end, and for
which the planner shuns the index, until the server next cleans up (manual, "GIN Fast Update").
"""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER INDEX ix_search_words SET (fastupdate = off)")
        op.execute("SELECT gin_clean_pending_list('ix_search_words')")
