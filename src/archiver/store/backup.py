"""Copies of the database, made while others read and write."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from archiver.drafts import draft_of
from archiver.errors import ArchiveError, ReadOnlyArchiveError
from archiver.store import meta
from archiver.store.connection import Connection, translated

#: a quarter smaller than with SQLite's 4096, where most tables are small
_SAMPLE_PAGE_BYTES = 512


def backup(db: Connection, path: Path) -> None:
    """A copy at a path where nothing is; it names the WARC folder of the original."""
    if path.exists():
        raise ArchiveError(f"{path}: there is something already (a backup overwrites nothing)", path=str(path))
    with db.reading() as conn:
        folder = meta.warc_folder(conn, db.path).resolve()

    def point_to_folder(copy: sqlite3.Connection) -> None:
        meta.save(copy, "warc_dir", os.path.relpath(folder, path.resolve().parent))

    _copy(db, path, point_to_folder)


def write_sample(db: Connection, path: Path) -> None:
    """A copy that commands refuse to write to: no WARC, a rollback journal, as small as can be."""
    _copy(db, path, _make_sample)


def _copy(db: Connection, path: Path, finish: Callable[[sqlite3.Connection], None]) -> None:
    """Writes beside the path and moves into place at the end: half a copy is never seen."""
    draft = draft_of(path)
    try:
        with (
            db.reading() as conn,
            translated(path),
            contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as copy,
        ):
            # in one step, from one state: a copy in steps begins anew whenever another program commits
            conn.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            finish(copy)
        draft.replace(path)
    except OSError as error:
        raise ReadOnlyArchiveError(f"{path}: cannot be written ({error.strerror})", path=str(path)) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _make_sample(copy: sqlite3.Connection) -> None:
    copy.execute(
        "UPDATE captures SET warc_file = NULL, warc_offset = NULL, warc_length = NULL, warc_start = NULL,"
        " revisit_of = NULL"
    )
    copy.execute("DELETE FROM meta WHERE key IN ('warc_file', 'warc_end')")
    meta.save(copy, "is_sample", "1")
    copy.execute("UPDATE _sqlite_migrations SET applied_at = ?", [meta.load(copy, "created_at")])
    copy.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
    copy.execute("INSERT INTO teasers_fts (teasers_fts) VALUES ('optimize')")
    copy.execute(f"PRAGMA page_size = {_SAMPLE_PAGE_BYTES}")
    copy.execute("VACUUM")
