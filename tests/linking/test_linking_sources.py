import pytest

from dragoman.linking.sources import publisher, wire
from dragoman.model import Report


@pytest.mark.parametrize(
    ("text", "credited"),
    [
        ("GENEVA, May 3 (Reuters) - Talks went on.\nMore.", "Reuters"),
        ("Talks went on.\nReporting by Jane Doe for AFP", "AFP"),
        ("Talks went on in Geneva. (AP)", "AP"),
        ("Talks went on.\n© 2024 Agence France-Presse", "AFP"),
        ("By Jane Doe, Associated Press\nTalks went on.", "AP"),
        ("Talks went on.\nWith reporting from Reuters and others", "Reuters"),
        ("Talks went on.\nSource: Xinhua", "Xinhua"),
        ("Talks went on, the Reuters news agency reported.", None),
        ("Reuters reported on Monday that talks went on.", None),
        ("The AP system failed and 3 people died.", None),
        ("Talks went on.\n" * 9 + "(Reuters) -\n" + "Talks went on.\n" * 9, None),  # in the middle
    ],
)
def test_the_wire_service_that_is_credited(text: str, credited: str | None) -> None:
    assert wire(Report(address="a", text=text)) == credited


def test_a_byline_credits() -> None:
    assert wire(Report(address="a", text="Talks went on.", byline="Jane Doe, dpa")) == "dpa"


@pytest.mark.parametrize(
    ("address", "site", "name"),
    [
        ("https://www.example.co.uk/news/1", None, "example.co.uk"),
        ("https://edition.example.com/a", "Example", "example.com"),
        ("http://example.net", None, "example.net"),
        ("news/today.txt", "The Example", "The Example"),
        ("news/today.txt", None, None),
        ("https://localhost/a", None, None),
    ],
)
def test_the_publisher(address: str, site: str | None, name: str | None) -> None:
    assert publisher(Report(address=address, text="x", site=site)) == name
