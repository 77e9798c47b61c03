"""A lake is the same whoever writes it, and whole or not there."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from dataclasses import replace

import duckdb
import pytest

from archiver.errors import ExportError
from archiver.pipelines.exports.order import Order
from archiver.scale.doing import do
from archiver.scale.lakes import bundled
from archiver.scale.lakes import write_lake as write_lake_with
from archiver.scale.run import MOST_TRIES
from archiver.scale.tasks import LakeTask, Outcome
from archiver.store.archive import open_archive
from archiver.store.extract_parts import Part
from archiver.store.selecting import Selection
from support.engines import Here
from support.lakes import bytes_of, write_lake, write_lake_by
from support.large import large_archive

ARTICLES = 12_000


def full(task):
    return Outcome(name=task.name, problem="/disk: No space left on device", is_worth_another=True)


def has_captures(task):
    return any(part.table == "captures" for part in task.parts)


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    return large_archive(tmp_path_factory.mktemp("large") / "large.db", ARTICLES)


@pytest.fixture(scope="module")
def whole(db):
    """What one process writes."""
    return bytes_of(write_lake(db, db.with_name("lake")))


def test_any_number_of_processes_writes_the_same_files(db, whole, processes, tmp_path):
    assert bytes_of(write_lake_by(db, tmp_path / "one", Here())) == whole
    assert bytes_of(write_lake_by(db, tmp_path / "two", processes)) == whole


@pytest.mark.parametrize(("table", "key", "rows"), [("articles", "id", ARTICLES), ("captures", "id", ARTICLES + 1)])
def test_every_row_is_there_once(whole, db, table, key, rows):
    files = f"'{db.with_name('lake')}/{table}/**/*.parquet'"
    assert duckdb.sql(f"SELECT count(*), count(DISTINCT {key}) FROM {files}").fetchall() == [(rows, rows)]


def test_articles_of_a_folder_are_in_one_file(whole):
    folders = [name.rpartition("/")[0] for name in whole if name.startswith("articles/")]
    assert len(folders) == len(set(folders)) == 36 * 3
    assert len({name.rpartition("/")[2] for name in whole if name.startswith("articles/")}) > 1


def test_a_worker_that_is_killed_costs_no_row(db, whole, processes, tmp_path):
    killed = []

    class Killing:
        about, capacity, put = None, processes.capacity, staticmethod(processes.put)

        def take(self):
            if len(killed) < 2 and (pids := processes.process_ids):
                os.kill(pids[0], signal.SIGKILL)
                killed.append(pids[0])
            return processes.take()

    assert bytes_of(write_lake_by(db, tmp_path / "lake", Killing())) == whole
    assert len(killed) == 2


def test_without_one_part_there_is_no_lake_and_the_next_call_writes_what_is_missing(db, whole, tmp_path):
    engine = Here(lambda task: full(task) if has_captures(task) else do(task))
    with pytest.raises(ExportError) as error:
        write_lake_by(db, tmp_path / "lake", engine)
    (name,) = [name for name in set(engine.done) if engine.done.count(name) == MOST_TRIES]
    assert str(error.value) == (
        f"{tmp_path / 'lake'}: not written, as 1 of {len(set(engine.done))} parts could not be"
        " (/disk: No space left on device); the same command goes on with what is missing"
    )
    assert not (tmp_path / "lake").exists()
    assert bytes_of(write_lake_by(db, tmp_path / "lake", second := Here())) == whole
    assert second.done == [name]
    assert [path.name for path in tmp_path.iterdir()] == ["lake"]


def test_what_was_written_of_another_state_of_the_archive_is_not_used(db, tmp_path):
    copy = shutil.copyfile(db, tmp_path / "copy.db")

    def none(task):
        return full(task) if has_captures(task) else do(task)

    with pytest.raises(ExportError):
        write_lake_by(copy, tmp_path / "lake", first := Here(none))
    with open_archive(copy) as archive:
        archive.add_source("https://new.example/")
    write_lake_by(copy, tmp_path / "lake", second := Here())
    assert not set(first.done) & set(second.done)


def test_a_file_that_was_damaged_meanwhile_is_written_again(db, whole, tmp_path):
    def broken(task):
        outcome = do(task)
        if has_captures(task):
            raise KeyboardInterrupt
        return outcome

    with pytest.raises(KeyboardInterrupt):
        write_lake_by(db, tmp_path / "lake", first := Here(broken))
    parts = tmp_path / "lake.parts"
    next(path for path in parts.rglob("*.parquet") if path.parent.name == "captures").write_bytes(b"")
    assert bytes_of(write_lake_by(db, tmp_path / "lake", second := Here())) == whole
    assert first.done[-1] in second.done


@pytest.mark.parametrize("is_read", [True, False])
def test_rows_that_are_still_in_the_log_are_in_the_lake(db, tmp_path, is_read):
    """Workers read the file without its log: where a reader keeps that from being emptied, this process writes."""
    copy = shutil.copyfile(db, tmp_path / "copy.db")
    with open_archive(copy, busy_timeout_s=0.1) as archive, closing(sqlite3.connect(copy)) as reader:
        archive.claim()
        if is_read:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sources").fetchall()
        archive.add_source("https://new.example/")
        order = Order(archive=archive, selection=Selection(), path=tmp_path / "lake")
        list(write_lake_with(order, engine := Here(), tmp_path / "parts"))
    assert bool(engine.done) != is_read
    files = f"'{tmp_path}/lake/sources/*.parquet'"
    assert duckdb.sql(f"SELECT count(*) FROM {files}").fetchall() == [(4,)]


def test_small_parts_are_written_together():
    parts = [Part(table=name, weight=weight) for name, weight in (("a", 0.25), ("b", 0.75), ("c", 1), ("d", 0.5))]
    assert [[part.table for part in some] for some in bundled(parts)] == [["a", "b"], ["c"], ["d"]]


def test_a_worker_of_another_version_writes_nothing(tmp_path):
    task = LakeTask(name="a", folder=str(tmp_path), archive="", choice="", is_all=True, parts=(), partitions=())
    other = replace(task, versions=replace(task.versions, parser=0))
    assert "its worker has" in do(other).problem
    assert not any(path.name.startswith(("a", "draft")) for path in tmp_path.iterdir())
