"""Files on disk: their names, their ends, and what a torn one still holds."""

from __future__ import annotations

import datetime as dt
import gzip
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.fetch.warc_files import OpenFile, file_names, finish, left_open, member_length, open_to_read, read_tail
from archiver.fetch.warc_record import BrokenRecordError, Record, new_record_id, record_to_bytes

NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)


def member(content=b"Hello", **fields):
    record = Record(type="resource", id=new_record_id(), date=NOW, media_type="text/plain", block=content, **fields)
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


def test_a_file_is_found_under_both_names(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(b"1")
    (tmp_path / "b.warc.gz.open").write_bytes(b"2")
    with open_to_read(tmp_path, "a.warc.gz") as one, open_to_read(tmp_path, "b.warc.gz") as other:
        assert (one.read(), other.read()) == (b"1", b"2")
    assert file_names(tmp_path) == ["a.warc.gz", "b.warc.gz"]
    assert left_open(tmp_path) == ["b.warc.gz"]


@pytest.mark.parametrize("name", ["../a.warc.gz", "/etc/passwd", "x/y"])
def test_a_path_is_no_name(tmp_path, name):
    with pytest.raises(BrokenRecordError):
        open_to_read(tmp_path, name)


def test_a_name_is_never_given_twice(tmp_path):
    (tmp_path / "a-00001.warc.gz").touch()
    (tmp_path / "a-00002.warc.gz.open").touch()
    file = OpenFile.create(tmp_path, "a")
    assert file.name == "a-00003.warc.gz"
    file.close()


def test_a_file_that_is_finished_ends_with_its_last_whole_record(tmp_path):
    (tmp_path / "a.warc.gz.open").write_bytes(member() + member() + member()[:50])
    done = finish(tmp_path, "a.warc.gz")
    assert (done.records, done.torn_bytes, done.is_removed) == (2, 50, False)
    assert (tmp_path / "a.warc.gz").stat().st_size == done.end
    assert left_open(tmp_path) == []


def test_what_rows_point_into_is_not_touched_when_a_file_is_finished(tmp_path):
    """Damage in its middle is no reason to cut what lies behind."""
    damaged = bytearray(member() + member() + member())
    damaged[60] ^= 0xFF
    (tmp_path / "a.warc.gz.open").write_bytes(damaged)
    done = finish(tmp_path, "a.warc.gz", vouched=len(damaged))
    assert (done.records, done.torn_bytes) == (0, 0)
    assert (tmp_path / "a.warc.gz").read_bytes() == damaged


def test_a_file_that_is_shorter_than_rows_say_is_left_as_it_is(tmp_path):
    (tmp_path / "a.warc.gz.open").write_bytes(member()[:50])
    assert finish(tmp_path, "a.warc.gz", vouched=200) is None
    assert (tmp_path / "a.warc.gz.open").stat().st_size == 50


def test_a_file_that_somebody_writes_to_is_not_finished(tmp_path):
    file = OpenFile.create(tmp_path, "a")
    file.append(member())
    assert finish(tmp_path, file.name) is None
    file.close()
    assert finish(tmp_path, file.name).records == 1
