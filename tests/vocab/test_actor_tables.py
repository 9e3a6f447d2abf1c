"""The tables of actors: every form leads to one row of its kind, every code is known."""

from collections import defaultdict
from itertools import combinations

import pytest

from dragoman.errors import VocabularyError
from dragoman.vocab import (
    ambiguities,
    checked,
    countries,
    entities,
    holders,
    names,
    nonstates,
    roles,
    sectors,
    words,
)


def test_no_form_leads_to_two_rows_of_a_kind() -> None:
    doubled = []
    for entries in names().values():
        for entry in entries:
            rows = defaultdict(set)
            for name in entry.names:
                if name.form.use != "short":  # surnames are shared; the report decides
                    rows[name.entity.kind].add(name.entity.name)
            doubled += [(entry.words, kind) for kind, found in rows.items() if len(found) > 1]
    assert doubled == []


def test_every_form_is_in_the_index() -> None:
    indexed = {
        (name.entity.name, name.form) for es in names().values() for e in es for name in e.names
    }
    for entity in entities():
        assert {(entity.name, form) for form in entity.forms} <= indexed


def test_all_states_are_there() -> None:
    codes = countries()
    assert len(codes) >= 249
    for code in ("XKX", "PSE", "TWN", "UKR", "ESH"):
        assert code in codes
    assert all(len(code) == 3 and code.isupper() for code in codes)


def test_sectors_of_rows_are_known() -> None:
    for entity in entities():
        assert set(entity.sectors) <= sectors().keys()


def test_bodies_of_no_state_have_codes_of_their_own() -> None:
    bodies = [e for e in entities() if e.kind == "organisation"]
    assert len(bodies) >= 150
    assert {"UNO", "EUR", "IGO", "NGO"} <= {e.country for e in bodies} & nonstates().keys()


def test_groups_are_many() -> None:
    assert sum(e.kind == "group" for e in entities()) >= 200


def test_terms_of_one_person_do_not_end_before_they_start() -> None:
    for entity in entities():
        assert all(t.end is None or t.start <= t.end for t in entity.terms)


def test_no_term_starts_after_the_table_was_checked() -> None:
    assert all(t.start <= checked() for e in entities() for t in e.terms)


CONTESTED = {("CIV", "president")}  # two took the oath in December 2010


@pytest.mark.parametrize("office", ["president", "prime minister", "chancellor", "supreme leader"])
def test_two_hold_an_office_only_in_the_month_of_change(office: str) -> None:
    for (country, held), terms in holders().items():
        if held != office or (country, office) in CONTESTED:
            continue
        for (one, who), (two, other) in combinations(terms, 2):
            shared_from = max(one.start, two.start)
            shared_to = min(one.end or checked(), two.end or checked())
            assert who is other or shared_to <= shared_from, (country, who.name, other.name)


def test_ambiguous_names_have_known_readings() -> None:
    for ambiguity in ambiguities().values():
        for reading in ambiguity.readings:
            assert reading.country in countries()
            assert reading.words


@pytest.mark.parametrize(
    ("said", "sector"),
    [
        (("foreign", "minister"), "GOV"),
        (("foreign", "ministers"), "GOV"),
        (("gunmen",), "UAF"),
        (("police",), "COP"),
        (("senators",), "LEG"),
        (("refugees",), "REF"),
    ],
)
def test_roles_know_their_sector(said: tuple[str, ...], sector: str) -> None:
    assert roles()[said].sector == sector


@pytest.mark.parametrize(
    ("said", "office"),
    [
        (("pontiff",), "pope"),
        (("grand", "mufti"), "religious leader"),
        (("chief", "of", "staff"), "chief of staff"),
        (("advisor",), "adviser"),
        (("federal", "judge"), "judge"),
        (("high", "representative"), "ambassador"),
    ],
)
def test_roles_know_their_office(said: tuple[str, ...], office: str) -> None:
    assert roles()[said].office == office


def test_an_unknown_word_list_is_an_error() -> None:
    with pytest.raises(VocabularyError, match="no list"):
        words("verbs")
