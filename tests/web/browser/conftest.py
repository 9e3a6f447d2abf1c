"""A real server and Chromium; a test fails where a page asks anything of another host."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from dragoman import samples
from dragoman.archive import Archive
from dragoman.way import Way
from dragoman.web.app import create_app

playwright_api = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed (the extra `dev`)"
)
axe_api = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)

CHROMIUM = Path(os.environ.get("DRAGOMAN_CHROMIUM", "/usr/bin/chromium"))
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
TIME = 120_000  # milliseconds that anything may take; machines that test are slow
# What axe holds a page against: WCAG 2.2, levels A and AA; other colours change contrast alone.
VIOLATIONS = {"resultTypes": ["violations"]}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], **VIOLATIONS}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, **VIOLATIONS}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests may talk to this machine, and to no other."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture(scope="session")
def way() -> Way:
    """The shipped reader, loaded once."""
    return Way()


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory, way: Way) -> Path:
    """An archive of two sample reports, as the shipped reader reads them."""
    path = tmp_path_factory.mktemp("samples") / "samples.dragoman"
    with Archive.open(path) as archive:
        for name in ("dayton-2-ceasefire", "camp-david-1-opening"):
            archive.read(samples.path(name), way=way)
    return path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; DRAGOMAN_CHROMIUM may name one")
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


class Server:
    """One server for all tests: each has an application of its own behind it."""

    def __init__(self) -> None:
        self.app: Any = None  # of FastAPI
        self._busy, self._changed = 0, threading.Condition()
        config = uvicorn.Config(self, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
        self._socket = config.bind_socket()
        self._socket.listen()  # whoever connects before it answers waits
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],))
        self._thread.start()
        self.base = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, and know what is not answered yet."""
        with self._changed:
            self._busy += 1
        try:
            await self.app(scope, receive, send)
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    def finish(self) -> None:
        """Wait until everything is answered: an archive may then be closed."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._busy == 0, TIME / 1000)
        self.app.state.web.reading.close()

    def close(self) -> None:
        """Stop."""
        self._server.should_exit = True
        self._thread.join()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The server."""
    made = Server()
    yield made
    made.close()


@dataclass
class Site:
    """A server, its archive, and browsers that look at it."""

    base: str
    archive: Archive
    browser: Any  # of Playwright
    asked: list[str] = field(default_factory=list)  # every address that a page asked for
    wrong: list[str] = field(default_factory=list)  # what the browser's console complained of
    expected: str | None = None  # words of a complaint that a test provokes

    @cached_property
    def page(self) -> Any:
        """A page of a browser."""
        return self.another(viewport={"width": 1360, "height": 850})

    def another(self, **how: Any) -> Any:
        """A page of a browser of its own; what it asks for and complains of is written down."""
        context = self.browser.new_context(**how)
        context.set_default_timeout(TIME)
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda m: self.wrong.append(m.text) if m.type == "error" else None)
        return page

    def open(self, path: str) -> Any:
        """The page at a path, when its scripts have run."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        return answer

    def check(self) -> None:
        """No other host was asked, nothing was refused by the policy, no script failed."""
        assert self.asked
        assert [a for a in self.asked if not a.startswith(f"{self.base}/")] == []
        expected = self.expected
        assert [w for w in self.wrong if expected is None or expected not in w] == []

    def axe(self, *, contrast: bool = False) -> list[object]:
        """What hinders people on this page, by axe's rules; or by that of contrast alone."""
        found = axe_api.Axe().run(self.page, options=CONTRAST if contrast else RULES)
        return [
            (self.page.url, v["id"], [n["html"][:300] for n in v["nodes"]])
            for v in found.response["violations"]
        ]


@pytest.fixture
def site(kept: Path, tmp_path: Path, way: Way, chromium: Any, server: Server) -> Iterator[Site]:
    """The sample archive, copied, served, and looked at."""
    path = shutil.copy(kept, tmp_path / "samples.dragoman")
    with Archive.open(path) as archive:
        server.app = create_app(archive, way=way, person="Ana", saved=tmp_path / "filters.json")
        made = Site(server.base, archive, chromium)
        try:
            yield made
            made.check()
        finally:
            for context in chromium.contexts:
                context.close()
            server.finish()
