"""An archive that the first schema wrote opens, and is as if it were written today."""

import sys
from pathlib import Path

from dragoman.archive import Archive, Filter
from dragoman.store import schema
from factories import coding, with_marks
from homes import Homes

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from old_archive import FIRST, write_old

CODINGS = [coding(0), coding(1, published=None), *with_marks(coding(2)).parts[:1]]


def test_an_archive_of_the_first_schema_opens_with_all_it_holds(home: Homes) -> None:
    old = home.new()
    write_old(old, CODINGS)
    assert home.sql(old, "SELECT version_num FROM schema_version") == [(FIRST,)]
    with Archive.open(old) as archive, Archive.open(home.made()) as fresh:
        for one in CODINGS:
            fresh.put(one)
        assert archive.digest() == fresh.digest()
        for wanted in (Filter(actor="UKR", limit=9), Filter(place="Kharkiv", limit=9)):
            found = list(archive.events(wanted))
            assert len(found) == len(CODINGS)
            assert found == list(fresh.events(wanted))
        counted = [len(list(archive.figures(Filter(actor="people", limit=9))))]
        assert counted == [len(list(fresh.figures(Filter(actor="people"))))]
        assert len(list(archive.search("kharkiv"))) == len(CODINGS)
        assert archive.merge(fresh).codings == 0
        assert [c.change for c in archive.changes()] == ["added"] * len(CODINGS)
    assert home.sql(old, "SELECT version_num FROM schema_version") == [(schema.HEAD,)]
    terms = "SELECT record, field, term, published FROM terms ORDER BY record, field, term"
    assert home.sql(old, terms)
