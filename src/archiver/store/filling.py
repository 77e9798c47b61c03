"""A scratch archive filled with rows that come from elsewhere, under the numbers that they have there.

One table follows from the rows at once: the texts that articles had, from those of all revisions. All else that follows
is worked out where the archive is merged.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from archiver.errors import DamagedArchiveError
from archiver.store import meta
from archiver.store.scratch import scratch_connection

#: the view whose rows hold the texts that articles had; and what is kept of them
TEXTS = "revisions"
_TEXT = ("article_id", "text_digest", "title", "lead", "body")
_KEEP_TEXT = """
    INSERT OR IGNORE INTO past_texts (article_id, text_digest, title, lead, body) SELECT ?1, ?2, ?3, ?4, ?5
    WHERE NOT EXISTS (SELECT 1 FROM articles WHERE id = ?1 AND text_digest = ?2)
"""


class Filler:
    """Writes rows into one archive. Made by ``filling``."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn

    def columns(self, table: str) -> tuple[str, ...]:
        """What is needed of a table; of ``TEXTS``, which comes after ``articles``, what is kept of it."""
        if table == TEXTS:
            return _TEXT
        return tuple(name for (name,) in self._conn.execute("SELECT name FROM pragma_table_info(?)", [table]))

    def add(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Writes rows, which have these columns. Raises ``sqlite3.IntegrityError`` for what no archive holds."""
        names = self.columns(table)
        insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        self._conn.executemany(_KEEP_TEXT if table == TEXTS else insert, rows)

    def loose_end(self) -> tuple[str, str] | None:
        """A table, and another that rows of it point to where there is none; ``None`` if all rows find theirs."""
        found = self._conn.execute('SELECT "table", parent FROM pragma_foreign_key_check LIMIT 1').fetchone()
        return None if found is None else (str(found[0]), str(found[1]))

    def note_warc_folder(self, warc_dir: str) -> None:
        """Notes where the WARC files lie, from the folder of the archive."""
        meta.save(self._conn, "warc_dir", warc_dir)


@contextmanager
def filling(path: Path, origin: Path) -> Iterator[Filler]:
    """A new scratch archive at this path, closed at the end. Raises ``DamagedArchiveError`` of what rows cannot be."""
    with closing(scratch_connection(path)) as db:
        try:
            with db.writing() as conn:
                meta.save(conn, meta.COMPLETE, "1")
                yield Filler(conn)
        except sqlite3.IntegrityError as error:
            raise DamagedArchiveError(
                f"{origin}: holds rows that cannot be ({error}); nothing of it was merged", path=str(origin)
            ) from error
