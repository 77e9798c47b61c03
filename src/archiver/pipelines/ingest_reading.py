"""The records of a chunk of a WARC file, as captures or with why they are passed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from archiver.fetch.warc_captures import Passed, capture_of_entry
from archiver.fetch.warc_stream import BadEntry, Entry, iter_entries
from archiver.model import Capture
from archiver.model.bulk import Chunk, Revisit, Wanted
from archiver.pipelines.choosing import accepts_type, refused_record
from archiver.pipelines.ingest_records import PAGE_TYPES, READ_TYPES, Found, iter_found
from archiver.pipelines.ingest_revisits import Before, read_revisit

#: of a record, its head included; what is longer is cut, as pages are that a crawl asks for
MAX_RECORD_BYTES = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record that may hold a page, and what is to become of it."""

    found: Found
    #: ``None`` for what is passed over, and for what another record holds
    capture: Capture | None = None
    #: what another record holds
    revisit: Revisit | None = None
    #: why it is passed over
    reason: str | None = None


def iter_records(stream: BinaryIO, chunk: Chunk, wanted: Wanted, now: dt.datetime) -> Iterator[Record | BadEntry]:
    """The records of a chunk that may hold pages, and what is wrong in it. Raises ``OSError``.

    ``now`` is when a page was recorded whose record does not say so.
    """
    before = Before()
    for found in iter_found(_entries(stream, chunk)):
        if isinstance(found, BadEntry):
            yield found
        else:
            before.add(found.entry)
            yield _record(found, wanted, now, before)


def _entries(stream: BinaryIO, chunk: Chunk) -> Iterator[Entry | BadEntry]:
    if chunk.start:
        yield from _description(stream)
    last: Entry | None = None
    for entry in _read(stream, chunk.start, chunk.end):
        if isinstance(entry, Entry):
            last = entry
        yield entry
    if last is not None and chunk.end is not None and last.within is None and last.type in PAGE_TYPES:
        yield from _request_behind(stream, last)


def _description(stream: BinaryIO) -> Iterator[Entry]:
    """What a file says of itself, where reading begins behind it."""
    first = next(iter(_read(stream, 0, 1)), None)
    if isinstance(first, Entry) and first.type == "warcinfo":
        yield first


def _request_behind(stream: BinaryIO, last: Entry) -> Iterator[Entry]:
    """The request of the last record of a chunk, which begins behind it."""
    end = last.offset + last.length
    for entry in _read(stream, end, end + 1):
        if isinstance(entry, Entry) and entry.type == "request":
            yield entry


def _read(stream: BinaryIO, start: int, end: int | None) -> Iterator[Entry | BadEntry]:
    return iter_entries(stream, start=start, end=end, types=READ_TYPES, max_block_bytes=MAX_RECORD_BYTES)


def _record(found: Found, wanted: Wanted, now: dt.datetime, before: Before) -> Record:
    entry = found.entry
    reason = refused_record(entry, wanted)
    if reason is not None:
        return Record(found=found, reason=reason)
    if entry.type == "revisit" and (revisit := read_revisit(entry, before)) is not None:
        return Record(found=found, revisit=revisit)
    head = b"" if found.request is None else found.request.block
    capture = capture_of_entry(entry, accepts=accepts_type(entry, wanted), request_head=head, undated=now)
    if isinstance(capture, Passed):
        return Record(found=found, reason=capture.reason)
    return Record(found=found, capture=capture)
