"""What the content of a capture turns out to be."""

from __future__ import annotations

import datetime as dt
import gzip
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.discover.links import find_links
from archiver.document import read_document
from archiver.errors import DocumentError
from archiver.model import Capture, FailureReason
from archiver.pipelines.reading import decode_text, form_of, gunzip, is_text, read_content

URL = "https://www.lac.example/page"
HTML = b"<!DOCTYPE html><html><head><title>T</title></head><body><h1>T</h1><p>Some text.</p></body></html>"
RSS = b'<?xml version="1.0"?>\n<!-- by hand -->\n<rss version="2.0"><channel/></rss>'
URLSET = b'\xef\xbb\xbf<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>'


def capture(content: bytes, media_type: str | None = "text/html", **more: object) -> Capture:
    plain = {"url": URL, "final_url": URL, "fetched_at": dt.datetime(2025, 8, 11, tzinfo=dt.UTC), "status": 200}
    return Capture(**(plain | {"content": content, "media_type": media_type} | more))


@pytest.mark.parametrize(
    ("content", "media_type", "expected", "form"),
    [
        (HTML, "text/html", None, "page"),
        (HTML, "application/xhtml+xml", None, "page"),
        (HTML, None, None, "page"),
        (HTML, "text/plain", None, "page"),  # a server that names everything so
        (b"Words alone.", "text/html", None, "page"),  # the document says what is wrong with it
        (b"Words alone.", "text/plain", None, "file"),
        (b"%PDF-1.7", "application/pdf", None, "file"),
        (b"{}", "application/json", None, "file"),
        (RSS, "text/html", None, "feed"),
        (RSS, "application/rss+xml", "feed", "feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "application/json", "feed", "feed"),
        (URLSET, "text/xml", None, "sitemap"),
        (URLSET, "text/html", "feed", "sitemap"),  # what it is, not what it was thought to be
        (b"https://www.lac.example/a\n", "text/plain", "sitemap", "sitemap"),
        (gzip.compress(URLSET, mtime=0), "application/gzip", "sitemap", "sitemap"),
        (HTML, "text/html", "sitemap", "page"),
        (HTML, "text/html", "feed", "feed"),  # refused there, as no feed
    ],
)
def test_the_content_tells_how_it_is_read(content, media_type, expected, form):
    assert form_of(capture(content, media_type), expected) == form


def test_flattened_text_is_read_as_text_only_when_it_is_ingested():
    assert form_of(capture(b"Words alone.", "text/plain", status=None)) == "text"


def test_a_page_gives_its_article_and_its_links():
    reading = read_content(capture(HTML.replace(b"Some text.", b'Some <a href="/other">text</a>.')))
    assert reading.article is not None
    assert [found.url for found in reading.found] == ["https://www.lac.example/other"]


def test_a_page_that_waits_for_its_scripts_is_a_failure_and_its_links_are_found():
    shell = (
        b'<title>T</title><body><div id="app"></div><noscript><a href="/about">About</a></noscript><script src="/a.js">'
    )
    reading = read_content(capture(shell))
    assert reading.failure is FailureReason.NEEDS_JAVASCRIPT
    assert reading.detail == 'the page shows nothing before its scripts have run (empty root: <div id="app">)'


def test_links_are_left_alone_when_nobody_follows_them():
    reading = read_content(capture(HTML.replace(b"Some text.", b'<a href="/other">text</a>')), with_links=False)
    assert reading.found == ()


@pytest.mark.parametrize("tag", ['<meta name="robots" content="NOFOLLOW, noarchive">', ""], ids=["meta", "header"])
def test_robots_directives_come_from_the_page_and_from_the_header(tag):
    content = HTML.replace(b"<title>", tag.encode() + b"<title>").replace(b"Some", b'<a href="/other">Some</a>')
    tags = () if tag else ("nofollow", "noarchive")
    reading = read_content(capture(content, robots_tags=tags))
    assert {"nofollow", "noarchive"} <= reading.robots
    assert reading.found == ()


def test_what_is_no_feed_is_a_failure_with_its_reason():
    reading = read_content(capture(HTML), expected="feed")
    assert reading.failure == FailureReason.UNREADABLE
    assert reading.detail


def test_a_failed_capture_is_not_read():
    reading = read_content(capture(b"", failure=FailureReason.TIMEOUT))
    assert (reading.kind, reading.article, reading.failure) == (None, None, None)


@given(st.binary(max_size=300), st.sampled_from(["text/html", "text/xml", "text/plain", None]), st.booleans())
def test_any_bytes_are_a_reading(content, media_type, is_feed):
    reading = read_content(capture(content, media_type), expected="feed" if is_feed else None)
    assert reading.article is not None or reading.failure is not None or reading.kind in {"feed", "sitemap"}


@pytest.mark.parametrize(
    "content", ["L’été".encode(), "L’été".encode("utf-8-sig"), "L’été".encode("utf-16"), "L’été".encode("cp1252")]
)
def test_text_is_decoded_whatever_wrote_it(content):
    assert decode_text(content) == "L’été"


@pytest.mark.parametrize(
    ("content", "charset"),
    [("Žluťoučký kůň".encode("iso8859-2"), "ISO-8859-2"), ("Žluťoučký kůň".encode(), "ISO-8859-2")],
    ids=["as said", "said wrongly"],
)
def test_text_that_is_not_utf_8_is_what_the_server_says(content, charset):
    assert decode_text(content, charset) == "Žluťoučký kůň"


@pytest.mark.parametrize("charset", ["no-such-charset", "utf-8", "base64"])
def test_a_charset_that_does_not_fit_is_not_believed(charset):
    assert decode_text("été".encode("cp1252"), charset) == "été"


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"11 August 2025\nThe ferry runs again\n", True),
        ("Le bac".encode("utf-16"), True),
        (HTML, False),
        (b"%PDF-1.7\n", False),
        (b"WARC/1.1\r\n", False),
        (b"\x00\x01\x02", False),
    ],
)
def test_text_is_told_from_everything_else(content, answer):
    assert is_text(content) is answer


def test_gzip_is_undone_and_all_else_left_alone():
    assert gunzip(gzip.compress(HTML, mtime=0)) == gunzip(HTML) == HTML


def test_a_gzip_file_that_is_cut_is_a_document_error():
    with pytest.raises(DocumentError, match="gzip"):
        gunzip(gzip.compress(HTML, mtime=0)[:-12])


@pytest.mark.parametrize("packed", [bytes, gzip.compress])
@pytest.mark.parametrize(
    ("content", "expected", "form"),
    [
        (b"<br />Notice: x\n<urlset></urlset>", "sitemap", "sitemap"),
        (b"<br />\n<rss></rss>", "sitemap", "feed"),
        (b"<br />\n<urlset></urlset>", "feed", "sitemap"),
    ],
)
def test_what_is_called_a_list_is_told_by_its_root_whatever_stands_before_it(content, expected, form, packed):
    assert form_of(capture(packed(content)), expected) == form


def test_a_json_feed_is_a_feed_whatever_it_is_called():
    content = b'{"version": "https://jsonfeed.org/version/1.1", "items": []}'
    assert form_of(capture(content, media_type="application/json"), None) == "feed"


def test_a_sitemap_that_breaks_off_is_read_and_says_so():
    read = read_content(
        capture(b"<urlset><url><loc>https://www.gazette.example/a</loc></url><url>"), expected="sitemap"
    )
    assert (len(read.found), read.note) == (1, "broken-off")


def test_the_day_of_a_card_changes_nothing_else_of_its_link():
    cards = "".join(
        f'<article class="card"><h3><a href="/2025/08/1{day}/story-{day}" {relation}>The story of the day {day}</a></h3>'
        f'<time datetime="2025-08-1{day}">1{day} August 2025</time><p>What there is to say of it, at some length.</p>'
        "</article>"
        for day, relation in enumerate(("", "", 'rel="next"', ""))
    )
    content = f"<!DOCTYPE html><html><body><main>{cards}</main></body></html>".encode()
    plain = {link.url: link for link in find_links(read_document(content, url=URL))}
    dated = [link for link in read_content(capture(content)).found if link.published]
    assert len(dated) == len(plain) == 4
    assert dated == [replace(plain[link.url], published=link.published) for link in dated]
