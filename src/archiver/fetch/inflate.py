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
#: inflates to some 4 MiB at most
_PIECE_BYTES = 4096
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
    parts: list[bytes] = []
    room = max_bytes
    while body:
        stream = zlib.decompressobj(window)
        try:
            part = stream.decompress(body, room + 1)
        except zlib.error as error:
            if parts:
                break
            return _salvaged(body, window, max_bytes, f"not {coding}: {error}")
        parts.append(part[:room])
        room -= len(part)
        if room < 0:
            return Inflated(content=b"".join(parts), is_too_large=True)
        if not stream.eof:
            return Inflated(content=b"".join(parts), problem=f"the {coding} stream ends early")
        body = stream.unused_data
    return Inflated(content=b"".join(parts))


def _salvaged(body: bytes, window: int, max_bytes: int, problem: str) -> Inflated:
    """What a damaged stream gives before its damage: zlib's error takes the whole call's output, so calls are small."""
    stream = zlib.decompressobj(window)
    content = bytearray()
    for start in range(0, len(body), _PIECE_BYTES):
        piece = body[start : start + _PIECE_BYTES]
        checkpoint = stream.copy()
        try:
            content += stream.decompress(piece)
        except zlib.error:
            content += _bytewise(checkpoint, piece)
            break
        if len(content) >= max_bytes:
            break
    return Inflated(content=bytes(content[:max_bytes]), problem=problem)


def _bytewise(stream: Any, piece: bytes) -> bytes:
    content = bytearray()
    for byte in piece:
        try:
            content += stream.decompress(bytes([byte]))
        except zlib.error:
            break
    return bytes(content)
