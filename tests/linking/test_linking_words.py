import pytest

from dragoman.linking.words import cosine, rarity, telling, weighed, words


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Troops shelled the towns", ["troop", "shell", "the", "town"]),
        ("Şırnak and Sirnak", ["sirnak", "and", "sirnak"]),
        ("killed 1,200 of 3.5 million", ["kill", "1200", "of", "3.5", "million"]),
        ("a U.S. ship", ["ship"]),  # single letters tell nothing
        ("", []),
    ],
)
def test_words_as_compared(text: str, keys: list[str]) -> None:
    assert [word.key for word in words(text)] == keys


def test_a_word_stands_where_it_says() -> None:
    text = "In Kivu, 12 villages burned."
    for word in words(text):
        assert text[word.start :].startswith(word.written)


def test_rare_words_weigh_more() -> None:
    assert rarity("the") < rarity("military") < rarity("nosuchwordatall")
    weights = weighed({"the": 9, "military": 1, "nosuchwordatall": 1})
    assert "the" not in weights
    assert telling(weights, 1) == ["nosuchwordatall"]


def test_likeness_of_words() -> None:
    a, b = weighed({"goma": 2, "rebel": 1}), weighed({"goma": 1, "bukavu": 1})
    assert cosine(a, a) == pytest.approx(1, abs=1e-3)
    assert 0 < cosine(a, b) < 1
    assert cosine(a, b) == cosine(b, a)
    assert cosine(a, weighed({"bukavu": 1})) == 0
    assert cosine(a, {}) == 0
