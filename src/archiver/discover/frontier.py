"""What to fetch first, and when to look again. Pure: the moment is an argument, nothing is asked for or written.

**Order.** Lower priorities go first. Seeds; what tells of new articles (feeds, news sitemaps, the sitemaps that
robots.txt names); new articles; what looks like an article; listings and other pages; old parts of sitemap indexes; old
articles, the younger the earlier.

**Again.** Pages that list others are polled: asked on every round of ``archiver update``, at the pace that they change
themselves. A pause doubles each time nothing has changed, up to a longest one, and falls back to the shortest
when something has (``POLLS``). Articles are asked again by their age (``ARTICLE_CHECKS``), liveblogs more often:
publishers correct a story on its first days, and hardly ever after a year. Where the day of publication is not known,
the pause doubles up to a month, and then the article is left alone. An address that a sitemap says was changed since
is due at once (``is_renewed``).

**Failures.** The pause doubles from half an hour to a week; after ``MAX_FAILURES`` in a row a page is given up, but for
those that are polled. A page that is gone is looked for twice more if it was ever there, a home page for ever.
``Retry-After`` is respected.
"""

from __future__ import annotations

import datetime as dt
from enum import IntEnum
from typing import NamedTuple

from archiver.calendar_days import day_in_url
from archiver.discover.shape import is_home, looks_like_article, page_number
from archiver.model import ARCHIVED_KINDS, Discovered, DuePage, FailureReason, Moment, PageResult

_MINUTE, _HOUR, _DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)

#: age up to which an article, or a part of a sitemap, is new
FRESH = 2 * _DAY


class Priority(IntEnum):
    """Where an address enters the frontier; between these numbers, old articles are ordered by age."""

    SEED = 0
    NEWS = 10  # feeds, news sitemaps, parts of sitemap indexes that have just changed
    SITEMAP = 15  # those that robots.txt names
    GUESS = 18
    FRESH_ARTICLE = 20
    ARTICLE = 30  # by its shape, of unknown age
    LISTING = 40
    PAGING = 45  # the second page of a listing and later ones
    OLD_SITEMAP = 50
    OLD_ARTICLE = 60
    OLDEST = 99


class Poll(NamedTuple):
    """The pauses between two looks at a page that lists others."""

    shortest: dt.timedelta
    longest: dt.timedelta


#: under a ten-minute cron a shortest pause of five minutes means every round
POLLS = {
    "home": Poll(5 * _MINUTE, 5 * _MINUTE),
    "feed": Poll(5 * _MINUTE, _HOUR),
    "news-sitemap": Poll(5 * _MINUTE, _HOUR),
    "sitemap": Poll(_HOUR, 7 * _DAY),
    "listing": Poll(15 * _MINUTE, _DAY),
    "paging": Poll(_DAY, 30 * _DAY),
}
#: (younger than, ask again after); older ones never
ARTICLE_CHECKS = (
    (FRESH, 3 * _HOUR),
    (7 * _DAY, _DAY),
    (30 * _DAY, 7 * _DAY),
    (365 * _DAY, 90 * _DAY),
)
LIVEBLOG_CHECKS = ((FRESH, 20 * _MINUTE), *ARTICLE_CHECKS[1:])
#: for an article of unknown age, and for what is no article: a doubling pause, after the longest of which there is none
UNDATED = Poll(_DAY, 30 * _DAY)
#: after each time that it was not there, counted from the first
GONE_CHECKS = (_DAY, 7 * _DAY)
BACK_OFF = Poll(30 * _MINUTE, 7 * _DAY)
MAX_FAILURES = 8
#: robots.txt may change its mind
EXCLUDED_BY_ROBOTS = 7 * _DAY

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
    moment = found.published or day_in_url(found.url)
    if moment is not None:
        return _age_priority(_age(moment, now))
    if found.found_by in {"feed", "news-sitemap"}:
        return Priority.FRESH_ARTICLE
    if found.found_by == "sitemap":
        return Priority.OLD_ARTICLE
    return _page_priority(found.url, is_article=is_article)


def next_due(
    page: DuePage, result: PageResult, now: dt.datetime, *, published: Moment | None = None
) -> dt.datetime | None:
    """When to ask for the page again after this result, or ``None`` for never.

    ``published`` is that of the archived article, for a result that carries none because nothing has changed.
    """
    pause = _pause(page, result, now, published)
    if pause is None:
        return None
    return now + max(pause, dt.timedelta(seconds=result.capture.retry_after_s or 0))


def is_polled(page: DuePage, result: PageResult | None = None) -> bool:
    """Whether the page lists others, so that every round asks for it at its pace."""
    return _poll_name(page, result) is not None


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
    if found.published is not None and _age(found.published, now) < FRESH:
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


def _pause(page: DuePage, result: PageResult, now: dt.datetime, published: Moment | None) -> dt.timedelta | None:
    if result.state == "excluded":
        return EXCLUDED_BY_ROBOTS if result.reason == FailureReason.ROBOTS else None
    name = _poll_name(page, result)
    if result.state in {"failed", "gone"}:
        return _failure_pause(page, result, name)
    if name is not None:
        return _poll_pause(POLLS[name], page, result, now)
    if result.article is not None and result.article.published is not None:
        published = result.article.published
    return _article_pause(page, result, now, published)


def _poll_name(page: DuePage, result: PageResult | None) -> str | None:
    kind = result.kind if result is not None and result.kind is not None else page.kind
    if is_home(page.url) or (page.found_by == "seed" and kind not in ARCHIVED_KINDS):
        return "home"
    if kind == "feed":
        return "feed"
    if kind == "sitemap":
        return "news-sitemap" if is_news_sitemap(page.url) else "sitemap"
    if kind == "listing":
        return "paging" if (page_number(page.url) or 1) > 1 else "listing"
    return None


def _poll_pause(poll: Poll, page: DuePage, result: PageResult, now: dt.datetime) -> dt.timedelta:
    if not result.is_unchanged or page.last_fetched_at is None:
        return poll.shortest
    return min(max(2 * (now - page.last_fetched_at), poll.shortest), poll.longest)


def _article_pause(
    page: DuePage, result: PageResult, now: dt.datetime, published: Moment | None
) -> dt.timedelta | None:
    if published is None:
        return _undated_pause(page, result, now)
    checks = LIVEBLOG_CHECKS if result.kind == "liveblog" else ARTICLE_CHECKS
    age = _age(published, now)
    return next((pause for younger_than, pause in checks if age < younger_than), None)


def _undated_pause(page: DuePage, result: PageResult, now: dt.datetime) -> dt.timedelta | None:
    if not result.is_unchanged or page.last_fetched_at is None:
        return UNDATED.shortest
    pause = max(2 * (now - page.last_fetched_at), UNDATED.shortest)
    return pause if pause <= UNDATED.longest else None


def _failure_pause(page: DuePage, result: PageResult, poll: str | None) -> dt.timedelta | None:
    if result.state == "gone" and poll != "home":
        return _gone_pause(page, result.failures)
    return _back_off(result.failures) if poll is not None or result.failures < MAX_FAILURES else None


def _gone_pause(page: DuePage, times: int) -> dt.timedelta | None:
    was_there = page.article_id is not None or page.payload_digest is not None
    return GONE_CHECKS[times - 1] if was_there and 0 < times <= len(GONE_CHECKS) else None


def _back_off(failures: int) -> dt.timedelta:
    doublings = min(max(failures - 1, 0), MAX_FAILURES + 1)
    return min(BACK_OFF.shortest * (1 << doublings), BACK_OFF.longest)


def _age(moment: Moment, now: dt.datetime) -> dt.timedelta:
    """How long ago; a bare day counts from its end, so that today's are never old."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time.max, dt.UTC)
    return now - moment
