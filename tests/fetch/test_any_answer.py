"""Whatever a server sends: no exception, no hang, an answer or a reason, and a record that reads back the same."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archiver.config import FetchSettings
from archiver.fetch.fetcher import Fetcher
from archiver.fetch.transport import RequestsTransport
from archiver.fetch.warc import WarcWriter
from archiver.fetch.warc_reading import read_capture
from support.bad_answers import last
from support.bad_server import BadServer

STATUS_LINES = (
    *("200 OK", "200", "204 None", "206 Part", "304 Same", "404 Gone", "429 Slow", "503 Later", "101 Up", "999 No"),
    *("302 Found", "100 Go on", "0 Zero", "-1", "twohundred"),
)
HEADERS = (
    *("Content-Length: 5", "Content-Length: 0", "Content-Length: 99", "Content-Length: -1", "Content-Length : x"),
    *("Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: bogus"),
    *("Content-Encoding: gzip", "Content-Encoding: br", "Content-Encoding: zstd", "Content-Encoding: deflate, gzip"),
    *("Content-Type: text/html; charset=klingon", "Content-Type: ;;;", "Content-Type: image/png", "Connection: close"),
    *("Location: /other", "Location: file:///etc/passwd", "Location: \xff\xfe", "Refresh: 0; url=/other", "Location:"),
    *("Retry-After: soon", "Retry-After: -5", "Retry-After: 9e99", "Retry-After: Mon, 32 Foo 2025 99:99:99 GMT"),
    *("Set-Cookie: a=b; Path=/; Expires=never", 'ETag: "x', "Last-Modified: \0", "X-Robots-Tag: a:b:c,,:", "no colon"),
    *(
        ": no name",
        " folded",
        "\r",
        "From me",
        "X : y",
        "X-Nul: \0",
        "X-Cr: a\rb",
        "Content-Range: bytes 0-4/5",
        "Date: yesterday",
    ),
)
BODIES = (
    b"Hello",
    b"5\r\nHello\r\n0\r\n\r\n",
    b"5\r\nHel",
    b"-1\r\n",
    gzip.compress(b"Hello", mtime=0),
    b"<html>Hi</html>",
)


def head_of(status_line, lines, end):
    return b"".join(line.encode("latin-1") + end for line in (f"HTTP/1.1 {status_line}", *lines, ""))


heads = st.builds(
    head_of,
    st.sampled_from(STATUS_LINES),
    st.lists(st.sampled_from(HEADERS) | st.text(st.characters(codec="latin-1"), max_size=30), max_size=5),
    st.sampled_from([b"\r\n", b"\n"]),
)
likely = st.builds(lambda head, body: head + body, heads, st.sampled_from(BODIES) | st.binary(max_size=60))
cut = st.builds(lambda answer, place: answer[: place % (len(answer) + 1)], likely, st.integers(0, 500))
answers = likely | cut | st.binary(max_size=100)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("warc")


@pytest.fixture(scope="module")
def world(folder):
    """A server, a transport to it and a WARC file, for all examples."""
    chosen = FetchSettings(
        allow_private=True, delay_s=0, max_attempts=1, first_byte_timeout_s=0.2, total_timeout_s=0.3, max_bytes=100_000
    )
    with BadServer() as server, WarcWriter(folder) as writer:
        transport = RequestsTransport(chosen)
        yield server, transport, chosen, writer
        transport.close()


def fetch(world, route):
    server, transport, chosen, _ = world
    server.routes = {"/page": route}
    return Fetcher(transport, chosen).fetch(server.url("/page"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=answers)
def test_any_bytes_are_an_answer_or_a_reason_and_survive_the_warc(world, folder, caplog, answer):
    capture = fetch(world, last(answer))
    assert "Failed to parse headers" not in caplog.text  # of which a library would have made a body
    assert capture.failure is not None or capture.status is not None
    assert capture.error is None or capture.error.isprintable()
    if not capture.exchanges:
        assert capture.content == b""
        return
    writer = world[3]
    written = writer.write(capture)
    writer.sync()
    stored = read_capture(folder, written.warc)
    for name in ("status", "content", "payload_digest", "media_type", "charset", "is_truncated"):
        assert getattr(stored, name) == getattr(capture, name), name


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=answers)
def test_any_bytes_that_leave_the_connection_open_are_not_waited_for(world, answer):
    capture = fetch(world, answer)
    assert capture.failure is not None or capture.status is not None


def test_other_readers_find_a_record_of_an_odd_head(tmp_path, world):
    answer = b"HTTP/1.1 200 OK\r\nno colon\r\n: x\r\nX-\0: \xff\r\n folded\r\nContent-Length: 5\r\n\r\nHello"
    with WarcWriter(tmp_path) as writer:
        written = writer.write(fetch(world, answer))
    with (tmp_path / written.warc.file).open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    assert kinds == ["warcinfo", "response", "request"]
