"""Texts that a spreadsheet must not take for formulas, and the way back."""

# What spreadsheets take for the start of a formula, also after blanks or as a wide letter.
_STARTS = "=+-@\uff1d\uff0b\uff0d\uff20"
MARK = "'"
_AHEAD = ("\t", "\r", "\n", MARK)


def neutral(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could run it.

    A text that begins with an apostrophe gets one more, so that `plain` is exact.
    """
    risky = text.lstrip()[:1] and text.lstrip()[0] in _STARTS
    return MARK + text if risky or text.startswith(_AHEAD) else text


def plain(cell: str) -> str:
    """The text that `neutral` was given."""
    return cell.removeprefix(MARK)
