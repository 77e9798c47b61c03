"""Addresses that are known and left out by a rule, bounded: a trap has no end, the archive must have one.

The first ``MAX_KEPT`` of a source and reason become pages, excluded with that reason, so that anybody can see what is
left out; of further ones only the number of times is kept that a page named one.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable

from archiver.model import FrontierEntry

#: pages of one source that are excluded for one reason because a link led there
MAX_KEPT = 50

_ROOM = "SELECT kept FROM refused_addresses WHERE source_id = ? AND reason = ?"
_COUNT = """
    INSERT INTO refused_addresses (source_id, reason, kept, further, last_example) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (source_id, reason) DO UPDATE
    SET kept = kept + excluded.kept, further = further + excluded.further, last_example = excluded.last_example
"""


def record(
    conn: sqlite3.Connection, entries: Iterable[FrontierEntry], insert: Callable[[FrontierEntry], object]
) -> None:
    """Notes unknown addresses that are refused; ``insert`` makes a page of one."""
    groups: defaultdict[tuple[int, str], list[FrontierEntry]] = defaultdict(list)
    for entry in entries:
        if entry.source_id is not None and entry.refusal is not None:
            groups[entry.source_id, entry.refusal].append(entry)
    for (source_id, reason), refused in groups.items():
        row = conn.execute(_ROOM, (source_id, reason)).fetchone()
        kept = refused[: MAX_KEPT - (row[0] if row else 0)]
        for entry in kept:
            insert(entry)
        conn.execute(_COUNT, (source_id, reason, len(kept), len(refused) - len(kept), refused[-1].url))
