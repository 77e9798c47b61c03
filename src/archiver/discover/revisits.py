"""When to look at a page again. Pure: the moment is an argument.

**Pages that list others** (``POLLS``) are asked at the pace that they change themselves. How often that is, is learnt
from each page: a change every ``usual`` hours is supposed at first, and counts as much as one change that was seen; so
the rate is (changes + 1) / (hours watched + usual), older looks weighing less and less (``MEMORY``), and never more
than the longest pause comes from. The pause is the
time in which a change comes in one case of three, within the limits of the kind. Changed is a list that names an
address that was not known, or shows other cards; other bytes alone (an advertisement, a time of day) are no change.

**Articles** are corrected in their first hours, and hardly ever after a year: what counts is not time, but by how much
the article has aged in it. So their time is told in doublings of age (an hour is added to it, for those just
published): a change every five doublings is supposed, the pause is half a doubling at first, and an eighth to a whole
one as the article turns out to change often or never. After ``LAST_AGE`` it is left alone, unless it has just changed.
Where the day of publication is not known, the pause doubles from a day up to a month, and then the page is left alone.
So it does, changed or not, for a page that says that there is nothing (``error``), and for any page, also one that
lists others, of a shape that has brought nothing for too long (``Limits.is_barren``).

**Failures.** The pause doubles from half an hour to a week; after ``MAX_FAILURES`` in a row a page is given up, but for
those that are polled. ``Retry-After`` is respected. A page that is missing is looked for again before it is called
gone, and a few times after (``MISSING_CHECKS``, ``GONE_CHECKS``), a home page for ever. What is left out for what it
answered (another format, another site, ``noarchive``) is asked again like what failed, if it was there once or lists
others: one odd answer says little of a page. A home page is asked in any case.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import NamedTuple

from archiver.discover.frontier import FRESH, is_news_sitemap
from archiver.discover.shape import is_home, page_number
from archiver.model import ARCHIVED_KINDS, DuePage, FailureReason, History, Moment, PageKind, PageResult

_MINUTE, _HOUR, _DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


class Poll(NamedTuple):
    """How a kind of list is watched."""

    shortest: dt.timedelta
    longest: dt.timedelta
    #: between two changes, as long as nothing is known of the page
    usual: dt.timedelta


#: under a ten-minute cron a shortest pause of five minutes means every round
POLLS = {
    "home": Poll(5 * _MINUTE, _HOUR, 10 * _MINUTE),
    "feed": Poll(5 * _MINUTE, 2 * _HOUR, 10 * _MINUTE),
    "news-sitemap": Poll(5 * _MINUTE, 2 * _HOUR, 10 * _MINUTE),
    "liveblog": Poll(5 * _MINUTE, 3 * _HOUR, 20 * _MINUTE),
    "sitemap": Poll(_HOUR, 7 * _DAY, 2 * _HOUR),
    "listing": Poll(15 * _MINUTE, 2 * _DAY, 2 * _HOUR),
    "paging": Poll(_DAY, 30 * _DAY, 3 * _DAY),
    "settled": Poll(30 * _DAY, 90 * _DAY, 60 * _DAY),  # an old part of a sitemap or feed: its list tells of changes
}
#: a liveblog is one for so long, and an article after that
LIVE_AGE = 2 * _DAY
#: older articles are not asked for again
LAST_AGE = 365 * _DAY
#: doublings of age between two changes of an article, as long as nothing is known of it, and between two looks
USUAL_DOUBLINGS = 5.0
FIRST_DOUBLING, LEAST_DOUBLING, MOST_DOUBLING = 0.5, 0.125, 1.0
#: added to an article's age
BIRTH = _HOUR
SHORTEST_OF_ARTICLES = 20 * _MINUTE
#: what is left of what was seen before, after a look that found no change and after one that did: what a page was like
#: before it woke up says little
MEMORY, MEMORY_OF_CHANGED = 1 - 1 / 32, 2 / 3
#: changes are kept to three digits; one that was seen adds at least a tenth to what is left of those before
_ROUNDED = 0.01
#: part of the mean time between two changes after which one has come with odds of one to two
ONE_IN_THREE = math.log(3 / 2)

#: for an article of unknown age, and for what is no article: a doubling pause, after the longest of which there is none
UNDATED = (_DAY, 30 * _DAY)
#: after each time that a page which was there is not found, until that is believed
MISSING_CHECKS = (_HOUR, _DAY, 3 * _DAY)
#: after each time that it was not there, counted from the first
GONE_CHECKS = (_DAY, 7 * _DAY, 30 * _DAY, 30 * _DAY)
BACK_OFF = (30 * _MINUTE, 7 * _DAY)
MAX_FAILURES = 8
#: why a page has failed that was there once and is not found now, as long as that may be a mishap
MISSING = "missing"
#: robots.txt may change its mind
EXCLUDED_BY_ROBOTS = 7 * _DAY

#: a look at a page that was called changed so many times, while its server said that it is not, is not conditional
DOUBTFUL_ALARMS = 2

#: of the newest look, in the mean of new addresses a look; more than so many count as so many
NEWEST_YIELD = 0.1
MOST_YIELD = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is set for a source's revisits."""

    #: no page is asked for again sooner
    shortest: dt.timedelta = dt.timedelta()
    #: an article that is older is not asked for again, not even to check what was new; ``None`` for ``LAST_AGE``
    last_age: dt.timedelta | None = None
    #: pages of this one's shape have brought nothing for so long that no more are asked for: it is no list to watch
    is_barren: bool = False


NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at a known page has shown."""

    is_changed: bool = False
    #: addresses that nobody knew
    new: int = 0


def next_due(
    page: DuePage, result: PageResult, now: dt.datetime, *, published: Moment | None = None, limits: Limits = NO_LIMITS
) -> dt.datetime | None:
    """When to ask for the page again after this result, or ``None`` for never.

    ``result.history`` has this look in it. ``published`` is that of the archived article, for a result that carries
    none because nothing has changed.
    """
    pause = _pause(page, result, now, _published(result, published), limits)
    if pause is None:
        return None
    return now + max(pause, limits.shortest, dt.timedelta(seconds=result.capture.retry_after_s or 0))


def history_after(page: DuePage, result: PageResult, look: Look, *, published: Moment | None = None) -> History:
    """What is known of the page's changes after a look at it; a first look, or one that failed, tells of none."""
    before, now = page.history, result.capture.fetched_at
    if result.state != "ok" or page.last_fetched_at is None or now <= page.last_fetched_at:
        return before
    memory = MEMORY_OF_CHANGED if look.is_changed else MEMORY
    changes = before.changes * memory + look.is_changed
    watch = _watch(page, result, page.last_fetched_at, _published(result, published))
    return replace(
        before,
        checks=before.checks + 1,
        changes=round(changes, 3),
        watched=round(min(before.watched * memory + watch.passed, (changes + 1) * watch.most), 3),
        yielded=round(before.yielded + NEWEST_YIELD * (min(look.new, MOST_YIELD) - before.yielded), 3),
        alarms=_alarms_after(before.alarms, look),
    )


def _alarms_after(alarms: int, look: Look) -> int:
    """An unconditional look has shown that the doubtful alarm was false: it is not to be doubted at each look."""
    if look.is_changed:
        return 0
    return alarms + 1 if alarms == DOUBTFUL_ALARMS else alarms


def is_settled_list(page: DuePage, result: PageResult) -> bool:
    """Whether the page is a list that is hardly going to change, so that nothing has to be checked soon."""
    return _poll_name(page, result) == "settled"


def is_polled(page: DuePage, result: PageResult | None = None, limits: Limits = NO_LIMITS) -> bool:
    """Whether the page lists others, so that every round asks for it at its pace."""
    return _poll_name(page, result) is not None and not limits.is_barren


def _published(result: PageResult, published: Moment | None) -> Moment | None:
    own = None if result.article is None else result.article.published
    return published if own is None else own


def _pause(
    page: DuePage, result: PageResult, now: dt.datetime, published: Moment | None, limits: Limits
) -> dt.timedelta | None:
    history = result.history or page.history
    name = _poll_name(page, result)
    if result.state == "excluded":
        return _exclusion_pause(page, result, name)
    if result.state in {"failed", "gone"}:
        return _failure_pause(page, result, name)
    if name is not None and not limits.is_barren:
        return _poll_pause(POLLS[name], history)
    if published is None:
        return _undated_pause(page, result, now, limits)
    age = age_of(published, now)
    if _grown(age) >= (LAST_AGE if limits.last_age is None else limits.last_age):
        return None
    is_live = _is_live(page, result, age)
    return _poll_pause(POLLS["liveblog"], history) if is_live else _article_pause(history, age)


def _poll_name(page: DuePage, result: PageResult | None) -> str | None:
    kind = result.kind if result is not None and result.kind is not None else page.kind
    if is_home(page.url) or (page.found_by == "seed" and kind not in ARCHIVED_KINDS):
        return "home"
    if kind in {"feed", "sitemap"} and _is_settled(page, kind, result):
        return "settled"
    if kind == "feed":
        return "feed"
    if kind == "sitemap":
        return "news-sitemap" if is_news_sitemap(page.url) else "sitemap"
    if kind == "listing":
        return "paging" if page.chain is not None or (page_number(page.url) or 1) > 1 else "listing"
    return None


def _is_settled(page: DuePage, kind: PageKind, result: PageResult | None) -> bool:
    """Whether a list is hardly going to change: what is told of its days lies behind, or it is the old end of a feed.

    Where it does change, its index says so (``frontier.is_renewed``), and it is due at once.
    """
    if kind == "feed":
        return page.chain is not None
    seen_on = (page.due_at if result is None else result.capture.fetched_at).date()
    return page.told.last is not None and page.told.last < seen_on - FRESH


def _poll_pause(poll: Poll, history: History) -> dt.timedelta:
    hours = ONE_IN_THREE / _rate(history, poll.usual / _HOUR)
    return min(max(hours * _HOUR, poll.shortest), poll.longest)


def _article_pause(history: History, age: dt.timedelta) -> dt.timedelta:
    doublings = FIRST_DOUBLING / (_rate(history, USUAL_DOUBLINGS) * USUAL_DOUBLINGS)
    growth = 2 ** min(max(doublings, LEAST_DOUBLING), MOST_DOUBLING) - 1
    return max((_grown(age) + BIRTH) * growth, SHORTEST_OF_ARTICLES)


def _is_live(page: DuePage, result: PageResult, age: dt.timedelta) -> bool:
    return (result.kind or page.kind) == "liveblog" and age < LIVE_AGE


def _rate(history: History, usual: float) -> float:
    """Changes in a unit of time, one in each ``usual`` being supposed as if one change had been seen."""
    return (history.changes + 1) / (history.watched + usual)


class _Watch(NamedTuple):
    """Time between two looks, as the page's changes are counted by it."""

    passed: float
    #: without a change, from which the longest pause comes
    most: float


def _watch(page: DuePage, result: PageResult, since: dt.datetime, published: Moment | None) -> _Watch:
    """In hours for a list, in doublings of its age for an article."""
    now = result.capture.fetched_at
    name = _poll_name(page, result)
    if name is None and published is not None and not _is_live(page, result, age_of(published, now)):
        ages = (_grown(age_of(published, moment)) + BIRTH for moment in (now, since))
        return _Watch(math.log2(next(ages) / next(ages)), MOST_DOUBLING / FIRST_DOUBLING * USUAL_DOUBLINGS)
    poll = POLLS[name or "liveblog"]
    return _Watch((now - since) / _HOUR, poll.longest / _HOUR / ONE_IN_THREE)


def _grown(age: dt.timedelta) -> dt.timedelta:
    """Of what is said to be published tomorrow: nothing."""
    return max(age, dt.timedelta())


def _undated_pause(page: DuePage, result: PageResult, now: dt.datetime, limits: Limits) -> dt.timedelta | None:
    """A page of unknown age is as old as its pauses say: none is longer than what its source allows to articles."""
    shortest, longest = UNDATED
    if limits.last_age is not None:
        longest = min(longest, limits.last_age)
    pause = shortest
    is_same = brings_nothing(page, result, limits) or not _has_changed(page, result)
    if page.last_fetched_at is not None and is_same:
        pause = max(2 * (now - page.last_fetched_at), shortest)
    return pause if pause <= longest else None


def brings_nothing(page: DuePage, result: PageResult, limits: Limits) -> bool:
    """Whether a change of the page says little: it says that there is nothing, or none of its shape had anything."""
    return limits.is_barren or (result.kind or page.kind) == "error"


def _has_changed(page: DuePage, result: PageResult) -> bool:
    """Whether this look at a page has found a change, as its history tells: other bytes alone are none."""
    if result.history is None:
        return not result.is_unchanged
    return result.history.changes > page.history.changes * MEMORY + _ROUNDED


def _failure_pause(page: DuePage, result: PageResult, poll: str | None) -> dt.timedelta | None:
    if poll != "home" and result.state == "gone":
        return _gone_pause(page, result.failures)
    if poll != "home" and result.reason == MISSING:
        return MISSING_CHECKS[min(result.failures, len(MISSING_CHECKS)) - 1]
    return _back_off(result.failures) if poll is not None or result.failures < MAX_FAILURES else None


def _exclusion_pause(page: DuePage, result: PageResult, poll: str | None) -> dt.timedelta | None:
    if result.reason == FailureReason.ROBOTS:
        return EXCLUDED_BY_ROBOTS
    is_list = poll is not None and (result.kind or page.kind) not in {None, "file"} and not is_guess(page)
    if not (is_home(page.url) or is_list or was_there(page)):
        return None
    return _back_off(result.failures) if poll is not None or result.failures < MAX_FAILURES else None


def _gone_pause(page: DuePage, times: int) -> dt.timedelta | None:
    return GONE_CHECKS[times - 1] if was_there(page) and 0 < times <= len(GONE_CHECKS) else None


def was_there(page: DuePage) -> bool:
    """Whether the page was ever received, so that it can be missed."""
    return page.article_id is not None or page.payload_digest is not None


def is_guess(page: DuePage) -> bool:
    """Whether nobody but us ever said that there is such a page."""
    return page.found_by == "guess" and page.last_fetched_at is None


def _back_off(failures: int) -> dt.timedelta:
    shortest, longest = BACK_OFF
    doublings = min(max(failures - 1, 0), MAX_FAILURES + 1)
    return min(shortest * (1 << doublings), longest)


def age_of(moment: Moment, now: dt.datetime) -> dt.timedelta:
    """How long ago; a bare day counts from its beginning."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time.min, dt.UTC)
    return now - moment
