"""`dragoman watch`: the new pages of feeds into an archive, again and again."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli import options, outcome
from dragoman.cli.context import Context
from dragoman.cli.output import emit
from dragoman.cli.progress import Progress

if TYPE_CHECKING:
    from dragoman.ingest import Taken
    from dragoman.model import Report
    from dragoman.sources import Document
    from dragoman.sources.feeds_watch import Found

_LONGEST_NAP = 60.0  # seconds, after which the clock is looked at again


@click.command()
@click.argument("feeds", metavar="FEEDS.toml", type=click.Path(path_type=Path))
@click.option("--once", is_flag=True, help="Look at every feed once, and end.")
@options.archive
@options.json
@click.pass_obj
def watch(context: Context, *, feeds: Path, once: bool, archive: str | None, json: bool) -> None:
    """Take in what feeds and sitemaps list, and go on doing so.

    FEEDS.toml names them. Each page is fetched once, gently: robots.txt is heeded, a host is asked
    one thing at a time, a feed only whether it changed, and one that fails less and less often.
    What was had is written down beside FEEDS.toml, in FEEDS.state.sqlite.
    """
    from dragoman.ingest import take
    from dragoman.ingest.intake import failure
    from dragoman.sources.feeds_plan import read_plan
    from dragoman.sources.feeds_state import State
    from dragoman.sources.feeds_watch import Watch

    plan = read_plan(feeds)
    settings = context.settings(archive=archive)
    way = context.way(settings)
    with (
        context.archive(settings, create=True) as kept,
        State(feeds.with_suffix(".state.sqlite")) as state,
        Progress() as progress,
    ):

        def keep(document: "Document") -> "Taken":
            taken = take(document, way=way, archive=kept)
            if taken.coding is not None:
                kept.put(taken.coding)
            elif taken.entry.outcome == "failed":
                kept.put_failure(failure(taken.entry))
            return taken

        watching = Watch(plan, state)
        while True:
            progress.show(f"Looking at {len(plan.feed)} feeds")
            with closing(watching.look(early=once)) as found:
                round_ = _Round(keep, progress, json=json)
                round_.take(found)
            outcome.tell(round_.summary)
            if once:
                raise click.exceptions.Exit(round_.status)
            while (left := watching.next_due() - time.time()) > 0:
                progress.show(f"The next feed is looked at in {left / 60:.0f} minutes")
                time.sleep(min(left, _LONGEST_NAP))


class _Round:
    """One look at all feeds: shows what is new, tells what went wrong, counts."""

    def __init__(
        self, keep: "Callable[[Document], Taken]", progress: Progress, *, json: bool
    ) -> None:
        self._keep, self._progress, self._json = keep, progress, json
        self._counts: Counter[str] = Counter()

    def take(self, found: "Iterable[Found]") -> None:
        """Keep what is found, item by item."""
        from dragoman.sources.feeds_watch import Looked, Page

        for item in found:
            self._progress.wipe()
            if isinstance(item, Looked):
                self._counts["feeds" if item.pages is not None else "feeds failed"] += 1
            elif isinstance(item, Page):
                self._page(self._keep(item.document))
            else:
                self._counts["later"] += 1
                outcome.complain(f"{item.error.what} {item.error.todo}")

    def _page(self, taken: "Taken") -> None:
        entry = taken.entry
        self._counts[entry.outcome] += 1
        if entry.outcome == "failed":
            named = "" if entry.document in (entry.what or "") else f"{entry.document}: "
            outcome.complain(f"{named}{entry.what} {entry.todo}")
        elif taken.coding is not None:
            self._show(taken.coding.report)

    def _show(self, report: "Report") -> None:
        if self._json:
            wanted = ("id", "address", "title", "site", "published")
            emit({key: value for key, value in report.to_dict().items() if key in wanted})
        else:
            day = report.published or "no day    "
            click.echo(f"{day}  {report.title or 'no title'}  {report.address}")

    @property
    def summary(self) -> str:
        """The look in a line."""
        count = self._counts
        return (
            f"{count['feeds']:,} feeds looked at, {count['feeds failed']:,} failed; reports: "
            f"{count['done']:,} new, {count['skipped']:,} known, {count['failed']:,} not read."
        )

    @property
    def status(self) -> int:
        """The exit status."""
        count = self._counts
        if not (count["failed"] or count["feeds failed"] or count["later"]):
            return 0
        return outcome.SOME_FAILED if count["feeds"] else outcome.NONE_READ
