"""Any task, done."""

from __future__ import annotations

from collections.abc import Generator

from archiver.pipelines.events import Event
from archiver.pipelines.interrupts import Interrupts
from archiver.scale.lake_parts import iter_lake_task
from archiver.scale.mapping import iter_map_task
from archiver.scale.tasks import LakeTask, MapTask, Outcome


def do(task: MapTask | LakeTask) -> Outcome:
    """What came of it. Raises nothing of its own."""
    with Interrupts().watched() as interrupts:
        events = iter_done(task, interrupts)
        while True:
            try:
                next(events)
            except StopIteration as end:
                outcome: Outcome = end.value
                return outcome


def iter_done(task: MapTask | LakeTask, interrupts: Interrupts) -> Generator[Event, None, Outcome]:
    """The same for who wants to know what happens; ``interrupts`` says what must not be cut short."""
    return iter_map_task(task, interrupts) if isinstance(task, MapTask) else iter_lake_task(task)
