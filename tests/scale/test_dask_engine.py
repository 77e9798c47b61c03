"""Dask does the same tasks with the same outcome, whatever becomes of its workers and its scheduler."""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack
from dataclasses import replace
from urllib.request import urlopen

import pytest

from archiver.scale.dask_engine import DaskEngine, DaskWork, answer_probe
from archiver.scale.engines import EngineError
from archiver.store.archive import open_archive
from support.bulk import dump, run_bulk, stories_in, write_warc
from support.clusters import free_port, scheduler, worker
from support.deadly import Job, do_job
from support.lakes import bytes_of, write_lake, write_lake_by
from support.large import large_archive
from support.warc_bytes import member, record


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    """Two workers of this machine."""
    with DaskEngine(tmp_path_factory.mktemp("work"), workers=2) as engine:
        yield engine


def worker_pids(engine):
    return [worker.pid for worker in engine._cluster.workers.values() if worker.pid]


def test_dask_gives_the_same_rows_numbers_included(tmp_path, warc, dask, processes):
    other = write_warc(tmp_path / "mer.warc.gz", 20, host="mer.example")
    for name, engine in (("dask", dask), ("processes", processes)):
        (tmp_path / name).mkdir()
        run_bulk(tmp_path / name / "archive.db", [warc, other], engine)
    assert dump(tmp_path / "dask" / "archive.db") == dump(tmp_path / "processes" / "archive.db")


def test_workers_that_are_killed_cost_no_row(tmp_path, dask):
    paths = [write_warc(tmp_path / f"{host}.warc.gz", 3, host=f"{host}.example", bulk=2_000) for host in "abcdefgh"]
    put, killed = dask.put, []

    class Killing:
        about, capacity = None, dask.capacity

        def watch(self):
            return ()

        def put(self, task):
            put(task)

        def take(self):
            if len(killed) < 3 and (pids := worker_pids(dask)):
                os.kill(pids[0], signal.SIGKILL)
                killed.append(pids[0])
            return dask.take()

    events = run_bulk(tmp_path / "archive.db", paths, Killing())
    assert (len(killed), events[-1].exit_code) == (3, 0)
    assert len(stories_in(tmp_path / "archive.db")) == len(set(stories_in(tmp_path / "archive.db"))) == 24


def test_workers_write_the_lake_that_one_process_writes_though_one_is_killed(tmp_path, dask):
    db = large_archive(tmp_path / "large.db", 12_000)
    killed = []

    class Killing:
        about, capacity, put = None, dask.capacity, staticmethod(dask.put)

        def take(self):
            if not killed and (pids := worker_pids(dask)):
                os.kill(pids[0], signal.SIGKILL)
                killed.append(pids[0])
            return dask.take()

    assert bytes_of(write_lake_by(db, tmp_path / "dask", Killing())) == bytes_of(write_lake(db, tmp_path / "one"))
    assert killed
    assert not (tmp_path / "dask.parts").exists()


def test_a_revisit_of_a_record_in_another_part_is_found(tmp_path, dask):
    warc = tmp_path / "all.warc.gz"
    parts = [write_warc(tmp_path / f"{name}.warc.gz", 12, host=f"{name}.example").read_bytes() for name in "ab"]
    url, at = "https://a.example/2026/01/05/story-3/", "2026-01-05T12:03:00Z"
    fields = {"WARC_Target_URI": url, "WARC_Date": "2026-01-06T12:00:00Z", "WARC_Refers_To_Date": at}
    warc.write_bytes(b"".join(parts) + member(record(kind="revisit", body=b"", **fields)))
    ended = run_bulk(tmp_path / "archive.db", [warc], dask)[-1]
    assert (ended.figures.pages, ended.figures.unchanged, ended.figures.passed) == (25, 1, {})
    with open_archive(tmp_path / "archive.db") as archive:
        (page,) = archive.pages([url])
    assert page.last_fetched_at.day == 6


class Jobs(DaskWork):
    _forgiven = 0
    _function = staticmethod(do_job)

    def _given_up(self, task, problem, *, is_worth_another):
        return f"{task.name}: {problem}"


def test_a_task_that_ends_its_worker_comes_back_at_once_and_no_other_is_blamed(tmp_path):
    jobs = [Job(f"job {number}", str(tmp_path), is_deadly=number == 0) for number in range(7)]
    with Jobs(tmp_path, workers=1) as work:
        for job in jobs:
            work.put(job)
        results = sorted(work.take() for _ in jobs)
    assert results == ["job 0: the workers that did it were lost", *(job.name for job in jobs[1:])]
    assert len(list(tmp_path.glob("job 0-*"))) == 1


def test_a_scheduler_that_has_given_a_task_up_says_so_in_a_sentence(tmp_path):
    port = free_port()
    jobs = [Job(f"job {number}", str(tmp_path), is_deadly=number == 0) for number in range(3)]
    with (
        scheduler(port, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="1"),
        worker(port, tmp_path / "one", is_replaced=False),
        worker(port, tmp_path / "two", is_replaced=False),
        worker(port, tmp_path / "three", is_replaced=False),
        Jobs(tmp_path, scheduler=f"tcp://127.0.0.1:{port}") as work,
    ):
        for job in jobs:
            work.put(job)
        results = sorted(work.take() for _ in jobs)
    assert results == ["job 0: the workers that did it were lost", "job 1", "job 2"]
    assert len(list(tmp_path.glob("job 0-*"))) == 2


def test_the_dashboard_is_where_it_is_said_to_be(dask):
    link = dask.about.partition(": ")[2]
    assert link.startswith("http://127.0.0.1:")
    with urlopen(link) as answer:
        assert answer.status == 200


def test_a_scheduler_that_is_killed_and_comes_back_costs_no_row(tmp_path):
    paths = [write_warc(tmp_path / f"{host}.warc.gz", 3, host=f"{host}.example", bulk=2_000) for host in "abcdefgh"]
    port = free_port()
    with ExitStack() as stack:
        first = stack.enter_context(scheduler(port))
        stack.enter_context(worker(port, tmp_path / "first"))
        engine = stack.enter_context(DaskEngine(tmp_path, scheduler=f"tcp://127.0.0.1:{port}"))

        class Restarting:
            about, capacity = None, 2
            taken = 0

            def watch(self):
                return ()

            def put(self, task):
                engine.put(task)

            def take(self):
                if self.taken == 2:
                    first.kill()
                    first.wait()
                    stack.enter_context(scheduler(port))
                    stack.enter_context(worker(port, tmp_path / "second"))
                self.taken += 1
                return engine.take()

        events = run_bulk(tmp_path / "archive.db", paths, Restarting())
    assert events[-1].exit_code == 0
    assert len(stories_in(tmp_path / "archive.db")) == 24


def test_a_scheduler_that_is_not_there_is_told_in_a_sentence(tmp_path):
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(EngineError, match=rf"^{address}: no Dask scheduler answers there \(.*\)$"):
        DaskEngine(tmp_path, scheduler=address, patience_s=1).__enter__()
    with pytest.raises(EngineError, match=r"^nonsense: no Dask scheduler answers there"):
        DaskEngine(tmp_path, scheduler="nonsense", patience_s=1).__enter__()


def test_a_worker_that_would_do_harm_is_refused(tmp_path, dask):
    versions, sees = answer_probe(str(tmp_path / "gone"))
    assert not sees
    (tmp_path / "there").touch()
    assert answer_probe(str(tmp_path / "there")) == (versions, True)
    engine = DaskEngine(tmp_path)
    assert engine._complaint((versions, True)) is None
    assert engine._complaint((versions, False)) == (
        f"does not see {tmp_path}: give a --work-dir that all machines share"
    )
    assert engine._complaint((replace(versions, parser=0), True)) == (
        f"has {replace(versions, parser=0)}: it needs what this command has, {versions}"
    )
    assert engine._complaint(ModuleNotFoundError("no", name="archiver")) == (
        f"cannot import archiver: it needs what this command has, {versions}"
    )
