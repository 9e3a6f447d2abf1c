"""A program that reads, a person who reviews and one who lists, at once on one archive."""

import os
import subprocess
import sys
import threading

from dragoman.archive import Archive, Filter
from factories import coding
from homes import Homes

COUNT = 40
ONE = """
import sys
from factories import coding
from dragoman.archive import Archive

with Archive.open(sys.argv[1]) as archive:
    archive.put(coding(int(sys.argv[2])))
"""
WRITER = f"""
import sys
from factories import coding
from dragoman.archive import Archive

with Archive.open(sys.argv[1]) as archive:
    for number in range({COUNT}):
        archive.put(coding(number))
"""


def environ() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def test_an_archive_opened_again_keeps_its_locks(home: Homes) -> None:
    where = home.made()

    def elsewhere(number: int) -> None:
        subprocess.run([sys.executable, "-c", ONE, where, str(number)], env=environ(), check=True)

    with Archive.open(where) as archive:
        archive.put(coding(0))
        Archive.open(where).close()
        elsewhere(1)
        archive.put(coding(2))
        elsewhere(3)
        archive.put(coding(4))
    with Archive.open(where) as archive:
        assert len(list(archive.reports())) == 5


def test_nothing_is_lost_and_nobody_refused(home: Homes) -> None:
    where, told = home.made(), set[str]()
    wrong: list[BaseException] = []

    def review() -> None:
        """Accept the event of each report, once it is there."""
        try:
            with Archive.open(where) as archive:
                desk = archive.review("Ana")
                while len(told) < COUNT and writer.poll() in (None, 0):
                    for event in archive.events():
                        if event.id not in told:
                            shown = desk.view(event.evidence.report)[event.id]
                            told.update(d.record or "" for d in desk.accept(shown))
        except BaseException as error:
            wrong.append(error)

    with (
        subprocess.Popen([sys.executable, "-c", WRITER, where], env=environ()) as writer,
        Archive.open(where) as archive,
    ):
        reviewer = threading.Thread(target=review)
        reviewer.start()
        seen = 0
        while reviewer.is_alive():
            found = len(list(archive.shown("event", Filter(actor="RUS", limit=COUNT))))
            assert found >= seen
            seen = found
            assert len(list(archive.search("withdrawal"))) >= seen
            assert len(list(archive.changes())) >= seen
    assert wrong == []
    assert writer.returncode == 0
    with Archive.open(where) as archive, Archive.open(home.made()) as alone:
        for number in range(COUNT):
            alone.put(coding(number))
        assert [r.id for r in archive.events()] == [r.id for r in alone.events()]
        assert len(told) == COUNT
        views = list(archive.reviewed())
        assert {d.record for v in views for s in v.records for d in s.decisions} == told
