"""Column types that hold the same values on both databases."""

import sqlalchemy as sa

# PostgreSQL refuses NUL in a text. This way of writing it keeps the order of texts as well.
_ESCAPED = {"\1": "\1\2", "\0": "\1\1"}
_ESCAPES = str.maketrans(_ESCAPED)


def escaped(text: str) -> str:
    """The text as PostgreSQL keeps it: U+0000 is U+0001 U+0001, and U+0001 is U+0001 U+0002."""
    return text.translate(_ESCAPES) if "\0" in text or "\1" in text else text


def unescaped(text: str) -> str:
    """The text that `escaped` was given."""
    if "\1" not in text:
        return text
    return text.replace(_ESCAPED["\0"], "\0").replace(_ESCAPED["\1"], "\1")


class Text(sa.types.TypeDecorator[str]):
    """Any text, NUL included; ordered by code points, whatever the language of the database."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[str]:
        """The type of the database: without `COLLATE "C"`, PostgreSQL would sort by a language."""
        plain = sa.Text(collation="C") if dialect.name == "postgresql" else sa.Text()
        return dialect.type_descriptor(plain)

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """The text on its way in."""
        return escaped(value) if value and dialect.name == "postgresql" else value

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """The text on its way out."""
        return unescaped(value) if value and dialect.name == "postgresql" else value
