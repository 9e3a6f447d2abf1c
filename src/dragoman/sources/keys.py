"""Names of the documents of one table or archive, so that none takes another's place."""


class Keys:
    """What the addresses of one table or archive end in."""

    def __init__(self) -> None:
        self._taken: dict[int, int] = {}  # hashes alone: a table may have millions of rows

    def of(self, key: str, number: int, content: str | bytes) -> str:
        """The key, with the document's number behind it where another document has it already.

        One with the content of the first of that key is the same document again, and keeps it.
        """
        told = hash(content)
        while self._taken.setdefault(hash(key), told) != told:
            key = f"{key}~{number}"
        return key
