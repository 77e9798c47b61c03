"""What was fetched is kept in WARC files that others can read, and comes back as it was."""

from __future__ import annotations

import datetime as dt
import gzip
import random
import resource
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archiver import __version__
from archiver.errors import DamagedArchiveError, ReadOnlyArchiveError
from archiver.fetch.answers import digest_of, read_capture_of
from archiver.fetch.heads import read_head
from archiver.fetch.warc import Provenance, WarcWriter
from archiver.fetch.warc_reading import read_capture, read_record
from archiver.fetch.warc_record import Record, mended_head, new_record_id, original_head, record_to_bytes
from archiver.fetch.wire import WireResponse
from archiver.model import Capture, Exchange, FailureReason, KeptContent, WarcLocation, WarcPosition
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
        assert response["WARC-Concurrent-To"] == request["WARC-Record-ID"]
        assert request["WARC-IP-Address"] == "192.0.43.8"
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

    def test_can_inflate_a_body_that_was_compressed_for_the_way(self, tmp_path):
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\nContent-Type: text/html\r\n\r\n"
        original = exchange(gzip.compress(b"Hello"), head=head)
        (written,) = write(tmp_path, capture_of(original))
        with (tmp_path / written.warc.file).open("rb") as stream:
            _, record, _ = ((found, found.content_stream().read()) for found in ArchiveIterator(stream))
        found, content = record
        assert content == b"Hello"
        assert found.http_headers.get_header("X-Archive-Orig-Transfer-Encoding") == "gzip, chunked"
        assert read_capture(tmp_path, written.warc).exchanges == (original,)

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


#: a page that is whole is never said to be cut, whatever was announced
bodies = st.binary(max_size=300).filter(lambda body: not body.rstrip().lower().endswith(b"</html>"))


@given(heads, bodies, st.sampled_from([None, "length", "time", "disconnect"]))
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


def test_a_media_type_is_one_line_whatever_is_in_it(tmp_path):
    (written,) = write(tmp_path, ingested(media_type="text/html\r\nWARC-Type: response "))
    _, (kind, headers, _, _) = records_of(tmp_path / written.warc.file)
    assert (kind, headers["Content-Type"]) == ("resource", "text/html WARC-Type: response ; charset=utf-8")


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
        assert (tmp_path / f"{position.file}.open").stat().st_size == position.end
        writer.close()

    def test_are_called_open_while_they_are_written_and_are_found_under_either_name(self, tmp_path):
        writer = WarcWriter(tmp_path)
        written = writer.write(ingested(b"1"))
        assert [path.name for path in tmp_path.iterdir()] == [f"{written.warc.file}.open"]
        assert read_capture(tmp_path, written.warc).content == b"1"
        writer.close()
        assert [path.name for path in tmp_path.iterdir()] == [written.warc.file]
        assert read_capture(tmp_path, written.warc).content == b"1"

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

    @pytest.mark.parametrize("change", [lambda path: path.write_bytes(path.read_bytes()[:-1]), Path.unlink])
    def test_that_lost_what_the_last_commit_vouched_for_are_left_alone(self, tmp_path, change):
        """Cut, or moved away: what is left may be all that there is."""
        with WarcWriter(tmp_path) as first:
            first.write(ingested(b"1"))
            position = first.sync()
        change(tmp_path / position.file)
        (written,) = write(tmp_path, ingested(b"2"), resume=position)
        assert written.warc.file != position.file
        assert read_capture(tmp_path, written.warc).content == b"2"

    @pytest.mark.parametrize("is_renamed", [True, False])
    @pytest.mark.parametrize("torn", [0, 1, 5, 200])
    def test_of_a_killed_run_are_continued_behind_their_last_whole_record(self, tmp_path, torn, is_renamed):
        killed = WarcWriter(tmp_path)
        killed.write(ingested(b"1"))
        position = killed.sync()
        uncommitted = killed.write(ingested(b"2"))
        as_killed(killed, tmp_path, record_of_5000_bytes()[:torn], is_renamed=is_renamed)
        (written,) = write(tmp_path, ingested(b"3"), resume=position)
        assert (written.warc.file, written.warc.offset) == (
            position.file,
            uncommitted.warc.offset + uncommitted.warc.length,
        )
        assert [payload for *_, payload in records_of(tmp_path / position.file)[1:]] == [b"1", b"2", b"3"]

    def test_that_a_killed_run_left_open_are_finished_by_the_next_one(self, tmp_path):
        killed = WarcWriter(tmp_path)
        left = killed.write(ingested(b"1"))
        as_killed(killed, tmp_path, record_of_5000_bytes()[:200])
        (written,) = write(tmp_path, ingested(b"2"))
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted({left.warc.file, written.warc.file})
        assert [payload for *_, payload in records_of(tmp_path / left.warc.file)[1:]] == [b"1"]

    def test_that_others_are_writing_to_are_theirs(self, tmp_path):
        """Two archives may share a folder: a copy of one does."""
        with WarcWriter(tmp_path) as one:
            first = one.write(ingested(b"1"))
            position = one.sync()
            with WarcWriter(tmp_path, resume=position) as other:
                second = other.write(ingested(b"2"))
            third = one.write(ingested(b"3"))
        assert second.warc.file != first.warc.file == third.warc.file
        assert [payload for *_, payload in records_of(tmp_path / first.warc.file)[1:]] == [b"1", b"3"]

    def test_that_are_empty_but_for_their_description_do_not_stay(self, tmp_path):
        killed = WarcWriter(tmp_path)
        killed._ready_file()
        as_killed(killed, tmp_path, b"")
        (written,) = write(tmp_path, ingested(b"2"))
        assert [path.name for path in tmp_path.iterdir()] == [written.warc.file]

    def test_of_another_operator_are_not_continued(self, tmp_path):
        """The first record speaks for all in its file."""
        (first,) = write(tmp_path, ingested())
        size = (tmp_path / first.warc.file).stat().st_size
        (second,) = write(
            tmp_path,
            ingested(),
            resume=WarcPosition(file=first.warc.file, end=size),
            provenance=Provenance(contact="ada@journal.example"),
        )
        assert second.warc.file != first.warc.file
        assert b"\r\noperator: ada@journal.example\r\n" in records_of(tmp_path / second.warc.file)[0][3]

    def test_say_what_made_them(self, tmp_path):
        provenance = Provenance(user_agent="archiver/1 (+x@y.example)", contact="x@y.example", part_of="lake")
        (written,) = write(tmp_path, ingested(), provenance=provenance)
        info = dict(
            line.split(": ", 1) for line in records_of(tmp_path / written.warc.file)[0][3].decode().split("\r\n")[:-1]
        )
        assert info == {
            "software": f"archiver/{__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "robots": "classic",
            "http-header-user-agent": "archiver/1 (+x@y.example)",
            "operator": "x@y.example",
            "isPartOf": "lake",
        }

    def test_hold_all_exchanges_of_a_capture(self, tmp_path):
        """A redirect and where it leads are never in two files."""
        chain = capture_of(*(exchange(bytes([number]) * 900) for number in range(4)))
        first, second = write(tmp_path, chain, chain, max_bytes=1500)
        assert first.warc.file != second.warc.file
        data = (tmp_path / first.warc.file).read_bytes()
        assert data[first.warc.start :].count(b"\x1f\x8b\x08") >= 8
        assert records_of(tmp_path / first.warc.file)[1][3] == b"\0" * 900
        assert write(tmp_path, capture_of(exchange()))[0].warc.start is None

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


class TestRevisits:
    """An answer that brings nothing new is kept in one or two kilobytes."""

    @pytest.fixture
    def first(self, tmp_path):
        (written,) = write(tmp_path, capture_of(exchange(b"Hello" * 100)))
        return KeptContent(capture_id=7, warc=written.warc)

    def test_of_the_same_bytes_name_the_record_that_holds_them(self, tmp_path, first):
        again = exchange(b"Hello" * 100, head=b"HTTP/1.1 200 OK\r\nX-Cache: hit\r\nTransfer-Encoding: chunked\r\n\r\n")
        with WarcWriter(tmp_path) as writer:
            written = writer.write(capture_of(again), first)
        original = records_of(tmp_path / first.warc.file)[1][1]
        _, headers, http, payload = records_of(tmp_path / written.warc.file)[1]
        assert (headers["WARC-Type"], payload, written.revisit_of) == ("revisit", b"", 7)
        assert headers["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
        assert headers["WARC-Refers-To"] == original["WARC-Record-ID"]
        assert headers["WARC-Refers-To-Target-URI"] == original["WARC-Target-URI"] == URL
        assert headers["WARC-Refers-To-Date"] == original["WARC-Date"] == "2025-08-11T12:00:30.123456Z"
        assert headers["WARC-Payload-Digest"] == original["WARC-Payload-Digest"]
        assert headers["WARC-Truncated"] == "length"
        assert (http.get_header("X-Cache"), http.get_header("Content-Length")) == ("hit", "500")
        assert records_of(tmp_path / written.warc.file)[2][1]["WARC-Concurrent-To"] == headers["WARC-Record-ID"]

    def test_of_what_the_server_says_is_not_modified(self, tmp_path, first):
        answer = exchange(b"", head=b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nContent-Length: 500\r\n\r\n')
        with WarcWriter(tmp_path) as writer:
            written = writer.write(capture_of(answer), first)
        _, (_, headers, http, _), _, (kind, head, _, block) = records_of(tmp_path / written.warc.file)
        assert (headers["Content-Length"], bool(http)) == ("0", False)
        assert headers["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
        assert headers["WARC-Refers-To-Target-URI"] == URL
        assert head["WARC-Warcinfo-ID"] == headers["WARC-Warcinfo-ID"]
        assert "WARC-Target-URI" not in head  # pywb would take it for the page
        assert (kind, head["WARC-Refers-To"], block) == ("metadata", headers["WARC-Record-ID"], answer.response_head)
        assert (tmp_path / written.warc.file).stat().st_size - written.warc.offset < 1300

    def test_of_a_whole_page_that_was_counted_wrong_are_kept_too(self, tmp_path):
        def look():
            cut = exchange(b"<html>Hello</html>", truncated="disconnect")
            status, headers = read_head(cut.response_head)
            response = WireResponse(
                exchange=cut, status=status, headers=headers, failure=FailureReason.DISCONNECTED, detail="cut"
            )
            return read_capture_of(response, cut, 1_000_000)

        with WarcWriter(tmp_path) as writer:
            first = writer.write(look())
            again = writer.write(look(), KeptContent(capture_id=1, warc=first.warc))
        assert (first.is_truncated, again.revisit_of) == (False, 1)
        kinds = [(kind, headers.get("WARC-Truncated")) for kind, headers, *_ in records_of(tmp_path / first.warc.file)]
        assert ("response", None) in kinds
        assert ("revisit", "length") in kinds

    def test_are_read_back_with_the_body_that_they_stand_for(self, tmp_path, first):
        again = capture_of(exchange(b"Hello" * 100, head=b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"))
        with WarcWriter(tmp_path) as writer:
            written = writer.write(again, first)
        assert read_capture(tmp_path, written.warc, original=first.warc) == replace(again, warc=written.warc)

    def test_are_not_read_back_without_it(self, tmp_path, first):
        with WarcWriter(tmp_path) as writer:
            other = writer.write(capture_of(exchange(b"Other")))
            written = writer.write(capture_of(exchange(b"Hello" * 100)), first)
        with pytest.raises(DamagedArchiveError, match=r"a revisit of <urn:uuid:.*>, which nobody knows"):
            read_capture(tmp_path, written.warc)
        with pytest.raises(DamagedArchiveError, match=r"<urn:uuid:.*> is to lie there, not <urn:uuid"):
            read_capture(tmp_path, written.warc, original=other.warc)

    @pytest.mark.parametrize(
        "again",
        [
            exchange(b"Hello" * 99),
            exchange(gzip.compress(b"Hello" * 100), head=b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"),
            exchange(b"Hello" * 100, truncated="time"),
        ],
        ids=["other content", "other bytes on the wire", "cut"],
    )
    def test_do_not_stand_for_what_is_not_the_same(self, tmp_path, first, again):
        with WarcWriter(tmp_path) as writer:
            written = writer.write(capture_of(again), first)
        assert written.revisit_of is None
        assert read_record(tmp_path, written.warc).type == "response"

    @pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:600])])
    def test_do_not_stand_for_what_cannot_be_found(self, tmp_path, first, damage):
        damage(tmp_path / first.warc.file)
        with WarcWriter(tmp_path) as writer:
            written = writer.write(capture_of(exchange(b"Hello" * 100)), first)
        assert read_record(tmp_path, written.warc).body == b"Hello" * 100

    def test_do_not_stand_for_what_was_cut_or_for_a_file(self, tmp_path):
        cut, file = write(tmp_path, capture_of(exchange(truncated="time")), ingested(b"Hello"))
        with WarcWriter(tmp_path) as writer:
            for kept in (cut, file):
                known = KeptContent(capture_id=1, warc=kept.warc)
                assert writer.write(capture_of(exchange()), known).revisit_of is None


@given(heads, st.binary(min_size=1, max_size=300), heads)
def test_a_capture_survives_as_a_revisit(tmp_path_factory, head, body, head_again):
    folder = tmp_path_factory.mktemp("warc")
    again = exchange(body, head=head_again)
    with WarcWriter(folder) as writer:
        first = writer.write(capture_of(exchange(body, head=head)))
        written = writer.write(capture_of(again), KeptContent(capture_id=1, warc=first.warc))
    if b" 304 " not in head_again:
        assert written.revisit_of == 1
        assert read_capture(folder, written.warc, original=first.warc).exchanges == (again,)
    assert len(records_of(folder / written.warc.file)) == (6 if b" 304 " in head_again else 5)


class TestAFullDisk:
    """A limit on the size of files is what a test can have; the error is another word of the same kind."""

    @pytest.fixture
    def limit(self):
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    def test_is_said_and_leaves_whole_records(self, tmp_path, limit):
        with WarcWriter(tmp_path) as writer:
            written = writer.write(capture_of(exchange()))
            end = writer.sync().end
            limit(end + 1000)
            with pytest.raises(ReadOnlyArchiveError, match=f"{tmp_path}: File too large"):
                writer.write(capture_of(exchange(random.Random(1).randbytes(5000))))
            assert writer.sync().end == end
        assert len(records_of(tmp_path / written.warc.file)) == 3

    def test_in_the_middle_of_a_capture_leaves_what_was_written_of_it(self, tmp_path, limit):
        with WarcWriter(tmp_path) as writer:
            writer.write(ingested(b"1"))
            limit(writer.sync().end + 1500)
            chain = capture_of(exchange(b"a"), exchange(random.Random(1).randbytes(5000)))
            with pytest.raises(ReadOnlyArchiveError):
                writer.write(chain)
            limit(resource.RLIM_INFINITY)
            writer.write(ingested(b"2"))
        (path,) = tmp_path.iterdir()
        assert [kind for kind, *_ in records_of(path)] == ["warcinfo", "resource", "response", "request", "resource"]


def as_killed(writer, folder, torn, *, is_renamed=False):
    """What is left when the process dies: the lock is gone, a record is half written."""
    writer._file._let_go()
    (path,) = (path for path in folder.iterdir() if path.name.startswith(writer._file.name))
    with path.open("ab") as stream:
        stream.write(torn)
    if is_renamed:
        path.rename(path.with_name(writer._file.name))


def record_of_5000_bytes():
    record = Record(
        type="resource",
        id=new_record_id(),
        date=NOW,
        media_type="image/png",
        block=random.Random(1).randbytes(5000),
        is_packed=True,
    )
    return record_to_bytes(record)


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
