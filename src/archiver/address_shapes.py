"""The shape of an address: what it has in common with the others that a site makes in the same way.

    /sport/2025/08/11/the-ferry-runs-again-123456.html?page=2    /sport/{year}/{n}/{n}/{slug}-{id}.html?page

Numbers, days, headlines and names give way to what they are; a word stays where it is the first segment of more (a
section, a kind of page, what a query is put to), and so do words that sites make addresses of (``tag``, ``article``,
``page``). Of a query the names stay. So the pages of one template have one shape, or one for each section; what a site
has shown of a shape says what to expect of the next address that has it. Pure, 5 µs for an address that is new.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archiver.address_words import ARTICLE_SEGMENTS, LISTING_SEGMENTS, PAGE_WORDS

#: words that stay wherever they stand
_KEPT = LISTING_SEGMENTS | ARTICLE_SEGMENTS | frozenset(PAGE_WORDS)
#: a headline has so many words at least, a name fewer
_SLUG_WORDS = 3
_MAX_PARAMETERS = 8
#: longer shapes are cut: the trap that made them is one shape then
_MAX_SEGMENTS = 14
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"(?:19|20)\d\d([-_.]?)(?:0?[1-9]|1[0-2])(?:\1(?:0?[1-9]|[12]\d|3[01]))?")
_HEX = re.compile(r"(?=[a-f]*\d)[0-9a-f]{8,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{1,4}$")
#: what tells the pages of one template: a headline, a number, a day
_TELLING = re.compile(r"\{(?!word\})")
_DIGITS = re.compile(r"\d+")
_ID_DIGITS = 5
#: what parts the words of a segment
_GAPS = re.compile(r"[-_+,.~:;!]+|%20|%2[cC]")


@lru_cache(maxsize=8192)
def shape_of(url: str) -> str:
    """The shape of a normalised address, without scheme and host.

    >>> shape_of("https://site.example/tag/lake?b=1&a=2"), shape_of("https://site.example/sport/")
    ('/tag/{word}?a&b', '/{word}')
    """
    place, _, query = url.partition("?")
    segments = [segment.lower() for segment in place.split("/")[3:] if segment]
    shapes = [_segment(segment) for segment in segments[:_MAX_SEGMENTS]]
    if shapes and shapes[0].startswith("{word}") and (len(shapes) > 1 or query):
        shapes[0] = segments[0]
    return "/" + "/".join(shapes) + _query(query)


def any_query(shape: str) -> str | None:
    """The shape for whatever parameters the same path is asked with; ``None`` for one without a query.

    >>> any_query("/shop?colour&size")
    '/shop?*'
    """
    path, mark, _ = shape.partition("?")
    return f"{path}?*" if mark else None


def any_section(shape: str) -> str:
    """The shape with any word in the place of the first segment, where what follows is more than words.

    >>> any_section("/sport/{slug}-{id}.html")
    '/{word}/{slug}-{id}.html'
    """
    _, first, *others = shape.split("/")
    if "{" in first or first in _KEPT or _TELLING.search("/".join(others)) is None:
        return shape
    return "/".join(("", "{word}", *others))


def _query(query: str) -> str:
    if not query:
        return ""
    names = sorted({_DIGITS.sub("{n}", pair.partition("=")[0].lower()) for pair in query.split("&")})
    return "?" + "&".join(names[:_MAX_PARAMETERS])


@lru_cache(maxsize=8192)
def _segment(segment: str) -> str:
    if segment in _KEPT:
        return segment
    suffix = _SUFFIX.search(segment)
    name, ending = (segment, "") if suffix is None else (segment[: suffix.start()], suffix[0])
    return (_name(name) if name else "") + ending


def _name(name: str) -> str:
    if name.isdigit():
        return "{year}" if _YEAR.fullmatch(name) else _number(name)
    if _DAY.fullmatch(name):
        return "{day}"
    if _HEX.fullmatch(name):
        return "{id}"
    parts = [part for part in _GAPS.split(name) if part]
    words = [part for part in parts if not part.isdigit()]
    if len(words) < len(parts):
        return _numbered(parts, words)
    return "{slug}" if len(parts) >= _SLUG_WORDS else _word(name)


def _numbered(parts: list[str], words: list[str]) -> str:
    """Words, and numbers before or after them; those between them are theirs."""
    inner = "{slug}" if len(words) >= _SLUG_WORDS else "{word}"
    before = f"{_number(parts[0])}-" if parts[0].isdigit() else ""
    after = f"-{_number(parts[-1])}" if parts[-1].isdigit() and len(parts) > 1 else ""
    return f"{before}{inner}{after}" if words else "{id}"


def _word(name: str) -> str:
    """A word; with a number grown together with it, the letters stay: ``p12345``."""
    if name[-1].isdigit() and (letters := name.rstrip("0123456789")).isalpha():
        return letters + _number(name[len(letters) :])
    return "{word}"


def _number(digits: str) -> str:
    return "{id}" if len(digits) >= _ID_DIGITS else "{n}"
