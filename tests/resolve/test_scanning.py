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
