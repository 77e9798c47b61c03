"""`ingest` with workers: the same archive, whoever works, and however often it is ended on the way."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing

import pytest

from archiver.scale.starting import WORTHWHILE_BYTES
from support.bulk import write_warc
from support.command_line import children_of, is_gone, wait_until


@pytest.fixture
def heavy(folder):
    """A file that is worth dividing: pages with more script than text, stored as they are."""
    path = write_warc(folder / "heavy.warc", 60, script_bytes=900_000, is_packed=False)
    assert path.stat().st_size > WORTHWHILE_BYTES
    return path


def stories(folder):
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        return conn.execute("SELECT count(*), count(DISTINCT url) FROM articles").fetchone()


def begun(start, heavy):
    process = start("ingest", heavy, "--workers", 2, start_new_session=True)
    wait_until(
        lambda: len(children_of(process.popen.pid, "map_worker")) == 2 or process.popen.poll() is not None, timeout=60
    )
    assert process.popen.poll() is None, process.end()
    return process


def test_workers_take_in_a_large_file_and_leave_nothing_behind(archiver, folder, heavy):
    called = archiver("ingest", heavy, "--workers", 2)
    assert (called.code, stories(folder)) == (0, (60, 60))
    assert not (folder / "archive.work").exists()
    assert archiver("check").code == 0
    assert archiver("ingest", heavy, "--workers", 2).code == 0
    assert stories(folder) == (60, 60)


def test_it_goes_on_after_it_was_killed_and_its_workers_end_with_it(start, archiver, folder, heavy):
    process = begun(start, heavy)
    workers = children_of(process.popen.pid, "map_worker")
    process.end(signal.SIGKILL)
    wait_until(lambda: all(map(is_gone, workers)))
    assert archiver("ingest", heavy, "--workers", 2).code == 0
    assert stories(folder) == (60, 60)
    assert not (folder / "archive.work").exists()


def test_ctrl_c_ends_it_with_everything_kept(start, archiver, folder, heavy):
    process = begun(start, heavy)
    workers = children_of(process.popen.pid, "map_worker")
    began = time.monotonic()
    os.killpg(process.popen.pid, signal.SIGINT)
    called = process.end(timeout=60)
    assert (called.code, called.out, "Traceback" in called.err) == (130, "", False)
    assert time.monotonic() - began < 30
    wait_until(lambda: all(map(is_gone, workers)))
    assert archiver("ingest", heavy, "--workers", 2).code == 0
    assert stories(folder) == (60, 60)


def test_a_scheduler_that_is_not_there_makes_no_archive(archiver, folder, heavy):
    called = archiver("ingest", heavy, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert called.code == 1
    assert "tcp://127.0.0.1:9: no Dask scheduler answers there" in called.err
    assert not (folder / "archive.db").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--scheduler", "tcp://127.0.0.1:9"), "--scheduler is Dask's: it goes with --engine dask"),
        (("--engine", "dask", "--scheduler", "node7"), "--scheduler: expected tcp://HOST:PORT, found 'node7'"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(archiver, heavy, options, words):
    called = archiver("ingest", heavy, *options)
    assert (called.code, words in called.err) == (2, True)
