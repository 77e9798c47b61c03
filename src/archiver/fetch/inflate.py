"""Undoes content codings, never beyond a limit, and those that a server is wrong about. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from archiver.fetch.codings import DECODERS, SIGNATURES, DamagedError, Decoder

#: a body wrapped more often than this is an attack, not a page
_MAX_CODINGS = 3
#: so many streams, one after the other, are no page either
_MAX_MEMBERS = 10_000
_PIECE_BYTES = 64 * 1024
#: what no compressed stream begins with
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?a-zA-Z][\w-]")
#: types whose content is text, which a compressed stream is not
_TEXT_TYPE = re.compile(r"text/|application/(?:[\w.]+\+)?(?:xml|json)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflated:
    """What could be had of a body."""

    content: bytes
    #: stopped at the limit
    is_too_large: bool = False
    #: why it is not whole, one clause for a person; ``None`` when it is, or ``is_too_large`` tells
    problem: str | None = None


def inflate(body: bytes, codings: Sequence[str], max_bytes: int, media_type: str | None = None) -> Inflated:
    """``body`` with its content codings undone, last applied first; at most ``max_bytes`` of it.

    A body that breaks off or goes bad gives what came before that, and the problem. What a body is weighs more than
    what is said of it: markup that is announced as compressed is markup, one coding may be announced as another, and
    text that is none but a compressed stream was compressed once more than announced.
    """
    if len(codings) > _MAX_CODINGS:
        return Inflated(content=b"", problem=f"{len(codings)} content codings, one inside the other")
    result = Inflated(content=body[:max_bytes], is_too_large=len(body) > max_bytes)
    for coding in reversed(codings) if body else ():
        result = _undo(result.content, coding, max_bytes)
        if result.is_too_large or result.problem:
            return result
    unsaid = _coding_of(result.content) if _TEXT_TYPE.match(media_type or "") else None
    return _undo_as(result.content, unsaid, max_bytes) if unsaid else result


def _undo(body: bytes, coding: str, max_bytes: int) -> Inflated:
    if coding in DECODERS:
        result = _undo_as(body, coding, max_bytes)
    else:
        result = Inflated(content=b"", problem=f"content coding {coding[:40]!r} is not known")
    if result.content or not result.problem:
        return result
    if _MARKUP.match(body):
        return Inflated(content=body)
    meant = _coding_of(body)
    return _undo_as(body, meant, max_bytes) if meant and meant != coding else result


def _coding_of(body: bytes) -> str | None:
    """The coding that shows in how the body begins."""
    return next((coding for signature, coding in SIGNATURES.items() if body.startswith(signature)), None)


def _undo_as(body: bytes, coding: str, max_bytes: int) -> Inflated:
    results = (_inflate_members(body, make, max_bytes, coding) for make in DECODERS[coding])
    return max(results, key=lambda result: (result.problem is None, len(result.content)))


def _inflate_members(body: bytes, make: Callable[[], Decoder], max_bytes: int, coding: str) -> Inflated:
    """One compressed stream after the other, as gzip allows; what follows the last one and is none is padding."""
    whole = _inflate_whole(make(), body, max_bytes)
    if whole is not None:
        return Inflated(content=whole)
    content = bytearray()
    place = 0
    for _ in range(_MAX_MEMBERS):
        before = len(content)
        try:
            place, is_done = _inflate_member(make, body, place, content, max_bytes)
        except DamagedError as error:
            is_padding = place > 0 and len(content) == before
            problem = None if is_padding else f"not {coding}: {error}"
            return Inflated(content=bytes(content[:max_bytes]), problem=problem)
        if len(content) > max_bytes:
            return Inflated(content=bytes(content[:max_bytes]), is_too_large=True)
        if not is_done:
            return Inflated(content=bytes(content), problem=f"the {coding} stream ends early")
        if place == len(body):
            return Inflated(content=bytes(content))
    return Inflated(content=bytes(content), problem=f"more than {_MAX_MEMBERS} {coding} streams")


def _inflate_whole(decoder: Decoder, body: bytes, max_bytes: int) -> bytes | None:
    """The content of a body that is one stream, whole and not too large, as nearly all are: in one call, not copied.

    A gzip stream says at its end how much it holds. With room for that and no more, there is no larger buffer to be had
    from the system and to be given back, which costs as much as the half of inflating.
    """
    room = max_bytes
    if body.startswith(b"\x1f\x8b"):
        room = min(room, int.from_bytes(body[-4:], "little"))
    try:
        content = decoder.feed(body, room + 1)
    except DamagedError:
        return None
    return content if decoder.is_done and not decoder.rest and len(content) <= max_bytes else None


def _inflate_member(
    make: Callable[[], Decoder], body: bytes, start: int, content: bytearray, max_bytes: int
) -> tuple[int, bool]:
    """Add what the stream at that place holds, hardly more than the limit; where it ends, and whether by itself.

    Piece by piece: an error takes the output of its whole call, and what follows a stream is copied.
    """
    decoder = make()
    place = start
    while place < len(body) and not decoder.is_done and len(content) <= max_bytes:
        piece = body[place : place + _PIECE_BYTES]
        try:
            content += decoder.feed(piece, max_bytes + 1 - len(content))
        except DamagedError:
            return _before_damage(_fed(make(), body[start:place], max_bytes), body, place, content, max_bytes)
        place += len(piece) - len(decoder.rest)
    return place, decoder.is_done


def _fed(decoder: Decoder, body: bytes, max_bytes: int) -> Decoder:
    """The decoder after that much of a stream, in the same pieces as before."""
    for place in range(0, len(body), _PIECE_BYTES):
        decoder.feed(body[place : place + _PIECE_BYTES], max_bytes + 1)
    return decoder


def _before_damage(decoder: Decoder, body: bytes, place: int, content: bytearray, max_bytes: int) -> tuple[int, bool]:
    """Add what comes before a damage, byte by byte. Raises when it is reached: a stream may end before it."""
    while place < len(body) and not decoder.is_done and len(content) <= max_bytes:
        content += decoder.feed(body[place : place + 1], max_bytes + 1 - len(content))
        place += 1
    return place, decoder.is_done
