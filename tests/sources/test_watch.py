"""Watching feeds: each page once, nothing lost by a stop, sites asked gently, faults told apart."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.errors import ArchiveError, SettingsError
from dragoman.sources import read_document
from dragoman.sources.feeds_ask import Clock, good
from dragoman.sources.feeds_plan import Feed, Plan, read_plan
from dragoman.sources.feeds_state import State
from dragoman.sources.feeds_watch import Found, Looked, Page, Trouble, Watch
from dragoman.sources.web import Answer, LaterError
from local_site import Request, Server, site
from source_files import html

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


_FAR = "Fri, 31 Dec 9999 23:59:59 GMT"


class Time:
    """A clock that goes on only when somebody waits."""

    def __init__(self) -> None:
        self.at = 1_000_000.0
        self.waited: list[float] = []

    def now(self) -> float:
        return self.at

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += seconds


class Site:
    """A site with a feed, and a watch of it."""

    def __init__(self, web: Server, folder: Path) -> None:
        self.web, self.time = web, Time()
        self.state = State(folder / "state.sqlite")
        self.feeds: list[Feed] = []
        self.options: dict[str, float] = {}

    def feed(self, name: str, *pages: str, **options: object) -> str:
        """A feed of pages, which are there; its URL."""
        for page in (p for p in pages if p.startswith("/")):
            self.web.page(page, html(f"What happened at {page}"))
        items = "".join(f"<item><title>{p}</title><link>{p}</link></item>" for p in pages)
        url = self.web.page(
            name,
            f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>',
            content_type="application/rss+xml",
        )
        self.add(url, **options)
        return url

    def add(self, url: str, **options: object) -> None:
        if url not in [feed.url for feed in self.feeds]:
            self.feeds.append(Feed.model_validate({"url": url, **options}))

    def look(self, *, early: bool = True) -> list[Found]:
        return list(self.watch().look(early=early))

    def watch(self) -> Watch:
        plan = Plan.model_validate(
            {"feed": self.feeds, "delay": 0.0, "seconds": 60.0, "max_size": 50_000, **self.options}
        )
        return Watch(plan, self.state, clock=Clock(self.time.now, self.time.wait))

    def paths(self, found: list[Found]) -> list[str]:
        """The paths of pages that were had."""
        had = [f.document for f in found if isinstance(f, Page) and f.document.error is None]
        return sorted(d.address.removeprefix(self.web.url) for d in had)


@pytest.fixture
def here(web: Server, tmp_path: Path) -> Iterator[Site]:
    made = Site(web, tmp_path)
    with made.state:
        yield made


def troubles(found: list[Found]) -> list[str]:
    return [f.error.what for f in found if isinstance(f, Trouble)]


def test_each_page_is_had_once(here: Site) -> None:
    here.feed("/rss", "/1", "/2")
    first = here.look()
    assert here.paths(first) == ["/1", "/2"]
    assert first[-1] == Looked(here.feeds[0], 2)
    here.feed("/rss", "/1", "/2", "/3")
    assert here.paths(here.look()) == ["/3"]


def test_what_a_feed_tells_of_a_page_fills_in(here: Site) -> None:
    here.feed("/rss", "/1", site="The Arland Courier")
    (page,) = [f for f in here.look() if isinstance(f, Page)]
    report = read_document(page.document)
    assert (report.title, report.site) == ("What happened at /1", "The Arland Courier")


def test_only_pages_that_match_and_not_more_than_wanted(here: Site) -> None:
    here.feed("/rss", "/a/1", "/b/1", "/a/2", "/a/3", match="/a/", newest=2)
    assert here.paths(here.look()) == ["/a/1", "/a/2"]
    assert here.paths(here.look()) == ["/a/3"]


def test_a_feed_is_listed_again_while_there_is_more_in_it(here: Site) -> None:
    url = here.feed("/rss", "/1", "/2", "/3", newest=2)
    rss = here.web.routes["/rss"]
    tags: list[str | None] = []

    def serve(request: Request) -> None:
        tags.append(request.headers["If-None-Match"])
        rss(request)

    body = "".join(f"<item><link>/{i}</link></item>" for i in (1, 2, 3))
    here.web.page("/rss", f'<rss version="2.0"><channel>{body}</channel></rss>', etag='"1"')
    rss = here.web.routes["/rss"]
    here.web.routes["/rss"] = serve
    for _ in range(3):
        here.look()
    assert tags == [None, None, '"1"']
    assert here.state.known(url).done == {f"{here.web.url}/{i}" for i in (1, 2, 3)}


def test_a_feed_is_asked_whether_it_changed(here: Site) -> None:
    url = here.feed("/rss", "/1")
    asked: list[tuple[str | None, str | None]] = []
    body = b'<rss version="2.0"><channel><title>x</title></channel></rss>'

    def serve(request: Request) -> None:
        told = (request.headers["If-None-Match"], request.headers["If-Modified-Since"])
        asked.append(told)
        if told[0]:
            request.answer(b"", status=304)
        else:
            request.answer(body, etag='"7"', last_modified="Tue, 21 Jan 2025 10:00:00 GMT")

    here.web.routes["/rss"] = serve
    for _ in range(3):
        assert here.look() == [Looked(here.feeds[0], 0)]
    stamp = ('"7"', "Tue, 21 Jan 2025 10:00:00 GMT")
    assert asked == [(None, None), stamp, stamp]
    assert here.state.known(url).etag == '"7"'


def test_whoever_stops_before_a_page_is_kept_gets_it_again(here: Site) -> None:
    url = here.feed("/rss", "/1", "/2", "/3")
    stopped = here.watch().look(early=True)
    assert isinstance(next(stopped), Page)
    assert isinstance(next(stopped), Page)  # the first is kept, the second is not yet
    stopped.close()
    assert here.state.known(url).due == 0
    assert here.paths(here.look()) == ["/2", "/3"]


def test_a_page_that_fails_is_asked_again_at_later_looks_then_told(here: Site) -> None:
    url = here.feed("/rss", "/1", "/2")
    here.web.page("/2", b"", status=503)
    for _ in range(2):
        found = here.look()
        assert troubles(found) == [f"{here.web.url}/2 was answered with 503."]
        assert here.state.known(url).etag is None
    last = [f.document for f in here.look() if isinstance(f, Page)]
    assert [str(d.error) for d in last] == [
        f"{here.web.url}/2 was answered with 503. It is asked again later."
    ]
    assert here.paths(here.look()) == []
    assert here.web.asked.count("/2") == 3


def test_a_page_that_is_not_there_is_told_once(here: Site) -> None:
    here.feed("/rss", "/1", "/2")
    del here.web.routes["/2"]
    failed = [f.document for f in here.look() if isinstance(f, Page) and f.document.error]
    assert [d.address for d in failed] == [f"{here.web.url}/2"]
    assert not [f for f in here.look() if isinstance(f, Page)]


def test_a_site_is_left_alone_longer_each_time_it_fails(here: Site) -> None:
    url = here.web.page("/rss", b"", status=500)
    here.add(url, every=10.0)
    pauses = []
    for _ in range(4):
        (_, looked) = here.look(early=False)
        assert looked == Looked(here.feeds[0], None)
        pauses.append(here.state.known(url).due - here.time.at)
        assert here.look() == []  # not even an early look asks before that
        here.time.at = here.state.known(url).due
    assert pauses == [600, 1200, 2400, 4800]
    here.feed("/rss", "/1")
    assert here.paths(here.look()) == ["/1"]
    assert here.state.known(url).failures == 0


def test_a_site_says_when_it_may_be_asked_again(here: Site) -> None:
    url = here.web.page("/rss", b"", status=429, retry_after="7200")
    here.add(url)
    here.look()
    assert here.state.known(url).due == here.time.at + 7200


@pytest.mark.parametrize("stated", ["9" * 10, "9" * 400, "9" * 5000, _FAR])
def test_no_site_is_left_alone_for_good(here: Site, stated: str) -> None:
    url = here.web.page("/rss", b"", status=429, retry_after=stated)
    here.add(url)
    here.look()
    assert here.state.known(url).due == here.time.at + 7 * 86_400


@pytest.mark.parametrize("stated", ["²", "soon", "-5", "Fri, 99 Dec 2099 23:59:59 GMT"])
def test_what_is_no_time_is_passed_over(here: Site, stated: str) -> None:
    asked = Answer("/", 429, headers={"retry-after": stated})
    with pytest.raises(LaterError) as told:
        good(asked, url="/", now=here.time.at)
    assert told.value.after is None


def test_a_feed_that_was_put_off_for_good_is_due(here: Site) -> None:
    url = here.feed("/rss", "/1")
    here.state.failed(url, due=1e300)
    assert here.watch().next_due() <= here.time.at
    assert here.paths(here.look(early=False)) == ["/1"]


def test_robots_txt_is_heeded(here: Site) -> None:
    here.web.page("/robots.txt", "User-agent: *\nDisallow: /*/private\nCrawl-delay: 7\n")
    here.feed("/rss", "/a/open", "/a/private")
    found = here.look()
    assert here.paths(found) == ["/a/open"]
    (told,) = [f.document for f in found if isinstance(f, Page) and f.document.error]
    assert "robots.txt" in str(told.error)
    assert "/a/private" not in here.web.asked
    assert 7 in [round(seconds) for seconds in here.time.waited]
    assert here.web.asked.count("/robots.txt") == 1


@pytest.mark.parametrize("status", [500, 503])
def test_a_site_whose_robots_txt_fails_is_left_alone(here: Site, status: int) -> None:
    here.web.page("/robots.txt", b"", status=status)
    here.feed("/rss", "/1")
    assert "robots.txt" in troubles(here.look())[0]
    assert here.web.asked == ["/robots.txt"]
    del here.web.routes["/robots.txt"]  # which lets all be fetched
    here.time.at += 86_400
    assert here.paths(here.look()) == ["/1"]


def test_a_page_whose_site_has_no_robots_txt_for_now_is_asked_again(here: Site) -> None:
    with site() as other:
        other.page("/robots.txt", b"", status=503)
        other.page("/x", html("Elsewhere they meet"))
        here.feed("/rss", "/1", f"{other.url}/x")
        assert "cannot be had" in troubles(here.look())[0]
        del other.routes["/robots.txt"]
        (page,) = [f for f in here.look() if isinstance(f, Page)]
        assert page.document.address == f"{other.url}/x"


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(here: Site) -> None:
    here.options = {"delay": 5.0}
    here.feed("/rss", "/1", "/2", "/3")
    here.look()
    assert here.time.waited == [5.0, 5.0, 5.0, 5.0]


def test_feeds_that_fail_do_not_hold_up_the_others(here: Site) -> None:
    web = here.web
    here.options = {"seconds": 1.5}
    here.feed("/good", "/1", "/2")
    web.routes |= {"/hangs": Request.hang, "/floods": Request.flood, "/drips": Request.drip}
    web.page("/loops", b"", status=302, location="/loops")
    web.page("/lies", "no feed", content_type="application/rss+xml")
    web.page("/gone", b"", status=410)
    body = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        "<item><title>Š</title><link>/3</link></item></channel></rss>"
    )
    web.page("/encoding", body.encode("cp1250"), content_type="application/xml; charset=utf-8")
    web.page("/3", html("Three of them meet"))
    for name in ("/hangs", "/floods", "/drips", "/loops", "/lies", "/gone", "/encoding"):
        here.add(f"{web.url}{name}")
    found = here.look()
    assert here.paths(found) == ["/1", "/2", "/3"]
    told = {f.feed.url.rpartition("/")[2]: f.error.what for f in found if isinstance(f, Trouble)}
    assert set(told) == {"hangs", "floods", "drips", "loops", "lies", "gone"}
    assert "no answer within" in told["hangs"]
    assert "over the limit of 50,000" in told["floods"]
    assert "took longer than" in told["drips"]
    assert "redirects in a loop" in told["loops"]
    assert "is no feed" in told["lies"]
    assert "answered with 410" in told["gone"]
    assert len([f for f in found if isinstance(f, Looked)]) == 8


def test_an_index_of_sitemaps(here: Site) -> None:
    web = here.web
    web.page("/1", html("One of them meets"))
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    web.page("/news.xml", f"<urlset {space}><url><loc>{web.url}/1</loc></url></urlset>")
    url = web.page(
        "/index.xml",
        f"<sitemapindex {space}><sitemap><loc>{web.url}/news.xml</loc></sitemap></sitemapindex>",
    )
    here.add(url)
    assert here.paths(here.look()) == ["/1"]


def test_feeds_are_looked_at_when_they_are_due(here: Site) -> None:
    here.feed("/rss", "/1", every=10.0)
    assert here.paths(here.look(early=False)) == ["/1"]
    assert here.look(early=False) == []
    assert here.watch().next_due() == here.time.at + 600
    here.time.at += 600
    assert here.look(early=False) == [Looked(here.feeds[0], 0)]


def test_a_plan_is_read(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(
        "every = 10.0\ndelay = 1.5\n"
        '[[feed]]\nurl = "https://courier.example/rss"\nsite = "Courier"\n'
        '[[feed]]\nurl = "https://times.example/sitemap.xml"\nmatch = "/world/"\nnewest = 20\n'
    )
    plan = read_plan(path)
    assert [f.url for f in plan.feed] == [
        "https://courier.example/rss",
        "https://times.example/sitemap.xml",
    ]
    assert (plan.every, plan.delay, plan.feed[1].newest) == (10.0, 1.5, 20)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "feed: Field required"),
        ("feed = []", "feed"),
        ("[[feed]]\nurl = 'ftp://x'", r"feed\.0\.url"),
        ("[[feed]]\nurl = 'https://x.example/a'\ncolour = 'red'", r"feed\.0\.colour"),
        ("[[feed]]\nurl = 'https://x.example/a'\nmatch = '('", "no regular expression"),
        ("[[feed]]\nurl = 'https://x.example/a'\n" * 2, "named twice"),
        ("[[feed", "no TOML file"),
    ],
)
def test_a_plan_that_is_wrong_names_the_place(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=words):
        read_plan(path)
    with pytest.raises(SettingsError, match="cannot be read"):
        read_plan(tmp_path / "none.toml")


def test_a_state_that_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    path.write_bytes(b"no database" * 100)
    with pytest.raises(ArchiveError, match="cannot be opened"):
        State(path)
