"""The templates, ready to be filled."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.export.html import say
from dragoman.export.wording import percent

if TYPE_CHECKING:
    import jinja2


@cache
def environment(*packages: str) -> "jinja2.Environment":
    """Jinja2 with the shared templates, behind those of other packages; all text is escaped.

    Raises `ImportError` where Jinja2 is not installed.
    """
    import jinja2

    loaders = [jinja2.PackageLoader(name) for name in (*packages, "dragoman.export.html")]
    made = jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"percent": percent, "clean": say.clean, "day": _day, "held": say.held}
    made.globals |= {"say": say}
    return made


def _day(day: date | None) -> str:
    return "undated" if day is None else day.isoformat()


@cache
def style() -> str:
    """The style sheet of what the templates make."""
    return files("dragoman.export.html").joinpath("static/record.css").read_text("utf-8")


def render(template: str, **values: object) -> str:
    """A shared template, filled."""
    return environment().get_template(template).render(**values)


def embedded(template: str, **values: object) -> str:
    """The same with its style sheet, for a place that has none."""
    return f"<style>{style()}</style>{render(template, **values)}"
