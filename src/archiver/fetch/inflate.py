"""Undoes content codings, never beyond a limit. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

#: what requests ask for, and ``inflate`` can undo
ACCEPT_ENCODING = "gzip, deflate"

#: a body wrapped more often than this is an attack, not a page
_MAX_CODINGS = 3
#: so many streams, one after the other, are no page either
_MAX_MEMBERS = 10_000
_PIECE_BYTES = 64 * 1024
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_RAW_DEFLATE = -zlib.MAX_WBITS
#: coding → the window sizes to try, in order: some servers send "deflate" without its zlib wrapper (RFC 9110, 8.4.1.2)
_WINDOWS = {
    "gzip": (_GZIP_OR_ZLIB,),
    "x-gzip": (_GZIP_OR_ZLIB,),
    "deflate": (_GZIP_OR_ZLIB, _RAW_DEFLATE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflated:
    """What could be had of a body."""

    content: bytes
    #: stopped at the limit
    is_too_large: bool = False
    #: why it is not whole, one clause for a person; ``None`` when it is, or ``is_too_large`` tells
    problem: str | None = None


def inflate(body: bytes, codings: Sequence[str], max_bytes: int) -> Inflated:
    """``body`` with its content codings undone, last applied first; at most ``max_bytes`` of it.

    A body that breaks off or goes bad gives what came before that, and the problem.
    """
    if len(codings) > _MAX_CODINGS:
        return Inflated(content=b"", problem=f"{len(codings)} content codings, one inside the other")
    result = Inflated(content=body[:max_bytes], is_too_large=len(body) > max_bytes)
    for coding in reversed(codings) if body else ():
        if coding not in _WINDOWS:
            return Inflated(content=b"", problem=f"content coding {coding[:40]!r} was not asked for")
        result = _undo(result.content, coding, max_bytes)
        if result.is_too_large or result.problem:
            break
    return result


def _undo(body: bytes, coding: str, max_bytes: int) -> Inflated:
    results = (_inflate_members(body, window, max_bytes, coding) for window in _WINDOWS[coding])
    return max(results, key=lambda result: (result.problem is None, len(result.content)))


def _inflate_members(body: bytes, window: int, max_bytes: int, coding: str) -> Inflated:
    """One compressed stream after the other, as gzip allows; what follows the last one and is none is padding."""
    content = bytearray()
    place = 0
    for _ in range(_MAX_MEMBERS):
        before = len(content)
        stream = zlib.decompressobj(window)
        try:
            place = _inflate_member(stream, body, place, content, max_bytes)
        except zlib.error as error:
            is_padding = place > 0 and len(content) == before
            problem = None if is_padding else f"not {coding}: {error}"
            return Inflated(content=bytes(content[:max_bytes]), problem=problem)
        if len(content) > max_bytes:
            return Inflated(content=bytes(content[:max_bytes]), is_too_large=True)
        if not stream.eof:
            return Inflated(content=bytes(content), problem=f"the {coding} stream ends early")
        if place == len(body):
            return Inflated(content=bytes(content))
    return Inflated(content=bytes(content), problem=f"more than {_MAX_MEMBERS} {coding} streams")


def _inflate_member(stream: Any, body: bytes, place: int, content: bytearray, max_bytes: int) -> int:
    """Add what the stream at that place holds, at most a byte beyond the limit; where it ends.

    Piece by piece: an error of zlib's takes the output of its whole call, and what follows a stream is copied.
    """
    while place < len(body) and not stream.eof and len(content) <= max_bytes:
        piece = body[place : place + _PIECE_BYTES]
        checkpoint = stream.copy()
        try:
            content += stream.decompress(piece, max_bytes + 1 - len(content))
        except zlib.error:
            content += _before_damage(checkpoint, piece, max_bytes + 1 - len(content))
            raise
        place += len(piece) - len(stream.unused_data)
    return place


def _before_damage(stream: Any, piece: bytes, room: int) -> bytes:
    content = bytearray()
    for byte in piece:
        try:
            content += stream.decompress(bytes([byte]), room + 1 - len(content))
        except zlib.error:
            break
        if len(content) > room:
            break
    return bytes(content[:room])
