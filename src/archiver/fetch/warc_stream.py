"""The records of a WARC file one after the other, however large it is and whatever is wrong with it.

``.warc``, ``.warc.gz`` and ``.warc.zst``, told by what is in the file: a gzip member or a frame for each record, for
several or for all of them, or records as they are. A record whose type is not wanted is passed over; of one that is too
large the beginning is held and no more. Whatever is wrong is told with its place, and reading goes on at the next
record that can be found.

A part of a file can be read by itself: the records that begin in it. What begins is a unit of the file, a gzip member,
a frame or a plain record, so that parts which follow each other hold each record once. A record is looked for at the
beginning of a part by its first bytes and its fields; a WARC file inside a record that is stored without compression
could be mistaken for one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import OrderedDict
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from archiver.fetch.warc_digests import is_digest_of
from archiver.fetch.warc_flow import Flow
from archiver.fetch.warc_heads import VERSION, Head, date_of, is_head, next_head_in, read_head, url_of
from archiver.fetch.warc_record import BrokenRecordError
from archiver.fetch.warc_units import (
    BEGINNINGS,
    ZSTD_MAGIC,
    DamagedUnitError,
    Unit,
    Window,
    likely_places,
    load_dictionary,
    skipped_end,
    unit_at,
)
from archiver.fetch.wire import Headers

#: what stands behind a block
_ENDING = b"\r\n\r\n"
#: a block that holds this may have swallowed the record behind it
_NEXT_HEAD = _ENDING + VERSION
#: records of these types are about an address
_ADDRESSED = frozenset({"response", "resource", "conversion", "revisit", "request"})
#: whose blocks are read where one record is asked for
_EVERY_TYPE = _ADDRESSED | {"warcinfo", "metadata", "continuation"}
_SPELT_DIGEST = re.compile(r"sha1:[A-Z2-7]{32}")
#: of so many records the ids are remembered
_MOST_IDS = 1 << 16
#: of an inflated unit, so much is read again from its beginning, to look behind what was wrong
_MOST_AGAIN_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A record as it lies in a file."""

    #: lower case
    type: str
    #: empty where it has none
    id: str
    #: without angle brackets; empty where it has none
    url: str
    #: UTC; ``None`` where it does not say, or not so that it could be read
    date: dt.datetime | None
    #: all named fields, as written
    headers: Headers
    #: of the block, as written
    media_type: str
    #: empty where its type is not wanted
    block: bytes
    #: of the first byte in the file; in what ``within`` holds, where that is told
    offset: int
    #: in bytes of the same
    length: int
    #: where in the file the gzip member or the frame begins that holds other records too
    within: int | None = None
    #: the gzip member that is this record and no other, spelt as any reader knows it; ``None`` where there is none, or
    #: its type is not wanted
    member: bytes | None = None
    #: it is larger than was to be held: the block is its beginning
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BadEntry:
    """What is wrong at some place of a file."""

    #: in bytes, from the beginning of the file
    offset: int
    #: a sentence for a person
    problem: str
    #: no record was found at all
    is_fatal: bool = False
    #: the record is given all the same
    is_given: bool = False


def iter_entries(
    stream: BinaryIO,
    *,
    start: int = 0,
    end: int | None = None,
    types: Collection[str],
    max_block_bytes: int,
) -> Iterator[Entry | BadEntry]:
    """The records that begin from ``start`` on and before ``end``, in their order, and what is wrong between them.

    Those of the wanted ``types`` with their blocks, verified where the record has a digest of it, and cut beyond
    ``max_block_bytes``; all others without. The stream can be sought in. Raises ``OSError`` when it cannot be read.
    """
    reader = _Reader(Window(stream), end, types, max_block_bytes)
    held: BadEntry | None = None
    for found in reader.entries(start):
        if reader.heads:
            if held is not None:
                yield held
            held = None
            yield found
        elif held is None and isinstance(found, BadEntry):
            held = found
    if held is not None:
        yield held if start or reader.heads else replace(held, is_fatal=True)


def read_entry(stream: BinaryIO, offset: int, *, within: int | None = None, max_block_bytes: int) -> Entry:
    """The record at a place that an entry has told, of whatever type. Raises ``OSError`` and ``BrokenRecordError``."""
    reader = _Reader(Window(stream), None, _EVERY_TYPE, max_block_bytes)
    try:
        found = reader.entry_at(offset, within)
    except (_BrokenError, DamagedUnitError) as error:
        raise BrokenRecordError(str(error)) from error
    if isinstance(found, BadEntry):
        raise BrokenRecordError(found.problem)
    return found


class _BrokenError(Exception):
    """No record that could be trusted; the next one is to be looked for behind ``resume``."""

    def __init__(self, problem: str, resume: int) -> None:
        super().__init__(problem)
        self.resume = resume


class _Reader:
    def __init__(self, window: Window, end: int | None, types: Collection[str], most: int) -> None:
        self._window = window
        self._end = end
        self._types = frozenset(types)
        self._most = most
        #: looked for when the first frame comes
        self._dictionary: Any = None
        self._has_dictionary = False
        self._beginnings: tuple[bytes, ...] | None = None
        self._ids: OrderedDict[tuple[str, str], None] = OrderedDict()
        #: how many records were met, whole or not
        self.heads = 0

    def entries(self, start: int) -> Iterator[Entry | BadEntry]:
        """All there is in the part that begins there."""
        if not start and not self._window.peek(0, 1):
            yield BadEntry(offset=0, problem="the file is empty")
        place = self._search(start) if start else 0
        while place is not None and self._is_inside(place) and self._window.peek(place, 1):
            try:
                unit = self._unit_at(place)
            except DamagedUnitError as error:
                yield BadEntry(offset=0, problem=str(error))
                continue
            if unit is not None:
                place = yield from self._of_unit(unit)
            elif (behind := skipped_end(self._window, place)) is not None:
                place = behind
            else:
                yield BadEntry(offset=place, problem="no WARC record where one is to begin")
                place = yield from self._go_on(place + 1)

    def entry_at(self, offset: int, within: int | None) -> Entry | BadEntry:
        """The one that begins there. Raises ``_BrokenError`` and ``DamagedUnitError``."""
        unit = self._unit_at(offset if within is None else within)
        if unit is None:
            raise _BrokenError("no record there", offset)
        flow = Flow(unit)
        flow.skip(0 if within is None else offset)
        return self._entry(flow)

    def _unit_at(self, place: int) -> Unit | None:
        """What begins there, if it could hold a record. Raises ``DamagedUnitError`` for a dictionary that is none."""
        if not self._has_dictionary and self._window.peek(place, len(ZSTD_MAGIC)) == ZSTD_MAGIC:
            self._has_dictionary = True
            self._dictionary = load_dictionary(self._window)
        return unit_at(self._window, place, self._dictionary)

    def _is_inside(self, place: int) -> bool:
        return self._end is None or place < self._end

    def _search(self, start: int) -> int | None:
        """Where the next unit begins that holds a record."""
        return next((place for place in self._likely_places(start) if self._problem_at(place) is None), None)

    def _go_on(self, start: int) -> Generator[BadEntry, None, int | None]:
        """The same, behind what was wrong; what was to be a record before it, and is none that could be trusted."""
        for place in self._likely_places(start):
            problem = self._problem_at(place)
            if problem is None:
                return place
            if problem:
                yield BadEntry(offset=place, problem=problem)
        return None

    def _likely_places(self, start: int) -> Iterator[int]:
        if self._beginnings is None:
            self._beginnings = self._usual_beginnings()
        return likely_places(self._window, self._beginnings, start, self._end)

    def _usual_beginnings(self) -> tuple[bytes, ...]:
        """How units begin in this file: as the first one does, if it is one.

        Others are not looked for: a member that is stored without compression holds what looks like plain records.
        """
        if skipped_end(self._window, 0) is not None:
            return (ZSTD_MAGIC,)
        first = self._window.peek(0, len(VERSION))
        return next(((one,) for one in BEGINNINGS if first.startswith(one)), BEGINNINGS)

    def _problem_at(self, place: int) -> str | None:
        """What is wrong with the record that begins there; ``None`` for a whole one, empty where none seems to."""
        try:
            unit = self._unit_at(place)
            if unit is None or not is_head((flow := Flow(unit)).peek_line()):
                return ""
            length = _head(flow).length or 0
            if not unit.is_plain:
                return None
            if not flow.skip(length):
                return _ends_before(length)
            is_framed = flow.ending().startswith(_ENDING) or flow.is_at_end() or self._begins(flow)
            return None if is_framed else _does_not_end(length)
        except (_BrokenError, DamagedUnitError) as error:
            return str(error)

    def _begins(self, flow: Flow) -> bool:
        """Whether a record begins there, or a unit of the file."""
        if not flow.unit.is_plain:
            return is_head(flow.peek_line())
        place = flow.unit.start + flow.position
        return unit_at(self._window, place, self._dictionary) is not None

    def _of_unit(self, unit: Unit) -> Generator[Entry | BadEntry, None, int | None]:
        """The records in a unit; where the next unit begins, ``None`` where there is none."""
        flow, again_bytes = Flow(unit), 0
        try:
            while not flow.is_at_end():
                begin = flow.position
                if unit.is_plain and begin and not self._goes_on_plain(flow):
                    return unit.start + begin
                try:
                    yield from self._told(self._entry(flow))
                except _BrokenError as error:
                    yield _bad(unit, begin, str(error))
                    if unit.is_plain:
                        return (yield from self._go_on(unit.start + error.resume))
                    again_bytes += flow.position
                    flow = self._behind(flow, error.resume, may_return=again_bytes <= _MOST_AGAIN_BYTES)
        except DamagedUnitError as error:
            yield BadEntry(offset=unit.start, problem=str(error))
            return (yield from self._go_on(unit.start + 1))
        return flow.unit.end

    def _goes_on_plain(self, flow: Flow) -> bool:
        """Whether the next record is for us, and plain as well."""
        return self._is_inside(flow.unit.start + flow.position) and flow.peek(len(VERSION)) == VERSION

    def _behind(self, flow: Flow, resume: int, *, may_return: bool) -> Flow:
        """The same unit at the next record in it, or at its end: from ``resume`` on, which may have been read already.

        A unit that does not begin with a record is passed over, but at the beginning of a file.
        """
        if resume == 1 and flow.unit.start:
            flow.skip_all()
            return flow
        if may_return and flow.position > resume:
            unit = unit_at(self._window, flow.unit.start, self._dictionary)
            assert unit is not None, "it was there before"
            flow = Flow(unit, flow.end)
        flow.skip(max(0, resume - flow.position))
        flow.skip_to_head()
        return flow

    def _told(self, found: Entry | BadEntry) -> Iterator[Entry | BadEntry]:
        """What was found, and that its name is another's, where it is."""
        if isinstance(found, Entry) and found.id:
            name = (found.type, found.id)
            if name in self._ids:
                problem = f"a {found.type} record of the same name came before: {found.id}"
                place = found.offset if found.within is None else found.within
                yield BadEntry(offset=place, problem=problem, is_given=True)
            self._ids[name] = None
            if len(self._ids) > _MOST_IDS:
                self._ids.popitem(last=False)
        yield found

    def _entry(self, flow: Flow) -> Entry | BadEntry:
        """The record that begins there, or what is wrong with it where the next one begins right behind it.

        Raises ``_BrokenError`` where the next one has to be looked for.
        """
        begin = flow.position
        head = _head(flow)
        self.heads += 1
        behind_head, length = flow.position, head.length or 0
        is_wanted = head.type in self._types
        is_cut = is_wanted and length > self._most
        if begin or is_cut or not is_wanted:
            flow.unit.forget()
        block = flow.take(min(length, self._most)) if is_wanted and flow.holds(length) else b""
        if not flow.skip(length - len(block)):
            raise _BrokenError(_ends_before(length), behind_head)
        is_right = is_digest_of(head.get("warc-block-digest"), block) if is_wanted and not is_cut else None
        ending = flow.ending()
        is_alone = not flow.unit.is_plain and not begin and flow.is_at_end() and not flow.has_gone_on
        if is_right is not True:
            is_framed = ending.startswith(_ENDING) or flow.is_at_end() or self._begins(flow)
            if not is_framed or (not is_alone and _NEXT_HEAD in block):
                raise _BrokenError(_does_not_end(length), behind_head)
        problem = _problem(head, is_right=is_right) if is_wanted or not head.type else None
        if problem is not None:
            return _bad(flow.unit, begin, problem)
        return Entry(
            type=head.type,
            id=head.get("warc-record-id"),
            url=url_of(head),
            date=date_of(head),
            headers=head.fields,
            media_type=head.get("content-type"),
            block=block,
            offset=begin if not flow.unit.is_plain and not is_alone else flow.unit.start + begin,
            length=flow.unit.end - flow.unit.start if is_alone else flow.position - begin,
            within=None if flow.unit.is_plain or is_alone else flow.unit.start,
            member=flow.unit.raw if is_alone and _is_fit(head, ending) else None,
            is_cut=is_cut,
        )


def _head(flow: Flow) -> Head:
    """The head that begins there. Raises ``_BrokenError`` for anything else."""
    begin = flow.position
    data = flow.head()
    if data is None or not is_head(data):
        raise _BrokenError("no WARC record where one is to begin", begin + 1)
    if (swallowed := next_head_in(data)) is not None:
        raise _BrokenError("a record that breaks off where it says what it is", begin + swallowed)
    head = read_head(data)
    if head.length is None:
        raise _BrokenError("a record that does not say how long it is", flow.position)
    return head


def _ends_before(length: int) -> str:
    return f"a record that announces {length:,} bytes and ends before"


def _does_not_end(length: int) -> str:
    return f"a record that does not end after the {length:,} bytes that it announces"


def _is_fit(head: Head, ending: bytes) -> bool:
    """Whether readers that are stricter than this one take it for the same record: ours, when it looks again."""
    digest = head.get("warc-block-digest")
    is_said = head.get("warc-record-id") and head.get("warc-type") == head.type and date_of(head) is not None
    is_spelt = not digest.lower().startswith("sha1:") or _SPELT_DIGEST.fullmatch(digest)
    return bool(is_said and is_spelt and head.is_strict and ending == _ENDING)


def _problem(head: Head, *, is_right: bool | None) -> str | None:
    """What is wrong with a record whose length is right."""
    if not head.type:
        return "a record that does not say of which type it is"
    if is_right is False:
        return f"block digest {head.get('warc-block-digest')} expected, and another found"
    if head.type in _ADDRESSED and not url_of(head):
        return f"a {head.type} record that does not say of which address it is"
    return None


def _bad(unit: Unit, begin: int, problem: str) -> BadEntry:
    """What is wrong with the record that begins there."""
    if unit.is_plain:
        return BadEntry(offset=unit.start + begin, problem=problem)
    inside = f", at byte {begin:,} of what is inside" if begin else ""
    return BadEntry(offset=unit.start, problem=problem + inside)
