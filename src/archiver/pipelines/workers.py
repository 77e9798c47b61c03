"""Our end of a worker process: a thread that hands it pages and takes in what they hold.

The process is a Python of its own with two pipes: nothing is forked from a process with threads, and nothing of the
caller's program is run again. It hears neither Ctrl-C nor SIGTERM, which are for the process that was called; it ends
with it. One that ends by itself costs the page that it was reading and no other, and is replaced.
"""

from __future__ import annotations

import logging
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader, BufferedWriter
from typing import Any, Generic, TypeAlias, TypeVar

from archiver.model import FailureReason
from archiver.pipelines.decide import Reading
from archiver.pipelines.pickles import receive, send
from archiver.pipelines.tasks import READY, Setup, Task, read

Ticket = TypeVar("Ticket")
#: tickets with their tasks; ``None`` ends whoever takes it
Tasks: TypeAlias = "queue.SimpleQueue[tuple[Ticket, Task] | None]"

#: pages that a process is given at a time, so that it finds the next one waiting
DEPTH = 2
#: a page of usual size lies in the pipe as a whole, where the system has pipes of that size
_PIPE_BYTES = 1 << 20
#: the modules are to be found where ours were found; ``-m`` would begin with those of the current folder; what they
#: define is no garbage to look for
_BOOT = "import gc, sys; gc.disable(); sys.path[:] = sys.argv[1:]; from archiver.pipelines.worker import main; main()"
#: for a process whose pipe is closed to be gone
_LINGERING_S = 1.0

_log = logging.getLogger(__name__)


class Worker(Generic[Ticket]):
    """Has tasks done by a process of its own, one after the other."""

    def __init__(self, setup: Setup, tasks: Tasks[Ticket], deliver: Callable[[Ticket, Reading], None]) -> None:
        """``deliver`` is called in this thread."""
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._setup = setup
        self._tasks = tasks
        self._deliver = deliver
        self._process: subprocess.Popen[bytes] | None = None
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
        # a process inherits what is blocked
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
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
                self._end(process)
                self._give_up_page(process.returncode)
            else:
                self._end(process)

    def _started(self) -> subprocess.Popen[bytes] | None:
        """A process that says that it is ready; ``None`` when none can be had."""
        command = [sys.executable, "-c", _BOOT, *sys.path]
        try:
            process = self._process = subprocess.Popen(  # noqa: S603 - this Python
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, pipesize=_PIPE_BYTES
            )
        except OSError as error:
            _log.warning("no worker process can be started, pages are read without: %s", error)
            return None
        with suppress(EOFError, OSError, pickle.UnpicklingError):
            _write(process, self._setup)
            if _read(process) == READY:
                self._is_ready = True
                return process
        self._end(process)
        if not self._is_stopping:
            _log.warning("a worker process ended before it began (code %s), pages are read without", process.returncode)
        return None

    def _talk(self, process: subprocess.Popen[bytes]) -> None:
        """Hands over tasks and delivers readings, until told to stop; raises when the process ends while it reads."""
        for _, task in self._sent:
            _write(process, task)
        while not self._is_stopping:
            while len(self._sent) < DEPTH and (next_task := self._next(is_patient=not self._sent)):
                self._sent.append(next_task)
                if len(self._sent) == 1 and process.poll() is not None:
                    return  # it ended while it had nothing to do: no page is to blame
                _write(process, next_task[1])
            if self._sent:
                reading = _read(process)
                self._deliver(self._sent.popleft()[0], reading)

    def _next(self, *, is_patient: bool) -> tuple[Ticket, Task] | None:
        """The next task; ``None`` when there is none now, or when this is the end."""
        try:
            return self._tasks.get(block=is_patient)
        except queue.Empty:
            return None

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """Sees the process off, by force when it lingers."""
        self._is_ready = False
        with suppress(OSError), process:  # of what it was sent and has not read, also when its pipes are closed
            try:
                process.wait(_LINGERING_S)
            except subprocess.TimeoutExpired:
                process.kill()

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


def _write(process: subprocess.Popen[bytes], value: object) -> None:
    assert isinstance(process.stdin, BufferedWriter), "it is a pipe"
    send(value, process.stdin)


def _read(process: subprocess.Popen[bytes]) -> Any:
    assert isinstance(process.stdout, BufferedReader), "it is a pipe"
    return receive(process.stdout)


def _words_for(code: int, setup: Setup) -> str:
    """How a process ended, for a person."""
    if code == -signal.SIGALRM:
        return setup.too_long
    if code < 0:
        return f"the process that read it was ended by {signal.Signals(-code).name}"
    return f"the process that read it ended with code {code}"
