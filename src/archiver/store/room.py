"""Room in the file that holds nothing: what was removed leaves it, and what comes fills it."""

from __future__ import annotations

import sqlite3

_SIZES = ("page_count", "freelist_count", "page_size")
#: the part of a file that, empty, is worth writing the rest anew
_MUCH = 0.1
#: the size of a file that is written anew without being asked for: some seconds
_SOON_WRITTEN_BYTES = 256 * 1024 * 1024


def room_bytes(conn: sqlite3.Connection) -> int:
    """How much of the file is empty, where it is much of it; else none."""
    pages, free, size = _sizes(conn)
    return free * size if free > pages * _MUCH else 0


def give_back_room(conn: sqlite3.Connection) -> None:
    """Makes the file smaller where much of it is empty and writing it anew takes seconds.

    In a larger one the room is there for what comes.
    """
    pages, _, size = _sizes(conn)
    if room_bytes(conn) and pages * size <= _SOON_WRITTEN_BYTES:
        conn.execute("VACUUM")


def _sizes(conn: sqlite3.Connection) -> tuple[int, ...]:
    return tuple(conn.execute(f"PRAGMA {name}").fetchone()[0] for name in _SIZES)
