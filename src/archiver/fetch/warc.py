"""Keeps exchanges in WARC files (ISO 28500, version 1.1), and reads them back.

Each record is a gzip member of its own, finished before the next begins, so any WARC reader can jump to it. A response
comes right before its request, and both before whatever row points at them: ``sync`` says how far the file is on disk.
A file is only ever appended to where the last commit left it; what a killed run wrote after that stays behind in its
file, and no row points there.

De-chunking took the framing away that a response head may announce. For other readers such a head is mended the way
archives do it (``X-Archive-Orig-Transfer-Encoding``, and a ``Content-Length`` that is true); reading undoes that.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self
from urllib.parse import quote

from archiver import __version__
from archiver.errors import DamagedArchiveError, ReadOnlyArchiveError
from archiver.fetch.answers import REDIRECTS, digest_of, read_capture_of
from archiver.fetch.heads import charset_of, content_codings, media_type_of, read_head, value_of
from archiver.fetch.pace import utc_now
from archiver.fetch.warc_record import (
    BrokenRecordError,
    Record,
    mended_head,
    new_record_id,
    original_head,
    read_record_at,
    record_to_bytes,
    split_block,
    unpacked,
)
from archiver.fetch.wire import Headers, WireResponse
from archiver.model import Capture, Exchange, FailureReason, WarcLocation, WarcPosition

#: a new file is begun beyond that
MAX_FILE_BYTES = 1_000_000_000

#: inflated content beyond that is cut, whatever the limit was when it was fetched
MAX_CONTENT_BYTES = 100_000_000
_CUTS = {
    "length": FailureReason.TOO_LARGE,
    "time": FailureReason.TIMEOUT,
    "disconnect": FailureReason.DISCONNECTED,
}
_WARCINFO = (
    f"software: archiver/{__version__}\r\nformat: WARC File Format 1.1\r\nrobots: classic\r\n"
    "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
)


class WarcWriter:
    """Appends captures to gzip-compressed WARC files in one folder; a file appears with its first record.

    Raises ``ReadOnlyArchiveError`` when the folder cannot be written.
    """

    def __init__(
        self,
        folder: Path,
        *,
        resume: WarcPosition | None = None,
        max_bytes: int = MAX_FILE_BYTES,
        clock: Callable[[], dt.datetime] = utc_now,
    ) -> None:
        """``resume``: goes on in that file if its size is exactly ``resume.end``, else starts a new one."""
        self._folder = folder
        self._resume = resume
        self._max_bytes = max_bytes
        self._clock = clock
        self._file: BinaryIO | None = None
        self._name = ""
        self._end = 0
        self._info_id = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, capture: Capture) -> Capture:
        """The same capture, its ``warc`` the place of what was written; unchanged when there is nothing to keep.

        For every exchange a response and a request record (the place is the last response's), for an ingested file one
        ``resource`` record.
        """
        place = capture.warc
        for exchange in capture.exchanges:
            place = self._write_exchange(exchange)
        if not capture.exchanges and capture.content:
            place = self._write_resource(capture)
        return replace(capture, warc=place)

    def sync(self) -> WarcPosition | None:
        """How far the current file is whole, all of it on disk now; what ``resume`` was when nothing was written."""
        if self._file is None:
            return self._resume
        with _told(self._folder):
            self._file.flush()
            os.fsync(self._file.fileno())
        return WarcPosition(file=self._name, end=self._end)

    def close(self) -> None:
        """Sync, and close the file."""
        if self._file is not None:
            self._resume = self.sync()
            self._file.close()
            self._file = None

    def _write_exchange(self, exchange: Exchange) -> WarcLocation:
        info_id = self._make_ready()
        common = (("WARC-Target-URI", _uri(exchange.url)), ("WARC-Warcinfo-ID", info_id))
        seen = (("WARC-IP-Address", exchange.ip_address), ("WARC-Truncated", exchange.truncated))
        response = Record(
            type="response",
            id=new_record_id(),
            date=exchange.started_at,
            media_type="application/http; msgtype=response",
            headers=common + tuple((name, value) for name, value in seen if value is not None),
            block=mended_head(exchange.response_head, len(exchange.body)) + exchange.body,
            is_packed=bool(content_codings(read_head(exchange.response_head)[1])),
        )
        request = Record(
            type="request",
            id=new_record_id(),
            date=exchange.started_at,
            media_type="application/http; msgtype=request",
            headers=(*common, ("WARC-Concurrent-To", response.id)),
            block=exchange.request_head,
        )
        place = self._append(response)
        self._append(request)
        return place

    def _write_resource(self, capture: Capture) -> WarcLocation:
        info_id = self._make_ready()
        media_type = capture.media_type or "application/octet-stream"
        resource = Record(
            type="resource",
            id=new_record_id(),
            date=capture.fetched_at,
            media_type=f"{media_type}; charset={capture.charset}" if capture.charset else media_type,
            headers=(("WARC-Target-URI", _uri(capture.url)), ("WARC-Warcinfo-ID", info_id)),
            block=capture.content,
        )
        return self._append(resource)

    def _append(self, record: Record) -> WarcLocation:
        assert self._file is not None, "made ready"
        member = record_to_bytes(record)
        with _told(self._folder):
            self._file.write(member)
        place = WarcLocation(file=self._name, offset=self._end, length=len(member))
        self._end += len(member)
        return place

    def _make_ready(self) -> str:
        """Have a file open that is not yet full; the id of its warcinfo record."""
        if self._file is not None and self._end >= self._max_bytes:
            self.close()
        if self._file is None:
            with _told(self._folder):
                self._info_id = self._reopen() or self._create()
        return self._info_id

    def _reopen(self) -> str | None:
        """The file of the last commit, if it ends where that left it and has room."""
        place = self._resume
        if place is None or place.end >= self._max_bytes:
            return None
        path = self._folder / place.file
        try:
            if path.stat().st_size != place.end:
                return None
            with path.open("rb") as stream:
                info_id = read_record_at(stream).id
        except (FileNotFoundError, BrokenRecordError):
            return None
        self._file = path.open("ab")
        self._name, self._end = place.file, place.end
        return info_id

    def _create(self) -> str:
        """A file whose name nobody had before, in a folder that lists it for good."""
        self._folder.mkdir(parents=True, exist_ok=True)
        now = self._clock()
        self._name, self._file = _new_file(self._folder, f"archiver-{now:%Y%m%dT%H%M%SZ}")
        self._end = 0
        _sync_folder(self._folder)
        info = Record(
            type="warcinfo",
            id=new_record_id(),
            date=now,
            media_type="application/warc-fields",
            headers=(("WARC-Filename", self._name),),
            block=_WARCINFO.encode(),
        )
        self._append(info)
        return info.id


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A response or a resource out of a WARC file, its block digest verified."""

    #: ``response``, ``resource``
    type: str
    url: str
    #: UTC
    recorded_at: dt.datetime
    #: of a response
    status: int | None = None
    #: of a response, as received
    head: bytes = b""
    headers: Headers = ()
    #: a response's body still content-encoded; a resource's content
    body: bytes = b""
    #: of a resource
    media_type: str | None = None
    charset: str | None = None
    #: WARC's word, or ``None`` when whole
    truncated: str | None = None
    ip_address: str | None = None


def read_record(folder: Path, location: WarcLocation) -> StoredRecord:
    """The record at that place. Raises ``DamagedArchiveError`` when it is not there or not whole."""
    record = _read(folder, location)
    head, body = split_block(record)
    head = original_head(head)
    status, headers = read_head(head) if record.type == "response" else (None, ())
    is_resource = record.type == "resource"
    described = (("Content-Type", record.media_type),) if is_resource else ()
    return StoredRecord(
        type=record.type,
        url=value_of(record.headers, "WARC-Target-URI") or "",
        recorded_at=record.date,
        status=status,
        head=head,
        headers=headers,
        body=body,
        media_type=media_type_of(described),
        charset=charset_of(described),
        truncated=value_of(record.headers, "WARC-Truncated"),
        ip_address=value_of(record.headers, "WARC-IP-Address"),
    )


def read_capture(
    folder: Path, location: WarcLocation, *, url: str | None = None, max_bytes: int = MAX_CONTENT_BYTES
) -> Capture:
    """The capture as it was fetched, content inflated: for parsing again, and for checking.

    ``url`` is what was asked, if that was redirected: the record knows the final address only. ``elapsed_s`` and the
    exchanges before the last one are not in the record. Raises ``DamagedArchiveError``.
    """
    record = read_record(folder, location)
    if record.type == "resource":
        capture = _ingested(record)
    elif record.type == "response":
        capture = _fetched(record, _request_head(folder, location), max_bytes)
    else:
        raise DamagedArchiveError(f"{location.file} at {location.offset}: a {record.type} record", path=str(folder))
    return replace(capture, url=url or capture.url, warc=location)


def _ingested(record: StoredRecord) -> Capture:
    return Capture(
        url=record.url,
        final_url=record.url,
        fetched_at=record.recorded_at,
        media_type=record.media_type,
        charset=record.charset,
        content=record.body,
        payload_digest=digest_of(record.body),
        size_bytes=len(record.body),
    )


def _fetched(record: StoredRecord, request_head: bytes, max_bytes: int) -> Capture:
    exchange = Exchange(
        url=record.url,
        started_at=record.recorded_at,
        elapsed_s=0.0,
        request_head=request_head,
        response_head=record.head,
        body=record.body,
        ip_address=record.ip_address,
        truncated=record.truncated,
    )
    response = WireResponse(
        exchange=exchange,
        status=record.status,
        headers=record.headers,
        failure=_CUTS.get(record.truncated) if record.truncated else None,
        detail=f"cut: {record.truncated}" if record.truncated else None,
    )
    capture = read_capture_of(response, exchange, max_bytes)
    if capture.status in REDIRECTS:  # nobody went on from there, or the last response would be another
        return replace(capture, failure=FailureReason.BAD_REDIRECT, detail="redirected, and not followed")
    return capture


def _request_head(folder: Path, location: WarcLocation) -> bytes:
    """The request whose response lies there, as it comes right after it; empty when it does not."""
    try:
        with _path_of(folder, location).open("rb") as stream:
            stream.seek(location.offset + location.length)
            record = read_record_at(stream)
    except (OSError, BrokenRecordError):
        return b""
    return record.block if record.type == "request" else b""


def _read(folder: Path, location: WarcLocation) -> Record:
    place = f"{location.file} at {location.offset}"
    try:
        return read_record_at(io.BytesIO(_member(_path_of(folder, location), location)))
    except (OSError, BrokenRecordError) as error:
        words = error.strerror if isinstance(error, OSError) else str(error)
        raise DamagedArchiveError(f"{place}: {words}", path=str(folder)) from error


def _member(path: Path, location: WarcLocation) -> bytes:
    with path.open("rb") as stream:
        stream.seek(location.offset)
        member = stream.read(location.length)
    if len(member) < location.length:
        raise BrokenRecordError(f"the file ends after {len(member)} of {location.length} bytes")
    return unpacked(member)


def _path_of(folder: Path, location: WarcLocation) -> Path:
    if Path(location.file).name != location.file:  # a database from elsewhere does not choose what we read
        raise BrokenRecordError("not the name of a file in the archive's folder")
    return folder / location.file


def _uri(url: str) -> str:
    """The address without what no URI may hold; one that a server spelt badly was not sent like that either."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Says where, when something cannot be written."""
    try:
        yield
    except OSError as error:
        raise ReadOnlyArchiveError(f"{error.filename or folder}: {error.strerror}", path=str(folder)) from error


def _new_file(folder: Path, stem: str) -> tuple[str, BinaryIO]:
    for number in itertools.count(1):
        name = f"{stem}-{number:05}.warc.gz"
        try:
            return name, (folder / name).open("xb")
        except FileExistsError:
            continue
    raise AssertionError("counting does not end")


def _sync_folder(folder: Path) -> None:
    """A new file's name is on disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
