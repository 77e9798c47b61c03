"""Texts out of WET files: WARC files whose ``conversion`` records hold the text of pages, as Common Crawl has them.

Read as a stream, a record at a time, however large the file is. A record that is damaged is reported, and reading goes
on at the next one that can be found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archiver.errors import UrlError
from archiver.fetch.answers import digest_of
from archiver.fetch.heads import media_type_of
from archiver.fetch.warc_record import BrokenRecordError, Conversion, iter_conversions
from archiver.model import Capture
from archiver.urls import normalise_url

TEXT_TYPE = "text/plain"
#: how a record begins: as a gzip member, or plain
_BEGINNINGS = (b"\x1f\x8b\x08", b"WARC/1.")
_CHUNK_BYTES = 1 << 20
#: longer texts are not read
_MAX_TEXT_BYTES = 64_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRecord:
    """A record that holds no text that could be taken in."""

    file: Path
    #: in bytes, from the beginning of the file
    offset: int
    problem: str


def read_texts(path: Path, *, now: dt.datetime) -> Iterator[Capture | BadRecord]:
    """The texts of a WET file in their order, each with its address; ``now`` is when a record without a date was made.

    Other records are passed over. Raises ``OSError`` when the file cannot be opened.
    """
    with path.open("rb") as stream:
        start: int | None = 0
        while start is not None:
            last: int | None = None
            try:
                for record in iter_conversions(stream, start, max_bytes=_MAX_TEXT_BYTES):
                    last = record.offset
                    yield _capture(record, path, now)
            except BrokenRecordError as error:
                if error.offset is not None or last is None:  # else it comes again, at the record to blame
                    yield BadRecord(file=path, offset=error.offset or start, problem=str(error))
                start = _next_record(stream, max(error.offset or 0, last or 0, start) + 1)
            else:
                start = None


def _capture(record: Conversion, path: Path, now: dt.datetime) -> Capture | BadRecord:
    media_type = media_type_of((("Content-Type", record.media_type),))
    if media_type != TEXT_TYPE:
        problem = f"{media_type or 'no media type'} (expected {TEXT_TYPE})"
        return BadRecord(file=path, offset=record.offset, problem=problem)
    try:
        url = normalise_url(record.url.strip("<>"))
    except UrlError as error:
        return BadRecord(file=path, offset=record.offset, problem=str(error))
    return Capture(
        url=url,
        final_url=url,
        fetched_at=record.date or now,
        media_type=TEXT_TYPE,
        content=record.block,
        payload_digest=digest_of(record.block),
        size_bytes=len(record.block),
    )


def _next_record(stream: BinaryIO, start: int) -> int | None:
    """Where the next record may begin, from ``start`` on."""
    stream.seek(start)
    overlap = max(map(len, _BEGINNINGS)) - 1
    kept, position = b"", start
    while chunk := stream.read(_CHUNK_BYTES):
        window = kept + chunk
        found = [at for beginning in _BEGINNINGS if (at := window.find(beginning)) >= 0]
        if found:
            return position - len(kept) + min(found)
        kept, position = window[-overlap:], position + len(chunk)
    return None
