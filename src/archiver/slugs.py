"""What two addresses say about whether they can be one article's. Pure: nothing is asked for.

An address is only doubted where its own words speak against it; one that says nothing (``/node/4711``) is believed.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from archiver.text import fold

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
    r"(?:amp|print|printable|mobile|m|all|full|single|index|embed|page|seite|pagina)?[-_]?\d{0,3}", re.IGNORECASE
)


class _Place(NamedTuple):
    """What is read off an address."""

    segments: tuple[str, ...]
    query: str
    #: the words of the last segment that is a headline; none where there is none
    slug: frozenset[str]
    #: numbers that may name one article
    ids: frozenset[str]


def doubt_about(canonical: str, own: str | None, title: str | None = None) -> str | None:
    """Why an address cannot be that of the article at ``own``, in plain words; ``None`` if nothing speaks against it.

    Both are normalised; ``title`` is the page's.

    >>> doubt_about("https://lac.example/", "https://lac.example/sport/the-ferry-runs-again")
    'is the home page'
    >>> doubt_about("https://lac.example/the-ferry-runs-again", "https://lac.example/amp/the-ferry-runs-again")
    """
    if own == canonical:
        return None
    theirs = _place(canonical)
    if not theirs.segments and not theirs.query:
        return "is the home page"
    if own is None:
        return None
    mine = _place(own)
    if _is_section(theirs, mine, title):
        return "is a section of the site"
    return "names another article" if _is_another(theirs, mine, title) else None


def _place(url: str) -> _Place:
    address, _, query = url.partition("?")
    segments = tuple(_ENDING.sub("", unquote(part)) for part in address.split("/")[3:] if part)
    slugs = (words for part in reversed(segments) if len(words := _words(part)) >= _SLUG_WORDS)
    return _Place(segments, query, frozenset(next(slugs, ())), frozenset(_ID.findall(url)))


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
    if not mine.slug or last == mine.segments[-1] or any(char.isdigit() for char in last) or _OPAQUE.search(last):
        return False
    return not set(_words(last)) & {*_words(title or ""), *mine.slug}


def _is_another(theirs: _Place, mine: _Place, title: str | None) -> bool:
    """Whether both addresses hold a headline, and theirs shares no word with the other, nor with the title."""
    if not theirs.slug or not mine.slug or theirs.ids & mine.ids:
        return False
    return _stems(theirs.slug).isdisjoint(_stems(mine.slug) | _stems(frozenset(_words(title or ""))))


def _stems(words: frozenset[str]) -> frozenset[str]:
    """The beginnings of the longer words; of all of them where words are short, as in scripts without spaces."""
    telling = frozenset(word[:_STEM_LETTERS] for word in words if len(word) >= _TELLING_LETTERS)
    return telling or words
