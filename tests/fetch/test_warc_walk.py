"""A WARC file is read from end to end, and behind damage it goes on with the next whole record."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.fetch.warc_record import Record, record_to_bytes
from archiver.fetch.warc_walk import leads_to, member_length, read_tail, type_of_cut, walk

NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)


#: always the same, as examples are drawn by its length
ID = "<urn:uuid:01234567-89ab-4cde-8f01-23456789abcd>"


def member(content=b"Hello", **fields):
    record = Record(type="resource", id=ID, date=NOW, media_type="text/plain", block=content, **fields)
    return record_to_bytes(record)


@given(st.lists(st.binary(max_size=3000), min_size=1, max_size=8), st.data())
def test_what_is_whole_of_a_torn_file_is_told_from_what_is_not(contents, data):
    """Wherever it was cut, and wherever one begins to look."""
    members = [member(content, is_packed=len(content) % 2 == 0) for content in contents]
    ends = [sum(map(len, members[:number])) for number in range(len(members) + 1)]
    cut = data.draw(st.integers(0, ends[-1]))
    start = data.draw(st.sampled_from([end for end in ends if end <= cut]))
    tail = read_tail(io.BytesIO(b"".join(members)[:cut]), start)
    assert tail.end == max(end for end in ends if end <= cut)
    assert tail.records == len([end for end in ends if start < end <= cut])
    assert tail.torn_bytes == cut - tail.end


@given(st.binary(min_size=1, max_size=400))
def test_bytes_that_are_no_record_are_torn(rubbish):
    whole = member()
    stream = io.BytesIO(whole + rubbish)
    assert read_tail(stream).torn_bytes == len(rubbish)
    assert member_length(stream, 0) == len(whole)


def test_a_large_record_is_read_in_pieces():
    """20 MB of nothing are 20 KB in the file."""
    packed = member(b"\0" * 20_000_000)
    assert len(packed) < 200_000
    assert read_tail(io.BytesIO(packed + packed[:-1])).records == 1


def test_a_gzip_member_that_is_no_record_does_not_count():
    assert read_tail(io.BytesIO(member() + gzip.compress(b"a diary"))).records == 1


@given(st.lists(st.binary(max_size=3000), min_size=2, max_size=6), st.data())
def test_a_flipped_bit_costs_one_record_and_no_other(contents, data):
    members = [member(content, is_packed=len(content) % 2 == 0) for content in contents]
    number = data.draw(st.integers(0, len(members) - 2))
    start = sum(map(len, members[:number]))
    file = bytearray(b"".join(members))
    # the ten bytes of a gzip head are in no checksum, nor are a few bits that only fill up a byte
    file[start + data.draw(st.integers(10, len(members[number]) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    bad = [stretch for stretch in walk(io.BytesIO(file)) if stretch.problem]
    if bad or content_of(file) != content_of(b"".join(members)):
        assert [(stretch.start, stretch.end) for stretch in bad] == [(start, start + len(members[number]))]
    assert read_tail(io.BytesIO(file)).torn is None


def content_of(file):
    """What is in all the members, ``None`` unless they are whole."""
    try:
        return gzip.decompress(file)
    except (zlib.error, OSError, EOFError):
        return None


def changed(old, new):
    """A whole gzip member that holds a record in which something was changed."""
    return gzip.compress(gzip.decompress(member()).replace(old, new))


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (changed(b"Hello", b"Hallo"), "block digest sha1:"),
        (changed(b"Length: 5", b"Length: 4"), "does not end after the 4 bytes that it announces"),
        (changed(b"Length: 5", b"Length: 50"), "does not end after the 50 bytes"),
        (changed(b"Length: 5", b"Length: five"), "without type, name or length"),
        (changed(b"WARC-Record-ID", b"WARC-Record-No"), "without type, name or length"),
    ],
)
def test_a_record_that_is_not_what_it_says_is_told(record, words):
    told, whole = walk(io.BytesIO(record + member()))
    assert words in told.problem
    assert (told.is_record, told.end, whole.problem) == (True, len(record), None)


def test_a_large_record_is_verified_in_little_memory():
    packed = io.BytesIO(member(b"\0" * 100_000_000))
    tracemalloc.start()
    (stretch,) = walk(packed)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (stretch.problem, most < 10_000_000) == (None, True)


def test_a_place_leads_to_another_by_whole_records():
    file = member() + member() + member()
    end = len(file)
    assert leads_to(io.BytesIO(file), 0, end)
    assert not leads_to(io.BytesIO(file), 1, end)
    assert not leads_to(io.BytesIO(file), 0, end - 1)


@given(st.integers(min_value=1))
def test_a_record_without_an_end_still_says_what_it_was_or_nothing(cut):
    """Never something else."""
    whole = member(b"a ferry in the fog " * 20)
    assert type_of_cut(io.BytesIO(whole[: -(cut % len(whole))]), 0) in {"resource", None}


def test_most_of_a_record_says_what_it_was():
    assert type_of_cut(io.BytesIO(member(b"a ferry")[:-20]), 0) == "resource"


@pytest.mark.parametrize("rubbish", [b"", b"rubbish", gzip.compress(b"rubbish")[:-4]])
def test_what_was_no_record_says_nothing(rubbish):
    assert type_of_cut(io.BytesIO(rubbish), 0) is None
