"""What cards and articles are compared by: a key for an address or a title, and the words of an excerpt. Pure."""

from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import NamedTuple

from archiver.errors import UrlError
from archiver.text import fold, word_count
from archiver.urls import normalise_url

#: a title of so many words is not borne by two stories by chance
TELLING_WORDS = 5

#: addresses that were met last: cards and articles of one site name the same ones again and again
_REMEMBERED = 4096
_TITLE = "title:"
#: what is left of it once a text is folded
_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation, " "))
#: https://www-lac-example.cdn.ampproject.org/c/s/www.lac.example/bac: where AMP caches keep other sites' pages
_AMP_CACHE = re.compile(r"https?://[^/]+\.cdn\.ampproject\.org/[a-z]/(?:s/)?(?=[^/]+\.[^/]+/)")
#: labels of a host that always stay
_NAME_AND_SUFFIX = 2
#: what stands before a host where a site has one address for each kind of reader
_SERVING_LABELS = frozenset({"www", "www2", "m", "mobile", "amp"})
_AMP_PARAMETERS = frozenset({"amp", "amp=", "amp=1", "amp=true", "outputtype=amp"})
_AMP_ENDING = re.compile(r"\.amp(?=(?:\.html?)?$)")


class Promise(NamedTuple):
    """What a card tells of the article that it promotes."""

    url: str | None
    title: str | None
    excerpt: str | None

    @property
    def address(self) -> str | None:
        """The normalised address, or the broken one as it is."""
        return self.url and _normal(self.url)

    @property
    def match_key(self) -> str | None:
        """``cards.match_key``; ``None`` for a card that tells nothing (a bare placeholder)."""
        return title_match(self.title) if self.url is None else address_key(self.url)

    @property
    def excerpt_key(self) -> str:
        """To be looked for in a ``text_key``; empty when there is none."""
        return text_key(self.excerpt)

    @property
    def is_telling(self) -> bool:
        """Whether the title alone names the story."""
        return word_count(self.title or "") >= TELLING_WORDS


def title_key(title: str | None) -> str | None:
    """``articles.title_key``: the title without case, accents and typography."""
    return fold(title) or None if title else None


def title_match(title: str | None) -> str | None:
    """The key under which an article with this title is known: its words, folded.

    >>> title_match("« L’Été » arrive…") == title_match("L'ÉTÉ ARRIVE")
    True
    """
    key = text_key(title)
    return _TITLE + key if key else None


def is_title(key: str) -> bool:
    """Whether this is the key of a title, and not of an address."""
    return key.startswith(_TITLE)


@lru_cache(maxsize=_REMEMBERED)
def address_key(url: str) -> str:
    """The key of an address: the same for all the addresses at which sites serve one page to their readers.

    Left out are the scheme, a host's ``www.``, ``m.``, ``mobile.`` or ``amp.``, a closing slash, what asks for AMP.

    >>> address_key("http://lac.example/le-bac/")
    'lac.example/le-bac'
    >>> address_key("https://amp.lac.example/le-bac/amp?p=2&amp=1") == address_key("https://www.lac.example/le-bac?p=2")
    True
    """
    try:
        normal = normalise_url(url)
    except UrlError:
        return url
    rest = _AMP_CACHE.sub("https://", normal).partition("://")[2]
    place, _, query = rest.partition("?")
    host, _, path = place.partition("/")
    pairs = [pair for pair in query.split("&") if pair and pair.lower() not in _AMP_PARAMETERS]
    return _bare_host(host) + _plain_path(path) + ("?" + "&".join(pairs) if pairs else "")


def text_key(text: str | None) -> str:
    """The words of a text, folded: what stands between them (quotes, an ellipsis) does not count."""
    return " ".join(fold(text).translate(_PUNCTUATION).split()) if text else ""


@lru_cache(maxsize=_REMEMBERED)
def _normal(url: str) -> str:
    try:
        return normalise_url(url)
    except UrlError:
        return url


def _bare_host(host: str) -> str:
    labels = host.split(".")
    while len(labels) > _NAME_AND_SUFFIX and labels[0] in _SERVING_LABELS:
        del labels[0]
    return ".".join(labels)


def _plain_path(path: str) -> str:
    segments = path.removesuffix("/").split("/")
    if len(segments) > 1 and segments[-1].lower() == "amp":
        del segments[-1]
    if len(segments) > 1 and segments[0].lower() == "amp":
        del segments[0]
    return "/" + _AMP_ENDING.sub("", "/".join(segments))
