"""Ids: hashes of key fields, without time or order, so that reruns and merges are idempotent."""

import hashlib
import json


def digest(text: str) -> str:
    """The SHA-256 of `text` in UTF-8, 64 hex digits; names one text version."""
    # surrogatepass: any str a caller can hold gets an id, lone surrogates included.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def make_id(kind: str, *keys: object) -> str:
    """An id such as `event-3f9c0a51e2b84d7f6a10`: the kind and 80 bits over the key fields."""
    canonical = json.dumps([kind, *keys], ensure_ascii=True, separators=(",", ":"))
    return f"{kind}-{hashlib.sha256(canonical.encode()).hexdigest()[:20]}"
