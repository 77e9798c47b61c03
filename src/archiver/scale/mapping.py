"""The map task, done: one chunk → one small archive of its own, in any process, on any machine.

* What it makes lies in the work folder under the task's name: a folder with the small archive, its WARC files and what
  there is to say of them. A task whose folder is there is not done again.
* What cannot be done (the file is gone, the disk is full, another version) is an outcome with its reason.
"""

from __future__ import annotations

import itertools
import time
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from archiver.fetch.warc import WarcWriter
from archiver.jsontext import JsonError, decode_json, encode_json
from archiver.pipelines.children import peak_bytes
from archiver.pipelines.events import BulkFigures, Event, Tally
from archiver.pipelines.garbage import rare_collections
from archiver.pipelines.ingest_chunk import ChunkEnd, ingest_chunk
from archiver.pipelines.interrupts import Interrupts
from archiver.pipelines.tools import Tools
from archiver.scale.publishing import OUTCOME, attempted, folder_of, refused, this_worker
from archiver.scale.tasks import MapTask, Outcome
from archiver.store.scratch import create_scratch

#: in a task's folder
ARCHIVE = "scratch.db"
#: of the ids of records that tasks write
_RECORDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:archiver:map-task")


def iter_map_task(task: MapTask, interrupts: Interrupts) -> Generator[Event, None, Outcome]:
    """What came of it, its folder in place where there is no problem; what happens meanwhile.

    Raises nothing of its own.
    """
    if (old := published(task)) is not None:
        return replace(old, is_old=True)
    return (yield from attempted(task, lambda folder: _mapped(task, folder, interrupts)))


def _mapped(task: MapTask, folder: Path, interrupts: Interrupts) -> Generator[Event, None, Outcome]:
    began = time.perf_counter()
    kit = task.kit
    with rare_collections(), _tools(task, folder, interrupts) as tools:
        end = yield from ingest_chunk(tools, task.chunk, kit.wanted, in_place=kit.keeping == "in place")
    if end.problem is not None:
        return replace(refused(task, end.problem, is_worth_another=True), is_unreadable=not end.figures.pages)
    outcome = _outcome(task, end, time.perf_counter() - began)
    (folder / OUTCOME).write_text(encode_json(outcome), encoding="utf-8")
    return outcome


def published(task: MapTask) -> Outcome | None:
    """What came of it when it was done; ``None`` where it was not."""
    try:
        told = decode_json((folder_of(task) / OUTCOME).read_bytes())
    except (OSError, JsonError):
        return None
    figures, tally = BulkFigures(**told["figures"]), Tally(**told["tally"])
    return Outcome(**{**told, "figures": figures, "tally": tally, "warnings": tuple(told["warnings"])})


@contextmanager
def _tools(task: MapTask, folder: Path, interrupts: Interrupts) -> Iterator[Tools]:
    """What the small archive is filled with: of the task alone, so that it is the same whoever fills it, and when."""
    kit = task.kit
    with closing(create_scratch(folder / ARCHIVE, clock=lambda: kit.now)) as archive, ExitStack() as stack:
        writer = stack.enter_context(_writer(task, archive.warc_folder)) if kit.keeping == "copied" else None
        yield Tools(
            archive=archive,
            writer=writer,
            settings=kit.settings,
            rules=kit.rules,
            sources=kit.sources,
            interrupts=interrupts,
            clock=lambda: kit.now,
        )


def _writer(task: MapTask, folder: Path) -> WarcWriter:
    kit = task.kit
    return WarcWriter(
        folder,
        max_bytes=kit.settings.warc_file_bytes,
        provenance=kit.provenance,
        clock=lambda: kit.now,
        new_id=_record_ids(task.name),
    )


def _record_ids(name: str) -> Callable[[], str]:
    """Names for records that nothing else has, and the same every time: a task that is done again makes the same."""
    numbers = itertools.count()
    return lambda: f"<urn:uuid:{uuid.uuid5(_RECORDS, f'{name}-{next(numbers)}')}>"


def _outcome(task: MapTask, end: ChunkEnd, seconds: float) -> Outcome:
    return Outcome(
        name=task.name,
        figures=end.figures,
        tally=end.tally,
        copied=end.copied,
        warnings=end.warnings,
        seconds=seconds,
        size_bytes=task.size_bytes or 0,
        worker=this_worker(),
        peak_bytes=peak_bytes(),
    )
