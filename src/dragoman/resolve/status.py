"""Whether an act is news or background, where the words that date it say so."""

from datetime import date, timedelta

from dragoman.model import Status, When

# The codebook's "more than about a month before the news", with a few days' grace.
NEWS = timedelta(days=35)


def settled(status: Status, when: When | None, published: date | None) -> Status:
    """The status, but `historical` for a done act dated before the news of its report."""
    end = when.end if when and when.evidence else None
    old = bool(end and published and published - end > NEWS)
    return Status.HISTORICAL if status is Status.ACTUAL and old else status
