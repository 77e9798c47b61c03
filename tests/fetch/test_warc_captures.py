"""What others' records mean: a capture as if it had been fetched, or the reason why there is none."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import zlib

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from archiver.fetch.warc_captures import CAPTURED_TYPES, Passed, PassReason, capture_of_entry
from archiver.fetch.warc_stream import Entry, iter_entries
from archiver.model import Capture, FailureReason
from support.warc_bytes import record

NOW = dt.datetime(2025, 8, 12, tzinfo=dt.UTC)
PAGE = "<html><p>Été à la plage</p></html>".encode()


def capture(content, **options):
    (entry,) = iter_entries(io.BytesIO(content), types=CAPTURED_TYPES, max_block_bytes=10_000)
    return capture_of_entry(entry, **options)


def response(body=PAGE, *headers, status="HTTP/1.1 200 OK", **fields):
    lines = "\r\n".join((status, "Content-Type: text/html; charset=utf-8", *headers))
    return record(kind="resource", body=f"{lines}\r\n\r\n".encode() + body, **(HTTP | fields))


#: of a record whose head is written out
HTTP = {"WARC_Type": "response", "Content_Type": "application/http; msgtype=response"}


def test_a_response_is_a_capture_as_if_it_had_been_fetched():
    found = capture(response(PAGE, 'ETag: "1"'), request_head=b"GET / HTTP/1.1\r\n\r\n")
    assert (found.url, found.final_url) == ("https://lac.example/a", "https://lac.example/a")
    assert found.fetched_at == dt.datetime(2025, 8, 11, 10, tzinfo=dt.UTC)
    assert (found.status, found.media_type, found.charset) == (200, "text/html", "utf-8")
    assert (found.content, found.failure, found.is_truncated) == (PAGE, None, False)
    assert found.validators.etag == '"1"'
    assert found.exchanges[0].request_head.startswith(b"GET")


CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
    "identity": bytes,
    "gzip, br": lambda body: brotli.compress(gzip.compress(body)),
}


@pytest.mark.parametrize("coding", CODINGS)
def test_content_codings_are_undone(coding):
    body = CODINGS[coding](PAGE)
    assert capture(response(body, f"Content-Encoding: {coding}")).content == PAGE


@pytest.mark.parametrize("said", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("body", [PAGE, gzip.compress(PAGE)], ids=["already undone", "another one"])
def test_a_body_is_weighed_more_than_what_is_said_of_it(said, body):
    assert capture(response(body, f"Content-Encoding: {said}")).content == PAGE


def chunked(body):
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (chunked(PAGE), ["Transfer-Encoding: chunked"]),
        (chunked(gzip.compress(PAGE)), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
        (chunked(gzip.compress(PAGE)), ["Transfer-Encoding: gzip, chunked"]),
        (PAGE, ["Transfer-Encoding: chunked"]),
        (PAGE, ["X-Crawl-Transfer-Encoding: chunked", "X-Crawl-Content-Encoding: gzip"]),
    ],
    ids=["chunks", "and a coding", "and a transfer coding", "no chunks any more", "as Common Crawl does"],
)
def test_chunks_are_put_together_where_there_are_any(body, headers):
    found = capture(response(body, *headers))
    assert (found.content, found.failure) == (PAGE, None)


def test_a_body_whose_chunks_break_off_is_cut():
    found = capture(response(chunked(PAGE)[:20], "Transfer-Encoding: chunked"))
    assert (found.failure, found.is_truncated) == (FailureReason.DISCONNECTED, True)
    assert PAGE.startswith(found.content)


@pytest.mark.parametrize(
    ("word", "failure"),
    [
        ("length", FailureReason.TOO_LARGE),
        ("time", FailureReason.TIMEOUT),
        ("disconnect", FailureReason.DISCONNECTED),
    ],
)
def test_what_was_cut_says_so(word, failure):
    found = capture(response(PAGE[:20], WARC_Truncated=word))
    assert (found.failure, found.is_truncated) == (failure, True)


def test_a_resource_is_its_content():
    found = capture(record(kind="resource", body=PAGE, Content_Type="text/html; charset=utf-8"))
    assert (found.content, found.media_type, found.charset) == (PAGE, "text/html", "utf-8")
    assert (found.status, found.is_rendered) == (None, False)


@pytest.mark.parametrize(("media_type", "is_rendered"), [("text/html", True), ("text/plain", False)])
def test_a_conversion_is_a_text_or_a_page_as_it_was_drawn(media_type, is_rendered):
    found = capture(record(kind="conversion", body=PAGE, Content_Type=media_type))
    assert (found.media_type, found.is_rendered, found.content) == (media_type, is_rendered, PAGE)


@pytest.mark.parametrize(
    ("content", "reason", "detail"),
    [
        (record(kind="request"), PassReason.NO_CAPTURE, "request"),
        (record(kind="warcinfo"), PassReason.NO_CAPTURE, "warcinfo"),
        (record(kind="revisit", WARC_Refers_To="<urn:first>"), PassReason.REVISIT, ""),
        (record(kind="continuation", WARC_Segment_Number="2"), PassReason.SEGMENT, ""),
        (response(WARC_Segment_Number="1"), PassReason.SEGMENT, ""),
        (record(WARC_Target_URI="dns:lac.example", Content_Type="text/dns"), PassReason.NOT_WEB, "dns"),
        (record(kind="resource", WARC_Target_URI="urn:pageinfo:x"), PassReason.NOT_WEB, "urn"),
        (record(WARC_Target_URI="https:///"), PassReason.INVALID_URL, "invalid address"),
        (record(WARC_Target_URI="www.lac.example/ferry"), PassReason.INVALID_URL, "invalid address"),
        (record(WARC_Target_URI="lac.example:8080/ferry"), PassReason.INVALID_URL, "invalid address"),
        (response(status="HTTP/1.1 404 Not Found"), PassReason.STATUS, "HTTP 404"),
        (response(status="HTTP/1.1 999 Ha"), PassReason.STATUS, "HTTP 999"),
        (response(status="HTTP/1.1 twenty"), PassReason.BAD_HTTP, ""),
        (response(status="<html>"), PassReason.BAD_HTTP, ""),
        (response(b""), PassReason.EMPTY, ""),
        (response(PAGE, status="HTTP/1.1 200 OK\r\nContent-Type: image/png"), PassReason.OTHER_TYPE, "image/png"),
        (record(kind="resource", body=b"", Content_Type="text/html"), PassReason.EMPTY, ""),
        (record(kind="resource", Content_Type="application/json"), PassReason.OTHER_TYPE, "application/json"),
        (response(b"x" * 20_000), PassReason.TOO_LARGE, "more than 10,000 bytes"),
        (response(WARC_Date=None), PassReason.NO_DATE, ""),
        (response(WARC_Date="yesterday"), PassReason.NO_DATE, ""),
    ],
)
def test_what_is_no_page_is_passed_over_with_its_reason(content, reason, detail):
    passed = capture(content)
    assert isinstance(passed, Passed)
    assert passed.reason is reason
    assert passed.detail.startswith(detail)


def test_a_revisit_names_what_it_stands_for():
    assert capture(record(kind="revisit", WARC_Refers_To="<urn:first>")).refers_to == "<urn:first>"


def test_a_record_without_a_date_is_of_the_moment_that_is_told():
    assert capture(response(WARC_Date=None), undated=NOW).fetched_at == NOW


def test_other_types_are_captures_where_they_are_wanted():
    found = capture(record(kind="resource", Content_Type="image/png"), accepts=lambda found: found == "image/png")
    assert isinstance(found, Capture)


@given(
    st.sampled_from(["response", "resource", "conversion", "revisit", "request", ""]),
    st.text(max_size=40),
    st.text(max_size=40),
    st.binary(max_size=400) | st.binary(max_size=200).map(lambda body: b"HTTP/1.1 200 OK\r\n" + body),
)
def test_whatever_a_record_holds_it_is_a_capture_or_passed(kind, url, media_type, block):
    entry = Entry(
        type=kind,
        id="",
        url=f"https://lac.example/{url}",
        date=NOW,
        headers=(("WARC-Type", kind),),
        media_type=media_type or "application/http",
        block=block,
        offset=0,
        length=0,
    )
    assert isinstance(capture_of_entry(entry), Capture | Passed)
