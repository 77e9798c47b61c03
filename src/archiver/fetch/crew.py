"""Who does the waiting for answers: a few threads, or the caller itself."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

Job = TypeVar("Job")
Task = TypeVar("Task")
Result = TypeVar("Result")
Task_contra = TypeVar("Task_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)

#: for threads to notice that they are not needed any more
STOP_TIMEOUT_S = 1.0
#: a signal that comes just before a wait is only heeded after it
LONGEST_WAIT_S = 1.0


class Crew(Protocol[Job, Task_contra, Result_co]):
    """Does tasks for jobs, in no order."""

    @property
    def in_flight(self) -> int:
        """Tasks begun whose result was not taken."""
        ...

    @property
    def has_room(self) -> bool:
        """Whether another task would be begun at once."""
        ...

    def start(self, job: Job, task: Task_contra) -> None:
        """Have the task done."""
        ...

    def next_done(self, timeout_s: float | None) -> tuple[Job, Result_co] | None:
        """A job with its result, ``None`` when none came in time or for a while. Raises what the task raised."""
        ...

    def wake(self) -> None:
        """Have whoever waits for a result go on without one. For any thread."""
        ...

    def stop(self) -> None:
        """Begin nothing more; results not taken are lost."""
        ...


class Alone(Generic[Job, Task, Result]):
    """Does one task at a time, in the caller's thread."""

    def __init__(self, work: Callable[[Task], Result]) -> None:
        self._work = work
        self._done: deque[tuple[Job, Result]] = deque()

    @property
    def in_flight(self) -> int:
        """Tasks begun whose result was not taken."""
        return len(self._done)

    @property
    def has_room(self) -> bool:
        """Whether another task would be begun at once."""
        return not self._done

    def start(self, job: Job, task: Task) -> None:
        """Do it."""
        self._done.append((job, self._work(task)))

    def next_done(self, timeout_s: float | None) -> tuple[Job, Result] | None:  # noqa: ARG002 - nothing to wait for
        """What was done last."""
        return self._done.popleft() if self._done else None

    def wake(self) -> None:
        """Nobody waits."""

    def stop(self) -> None:
        """Nothing is under way."""


@dataclass(frozen=True, slots=True)
class _Outcome(Generic[Job, Result]):
    job: Job
    result: Result | None
    error: BaseException | None


class Threads(Generic[Job, Task, Result]):
    """Does a few tasks at a time in threads of its own, which begin when first needed.

    They are daemons: one that waits for a name server, which cannot be interrupted, holds up no exit.
    """

    def __init__(self, size: int, work: Callable[[Task], Result], interrupt: Callable[[], None]) -> None:
        """``interrupt`` has every ``work`` that is under way come back."""
        self._size = size
        self._work = work
        self._interrupt = interrupt
        self._tasks: queue.SimpleQueue[tuple[Job, Task] | None] = queue.SimpleQueue()
        #: ``None`` wakes whoever waits
        self._outcomes: queue.SimpleQueue[_Outcome[Job, Result] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._in_flight = 0

    @property
    def in_flight(self) -> int:
        """Tasks begun whose result was not taken."""
        return self._in_flight

    @property
    def has_room(self) -> bool:
        """Whether a thread is idle, or another one may begin."""
        return self._in_flight < self._size

    def start(self, job: Job, task: Task) -> None:
        """Have the task done."""
        self._in_flight += 1
        if self._in_flight > len(self._threads):
            thread = threading.Thread(target=self._run, name=f"fetch-{len(self._threads) + 1}", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._tasks.put((job, task))

    def next_done(self, timeout_s: float | None) -> tuple[Job, Result] | None:
        """A job with its result, ``None`` when none came in time or for a while. Raises what the task raised."""
        wait_s = LONGEST_WAIT_S if timeout_s is None else min(timeout_s, LONGEST_WAIT_S)
        try:
            outcome = self._outcomes.get(timeout=wait_s)
        except queue.Empty:
            return None
        if outcome is None:
            return None
        self._in_flight -= 1
        if outcome.error is not None:
            raise outcome.error
        return outcome.job, outcome.result  # type: ignore[return-value]  # without an error there is a result

    def wake(self) -> None:
        """Have whoever waits for a result go on without one."""
        self._outcomes.put(None)

    def stop(self) -> None:
        """Interrupt what is under way, and wait a moment for the threads to end."""
        for _ in self._threads:
            self._tasks.put(None)
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while any(thread.is_alive() for thread in self._threads) and time.monotonic() < deadline:
            self._interrupt()
            self._threads[0].join(0.01)
            self._threads = [thread for thread in self._threads if thread.is_alive()]

    def _run(self) -> None:
        while (next_task := self._tasks.get()) is not None:
            job, task = next_task
            try:
                self._outcomes.put(_Outcome(job, self._work(task), None))
            except BaseException as error:  # noqa: BLE001 - a defect, raised again where results are taken
                self._outcomes.put(_Outcome(job, None, error))
