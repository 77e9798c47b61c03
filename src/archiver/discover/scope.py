"""Which addresses belong to a crawl, and the traps that belong to none.

A crawl belongs to the host of its home page, with and without ``www.`` in front, over http and https alike. The home
page's path does not narrow it: ``archiver crawl https://site.example/sport/`` starts at that section and archives the
whole host, because articles seldom lie below the section that lists them. What does is a ``SourceScope``, which
somebody has said: further hosts, the whole registered domain, paths, patterns. Sitemaps and feeds may lie on any host
of that domain and at any path; no path and no pattern to include keeps them out, for they only tell of pages, which
are judged one by one.

Every refusal is one word, which ``pages.reason`` holds for an address that was excluded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Literal, TypeAlias
from urllib.parse import parse_qsl, urljoin

from archiver.address_words import (
    ACTION_PARAMETERS,
    ACTION_SEGMENTS,
    CALENDAR_PARAMETERS,
    CALENDAR_SEGMENTS,
    FILE_TYPES,
    SEARCH_PARAMETERS,
    SEARCH_SEGMENTS,
)
from archiver.discover.shape import address_parts, page_number
from archiver.errors import UrlError
from archiver.model import Discovered, SourceScope
from archiver.scopes import pattern_regex
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


#: what an address is said to lead to; a ``seed`` was given by hand
Expected: TypeAlias = Literal["page", "feed", "sitemap", "seed"]


class Refusal(StrEnum):
    """Why an address is left out: the words in ``pages.reason``."""

    NOT_AN_ADDRESS = "not-an-address"
    OTHER_HOST = "other-host"
    OUTSIDE_PATH = "outside-path"  # below none of the paths that the source is limited to
    NOT_INCLUDED = "not-included"  # matches none of the patterns that the source is limited to
    EXCLUDED_PATTERN = "excluded-pattern"  # matches a pattern that was left out
    FILE_TYPE = "file-type"  # a picture, a PDF, a style sheet, by the ending of the address
    TOO_LONG = "too-long"
    TOO_DEEP = "too-deep"
    REPEATED_PATH = "repeated-path"  # /a/b/a/b/a/b
    TOO_MANY_PARAMETERS = "too-many-parameters"
    TOO_FAR_PAGING = "too-far-paging"
    BARREN_LIST = "barren-list"  # the pages of its list before it brought nothing new, several in a row
    CALENDAR = "calendar"
    SEARCH = "search"
    ACTION = "action"  # logs in, shares, replies, buys
    OTHER_VIEW = "other-view"  # the same for a phone or a printer, and the page itself is known
    VARIANT = "variant"  # another spelling (http, www., a closing slash) of an address whose page is archived
    BARREN_PATTERN = "barren-pattern"  # of a shape whose pages have brought nothing for too long


#: refusals of what is no trap, and has no end: other sites, pictures; they leave no row
UNRECORDED = frozenset({Refusal.NOT_AN_ADDRESS, Refusal.FILE_TYPE, Refusal.TOO_LONG})
#: refusals that somebody has asked for; with another scope they end
OF_SCOPE = frozenset({Refusal.OTHER_HOST, Refusal.OUTSIDE_PATH, Refusal.NOT_INCLUDED, Refusal.EXCLUDED_PATTERN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What belongs to a crawl."""

    #: without ``www.``, with the port where it is not the default
    hosts: frozenset[str]
    #: their registered domains
    domains: frozenset[str]
    #: whether every host of these domains belongs to the crawl
    is_whole_domain: bool = False
    #: only what lies below one of these; each ends with a slash
    paths: tuple[str, ...] = ()
    #: only what one of these matches, if there are any
    include: re.Pattern[str] | None = None
    #: nothing that one of these matches
    exclude: re.Pattern[str] | None = None

    def refusal(self, url: str, *, expected: Expected = "page") -> Refusal | None:
        """Why a normalised address does not belong to the crawl, or ``None`` when it does."""
        try:
            host = host_of(url)
        except UrlError:
            return Refusal.NOT_AN_ADDRESS
        if not self.has_host(host, is_listed=expected in {"feed", "sitemap"}):
            return Refusal.OTHER_HOST
        if expected == "page" and (refusal := self._narrower_refusal(url)) is not None:
            return refusal
        if expected != "seed" and self.exclude is not None and self.exclude.fullmatch(url):
            return Refusal.EXCLUDED_PATTERN
        return _length_refusal(url) if expected in {"feed", "sitemap"} else find_trap(url)

    def admits(self, url: str, *, expected: Expected = "page") -> bool:
        """Whether a normalised address belongs to the crawl."""
        return self.refusal(url, expected=expected) is None

    def has_host(self, host: str, *, is_listed: bool = False) -> bool:
        """Whether a host belongs to the crawl; ``is_listed``, for feeds and sitemaps."""
        if host.removeprefix("www.") in self.hosts:
            return True
        return (self.is_whole_domain or is_listed) and registered_domain(host) in self.domains

    def _narrower_refusal(self, url: str) -> Refusal | None:
        if self.paths and not _path_of(url).startswith(self.paths):
            return Refusal.OUTSIDE_PATH
        is_left_out = self.include is not None and self.include.fullmatch(url) is None
        return Refusal.NOT_INCLUDED if is_left_out else None


def scope_of(home_urls: str | Iterable[str], said: SourceScope | None = None) -> Scope:
    """The scope of a crawl that starts at these addresses. Raises ``UrlError`` for one that is none."""
    said = said or SourceScope()
    urls = (home_urls,) if isinstance(home_urls, str) else tuple(home_urls)
    return Scope(
        hosts=frozenset(host_of(url).removeprefix("www.") for url in urls) | frozenset(said.hosts),
        domains=frozenset(map(registered_domain, (*urls, *said.hosts))),
        is_whole_domain=said.is_whole_domain,
        paths=said.paths,
        include=pattern_regex(said.include),
        exclude=pattern_regex(said.exclude),
    )


def _path_of(url: str) -> str:
    """The path with a slash at its end, so that a section's own address lies below it."""
    return "/" + url.partition("?")[0].split("/", 3)[3].rstrip("/") + "/"


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
    pairs = parse_qsl(query, keep_blank_values=True) if query else ()
    parameters = {name.lower(): value.lower() for name, value in pairs}
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
    return None


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
    if _is_calendar(segments, parameters):
        return Refusal.CALENDAR
    return Refusal.TOO_FAR_PAGING if (page_number(url) or 0) > MAX_PAGE_NUMBER else None


def _is_calendar(segments: list[str], parameters: dict[str, str]) -> bool:
    """A page of a calendar for one day or month; the calendar itself and single events are no trap."""
    if CALENDAR_PARAMETERS.intersection(parameters):
        return True
    return bool(CALENDAR_SEGMENTS.intersection(segments)) and _CALENDAR_DAY.search("/".join(segments)) is not None
