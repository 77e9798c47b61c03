"""When another try makes sense, and how long to wait before."""

from __future__ import annotations

import datetime as dt
import random
from email.utils import format_datetime

import pytest

from archiver.config import FetchSettings
from archiver.fetch.answers import Answer
from archiver.fetch.retries import Tries
from archiver.model import Capture, FailureReason
from support.bad_server import chunked, cut_short, endless_body, in_turn, page, reset, unavailable


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


@pytest.mark.parametrize(("asked_s", "expected"), [(7.0, [0.0, 7.0]), (30.0, [0.0, 30.0]), (31.0, [0.0])])
def test_retry_after_is_waited_for_unless_it_is_long(asked_s, expected):
    assert waits([answer(retry_after_s=asked_s)] * 2, max_attempts=2) == expected


def test_a_wait_that_is_shorter_than_the_backoff_is_no_leave_to_hurry():
    assert waits([answer(retry_after_s=0.0)] * 2, max_attempts=2)[1] >= 1


class TestTries:
    @pytest.mark.parametrize(
        "bad",
        [
            unavailable(),
            page("", status="500 Oops"),
            page("", status="408 Slow"),
            reset,
            cut_short(page(), 50),
            chunked(b"x", is_cut=True),
        ],
    )
    def test_are_made_again_after_what_may_pass(self, server, make_fetcher, quick, bad):
        server.routes["/page"] = in_turn(bad, page("Hello"))
        capture = make_fetcher(max_attempts=2, pace=quick.pace).fetch(server.url("/page"))
        assert (capture.is_ok, capture.content) == (True, b"Hello")
        assert 1 <= sum(quick.sleeps) <= 2.1

    @pytest.mark.parametrize(
        "bad",
        [
            page("", status="404 Not Found"),
            page("", status="403 Forbidden"),
            endless_body(),
            page("Hello", "Content-Encoding: gzip"),
        ],
    )
    def test_are_not_made_again_after_what_will_not(self, server, make_fetcher, quick, bad):
        server.routes["/page"] = in_turn(bad, page("Hello"))
        assert make_fetcher(max_attempts=3, max_bytes=1000, pace=quick.pace).fetch(server.url("/page")).failure
        assert len(server.asked_for("/page")) == 1

    def test_all_count_among_the_exchanges(self, server, make_fetcher, quick):
        server.routes["/page"] = in_turn(unavailable(), unavailable(), page("Hello"))
        capture = make_fetcher(max_attempts=3, pace=quick.pace).fetch(server.url("/page"))
        assert [exchange.response_head[9:12] for exchange in capture.exchanges] == [b"503", b"503", b"200"]

    def test_come_to_an_end(self, server, make_fetcher, quick):
        server.routes["/page"] = unavailable()
        capture = make_fetcher(max_attempts=3, pace=quick.pace).fetch(server.url("/page"))
        assert capture.error == "http: HTTP 503"
        assert len(server.asked_for("/page")) == 3


class TestRetryAfter:
    def in_seconds(self, seconds):
        return f"Retry-After: {seconds}"

    def as_date(self, seconds):
        return (
            f"Retry-After: {format_datetime(dt.datetime.now(tz=dt.UTC) + dt.timedelta(seconds=seconds), usegmt=True)}"
        )

    @pytest.mark.parametrize("form", [in_seconds, as_date])
    def test_when_short_is_waited_for(self, server, make_fetcher, quick, form):
        server.routes["/page"] = in_turn(unavailable(form(self, 20), status="429 Slow down"), page("Hello"))
        assert make_fetcher(max_attempts=2, pace=quick.pace).fetch(server.url("/page")).is_ok
        assert sum(quick.sleeps) == pytest.approx(20, abs=1.5)

    @pytest.mark.parametrize("form", [in_seconds, as_date])
    @pytest.mark.parametrize("status", ["429 Slow down", "503 Service Unavailable"])
    def test_when_long_parks_the_host_and_nobody_sleeps(self, server, make_fetcher, quick, form, status):
        server.routes["/page"] = unavailable(form(self, 3600), status=status)
        fetcher = make_fetcher(max_attempts=3, pace=quick.pace)
        first, second = fetcher.fetch(server.url("/page")), fetcher.fetch(server.url("/other"))
        assert (first.failure, second.failure) == (FailureReason.RATE_LIMITED, FailureReason.RATE_LIMITED)
        assert first.retry_after_s == pytest.approx(3600, abs=2)
        assert second.retry_after_s == pytest.approx(3600, abs=5)
        assert second.exchanges == ()
        assert server.paths == ["/robots.txt", "/page"]
        assert quick.sleeps == []

    @pytest.mark.parametrize("value", ["0", "-60", "Mon, 01 Jan 2001 00:00:00 GMT", "soon", "", "nan"])
    def test_in_the_past_or_without_sense_is_no_leave_to_hurry(self, server, make_fetcher, quick, value):
        server.routes["/page"] = in_turn(unavailable(f"Retry-After: {value}", status="429 Slow down"), page("Hello"))
        assert make_fetcher(max_attempts=2, pace=quick.pace).fetch(server.url("/page")).is_ok
        assert sum(quick.sleeps) >= 1

    @pytest.mark.parametrize("value", ["9e99", "1000000", "Fri, 31 Dec 9999 23:59:59 GMT"])
    def test_of_years_parks_the_host_for_a_day(self, server, make_fetcher, value):
        server.routes["/page"] = unavailable(f"Retry-After: {value}")
        fetcher = make_fetcher(max_attempts=3)
        first, second = fetcher.fetch(server.url("/page")), fetcher.fetch(server.url("/other"))
        assert (first.failure, second.failure) == (FailureReason.RATE_LIMITED, FailureReason.RATE_LIMITED)
        assert second.retry_after_s == pytest.approx(86_400, abs=10)

    def test_without_sense_on_a_429_parks_the_host_for_minutes(self, server, make_fetcher):
        server.routes["/page"] = unavailable("Retry-After: when it rains", status="429 Slow down")
        fetcher = make_fetcher()
        assert fetcher.fetch(server.url("/page")).error == "rate-limited: HTTP 429"
        assert fetcher.fetch(server.url("/other")).retry_after_s == pytest.approx(300, abs=10)

    def test_parks_the_host_across_runs(self, server, make_fetcher):
        server.routes["/page"] = unavailable("Retry-After: 3600")
        first = make_fetcher()
        first.fetch(server.url("/page"))
        second = make_fetcher(host_states=first.host_states())
        assert second.fetch(server.url("/other")).failure is FailureReason.RATE_LIMITED
        assert "/other" not in server.paths

    def test_on_a_page_that_came_means_nothing(self, server, make_fetcher):
        server.routes["/page"] = page("Hello", "Retry-After: 3600")
        capture = make_fetcher().fetch(server.url("/page"))
        assert (capture.is_ok, capture.retry_after_s) == (True, None)
