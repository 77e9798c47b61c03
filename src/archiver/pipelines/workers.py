"""Our end of a worker process (``children``): a thread that hands it pages and takes in what they hold.

One that ends by itself costs the page that it was reading and no other, and is replaced.
"""

from __future__ import annotations

import logging
import pickle
import queue
import signal
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeAlias, TypeVar

from archiver.model import FailureReason
from archiver.pipelines.children import Child, deaf, words_for
from archiver.pipelines.decide import Reading
from archiver.pipelines.tasks import READY, Setup, Task, read

Ticket = TypeVar("Ticket")
#: tickets with their tasks; ``None`` ends whoever takes it
Tasks: TypeAlias = "queue.SimpleQueue[tuple[Ticket, Task] | None]"

#: pages that a process is given at a time, so that it finds the next one waiting
DEPTH = 2
#: what such a process runs
_MODULE = "archiver.pipelines.worker"

_log = logging.getLogger(__name__)


class Worker(Generic[Ticket]):
    """Has tasks done by a process of its own, one after the other."""

    def __init__(self, setup: Setup, tasks: Tasks[Ticket], deliver: Callable[[Ticket, Reading], None]) -> None:
        """``deliver`` is called in this thread."""
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._setup = setup
        self._tasks = tasks
        self._deliver = deliver
        self._process: Child | None = None
        #: with the process, in the order they were sent
        self._sent: deque[tuple[Ticket, Task]] = deque()
        self._is_ready = False
        self._is_stopping = False

    @property
    def process_id(self) -> int | None:
        """Of the process of the moment, once it has begun."""
        return self._process.pid if self._process is not None and self._is_ready else None

    @property
    def sent(self) -> int:
        """Pages that lie with the process."""
        return len(self._sent)

    def start(self) -> None:
        """Begins with what there is to do."""
        self._thread.start()

    def join(self, timeout_s: float) -> None:
        """Waits until it has stopped."""
        self._thread.join(timeout_s)

    def stop(self) -> None:
        """Ends the process at once; what was being read is lost.

        A thread that has nothing to do ends with the next task: ``None``, which the caller puts for each worker.
        """
        self._is_stopping = True
        if self._process is not None:
            self._process.kill()

    def _run(self) -> None:
        """Does the tasks, by processes as long as they can be had, until told to stop."""
        deaf()
        try:
            self._use_processes()
        except Exception:  # noqa: BLE001 - whatever it is, the pages that wait for this thread are read
            _log.warning("worker processes cannot be used, pages are read without", exc_info=True)
        self._read_here()

    def _use_processes(self) -> None:
        """Talks to one process after the other, until told to stop, or until none can be had."""
        while not self._is_stopping and (process := self._started()) is not None:
            try:
                self._talk(process)
            except Exception:  # noqa: BLE001 - whatever a process leaves in the pipe when it ends
                self._give_up_page(self._end(process))
            else:
                self._end(process)

    def _started(self) -> Child | None:
        """A process that says that it is ready; ``None`` when none can be had."""
        try:
            process = self._process = Child.start(_MODULE)
        except OSError as error:
            _log.warning("no worker process can be started, pages are read without: %s", error)
            return None
        with suppress(EOFError, OSError, pickle.UnpicklingError):
            process.send(self._setup)
            if process.receive() == READY:
                self._is_ready = True
                return process
        code = self._end(process)
        if not self._is_stopping:
            _log.warning("a worker process ended before it began (code %s), pages are read without", code)
        return None

    def _talk(self, process: Child) -> None:
        """Hands over tasks and delivers readings, until told to stop; raises when the process ends while it reads."""
        for _, task in self._sent:
            process.send(task)
        while not self._is_stopping:
            while len(self._sent) < DEPTH and (next_task := self._next(is_patient=not self._sent)):
                self._sent.append(next_task)
                if len(self._sent) == 1 and process.code is not None:
                    return  # it ended while it had nothing to do: no page is to blame
                process.send(next_task[1])
            if self._sent:
                reading = process.receive()
                self._deliver(self._sent.popleft()[0], reading)

    def _next(self, *, is_patient: bool) -> tuple[Ticket, Task] | None:
        """The next task; ``None`` when there is none now, or when this is the end."""
        try:
            return self._tasks.get(block=is_patient)
        except queue.Empty:
            return None

    def _end(self, process: Child) -> int:
        """Sees the process off; how it ended."""
        self._is_ready = False
        return process.see_off()

    def _give_up_page(self, code: int) -> None:
        """Makes a failure of the page that was being read when the process ended, unless it ended in good order."""
        if code and self._sent and not self._is_stopping:
            ticket, _ = self._sent.popleft()
            detail = _words_for(code, self._setup)
            self._deliver(ticket, Reading(failure=FailureReason.UNREADABLE, detail=detail))

    def _read_here(self) -> None:
        """Goes on without a process."""
        while not self._is_stopping:
            next_task = self._sent.popleft() if self._sent else self._next(is_patient=True)
            if next_task is not None:
                self._deliver(next_task[0], read(next_task[1], self._setup.rules))


def _words_for(code: int, setup: Setup) -> str:
    """How a process ended, for a person."""
    if code == -signal.SIGALRM:
        return setup.too_long
    return f"the process that read it {words_for(code)}"
