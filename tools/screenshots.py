"""Pictures of every page of the web application, wide and narrow, and of some in dark colours.

    python tools/screenshots.py [--out docs/screenshots] [--only report]

Reads the sample reports into an archive of its own, decides on some records as two people, and
looks at each page with Chromium. Needs the extras `web` and `dev`, and Chromium at
/usr/bin/chromium or where `DRAGOMAN_CHROMIUM` says.
"""

import argparse
import io
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from dragoman import samples
from dragoman.archive import Archive
from dragoman.way import Way
from dragoman.web.app import create_app

CHROMIUM = os.environ.get("DRAGOMAN_CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
SIZES = {"wide": (1360, 850), "narrow": (390, 800)}
DARK = ("records", "report", "dispute", "positions")  # the pages with the most colours
READ = ("dayton-1-strikes", "dayton-2-ceasefire", "belfast-3-agreement", "colombia-1-talks",
        "camp-david-1-opening", "camp-david-2-accords")  # fmt: skip


def decide(archive: Archive) -> None:
    """Two people decide on the first records of a report, and not always alike."""
    ana, bo = archive.review("Ana"), archive.review("Bo")
    report = next(r for r in archive.reports() if "ceasefire" in (r.title or "").lower())
    events = [s for s in archive.view(report.id).records if s.record.record == "event"]
    for number, shown in enumerate(events[:8]):
        ana.accept(shown)
        if number % 3 == 0:
            bo.correct(archive.view(report.id)[shown.id], {"status": "future"})
            bo.accept(archive.view(report.id)[shown.id])
        elif number % 3 == 1:
            bo.accept(archive.view(report.id)[shown.id])
        elif number == 5:
            bo.reject(archive.view(report.id)[shown.id], why="nothing of the kind is told")


def pages(archive: Archive) -> dict[str, str]:
    """Each page and its address."""
    report = next(r for r in archive.reports() if "ceasefire" in (r.title or "").lower()).id
    shown = [s for s in archive.view(report).records if s.record.record == "event"]
    disputed = next(s for s in shown if s.conflicts)
    return {
        "reports": "/reports",
        "search": "/reports?words=talks",
        "add": "/reports/new",
        "report": f"/reports/{report}",
        "records": "/records/event",
        "record": f"/record/{disputed.id}",
        "positions": "/positions?parties=EGY;ISR;USA",
        "gaps": "/gaps?a=EGY&b=ISR",
        "dyads": "/dyads?from=EGY&to=ISR&by=month",
        "timeline": "/timeline?who=EGY",
        "review": "/review?kind=position",
        "dispute": f"/review?report={report}&record={disputed.id}",
        "bulk": "/review/bulk?kind=figure",
        "agreement": "/agreement?first=Ana&second=Bo",
        "saved": "/saved",
        "help": "/help",
        "api": "/api-guide",
    }


@contextmanager
def serving(archive: Archive, folder: Path) -> Iterator[str]:
    """A server of the archive on a free port; its address."""
    app = create_app(archive, way=Way(), person="Ana", saved=folder / "filters.json")
    app.state.web.saved.put("Demands of Egypt", "/records/position?actor=EGY&stance=demands")
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning")
    socket = config.bind_socket()
    socket.listen()  # whoever connects before it answers waits
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def save(picture: bytes, path: Path) -> None:
    """Keep a picture with few colours, which is a third of its size."""
    plain = Image.open(io.BytesIO(picture)).convert("RGB")
    few = plain.quantize(160, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def shoot(browser: Browser, base: str, wanted: dict[str, str], out: Path) -> None:
    """The pictures of each page."""
    for size, (width, height) in SIZES.items():
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        context.set_default_timeout(120_000)
        page = context.new_page()
        for name, path in wanted.items():
            page.emulate_media(color_scheme="light")
            page.goto(base + path)
            save(page.screenshot(), out / f"{name}-{size}-light.png")
            if name in DARK:
                page.emulate_media(color_scheme="dark")
                save(page.screenshot(), out / f"{name}-{size}-dark.png")
        context.close()


def main() -> None:
    """Make them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    parser.add_argument("--only", action="append", help="the name of a page")
    asked = parser.parse_args()
    out = asked.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        chdir(folder),  # the pages tell the archive's path
        Archive.open("samples.dragoman") as archive,
    ):
        way = Way()
        for name in READ:
            archive.read(samples.path(name), way=way)
        decide(archive)
        wanted = {n: p for n, p in pages(archive).items() if not asked.only or n in asked.only}
        with (
            serving(archive, Path(folder)) as base,
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS)) as browser,
        ):
            shoot(browser, base, wanted, out)


if __name__ == "__main__":
    main()
