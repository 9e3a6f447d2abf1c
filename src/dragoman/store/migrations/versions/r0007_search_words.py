"""PostgreSQL finds new words as fast as old ones.

New words wait in a list, which every search reads from end to end. Up to its default of 4 MB the
planner holds it for dearer than going through the texts of 100,000 reports, which it is not: how
long they are it does not see. (Manual, "GIN Fast Update Technique".)
"""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("ALTER INDEX ix_search_words SET (gin_pending_list_limit = 1024)")  # kB
        op.execute("SELECT gin_clean_pending_list('ix_search_words')")
