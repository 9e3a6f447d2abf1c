"""Puts `factories` on the path of every test, and gives places for archives."""

import os
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

import homes
from homes import Databases, Files, Homes

BOTH = ["sqlite", "postgres"]


@pytest.fixture(scope="session")
def server() -> Iterator[sa.URL]:
    """A PostgreSQL server for all tests that need one."""
    with homes.server() as url:
        yield url


@pytest.fixture(scope="session")
def databases(server: sa.URL) -> Iterator[Databases]:
    """Databases of that server."""
    made = Databases(server)
    yield made
    if homes.ASKED in os.environ:  # otherwise the server goes with all that is in it
        made.drop()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """SQLite files."""
    return Files(tmp_path_factory.mktemp("archives"))


@pytest.fixture(scope="session", params=BOTH)
def homes_of(request: pytest.FixtureRequest) -> Homes:
    """Places that are kept until all tests are done."""
    found: Homes = request.getfixturevalue("files" if request.param == "sqlite" else "databases")
    return found


@pytest.fixture
def home(homes_of: Homes) -> Iterator[Homes]:
    """Places for archives: each test that asks for it runs on both databases."""
    yield homes_of
    homes_of.release()
