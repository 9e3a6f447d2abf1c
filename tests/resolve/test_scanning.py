"""One reading of a report's text."""

import pytest

from dragoman.resolve.scanning import scan


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“We go,” he said.", ["We go"]),
        ("''We go,'' he said. It's the rebels' plan.", ["We go"]),
        ("He said: „Wir gehen“ und «nous allons».", ["Wir gehen", "nous allons"]),
        ('He said: "We go on.\nThey left.', ["We go on"]),  # open to the paragraph's end
        ("It's the rebels' plan.", []),
    ],
)
def test_what_is_quoted(text: str, quoted: list[str]) -> None:
    read = scan(text, published=None)
    spans = [(read.words[a].start, read.words[b - 1].end) for a, b in read.quotes]
    assert [text[start:end] for start, end in spans] == quoted


def test_a_surname_that_is_a_rank_is_a_name_once_its_bearer_was_named() -> None:
    text = "Major Smith met John Major. Major spoke. Then Major Jones left with a major."
    read = scan(text, published=None)
    ranks = [read.span(t.first, t.last) for t in read.titled]
    assert [start for start, _ in ranks] == [0, text.index("Major Jones"), len(text) - 6]
