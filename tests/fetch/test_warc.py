"""What was fetched is kept in WARC files that others can read, and comes back as it was."""

from __future__ import annotations

import datetime as dt
import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archiver.errors import DamagedArchiveError, ReadOnlyArchiveError
from archiver.fetch.answers import digest_of, read_capture_of
from archiver.fetch.heads import read_head
from archiver.fetch.warc import WarcWriter, read_capture, read_record
from archiver.fetch.warc_record import mended_head, original_head
from archiver.fetch.wire import WireResponse
from archiver.model import Capture, Exchange, FailureReason, WarcLocation, WarcPosition
from support.bad_server import chunked, endless_body, page, redirect

NOW = dt.datetime(2025, 8, 11, 12, 0, 30, 123456, tzinfo=dt.UTC)
URL = "https://www.journal.example/page"
REQUEST = b"GET /page HTTP/1.1\r\nHost: www.journal.example\r\n\r\n"


def exchange(body=b"Hello", *, head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", **changes):
    values = {"url": URL, "started_at": NOW, "elapsed_s": 0.0, "request_head": REQUEST, "ip_address": "192.0.43.8"}
    return Exchange(**{**values, "response_head": head, "body": body, **changes})


def capture_of(*exchanges):
    """The capture that fetching makes of those exchanges."""
    last = exchanges[-1]
    status, headers = read_head(last.response_head)
    capture = read_capture_of(WireResponse(exchange=last, status=status, headers=headers), last, 1_000_000)
    return replace(capture, exchanges=exchanges)


def ingested(content=b"<p>Hello", **changes):
    values = {"url": "file:///pages/a.html", "final_url": "file:///pages/a.html", "fetched_at": NOW}
    described = {"media_type": "text/html", "charset": "utf-8", "size_bytes": len(content)}
    return Capture(**{**values, **described, "content": content, "payload_digest": digest_of(content), **changes})


def write(folder, *captures, **options):
    with WarcWriter(folder, clock=lambda: NOW, **options) as writer:
        return [writer.write(capture) for capture in captures]


def records_of(path):
    """Every record as warcio reads it, its digests checked: type, headers, HTTP status line, payload."""
    with path.open("rb") as stream:
        return [
            (record.rec_type, dict(record.rec_headers.headers), record.http_headers, record.raw_stream.read())
            for record in ArchiveIterator(stream, check_digests="raise")
        ]


class TestOtherReaders:
    def test_find_a_warcinfo_a_response_and_its_request(self, tmp_path):
        (written,) = write(tmp_path, capture_of(exchange()))
        records = records_of(tmp_path / written.warc.file)
        assert [kind for kind, *_ in records] == ["warcinfo", "response", "request"]
        (_, info, _, _), (_, response, head, body), (_, request, request_head, _) = records
        assert info["WARC-Filename"] == written.warc.file
        assert (response["WARC-Target-URI"], response["WARC-Date"]) == (URL, "2025-08-11T12:00:30.123456Z")
        assert (response["WARC-IP-Address"], response["WARC-Warcinfo-ID"]) == ("192.0.43.8", info["WARC-Record-ID"])
        assert (head.get_statuscode(), body) == ("200", b"Hello")
        assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]
        assert request_head.protocol == "GET"
        assert all("WARC-Block-Digest" in headers for _, headers, _, _ in records)
        assert "WARC-Payload-Digest" in response

    def test_see_version_1_1_and_a_gzip_member_for_each_record(self, tmp_path):
        (written,) = write(tmp_path, capture_of(exchange()))
        data = (tmp_path / written.warc.file).read_bytes()
        place = written.warc
        member = gzip.decompress(data[place.offset : place.offset + place.length])
        assert member.startswith(b"WARC/1.1\r\nWARC-Type: response\r\n")
        assert member.endswith(b"Hello\r\n\r\n")

    def test_find_every_exchange_of_a_page(self, tmp_path):
        (written,) = write(tmp_path, capture_of(exchange(b"1"), exchange(b"2"), exchange(b"3")))
        payloads = [payload for kind, _, _, payload in records_of(tmp_path / written.warc.file) if kind == "response"]
        assert payloads == [b"1", b"2", b"3"]

    def test_are_told_what_was_cut(self, tmp_path):
        (written,) = write(tmp_path, capture_of(exchange(truncated="disconnect")))
        assert records_of(tmp_path / written.warc.file)[1][1]["WARC-Truncated"] == "disconnect"

    def test_are_not_misled_about_a_body_without_its_chunks(self, tmp_path):
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n"
        (written,) = write(tmp_path, capture_of(exchange(b"5\r\nno chunk", head=head)))
        _, _, headers, payload = records_of(tmp_path / written.warc.file)[1]
        assert payload == b"5\r\nno chunk"
        assert headers.get_header("Transfer-Encoding") is None
        assert headers.get_header("X-Archive-Orig-Transfer-Encoding") == "chunked"
        assert headers.get_header("Content-Length") == "11"

    def test_find_an_ingested_file_as_a_resource(self, tmp_path):
        (written,) = write(tmp_path, ingested())
        kind, headers, _, payload = records_of(tmp_path / written.warc.file)[1]
        assert (kind, headers["Content-Type"], payload) == ("resource", "text/html; charset=utf-8", b"<p>Hello")

    def test_meet_no_address_that_is_none(self, tmp_path):
        (written,) = write(tmp_path, ingested(url="file:///a b/é\r\nX-Evil: 1"))
        assert (
            records_of(tmp_path / written.warc.file)[1][1]["WARC-Target-URI"] == "file:///a%20b/%C3%A9%0D%0AX-Evil:%201"
        )

    def test_read_what_came_from_a_real_server(self, server, make_fetcher, tmp_path):
        server.routes |= {
            "/gzip": page(gzip.compress(b"Hello", mtime=0), "Content-Encoding: gzip"),
            "/chunks": chunked(b"Hel", b"lo"),
            "/redirect": redirect("/gzip"),
            "/endless": endless_body(),
        }
        fetcher = make_fetcher(max_bytes=1000)
        write(tmp_path, *(fetcher.fetch(server.url(path)) for path in server.routes))
        (path,) = tmp_path.iterdir()
        payloads = [payload for kind, _, _, payload in records_of(path) if kind == "response"]
        assert payloads == [
            gzip.compress(b"Hello", mtime=0),
            b"Hello",
            b"moved",
            gzip.compress(b"Hello", mtime=0),
            b"x" * 1000,
        ]


class TestReadingBack:
    def test_gives_the_capture_again(self, tmp_path):
        original = capture_of(
            exchange(gzip.compress(b"Hello"), head=b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nETag: x\r\n\r\n")
        )
        (written,) = write(tmp_path, original)
        assert read_capture(tmp_path, written.warc) == replace(original, warc=written.warc)

    def test_gives_an_ingested_file_again(self, tmp_path):
        (written,) = write(tmp_path, ingested())
        assert read_capture(tmp_path, written.warc) == written

    def test_gives_the_last_of_several_exchanges_for_the_address_that_was_asked(self, tmp_path):
        first = exchange(b"", head=b"HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n")
        last = exchange(url="https://www.journal.example/b")
        (written,) = write(tmp_path, replace(capture_of(first, last), url=URL))
        again = read_capture(tmp_path, written.warc, url=URL)
        assert (again.url, again.final_url, again.exchanges) == (URL, last.url, (last,))

    def test_knows_what_was_cut(self, tmp_path):
        captures = write(tmp_path, *(capture_of(exchange(truncated=word)) for word in ("length", "time", "disconnect")))
        again = [read_capture(tmp_path, capture.warc) for capture in captures]
        assert [capture.failure for capture in again] == [
            FailureReason.TOO_LARGE,
            FailureReason.TIMEOUT,
            FailureReason.DISCONNECTED,
        ]
        assert all(capture.is_truncated for capture in again)

    def test_of_a_redirect_that_was_not_followed_is_no_page(self, tmp_path):
        (written,) = write(tmp_path, capture_of(exchange(head=b"HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n")))
        assert not read_capture(tmp_path, written.warc).is_ok

    def test_keeps_to_a_limit(self, tmp_path):
        head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
        (written,) = write(tmp_path, capture_of(exchange(gzip.compress(b"x" * 5000), head=head)))
        again = read_capture(tmp_path, written.warc, max_bytes=100)
        assert (again.failure, len(again.content)) == (FailureReason.TOO_LARGE, 100)

    def test_does_without_a_request_that_was_torn_off(self, tmp_path):
        (written,) = write(tmp_path, capture_of(exchange()))
        path = tmp_path / written.warc.file
        path.write_bytes(path.read_bytes()[: written.warc.offset + written.warc.length])
        assert read_capture(tmp_path, written.warc).exchanges[0].request_head == b""

    def test_a_record_by_itself(self, tmp_path):
        (written,) = write(tmp_path, capture_of(exchange()))
        record = read_record(tmp_path, written.warc)
        assert (record.type, record.url, record.status, record.body) == ("response", URL, 200, b"Hello")
        assert (record.recorded_at, record.headers) == (NOW, (("Content-Type", "text/html"),))


header_text = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30
)
heads = st.builds(
    lambda status, pairs, framing: (
        b"HTTP/1.1 %d Whatever\r\n" % status
        + b"".join(f"X-{name.replace(':', '')}: {value}\r\n".encode() for name, value in pairs)
        + framing
        + b"\r\n"
    ),
    st.sampled_from([200, 304, 404, 503]),
    st.lists(st.tuples(header_text, header_text), max_size=4),
    st.sampled_from(
        [
            b"",
            b"Content-Length: 3\r\n",
            b"content-length:7 \r\nETag: x\r\n",
            b"TRANSFER-encoding: gzip, chunked\r\nContent-Length: 1\r\n",
        ]
    ),
)


@given(heads, st.binary(max_size=300), st.sampled_from([None, "length", "time", "disconnect"]))
def test_a_capture_survives_the_warc(tmp_path_factory, head, body, truncated):
    original = exchange(body, head=head, truncated=truncated)
    folder = tmp_path_factory.mktemp("warc")
    (written,) = write(folder, capture_of(original))
    assert read_capture(folder, written.warc).exchanges == (original,)
    assert len(records_of(folder / written.warc.file)) == 3


@given(st.binary(min_size=1, max_size=300))
def test_an_ingested_file_survives_the_warc(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("warc")
    (written,) = write(folder, ingested(content))
    assert read_capture(folder, written.warc) == written


@given(heads, st.integers(0, 10))
def test_a_mended_head_is_told_from_the_original(head, size):
    assert original_head(mended_head(head, size)) == head


class TestFiles:
    def test_appear_with_their_first_record(self, tmp_path):
        with WarcWriter(tmp_path / "new" / "folder") as writer:
            assert writer.sync() is None
            assert not (tmp_path / "new").exists()
            writer.write(ingested())
            assert len(list((tmp_path / "new" / "folder").iterdir())) == 1

    def test_do_not_appear_for_captures_without_a_response(self, tmp_path):
        failed = Capture(url=URL, final_url=URL, fetched_at=NOW, failure=FailureReason.DNS)
        assert write(tmp_path, failed) == [failed]
        assert list(tmp_path.iterdir()) == []

    def test_have_names_of_their_own(self, tmp_path):
        """Two runs in one second, or with one fixed clock."""
        names = {write(tmp_path, ingested())[0].warc.file for _ in range(3)}
        assert len(names) == 3

    def test_are_whole_on_disk_up_to_what_sync_says(self, tmp_path):
        writer = WarcWriter(tmp_path)
        writer.write(capture_of(exchange()))
        position = writer.sync()
        assert (tmp_path / position.file).stat().st_size == position.end
        writer.close()

    def test_are_continued_where_the_last_commit_left_them(self, tmp_path):
        with WarcWriter(tmp_path) as first:
            first.write(ingested(b"1"))
            position = first.sync()
        with WarcWriter(tmp_path, resume=position) as second:
            assert second.sync() == position
            written = second.write(ingested(b"2"))
            end = second.sync().end
        assert (written.warc.file, written.warc.offset) == (position.file, position.end)
        assert end == position.end + written.warc.length
        records = records_of(tmp_path / position.file)
        assert [payload for *_, payload in records[1:]] == [b"1", b"2"]
        assert {headers["WARC-Warcinfo-ID"] for _, headers, *_ in records[1:]} == {records[0][1]["WARC-Record-ID"]}

    @pytest.mark.parametrize(
        "change",
        [
            lambda path: path.write_bytes(path.read_bytes() + b"torn"),
            lambda path: path.write_bytes(path.read_bytes()[:-1]),
            Path.unlink,
        ],
    )
    def test_that_are_not_as_the_last_commit_left_them_are_left_alone(self, tmp_path, change):
        """What a killed run wrote after its last commit, or a file that was moved away."""
        with WarcWriter(tmp_path) as first:
            first.write(ingested(b"1"))
            position = first.sync()
        change(tmp_path / position.file)
        (written,) = write(tmp_path, ingested(b"2"), resume=position)
        assert written.warc.file != position.file
        assert read_capture(tmp_path, written.warc).content == b"2"

    def test_are_not_continued_when_they_are_no_warc(self, tmp_path):
        (tmp_path / "other.gz").write_bytes(b"no warc at all")
        (written,) = write(tmp_path, ingested(), resume=WarcPosition(file="other.gz", end=14))
        assert written.warc.file != "other.gz"

    def test_rotate_when_full(self, tmp_path):
        captures = write(tmp_path, *(capture_of(exchange()) for _ in range(4)), max_bytes=1500)
        files = [capture.warc.file for capture in captures]
        assert len(set(files)) == 2
        assert files == sorted(files)
        for name in set(files):
            assert records_of(tmp_path / name)[0][0] == "warcinfo"

    def test_that_are_full_are_not_continued(self, tmp_path):
        (first,) = write(tmp_path, ingested())
        size = (tmp_path / first.warc.file).stat().st_size
        (second,) = write(tmp_path, ingested(), resume=WarcPosition(file=first.warc.file, end=size), max_bytes=size)
        assert second.warc.file != first.warc.file

    def test_a_writer_may_go_on_after_closing(self, tmp_path):
        writer = WarcWriter(tmp_path)
        first = writer.write(ingested(b"1"))
        writer.close()
        second = writer.write(ingested(b"2"))
        writer.close()
        assert second.warc.file == first.warc.file

    def test_a_folder_that_cannot_be_written_is_said(self, tmp_path):
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(ReadOnlyArchiveError, match="file"):
            write(tmp_path / "file", ingested())


class TestDamage:
    @pytest.fixture
    def place(self, tmp_path):
        return write(tmp_path, capture_of(exchange(b"Hello" * 100)))[0].warc

    def test_in_a_record_is_found(self, tmp_path, place):
        path = tmp_path / place.file
        data = bytearray(path.read_bytes())
        data[place.offset + place.length // 2] ^= 0xFF
        path.write_bytes(bytes(data))
        with pytest.raises(DamagedArchiveError, match=place.file):
            read_record(tmp_path, place)

    @pytest.mark.parametrize("keep", [0, 5, 40, 300])
    def test_of_a_torn_file_is_found(self, tmp_path, place, keep):
        path = tmp_path / place.file
        path.write_bytes(path.read_bytes()[: place.offset + keep])
        with pytest.raises(DamagedArchiveError, match=r"the file ends after \d+ of \d+ bytes"):
            read_record(tmp_path, place)

    def test_of_a_missing_file_is_found(self, tmp_path, place):
        (tmp_path / place.file).unlink()
        with pytest.raises(DamagedArchiveError, match="No such file"):
            read_record(tmp_path, place)

    @pytest.mark.parametrize(("offset", "length"), [(1, 0), (0, -1), (10, 0)])
    def test_of_a_row_that_points_elsewhere_is_found(self, tmp_path, place, offset, length):
        wrong = replace(place, offset=place.offset + offset, length=place.length + length)
        with pytest.raises(DamagedArchiveError):
            read_record(tmp_path, wrong)

    def test_a_row_cannot_point_out_of_the_folder(self, tmp_path, place):
        (tmp_path / "inside").mkdir()
        with pytest.raises(DamagedArchiveError, match="not the name of a file"):
            read_record(tmp_path / "inside", replace(place, file=f"../{place.file}"))

    def test_a_request_is_no_page(self, tmp_path, place):
        path = tmp_path / place.file
        start = place.offset + place.length
        request = WarcLocation(file=place.file, offset=start, length=path.stat().st_size - start)
        assert read_record(tmp_path, request).type == "request"
        with pytest.raises(DamagedArchiveError, match="a request record"):
            read_capture(tmp_path, request)
