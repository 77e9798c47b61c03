"""When another try makes sense, and how long to wait before."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from archiver.config import FetchSettings
from archiver.fetch.answers import Answer
from archiver.fetch.retries import Tries
from archiver.model import Capture


def answer(*, is_transient=True, retry_after_s=None):
    now = dt.datetime(2025, 8, 11, tzinfo=dt.UTC)
    capture = Capture(
        url="http://a.example/", final_url="http://a.example/", fetched_at=now, retry_after_s=retry_after_s
    )
    return Answer(capture=capture, is_transient=is_transient)


def waits(answers, *, max_attempts=4, seed=1):
    tries = Tries(FetchSettings(max_attempts=max_attempts, max_delay_s=30), random.Random(seed))
    result = []
    for given in [*answers, answer()]:
        wait_s = tries.next_wait_s()
        if wait_s is None:
            break
        result.append(wait_s)
        tries.took(given)
    return result


def test_the_first_try_is_at_once_and_a_good_answer_ends_them():
    assert waits([answer(is_transient=False)]) == [0.0]


def test_tries_back_off_exponentially_with_jitter():
    first, second, third, fourth = waits([answer()] * 4)
    assert first == 0.0
    assert 1 <= second <= 2 <= third <= 4 <= fourth <= 8


def test_two_crawls_do_not_keep_in_step():
    assert waits([answer()] * 4, seed=1) != waits([answer()] * 4, seed=2)


def test_tries_come_to_an_end():
    assert len(waits([answer()] * 9, max_attempts=3)) == 3


def test_a_good_answer_ends_the_tries_early():
    assert len(waits([answer(), answer(is_transient=False)])) == 2


@pytest.mark.parametrize(
    ("asked_s", "expected"), [(0.0, [0.0, 0.0]), (7.0, [0.0, 7.0]), (30.0, [0.0, 30.0]), (31.0, [0.0])]
)
def test_retry_after_is_waited_for_unless_it_is_long(asked_s, expected):
    assert waits([answer(retry_after_s=asked_s)] * 2, max_attempts=2) == expected
