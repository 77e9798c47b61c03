"""A lake, written by an engine's workers out of an archive to which nobody writes meanwhile.

* What is written is divided by the archive alone: the same files come of it, whoever writes them, and in what order.
* A task's files lie in a folder of its own, complete or not at all. One that was lost with its worker is done again.
* When all of them are there, they are put together, with the manifest, and the lake takes its place: whole, or not at
  all. Where one cannot be written, there is no lake; what was written is used by the next call, if the archive is the
  same by then.
"""

from __future__ import annotations

import shutil
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from archiver.errors import ExportError
from archiver.jsontext import encode_json
from archiver.pipelines.exports.drafts import folder_draft, refuse_folder
from archiver.pipelines.exports.order import Advanced, Begun, Event, Order
from archiver.pipelines.exports.parquet_files import LakePlan, export_parquet, finish_lake, plan_lake
from archiver.pipelines.exports.steps import written
from archiver.scale.engines import Engine
from archiver.scale.lake_parts import written_of
from archiver.scale.publishing import folder_of, remove_drafts
from archiver.scale.run import MOST_MISSING, MOST_TRIES
from archiver.scale.tasks import LakeTask, Outcome, Versions
from archiver.store.extract_parts import Part
from archiver.store.extracts import TABLES, Extract

#: the file that says what is chosen, in the folder of the tasks
_CHOICE = "choice.db"
#: of a task, in parts of full size: less is written together
_ENOUGH = 1.0


def write_lake(order: Order, engine: Engine, folder: Path) -> Generator[Event, None, None]:
    """Writes every table of the selection; ``folder`` is one that all workers see, and is gone when the lake is there.

    The archive is one of which nobody else knows. Raises ``ExportError`` where a part could not be written.
    """
    assert order.path is not None, "a folder"
    if not order.archive.settle():  # who reads it keeps the newest rows where workers do not look
        yield from export_parquet(order)
        return
    refuse_folder(order.path, is_forced=order.is_forced)
    folder.mkdir(exist_ok=True)
    remove_drafts(folder)
    with order.archive.extract(order.selection) as extract:
        yield Begun(total=extract.articles)
        plan = plan_lake(extract)
        extract.in_parts.note(folder / _CHOICE)
        tasks = _tasks(extract, plan, folder)
        rows = Counter[str]()
        for task in _done(engine, tasks, order.path):
            rows.update(_rows_of(task))
            yield Advanced(done=rows["articles"])
        with folder_draft(order.path, is_forced=order.is_forced) as draft:
            for task in tasks:
                _put_together(task, draft)
            finish_lake(draft, order, extract, plan, rows)
        yield written(order, extract, {table: rows[table] for table in TABLES})
    shutil.rmtree(folder, ignore_errors=True)


def _tasks(extract: Extract, plan: LakePlan, folder: Path) -> list[LakeTask]:
    """Few that are much, and no more of them than that."""
    state = extract.state
    return [_task(extract, plan, folder, state, parts) for parts in bundled(plan.parts)]


def bundled(parts: Iterable[Part]) -> Iterator[tuple[Part, ...]]:
    """Parts, in their order, together until they are as much as one of full size."""
    some: list[Part] = []
    for part in parts:
        some.append(part)
        if sum(one.weight for one in some) >= _ENOUGH:
            yield tuple(some)
            some = []
    if some:
        yield tuple(some)


def _task(extract: Extract, plan: LakePlan, folder: Path, state: str, parts: tuple[Part, ...]) -> LakeTask:
    is_all = extract.selection.is_all
    # the same run twice leaves a row in `runs` twice, and changes nothing else
    runs = extract.count("runs") if any(part.table == "runs" for part in parts) else None
    told = [state, runs, is_all, str(Versions()), plan.partitions, [asdict(part) for part in parts]]
    return LakeTask(
        name=sha256(encode_json(told).encode()).hexdigest()[:32],
        folder=str(folder.absolute()),
        archive=str(extract.path.absolute()),
        choice=str(folder.absolute() / _CHOICE),
        is_all=is_all,
        parts=parts,
        partitions=plan.partitions,
    )


def _done(engine: Engine, tasks: Sequence[LakeTask], lake: Path) -> Iterator[LakeTask]:
    """Each task, when it is done. Raises ``ExportError`` at the end where one could not be, or many in a row."""
    waiting = deque(task for task in tasks if written_of(task) is None)
    for task in waiting:
        shutil.rmtree(folder_of(task), ignore_errors=True)  # where a file in it is not what it was
    old = {task.name for task in tasks} - {task.name for task in waiting}
    yield from (task for task in tasks if task.name in old)
    missing: list[str] = []
    in_a_row = 0
    for task, outcome in _outcomes(engine, waiting):
        if outcome.problem is None:
            in_a_row = 0
            yield task
            continue
        in_a_row += 1
        missing.append(outcome.trace or outcome.problem)
        if in_a_row >= MOST_MISSING:
            break
    if missing:
        raise ExportError(
            f"{lake}: not written, as {len(missing):,} of {len(tasks):,} parts could not be ({missing[0]});"
            " the same command goes on with what is missing"
        )


def _outcomes(engine: Engine, waiting: deque[LakeTask]) -> Iterator[tuple[LakeTask, Outcome]]:
    """What came of each, those tried again that are worth it."""
    in_hand: dict[str, LakeTask] = {}
    tries = Counter[str]()
    while waiting or in_hand:
        while waiting and len(in_hand) < engine.capacity:
            task = waiting.popleft()
            in_hand[task.name] = task
            engine.put(task)
        outcome = engine.take()
        if (done := in_hand.pop(outcome.name, None)) is None:
            continue  # of what was given up before
        tries[done.name] += 1
        if outcome.problem is not None and outcome.is_worth_another and tries[done.name] < MOST_TRIES:
            waiting.append(done)
        else:
            yield done, outcome


def _rows_of(task: LakeTask) -> Counter[str]:
    told = written_of(task)
    if told is None:
        raise ExportError(f"{folder_of(task)}: not there, though a worker has written it: do all see one folder?")
    return Counter(told.rows)


def _put_together(task: LakeTask, draft: Path) -> None:
    """Puts a task's files where they belong; they stay where they are, too, until the lake is there."""
    told = written_of(task)
    assert told is not None, "looked at when it was done"
    for name in told.files:
        source, target = folder_of(task) / name, draft / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(source)
        except OSError:  # another disk, or one without links
            shutil.copyfile(source, target)
