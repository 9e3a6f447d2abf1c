"""What every record is: frozen, strict, closed, and read and written as JSON without loss."""

from typing import Self

import pydantic


class Record(pydantic.BaseModel):
    """Base of all records: immutable values; an unknown or mistyped field is an error."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid", strict=True)

    def to_dict(self) -> dict[str, object]:
        """The record as JSON-ready values."""
        return self.model_dump(mode="json")

    def to_json(self) -> str:
        """The record as one line of JSON."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, line: str | bytes) -> Self:
        """The record that `to_json` wrote; `pydantic.ValidationError` where it is none."""
        return cls.model_validate_json(line)
