"""Looks at pages: what tells which cards stand on a page, and when that was.

A capture is a look when its page came (changed or not), or is gone or left out, so that nothing stands on it any more.
One that failed is none, nor is a wall in front of the page: nobody knows what is behind it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import NamedTuple

#: what stands in the way of a page: it tells nothing about the cards behind it
HIDING_KINDS = frozenset({"error", "login", "consent"})
#: of pages whose cards stand, as far as we know
SHOWN_STATES = frozenset({"ok", "failed"})

_WALLS = ", ".join(f"'{kind}'" for kind in sorted(HIDING_KINDS))
#: an unchanged page need not have left a capture
_NEWEST = f"""
    SELECT max(moment) FROM (
        SELECT max(fetched_at) AS moment FROM captures WHERE page_id = ?1 AND tells_cards
        UNION ALL
        SELECT last_fetched_at FROM pages WHERE id = ?1 AND (kind IS NULL OR kind NOT IN ({_WALLS}))
    )
"""
_BEFORE = """
    SELECT id FROM captures WHERE page_id = :page AND tells_cards AND fetched_at <= :moment AND id IS NOT :but
    ORDER BY fetched_at DESC, id DESC LIMIT 1
"""
_LATER = """
    SELECT 1 FROM captures AS later JOIN captures AS c
        ON later.page_id = c.page_id AND (later.fetched_at, later.id) > (c.fetched_at, c.id)
    WHERE c.id = ? AND later.tells_cards AND later.warc_file IS NOT NULL AND later.error IS NULL AND later.id IS NOT ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One look at a page: when, in which capture, and when the newest of all other looks was."""

    page_id: int
    #: UTC text
    seen_at: str
    capture_id: int | None
    last_seen: str | None

    @property
    def beginning(self) -> Beginning:
        """Of what it shows for the first time."""
        return Beginning(self.seen_at, self.capture_id)

    @property
    def is_of_the_past(self) -> bool:
        """Whether the page was seen later than this before."""
        return self.last_seen is not None and self.seen_at < self.last_seen


class Beginning(NamedTuple):
    """When a placement began, and in which capture."""

    first_seen: str
    capture_id: int | None


class Place(NamedTuple):
    """A card at its place on a page: equal means that it has stayed."""

    card_id: int
    region: str
    block: int
    block_heading: str | None
    position: int


def newest_look(conn: sqlite3.Connection, page_id: int) -> str | None:
    """When the newest look at a page was, UTC text; ``None`` before the first."""
    (moment,) = conn.execute(_NEWEST, (page_id,)).fetchone()
    return None if moment is None else str(moment)


def capture_before(conn: sqlite3.Connection, view: View, moment: str) -> int | None:
    """The newest look that was kept up to this moment, other than this one."""
    row = conn.execute(_BEFORE, {"page": view.page_id, "moment": moment, "but": view.capture_id}).fetchone()
    return None if row is None else int(row[0])


def is_newest_kept(conn: sqlite3.Connection, capture_id: int, *, but: int | None = None) -> bool:
    """Whether no later look at its page can be read again, ``but`` this one: it alone tells what stands."""
    return conn.execute(_LATER, (capture_id, but)).fetchone() is None
