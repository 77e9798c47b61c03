"""Addresses that differ in a page number alone: how one article's pages are told from another article.

``/ferry/2/``, ``/ferry/page-2.html``, ``/ferry-2.html``, ``/ferry,seite-2``, ``/ferry?page=2`` are pages of what stands
at ``/ferry``: without the number, and the word before it, the same *stem* is left.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

#: what people write before the number of a page, in addresses
_WORDS = (
    "page|pagina|seite|side|sida|sivu|strona|strana|stranica|stranka|sayfa|oldal|pag|pg|p|trang|halaman|hal|lapa|"
    "puslapis|lehekulg|faqe|orri|orrialdea|tudalen|leathanach|ukurasa|pagenum|pageno|pagenumber|paged|part|teil|parte"
)
#: parameters that number the pages of an article; those of its comments (``cpage``) are others
_PARAMETER = re.compile(
    rf"(?:{_WORDS}|page_?no|page_?num|page_?number|current_?page|article_?page|pagination|start_?page|seitenr|_page)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,3}")
_ENDING = re.compile(r"\.(?:[sp]?html?|php\d?|aspx?|jsp|cms|do)$", re.IGNORECASE)
#: a last segment that is nothing but a number: ``/2/``, ``/page/2/``, ``/page-2.html``, ``/p2``
_SEGMENT = re.compile(rf"(.+?)/(?:({_WORDS})[-_,/]?)?(\d{{1,3}})", re.IGNORECASE)
#: a number behind the name: ``/ferry-2.html``, ``/ferry_p2.html``, ``/ferry,seite-2``
_SUFFIX = re.compile(rf"(.+?)[-_.,](?:({_WORDS})[-_.,]?)?(\d{{1,3}})", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)$", re.IGNORECASE)
_SLUG = re.compile(r"[^\W\d_]+[-_+][^\W\d_]+[-_+][^\W\d_]+|\d{5,}")


class Numbered(NamedTuple):
    """An address read as that of a numbered page."""

    stem: str
    number: int
    #: a word says that the number is a page's, or a parameter does
    is_named: bool


@lru_cache(maxsize=2048)
def stem_of(url: str) -> str:
    """What addresses of one article share: no ending, no ``index``, no slash at the end, no scheme."""
    address, _, query = url.partition("://")[2].partition("?")
    plain = _INDEX.sub("", _ENDING.sub("", address.rstrip("/"))).removeprefix("www.")
    return f"{plain}?{query}" if query else plain


@lru_cache(maxsize=2048)
def readings_of(url: str) -> tuple[Numbered, ...]:
    """The ways in which an address may be that of a numbered page; none for most addresses.

    >>> readings_of("https://lac.example/ferry/page/2/")
    (Numbered(stem='lac.example/ferry', number=2, is_named=True),)
    """
    stem, _, query = stem_of(url).partition("?")
    found = [*_in_query(stem, query)] if query else []
    for pattern in (_SEGMENT, _SUFFIX) if stem[-1:].isdecimal() else ():
        match = pattern.fullmatch(stem)
        if match is not None and "/" in match[1]:
            plain = _INDEX.sub("", _ENDING.sub("", match[1]))
            found.append(Numbered(f"{plain}?{query}" if query else plain, int(match[3]), match[2] is not None))
    return tuple(found)


def _in_query(stem: str, query: str) -> list[Numbered]:
    pairs = query.split("&")
    found = []
    for place, pair in enumerate(pairs):
        name, _, value = pair.partition("=")
        if _NUMBER.fullmatch(value) and _PARAMETER.fullmatch(name):
            rest = "&".join(pairs[:place] + pairs[place + 1 :])
            found.append(Numbered(f"{stem}?{rest}" if rest else stem, int(value), is_named=True))
    return found


def is_page_of(url: str, first_url: str) -> bool:
    """Whether an address is that of a further page of what stands at the other."""
    stems = {stem_of(first_url), *(reading.stem for reading in readings_of(first_url) if reading.number <= 1)}
    return any(reading.stem in stems for reading in readings_of(url))


def names_article(stem: str) -> bool:
    """Whether a stem ends like one article's: with a headline or a number of its own."""
    return _SLUG.search(stem.partition("?")[0].rpartition("/")[2] + stem.partition("?")[2]) is not None
