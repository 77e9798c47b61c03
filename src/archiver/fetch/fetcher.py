"""Fetches pages politely, one after the other or many hosts at a time.

The parts: ``visits`` says what to ask next for a page, ``politeness`` who may ask which host when, ``crew`` does the
asking in threads, ``transport`` opens the sockets. This module moves jobs between them and waits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from archiver.config import FetchSettings
from archiver.fetch.answers import Answer, read_answer
from archiver.fetch.crew import Alone, Crew, Threads
from archiver.fetch.hosts import HostBook
from archiver.fetch.own_headers import OwnHeaders
from archiver.fetch.pace import Pace, utc_now
from archiver.fetch.politeness import BEGUN, Turns
from archiver.fetch.rendering import Browser, Drawn, Listen, Wanted
from archiver.fetch.visits import Kept, Steps, Turn, Visits
from archiver.fetch.wire import Transport, WireRequest
from archiver.model import Capture, DuePage, Fetched, HostState, Validators
from archiver.source_settings import NO_SOURCES, SourceTable
from archiver.urls import host_of

#: pages taken from a feed ahead of their turn, so that a host whose pages come first does not keep others from theirs
MAX_WAITING = 500
#: pages that a thread should find waiting
_STOCK_PER_THREAD = 4


def _nothing_else() -> bool:
    """Nothing is expected from elsewhere."""
    return False


def _for_ever() -> None:
    """A caller that has nothing else to do."""


@dataclass(slots=True, eq=False)
class _Job:
    """A visit under way, and the page it is for."""

    steps: Steps[Capture]
    page: DuePage | None = None
    #: lower goes first; until it has begun
    rank: int = 0
    #: whose turn it has
    host: str | None = None


_Crew: TypeAlias = Crew[_Job, WireRequest | Listen, Answer | Wanted | Drawn]


class Fetcher:
    """Asks for pages: robots.txt, redirects, retries, and one request at a time per host with its delay.

    ``transport`` is ``RequestsTransport(settings)`` (archiver.fetch.transport) or anything with its ``send``. Use one
    Fetcher from one thread; its own threads never touch what it knows of hosts.
    """

    def __init__(
        self,
        transport: Transport,
        settings: FetchSettings,
        *,
        host_states: Iterable[HostState] = (),
        asked_until: dt.datetime | None = None,
        clock: Callable[[], dt.datetime] = utc_now,
        pace: Pace | None = None,
        sources: SourceTable = NO_SOURCES,
        browser: Browser | None = None,
        others: Collection[str] = (),
    ) -> None:
        """``host_states`` is what was learnt in earlier runs, which may have asked hosts until ``asked_until``.

        ``sources`` is what is set for single sites, ``browser`` draws pages that need one, ``others`` are registered
        domains that somebody else asks meanwhile. Raises ``SettingsError`` for an unusable contact.
        """
        self._transport = transport
        self._settings = settings
        self._pace = pace or Pace()
        self._book = HostBook(host_states, settings, sources, others)
        headers = OwnHeaders(settings.contact, sources)
        self._browser = browser
        self._sources = sources
        self._visits = Visits(self._book, settings, headers, clock=clock, rng=self._pace.rng, browser=browser)
        self._clock = clock
        self._asked_until = asked_until
        #: hosts whose rest after an earlier run is over, or under way
        self._met: set[str] = set()
        self._turns: Turns[_Job] = Turns()
        self._done: list[Fetched] = []
        self._robots: list[Capture] = []
        #: while it asks
        self._crew: _Crew | None = None

    def fetch(self, url: str, validators: Validators = Validators()) -> Capture:  # noqa: B008 - a frozen value
        """What became of asking for ``url``, waiting as long as politeness asks; a failure is a Capture too.

        Exchanges of the fetcher's own (robots.txt) are handed out by ``robots_captures``.
        """
        jobs = [_Job(self._visits.visit(url, validators))]

        def admit(_room: int) -> Sequence[_Job]:
            return [jobs.pop()] if jobs else []

        captures = [fetched.capture for fetched in self._run(admit, Alone(self._answer), _nothing_else) if fetched]
        *robots, capture = captures  # the page's own is done last
        self._robots += robots
        return capture

    def fetch_many(
        self,
        feed: Callable[[int], Sequence[DuePage]],
        is_expecting: Callable[[], bool] = _nothing_else,
        patience_s: Callable[[], float | None] = _for_ever,
    ) -> Generator[Fetched | None]:
        """Every page that ``feed`` gives, once, in the order they are done.

        ``feed(n)`` is called in the caller's thread, between two results, and gives up to ``n`` more pages; an empty
        answer means none for now. It is asked again after each result, so it must not give a page that it gave before.
        Ends when ``feed`` gives nothing while nothing is waiting or under way. robots.txt exchanges come out with
        ``page=None``. Pages of a host that is parked or down come back at once, with ``retry_after_s`` and no exchange:
        they were not asked for. ``close()`` stops promptly.

        While the caller ``is_expecting`` more from elsewhere, it goes on, and gives ``None`` when woken (``wake``). So
        it does when nothing has come for as long as the caller has ``patience_s``.
        """
        crew: _Crew = Threads(self._settings.concurrency, self._answer, self._interrupt)
        return self._run(lambda room: [self._job_for(page) for page in feed(room)], crew, is_expecting, patience_s)

    def wake(self) -> None:
        """Has ``fetch_many`` go on without a result, should it wait. For any thread."""
        if (crew := self._crew) is not None:
            crew.wake()

    def robots_captures(self) -> tuple[Capture, ...]:
        """robots.txt exchanges made for ``fetch`` since last asked."""
        captures, self._robots = tuple(self._robots), []
        return captures

    def delay_s(self, host: str) -> float:
        """Seconds that are left between two requests to that host, as far as it is known."""
        return self._book.delay_s(host)

    def draws(self, url: str) -> bool:
        """Whether a page at that address is drawn in a browser if it needs one."""
        return self._browser is not None and self._sources.is_rendered(host_of(url), self._settings.render)

    def is_away(self, host: str) -> bool:
        """Whether so many pages of that host have failed in a row that it was the host, and none of them."""
        return self._book.is_away(host)

    def host_states(self) -> tuple[HostState, ...]:
        """Those that changed since last asked."""
        return self._book.changed()

    def _job_for(self, page: DuePage) -> _Job:
        visits = self._visits
        is_drawn = page.is_rendered and self.draws(page.url)
        steps = visits.visit_to_draw(page.url) if is_drawn else visits.visit(page.url, page.validators)
        return _Job(steps, page=page, rank=page.priority)

    def _answer(self, task: WireRequest | Listen) -> Answer | Wanted | Drawn:
        """Send and read, or wait for a browser: all that happens outside the caller's thread."""
        if isinstance(task, Listen):
            return task.drawing.wait()
        return read_answer(task, self._transport.send(task))

    def _interrupt(self) -> None:
        self._transport.interrupt()
        if self._browser is not None:
            self._browser.interrupt()

    def _run(
        self,
        admit: Callable[[int], Sequence[_Job]],
        crew: _Crew,
        is_expecting: Callable[[], bool],
        patience_s: Callable[[], float | None] = _for_ever,
    ) -> Generator[Fetched | None]:
        """Drive visits until there are none left, and hand out what they end with."""
        if self._crew is not None:
            raise RuntimeError("a Fetcher does one fetch or fetch_many at a time")
        self._crew = crew
        is_dry = False  # the feed had less than there was room for, and no result has come since
        try:
            while True:
                is_dry = is_dry or self._stock_up(admit, crew)
                self._give_turns(crew)
                if self._done:
                    is_dry = False
                    yield from self._take_done()
                elif crew.in_flight or self._turns.waiting or is_expecting():
                    self._await(crew, patience_s(), is_woken=is_expecting())
                    if not self._done and (is_expecting() or patience_s() == 0):
                        is_dry = False
                        yield None
                else:
                    return
        finally:
            self._crew = None
            crew.stop()
            self._turns.clear()
            self._done.clear()

    def _stock_up(self, admit: Callable[[int], Sequence[_Job]], crew: _Crew) -> bool:
        """Take pages while there is room; whether the feed had less than that."""
        while not self._done and (room := self._room(crew)):
            jobs = admit(room)
            for job in jobs:
                self._advance(job, None, crew)
            self._give_turns(crew)
            if len(jobs) < room:
                return True
        return False

    def _room(self, crew: _Crew) -> int:
        """How many pages to take: a stock for the threads, and more while all that wait are for hosts at rest."""
        stock = self._settings.concurrency * _STOCK_PER_THREAD
        waiting = self._turns.waiting
        if waiting + crew.in_flight < stock:
            return 2 * stock - waiting
        is_idle = crew.has_room and self._turns.seconds_to_turn(self._pace.monotonic()) != 0
        return stock if is_idle and waiting + stock <= MAX_WAITING else 0

    def _advance(self, job: _Job, answer: Answer | Wanted | Drawn | None, crew: _Crew) -> None:
        """Take the visit as far as it comes by itself."""
        while True:
            try:
                step = job.steps.send(answer)
            except StopIteration as end:
                self._give_back(job)
                self._done.append(Fetched(capture=end.value, page=job.page))
                return
            answer = None
            if isinstance(step, Kept):
                self._done.append(Fetched(capture=step.capture))
            elif isinstance(step, Turn):
                self._line_up(job, step)
                return
            else:
                if isinstance(step, Listen):  # nobody's turn, while a browser thinks
                    self._give_back(job)
                crew.start(job, step)
                return

    def _line_up(self, job: _Job, turn: Turn) -> None:
        self._give_back(job)
        if turn.host not in self._met:
            self._meet(turn.host)
        if turn.pause_s:
            self._turns.rest(turn.host, self._pace.monotonic() + turn.pause_s)
        self._turns.wait(turn.host, job, job.rank)

    def _meet(self, host: str) -> None:
        """A run that follows another at once leaves the host the rest that the last request of that one asks for."""
        self._met.add(host)
        if self._asked_until is not None:
            delay_s = self._book.delay_s(host)
            left_s = delay_s - (self._clock() - self._asked_until).total_seconds()
            if left_s > 0:
                self._turns.rest(host, self._pace.monotonic() + min(left_s, delay_s))

    def _give_back(self, job: _Job) -> None:
        if job.host is not None:
            self._turns.leave(job.host)
            job.host = None

    def _give_turns(self, crew: _Crew) -> None:
        """To as many as there is room for."""
        while crew.has_room and (next_turn := self._turns.next_turn(self._pace.monotonic())):
            host, job = next_turn
            job.host, job.rank = host, BEGUN
            self._advance(job, None, crew)

    def _await(self, crew: _Crew, patience_s: float | None, *, is_woken: bool) -> None:
        """Until an answer comes, a host has rested, somebody wakes us, or the caller wants to go on."""
        wait_s = self._turns.seconds_to_turn(self._pace.monotonic())
        longest = [seconds for seconds in (wait_s if crew.has_room else None, patience_s) if seconds is not None]
        if not crew.in_flight and not is_woken:
            self._pace.sleep(min(longest, default=0.0))
        elif (outcome := crew.next_done(min(longest, default=None))) is not None:
            self._take(*outcome, crew)

    def _take(self, job: _Job, answer: Answer | Wanted | Drawn, crew: _Crew) -> None:
        """The host's rest begins now; how long it is may be what the answer tells (Crawl-delay)."""
        ended = self._pace.monotonic()
        host = job.host
        self._advance(job, answer, crew)
        if isinstance(answer, Answer):
            assert host is not None, "whoever asks has a turn"
            self._turns.rest(host, ended + self._book.delay_s(host))

    def _take_done(self) -> Generator[Fetched]:
        done, self._done = self._done, []
        yield from done
