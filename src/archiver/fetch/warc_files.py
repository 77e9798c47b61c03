"""WARC files on disk: what they are called, how far they are whole, and who may write to them.

A file is named ``….warc.gz.open`` while somebody writes to it, and ``….warc.gz`` from then on. Rows and readers know
the final name only; whichever of the two there is, is found. Whoever writes holds a lock on the file itself: two
archives may share a folder (a backup does), and none finishes what the other is still writing.

Every record is a gzip member of its own. A file that a killed run left ends, at worst, in the middle of one: what is
whole stays, whether a row points there or not, and the torn bytes behind it, which no reader can use, are cut off.
"""

from __future__ import annotations

import errno
import fcntl
import itertools
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from archiver.fetch.warc_record import BrokenRecordError

SUFFIX = ".warc.gz"
OPEN = ".open"

_CHUNK = 1 << 14
_MOST_INFLATED = 1 << 20


def open_to_read(folder: Path, name: str) -> BinaryIO:
    """The file of that name, being written or not. Raises ``FileNotFoundError``, and ``BrokenRecordError`` for a path.

    The final name is tried twice: between the two looks the file may have got it.
    """
    if Path(name).name != name:  # a database from elsewhere does not choose what we read
        raise BrokenRecordError("not the name of a file in the archive's folder")
    for path in (folder / name, folder / (name + OPEN), folder / name):
        with suppress(FileNotFoundError):
            return path.open("rb")
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder / name))


def file_names(folder: Path) -> list[str]:
    """The final names of the WARC files in a folder, in order; none when there is no folder."""
    found = (path.name.removesuffix(OPEN) for path in folder.glob("*.warc*") if path.is_file())
    return sorted(set(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """What lies in a file from some place on."""

    #: where the last whole record ends
    end: int
    #: whole ones
    records: int
    #: bytes behind them that are no whole record
    torn_bytes: int


def read_tail(stream: BinaryIO, start: int = 0) -> Tail:
    """What lies in the file from ``start`` on, where a record has to begin; every member is inflated and verified."""
    size = stream.seek(0, os.SEEK_END)
    end, records = start, 0
    for length in _member_lengths(stream, start):
        end += length
        records += 1
    return Tail(end=end, records=records, torn_bytes=max(0, size - end))


def member_length(stream: BinaryIO, start: int) -> int | None:
    """The length of the record that begins at ``start``, ``None`` where no whole one does."""
    return next(_member_lengths(stream, start), None)


def _member_lengths(stream: BinaryIO, start: int) -> Iterator[int]:
    """The lengths of the whole records from a place on, up to the first that is none."""
    stream.seek(start)
    data = b""
    while True:
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        beginning, length = b"", 0
        while not member.eof:
            data = data or stream.read(_CHUNK)
            try:
                inflated = member.decompress(data, _MOST_INFLATED)
            except zlib.error:
                inflated, data = b"", b""
            if not data:
                return
            beginning = beginning or inflated[:5]
            left = member.unused_data or member.unconsumed_tail
            length += len(data) - len(left)
            data = left
        if beginning != b"WARC/":
            return
        yield length


class OpenFile:
    """A WARC file that this process writes to, and nobody else."""

    def __init__(self, folder: Path, name: str, descriptor: int, end: int) -> None:
        self._folder = folder
        self._descriptor = descriptor
        self._is_listed = False
        self.name = name
        #: where the next record begins
        self.end = end
        #: of one that was taken over: what it held behind what was vouched for
        self.found = Tail(end=end, records=0, torn_bytes=0)

    @classmethod
    def create(cls, folder: Path, stem: str) -> Self:
        """A new file, whose name nobody had before."""
        folder.mkdir(parents=True, exist_ok=True)
        for number in itertools.count(1):
            name = f"{stem}-{number:05}{SUFFIX}"
            path = folder / (name + OPEN)
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
            except FileExistsError:
                continue
            if not (folder / name).exists():
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                return cls(folder, name, descriptor, 0)
            os.close(descriptor)
            path.unlink()
        raise AssertionError("counting does not end")

    @classmethod
    def take_over(cls, folder: Path, name: str, vouched: int) -> Self | None:
        """An existing file, to go on at the end of its last whole record; what is torn behind that is cut off.

        What lies before ``vouched`` is not looked at, and nothing is done to a file that is shorter. ``None`` for such
        a file, for one that is not there, and for one that somebody else is writing to.
        """
        descriptor = _locked(folder, name)
        if descriptor is None:
            return None
        file = cls(folder, name, descriptor, vouched)
        if os.fstat(descriptor).st_size < vouched:
            file._let_go()
            return None
        if (folder / name).exists():
            (folder / name).rename(folder / (name + OPEN))
        with os.fdopen(os.dup(descriptor), "rb") as stream:
            file.found = read_tail(stream, vouched)
        file.end = file.found.end
        if file.found.torn_bytes:
            os.ftruncate(descriptor, file.end)
        return file

    def append(self, member: bytes) -> int:
        """Writes a whole record at the end; where it begins. After an error the file ends as it did before."""
        start = self.end
        try:
            _write(self._descriptor, member, start)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._descriptor, start)
            raise
        self.end += len(member)
        return start

    def sync(self) -> None:
        """All of it is on disk, and so is its name."""
        os.fsync(self._descriptor)
        if not self._is_listed:
            _sync_folder(self._folder)
            self._is_listed = True

    def close(self) -> None:
        """It is on disk under its final name."""
        try:
            os.fsync(self._descriptor)
            (self._folder / (self.name + OPEN)).rename(self._folder / self.name)
            _sync_folder(self._folder)
        finally:
            self._let_go()

    def remove(self) -> None:
        """It is not there any more."""
        (self._folder / (self.name + OPEN)).unlink()
        self._let_go()

    def _let_go(self) -> None:
        os.close(self._descriptor)  # the lock goes with it


def _locked(folder: Path, name: str) -> int | None:
    """The file, locked, under whichever name it has; ``None`` when it is not there or somebody else's."""
    for path in (folder / (name + OPEN), folder / name):
        try:
            descriptor = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.stat().st_ino == os.fstat(descriptor).st_ino:
                return descriptor
        except (BlockingIOError, FileNotFoundError):  # being written, or renamed by whoever has just let it go
            pass
        os.close(descriptor)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What was done to a file that was left open."""

    name: str
    #: where its last whole record ends
    end: int
    #: whole records behind what was vouched for
    records: int
    torn_bytes: int
    #: there was nothing in it
    is_removed: bool = False


def finish(folder: Path, name: str, vouched: int = 0) -> Finished | None:
    """Gives a file that was left open its final name; ``None`` when somebody is writing to it, or it is shorter.

    Its last whole record is its end then; one without any record but its own description is removed.
    """
    file = OpenFile.take_over(folder, name, vouched)
    if file is None:
        return None
    is_empty = vouched == 0 and file.found.records <= 1
    if is_empty:
        file.remove()
    else:
        file.close()
    return Finished(
        name=name,
        end=file.end,
        records=file.found.records,
        torn_bytes=file.found.torn_bytes,
        is_removed=is_empty,
    )


def left_open(folder: Path) -> list[str]:
    """The final names of files that are being written, or were when whoever did was killed."""
    return sorted(path.name.removesuffix(OPEN) for path in folder.glob(f"*{SUFFIX}{OPEN}"))


def _write(descriptor: int, data: bytes, start: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(descriptor, view, start)
        view, start = view[written:], start + written


def _sync_folder(folder: Path) -> None:
    """A file's name is on disk only when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
