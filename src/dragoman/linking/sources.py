"""Who a report comes from: the wire service it credits, else its publisher."""

import re
import tomllib
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from dragoman.model import Report

_LINES = 3  # at the start and at the end of the text, that may credit a wire service
_CREDIT = 160  # characters of a line that only credits; longer ones are told
_OPENING = 60  # characters of a first line in which the credit of a dateline stands
_SHARED = {"co", "com", "org", "net", "gov", "ac", "edu"}  # under which a country's names stand


@cache
def _wires() -> dict[str, str]:
    """The wire service that each form names."""
    data = tomllib.loads(resources.files(__package__).joinpath("wires.toml").read_text("utf-8"))
    return {form: name for name, forms in data["wires"].items() for form in forms}


@cache
def _forms() -> re.Pattern[str]:
    forms = sorted(_wires(), key=len, reverse=True)
    return re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, forms))})(?!\w)")


@cache
def _credits() -> re.Pattern[str]:
    """A line that credits: a dateline, brackets, "reporting by", "with", or the name alone."""
    return re.compile(
        r"""^\W*(?:by\s+[^.]{0,60})?NAME\W*$          # Reuters; By Jane Doe, Reuters
        | ^[^.!?]{0,60}[(\[]\s*NAME\s*[)\]]           # KYIV (Reuters) -
        | [(\[/]\s*NAME\s*[)\]/]?\s*$                 # ... told the court. (AFP)
        | ^\W*(?:reporting|report|written|additional\s+reporting|text|story|source|credit|copyright)
          \b.{0,80}NAME                               # Source: Xinhua; Reporting by ... for Reuters
        | (?:©|copyright).{0,30}NAME
        | \bwith\s+(?:reporting|material|files)\s+from\b.{0,80}NAME
        """.replace("NAME", "\x00"),
        re.VERBOSE | re.IGNORECASE,
    )


def wire(report: Report) -> str | None:
    """The wire service that a report credits in its byline or its first or last lines."""
    if report.byline and (found := _forms().search(report.byline)):
        return _wires()[found[1]]
    lines = [line.strip() for line in report.text.splitlines() if line.strip()]
    ends = lines if len(lines) <= 2 * _LINES else lines[:_LINES] + lines[-_LINES:]
    for line in ends:
        for part in {line[:_CREDIT], line[-_CREDIT:]}:
            for found in _forms().finditer(part):
                marked = f"{part[: found.start()]}\x00{part[found.end() :]}"
                if _credits().search(marked):
                    return _wires()[found[1]]
    return None


def publisher(report: Report) -> str | None:
    """Who published a report: the domain of its address, else the name of its site."""
    host = urlsplit(report.address).hostname if "://" in report.address else None
    if host and "." in host:
        labels = host.removeprefix("www.").split(".")
        country = len(labels[-1]) == 2 and len(labels) > 2 and labels[-2] in _SHARED
        return ".".join(labels[-3 if country else -2 :])
    return report.site or None
