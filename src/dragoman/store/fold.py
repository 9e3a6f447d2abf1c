"""Text as filters compare it: without case, accents and punctuation."""

import unicodedata

_JOINED = str.maketrans("", "", ".'’ʼ")  # "U.S." is "us", "Sana'a" is "sanaa"


def fold(text: str) -> str:
    """The words of `text` in lower case without accents, one blank between them."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_JOINED).casefold())
    letters = (c for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def folded(*texts: str | None) -> str:
    """Several texts folded into one string in which every word follows a blank."""
    return "|".join(f" {fold(text)}" for text in texts if text)
