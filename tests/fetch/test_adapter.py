"""A request is sent as requests would send it, made with less work."""

from __future__ import annotations

import datetime as dt

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from archiver.fetch.adapter import prepared
from archiver.fetch.wire import WireRequest

HEADERS = (("User-Agent", "me"), ("Accept", "*/*"))
ENDS = st.text(st.sampled_from("abZ09/.?&=-_~%;:@+#|é "), max_size=12)


def request_for(url, headers=HEADERS):
    return WireRequest(url=url, headers=headers, started_at=dt.datetime(2025, 8, 11, tzinfo=dt.UTC), max_bytes=1)


def sent(request):
    return request.method, request.url, list(request.headers.items()), request.body


def as_requests_does(url):
    return requests.Request("GET", url, headers=dict(HEADERS)).prepare()


@pytest.mark.parametrize(
    "url",
    [
        "http://site.example/",
        "https://www.site.example:8443/2025/08/a-story,1.html?p=2&q=a+b",
        "http://127.0.0.1:54321/a//b/../c/./d",
        "http://site.example/caf%c3%a9/%7Euser?x=%41",
        "http://site.example/a?",
        "http://site.example?a",
        "HTTP://Site.Example:080/a b?c d#e",
        "http://me:secret@site.example/",
        "http://[::1]:8080/",
        "http://bücher.example/",
    ],
)
def test_an_address_is_sent_as_requests_sends_it(url):
    assert sent(prepared(request_for(url))) == sent(as_requests_does(url))


@given(host=st.sampled_from(["site.example", "A.example", "127.0.0.1:70", "a_b.example:8080"]), end=ENDS)
def test_any_address_is_sent_as_requests_sends_it(host, end):
    url = f"http://{host}/{end}"
    assert sent(prepared(request_for(url))) == sent(as_requests_does(url))


@pytest.mark.parametrize("url", ["http://site.example:70000/", "http://.site.example/", "http:///a"])
def test_what_requests_refuses_is_refused(url):
    with pytest.raises(requests.RequestException):
        prepared(request_for(url))


def test_a_header_that_cannot_be_sent_is_refused():
    with pytest.raises(requests.exceptions.InvalidHeader):
        prepared(request_for("http://site.example/", (("Cookie", "a\r\nb: c"),)))
