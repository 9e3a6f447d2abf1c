"""Which language a report is in; only reports in a language the model reads are taken in."""

import re
from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING

from dragoman.errors import LanguageNotRead
from dragoman.sources.draft import load_data

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LANGUAGES_READ = ("en",)
_SAMPLE = 20_000  # characters judged
_PLAINLY = 0.18  # share of common English words that leaves no doubt
_DOUBT = 0.5  # a short text's probability below which it may as well be English


def require_language(text: str, *, name: str, languages: Collection[str]) -> str | None:
    """The language of the text, if one of `languages`; None where it is too short to tell.

    Raises `LanguageNotRead`, naming the language, where it is another.
    """
    found = identify(text)
    if found is None or found in languages:
        return found
    names = load_data("languages.toml")["names"]
    raise LanguageNotRead(
        f"{name} is in {names[found]} ({found}), which the model does not read.",
        todo=f"Give a report or a translation in {', '.join(names[code] for code in languages)}.",
    )


def identify(text: str) -> str | None:
    """The ISO 639-1 code of the text's language, or None where it is too short to tell."""
    sample = text[:_SAMPLE]
    if _plainly_english(sample):
        return "en"
    sample = re.sub(r"[\W\d_]+", " ", sample).strip()
    if not sample:
        return None
    ranked = _identifier().rank(sample)
    code, probability = ranked[0]
    latin = len(re.findall(r"[A-Za-z]", sample)) > 0.8 * len(sample.replace(" ", ""))
    if code != "en" and latin and probability < _DOUBT:
        return None  # a headline of names, say
    return str(code)


def _plainly_english(sample: str) -> bool:
    words = re.findall(r"[^\W\d_]+", sample.lower())
    common = sum(word in _common_words() for word in words)
    return len(words) >= 12 and common >= _PLAINLY * len(words)


@cache
def _common_words() -> frozenset[str]:
    return frozenset(load_data("languages.toml")["english"])


@cache
def known_languages() -> frozenset[str]:
    """The ISO 639-1 codes of all languages that can be told apart."""
    return frozenset(load_data("languages.toml")["names"])


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.labels if code in known_languages()])
    return identifier
