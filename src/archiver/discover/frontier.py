"""What to fetch first. Pure: the moment is an argument, nothing is asked for or written.

Lower priorities go first: seeds that were never fetched; articles that are known to be new; lists that have brought new
addresses lately, and what tells of new articles (feeds, news sitemaps); sitemaps that robots.txt names; what looks like
an article; listings and other pages; old parts of sitemap indexes; old articles, the younger the earlier; lists that
never brought anything. Articles that are archived come after all that may be new. When a page is looked at again is
said in ``revisits``; an address that a sitemap says was changed since is due at once (``is_renewed``).
"""

from __future__ import annotations

import datetime as dt
from enum import IntEnum

from archiver.calendar_days import day_in_url
from archiver.discover.shape import looks_like_article, page_number
from archiver.model import Discovered, Moment

_DAY = dt.timedelta(days=1)

#: age up to which an article, or a part of a sitemap, is new
FRESH = 2 * _DAY


#: new addresses in a look, from which on a list is one that yields: one address fifteen looks ago is enough
YIELDS = 0.02
#: looks without any, after which it comes last
CHECKS_TO_BE_BARREN = 20


class Priority(IntEnum):
    """Where an address enters the frontier; between these numbers, old articles are ordered by age."""

    SEED = 0
    FRESH_ARTICLE = 10
    NEWS = 20  # feeds, news sitemaps, parts of sitemap indexes that have just changed, lists that yield
    SITEMAP = 25  # those that robots.txt names
    GUESS = 28
    ARTICLE = 30  # by its shape, of unknown age
    LISTING = 40
    PAGING = 45  # the second page of a listing and later ones
    OLD_SITEMAP = 50
    OLD_ARTICLE = 60
    OLDEST = 98
    BARREN = 99  # lists that never brought anything


#: ages from which on an old article waits one step longer
_AGE_STEPS = tuple(days * _DAY for days in (3, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1460, 2920, 5840))


def priority_of(found: Discovered, now: dt.datetime, *, is_article: bool | None = None) -> int:
    """The place of a newly found address in the frontier; lower is fetched earlier.

    ``is_article`` is what is believed of it (``beliefs``); ``None`` leaves it to the looks of the address.
    """
    if found.found_by == "seed":
        return Priority.SEED
    if found.expected != "page":
        return _list_priority(found, now)
    moment = found.published or found.modified or day_in_url(found.url)
    if moment is not None:
        return _age_priority(_age(moment, now))
    if found.found_by in {"feed", "news-sitemap"}:
        return Priority.FRESH_ARTICLE
    if found.found_by == "sitemap":
        return Priority.OLD_ARTICLE
    return _page_priority(found.url, is_article=is_article)


def priority_of_list(yielded: float, checks: int, before: int) -> int:
    """The place of a page that lists others, from its second look on: by what it has brought lately.

    ``yielded`` is the mean of new addresses in a look, the newest looks counting most.
    """
    if yielded >= YIELDS:
        return Priority.NEWS
    if checks >= CHECKS_TO_BE_BARREN:
        return Priority.BARREN
    return Priority.NEWS if before == Priority.SEED else before


def is_renewed(found: Discovered, last_fetched_at: dt.datetime | None) -> bool:
    """Whether a sitemap or feed says that a known address has changed since it was fetched: then it is due at once.

    Of a bare day only the next ones count: it would make the article due all day long.
    """
    changed = found.modified or found.published
    if last_fetched_at is None or changed is None:
        return False
    if isinstance(changed, dt.datetime):
        return changed > last_fetched_at
    return changed > last_fetched_at.date()


def _list_priority(found: Discovered, now: dt.datetime) -> int:
    if found.found_by == "guess":
        return Priority.GUESS
    if found.expected == "feed" or is_news_sitemap(found.url):
        return Priority.NEWS
    if found.found_by == "robots":
        return Priority.SITEMAP
    if found.modified is not None and _age(found.modified, now) < FRESH:
        return Priority.NEWS
    return Priority.OLD_SITEMAP


def is_news_sitemap(url: str) -> bool:
    """Whether a sitemap's address says that it lists the articles of the last two days."""
    name = url.rpartition("/")[2].lower()
    return any(word in name for word in ("news", "actu", "latest", "recent", "aktuell"))


def _age_priority(age: dt.timedelta) -> int:
    if age < FRESH:
        return Priority.FRESH_ARTICLE
    steps = sum(age >= step for step in _AGE_STEPS)
    return min(Priority.OLD_ARTICLE + steps, Priority.OLDEST)


def _page_priority(url: str, *, is_article: bool | None) -> int:
    if page_number(url) is not None:
        return Priority.PAGING
    is_article = looks_like_article(url) if is_article is None else is_article
    return Priority.ARTICLE if is_article else Priority.LISTING


def _age(moment: Moment, now: dt.datetime) -> dt.timedelta:
    """How long ago; a bare day counts from its end, so that today's are never old."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time.max, dt.UTC)
    return now - moment
