"""WARC files of one archive brought into the folder of another, under names that lead to them.

A closed file is linked where that can be, which takes neither time nor room; else it is copied. So is one that its
archive may go on writing to, as far as it has whole records. What is brought is on disk, with its name, before rows
are to point there.

A file is known again by its first record, whose id nobody else has, and by its bytes: brought a second time, it is
there already, whatever it is called by then. Of two that are one file at different times the longer one stays. One
that has gone another way since (copies of an archive, each crawled on), or that is another file of the same name,
gets a name of its own. A copy that was cut short leaves a draft (``.NAME.….part``), which the next one removes.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO

from archiver.drafts import draft_of, put_in_place
from archiver.errors import ArchiveError, ReadOnlyArchiveError
from archiver.fetch.warc_files import OPEN, SUFFIX, file_names, open_to_read, sync_path
from archiver.fetch.warc_record import BrokenRecordError, read_record_at
from archiver.fetch.warc_walk import read_tail

#: a name, and the number that it ends in
_NUMBERED = re.compile(rf"(?P<stem>.*?)(?:-\d+)?{re.escape(SUFFIX)}")
_DRAFT = re.compile(r"\..+\.[0-9a-f]{16}\.part")
#: that are compared where two files begin, and where the shorter one ends: records lie there whose ids nobody else has
_COMPARED = 1 << 16
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """A WARC file that rows of another archive point into."""

    folder: Path
    name: str
    #: how far they do
    end: int
    #: its archive may go on writing to it
    may_grow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Where rows are to point now."""

    #: as rows are to call it
    name: str
    #: its whole records end there: what lies behind was not there to be brought
    end: int
    #: that took room: 0 for one that was linked, or there already
    copied_bytes: int = 0
    was_there: bool = False


class Bringer:
    """Brings files into one folder."""

    def __init__(self, folder: Path) -> None:
        """The folder need not be there yet."""
        self._folder = folder
        #: names by the ids of first records; ``None`` before they were asked for
        self._known: dict[str, list[str]] | None = None

    def bring(self, needed: Needed) -> Brought:
        """The file is in the folder. Raises ``FileNotFoundError`` where there is none, and ``ArchiveError``."""
        with _read(needed) as stream:
            end = _whole_end(stream, needed)
            if self._is_the_folder(needed.folder):
                return Brought(name=needed.name, end=end, was_there=True)
            first = _id_of_first(stream)
            with _written(self._folder):
                return self._known_again(stream, needed, first, end) or self._brought(stream, needed, first, end)

    def _is_the_folder(self, folder: Path) -> bool:
        """Copies of an archive name the folder of the original."""
        return self._folder.is_dir() and self._folder.samefile(folder)

    def _known_again(self, stream: BinaryIO, needed: Needed, first: str | None, end: int) -> Brought | None:
        for name in dict.fromkeys((needed.name, *self._names_by_first().get(first or "", ()))):
            path = self._folder / name
            if not path.is_file() or not _agree(stream, path, end):
                continue
            if path.stat().st_size >= end:
                return Brought(name=name, end=end, was_there=True)
            self._copy(stream, path, end, is_forced=True)
            return Brought(name=name, end=end, copied_bytes=end)
        return None

    def _brought(self, stream: BinaryIO, needed: Needed, first: str | None, end: int) -> Brought:
        self._folder.mkdir(parents=True, exist_ok=True)
        is_whole = end == os.fstat(stream.fileno()).st_size and not str(stream.name).endswith(OPEN)
        for name in _names(needed.name):
            if (self._folder / (name + OPEN)).exists():
                continue
            try:
                copied = self._put(stream, self._folder / name, end, may_link=is_whole and not needed.may_grow)
            except FileExistsError:
                continue
            self._names_by_first().setdefault(first or "", []).append(name)
            return Brought(name=name, end=end, copied_bytes=copied)
        raise AssertionError("names do not end")

    def _put(self, stream: BinaryIO, path: Path, end: int, *, may_link: bool) -> int:
        """How many bytes had to be copied. Raises ``FileExistsError``."""
        if may_link and _linked(Path(stream.name), path):
            os.fsync(stream.fileno())
            sync_path(self._folder)
            return 0
        if path.exists():
            raise FileExistsError(path)
        self._copy(stream, path, end, is_forced=False)
        return end

    def _copy(self, stream: BinaryIO, path: Path, end: int, *, is_forced: bool) -> None:
        with _draft(path) as (draft, written):
            stream.seek(0)
            for piece in _pieces(stream, end):
                written.write(piece)
            written.flush()
            os.fsync(written.fileno())
            put_in_place(draft, path, is_forced=is_forced)
        sync_path(self._folder)

    def _names_by_first(self) -> dict[str, list[str]]:
        if self._known is None:
            self._known = {}
            _clear_away_drafts(self._folder)
            for name in file_names(self._folder):
                with suppress(OSError, BrokenRecordError), open_to_read(self._folder, name) as stream:
                    self._known.setdefault(_id_of_first(stream) or "", []).append(name)
            self._known.pop("", None)
        return self._known


class Referrer:
    """Brings nothing: rows are to point to the files where they are."""

    def bring(self, needed: Needed) -> Brought:
        """As ``Bringer.bring``; the name is the file's path."""
        with _read(needed) as stream:
            end = _whole_end(stream, needed)
        return Brought(name=str((needed.folder / needed.name).resolve()), end=end, was_there=True)


def _whole_end(stream: BinaryIO, needed: Needed) -> int:
    """Where the last record ends that can be brought: of a file that is written to, the last whole one."""
    size = os.fstat(stream.fileno()).st_size
    if size < needed.end:  # it was cut: nobody knows where
        return read_tail(stream).end
    if needed.may_grow or str(stream.name).endswith(OPEN):
        return read_tail(stream, needed.end).end
    return size


def _id_of_first(stream: BinaryIO) -> str | None:
    stream.seek(0)
    try:
        return read_record_at(stream).id or None
    except BrokenRecordError:
        return None


def _agree(stream: BinaryIO, path: Path, end: int) -> bool:
    """Whether both are one file, at different times: so far as both go, they begin and end with the same bytes."""
    with path.open("rb") as other:
        both = min(end, os.fstat(other.fileno()).st_size)
        places = {0, max(0, both - _COMPARED)}
        return both > 0 and all(_at(stream, place, both) == _at(other, place, both) for place in places)


def _at(stream: BinaryIO, place: int, end: int) -> bytes:
    stream.seek(place)
    return stream.read(min(_COMPARED, end - place))


def _names(name: str) -> Iterator[str]:
    """The name, and then its like."""
    yield name
    match = _NUMBERED.fullmatch(name)
    stem = name if match is None else match["stem"]
    yield from (f"{stem}-{number:05}{SUFFIX}" for number in count(1))


def _linked(source: Path, path: Path) -> bool:
    """Whether both are one file now. Raises ``FileExistsError``; other disks, and disks without links, have none."""
    try:
        path.hardlink_to(source.resolve())
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _pieces(stream: BinaryIO, end: int) -> Iterator[bytes]:
    while end > 0 and (piece := stream.read(min(_CHUNK, end))):
        yield piece
        end -= len(piece)


@contextmanager
def _draft(path: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file to write to beside a path, held as long as it is written; it is gone at the end, or has another name."""
    draft = draft_of(path)
    try:
        with draft.open("xb") as written:
            fcntl.flock(written, fcntl.LOCK_EX)
            yield draft, written
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def _clear_away_drafts(folder: Path) -> None:
    """Those whose writer was killed: nobody holds them."""
    for path in folder.glob(".*.part"):
        if _DRAFT.fullmatch(path.name) is None:
            continue
        with suppress(OSError), path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


@contextmanager
def _read(needed: Needed) -> Iterator[BinaryIO]:
    """The file as it is. Raises ``FileNotFoundError``, and ``ArchiveError`` where it is there and cannot be opened."""
    try:
        stream = open_to_read(needed.folder, needed.name)
    except FileNotFoundError:
        raise
    except BrokenRecordError as error:
        raise FileNotFoundError(needed.name) from error
    except OSError as error:
        path = needed.folder / needed.name
        raise ArchiveError(f"{path}: cannot be read ({error.strerror})", path=str(needed.folder)) from error
    with stream:
        yield stream


@contextmanager
def _written(folder: Path) -> Iterator[None]:
    """Says where, when something cannot be written."""
    try:
        yield
    except OSError as error:
        raise ReadOnlyArchiveError(
            f"{error.filename or folder}: cannot be written ({error.strerror})", path=str(folder)
        ) from error
