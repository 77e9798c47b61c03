"""Which addresses belong to a crawl, and the traps that belong to none.

A crawl belongs to the host of its home page, with and without ``www.`` in front, over http and https alike. A path does
not narrow it: ``archiver crawl https://site.example/sport/`` starts at that section and archives the whole host,
because articles seldom lie below the section that lists them. Other hosts of the same registered domain
(``blog.site.example``) belong to it when asked for. Sitemaps and feeds may lie on any host of that domain.

Every refusal is one word, which ``pages.reason`` holds for an address that was excluded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl, urljoin

from archiver.discover.shape import address_parts, page_number
from archiver.discover.vocabulary import (
    ACTION_PARAMETERS,
    ACTION_SEGMENTS,
    CALENDAR_PARAMETERS,
    CALENDAR_SEGMENTS,
    FILE_TYPES,
    OTHER_VIEW_PARAMETERS,
    OTHER_VIEW_SEGMENTS,
    OTHER_VIEW_VALUES,
    SEARCH_PARAMETERS,
    SEARCH_SEGMENTS,
)
from archiver.errors import UrlError
from archiver.model import Discovered
from archiver.urls import host_of, registered_domain

#: headlines in scripts that need nine characters a letter once escaped make addresses of well over 1,000
MAX_ADDRESS_LENGTH = 2000
MAX_PATH_SEGMENTS = 12
#: times that one segment may stand in a path; a relative link that goes wrong adds one at every step
MAX_SAME_SEGMENT = 2
MAX_PARAMETERS = 8
#: pages of one listing; what is older is in the sitemap, or in the archive already
MAX_PAGE_NUMBER = 1000

#: where sitemaps and feeds lie when nobody says so, the likeliest first
SITEMAP_GUESSES = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml", "/wp-sitemap.xml")
FEED_GUESSES = ("/feed/", "/rss.xml", "/feed.xml", "/rss")

_CALENDAR_DAY = re.compile(r"(?:^|/)(?:19|20)\d\d([-/]?)\d{1,2}(?:\1\d{1,2})?$")
#: links whose verdict is remembered: the navigation of a site comes again on each of its pages
_REMEMBERED = 8192


class Refusal(StrEnum):
    """Why an address is left out: the words in ``pages.reason``."""

    NOT_AN_ADDRESS = "not-an-address"
    OTHER_HOST = "other-host"
    FILE_TYPE = "file-type"  # a picture, a PDF, a style sheet, by the ending of the address
    TOO_LONG = "too-long"
    TOO_DEEP = "too-deep"
    REPEATED_PATH = "repeated-path"  # /a/b/a/b/a/b
    TOO_MANY_PARAMETERS = "too-many-parameters"
    TOO_FAR_PAGING = "too-far-paging"
    CALENDAR = "calendar"
    SEARCH = "search"
    ACTION = "action"  # logs in, shares, replies, buys
    OTHER_VIEW = "other-view"  # the same for a phone or a printer


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The hosts of a crawl."""

    #: without ``www.``, with the port where it is not the default
    hosts: frozenset[str]
    #: their registered domains
    domains: frozenset[str]
    #: whether every host of these domains belongs to the crawl
    is_whole_domain: bool = False

    def refusal(self, url: str, *, expected: Literal["page", "feed", "sitemap"] = "page") -> Refusal | None:
        """Why a normalised address does not belong to the crawl, or ``None`` when it does."""
        try:
            host = host_of(url)
        except UrlError:
            return Refusal.NOT_AN_ADDRESS
        if not self._has_host(host, is_listed=expected != "page"):
            return Refusal.OTHER_HOST
        return find_trap(url) if expected == "page" else _length_refusal(url)

    def admits(self, url: str, *, expected: Literal["page", "feed", "sitemap"] = "page") -> bool:
        """Whether a normalised address belongs to the crawl."""
        return self.refusal(url, expected=expected) is None

    def _has_host(self, host: str, *, is_listed: bool) -> bool:
        if host.removeprefix("www.") in self.hosts:
            return True
        return (self.is_whole_domain or is_listed) and registered_domain(host) in self.domains


def scope_of(home_urls: str | Iterable[str], *, whole_domain: bool = False) -> Scope:
    """The scope of a crawl that starts at these addresses. Raises ``UrlError`` for one that is none."""
    urls = (home_urls,) if isinstance(home_urls, str) else tuple(home_urls)
    return Scope(
        hosts=frozenset(host_of(url).removeprefix("www.") for url in urls),
        domains=frozenset(map(registered_domain, urls)),
        is_whole_domain=whole_domain,
    )


def guess_sitemaps(home_url: str) -> tuple[Discovered, ...]:
    """Where the site's sitemaps may lie; for when its robots.txt names none."""
    return tuple(
        Discovered(url=urljoin(home_url, path), found_by="guess", expected="sitemap") for path in SITEMAP_GUESSES
    )


def guess_feeds(home_url: str) -> tuple[Discovered, ...]:
    """Where the site's feeds may lie; for when its home page names none."""
    return tuple(Discovered(url=urljoin(home_url, path), found_by="guess", expected="feed") for path in FEED_GUESSES)


def is_file(url: str) -> bool:
    """Whether the address ends like a file that is no page.

    >>> is_file("https://site.example/une.JPG?w=800"), is_file("https://site.example/une.html")
    (True, False)
    """
    name = url.partition("?")[0].rpartition("/")[2]
    return "." in name and name.rpartition(".")[2].lower() in FILE_TYPES


@lru_cache(maxsize=_REMEMBERED)
def find_trap(url: str) -> Refusal | None:
    """Why the address can be no page worth asking for, whatever the host."""
    if is_file(url):
        return Refusal.FILE_TYPE
    segments, query = address_parts(url)
    segments = [segment.lower() for segment in segments]
    parameters = {name.lower(): value.lower() for name, value in parse_qsl(query, keep_blank_values=True)}
    return _length_refusal(url) or _path_refusal(segments) or _query_refusal(segments, parameters, url)


def _length_refusal(url: str) -> Refusal | None:
    return Refusal.TOO_LONG if len(url) > MAX_ADDRESS_LENGTH else None


def _path_refusal(segments: list[str]) -> Refusal | None:
    if len(segments) > MAX_PATH_SEGMENTS:
        return Refusal.TOO_DEEP
    if len(segments) - len(set(segments)) >= MAX_SAME_SEGMENT and _is_repeated(segments):
        return Refusal.REPEATED_PATH
    if ACTION_SEGMENTS.intersection(segments[:1] + segments[-1:]):
        return Refusal.ACTION
    if SEARCH_SEGMENTS.intersection(segments):
        return Refusal.SEARCH
    return Refusal.OTHER_VIEW if len(segments) > 1 and segments[-1] in OTHER_VIEW_SEGMENTS else None


def _is_repeated(segments: list[str]) -> bool:
    """Whether a name, not a number, stands in the path too often."""
    names = Counter(segment for segment in segments if not segment.isdecimal())
    return any(times > MAX_SAME_SEGMENT for times in names.values())


def _query_refusal(segments: list[str], parameters: dict[str, str], url: str) -> Refusal | None:
    if len(parameters) > MAX_PARAMETERS:
        return Refusal.TOO_MANY_PARAMETERS
    if ACTION_PARAMETERS.intersection(parameters):
        return Refusal.ACTION
    if SEARCH_PARAMETERS.intersection(parameters):
        return Refusal.SEARCH
    if any(parameters.get(name) in OTHER_VIEW_VALUES for name in OTHER_VIEW_PARAMETERS):
        return Refusal.OTHER_VIEW
    if _is_calendar(segments, parameters):
        return Refusal.CALENDAR
    return Refusal.TOO_FAR_PAGING if (page_number(url) or 0) > MAX_PAGE_NUMBER else None


def _is_calendar(segments: list[str], parameters: dict[str, str]) -> bool:
    """A page of a calendar for one day or month; the calendar itself and single events are no trap."""
    if CALENDAR_PARAMETERS.intersection(parameters):
        return True
    return bool(CALENDAR_SEGMENTS.intersection(segments)) and _CALENDAR_DAY.search("/".join(segments)) is not None
