"""Where lists that go on and on end: pages of a list, archives by date, the documents behind a feed.

Such a list, a chain, is followed while its pages name addresses that nobody knew. After so many in a row that name none
(``MOST_BARREN``), those of its pages that were never asked for are left out, with ``Refusal.BARREN_LIST`` as their
reason; each barren page is ``ok`` with ``ListNote.NOTHING_NEW``. Of archives by date a row is one of days, not of
requests, and ends what is older: a chain of days goes on tomorrow. Days without an article are usual, so there may be
more of them, and ``NOTHING_YET`` times as many until the first one from today on that brings anything: what is no
longer published has no newest weeks. A month or a year that names days that are worth asking for brings something.
What is still to come is asked for on its day.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect, insort
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import takewhile

from archiver.discover.scope import Refusal
from archiver.discover.turning import archive_span
from archiver.model import DuePage, FrontierEntry, ListNote, PageResult, Span
from archiver.store.archive import Archive

#: pages in a row that bring nothing new: of a list or a feed, and by the days that an archive page spans
MOST_BARREN = 5
MOST_BARREN_SPANS = ((dt.timedelta(days=1), 14), (dt.timedelta(days=31), 6), (dt.timedelta(days=366), 3))
NOTHING_YET = 4


class Chains:
    """How the chains of a round have gone so far, and in rounds before."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._outcomes: dict[tuple[int | None, str], _Outcomes] = {}

    def noted(self, page: DuePage, result: PageResult) -> PageResult:
        """The result of a page, marked when it goes on with a list and named nothing new when it first came."""
        if page.chain is None:
            return result
        outcomes = self._outcomes_of(page.source_id, page.chain)
        outcomes.under_way.discard(page.url)
        if result.state != "ok" or result.is_unchanged:
            return result
        if not self._is_fruitful(page, result):
            if page.last_fetched_at is None:
                outcomes.add(page.url, is_barren=True)
            return replace(result, reason=ListNote.NOTHING_NEW) if outcomes.is_barren(page.url) else result
        outcomes.add(page.url, is_barren=False)
        return result

    def refusal(self, page: DuePage) -> Refusal | None:
        """Why a page is not asked for that was queued before its chain came to an end."""
        if page.chain is None or page.last_fetched_at is not None:
            return None
        outcomes = self._outcomes_of(page.source_id, page.chain)
        return Refusal.BARREN_LIST if outcomes.is_ended_before(page.url) else None

    def holds_back(self, page: DuePage) -> bool:
        """Whether a page waits until those of its chain have come that may end it before."""
        if page.chain is None or page.last_fetched_at is not None:
            return False
        return self._outcomes_of(page.source_id, page.chain).may_end_before(page.url)

    def note_asked(self, page: DuePage) -> None:
        """The page is under way from now on."""
        if page.chain is not None and page.last_fetched_at is None:
            self._outcomes_of(page.source_id, page.chain).under_way.add(page.url)

    def let_go(self, page: DuePage) -> None:
        """The page is not asked for now after all."""
        if page.chain is not None:
            self._outcomes_of(page.source_id, page.chain).under_way.discard(page.url)

    def _is_fruitful(self, page: DuePage, result: PageResult) -> bool:
        """Whether it is an article, or names an address outside its chain that nobody knew."""
        if result.article_url is not None:
            return True
        named = [entry for entry in result.found if entry.expected == "page" and entry.refusal is None]
        outside = [entry.url for entry in named if entry.chain is None or self._leads_into(page, entry)]
        return bool(self._archive.lists.unknown(outside))

    def _leads_into(self, page: DuePage, entry: FrontierEntry) -> bool:
        """Whether it is an archive of some of the page's days, and its chain has not come to an end before them."""
        inner, outer = archive_span(entry.url), archive_span(page.url)
        if inner is None or entry.chain is None or entry.chain == page.chain or not _is_within(inner, outer):
            return False
        return not self._outcomes_of(entry.source_id, entry.chain).is_ended_before(entry.url)

    def _outcomes_of(self, source_id: int | None, chain: str) -> _Outcomes:
        key = (source_id, chain)
        if key not in self._outcomes:
            self._outcomes[key] = _Outcomes(self._archive.lists.chain(source_id, chain))
        return self._outcomes[key]


class _Outcomes:
    """What the pages of one chain have brought."""

    def __init__(self, known: Mapping[str, bool]) -> None:
        #: whether each was barren, in the order in which they came
        self._by_url: dict[str, bool] = {}
        #: (first day, whether it was barren) of archives by date, the oldest first
        self._by_day: list[tuple[dt.date, bool]] = []
        #: those that are asked for now, for the first time
        self.under_way: set[str] = set()
        for url, is_barren in known.items():
            self.add(url, is_barren=is_barren)

    def add(self, url: str, *, is_barren: bool) -> None:
        """Notes one page."""
        self._by_url[url] = is_barren
        if (day := _first_day(url)) is not None:
            insort(self._by_day, (day, is_barren))

    def is_barren(self, url: str) -> bool:
        """Whether the page was, when it came."""
        return self._by_url.get(url, False)

    def is_ended_before(self, url: str) -> bool:
        """Whether as many pages as may be were barren in a row: the last ones, or the next newer days."""
        return self._patience(url) <= 0

    def may_end_before(self, url: str) -> bool:
        """Whether it would have ended, were those barren that are under way."""
        day = _first_day(url)
        before = sum(day is None or (_first_day(other) or day) >= day for other in self.under_way - {url})
        return before >= min(self._patience(url), most_barren(archive_span(url)))

    def _patience(self, url: str) -> int:
        """How many more barren ones there may be before this one."""
        most, day = most_barren(archive_span(url)), _first_day(url)
        if day is None:
            return most - _row(list(self._by_url.values())[: -most - 1 : -1])
        start = bisect(self._by_day, (day, True))
        newer = [is_barren for _, is_barren in self._by_day[start : start + most * NOTHING_YET]]
        row = _row(newer)
        return (most if row < len(newer) else most * NOTHING_YET) - row


def _row(barren: Iterable[bool]) -> int:
    return sum(1 for _ in takewhile(bool, barren))


def most_barren(span: Span | None) -> int:
    """After how many barren pages in a row a chain ends; ``span`` is that of an archive by date."""
    if span is None or span.first is None or span.last is None:
        return MOST_BARREN
    length = span.last - span.first + dt.timedelta(days=1)
    return next(most for longest, most in MOST_BARREN_SPANS if length <= longest)


def _is_within(inner: Span, outer: Span | None) -> bool:
    """Whether these are some of those days, and not all; any are, of a list that is not of certain days."""
    if outer is None or outer.first is None or outer.last is None:
        return True
    first, last = inner.first or dt.date.min, inner.last or dt.date.max
    return outer.first <= first and last <= outer.last and (first, last) != (outer.first, outer.last)


def _first_day(url: str) -> dt.date | None:
    span = archive_span(url)
    return None if span is None else span.first
