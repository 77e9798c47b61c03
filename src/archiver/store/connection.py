"""The file itself: how it is opened, locked, written and closed, and what SQLite's errors mean.

Opening works on a file that cannot be written, and on one that another writer holds. It takes the lock only to bring
a file of an older schema up to date that nobody holds; else such a file is read as it is, and whoever asks for what it
lacks is told why. The first write makes a writer of the connection: it takes ``<file>.lock`` without waiting
(``filelock``; the system frees it when the process dies), switches to write-ahead logging and marks runs that were
killed. Closing a writer leaves no log behind.

Three ways to open a file are tried in turn. Read-write comes first for readers, too (``query_only`` keeps their hands
off): only then does SQLite clear away the files beside a database in WAL mode. ``immutable`` is for folders in which
SQLite cannot put its shared memory.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.errors import (
    ArchiveError,
    DamagedArchiveError,
    LockedArchiveError,
    MissingArchiveError,
    NewerArchiveError,
    NotAnArchiveError,
    OlderArchiveError,
    ReadOnlyArchiveError,
    SampleArchiveError,
)
from archiver.store import meta, older
from archiver.store.schema import APPLICATION_ID, SCHEMA_VERSION

if TYPE_CHECKING:
    from filelock import FileLock

_log = logging.getLogger(__name__)

READ_WRITE = "mode=rw"
READ_ONLY = "mode=ro"
IMMUTABLE = "mode=ro&immutable=1"

#: by SQLite's primary result code: our error, and what to say before SQLite's own word
_MEANINGS: dict[int, tuple[type[ArchiveError], str]] = {
    sqlite3.SQLITE_BUSY: (LockedArchiveError, "another program is writing to it"),
    sqlite3.SQLITE_LOCKED: (LockedArchiveError, "another program is writing to it"),
    sqlite3.SQLITE_READONLY: (ReadOnlyArchiveError, "cannot be written"),
    sqlite3.SQLITE_PERM: (ReadOnlyArchiveError, "cannot be written"),
    sqlite3.SQLITE_CANTOPEN: (ReadOnlyArchiveError, "cannot be opened"),
    sqlite3.SQLITE_CORRUPT: (DamagedArchiveError, "is damaged"),
    sqlite3.SQLITE_NOTADB: (DamagedArchiveError, "is damaged"),
    sqlite3.SQLITE_FULL: (ArchiveError, "no room to write"),
    sqlite3.SQLITE_IOERR: (ArchiveError, "cannot be read or written"),
}
#: another program is at it, or nobody may write to it
_KEPT_FROM_WRITING = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN}
)
#: ... or the disk takes no more of it
_OUT_OF_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
#: of a writer: synced at checkpoints (a power cut may cost the last batches, never the file), deleted
#: rows not overwritten with zeros (Debian's SQLite would), 32 MiB of cache for the full-text index
_WRITER_PRAGMAS = (
    "query_only = OFF",
    "foreign_keys = OFF",
    "synchronous = NORMAL",
    "secure_delete = OFF",
    "cache_size = -32768",
    "wal_autocheckpoint = 4000",
)
#: of a writer at work: what a statement would have to undo is noted in memory, where SQLite's file took a hundred
#: system calls a page. So are its temporary tables and sorts; migrations and checks, which may need more than fits
#: there, have theirs in a file (and a migration looks at references when it is done)
_AT_WORK = ("temp_store = MEMORY", "foreign_keys = ON")


class Connection:
    """A connection to one archive: a reader until its first write."""

    def __init__(self, path: Path, *, create: bool, clock: Callable[[], dt.datetime], busy_timeout_s: float) -> None:
        self.path = path
        self._clock = clock
        self._timeout_s = busy_timeout_s
        self._lock: FileLock | None = None
        self._mode = READ_WRITE
        self._conn: sqlite3.Connection | None = None
        try:
            with translated(path):
                self._open(create=create)
        except BaseException:
            self.close()
            raise

    #: whether its rows are on their way into another archive
    is_scratch = False

    def now(self) -> dt.datetime:
        """The current moment, UTC."""
        return self._clock()

    @property
    def is_sample(self) -> bool:
        """Whether commands refuse to write to it."""
        with self.reading() as conn:
            return meta.load(conn, "is_sample") == "1"

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, to read from. Raises ``OlderArchiveError`` where an older file lacks what is asked for."""
        with translated(self.path):
            try:
                yield self._opened()
            except sqlite3.OperationalError as error:
                if (told := self.older_error(error)) is None:
                    raise
                raise told from error

    def older_error(self, error: Exception) -> OlderArchiveError | None:
        """What to raise where a table, view, column or index of today is not there, for the file is older."""
        name = older.missing_name(error)
        return None if name is None else self.lack(name)

    def lack(self, name: str | None = None) -> OlderArchiveError | None:
        """That the file is older, and what to do; ``None`` for one of today, or where today's has none of this name."""
        if self._conn is None or (name is not None and not older.is_of_today(name)):
            return None
        version = meta.load_version(self._conn)
        if version >= SCHEMA_VERSION:
            return None
        sentence = older.lack(version, name, is_sample=self.is_sample)
        return OlderArchiveError(f"{self.path}: {sentence}", path=str(self.path))

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The connection within a transaction, which is committed at the end, or rolled back after any exception."""
        with translated(self.path):
            if self._lock is None:
                self._become_writer()
            with transaction(conn := self._opened()):
                yield conn

    def claim(self) -> None:
        """Takes the lock, and writes nothing. Raises what a write would."""
        with self.writing():
            pass

    def another_reader(self, *, is_shared: bool = False) -> sqlite3.Connection:
        """A second connection, which cannot write, for one thread or several in turn; to be closed by the caller."""
        self._opened()
        return self._connect(IMMUTABLE if self._mode == IMMUTABLE else READ_ONLY, is_shared=is_shared)

    def close(self) -> None:
        """Gives up the file and the lock; after writing, empties the log. May be called twice."""
        conn, self._conn = self._conn, None
        if conn is not None:
            if self._lock is not None:
                # not waiting for a reader who still needs the log: whoever closes last clears it away
                with contextlib.suppress(sqlite3.OperationalError):
                    conn.execute("PRAGMA busy_timeout = 0")
                    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            conn.close()
        self._release_lock()

    def _opened(self) -> sqlite3.Connection:
        if self._conn is None:
            raise ArchiveError(f"{self.path}: the archive is closed", path=str(self.path))
        return self._conn

    def _connect(self, mode: str, *, is_shared: bool = False) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{self.path.absolute().as_uri()}?{mode}",
            uri=True,
            timeout=self._timeout_s,
            isolation_level=None,
            cached_statements=256,
            check_same_thread=not is_shared,
        )

    # Opening.

    def _open(self, *, create: bool) -> None:
        if self.path.is_dir():
            raise NotAnArchiveError(f"{self.path}: a folder, not an archive", path=str(self.path))
        if self.path.exists():
            self._conn = self._readable()
            if not _is_empty(self._conn):
                self._check_is_ours(self._conn)
                return
        if not create:
            self._refuse_missing()
        self._create()

    def _readable(self) -> sqlite3.Connection:
        for mode in (READ_WRITE, READ_ONLY, IMMUTABLE):
            conn = self._connect_to_read(mode)
            if conn is not None:
                self._mode = mode
                return conn
        raise ReadOnlyArchiveError(f"{self.path}: cannot be opened for reading", path=str(self.path))

    def _connect_to_read(self, mode: str) -> sqlite3.Connection | None:
        """The connection, or ``None`` when the file cannot be read in this way."""
        if mode == IMMUTABLE and _has_log(self.path):
            raise ReadOnlyArchiveError(
                f"{self.path}: the newest changes are in its -wal file, which can only be read in a writable folder",
                path=str(self.path),
            )
        conn = None
        try:
            conn = self._connect(mode)
            conn.execute("PRAGMA query_only = ON")
            conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError as error:
            if conn is not None:
                conn.close()
            if _code(error) in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}:
                return None
            if _code(error) == sqlite3.SQLITE_NOTADB:
                raise NotAnArchiveError(f"{self.path}: not a SQLite database", path=str(self.path)) from error
            raise
        return conn

    def _check_is_ours(self, conn: sqlite3.Connection) -> None:
        (application_id,) = conn.execute("PRAGMA application_id").fetchone()
        if application_id != APPLICATION_ID or not _has_table(conn, "meta"):
            raise NotAnArchiveError(f"{self.path}: a SQLite database, but not an archive", path=str(self.path))
        if not self.is_scratch:
            meta.refuse_scratch(conn, self.path)
        version = meta.load_version(conn)
        if version > SCHEMA_VERSION:
            raise NewerArchiveError(
                f"{self.path}: written by a newer version of archiver (schema {version}, known here: up to"
                f" {SCHEMA_VERSION})",
                path=str(self.path),
            )
        if version < SCHEMA_VERSION and not self.is_sample:  # which is never written, and read as it is
            self._try_to_bring_up_to_date(conn)

    def _try_to_bring_up_to_date(self, conn: sqlite3.Connection) -> None:
        """Leaves the file as it is where it is held or cannot be written: whoever opens it next tries again."""
        try:
            self._become_writer()
        except (LockedArchiveError, ReadOnlyArchiveError):
            pass
        except OlderArchiveError as error:
            _log.warning("%s; it is read as it is", error)
        except sqlite3.OperationalError as error:
            if _code(error) in _OUT_OF_ROOM:
                _log.warning(older.STAYS_OLD, self.path, error)
            elif _code(error) not in _KEPT_FROM_WRITING:
                raise
        finally:
            with contextlib.suppress(sqlite3.OperationalError):  # the log may have filled the disk
                conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._release_lock()
        conn.execute("PRAGMA query_only = ON")

    def _refuse_missing(self) -> None:
        if self.path.exists():
            raise NotAnArchiveError(f"{self.path}: an empty file, not an archive", path=str(self.path))
        raise MissingArchiveError(f"{self.path}: no such archive", path=str(self.path))

    def _create(self) -> None:
        if not self.path.parent.is_dir():
            raise MissingArchiveError(f"{self.path}: no such folder", path=str(self.path))
        self._take_lock()
        if self._conn is not None:
            self._conn.close()
        self._mode = READ_WRITE
        if not self.path.exists():  # else it is empty, and becomes one as it lies there
            from archiver.store.making import make_archive  # noqa: PLC0415 - spares readers what only makers need

            make_archive(self.path, self.now())
        self._conn = self._connect(READ_WRITE)
        self._prepare_to_write()

    # Writing.

    def _become_writer(self) -> None:
        if self.is_sample:
            raise SampleArchiveError(f"{self.path.name} is the sample: pass --db", path=str(self.path))
        self._take_lock()
        try:
            self._prepare_to_write()
        except BaseException:
            self._release_lock()
            raise

    def _take_lock(self) -> None:
        from filelock import FileLock, Timeout  # noqa: PLC0415 - spares readers what only writers need

        try:
            lock = FileLock(f"{self.path.resolve()}.lock")
            lock.acquire(timeout=0)
        except Timeout as error:
            raise LockedArchiveError(f"{self.path}: {_who_holds(self._conn)}", path=str(self.path)) from error
        except (OSError, RuntimeError) as error:  # a link that leads to itself is either, as the Python is
            reason = getattr(error, "strerror", None) or "its link leads to itself"
            raise ReadOnlyArchiveError(f"{self.path}: cannot be written ({reason})", path=str(self.path)) from error
        self._lock = lock

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _prepare_to_write(self) -> None:
        if self._mode != READ_WRITE:
            raise ReadOnlyArchiveError(f"{self.path}: cannot be written", path=str(self.path))
        conn = self._opened()
        for pragma in _WRITER_PRAGMAS:
            conn.execute(f"PRAGMA {pragma}")
        conn.execute("PRAGMA journal_mode = WAL")
        with transaction(conn):
            is_changed = self._bring_up_to_date(conn)
            conn.execute("UPDATE runs SET outcome = 'interrupted' WHERE outcome IS NULL")
        if is_changed:
            from archiver.store.room import give_back_room  # noqa: PLC0415 - seldom needed

            give_back_room(conn)
        for pragma in _AT_WORK:
            conn.execute(f"PRAGMA {pragma}")

    def _bring_up_to_date(self, conn: sqlite3.Connection) -> bool:
        """Whether anything had to be done."""
        if (is_old := _has_table(conn, "meta")) and meta.load_version(conn) == SCHEMA_VERSION:
            return False
        if is_old and (articles := older.count_articles(conn)) >= older.MANY_ARTICLES:
            _log.warning(older.TAKES_A_WHILE, self.path, f"{articles:,}")
        # sqlite_utils takes 0.2 s to import, and is needed only for a file that is new or old
        from archiver.store.migrations import bring_up_to_date  # noqa: PLC0415

        try:
            bring_up_to_date(conn, meta.default_warc_dir(self.path), self.now())
        except sqlite3.Error as error:
            if not is_old or _code(error) in _MEANINGS:
                raise
            # it holds what no archive of its version does
            raise OlderArchiveError(f"{self.path}: {older.CANNOT_BE} ({error})", path=str(self.path)) from error
        return True


@contextlib.contextmanager
def transaction(conn: sqlite3.Connection) -> Iterator[None]:
    """A transaction that has the write lock from its start: one that only finds out later cannot wait for it."""
    conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raises our errors for those of SQLite that say something about the file; all others are bugs, and pass."""
    try:
        yield
    except sqlite3.Error as error:
        meaning = _MEANINGS.get(_code(error))
        if meaning is None:
            raise
        kind, words = meaning
        raise kind(f"{path}: {words} ({error})", path=str(path)) from error


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 for an error of the module around it."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _who_holds(conn: sqlite3.Connection | None) -> str:
    """What another writer may be at, as far as the file tells."""
    is_old = conn is not None and _has_table(conn, "meta") and meta.load_version(conn) < SCHEMA_VERSION
    return older.HELD_WHILE_OLD if is_old else older.HELD


def _is_empty(conn: sqlite3.Connection) -> bool:
    """Whether nothing was ever written to it, or whoever created it was killed before it was done."""
    return not conn.execute("SELECT 1 FROM sqlite_master").fetchone()


def _has_table(conn: sqlite3.Connection, name: str) -> bool:
    return bool(conn.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [name]).fetchone())


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0
