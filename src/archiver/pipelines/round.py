"""One round over what is due: fetch, read, decide, write, until nothing is due or a limit is reached.

`crawl` and `update` are rounds that differ in what they begin with and in what their exit code says. Invariants:

* A page is asked for at most once in a round. What the round finds is due at its beginning, what it saves is due after
  its horizon, and the few for which that is not so (saved in its first second) are kept apart.
* Whatever cuts a round short (a limit, a signal, SIGKILL), the pages under way are in the frontier as before.
* The pages of one article are saved together, by the assembler's word.
* What was read is saved before the frontier is said to be empty: the addresses in it may be due.
* A round that ends with anything due says so: it is not done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from archiver.discover.revisits import BACK_OFF
from archiver.discover.scope import OF_SCOPE, Refusal
from archiver.fetch.fetcher import Fetcher
from archiver.model import ALWAYS, Capture, DuePage, FailureReason, Fetched, PageResult, RunCounts, SourceScope, Span
from archiver.pipelines.assembling import Assembler
from archiver.pipelines.batch import Batch
from archiver.pipelines.decide import FIRST_CHECK, Reading, Verdict, is_put_off, needs_another_try
from archiver.pipelines.discovering import Discovery, seed_entry
from archiver.pipelines.doubts import Doubts
from archiver.pipelines.events import BatchSaved, Event, PageDone
from archiver.pipelines.feed import Feed
from archiver.pipelines.interrupts import Interrupted
from archiver.pipelines.ledger import Ledger
from archiver.pipelines.readers import Readers, readers_for
from archiver.pipelines.running import Run
from archiver.pipelines.settling import Settler, task_for
from archiver.pipelines.shares import Shares
from archiver.pipelines.sources import add_source
from archiver.pipelines.tools import Tools
from archiver.pipelines.variants import Variants

#: a batch is saved when it is full, or after this long
MAX_UNSAVED = dt.timedelta(seconds=5)
#: between two looks at how much is waiting
COUNTING_PAUSE = dt.timedelta(seconds=2)
#: while pages are under way, a search for what is due does not save more often than this
MIN_UNSAVED = dt.timedelta(seconds=0.25)
#: pages that are settled before others are handed over to be read: whoever reads shall not wait for that
AT_A_TIME = 2
#: nothing comes any more
_END = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What one round is to do."""

    command: str
    #: as they are kept in ``runs``
    arguments: tuple[str, ...] = ()
    #: whose pages; ``None`` for all
    source_ids: frozenset[int] | None = None
    #: addresses given by hand, in that order, asked for first when nothing is known of them but failures
    seeds: tuple[str, ...] = ()
    #: pages that are archived are asked for again when they are due
    is_with_revisits: bool = False
    #: seconds after which the round ends
    max_time_s: float | None = None
    #: when a limit ends the round with work left
    limit_exit_code: int = 0
    #: of pages that were never asked for, only what may have been published then
    window: Span = ALWAYS


def run_round(tools: Tools, fetcher: Fetcher, errand: Errand) -> Generator[Event]:
    """Does it. The last event is ``RunEnded``; closing the generator early keeps what was fetched."""
    return Round(tools, fetcher, errand).events()


class Round:
    """One run of ``crawl`` or ``update``."""

    def __init__(self, tools: Tools, fetcher: Fetcher, errand: Errand) -> None:
        self._tools = tools
        self._fetcher = fetcher
        self._errand = errand
        self._archive = tools.archive
        self._started_at = tools.clock()
        self._saved_at = self._started_at
        self._discovery = Discovery(
            tools.archive.sources(), self._started_at, tools.archive.lists.address_shapes, tools.archive.lists.unknown
        )
        self._settler = Settler(tools, self._discovery)
        horizon = self._started_at + FIRST_CHECK if errand.is_with_revisits else self._started_at
        self._feed = Feed(
            tools.archive,
            horizon=horizon,
            source_ids=errand.source_ids,
            is_with_revisits=errand.is_with_revisits,
            max_pages=tools.settings.max_pages,
            window=errand.window,
            shares=Shares(tools.archive.sources(), tools.sources),
        )
        self._feed.save = self._save_for_feed
        self._feed.clock = tools.clock
        self._variants = Variants(tools.archive.lists, horizon)
        self._feed.refusal = self._refusal
        self._feed.holds_back = self._holds_back
        self._feed.let_go = self._let_go
        self._feed.shown_by = self._variants.shown_by
        self._run = Run(tools, errand.command, errand.arguments, save=self._save)
        self._batch = Batch(tools, self._run.id)
        self._assembler = Assembler(tools, self._discovery, self._feed, self._save)
        self._readers: Readers[tuple[DuePage, Capture]] = readers_for(
            tools, wake=fetcher.wake, in_sight=self._count_in_sight
        )
        self._ledger = Ledger(errand.seeds)
        self._doubts = Doubts(fetcher.is_away)
        self._counts = self._told = RunCounts()
        #: by the pause that their source asks for
        self._renewed: dict[dt.timedelta, list[int]] = {}
        self._is_cut_short = False
        self._waiting = 0
        self._counted_at: dt.datetime | None = None

    def events(self) -> Generator[Event]:
        """What happens, as it happens."""
        with self._run as run:
            self._begin()
            yield from self._pages()
            self._save()
            ended = run.ended(self._verdict(), self._counts)
        yield ended

    def _pages(self) -> Generator[Event]:
        """Asks, has read what comes, and settles what was read, until there is nothing left or no time."""
        readers = self._readers
        results = self._fetcher.fetch_many(
            self._feed, is_expecting=lambda: readers.waiting > 0, patience_s=self._seconds_to_save
        )
        with readers, closing(results):
            if not self._errand.is_with_revisits:  # of pages that are looked at again, few have changed
                readers.expect(sites=len(self._errand.source_ids or ()))
            while not self._is_cut_short and (came := self._next(results)) is not _END:
                if isinstance(came, Fetched):
                    self._hand_over(came)
                yield from self._settle_read()
            while readers.waiting:  # what has come is kept, even if there is no time for more
                yield from self._settle_read(is_patient=True)

    def _next(self, results: Iterator[Fetched | None]) -> object:
        """The next result, ``None`` for what was read instead, ``_END`` when there is nothing or no time left."""
        left_s = self._seconds_left()
        if left_s is not None and left_s <= 0:
            self._is_cut_short = True
            return _END
        try:
            with self._tools.interrupts.time_limit(left_s):
                if not self._readers.is_full:
                    return next(results, _END)
                self._readers.wait()
                return None
        except Interrupted as order:
            if not order.is_time_limit:
                raise
            self._is_cut_short = True
            return _END

    def _hand_over(self, fetched: Fetched) -> None:
        """Has a page read; its turn comes when it was."""
        self._doubts.note(fetched)
        if fetched.page is None:
            self._take_robots(fetched.capture)
        elif not self._is_put_off(fetched.page, fetched.capture):
            line = fetched.page.source_id
            self._readers.put((fetched.page, fetched.capture), task_for(fetched.page, fetched.capture), line)

    def _settle_read(self, *, is_patient: bool = False) -> Generator[Event]:
        for (page, capture), reading in self._readers.take(is_patient=is_patient, most=AT_A_TIME):
            if self._is_to_be_drawn(page, reading):
                self._batch.add_exchange(capture)
                self._feed.put_again(replace(page, is_rendered=True))
                continue
            yield self._take_page(page, capture, reading)
            yield from self._saved_when_ready()
        yield from self._saved_when_ready()

    def _saved_when_ready(self) -> Generator[Event]:
        if self._is_batch_ready():
            self._save()
        if self._counts is not self._told:
            self._told = self._counts
            yield BatchSaved(counts=self._counts, waiting=self._count_waiting())

    def _take_page(self, page: DuePage, capture: Capture, reading: Reading) -> PageDone:
        settled = self._settler.settle(page, capture, reading)
        result = self._with_new_source(settled.result)
        if settled.renewed:
            self._renewed.setdefault(settled.pause, []).extend(settled.renewed)
        self._ledger.note(page, result)
        for ready in self._assembler.take(page, result, is_followed=settled.is_followed):
            self._batch.add(ready)
        return PageDone.of(page, result)

    def _is_to_be_drawn(self, page: DuePage, reading: Reading) -> bool:
        """Whether the page shows nothing without a browser, and has not been in one yet."""
        needs_browser = reading.failure is FailureReason.NEEDS_JAVASCRIPT and not page.is_rendered
        return needs_browser and not self._is_cut_short and self._fetcher.draws(page.url)

    def _is_put_off(self, page: DuePage, capture: Capture) -> bool:
        """Whether the page stays as it is, as its host is left alone; not a seed, and not a part of an article."""
        is_asked_by_hand = page.url in self._errand.seeds and capture.failure is not FailureReason.ANOTHER_CRAWLER
        if not is_put_off(capture) or is_asked_by_hand or self._assembler.awaits(page):
            return False
        self._feed.put_off(page, capture.retry_after_s or 0.0)
        self._ledger.note_put_off(page, capture)
        return True

    def _take_robots(self, capture: Capture) -> None:
        self._batch.add_exchange(capture)
        entries = self._discovery.robots_entries(capture)
        if entries:
            self._archive.queue(entries)

    def _save(self) -> bool:
        """Everything read so far goes to disk; whether there was anything."""
        is_saved = self._save_read()
        if excused := self._doubts.take_excused(self._feed.is_under_way):
            self._archive.rounds.excuse(excused, self._tools.clock() + BACK_OFF[0])
        return is_saved

    def _save_read(self) -> bool:
        results = self._batch.results
        for pause, page_ids in self._renewed.items():
            self._archive.hasten(page_ids, self._started_at, pause)
        self._renewed = {}
        if states := self._fetcher.host_states():  # first: killed in between, we know who asked to be left alone
            self._archive.save_host_states(states)
        counts = self._batch.flush()
        if counts is None:
            return False
        self._feed.note_saved(results)
        self._discovery.note_saved(results)
        self._discovery.sites.learn(results)
        self._counts = self._counts.plus(counts)
        self._saved_at = self._tools.clock()
        return True

    def _save_for_feed(self) -> bool:
        is_waiting = self._feed.handed_out > self._ledger.pages
        if is_waiting and self._tools.clock() - self._saved_at < MIN_UNSAVED:
            return False
        return self._save()

    def _is_batch_ready(self) -> bool:
        is_full = len(self._batch.results) >= self._tools.settings.batch_pages
        return is_full or self._tools.clock() - self._saved_at >= MAX_UNSAVED

    def _seconds_to_save(self) -> float | None:
        """How long what was read may still wait for more to be saved with; ``None`` when there is nothing."""
        if self._batch.is_empty:
            return None
        return max(0.0, (self._saved_at + MAX_UNSAVED - self._tools.clock()).total_seconds())

    def _count_waiting(self) -> int:
        """How many pages are due, as of a moment ago: to count them takes time."""
        if self._counted_at is None or self._tools.clock() - self._counted_at >= COUNTING_PAUSE:
            self._waiting, self._counted_at = self._feed.count(), self._tools.clock()
        return self._waiting

    def _count_in_sight(self) -> int:
        """How many of them the round may still ask for, and those that it has asked for."""
        waiting, limit = self._count_waiting(), self._tools.settings.max_pages
        return waiting if limit is None else min(waiting, limit - self._ledger.pages)

    def _seconds_left(self) -> float | None:
        limit_s = self._errand.max_time_s
        return None if limit_s is None else limit_s - (self._tools.clock() - self._started_at).total_seconds()

    def _begin(self) -> None:
        entries = self._discovery.known_robots_entries(self._archive.host_states())
        if entries:
            self._archive.queue(entries)
        if self._errand.seeds:
            known = self._archive.pages(self._errand.seeds)
            self._feed.put_first(page for page in known if needs_another_try(page))

    def _with_new_source(self, result: PageResult) -> PageResult:
        """A seed that leads to another site stands for that site, which becomes a source of its own.

        It is crawled in this round, unless somebody else might be at it: then whoever shares sites out sees to that.
        """
        if result.reason != Refusal.OTHER_HOST or result.capture.url not in self._errand.seeds:
            return result
        source = add_source(self._archive, result.capture.final_url, self._tools.sources)
        said = self._discovery.said_scope(result.source_id)
        if said not in {SourceScope(), source.scope}:
            source = self._archive.registry.change_scope(source, said, OF_SCOPE)
        if not self._tools.is_shared:
            self._discovery.add_source(source)
            self._feed.add_source(source)
        entry = seed_entry(source, source.home_url, self._started_at)
        return replace(result, found=(entry,))

    def _refusal(self, page: DuePage) -> str | None:
        """Why a page that is due is not to be asked for any more."""
        of_address = self._discovery.refused_now(page) or self._settler.chains.refusal(page)
        return of_address or self._variants.refusal(page)

    def _holds_back(self, page: DuePage) -> bool:
        """Whether a page waits until others have come; one that does not is under way from now on."""
        chains, sites = self._settler.chains, self._discovery.sites
        if self._variants.holds_back(page) or chains.holds_back(page) or sites.holds_back(page):
            return True
        chains.note_asked(page)
        return False

    def _let_go(self, page: DuePage) -> None:
        self._settler.chains.let_go(page)
        self._discovery.sites.let_go(page)

    def _verdict(self) -> Verdict:
        return self._ledger.verdict(
            has_work_left=self._feed.handed_out > self._ledger.pages or self._feed.has_more(),
            max_failures=self._tools.settings.max_failures,
            limit_exit_code=self._errand.limit_exit_code,
        )
