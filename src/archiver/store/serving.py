"""Connections for a server that reads the archive for as long as it runs, whatever becomes of the file meanwhile."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from archiver.errors import ArchiveError, MissingArchiveError, QueryError, ReadOnlyArchiveError
from archiver.store.archive import BUSY_TIMEOUT_S, utc_now
from archiver.store.connection import Connection, translated
from archiver.store.schema import Description

#: bytes of a value: no article is nearly so long, and SQL from outside may say zeroblob(1000000000)
_LONGEST_VALUE = 64 * 1024 * 1024
#: file systems tell moments of writing apart by the ticks of the kernel, 10 ms at most; NFS less well
_CLOCK_STEP_NS = 50_000_000
#: of each connection; SQLite's own 2 MB hold too little of an archive of 100,000 articles
_CACHE_KIB = 16 * 1024


class FileIdentity(NamedTuple):
    """What tells a file from another one that has taken its name."""

    device: int
    inode: int


def identity_of(path: Path) -> FileIdentity:
    """Of the file that has this name now. Raises ``MissingArchiveError``."""
    status = _status(path)
    return FileIdentity(status.st_dev, status.st_ino)


def size_of(path: Path) -> int:
    """Of the database, in bytes. Raises ``MissingArchiveError``."""
    return _status(path).st_size


class FileState(NamedTuple):
    """What is another one after every commit, by whomever, but for two in a row that a clock cannot part."""

    identity: FileIdentity
    #: of the database and its log
    sizes: tuple[int, int]
    written_ns: tuple[int, int]

    def is_settled(self, now_ns: int) -> bool:
        """Whether the last commit is long enough ago that the next one is seen for certain."""
        return now_ns - max(self.written_ns) > _CLOCK_STEP_NS


def state_of(path: Path) -> FileState:
    """Of the file that has this name now. Raises ``MissingArchiveError``."""
    path = path.resolve()  # the log lies beside the file itself, not beside a link to it
    status = _status(path)
    try:
        log = path.with_name(f"{path.name}-wal").stat()
        size, written_ns = log.st_size, log.st_mtime_ns
    except FileNotFoundError:
        size = written_ns = 0
    if not size:
        written_ns = 0  # whoever reads first makes an empty log: nothing was committed
    identity = FileIdentity(status.st_dev, status.st_ino)
    return FileState(identity, (status.st_size, size), (status.st_mtime_ns, written_ns))


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except FileNotFoundError as error:
        raise MissingArchiveError(f"{path}: no such archive", path=str(path)) from error


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that cannot write and that threads may use in turn.

    Opening brings an older file up to date where nobody holds it. Raises ``OlderArchiveError`` where that cannot be,
    and what ``open_archive`` raises.
    """
    with closing(Connection(path, create=False, clock=utc_now, busy_timeout_s=BUSY_TIMEOUT_S)) as db:
        _refuse_older(db)
        conn = db.another_reader(is_shared=True)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    conn.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    conn.set_authorizer(_without_paths)
    return conn


def _without_paths(action: int, first: str | None, *_: str | None) -> int:
    """Denies the pragma that says where the file lies: SQL comes from readers, who may be anybody."""
    is_telling = action == sqlite3.SQLITE_PRAGMA and (first or "").lower() == "database_list"
    return sqlite3.SQLITE_DENY if is_telling else sqlite3.SQLITE_OK


def clear_up(path: Path) -> None:
    """Has SQLite take away the files beside a database in WAL mode, which readers that cannot write leave behind."""
    with suppress(ArchiveError):  # not there any more, or in use by others
        Connection(path, create=False, clock=utc_now, busy_timeout_s=0).close()


@contextmanager
def translated_to_read(path: Path) -> Iterator[None]:
    """Raises our errors for those of SQLite that are about the file, and ``QueryError`` for a statement that writes."""
    try:
        with translated(path):
            yield
    except ReadOnlyArchiveError as error:
        cause = error.__cause__
        if isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
            raise QueryError(f"{cause} (a query can only read)") from cause
        raise


def load_descriptions(conn: sqlite3.Connection) -> tuple[Description, ...]:
    """What the file itself says of its tables, columns and views."""
    return tuple(Description(*row) for row in conn.execute("SELECT object, column, description FROM schema_docs"))


def _refuse_older(db: Connection) -> None:
    if (older := db.lack()) is not None:
        raise older
