"""What one answer means: which is a page, which only looks like one, and which looks worse than it is."""

from __future__ import annotations

import pytest

from archiver.model import FailureReason
from support.bad_server import chunked, cut_short, in_turn, page

WHOLE = "<html><body><p>Hello</body></html>\n"


def test_a_part_is_no_page(server, make_fetcher):
    server.routes["/page"] = page("<p>Hel", "Content-Range: bytes 0-5/5000", status="206 Partial Content")
    capture = make_fetcher().fetch(server.url("/page"))
    assert capture.error == "http: HTTP 206, a part of what was asked for"
    assert capture.content == b"<p>Hel"


def test_a_part_that_is_all_there_is_is_a_page(server, make_fetcher):
    server.routes["/page"] = page("<p>Hel", "Content-Range: bytes 0-5/6", status="206 Partial Content")
    assert make_fetcher().fetch(server.url("/page")).is_ok


@pytest.mark.parametrize("status", ["204 No Content", "205 Reset Content"])
def test_an_answer_without_content_has_come(server, make_fetcher, status):
    server.routes["/page"] = page("", status=status)
    capture = make_fetcher().fetch(server.url("/page"))
    assert (capture.failure, capture.content, capture.payload_digest) == (None, b"", None)


@pytest.mark.parametrize(
    "route", [cut_short(page(WHOLE, "Content-Length: 90"), 1000), chunked(WHOLE.encode() * 2, is_cut=True)]
)
def test_a_page_that_ends_where_pages_end_is_whole_whatever_was_announced(server, make_fetcher, route):
    server.routes["/page"] = route
    capture = make_fetcher(max_attempts=3).fetch(server.url("/page"))
    assert (capture.is_ok, capture.is_truncated) == (True, False)
    assert capture.exchanges[0].truncated is None  # its record says what its row does
    assert len(server.asked_for("/page")) == 1


def test_a_page_that_ends_elsewhere_is_asked_for_again(server, make_fetcher, quick):
    server.routes["/page"] = in_turn(cut_short(page("<html><p>Hel", "Content-Length: 90"), 1000), page(WHOLE))
    capture = make_fetcher(max_attempts=2, pace=quick.pace).fetch(server.url("/page"))
    assert (capture.is_ok, capture.content.decode()) == (True, WHOLE)


def test_the_status_speaks_before_the_connection(server, make_fetcher):
    cut = page("<html>Sorry</html>", "Content-Length: 90", status="403 Forbidden")
    server.routes["/page"] = cut_short(cut, 1000)
    assert make_fetcher().fetch(server.url("/page")).failure is FailureReason.HTTP
