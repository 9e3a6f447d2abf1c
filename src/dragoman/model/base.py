"""What every record is: frozen, strict, closed, and read and written as JSON without loss."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any, ClassVar, Self  # Any: pydantic's own signature

import pydantic
from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError


class Record(pydantic.BaseModel):
    """Base of all records: immutable values; an unknown or mistyped field is an error."""

    model_config = pydantic.ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False
    )

    # What follows from the fields: written with them as JSON, and checked when that is read.
    derived: ClassVar[tuple[str, ...]] = ()

    def to_dict(self) -> dict[str, object]:
        """The record as JSON-ready values, its id first where it has one."""
        return {name: getattr(self, name) for name in self.derived} | self.model_dump(mode="json")

    def to_json(self) -> str:
        """The values of `to_dict` as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))

    def _repr_html_(self) -> str | None:
        """How a notebook shows it, as whoever makes pages registered it; None for as text."""
        made = _html()
        return None if made is None else made(self)

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """The record that `to_dict` gave; `pydantic.ValidationError` where it is none, or where
        its id is not that of what it holds."""
        if not isinstance(values, dict):
            return cls.model_validate(values)
        fields = {name: value for name, value in values.items() if name not in cls.derived}
        # Through JSON, because strict records take lists and dates from JSON alone.
        made = cls.model_validate_json(json.dumps(fields))
        for name in cls.derived:
            if values.get(name) != getattr(made, name):
                raise cls._forged(name, values.get(name))
        return made

    @classmethod
    def from_json(cls, line: str | bytes) -> Self:
        """The record that `to_json` wrote; raises as `from_dict` does."""
        return cls.from_dict(_json().validate_json(line))

    @classmethod
    def _forged(cls, name: str, value: object) -> ValidationError:
        wrong = PydanticCustomError("forged", "this is not that of what it holds")
        return ValidationError.from_exception_data(
            cls.__name__, [InitErrorDetails(type=wrong, loc=(name,), input=value)]
        )

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The record with other values in some fields, which are not checked."""
        made = super().model_copy(update=update, deep=deep)
        for name in self.derived:
            made.__dict__.pop(name, None)  # cached from the fields as they were
        return made


@cache
def _html() -> Callable[[Record], str | None] | None:
    # By entry point: what makes pages stands above records, and may not be imported here.
    for entry in entry_points(group="dragoman.html", name="record"):
        found: Callable[[Record], str | None] = entry.load()
        return found
    return None


@cache
def _json() -> pydantic.TypeAdapter[object]:
    return pydantic.TypeAdapter(object)
