"""What is remembered of hosts, within a run and across runs."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.config import FetchSettings
from archiver.fetch.hosts import (
    DOWN_PARKING,
    LONGEST_PARKING,
    PROBES_IN_EACH_ROUND,
    HostBook,
    down_pause,
    may_be_of_host,
)
from archiver.model import Capture, FailureReason, HostState
from archiver.source_settings import SourceSettings, SourceTable

NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)
HOST, PAGE = "www.journal.example", "https://www.journal.example/page"


def book(*states, **settings):
    return HostBook(states, FetchSettings(**settings))


def later(**by):
    return NOW + dt.timedelta(**by)


def test_rules_hold_for_a_day():
    hosts = book()
    hosts.learn_robots(HOST, 200, "User-agent: *\nDisallow: /page", NOW)
    assert hosts.refusal(HOST, PAGE, later(hours=23)).reason is FailureReason.ROBOTS
    assert hosts.rules(HOST, later(hours=24)) is None


def test_rules_of_an_earlier_run_still_hold():
    first = book()
    first.learn_robots(HOST, 200, "User-agent: *\nDisallow: /page", NOW)
    second = book(*first.changed())
    assert second.refusal(HOST, PAGE, later(hours=1)).reason is FailureReason.ROBOTS


def test_rules_from_the_future_are_asked_for_again():
    """The clock was set back: otherwise they would hold for longer than a day."""
    hosts = book(HostState(host=HOST, robots_status=200, robots_text="", robots_fetched_at=later(days=300)))
    assert hosts.rules(HOST, NOW) is None


@pytest.mark.parametrize(("crawl_delay", "delay_s"), [("", 4.0), ("Crawl-delay: 2", 4.0), ("Crawl-delay: 9", 9.0)])
def test_a_source_has_a_delay_of_its_own(crawl_delay, delay_s):
    sources = SourceTable([SourceSettings(url="https://journal.example/", delay_s=4.0)])
    hosts = HostBook((), FetchSettings(delay_s=1.0), sources)
    hosts.learn_robots(HOST, 200, f"User-agent: *\n{crawl_delay}", NOW)
    assert (hosts.delay_s(HOST), hosts.delay_s("sea.example")) == (delay_s, 1.0)


def test_4xx_forgets_the_rules():
    hosts = book()
    hosts.learn_robots(HOST, 200, "User-agent: *\nDisallow: /\nCrawl-delay: 9", NOW)
    hosts.learn_robots(HOST, 404, "<p>not found</p>", later(days=2))
    assert hosts.refusal(HOST, PAGE, later(days=2)) is None
    assert hosts.delay_s(HOST) == FetchSettings().delay_s


@pytest.mark.parametrize(
    ("crawl_delay", "delay_s"),
    [
        ("", 1.0),
        ("Crawl-delay: 0.2", 1.0),
        ("Crawl-delay: 7", 7.0),
        ("Crawl-delay: 3600", 20.0),
    ],
)
def test_the_delay_is_ours_or_more_where_the_host_asks_for_more(crawl_delay, delay_s):
    hosts = book(delay_s=1.0, max_delay_s=20.0)
    hosts.learn_robots(HOST, 200, f"User-agent: *\n{crawl_delay}", NOW)
    assert hosts.delay_s(HOST) == delay_s


def test_our_own_delay_may_be_longer_than_the_cap_on_theirs():
    assert book(delay_s=60.0, max_delay_s=20.0).delay_s(HOST) == 60.0


def test_a_host_without_an_answer_is_kept_out_of_for_now_and_across_runs():
    first = book()
    first.keep_out(HOST, 503, "robots.txt: HTTP 503", NOW)
    for hosts in (first, book(*first.changed())):
        refusal = hosts.refusal(HOST, PAGE, later(minutes=1))
        assert (refusal.reason, refusal.retry_after_s) == (FailureReason.ROBOTS_UNREACHABLE, 240)
        assert hosts.refusal(HOST, PAGE, later(minutes=5)) is None
        assert hosts.rules(HOST, later(minutes=5)) is None


def test_a_parked_host_is_parked_across_runs():
    first = book()
    first.park(HOST, 3600, NOW)
    for hosts in (first, book(*first.changed())):
        refusal = hosts.refusal(HOST, PAGE, later(minutes=30))
        assert (refusal.reason, refusal.retry_after_s) == (FailureReason.RATE_LIMITED, 1800)
    assert hosts.refusal(HOST, PAGE, later(hours=1)) is None


@pytest.mark.parametrize(("asked_s", "parked_s"), [(None, 300), (10.0, 10), (1e20, 86_400)])
def test_nobody_is_parked_for_years(asked_s, parked_s):
    hosts = book()
    hosts.park(HOST, asked_s, NOW)
    assert hosts.changed()[0].not_before == later(seconds=parked_s)


def test_a_host_that_is_down_is_left_alone_in_this_run_only():
    hosts = book()
    hosts.note_down(HOST, FailureReason.DNS, "does not resolve", NOW)
    refusal = hosts.refusal(HOST, PAGE, later(minutes=4))
    assert (refusal.reason, refusal.detail, refusal.retry_after_s) == (FailureReason.DNS, "does not resolve", 60)
    assert hosts.refusal(HOST, PAGE, later(minutes=5)) is None
    assert hosts.changed() == ()


def test_a_host_that_stays_down_is_probed_in_each_round_of_a_day_and_then_ever_more_rarely():
    pauses = [down_pause(failures) for failures in (5, PROBES_IN_EACH_ROUND, PROBES_IN_EACH_ROUND + 10, 100_000)]
    assert pauses == [DOWN_PARKING, DOWN_PARKING, 2 * DOWN_PARKING, LONGEST_PARKING]


def test_what_robots_txt_forbids_is_forbidden_while_parked_too():
    hosts = book()
    hosts.learn_robots(HOST, 200, "User-agent: *\nDisallow: /page", NOW)
    hosts.park(HOST, 60, NOW)
    assert hosts.refusal(HOST, PAGE, NOW).reason is FailureReason.ROBOTS


def fail(hosts, times, reason=FailureReason.REFUSED):
    for _ in range(times):
        hosts.note_failure(HOST, reason, "connection refused", NOW)


def test_failures_are_counted_in_a_row():
    hosts = book()
    fail(hosts, 2)
    assert hosts.changed()[0].failures == 2
    hosts.note_answer(HOST)
    assert hosts.changed()[0].failures == 0


@pytest.mark.parametrize(
    ("times", "reason", "is_down"),
    [
        (4, FailureReason.REFUSED, False),
        (5, FailureReason.REFUSED, True),
        (4, FailureReason.TIMEOUT, False),
        (5, FailureReason.HTTP, True),
    ],
)
def test_a_host_that_answers_nothing_counts_as_down_after_a_few_pages(times, reason, is_down):
    hosts = book()
    fail(hosts, times, reason)
    assert (hosts.refusal(HOST, PAGE, NOW) is not None) is is_down


@pytest.mark.parametrize(("asked_s", "parked_s"), [(3, 300), (7200, 7200)])
def test_a_host_that_fails_and_says_when_to_come_back_is_left_alone_for_the_longer_of_both(asked_s, parked_s):
    hosts = book()
    fail(hosts, 5, FailureReason.RATE_LIMITED)
    hosts.park(HOST, asked_s, NOW)
    assert hosts.refusal(HOST, PAGE, NOW).retry_after_s == parked_s


@pytest.mark.parametrize(("failures", "parked_s"), [(0, 3), (PROBES_IN_EACH_ROUND + 15, 1200)])
def test_only_what_it_asks_for_and_growing_pauses_hold_across_runs(failures, parked_s):
    first = book(HostState(host=HOST, failures=failures))
    fail(first, 5, FailureReason.RATE_LIMITED)
    first.park(HOST, 3, NOW)
    assert book(*first.changed()).refusal(HOST, PAGE, NOW).retry_after_s == parked_s


def test_robots_txt_that_gives_no_answer_for_days_is_asked_for_more_rarely():
    hosts = book(HostState(host=HOST, failures=PROBES_IN_EACH_ROUND + 20))
    hosts.keep_out(HOST, 503, "robots.txt: HTTP 503", NOW)
    assert hosts.refusal(HOST, PAGE, NOW).retry_after_s == 1200


def failing(status=None, failure=FailureReason.HTTP):
    return Capture(url=PAGE, final_url=PAGE, fetched_at=NOW, status=status, failure=failure)


@pytest.mark.parametrize(
    "capture",
    [
        failing(500),
        failing(503),
        failing(503, FailureReason.RATE_LIMITED),
        failing(429, FailureReason.RATE_LIMITED),
        failing(None, FailureReason.TIMEOUT),
        failing(200, FailureReason.DISCONNECTED),
        failing(None, FailureReason.DNS),
    ],
)
def test_no_answer_a_cut_one_5xx_and_too_much_may_be_the_hosts_failure(capture):
    assert may_be_of_host(capture)


@pytest.mark.parametrize(
    "capture",
    [
        failing(200, None),
        failing(304, None),
        failing(403),
        failing(404, FailureReason.GONE),
        failing(200, FailureReason.TOO_LARGE),
        failing(200, FailureReason.BAD_ENCODING),
    ],
)
def test_a_page_that_is_answered_is_no_failure_of_its_host(capture):
    assert not may_be_of_host(capture)


def test_only_what_changed_is_handed_out_and_once():
    hosts = book(HostState(host=HOST), HostState(host="other.example", failures=1))
    hosts.note_answer(HOST)
    hosts.note_answer("other.example")
    assert hosts.changed() == (HostState(host="other.example", failures=0),)
    assert hosts.changed() == ()


def answer(elapsed_s, status=200):
    return Capture(url=PAGE, final_url=PAGE, fetched_at=NOW, status=status, elapsed_s=elapsed_s)


def test_what_was_learnt_of_a_hosts_pace_holds_across_runs_apart_from_what_it_asks_for():
    first = book()
    first.learn_robots(HOST, 200, "User-agent: *\nCrawl-delay: 3", NOW)
    for status in (200, 429, 503):
        first.note_pace(HOST, answer(2.0, status))
    (state,) = first.changed()
    assert (state.crawl_delay_s, state.slow_down_s, state.delay_s) == (3.0, 16.0, 16.0)
    assert state.response_s == pytest.approx(2.0, rel=0.1)
    assert book(state).delay_s(HOST) == first.delay_s(HOST) == 16.0


def test_a_host_that_is_as_quick_as_before_is_not_written_again():
    hosts = book()
    for elapsed_s in (0.2, 0.21, 0.2, 0.19, 0.2):
        hosts.note_pace(HOST, answer(elapsed_s))
    assert len(hosts.changed()) == 1
    hosts.note_pace(HOST, answer(0.2))
    assert hosts.changed() == ()


def test_a_host_that_becomes_slow_by_small_steps_is_noticed():
    hosts = book()
    for _ in range(60):
        hosts.note_pace(HOST, answer(1.0))
    for _ in range(60):
        hosts.note_pace(HOST, answer(1.05))
    assert hosts.delay_s(HOST) == pytest.approx(2.1)


def test_what_another_crawler_asks_is_refused_with_all_of_its_domain():
    hosts = HostBook((), FetchSettings(), others={"journal.example"})
    assert hosts.refusal(HOST, PAGE, NOW).reason is FailureReason.ANOTHER_CRAWLER
    assert hosts.refusal("rive.example", "https://rive.example/page", NOW) is None


def test_a_host_whose_robots_txt_lies_on_one_of_another_crawler_waits_in_this_run_alone():
    hosts = HostBook((), FetchSettings(), others={"rive.example"})
    hosts.stand_by(HOST, "robots.txt: rive.example is asked by another crawler", NOW)
    assert hosts.refusal(HOST, PAGE, later(hours=1)).reason is FailureReason.ANOTHER_CRAWLER
    assert hosts.changed() == ()
