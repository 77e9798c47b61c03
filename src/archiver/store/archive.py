"""The archive: one SQLite file and its folder of WARC files, behind one class.

``Archive`` only delegates: each question has its module beside this one. What holds for all of them:

* Readers never lock. The first write takes ``<file>.lock`` without waiting and keeps it until ``close``; whoever comes
  second gets ``LockedArchiveError``. Each write is one transaction that begins immediate: all of it is there, or none.
* A write that has nothing new to say changes nothing. Saving the same results twice leaves the file as it was.
* Errors of SQLite are translated in ``connection`` and nowhere else.
* An archive belongs to the thread that opened it.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from archiver.store import questions as ask
from archiver.store.connection import Connection
from archiver.store.readable import Readable

if TYPE_CHECKING:
    from archiver.model import (
        Article,
        Capture,
        DuePage,
        FrontierEntry,
        HostState,
        PageResult,
        Reparsed,
        RunCounts,
        Source,
        Span,
        WarcPosition,
    )
    from archiver.store.extracts import Extract
    from archiver.store.handing import Handing
    from archiver.store.ingested import Ingested
    from archiver.store.lists import Lists
    from archiver.store.records import CheckReport, KeptPage, RecordProblem
    from archiver.store.registry import Registry
    from archiver.store.runs import Rounds
    from archiver.store.selecting import Selection
    from archiver.store.warc_records import WarcRecords

#: how long a write waits for another program that holds the database itself, without our lock (DB Browser, a shell)
BUSY_TIMEOUT_S = 5.0


def utc_now() -> dt.datetime:
    """The current moment in UTC."""
    return dt.datetime.now(dt.UTC)


def open_archive(
    path: str | os.PathLike[str],
    *,
    create: bool = True,
    clock: Callable[[], dt.datetime] = utc_now,
    busy_timeout_s: float = BUSY_TIMEOUT_S,
) -> Archive:
    """The archive at this path, to be closed; a new one when there is none and ``create`` says so.

    Creating counts as a write, and takes the lock. Opening takes it only for as long as it brings an archive of an
    older version up to date; one that another program holds, or that cannot be written, it reads as it is. Raises
    ``MissingArchiveError`` (no file, or no folder for it), ``NotAnArchiveError``, ``NewerArchiveError``,
    ``DamagedArchiveError``; when it has to create, ``LockedArchiveError`` and ``ReadOnlyArchiveError``.
    """
    return Archive(Connection(Path(path), create=create, clock=clock, busy_timeout_s=busy_timeout_s))


class Archive(Readable):
    """An open archive, a context manager. Made by ``open_archive``, which is ``archiver.open``."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def claim(self) -> None:
        """Takes the lock now, not with the first write: so that nothing is read that another writer will change."""
        self._db.claim()

    def close(self) -> None:
        """Gives up the file and the lock; after writing, nothing is left of the log. May be called twice."""
        self._db.close()

    @property
    def path(self) -> Path:
        """Of the database, as it was given."""
        return self._db.path

    @property
    def is_sample(self) -> bool:
        """Whether this is the committed sample, which refuses every write."""
        return self._db.is_sample

    def now(self) -> dt.datetime:
        """The current moment, UTC, by the archive's clock."""
        return self._db.now()

    # Runs: one for each command that writes.

    def begin_run(self, command: str, arguments: Sequence[str] = ()) -> int:
        """The number of a new run. Its row has no outcome until ``end_run``; a killed one becomes ``interrupted``."""
        with self._db.writing() as conn:
            return ask.runs.begin_run(conn, command, arguments, self._db.now())

    def end_run(self, run_id: int, *, outcome: str, exit_code: int, counts: RunCounts | None = None) -> None:
        """Records how a run ended. ``counts`` replaces what ``save`` has summed up, where given."""
        with self._db.writing() as conn:
            ask.runs.end_run(conn, run_id, ask.runs.RunEnd(self._db.now(), outcome, exit_code, counts))

    @property
    def ingested(self) -> Ingested:
        """Which parts of which WARC files have been taken in."""
        return ask.ingested.Ingested(self._db)

    @property
    def rounds(self) -> Rounds:
        """What one round has to know of those before it."""
        return ask.runs.Rounds(self._db)

    # Sources and the frontier: what is known and due.

    def add_source(self, home_url: str, *, name: str | None = None, language: str | None = None) -> Source:
        """The source with this home page, registered if it was not; a known one keeps its name and language."""
        with self._db.writing() as conn:
            return ask.sources.add_source(conn, ask.sources.NewSource(home_url, name, language), self._db.now())

    @property
    def registry(self) -> Registry:
        """The sources as a list to look at and to change."""
        return ask.registry.Registry(self._db)

    @property
    def lists(self) -> Lists:
        """What is known of the addresses that a list names."""
        return ask.lists.Lists(self._db)

    def sources(self) -> tuple[Source, ...]:
        """All registered sites, in the order they were added."""
        with self._db.reading() as conn:
            return ask.sources.load_sources(conn)

    def leave_out(self, refusals: Mapping[int, str], shown_by: Mapping[int, int] = {}) -> None:
        """Excludes pages, by number with the reason; of some, ``shown_by`` has the page that shows the same article."""
        with self._db.writing() as conn:
            ask.frontier.leave_out(conn, refusals, shown_by)

    def queue(self, entries: Iterable[FrontierEntry]) -> int:
        """Puts unknown addresses into ``pages`` and the frontier and leaves known ones alone; how many were new."""
        with self._db.writing() as conn:
            return ask.frontier.queue(conn, entries, self._db.now())

    def due(
        self,
        now: dt.datetime,
        *,
        limit: int,
        source_ids: Collection[int] | None = None,
        exclude: Collection[int] = (),
        per_host: int | None = None,
        max_priority: int | None = None,
        turns: Mapping[str, int] | None = None,
        except_hosts: Collection[str] = (),
        window: Span | None = None,
    ) -> tuple[DuePage, ...]:
        """Pages whose time has come, by priority, moment and number; at most ``per_host`` of one host.

        Left out are pages of parked hosts, of ``except_hosts``, and the ``exclude``d numbers (those in flight). Hosts
        that have had fewer ``turns`` come first, whatever the priority of their pages.
        """
        wanted = ask.frontier.Wanted(
            limit=limit,
            source_ids=source_ids,
            exclude=frozenset(exclude),
            per_host=per_host,
            max_priority=max_priority,
            turns=turns or {},
            except_hosts=frozenset(except_hosts),
            window=window,
        )
        with self._db.reading() as conn:
            return ask.frontier.load_due(conn, now, wanted)

    def count_due(
        self,
        now: dt.datetime,
        *,
        source_ids: Collection[int] | None = None,
        max_priority: int | None = None,
        window: Span | None = None,
    ) -> int:
        """How many pages' time has come. Walks through the frontier: a tenth of a second for a million pages."""
        wanted = ask.frontier.Wanted(source_ids=source_ids, max_priority=max_priority, window=window)
        with self._db.reading() as conn:
            return ask.frontier.count_due(conn, now, wanted)

    def count_failed(self, source_id: int, reason: str) -> int:
        """How many pages of a source have failed for this reason when they were last asked for."""
        with self._db.reading() as conn:
            return ask.frontier.count_failed(conn, source_id, reason)

    def hasten(self, page_ids: Collection[int], now: dt.datetime, pause: dt.timedelta = dt.timedelta()) -> None:
        """Makes these pages due now that would be later, or never; but not sooner after their last look than this."""
        with self._db.writing() as conn:
            ask.frontier.hasten(conn, page_ids, now, pause)

    def next_due_at(self, *, source_ids: Collection[int] | None = None) -> dt.datetime | None:
        """When the next page is due (or was), parked hosts counted from the end of their time; ``None`` for never."""
        with self._db.reading() as conn:
            return ask.frontier.load_next_due_at(conn, source_ids)

    def pages(self, urls: Collection[str]) -> tuple[DuePage, ...]:
        """The known pages among these normalised addresses; what is never due has its ``due_at`` in the far future."""
        with self._db.reading() as conn:
            return ask.frontier.load_pages(conn, urls)

    def parts(self, article_id: int) -> tuple[DuePage, ...]:
        """The further pages of an article that is spread over several, in their order; none for all others."""
        with self._db.reading() as conn:
            return ask.frontier.load_parts(conn, article_id)

    def host_states(self) -> tuple[HostState, ...]:
        """What is known of all hosts."""
        with self._db.reading() as conn:
            return ask.hosts.load_host_states(conn)

    def save_host_states(self, states: Iterable[HostState]) -> None:
        """Records what was learnt of hosts; nothing is written for those that have not changed."""
        with self._db.writing() as conn:
            ask.hosts.save_host_states(conn, states)

    # Writing: results of pages, with all that belongs to them, in one transaction.

    def save(
        self,
        results: Sequence[PageResult],
        *,
        run_id: int | None = None,
        extra_captures: Sequence[Capture] = (),
        warc: WarcPosition | None = None,
    ) -> RunCounts:
        """Writes results in their order, captures without a page (robots.txt), and how far the WARC file is whole.

        The run's figures grow by what is returned. An unchanged result leaves no row if its content was kept before.
        """
        with self._db.writing() as conn:
            now, is_scratch = self._db.now(), self._db.is_scratch
            return ask.saving.save(conn, ask.saving.Batch(results, extra_captures, warc, run_id, now, is_scratch))

    def save_reparsed(
        self, results: Sequence[Reparsed], *, run_id: int | None = None, is_joining: bool = False
    ) -> RunCounts:
        """Writes what today's parser makes of kept captures: changed texts become revisions with the cause ``parser``.

        Cards that are read differently take the place of the old ones; no placement ends, as no page has changed.
        ``is_joining``: they are read with pages that were not there before, and their texts are no revisions.
        """
        with self._db.writing() as conn:
            return ask.reparsing.save_reparsed(conn, results, run_id, self._db.now(), is_joining=is_joining)

    def add(self, article: Article, *, fetched_at: dt.datetime | None = None, parser_version: int | None = None) -> int:
        """Keeps one article, with its cards, and gives its number in ``articles``; for use from Python.

        Kept under ``article.url``, else under ``urn:sha256:…``, the digest of its text. Raises ``UsageError`` for a
        kind that is not archived (a listing).
        """
        with self._db.writing() as conn:
            return ask.adding.add(conn, article, fetched_at or self._db.now(), parser_version)

    def merge(
        self,
        other: str | os.PathLike[str],
        *,
        run_id: int | None = None,
        warc_names: Mapping[str, str] = {},
        is_counted: bool = True,
    ) -> RunCounts:
        """Takes everything of another archive in, in one transaction; the other is only read. A second time is free.

        ``warc_names`` says what its WARC files are called here, where they are called otherwise. Its runs come along,
        unless ``run_id`` is the one that all of it is counted under; without ``is_counted``, its captures are that
        run's, and its figures are somebody else's business. Raises what opening it would, and ``OlderArchiveError``
        for one of an older schema.
        """
        return ask.merging.merge(self._db, Path(other), run_id, warc_names, is_counted=is_counted)

    @property
    def is_scratch(self) -> bool:
        """Whether its rows are on their way into another archive."""
        return self._db.is_scratch

    @property
    def warc_folder(self) -> Path:
        """Where the WARC files lie; need not exist yet."""
        with self._db.reading() as conn:
            return ask.meta.warc_folder(conn, self._db.path)

    @property
    def warc_records(self) -> WarcRecords:
        """Which records of the WARC files rows point to, and how far these are whole."""
        return ask.warc_records.WarcRecords(self._db)

    # Reading.

    def kept_pages(
        self, *, source_ids: Collection[int] | None = None, other_than_version: int | None = None
    ) -> Iterator[KeptPage]:
        """Pages with a capture to parse again, the newest of each; with a version, those that another one read.

        (Pages that are no articles have no version: they always count as read by another one.)
        """
        return ask.captures.iter_kept_pages(self._db.reading, source_ids, other_than_version)

    def kept_page(self, article_url: str) -> KeptPage | None:
        """The capture that this article was last read from, with its (first) page; ``None`` when it was not kept.

        What to parse again before comparing, when ``parser_version`` differs from today's.
        """
        with self._db.reading() as conn:
            return ask.captures.load_kept_page(conn, article_url)

    def kept_look(self, page_id: int) -> KeptPage | None:
        """The capture that what stands on a page was read from; ``None`` when it was not kept."""
        with self._db.reading() as conn:
            return ask.captures.load_kept_look(conn, page_id)

    def kept_captures(self, urls: Collection[str]) -> dict[str, KeptPage]:
        """By address, the newest kept capture of each of these pages that has one."""
        with self._db.reading() as conn:
            return ask.captures.load_kept_captures(conn, urls)

    def check(self, record_problem: RecordProblem | None = None) -> CheckReport:
        """Looks whether everything is there and fits together.

        ``record_problem`` is asked for every WARC record that a capture points to; without it they are not looked at.
        """
        with self._db.reading() as conn:
            return ask.check.check(conn, record_problem)

    # Copies.

    def extract(self, selection: Selection) -> AbstractContextManager[Extract]:
        """A selection of the archive as it is now, whatever others write meanwhile. Raises ``QueryError``."""
        return ask.extracts.open_extract(self._db, selection)

    def settle(self) -> bool:
        """Puts all rows into the file itself; whether they are there, for whoever reads that without its log."""
        with self._db.reading() as conn:
            return ask.extracts.settle(conn)

    @property
    def handing(self) -> Handing:
        """Sources handed out to be crawled elsewhere, and taken back."""
        return ask.handing.Handing(self._db)

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Copies the database, while others write, to a path where nothing is; the copy uses the same WARC folder."""
        ask.backup.backup(self._db, Path(path))

    def write_sample(self, path: str | os.PathLike[str]) -> None:
        """Writes a copy that refuses writes and names no WARC record, with a rollback journal, over what is there."""
        ask.backup.write_sample(self._db, Path(path))
