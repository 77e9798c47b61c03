"""Records and captures read back from WARC files, as they were fetched."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, replace
from pathlib import Path

from archiver.errors import DamagedArchiveError, LostRecordError, StoredFileError
from archiver.fetch.answers import REDIRECTS, digest_of, read_capture_of
from archiver.fetch.chunks import joined_chunks
from archiver.fetch.heads import charset_of, media_type_of, read_head, value_of
from archiver.fetch.warc_entry_bytes import record_of
from archiver.fetch.warc_files import open_to_read
from archiver.fetch.warc_in_place import is_address, read_in_place
from archiver.fetch.warc_record import (
    BrokenRecordError,
    Record,
    digest_of_payload,
    mended_head,
    original_head,
    read_fields,
    read_record_at,
    split_block,
    unpacked,
)
from archiver.fetch.warc_rows import Identity, difference
from archiver.fetch.warc_stream import Entry
from archiver.fetch.wire import Headers, WireResponse
from archiver.model import Capture, Exchange, FailureReason, WarcLocation

#: inflated content beyond that is cut, whatever the limit was when it was fetched
MAX_CONTENT_BYTES = 100_000_000
#: what a conversion is that is a page's text, and not a page as a browser has drawn it
TEXT_TYPE = "text/plain"
#: of a record's beginning, still compressed: holds its named fields
_FIELDS_BYTES = 1 << 16
#: records whose block is the content itself: an ingested file, a page as a browser has drawn it
_CONTENTS = frozenset({"resource", "conversion"})
_CUTS = {
    "length": FailureReason.TOO_LARGE,
    "time": FailureReason.TIMEOUT,
    "disconnect": FailureReason.DISCONNECTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A response, a revisit, a resource or a conversion out of a WARC file, its block digest verified."""

    #: ``response``, ``revisit``, ``resource``, ``conversion``
    type: str
    id: str
    url: str
    #: UTC
    recorded_at: dt.datetime
    #: of a response
    status: int | None = None
    #: of a response, as received
    head: bytes = b""
    headers: Headers = ()
    #: a response's body still content-encoded; the content of what is no HTTP; none of a revisit
    body: bytes = b""
    #: of a resource or a conversion
    media_type: str | None = None
    charset: str | None = None
    #: WARC's word, or ``None`` when whole
    truncated: str | None = None
    ip_address: str | None = None
    #: WARC's own, of the body; of a revisit that of the body that it stands for
    payload_digest: str | None = None
    #: of a revisit: the record that holds the body
    refers_to: str | None = None


def read_record(folder: Path, location: WarcLocation) -> StoredRecord:
    """The record at that place. Raises ``DamagedArchiveError`` when it is not there or not whole."""
    return stored_of(_read(folder, location))


def stored_of(record: Record) -> StoredRecord:
    """What a record holds, as it was received; chunks, which others keep as they came, put together."""
    head, body = split_block(record)
    is_http = record.type in {"response", "revisit"}
    joined = joined_chunks(head, body) if is_http else None
    head, told = original_head(head), value_of(record.headers, "WARC-Truncated")
    status, headers = read_head(head) if is_http else (None, ())
    if joined is not None:
        body = joined.body
        headers = read_head(mended_head(head, len(body)))[1]
        told = told or (None if joined.is_whole else "disconnect")
    described = (("Content-Type", record.media_type),) if record.type in _CONTENTS else ()
    return StoredRecord(
        type=record.type,
        id=record.id,
        url=(value_of(record.headers, "WARC-Target-URI") or "").strip("<>"),
        recorded_at=record.date,
        status=status,
        head=head,
        headers=headers,
        body=body,
        media_type=media_type_of(described),
        charset=charset_of(described),
        # a revisit is cut to spare the body, which is whole
        truncated=None if record.type == "revisit" else told,
        ip_address=value_of(record.headers, "WARC-IP-Address"),
        payload_digest=value_of(record.headers, "WARC-Payload-Digest"),
        refers_to=value_of(record.headers, "WARC-Refers-To"),
    )


def read_capture(
    folder: Path,
    location: WarcLocation,
    *,
    url: str | None = None,
    original: WarcLocation | None = None,
    max_bytes: int = MAX_CONTENT_BYTES,
) -> Capture:
    """The capture as it was fetched, content inflated: for parsing again, and for checking.

    ``url`` is what was asked, if that was redirected: the record knows the final address only. ``original`` is where
    the body lies that a revisit stands for. ``elapsed_s`` and the exchanges before the last one are not in the record.
    Raises ``DamagedArchiveError``.
    """
    record = read_record(folder, location)
    if record.type not in {"response", "revisit", *_CONTENTS}:
        raise _damaged(folder, location, f"a {record.type} record")
    if record.type == "revisit":
        record = with_body(folder, record, original)
    capture = capture_of(record, _request_head(folder, location), max_bytes=max_bytes)
    return replace(capture, url=url or capture.url, warc=location)


def with_body(folder: Path, revisit: StoredRecord, original: WarcLocation | None) -> StoredRecord:
    """A revisit with the body that it stands for; it is verified to be that. Raises ``DamagedArchiveError``."""
    if original is None:
        raise DamagedArchiveError(f"a revisit of {revisit.refers_to}, which nobody knows", path=str(folder))
    record = read_record(folder, original)
    if record.id != revisit.refers_to:
        raise _damaged(folder, original, f"{revisit.refers_to} is to lie there, not {record.id}")
    digest = digest_of_payload(record.body)
    if revisit.payload_digest != digest:
        raise _damaged(folder, original, f"payload digest {revisit.payload_digest} expected, not {digest}")
    return replace(revisit, body=record.body)


def capture_of(record: StoredRecord, request_head: bytes = b"", *, max_bytes: int = MAX_CONTENT_BYTES) -> Capture:
    """The capture that a record holds, content inflated."""
    return _of_content(record) if record.type in _CONTENTS else _fetched(record, request_head, max_bytes)


def load_fields(folder: Path, location: WarcLocation) -> Headers:
    """The named fields of the record at that place, nothing verified. Raises ``DamagedArchiveError``."""
    try:
        with open_to_read(folder, location.file) as stream:
            stream.seek(location.offset)
            return read_fields(stream.read(min(location.length, _FIELDS_BYTES)))
    except (OSError, BrokenRecordError) as error:
        raise _damaged(folder, location, _words(error)) from error


def _of_content(record: StoredRecord) -> Capture:
    return Capture(
        url=record.url,
        final_url=record.url,
        fetched_at=record.recorded_at,
        media_type=record.media_type,
        charset=record.charset,
        content=record.body,
        payload_digest=digest_of(record.body),
        size_bytes=len(record.body),
        is_rendered=record.type == "conversion" and record.media_type != TEXT_TYPE,
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
    if is_address(location.file):
        return b""  # it is not ours to keep, and may be far away
    try:
        with open_to_read(folder, location.file) as stream:
            stream.seek(location.offset + location.length)
            record = read_record_at(stream)
    except (OSError, BrokenRecordError):
        return b""
    return record.block if record.type == "request" else b""


def _read(folder: Path, location: WarcLocation) -> Record:
    """Raises ``LostRecordError`` where the file cannot be read, or is not ours to keep whole."""
    is_outside = is_address(location.file)
    try:
        if is_outside:
            return _of_others(read_in_place(folder, location))
        return read_record_at(io.BytesIO(_member(folder, location)))
    except BrokenRecordError as error:
        if is_outside:
            raise _lost(folder, location, str(error)) from error
        raise _damaged(folder, location, str(error)) from error
    except OSError as error:
        raise LostRecordError(_words(error), file=location.file, path=str(folder)) from error


def verify_row(folder: Path, location: WarcLocation, said: Identity, found: Identity) -> None:
    """Raises ``LostRecordError`` for a record that is of another page or moment than its row says.

    Only of files that are not ours to keep: another one may lie in their place.
    """
    problem = difference(said, found) if is_address(location.file) else None
    if problem is not None:
        raise _lost(folder, location, problem)


def _lost(folder: Path, location: WarcLocation, words: str) -> LostRecordError:
    return LostRecordError(words, file=location.file, offset=location.offset, path=str(folder))


def _of_others(entry: Entry) -> Record:
    """Raises ``BrokenRecordError`` for what no row points to."""
    if entry.date is None or entry.is_cut:
        raise BrokenRecordError("a record without a date" if entry.date is None else "a record that is too long")
    return record_of(entry, entry.date)


def _member(folder: Path, location: WarcLocation) -> bytes:
    with open_to_read(folder, location.file) as stream:
        stream.seek(location.offset)
        member = stream.read(location.length)
    if len(member) < location.length:
        raise BrokenRecordError(f"the file ends after {len(member)} of {location.length} bytes")
    return unpacked(member)


def _damaged(folder: Path, location: WarcLocation, words: str) -> DamagedArchiveError:
    return DamagedArchiveError(f"{location.file} at {location.offset}: {words}", path=str(folder))


def _words(error: OSError | BrokenRecordError) -> str:
    """What is wrong, without the file's name."""
    if isinstance(error, StoredFileError):
        return error.problem
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
