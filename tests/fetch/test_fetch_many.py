"""Many hosts at a time, each of them politely: what their own logs say."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from archiver.config import FetchSettings
from archiver.fetch.fetcher import Fetcher
from archiver.fetch.wire import WireResponse
from archiver.model import DuePage, FailureReason
from support.bad_server import BadServer, in_turn, late, page, redirect, reset, robots, silence, unavailable

SUBPROCESS = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)


def due(page_id, url, priority=0):
    return DuePage(page_id=page_id, source_id=1, url=url, kind=None, priority=priority, due_at=NOW, found_by="seed")


class Feed:
    """Gives the pages in their order, and remembers what it was asked for."""

    def __init__(self, urls):
        self.pages = [due(number, url) for number, url in enumerate(urls, start=1)]
        self.asked = []
        self.threads = set()

    def __call__(self, room):
        self.asked.append(room)
        self.threads.add(threading.current_thread())
        given, self.pages = self.pages[:room], self.pages[room:]
        return given


def pages_of(results):
    return [fetched.page.page_id for fetched in results if fetched.page]


def test_every_page_comes_out_once(server, other, make_fetcher):
    urls = [host.url(f"/{number}") for number in range(30) for host in (server, other)]
    results = list(make_fetcher().fetch_many(Feed(urls)))
    assert sorted(pages_of(results)) == list(range(1, 61))
    assert all(fetched.capture.url == urls[fetched.page.page_id - 1] for fetched in results if fetched.page)


def test_robots_exchanges_come_out_without_a_page(server, make_fetcher):
    results = list(make_fetcher().fetch_many(Feed([server.url("/a"), server.url("/b")])))
    assert [fetched.capture.url for fetched in results if fetched.page is None] == [server.url("/robots.txt")]


def test_a_caller_that_has_something_else_to_do_is_not_kept_waiting(server, make_fetcher):
    server.routes["/slow"] = silence()
    results = make_fetcher().fetch_many(Feed([server.url("/slow")]), patience_s=lambda: 0.0 if robots_came else None)
    robots_came = []
    robots_came.append(next(results))
    assert next(results) is None
    results.close()


def test_no_pages_are_no_results(make_fetcher):
    assert list(make_fetcher().fetch_many(Feed([]))) == []


def test_the_feed_is_asked_for_more_until_it_has_none(server, make_fetcher):
    """Also for pages that are only found through the results of others."""
    found = {server.url("/1"): server.url("/2"), server.url("/2"): server.url("/3")}
    waiting = [server.url("/1")]
    results = []

    def feed(_room):
        given = [due(len(results), url) for url in waiting]
        waiting.clear()
        return given

    for fetched in make_fetcher().fetch_many(feed):
        if fetched.page:
            results.append(fetched.capture.url)
            waiting.extend(filter(None, [found.get(fetched.capture.url)]))
    assert results == [server.url("/1"), server.url("/2"), server.url("/3")]


def test_the_feed_is_asked_in_the_callers_thread_and_never_for_nothing(server, make_fetcher):
    feed = Feed([server.url(f"/{number}") for number in range(100)])
    list(make_fetcher().fetch_many(feed))
    assert feed.threads == {threading.current_thread()}
    assert min(feed.asked) > 0


@pytest.mark.parametrize("address", ["http://slow.invalid/{}", "no address {}"])
def test_memory_stays_flat_whatever_the_feed_has(make_fetcher, address):
    """The feed is endless, its pages wait for a host at rest or are done at once: few are taken ahead."""
    given = []

    def feed(room):
        pages = [due(len(given) + number, address.format(len(given) + number)) for number in range(room)]
        given.extend(pages)
        return pages

    results = make_fetcher(transport=SlowTransport(0.2), delay_s=10.0).fetch_many(feed)
    next(results)
    results.close()
    assert 0 < len(given) <= 600


class SlowTransport:
    """Answers nothing, after a while."""

    def __init__(self, seconds):
        self.seconds = seconds

    def send(self, request):
        time.sleep(self.seconds)
        return WireResponse(failure=FailureReason.TIMEOUT, detail="too slow")

    def interrupt(self):
        pass


def test_lower_priorities_go_first(server, make_fetcher):
    pages = [due(number, server.url(f"/{number}"), priority=-number) for number in range(5)]

    def feed(_room):
        given, pages[:] = list(pages), []
        return given

    list(make_fetcher().fetch_many(feed))
    assert server.paths == ["/robots.txt", "/4", "/3", "/2", "/1", "/0"]


class TestPoliteness:
    def test_a_run_that_follows_at_once_leaves_hosts_their_rest(self, server, make_fetcher):
        """Each run is a process of its own: it knows of the last one what the archive says."""
        states = ()
        for ahead in (dt.timedelta(), dt.timedelta(), dt.timedelta(days=1)):
            asked_until = dt.datetime.now(dt.UTC) + ahead
            fetcher = make_fetcher(host_states=states, asked_until=asked_until, delay_s=0.2)
            list(fetcher.fetch_many(Feed([server.url("/1"), server.url("/2")])))
            states = fetcher.host_states() or states
        assert len(server.log) == 7
        assert min(server.gaps()) >= 0.2

    def test_a_run_that_follows_later_does_not_wait(self, server, make_fetcher, quick):
        asked_until = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)
        fetcher = make_fetcher(asked_until=asked_until, delay_s=30.0, pace=quick.pace)
        list(fetcher.fetch_many(Feed([server.url("/1")])))
        assert len([seconds for seconds in quick.sleeps if seconds > 1]) == 1  # between robots.txt and the page

    def test_a_host_that_says_too_much_is_asked_more_slowly(self, server, make_fetcher):
        server.routes["/1"] = page("", status="503 Busy")
        fetcher = make_fetcher(delay_s=0.1)
        list(fetcher.fetch_many(Feed([server.url("/1"), server.url("/2"), server.url("/3")])))
        assert server.gaps()[0] < 0.9 < min(server.gaps()[1:]) + 0.05

    def test_two_requests_are_never_closer_than_the_delay(self, server, other, make_fetcher):
        """By the servers' own logs; robots.txt, redirects within and across hosts, and tries included."""
        for host, elsewhere in ((server, other), (other, server)):
            host.routes |= {
                "/1": redirect("/2"),
                "/2": redirect(elsewhere.url("/3")),
                "/4": in_turn(page("", status="429 Slow down"), page()),
                "/5": late(page(), 0.1),
            }
        urls = [host.url(f"/{number}") for number in range(6) for host in (server, other)]
        fetcher = make_fetcher(delay_s=0.12, max_attempts=2)
        results = list(fetcher.fetch_many(Feed(urls)))
        assert len(pages_of(results)) == 12
        for host in (server, other):
            assert host.paths[0] == "/robots.txt"
            assert len(host.log) >= 9
            assert min(host.gaps()) >= 0.12

    def test_the_delay_holds_between_one_page_at_a_time_too(self, server, make_fetcher):
        fetcher = make_fetcher(delay_s=0.1)
        for path in ("/a", "/b", "/c"):
            fetcher.fetch(server.url(path))
        assert min(server.gaps()) >= 0.1

    def test_it_counts_from_the_end_of_an_answer(self, server, make_fetcher):
        server.routes |= {"/slow": late(page(), 0.2), "/next": page()}
        list(make_fetcher(delay_s=0.1).fetch_many(Feed([server.url("/slow"), server.url("/next")])))
        assert server.gaps()[-1] >= 0.3

    def test_crawl_delay_is_kept_from_the_first_page_on_and_capped(self, server, other, make_fetcher):
        server.routes["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 0.2")
        other.routes["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 600")
        urls = [host.url(path) for path in ("/a", "/b") for host in (server, other)]
        list(make_fetcher(max_delay_s=0.3).fetch_many(Feed(urls)))
        assert min(server.gaps()) >= 0.2
        assert 0.3 <= min(other.gaps()) <= max(other.gaps()) < 2

    def test_a_host_is_asked_one_thing_at_a_time(self, server, make_fetcher):
        busy, most = [0], [0]

        def count(visit):
            busy[0] += 1
            most[0] = max(most[0], busy[0])
            visit.pause(0.03)
            busy[0] -= 1
            visit.send(page())

        server.routes |= {f"/{number}": count for number in range(10)}
        list(make_fetcher(concurrency=8).fetch_many(Feed([server.url(f"/{number}") for number in range(10)])))
        assert most == [1]

    def test_hosts_are_asked_at_the_same_time(self, make_fetcher):
        with ExitStack() as stack:
            servers = [stack.enter_context(BadServer()) for _ in range(4)]
            for running in servers:
                running.routes |= {"/a": late(page(), 0.3)}
            began = time.monotonic()
            list(make_fetcher().fetch_many(Feed([running.url("/a") for running in servers])))
        assert time.monotonic() - began < 1.0

    def test_no_more_hosts_than_there_are_threads(self, make_fetcher):
        with ExitStack() as stack:
            servers = [stack.enter_context(BadServer()) for _ in range(4)]
            for running in servers:
                running.routes |= {"/a": late(page(), 0.1)}
            began = time.monotonic()
            list(make_fetcher(concurrency=1).fetch_many(Feed([running.url("/a") for running in servers])))
        assert time.monotonic() - began >= 0.4

    def test_one_slow_host_holds_up_no_other(self, server, other, make_fetcher):
        """Its pages come first and fill every place there is; the other's are done long before."""
        server.routes |= {f"/{number}": late(page(), 0.2) for number in range(200)}
        urls = [server.url(f"/{number}") for number in range(200)] + [other.url(f"/{number}") for number in range(20)]
        results = make_fetcher(concurrency=2).fetch_many(Feed(urls))
        done = 0
        while done < 20:
            fetched = next(results)
            done += bool(fetched.page and fetched.page.page_id > 200)
        results.close()
        assert len(server.log) < 10

    def test_robots_txt_is_asked_for_once_while_it_is_under_way_elsewhere(self, server, other, make_fetcher):
        """Two pages wait for one robots.txt, which is a redirect to a slow host."""
        server.routes["/robots.txt"] = redirect(other.url("/robots"))
        other.routes["/robots"] = late(robots("User-agent: *\nDisallow: /b"), 0.3)
        results = list(make_fetcher().fetch_many(Feed([server.url("/a"), server.url("/b")])))
        assert server.paths == ["/robots.txt", "/a"]
        assert len(pages_of(results)) == 2


def test_pages_of_a_parked_host_come_back_at_once(server, other, make_fetcher):
    server.routes["/0"] = page("", "Retry-After: 3600", status="429 Slow down")
    urls = [server.url(f"/{number}") for number in range(20)] + [other.url("/a")]
    results = list(make_fetcher(delay_s=0.05).fetch_many(Feed(urls)))
    limited = [fetched for fetched in results if fetched.capture.failure is FailureReason.RATE_LIMITED]
    assert len(limited) == 20
    assert server.paths == ["/robots.txt", "/0"]
    assert len(pages_of(results)) == 21


class TestAHostThatAnswersNothing:
    """All of its pages fail, though it can be connected to."""

    def test_is_left_alone_after_a_few_pages(self, server, other, make_fetcher, quick):
        urls = [server.url(f"/{number}") for number in range(20)] + [other.url("/a")]
        server.routes |= {f"/{number}": reset for number in range(20)} | {"/robots.txt": robots("")}
        results = list(make_fetcher(max_attempts=3, pace=quick.pace).fetch_many(Feed(urls)))
        assert server.paths == ["/robots.txt", *["/0"] * 3, *["/1"] * 3, "/2", "/3", "/4"]
        put_off = [fetched.capture for fetched in results if fetched.capture.retry_after_s]
        assert [capture.failure for capture in put_off] == [FailureReason.DISCONNECTED] * 15
        assert len(pages_of(results)) == 21

    def test_was_well_before_and_is_asked_for_what_came(self, server, make_fetcher, quick):
        server.routes |= {f"/{number}": unavailable() for number in range(20)}
        server.routes["/0"] = in_turn(page(), unavailable())
        urls = [server.url(f"/{number}") for number in range(20)]
        list(make_fetcher(pace=quick.pace).fetch_many(Feed(urls)))
        assert server.paths[1:] == ["/0", "/1", "/2", "/3", "/4", "/5", "/0"]

    def test_is_well_when_what_came_still_comes(self, server, make_fetcher, quick):
        server.routes |= {f"/{number}": unavailable() for number in range(1, 20)} | {"/0": page()}
        urls = [server.url(f"/{number}") for number in range(20)]
        results = list(make_fetcher(pace=quick.pace).fetch_many(Feed(urls)))
        assert {f"/{number}" for number in range(20)} <= set(server.paths)
        assert len(server.asked_for("/0")) == 1 + 19 // 5 + (19 % 5 == 4)
        assert not any(fetched.capture.retry_after_s for fetched in results)


def test_closing_stops_promptly_and_leaves_no_thread(server, make_fetcher):
    server.routes |= {f"/{number}": silence() for number in range(5)} | {"/quick": page()}
    results = make_fetcher().fetch_many(Feed([server.url("/quick"), server.url("/1")]))
    for fetched in results:
        if fetched.page:
            break
    ours = [thread for thread in threading.enumerate() if thread.name.startswith("fetch-")]
    began = time.monotonic()
    results.close()
    assert time.monotonic() - began < 2
    assert not any(thread.is_alive() for thread in ours)
    assert all(thread.daemon for thread in ours)


def test_an_interrupt_while_waiting_stops_promptly(server, make_fetcher):
    """Ctrl-C reaches the caller's thread wherever it waits; here the feed stands in for it."""
    server.routes["/slow"] = silence()

    def feed(_room):
        if len(server.log) > 1:
            raise KeyboardInterrupt
        return [due(1, server.url("/first")), due(2, server.url("/slow"))] if not server.log else []

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(make_fetcher().fetch_many(feed))
    assert time.monotonic() - began < 2


def test_ctrl_c_ends_a_process_at_once(server):
    """No thread holds up its exit, whatever it waits for."""
    server.routes["/slow"] = silence()
    program = f"""
from test_fetch_many import due
from archiver.config import FetchSettings
from archiver.fetch import Fetcher, RequestsTransport
settings = FetchSettings(allow_private=True)
pages = [due(1, {server.url("/slow")!r})]
list(Fetcher(RequestsTransport(settings), settings).fetch_many(lambda room: pages and [pages.pop()]))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=Path(__file__).parent, env=SUBPROCESS, stderr=subprocess.PIPE
    )
    while "/slow" not in server.paths:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=5)
    assert errors.decode().strip().endswith("KeyboardInterrupt")


def test_after_a_stop_one_can_go_on(server, make_fetcher):
    fetcher = make_fetcher(delay_s=0.1)
    results = fetcher.fetch_many(Feed([server.url(f"/{number}") for number in range(5)]))
    next(results)
    results.close()
    list(fetcher.fetch_many(Feed([server.url("/after")])))
    assert server.paths[-1] == "/after"
    assert min(server.gaps()) >= 0.1


def test_one_run_at_a_time(server, make_fetcher):
    fetcher = make_fetcher()
    results = fetcher.fetch_many(Feed([server.url("/a")]))
    next(results)
    with pytest.raises(RuntimeError, match="one fetch or fetch_many at a time"):
        fetcher.fetch(server.url("/b"))
    results.close()


def test_a_defect_in_a_transport_is_raised_and_not_kept_for_a_failure():
    class Broken(SlowTransport):
        def send(self, request):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(Fetcher(Broken(0), FetchSettings()).fetch_many(Feed(["http://site.invalid/a"])))


def test_what_was_learnt_of_hosts_is_handed_out(server, make_fetcher):
    server.routes["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 0.1")
    fetcher = make_fetcher()
    list(fetcher.fetch_many(Feed([server.url("/a")])))
    (state,) = fetcher.host_states()
    assert (state.host, state.robots_status, state.delay_s) == (server.host, 200, 0.1)
    assert fetcher.host_states() == ()
