"""Facts about the archive itself: the table ``meta``."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.errors import DamagedArchiveError, ScratchArchiveError

if TYPE_CHECKING:
    from archiver.model import WarcPosition

#: set to 1 in an archive whose rows are on their way into another one
SCRATCH = "is_scratch"
#: set to 1 in one of those that holds what an archive of its own did, each look included
COMPLETE = "is_complete"


def load(conn: sqlite3.Connection, key: str) -> str | None:
    """The value of a key, or ``None``."""
    row = conn.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
    return None if row is None else str(row[0])


def save(conn: sqlite3.Connection, key: str, value: str) -> None:
    """Sets a key; writes nothing when it has that value."""
    conn.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
        [key, value],
    )


def forget(conn: sqlite3.Connection, key: str) -> None:
    """Leaves nothing of a key."""
    conn.execute("DELETE FROM meta WHERE key = ?", [key])


def load_version(conn: sqlite3.Connection) -> int:
    """The version of the schema that the file has. Raises ``DamagedArchiveError`` where that is no number."""
    version = load(conn, "schema_version") or "0"
    try:
        return int(version)
    except ValueError as error:
        path = str(conn.execute("PRAGMA database_list").fetchone()[2])
        raise DamagedArchiveError(
            f"{path}: is damaged (meta.schema_version is '{version}', which is no number)", path=path
        ) from error


def refuse_scratch(conn: sqlite3.Connection, path: Path) -> None:
    """Raises ``ScratchArchiveError`` where it is no archive to open."""
    if load(conn, SCRATCH) == "1":
        raise ScratchArchiveError(
            f"{path}: not an archive of its own, but a part of an ingest that is not done: run that ingest again",
            path=str(path),
        )


def warc_folder(conn: sqlite3.Connection, path: Path) -> Path:
    """The folder of the WARC files of the archive at this path."""
    folder = (path.resolve() if path.is_symlink() else path).parent
    return folder / (load(conn, "warc_dir") or default_warc_dir(path))


def default_warc_dir(path: Path) -> str:
    """The name of a new archive's WARC folder: ``archive.warc`` beside ``archive.db``.

    Where a WARC file lies under that name, as ``news.warc`` does beside ``news.db``, it is ``news.db.warc``.
    """
    name = f"{path.stem}.warc"
    return f"{path.name}.warc" if path.with_name(name).is_file() else name


def load_warc_position(conn: sqlite3.Connection) -> WarcPosition | None:
    """How far the newest WARC file was on disk at the last commit."""
    from archiver.model import WarcPosition  # noqa: PLC0415 - spares a search the model

    file, end = load(conn, "warc_file"), load(conn, "warc_end")
    return None if file is None or end is None else WarcPosition(file=file, end=int(end))


def save_warc_position(conn: sqlite3.Connection, position: WarcPosition) -> None:
    """Records how far the newest WARC file is on disk."""
    save(conn, "warc_file", position.file)
    save(conn, "warc_end", str(position.end))
