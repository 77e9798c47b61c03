"""`merge`: archives and lakes into one archive, each in one transaction, its WARC files before its rows.

* A source is only read, as it is at one moment (``store.other_archives``); a lake becomes an archive first
  (``importing``). One that cannot be read is told, and stops nothing.
* A row never points to a WARC record that is not on disk. What a source says of a record that is missing there, or
  lies behind the end of a file that was cut, comes without its place: the row says that nothing was kept.
* Killed at any moment, it is begun anew: files that were brought are known again, and so are rows.
* What it works with lies beside the archive in a folder of its own, ``<stem>.merging``, which is the writer's: whoever
  finds one there removes it.
"""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from archiver.errors import ArchiverError
from archiver.fetch.warc_bringing import Bringer, Brought, Needed, Referrer
from archiver.fetch.warc_in_place import is_address, may_be_read, permit
from archiver.model import RunCounts
from archiver.pipelines.decide import Verdict
from archiver.pipelines.events import BatchSaved, Event, Notice, RunEnded, SourceMerged
from archiver.pipelines.exports.manifests import load_manifest
from archiver.pipelines.exports.order import Order
from archiver.pipelines.exports.parquet_files import export_parquet
from archiver.pipelines.importing import import_lake, refuse_lake
from archiver.pipelines.interrupts import Interrupts
from archiver.pipelines.joining import Joiner
from archiver.pipelines.running import Run
from archiver.pipelines.tools import Tools
from archiver.store.archive import Archive, open_archive
from archiver.store.other_archives import OtherArchive, open_other, refuse_unreadable
from archiver.store.selecting import Selection


class Keeper(Protocol):
    """What becomes of the WARC files that rows point to."""

    def bring(self, needed: Needed) -> Brought:
        """Where they are to point now. Raises ``FileNotFoundError``."""


def merge(
    tools: Tools, paths: Sequence[Path], arguments: Sequence[str] = (), *, with_records: bool = True
) -> Generator[Event]:
    """Brings these archives and lakes into the open one, in their order; their WARC files too, ``with_records``."""
    keeper = Bringer(tools.archive.warc_folder) if with_records else None
    return _Merging(tools, keeper).events(paths, arguments)


def merge_into_lake(
    tools: Tools, paths: Sequence[Path], folder: Path, *, is_forced: bool = False, with_records: bool = True
) -> Generator[Event]:
    """As ``merge`` into an archive that nobody else needs, which is then written as a lake.

    WARC files stay where they are, and are pointed to there. What is at ``folder`` is replaced if ``is_forced``.
    """
    ended: RunEnded | None = None
    merging = _Merging(tools, Referrer() if with_records else None)
    for event in merging.events(paths, ()):
        if isinstance(event, RunEnded):
            ended = event
        else:
            yield event
    assert ended is not None, "every run ends with RunEnded"
    if ended.outcome == "done":
        tools.archive.rounds.forget(merging.run_id)  # of an archive that nobody sees
        order = Order(archive=tools.archive, selection=Selection(), path=folder, is_forced=is_forced)
        for _ in export_parquet(order):
            pass
    yield ended


@contextmanager
def open_to_merge(path: Path, interrupts: Interrupts) -> Iterator[Tools]:
    """The archive at this path, to merge into; a new one where there is none, which is gone again if nothing came.

    Raises ``LockedArchiveError``.
    """
    is_new = not path.exists()
    with open_archive(path, create=True) as archive:
        has_folder = archive.warc_folder.exists()
        try:
            archive.claim()
            yield Tools(archive=archive, interrupts=interrupts)
        finally:
            if is_new and not archive.rounds.has_left_anything():
                _discard(archive, with_folder=not has_folder)


def _discard(archive: Archive, *, with_folder: bool) -> None:
    """Takes an archive away while nobody else can have written to it: its lock is held."""
    if with_folder:
        shutil.rmtree(archive.warc_folder, ignore_errors=True)
    for end in ("", "-wal", "-shm", ".lock"):
        archive.path.with_name(f"{archive.path.name}{end}").unlink(missing_ok=True)


def refuse_source(path: Path) -> None:
    """Raises ``ArchiverError`` for what cannot be merged, as far as a first look tells."""
    if path.is_dir():
        refuse_lake(path)
    else:
        refuse_unreadable(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Records:
    """What has become of a source's WARC files."""

    #: by their names over there, what they are called here
    names: dict[str, str]
    #: how far those go that are missing, or shorter than rows say
    lost: dict[str, int]
    copied_bytes: int = 0


class _Merging:
    """One run of ``merge``."""

    def __init__(self, tools: Tools, keeper: Keeper | None) -> None:
        self._tools = tools
        self._archive = tools.archive
        self._keeper = keeper
        self._drafts = tools.archive.path.with_name(f"{tools.archive.path.stem}.merging")
        self._counts = RunCounts()
        self._merged = 0
        self._failed = 0
        #: of its row
        self.run_id = 0

    def events(self, paths: Sequence[Path], arguments: Sequence[str]) -> Generator[Event]:
        """What happens, as it happens."""
        with Run(self._tools, "merge", arguments) as run, self._draft_folder():
            self.run_id = run.id
            sources: list[Path] = []
            for path in paths:
                if (reason := self._reason_against(path, sources)) is not None:
                    yield Notice(message=f"{path}: {reason}", level="warning")
                else:
                    sources.append(path)
            for number, path in enumerate(sources, 1):
                yield self._merged_source(path)
                yield BatchSaved(counts=self._counts, waiting=len(sources) - number)
            # what came is counted by the rows of the runs that fetched it, which came too
            run.counts = Joiner(self._tools).join_unjoined(run.id)
            ended = run.ended(self._verdict(), self._counts.plus(run.counts))
        yield ended

    def _reason_against(self, path: Path, others: Sequence[Path]) -> str | None:
        if _is_one(path, self._archive.path):
            return "is the archive itself, and is passed over"
        if any(_is_one(path, other) for other in others):
            return "was given twice, and is merged once"
        return None

    def _merged_source(self, path: Path) -> SourceMerged:
        try:
            with self._opened(path) as other:
                return self._take(path, other)
        except ArchiverError as error:
            if self._is_ours(error):
                raise
            self._failed += 1
            return SourceMerged(path=str(path), failure=str(error))

    def _take(self, path: Path, other: OtherArchive) -> SourceMerged:
        records = self._bring(other, load_manifest(path).in_place if path.is_dir() else ())
        forgotten = other.forget_records(records.lost) if records.lost else 0
        counts = self._archive.merge(other.path, warc_names=records.names)
        self._counts = self._counts.plus(counts)
        self._merged += 1
        return SourceMerged(
            path=str(path),
            counts=counts,
            warc_files=len(records.names),
            copied_bytes=records.copied_bytes,
            lost_records=forgotten if self._keeper is not None else 0,
            lost_files=tuple(records.lost) if self._keeper is not None else (),
        )

    def _bring(self, other: OtherArchive, listed: Sequence[str]) -> _Records:
        """``listed`` are the files elsewhere that a lake's rows may point to, beside what ``in-place.txt`` allows."""
        records = _Records(names={}, lost={})
        permit(self._archive.warc_folder, may_be_read(other.warc_folder, filter(is_address, other.warc_ends), listed))
        wanted = self._archive.warc_records.wanted_of(other.path)
        for name, end in other.warc_ends.items():
            if is_address(name) or name not in wanted:
                continue
            brought = self._brought(other, name, end)
            if brought is None or brought.end < end:
                records.lost[name] = 0 if brought is None else brought.end
            if brought is not None:
                records.names[name] = brought.name
                permit(self._archive.warc_folder, filter(is_address, [brought.name]))
                records = replace(records, copied_bytes=records.copied_bytes + brought.copied_bytes)
        return records

    def _brought(self, other: OtherArchive, name: str, end: int) -> Brought | None:
        """``None`` for a file that is not there, or not wanted."""
        if self._keeper is None:
            return None
        may_grow = name == other.newest_warc_file
        try:
            return self._keeper.bring(Needed(folder=other.warc_folder, name=name, end=end, may_grow=may_grow))
        except FileNotFoundError:
            return None

    @contextmanager
    def _opened(self, path: Path) -> Iterator[OtherArchive]:
        """The source as an archive. Raises ``ArchiverError``."""
        archive = path
        if path.is_dir():
            archive = self._drafts / "lake.db"
            import_lake(path, archive)
        with open_other(archive, self._drafts, is_scratch=path.is_dir()) as other:
            yield other

    @contextmanager
    def _draft_folder(self) -> Iterator[None]:
        shutil.rmtree(self._drafts, ignore_errors=True)
        self._drafts.mkdir()
        try:
            yield
        finally:
            shutil.rmtree(self._drafts, ignore_errors=True)

    def _is_ours(self, error: ArchiverError) -> bool:
        """Whether it is about what is written to: no other source will fare better."""
        own = {str(self._archive.path), str(self._archive.warc_folder)}
        return getattr(error, "path", None) in own

    def _verdict(self) -> Verdict:
        if not self._failed:
            return Verdict()
        if not self._merged:
            return Verdict(outcome="failed", exit_code=1, message="nothing could be merged")
        return Verdict(exit_code=3, message=f"{self._failed} of {self._failed + self._merged} could not be merged")


def _is_one(path: Path, other: Path) -> bool:
    """Whether both names lead to one file, or folder."""
    try:
        return path.samefile(other)
    except OSError:
        return False
