"""A WARC file without the records that nobody needs."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest

from archiver.fetch.warc import WarcWriter
from archiver.fetch.warc_files import file_names
from archiver.fetch.warc_stream import Entry, iter_entries
from archiver.fetch.warc_thinning import thinned
from support.warc_bytes import record
from support.warc_files import other_record, packed, page_record

SITE = "https://www.lac.example"
EVERY = frozenset({"warcinfo", "request", "response"})


def entries_of(content):
    found = iter_entries(io.BytesIO(content), types=EVERY, max_block_bytes=1 << 20)
    return [entry for entry in found if isinstance(entry, Entry)]


@pytest.fixture
def copied(tmp_path):
    """A folder with a file of three pages, copied with their requests; where these begin, by their addresses."""
    info = record(kind="warcinfo", body=b"software: x\r\n")
    pages = []
    for number in range(3):
        pages.append(page_record(f"{SITE}/{number}", f"page {number}"))
        pages.append(other_record("request", f"{SITE}/{number}", b"GET / HTTP/1.1\r\n\r\n"))
    first, *rest = entries_of(packed(info, *pages))
    places = {}
    with WarcWriter(tmp_path) as writer:
        for page, request in zip(rest[::2], rest[1::2], strict=True):
            places[page.url] = writer.copy(page, page.date, request=request, info=first).offset
    (name,) = file_names(tmp_path)
    return tmp_path, name, places


def told(folder, name):
    return [(entry.type, entry.url) for entry in entries_of((folder / name).read_bytes())]


def test_what_is_wanted_stays_with_its_request_and_what_the_file_says_of_itself(copied):
    folder, name, places = copied
    new, moved = thinned(folder, name, {places[f"{SITE}/1"]})
    assert told(folder, new) == [
        ("warcinfo", ""),
        ("warcinfo", ""),
        ("response", f"{SITE}/1"),
        ("request", f"{SITE}/1"),
    ]
    ((old, place),) = moved.items()
    (page,) = (entry for entry in entries_of((folder / new).read_bytes()) if entry.type == "response")
    assert (old, place) == (places[f"{SITE}/1"], page.offset)


def test_records_are_the_same_bytes(copied):
    folder, name, places = copied
    new, moved = thinned(folder, name, set(list(places.values())[1:]))
    before, after = ((folder / one).read_bytes() for one in (name, new))
    # with the request behind it; the next one begins, or the file ends, where that does
    ends = dict(pairwise([*places.values(), len(before)]))
    assert list(moved) == list(places.values())[1:]
    for old, place in moved.items():
        record = before[old : ends[old]]
        assert after[place : place + len(record)] == record
    assert place + len(record) == len(after)


def test_a_file_of_which_all_is_wanted_is_as_good_as_another(copied):
    folder, name, places = copied
    assert thinned(folder, name, set(places.values())) is None
    assert file_names(folder) == [name]
