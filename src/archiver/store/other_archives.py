"""Another archive as it was at one moment, to be merged from; its file is never written.

It is read where it lies as long as nobody writes to it, which its lock makes sure of. One that is being written, that
is of an older schema, or whose folder is closed to us is copied first, in one step, and the copy is brought up to
date; so is one of whose records some are to be forgotten.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from archiver.errors import DamagedArchiveError, LockedArchiveError, OlderArchiveError, ReadOnlyArchiveError
from archiver.store import meta, older
from archiver.store.archive import BUSY_TIMEOUT_S, open_archive, utc_now
from archiver.store.backup import backup
from archiver.store.captures import load_warc_ends
from archiver.store.connection import Connection, transaction, translated
from archiver.store.schema import SCHEMA_VERSION

_PLACE = "warc_file = NULL, warc_offset = NULL, warc_length = NULL, warc_start = NULL"
_FORGET = f"UPDATE captures SET {_PLACE} WHERE warc_file = ? AND warc_offset + warc_length > ?"
#: what only repeats a record that is forgotten
_FORGET_REVISITS = f"""
    UPDATE captures SET {_PLACE}, revisit_of = NULL
    WHERE revisit_of IN (SELECT id FROM captures WHERE warc_file IS NULL)
"""


class OtherArchive:
    """One that is merged. Made by ``open_other``."""

    def __init__(self, db: Connection, drafts: Path) -> None:
        self._db = db
        self._drafts = drafts
        #: of the database, as it can be read
        self.path = db.path
        with _whole(db.path), db.reading() as conn:
            #: where its WARC files lie
            self.warc_folder = meta.warc_folder(conn, db.path).resolve()
            self._read(conn)

    def _read(self, conn: sqlite3.Connection) -> None:
        #: by WARC file, how far rows point into it
        self.warc_ends = {file: end for file, (end, _) in load_warc_ends(conn).items()}
        position = meta.load_warc_position(conn)
        #: the WARC file that it may go on writing to
        self.newest_warc_file = None if position is None else position.file

    def copy(self) -> None:
        """Reads on from a copy of today's schema, as it is now. Raises ``OlderArchiveError``."""
        self.path = self._drafts / "copy.db"
        self.path.unlink(missing_ok=True)
        backup(self._db, self.path)
        if _version(self._db) < SCHEMA_VERSION:
            _bring_up_to_date(self.path, self._db.path)
        with _own(self.path) as conn:
            self._read(conn)

    def forget_records(self, ends: Mapping[str, int]) -> int:
        """Takes out where records lie that are behind these places of WARC files; of how many captures."""
        if self.path == self._db.path:
            self.copy()
        with _own(self.path) as conn, transaction(conn):
            before = _count_kept(conn)
            conn.executemany(_FORGET, ends.items())
            conn.execute(_FORGET_REVISITS)
            return before - _count_kept(conn)


def refuse_unreadable(path: Path) -> None:
    """Raises ``ArchiveError`` for what is no archive, or one that is newer than we are."""
    _untouched(path).close()


@contextmanager
def open_other(path: Path, drafts: Path, *, is_scratch: bool = False) -> Iterator[OtherArchive]:
    """The archive at this path; ``drafts`` is a folder for a copy. Raises ``ArchiveError`` for what is none.

    A scratch archive is taken for one only if ``is_scratch``.
    """
    with closing(_untouched(path, _Scratch if is_scratch else _Untouched)) as db:
        other = OtherArchive(db, drafts)
        if _version(db) < SCHEMA_VERSION or not db.hold():
            other.copy()
        yield other


class _Untouched(Connection):
    """A reader that brings nothing up to date."""

    def hold(self) -> bool:
        """Whether nobody else writes to it from here on."""
        try:
            self._take_lock()
        except (LockedArchiveError, ReadOnlyArchiveError):
            return False
        return True

    def close(self) -> None:
        self._release_lock()
        super().close()

    def _try_to_bring_up_to_date(self, conn: sqlite3.Connection) -> None:
        pass


class _Scratch(_Untouched):
    is_scratch = True


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Raises ``DamagedArchiveError`` where a table or a column is not there that its schema has."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if older.missing_name(error) is None:
            raise
        raise DamagedArchiveError(
            f"{path}: lacks what every archive of its schema has ({error})", path=str(path)
        ) from error


def _untouched(path: Path, kind: type[_Untouched] = _Untouched) -> _Untouched:
    return kind(path, create=False, clock=utc_now, busy_timeout_s=BUSY_TIMEOUT_S)


@contextmanager
def _own(path: Path) -> Iterator[sqlite3.Connection]:
    with translated(path), closing(sqlite3.connect(path, isolation_level=None)) as conn:
        yield conn


def _version(db: Connection) -> int:
    with db.reading() as conn:
        return meta.load_version(conn)


def _bring_up_to_date(copy: Path, path: Path) -> None:
    with _own(copy) as conn:
        conn.execute("DELETE FROM meta WHERE key = 'is_sample'")  # which nothing brings up to date
    try:
        with open_archive(copy, create=False) as archive:
            archive.claim()
    except OlderArchiveError as error:
        raise OlderArchiveError(str(error).replace(str(copy), str(path)), path=str(path)) from error


def _count_kept(conn: sqlite3.Connection) -> int:
    (kept,) = conn.execute("SELECT count(*) FROM captures WHERE warc_file IS NOT NULL").fetchone()
    return int(kept)
