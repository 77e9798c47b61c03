"""Tasks in the process that hands them out: for one worker, and for what is not worth starting others."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from typing import Self

from archiver.pipelines.events import Event
from archiver.pipelines.interrupts import Interrupts
from archiver.scale.doing import iter_done
from archiver.scale.tasks import LakeTask, MapTask, Outcome


class ThisProcess:
    """Does the first task that was handed over when somebody waits for an outcome."""

    #: there is nothing to see
    about = None
    capacity = 1

    def __init__(self, interrupts: Interrupts) -> None:
        """``interrupts`` are those of whoever waits."""
        self._interrupts = interrupts
        self._tasks: deque[MapTask | LakeTask] = deque()
        self._outcomes: deque[Outcome] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._tasks.clear()

    def put(self, task: MapTask | LakeTask) -> None:
        """Takes a task."""
        self._tasks.append(task)

    def watch(self) -> Generator[Event]:
        """Does it, and tells what happens meanwhile."""
        outcome = yield from iter_done(self._tasks.popleft(), self._interrupts)
        self._outcomes.append(outcome)

    def take(self) -> Outcome:
        """What came of it."""
        while not self._outcomes:
            for _ in self.watch():
                pass
        return self._outcomes.popleft()
