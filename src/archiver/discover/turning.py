"""Lists that go on: pages of a list, archives of a day or a month, the documents behind a feed. From addresses alone.

All pages of one list have one *chain*, an address with a star for what counts them: ``/sport/page/*``,
``/archives/*-*-*``. `pipelines.chains` ends a chain when its pages bring nothing new.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache

from archiver.address_words import ARTICLE_SEGMENTS, PAGE_WORDS, words_of
from archiver.calendar_days import day_in_url, in_window, valid_day
from archiver.discover.shape import looks_like_article, page_number
from archiver.model import ALWAYS, Discovered, Span

#: parameters that count the entries before a page of a list
OFFSET_PARAMETERS = words_of("start offset from skip begin first limitstart debut_articles start_row")
#: parameters whose value only the server understands
CURSOR_PARAMETERS = words_of("cursor after before continuation page_token pagetoken next_token nexttoken")
#: parameters that name a day, a month or a year without hyphens: ``?m=202508`` (WordPress)
DATE_PARAMETERS = words_of("m date day month year")
#: what stands before a date in the last part of an archive's address
_ARCHIVE_WORDS = words_of("archive archives archiv archivo archivos arquivo archivio archief date day")

_NUMBER_IN_PATH = re.compile(rf"(/(?:{'|'.join(PAGE_WORDS)})[/-]?)\d+(/?(?:\.html?)?)$", re.IGNORECASE)
_PARAMETER = re.compile(r"([?&])([^=&]+)=([^&]*)")
_DIGITS = re.compile(r"\d+")
#: a year, a month and a day in as many parts, or in one; at the end of a path
_DATE_AT_END = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:([-/_.])(\d\d?)(?:\2(\d\d?))?|(\d\d)(\d\d)?)?(?:/|/?index)?(?:\.[a-z]{3,5})?/?$"
)
_DATE_VALUE = re.compile(r"((?:19|20)\d\d)(?:-?(\d\d)(?:-?(\d\d))?)?")
#: in the name of a part of a sitemap; a number of four digits alone counts parts as often as years
_DATE_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
_MONTH_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])/[^/]*[^/\d][^/]*/?$")


def chain_of(found: Discovered, own_url: str, own_chain: str | None) -> str | None:
    """The chain of an address that a page of that address and chain names; ``None`` for what counts nothing."""
    if found.expected == "sitemap":
        return None
    if found.expected == "feed":
        return (own_chain or own_url) if found.is_next else None
    return chain_in(found.url) or ((own_chain or own_url) if found.is_next else None)


@lru_cache(maxsize=4096)
def chain_in(url: str) -> str | None:
    """The chain that an address tells by itself.

    >>> chain_in("https://site.example/sport/page/2/"), chain_in("https://site.example/2025/08/11/")
    ('https://site.example/sport/page/*/', 'https://site.example/*/*/*/')
    """
    if archive_span(url) is not None:
        origin, path = url[: url.index("/", 8)], url[url.index("/", 8) :]
        return origin + _DIGITS.sub("*", path)
    if page_number(url) is None and "=" not in url:
        return None
    path, mark, query = url.partition("?")
    chain = _NUMBER_IN_PATH.sub(r"\1*\2", path) + _PARAMETER.sub(_star, mark + query)
    return chain if chain != url else None


def _star(parameter: re.Match[str]) -> str:
    start, name, value = parameter.groups()
    is_counting = name.lower() in OFFSET_PARAMETERS.union(PAGE_WORDS) and value.isdecimal()
    return f"{start}{name}=*" if is_counting or name.lower() in CURSOR_PARAMETERS else parameter[0]


@lru_cache(maxsize=4096)
def archive_span(url: str) -> Span | None:
    """The days of which the address is an archive: ``/2025/08/``, ``/archives/2025-08-11``, ``?m=202508``."""
    place, mark, query = url.partition("?")
    path = "/" + place.partition("://")[2].partition("/")[2]
    for _, name, value in _PARAMETER.findall(mark + query) if query else ():
        match = _DATE_VALUE.fullmatch(value)
        if match and (name.lower() in DATE_PARAMETERS or "-" in value):
            return _span(match[1], match[2], match[3])
    match = _DATE_AT_END.search(path)
    if match is None or not _stands_alone(path[: match.start()]):
        return None
    return _span(match[1], match[3] or match[5], match[4] or match[6])


def _stands_alone(before: str) -> bool:
    """Whether a date is a whole part of the address, or what a word and a hyphen lead to, and no article's number."""
    words = before.rstrip("/").rpartition("/")[2].lower()
    return words not in ARTICLE_SEGMENTS if before.endswith("/") else words.rstrip("-_") in _ARCHIVE_WORDS


def told_span(found: Discovered) -> Span:
    """Between which days a page was published, or what a list holds, by what is said of it before it is asked for.

    The moment of a feed or a news sitemap; a day or a month in the address; at the latest the last change that a
    sitemap tells. Both ends are open where nobody says anything.
    """
    if found.expected == "sitemap":
        return _part_span(found)
    if (archive := archive_span(found.url)) is not None:
        return archive
    if found.expected == "feed":
        return ALWAYS
    if found.published is not None:
        day = _day(found.published)
        return Span(first=day, last=day)
    return _address_span(found.url) or (ALWAYS if found.modified is None else Span(last=_day(found.modified)))


def _address_span(url: str) -> Span | None:
    if (day := day_in_url(url)) is not None:
        return Span(first=day, last=day)
    match = _MONTH_IN_PATH.search(url.partition("?")[0])
    return _span(match[1], match[2], None) if match and looks_like_article(url) else None


def _part_span(found: Discovered) -> Span:
    """By the name of a part of a sitemap index, else by its last change: nothing in it is newer."""
    match = _DATE_IN_NAME.search(found.url.split("/", 3)[-1])
    span = _span(match[1], match[2], match[3]) if match else None
    return span or Span(last=None if found.modified is None else _day(found.modified))


def _span(year: str, month: str | None, day: str | None) -> Span | None:
    first = valid_day(int(year), int(month or 1), int(day or 1))
    if first is None or not in_window(first):
        return None
    if day is not None:
        return Span(first=first, last=first)
    last_month = first.month if month is not None else 12
    return Span(first=first, last=dt.date(first.year, last_month, calendar.monthrange(first.year, last_month)[1]))


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment
