"""Run by Alembic: migrates over the connection that `store.schema` hands it."""

from alembic import context

from dragoman.store.schema import VERSION_TABLE
from dragoman.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,  # a migration that is killed leaves the file as it was
)
context.run_migrations()
