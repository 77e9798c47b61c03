"""Which parts of which files are to be taken in, as tasks.

A file is divided at the same bytes whoever plans, so that what an earlier run has made of a part is known again. A part
holds the records that begin in it, whatever the file is made of; where all of a file is one gzip member, that is its
first part, and the others find nothing. What the archive has already is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archiver.errors import StoredFileError
from archiver.fetch.stored_files import is_local, open_stored, size_of
from archiver.model.bulk import Chunk, TakenIn
from archiver.pipelines.events import Notice
from archiver.pipelines.ingest_ledger import left_of, parts_known, read_head
from archiver.scale.tasks import Kit, MapTask, task_for
from archiver.store.ingested import Ingested

#: some hundreds of pages: what a worker needs for them, and what is lost with one, stays small
CHUNK_BYTES = 12 << 20
#: a rest that is smaller goes with the part before it
_LEAST_REST = 0.25
#: files that hold others
_WHOLE_SUFFIXES = (".wacz",)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    """One of the files that were given, with what is left to do of it."""

    #: in bytes; ``None`` where nobody knows
    size: int | None
    tasks: tuple[MapTask, ...]
    notices: tuple[Notice, ...] = ()


class Extent:
    """How many bytes there are to read, as far as that is known, and how many of them are behind."""

    def __init__(self, sizes: Sequence[int | None]) -> None:
        """Of all files; ``None`` for one that is not known yet, and taken for as large as the others."""
        self._sizes = list(sizes)
        self._seen = 0
        self.done_bytes = 0
        #: where the last task ended, and how many bytes behind that it has read too
        self._end: tuple[str, int | None] | None = None
        self._ahead = 0

    @property
    def total_bytes(self) -> int | None:
        """Of all of it; ``None`` where nobody can tell."""
        known = [size for size in self._sizes if size is not None]
        if not known:
            return None
        unknown = len(self._sizes) - len(known)
        return max(self.done_bytes, sum(known) + unknown * sum(known) // len(known))

    def see(self, file: PlannedFile) -> None:
        """The next file: what is not left of it is behind."""
        if file.size is not None:
            self._sizes[self._seen] = file.size
            self.done_bytes += max(0, file.size - sum(task.size_bytes or 0 for task in file.tasks))
        self._seen += 1

    def settle(self, task: MapTask, read_bytes: int) -> None:
        """A task is done that has read so many bytes: more than its own where its last record goes on behind its end.

        They are none of the next task's then.
        """
        chunk, size = task.chunk, task.size_bytes or 0
        ahead = self._ahead if self._end == (chunk.address, chunk.start) else 0
        reached = max(size, ahead + read_bytes)
        self.done_bytes += reached - ahead
        self._end, self._ahead = (chunk.address, chunk.end), reached - size


def plan(chunks: Iterable[Chunk], kit: Kit, ledger: Ingested, chunk_bytes: int = CHUNK_BYTES) -> Iterator[PlannedFile]:
    """File by file, in their order, as they are asked for: a file is looked at when its turn has come.

    One that cannot be looked at from here is a task all the same: workers may see it, or say what is wrong with it.
    """
    for chunk in chunks:
        try:
            yield _planned(chunk, kit, ledger, chunk_bytes)
        except StoredFileError:
            yield PlannedFile(size=None, tasks=(task_for(chunk, kit, file_size=None),))


def size_at_no_cost(chunk: Chunk) -> int | None:
    """How many bytes there are to read, where that is told without asking another machine."""
    try:
        size = size_of(chunk.address) if is_local(chunk.address) else None
    except StoredFileError:
        return None
    return _length(chunk, size)


def parts_of(chunk: Chunk, size: int | None, chunk_bytes: int = CHUNK_BYTES) -> Iterator[Chunk]:
    """The chunk in parts, cut at multiples of that many bytes of a file of that size.

    The last part ends where the chunk does: the end of a file stays open, as it may grow.

    >>> [(part.start, part.end) for part in parts_of(Chunk("a.warc.gz"), 110, 50)]
    [(0, 50), (50, None)]
    """
    starts = _starts(chunk, size, chunk_bytes)
    for start, end in zip(starts, (*starts[1:], chunk.end), strict=True):
        yield Chunk(chunk.address, start, end)


def _planned(chunk: Chunk, kit: Kit, ledger: Ingested, chunk_bytes: int) -> PlannedFile:
    size = size_of(chunk.address)
    held: tuple[TakenIn, ...] = ()
    notice: Notice | None = None
    if ledger.of(chunk.address):
        with open_stored(chunk.address) as stream:
            head = read_head(stream, size)
        held, notice = parts_known(ledger, chunk.address, kit.wanted.digest, head)
    left = (part for whole in parts_of(chunk, size, chunk_bytes) for part in left_of(whole, held))
    tasks = tuple(task_for(part, kit, file_size=size) for part in left)
    return PlannedFile(size=_length(chunk, size), tasks=tasks, notices=() if notice is None else (notice,))


def _starts(chunk: Chunk, size: int | None, chunk_bytes: int) -> Sequence[int]:
    end = size if chunk.end is None else chunk.end
    if end is None or chunk.address.lower().endswith(_WHOLE_SUFFIXES):
        return (chunk.start,)
    first = chunk.start - chunk.start % chunk_bytes + chunk_bytes
    return (chunk.start, *range(first, end - int(_LEAST_REST * chunk_bytes), chunk_bytes))


def _length(chunk: Chunk, size: int | None) -> int | None:
    end = size if chunk.end is None else chunk.end
    return None if end is None else max(0, end - chunk.start)
