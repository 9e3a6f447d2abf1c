"""The headline that a page states twice: in its data for machines, and to its readers."""

import json
import re
from html import unescape
from typing import TYPE_CHECKING

from dragoman.sources.draft import squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADLINE = re.compile(r'"headline"\s*:\s*("(?:[^"\\]|\\.){1,1000}")')
_SITE = re.compile(r"\s*[|–—:-]\s")
_SHORTEST = 3  # words; fewer may be a section's name


def headline(tree: "HtmlElement") -> str | None:
    """The headline in the page's JSON-LD that the page itself repeats; None where there is none.

    The page's title must begin with it, and go on with a sign and the site's name, or a largest
    heading be the same. A title that is neither is often written for search engines, and copied.
    """
    headings = {_plain(h1.text_content()) for h1 in tree.iter("h1")}
    titles = [_plain(title.text_content()) for title in tree.iter("title")]
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        # Such data are often no whole JSON: line breaks in strings, two objects in a row.
        for found in _HEADLINE.finditer(script.text or ""):
            words = _words(found[1])
            plain = _plain(words)
            rests = [title[len(plain) :] for title in titles if title.startswith(plain)]
            stated = any(plain in headings or _SITE.match(rest) for rest in rests)
            if stated and len(words.split()) >= _SHORTEST:
                return words
    return None


def _words(string: str) -> str:
    try:
        return squeeze(unescape(str(json.loads(string, strict=False))))
    except ValueError:
        return ""


def _plain(words: str) -> str:
    return squeeze(words.translate(str.maketrans("‘’“”", "''\"\"")))
