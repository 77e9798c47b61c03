"""WARC files, chunk by chunk: what of a file is still to be taken in, and the captures that its records are.

What has been taken in of a file is told by the ledger, `ingested_chunks`. A file whose beginning is another one than it
was then is another file, and taken in anew; one that has grown is gone on with.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import BinaryIO, Literal

from archiver.fetch.warc_captures import Passed, capture_of_entry
from archiver.fetch.warc_stream import BadEntry, Entry, iter_entries
from archiver.model import Capture
from archiver.model.bulk import Chunk, Revisit, TakenIn, Wanted
from archiver.pipelines.choosing import accepts_type, refused_record
from archiver.pipelines.events import Notice
from archiver.pipelines.ingest_records import PAGE_TYPES, READ_TYPES, Found, Place, is_before, iter_found
from archiver.pipelines.ingest_revisits import read_revisit
from archiver.store.ingested import Ingested
from archiver.text import counted

#: of a record, its head included; what is longer is cut, as pages are that a crawl asks for
MAX_RECORD_BYTES = 20_000_000
#: of a file, by which it is known again
HEAD_BYTES = 1024
#: what has become of a file since it was taken in
Standing = Literal["new", "same", "grown", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a file is known by."""

    size: int | None
    beginning: bytes

    @property
    def digest(self) -> str:
        """Of its first bytes."""
        return _digest(self.beginning)


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


class Part:
    """How far a chunk has come; what the ledger says of it grows with every record."""

    def __init__(self, begun: TakenIn) -> None:
        self._begun = begun
        self._passed = Counter(begun.passed)
        self._records, self._pages = begun.records, begun.pages
        self._place = Place(begun.reached, begun.reached_within)
        self._is_done = False
        self._waiting: list[Revisit] = []
        #: there is something that the ledger does not say yet
        self.is_news = False

    @property
    def chunk(self) -> Chunk:
        """Which one it is."""
        return self._begun.chunk

    @property
    def place(self) -> Place:
        """Where reading begins, or goes on."""
        return self._place

    def note(self, place: Place, reason: str | None = None) -> None:
        """A record was taken for a page, or passed over for that reason; ``place`` is where the next one begins."""
        self._place = place
        self._records += 1
        if reason is None:
            self._pages += 1
        else:
            self._passed[reason] += 1
        self.is_news = True

    def wait(self, revisit: Revisit) -> None:
        """One that was noted as passed over waits for its record."""
        begun = self._begun
        self._waiting.append(replace(revisit, wanted=begun.wanted, address=self.chunk.address, start=self.chunk.start))

    def end(self) -> None:
        """Nothing is left of it."""
        self._is_done = self.is_news = True

    def told(self) -> TakenIn:
        """What the ledger is to say now."""
        self.is_news = False
        waiting, self._waiting = tuple(self._waiting), []
        return replace(
            self._begun,
            reached=self._place.at,
            reached_within=self._place.within,
            is_done=self._is_done,
            records=self._records,
            pages=self._pages,
            passed=dict(self._passed),
            waiting=waiting,
        )


def read_head(stream: BinaryIO, size: int | None) -> Head:
    """What the file is known by; the stream is then at its beginning."""
    stream.seek(0)
    beginning = stream.read(HEAD_BYTES)
    stream.seek(0)
    return Head(size=size, beginning=beginning)


def parts_known(ledger: Ingested, address: str, wanted: str, head: Head) -> tuple[tuple[TakenIn, ...], Notice | None]:
    """What of a file is taken in by that choice, and what there is to say.

    Where there is another file now, nothing is known of it, whatever was chosen of the old one.
    """
    of_all = ledger.of(address)
    if standing(of_all, head) == "changed":
        lost = ledger.forget(address)
        words = f"; the records of {counted(lost, 'capture')} are looked for in it" if lost else ""
        message = f"{address}: not the file that was taken in before: it is taken in anew{words}"
        return (), Notice(message=message, level="warning")
    held = tuple(part for part in of_all if part.wanted == wanted)
    if standing(held, head) == "grown":
        held = as_grown(held, head)
        ledger.note(held)
    return held, None


def standing(held: Iterable[TakenIn], head: Head) -> Standing:
    """What has become of a file of which these parts are held."""
    held = tuple(held)
    if not held:
        return "new"
    if any(not _is_of(part, head) for part in held):
        return "changed"
    sizes = {part.size for part in held}
    return "same" if head.size is None or sizes == {head.size} else "grown"


def _is_of(part: TakenIn, head: Head) -> bool:
    if part.size is not None and head.size is not None and head.size < part.size:
        return False
    known = head.beginning if part.size is None else head.beginning[: part.size]
    return part.head_digest in {None, _digest(known)}


def as_grown(held: Iterable[TakenIn], head: Head) -> tuple[TakenIn, ...]:
    """The same parts, those that went up to the end of the file ended where that was; the rest is new."""
    return tuple(
        replace(part, chunk=replace(part.chunk, end=part.reached), size=head.size, head_digest=head.digest)
        if part.is_done and part.chunk.end is None
        else replace(part, size=head.size, head_digest=head.digest)
        for part in held
    )


def parts_left(chunk: Chunk, held: Iterable[TakenIn], wanted: str, head: Head) -> Iterator[Part]:
    """What of a chunk is not taken in, in its order; parts that were begun are gone on with."""
    held = tuple(held)
    begun = {part.reached: part for part in held if not part.is_done}
    for left in left_of(chunk, held):
        part = begun.get(left.start)
        if part is None or part.chunk.end != left.end:
            part = TakenIn(chunk=left, wanted=wanted, reached=left.start)
        yield Part(replace(part, size=head.size, head_digest=head.digest))


def left_of(chunk: Chunk, held: Iterable[TakenIn]) -> Iterator[Chunk]:
    """What of a chunk is not taken in, in its order, by what is held of its file.

    >>> half = TakenIn(chunk=Chunk("a", 20, 60), wanted="", reached=40)
    >>> [(left.start, left.end) for left in left_of(Chunk("a", 0, 90), [half])]
    [(0, 20), (40, 90)]
    """
    place = chunk.start
    for start, end in sorted((part.chunk.start, _end_of(part)) for part in held):
        if chunk.end is not None and start >= chunk.end:
            break
        if start > place:
            yield Chunk(chunk.address, place, start)
        if end == _FOR_EVER:
            return
        place = max(place, end)
    if chunk.end is None or place < chunk.end:
        yield Chunk(chunk.address, place, chunk.end)


#: beyond the end of any file
_FOR_EVER = 1 << 62


def _end_of(part: TakenIn) -> int:
    """Up to where it is taken in."""
    if not part.is_done:
        return part.reached
    return _FOR_EVER if part.chunk.end is None else part.chunk.end


def iter_records(stream: BinaryIO, part: Part, wanted: Wanted, now: dt.datetime) -> Iterator[Record | BadEntry]:
    """The records of a part that may hold pages, and what is wrong in it. Raises ``OSError``.

    ``now`` is when a page was recorded whose record does not say so.
    """
    for found in iter_found(_entries(stream, part)):
        yield found if isinstance(found, BadEntry) else _record(found, wanted, now)


def _entries(stream: BinaryIO, part: Part) -> Iterator[Entry | BadEntry]:
    place = part.place
    if place.at:
        yield from _description(stream)
    last: Entry | None = None
    for entry in _read(stream, place.at, part.chunk.end):
        if isinstance(entry, Entry):
            last = entry
            if is_before(entry, place) and entry.type != "warcinfo":
                continue
        yield entry
    if last is not None and part.chunk.end is not None and last.within is None and last.type in PAGE_TYPES:
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


def _record(found: Found, wanted: Wanted, now: dt.datetime) -> Record:
    entry = found.entry
    reason = refused_record(entry, wanted)
    if reason is not None:
        return Record(found=found, reason=reason)
    if entry.type == "revisit" and (revisit := read_revisit(entry)) is not None:
        return Record(found=found, revisit=revisit)
    head = b"" if found.request is None else found.request.block
    capture = capture_of_entry(entry, accepts=accepts_type(entry, wanted), request_head=head, undated=now)
    if isinstance(capture, Passed):
        return Record(found=found, reason=capture.reason)
    return Record(found=found, capture=capture)


def _digest(beginning: bytes) -> str:
    return sha256(beginning).hexdigest()
