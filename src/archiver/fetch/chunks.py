"""Puts together bodies that were kept in the chunks in which they came (RFC 9112, section 7.1). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_IS_CHUNKED = re.compile(rb"(?im)^transfer-encoding[ \t]*:(?:[^\r\n]*[ \t,])?chunked[ \t]*\r?$")
_SIZE_LINE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,16})[ \t]*(?:;[^\n]{0,1000})?\r?\n")
_LINE_END = re.compile(rb"\r?\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A body without its framing."""

    body: bytes
    #: the last chunk came
    is_whole: bool


def joined_chunks(head: bytes, body: bytes) -> Joined | None:
    """The body of a response whose head announces chunks, where it is in chunks still; ``None`` where it is not.

    Many archives keep the head as it came, and the body without its chunks.
    """
    first = _SIZE_LINE.match(body) if _IS_CHUNKED.search(head) else None
    if first is None:
        return None
    pieces: list[bytes] = []
    line: re.Match[bytes] | None = first
    while line is not None and (size := int(line[1], 16)):
        behind = line.end() + size
        piece = body[line.end() : behind]
        end = _LINE_END.match(body, behind)
        if end is None and line is first and body[behind : behind + 2] not in {b"", b"\r"}:
            return None  # it merely looks like a chunk's size
        pieces.append(piece)
        line = _SIZE_LINE.match(body, end.end()) if end else None
    return Joined(body=b"".join(pieces), is_whole=line is not None)
