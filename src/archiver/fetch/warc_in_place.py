"""WARC files that an archive's rows point to where they lie, outside of its own folder.

A database from elsewhere does not choose what is read here. A file outside is opened only if it stands in the list
``in-place.txt`` in the archive's WARC folder, a line an address: ``ingest --in-place`` adds each file that it is given.
A lake has it in its manifest, and ``merge`` brings either along. It does not travel with a database alone; who has the
files elsewhere now, or trusts a database that came without them, writes it by hand.

A row names such a file by its address. Where several records lie in one gzip member or one frame, it names that too,
by where it begins: ``/data/news.warc.gz!@0``; offset and length count in what is inside, which is read from its
beginning each time.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from archiver.errors import StoredFileError
from archiver.fetch.stored_files import open_stored, read_part
from archiver.fetch.warc_heads import VERSION
from archiver.fetch.warc_record import BrokenRecordError
from archiver.fetch.warc_stream import Entry, read_entry
from archiver.fetch.warc_units import GZIP_MAGIC
from archiver.model import WarcLocation

#: what the list is called
LIST = "in-place.txt"
#: longer records are not read
MAX_RECORD_BYTES = 100_000_000

#: as large a request may be
_REQUEST_BYTES = 1 << 16
#: records that begin so are read without the rest of their file: a frame may need the dictionary at its beginning
_BY_THEMSELVES = (GZIP_MAGIC, VERSION)

_INSIDE = re.compile(r"(.+)!@(\d{1,18})", re.DOTALL)


def is_address(name: str) -> bool:
    """Whether rows that name a WARC file so point to a file outside of their archive, wherever that lies."""
    return name.startswith("/") or "://" in name


def place_of(address: str, entry: Entry) -> WarcLocation | None:
    """Where a row finds the record; ``None`` for one without a date, as a record is to say all that its row does."""
    if entry.date is None:
        return None
    file = address if entry.within is None else f"{address}!@{entry.within}"
    return WarcLocation(file=file, offset=entry.offset, length=entry.length)


def permit(folder: Path, addresses: Iterable[str]) -> None:
    """Has rows of the archive whose WARC folder this is point to these files. Raises ``OSError``."""
    known = permitted(folder)
    new = [address for address in dict.fromkeys(addresses) if address not in known]
    for address in new:
        if not is_address(address) or len(address.splitlines()) != 1:
            raise StoredFileError(f"{address!r}: no absolute path and no address of one line", address=address)
    if not new:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LIST).open("a", encoding="utf-8") as file:
        file.writelines(f"{address}\n" for address in new)
        file.flush()
        os.fsync(file.fileno())


def permitted(folder: Path) -> frozenset[str]:
    """The files outside that rows may point to."""
    path = folder / LIST
    try:
        state = path.stat()
    except FileNotFoundError:
        return frozenset()
    return _read_list(path, state.st_mtime_ns, state.st_size)


def may_be_read(folder: Path, names: Iterable[str], also: Iterable[str] = ()) -> tuple[str, ...]:
    """The files among those that rows name which the archive with this folder may read, or that are listed ``also``."""
    allowed = permitted(folder).union(also)
    addresses = (_parted(name)[0] for name in names)
    return tuple(dict.fromkeys(address for address in addresses if address in allowed))


@lru_cache(maxsize=8)  # asked for each record
def _read_list(path: Path, _changed_ns: int, _size: int) -> frozenset[str]:
    return frozenset(filter(None, path.read_text(encoding="utf-8").split("\n")))


def verify_permitted(folder: Path, name: str) -> tuple[str, int | None]:
    """The file that a row names, and which of its members. Raises ``StoredFileError`` unless it may be read."""
    address, within = _parted(name)
    if address not in permitted(folder):
        words = f"{address}: not among the files that {folder / LIST} allows to be read"
        raise StoredFileError(words, address=address)
    return address, within


def _parted(name: str) -> tuple[str, int | None]:
    """The file that a row names, and where the member of it begins in which the record lies with others."""
    inside = _INSIDE.fullmatch(name)
    return (inside[1], int(inside[2])) if inside else (name, None)


def problem_in_place(folder: Path, name: str) -> str | None:
    """Why the file that a row names cannot be read, ``None`` where it can."""
    try:
        address, _ = verify_permitted(folder, name)
        with open_stored(address, ahead_bytes=1) as stream:
            stream.read(1)
    except StoredFileError as error:
        return error.problem
    return None


def read_in_place(folder: Path, location: WarcLocation) -> Entry:
    """The record at that place. Raises ``OSError`` and ``BrokenRecordError``."""
    address, within = verify_permitted(folder, location.file)
    part = read_part(address, location.offset, location.length) if within is None else None
    if part is not None and part.startswith(_BY_THEMSELVES):
        entry = read_entry(io.BytesIO(part), 0, max_block_bytes=MAX_RECORD_BYTES)
        return replace(entry, offset=location.offset)
    with open_stored(address, ahead_bytes=location.length) as stream:
        return read_entry(stream, location.offset, within=within, max_block_bytes=MAX_RECORD_BYTES)


def read_with_request(folder: Path, location: WarcLocation) -> tuple[Entry, ...]:
    """The record at that place, and its request where that comes right behind. Raises as ``read_in_place`` does."""
    entry = read_in_place(folder, location)
    length = max(location.length, _REQUEST_BYTES)
    end = WarcLocation(file=location.file, offset=location.offset + location.length, length=length)
    try:
        behind = read_in_place(folder, end)
    except (OSError, BrokenRecordError):
        return (entry,)
    return (entry, behind) if behind.type == "request" and behind.url == entry.url else (entry,)


def read_description(folder: Path, name: str) -> Entry | None:
    """The ``warcinfo`` record that a file begins with, ``None`` where it begins with another."""
    try:
        first = read_in_place(folder, WarcLocation(file=name, offset=0, length=1 << 16))
    except (OSError, BrokenRecordError):
        return None
    return first if first.type == "warcinfo" else None
