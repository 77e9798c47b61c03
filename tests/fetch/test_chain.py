"""Where redirects lead, and which cookies go along."""

from __future__ import annotations

import pytest

from archiver.fetch.chain import redirect_target
from archiver.fetch.cookies import ChainCookies

PAGE = "https://www.journal.example/a/b?c=d"


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://other.example/x", "https://other.example/x"),
        ("/x", "https://www.journal.example/x"),
        ("x", "https://www.journal.example/a/x"),
        ("//other.example/x", "https://other.example/x"),
        ("?e=f", "https://www.journal.example/a/b?e=f"),
        (" /x#part ", "https://www.journal.example/x"),
        ("/a b", "https://www.journal.example/a%20b"),
        ("/x?utm_source=y", "https://www.journal.example/x?utm_source=y"),  # it may be what ends the redirects
        ("mailto:a@b.example", None),
        ("ftp://other.example/", None),
        ("file:///etc/passwd", None),
        ("javascript:alert(1)", None),
        ("http://", None),
        ("http://[::1/", None),
        ("https://me:secret@other.example/", None),
    ],
)
def test_a_location_is_an_address_that_may_be_asked_or_none(location, target):
    assert redirect_target(PAGE, location) == target


def cookies(*lines, url=PAGE):
    jar = ChainCookies()
    jar.learn(url, tuple(("Set-Cookie", line) for line in lines))
    return jar


def test_cookies_go_back_to_the_host_that_set_them_and_to_no_other():
    jar = cookies("a=1; Path=/", "b=2; HttpOnly")
    assert jar.header("https://www.journal.example/elsewhere") == "a=1; b=2"
    assert jar.header("https://sub.www.journal.example/") is None
    assert jar.header("https://other.example/") is None


def test_a_domain_attribute_takes_no_cookie_to_another_host():
    assert cookies("a=1; Domain=journal.example").header("https://journal.example/") is None


def test_a_secure_cookie_needs_tls():
    jar = cookies("a=1; Secure", "b=2")
    assert jar.header("http://www.journal.example/") == "b=2"


def test_a_cookie_may_be_taken_back():
    jar = cookies("a=1", "b=2", "a=; Max-Age=0")
    assert jar.header(PAGE) == "b=2"


@pytest.mark.parametrize("line", ["", "novalue", "=1", "a=\x01", "a=é", "a=" + "x" * 5000])
def test_what_is_no_cookie_is_not_sent(line):
    assert cookies(line).header(PAGE) is None


def test_a_jar_has_a_bottom():
    jar = cookies(*(f"c{number}=1" for number in range(1000)))
    assert len(jar.header(PAGE).split("; ")) == 50
