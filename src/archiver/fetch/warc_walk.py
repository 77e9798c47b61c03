"""A WARC file from one record to the next: what is whole, what is damaged, and where it goes on behind damage.

Every record is a gzip member of its own, and is read a piece at a time: inflated, its checksum verified, its fields
read, its block counted and compared with its digest. Behind bytes that are no record the next whole one is looked for.
"""

from __future__ import annotations

import base64
import hashlib
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from archiver.fetch.warc_heads import fields_of
from archiver.fetch.warc_record import BrokenRecordError

_CHUNK = 1 << 14
_MOST_INFLATED = 1 << 20
_LONGEST_FIELDS = 1 << 16
_MAGIC = b"\x1f\x8b\x08"
_SCANNED = 1 << 20
_BEHIND_BLOCK = b"\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Bytes of a file that are one whole record, or that are none."""

    start: int
    end: int
    #: it is a gzip member and a record, whatever is wrong with that
    is_record: bool
    #: what is wrong with it
    problem: str | None = None
    #: nothing is, but that the file ends before it does
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """What lies in a file from some place on."""

    #: where the last whole record ends
    end: int
    #: whole ones
    records: int
    #: what lies behind them and is none
    torn: Stretch | None = None
    #: what is wrong before that
    damage: tuple[Stretch, ...] = ()

    @property
    def torn_bytes(self) -> int:
        """How many bytes are no whole record, behind the last one."""
        return self.torn.end - self.torn.start if self.torn else 0

    @property
    def is_cut(self) -> bool:
        """These are the beginning of one."""
        return self.torn is not None and self.torn.is_cut


def read_tail(stream: BinaryIO, start: int = 0, counted: int = 0) -> Tail:
    """What lies in the file from ``start`` on, where a record has to begin; records are counted from ``counted`` on."""
    end, records = start, 0
    bad: list[Stretch] = []
    for stretch in walk(stream, start):
        if stretch.problem is not None:
            bad.append(stretch)
        if stretch.is_record:
            end = stretch.end
            records += stretch.start >= counted
    torn = bad.pop() if bad and not bad[-1].is_record and bad[-1].start >= end else None
    return Tail(end=end, records=records, torn=torn, damage=tuple(bad))


def walk(stream: BinaryIO, start: int = 0) -> Iterator[Stretch]:
    """Everything from ``start`` to the end of the file, one stretch behind the other."""
    size = stream.seek(0, os.SEEK_END)
    while start < size:
        stretch = _stretch_at(stream, start, size)
        yield stretch
        start = stretch.end


def member_length(stream: BinaryIO, start: int) -> int | None:
    """The length of the record that begins at ``start``, ``None`` where no whole one does."""
    member = _Member(stream, start)
    try:
        for number, piece in enumerate(member.pieces()):
            if number == 0 and not piece.startswith(b"WARC/"):
                return None
    except (zlib.error, EOFError):
        return None
    return member.length


def type_of_cut(stream: BinaryIO, start: int) -> str | None:
    """The type of the record that begins there and has no end, where so much is left of it."""
    data = b""
    with suppress(zlib.error, EOFError):
        for piece in _Member(stream, start).pieces():
            data += piece
            if len(data) > _LONGEST_FIELDS:
                break
    lines, _, _ = data.partition(b"\r\n\r\n")[0].rpartition(b"\r\n")
    return {name.lower(): value for name, value in fields_of(lines)}.get("warc-type")


def leads_to(stream: BinaryIO, start: int, end: int) -> bool:
    """Whether whole records, one behind the other, lie between two places."""
    while start < end and (length := member_length(stream, start)) is not None:
        start += length
    return start == end


def _stretch_at(stream: BinaryIO, start: int, size: int) -> Stretch:
    member = _Member(stream, start)
    try:
        _verify(member.pieces())
    except BrokenRecordError as error:
        length = member_length(stream, start)
        if length is not None:
            return Stretch(start=start, end=start + length, is_record=True, problem=str(error))
        problem, is_cut = str(error), False
    except zlib.error as error:
        problem, is_cut = str(error), False
    except EOFError:
        problem, is_cut = "the file ends in the middle of a record", True
    else:
        return Stretch(start=start, end=start + member.length, is_record=True)
    end = _next_record(stream, start + 1)
    return Stretch(start=start, end=end or size, is_record=False, problem=problem, is_cut=is_cut and end is None)


def _next_record(stream: BinaryIO, start: int) -> int | None:
    """Where the next whole record begins."""
    return next((place for place in _likely_places(stream, start) if member_length(stream, place) is not None), None)


def _likely_places(stream: BinaryIO, start: int) -> Iterator[int]:
    """Where a gzip member may begin."""
    stream.seek(start)
    while len(data := stream.read(_SCANNED)) >= len(_MAGIC):
        found = data.find(_MAGIC)
        while found >= 0:
            yield start + found
            found = data.find(_MAGIC, found + 1)
        start += len(data) - len(_MAGIC) + 1
        stream.seek(start)


class _Member:
    """The gzip member that begins somewhere."""

    def __init__(self, stream: BinaryIO, start: int) -> None:
        self._stream = stream
        self._start = start
        #: of what was read of it
        self.length = 0

    def pieces(self) -> Iterator[bytes]:
        """What is in it, none of them empty. Raises ``zlib.error``, and ``EOFError`` where it has no end."""
        self._stream.seek(self._start)
        inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
        data = b""
        while not inflater.eof:
            data = data or self._stream.read(_CHUNK)
            if not data:
                raise EOFError
            piece = inflater.decompress(data, _MOST_INFLATED)
            left = inflater.unused_data or inflater.unconsumed_tail
            self.length += len(data) - len(left)
            data = left
            if piece:
                yield piece


def _verify(pieces: Iterator[bytes]) -> None:
    """Raises ``BrokenRecordError`` unless they are a record that is what it says."""
    head, rest = _parted(pieces)
    fields = {name.lower(): value for name, value in fields_of(head)}
    length = fields.get("content-length", "")
    if not length.isdecimal() or "warc-type" not in fields or "warc-record-id" not in fields:
        raise BrokenRecordError("a record without type, name or length")
    digest, found = _digest_of_block(chain((rest,), pieces), int(length))
    said = fields.get("warc-block-digest", "")
    if not found:
        raise BrokenRecordError(f"a record that does not end after the {length} bytes that it announces")
    if said.startswith("sha1:") and said != digest:
        raise BrokenRecordError(f"block digest {said} expected, not {digest}")


def _parted(pieces: Iterator[bytes]) -> tuple[bytes, bytes]:
    """The named fields of a record, and what came of the rest with them."""
    data = b""
    for piece in pieces:
        data += piece
        head, end, rest = data.partition(b"\r\n\r\n")
        if end or len(data) > _LONGEST_FIELDS or not data.startswith(b"WARC/1."[: len(data)]):
            break
    else:
        head, end, rest = data, b"", b""
    if not end or not head.startswith(b"WARC/1."):
        raise BrokenRecordError("no WARC record")
    return head, rest


def _digest_of_block(pieces: Iterator[bytes], length: int) -> tuple[str, bool]:
    """The digest of the first ``length`` bytes, and whether nothing but the end of a record comes behind them."""
    sha1 = hashlib.sha1(usedforsecurity=False)
    left, behind = length, b""
    for piece in pieces:
        sha1.update(piece[:left])
        behind = (behind + piece[left:])[: len(_BEHIND_BLOCK) + 1]
        left -= min(left, len(piece))
    return "sha1:" + base64.b32encode(sha1.digest()).decode(), not left and behind == _BEHIND_BLOCK
