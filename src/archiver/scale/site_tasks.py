"""A bundle of sites on its way to a worker, and what comes back: frozen values, and how the work is done.

The work is the ordinary crawl, in an archive of its own (a *part*) that was handed out with all that is known of its
sites. It can be killed at any moment like any crawl, and goes on where it stopped; so the same task may be done again
by anybody who has the part before them.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from archiver.config import CrawlSettings, FetchSettings, changed
from archiver.errors import ArchiverError, LockedArchiveError
from archiver.fetch.fetcher import Fetcher
from archiver.model import ALWAYS, RunCounts, Span
from archiver.pipelines.crawl import crawl
from archiver.pipelines.events import BatchSaved, Event, Notice, PageDone, RunEnded, Tally
from archiver.pipelines.interrupts import Interrupted, Interrupts
from archiver.pipelines.tools import Tools, open_fetcher, open_tools
from archiver.pipelines.update import update
from archiver.site_rules import NO_RULES, SiteRules
from archiver.source_settings import SourceSettings, SourceTable
from archiver.store.archive import Archive, open_archive

#: for one who did the same task before to be gone: its process ends when it notices that nobody waits for it
PATIENCE_S = 30.0
_PAUSE_S = 0.2
#: 0 would be no limit
_NO_TIME_S = 0.001

#: takes what happens as it happens
Tell = Callable[[Event], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What all tasks of a run have in common."""

    command: Literal["crawl", "update"]
    crawl: CrawlSettings
    fetch: FetchSettings
    sources: tuple[SourceSettings, ...] = ()
    rules: SiteRules = NO_RULES
    window: Span = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTask:
    """One bundle to crawl."""

    #: of the part; wherever the task is done, this is where it lies
    path: str
    #: addresses given by hand, for a crawl
    seeds: tuple[str, ...] = ()
    #: home pages of the sources, for an update
    names: tuple[str, ...] = ()
    #: registered domains that other crawlers ask meanwhile
    others: frozenset[str] = frozenset()
    max_pages: int | None = None
    #: seconds since 1970 after which nothing is begun any more; and the most that it may take from when it is begun
    ends_at: float | None = None
    max_time_s: float | None = None
    kit: Kit


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOutcome:
    """What came of it. All that was done lies in the part."""

    path: str
    tally: Tally = Tally()
    #: told to end before the end
    is_interrupted: bool = False
    #: why it could not go on, in a sentence; of a defect, its traceback
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTold:
    """Something that happened while a task was done."""

    path: str
    event: Event


def do_task(task: SiteTask, interrupts: Interrupts, tell: Tell) -> SiteOutcome:
    """Crawls the bundle. Whatever stops it is in the outcome."""
    try:
        return _done(task, interrupts, tell)
    except Interrupted:
        interrupts.heed()
        return SiteOutcome(path=task.path, is_interrupted=True)
    except (ArchiverError, OSError) as error:
        return SiteOutcome(path=task.path, problem=str(error))
    except Exception:  # noqa: BLE001 - a defect: whoever handed the task out tells it
        return SiteOutcome(path=task.path, problem=traceback.format_exc())


def _done(task: SiteTask, interrupts: Interrupts, tell: Tell) -> SiteOutcome:
    table = SourceTable(task.kit.sources)
    with open_tools(
        Path(task.path),
        _settings(task, done_before(Path(task.path)).pages_tried),
        rules=task.kit.rules,
        sources=table,
        interrupts=interrupts,
        contact=task.kit.fetch.contact,
    ) as opened:
        tools = replace(opened, is_shared=True)
        archive = tools.archive
        with open_fetcher(
            task.kit.fetch,
            archive.host_states(),
            asked_until=archive.rounds.asked_until(),
            sources=table,
            others=task.others,
        ) as fetcher:
            ended = _followed(_pipeline(task, tools, fetcher), tell)
        counts = archive.handing.done()
    return SiteOutcome(path=task.path, tally=_tally(ended, counts))


def done_before(path: Path) -> RunCounts:
    """What was done in a part since it was handed out."""
    with opened_alone(path) as archive:
        return archive.handing.done()


@contextmanager
def opened_alone(path: Path, *, patience_s: float = PATIENCE_S) -> Iterator[Archive]:
    """A part that nobody else is at, as soon as that is so. Raises ``LockedArchiveError`` when it takes too long."""
    with open_archive(path, create=False) as archive:
        deadline = time.monotonic() + patience_s
        while True:
            try:
                archive.claim()
            except LockedArchiveError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(_PAUSE_S)
            else:
                break
        yield archive


def _settings(task: SiteTask, tried: int) -> CrawlSettings:
    """With what is left of the task's share; one worker reads for itself."""
    pages = None if task.max_pages is None else max(task.max_pages - tried, 0)
    left_s = None if task.ends_at is None else max(task.ends_at - time.time(), _NO_TIME_S)
    times = [seconds for seconds in (task.max_time_s, left_s) if seconds is not None]
    return changed(task.kit.crawl, workers=0, max_pages=pages, max_time_s=min(times) if times else None)


def _pipeline(task: SiteTask, tools: Tools, fetcher: Fetcher) -> Generator[Event]:
    if task.kit.command == "crawl":
        return crawl(tools, fetcher, task.seeds, window=task.kit.window)
    return update(tools, fetcher, task.names, window=task.kit.window)


def _followed(events: Generator[Event], tell: Tell) -> RunEnded:
    ended: RunEnded | None = None
    with closing(events):
        for event in events:
            if isinstance(event, RunEnded):
                ended = event
            elif isinstance(event, PageDone | BatchSaved | Notice):
                tell(event)
    assert ended is not None, "every run ends with RunEnded"
    return ended


def _tally(ended: RunEnded, counts: RunCounts) -> Tally:
    """Of the newest run, with the pages of those before it that were killed."""
    tally = ended.tally or Tally()
    earlier = counts.pages_tried - ended.counts.pages_tried
    failed = counts.pages_failed - ended.counts.pages_failed
    return tally.plus(Tally(pages=earlier, failed=failed))
