"""Scratch archives: the rows of one part of a bulk ingest, on their way into another archive.

Such a file has the same tables, and is filled by the same functions. It is without what follows from its rows and is
worked out where they are merged: full text, ways of evidence, pairs of near-identical texts (what those are found by is
there), the indexes that only readers ask, and all triggers. Nothing is synced and there is no log, so that one whose
writer was killed is worth nothing: it is written under a name of its own, and gets its final one when it is closed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from archiver.store import meta
from archiver.store.archive import BUSY_TIMEOUT_S, Archive, utc_now
from archiver.store.connection import READ_WRITE, Connection, transaction, translated
from archiver.store.founding import create_schema, name_it

#: what is cut short is thrown away; references are looked at when the rows are merged
_PRAGMAS = (
    "journal_mode = MEMORY",
    "synchronous = OFF",
    "locking_mode = EXCLUSIVE",
    "temp_store = MEMORY",
    "cache_size = -65536",
    "foreign_keys = OFF",
)
#: of no use to whoever writes, or too little: nothing is due here, and few articles go again
_OF_READERS = (
    "pages_by_source",
    "frontier_due",
    "captures_rendered",
    "captures_failed",
    "articles_by_day",
    "articles_by_arrival",
    "articles_by_published",
    "articles_facts",
    "articles_unspaced",
    "article_evidence_by_article",
    "article_authors_by_author",
    "article_tags_by_tag",
    "images_unfit",
    "cards_unfit",
    "cards_by_article",
)
#: how SQLite is told that a file may not be there yet
_CREATE = "mode=rwc"
_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


def create_scratch(path: str | os.PathLike[str], *, clock: Callable[[], dt.datetime] = utc_now) -> Archive:
    """A new scratch archive, to be closed; whatever was at that path is gone. It takes no lock.

    Closed, it is a single file. Opening it as an archive raises ``ScratchArchiveError``.
    """
    return Archive(scratch_connection(Path(path), clock=clock))


def scratch_connection(path: Path, *, clock: Callable[[], dt.datetime] = utc_now) -> Connection:
    """The same for who writes rows itself."""
    return _ScratchConnection(path, create=True, clock=clock, busy_timeout_s=BUSY_TIMEOUT_S)


def move_records(path: Path, old: str, new: str, moved: Mapping[int, int]) -> None:
    """Has rows of a closed scratch archive point to another WARC file; by where records began, where they do there."""
    with translated(path), contextlib.closing(sqlite3.connect(path, isolation_level=None)) as conn, transaction(conn):
        conn.executemany(
            "UPDATE captures SET (warc_file, warc_offset) = (?, ?) WHERE (warc_file, warc_offset) = (?, ?)",
            ((new, offset, old, was) for was, offset in moved.items()),
        )


class _ScratchConnection(Connection):
    """A connection that writes from its beginning, to a file that nobody else knows of."""

    is_scratch = True

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        with translated(self.path), transaction(conn := self._opened()):
            yield conn

    def _open(self, *, create: bool) -> None:
        assert create
        self.path.unlink(missing_ok=True)
        self._mode = READ_WRITE
        self._conn = conn = self._connect(_CREATE)
        for pragma in _PRAGMAS:
            conn.execute(f"PRAGMA {pragma}")
        with transaction(conn):
            create_schema(conn)
            name_it(conn, meta.default_warc_dir(self.path), self.now())
            _leave_out_the_rest(conn)
            meta.save(conn, meta.SCRATCH, "1")


def _leave_out_the_rest(conn: sqlite3.Connection) -> None:
    for (name,) in conn.execute(_TRIGGERS).fetchall():
        conn.execute(f"DROP TRIGGER {name}")
    for name in _OF_READERS:
        conn.execute(f"DROP INDEX {name}")
