"""A real server and Chromium; a test fails where a page asks anything of another host."""

import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
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
# What axe holds a page against: WCAG 2.2, levels A and AA.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


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


@dataclass
class Site:
    """A server, its archive, and a page of a browser that looks at it."""

    base: str
    archive: Archive
    page: Any  # of Playwright
    asked: list[str] = field(default_factory=list)  # every address that a page asked for
    wrong: list[str] = field(default_factory=list)  # what the browser's console complained of

    def open(self, path: str) -> Any:
        """The page at a path."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        return answer

    def check(self) -> None:
        """No other host was asked, nothing was refused by the policy, no script failed."""
        assert self.asked
        assert [a for a in self.asked if not a.startswith(f"{self.base}/")] == []
        assert self.wrong == []

    def axe(self) -> list[object]:
        """What hinders people on this page, by axe's rules."""
        found = axe_api.Axe().run(self.page, options=RULES)
        return [
            (self.page.url, v["id"], [n["html"][:300] for n in v["nodes"]])
            for v in found.response["violations"]
        ]


@pytest.fixture
def site(kept: Path, tmp_path: Path, way: Way, chromium: Any) -> Iterator[Site]:
    """The sample archive, copied, served, and looked at."""
    path = shutil.copy(kept, tmp_path / "samples.dragoman")
    with Archive.open(path) as archive:
        app = create_app(archive, way=way, person="Ana", saved=tmp_path / "filters.json")
        config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning")
        listening = config.bind_socket()
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        context = chromium.new_context(viewport={"width": 1360, "height": 850})
        context.set_default_timeout(20_000)
        made = Site(f"http://127.0.0.1:{listening.getsockname()[1]}", archive, context.new_page())
        made.page.on("request", lambda request: made.asked.append(request.url))
        made.page.on("pageerror", lambda error: made.wrong.append(str(error)))
        made.page.on("console", lambda m: made.wrong.append(m.text) if m.type == "error" else None)
        try:
            yield made
            made.check()
        finally:
            context.close()
            server.should_exit = True
            thread.join()


def text_of(page: Any, selector: str) -> str:
    """What an element says, blanks made one."""
    return re.sub(r"\s+", " ", page.inner_text(selector)).strip()
