"""One line of JSON, so written that every program agrees where it ends."""

import json

FORMAT = "dragoman"
SCHEMA = 1  # raised when a reader of the old lines could no longer read the new ones

HEADER: dict[str, object] = {"format": FORMAT, "schema": SCHEMA}

# Line ends to some programs; JSON itself escapes the others.
_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}


def dumps(value: object) -> str:
    """The value as one line of JSON, without a line end."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
