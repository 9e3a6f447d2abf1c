"""Who the words are: tables of marked text, `[words]` being the span that is resolved."""

import re
from datetime import date

import pytest

from dragoman.model import Actor, Report, Span
from dragoman.resolve.actors import ActorResolver


def unmark(marked: str) -> tuple[str, list[Span]]:
    """The text without its brackets, and the spans they marked."""
    text, spans = "", []
    for piece in re.split(r"(\[[^\]]*\])", marked):
        if piece.startswith("["):
            spans.append((len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]
        text += piece
    return text, spans


def resolved(marked: str, day: str | None = "2025-06-15") -> list[Actor]:
    text, spans = unmark(marked)
    published = date.fromisoformat(day) if day else None
    resolver = ActorResolver(Report(address="text:test", text=text, published=published))
    return [resolver.resolve(span, confidence=1.0) for span in spans]


@pytest.mark.parametrize(
    ("marked", "country", "sectors"),
    [
        ("[Vladimir Putin] met the envoy.", "RUS", ("GOV",)),
        ("[Russia] signed.", "RUS", ()),
        ("[Russian forces] advanced.", "RUS", ("MIL",)),
        ("[Kyiv’s forces] fell back.", "UKR", ("MIL",)),
        ("[Kyiv] denied it.", "UKR", ("GOV",)),
        ("[The Kremlin] denied it.", "RUS", ("GOV",)),
        ("[Downing Street] declined.", "GBR", ("GOV",)),
        ("[the Israeli military] said so.", "ISR", ("MIL",)),
        ("[Five Israeli soldiers] were hurt.", "ISR", ("MIL",)),
        ("[Palestinian officials] said so.", "PSE", ("GOV",)),
        ("[26 Palestinians] were killed.", "PSE", ("CVL",)),
        ("[U.S. officials] said so.", "USA", ("GOV",)),
        ("[the Trump administration] said so.", "USA", ("GOV",)),
        ("[Iranian lawmakers] voted.", "IRN", ("LEG",)),
        ("[Turkish police] came.", "TUR", ("COP",)),
        ("[a spokesman for the Pentagon] spoke.", "USA", ("MIL", "GOV")),
        ("[residents of Gaza] fled.", "PSE", ("CVL",)),
        ("[Türkiye] agreed.", "TUR", ()),
        ("[the United Nations] appealed.", "UNO", ()),
        ("[UN peacekeepers] left.", "UNO", ("MIL",)),
        ("[Israel's UN ambassador] left.", "ISR", ("GOV",)),
        ("[the U.S. ambassador to Israel] left.", "USA", ("GOV",)),
        ("[EU foreign ministers] met.", "EUR", ("GOV",)),
        ("[NATO] agreed.", "IGO", ()),
        ("[Amnesty International] warned.", "NGO", ()),
        ("[Hamas] agreed.", "PSE", ("REB",)),
        ("[Hamas officials] agreed.", "PSE", ("REB",)),
        ("[Houthi fighters] fired.", "YEM", ("REB",)),
        ("[Qatar-based Hamas leaders] agreed.", "PSE", ("REB",)),
        ("[Gaza-based militants] fired.", "PSE", ("REB",)),
        ("[the Rapid Support Forces] advanced.", "SDN", ("REB",)),
        ("[the Saudi-led coalition] flew.", "IMG", ("MIL",)),
        ("[Donetsk People's Republic] agreed.", "UKR", ("PRE",)),
        ("[Abkhaz forces] fired.", "GEO", ("PRE", "MIL")),
        ("[The ICC judges] ruled.", "IGO", ("JUD",)),
        ("[Congolese troops] fled.", "COD", ("MIL",)),
        ("[Congo] said in Brazzaville.", "COG", ()),
        ("[Georgia] voted in Tbilisi.", "GEO", ()),
        ("[Georgia] voted in Atlanta.", "USA", ()),
        ("WYE, Maryland - Russian President [Vladimir Putin] came.", "RUS", ("GOV",)),
        ("WYE, Maryland – [Russian forces] left.", "RUS", ("MIL",)),
        ("Oman met Eritrea, whose [troops] fought.", "ERI", ("MIL",)),
        ("[Congolese troops and allied M23 rebels] fought.", "COD", ("REB",)),
        ("[European Union officials] met.", "EUR", ("GOV",)),
        ("Swedish migration minister [Lena Ode] met Iran.", "SWE", ("GOV",)),
        ("[A court] in Lima, Peru, fined a Brazilian company.", "PER", ("JUD",)),
        ("Russia said [police] in Kyiv, Ukraine, fled.", "UKR", ("COP",)),
    ],
)
def test_country_and_sectors(marked: str, country: str, sectors: tuple[str, ...]) -> None:
    (actor,) = resolved(marked)
    assert (actor.country, actor.sectors) == (country, sectors)
    assert actor.reason.endswith(".")
    assert 0 < actor.confidence <= 1


@pytest.mark.parametrize(
    ("marked", "sectors"),
    [
        ("[police] came.", ("COP",)),
        ("[protesters] marched.", ("CVL",)),
        ("[gunmen] fired.", ("UAF",)),
        ("[U.S.-backed rebels] fled.", ("REB",)),
        ("[pro-Russian separatists] fled.", ("REB",)),
        ("[Western partners] agreed.", ()),
        ("[The Doha peace talks] failed.", ()),
        ("[The New York Declaration] calls for it.", ()),
        ("[Israeli and Palestinian officials] met.", ()),
        ("[Russia and China] vetoed it.", ()),
        ("[critics of Putin] met.", ("OPP",)),
        ("[Melania Trump] spoke.", ()),
        ("[Michael Jordan] spoke.", ()),
        ("[Kashmir] was quiet.", ()),
        ("[us] and them", ()),
        ("[U.S.]-backed rebels fled.", ()),
        ("[anti-government protests] grew.", ()),
        ("[The General Confederation of Labour] struck.", ()),
        ("[We] agreed.", ()),
        ("[Separatist officials] agreed.", ("REB",)),
        ("[An aid official] agreed.", ()),
        ("[The government of Ethiopia and the TPLF] signed.", ()),
        ("Iran fired. [Kurdish forces] fled.", ("MIL",)),
    ],
)
def test_what_is_not_told_stays_unknown(marked: str, sectors: tuple[str, ...]) -> None:
    (actor,) = resolved(marked)
    assert actor.country is None
    assert actor.name is None
    assert actor.sectors == sectors
    assert actor.reason


@pytest.mark.parametrize(
    ("marked", "day", "name", "office"),
    [
        ("[The U.S. president] spoke.", "2010-05-03", "Barack Obama", "president"),
        ("[The U.S. president] spoke.", "2025-05-03", "Donald Trump", "president"),
        ("[The U.S. president] spoke.", "2025-01-15", None, "president"),  # the month of change
        ("[The U.S. president] spoke.", None, None, "president"),
        ("[The U.S. president] spoke.", "2031-05-03", None, "president"),  # not yet checked
        ("[the former U.S. president] spoke.", "2010-05-03", None, "former president"),
        ("[Iran's foreign minister] spoke.", "2014-02-03", "Mohammad Javad Zarif", None),
        ("[Obama] spoke.", "2012-05-03", "Barack Obama", "president"),
        ("[Barack Obama] spoke.", "2024-05-03", "Barack Obama", "former president"),
        ("[Menachem Begin] spoke.", "1978-09-17", "Menachem Begin", "prime minister"),
        ("[Sadat] spoke.", "1978-09-17", "Anwar Sadat", "president"),
    ],
)
def test_offices_follow_the_day(
    marked: str, day: str | None, name: str | None, office: str | None
) -> None:
    (actor,) = resolved(marked, day)
    assert actor.name == name
    assert office is None or actor.office == office


def test_a_group_that_came_to_govern_is_a_government_from_then_on() -> None:
    assert resolved("[The Taliban] spoke.", "2019-03-01")[0].sectors == ("REB",)
    assert resolved("[The Taliban] spoke.", "2022-03-01")[0].sectors == ("GOV",)


@pytest.mark.parametrize(
    ("marked", "country", "office"),
    [
        ("Ali Ansar, the Uzbek interior minister, came. [Ansar] left.", "UZB", "interior minister"),
        ("Uzbek Interior Minister Ali Ansar came. [Ansar] left.", "UZB", "interior minister"),
        ("Kenya's health minister, Ann Otieno, came. [Otieno] left.", "KEN", "health minister"),
        ("Ann Otieno, a spokeswoman for the UN, came. [Otieno] left.", "UNO", "spokesperson"),
        ("The governor of Georgia, Brian Kemp, spoke in Atlanta. [Kemp] left.", "USA", "governor"),
        ("U.S. special Middle East envoy Ann Otieno came. [Otieno] left.", "USA", "ambassador"),
    ],
)  # fmt: skip
def test_apposition_tells_who_a_later_surname_is(marked: str, country: str, office: str) -> None:
    (actor,) = resolved(marked)
    assert (actor.country, actor.office) == (country, office)
    assert actor.antecedent is not None
    assert actor.antecedent.words in ("Ali Ansar", "Ann Otieno", "Brian Kemp")


def test_what_the_report_says_goes_before_the_table() -> None:
    (actor,) = resolved("Senator Barack Obama came. [Obama] left.", "2007-05-01")
    assert (actor.country, actor.office) == ("USA", "member of parliament")
    assert actor.sectors == ("LEG",)


def test_a_person_of_the_same_surname_is_not_the_leader() -> None:
    (actor,) = resolved("Donald Trump came. [Melania Trump] left.")
    assert (actor.name, actor.country) == (None, None)


def test_a_surname_before_its_bearers_first_office_needs_the_full_name() -> None:
    assert resolved("[Carney] spoke.", "2014-05-01")[0].name is None
    assert resolved("[Carney] spoke.", "2025-05-01")[0].name == "Mark Carney"


def test_weak_short_forms_need_the_full_name() -> None:
    assert resolved("[Begin] with care.", None)[0].name is None
    named = resolved("Menachem Begin came. [Begin] left.", "1978-09-10")[0]
    assert named.name == "Menachem Begin"


@pytest.mark.parametrize(
    ("words", "each"),
    [
        ("Cambodian and Thai forces",
         [("Cambodian", "KHM", ("MIL",)), ("Thai forces", "THA", ("MIL",))]),
        ("Colombia and the Clan del Golfo",
         [("Colombia", "COL", ()), ("the Clan del Golfo", "COL", ("CRM",))]),
        ("the leaders of France, Trinidad and Tobago, and Iran",
         [("the leaders of France", "FRA", ("GOV",)), ("Trinidad and Tobago", "TTO", ("GOV",)),
          ("Iran", "IRN", ("GOV",))]),
        ("gunmen from Pakistan and Afghanistan",
         [("gunmen from Pakistan", "PAK", ("UAF",)), ("Afghanistan", "AFG", ("UAF",))]),
        ("The Indian and US prime ministers",
         [("The Indian", "IND", ("GOV",)), ("US prime ministers", "USA", ("GOV",))]),
        ("Ethiopian and Eritrean soldiers and Houthi rebels",
         [("Ethiopian", "ETH", ("MIL",)), ("Eritrean soldiers", "ERI", ("MIL",)),
          ("Houthi rebels", "YEM", ("REB",))]),
        ("Hamas and Israeli onlookers and bystanders", [("Hamas and Israeli onlookers and "
         "bystanders", None, ())]),
    ],
)  # fmt: skip
def test_those_whom_the_words_name_side_by_side_are_several(
    words: str, each: list[tuple[str, str | None, tuple[str, ...]]]
) -> None:
    resolver = ActorResolver(Report(address="text:test", text=f"{words} met."))
    found = resolver.resolve_all((0, len(words)), confidence=1.0)
    assert [(a.evidence.words, a.country, a.sectors) for a in found] == each


def test_an_institution_belongs_to_the_only_state_named() -> None:
    (alone,) = resolved("In Kenya, [police] came.")
    assert (alone.country, alone.confidence) == ("KEN", 0.7)
    (unclear,) = resolved("In Kenya and Uganda, [police] came.")
    assert unclear.country is None


def test_evidence_and_confidence_are_kept() -> None:
    text, (span,) = unmark("On Monday [Russia] spoke.")
    report = Report(address="text:test", text=text)
    actor = ActorResolver(report).resolve(span, confidence=0.5)
    assert actor.evidence == report.evidence(*span)
    assert actor.confidence <= 0.5


@pytest.mark.parametrize(
    "marked",
    [
        "An Israeli airstrike killed rebel commander [Ali Odeh].",
        "Israeli troops shot opposition leader [Ali Odeh].",
        "A Russian strike hit minister [Lena Ode].",
        "Moroccan court sentences opposition leader [Lena Ode].",
    ],
)
def test_who_strikes_somebody_does_not_tell_whose_they_are(marked: str) -> None:
    (actor,) = resolved(marked)
    assert actor.country is None


@pytest.mark.parametrize(
    ("marked", "country"),
    [
        ("A court in Faisalabad, Pakistan, jailed opposition leader [Omar Ayubi].", "PAK"),
        ("Poland's parliament heard former justice minister [Lena Ode].", "POL"),
        ("An Israeli strike killed prime minister [Lena Ode].", None),
        ("Poland and Iran met justice minister [Lena Ode].", None),
        ("Poland met spokesperson [Lena Ode].", None),
    ],
)
def test_an_office_is_of_the_only_state_that_is_named(marked: str, country: str | None) -> None:
    (actor,) = resolved(marked)
    assert actor.country == country
