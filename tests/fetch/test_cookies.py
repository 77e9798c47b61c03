"""Cookies live as long as the redirects of one page, and go to the host that set them alone."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.fetch.cookies import ChainCookies

PAGE = "https://www.journal.example/a/b?c=d"
NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)


def cookies(*lines, url=PAGE):
    jar = ChainCookies()
    jar.learn(url, tuple(("Set-Cookie", line) for line in lines), NOW)
    return jar


def test_cookies_go_back_to_the_host_that_set_them_and_to_no_other():
    jar = cookies("a=1; Path=/", "b=2; HttpOnly; path=/")
    assert jar.header("https://www.journal.example/elsewhere") == "a=1; b=2"
    assert jar.header("https://sub.www.journal.example/") is None
    assert jar.header("https://other.example/") is None


@pytest.mark.parametrize("domain", ["journal.example", ".journal.example", "www.journal.example"])
def test_a_domain_attribute_takes_no_cookie_to_another_host(domain):
    jar = cookies(f"a=1; Path=/; Domain={domain}")
    assert jar.header(PAGE) == "a=1"
    assert jar.header("https://journal.example/") is None


@pytest.mark.parametrize("domain", ["other.example", "w.journal.example", "nal.example"])
def test_a_cookie_for_a_domain_of_others_is_not_taken(domain):
    assert cookies(f"a=1; Domain={domain}").header(PAGE) is None


def test_a_secure_cookie_needs_tls():
    jar = cookies("a=1; Secure", "b=2")
    assert jar.header("http://www.journal.example/a/") == "b=2"


@pytest.mark.parametrize(
    ("line", "path", "goes"),
    [
        ("a=1; Path=/", "/x", True),
        ("a=1; Path=/news", "/news", True),
        ("a=1; Path=/news", "/news/x", True),
        ("a=1; Path=/news/", "/news/x", True),
        ("a=1; Path=/news", "/newsletter", False),
        ("a=1; Path=/news", "/", False),
        ("a=1", "/a/other", True),  # without one, it is for the folder of the page
        ("a=1", "/other", False),
        ("a=1; Path=news", "/a/other", True),
    ],
)
def test_a_cookie_goes_where_its_path_says(line, path, goes):
    assert (cookies(line).header(f"https://www.journal.example{path}") is not None) is goes


def test_the_most_special_cookie_goes_first():
    assert cookies("a=1; Path=/", "a=2; Path=/a").header(PAGE) == "a=2; a=1"


@pytest.mark.parametrize(
    "attribute",
    ["Max-Age=0", "Max-Age = -1", "Expires=Mon, 11 Aug 2025 11:59:59 GMT", "expires=Thu, 01 Jan 1970 00:00:00 GMT"],
)
def test_a_cookie_may_be_taken_back(attribute):
    assert cookies("a=1", "b=2", f"a=; {attribute}").header(PAGE) == "b=2"


@pytest.mark.parametrize(
    "attribute", ["Max-Age=60", "Max-Age=soon", "Expires=whenever", "Expires=", "Max-Age=" + "9" * 5000]
)
def test_a_cookie_that_has_not_run_out_is_kept(attribute):
    assert cookies(f"a=1; {attribute}").header(PAGE) == "a=1"


@pytest.mark.parametrize("line", ["", "novalue", "=1", "a=\x01", "a=é", "a=" + "x" * 5000])
def test_what_is_no_cookie_is_not_sent(line):
    assert cookies(line).header(PAGE) is None


def test_a_jar_has_a_bottom():
    jar = cookies(*(f"c{number}=1" for number in range(1000)))
    assert jar.header(PAGE).count(";") == 49
