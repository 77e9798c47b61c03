"""What workers make: folders in a work folder, each there complete, or not at all.

A task fills a folder that nobody else knows of; it gets the task's name by one rename, when all of it is on disk. So a
task that is done twice is done once, and what a worker that was killed leaves behind is nobody's.
"""

from __future__ import annotations

import errno
import os
import platform
import secrets
import shutil
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from archiver.errors import ArchiverError
from archiver.fetch.warc_files import sync_path
from archiver.pipelines.events import Event
from archiver.scale.tasks import LakeTask, MapTask, Outcome, Versions

#: in a task's folder, what there is to say of it
OUTCOME = "outcome.json"
#: in front of the name of what is not whole
DRAFT = "draft-"


def attempted(
    task: MapTask | LakeTask, fill: Callable[[Path], Generator[Event, None, Outcome]]
) -> Generator[Event, None, Outcome]:
    """What came of a task, its folder in place where there is no problem. Raises nothing of its own.

    ``fill`` fills a folder, tells what happens, and what came of it; with a problem, nothing is kept of that.
    """
    if task.versions != Versions():
        return refused(task, f"its worker has {Versions()}, and {task.versions} is asked for")
    try:
        with _draft(task) as folder:
            outcome = yield from fill(folder)
            if outcome.problem is None:
                _publish(folder, folder_of(task))
    except (ArchiverError, OSError) as error:
        # a full disk, a network that is away: nothing that would be wrong with the task
        return refused(task, _words(error), is_worth_another=True)
    except Exception as error:  # noqa: BLE001 - a defect costs its task, and is told
        return replace(refused(task, f"{type(error).__name__}: {error}"), trace=traceback.format_exc())
    return outcome


def folder_of(task: MapTask | LakeTask) -> Path:
    """Where what it makes is, once it is there."""
    return Path(task.folder, task.name)


def refused(task: MapTask | LakeTask, problem: str, *, is_worth_another: bool = False) -> Outcome:
    """Why nothing came of it."""
    return Outcome(name=task.name, problem=problem, is_worth_another=is_worth_another, worker=this_worker())


def this_worker() -> str:
    """The process that we are in."""
    return f"{platform.node()}:{os.getpid()}"


def remove_drafts(folder: Path) -> None:
    """Takes away what workers have left behind that were killed."""
    for draft in folder.glob(f"{DRAFT}*"):
        shutil.rmtree(draft, ignore_errors=True)


def _words(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)
    return str(error)


@contextmanager
def _draft(task: MapTask | LakeTask) -> Iterator[Path]:
    """A new folder in the work folder, gone with the block unless it has got its name."""
    folder = Path(task.folder, f"{DRAFT}{task.name}-{secrets.token_hex(4)}")
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _publish(draft: Path, folder: Path) -> None:
    """The draft takes its name, all of it on disk; where that is taken, somebody else has done the same."""
    for path in (*draft.rglob("*"), draft):
        sync_path(path)
    try:
        draft.rename(folder)
    except OSError as error:
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
            raise
    sync_path(folder.parent)
