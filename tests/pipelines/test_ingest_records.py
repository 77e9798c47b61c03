"""Records that may hold pages, each with its request."""

from __future__ import annotations

import io

from archiver.fetch.warc_stream import BadEntry, iter_entries
from archiver.pipelines.ingest_records import READ_TYPES, Place, iter_found
from support.warc_bytes import member, record


def found(*records: bytes, packing=b"".join):
    content = packing(records)
    entries = iter_entries(io.BytesIO(content), types=READ_TYPES, max_block_bytes=1_000_000)
    return list(iter_found(entries))


def names(some):
    """The end of each address, and of its request's where it has one."""
    return [
        "bad"
        if isinstance(one, BadEntry)
        else one.entry.url[-1] + ("" if one.request is None else f"<{one.request.url[-1]}")
        for one in some
    ]


def asked(name, **fields):
    return record(name, kind="request", body=b"GET / HTTP/1.1\r\n\r\n", **fields)


def test_a_request_stands_before_or_behind():
    assert names(found(asked("a"), record("a"), record("b"), asked("b"), record("c"))) == ["a<a", "b<b", "c"]


def test_what_a_crawler_notes_in_between_does_not_part_them():
    noted = record("a", kind="metadata", body=b"fetchTimeMs: 5\r\n")
    assert names(found(record("a"), noted, asked("a"))) == ["a<a"]


def test_a_request_of_another_page_is_nobodys():
    assert names(found(asked("x"), record("a"), asked("y"), record("b"))) == ["a", "b"]


def test_a_name_says_more_than_an_address():
    page = record("a", WARC_Record_ID="<urn:a>")
    assert names(found(page, asked("b", WARC_Concurrent_To="<urn:a>"))) == ["a<b"]
    assert names(found(page, asked("a", WARC_Concurrent_To="<urn:other>"))) == ["a"]


def test_each_knows_what_its_file_says_of_itself():
    info = record(kind="warcinfo", body=b"software: x\r\n")
    before, behind = found(record("a"), info, record("b"))
    assert before.info is None
    assert behind.info.block == b"software: x\r\n"


def test_what_is_wrong_stands_where_it_is():
    assert names(found(record("a"), record("b", Content_Length=None), record("c"))) == ["a", "bad", "c"]


def test_the_place_behind_is_where_reading_goes_on():
    pages = [record("a"), record("b")]
    first, second = found(*pages)
    assert (first.behind, second.behind) == (Place(len(pages[0])), Place(len(pages[0]) + len(pages[1])))
    inside, _ = found(*pages, packing=lambda records: member(b"".join(records)))
    assert inside.behind == Place(0, len(pages[0]))
