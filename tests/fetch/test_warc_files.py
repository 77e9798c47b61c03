"""Files on disk: their names, their ends, and what a torn one still holds."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest

from archiver.fetch.warc import Provenance
from archiver.fetch.warc_files import OpenFile, file_names, finish, is_ours, left_open, open_to_read
from archiver.fetch.warc_record import BrokenRecordError, Record, new_record_id, record_to_bytes

NAME = "archiver-20250811T120000Z-00001.warc.gz"
NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)


def member(content=b"Hello", **fields):
    record = Record(type="resource", id=new_record_id(), date=NOW, media_type="text/plain", block=content, **fields)
    return record_to_bytes(record)


def info(name=NAME):
    return record_to_bytes(Provenance(part_of="archive").record(name, NOW))


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


@pytest.mark.parametrize("name", ["other.warc", "a.warc.gz.md5", "README.warc.txt", "a.warc.gz.part"])
def test_a_file_of_another_kind_is_no_warc_file(tmp_path, name):
    (tmp_path / name).write_bytes(b"1")
    assert file_names(tmp_path) == []


def test_a_file_that_is_finished_ends_with_its_last_whole_record(tmp_path):
    (tmp_path / "a.warc.gz.open").write_bytes(info() + member() + member()[:50])
    done = finish(tmp_path, "a.warc.gz")
    assert (done.records, done.torn_bytes, done.is_removed) == (2, 50, False)
    assert (tmp_path / "a.warc.gz").stat().st_size == done.end
    assert left_open(tmp_path) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a diary",
        gzip.compress(b"a diary"),
        member()[:50],
        member() + member()[:50],
        record_to_bytes(
            Record(type="warcinfo", id=new_record_id(), date=NOW, media_type="x/y", block=b"software: other/1\r\n")
        ),
    ],
    ids=["empty", "text", "gzip", "torn", "a record", "another program's"],
)
@pytest.mark.parametrize("ending", ["", ".open"])
def test_a_file_of_others_is_left_as_it_is(tmp_path, content, ending):
    path = tmp_path / f"a.warc.gz{ending}"
    path.write_bytes(content)
    assert finish(tmp_path, "a.warc.gz") is None
    assert path.read_bytes() == content


def test_an_open_file_beside_its_finished_one_is_not_put_in_its_place(tmp_path):
    for ending in ("", ".open"):
        (tmp_path / f"{NAME}{ending}").write_bytes(info() + member(ending.encode()))
    assert finish(tmp_path, NAME) is None
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("content", [b"", info(), info() + member()[:50]], ids=["empty", "description", "torn"])
def test_a_file_that_a_killed_run_left_without_an_answer_is_removed(tmp_path, content):
    (tmp_path / f"{NAME}.open").write_bytes(content)
    assert finish(tmp_path, NAME).is_removed
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [info()[:100], b"\0" * 100], ids=["torn", "zeros"])
def test_a_file_that_cannot_be_read_is_not_removed(tmp_path, content):
    (tmp_path / f"{NAME}.open").write_bytes(content)
    assert finish(tmp_path, NAME) is None
    assert (tmp_path / f"{NAME}.open").read_bytes() == content


def test_a_closed_file_is_cut_only_where_it_ends_in_the_middle_of_a_record(tmp_path):
    path = tmp_path / NAME
    path.write_bytes(info() + member() + member()[:50])
    assert finish(tmp_path, NAME).torn_bytes == 50
    damaged = info() + member() + member()[:-4] + b"\0\0\0\0"
    path.write_bytes(damaged)
    assert finish(tmp_path, NAME) is None
    assert path.read_bytes() == damaged


def test_a_closed_file_that_holds_nothing_stays(tmp_path):
    (tmp_path / NAME).write_bytes(info())
    assert not finish(tmp_path, NAME).is_removed


def test_whole_records_behind_damage_are_kept(tmp_path):
    damaged = bytearray(info() + member(b"1") + member(b"2") + member(b"3"))
    damaged[len(info()) + 60] ^= 0xFF
    (tmp_path / f"{NAME}.open").write_bytes(damaged + member()[:50])
    assert finish(tmp_path, NAME).torn_bytes == 50
    assert (tmp_path / NAME).read_bytes() == damaged


def test_what_rows_point_into_is_not_touched_when_a_file_is_finished(tmp_path):
    """Damage in its middle is no reason to cut what lies behind."""
    damaged = bytearray(info() + member() + member())
    damaged[len(info()) + 60] ^= 0xFF
    (tmp_path / "a.warc.gz.open").write_bytes(damaged)
    done = finish(tmp_path, "a.warc.gz", vouched=len(damaged))
    assert (done.records, done.torn_bytes) == (0, 0)
    assert (tmp_path / "a.warc.gz").read_bytes() == damaged


def test_a_file_that_is_shorter_than_rows_say_is_left_as_it_is(tmp_path):
    (tmp_path / "a.warc.gz.open").write_bytes(info())
    assert finish(tmp_path, "a.warc.gz", vouched=2000) is None
    assert is_ours(tmp_path, "a.warc.gz")
    assert left_open(tmp_path) == ["a.warc.gz"]


def test_a_file_that_somebody_writes_to_is_not_finished(tmp_path):
    file = OpenFile.create(tmp_path, "a")
    file.append(info())
    file.append(member())
    assert finish(tmp_path, file.name) is None
    file.close()
    assert finish(tmp_path, file.name).records == 2
