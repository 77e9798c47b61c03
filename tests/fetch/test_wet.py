"""Texts out of WET files, whole and damaged."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib

import pytest

from archiver.fetch.wet import BadRecord, read_texts
from archiver.model import Capture

NOW = dt.datetime(2025, 8, 12, tzinfo=dt.UTC)
DATE = "2025-08-11T10:00:00Z"


def record(name, text="The ferry runs again.", *, kind="conversion", length=None, **headers):
    body = text.encode()
    digest = base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
    fields = {
        "WARC-Type": kind,
        "WARC-Target-URI": f"https://lac.example/{name}",
        "WARC-Date": DATE,
        "WARC-Record-ID": "<urn:uuid:0a1b2c3d-0000-4000-8000-000000000000>",
        "WARC-Block-Digest": f"sha1:{digest}",
        "Content-Type": "text/plain",
        "Content-Length": str(len(body) if length is None else length),
    } | {key.replace("_", "-"): value for key, value in headers.items()}
    lines = "".join(f"{key}: {value}\r\n" for key, value in fields.items() if value is not None)
    return f"WARC/1.0\r\n{lines}\r\n".encode() + body + b"\r\n\r\n"


@pytest.fixture
def texts(tmp_path):
    """What is read out of a file with this content."""

    def read(content):
        (tmp_path / "texts.wet").write_bytes(content)
        return list(read_texts(tmp_path / "texts.wet", now=NOW))

    return read


def names(found):
    return [one.url.rpartition("/")[2] if isinstance(one, Capture) else "bad" for one in found]


@pytest.mark.parametrize("packed", [bytes, gzip.compress])
def test_each_record_is_a_capture(texts, packed):
    first, second = texts(packed(record("a", "Été")) + packed(record("b")))
    assert (first.url, first.media_type, first.content.decode()) == ("https://lac.example/a", "text/plain", "Été")
    assert first.fetched_at == dt.datetime(2025, 8, 11, 10, tzinfo=dt.UTC)
    assert second.url == "https://lac.example/b"


def test_other_records_are_passed_over(texts):
    assert names(texts(record("info", kind="warcinfo") + record("a") + record("m", kind="metadata"))) == ["a"]


def test_without_a_date_it_is_that_of_the_file(texts):
    (found,) = texts(record("a", WARC_Date=None))
    assert found.fetched_at == NOW


@pytest.mark.parametrize(
    "bad",
    [
        record("x", WARC_Target_URI=None),
        record("x", WARC_Target_URI="ftp://lac.example/x"),
        record("x", Content_Type="application/json"),
        record("x", WARC_Block_Digest="sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        record("x", length=300, WARC_Block_Digest=None),
        record("x", length=9_999_999_999),
    ],
    ids=["no address", "no web address", "no text", "another digest", "too long a length", "longer than the file"],
)
@pytest.mark.parametrize("packed", [bytes, gzip.compress])
def test_a_bad_record_stops_nothing(texts, bad, packed):
    assert names(texts(packed(record("a")) + packed(bad) + packed(record("b")))) == ["a", "bad", "b"]


def test_reading_goes_on_behind_damaged_gzip(texts):
    damaged = bytearray(gzip.compress(record("x", "many words " * 40)))
    damaged[60] ^= 255
    members = [gzip.compress(record(name)) for name in "abc"]
    assert names(texts(members[0] + bytes(damaged) + members[1] + members[2])) == ["a", "bad", "b", "c"]


def test_a_file_that_breaks_off_gives_what_is_whole(texts):
    assert names(texts((record("a") + record("b"))[:-12])) == ["a", "bad"]


def test_a_bad_record_says_where_it_is(texts):
    first = record("a")
    _, bad = texts(first + record("x", Content_Type="text/html"))
    assert isinstance(bad, BadRecord)
    assert (bad.offset, bad.problem) == (len(first), "text/html (expected text/plain)")


@pytest.mark.parametrize("content", [b"", b"no WARC file at all", gzip.compress(b"neither", mtime=0)])
def test_what_is_no_wet_file_has_no_texts(texts, content):
    assert [one for one in texts(content) if isinstance(one, Capture)] == []
