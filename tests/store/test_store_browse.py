"""Pages and counts, on both databases: the same records as the whole lists."""

from datetime import date

import pytest

from dragoman.archive import Archive, Filter
from dragoman.store.browse import FACETS, Narrow
from factories import coding, with_marks
from homes import Homes

KINDS = ("event", "statement", "position", "figure", "mark")
ALL = Narrow()


@pytest.fixture
def archive(home: Homes) -> Archive:
    made = Archive.open(home.made())
    for number in range(4):
        made.put(with_marks(coding(number, published=date(2024, 5, 1 + number % 2))))
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_pages_hold_the_list_in_its_order(archive: Archive, kind: str) -> None:
    with archive:
        browse, wanted = archive.browse(), Filter()
        whole = [s.id for s in archive.shown(kind)]
        parts = [browse.keys(kind, wanted, ALL, offset=n, limit=1) for n in range(5)]
        assert [k.id for part in parts for k in part] == whole
        assert browse.groups(kind, wanted, ALL).total() == 4
        assert set(browse.records(whole)) == set(whole)


def test_the_least_sure_first_from_any_place_on(archive: Archive) -> None:
    with archive:
        browse, wanted = archive.browse(), Filter()
        keys = browse.keys("event", wanted, ALL, by_confidence=True, limit=9)
        places = [(k.confidence, k.report, k.id) for k in keys]
        assert places == sorted(places)
        later = browse.keys("event", wanted, ALL, beyond=places[1], limit=9)
        assert later == keys[2:]
        earlier = browse.keys("event", wanted, ALL, beyond=places[2], limit=9, backwards=True)
        assert earlier == keys[1::-1]
        assert browse.before("event", wanted, ALL, places[2]) == 2


def test_reports_that_people_decided_on_are_left_to_the_caller(archive: Archive) -> None:
    with archive:
        browse, shown = archive.browse(), next(archive.shown("event"))
        before = browse.stamp(shown.record.evidence.report)
        coded, _ = browse.state()
        archive.review("Ana").accept(shown)
        counts = {d: browse.groups("event", Filter(), ALL, decided=d) for d in (False, True, None)}
        assert {d: c.total() for d, c in counts.items()} == {False: 3, True: 1, None: 4}
        assert counts[None] - counts[True] == counts[False]
        assert browse.state() == (coded, 1)
        after = browse.stamp(shown.record.evidence.report)
        assert before is not None
        assert after is not None
        assert before[0] == after[0]  # what was found is the same
        assert before[1] < after[1]
        assert list(browse.stamps()[1]) == [shown.record.evidence.report]
        assert browse.coders() == ("Ana",)
        assert [d.kind.value for d in browse.decided_by("Ana")] == ["accept"]
        assert browse.report_of(shown.id) == shown.record.evidence.report
        assert browse.report_of("event-0") is None
        assert browse.stamp("report-0") is None


def test_counts_by_code_and_country(archive: Archive) -> None:
    with archive:
        groups = archive.browse().groups("event", Filter(type="AID"), ALL)
        assert groups == {(("ASSAULT", "actual"), frozenset({"RUS"})): 4}  # its own filter is open
        browse = archive.browse()
        for country, count in (("RUS", 4), ("UKR", 0), ("R", 0), ("%", 0)):
            narrow = Narrow(country=country)
            assert len(browse.keys("event", Filter(), narrow, limit=9)) == count
        assert FACETS.keys() == set(KINDS) == browse.present()


def test_heads_and_counts_of_reports(archive: Archive) -> None:
    with archive:
        browse = archive.browse()
        heads = browse.heads(limit=9)
        days = [h.published for h in heads if h.published]
        assert days == sorted(days, reverse=True)
        assert heads[0].counts == dict.fromkeys(KINDS, 1)
        total, facets = browse.report_counts(asked={"site": None, "language": None})
        assert total == 4
        assert facets == {"site": {}, "language": {}}
        assert browse.report_counts(asked={"site": "nobody"})[0] == 0
