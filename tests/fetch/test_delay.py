"""A host that is slow, or says that it is too much, is left more time; it gets it back little by little."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.fetch.delay import Learnt, Terms, learn, rest_s
from archiver.model import Capture, FailureReason

NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)
TERMS = Terms(ours_s=1.0, factor=2.0, longest_s=30.0)


def answer(status=200, elapsed_s=0.1, failure=None):
    url = "https://www.journal.example/"
    return Capture(url=url, final_url=url, fetched_at=NOW, status=status, elapsed_s=elapsed_s, failure=failure)


def after(*answers, terms=TERMS, learnt=Learnt()):  # noqa: B008 - a frozen value
    for one in answers:
        learnt = learn(terms, learnt, one)
    return learnt


def test_a_quick_host_rests_as_long_as_the_settings_say():
    assert rest_s(TERMS, after(*[answer(elapsed_s=0.2)] * 9)) == 1.0


def test_a_slow_host_rests_for_a_multiple_of_what_it_takes_to_answer():
    assert rest_s(TERMS, after(*[answer(elapsed_s=4.0)] * 9)) == pytest.approx(8.0)


def test_one_slow_answer_does_not_make_a_slow_host():
    quick = [answer(elapsed_s=0.1)] * 9
    assert rest_s(TERMS, after(*quick, answer(elapsed_s=3.0))) < 2.1
    assert rest_s(TERMS, after(*quick, answer(elapsed_s=3600.0), *[answer()] * 9)) == 1.0


@pytest.mark.parametrize(
    "much", [answer(429), answer(503), answer(None, failure=FailureReason.TIMEOUT)], ids=["429", "503", "timeout"]
)
def test_what_is_too_much_for_a_host_doubles_its_rest_each_time(much):
    rests = [rest_s(TERMS, after(*[much] * times)) for times in range(1, 7)]
    assert rests == [2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_a_slowed_down_host_recovers_little_by_little():
    slow = after(answer(429), answer(429))
    rests = [rest_s(TERMS, after(*[answer()] * times, learnt=slow)) for times in range(20)]
    assert rests[:3] == pytest.approx([4.0, 3.6, 3.24])
    assert rests == sorted(rests, reverse=True)
    assert after(*[answer()] * 20, learnt=slow).slow_down_s is None


def test_an_error_of_another_kind_neither_slows_down_nor_recovers():
    slow = after(answer(429))
    assert after(answer(500), answer(404), learnt=slow).slow_down_s == slow.slow_down_s


def test_without_a_delay_there_is_no_rest_but_what_the_host_asks_for():
    none = TERMS._replace(ours_s=0.0)
    assert rest_s(none, after(*[answer(elapsed_s=9.0)] * 9, terms=none)) == 0.0
    assert rest_s(none, after(answer(429), terms=none)) == 1.0
    assert rest_s(none._replace(asked_s=3.0), Learnt()) == 3.0


ANSWERS = st.builds(
    answer,
    st.sampled_from([200, 304, 404, 429, 500, 503, None]),
    st.floats(0, 1e6),
    st.sampled_from([None, FailureReason.TIMEOUT]),
)


@given(answers=st.lists(ANSWERS, max_size=60), asked_s=st.none() | st.floats(0, 1e9))
def test_no_rest_is_shorter_than_ours_or_longer_than_the_cap(answers, asked_s):
    terms = TERMS._replace(asked_s=asked_s)
    assert 1.0 <= rest_s(terms, after(*answers, terms=terms)) <= 30.0
