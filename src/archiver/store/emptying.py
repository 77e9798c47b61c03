"""What stands in the log of an archive, brought into its file by another thread while the next one is written.

SQLite does that in the commit that fills the log, and waits for the disk. Many large transactions in a row would each
wait. A log that is written to all the while never becomes empty, and grows: from a size on, they wait after all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from archiver.store.connection import READ_WRITE, Connection

_PAGE_BYTES = 4096
#: a log of more is emptied while the writer waits. Some merged archives of 10,000 articles each write as much: to wait
#: once for every second of them takes a twentieth of the writer's time
LARGEST_BYTES = 1024 * 1024 * 1024


@contextmanager
def emptying_log(db: Connection) -> Iterator[None]:
    """Another thread is at it meanwhile, where the log is not small; one that is too large is emptied first.

    The archive is claimed for writing.
    """
    size = _log_bytes(db.path)
    with db.reading() as conn, ThreadPoolExecutor(1) as thread:
        (usual_pages,) = conn.execute("PRAGMA wal_autocheckpoint").fetchone()
        if size > LARGEST_BYTES:
            _empty(conn)
        elif size > usual_pages * _PAGE_BYTES:
            thread.submit(_bring_over, db.path)
        conn.execute("PRAGMA wal_autocheckpoint = 0")
        try:
            yield
        finally:
            conn.execute(f"PRAGMA wal_autocheckpoint = {usual_pages}")


def _log_bytes(path: Path) -> int:
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0


def _empty(conn: sqlite3.Connection) -> None:
    """Not waiting for a reader who still needs the log: then it goes on growing."""
    (waited_ms,) = conn.execute("PRAGMA busy_timeout").fetchone()
    conn.execute("PRAGMA busy_timeout = 0")
    try:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        conn.execute(f"PRAGMA busy_timeout = {waited_ms}")


def _bring_over(path: Path) -> None:
    """Of what keeps it from it, such as a full disk, whoever writes next is told."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.absolute().as_uri()}?{READ_WRITE}", uri=True)) as own:
        own.execute("PRAGMA wal_checkpoint(PASSIVE)")
