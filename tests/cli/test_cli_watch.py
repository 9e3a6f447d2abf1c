"""`dragoman watch`: the new pages of feeds, from a site on this machine into an archive."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_doubles import ReadingWay, lines, run

from dragoman.archive import Archive
from dragoman.cli.context import Context
from dragoman.model import Report
from dragoman.sources import Document, read_document
from local_site import Request, Server, site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

PAGE = (
    "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>Ministers of both "
    "countries met in the capital on Monday and agreed to extend the truce by ten days.</p><p>"
    "They are to meet again when the ten days are over, officials of both sides said.</p>"
    "</article></body></html>"
)


class TakingWay(ReadingWay):
    """Takes documents in as they are."""

    def take(self, document: Document, *, published: object = None) -> Report:
        return read_document(document)


CONTEXT = Context(environ={}, make_way=TakingWay)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    from dragoman.sources.web import _pool

    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with site() as server:
        for name in ("one", "two"):
            server.page(f"/{name}", PAGE.format(title=f"Envoys meet, day {name}"))
        items = "".join(f"<item><link>/{n}</link></item>" for n in ("one", "two", "three"))
        server.page("/rss", f'<rss version="2.0"><channel>{items}</channel></rss>')
        yield server
        _pool.cache_clear()


@pytest.fixture
def plan(web: Server, tmp_path: Path) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(f'delay = 0.0\n[[feed]]\nurl = "{web.url}/rss"\n')
    return path


def test_new_pages_are_kept_and_shown_once(web: Server, plan: Path, tmp_path: Path) -> None:
    where = tmp_path / "a.dragoman"
    result = run("watch", plan, "--once", "--archive", where, "--json", context=CONTEXT)
    assert result.exit_code == 3
    assert [line["title"] for line in lines(result)] == [
        "Envoys meet, day one",
        "Envoys meet, day two",
    ]
    assert "/three was answered with 404" in result.stderr
    assert "1 feeds looked at, 0 failed; reports: 2 new, 0 known, 1 not read." in result.stderr
    assert (tmp_path / "feeds.state.sqlite").is_file()
    again = run("watch", plan, "--once", "--archive", where, context=CONTEXT)
    assert (again.exit_code, again.stdout) == (0, "")
    with Archive.open(where) as archive:
        assert {r.address for r in archive.reports()} == {f"{web.url}/one", f"{web.url}/two"}
        assert [f.address for f in archive.failures()] == [f"{web.url}/three"]


def test_a_lost_state_doubles_nothing(web: Server, plan: Path, tmp_path: Path) -> None:
    where = tmp_path / "a.dragoman"
    run("watch", plan, "--once", "--archive", where, context=CONTEXT)
    for file in tmp_path.glob("feeds.state*"):
        file.unlink()
    again = run("watch", plan, "--once", "--archive", where, context=CONTEXT)
    assert again.stdout == ""
    assert "0 new, 2 known, 1 not read" in again.stderr
    with Archive.open(where) as archive:
        assert len(list(archive.reports())) == 2


def test_feeds_that_fail_are_one_line_each(web: Server, plan: Path, tmp_path: Path) -> None:
    web.routes |= {"/hangs": Request.hang, "/floods": Request.flood}
    web.page("/loops", b"", status=302, location="/loops")
    names = ("hangs", "floods", "loops")
    more = "".join(f'[[feed]]\nurl = "{web.url}/{name}"\n' for name in names)
    plan.write_text("seconds = 1.5\n" + plan.read_text() + more)
    result = run("watch", plan, "--once", "--archive", tmp_path / "a.dragoman", context=CONTEXT)
    assert result.exit_code == 3
    assert len(result.stdout.splitlines()) == 2
    for name in names:
        (line,) = [x for x in result.stderr.splitlines() if f"/{name} " in x]
        assert line.startswith("dragoman: ")
    assert "1 feeds looked at, 3 failed" in result.stderr


def test_when_no_feed_answers(web: Server, plan: Path, tmp_path: Path) -> None:
    web.page("/rss", b"", status=500)
    result = run("watch", plan, "--once", "--archive", tmp_path / "a.dragoman", context=CONTEXT)
    assert result.exit_code == 4


def test_a_plan_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text("[[feed]]\n")
    result = run("watch", path, "--once", context=CONTEXT)
    assert result.exit_code == 2
    assert "feed.0.url: Field required" in result.stderr
