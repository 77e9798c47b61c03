"""The ledger, `ingested_chunks`: what of a WARC file has been taken in, and what is still to be.

A file whose beginning is another one than it was then is another file, and taken in anew; one that has grown is gone on
with. What a chunk came to is noted when all of it is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import BinaryIO, Literal

from archiver.model.bulk import Chunk, Revisit, TakenIn
from archiver.pipelines.events import Notice
from archiver.pipelines.ingest_records import Place
from archiver.store.ingested import Ingested
from archiver.text import counted

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


class Part:
    """What is told of a chunk, while it is read."""

    def __init__(self, chunk: Chunk, wanted: str, head: Head) -> None:
        self._told = TakenIn(chunk=chunk, wanted=wanted, reached=chunk.start, size=head.size, head_digest=head.digest)
        self._passed: Counter[str] = Counter()
        self._records = 0
        self._waiting: list[Revisit] = []
        #: behind the last record that came
        self.place = Place(chunk.start)

    def note(self, place: Place, reason: str | None = None) -> None:
        """A record was taken for a page, or passed over for that reason; ``place`` is where the next one begins."""
        self.place = place
        self._records += 1
        if reason is not None:
            self._passed[reason] += 1

    def wait(self, revisit: Revisit) -> None:
        """One that was noted as passed over waits for its record."""
        told = self._told
        self._waiting.append(replace(revisit, wanted=told.wanted, address=told.chunk.address, start=told.chunk.start))

    def told(self) -> TakenIn:
        """What the ledger is to say."""
        return replace(
            self._told,
            reached=self.place.at,
            reached_within=self.place.within,
            records=self._records,
            pages=self._records - self._passed.total(),
            passed=dict(self._passed),
            waiting=tuple(self._waiting),
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
    """The same parts, ended where their last record does from the last part on in which there was one; the rest is new.

    The file may have broken off in what begins there, wherever that part was to end.
    """
    held = tuple(held)
    last = max((part.chunk.start for part in held if _has_records(part)), default=0)
    return tuple(
        replace(
            part,
            chunk=replace(part.chunk, end=part.reached if part.chunk.start >= last else part.chunk.end),
            size=head.size,
            head_digest=head.digest,
        )
        for part in held
    )


def _has_records(part: TakenIn) -> bool:
    return part.reached > part.chunk.start or part.reached_within is not None


def left_of(chunk: Chunk, held: Iterable[TakenIn]) -> Iterator[Chunk]:
    """What of a chunk is not taken in, in its order, by what is held of its file.

    >>> half = TakenIn(chunk=Chunk("a", 20, 40), wanted="", reached=40)
    >>> [(left.start, left.end) for left in left_of(Chunk("a", 0, 90), [half])]
    [(0, 20), (40, 90)]
    """
    place = chunk.start
    for one in sorted((part.chunk for part in held), key=lambda one: one.start):
        if chunk.end is not None and one.start >= chunk.end:
            break
        if one.start > place:
            yield Chunk(chunk.address, place, one.start)
        if one.end is None:
            return
        place = max(place, one.end)
    if chunk.end is None or place < chunk.end:
        yield Chunk(chunk.address, place, chunk.end)


def _digest(beginning: bytes) -> str:
    return sha256(beginning).hexdigest()
