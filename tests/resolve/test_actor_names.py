"""Names: every form leads to its row; those of this year's conflicts to the right country."""

from datetime import date

import pytest

from dragoman.model import Actor, Report
from dragoman.resolve.actors import ActorResolver
from dragoman.vocab import Entity, entities

DAY = date(2026, 2, 15)


def resolved(words: str, text: str, *, published: date | None = None) -> Actor:
    start = text.rindex(words)
    resolver = ActorResolver(Report(address="text:test", text=text, published=published))
    return resolver.resolve((start, start + len(words)), confidence=1.0)


@pytest.mark.parametrize("kind", ["organisation", "agency", "group"])
def test_every_form_of_a_body_leads_to_its_row(kind: str) -> None:
    wrong = []
    for entity in (e for e in entities() if e.kind == kind):
        for form in entity.forms:
            actor = resolved(form.words, f"{entity.name} came. Then {form.words} met.")
            if (actor.name, actor.country) != (entity.name, entity.country):
                wrong.append((entity.name, form.words, actor.name, actor.country))
    assert wrong == []


def test_every_full_name_of_a_leader_leads_to_their_row() -> None:
    leaders = [e for e in entities() if e.kind == "leader"]
    forms = [(e, f.words) for e in leaders for f in e.forms if f.use == "name"]
    wrong = [words for e, words in forms if not _leads_to(e, words)]
    assert wrong == []


def _leads_to(leader: Entity, words: str) -> bool:
    actor = resolved(words, f"Then {words} spoke.")
    states = {leader.country, *(t.country for t in leader.terms)}
    # Who held offices of several states or bodies is of none of them without a date.
    return actor.name == leader.name and actor.country in (states if len(states) == 1 else {None})


@pytest.mark.parametrize(
    ("words", "country", "sectors"),
    [
        # Sudan, South Sudan, Ethiopia, Somalia
        ("the Rapid Support Forces", "SDN", ("REB",)),
        ("RSF fighters", "SDN", ("REB",)),
        ("the Sudanese Armed Forces", "SDN", ("MIL",)),
        ("Abdel Fattah al-Burhan", "SDN", ("GOV",)),
        ("Hemedti", "SDN", ("REB",)),
        ("SPLM-IO forces", "SSD", ("REB",)),
        ("the White Army", "SSD", ("PRM",)),
        ("Fano militias", "ETH", ("REB",)),
        ("the Tigray People's Liberation Front", "ETH", ("REB",)),
        ("al-Shabaab militants", "SOM", ("REB",)),
        ("Somaliland", "SOM", ("PRE",)),
        # the Great Lakes
        ("M23 rebels", "COD", ("REB",)),
        ("Corneille Nangaa", "COD", ("REB",)),
        ("the Congolese army", "COD", ("MIL",)),
        ("Wazalendo fighters", "COD", ("PRM",)),
        ("CODECO", "COD", ("REB",)),
        # the Sahel, Nigeria, Mozambique
        ("JNIM", "IMG", ("REB",)),
        ("the Azawad Liberation Front", "MLI", ("REB",)),
        ("Assimi Goita", "MLI", ("GOV",)),
        ("the Africa Corps", "RUS", ("PRM",)),
        ("Lakurawa", "NGA", ("REB",)),
        ("Boko Haram insurgents", "NGA", ("REB",)),
        # Ukraine and Russia
        ("Volodymyr Zelenskyy", "UKR", ("GOV",)),
        ("the SBU", "UKR", ("SPY",)),
        ("Andrei Belousov", "RUS", ("GOV",)),
        ("Kirill Dmitriev", "RUS", ()),
        ("Steve Witkoff", "USA", ("GOV",)),
        ("Yulia Svyrydenko", "UKR", ("GOV",)),
        # the Middle East
        ("the Israel Defense Forces", "ISR", ("MIL",)),
        ("Israel Katz", "ISR", ("GOV",)),
        ("Hamas negotiators", "PSE", ("REB",)),
        ("Islamic Jihad", "PSE", ("REB",)),
        ("Naim Qassem", "LBN", ("REB",)),
        ("UNIFIL", "UNO", ("MIL",)),
        ("Ahmed al-Sharaa", "SYR", ("GOV",)),
        ("the Syrian Democratic Forces", "SYR", ("REB",)),
        ("Mazloum Abdi", "SYR", ("REB",)),
        ("Houthi forces", "YEM", ("REB",)),
        ("the Southern Transitional Council", "YEM", ("PRE",)),
        ("the Revolutionary Guards", "IRN", ("MIL",)),
        ("Abbas Araghchi", "IRN", ("GOV",)),
        # South and South-East Asia
        ("the Pakistani Taliban", "PAK", ("REB",)),
        ("the Balochistan Liberation Army", "PAK", ("REB",)),
        ("the Taliban government", "AFG", ("GOV",)),
        ("the Arakan Army", "MMR", ("REB",)),
        ("Min Aung Hlaing", "MMR", ("GOV",)),
        ("Thai troops", "THA", ("MIL",)),
        ("Hun Manet", "KHM", ("GOV",)),
        # the Americas
        ("the ELN", "COL", ("REB",)),
        ("Viv Ansanm", "HTI", ("CRM",)),
        ("Delcy Rodriguez", "VEN", ("GOV",)),
        ("the Jalisco New Generation Cartel", "MEX", ("CRM",)),
    ],
)
def test_names_of_this_years_conflicts(words: str, country: str, sectors: tuple[str, ...]) -> None:
    actor = resolved(words, f"On Friday {words} said no.", published=DAY)
    assert (actor.country, actor.sectors) == (country, sectors)
