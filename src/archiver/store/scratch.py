"""Scratch archives: the rows of one part of a bulk ingest, on their way into another archive.

Such a file has the same tables, and is filled by the same functions. It is without what follows from its rows and is
worked out where they are merged: full text, ways of evidence, pairs of near-identical texts (what those are found by is
there), the indexes that only readers ask, and all triggers. Nothing is synced and there is no log, so that one whose
writer was killed is worth nothing: it is written under a name of its own, and gets its final one when it is closed.

``make_whole`` works out the rest where there is nothing to merge it into.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from archiver.store import meta
from archiver.store.archive import BUSY_TIMEOUT_S, Archive, utc_now
from archiver.store.connection import CREATE, READ_WRITE, Connection, transaction, translated
from archiver.store.schema import schema_sql, statements
from archiver.store.similar import compare_all

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
_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
_MADE = re.compile(r"CREATE (?:UNIQUE )?(?:INDEX|TRIGGER) (\w+)")
#: as the triggers would have noted it, article by article
_EVIDENCE = (
    """
    INSERT INTO evidence_kinds (field, source, rule)
    SELECT e.value ->> 'field', e.value ->> 'source', e.value ->> 'rule'
    FROM articles AS a CROSS JOIN json_each(a.evidence) AS e GROUP BY 1, 2, 3 ORDER BY min(a.id * 1000 + e.key)
    """,
    """
    INSERT INTO article_evidence (kind_id, article_id, position)
    SELECT k.id, a.id, e.key FROM articles AS a CROSS JOIN json_each(a.evidence) AS e
    CROSS JOIN evidence_kinds AS k ON k.field = e.value ->> 'field' AND k.source = e.value ->> 'source'
        AND k.rule = e.value ->> 'rule'
    ORDER BY k.id, a.id
    """,
)
_FULL_TEXT = tuple(f"INSERT INTO {name} ({name}) VALUES ('rebuild')" for name in ("articles_fts", "teasers_fts"))


def create_scratch(path: str | os.PathLike[str], *, clock: Callable[[], dt.datetime] = utc_now) -> Archive:
    """A new scratch archive, to be closed; whatever was at that path is gone. It takes no lock.

    Closed, it is a single file. Opening it as an archive raises ``ScratchArchiveError``.
    """
    return Archive(scratch_connection(Path(path), clock=clock))


def scratch_connection(path: Path, *, clock: Callable[[], dt.datetime] = utc_now) -> Connection:
    """The same for who writes rows itself."""
    return _ScratchConnection(path, create=True, clock=clock, busy_timeout_s=BUSY_TIMEOUT_S)


def make_whole(path: Path) -> None:
    """Makes a closed scratch archive an archive like any other. Killed midway, it is as it was."""
    with translated(path), contextlib.closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA cache_size = -65536")
        with transaction(conn):
            for statement in (*_missing(conn), *_EVIDENCE, *_FULL_TEXT):
                conn.execute(statement)
            compare_all(conn)
            conn.execute("DELETE FROM meta WHERE key = ?", [meta.SCRATCH])


class _ScratchConnection(Connection):
    """A connection that writes from its beginning, to a file that nobody else knows of."""

    is_scratch = True

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        with translated(self.path), transaction(conn := self._opened()):
            yield conn

    def _open(self, *, create: bool) -> None:
        # takes 0.2 s to import, and is needed only for a file that is new
        from archiver.store.migrations import bring_up_to_date  # noqa: PLC0415

        assert create
        self.path.unlink(missing_ok=True)
        self._mode = READ_WRITE
        self._conn = conn = self._connect(CREATE)
        for pragma in _PRAGMAS:
            conn.execute(f"PRAGMA {pragma}")
        with transaction(conn):
            bring_up_to_date(conn, meta.default_warc_dir(self.path), self.now())
            _leave_out_the_rest(conn)
            meta.save(conn, meta.SCRATCH, "1")


def _leave_out_the_rest(conn: sqlite3.Connection) -> None:
    for (name,) in conn.execute(_TRIGGERS).fetchall():
        conn.execute(f"DROP TRIGGER {name}")
    for name in _OF_READERS:
        conn.execute(f"DROP INDEX {name}")


def _missing(conn: sqlite3.Connection) -> list[str]:
    """The statements that make the indexes and triggers which were left out."""
    there = {name for (name,) in conn.execute("SELECT name FROM sqlite_master")}
    made = ((match[1], statement) for statement in statements(schema_sql()) if (match := _MADE.match(statement)))
    return [statement for name, statement in made if name not in there]
