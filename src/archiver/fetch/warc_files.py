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
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from archiver.fetch.warc_record import BrokenRecordError, read_record_at
from archiver.fetch.warc_walk import Tail, read_tail

SUFFIX = ".warc.gz"
OPEN = ".open"

_OUR_NAME = re.compile(r"archiver-\d{8}T\d{6}Z-\d{5,}" + re.escape(SUFFIX))


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
    paths = (*folder.glob(f"*{SUFFIX}"), *folder.glob(f"*{SUFFIX}{OPEN}"))
    return sorted({path.name.removesuffix(OPEN) for path in paths if path.is_file()})


def has_our_name(name: str) -> bool:
    """Whether a file is called like those that we write."""
    return _OUR_NAME.fullmatch(name) is not None


def is_ours(folder: Path, name: str) -> bool:
    """Whether we have written the file: it begins with our description. Any folder may hold files of others."""
    try:
        with open_to_read(folder, name) as stream:
            first = read_record_at(stream)
    except (OSError, BrokenRecordError):
        return False
    return first.type == "warcinfo" and first.block.startswith(b"software: archiver/")


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
        self.found = Tail(end=end, records=0)
        self.was_open = True

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
    def take_over(cls, folder: Path, name: str, vouched: int, *, is_newest: bool = False) -> Self | None:
        """An existing file, to go on at the end of its last whole record; what is torn behind that is cut off.

        A file that was closed, and is not the one of the last commit (``is_newest``), is cut only where it ends in the
        middle of a record: anything else at its end is damage, and stays.
        What lies before ``vouched`` is not looked at, and nothing is done to a file that is shorter. ``None`` for such
        a file, for one that is not there or not ours, and for one that somebody else is writing to.
        """
        descriptor = _locked(folder, name)
        if descriptor is None:
            return None
        file = cls(folder, name, descriptor, vouched)
        size = os.fstat(descriptor).st_size
        final, unfinished = folder / name, folder / (name + OPEN)
        is_own = is_ours(folder, name) or (size == 0 and has_our_name(name))
        if size < vouched or not is_own or (final.exists() and unfinished.exists()):
            file._let_go()
            return None
        file.was_open = unfinished.exists()
        with os.fdopen(os.dup(descriptor), "rb") as stream:
            file.found = read_tail(stream, vouched)
        if file.found.torn_bytes and not (file.was_open or is_newest or file.found.is_cut):
            file._let_go()
            return None
        if not file.was_open:
            final.rename(unfinished)
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
            sync_path(self._folder)
            self._is_listed = True

    def close(self) -> None:
        """It is on disk under its final name."""
        try:
            os.fsync(self._descriptor)
            (self._folder / (self.name + OPEN)).rename(self._folder / self.name)
            sync_path(self._folder)
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


def finish(folder: Path, name: str, vouched: int = 0, *, is_newest: bool = False) -> Finished | None:
    """Gives a file that was left open its final name; ``None`` where ``take_over`` leaves it as it is.

    Its last whole record is its end then. One that was left open without any record but its own description, and at
    most the beginning of another, is removed.
    """
    file = OpenFile.take_over(folder, name, vouched, is_newest=is_newest)
    if file is None:
        return None
    is_readable = file.found.is_cut or not file.found.torn_bytes
    is_empty = file.was_open and vouched == 0 and file.found.records <= 1 and is_readable
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


def sync_path(path: Path) -> None:
    """Waits until a file is on disk, or a folder: a file's name is only when its folder is."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
