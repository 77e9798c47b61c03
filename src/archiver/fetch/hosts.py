"""What is known of each host: its robots.txt, its delay, and whether it is to be left alone. Opens nothing."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from archiver.config import FetchSettings
from archiver.fetch.delay import Learnt, Terms, learn, rest_s
from archiver.fetch.refusals import Refusal
from archiver.fetch.robots import (
    ROBOTS_LIFETIME,
    UNREACHABLE_PARKING,
    RobotsRules,
    is_reachable,
    read_rules,
)
from archiver.model import Capture, FailureReason, HostState
from archiver.source_settings import NO_SOURCES, SourceTable
from archiver.urls import registered_domain

#: the host itself is out of reach: what one of its pages met with, the others would meet with
DOWN = frozenset(
    {
        FailureReason.DNS,
        FailureReason.REFUSED,
        FailureReason.CONNECT_TIMEOUT,
        FailureReason.TLS,
        FailureReason.PRIVATE_ADDRESS,
        FailureReason.INVALID_URL,
    }
)
#: pages in a row, after all their tries: a network that is gone for a moment should cost few pages
FAILURES_OF_A_DOWN_HOST = 5
#: pages in a row after which a page of that host has one try: each is by now another try of the host
FAILURES_WITH_ALL_TRIES = 2
#: how long a host that answers nothing is left alone; not remembered across runs, so that whoever mends it can try
#: again at once
DOWN_PARKING = dt.timedelta(minutes=5)
#: failures in a row, about a day of ten-minute rounds with a probe in each, after which a host that answers nothing
#: is probed ever more rarely, runs counted together
PROBES_IN_EACH_ROUND = 150
#: after so many more, the pause doubles
PROBES_A_STEP = 10
#: the same for one that answers 429 without saying how long
RATE_LIMIT_PARKING = dt.timedelta(minutes=5)
#: whatever Retry-After says
LONGEST_PARKING = dt.timedelta(days=1)

_SUCCESS = range(200, 300)
_SERVER_ERROR = 500
_CUT_OR_TOO_MUCH = frozenset({FailureReason.TIMEOUT, FailureReason.DISCONNECTED, FailureReason.RATE_LIMITED})
_NOTHING_LEARNT = Learnt()
#: between two response times that are kept as different ones
_STEP = math.log(1.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parking:
    until: dt.datetime
    reason: FailureReason
    detail: str


class HostBook:
    """The hosts met so far. Takes the time as an argument and never asks for it."""

    def __init__(
        self,
        states: Iterable[HostState],
        settings: FetchSettings,
        sources: SourceTable = NO_SOURCES,
        others: Collection[str] = (),
    ) -> None:
        """``others`` are the registered domains that somebody else asks meanwhile."""
        self._others = frozenset(others)
        self._settings = settings
        self._sources = sources
        states = tuple(states)
        self._states = {state.host: state for state in states}
        #: exact; what is kept of it is rounded, so that a host that is as it was is not written
        self._learnt = {state.host: Learnt(state.response_s, state.slow_down_s) for state in states}
        self._known_terms: dict[str, Terms] = {}
        self._parked: dict[str, _Parking] = {}
        self._changed: dict[str, None] = {}

    def changed(self) -> tuple[HostState, ...]:
        """States that changed since last asked."""
        states = tuple(self._states[host] for host in self._changed)
        self._changed.clear()
        return states

    def delay_s(self, host: str) -> float:
        """Seconds between two requests to that host (``fetch.delay`` says how they come about)."""
        return rest_s(self._terms(host), self._learnt.get(host, _NOTHING_LEARNT))

    def rules(self, host: str, now: dt.datetime) -> RobotsRules | None:
        """The rules that hold for that host, or ``None`` when its robots.txt has to be asked for (again)."""
        state = self._state(host)
        if state.robots_fetched_at is None or not is_reachable(state.robots_status):
            return None
        if not dt.timedelta() <= now - state.robots_fetched_at < ROBOTS_LIFETIME:
            return None
        return read_rules(state.robots_text or "")

    def refusal(self, host: str, url: str, now: dt.datetime) -> Refusal | None:
        """Why that page may not be asked for now, as far as is known without asking the host anything."""
        rules = self.rules(host, now)
        if rules is not None and not rules.allows(url):
            return Refusal(reason=FailureReason.ROBOTS, detail="robots.txt does not allow it")
        return self.parked(host, now)

    def parked(self, host: str, now: dt.datetime) -> Refusal | None:
        """Why nothing may be asked of that host now, ``None`` when it may."""
        if self._others and registered_domain(host) in self._others:
            return Refusal(
                reason=FailureReason.ANOTHER_CRAWLER,
                detail=f"{host} is asked by another crawler",
                retry_after_s=LONGEST_PARKING.total_seconds(),
            )
        parking = self._parking(host)
        if parking is None or parking.until <= now:
            return None
        wait_s = (parking.until - now).total_seconds()
        return Refusal(reason=parking.reason, detail=parking.detail, retry_after_s=wait_s)

    def learn_robots(self, host: str, status: int, text: str, now: dt.datetime) -> None:
        """A robots.txt that told something: its rules, or by a 4xx that there are none."""
        text = text if status in _SUCCESS else ""
        asked_s = read_rules(text).crawl_delay_s
        self._set(host, robots_status=status, robots_text=text, robots_fetched_at=now, crawl_delay_s=asked_s)
        self._note_delay(host)

    def keep_out(self, host: str, status: int | None, detail: str, now: dt.datetime) -> None:
        """A robots.txt that gave no answer, or 5xx: nothing is asked of that host for now."""
        self._set(host, robots_status=status, robots_text=None, robots_fetched_at=now)
        pause = max(UNREACHABLE_PARKING, down_pause(self._state(host).failures))
        until = max(now + pause, self._state(host).not_before or now)
        self._park(host, _Parking(until=until, reason=FailureReason.ROBOTS_UNREACHABLE, detail=detail))

    def stand_by(self, host: str, detail: str, now: dt.datetime) -> None:
        """A host whose robots.txt leads to one that somebody else asks: left alone in this run, and no other."""
        parking = _Parking(until=now + LONGEST_PARKING, reason=FailureReason.ANOTHER_CRAWLER, detail=detail)
        self._leave_alone(host, parking)

    def park(self, host: str, retry_after_s: float | None, now: dt.datetime) -> None:
        """A host that asked to be left alone."""
        longest_s = LONGEST_PARKING.total_seconds()
        wait = RATE_LIMIT_PARKING if retry_after_s is None else dt.timedelta(seconds=min(retry_after_s, longest_s))
        detail = f"the host asked to wait until {(now + wait):%Y-%m-%d %H:%M:%S} UTC"
        self._park(host, _Parking(until=now + wait, reason=FailureReason.RATE_LIMITED, detail=detail))

    def note_down(self, host: str, reason: FailureReason, detail: str, now: dt.datetime) -> None:
        """A host that answers nothing, so that its other pages need not find out one by one."""
        pause = down_pause(self._state(host).failures)
        self._leave_alone(host, _Parking(until=now + pause, reason=reason, detail=detail))
        if pause > DOWN_PARKING:
            self._set(host, not_before=now + pause)

    def note_pace(self, host: str, capture: Capture) -> None:
        """How fast the host answered, or that it had too much to do."""
        before = self._learnt.get(host, _NOTHING_LEARNT)
        learnt = self._learnt[host] = learn(self._terms(host), before, capture)
        if learnt != before:
            slow_down_s = None if learnt.slow_down_s is None else round(learnt.slow_down_s, 2)
            self._set(host, response_s=_rounded(learnt.response_s), slow_down_s=slow_down_s)
            self._note_delay(host)

    def note_answer(self, host: str) -> None:
        """The host is there and well."""
        if self._state(host).failures:
            self._set(host, failures=0)

    def note_failure(self, host: str, reason: FailureReason, detail: str, now: dt.datetime) -> None:
        """The host failed, as far as can be told (``may_be_of_host``). After a few times in a row it is away."""
        self._set(host, failures=self._state(host).failures + 1)
        if self.is_away(host):
            self.note_down(host, reason, detail, now)

    def is_away(self, host: str) -> bool:
        """Whether so many pages in a row have failed that it was the host."""
        return self._state(host).failures >= FAILURES_OF_A_DOWN_HOST

    def is_about_to_be_away(self, host: str) -> bool:
        """Whether one more failure says so."""
        return self._state(host).failures == FAILURES_OF_A_DOWN_HOST - 1

    def is_worth_all_tries(self, host: str) -> bool:
        """Whether a page that fails may go better at once: the host has answered lately, or is new."""
        return self._state(host).failures < FAILURES_WITH_ALL_TRIES

    def _parking(self, host: str) -> _Parking | None:
        """Of this run, or what an earlier run left in the host's state."""
        state = self._state(host)
        if host in self._parked or state.not_before is None:
            return self._parked.get(host)
        detail = f"parked until {state.not_before:%Y-%m-%d %H:%M:%S} UTC"
        return _Parking(until=state.not_before, reason=_reason_to_park(state), detail=detail)

    def _park(self, host: str, parking: _Parking) -> None:
        self._leave_alone(host, parking)
        self._set(host, not_before=max(parking.until, self._state(host).not_before or parking.until))

    def _leave_alone(self, host: str, parking: _Parking) -> None:
        """For the longest that anything asks for: a host may say "in a second" for hours."""
        known = self._parked.get(host)
        if known is None or known.until < parking.until:
            self._parked[host] = parking

    def _note_delay(self, host: str) -> None:
        """What an earlier run's figures, rounded as they are kept, would come to."""
        state, terms = self._state(host), self._terms(host)
        delay_s = rest_s(terms, Learnt(state.response_s, state.slow_down_s))
        self._set(host, delay_s=None if delay_s <= terms.ours_s else round(delay_s, 2))

    def _terms(self, host: str) -> Terms:
        """Asked for three times a page, and another one only when the host's robots.txt is."""
        asked_s = self._state(host).crawl_delay_s
        terms = self._known_terms.get(host)
        if terms is None or terms.asked_s != asked_s:
            terms = self._known_terms[host] = Terms(
                ours_s=self._sources.delay_s(host, self._settings.delay_s),
                asked_s=asked_s,
                factor=self._settings.delay_factor,
                longest_s=self._settings.max_delay_s,
            )
        return terms

    def _state(self, host: str) -> HostState:
        return self._states.get(host) or HostState(host=host)

    def _set(self, host: str, **changes: object) -> None:
        before = self._state(host)
        if any(getattr(before, name) != value for name, value in changes.items()):  # as after few answers
            self._states[host] = replace(before, **changes)  # type: ignore[arg-type]  # the names are HostState's
            self._changed[host] = None


def may_be_of_host(capture: Capture) -> bool:
    """Whether the page failed as all would if it were the host: no answer, one cut in the middle, 5xx, "too much".

    One page alone may be broken like that, too; several in a row are not.
    """
    is_out_of_order = capture.status is None or capture.status >= _SERVER_ERROR
    return capture.failure is not None and (is_out_of_order or capture.failure in _CUT_OR_TOO_MUCH)


def down_pause(failures: int) -> dt.timedelta:
    """How long a host that answers nothing is left alone, after that many failures in a row."""
    steps = max(0, failures - PROBES_IN_EACH_ROUND) // PROBES_A_STEP
    return min(DOWN_PARKING * (1 << min(steps, 10)), LONGEST_PARKING)


def _reason_to_park(state: HostState) -> FailureReason:
    """Why an earlier run parked a host, as far as its state tells."""
    if state.robots_fetched_at is not None and not is_reachable(state.robots_status):
        return FailureReason.ROBOTS_UNREACHABLE
    return FailureReason.REFUSED if state.failures > PROBES_IN_EACH_ROUND else FailureReason.RATE_LIMITED


def _rounded(response_s: float | None) -> float | None:
    """To a step of a fifth up or down, three digits."""
    if not response_s:
        return response_s
    step = round(math.log(response_s) / _STEP)
    return round(math.exp(step * _STEP), 3)
