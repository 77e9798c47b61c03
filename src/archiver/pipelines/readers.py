"""Pages are read here: by this process while they are few, by worker processes when they are many.

What always holds:

* What was put in comes out once, the pages of one line (a site) in the order they were put in.
* There is a bound to what may be put in before something is taken out (``is_full``): memory does not grow with time.
* What a page holds is the same whoever reads it.
"""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import Any, Generic, Self, TypeVar

from archiver.fetch.crew import LONGEST_WAIT_S
from archiver.model import FailureReason
from archiver.pipelines.decide import Reading
from archiver.pipelines.interrupts import Interrupted
from archiver.pipelines.tasks import Setup, Task, read
from archiver.pipelines.tools import Staff, Tools
from archiver.pipelines.workers import Tasks, Worker

Job = TypeVar("Job")

#: pages that may wait for each worker, enough to go on while a batch is saved, and bytes that may wait for all
WAITING_PER_WORKER = 40
MAX_WAITING_BYTES = 64_000_000
#: of the reading that makes workers worth while: enough to tell how long the pages in sight will take
_SAMPLE = 0.2
_STOP_TIMEOUT_S = 1.0


@dataclass(slots=True, eq=False)
class _Ticket(Generic[Job]):
    """One page on its way."""

    job: Job
    line: Hashable
    size_bytes: int
    reading: Reading | None = None


class Readers(Generic[Job]):
    """Reads pages for jobs. Used from one thread, as a context: its workers end with the block."""

    def __init__(
        self,
        setup: Setup,
        staff: Staff,
        *,
        wake: Callable[[], None] = lambda: None,
        in_sight: Callable[[], int] = lambda: 0,
        read_here: Callable[[Task], Reading] | None = None,
    ) -> None:
        """``wake`` is called, from any thread, when there is something to take; ``read_here`` reads in this process.

        ``in_sight`` tells how many pages are known to follow.
        """
        self._setup = setup
        self._staff = staff
        self._wake = wake
        self._in_sight = in_sight
        self._read = read_here or partial(read, rules=setup.rules)
        self._is_woken = False
        self._workers: list[Worker[_Ticket[Job]]] = []
        self._tasks: Tasks[_Ticket[Job]] = queue.SimpleQueue()
        self._outcomes: queue.SimpleQueue[tuple[_Ticket[Job], Reading]] = queue.SimpleQueue()
        self._lines: dict[Hashable, deque[_Ticket[Job]]] = {}
        #: the lines whose first page has been read
        self._ready: deque[Hashable] = deque()
        self._waiting = 0
        self._waiting_bytes = 0
        #: when the first page was read in this process, how many were, and what that has taken so far
        self._began: float | None = None
        self._own_pages = 0
        self._own_s = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()
        for _worker in self._workers:  # now that none of them would take a second one
            self._tasks.put(None)
        for worker in self._workers:
            worker.join(_STOP_TIMEOUT_S)

    def expect(self, sites: int) -> None:
        """Workers begin at once where the pages in sight are of so many sites that one process could not keep up."""
        if self._staff.workers > 1 and min(sites, self._in_sight()) >= self._staff.from_sites:
            self._start_workers()

    @property
    def waiting(self) -> int:
        """Pages that were put in and not taken out."""
        return self._waiting

    @property
    def is_full(self) -> bool:
        """Whether something has to be taken out first."""
        is_full = self._waiting >= WAITING_PER_WORKER * len(self._workers)
        return bool(self._workers) and (is_full or self._waiting_bytes >= MAX_WAITING_BYTES)

    @property
    def process_ids(self) -> tuple[int, ...]:
        """Of the workers of the moment."""
        return tuple(worker.process_id for worker in self._workers if worker.process_id is not None)

    @property
    def handed_out(self) -> int:
        """Pages that lie with the processes of the moment."""
        return sum(worker.sent for worker in self._workers)

    def put(self, job: Job, task: Task | None, line: Hashable = None) -> None:
        """Has a page read; without a task there is nothing to read, but a place to keep among the others."""
        ticket = _Ticket(job, line, 0 if task is None else len(task.capture.content))
        self._lines.setdefault(line, deque()).append(ticket)
        self._waiting += 1
        self._waiting_bytes += ticket.size_bytes
        if task is None:
            self._note(ticket, Reading())
        elif self._workers or self._is_worth_starting():
            self._start_workers()
            self._tasks.put((ticket, replace(task, capture=replace(task.capture, exchanges=()))))
        else:
            self._note(ticket, self._read_here(task))

    def take(self, *, is_patient: bool = False, most: int | None = None) -> Iterator[tuple[Job, Reading]]:
        """What has been read, with its jobs; a patient one waits for at least one page to be read.

        ``most`` pages are taken at a time; where that leaves some, they ``wake``.
        """
        self._is_woken = False
        if is_patient:
            self.wait()
        with suppress(queue.Empty):
            while True:
                self._note(*self._outcomes.get_nowait())
        for _ in count() if most is None else range(most):
            if not self._ready:
                return
            yield self._take_first()
        if self._ready:
            self._is_woken = True
            self._wake()

    def wait(self) -> None:
        """Until there is something to take, or nothing that could come."""
        while self._waiting and not self._ready:
            with suppress(queue.Empty):
                self._note(*self._outcomes.get(timeout=LONGEST_WAIT_S))

    def _take_first(self) -> tuple[Job, Reading]:
        tickets = self._lines[self._ready[0]]
        ticket = tickets.popleft()
        assert ticket.reading is not None, "its line would not be ready"
        if not tickets or tickets[0].reading is None:
            self._ready.popleft()
        if not tickets:
            del self._lines[ticket.line]
        self._waiting -= 1
        self._waiting_bytes -= ticket.size_bytes
        return ticket.job, ticket.reading

    def _note(self, ticket: _Ticket[Job], reading: Reading) -> None:
        ticket.reading = reading
        if self._lines[ticket.line][0] is ticket:
            self._ready.append(ticket.line)

    def _read_here(self, task: Task) -> Reading:
        began = time.perf_counter()
        if self._began is None:
            self._began = began
        reading = self._read(task)
        self._own_s += time.perf_counter() - began
        self._own_pages += 1
        return reading

    def _is_worth_starting(self) -> bool:
        staff = self._staff
        if staff.workers <= 1 or self._own_s < staff.after_s * _SAMPLE:
            return False
        elapsed_s = 0.0 if self._began is None else time.perf_counter() - self._began
        if self._own_s < staff.from_share * elapsed_s:
            return False
        return self._own_s >= staff.after_s or self._in_sight() * self._own_s >= staff.after_s * self._own_pages

    def _start_workers(self) -> None:
        while len(self._workers) < self._staff.workers:
            worker = Worker(self._setup, self._tasks, self._deliver)
            self._workers.append(worker)
            worker.start()

    def _deliver(self, ticket: _Ticket[Job], reading: Reading) -> None:
        """Called in the threads of the workers."""
        self._outcomes.put((ticket, reading))
        if not self._is_woken:
            self._is_woken = True
            self._wake()


def readers_for(
    tools: Tools, *, wake: Callable[[], None] = lambda: None, in_sight: Callable[[], int] = lambda: 0
) -> Readers[Any]:
    """Readers as the settings want them. What takes too long is cut short in this process, too, where that can be."""
    setup = Setup(rules=tools.rules, timeout_s=tools.settings.parse_timeout_s)
    return Readers(setup, tools.staff, wake=wake, in_sight=in_sight, read_here=reader_here(tools, setup))


def reader_here(tools: Tools, setup: Setup) -> Callable[[Task], Reading]:
    """What reads a page in this process, and cuts short what takes too long where that can be."""

    def read_here(task: Task) -> Reading:
        try:
            with tools.interrupts.time_limit(setup.timeout_s):
                return read(task, setup.rules)
        except Interrupted as order:
            if not order.is_time_limit:
                raise
            return Reading(failure=FailureReason.UNREADABLE, detail=setup.too_long)

    return read_here
