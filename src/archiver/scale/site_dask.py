"""Crawlers on Dask: on workers of this machine, or on whatever workers a scheduler has.

A worker crawls as a process of this machine does, in a process that it starts, watches and replaces; what goes over the
wire is a task and its outcome. Everything else is said in the work folder, which all of them see: how far a crawl has
come in a file beside its part, and that all are to end in a file for all of them.

A worker that is lost takes its process with it, which ends when nobody listens any more; the scheduler hands the task
to another one, which goes on in the same part as soon as that is free.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from archiver.jsontext import JsonError, decode_json, encode_json
from archiver.model import RunCounts
from archiver.pipelines.events import BatchSaved, Event
from archiver.scale.dask_engine import RETURN_S, DaskWork
from archiver.scale.site_engines import STOP_TIMEOUT_S, Crawler
from archiver.scale.site_tasks import SiteOutcome, SiteTask, SiteTold
from archiver.scale.work_folders import STOP

#: between two looks whether the crawl is to end, and how far it has come
_LOOK_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A task for a worker, which ends it early when there is a file at ``stop``."""

    task: SiteTask
    stop: str

    @property
    def name(self) -> str:
        """Nothing else has it."""
        return Path(self.task.path).stem


class _Work(DaskWork[Job, SiteOutcome]):
    _remedy = "give a --db in a folder that all machines share, under one path"

    @property
    def _function(self) -> Callable[[Job], SiteOutcome]:
        return crawl_on_worker

    def _given_up(self, task: Job, problem: str, *, is_worth_another: bool) -> SiteOutcome:  # noqa: ARG002 - the part stays either way
        return SiteOutcome(path=task.task.path, problem=problem)


class DaskCrawlers:
    """So many crawlers at a time as there are threads. Used from one thread, as a context."""

    def __init__(
        self, folder: Path, *, workers: int = 1, scheduler: str | None = None, return_s: float = RETURN_S
    ) -> None:
        """``folder`` is the work folder. A ``scheduler``, ``tcp://host:port``, is used with the workers that it has."""
        self._engine = _Work(folder.resolve(), workers=workers, scheduler=scheduler, return_s=return_s)
        self._stop = folder.resolve() / f"{STOP}{secrets.token_hex(8)}"
        #: handed over, by their parts: what was last told of each
        self._in_hand: dict[str, BatchSaved | None] = {}

    def __enter__(self) -> Self:
        self._engine.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Where the scheduler is gone, nobody hears that a crawler has ended: its part is free then."""
        try:
            self.stop()
            deadline = time.monotonic() + STOP_TIMEOUT_S
            while self._in_hand and self._engine.is_connected and time.monotonic() < deadline:
                self._outcome()
        finally:
            self._engine.__exit__()
            if not self._in_hand:
                self._stop.unlink(missing_ok=True)

    @property
    def about(self) -> str | None:
        """Where it can be watched."""
        return self._engine.about

    @property
    def workers(self) -> int:
        """How many tasks are done at a time; it changes with the workers."""
        return self._engine.threads

    def put(self, task: SiteTask) -> None:
        """Hands over a task."""
        self._in_hand[task.path] = None
        self._engine.put(Job(task=task, stop=str(self._stop)))

    def take(self) -> SiteTold | SiteOutcome:
        """What happens next. Raises ``EngineError`` when there is no scheduler left."""
        while True:
            if (outcome := self._outcome()) is not None:
                return outcome
            if (told := self._news()) is not None:
                return told

    def stop(self) -> None:
        """Has all of them end soon."""
        if self._in_hand:
            self._stop.touch()

    def _outcome(self) -> SiteOutcome | None:
        """What came of a task within a moment."""
        outcome = self._engine.take_soon()
        if outcome is not None:
            self._in_hand.pop(outcome.path, None)
            news_of(outcome.path).unlink(missing_ok=True)
        return outcome

    def _news(self) -> SiteTold | None:
        for path, known in self._in_hand.items():
            told = read_news(path)
            if told is not None and told != known:
                self._in_hand[path] = told
                return SiteTold(path=path, event=told)
        return None


def crawl_on_worker(job: Job) -> SiteOutcome:
    """What came of the job; done in a thread of a worker."""
    crawler = Crawler(job.task, _Reporter(job.task.path))
    is_over = threading.Event()
    threading.Thread(target=_watch, args=(crawler, Path(job.stop), is_over), daemon=True).start()
    try:
        return crawler.outcome()
    finally:
        is_over.set()


def news_of(path: str) -> Path:
    """Where it is told how far the crawl in a part has come."""
    return Path(path).with_suffix(".json")


def read_news(path: str) -> BatchSaved | None:
    """How far the crawl in a part has come; ``None`` where nobody has told."""
    try:
        told = decode_json(news_of(path).read_bytes())
        return BatchSaved(counts=RunCounts(**told["counts"]), waiting=told["waiting"])
    except (OSError, JsonError, KeyError, TypeError):  # it is being written
        return None


class _Reporter:
    """Tells how far a crawl has come, now and then."""

    def __init__(self, path: str) -> None:
        self._path = news_of(path)
        self._told_at = float("-inf")

    def __call__(self, event: Event) -> None:
        if isinstance(event, BatchSaved) and time.monotonic() - self._told_at >= _LOOK_S:
            self._told_at = time.monotonic()
            with suppress(OSError):  # a disk that is full has other words for that
                self._path.write_text(encode_json(asdict(event)), encoding="utf-8")


def _watch(crawler: Crawler, stop: Path, is_over: threading.Event) -> None:
    while not is_over.wait(_LOOK_S):
        if stop.exists():
            crawler.stop()
            return
