"""Which pages are only a redirect."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.fetch.refresh import refresh_address


@pytest.mark.parametrize(
    ("markup", "address"),
    [
        ('<meta http-equiv="refresh" content="0; url=/b">', "/b"),
        (
            "<META HTTP-EQUIV=Refresh CONTENT='0;URL=https://other.example/b?c=1&amp;d=2'>",
            "https://other.example/b?c=1&d=2",
        ),
        ('<meta content="5, /b" http-equiv="refresh">Moved: <a href="/b">here</a>', "/b"),
        ("<meta http-equiv=refresh content=\"0; url='/b'\"/>", "/b"),
        ('<meta http-equiv="refresh" content="0.5;/été">', "/été"),
        ("<title>Moved</title><style>a { b: c }</style><meta http-equiv=refresh content=0;/b><p>Wait…", "/b"),
        ('<meta http-equiv="refresh" content="300">', None),  # loads itself anew
        ('<meta http-equiv="refresh" content="300; url=/next">', None),  # is read before
        ('<meta http-equiv="refresh" content="url=/b">', None),
        ('<meta http-equiv="refresh" content="">', None),
        ('<meta http-equiv="refresh">', None),
        ('<noscript><meta http-equiv="refresh" content="0; url=/no-scripts"></noscript>', None),
        ('<!-- <meta http-equiv="refresh" content="0; url=/b"> -->', None),
        ('<meta http-equiv="refresh" content="0; url=/b">' + "<p>There is something to read here." * 20, None),
        ('<meta http-equiv="refresh" content="0; url=/b">' + " " * 40_000, None),
        ('<meta http-equiv="x-ua-compatible" content="0; url=/b">', None),
        ("", None),
    ],
)
def test_a_page_that_says_nothing_but_where_to_go(markup, address):
    assert refresh_address(markup.encode(), None) == address


def test_a_header_says_the_same():
    assert refresh_address(b"", "0; url=/b") == "/b"
    assert refresh_address(b"<p>Hello " * 100, "0; url=/b") is None


@pytest.mark.parametrize(
    "part", ["<title>", "<!--", "<meta ", "<script", "<meta http-equiv=refresh content='0;", "</title "]
)
def test_what_never_ends_is_read_in_no_time(part):
    """Quadratic, these would take minutes."""
    body = (part * 10_000).encode()[:32_000]
    assert refresh_address(body + b" " * 700, None) is None


@given(st.binary(max_size=300), st.none() | st.text(max_size=50))
def test_any_bytes_are_a_page_or_lead_somewhere(content, header):
    body = b'<meta http-equiv="refresh" content="' + content + b'">'
    assert refresh_address(body, header) is None or isinstance(refresh_address(body, header), str)
