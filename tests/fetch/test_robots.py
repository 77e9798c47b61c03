"""robots.txt as RFC 9309 reads it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.fetch.robots import MAX_ROBOTS_BYTES, is_reachable, read_rules, robots_address, robots_text

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
