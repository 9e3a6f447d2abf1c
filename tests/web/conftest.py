"""The application over an archive of its own, asked as a browser on this machine asks."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from dragoman.archive import Archive
from dragoman.web.app import create_app
from factories import FirstWord, coding, with_marks

BASE = "http://127.0.0.1:8350"


class Browser:
    """Someone at a browser: opens pages, and sends their forms with the token they hold."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str) -> Response:
        """A page, which must be there."""
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[-2000:])
        return answer

    def token(self, path: str = "/reports/new") -> str:
        """What the forms of a page are sent with."""
        found = re.search(r'name="token" value="(\w+)"', self.get(path).text)
        assert found
        return found[1]

    def post(self, path: str, **form: object) -> Response:
        """The page that a form leads to."""
        fields = {"token": self.token(), **{n: str(v) for n, v in form.items()}}
        return self.client.post(path, data=fields)

    def api(self, path: str, **json: object) -> Response:
        """The answer of the API to an act."""
        return self.client.post(f"/api{path}", json=json)


@pytest.fixture(scope="session")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three reports with a record of each kind, marks in the first."""
    path = tmp_path_factory.mktemp("talks") / "talks.dragoman"
    with Archive.open(path) as made:
        made.put(with_marks(coding(0)))
        made.put(coding(1))
        made.put(coding(2))
    return path


@pytest.fixture
def archive(talks: Path, tmp_path: Path) -> Iterator[Archive]:
    """A copy of it."""
    with Archive.open(shutil.copy(talks, tmp_path / "talks.dragoman")) as made:
        yield made


@pytest.fixture
def browser(archive: Archive, tmp_path: Path) -> Iterator[Browser]:
    """Ana's browser."""
    app = create_app(
        archive, way=FirstWord(), person="Ana", saved=tmp_path / "filters.json", max_size=2_000_000
    )
    with TestClient(app, base_url=BASE) as client:
        yield Browser(client)


@pytest.fixture
def second(browser: Browser) -> Iterator[Browser]:
    """Bo's browser, at the same server."""
    with TestClient(browser.client.app, base_url=BASE) as client:
        other = Browser(client)
        other.post("/person", name="Bo", to="/reports")
        yield other
