"""What headers say."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.fetch.heads import (
    charset_of,
    conditional_headers,
    content_codings,
    media_type_of,
    read_head,
    retry_after_s,
    robots_tags,
    validators_of,
    value_of,
    values_of,
)
from archiver.model import Validators

NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)


def test_a_head_is_a_status_and_headers_in_order():
    head = b"HTTP/1.1 200 OK\r\nServer: x\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n\r\n"
    status, headers = read_head(head)
    assert status == 200
    assert headers == (("Server", "x"), ("Set-Cookie", "a=1"), ("set-cookie", "b=2"))
    assert values_of(headers, "SET-COOKIE") == ("a=1", "b=2")


def test_header_bytes_are_utf_8_or_latin_1():
    _, headers = read_head("HTTP/1.1 200 OK\r\nA: été\r\n".encode() + b"B: \xe9t\xe9\r\n\r\n")
    assert headers == (("A", "été"), ("B", "été"))


def test_folded_lines_are_unfolded_and_nonsense_is_left_out():
    _, headers = read_head(b"HTTP/1.0 200\nA: one\n  two\nnonsense\n\n")
    assert headers == (("A", "one two"),)


@pytest.mark.parametrize("head", [b"", b"SSH-2.0-Open\r\n", b"HTTP/1.1 2000 OK\r\n", b"HTTP/1.1 OK\r\n"])
def test_a_head_without_a_status_line_has_no_status(head):
    assert read_head(head)[0] is None


def test_an_empty_header_counts_as_missing():
    assert value_of((("ETag", ""), ("ETag", "x")), "etag") == "x"
    assert value_of((("ETag", ""),), "etag") is None


@pytest.mark.parametrize(
    ("value", "media_type", "charset"),
    [
        ("text/html; charset=utf-8", "text/html", "utf-8"),
        ("Text/HTML;Charset='windows-1252'", "text/html", "windows-1252"),
        ('application/rss+xml; a=b; charset="UTF-8"', "application/rss+xml", "UTF-8"),
        ("text/html, text/html", "text/html", None),
        ("text/html;charset=", "text/html", None),
        ("html", None, None),
        ("", None, None),
    ],
)
def test_content_type_gives_media_type_and_charset(value, media_type, charset):
    headers = (("content-type", value),)
    assert (media_type_of(headers), charset_of(headers)) == (media_type, charset)


def test_codings_come_in_the_order_they_were_applied():
    headers = (("Content-Encoding", "identity, Deflate"), ("Content-Encoding", " gzip"))
    assert content_codings(headers) == ("deflate", "gzip")


def test_validators_go_out_as_they_came_in():
    validators = validators_of((("etag", 'W/"x"'), ("Last-Modified", "Mon, 11 Aug 2025 12:00:00 GMT")))
    assert conditional_headers(validators) == (
        ("If-None-Match", 'W/"x"'),
        ("If-Modified-Since", "Mon, 11 Aug 2025 12:00:00 GMT"),
    )


def test_a_validator_that_is_no_header_value_stays_at_home():
    assert conditional_headers(Validators(etag='"é"', last_modified="a\r\nX: y")) == ()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("-5", 0.0),
        ("1.5", 1.5),
        ("Mon, 11 Aug 2025 12:02:00 GMT", 120.0),
        ("Mon, 11 Aug 2025 14:02:00 +0200", 120.0),
        ("Monday, 11-Aug-25 12:02:00 GMT", 120.0),  # RFC 850
        ("Mon Aug 11 12:02:00 2025", 120.0),  # asctime
        ("Mon, 11 Aug 2025 11:00:00 GMT", 0.0),  # over already
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("", None),
    ],
)
def test_retry_after_has_two_forms(value, seconds):
    assert retry_after_s((("Retry-After", value),), NOW) == seconds


@pytest.mark.parametrize(
    ("values", "tags"),
    [
        (("noarchive",), ("noarchive",)),
        (("NoIndex, nofollow", "noarchive, noindex"), ("noindex", "nofollow", "noarchive")),
        (("archiver: noarchive, nofollow",), ("noarchive", "nofollow")),
        (("otherbot: noarchive, nofollow",), ()),
        (("noindex, otherbot: noarchive, Archiver: nofollow",), ("noindex", "nofollow")),
        (("max-snippet: 20, noarchive",), ("max-snippet: 20", "noarchive")),
        ((" , ",), ()),
    ],
)
def test_robots_tags_are_those_for_everybody_and_for_us(values, tags):
    assert robots_tags(tuple(("X-Robots-Tag", value) for value in values)) == tags
