"""The log of an archive is emptied while it is written to."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing

import pytest

from archiver.store.archive import utc_now
from archiver.store.connection import Connection
from archiver.store.emptying import LARGEST_BYTES, emptying_log

FILL = "INSERT OR REPLACE INTO meta (key, value) VALUES ('filling', hex(randomblob(?)))"
MEGABYTE = 1024 * 1024


@pytest.fixture
def db(new_archive, tmp_path):
    path = tmp_path / "archive.db"
    shutil.copy(new_archive, path)  # which is every test's
    with closing(Connection(path, create=False, clock=utc_now, busy_timeout_s=1)) as db:
        db.claim()
        yield db


def fill(db, megabytes):
    with db.writing() as conn:
        conn.execute(FILL, [megabytes * MEGABYTE // 2])


def log_path(db):
    return db.path.with_name(f"{db.path.name}-wal")


def log_bytes(db):
    return log_path(db).stat().st_size


def test_a_commit_leaves_in_the_log_what_the_next_one_brings_over(db):
    with emptying_log(db):
        fill(db, 20)
    size = db.path.stat().st_size
    assert log_bytes(db) > 20 * MEGABYTE > size
    with emptying_log(db):
        pass
    assert db.path.stat().st_size > 20 * MEGABYTE


def grow(db):
    """The log is too large, as a file: what is behind its end counts for nothing."""
    with emptying_log(db):
        fill(db, 25)
    os.truncate(log_path(db), LARGEST_BYTES + 1)


def test_a_log_that_has_grown_is_emptied_first(db):
    grow(db)
    with emptying_log(db):
        assert log_bytes(db) == 0
        assert db.path.stat().st_size > 25 * MEGABYTE


def test_afterwards_a_commit_empties_it_as_ever(db):
    with emptying_log(db):
        pass
    with db.reading() as conn:
        assert conn.execute("PRAGMA wal_autocheckpoint").fetchone() == (4000,)


def test_a_reader_keeps_it_from_being_emptied_and_nothing_else(db):
    grow(db)
    with closing(sqlite3.connect(db.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM meta").fetchone()
        with emptying_log(db):
            fill(db, 1)
    assert log_bytes(db) > LARGEST_BYTES
