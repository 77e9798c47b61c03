"""WARC files of other archives: linked or copied, known again, and never mixed up."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import resource
import signal

import pytest

from archiver.drafts import draft_of
from archiver.errors import ArchiveError, ReadOnlyArchiveError
from archiver.fetch.warc import Provenance
from archiver.fetch.warc_bringing import Bringer, Needed, Referrer
from archiver.fetch.warc_in_place import is_address
from archiver.fetch.warc_record import Record, new_record_id, record_to_bytes

NAME = "archiver-20250811T120000Z-00001.warc.gz"
NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)


def member(content=b"Hello"):
    return record_to_bytes(
        Record(type="resource", id=new_record_id(), date=NOW, media_type="text/plain", block=content)
    )


def warc(*members):
    return record_to_bytes(Provenance(part_of="archive").record(NAME, NOW)) + b"".join(members or (member(),))


@pytest.fixture
def theirs(tmp_path):
    folder = tmp_path / "theirs.warc"
    folder.mkdir()
    return folder


@pytest.fixture
def ours(tmp_path):
    return tmp_path / "ours.warc"


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def put(folder, content, name=NAME):
    """The file, as rows need it that point to all of it."""
    (folder / name).write_bytes(content)
    return Needed(folder=folder, name=name.removesuffix(".open"), end=len(content))


def test_a_closed_file_is_linked_and_takes_no_room(theirs, ours):
    needed = put(theirs, warc())
    brought = Bringer(ours).bring(needed)
    assert (brought.name, brought.end, brought.copied_bytes, brought.was_there) == (NAME, needed.end, 0, False)
    assert (ours / NAME).samefile(theirs / NAME)


def test_a_file_that_may_grow_is_copied(theirs, ours):
    content = warc()
    needed = put(theirs, content)
    brought = Bringer(ours).bring(Needed(folder=theirs, name=NAME, end=needed.end, may_grow=True))
    assert brought.copied_bytes == len(content)
    with (theirs / NAME).open("ab") as stream:
        stream.write(member())
    assert (ours / NAME).read_bytes() == content


def test_a_file_that_is_being_written_is_brought_as_far_as_it_is_whole(theirs, ours):
    """Rows know it by its final name; a record that is half written is none."""
    whole = warc() + member(b"not yet committed")
    (theirs / f"{NAME}.open").write_bytes(whole + member()[:20])
    brought = Bringer(ours).bring(Needed(folder=theirs, name=NAME, end=len(whole)))
    assert (brought.end, (ours / NAME).read_bytes()) == (len(whole), whole)


def test_a_file_is_brought_once(theirs, ours):
    needed = put(theirs, warc())
    for _ in range(2):
        Bringer(ours).bring(needed)
    assert Bringer(ours).bring(needed).was_there
    assert names_in(ours) == [NAME]


def test_a_file_under_another_name_is_known_by_its_first_record(theirs, ours):
    content = warc()
    needed = put(theirs, content)
    ours.mkdir()
    (ours / "renamed.warc.gz").write_bytes(content)
    assert Bringer(ours).bring(needed).name == "renamed.warc.gz"
    assert names_in(ours) == ["renamed.warc.gz"]


def test_of_one_file_at_two_times_the_longer_one_stays(theirs, ours):
    early, late = (begun := warc()), begun + member(b"later")
    needed = put(theirs, early)
    Bringer(ours).bring(needed)
    (theirs / NAME).unlink()
    needed = put(theirs, late)
    assert Bringer(ours).bring(needed).name == NAME
    assert (ours / NAME).read_bytes() == late
    (theirs / NAME).unlink()
    assert Bringer(ours).bring(put(theirs, early)).was_there
    assert (ours / NAME).read_bytes() == late


def test_another_file_of_the_same_name_gets_one_of_its_own(theirs, ours):
    first, second = warc(), warc()
    Bringer(ours).bring(put(theirs, first))
    (theirs / NAME).unlink()
    needed = put(theirs, second)
    names = [Bringer(ours).bring(needed).name for _ in range(2)]
    assert names == [NAME.replace("00001", "00002")] * 2
    assert [(ours / name).read_bytes() for name in (NAME, names[0])] == [first, second]


def test_copies_that_went_on_by_themselves_are_two_files(theirs, ours):
    begun = warc()
    Bringer(ours).bring(put(theirs, begun + member(b"one")))
    (theirs / NAME).unlink()
    brought = Bringer(ours).bring(put(theirs, begun + member(b"two")))
    assert brought.name != NAME
    assert (ours / brought.name).read_bytes() == (theirs / NAME).read_bytes()


def test_a_name_that_is_being_written_to_is_taken(theirs, ours):
    ours.mkdir()
    (ours / f"{NAME}.open").write_bytes(warc())
    assert Bringer(ours).bring(put(theirs, warc())).name == NAME.replace("00001", "00002")


def test_a_file_that_was_cut_is_brought_as_far_as_it_is_whole(theirs, ours):
    whole = warc()
    last = member(b"cut")
    (theirs / NAME).write_bytes(whole + last[:-7])
    brought = Bringer(ours).bring(Needed(folder=theirs, name=NAME, end=len(whole + last)))
    assert (brought.end, (ours / NAME).read_bytes()) == (len(whole), whole)


@pytest.mark.parametrize("name", ["gone.warc.gz", "../theirs.warc/x.warc.gz"])
def test_what_is_not_there_is_told(theirs, ours, name):
    with pytest.raises(FileNotFoundError):
        Bringer(ours).bring(Needed(folder=theirs, name=name, end=10))
    assert not ours.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_not_called_missing(theirs, ours):
    needed = put(theirs, warc())
    (theirs / NAME).chmod(0)
    with pytest.raises(ArchiveError, match="cannot be read"):
        Bringer(ours).bring(needed)


def test_a_link_is_followed_to_its_file(theirs, ours, tmp_path):
    needed = put(tmp_path, warc(), "elsewhere.warc.gz")
    (theirs / NAME).symlink_to(tmp_path / "elsewhere.warc.gz")
    Bringer(ours).bring(Needed(folder=theirs, name=NAME, end=needed.end))
    assert not (ours / NAME).is_symlink()


def test_archives_of_one_folder_have_their_files_already(theirs, tmp_path):
    needed = put(theirs, warc())
    (tmp_path / "same.warc").symlink_to(theirs)
    assert Bringer(tmp_path / "same.warc").bring(needed).was_there


def test_where_there_is_no_room_nothing_is_left(theirs, ours):
    needed = put(theirs, warc(member(os.urandom(50_000))))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(ReadOnlyArchiveError, match="File too large"):
            Bringer(ours).bring(Needed(folder=theirs, name=NAME, end=needed.end, may_grow=True))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, previous)
    assert names_in(ours) == []


def test_drafts_of_killed_copies_are_cleared_away_and_those_in_use_are_not(theirs, ours):
    ours.mkdir()
    left, held = draft_of(ours / NAME), draft_of(ours / NAME)
    left.touch()
    with held.open("wb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        Bringer(ours).bring(put(theirs, warc()))
        assert names_in(ours) == sorted([held.name, NAME])


def test_somebody_elses_hidden_file_is_left_alone(theirs, ours):
    ours.mkdir()
    (ours / ".notes.part").touch()
    Bringer(ours).bring(put(theirs, warc()))
    assert names_in(ours) == [".notes.part", NAME]


def test_a_reference_is_the_path_of_the_file(theirs):
    needed = put(theirs, warc())
    brought = Referrer().bring(needed)
    assert (brought.name, brought.end) == (str(theirs / NAME), needed.end)
    assert is_address(brought.name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("/data/a.warc.gz", True), ("s3://bucket/a.warc.gz", True), (NAME, False), ("../a.warc.gz", False)],
)
def test_addresses_can_be_told_from_names(name, expected):
    assert is_address(name) is expected
