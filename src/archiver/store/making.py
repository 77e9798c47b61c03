"""A new archive, which appears under its name when it is whole: whoever is cut short over it leaves nothing."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from pathlib import Path

from archiver.drafts import draft_of, put_in_place
from archiver.errors import ArchiveError
from archiver.store import meta
from archiver.store.migrations import bring_up_to_date
from archiver.store.room import give_back_room

#: what SQLite has beside a file
_BESIDE = ("", "-wal", "-shm", "-journal")


def make_archive(path: Path, now: dt.datetime) -> None:
    """An archive with nothing in it is at this path. Who calls holds its lock.

    Raises ``sqlite3.Error`` where it cannot be written, and ``ArchiveError`` for what has come there meanwhile.
    """
    place = path.resolve()  # a link stays one
    draft = draft_of(place)
    try:
        with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as conn:
            conn.execute("PRAGMA journal_mode = WAL")
            conn.execute("BEGIN IMMEDIATE")
            bring_up_to_date(conn, meta.default_warc_dir(path), now)
            conn.execute("COMMIT")
            give_back_room(conn)
        put_in_place(draft, place, is_forced=False)
    except FileExistsError as error:
        raise ArchiveError(f"{path}: another file has come there meanwhile: try again", path=str(path)) from error
    finally:
        for suffix in _BESIDE:
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)
