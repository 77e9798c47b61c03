"""How one page is asked for, step by step: the host's robots.txt, its turn, tries, redirects.

A visit is a generator that opens nothing and never waits: it yields what it wants next (a turn at a host, one request),
is sent the answer, and returns the capture. Whoever drives it keeps the turns, so any number of visits go on at once
in one thread, and what is known of hosts needs no lock.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from archiver.config import FetchSettings
from archiver.errors import UrlError
from archiver.fetch.answers import Answer
from archiver.fetch.chain import Chain, Plan
from archiver.fetch.heads import conditional_headers
from archiver.fetch.hosts import DOWN, HostBook, may_be_of_host
from archiver.fetch.refusals import Refusal, refusal_of_address
from archiver.fetch.rendering import Browser, Drawn, Listen, Wanted, Wants, rendered
from archiver.fetch.retries import Tries
from archiver.fetch.robots import (
    MAX_ROBOTS_BYTES,
    MAX_ROBOTS_REDIRECTS,
    is_reachable,
    robots_address,
    robots_text,
)
from archiver.fetch.wire import Headers, WireRequest
from archiver.model import Capture, FailureReason, Validators
from archiver.urls import host_of, normalise_url

#: how often it is looked whether the robots.txt of a host has come, while it is asked for at another host
ROBOTS_WAIT_S = 1.0

#: bodies of a robots.txt that are not to be trusted with what they leave out
_PARTIAL = frozenset({FailureReason.TIMEOUT, FailureReason.DISCONNECTED, FailureReason.BAD_ENCODING})


@dataclass(frozen=True, slots=True)
class Turn:
    """Wait until that host may be asked; at once, if the turn is already there and was not used."""

    host: str
    #: the host is left alone for at least so long, whoever asks
    pause_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture of the visit's own (robots.txt), to be kept like any other."""

    capture: Capture


_Result = TypeVar("_Result")
#: what a visit yields, what it is sent, what it ends with
Steps: TypeAlias = Generator[Turn | WireRequest | Listen | Kept, Answer | Wanted | Drawn | None, _Result]


class Visits:
    """Begins visits. All visits of one book of hosts belong to one thread."""

    def __init__(
        self,
        book: HostBook,
        settings: FetchSettings,
        headers: Callable[[str], Headers],
        *,
        clock: Callable[[], dt.datetime],
        rng: random.Random,
        browser: Browser | None = None,
    ) -> None:
        """``headers`` says what goes with every request to a host; ``browser`` draws pages that need one."""
        self._book = book
        self._settings = settings
        self._headers = headers
        self._clock = clock
        self._rng = rng
        self._browser = browser
        #: hosts whose robots.txt is under way
        self._asking: set[str] = set()
        #: of each host, the page that came last
        self._came: dict[str, str] = {}

    def visit(self, url: str, validators: Validators) -> Steps[Capture]:
        """The visit to that page."""
        plan = Plan(
            headers=conditional_headers(validators),
            max_redirects=self._settings.max_redirects,
            max_bytes=self._settings.max_bytes,
            follows_refresh=True,
            validators=validators,
        )
        chain = Chain(url, plan)
        try:
            target = normalise_url(url)
        except UrlError as error:
            return chain.refused(url, refusal_of_address(error), self._clock())
        return (yield from self._follow(chain, target, self._enter))

    def visit_to_draw(self, url: str) -> Steps[Capture]:
        """The visit to a page that shows its content in a browser alone."""
        assert self._browser is not None, "whoever wants a page drawn has a browser"
        capture = yield from self.visit(url, Validators())
        if not capture.is_ok or not capture.content:
            return capture
        drawing = self._browser.draw(capture, Wants(capture))
        while isinstance(heard := (yield Listen(drawing)), Wanted):
            loaded = yield from self._load(heard.url)
            drawing.answer(heard, loaded)
            if loaded.exchanges:
                yield Kept(loaded)
        assert isinstance(heard, Drawn), "a drawing wants something, or ends"
        return rendered(capture, heard)

    def _load(self, url: str) -> Steps[Capture]:
        """What a page in the browser wants, asked for as politely as any page, at the very address that it names."""
        plan = Plan(max_redirects=self._settings.max_redirects, max_bytes=self._settings.max_bytes)
        chain = Chain(url, plan)
        try:
            normalise_url(url)
        except UrlError as error:
            return chain.refused(url, refusal_of_address(error), self._clock())
        return (yield from self._follow(chain, url.partition("#")[0], self._enter))

    def _follow(self, chain: Chain, target: str, enter: Callable[[str], Steps[Refusal | None]]) -> Steps[Capture]:
        """Ask, and go where the answer points, until it points nowhere or the way is barred."""
        while True:
            refusal = yield from enter(target)
            if refusal is not None:
                return chain.refused(target, refusal, self._clock())
            answer = yield from self._ask(target, chain)
            onward = chain.onward(target, answer)
            if isinstance(onward, Capture):
                return onward
            target = onward

    def _ask(self, target: str, chain: Chain) -> Steps[Answer]:
        """The answer after as many tries as make sense. The turn is there for the first one."""
        host = host_of(target)
        tries = Tries(self._settings, self._rng, is_one_enough=not self._book.is_worth_all_tries(host))
        answer: Answer | None = None
        while (wait_s := tries.next_wait_s()) is not None:
            if answer is not None:
                yield Turn(host, pause_s=wait_s)
            came = yield self._request(host, target, chain)
            assert isinstance(came, Answer), "a request is always answered"
            answer = came
            self._book.note_pace(host, answer.capture)
            tries.took(answer)
            chain.keep(answer)
        assert answer is not None, "there is a first try"
        if self._is_in_doubt(host, answer.capture):
            yield from self._ask_again(host, self._came[host])
        self._note(target, answer.capture)
        return answer

    def _is_in_doubt(self, host: str, capture: Capture) -> bool:
        """Whether the host would count as away after this, though it has answered in this run and asks for no rest."""
        is_last_straw = may_be_of_host(capture) and self._book.is_about_to_be_away(host)
        return is_last_straw and host in self._came and capture.failure is not FailureReason.RATE_LIMITED

    def _ask_again(self, host: str, url: str) -> Steps[None]:
        """Ask for a page that has come whether it still does: else a few broken pages would shut out all others."""
        yield Turn(host)
        if self._book.parked(host, self._clock()) is not None:
            return
        answer = yield self._request(host, url, Chain(url, Plan(max_bytes=self._settings.max_bytes)))
        assert isinstance(answer, Answer), "a request is always answered"
        self._book.note_pace(host, answer.capture)
        self._note(url, answer.capture)
        if answer.capture.exchanges:
            yield Kept(answer.capture)

    def _request(self, host: str, target: str, chain: Chain) -> WireRequest:
        return WireRequest(
            url=target,
            headers=self._headers(host) + chain.headers(target),
            started_at=self._clock(),
            max_bytes=chain.plan.max_bytes,
        )

    def _note(self, target: str, capture: Capture) -> None:
        host, now = host_of(target), self._clock()
        if may_be_of_host(capture):
            assert capture.failure is not None
            self._book.note_failure(host, capture.failure, capture.detail or "", now)
        elif target != robots_address(target):  # a file may be there while no page is
            self._book.note_answer(host)
            if capture.failure is None:
                self._came[host] = target
        if capture.failure is FailureReason.RATE_LIMITED:
            self._book.park(host, capture.retry_after_s, now)

    def _enter(self, target: str) -> Steps[Refusal | None]:
        """The turn at a page's host, once its robots.txt is known and allows the page; else why not."""
        host = host_of(target)
        refusal = self._book.refusal(host, target, self._clock())
        if refusal is not None:
            return refusal
        yield Turn(host)
        while host in self._asking:
            yield Turn(host, pause_s=ROBOTS_WAIT_S)
        refusal = self._book.refusal(host, target, self._clock())
        if refusal is None and self._book.rules(host, self._clock()) is None:
            yield from self._ask_robots(host, target)
            refusal = self._book.refusal(host, target, self._clock())
            if refusal is not None:  # this page has found out, and does not merely wait like those after it
                is_for_others = refusal.reason is FailureReason.ANOTHER_CRAWLER
                return refusal if is_for_others else replace(refusal, retry_after_s=None)
            yield Turn(host)
            refusal = self._book.refusal(host, target, self._clock())
        return refusal

    def _enter_for_robots(self, target: str) -> Steps[Refusal | None]:
        """The turn at a host that a robots.txt is asked of, its own or the one that it redirects to."""
        host = host_of(target)
        yield Turn(host)
        return self._book.parked(host, self._clock())

    def _ask_robots(self, host: str, target: str) -> Steps[None]:
        """Have the book know what the host's robots.txt says, or that it does not say."""
        address = robots_address(target)
        plan = Plan(max_redirects=MAX_ROBOTS_REDIRECTS, max_bytes=MAX_ROBOTS_BYTES + 1)
        self._asking.add(host)
        try:
            capture = yield from self._follow(Chain(address, plan), address, self._enter_for_robots)
        finally:
            self._asking.discard(host)
        self._learn(host, capture)
        if capture.exchanges:
            yield Kept(capture)

    def _learn(self, host: str, capture: Capture) -> None:
        now = self._clock()
        detail = capture.detail or f"HTTP {capture.status}"
        if capture.failure is FailureReason.ANOTHER_CRAWLER:
            self._book.stand_by(host, f"robots.txt: {detail}", now)
        elif capture.failure in DOWN and not capture.exchanges:
            assert capture.failure is not None
            # the failure itself was counted when it came
            self._book.note_down(host, capture.failure, detail, now)
        elif capture.status is None or not is_reachable(capture.status) or capture.failure in _PARTIAL:
            self._book.keep_out(host, capture.status, f"robots.txt: {detail}", now)
        else:
            self._book.learn_robots(host, capture.status, robots_text(capture.content), now)
