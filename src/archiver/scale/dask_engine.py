"""Tasks on Dask: on workers of this machine, or on whatever workers a scheduler has.

Only tasks and their outcomes go over the wire, no pages. Workers write where all of them, and we, can read: into the
work folder. That they do, and that they have our versions, is asked of each before anything is handed to it.

A worker that is lost is the scheduler's business, which hands its tasks to others, as often as it is set to; then the
one that the worker was at is given up, and those that lay behind it are handed out anew. When the scheduler
itself goes away, it is looked for again for a while, and what it had in hand is handed out anew: a task that was done
meanwhile says so, and is not done twice.
"""

from __future__ import annotations

import gc
import logging
import queue
import secrets
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Generic, Protocol, Self, TypeVar

import dask

#: what is wrong is told in our own words; these are read when `distributed` is imported, here and in its workers
if dask.config.get("logging", None) is None:
    dask.config.set(logging=dict.fromkeys(("distributed", "distributed.client", "distributed.gc"), "critical"))

from distributed import Client, Future, KilledWorker, LocalCluster
from distributed.client import ClosedClientError

from archiver.pipelines.events import Event
from archiver.scale.doing import do
from archiver.scale.engines import EngineError
from archiver.scale.tasks import LakeTask, MapTask, Outcome, Versions
from archiver.scale.work_folders import PROBE

#: tasks that wait or are being done, for each thread of a worker: the next one lies ready
DEPTH = 2
#: for a scheduler to answer at the beginning, and for one that has gone away to come back
CONNECT_S, RETURN_S = 10.0, 60.0
#: between two looks at who works
_LOOK_S = 5.0
_PATIENCE_S = 1.0
#: none of our workers holds data: nothing is to be written out of memory, nor anybody to pause for it. What scheduler
#: and workers look at besides (what a worker is at, how much memory there is, whether their loop turns), they look at
#: ten to a hundred times a second by default. That takes two workers and their scheduler 50 ms of each second, even
#: while there is nothing to do; as rarely as here, 12
_LOCAL = {
    "distributed.worker.profile.interval": "500ms",
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.admin.system-monitor.interval": "2s",
    "distributed.admin.tick.interval": "1s",
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
}

#: for what else lay at a worker to be known as lost, too
_SETTLE_S = 0.2

_log = logging.getLogger(__name__)


class Named(Protocol):
    """A task of some kind."""

    @property
    def name(self) -> str:
        """Nothing else has it."""


Task = TypeVar("Task", bound=Named)
Result = TypeVar("Result")


class DaskWork(ABC, Generic[Task, Result]):
    """Has tasks done on a scheduler's workers, or on so many of this machine. Used from one thread, as a context."""

    #: workers of this machine that may be lost with a task before we are told; of another scheduler, that is its own
    _forgiven = 3
    #: what to do where a worker does not see the work folder
    _remedy: str

    @property
    @abstractmethod
    def _function(self) -> Callable[[Task], Result]:
        """What workers do with a task; its module is one that they can import."""

    @abstractmethod
    def _given_up(self, task: Task, problem: str, *, is_worth_another: bool) -> Result:
        """What came of a task that no worker has done."""

    def __init__(
        self,
        folder: Path,
        *,
        workers: int = 1,
        scheduler: str | None = None,
        patience_s: float = CONNECT_S,
        return_s: float = RETURN_S,
    ) -> None:
        """``folder`` is the work folder. A ``scheduler``, ``tcp://host:port``, is used with the workers that it has."""
        self._folder = folder
        self._workers = workers
        self._scheduler = scheduler
        self._patience_s, self._return_s = patience_s, return_s
        self._cluster: LocalCluster | None = None
        self._client: Any = None
        #: by key: handed to the scheduler, and nothing known of it yet
        self._in_hand: dict[str, tuple[Task, Future[Result]]] = {}
        #: the scheduler has lost them
        self._lost: list[Task] = []
        self._ended: queue.SimpleQueue[str] = queue.SimpleQueue()
        #: addresses of workers that may be used, with their threads
        self._known: dict[str, int] = {}
        self._looked_at = 0.0
        self._has_begun = False
        #: addresses of workers that are gone, with the task that they were at given up
        self._accounted: set[str] = set()

    def __enter__(self) -> Self:
        try:
            if self._scheduler is None:
                self._cluster = _local_cluster(self._workers, self._forgiven)
            self._connect(self._patience_s)
            self._look_at_workers()
            self._has_begun = True
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):  # whatever is left of them, nothing is wanted any more
            if self._client is not None:
                self._client.close(timeout=_PATIENCE_S)
        with suppress(Exception):  # as above
            if self._cluster is not None:
                self._cluster.close(timeout=_PATIENCE_S)

    @property
    def about(self) -> str | None:
        """Where it can be watched."""
        link = (self._cluster or self._client).dashboard_link
        return f"Dask's dashboard: {link}" if link else None

    @property
    def is_connected(self) -> bool:
        """Whether the scheduler answers, as far as anybody knows."""
        return self._client is not None and self._client.status == "running"

    @property
    def threads(self) -> int:
        """How many tasks are done at a time; it changes with the workers."""
        return max(1, sum(self._known.values()))

    def put(self, task: Task) -> None:
        """Hands over a task."""
        key = f"archiver-{task.name}-{secrets.token_hex(4)}"
        try:
            future = self._client.submit(self._function, task, key=key, pure=False)
        except ClosedClientError:
            self._lost.append(task)
            return
        self._in_hand[key] = (task, future)
        future.add_done_callback(self._note)

    def take(self) -> Result:
        """What came of one of them, as soon as it is known. Raises ``EngineError`` when there is no scheduler left."""
        while (outcome := self.take_soon()) is None:
            pass
        return outcome

    def take_soon(self) -> Result | None:
        """The same, where it is known within a moment."""
        with suppress(queue.Empty):
            outcome = self._outcome(self._ended.get(timeout=_PATIENCE_S))
            if outcome is not None:
                return outcome
        self._look_after()
        return None

    def _note(self, future: Future[Result]) -> None:
        """Called in a thread of Dask."""
        self._ended.put(str(future.key))

    def _outcome(self, key: str) -> Result | None:
        """What came of a task; ``None`` where the scheduler does not know."""
        if key not in self._in_hand:
            return None
        is_innocent = not self._is_to_blame(key)
        task, future = self._in_hand.pop(key)
        if is_innocent:
            self._lost.append(task)
            return None
        if future.status == "error":
            return self._failed(task, future.exception())
        try:
            outcome: Result = future.result(timeout=CONNECT_S)
        except Exception as error:  # noqa: BLE001 - cancelled, timed out, a comm closed: all mean that it is not here
            _log.debug("%s is handed out again: %r", task.name, error)
            self._lost.append(task)
            return None
        return outcome

    def _is_to_blame(self, key: str) -> bool:
        """Whether what became of a task is its own doing: a lost worker was at the one that was handed out first."""
        address = _lost_worker(self._in_hand[key][1])
        if address is None:
            return True
        time.sleep(_SETTLE_S)
        first = next(other for other, (_, future) in self._in_hand.items() if _lost_worker(future) == address)
        if address in self._accounted or first != key:
            return False
        self._accounted.add(address)
        return True

    def _failed(self, task: Task, error: BaseException | None) -> Result:
        if isinstance(error, KilledWorker):
            return self._given_up(task, "the workers that did it were lost", is_worth_another=True)
        return self._given_up(task, f"{type(error).__name__}: {_first_line(error)}", is_worth_another=False)

    def _look_after(self) -> None:
        """Finds the scheduler again, hands out again what it has lost, and looks who works now."""
        if self._client.status not in {"running", "connecting"}:
            _log.warning("the Dask scheduler has gone away; waiting %.0f seconds for it", self._return_s)
            self._connect(self._return_s)
            self._lost += [task for task, _ in self._in_hand.values()]
            self._in_hand.clear()
        if self._client.status == "running":
            lost, self._lost = self._lost, []
            for task in lost:
                self.put(task)
            if time.monotonic() - self._looked_at >= _LOOK_S:
                self._look_at_workers()

    def _connect(self, patience_s: float) -> None:
        """A client of the scheduler. Raises ``EngineError`` when there is none for so long."""
        address = self._cluster or self._scheduler
        deadline = time.monotonic() + patience_s
        while True:
            # one of before, collected while a new one starts its loop, closes itself and waits for that start for ever
            gc.collect()
            try:
                self._client = Client(address, timeout=self._patience_s, set_as_default=False)
            except (OSError, ValueError) as error:
                if isinstance(error, ValueError) or time.monotonic() >= deadline - _PATIENCE_S:
                    raise EngineError(self._words_for_loss(error)) from error
                time.sleep(_PATIENCE_S)
            else:
                return

    def _words_for_loss(self, error: Exception) -> str:
        if not self._has_begun:
            return f"{self._scheduler}: no Dask scheduler answers there ({_first_line(error)})"
        return (
            f"{self._scheduler}: the Dask scheduler has gone away; what was done is kept, and the same command goes on"
            " from there"
        )

    def _look_at_workers(self) -> None:
        """Takes note of who works. Raises ``EngineError`` for a worker that would do harm."""
        self._looked_at = time.monotonic()
        try:
            now = dict(self._client.nthreads())
            new = [address for address in now if address not in self._known]
            if new:
                with _probe(self._folder) as probe:
                    answers = self._client.run(answer_probe, str(probe), workers=new, on_error="return")
                for address, answer in answers.items():
                    if (complaint := self._complaint(answer)) is not None:
                        raise EngineError(f"the Dask worker at {address} {complaint}")
        except OSError as error:  # it went away while it was asked: it is looked for again
            _log.debug("the workers cannot be asked: %r", error)
            return
        if not now and self._known:
            _log.warning("the Dask scheduler has no worker; waiting for one")
        self._known = now

    def _complaint(self, answer: object) -> str | None:
        """What is wrong with a worker that has answered so."""
        if isinstance(answer, OSError):
            return None  # it has gone already
        if isinstance(answer, ModuleNotFoundError):
            return f"cannot import {answer.name}: it needs what this command has, {Versions()}"
        if not isinstance(answer, tuple):
            return f"cannot do anything: {_first_line(answer)}"
        versions, sees_folder = answer
        if versions != Versions():
            return f"has {versions}: it needs what this command has, {Versions()}"
        if not sees_folder:
            return f"does not see {self._folder}: {self._remedy}"
        return None


class DaskEngine(DaskWork[MapTask | LakeTask, Outcome]):
    """Does tasks of bulk runs."""

    #: whoever hands out tasks counts their tries
    _forgiven = 0
    _remedy = "give a --work-dir that all machines share"

    @property
    def capacity(self) -> int:
        """So many tasks are worth handing over; it changes with the workers."""
        return DEPTH * self.threads

    def watch(self) -> Iterator[Event]:
        """What others do, nobody sees."""
        return iter(())

    @property
    def _function(self) -> Callable[[MapTask | LakeTask], Outcome]:
        return do

    def _given_up(self, task: MapTask | LakeTask, problem: str, *, is_worth_another: bool) -> Outcome:
        # of what Dask gives up itself, only what has ended its workers is worth another try; a scheduler that is not
        # ours has tried it often enough
        is_lost, is_ours = is_worth_another, self._cluster is not None
        return Outcome(name=task.name, problem=problem, is_worth_another=is_lost and is_ours, is_lost=is_lost)


def answer_probe(path: str) -> tuple[Versions, bool]:
    """What a worker has, and whether it sees a file and can write beside it."""
    beside = Path(path).with_suffix(f".{secrets.token_hex(4)}")
    try:
        is_there = Path(path).exists()
        if is_there:
            beside.touch()
            beside.unlink()
    except OSError:
        return Versions(), False
    return Versions(), is_there


@contextmanager
def _probe(folder: Path) -> Iterator[Path]:
    """A file that whoever sees the folder sees."""
    path = folder / f"{PROBE}{secrets.token_hex(8)}"
    path.touch()
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _local_cluster(workers: int, forgiven: int) -> LocalCluster:
    """Workers of this machine, each a process with one thread, which end with this process and hear no Ctrl-C."""
    heard = {signal.SIGINT, signal.SIGHUP}
    # threads, and with them the processes that they start, inherit what is blocked
    before = signal.pthread_sigmask(signal.SIG_BLOCK, heard)
    try:
        with dask.config.set({**_LOCAL, "distributed.scheduler.allowed-failures": forgiven}):
            return LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
            )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _lost_worker(future: Future[Any]) -> str | None:
    """Of a task that was given up with a worker, which one that was."""
    error = future.exception() if future.status == "error" else None
    return error.last_worker.address if isinstance(error, KilledWorker) else None


def _first_line(value: object) -> str:
    lines = str(value).strip().splitlines()
    return lines[0] if lines else type(value).__name__
