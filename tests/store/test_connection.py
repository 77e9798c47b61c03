"""Opening, locking, writing and closing: what each state of the file and its folder means."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from archiver.errors import (
    ArchiveError,
    DamagedArchiveError,
    LockedArchiveError,
    MissingArchiveError,
    NewerArchiveError,
    NotAnArchiveError,
    ReadOnlyArchiveError,
    SampleArchiveError,
)
from archiver.store.archive import BUSY_TIMEOUT_S, open_archive
from archiver.store.schema import SCHEMA_VERSION
from support.archives import SITE, Desk, article, foreign_rows

NOBODY = 65534


@contextmanager
def other_program(path, begin="BEGIN IMMEDIATE"):
    """A program without our lock that is writing to the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute(begin)
        yield conn
        conn.execute("ROLLBACK")


@pytest.fixture
def plain_user_in():
    """For a while, a folder with this mode and a user who is not root."""

    @contextmanager
    def enter(folder, mode=0o555):
        folder.chmod(mode)
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)

    return enter


@pytest.fixture
def folder(path):
    """An archive with an article, in a folder that anyone may pass through."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with open_archive(folder / "archive.db") as archive:
            archive.add(article(url=f"{SITE}/bac"))
        (folder / "archive.db.lock").unlink()
        (folder / "archive.db").chmod(0o644)
        yield folder
        folder.chmod(0o755)


# Opening.


def test_a_missing_archive_is_created_at_once(tmp_path):
    with open_archive(tmp_path / "new.db") as archive:
        assert list(archive.articles()) == []
    assert (tmp_path / "new.db").exists()


def test_a_missing_archive_is_not_created_for_readers(tmp_path):
    with pytest.raises(MissingArchiveError, match=r"new\.db: no such archive"):
        open_archive(tmp_path / "new.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_new_archive_is_at_the_end_of_a_link_to_where_there_was_none(tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "new.db").symlink_to(tmp_path / "far" / "there.db")
    open_archive(tmp_path / "new.db").close()
    assert (tmp_path / "new.db").is_symlink()
    with open_archive(tmp_path / "far" / "there.db", create=False) as archive:
        assert archive.check().is_clean


def test_a_link_that_leads_to_itself_is_told(tmp_path):
    (tmp_path / "loop.db").symlink_to(tmp_path / "loop.db")
    with pytest.raises(ReadOnlyArchiveError, match=r"loop\.db: cannot be written \(.*(itself|symbolic links)"):
        open_archive(tmp_path / "loop.db").close()


def test_no_folder_is_made_for_a_new_archive(tmp_path):
    with pytest.raises(MissingArchiveError, match="no such folder"):
        open_archive(tmp_path / "nowhere" / "new.db")


def test_an_empty_file_becomes_an_archive_for_writers_only(tmp_path):
    (tmp_path / "empty.db").touch()

    with pytest.raises(NotAnArchiveError, match="an empty file"):
        open_archive(tmp_path / "empty.db", create=False)
    with open_archive(tmp_path / "empty.db") as archive:
        assert archive.stats().articles == 0


@pytest.mark.parametrize("create", [True, False])
def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path, create):
    (tmp_path / "letter.db").write_text("Dear archivist, " * 100)

    with pytest.raises(NotAnArchiveError, match="not a SQLite database"):
        open_archive(tmp_path / "letter.db", create=create)
    assert (tmp_path / "letter.db").read_text().startswith("Dear archivist")


@pytest.mark.parametrize("create", [True, False])
def test_a_database_of_others_is_refused_and_left_alone(tmp_path, create):
    foreign_rows(tmp_path / "shop.db", "CREATE TABLE meta (key, value)")

    with pytest.raises(NotAnArchiveError, match="a SQLite database, but not an archive"):
        open_archive(tmp_path / "shop.db", create=create)
    assert foreign_rows(tmp_path / "shop.db", "SELECT count(*) FROM sqlite_master") == [(1,)]


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(NotAnArchiveError, match="a folder"):
        open_archive(tmp_path)


def test_an_archive_of_a_newer_version_is_refused(path):
    foreign_rows(path, "UPDATE meta SET value = '99' WHERE key = 'schema_version'")

    with pytest.raises(NewerArchiveError, match=f"schema 99, known here: up to {SCHEMA_VERSION}"):
        open_archive(path)


@pytest.mark.parametrize("name", ["a b.db", "été.db", "50%.db", "what?.db", "c#.db", "a'b;.db"])
def test_any_file_name_will_do(tmp_path, name):
    with open_archive(tmp_path / name) as archive:
        archive.add(article(url=f"{SITE}/bac"))
        assert len(list(archive.query("SELECT * FROM articles").rows)) == 1
    assert {file.name for file in tmp_path.iterdir()} == {name, f"{name}.lock"}


def test_damage_is_told_as_such(path):
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 200_000)

    with pytest.raises(DamagedArchiveError, match="is damaged"), open_archive(path) as archive:
        archive.add(article(url=f"{SITE}/bac"))


def test_a_closed_archive_says_so(path):
    archive = open_archive(path)
    archive.close()
    archive.close()

    with pytest.raises(ArchiveError, match="the archive is closed"):
        archive.sources()


# The lock.


def test_only_one_may_write(desk, path):
    desk.archive.begin_run("crawl")

    with (
        open_archive(path) as second,
        pytest.raises(LockedArchiveError, match="another writer holds the archive") as refused,
    ):
        second.begin_run("update")
    assert refused.value.exit_code == 75


def test_readers_need_no_lock_while_another_writes(desk, path):
    desk.save(desk.read("/bac", article()))

    with open_archive(path, create=False) as reader:
        assert [found.title for found in reader.articles()] == ["Le bac rouvre lundi"]
        assert len(reader.search("bac")) == 1


def test_opening_and_reading_take_no_lock(desk, path):
    desk.archive.stats()

    assert not path.with_name("archive.db.lock").exists()


def test_the_lock_is_free_after_closing(path):
    for _ in range(2):
        with open_archive(path) as archive:
            archive.begin_run("crawl")


def test_a_link_to_the_archive_shares_its_lock(desk, path, tmp_path):
    (tmp_path / "link.db").symlink_to(path)
    desk.archive.begin_run("crawl")

    with open_archive(tmp_path / "link.db") as second, pytest.raises(LockedArchiveError):
        second.begin_run("update")


def test_creating_is_refused_while_another_creates(tmp_path):
    with FileLock(tmp_path / "new.db.lock"), pytest.raises(LockedArchiveError):
        open_archive(tmp_path / "new.db")


WRITES = {
    "begin_run": lambda desk: desk.archive.begin_run("crawl"),
    "end_run": lambda desk: desk.archive.end_run(1, outcome="done", exit_code=0),
    "add_source": lambda desk: desk.archive.add_source("https://autre.example/"),
    "queue": lambda desk: desk.archive.queue([]),
    "excuse": lambda desk: desk.archive.rounds.excuse([], desk.clock.now),
    "hasten": lambda desk: desk.archive.hasten([1], desk.clock.now),
    "save_host_states": lambda desk: desk.archive.save_host_states([]),
    "save": lambda desk: desk.archive.save([]),
    "save_reparsed": lambda desk: desk.archive.save_reparsed([]),
    "add": lambda desk: desk.archive.add(article(url=f"{SITE}/bac")),
}


@pytest.mark.parametrize("write", WRITES)
def test_every_write_says_that_another_program_is_writing(path, clock, write):
    with closing(open_archive(path, clock=clock, busy_timeout_s=0.01)) as archive, other_program(path):
        desk = Desk(archive, clock, archive.sources()[0])
        with pytest.raises(LockedArchiveError, match="another program is writing to it"):
            WRITES[write](desk)


def test_a_write_that_was_refused_can_be_tried_again(path, clock):
    with open_archive(path, clock=clock, busy_timeout_s=0.01) as archive:
        with other_program(path), pytest.raises(LockedArchiveError):
            archive.begin_run("crawl")
        assert archive.begin_run("crawl") == 1


READS = {
    "sources": lambda archive: archive.sources(),
    "due": lambda archive: archive.due(archive._db.now(), limit=1),
    "next_due_at": lambda archive: archive.next_due_at(),
    "pages": lambda archive: archive.pages([SITE]),
    "host_states": lambda archive: archive.host_states(),
    "warc_folder": lambda archive: archive.warc_folder,
    "warc_position": lambda archive: archive.warc_records.position(),
    "is_sample": lambda archive: archive.is_sample,
    "article": lambda archive: archive.article(SITE),
    "articles": lambda archive: list(archive.articles()),
    "teasers": lambda archive: list(archive.teasers()),
    "revisions": lambda archive: list(archive.revisions(1)),
    "kept_pages": lambda archive: list(archive.kept_pages()),
    "kept_page": lambda archive: archive.kept_page(SITE),
    "search": lambda archive: archive.search("bac"),
    "query": lambda archive: list(archive.query("SELECT * FROM articles").rows),
    "stats": lambda archive: archive.stats(),
    "check": lambda archive: archive.check(),
}


@pytest.mark.parametrize("read", READS)
def test_every_read_says_that_another_program_holds_the_file(path, read):
    foreign_rows(path, "PRAGMA journal_mode = DELETE")
    with open_archive(path, busy_timeout_s=0.01) as archive, other_program(path, "BEGIN EXCLUSIVE"):
        reading = READS[read]
        with pytest.raises(LockedArchiveError):
            reading(archive)


@pytest.mark.parametrize("read", READS)
def test_every_read_works_while_another_program_writes(path, read):
    with open_archive(path, busy_timeout_s=0.01) as archive, other_program(path):
        READS[read](archive)


# Files and folders that cannot be written.


def test_an_archive_in_a_read_only_folder_can_be_read(folder, plain_user_in):
    with plain_user_in(folder), open_archive(folder / "archive.db", create=False) as archive:
        assert len(archive.search("bac")) == 1
        assert list(archive.query("SELECT count(*) FROM articles").rows) == [(1,)]
        assert archive.check().is_clean


def test_an_archive_in_a_read_only_folder_is_not_written(folder, plain_user_in):
    with plain_user_in(folder), open_archive(folder / "archive.db") as archive:
        assert not archive.is_sample
        with pytest.raises(ReadOnlyArchiveError, match="cannot be written"):
            archive.begin_run("crawl")


def test_no_archive_is_created_in_a_read_only_folder(folder, plain_user_in):
    with plain_user_in(folder), pytest.raises(ReadOnlyArchiveError, match="cannot be written"):
        open_archive(folder / "new.db")


def test_a_read_only_file_is_read_and_not_written(folder, plain_user_in):
    with plain_user_in(folder, mode=0o777), open_archive(folder / "archive.db") as archive:
        assert len(list(archive.articles())) == 1
        with pytest.raises(ReadOnlyArchiveError, match="cannot be written"):
            archive.begin_run("crawl")


def test_a_log_that_cannot_be_read_is_not_passed_over(folder, plain_user_in):
    """Reading only the file would show an older state as if it were today's."""
    (folder / "archive.db-wal").write_bytes(b"\0" * 5000)
    (folder / "archive.db-wal").chmod(0o600)

    with plain_user_in(folder), pytest.raises(ReadOnlyArchiveError, match="wal"):
        open_archive(folder / "archive.db", create=False)


# The sample.


@pytest.fixture
def sample(desk, tmp_path):
    desk.save(desk.read("/bac", article()))
    desk.archive.write_sample(tmp_path / "sample.db")
    return tmp_path / "sample.db"


@pytest.mark.parametrize("write", WRITES)
def test_every_write_to_the_sample_is_refused(sample, clock, write):
    with open_archive(sample, clock=clock) as archive:
        desk = Desk(archive, clock, archive.sources()[0])
        with pytest.raises(SampleArchiveError, match=r"^sample\.db is the sample: pass --db$"):
            WRITES[write](desk)


def test_the_sample_is_read_like_any_archive(sample):
    with open_archive(sample, create=False) as archive:
        assert archive.is_sample
        assert len(archive.search("bac")) == 1
        assert archive.check().is_clean


def test_reading_the_sample_leaves_no_trace(sample):
    before = sample.read_bytes()
    with open_archive(sample, create=False) as archive:
        archive.stats()
        list(archive.query("SELECT * FROM articles").rows)

    assert sample.read_bytes() == before
    assert list(sample.parent.glob("sample.db*")) == [sample]


# Closing, and being killed.


def test_nothing_is_left_beside_the_file_after_writing(path, clock):
    with open_archive(path, clock=clock) as archive:
        archive.begin_run("crawl")
        assert path.with_name("archive.db-wal").exists()

    assert {file.name for file in path.parent.iterdir()} == {"archive.db", "archive.db.lock"}


def test_nothing_is_left_beside_the_file_after_reading(path):
    with open_archive(path) as archive:
        list(archive.query("SELECT * FROM articles").rows)

    assert [file.name for file in path.parent.iterdir()] == ["archive.db"]


def test_closing_does_not_wait_for_readers(desk, path):
    desk.save(desk.read("/bac", article()))
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM articles").fetchone()
        started = time.monotonic()
        desk.archive.close()

        assert time.monotonic() - started < BUSY_TIMEOUT_S / 2
        assert reader.execute("SELECT title FROM articles").fetchall() == [("Le bac rouvre lundi",)]


def test_an_exception_within_a_write_leaves_nothing_of_it(desk):
    before = desk.content()
    bad = desk.read("/bac", article())

    with pytest.raises(LookupError, match="page 999 is not in the archive"):
        desk.save(bad, bad.__class__(page_id=999, source_id=1, capture=bad.capture, kind=None, state="ok"))

    assert desk.content()["articles"] == before["articles"] == []
    assert desk.content()["captures"] == []


KILLED = """
import os, signal, sys
sys.path[:0] = sys.argv[2:]
from support.archives import Clock, Desk, article, cards
from archiver.store.archive import open_archive
from archiver.store import saving

archive = open_archive(sys.argv[1], clock=Clock())
desk = Desk(archive, Clock(), archive.sources()[0])
run = archive.begin_run("crawl", ["https://www.courrier-du-lac.example/"])
archive.save([desk.read(f"/{n}", article(title=f"Titre {n}", teasers=cards(f"Titre {n + 1}"))) for n in range(20)], run_id=run)
results = [desk.read(f"/{n}", article(title=f"Titre {n}", body=f"{n} " * 5000)) for n in range(20, 60)]
saving.queue = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
archive.save(results, run_id=run)
"""


@pytest.fixture
def killed(path):
    """An archive whose writer was killed within its second transaction."""
    tests = Path(__file__).parents[1]
    command = [sys.executable, "-c", KILLED, str(path), str(tests), str(tests.parent / "src")]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    return path


def test_a_killed_writer_leaves_whole_transactions_only(killed):
    with open_archive(killed, create=False) as archive:
        assert archive.stats().articles == 20
        assert archive.check().problems == ()


def test_a_killed_writer_holds_no_lock_and_its_run_shows_as_interrupted(killed):
    with open_archive(killed) as archive:
        run_id = archive.begin_run("crawl")
        runs = list(archive.query("SELECT outcome, ended_at, exit_code, articles_new FROM runs ORDER BY id").rows)

    assert run_id == 2
    assert runs == [("interrupted", None, None, 20), (None, None, None, 0)]


def test_whoever_creates_and_is_killed_leaves_a_file_that_can_be_created_again(tmp_path):
    """Write-ahead logging is on, and no table is there yet."""
    foreign_rows(tmp_path / "half.db", "PRAGMA journal_mode = WAL")

    with open_archive(tmp_path / "half.db") as archive:
        archive.add(article(url=f"{SITE}/bac"))
        assert archive.check().is_clean


CREATES = """
import os, signal, sys, threading, time

sys.path.insert(0, sys.argv[2])
from archiver.store.archive import open_archive

delay = float(sys.argv[3])
if delay >= 0:
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    import archiver.store.making  # what takes long to load is not what is interrupted
    signal.setitimer(signal.ITIMER_REAL, delay)
open_archive(sys.argv[1]).close()
"""


@pytest.mark.parametrize("delay_ms", [1, 2, 4, 8, 12, 16, 24])
def test_whoever_creates_and_is_interrupted_leaves_nothing_or_an_archive(tmp_path, delay_ms):
    path, source = tmp_path / "new.db", Path(__file__).parents[2] / "src"
    command = [sys.executable, "-c", CREATES, str(path), str(source), str(delay_ms / 1000)]
    subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
    if path.exists():
        with open_archive(path, create=False) as archive:
            assert archive.check().is_clean
    assert {found.name for found in tmp_path.iterdir()} <= {"new.db", "new.db.lock"}


def test_whoever_cannot_make_an_archive_leaves_nothing(tmp_path):
    class BadClock:
        def __call__(self):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_archive(tmp_path / "new.db", clock=BadClock())
    assert not (tmp_path / "new.db").exists()
