"""Tasks in processes of this machine: as many as there are workers, each with one task at a time.

A process that ends by itself (killed, or out of memory) is replaced; the task that it was at comes back, to be tried
again. All of them end with the process that was called, however that ends.
"""

from __future__ import annotations

import pickle
import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Self

from archiver.fetch.crew import LONGEST_WAIT_S
from archiver.pipelines.children import Child, deaf, words_for
from archiver.pipelines.events import Event
from archiver.pipelines.tasks import READY
from archiver.scale.engines import EngineError
from archiver.scale.tasks import LakeTask, MapTask, Outcome

#: tasks that wait or are being done, for each worker: the next one lies ready
DEPTH = 2
#: a process that has once needed so much makes room for a new one: what it has freed it seldom gives back
MOST_MEMORY_BYTES = 400_000_000
#: processes in a row that are killed before they have begun, after which no more are started
MOST_FALSE_STARTS = 20
_MODULE = "archiver.scale.map_worker"
_STOP_TIMEOUT_S = 2.0


class ProcessEngine:
    """Does tasks in ``workers`` processes. Used from one thread, as a context."""

    def __init__(self, workers: int) -> None:
        self._tasks: queue.SimpleQueue[MapTask | LakeTask | None] = queue.SimpleQueue()
        self._outcomes: queue.SimpleQueue[Outcome | EngineError] = queue.SimpleQueue()
        self._workers = [_Worker(self._tasks, self._outcomes) for _ in range(workers)]

    def __enter__(self) -> Self:
        for worker in self._workers:
            worker.start()
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()
        for _worker in self._workers:  # now that none of them would take a task
            self._tasks.put(None)
        for worker in self._workers:
            worker.join(_STOP_TIMEOUT_S)

    @property
    def about(self) -> str | None:
        """There is nothing to see."""
        return None

    @property
    def capacity(self) -> int:
        """So many tasks are worth handing over before one comes back."""
        return DEPTH * len(self._workers)

    @property
    def process_ids(self) -> tuple[int, ...]:
        """Of the workers of the moment."""
        return tuple(pid for worker in self._workers if (pid := worker.process_id) is not None)

    def put(self, task: MapTask | LakeTask) -> None:
        """Hands over a task."""
        self._tasks.put(task)

    def watch(self) -> Iterator[Event]:
        """What others do, nobody sees."""
        return iter(())

    def take(self) -> Outcome:
        """What came of one of them, as soon as it is known. Raises ``EngineError`` when no process can be had."""
        while True:
            with suppress(queue.Empty):
                outcome = self._outcomes.get(timeout=LONGEST_WAIT_S)
                if isinstance(outcome, EngineError):
                    raise outcome
                return outcome


class _Worker:
    """A thread that has tasks done by a process, and by the next one when that has ended."""

    def __init__(
        self, tasks: queue.SimpleQueue[MapTask | LakeTask | None], outcomes: queue.SimpleQueue[Outcome | EngineError]
    ) -> None:
        self._tasks = tasks
        self._outcomes = outcomes
        self._thread = threading.Thread(target=self._run, name="map worker", daemon=True)
        self._child: Child | None = None
        self._is_stopping = False

    @property
    def process_id(self) -> int | None:
        """Of the process of the moment."""
        child = self._child
        return None if child is None else child.pid

    def start(self) -> None:
        """Begins with what there is to do."""
        self._thread.start()

    def join(self, timeout_s: float) -> None:
        """Waits until it has stopped."""
        self._thread.join(timeout_s)

    def stop(self) -> None:
        """Ends the process at once; what it is at is lost. The thread ends with the next task: ``None``."""
        self._is_stopping = True
        if (child := self._child) is not None:
            child.kill()

    def _run(self) -> None:
        deaf()
        try:
            while not self._is_stopping and (task := self._tasks.get()) is not None:
                outcome = self._done(task)
                if not self._is_stopping:
                    self._outcomes.put(outcome)
        except EngineError as error:
            self._outcomes.put(error)
        finally:
            self._see_off()

    def _done(self, task: MapTask | LakeTask) -> Outcome:
        """What came of the task, lost with its process or not. Raises ``EngineError``."""
        child = self._ready()
        try:
            child.send(task)
            outcome: Outcome = child.receive()
        except (EOFError, OSError, pickle.UnpicklingError):  # whatever a process leaves in the pipe when it ends
            words = f"the process that did it {words_for(self._see_off())}"
            return Outcome(name=task.name, problem=words, is_worth_another=True, is_lost=True)
        if outcome.peak_bytes > MOST_MEMORY_BYTES:
            self._see_off()
        return outcome

    def _ready(self) -> Child:
        """A process that can begin. Raises ``EngineError``."""
        if self._child is not None and self._child.code is None:
            return self._child
        self._see_off()  # it ended while it had nothing to do
        words = ""
        for _ in range(MOST_FALSE_STARTS):
            child = self._child = _started()
            with suppress(EOFError, OSError, pickle.UnpicklingError):
                if child.receive() == READY:
                    return child
            code = self._see_off()
            words = words_for(code)
            if self._is_stopping or code >= 0:  # the next one would end by itself as well
                break
        raise EngineError(f"no worker process can be started: the last one {words}")

    def _see_off(self) -> int:
        child, self._child = self._child, None
        return 0 if child is None else child.see_off()


def _started() -> Child:
    try:
        return Child.start(_MODULE)
    except OSError as error:
        raise EngineError(f"no worker process can be started: {error.strerror}") from error
