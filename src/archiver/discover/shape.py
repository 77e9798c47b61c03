"""What an address looks like, from its shape alone: no site is named here, and nothing is asked for."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote

from archiver.address_words import ARTICLE_ID_PARAMETERS, ARTICLE_SEGMENTS, LISTING_SEGMENTS, PAGE_WORDS

#: (words, letters) from which on a last segment is a headline and not the name of a section
_SLUG_LENGTHS = ((3, 25), (4, 20), (5, 0))
#: letters that make a headline in scripts without spaces, which addresses do not hyphenate either
_UNSPACED_LETTERS = 8
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_SUFFIX = re.compile(r"\.(?:[sp]?html?|php\d?|aspx?|jsp|cms|do|html\.\w{2})$", re.IGNORECASE)
_DAY = re.compile(r"(?:19|20)\d\d([/_.-]?)(?:0?[1-9]|1[0-2]|[a-z]{3})\1(?:0?[1-9]|[12]\d|3[01])(?!\d)", re.IGNORECASE)
_MONTH_AND_SLUG = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])/(?!page/)[^/]*[^/\d][^/]*/?$")
#: five digits or more, or a universally unique identifier, set off from what surrounds it
_ID = re.compile(r"(?:^|[^\d%])\d{5,}(?:$|[^\d])|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_SPIP = re.compile(r"article\d+")
_PAGE_IN_PATH = re.compile(rf"/(?:{'|'.join(PAGE_WORDS)})[/-]?(\d+)/?(?:\.html?)?$", re.IGNORECASE)
_PAGE_IN_QUERY = re.compile(rf"[?&](?:{'|'.join(PAGE_WORDS)})=(\d+)(?:&|$)", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def looks_like_article(url: str) -> bool:
    """Whether the address has the shape of one article's: a day, a headline, or a number.

    >>> looks_like_article("https://site.example/monde/2025/08/11/une-nouvelle/")
    True
    >>> looks_like_article("https://site.example/category/monde/page/2/")
    False
    """
    segments, query = address_parts(url)
    if page_number(url) is not None or LISTING_SEGMENTS.intersection(map(str.lower, segments[-2:])):
        return False
    if query and _has_article_id(query):
        return True
    if not segments:
        return False
    last = _SUFFIX.sub("", unquote(segments[-1]))
    if _is_headline(last) or _ID.search(last) or _is_dated("/" + "/".join(segments), last):
        return True
    return _stands_for_article([segment.lower() for segment in segments[:-1]], last)


def address_parts(url: str) -> tuple[list[str], str]:
    """The path segments, without empty ones, and the query of a normalised address; a fifth of `urlsplit`'s time."""
    path, _, query = url.partition("?")
    return [segment for segment in path.split("/")[3:] if segment], query


@lru_cache(maxsize=4096)
def page_number(url: str) -> int | None:
    """The number of a page of a listing, where the address names one: ``/page/2/``, ``?page=2``."""
    found = _PAGE_IN_PATH.search(url.partition("?")[0]) or _PAGE_IN_QUERY.search(url)
    return int(found[1][:9]) if found else None


def is_home(url: str) -> bool:
    """Whether this is the root of its host."""
    return address_parts(url) == ([], "")


def _is_dated(path: str, last: str) -> bool:
    """A day, and after it a name: ``/2025/08/11/`` alone is an archive of that day."""
    if _MONTH_AND_SLUG.search(path):
        return True
    day = _DAY.search(path)
    return day is not None and _WORDS.search(_SUFFIX.sub("", path[day.end() :]) or last[:-10]) is not None


def _is_headline(last: str) -> bool:
    words = [word for word in re.split(r"[-_+,. ]+", last) if word]
    letters = sum(map(len, words))
    if any(len(words) >= least_words and letters >= least_letters for least_words, least_letters in _SLUG_LENGTHS):
        return True
    return not last.isascii() and len(_UNSPACED.findall(last)) >= _UNSPACED_LETTERS


def _stands_for_article(before: list[str], last: str) -> bool:
    """By what stands before the last segment: ``/article/12``, ``/123456/une``, ``/a-headline-of-many-words/index``."""
    if not before:
        return False
    if before[-1] in ARTICLE_SEGMENTS or _is_headline(before[-1]):
        return True
    return _ID.search(before[-1]) is not None and _WORDS.search(last) is not None


def _has_article_id(query: str) -> bool:
    """``?p=123``, ``?serial=83141``, ``?article8532``."""
    return any(
        (name.lower() in ARTICLE_ID_PARAMETERS and value) or _ID.fullmatch(value) or _SPIP.fullmatch(name)
        for name, value in parse_qsl(query, keep_blank_values=True)
    )
