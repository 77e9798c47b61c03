"""The lake task, done: some parts of an archive → files of Parquet in a folder of the task's own."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from archiver.jsontext import JsonError, decode_json, encode_json
from archiver.pipelines.children import peak_bytes
from archiver.pipelines.events import Event
from archiver.pipelines.exports.drafts import explained, files_in
from archiver.pipelines.exports.parquet_files import write_parts
from archiver.scale.publishing import OUTCOME, attempted, folder_of, this_worker
from archiver.scale.tasks import LakeTask, Outcome
from archiver.store.extract_parts import open_rows
from archiver.store.extracts import TABLES


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenParts:
    """What a task has written."""

    #: by table
    rows: Mapping[str, int]
    #: bytes of files, by their paths from the task's folder, which are those from the lake's
    files: Mapping[str, int]


def iter_lake_task(task: LakeTask) -> Generator[Event, None, Outcome]:
    """What came of it, its folder in place where there is no problem. Raises nothing of its own."""
    if written_of(task) is not None:
        return Outcome(name=task.name, worker=this_worker(), is_old=True)
    return (yield from attempted(task, lambda folder: _written(task, folder)))


def written_of(task: LakeTask) -> WrittenParts | None:
    """What it has written; ``None`` where it has not, or a file is not what it was."""
    folder = folder_of(task)
    try:
        told = decode_json((folder / OUTCOME).read_bytes())
        is_whole = all((folder / name).stat().st_size == size for name, size in told["files"].items())
    except (OSError, JsonError):
        return None
    return WrittenParts(**told) if is_whole else None


def _written(task: LakeTask, folder: Path) -> Generator[Event, None, Outcome]:
    yield from ()  # it tells nothing of itself
    began = time.perf_counter()
    rows = Counter[str]()
    with (
        explained(Path(task.folder)),
        open_rows(Path(task.archive), Path(task.choice), TABLES, is_all=task.is_all) as opened,
    ):
        for table, done in write_parts(opened, task.parts, task.partitions, folder):
            rows[table] += done
    files = {name: (folder / name).stat().st_size for name in files_in(folder)}
    (folder / OUTCOME).write_text(encode_json(WrittenParts(rows=rows, files=files)), encoding="utf-8")
    outcome = Outcome(name=task.name, seconds=time.perf_counter() - began, size_bytes=sum(files.values()))
    return replace(outcome, worker=this_worker(), peak_bytes=peak_bytes())
