"""Copies captures out of WARC files, byte for byte: the gzip members as they are, each verified before.

A capture is copied with its request, and with the redirects and other tries before it. The description of the file that
it comes from is copied too, before the first capture out of it: its records name it.
"""

from __future__ import annotations

import io
import itertools
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from archiver.drafts import draft_of
from archiver.errors import DamagedArchiveError, UsageError
from archiver.fetch.warc_entry_bytes import member_of
from archiver.fetch.warc_files import SUFFIX, is_ours, open_to_read
from archiver.fetch.warc_in_place import is_address, read_description, read_with_request
from archiver.fetch.warc_reading import read_record, verify_row
from archiver.fetch.warc_record import BrokenRecordError, read_record_at
from archiver.fetch.warc_rows import Identity
from archiver.fetch.warc_walk import leads_to, member_length
from archiver.model import WarcLocation

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Bytes of a file that are one or more whole records."""

    start: int
    end: int


class Source:
    """A folder of WARC files to copy from; the file that was read last stays open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name: str | None = None
        self._stack = ExitStack()
        self._stream: BinaryIO = io.BytesIO()
        #: of the record out of a file elsewhere that was asked for last
        self._members = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def description(self, name: str) -> bytes:
        """The ``warcinfo`` record at the beginning of a file, as it is; empty where there is none."""
        if is_address(name):
            info = read_description(self._folder, name)
            return b"" if info is None or info.date is None else member_of(info, info.date)
        stream = self._opened(name)
        length = member_length(stream, 0)
        if length is None or _type_at(stream, 0) != "warcinfo":
            return b""
        stream.seek(0)
        return stream.read(length)

    def span(self, location: WarcLocation, said: Identity | None = None) -> Span:
        """Where the exchanges of a capture lie, of which a row has ``said`` what it is.

        Of a file outside of the folder, where in the bytes of the record that was read last. Raises
        ``DamagedArchiveError`` when its own record is not whole, or another one.
        """
        record = read_record(self._folder, location)
        if said is not None:
            verify_row(self._folder, location, said, Identity(record.url, record.recorded_at))
        if is_address(location.file):
            entries = read_with_request(self._folder, location)
            self._members = b"".join(member_of(entry, record.recorded_at) for entry in entries)
            return Span(start=0, end=len(self._members))
        stream = self._opened(location.file)
        end = location.offset + location.length
        request = member_length(stream, end)
        if request is not None and _type_at(stream, end) == "request":
            end += request
        return Span(start=_beginning(stream, location), end=end)

    def pieces(self, name: str, span: Span) -> Iterator[bytes]:
        """The bytes, some at a time."""
        if is_address(name):
            yield self._members
            return
        stream = self._opened(name)
        stream.seek(span.start)
        left = span.end - span.start
        while left and (piece := stream.read(min(left, _CHUNK))):
            left -= len(piece)
            yield piece

    def _opened(self, name: str) -> BinaryIO:
        if name != self._name:
            self._stack.close()
            self._name = None
            try:
                self._stream = self._stack.enter_context(open_to_read(self._folder, name))
            except (OSError, BrokenRecordError) as error:
                raise DamagedArchiveError(f"{name}: cannot be read", path=str(self._folder)) from error
            self._name = name
        return self._stream


def _beginning(stream: BinaryIO, location: WarcLocation) -> int:
    """Where the exchanges before the last one begin, if all of them are whole; else the last one's own place."""
    if location.start is None:
        return location.offset
    return location.start if leads_to(stream, location.start, location.offset) else location.offset


def _type_at(stream: BinaryIO, start: int) -> str:
    stream.seek(start)
    try:
        return read_record_at(stream).type
    except BrokenRecordError:
        return ""


class Volumes:
    """WARC files that are written one after the other, each beginning with a description; they appear at the end."""

    def __init__(self, path: Path, max_bytes: int, *, is_forced: bool = False) -> None:
        """The first is at ``path``, the next beside it: ``lake.warc.gz``, ``lake-00002.warc.gz``.

        Raises ``UsageError`` for what is there already, unless ``is_forced``, and for a folder that is not there.
        What is overwritten goes with all its further files.
        """
        if not path.parent.is_dir():
            raise UsageError(f"{path}: there is no folder {path.parent}")
        self._path = path
        self._max_bytes = max_bytes
        self._is_forced = is_forced
        self._refuse(path)
        self._stream: BinaryIO | None = None
        self._size = 0
        self.paths: list[Path] = []
        self._drafts: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._stream is not None:
            self._stream.close()
        for draft in self._drafts:
            draft.unlink(missing_ok=True)

    def is_full(self, size: int) -> bool:
        """Whether this many bytes are for the next file; also before the first."""
        return self._stream is None or (min(size, self._size) > 0 and self._size + size > self._max_bytes)

    def begin(self) -> str:
        """Begins the next file; its name."""
        self._end()
        path = self._volume(len(self.paths) + 1)
        self._refuse(path)
        draft = draft_of(path)
        self._stream = draft.open("xb")
        self._drafts.append(draft)
        self.paths.append(path)
        self._size = 0
        return path.name

    def write(self, piece: bytes) -> None:
        """Appends to the file that was begun."""
        assert self._stream is not None, "begun"
        self._stream.write(piece)
        self._size += len(piece)

    def finish(self) -> None:
        """All of them are on disk, under their names."""
        self._end()
        for draft, path in zip(self._drafts, self.paths, strict=True):
            self._refuse(path)
            draft.replace(path)
        if self._is_forced:
            self._remove_further()

    def _volume(self, number: int) -> Path:
        stem = self._path.name.removesuffix(SUFFIX)
        return self._path if number == 1 else self._path.with_name(f"{stem}-{number:05}{SUFFIX}")

    def _remove_further(self) -> None:
        """Those of a larger selection that was there before; only what we have written."""
        for number in itertools.count(len(self.paths) + 1):
            path = self._volume(number)
            if not is_ours(path.parent, path.name):
                return
            path.unlink(missing_ok=True)

    def _refuse(self, path: Path) -> None:
        if path.exists() and not self._is_forced:
            raise UsageError(f"{path}: there is something already (--force overwrites it)")
        if path.exists() and path != self._path and not is_ours(path.parent, path.name):
            raise UsageError(f"{path}: not written by archiver, and in the place of a further file: name another")

    def _end(self) -> None:
        if self._stream is not None:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._stream = None


class Pipe:
    """One stream in the place of files, as long as it may get."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._is_begun = False
        self.paths: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.flush()

    def is_full(self, size: int) -> bool:  # noqa: ARG002 - as of files
        """Whether nothing was begun yet."""
        return not self._is_begun

    def begin(self) -> str:
        """Begins it; a name for it."""
        self._is_begun = True
        return f"selection{SUFFIX}"

    def write(self, piece: bytes) -> None:
        """Passes it on."""
        self._stream.write(piece)

    def finish(self) -> None:
        """All of it is passed on."""
        self._stream.flush()
