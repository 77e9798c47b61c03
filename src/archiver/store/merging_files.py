"""Another archive beside this one, to be read from: attached to the same connection under the name ``other``."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from archiver.errors import (
    DamagedArchiveError,
    MissingArchiveError,
    NewerArchiveError,
    NotAnArchiveError,
    OlderArchiveError,
    UsageError,
)
from archiver.store.connection import IMMUTABLE, READ_ONLY, Connection, translated
from archiver.store.schema import APPLICATION_ID, SCHEMA_VERSION

_VERSION = "SELECT value FROM other.meta WHERE key = 'schema_version'"
#: what one of today's schema has, and this one lacks: a row for each table or column, those aside that are
#: sqlite-utils' own and that no scratch archive needs
_LACKING = """
    SELECT t.name, c.name FROM main.sqlite_master AS t CROSS JOIN pragma_table_xinfo(t.name, 'main') AS c
    WHERE t.type = 'table' AND t.name NOT LIKE '%\\_fts%' ESCAPE '\\' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    AND t.name <> '_sqlite_migrations'
    AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(t.name, 'other') AS o WHERE o.name = c.name) LIMIT 1
"""
_IS_OURS = "SELECT count(*) FROM other.sqlite_master WHERE type = 'table' AND name = 'meta'"


@contextlib.contextmanager
def attached(db: Connection, path: Path) -> Iterator[str]:
    """Has the archive at this path beside the open one, which is claimed for writing.

    Raises what opening it would, ``UsageError`` for the archive itself, ``OlderArchiveError`` for one of an older
    schema: it is not ours to bring up to date.
    """
    if path.is_dir():
        raise NotAnArchiveError(
            f"{path}: a folder, not an archive (a lake is brought in by 'archiver merge')", path=str(path)
        )
    if not path.is_file():
        raise MissingArchiveError(f"{path}: no such archive", path=str(path))
    if path.samefile(db.path):
        raise UsageError(f"{path}: cannot be merged into itself (expected another archive)")
    db.claim()
    with db.reading() as conn, contextlib.closing(_Beside(conn, path)) as beside:
        with translated(path):
            beside.check()
        try:
            yield beside.address
        except sqlite3.IntegrityError as error:  # what is here is held to the schema
            raise DamagedArchiveError(
                f"{path}: holds what no archive may ({error}), and nothing of it was merged", path=str(path)
            ) from error
        except DamagedArchiveError as error:
            if beside.is_whole():
                raise
            raise DamagedArchiveError(f"{path}: is damaged, and nothing of it was merged", path=str(path)) from error


def _mode(path: Path) -> str:
    """How nothing is left beside it: where nobody has it open, SQLite need not share memory with anybody."""
    return READ_ONLY if any(path.with_name(path.name + end).exists() for end in ("-wal", "-journal")) else IMMUTABLE


class _Beside:
    """The other archive, as long as it is attached."""

    def __init__(self, conn: sqlite3.Connection, path: Path) -> None:
        self._conn = conn
        self._path = path
        #: as SQLite knows it
        self.address = f"{path.absolute().as_uri()}?{_mode(path)}"
        with translated(path):
            try:
                conn.execute("ATTACH ? AS other", [self.address])
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_NOTADB:
                    raise
                raise NotAnArchiveError(f"{path}: not a SQLite database", path=str(path)) from error

    def check(self) -> None:
        """Raises for what is no archive, or one of another schema."""
        (application_id,) = self._conn.execute("PRAGMA other.application_id").fetchone()
        (has_meta,) = self._conn.execute(_IS_OURS).fetchone()
        if application_id != APPLICATION_ID or not has_meta:
            raise NotAnArchiveError(f"{self._path}: a SQLite database, but not an archive", path=str(self._path))
        version = int(self._conn.execute(_VERSION).fetchone()[0])
        if version != SCHEMA_VERSION:
            kind = NewerArchiveError if version > SCHEMA_VERSION else OlderArchiveError
            raise kind(f"{self._path}: has schema {version} (expected {SCHEMA_VERSION})", path=str(self._path))
        for table, column in self._conn.execute(_LACKING):
            raise DamagedArchiveError(
                f"{self._path}: has no {table}.{column}, which every archive of schema {version} has",
                path=str(self._path),
            )

    def is_whole(self) -> bool:
        """Whether it can be read from end to end."""
        try:
            return bool(self._conn.execute("PRAGMA other.quick_check(1)").fetchone() == ("ok",))
        except sqlite3.DatabaseError:
            return False

    def close(self) -> None:
        """Lets go of it."""
        self._conn.execute("DETACH other")
