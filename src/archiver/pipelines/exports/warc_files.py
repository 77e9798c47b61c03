"""WARC: the kept records of a selection as they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Protocol, Self

from archiver.errors import DamagedArchiveError, LostRecordError
from archiver.fetch.pace import utc_now
from archiver.fetch.warc import Provenance
from archiver.fetch.warc_copy import Pipe, Source, Volumes
from archiver.fetch.warc_record import record_to_bytes
from archiver.fetch.warc_rows import Identity
from archiver.pipelines.exports.drafts import explained, size_of
from archiver.pipelines.exports.order import Advanced, Begun, Event, Order, Problem, Written
from archiver.pipelines.exports.steps import EVERY
from archiver.pipelines.lost_records import LostRecords
from archiver.store.selecting import SelectedCapture


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


def export_warc(order: Order, *, clock: Callable[[], dt.datetime] = utc_now) -> Generator[Event, None, None]:
    """Copies the records of a selection, those that revisits stand for before them, and tells of each problem."""
    target = _target(order)
    with order.archive.extract(order.selection) as extract, explained(order.path or Path("-")):
        yield Begun(total=None, thing="capture")
        tried = copied = 0
        lost = LostRecords()
        with Source(order.archive.warc_folder) as source, target:
            writer = _Writer(source, target, _provenance(order), clock)
            for tried, capture in enumerate(extract.records(), 1):
                try:
                    writer.copy(capture)
                    copied += 1
                except LostRecordError as error:
                    lost.note(error.file, error.problem, error.offset)
                except DamagedArchiveError as error:
                    yield Problem(place=capture.url, sentence=f"{capture.url}: {error}")
                if tried % EVERY == 0:
                    yield Advanced(done=tried)
            writer.finish()
        yield from (Problem(place=file.name, sentence=file.sentence, count=file.captures) for file in lost.files)
        paths = tuple(target.paths)
        yield Written(
            count=copied, thing="capture", paths=paths, size_bytes=sum(map(size_of, paths)) if paths else None
        )


def _target(order: Order) -> Target:
    if order.path is not None:
        return Volumes(order.path, order.max_bytes, is_forced=order.is_forced)
    assert order.stream is not None, "a path or a stream"
    return Pipe(order.stream)


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

    def copy(self, capture: SelectedCapture) -> None:
        location = capture.warc
        span = self._source.span(location, None if capture.moment is None else Identity(capture.url, capture.moment))
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


def _provenance(order: Order) -> Provenance:
    return Provenance(part_of=order.archive.path.stem, description=f"selected: {order.selection.words}")
