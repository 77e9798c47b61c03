"""What a page in a browser may ask for, and what becomes of the page."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.fetch.rendering import MAX_REQUESTS, Drawn, Wants, rendered
from archiver.model import Capture, FailureReason, Validators

MARKUP = (
    b'<script src="https://cdn.example/app.js"></script><link rel="preload" as="script" href="//static.example/x.js">'
    b"<a href='https://linked.example/'>"
)
PAGE = Capture(
    url="https://www.lac.example/",
    final_url="https://www.lac.example/",
    fetched_at=dt.datetime(2025, 8, 11, tzinfo=dt.UTC),
    status=200,
    content=MARKUP,
    media_type="text/html",
    validators=Validators(etag='"1"'),
)


@pytest.mark.parametrize(
    ("url", "method", "kind", "is_admitted"),
    [
        ("https://www.lac.example/app.js", "GET", "script", True),
        ("https://api.lac.example/stories?page=1", "GET", "fetch", True),
        ("https://cdn.example/chunk.js", "GET", "script", True),
        ("https://static.example/data.json", "GET", "xhr", True),
        ("https://counter.example/hit.js", "GET", "script", False),
        ("https://linked.example/app.js", "GET", "script", False),
        ("https://www.lac.example/hero.jpg", "GET", "image", False),
        ("https://www.lac.example/frame", "GET", "document", False),
        ("https://www.lac.example/api", "POST", "fetch", False),
        ("data:text/javascript,1", "GET", "script", False),
        ("https://[", "GET", "script", False),
    ],
)
def test_scripts_and_data_of_the_page_s_own_hosts_are_asked_for(url, method, kind, is_admitted):
    assert Wants(PAGE).admits(url, method=method, kind=kind) is is_admitted


def test_a_page_asks_for_no_more_than_its_share():
    wants = Wants(PAGE)
    admitted = [wants.admits(f"https://www.lac.example/{n}.js", method="GET", kind="script") for n in range(100)]
    assert sum(admitted) == MAX_REQUESTS


def test_a_drawn_page_is_a_page_of_its_own_that_no_validator_speaks_of():
    drawn = rendered(PAGE, Drawn(html="<p>é</p>"))
    assert (drawn.content, drawn.charset, drawn.is_rendered) == ("<p>é</p>".encode(), "utf-8", True)
    assert drawn.validators == Validators()
    assert drawn.payload_digest != PAGE.payload_digest


def test_a_page_that_could_not_be_drawn_says_why():
    failed = rendered(PAGE, Drawn(html=None, detail="Target crashed"))
    assert failed.error == "needs_javascript: not rendered: Target crashed"
    assert failed.failure is FailureReason.NEEDS_JAVASCRIPT
