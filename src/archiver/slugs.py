"""What two addresses say about whether they can be one article's. Pure: nothing is asked for.

An address is doubted where its own words speak against it. One that says nothing (``/node/4711``) is believed, unless
the page's own address holds a number that it lacks: two pages could share it, and two articles would become one.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from archiver.text import fold
from archiver.urls import same_site

#: words from which on a segment is a headline and no name of a section
_SLUG_WORDS = 3
#: letters that a word has at least to tell anything, and that are compared: words are inflected
_TELLING_LETTERS = 4
_STEM_LETTERS = 5
_TOKENS = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"\.(?:[sp]?html?|php\d?|aspx?|jsp|cms)$", re.IGNORECASE)
#: five digits or more are an article's number; so is a mixture of cases that no name has
_ID = re.compile(r"\d{5,}")
_OPAQUE = re.compile(r"[a-z\d][A-Z]")
#: last segments that say how an article is shown, not which: ``/the-ferry-runs/amp/``, ``/the-ferry/2/``
_VIEW = re.compile(
    r"\d{0,2}|(?:amp|print|printable|mobile|m|all|full|single|index|embed|page|seite|pagina)[-_]?\d{0,3}", re.IGNORECASE
)
#: longer ones name an article, shorter ones a page of it
_NUMBER_DIGITS = 3
_DIGITS = re.compile(r"\d+")
_PARAMETER = re.compile(r"=([^&]*)")
#: from so many on, the words of a name that stand in a title are no coincidence
_NAMING_WORDS = 2
#: names that no public page has: RFC 6761, RFC 6762, RFC 8375, and what ICANN keeps out of the root
_INNER = re.compile(r"(?:.+\.)?(?:localhost|localdomain|local|internal|intranet|lan|home|corp|private|home\.arpa)")


class _Place(NamedTuple):
    """What is read off an address."""

    segments: tuple[str, ...]
    query: str
    #: the words of the last segment that is a headline; none where there is none
    slug: frozenset[str]
    #: numbers that may name one article
    ids: frozenset[str]
    #: those of the last segment and of the query
    numbers: frozenset[str]
    #: the words of the last segment
    last_words: frozenset[str]


def doubt_about(canonical: str, own: str | None, title: str | None = None) -> str | None:
    """Why an address cannot be that of the article at ``own``, in plain words; ``None`` if nothing speaks against it.

    Both are normalised; ``title`` is the page's.

    >>> doubt_about("https://lac.example/", "https://lac.example/sport/the-ferry-runs-again")
    'is the home page'
    >>> doubt_about("https://lac.example/the-ferry-runs-again", "https://lac.example/amp/the-ferry-runs-again")
    """
    if own == canonical:
        return None
    if not _is_public(canonical) and (own is None or _is_public(own)):
        return "is no public address"
    theirs = _place(canonical)
    if not theirs.segments and not theirs.query:
        return "is the home page"
    if own is None:
        return None
    mine = _place(own)
    if _is_section(theirs, mine, title):
        return "is a section of the site"
    is_another = _is_another(theirs, mine, title) or (
        _is_nameless(theirs, mine, title) and _lacks_number(canonical, own, mine)
    )
    return "names another article" if is_another else None


@lru_cache(maxsize=256)
def _is_public(url: str) -> bool:
    """Whether the host of an address can be one that everybody reaches."""
    host = url.split("/", 3)[2]
    host = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and _INNER.fullmatch(host) is None


def _place(url: str) -> _Place:
    address, _, query = url.partition("?")
    segments = tuple(_ENDING.sub("", unquote(part)) for part in address.split("/")[3:] if part)
    slugs = (words for part in reversed(segments) if len(words := _words(part)) >= _SLUG_WORDS)
    last = segments[-1] if segments else ""
    return _Place(
        segments,
        query,
        slug=frozenset(next(slugs, ())),
        ids=frozenset(_ID.findall(url)),
        numbers=_numbers(" ".join((last, *_PARAMETER.findall(query)))),
        last_words=frozenset(_words(last)),
    )


def _numbers(text: str) -> frozenset[str]:
    return frozenset(number for number in _DIGITS.findall(text) if len(number) >= _NUMBER_DIGITS)


def _words(text: str) -> list[str]:
    """The words of a text, without numbers and what is half a number: ``7d1a``."""
    return [word for word in _TOKENS.findall(fold(text)) if word.isalpha()]


def _is_section(theirs: _Place, mine: _Place, title: str | None) -> bool:
    """Whether the address can only be a list's: it lies above the article's, or its name is none of the article's."""
    if theirs.slug or theirs.ids or theirs.query:
        return False
    depth = len(theirs.segments)
    if theirs.segments == mine.segments[:depth]:
        return not all(_VIEW.fullmatch(part) for part in mine.segments[depth:])
    last = theirs.segments[-1]
    if not _is_own_page(mine, depth) or last in mine.segments[-1:] or _DIGITS.search(last) or _OPAQUE.search(last):
        return False
    return theirs.last_words.isdisjoint({*_words(title or ""), *mine.slug, *mine.last_words})


def _is_own_page(mine: _Place, depth: int) -> bool:
    """Whether an address looks like that of one page: a headline, a name of several words, a number, a longer path."""
    return bool(mine.slug or mine.numbers) or len(mine.last_words) > 1 or len(mine.segments) > depth


def _is_another(theirs: _Place, mine: _Place, title: str | None) -> bool:
    """Whether both addresses hold a headline, and theirs shares no word with the other, nor with the title."""
    if not theirs.slug or not mine.slug or theirs.ids & mine.ids:
        return False
    return _stems(theirs.slug).isdisjoint(_stems(mine.slug) | _stems(frozenset(_words(title or ""))))


def _is_nameless(theirs: _Place, mine: _Place, title: str | None) -> bool:
    """Whether theirs names nothing: no headline, nor a name that is made of the title's words."""
    if theirs.slug:
        return False
    told = theirs.last_words & {*_words(title or ""), *mine.slug}
    return len(told) < _NAMING_WORDS


def _lacks_number(canonical: str, own: str, mine: _Place) -> bool:
    """Whether the page's own number is nowhere in the declared address; another site has numbers of its own.

    A long one may be written in parts: ``1.6604622``.
    """
    parts = _DIGITS.findall(canonical)
    joined = "".join(parts)
    if not mine.numbers or any(number in parts or (number in mine.ids and number in joined) for number in mine.numbers):
        return False
    return same_site(canonical, own)


def _stems(words: frozenset[str]) -> frozenset[str]:
    """The beginnings of the longer words; of all of them where words are short, as in scripts without spaces."""
    telling = frozenset(word[:_STEM_LETTERS] for word in words if len(word) >= _TELLING_LETTERS)
    return telling or words
