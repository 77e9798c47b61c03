"""Processes do tasks, are replaced when they end, and end with whoever started them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from archiver.model.bulk import Chunk
from archiver.scale.process_engine import ProcessEngine
from archiver.scale.tasks import task_for
from support.bulk import kit_for, write_warc
from support.command_line import is_gone, wait_until


@pytest.fixture
def tasks(tmp_path):
    """Tasks that take a while."""
    kit = kit_for(tmp_path / "archive.db")
    Path(kit.folder).mkdir()
    paths = [write_warc(tmp_path / f"{host}.warc.gz", 3, host=f"{host}.example", bulk=3_000) for host in "abcd"]
    return [task_for(Chunk(str(path)), kit, file_size=path.stat().st_size) for path in paths]


def test_all_tasks_come_back(tasks, processes):
    for task in tasks:
        processes.put(task)
    outcomes = [processes.take() for _ in tasks]
    assert {outcome.name for outcome in outcomes} == {task.name for task in tasks}
    assert [outcome.problem for outcome in outcomes] == [None] * 4


def test_a_task_whose_process_is_killed_comes_back_for_another_try(tasks):
    with ProcessEngine(1) as engine:
        engine.put(tasks[0])
        drafts = Path(tasks[0].kit.folder)
        wait_until(lambda: any(drafts.iterdir()))
        os.kill(engine.process_ids[0], signal.SIGKILL)
        lost = engine.take()
        assert (lost.problem, lost.is_worth_another) == ("the process that did it was ended by SIGKILL", True)
        engine.put(tasks[0])
        assert engine.take().problem is None


def test_a_process_that_ends_while_it_has_nothing_to_do_costs_nothing(tasks):
    with ProcessEngine(1) as engine:
        engine.put(tasks[0])
        assert engine.take().problem is None
        (pid,) = engine.process_ids
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: engine._workers[0]._child.code is not None)
        engine.put(tasks[1])
        assert engine.take().problem is None


def test_leaving_ends_the_processes_at_once(tasks):
    with ProcessEngine(2) as engine:
        for task in tasks:
            engine.put(task)
        wait_until(lambda: len(engine.process_ids) == 2)
        pids = engine.process_ids
    wait_until(lambda: all(map(is_gone, pids)))
