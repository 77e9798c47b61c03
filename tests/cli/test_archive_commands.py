"""``check`` as it is called: what it says, and how it ends."""

from __future__ import annotations

import json
import random
import resource
import signal
import sqlite3
from contextlib import closing

import pytest
from filelock import FileLock
from warcio.archiveiterator import ArchiveIterator

from support.bad_server import page, silence
from support.bulk import write_warc
from support.command_line import article, wait_until


@pytest.fixture
def warc(archiver, server, folder):
    """The one WARC file of an archived site."""
    assert archiver("crawl", server.url("/"), "--allow-private", "--delay", "0").code == 0
    (path,) = (folder / "archive.warc").iterdir()
    assert path.name.endswith(".warc.gz")
    return path


TORN = b"\x1f\x8b\x08 half a record"


def tear(path):
    path.write_bytes(path.read_bytes() + TORN)
    path.rename(f"{path}.open")


def test_a_whole_archive_ends_with_0(archiver, warc):
    called = archiver("check")
    assert (called.code, called.out) == (0, "")
    assert "archive.db is whole; " in called.err


def test_a_torn_record_is_said_and_repaired(archiver, warc):
    tear(warc)
    called = archiver("check")
    assert called.code == 0
    assert f"{warc.name}: {len(TORN)} torn bytes behind its last whole record" in called.err
    repaired = archiver("check", "--repair")
    assert repaired.code == 0
    assert f"{warc.name}: {len(TORN)} torn bytes behind its last whole record cut off, finished" in repaired.err
    assert "torn" not in archiver("check").err
    assert warc.exists()


@pytest.mark.parametrize("between", [(), ("update",)])
def test_a_closed_file_that_lost_the_end_of_its_last_request_can_be_whole_again(archiver, warc, between):
    warc.write_bytes(warc.read_bytes()[:-100])
    for command in between:
        archiver(command, "--allow-private", "--delay", "0")
    called = archiver("check")
    assert called.code == 1
    assert "the file ends in the middle of a record, and no row points there" in called.out
    repaired = archiver("check", "--repair")
    assert repaired.code == 0
    assert "cut off, what was left of a request record" in repaired.err
    assert archiver("check").code == 0


def test_what_is_really_lost_ends_with_1_and_no_row_is_deleted(archiver, warc):
    warc.write_bytes(warc.read_bytes()[:-1500])
    for _ in range(2):
        called = archiver("check", "--repair")
        assert called.code == 1
        assert "bytes shorter than at the last commit" in called.out
    with closing(sqlite3.connect("archive.db")) as conn:
        assert conn.execute("SELECT count(*) FROM captures WHERE warc_file IS NOT NULL").fetchone() > (3,)


def test_repairing_is_refused_while_another_writes(archiver, warc, folder):
    tear(warc)
    with FileLock(f"{folder / 'archive.db'}.lock"):
        called = archiver("check", "--repair")
    assert called.code == 75
    assert "another writer holds the archive" in called.err
    assert warc.with_name(f"{warc.name}.open").exists()


def test_repairing_in_a_folder_that_cannot_be_written_is_one_sentence(archiver, warc, folder):
    tear(warc)
    (folder / "archive.db.lock").unlink(missing_ok=True)
    (folder / "archive.db.lock").mkdir()  # whoever runs the tests may be root, whom no mode keeps out
    called = archiver("check", "--repair")
    assert called.code == 1
    assert called.err.count("\n") == 1


def test_machines_are_told_the_same(archiver, warc):
    tear(warc)
    told = json.loads(archiver("check", "--repair", "--json").out)
    assert (told["is_clean"], told["problems"], told["notes"]) == (True, [], [])
    assert told["repairs"][0].endswith("finished, and called .open no longer")


class TestNoWarc:
    def test_keeps_records_only(self, archiver, server, folder):
        assert archiver("crawl", server.url("/"), "--allow-private", "--delay", "0", "--no-warc").code == 0
        assert not (folder / "archive.warc").exists()
        assert archiver("check").code == 0
        called = archiver("reparse")
        assert called.code == 0
        assert "no page was kept: the archive was made without WARC files (--no-warc)" in called.err

    def test_may_be_a_setting(self, archiver, folder):
        (folder / "archiver.toml").write_text("[crawl]\nwarc = false\n")
        (folder / "a.html").write_text("<h1>The ferry runs again</h1><p>" + "It does, from Monday. " * 40)
        assert archiver("ingest", "a.html").code == 0
        assert not (folder / "archive.warc").exists()


def test_a_disk_that_is_full_is_one_sentence_and_the_archive_stays_whole(start, archiver, server, folder):
    """Here a limit on the size of a file: the system's word for it differs, nothing else does."""
    limit = 700_000  # the database of an empty archive has room, and its log
    server.routes["/big/"] = page("<p>" + random.Random(1).randbytes(2_000_000).hex())
    server.routes["/"] = page("<title>Lake Courier</title><ul><li><a href='/big/'>A very long story</a></li></ul>")
    process = start(
        "crawl",
        server.url("/"),
        "--allow-private",
        "--delay",
        "0",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    called = process.end()
    assert called.code == 1
    assert called.err == "archiver: archive.warc: File too large\n"
    assert archiver("check").code == 0
    assert archiver("crawl", server.url("/"), "--allow-private", "--delay", "0").code == 0
    assert archiver("check").code == 0


def test_a_folder_that_cannot_be_written_is_one_sentence_and_nothing_is_lost(archiver, server, folder):
    """Something else is in its place: whoever runs the tests may be root, whom no mode keeps out."""
    assert archiver("sources", "add", server.url("/")).code == 0  # so that there is an archive, which has its folder
    (folder / "archive.warc").write_text("my notes")
    called = archiver("crawl", server.url("/"), "--allow-private", "--delay", "0")
    assert (called.code, called.err) == (1, "archiver: archive.warc: File exists\n")
    assert (folder / "archive.warc").read_text() == "my notes"
    (folder / "archive.warc").unlink()
    assert archiver("crawl", server.url("/"), "--allow-private", "--delay", "0").code == 0
    assert archiver("check").code == 0


def test_what_a_killed_crawl_leaves_is_open_until_it_is_repaired_or_goes_on(start, archiver, server, folder):
    """After SIGKILL, on a real process: other readers find whole records, and no page is asked for in vain."""
    server.routes["/2025/08/11/the-market-moves/"] = silence()
    process = start("crawl", server.url("/"), "--allow-private", "--delay", "0", "--quiet")
    wait_until(lambda: server.asked_for("/2025/08/11/the-market-moves/"))
    wait_until(lambda: list((folder / "archive.warc").glob("*.open")))
    process.end(signal.SIGKILL)
    assert "is still open: a run is under way, or was killed" in archiver("check").err
    repaired = archiver("check", "--repair")
    assert (repaired.code, "finished, and called .open no longer" in repaired.err) == (0, True)
    (path,) = (folder / "archive.warc").iterdir()
    with path.open("rb") as stream:
        assert "response" in [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    server.routes["/2025/08/11/the-market-moves/"] = article("The market moves")
    assert archiver("crawl", server.url("/"), "--allow-private", "--delay", "0").code == 0
    assert archiver("check").err.endswith("captures read\n")
    assert [path] == list((folder / "archive.warc").iterdir())


def test_all_problems_are_counted_though_not_all_are_told(archiver, folder):
    assert archiver("ingest", write_warc(folder / "lac.warc.gz", 30), "--no-warc").code == 0
    with closing(sqlite3.connect("archive.db")) as conn, conn:
        conn.execute("DELETE FROM frontier")
    called = archiver("check")
    assert (called.code, called.out.splitlines()[-1]) == (1, "… and 10 more like the last")
    assert called.err == "archiver: archive.db: 30 problems\n"
    assert json.loads(archiver("check", "--json").out)["problem_count"] == 30
