import pytest

from dragoman.reading.tokens import quotation_flags, shape

SHAPES = [
    ("the", 0),
    ("Moscow", 1),
    ("NATO", 2),
    ("McDonald", 3),
    ("12", 4),
    ("B52", 4),
    (",", 5),
    ("", 5),
    ("ю", 0),
    ("Юг", 1),
    ("和平", 0),
]


@pytest.mark.parametrize(("piece", "expected"), SHAPES)
def test_shape(piece: str, expected: int) -> None:
    assert shape(piece) == expected


QUOTATIONS = [
    ("He said, “we go”.", "we go"),
    ('He said, "we go" and "stay".', "we gostay"),
    ("No quotation.", ""),
    ("“We go on", "We go on"),
    ("it’s “it’s”", "it’s"),
    ("''We go,'' he said. It's so.", "'We go,"),
]


@pytest.mark.parametrize(("text", "inside"), QUOTATIONS)
def test_quotation_flags(text: str, inside: str) -> None:
    flags = quotation_flags(text)
    assert "".join(c for c, f in zip(text, flags, strict=True) if f) == inside
