"""One chunk of a WARC file into a small archive that nobody else has: what a map task does.

* Of two records of one address the one of the later moment is the newer text, wherever they lie.
* Records come batch by batch, so that a process holds few of them at a time. The ledger is written at the end: what is
  cut short is nothing, and made anew.
* What is wrong in the file is counted and told, and the rest is read; a file that cannot be opened, or not be read on,
  leaves the chunk undone. One without any record is not noted: it is the same failure every time.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archiver.errors import StoredFileError
from archiver.fetch.stored_files import open_stored, size_of
from archiver.fetch.warc_stream import BadEntry
from archiver.model.bulk import Chunk, Wanted
from archiver.pipelines.events import Advanced, BulkFigures, PageDone, Tally
from archiver.pipelines.ingest_counts import BAD_RECORD, Counts, Extent
from archiver.pipelines.ingest_keeping import Keeper
from archiver.pipelines.ingest_ledger import Part, read_head
from archiver.pipelines.ingest_pages import Intake, Look
from archiver.pipelines.ingest_reading import Record, iter_records
from archiver.pipelines.tools import Tools

#: what is decided about and committed together: so many times the pages of a batch of a crawl, as nobody waits for one,
#: and no more bytes than that
_BATCHES, _BATCH_BYTES = 4, 16_000_000
#: of one chunk, what is said to be wrong word by word
_MOST_SAID = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkEnd:
    """What a chunk has come to."""

    figures: BulkFigures
    tally: Tally
    #: records of pages that lie in its WARC file
    copied: int
    #: what a person wants to know, word by word
    warnings: tuple[str, ...]
    #: why the file could not be opened, or not be read on
    problem: str | None = None


def ingest_chunk(
    tools: Tools, chunk: Chunk, wanted: Wanted, *, in_place: bool
) -> Generator[PageDone | Advanced, None, ChunkEnd]:
    """Takes in a chunk; what it has come to, and its pages as they come.

    ``in_place`` has rows point to the file that is given, of which nothing is copied then.
    """
    return ChunkIntake(tools, chunk, wanted, in_place=in_place).events()


class ChunkIntake:
    """A chunk on its way into the archive."""

    def __init__(self, tools: Tools, chunk: Chunk, wanted: Wanted, *, in_place: bool) -> None:
        self._tools = tools
        self._chunk = chunk
        self._wanted = wanted
        self._counts = Counts(time.monotonic)
        self._keeper = Keeper(tools.writer, tools.archive.warc_folder, in_place=in_place)
        self._run_id = tools.archive.begin_run("ingest")
        self._intake = Intake(tools, self._run_id, wanted=wanted, keeper=self._keeper, counts=self._counts)
        self._warnings: list[str] = []
        self._extent = Extent(chunk)

    def events(self) -> Generator[PageDone | Advanced, None, ChunkEnd]:
        """What happens, as it happens."""
        problem: str | None = None
        try:
            yield from self._take()
        except OSError as error:  # of what is read: what is written is told as an error of the archive
            is_told = isinstance(error, StoredFileError)
            problem = str(error) if is_told else f"{self._chunk.address}: {error.strerror or error}"
        return ChunkEnd(
            figures=replace(self._counts.figures(), read_bytes=self._extent.done),
            tally=self._counts.tally,
            copied=0 if self._tools.writer is None else self._tools.writer.copied,
            warnings=tuple(self._warnings),
            problem=problem,
        )

    def _take(self) -> Generator[PageDone | Advanced]:
        chunk = self._chunk
        self._extent.size = size_of(chunk.address)
        with open_stored(chunk.address) as stream:
            part = self._intake.part = Part(chunk, self._wanted.digest, read_head(stream, self._extent.size))
            self._keeper.begin(chunk.address)
            records = iter_records(stream, chunk, self._wanted, self._tools.clock())
            bad: list[BadEntry] = []
            for some in _batches(records, self._tools.settings.batch_pages * _BATCHES):
                bad += (one for one in some if isinstance(one, BadEntry))
                found = [one for one in some if isinstance(one, Record)]
                for record in found[:1]:
                    self._extent.begin(record.found.begin)
                yield from self._intake.take([_look(record) for record in found])
                self._extent.reach(stream.tell() if part.place.within is not None else part.place.at)
                yield self._counts.advanced(self._extent)
        self._extent.finish()
        self._note_bad(bad)
        archive, counts = self._tools.archive, self._counts.told(self._counts.saved.articles_new)
        if not any(one.is_fatal for one in bad):
            archive.ingested.note([part.told()])
        archive.end_run(self._run_id, outcome="done", exit_code=0, counts=counts)  # which the merge adds up

    def _note_bad(self, bad: Sequence[BadEntry]) -> None:
        """Counts what is wrong in the file, and says it."""
        address = self._chunk.address
        for one in bad:
            if not one.is_given and not one.is_fatal:
                self._counts.fail(BAD_RECORD)
        if any(one.is_fatal for one in bad):
            self._counts.fail_file()
        for one in bad[:_MOST_SAID]:
            place = "" if one.is_fatal else f", record at byte {one.offset:,}"
            self._warnings.append(f"{address}{place}: {one.problem}")
        if len(bad) > _MOST_SAID:
            self._warnings.append(f"{address}: {len(bad) - _MOST_SAID:,} more places where something is wrong")


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
