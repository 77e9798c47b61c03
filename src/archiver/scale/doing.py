"""Any task, done."""

from __future__ import annotations

from archiver.scale.lake_parts import write_parts_of
from archiver.scale.mapping import run_task
from archiver.scale.tasks import LakeTask, MapTask, Outcome


def do(task: MapTask | LakeTask) -> Outcome:
    """What came of it. Raises nothing of its own."""
    return run_task(task) if isinstance(task, MapTask) else write_parts_of(task)
