"""Archives as the first schema had them, for trials of the migrations."""

from collections.abc import Iterable

import sqlalchemy as sa
from made_up import rows_of

from dragoman.model import Coding
from dragoman.store.engine import backend
from dragoman.store.schema import migrate

FIRST = "0001"


def write_old(where: str, codings: Iterable[Coding]) -> None:
    """Make an archive of schema 0001 with one coding of each report in it."""
    found = backend(where, wait=10)
    found.begin()
    with found.writer.begin() as connection:
        migrate(connection, where, None, to=FIRST)
        known = sa.MetaData()
        for number, coding in enumerate(codings, start=1):
            for new, row in rows_of(coding, number):
                if sa.inspect(connection).has_table(new.name):
                    old = sa.Table(new.name, known, autoload_with=connection)
                    fields = {name: value for name, value in row.items() if name in old.c}
                    connection.execute(sa.insert(old), fields)
            found.search.add(connection, coding.report.id, coding.report.version)
    found.reader.dispose()
