"""Every row has its record, and what a killed run leaves is put right without losing anything."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import sqlite3
from contextlib import closing

import pytest
from warcio.archiveiterator import ArchiveIterator

from archiver.errors import LockedArchiveError
from archiver.fetch.warc import WarcWriter
from archiver.fetch.warc_walk import member_length
from archiver.model import Capture
from archiver.pipelines.checking import _files, _look, check_archive, repair_archive
from archiver.store.archive import open_archive
from support.archives import Clock
from support.memory_web import Desk, MemoryWeb, page

HOME = "https://www.lac.example/"
FERRY = "https://www.lac.example/2025/08/11/the-ferry-runs-again/"
MOVED = "https://www.lac.example/ferry"


@pytest.fixture
def desk(tmp_path):
    """A site with a redirect, an error page, a page that comes back as it was, and one that has not changed."""
    web = MemoryWeb(clock=Clock())
    web.put(HOME, page("Lake Courier", links=[FERRY, MOVED, "/2025/08/12/gone-for-good/"]))
    web.put(FERRY, page("The ferry runs again"))
    web.put(MOVED, status=301, headers=(("Location", FERRY),))
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(HOME)
    for title in ("The ferry stands still", "The ferry runs again"):
        desk.wait(hours=24)
        web.put(FERRY, page(title))
        desk.update()
    return desk


@pytest.fixture
def warc(desk):
    (path,) = desk.path.with_suffix(".warc").iterdir()
    return path


def report(desk, **options):
    with open_archive(desk.path, create=False) as archive:
        return check_archive(archive, **options)


def repaired(desk):
    with open_archive(desk.path, create=False, clock=desk.web.clock) as archive:
        return repair_archive(archive)


def change(desk, sql):
    with closing(sqlite3.connect(desk.path)) as conn, conn:
        conn.execute(sql)


def records(path):
    with path.open("rb") as stream:
        return [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]


def row_of(desk, where):
    """Number, offset and length of one capture."""
    return desk.rows(f"SELECT id, warc_offset, warc_length FROM captures WHERE {where} LIMIT 1")[0]


def test_a_whole_archive_is_whole(desk):
    found = report(desk)
    assert (found.problems, found.notes) == ((), ())
    assert found.records_checked == len(desk.rows("SELECT 1 FROM captures WHERE warc_file IS NOT NULL")) > 5
    assert desk.rows("SELECT count(*) FROM captures WHERE revisit_of IS NOT NULL") == [
        (2,)
    ]  # the ferry, from two pages


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("status = 404", "its status is 200, and 404 in the row"),
        ("final_url = 'https://www.lac.example/other'", f"its address is {FERRY}, and https://www.lac.example/other"),
        (
            "fetched_at = '2025-01-01T00:00:00Z'",
            "its moment is 2025-08-12T12:00:00Z, and 2025-01-01T00:00:00Z in the row",
        ),
        ("payload_digest = 'sha256:0'", "its content is sha256:"),
        ("status = NULL", "its type is response, and resource in the row"),
        ("warc_offset = warc_offset + 1", "archive.*: .*"),
        ("revisit_of = 3", "its type is response, and revisit in the row"),
    ],
)
def test_a_row_that_says_something_else_than_its_record_is_told(desk, sql, words):
    number, *_ = row_of(desk, f"url = '{FERRY}' AND status = 200 AND revisit_of IS NULL ORDER BY id DESC")
    change(desk, f"UPDATE captures SET {sql} WHERE id = {number}")
    (problem, *_) = report(desk).problems
    assert problem.startswith(f"capture {number} ({FERRY}): archiver-")
    assert words.removeprefix("archive.*: .*") in problem


def test_a_revisit_whose_original_is_another_one_is_told(desk):
    change(
        desk,
        f"UPDATE captures SET revisit_of = (SELECT id FROM captures WHERE url = '{HOME}') WHERE revisit_of IS NOT NULL",
    )
    assert "is to lie there, not <urn:uuid" in report(desk).problems[0]


def test_a_member_that_is_damaged_in_the_middle_of_a_file_is_one_problem(desk, warc):
    """Of two when revisits stand for it: all others are found where their rows say."""
    number, offset, length = row_of(desk, f"url = '{HOME}'")
    data = bytearray(warc.read_bytes())
    data[offset + length // 2] ^= 0xFF
    warc.write_bytes(data)
    (problem,) = report(desk).problems
    assert problem.startswith(f"capture {number} ({HOME}): {warc.name} at {offset}: ")
    assert repaired(desk) == []
    assert len(report(desk).problems) == 1


def test_a_file_that_is_missing_is_one_problem(desk, warc):
    rows = len(desk.rows("SELECT 1 FROM captures WHERE warc_file IS NOT NULL"))
    warc.unlink()
    assert report(desk).problems == (f"{warc} is missing: the records of {rows} captures lie in it",)
    assert repaired(desk) == []


def test_a_file_that_is_shorter_than_the_last_commit_is_told_and_left_alone(desk, warc):
    number, offset, _ = row_of(desk, "id = (SELECT max(id) FROM captures)")
    size = warc.stat().st_size
    with warc.open("r+b") as stream:
        stream.truncate(offset + 10)
    first, second = report(desk).problems
    assert first.startswith(f"capture {number} ")
    assert second == f"{warc} is {size - offset - 10} bytes shorter than at the last commit"
    assert repaired(desk) == []
    assert warc.stat().st_size == offset + 10


def test_a_file_that_nothing_points_into_is_named(desk, warc):
    with WarcWriter(warc.parent, clock=desk.web.clock) as writer:
        writer.write(stray())
    (note,) = report(desk).notes
    assert note.endswith("-00001.warc.gz: no capture points into it")


def stray(content=b"a"):
    now = dt.datetime(2025, 8, 11, tzinfo=dt.UTC)
    return Capture(url="file:///a", final_url="file:///a", fetched_at=now, content=content)


def place_of(path, kind, number=0):
    """Where a record of that type begins, and where it ends."""
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        places = [(record.rec_type, records.get_record_offset()) for record in records]
    starts = [*(start for _, start in places), path.stat().st_size]
    index = [index for index, (found, _) in enumerate(places) if found == kind][number]
    return starts[index], starts[index + 1]


def flip(path, start, end):
    data = bytearray(path.read_bytes())
    data[(start + end) // 2] ^= 0xFF
    path.write_bytes(data)
    return bytes(data)


@pytest.mark.parametrize("kind", ["warcinfo", "request", "revisit"])
def test_damage_where_no_row_points_is_told_and_nothing_is_cut(desk, warc, kind):
    """No other program can read on from there."""
    desk.wait(hours=24)
    desk.update()  # nothing has changed: revisits without a row
    start, end = place_of(warc, kind, -1)
    damaged = flip(warc, start, end)
    (problem,) = report(desk).problems
    assert problem.startswith(f"{warc}: {end - start} bytes at {start}: ")
    assert repaired(desk) == []
    assert warc.read_bytes() == damaged
    assert report(desk, with_records=False).problems == ()


def test_a_redirect_before_a_page_is_read_too(desk, warc):
    number, start = desk.rows("SELECT id, warc_start FROM captures WHERE warc_start IS NOT NULL LIMIT 1")[0]
    flip(warc, start, start + 200)
    (problem,) = report(desk).problems
    assert problem.startswith(f"capture {number} ({MOVED}): ")
    assert problem.endswith(f"the exchanges before it, from {start} on, are not whole")


def test_a_row_whose_exchanges_begin_elsewhere_is_told(desk):
    change(desk, "UPDATE captures SET warc_start = warc_start + 1 WHERE warc_start IS NOT NULL")
    assert all("the exchanges before it" in problem for problem in report(desk).problems)
    assert not report(desk).is_clean


@pytest.mark.parametrize("kind", ["warcinfo", "resource"])
def test_a_damaged_file_that_no_row_points_into_keeps_its_records(desk, warc, kind):
    with WarcWriter(warc.parent, clock=desk.web.clock) as writer:
        for number in range(5):
            name = writer.write(stray(b"%d" % number)).warc.file
    other = warc.with_name(name)
    damaged = flip(other, *place_of(other, kind))
    assert len(report(desk).problems) == 1
    assert repaired(desk) == []
    assert other.read_bytes() == damaged
    other.rename(f"{other}.open")
    desk.wait(hours=24)
    desk.update()
    assert damaged in {path.read_bytes() for path in warc.parent.iterdir()}


@pytest.mark.parametrize(
    "content",
    [b"WARC/1.1 but no gzip", gzip.compress(b"WARC/1.1\r\n\r\n") * 2 + b"torn", b""],
    ids=["text", "gzip", "empty"],
)
def test_files_of_others_in_the_folder_are_left_alone(desk, warc, content):
    names = ("other.warc", "archiver.warc.gz.md5", "README.warc.txt", "a.warc.gz", "b.warc.gz.open")
    paths = [warc.with_name(name) for name in names]
    for path in paths:
        path.write_bytes(content)
    assert report(desk).problems == ()
    assert repaired(desk) == []
    desk.wait(hours=24)
    desk.update()
    assert [path.read_bytes() for path in paths] == [content] * len(paths)


def test_a_file_of_others_is_said_to_be_one(desk, warc):
    (warc.parent / "a.warc.gz").write_bytes(b"no gzip")
    (note,) = report(desk).notes
    assert note.endswith("a.warc.gz: no capture points into it, and it is none of ours: not looked at")


class TestAClosedFileThatEndsInARecordThatNoRowNames:
    """Every answer's request lies behind it, and rows point to answers."""

    @pytest.fixture
    def torn(self, warc):
        """Where the last request begins, cut in its middle."""
        start, end = place_of(warc, "request", -1)
        assert end == warc.stat().st_size
        with warc.open("r+b") as stream:
            stream.truncate(end - 100)
        return start, end - 100

    @pytest.fixture
    def told(self, warc, torn):
        start, end = torn
        return (
            f"{warc}: {end - start} bytes at {start}: the file ends in the middle of a record, and no row points there"
            " ('archiver check --repair' cuts them off)"
        )

    def test_it_is_not_whole_and_no_capture_is_missing(self, desk, warc, told):
        found = report(desk)
        assert found.problems == (told,)
        assert found.notes == (
            f"{warc} is 100 bytes shorter than at the last commit, where no row points: no capture is missing",
        )

    def test_a_run_after_it_changes_nothing_of_that(self, desk, warc, told):
        desk.wait(hours=24)
        desk.update()
        assert len(list(warc.parent.iterdir())) == 2
        assert report(desk).problems == (told,)

    @pytest.mark.parametrize("is_newest", [True, False])
    def test_repairing_cuts_it_off_says_what_it_was_and_the_archive_is_whole(self, desk, warc, torn, is_newest):
        if not is_newest:
            desk.wait(hours=24)
            desk.update()
        start, end = torn
        cut = f"{end - start} torn bytes behind its last whole record cut off, what was left of a request record"
        missed = ", 100 bytes of the last commit missed no longer, as no row points there" if is_newest else ""
        assert repaired(desk) == [f"{warc}: {cut}{missed}"]
        assert (report(desk).problems, report(desk).notes) == ((), ())
        assert warc.stat().st_size == start
        assert records(warc)[-1] in {"response", "revisit"}
        assert repaired(desk) == []

    def test_the_next_run_goes_on_where_it_was_cut(self, desk, warc, torn):
        repaired(desk)
        before = warc.read_bytes()
        desk.wait(hours=24)
        desk.update()
        assert list(warc.parent.iterdir()) == [warc]
        assert warc.read_bytes().startswith(before)
        assert len(records(warc)) > 1
        assert (report(desk).problems, report(desk).notes) == ((), ())

    def test_one_that_lacks_a_whole_record_is_as_whole_before_and_after_the_next_run(self, desk, warc, torn):
        with warc.open("r+b") as stream:
            stream.truncate(torn[0])
        (note,) = report(desk).notes
        assert note.endswith("where no row points: no capture is missing")
        desk.wait(hours=24)
        desk.update()
        assert report(desk).problems == ()

    def test_repairing_one_that_lacks_a_whole_record_lets_the_next_run_go_on_in_it(self, desk, warc, torn):
        missing = torn[1] + 100 - torn[0]
        with warc.open("r+b") as stream:
            stream.truncate(torn[0])
        assert repaired(desk) == [
            f"{warc}: {missing} bytes of the last commit missed no longer, as no row points there"
        ]
        assert (report(desk).problems, report(desk).notes) == ((), ())
        desk.wait(hours=24)
        desk.update()
        assert list(warc.parent.iterdir()) == [warc]

    def test_anything_else_in_its_place_is_damage_and_stays(self, desk, warc, torn):
        with warc.open("r+b") as stream:
            stream.truncate(torn[0])
            stream.seek(0, 2)
            stream.write(b"no record")
        before = warc.read_bytes()
        (problem,) = report(desk).problems
        assert problem.startswith(f"{warc}: 9 bytes at {torn[0]}: ")
        assert repaired(desk) == []
        assert warc.read_bytes() == before

    def test_in_one_that_is_open_it_is_what_a_run_is_writing(self, desk, warc, torn):
        warc.rename(f"{warc}.open")
        assert report(desk).problems == ()
        (sentence,) = repaired(desk)
        assert "torn bytes behind its last whole record cut off" in sentence
        assert sentence.endswith(", finished, and called .open no longer")
        assert (report(desk).problems, report(desk).notes) == ((), ())

    def test_one_that_a_run_has_opened_since_it_was_listed_is_open(self, desk, warc, torn):
        with open_archive(desk.path, create=False) as archive:
            (file,) = _files(archive)
        assert not _look(file, with_records=True).file.is_open
        warc.rename(f"{warc}.open")
        assert _look(file, with_records=True).file.is_open


class TestAfterAKill:
    @pytest.fixture
    def left(self, warc):
        """The file as a run leaves it that was killed in the middle of its third record after the last commit."""
        data = warc.read_bytes()
        whole = data[data.index(b"\x1f\x8b\x08", 100) :]
        length = member(whole)
        warc.write_bytes(data + whole[: length * 1] + whole[: length // 2])
        warc.rename(warc.with_name(f"{warc.name}.open"))
        return len(data), length

    def test_nothing_is_wrong_and_what_is_there_is_told(self, desk, warc, left):
        found = report(desk)
        still_open, surplus, torn = found.notes
        assert found.problems == ()
        assert still_open.startswith(f"{warc} is still open: a run is under way, or was killed")
        assert surplus == f"{warc}: 1 whole record after the last commit, which no row names"
        assert torn.startswith(f"{warc}: {left[1] // 2} torn bytes behind its last whole record")

    def test_repairing_cuts_the_torn_bytes_and_keeps_the_rest(self, desk, warc, left):
        before = desk.rows("SELECT * FROM captures")
        (sentence,) = repaired(desk)
        assert sentence == (
            f"{warc}: {left[1] // 2} torn bytes behind its last whole record cut off,"
            " 1 whole record kept that no row names, finished, and called .open no longer"
        )
        assert (report(desk).problems, report(desk).notes) == ((), ())
        assert warc.stat().st_size == sum(left)
        assert records(warc)
        assert desk.rows("SELECT * FROM captures") == before
        assert repaired(desk) == []

    def test_the_next_run_puts_it_right_by_itself(self, desk, warc, left):
        desk.wait(hours=24)
        desk.update()
        assert (report(desk).problems, report(desk).notes) == ((), ())
        assert records(warc)

    def test_repairing_is_on_record(self, desk, left):
        repaired(desk)
        assert desk.rows("SELECT command, arguments, outcome FROM runs ORDER BY id DESC LIMIT 1") == [
            ("check", '["--repair"]', "done")
        ]

    def test_repairing_waits_for_nobody(self, desk, left):
        with desk.tools() as tools:
            tools.archive.begin_run("crawl")
            with pytest.raises(LockedArchiveError):
                repaired(desk)

    def test_what_another_program_writes_to_is_left_as_it_is(self, desk, warc):
        """A copy of the archive that shares the folder."""
        writer = WarcWriter(warc.parent, clock=desk.web.clock)
        writer.write(stray())
        (sentence,) = repaired(desk)
        writer.close()
        assert sentence.endswith("left as it is, for another program is writing to it")
        assert len(records(max(warc.parent.iterdir()))) > 1


def member(data):
    return member_length(io.BytesIO(data), 0)
