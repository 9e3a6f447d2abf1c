"""Ids: hashes of key fields, without time or order, so that reruns and merges are idempotent."""

import hashlib
import json


def digest(text: str) -> str:
    """The SHA-256 of `text` in UTF-8, 64 hex digits."""
    # surrogatepass: any str a caller can hold gets an id, lone surrogates included.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def make_id(kind: str, *keys: object) -> str:
    """An id such as `event-3f9c0a51e2b84d7f6a10`: the kind and 80 bits over the key fields."""
    return f"{kind}-{make_version(kind, *keys)[:20]}"


def make_version(*parts: object) -> str:
    """The SHA-256 of parts that can be written as JSON, 64 hex digits."""
    return digest(json.dumps(parts, ensure_ascii=True, separators=(",", ":")))
