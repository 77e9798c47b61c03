"""When to try again, and how long to wait before: tenacity's policy, without its sleeping."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cached_property

from tenacity import DoSleep, RetryCallState, Retrying, retry_if_result, stop_after_attempt
from tenacity.wait import wait_base, wait_exponential

from archiver.config import FetchSettings
from archiver.fetch.answers import Answer

#: seconds before the second try; doubled for each one after
FIRST_BACKOFF_S = 1.0


class Tries:
    """The tries for one address, as a conversation: ``next_wait_s`` before each try, ``took`` after it.

    tenacity decides; waiting is left to whoever gives out the turns, so that no thread sleeps on it. It is not asked
    about what needs no decision, the first try and a good answer: these are nearly all.
    """

    def __init__(self, settings: FetchSettings, rng: random.Random, *, is_one_enough: bool = False) -> None:
        """``is_one_enough``: whatever becomes of the first, it is the last."""
        self._settings = settings
        self._is_one_enough = is_one_enough
        self._rng = rng
        self._answer: Answer | None = None

    def next_wait_s(self) -> float | None:
        """Seconds to wait before the next try, 0 before the first; ``None`` when there is none."""
        if self._answer is None:
            return 0.0
        if self._is_one_enough or not self._answer.is_transient:
            return None
        self._state.set_result(self._answer)
        step = self._policy.iter(self._state)
        if not isinstance(step, DoSleep):
            return None
        self._state.prepare_for_next_attempt()
        return float(step)

    def took(self, answer: Answer) -> None:
        """What became of the try."""
        self._answer = answer

    @cached_property
    def _policy(self) -> Retrying:
        policy = Retrying(
            stop=stop_after_attempt(self._settings.max_attempts),
            wait=_Backoff(self._settings.max_delay_s, self._rng),
            retry=retry_if_result(_comes_soon(self._settings.max_delay_s)),
            retry_error_callback=lambda _: None,
        )
        policy.begin()
        return policy

    @cached_property
    def _state(self) -> RetryCallState:
        return RetryCallState(self._policy, fn=None, args=(), kwargs={})


class _Backoff(wait_base):
    """Exponential backoff with full jitter on top, so that hosts are not met in step, or more where Retry-After asks.

    Less it cannot ask: a moment in the past, zero and the like come from servers that have no idea.
    """

    def __init__(self, longest_s: float, rng: random.Random) -> None:
        self._exponential = wait_exponential(multiplier=FIRST_BACKOFF_S, max=longest_s)
        self._rng = rng

    def __call__(self, retry_state: RetryCallState) -> float:
        asked_s = _answer_of(retry_state).capture.retry_after_s or 0.0
        base_s = self._exponential(retry_state)
        return max(asked_s, base_s + self._rng.uniform(0.0, base_s))


def _comes_soon(longest_s: float) -> Callable[[Answer], bool]:
    """Whether another answer may be had soon; a host that asks for a long wait is parked instead."""
    return lambda answer: (answer.capture.retry_after_s or 0.0) <= longest_s


def _answer_of(state: RetryCallState) -> Answer:
    assert state.outcome is not None
    answer = state.outcome.result()
    assert isinstance(answer, Answer)
    return answer
