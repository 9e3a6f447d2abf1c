"""Full text: the same words found on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.archive import Archive
from dragoman.errors import ArchiveError
from dragoman.model import Coding, Report
from dragoman.store import search_postgres, search_sqlite
from dragoman.store.search import MOST, Phrase, phrases, words
from factories import CODER, TEXT, coding, retold
from homes import Homes

TALKS = {
    "a": ("Talks in Geneva", "Peace talks began in Geneva. Erdoğan's envoy said so."),
    "b": (
        "A ceasefire",
        "The cease-fire holds; talks on peace went on in Sana'a, U.S. envoys said.",
    ),
    "c": (None, "Nothing of note: negotiations, negotiators, NEGOTIATED. Talks? Peace talks."),
}


def kept(text: str, *, title: str | None = None, address: str = "x") -> Coding:
    return Coding(report=Report(address=address, text=text, title=title), coder=CODER)


@pytest.fixture
def archive(home: Homes) -> Iterator[Archive]:
    with Archive.open(home.made()) as archive:
        for address, (title, text) in TALKS.items():
            archive.put(kept(text, title=title, address=address))
        yield archive


@pytest.mark.parametrize(
    ("asked", "reports", "places"),
    [
        ("geneva", "a", ["Geneva"]),
        ("GENEVA envoy", "a", ["Geneva", "envoy"]),
        ("peace talks", "abc", None),
        ('"peace talks"', "ac", None),
        ('"talks peace"', "c", ["Talks? Peace"]),
        ("erdogan", "a", ["Erdoğan"]),
        ("cease-fire", "b", ["cease-fire"]),
        ("ceasefire", "b", []),
        ("Sana'a", "b", ["Sana'a"]),
        ("u.s.", "b", ["U.S"]),
        ("negotiat*", "c", ["negotiations", "negotiators", "NEGOTIATED"]),
        ("negotiat", "", None),
        ('"peace tal*"', "ac", None),
        ('"peace talks', "ac", None),
        ("geneva OR sana", "", None),
        ("geneva AND -envoy", "", None),
        ("text:geneva", "", None),
        ("(geneva)", "a", ["Geneva"]),
        ("NEAR(peace talks)", "", None),
        ("geneva' | envoy & !", "a", ["Geneva", "envoy"]),
        ("geneva \\ : * ^ ) ( <-> %", "a", ["Geneva"]),
        ("'; DROP TABLE reports; --", "", None),
    ],
)
def test_search(archive: Archive, asked: str, reports: str, places: list[str] | None) -> None:
    found = list(archive.search(asked))
    assert sorted(match.report.address for match in found) == list(reports)
    if places is not None and found:
        assert [e.words for e in found[0].evidence] == places
    for match in found:
        for e in match.evidence:
            assert match.report.text[e.start : e.end] == e.words


@pytest.mark.parametrize("asked", ["", "  ", '"" *', "?!-", "\0"])
def test_no_word_to_look_for(archive: Archive, asked: str) -> None:
    with pytest.raises(ArchiveError, match="no word to look for"):
        list(archive.search(asked))


def test_the_best_come_first_and_no_more_than_asked_for(archive: Archive) -> None:
    archive.put(kept("Of talks, once. " + "Other words. " * 50, address="d"))
    found = list(archive.search("talks"))
    assert found[0].report.address in "ac"
    assert found[-1].report.address == "d"
    assert [m.rank for m in found] == sorted((m.rank for m in found), reverse=True)
    assert list(archive.search("talks", limit=2)) == found[:2]


def test_of_very_many_the_last_are_ranked(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (search_postgres, search_sqlite):
        monkeypatch.setattr(module, "RANKED", 2)
    best = kept("Talks, talks, talks.", title="Talks on talks", address="0")
    archive.put(best)
    for address in ("1", "2"):
        archive.put(kept("Of talks, once. " + "Other words. " * 9, address=address))
    assert [m.report.address for m in archive.search("talks", limit=5)] == ["1", "2"]
    assert len(list(archive.search("talks"))) == 6
    assert next(archive.search("talks")).report == best.report


def test_what_is_not_shown_is_not_found(archive: Archive) -> None:
    old = coding()
    archive.put(old)
    archive.put(coding(text="UPDATED. " + TEXT.replace("withdrawal", "retreat")))
    assert list(archive.search("withdrawal")) == []
    [match] = archive.search("retreat")
    assert match.report.text.startswith("UPDATED")
    archive.remove(old.report.id, reason="a test")
    assert list(archive.search("retreat")) == []
    archive.restore(old.report.id)
    archive.put(old)
    assert [m.report for m in archive.search("withdrawal")] == [old.report]


def test_another_title_is_another_version(archive: Archive) -> None:
    archive.put(coding())
    archive.put(retold(coding(), title="Withdrawn"))
    [match] = archive.search("withdrawn")
    assert match.evidence == ()
    assert [m.report.title for m in archive.search("kharkiv")] == ["Withdrawn"]


def test_long_texts_are_found_to_their_ends(archive: Archive) -> None:
    many = " ".join(f"w{number}" for number in range(25_000))
    archive.put(kept(f"alpha {many} omega omega", address="long"))
    assert [m.report.address for m in archive.search("omega")] == ["long"]
    assert [m.report.address for m in archive.search('"w24998 w24999"')] == ["long"]
    archive.put(kept("again " * 500, address="many"))
    [match] = archive.search("again")
    assert len(match.evidence) == MOST


def test_a_match_as_json(archive: Archive) -> None:
    [match] = archive.search("erdogan")
    told = match.to_dict()
    assert told["report"] == {
        "id": match.report.id, "version": match.report.version, "address": "a",
        "title": "Talks in Geneva", "published": None,
    }  # fmt: skip
    assert told["evidence"] == [match.evidence[0].to_dict()]


def test_every_word_of_a_text_is_found(home: Homes) -> None:
    letters = st.characters(categories=["Lu", "Ll", "Nd", "Zs", "Po"], max_codepoint=0x24F)

    with Archive.open(home.made()) as archive:

        @given(text=st.text(letters, min_size=1, max_size=60))
        @settings(max_examples=home.examples, deadline=None)
        def found(text: str) -> None:
            archive.put(kept(text, address=f"x{text}"))
            for word in list(words(text))[:3]:
                there = list(archive.search(text[word.start : word.end]))
                assert any(m.report.text == text and m.evidence for m in there)

        found()


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("peace talks", (Phrase(("peace",)), Phrase(("talks",)))),
        ("peace peace", (Phrase(("peace",)),)),
        ('a "b c" d', (Phrase(("a",)), Phrase(("b", "c")), Phrase(("d",)))),
        ("“b c”*", (Phrase(("b", "c")),)),
        ("neg*", (Phrase(("neg",), begins=True),)),
        ("e\u0301t\u0301", (Phrase(("e\u0301t\u0301",)),)),
    ],
)
def test_phrases(asked: str, meant: tuple[Phrase, ...]) -> None:
    assert phrases(asked) == meant


def test_datasette_finds_the_full_text_of_versions(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        archive.put(coding())
    connection = sqlite3.connect(path)
    # How Datasette looks for the full text of a table, and asks it.
    looks = "SELECT name FROM sqlite_master WHERE rootpage = 0 AND sql LIKE ?"
    pattern = '%VIRTUAL TABLE%USING FTS%content="versions"%'
    assert connection.execute(looks, (pattern,)).fetchall() == [("search",)]
    asks = (
        "SELECT report FROM versions WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH ?)"
    )
    assert connection.execute(asks, ('"kharkiv"',)).fetchall() == [(coding().report.id,)]
    connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    connection.close()
