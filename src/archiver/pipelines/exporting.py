"""A selection of an archive in a format that other programs read; nothing is written to the archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from archiver.errors import DamagedArchiveError
from archiver.fetch.pace import utc_now
from archiver.fetch.warc import Provenance
from archiver.fetch.warc_copy import Source
from archiver.fetch.warc_files import SUFFIX
from archiver.fetch.warc_record import record_to_bytes
from archiver.model import WarcLocation
from archiver.store.archive import Archive
from archiver.store.selecting import Selection


class Target(Protocol):
    """Where it goes: files of a limited size, or one stream."""

    @property
    def paths(self) -> Sequence[Path]:
        """The files that were begun."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    def is_full(self, size: int) -> bool:
        """Whether the next file is to be begun before this many bytes; also before the first."""

    def begin(self) -> str:
        """Begins the next file; its name."""

    def write(self, piece: bytes) -> None:
        """Appends to it."""

    def finish(self) -> None:
        """All of it is where it belongs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A capture that was copied; or not, and why."""

    url: str
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One of the formats that a selection can have."""

    export: Callable[[Archive, Selection, Target], Iterator[Copied]]
    #: how the name of a file of it ends
    suffix: str
    description: str


def export_warc(
    archive: Archive, selection: Selection, target: Target, *, clock: Callable[[], dt.datetime] = utc_now
) -> Iterator[Copied]:
    """Copies the records of a selection, those that revisits stand for before them, and tells of each capture."""
    with Source(archive.warc_folder) as source, target:
        writer = _Writer(source, target, _provenance(archive, selection), clock)
        for capture in archive.warc_records.selected(selection):
            try:
                writer.copy(capture.warc)
            except DamagedArchiveError as error:
                yield Copied(url=capture.url, problem=str(error))
            else:
                yield Copied(url=capture.url)
        writer.finish()


#: by name; what an analyst reads in tables comes from ``articles``, this from the kept captures
FORMATS = {
    "warc": Format(
        export=export_warc,
        suffix=SUFFIX,
        description="what came over the wire, for other web archives and to be replayed",
    )
}


class _Writer:
    """Writes captures with what they need to be understood."""

    def __init__(
        self, source: Source, target: Target, provenance: Provenance, clock: Callable[[], dt.datetime]
    ) -> None:
        self._source = source
        self._target = target
        self._provenance = provenance
        self._clock = clock
        #: files whose description stands in the file that is being written
        self._described: set[str] = set()

    def copy(self, location: WarcLocation) -> None:
        span = self._source.span(location)
        if self._target.is_full(span.end - span.start):
            self._begin()
        if location.file not in self._described:
            self._target.write(self._source.description(location.file))
            self._described.add(location.file)
        for piece in self._source.pieces(location.file, span):
            self._target.write(piece)

    def finish(self) -> None:
        if self._target.is_full(0):
            self._begin()
        self._target.finish()

    def _begin(self) -> None:
        name = self._target.begin()
        self._target.write(record_to_bytes(self._provenance.record(name, self._clock())))
        self._described.clear()


def _provenance(archive: Archive, selection: Selection) -> Provenance:
    chosen = (
        ("articles where", selection.where),
        ("published since", selection.since),
        ("sources", None if selection.source_ids is None else ", ".join(map(str, selection.source_ids))),
    )
    words = "; ".join(f"{what} {value}" for what, value in chosen if value is not None)
    return Provenance(part_of=archive.path.stem, description=f"selected: {words or 'all that was kept'}")
