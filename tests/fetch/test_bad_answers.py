"""Answers that break the rules of HTTP: what is a page all the same, and the reason of what is none."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.config import FetchSettings
from archiver.fetch.transport import RequestsTransport
from archiver.fetch.wire import WireRequest
from archiver.model import FailureReason
from support.archives import Clock
from support.bad_answers import (
    CHUNKED,
    chunks,
    deaf,
    endless_line,
    half_closed,
    head,
    interim_forever,
    last,
    slow_body,
    then_reset,
)
from support.bad_server import BadServer, deaf_port, in_turn, page

NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)
HELLO = b"5\r\nHello\r\n"
CUT = "disconnected: cut in the middle of the body"
WHOLE = "<html><p>Hello</html>"


@pytest.fixture
def fetch(server, make_fetcher):
    """The capture of a page with that route."""

    def fetch_it(route, **settings):
        server.routes["/page"] = route
        timeouts = {"first_byte_timeout_s": 0.3, "total_timeout_s": 0.6}
        return make_fetcher(**{"max_bytes": 100_000, **timeouts, **settings}).fetch(server.url("/page"))

    return fetch_it


class TestAPageAllTheSame:
    @pytest.mark.parametrize(
        "route",
        [
            pytest.param(last(b"HTTP/1.0 200 OK\r\n\r\nHello"), id="HTTP/1.0"),
            pytest.param(last(b"HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nHello"), id="no reason phrase"),
            pytest.param(last(page("Hello").replace(b"\r\n", b"\n")), id="bare line feeds"),
            pytest.param(last(head("Connection: keep-alive") + b"Hello"), id="no length"),
            pytest.param(deaf(page("Hello")), id="a server that has stopped reading"),
            pytest.param(then_reset(page("Hello")), id="a reset after the whole answer"),
            pytest.param(chunks(HELLO + b"0\r\nX-Trailer: 1\r\nContent-Length: 99\r\n\r\n"), id="trailers"),
            pytest.param(chunks(b"5;name=value\r\nHello\r\n0\r\n\r\n"), id="chunk extensions"),
            pytest.param(chunks(HELLO + b"0\r\n"), id="an end cut short"),
            pytest.param(
                last(head("Transfer-Encoding: chunked", "Content-Length: 3") + HELLO + b"0\r\n\r\n"), id="both"
            ),
            pytest.param(
                last(head("Transfer-Encoding: x, chunked") + HELLO + b"0\r\n\r\n"), id="another coding before"
            ),
            pytest.param(page("Hello", "Content-Length: 5", "Content-Length: 5"), id="the length twice"),
            pytest.param(page("Hello", "Content-Length: 5, 5"), id="the length twice in a line"),
            pytest.param(last(page("Hello", "Content-Length: -5")), id="a negative length"),
            pytest.param(last(page("Hello", "Content-Length: five")), id="a length that is no number"),
            pytest.param(last(page("Hello", "Content-Length: " + "9" * 5000)), id="a length of 5000 digits"),
            pytest.param(page("Hello and more", "Content-Length: 5"), id="more than announced"),
            pytest.param(last(page("Hello", "Connection: close") + page("More")), id="more after the end"),
            pytest.param(page("Hello", "Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings"), id="an offer of HTTP/2"),
            pytest.param(page("Hello", "Content-Disposition: attachment; filename=page.html"), id="a download"),
            pytest.param(page("Hello", "X-Nul: a\0b", "X-N\0l: a"), id="NUL in the head"),
            pytest.param(page("Hello", "no header at all"), id="a line without a colon"),
            pytest.param(page("Hello", "X-A : b", "Content-Length : 5"), id="a space before the colon"),
            pytest.param(page("Hello", "X-A: b\rgarbage"), id="a bare carriage return"),
            pytest.param(page("Hello", "X-A: b\r\n folded"), id="a folded line"),
            pytest.param(page("Hello", "Set-Cookie: a=" + "x" * 60_000), id="a huge cookie"),
            pytest.param(page("Hello", "Content-Type: text/html", "Content-Type: image/png"), id="two types"),
            pytest.param(page("Hello", *(f"Link: </{number}.css>" for number in range(500))), id="500 headers"),
            pytest.param(page("Hello", "X-Long: " + "y" * 100_000), id="a line of 100 KB"),
            pytest.param(page("Hello", "X-Long: " + "y" * 65_529 + "Content-Length: 3"), id="a length in a long line"),
            pytest.param(head("X-A: \xe9\xff", "Content-Length: 5") + b"Hello", id="header bytes that are no text"),
            pytest.param(head("Content-Length: 5", status="200 \xe9\xff") + b"Hello", id="a reason that is no text"),
        ],
    )
    def test_is_read_to_its_end(self, fetch, route):
        capture = fetch(route)
        assert (capture.error, capture.content, capture.is_truncated) == (None, b"Hello", False)

    def test_comes_after_a_line_that_is_no_header(self, server):
        """The length still counts, and the connection goes on."""
        server.routes["/page"] = page("Hello", "no header at all")
        transport = RequestsTransport(FetchSettings(allow_private=True, total_timeout_s=5))
        from_wire = [send(transport, server.url("/page")).exchange for _ in range(2)]
        transport.close()
        assert [exchange.body for exchange in from_wire] == [b"Hello"] * 2
        assert b"no header at all\r\n" in from_wire[0].response_head  # kept as it came
        assert server.connections == 1


class TestNoPage:
    @pytest.mark.parametrize(
        ("route", "error"),
        [
            (last(b""), "disconnected: Remote end closed connection without response"),
            (last(head()[:-2]), "disconnected: cut in the middle of the response head"),
            (half_closed(page(), 40), "disconnected: cut in the middle of the response head"),
            (last(b"<html>Hello</html>"), "bad-response: not HTTP: <html>Hello</html>"),  # HTTP/0.9
            (last(b"\0\1garbage\r\n" + page()), r"bad-response: not HTTP: \x00\x01garbage"),
            (last(b"\r\n" + page()), "bad-response: not HTTP:"),
            (last(b"ICY 200 OK\r\n\r\nHello"), "bad-response: not HTTP: ICY 200 OK"),
            (last(b"HTTP/2 200 OK\r\n\r\nHello"), "bad-response: not HTTP/1: HTTP/2"),
            (page(status="000 Zero"), "bad-response: not HTTP: HTTP/1.1 000 Zero"),
            (page(status="1000 Many"), "bad-response: not HTTP: HTTP/1.1 1000 Many"),
            (page("", status="999 Request denied"), "http: HTTP 999"),
            (last(page("", status="101 Switching Protocols")), "http: HTTP 101"),
            (interim_forever, "bad-response: a response head of more than 524288 bytes"),
            (endless_line, "bad-response: a response head of more than 524288 bytes"),
            (
                page("Hello", "Content-Length: 5", "Content-Length: 6"),
                "bad-response: Content-Length contained multiple unmatching values (5, 6)",
            ),
        ],
    )
    def test_without_a_head_that_can_be_read(self, fetch, route, error):
        capture = fetch(route)
        assert (capture.error.rstrip(), capture.content) == (error, b"")

    @pytest.mark.parametrize(
        ("route", "error", "kept"),
        [
            (half_closed(page("Hello"), len(page("Hello")) - 2), CUT, b"Hel"),
            (last(page("Hello", "Content-Length: 50")), CUT, b"Hello"),
            (chunks(HELLO), CUT, b"Hello"),
            (chunks(HELLO + b"1"), CUT, b"Hello"),  # cut in the size of a chunk
            (chunks(HELLO + b"100\r\nHel"), CUT, b"HelloHel"),
            (chunks(b"3\r\nHello\r\n0\r\n\r\n"), CUT, b"Hel"),
            (chunks(HELLO + b"f" * 30 + b"\r\nHel"), CUT, b"HelloHel"),
            (
                chunks(HELLO + b"0" * 99_999 + b"\r\n"),
                "bad-response: got more than 65536 bytes when reading chunk size",
                None,
            ),
            (last(CHUNKED + b"<p>Hello"), CUT, b""),  # announced, and not chunked
            (then_reset(head() + b"Hello"), "disconnected: Connection reset by peer", b"Hello"),
            (page("Hello", "Content-Length: five"), "timeout: not done within 0.6 s", b"Hello"),
        ],
    )
    def test_when_the_body_is_not_whole(self, fetch, route, error, kept):
        capture = fetch(route)
        assert (capture.error, capture.is_truncated) == (error, True)
        assert kept is None or capture.content == kept

    def test_when_the_body_comes_by_the_byte(self, fetch):
        capture = fetch(slow_body(every_s=0.05))
        assert (capture.error, capture.is_truncated) == ("timeout: not done within 0.6 s", True)
        assert 0 < len(capture.content) < 100

    def test_when_trailers_never_end(self, fetch):
        def route(visit):
            visit.send(CHUNKED + HELLO + b"0\r\n")
            while True:
                visit.send(b"X-Trailer: of this\r\n" * 1000)

        assert fetch(route).failure is FailureReason.TIMEOUT


def test_a_page_that_is_whole_is_one_though_its_connection_stays_open(fetch):
    capture = fetch(page(WHOLE, "Content-Length: none"))
    assert (capture.error, capture.content.decode(), capture.is_truncated) == (None, WHOLE, False)


def test_what_is_sent_beyond_an_answer_is_not_the_next_one(server, make_fetcher):
    """A server that is a step behind, or somebody who writes answers into those of others."""
    forged = page("forged")
    server.routes |= {"/a": page("first" + forged.decode(), "Content-Length: 5"), "/b": page("second")}
    fetcher = make_fetcher()
    assert [fetcher.fetch(server.url(path)).content for path in ("/a", "/b")] == [b"first", b"second"]


def test_a_connection_that_the_server_has_closed_meanwhile_costs_no_page(server, make_fetcher, quick):
    server.routes |= {"/a": last(page("first")), "/b": page("second")}
    fetcher = make_fetcher(pace=quick.pace, max_attempts=2)
    assert [fetcher.fetch(server.url(path)).content for path in ("/a", "/b")] == [b"first", b"second"]


def test_a_host_that_goes_away_comes_back(server, make_fetcher, quick):
    """A restart in the middle of a crawl: the page that met with it is there at the next try."""
    server.routes["/page"] = in_turn(last(b""), last(b""), page("back"))
    assert make_fetcher(pace=quick.pace, max_attempts=3).fetch(server.url("/page")).content == b"back"


def test_a_host_that_goes_away_for_a_day_is_left_alone_and_asked_again(make_fetcher):
    """Nobody listens; a day later, by the clock, somebody does."""
    clock = Clock()
    with deaf_port() as port:
        fetcher = make_fetcher(clock=clock)
        url = f"http://127.0.0.1:{port}/page"
        first, second = fetcher.fetch(url), fetcher.fetch(url)
    assert (first.failure, second.failure) == (FailureReason.REFUSED, FailureReason.REFUSED)
    assert second.retry_after_s > 0  # it was not even tried
    clock.pass_hours(24)
    with BadServer(port=port) as server:
        server.routes["/page"] = page("back")
        assert fetcher.fetch(url).content == b"back"


def send(transport, url):
    return transport.send(WireRequest(url=url, started_at=NOW, max_bytes=100_000))
