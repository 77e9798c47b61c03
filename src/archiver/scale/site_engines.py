"""Who crawls bundles of sites: processes of this machine, each of which does one task and is gone.

A process that is killed costs nothing but time: the next one goes on in the same part. Only where several in a row end
before they have saved anything is the task given up, and its part kept for a later run.
"""

from __future__ import annotations

import pickle
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, Self

from archiver.fetch.crew import LONGEST_WAIT_S
from archiver.pipelines.children import Child, deaf, words_for
from archiver.pipelines.events import BatchSaved, Event
from archiver.scale.site_tasks import SiteOutcome, SiteTask, SiteTold, Tell

#: processes in a row that end without an outcome, and with nothing saved
MOST_FRUITLESS = 5
#: for all that is under way to be kept, when a run is told to end
STOP_TIMEOUT_S = 60.0
_MODULE = "archiver.scale.site_worker"


class SiteEngine(Protocol):
    """A context. Whoever works for it is told to end with the block, and waited for: nothing that came is lost."""

    @property
    def workers(self) -> int:
        """How many tasks are done at a time."""

    def __enter__(self) -> Self:
        """Begins; raises ``ArchiverError`` when nobody can work."""

    def __exit__(self, *_: object) -> None:
        """Ends."""

    @property
    def about(self) -> str | None:
        """What a person wants to know about it: where it can be watched."""

    def put(self, task: SiteTask) -> None:
        """Hands over a task, to be done when somebody has time."""

    def take(self) -> SiteTold | SiteOutcome:
        """What happens next, or what came of a task."""

    def stop(self) -> None:
        """Has everybody end soon, with all that came kept; what is not begun comes back as interrupted."""


class Crawler:
    """Has one task done by a process, and by another one when that was killed."""

    def __init__(self, task: SiteTask, tell: Tell) -> None:
        self._task = task
        self._tell = tell
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._is_stopping = False
        self._has_saved = False
        self._last_words = ""

    def outcome(self) -> SiteOutcome:
        """What came of it, after as many processes as it takes."""
        fruitless = 0
        while True:
            if (outcome := self._try_once()) is not None:
                return outcome
            fruitless = 0 if self._has_saved else fruitless + 1
            if fruitless >= MOST_FRUITLESS:
                words = f"the process that crawled it {self._last_words}, {fruitless} times in a row"
                return SiteOutcome(path=self._task.path, problem=words)

    def stop(self) -> None:
        """Has the process end soon. From another thread."""
        with self._lock:
            self._is_stopping = True
            child = self._child
        if child is not None:
            with suppress(OSError):  # it is gone already
                child.send(None)

    @property
    def process_id(self) -> int | None:
        """Of the process of the moment."""
        child = self._child
        return None if child is None else child.pid

    def _try_once(self) -> SiteOutcome | None:
        """The outcome; ``None`` when the process ended without one."""
        self._has_saved = False
        with self._lock:
            if self._is_stopping:
                return SiteOutcome(path=self._task.path, is_interrupted=True)
            try:
                self._child = child = Child.start(_MODULE)
            except OSError as error:
                return SiteOutcome(path=self._task.path, problem=f"no process can be started: {error.strerror}")
            with suppress(OSError):  # it has ended, which is seen when it says nothing
                child.send(self._task)
        try:
            return self._listened(child)
        except (EOFError, OSError, pickle.UnpicklingError):  # whatever a process leaves in the pipe when it ends
            return None
        finally:
            self._child = None
            self._last_words = words_for(child.see_off())

    def _listened(self, child: Child) -> SiteOutcome:
        while not isinstance(said := child.receive(), SiteOutcome):
            self._note(said)
        return said

    def _note(self, event: Event) -> None:
        self._has_saved |= isinstance(event, BatchSaved)
        self._tell(event)


class LocalCrawlers:
    """So many processes at a time. Used from one thread, as a context."""

    about: str | None = None

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._tasks: queue.SimpleQueue[SiteTask | None] = queue.SimpleQueue()
        self._said: queue.SimpleQueue[SiteTold | SiteOutcome] = queue.SimpleQueue()
        self._crawlers: dict[int, Crawler] = {}
        self._is_stopping = False
        self._threads = [
            threading.Thread(target=self._run, args=(number,), name="crawler", daemon=True) for number in range(workers)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        for _thread in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(STOP_TIMEOUT_S)

    @property
    def process_ids(self) -> tuple[int, ...]:
        """Of the processes of the moment."""
        return tuple(pid for crawler in tuple(self._crawlers.values()) if (pid := crawler.process_id) is not None)

    def put(self, task: SiteTask) -> None:
        """Hands over a task."""
        self._tasks.put(task)

    def take(self) -> SiteTold | SiteOutcome:
        """What happens next."""
        while True:
            with suppress(queue.Empty):
                return self._said.get(timeout=LONGEST_WAIT_S)

    def stop(self) -> None:
        """Has all of them end soon."""
        self._is_stopping = True
        for crawler in tuple(self._crawlers.values()):
            crawler.stop()

    def _run(self, number: int) -> None:
        deaf()
        while (task := self._tasks.get()) is not None:
            crawler = self._crawlers[number] = Crawler(task, self._teller(task.path))
            if self._is_stopping:
                crawler.stop()
            self._said.put(crawler.outcome())
            del self._crawlers[number]

    def _teller(self, path: str) -> Callable[[Event], None]:
        return lambda event: self._said.put(SiteTold(path=path, event=event))
