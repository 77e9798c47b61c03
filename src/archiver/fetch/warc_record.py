"""One WARC record as a gzip member, to bytes and back. Pure."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import uuid
import zlib
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote

from fastwarc import warc as fastwarc
from zlib_ng import zlib_ng

from archiver.fetch.warc_heads import fields_of, moment_of
from archiver.fetch.wire import Headers

#: for what came uncompressed: level 6 takes a third less room and nearly twice the time
_COMPRESSION_LEVEL = 1
#: for what is short, as a request or what there is of a 304: a sixth less room, in 4 µs more
_SHORT_LEVEL = 6
_SHORT_BYTES = 4096
#: for what came compressed: level 1 takes 6 % more room and four times the time
_STORED = 0
_GZIP = 16 + zlib_ng.MAX_WBITS
PAYLOAD_TYPES = {"response", "resource", "conversion"}
_HTTP_TYPE = "application/http"
#: set by fastwarc or from a record's own fields
COMPUTED_FIELDS = {
    "warc-type",
    "warc-date",
    "warc-record-id",
    "content-type",
    "content-length",
    "warc-block-digest",
}
#: lines of a response head that no longer hold once the body is de-chunked or cut
_FRAMING = re.compile(rb"(?im)^(?=(?:transfer-encoding|content-length)[ \t]*:)")
_IS_CODED = re.compile(rb"(?im)^transfer-encoding[ \t]*:")
_LENGTH = re.compile(rb"(?im)^content-length[ \t]*:[ \t]*(\d+)[ \t]*\r?$")
_PREFIX = b"X-Archive-Orig-"
_MENDED = re.compile(rb"(?m)^X-Archive-Orig-(?=(?i:transfer-encoding|content-length)[ \t]*:)")
_TRANSFER_CODINGS = re.compile(rb"(?im)^transfer-encoding[ \t]*:([^\r\n]*)")
#: what may be left when the chunks are put together
_KNOWN_CODINGS = {b"gzip", b"x-gzip", b"deflate", b"compress"}
_ADDED = re.compile(rb"Content-Length: \d+\r\n(?:Content-Encoding: [^\r\n]*\r\n)?(?=\r?\n\Z)")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


#: the fields of our own records; an address may be long
_LONGEST_FIELDS = 1 << 16


class BrokenRecordError(ValueError):
    """The bytes hold no whole record; the message says why."""

    #: of the record in its stream, where that is known
    offset: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record without what follows from the rest of it: lengths and digests."""

    type: str
    id: str
    #: UTC
    date: dt.datetime
    #: of the block
    media_type: str
    #: all others, in order; a response's and a resource's payload digest is added when it is written
    headers: Headers = ()
    #: the payload and, of an HTTP message, its head before it
    block: bytes = b""
    #: most of the block is compressed already
    is_packed: bool = False


def new_record_id() -> str:
    """A name that no other record has."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def uri_of(url: str) -> str:
    """The address without what no URI may hold; one that a server spelt badly was not sent like that either."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def record_to_bytes(record: Record) -> bytes:
    """The record as one gzip member, with block and payload digests."""
    member = zlib_ng.compressobj(_level(record), zlib_ng.DEFLATED, _GZIP)
    return b"".join((*map(member.compress, (_head(record), record.block, b"\r\n\r\n")), member.flush()))


def _level(record: Record) -> int:
    if record.is_packed:
        return _STORED
    return _SHORT_LEVEL if len(record.block) < _SHORT_BYTES else _COMPRESSION_LEVEL


def _head(record: Record) -> bytes:
    """The named fields, and the blank line behind them."""
    date = record.date.astimezone(dt.UTC).replace(tzinfo=None).isoformat()
    lines = [
        "WARC/1.1",
        f"WARC-Type: {record.type}",
        f"WARC-Date: {date}Z",
        f"WARC-Record-ID: {record.id}",
        f"Content-Length: {len(record.block)}",
        *(_field(name, value) for name, value in record.headers),
    ]
    if record.type in PAYLOAD_TYPES:
        lines.append(f"WARC-Payload-Digest: {digest_of_payload(split_block(record)[1])}")
    lines += [
        _field("Content-Type", record.media_type),
        f"WARC-Block-Digest: {digest_of_payload(record.block)}",
        "",
        "",
    ]
    return "\r\n".join(lines).encode()


def _field(name: str, value: str) -> str:
    """One line, whatever a server has put into the value."""
    return f"{name}: {_CONTROLS.sub(' ', value).strip()}"


def unpacked(member: bytes) -> bytes:
    """What is in one gzip member. Raises ``BrokenRecordError`` unless it is one, and whole."""
    stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        content = stream.decompress(member)
    except zlib.error as error:
        raise BrokenRecordError(str(error)) from error
    if not stream.eof or stream.unused_data:
        raise BrokenRecordError("not one whole gzip member")
    return content


def read_record_at(stream: BinaryIO) -> Record:
    """The record where the stream stands, its block digest verified. Raises ``BrokenRecordError``."""
    try:
        found = next(iter(fastwarc.ArchiveIterator(stream, parse_http=False)), None)
        block = found.reader.read() if found is not None else b""
    except OSError as error:  # fastwarc's word for gzip data, or a WARC head, that is none
        raise BrokenRecordError(str(error)) from error
    if found is None:
        raise BrokenRecordError("no record there")
    _check(found, block)
    date = moment_of(found.headers.get("WARC-Date") or "")  # fastwarc knows no year, month or day
    if date is None:
        raise BrokenRecordError("a record without a date")
    headers = found.headers.to_tuples()
    return Record(
        type=str(found.headers.get("WARC-Type")),
        id=found.record_id or "",
        date=date,
        media_type=found.headers.get("Content-Type") or "",
        headers=tuple((name, value) for name, value in headers if name.lower() not in COMPUTED_FIELDS),
        block=block,
    )


def read_fields(beginning: bytes) -> Headers:
    """The named fields of the record that begins so, still gzip-compressed; the rest of it need not be there."""
    stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        head, end, _ = stream.decompress(beginning, _LONGEST_FIELDS).partition(b"\r\n\r\n")
    except zlib.error as error:
        raise BrokenRecordError(str(error)) from error
    if not head.startswith(b"WARC/1.") or not end:
        raise BrokenRecordError("no record there")
    return fields_of(head)


def split_block(record: Record) -> tuple[bytes, bytes]:
    """The HTTP head, blank line included, and the payload; no head where the block is no HTTP message."""
    if not record.media_type.lower().startswith(_HTTP_TYPE):
        return b"", record.block
    end = _HEAD_END.search(record.block)
    return (record.block[: end.end()], record.block[end.end() :]) if end else (record.block, b"")


def mended_head(head: bytes, body_bytes: int) -> bytes:
    """A response head that tells the truth about a body of that size, which was de-chunked or cut.

    A body that was compressed for the way is so still: what was a transfer coding is declared as a content coding.
    """
    lengths = {int(length) for length in _LENGTH.findall(head)}
    if not _IS_CODED.search(head) and lengths <= {body_bytes}:
        return head
    kept = _FRAMING.sub(_PREFIX, head)
    blank = b"\r\n" if kept.endswith(b"\r\n") else b"\n"
    added = b"Content-Length: %d\r\n" % body_bytes
    if body_bytes and (codings := _codings_left(head)):
        added += b"Content-Encoding: %s\r\n" % b", ".join(codings)
    return kept.removesuffix(blank) + added + blank


def _codings_left(head: bytes) -> list[bytes]:
    """The transfer codings but for the chunks, in the order in which they were applied."""
    names = b",".join(_TRANSFER_CODINGS.findall(head)).lower().split(b",")
    return [name for text in names if (name := text.partition(b";")[0].strip()) in _KNOWN_CODINGS]


def original_head(head: bytes) -> bytes:
    """The head as it was received, out of what ``mended_head`` made of it."""
    original, count = _MENDED.subn(b"", head)
    return _ADDED.sub(b"", original) if count else head


def _check(found: fastwarc.WarcRecord, block: bytes) -> None:
    if not found.record_id or len(block) != found.content_length:
        raise BrokenRecordError(f"{len(block)} bytes of a record of {found.content_length}")
    digest = found.headers.get("WARC-Block-Digest")
    if digest is not None and digest.startswith("sha1:") and digest != digest_of_payload(block):
        raise BrokenRecordError(f"block digest {digest} expected, not {digest_of_payload(block)}")


def digest_of_payload(content: bytes) -> str:
    """As WARC tools write it, of payloads and of blocks: SHA-1 in base 32."""
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()
