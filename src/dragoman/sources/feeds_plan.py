"""FEEDS.toml: which feeds are watched, and how gently."""

import re
import tomllib
from pathlib import Path
from typing import Annotated

import pydantic

from dragoman.errors import SettingsError

_STRICT = pydantic.ConfigDict(frozen=True, extra="forbid", strict=True)
_Minutes = Annotated[float, pydantic.Field(gt=0)]


class Feed(pydantic.BaseModel):
    """A feed or sitemap."""

    model_config = _STRICT

    url: str = pydantic.Field(pattern=r"^https?://\S+$")
    site: str | None = None  # the site's name, for pages that do not state it
    match: str | None = None  # only pages whose URLs hold this pattern
    newest: int = pydantic.Field(default=100, gt=0)  # pages taken of one look, at the most
    every: _Minutes | None = None  # minutes; the plan's own where not given

    @pydantic.field_validator("match")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as error:
            raise ValueError(f"it is no regular expression: {error}") from error
        return value


class Plan(pydantic.BaseModel):
    """What is watched."""

    model_config = _STRICT

    feed: Annotated[tuple[Feed, ...], pydantic.Field(min_length=1, strict=False)]
    every: _Minutes = 30.0  # minutes between two looks at a feed
    delay: float = pydantic.Field(default=2.0, ge=0)  # seconds between two requests to one host
    at_once: int = pydantic.Field(default=8, gt=0, le=64)  # feeds looked at side by side
    max_size: int = pydantic.Field(default=10_000_000, gt=0)  # bytes of a feed or page
    seconds: float = pydantic.Field(default=60.0, gt=0)  # that one request may take

    @pydantic.model_validator(mode="after")
    def _once(self) -> "Plan":
        urls = [feed.url for feed in self.feed]
        if doubled := next((u for u in urls if urls.count(u) > 1), None):
            raise ValueError(f"{doubled} is named twice")
        return self


def read_plan(path: Path) -> Plan:
    """The plan in a file; `SettingsError` names what is wrong in it, and where."""
    try:
        return Plan.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read: {error.strerror}.", todo="Check the path."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is no TOML file: {error}.", todo="Mend that line.") from error
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(x) for x in first["loc"])
        raise SettingsError(
            f"{path}: {where or 'the plan'}: {first['msg'].removeprefix('Value error, ')}.",
            todo="See docs/sources.md for what FEEDS.toml may hold.",
        ) from error
