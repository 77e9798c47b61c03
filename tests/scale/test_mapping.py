"""A task makes a small archive, complete or not at all, and says why not."""

from __future__ import annotations

import resource
import signal
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from archiver.model.bulk import Chunk, Wanted
from archiver.scale.doing import do
from archiver.scale.mapping import ARCHIVE, folder_of, published
from archiver.scale.tasks import Versions, task_for
from support.bulk import kit_for


@pytest.fixture
def kit(tmp_path):
    kit = kit_for(tmp_path / "archive.db")
    Path(kit.folder).mkdir()
    return kit


@pytest.fixture
def task(kit, warc):
    return task_for(Chunk(str(warc)), kit, file_size=warc.stat().st_size)


def left_behind(task):
    return sorted(path.name for path in Path(task.kit.folder).iterdir())


@contextmanager
def small_disk(size_bytes):
    """Files of this process cannot grow beyond that."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_task_makes_a_folder_of_its_name_with_an_archive_and_its_records(task):
    outcome = do(task)
    assert (outcome.problem, outcome.figures.pages) == (None, 40)
    assert left_behind(task) == [task.name]
    names = sorted(path.name for path in folder_of(task).iterdir())
    assert names == ["outcome.json", ARCHIVE, "scratch.warc"]


def test_a_task_that_was_done_is_not_done_again(task, warc):
    first = do(task)
    warc.unlink()
    assert do(task) == replace(first, is_old=True) == replace(published(task), is_old=True)


def test_what_is_made_twice_is_the_same_to_the_byte(task, tmp_path):
    again = replace(task, kit=replace(task.kit, folder=str(tmp_path)))
    do(task)
    do(again)
    files = [path.relative_to(folder_of(task)) for path in folder_of(task).rglob("*.gz")]
    assert files
    assert all((folder_of(task) / name).read_bytes() == (folder_of(again) / name).read_bytes() for name in files)


def test_only_what_is_wanted_is_in_it(task):
    wanted = replace(task, kit=replace(task.kit, wanted=Wanted(pattern="story-1[0-4]/")))
    assert do(wanted).figures.passed == {"address": 35}


def test_where_bytes_are_left_where_they_are_there_are_no_records(task):
    for keeping in ("in place", "not kept"):
        other = replace(task, name=keeping, kit=replace(task.kit, keeping=keeping))
        do(other)
        assert list(folder_of(other).rglob("*.warc*.gz")) == []


def test_a_file_that_is_gone_is_an_outcome_and_leaves_nothing_behind(task, warc):
    warc.unlink()
    outcome = do(task)
    assert str(warc) in outcome.problem
    assert left_behind(task) == []


def test_a_full_disk_is_an_outcome_that_another_worker_may_better(task):
    with small_disk(200_000):
        outcome = do(task)
    assert outcome.is_worth_another
    assert task.kit.folder in outcome.problem
    assert left_behind(task) == []
    assert do(task).problem is None


def test_a_worker_of_another_version_refuses(task):
    asked = Versions(archiver="9.9", parser=99)
    outcome = do(replace(task, kit=replace(task.kit, versions=asked)))
    assert outcome.problem == f"its worker has {Versions()}, and {asked} is asked for"
    assert left_behind(task) == []


def test_a_defect_costs_its_task_and_is_told_with_its_trace(task):
    outcome = do(replace(task, chunk=None))
    assert "AttributeError" in outcome.problem
    assert "Traceback" in outcome.trace
