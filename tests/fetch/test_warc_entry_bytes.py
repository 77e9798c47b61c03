"""Records of others in a WARC file of ours: the same bytes where any reader can use them, else made anew."""

from __future__ import annotations

import datetime as dt
import io
from hashlib import sha1
from itertools import count

import pytest
from backports import zstd
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archiver.fetch.warc import WarcWriter
from archiver.fetch.warc_entry_bytes import member_of
from archiver.fetch.warc_reading import read_capture
from archiver.fetch.warc_stream import Entry, iter_entries
from archiver.fetch.warc_walk import walk
from support.warc_bytes import HTTP, member, record

NOW = dt.datetime(2025, 8, 12, tzinfo=dt.UTC)
EVERY = frozenset({"warcinfo", "request", "response", "resource", "conversion", "revisit", "metadata"})
PAGE = b"<html><p>The ferry runs again.</p></html>"
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"


def entries(content):
    return [
        one for one in iter_entries(io.BytesIO(content), types=EVERY, max_block_bytes=1 << 20) if isinstance(one, Entry)
    ]


def types_read(path):
    """By two other readers, which agree; digests are verified."""
    with path.open("rb") as stream:
        slow = [
            found.rec_type
            for found in ArchiveIterator(stream, check_digests="raise")
            if found.content_stream().read() or True
        ]
    with path.open("rb") as stream:
        assert [found.headers["WARC-Type"] for found in FastIterator(stream, parse_http=False)] == slow
    return slow


def whole(path):
    """Whether our own check finds nothing wrong."""
    with path.open("rb") as stream:
        return all(stretch.is_record and stretch.problem is None for stretch in walk(stream))


def copied(tmp_path, *parts, **options):
    """A file of ours into which these records were copied, and their places."""
    with WarcWriter(tmp_path / "archive.warc", clock=lambda: NOW) as writer:
        places = [writer.copy(entry, NOW, **options) for part in parts for entry in entries(part)]
    (path,) = (tmp_path / "archive.warc").iterdir()
    return path, places


ODD = {
    "plain": record("a", PAGE),
    "zstd": zstd.compress(record("a", PAGE)),
    "LF": member(record("a", PAGE, eol="\n")),
    "old": member(record("a", PAGE, version="0.17")),
    "no name": member(record("a", PAGE, WARC_Record_ID=None)),
    "no date": member(record("a", PAGE, WARC_Date=None)),
    "no digest": member(record("a", PAGE, WARC_Block_Digest=None)),
    "hexadecimal": member(record("a", PAGE, WARC_Block_Digest="sha1:" + sha1(HTTP + PAGE).hexdigest())),
    "brackets": member(record("a", PAGE, WARC_Target_URI="<https://lac.example/a>")),
    "no ending": member(record("a", PAGE)[:-4]),
    "folded": member(record("a", PAGE, WARC_Filename="one\r\n two")),
    "chunks": member(
        record(
            "a",
            kind="resource",
            WARC_Type="response",
            body=CHUNKED + b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE),
            Content_Type="application/http",
        )
    ),
}


@pytest.mark.parametrize("odd", ODD)
def test_whatever_is_copied_is_whole_to_every_reader(tmp_path, odd):
    path, (place,) = copied(tmp_path, ODD[odd])
    assert types_read(path) == ["warcinfo", "response"]
    assert whole(path)
    capture = read_capture(path.parent, place)
    assert (capture.url, capture.content, capture.status) == ("https://lac.example/a", PAGE, 200)


def test_a_member_that_is_fit_is_copied_as_it_is(tmp_path):
    part = member(record("a", PAGE))
    path, (place,) = copied(tmp_path, part)
    assert path.read_bytes()[place.offset :] == part


def test_the_request_comes_behind_its_response(tmp_path):
    (asked,) = entries(
        member(record("a", b"GET / HTTP/1.1\r\n\r\n", kind="request", Content_Type="application/http; msgtype=request"))
    )
    path, (place,) = copied(tmp_path, member(record("a", PAGE)), request=asked)
    assert types_read(path) == ["warcinfo", "response", "request"]
    assert read_capture(path.parent, place).exchanges[0].request_head == b"GET / HTTP/1.1\r\n\r\n"


def test_what_a_file_says_of_itself_is_copied_once(tmp_path):
    (info,) = entries(
        member(record(kind="warcinfo", body=b"software: other\r\n", Content_Type="application/warc-fields"))
    )
    path, _ = copied(tmp_path, *(member(record(name, PAGE)) for name in "abc"), info=info)
    assert types_read(path) == ["warcinfo", "warcinfo", "response", "response", "response"]


def test_the_same_records_make_the_same_file(tmp_path):
    """Also where a record has no name of its own, if whoever writes names them so."""

    def made(name):
        with WarcWriter(tmp_path / name, clock=lambda: NOW, new_id=map("<urn:{}>".format, count()).__next__) as writer:
            for part in ODD.values():
                writer.copy(entries(part)[0], NOW)
        (path,) = (tmp_path / name).iterdir()
        return path.read_bytes()

    (tmp_path / "again").mkdir()
    assert made("archive.warc") == made("again/archive.warc")


FIELDS = st.dictionaries(
    st.sampled_from(["WARC_Date", "WARC_Record_ID", "WARC_Block_Digest", "X_Odd", "WARC_Payload_Digest"]),
    st.none() | st.text(max_size=20) | st.just("2016"),
)


@given(st.binary(max_size=300), st.sampled_from(["1.0", "0.18", "1.1"]), st.sampled_from(["\r\n", "\n"]), FIELDS)
def test_whatever_was_read_can_be_written(body, version, eol, fields):
    """What comes back is the same record."""
    for entry in entries(record("a", body, version=version, eol=eol, **fields)):
        (again,) = entries(member_of(entry, NOW))
        assert (again.type, again.url, again.block) == (entry.type, entry.url, entry.block)
        assert again.member is not None
