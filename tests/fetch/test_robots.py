"""robots.txt as RFC 9309 reads it."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.fetch.robots import MAX_ROBOTS_BYTES, is_reachable, read_rules, robots_address, robots_text
from archiver.model import FailureReason
from support.bad_server import cut_short, in_turn, page, redirect, reset, robots, silence, stalled, unavailable

SITE = "https://www.journal.example"


@pytest.mark.parametrize(
    ("text", "path", "is_allowed"),
    [
        ("", "/page", True),
        ("User-agent: *\nDisallow: /", "/page", False),
        ("User-agent: *\nDisallow:", "/page", True),
        ("User-agent: *\nDisallow: /private/", "/page", True),
        ("User-agent: *\nDisallow: /private/", "/private/page", False),
        ("User-agent: *\nDisallow: /\nAllow: /page", "/page", True),  # the longest match wins
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: archiver\nAllow: /", "/page", True),  # our own group only
        ("User-agent: ARCHIVER\nDisallow: /page", "/page", False),
        ("user-AGENT:  Archiver/1.0 # us\nDisallow: /page\n\nUser-agent: *\nDisallow:", "/page", False),
        ("# ours\rUser-agent: archiver/2\rDisallow: /page\r", "/page", False),
        ("User-agent: a\nUser-agent: archiver\nDisallow: /page", "/page", False),
        ("User-agent: archiver\nDisallow: /a\n\nUser-agent: archiver\nDisallow: /page", "/page", False),
        ("User-agent: archiverbot\nDisallow: /page", "/page", True),
        ("User-agent: *\nDisallow: /page\nAllow: /page", "/page", True),  # as long: allowing wins
        ("User-agent: *\nAllow: /pa\nDisallow: /page", "/page", False),
        ("User-agent: *\nAllow: /\nDisallow: /*page", "/sub/page", False),
        ("User-agent: *\nDisallow: /*?", "/page?x=1", False),
        ("User-agent: *\rDisallow: /page\r", "/page", False),
        ("Disallow: /page", "/page", True),  # for nobody
        ("User-agent: otherbot\nDisallow: /", "/page", True),
        ("User-agent: *\nDisallow: /%C3%A9t%C3%A9", "/%C3%A9t%C3%A9", False),
        ("User-agent: *\nDisallow: /été", "/%C3%A9t%C3%A9", False),
        ("\ufeffUser-agent: *\nDisallow: /", "/page", False),
        ("<!DOCTYPE html><html><body><form action='/login'>Disallow: /</form></body></html>", "/page", True),
    ],
)
def test_the_rules_of_a_robots_txt(text, path, is_allowed):
    assert read_rules(robots_text(text.encode())).allows(SITE + path) is is_allowed


@pytest.mark.parametrize(
    ("line", "delay_s"),
    [
        ("Crawl-delay: 2.5", 2.5),
        ("Crawl-delay: none", None),
        ("Crawl-delay: -1", None),
        ("Crawl-delay: nan", None),
        ("Crawl-delay: inf", None),
        ("Crawl-delay: 1e999", None),
        ("Crawl-delay: 5s", None),
        ("Crawl-delay: 1e9", 1e9),  # capped where it is kept to
        ("Crawl-delay: 0", 0),
        ("Crawl-delay: 4 # please", 4),
        ("", None),
    ],
)
def test_the_crawl_delay(line, delay_s):
    assert read_rules(f"User-agent: *\n{line}\nDisallow:").crawl_delay_s == delay_s


def test_only_the_first_500_kib_are_read_and_no_half_line():
    start, end = b"User-agent: *\n# ", b"\nDisallow: /private\n"
    padding = b"x" * (MAX_ROBOTS_BYTES - len(start) - 12)
    rules = read_rules(robots_text(start + padding + end))
    assert rules.allows(SITE + "/private")
    assert rules.allows(SITE + "/")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_other_encodings_are_told_by_their_mark_or_their_zeros(encoding):
    text = "User-agent: *\nDisallow: /page\n"
    assert not read_rules(robots_text(text.encode(encoding))).allows(SITE + "/page")


def test_rules_that_would_take_forever_to_match_do_not():
    rules = read_rules("User-agent: *\nDisallow: /" + "*a" * 30 + "*b$\n")
    assert rules.allows(SITE + "/" + "a" * 60)


@given(st.binary(max_size=500), st.text(max_size=30))
def test_any_bytes_are_rules(content, path):
    rules = read_rules(robots_text(content))
    assert rules.allows(SITE + "/" + path) in {True, False}
    assert rules.crawl_delay_s is None or 0 <= rules.crawl_delay_s < math.inf


def test_bytes_that_are_no_text_do_no_harm():
    assert read_rules(robots_text(b"User-agent: *\n\xff\xfe\x00Disallow: /x\nDisallow: /page")).allows(SITE + "/other")


def test_robots_txt_stands_at_the_root_of_the_host():
    assert robots_address("http://site.example:8080/a/b?c") == "http://site.example:8080/robots.txt"


@pytest.mark.parametrize(
    ("status", "tells"),
    [
        (200, True),
        (301, True),
        (401, True),
        (403, True),
        (404, True),
        (429, False),
        (500, False),
        (503, False),
        (None, False),
    ],
)
def test_4xx_is_an_answer_and_5xx_is_none(status, tells):
    assert is_reachable(status) is tells


class TestRobots:
    def test_are_asked_for_once_and_before_anything_else(self, server, make_fetcher):
        fetcher = make_fetcher()
        for path in ("/a", "/b"):
            fetcher.fetch(server.url(path))
        assert server.paths == ["/robots.txt", "/a", "/b"]

    def test_exchanges_are_handed_out_to_be_kept(self, server, make_fetcher):
        server.routes["/robots.txt"] = robots("User-agent: *\nDisallow: /private")
        fetcher = make_fetcher()
        fetcher.fetch(server.url("/a"))
        (capture,) = fetcher.robots_captures()
        assert (capture.url, capture.content) == (server.url("/robots.txt"), b"User-agent: *\nDisallow: /private")
        assert fetcher.robots_captures() == ()

    def test_forbid_a_page(self, server, make_fetcher):
        server.routes["/robots.txt"] = robots("User-agent: archiver\nDisallow: /private")
        fetcher = make_fetcher()
        assert fetcher.fetch(server.url("/private/x")).error == "robots: robots.txt does not allow it"
        assert fetcher.fetch(server.url("/open")).failure is FailureReason.GONE
        assert server.paths == ["/robots.txt", "/open"]

    @pytest.mark.parametrize("status", ["400 Bad", "401 Unauthorized", "403 Forbidden", "404 Not Found", "451 No"])
    def test_with_4xx_are_no_rules(self, server, make_fetcher, status):
        server.routes |= {"/robots.txt": page("User-agent: *\nDisallow: /", status=status), "/page": page()}
        assert make_fetcher().fetch(server.url("/page")).is_ok

    @pytest.mark.parametrize(
        "route",
        [
            page("", status="500 Oops"),
            unavailable(),
            unavailable("Retry-After: 60"),
            redirect("http://127.0.0.1:1/robots.txt"),  # to where nobody is
            stalled(robots("User-agent: *\nDisallow: /\n"), 80),
            page("no gzip", "Content-Encoding: gzip"),
            page("", status="429 Slow down"),
            silence(),
            reset,
            b"garbage\r\n\r\n",
        ],
    )
    def test_without_an_answer_keep_us_out(self, server, make_fetcher, route):
        server.routes |= {"/robots.txt": route, "/page": page()}
        fetcher = make_fetcher(first_byte_timeout_s=0.2, total_timeout_s=0.4)
        capture = fetcher.fetch(server.url("/page"))
        assert capture.failure is FailureReason.ROBOTS_UNREACHABLE
        other = fetcher.fetch(server.url("/other"))
        assert other.failure is FailureReason.ROBOTS_UNREACHABLE
        assert (capture.retry_after_s, other.retry_after_s) == (None, pytest.approx(300, abs=10))
        assert server.paths == ["/robots.txt"]

    def test_that_are_cut_off_keep_us_out(self, server, make_fetcher):
        """What is missing may be what forbids the page."""
        server.routes |= {"/robots.txt": cut_short(page("User-agent: *\n", "Content-Length: 99"), 999), "/page": page()}
        assert make_fetcher().fetch(server.url("/page")).failure is FailureReason.ROBOTS_UNREACHABLE

    def test_are_asked_again_when_the_server_was_only_short_of_breath(self, server, make_fetcher, quick):
        server.routes |= {"/robots.txt": in_turn(unavailable(), robots("")), "/page": page()}
        assert make_fetcher(max_attempts=2, pace=quick.pace).fetch(server.url("/page")).is_ok

    def test_are_followed_along_five_redirects_to_any_host(self, server, other, make_fetcher):
        server.routes |= {f"/r{number}": redirect(f"/r{number + 1}") for number in range(1, 4)}
        server.routes |= {"/robots.txt": redirect("/r1"), "/r4": redirect(other.url("/robots")), "/page": page()}
        other.routes["/robots"] = robots("User-agent: *\nDisallow: /page")
        assert make_fetcher().fetch(server.url("/page")).failure is FailureReason.ROBOTS
        assert other.paths == ["/robots"]

    def test_along_more_redirects_are_no_rules(self, server, make_fetcher):
        server.routes |= {f"/r{number}": redirect(f"/r{number + 1}") for number in range(1, 20)}
        server.routes |= {"/robots.txt": redirect("/r1"), "/page": page()}
        assert make_fetcher().fetch(server.url("/page")).is_ok
        assert server.paths == ["/robots.txt", "/r1", "/r2", "/r3", "/r4", "/r5", "/page"]

    def test_that_are_a_login_page_are_no_rules(self, server, make_fetcher):
        server.routes |= {
            "/robots.txt": redirect("/login"),
            "/login": page("<form>User-agent: * Disallow: /</form>"),
            "/page": page(),
        }
        assert make_fetcher().fetch(server.url("/page")).is_ok

    def test_without_end_are_read_up_to_the_limit(self, server, make_fetcher):
        def endless(visit):
            visit.send(page(b"", "Content-Type: text/plain", "Transfer-Encoding: chunked"))
            line = b"User-agent: *\nDisallow: /private\n" + b"#" * 60_000 + b"\n"
            while True:
                visit.send(f"{len(line):x}\r\n".encode() + line + b"\r\n")

        server.routes |= {"/robots.txt": endless, "/page": page()}
        fetcher = make_fetcher()
        assert fetcher.fetch(server.url("/page")).is_ok
        assert fetcher.fetch(server.url("/private")).failure is FailureReason.ROBOTS
        assert len(fetcher.host_states()[0].robots_text) <= 500 * 1024

    def test_of_an_earlier_run_are_believed_for_a_day(self, server, make_fetcher):
        server.routes["/robots.txt"] = robots("User-agent: *\nDisallow: /private")
        now = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)
        first = make_fetcher(clock=lambda: now)
        first.fetch(server.url("/a"))
        states = first.host_states()
        make_fetcher(host_states=states, clock=lambda: now + dt.timedelta(hours=23)).fetch(server.url("/b"))
        make_fetcher(host_states=states, clock=lambda: now + dt.timedelta(hours=25)).fetch(server.url("/c"))
        assert server.paths == ["/robots.txt", "/a", "/b", "/robots.txt", "/c"]
