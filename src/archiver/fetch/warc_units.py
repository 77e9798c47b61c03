"""What a WARC file is made of: gzip members, zstd frames, plain records, each read a piece at a time.

A unit begins at a byte of the file and knows, once it was read, where it ends. Usually it holds one record. Where a
record goes on beyond its unit, as programs write it that compress by the block, the unit goes on in the next one.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, BinaryIO

from zlib_ng import zlib_ng

from archiver.fetch.codings import zstd_module
from archiver.fetch.warc_heads import VERSION, may_be_head

GZIP_MAGIC = b"\x1f\x8b\x08"
#: of a gzip member, behind its magic: no version has given these bits a meaning
_UNKNOWN_FLAGS = b"\x20"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
#: a frame that decoders pass over; in WARC files the first one holds the dictionary of all others
_SKIPPED_MAGIC = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
_DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"
_SKIPPED_HEAD = 8
#: how units begin
BEGINNINGS = (GZIP_MAGIC, ZSTD_MAGIC, VERSION)
#: larger dictionaries are none
_MOST_DICTIONARY = 64 << 20
#: the largest window that a frame may ask for: 128 MB, as the zstd program allows by default
_WINDOW_LOG = 27

#: read from the file at once
_READ_BYTES = 1 << 18
#: given to a decoder at once: what it leaves over is copied
_FED_BYTES = 1 << 16
#: taken out of a decoder at once
_MOST_INFLATED = 1 << 17
_GZIP = 16 + zlib_ng.MAX_WBITS


class DamagedUnitError(Exception):
    """The unit cannot be read on; the message says why."""


class Window:
    """A file of which some bytes are held, wherever one looks; it is read on in large pieces."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._place = stream.tell() if stream.seekable() else 0
        self._start = self._place
        self._data = b""
        #: no byte is there, nor behind it; ``None`` as long as nobody knows
        self._end: int | None = None

    def piece(self, place: int, most: int = _FED_BYTES) -> bytes:
        """Some bytes from there on, as many as are at hand; none at the end of the file."""
        inside = place - self._start
        if not 0 <= inside < len(self._data):
            self._load(place)
            inside = 0
        return self._data[inside : inside + most]

    def peek(self, place: int, count: int) -> bytes:
        """The bytes there, fewer at the end of the file."""
        data = self.piece(place, count)
        while len(data) < count and (more := self.piece(place + len(data), count - len(data))):
            data += more
        return data

    def reaches(self, place: int) -> bool:
        """Whether the file has so many bytes."""
        if self._end is not None and place > self._end:
            return False
        return not place or bool(self.piece(place - 1, 1))

    def _load(self, place: int) -> None:
        if place != self._place:
            self._stream.seek(place)
        self._data = self._stream.read(_READ_BYTES)
        self._start, self._place = place, place + len(self._data)
        if not self._data and (self._end is None or place < self._end):
            self._end = place


class Unit(ABC):
    """A gzip member, a frame, or plain bytes that go on to the end of the file."""

    #: each record has a place of its own in the file
    is_plain = False

    def __init__(self, window: Window, start: int) -> None:
        self._window = window
        #: where it begins in the file
        self.start = start
        #: how far it was read; once nothing comes any more, its end
        self.end = start

    @property
    def raw(self) -> bytes | None:
        """The bytes that it is, as far as it was read; ``None`` where they are not held."""
        return None

    def forget(self) -> None:  # noqa: B027 - not abstract: most hold nothing
        """Holds its bytes no longer."""

    @abstractmethod
    def read(self) -> bytes:
        """What comes next in it; nothing at its end. Raises ``DamagedUnitError``."""

    def goes_on(self) -> bool:
        """Whether what follows its end belongs to the record that is being read, and is read now as a part of it."""
        return False


class GzipUnit(Unit):
    """A gzip member."""

    def __init__(self, window: Window, start: int) -> None:
        super().__init__(window, start)
        self._inflater = zlib_ng.decompressobj(_GZIP)
        self._left = b""
        self._pieces: list[bytes] | None = []

    @property
    def raw(self) -> bytes | None:
        """The bytes that it is, as far as it was read; ``None`` where they are not held."""
        return None if self._pieces is None else b"".join(self._pieces)

    def forget(self) -> None:
        """Holds its bytes no longer."""
        self._pieces = None

    def read(self) -> bytes:
        """What comes next in it; nothing at its end. Raises ``DamagedUnitError``."""
        inflater = self._inflater
        while not inflater.eof:
            data = self._left or self._window.piece(self.end)
            if not data:
                raise DamagedUnitError("the file ends in the middle of a record")
            try:
                piece = inflater.decompress(data, _MOST_INFLATED)
            except zlib_ng.error as error:  # type: ignore[misc]  # its stub takes the class for an error
                raise DamagedUnitError(f"gzip data that cannot be read on: {error}") from error
            self._left = inflater.unconsumed_tail
            fed = len(data) - len(inflater.unused_data or self._left)
            self.end += fed
            if self._pieces is not None:
                self._pieces.append(data[:fed])
            if piece:
                return piece
        return b""

    def goes_on(self) -> bool:
        """Whether the next member begins with anything but a record."""
        if not _is_continued(GzipUnit(self._window, self.end)):
            return False
        self._inflater, self._left = zlib_ng.decompressobj(_GZIP), b""
        return True


class ZstdUnit(Unit):
    """A zstd frame."""

    def __init__(self, window: Window, start: int, dictionary: Any = None) -> None:
        super().__init__(window, start)
        self._dictionary = dictionary
        self._error: type[Exception] = zstd_module().ZstdError
        self._inflater = self._new_inflater()

    def read(self) -> bytes:
        """What comes next in it; nothing at its end. Raises ``DamagedUnitError``."""
        while not self._inflater.eof:
            data = self._window.piece(self.end) if self._inflater.needs_input else b""
            if not data and self._inflater.needs_input:
                raise DamagedUnitError("the file ends in the middle of a record")
            try:
                piece = bytes(self._inflater.decompress(data, _MOST_INFLATED))
            except self._error as error:
                raise DamagedUnitError(f"zstd data that cannot be read on: {error}") from error
            self.end += len(data) - len(self._inflater.unused_data)
            if piece:
                return piece
        return b""

    def goes_on(self) -> bool:
        """Whether the next frame begins with anything but a record."""
        if not _is_continued(ZstdUnit(self._window, self.end, self._dictionary)):
            return False
        self._inflater = self._new_inflater()
        return True

    def _new_inflater(self) -> Any:
        zstd = zstd_module()
        options = {zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
        return zstd.ZstdDecompressor(zstd_dict=self._dictionary, options=options)


class PlainUnit(Unit):
    """All that lies in the file from one place on."""

    is_plain = True

    def read(self) -> bytes:
        """What comes next; nothing at the end of the file."""
        piece = self._window.piece(self.end, _READ_BYTES)
        self.end += len(piece)
        return piece

    def reaches(self, count: int) -> bool:
        """Whether so many bytes lie from its beginning on."""
        return self._window.reaches(self.start + count)

    def leap(self, count: int) -> None:
        """Goes so many bytes further without reading them; they are there."""
        self.end += count


def unit_at(window: Window, place: int, dictionary: Any = None) -> Unit | None:
    """What begins there, ``None`` where nothing does that could hold a record."""
    beginning = window.peek(place, len(VERSION))
    if beginning.startswith(GZIP_MAGIC) and beginning[3:4] < _UNKNOWN_FLAGS:
        return GzipUnit(window, place)
    if beginning.startswith(ZSTD_MAGIC):
        return ZstdUnit(window, place, dictionary)
    return PlainUnit(window, place) if beginning == VERSION else None


def skipped_end(window: Window, place: int) -> int | None:
    """Where the frame ends that lies there to be passed over, ``None`` where there is no such frame."""
    head = window.peek(place, _SKIPPED_HEAD)
    if len(head) < _SKIPPED_HEAD or not _SKIPPED_MAGIC.match(head):
        return None
    return place + _SKIPPED_HEAD + int.from_bytes(head[4:], "little")


def load_dictionary(window: Window) -> Any:
    """What the frames of the file were compressed with, ``None`` where it begins with no such frame.

    That is a convention of WARC files in zstd; the dictionary may be compressed itself. Raises ``DamagedUnitError``.
    """
    end = skipped_end(window, 0)
    if end is None or not window.peek(0, len(_DICTIONARY_MAGIC)).startswith(_DICTIONARY_MAGIC):
        return None
    if end - _SKIPPED_HEAD > _MOST_DICTIONARY:
        raise DamagedUnitError(f"a dictionary of {end:,} bytes")
    zstd = zstd_module()
    content = window.peek(_SKIPPED_HEAD, end - _SKIPPED_HEAD)
    try:
        if content.startswith(ZSTD_MAGIC):
            content = zstd.ZstdDecompressor().decompress(content, _MOST_DICTIONARY)
        return zstd.ZstdDict(content)
    except (zstd.ZstdError, ValueError) as error:
        raise DamagedUnitError(f"a dictionary that cannot be read: {error}") from error


def likely_places(window: Window, beginnings: tuple[bytes, ...], start: int, end: int | None = None) -> Iterator[int]:
    """Where a unit may begin that begins so, from ``start`` on."""
    longest = max(map(len, beginnings))
    while (data := window.peek(start, _READ_BYTES)) and (end is None or start < end):
        last = len(data) if len(data) < _READ_BYTES else len(data) - longest + 1
        places = sorted(at for beginning in beginnings for at in _all_of(data, beginning, last))
        yield from (start + at for at in places if end is None or start + at < end)
        start += last


def _all_of(data: bytes, beginning: bytes, last: int) -> Iterator[int]:
    found = data.find(beginning)
    while 0 <= found < last:
        yield found
        found = data.find(beginning, found + 1)


def _is_continued(unit: GzipUnit | ZstdUnit) -> bool:
    """Whether there is a unit, and what it begins with is not the beginning of a record."""
    try:
        beginning = unit.read()
    except DamagedUnitError:
        return False
    return bool(beginning) and not may_be_head(beginning)
