"""`ingest`: pages that are on disk already, into the archive: same parser, same tables, their bytes in the WARC.

* A file's address is what the manifest says; else the canonical address that the page declares; else where the file is
  (`file:///…`), and then it belongs to no source.
* It counts as fetched when the manifest says; else when the file was last changed. So doing it again changes nothing.
* Of two files with one address the later one, in the order given, is the newer text: a revision. Of two records of
  WARC files it is the one of the later moment, wherever they lie.
* `noarchive` is not looked at: nobody is asked for anything, and whoever ingests a file has it.
* The pages of an article that is spread over several are joined, in whatever order they come; those that were kept by
  an earlier run count, too. Nothing is fetched: a page that is in none of them is missing from the article.
* A WARC file holds many pages, each with its address and its moment. Its records come batch by batch; with each batch
  the ledger says how far the file is taken in, so that a run that was killed is gone on with, and nothing done twice.
* An ingested page is not asked for by `update`; a crawl that comes to its address archives it like any other.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice
from typing import BinaryIO

from archiver.errors import StoredFileError
from archiver.fetch.stored_files import is_local, open_stored, size_of
from archiver.fetch.warc_stream import BadEntry
from archiver.model import RunCounts
from archiver.model.bulk import Chunk, Wanted
from archiver.pipelines.choosing import refused_file
from archiver.pipelines.events import BatchSaved, Event, Notice
from archiver.pipelines.ingest_chunks import (
    Head,
    Part,
    Record,
    iter_records,
    parts_known,
    parts_left,
    read_head,
)
from archiver.pipelines.ingest_counts import BAD_LINE, BAD_RECORD, Counts, Extent
from archiver.pipelines.ingest_files import capture_of_file
from archiver.pipelines.ingest_keeping import Keeper
from archiver.pipelines.ingest_pages import Intake, Look
from archiver.pipelines.ingest_waiting import Waiting
from archiver.pipelines.inputs import Item
from archiver.pipelines.manifest import BadFile, BadLine, EmptyFolder, File
from archiver.pipelines.running import Run
from archiver.pipelines.tools import Tools

#: of a WARC file, what is decided about and committed together: so many times the pages of a batch of a crawl, as
#: nobody waits for one, and no more bytes than that
_BATCHES, _BATCH_BYTES = 4, 16_000_000
#: of one file, what is said to be wrong word by word
_MOST_SAID = 20


def ingest(
    tools: Tools,
    items: Iterable[Item],
    arguments: Sequence[str] = (),
    wanted: Wanted | None = None,
    *,
    in_place: bool = False,
    is_bulk: bool = False,
) -> Generator[Event]:
    """Takes in files and chunks of WARC files, in their order; what cannot be read is recorded, and stops nothing.

    ``in_place`` has rows point to the WARC files that are given, of which nothing is copied then. ``is_bulk`` has the
    end tell the figures of a run over large files, of which it is a part.
    """
    return Ingestion(tools, arguments, wanted or Wanted(), in_place=in_place).events(items, is_bulk=is_bulk)


class Ingestion:
    """One run of ``ingest``. Needs no fetcher."""

    def __init__(self, tools: Tools, arguments: Sequence[str], wanted: Wanted, *, in_place: bool) -> None:
        self._tools = tools
        self._ledger = tools.archive.ingested
        self._wanted = wanted
        self._digest = wanted.digest
        self._started_at = tools.clock()
        self._before = tools.archive.rounds.newest()
        self._run = Run(tools, "ingest", arguments, save=self._save)
        self._counts = Counts(time.monotonic)
        self._keeper = Keeper(tools.writer, tools.archive.warc_folder, in_place=in_place)
        self._intake = Intake(tools, self._run.id, wanted=wanted, keeper=self._keeper, counts=self._counts)
        self._waiting = Waiting(tools, self._run.id, wanted, counts=self._counts, in_place=in_place)
        self._extent = Extent((), _size_at_no_cost)
        #: of WARC files that were taken in
        self._addresses: set[str] = set()

    def events(self, items: Iterable[Item], *, is_bulk: bool) -> Generator[Event]:
        """What happens, as it happens."""
        counts = self._counts
        with self._run as run:
            self._intake.join_unjoined()  # of a run that was killed
            if isinstance(items, Sequence):
                self._extent = Extent([item for item in items if isinstance(item, Chunk)], _size_at_no_cost)
            for is_chunk, some in groupby(items, key=lambda item: isinstance(item, Chunk)):
                take = self._take_chunks if is_chunk else self._take_files
                yield from take(some)
            if not self._tools.archive.is_scratch:
                self._waiting.finish(self._addresses, is_whole=not counts.has_failed_files)
            if counts.known_files:
                yield Notice(message=f"files that were taken in before: {counts.known_files:,}")
            run.counts = told = self._told()
            ended = run.ended(counts.verdict(self._tools.settings.max_failures), told)
        is_bulk |= counts.has_files
        yield replace(ended, figures=counts.figures(), tally=counts.tally) if is_bulk else ended

    def _take_files(self, items: Iterator[Item]) -> Generator[Event]:
        """Files that are one page each."""
        while some := list(islice(items, self._tools.settings.batch_pages)):
            looks: list[Look] = []
            for item in some:
                if isinstance(item, File):
                    capture = capture_of_file(item, self._started_at)
                    looks.append(Look(capture=capture, reason=refused_file(capture, self._wanted)))
                elif isinstance(item, BadLine):
                    self._counts.fail(BAD_LINE)
                    yield Notice(message=f"{item.manifest}, line {item.line}: {item.problem}", level="warning")
                elif isinstance(item, BadFile):
                    self._counts.file()
                    self._counts.fail_file()
                    yield Notice(message=item.problem, level="warning")
                elif isinstance(item, EmptyFolder):
                    yield Notice(message=item.sentence, level="warning")
            yield from self._intake.take(looks)
        if self._intake.join():
            yield BatchSaved(counts=self._counts.saved)

    def _take_chunks(self, chunks: Iterator[Item]) -> Generator[Event]:
        """WARC files, of which each holds many pages."""
        for chunk in chunks:
            assert isinstance(chunk, Chunk), "the others come by themselves"
            self._counts.file()
            self._addresses.add(chunk.address)
            try:
                size = size_of(chunk.address)
                self._extent.begin(chunk, size)
                yield self._counts.advanced(self._extent)
                with open_stored(chunk.address) as stream:
                    yield from self._take_chunk(stream, chunk, read_head(stream, size))
            except OSError as error:  # of what is read: what is written is told as an error of the archive
                self._counts.fail_file()
                is_told = isinstance(error, StoredFileError)
                words = str(error) if is_told else f"{chunk.address}: {error.strerror or error}"
                yield Notice(message=words, level="warning")
            self._intake.save()
            self._intake.part = None
            self._extent.end()
        yield self._counts.advanced(self._extent)

    def _take_chunk(self, stream: BinaryIO, chunk: Chunk, head: Head) -> Generator[Event]:
        held, notice = parts_known(self._ledger, chunk.address, self._digest, head)
        if notice is not None:
            yield notice
        parts = list(parts_left(chunk, held, self._digest, head))
        if not parts:
            self._counts.known_file()
        for part in parts:
            yield from self._take_part(stream, part)

    def _take_part(self, stream: BinaryIO, part: Part) -> Generator[Event]:
        self._intake.part = part
        self._extent.reach(part.place.at)
        self._keeper.begin(part.chunk.address)
        bad: list[BadEntry] = []
        most = self._tools.settings.batch_pages * _BATCHES
        for some in _batches(iter_records(stream, part, self._wanted, self._started_at), most):
            bad += (one for one in some if isinstance(one, BadEntry))
            yield from self._intake.take([_look(one) for one in some if isinstance(one, Record)])
            self._note_reading(stream, part)
            yield self._counts.advanced(self._extent)
        yield from self._complain(part.chunk, bad)
        part.end()
        self._save()

    def _complain(self, chunk: Chunk, bad: Sequence[BadEntry]) -> Generator[Event]:
        """Tells what is wrong in a file, and counts it."""
        for one in bad:
            if not one.is_given and not one.is_fatal:
                self._counts.fail(BAD_RECORD)
        if any(one.is_fatal for one in bad):
            self._counts.fail_file()
        for one in bad[:_MOST_SAID]:
            place = "" if one.is_fatal else f", record at byte {one.offset:,}"
            yield Notice(message=f"{chunk.address}{place}: {one.problem}", level="warning")
        if len(bad) > _MOST_SAID:
            message = f"{chunk.address}: {len(bad) - _MOST_SAID:,} more places where something is wrong"
            yield Notice(message=message, level="warning")

    def _note_reading(self, stream: BinaryIO, part: Part) -> None:
        """How many bytes are behind: in a file that is one gzip member, as far as it was read for that."""
        place, before = part.place, self._extent.done
        self._extent.reach(place.at if place.within is None else stream.tell())
        self._counts.read(self._extent.done - before)

    def _save(self) -> None:
        self._intake.save()
        self._run.counts = self._told()

    def _told(self) -> RunCounts:
        return self._counts.told(self._tools.archive.rounds.since(self._before).articles)


def _look(record: Record) -> Look:
    return Look(capture=record.capture, found=record.found, revisit=record.revisit, reason=record.reason)


def _batches(records: Iterable[Record | BadEntry], most: int) -> Iterator[list[Record | BadEntry]]:
    """As many as are held at a time."""
    some: list[Record | BadEntry] = []
    size = 0
    for record in records:
        some.append(record)
        capture = record.capture if isinstance(record, Record) else None
        size += 0 if capture is None else len(capture.content) + capture.size_bytes
        if len(some) >= most or size >= _BATCH_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some


def _size_at_no_cost(address: str) -> int | None:
    """The size of a file of this machine; of others it is not asked before they are read."""
    try:
        return size_of(address) if is_local(address) else None
    except StoredFileError:
        return None
