"""What an engine hands out, and what comes back: frozen values that any process and any machine can take.

A task is one chunk of a WARC file, and all that it takes to make a small archive of it; or some parts of an archive, to
be written as Parquet. Its name follows from whatever its rows follow from, so that what an earlier run has made is
known again, and nothing else is taken for it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Literal

from archiver import __version__
from archiver.config import CrawlSettings
from archiver.fetch.warc import Provenance
from archiver.jsontext import encode_json
from archiver.model.bulk import Chunk, Wanted
from archiver.parser.version import PARSER_VERSION
from archiver.pipelines.events import BulkFigures, Tally
from archiver.site_rules import NO_RULES, SiteRules
from archiver.source_settings import NO_SOURCES, SourceTable
from archiver.store.extract_parts import Part
from archiver.store.schema import SCHEMA_VERSION

#: what becomes of a chunk's bytes: copied into WARC files of the archive, left where they are, or not kept
Keeping = Literal["copied", "in place", "not kept"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """What the rows of a chunk depend on besides the chunk."""

    archiver: str = __version__
    parser: int = PARSER_VERSION
    schema: int = SCHEMA_VERSION

    def __str__(self) -> str:
        """For a person."""
        return f"archiver {self.archiver} (parser {self.parser}, schema {self.schema})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """What all tasks of a run have in common."""

    #: the work folder: the same for whoever does a task
    folder: str
    #: when the run began, which is what a worker writes down as now
    now: dt.datetime
    wanted: Wanted = Wanted()
    settings: CrawlSettings = CrawlSettings()
    rules: SiteRules = NO_RULES
    sources: SourceTable = NO_SOURCES
    keeping: Keeping = "copied"
    #: what WARC files say of themselves
    provenance: Provenance = Provenance()
    #: a worker that has others refuses the task
    versions: Versions = Versions()

    @property
    def digest(self) -> str:
        """The same for what gives the same rows, wherever the work folder is and however fast it goes."""
        told = (self.wanted.digest, self.rules, self.sources, self.keeping, self.versions, self.settings.warc)
        return sha256(repr(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class MapTask:
    """One chunk to make a small archive of."""

    #: of its folder in the work folder; nothing else has it
    name: str
    chunk: Chunk
    #: of the chunk; ``None`` where nobody knows
    size_bytes: int | None = None
    kit: Kit

    @property
    def folder(self) -> str:
        """The work folder."""
        return self.kit.folder

    @property
    def versions(self) -> Versions:
        """What a worker has to have."""
        return self.kit.versions


@dataclass(frozen=True, slots=True, kw_only=True)
class LakeTask:
    """Parts of a lake to write."""

    #: of its folder in the work folder; nothing else has it
    name: str
    #: where that is, as all workers see it
    folder: str
    #: paths of an archive to which nobody writes, and of the file that says what is chosen of it
    archive: str
    choice: str
    is_all: bool
    parts: tuple[Part, ...]
    #: what folders are named by
    partitions: tuple[str, ...]
    #: a worker that has others refuses the task
    versions: Versions = Versions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a task."""

    name: str
    #: why there is no small archive; ``None`` where there is one
    problem: str | None = None
    #: another worker, or the same one later, may well do it
    is_worth_another: bool = False
    #: the file could not be opened
    is_unreadable: bool = False
    #: the worker has ended over it, or while it was at it
    is_lost: bool = False
    #: the traceback of a defect
    trace: str | None = None
    figures: BulkFigures = BulkFigures()
    tally: Tally = Tally()
    #: records of pages that lie in its WARC file
    copied: int = 0
    #: what a person wants to know, word by word
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    #: of the chunk, as it lies
    size_bytes: int = 0
    #: host and number of the process, and the most memory that it has had
    worker: str = ""
    peak_bytes: int = 0
    #: it was there already
    is_old: bool = False


def task_for(chunk: Chunk, kit: Kit, *, file_size: int | None) -> MapTask:
    """The task of this chunk of a file of that size."""
    digest = sha256(encode_json([asdict(chunk), file_size, kit.digest]).encode()).hexdigest()
    end = file_size if chunk.end is None else chunk.end
    return MapTask(name=digest[:32], chunk=chunk, size_bytes=None if end is None else end - chunk.start, kit=kit)


def halves_of(task: MapTask, least_bytes: int) -> tuple[MapTask, ...]:
    """The same in two tasks; none where a half would be smaller than that, or nobody knows how large it is."""
    if task.size_bytes is None or task.size_bytes < 2 * least_bytes:
        return ()
    chunk, size = task.chunk, task.size_bytes
    middle = chunk.start + size // 2
    first = Chunk(chunk.address, chunk.start, middle)
    second = Chunk(chunk.address, middle, chunk.end)
    file_size = chunk.start + size if chunk.end is None else None
    return task_for(first, task.kit, file_size=file_size), task_for(second, task.kit, file_size=file_size)


def words_for(chunk: Chunk) -> str:
    """Which chunk it is, for a person: ``a.warc.gz, bytes 0 to 16,777,216``."""
    if chunk.start == 0 and chunk.end is None:
        return chunk.address
    return f"{chunk.address}, bytes {chunk.start:,} to {'the end' if chunk.end is None else f'{chunk.end:,}'}"
