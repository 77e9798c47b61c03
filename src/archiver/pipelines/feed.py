"""Hands out due pages to the fetcher, each once in a round, as many as the round's limits allow.

Sources take turns: the one that was given the fewest pages in this round comes first, with its most urgent ones. So a
limit on pages or on time is shared evenly, and what one source has no use for falls to the others. Pages of a host that
is left alone come back unasked (``put_off``), and are not handed out again before its time.

Some pages wait for others (``holds_back``). The feed looks past them for pages that do not, and at them again when
something was saved; when nothing is under way that they could wait for, they are handed out. So an empty answer while
nothing is under way means that nothing is left.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from archiver.discover.frontier import Priority
from archiver.fetch.pace import utc_now
from archiver.model import ALWAYS, DuePage, PageResult, Source, Span
from archiver.pipelines.decide import REVISIT, as_asked
from archiver.pipelines.shares import Shares
from archiver.store.archive import Archive
from archiver.urls import host_of

#: pages of one host that are handed out at a time, so that others get their turn
PER_HOST = 4


class Feed:
    """Called by the fetcher whenever it has room."""

    def __init__(
        self,
        archive: Archive,
        *,
        horizon: dt.datetime,
        source_ids: frozenset[int] | None,
        is_with_revisits: bool,
        max_pages: int | None,
        window: Span = ALWAYS,
        shares: Shares | None = None,
    ) -> None:
        """``horizon``: what is due by then is handed out; without revisits, only what may bring something new."""
        self._shares = shares or Shares()
        self._archive = archive
        self._horizon = horizon
        self._source_ids = source_ids
        self._max_priority = None if is_with_revisits else REVISIT - 1
        self._max_pages = max_pages
        self._window = window
        self._urgent: deque[DuePage] = deque()
        #: further pages of articles that are begun: they come first, and no limit on pages cuts an article in two
        self._further: deque[DuePage] = deque()
        #: handed out and not saved, or saved and due again before the horizon
        self._away: set[int] = set()
        #: handed out and not saved
        self._under_way: set[int] = set()
        #: seen to wait for others since something was last saved
        self._held: set[int] = set()
        #: how many of each source, and which source each of their hosts is of
        self._given: Counter[int | None] = Counter()
        self._source_of: dict[str, int | None] = {}
        #: hosts that are left alone, and until when
        self._resting: dict[str, dt.datetime] = {}
        self.handed_out = 0
        self.clock: Callable[[], dt.datetime] = utc_now
        #: saves what is known so far, for its addresses may be due; says whether there was anything
        self.save: Callable[[], bool] = lambda: False
        #: why a page that is due does not belong to the crawl any more; ``None`` for one that does
        self.refusal: Callable[[DuePage], str | None] = lambda _page: None
        #: whether a page is to wait until others have come
        self.holds_back: Callable[[DuePage], bool] = lambda _page: False
        #: says that a page which did not wait is not asked for now after all
        self.let_go: Callable[[DuePage], None] = lambda _page: None
        #: the page that shows the same as one that was refused, by numbers
        self.shown_by: Mapping[int, int] = {}

    def __call__(self, room: int) -> Sequence[DuePage]:
        """Up to ``room`` more pages; none when none is due or the limit is reached."""
        if self._further:
            return self._take_further(room)
        if self._max_pages is not None:
            room = min(room, self._max_pages - self.handed_out)
        if room <= 0:
            return ()
        pages = self._take_shares(room)
        if not pages and self.save():
            pages = self._take_shares(room)
        if not pages and not self._under_way and self._held:
            pages = self._take_shares(room, is_patient=False)
        self.handed_out += len(pages)
        self._away.update(page.page_id for page in pages)
        self._under_way.update(page.page_id for page in pages)
        pages = [as_asked(page) for page in pages]
        self._given.update(page.source_id for page in pages)
        self._source_of.update((host_of(page.url), page.source_id) for page in pages)
        return pages

    def put_now(self, page: DuePage) -> None:
        """Has a further page of an article handed out next, and asked for before all others of its host."""
        self._away.add(page.page_id)
        self._under_way.add(page.page_id)
        self._further.append(replace(page, priority=Priority.SEED))

    def put_again(self, page: DuePage) -> None:
        """Hands out once more a page that was handed out and of which nothing is saved: it is the same one."""
        self.handed_out -= 1
        self._further.append(page)

    def put_off(self, page: DuePage, wait_s: float) -> None:
        """Takes a page back that nobody was asked for, as its host is left alone for so long."""
        self.handed_out -= 1
        self._given[page.source_id] -= 1
        self._shares.give_back(page)
        self._away.discard(page.page_id)
        self._under_way.discard(page.page_id)
        self._held.clear()
        self.let_go(page)
        self._resting[host_of(page.url)] = self.clock() + dt.timedelta(seconds=wait_s)

    def is_away(self, page: DuePage) -> bool:
        """Whether the page is handed out, and what came of it not saved."""
        return page.page_id in self._away

    def is_under_way(self, page: DuePage) -> bool:
        """Whether what becomes of the page is not saved yet."""
        return page.page_id in self._under_way

    def put_first(self, pages: Iterable[DuePage]) -> None:
        """Has these handed out before all others, due or not."""
        self._urgent.extend(pages)

    def add_source(self, source: Source) -> None:
        """Hands out this source's pages too."""
        self._shares.add(source)
        if self._source_ids is not None:
            self._source_ids |= {source.id}

    def note_saved(self, results: Iterable[PageResult]) -> None:
        """These are in the frontier again, with a new moment."""
        results = tuple(results)
        self._away.difference_update(result.page_id for result in results if not self._is_due_again(result))
        self._under_way.difference_update(result.page_id for result in results)
        self._held.clear()

    @property
    def is_at_limit(self) -> bool:
        """Whether as many pages were handed out as may be."""
        is_full = self._max_pages is not None and self.handed_out >= self._max_pages
        return is_full or bool(self._shares.used_up)

    def has_more(self) -> bool:
        """Whether anything that was not handed out is due, whatever its source's share."""
        self._held.clear()
        return bool(self._further or self._urgent or self._due(1, self._source_ids))

    def count(self) -> int:
        """How many are due, those under way among them."""
        return len(self._urgent) + self._archive.count_due(
            self._horizon, source_ids=self._source_ids, max_priority=self._max_priority, window=self._window
        )

    def _take_further(self, room: int) -> Sequence[DuePage]:
        pages = [self._further.popleft() for _ in range(min(room, len(self._further)))]
        self.handed_out += len(pages)
        return pages

    def _take_shares(self, room: int, *, is_patient: bool = True) -> Sequence[DuePage]:
        while pages := self._take(room, is_patient=is_patient):
            taken = self._shares.take(pages)
            for page in pages:
                if page not in taken:
                    self.let_go(page)
            if taken:
                return taken
        return ()

    def _take(self, room: int, *, is_patient: bool) -> Sequence[DuePage]:
        if self._urgent:
            return [self._urgent.popleft() for _ in range(min(room, len(self._urgent)))]
        if not is_patient:
            self._held.clear()
            return self._due(room, self._sources_with_room())
        while pages := self._due(room, self._sources_with_room()):
            held = {page.page_id for page in pages if self.holds_back(page)}
            if len(held) < len(pages):
                return [page for page in pages if page.page_id not in held]
            self._held |= held
        return ()

    def _sources_with_room(self) -> frozenset[int] | None:
        if not (used_up := self._shares.used_up):
            return self._source_ids
        wanted = self._source_ids
        return (frozenset(source.id for source in self._archive.sources()) if wanted is None else wanted) - used_up

    def _due(self, limit: int, source_ids: frozenset[int] | None) -> Sequence[DuePage]:
        """Pages whose time has come; those that do not belong to the crawl any more leave the frontier."""
        while pages := self._load(limit, source_ids):
            refusals = {page.page_id: why for page in pages if (why := self.refusal(page)) is not None}
            if refusals:
                self._archive.leave_out(refusals, self.shown_by)
            if len(refusals) < len(pages):
                return [page for page in pages if page.page_id not in refusals]
        return ()

    def _load(self, limit: int, source_ids: frozenset[int] | None) -> Sequence[DuePage]:
        return self._archive.due(
            self._horizon,
            limit=limit,
            source_ids=source_ids,
            exclude=self._away | self._held,
            per_host=PER_HOST,
            max_priority=self._max_priority,
            turns={host: self._given[source_id] for host, source_id in self._source_of.items()},
            except_hosts=self._at_rest(),
            window=self._window,
        )

    def _at_rest(self) -> set[str]:
        now = self.clock()
        return {host for host, until in self._resting.items() if until > now}

    def _is_due_again(self, result: PageResult) -> bool:
        """The archive keeps moments to the second: what is saved in the round's first second may seem to be due."""
        return result.due_at is not None and result.due_at.replace(microsecond=0) <= self._horizon
