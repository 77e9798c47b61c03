"""Where cards stood on pages that both archives know."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from archiver.store.looks import HIDING_KINDS
from archiver.store.merging_maps import first_new
from archiver.store.merging_stays import Looks, Spot, Stay, united

#: pages at which the other archive has looked when this one did not, or has seen what this one has not
_TOUCHED = """
    SELECT b.id, b.other_id, b.look_here, b.look_there, b.version_here, b.version_there
    FROM temp.both_pages AS b
    WHERE b.has_news OR b.is_unheard_of OR EXISTS (
        SELECT 1 FROM other.placements AS o CROSS JOIN temp.of_cards AS k ON k.id = o.card_id
        WHERE o.page_id = b.other_id AND NOT EXISTS (
            SELECT 1 FROM main.placements AS m
            WHERE m.page_id = b.id AND m.card_id = k.here AND m.region = o.region AND m.block = o.block
                AND m.block_heading IS o.block_heading AND m.position = o.position AND m.first_seen = o.first_seen
                AND m.ended_at IS o.ended_at AND m.last_seen IS o.last_seen
        )
    )
    ORDER BY b.id
"""
_MOMENTS = "SELECT fetched_at FROM {0}.captures WHERE page_id = ? AND tells_cards AND id < ?"
_STAYS = """
    SELECT c.digest, p.region, p.block, p.block_heading, p.position, p.first_seen,
        coalesce(p.last_seen, iif(p.ended_at IS NULL, max(p.first_seen, coalesce(?, p.first_seen)), p.first_seen)),
        p.ended_at, {1}
    FROM {0}.placements AS p CROSS JOIN {0}.cards AS c ON c.id = p.card_id WHERE p.page_id = ? ORDER BY p.id
"""
_CAPTURES = "SELECT fetched_at, id FROM main.captures WHERE page_id = ? AND tells_cards ORDER BY fetched_at, id"
_ROWS = """
    SELECT p.id, p.first_capture_id, p.last_capture_id,
        c.digest, p.region, p.block, p.block_heading, p.position, p.first_seen, p.last_seen, p.ended_at
    FROM main.placements AS p CROSS JOIN main.cards AS c ON c.id = p.card_id WHERE p.page_id = ?
"""
_INSERT = """
    INSERT INTO main.placements (card_id, region, block, block_heading, position, first_seen, last_seen, ended_at,
        page_id, first_capture_id, last_capture_id)
    VALUES ((SELECT id FROM main.cards WHERE digest = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_SHOW_IN = "UPDATE main.placements SET (first_capture_id, last_capture_id) = (?, ?) WHERE id = ?"
_DROP_UNUSED_CARDS = """
    DELETE FROM main.cards WHERE id IN (
        SELECT here FROM temp.of_cards WHERE is_new AND NOT EXISTS (
            SELECT 1 FROM main.placements AS p WHERE p.card_id = of_cards.here
        )
    )
"""
_DROP_CARD = """
    DELETE FROM main.cards WHERE digest = ? AND NOT EXISTS (
        SELECT 1 FROM main.placements AS p WHERE p.card_id = cards.id
    )
"""
_ALL = 2**63 - 1


class _Side(NamedTuple):
    """One archive's page."""

    schema: str
    page_id: int
    look: str | None
    version: int
    #: captures below this number are its own
    below: int


class _Row(NamedTuple):
    """A placement as it is written."""

    spot: Spot
    first_seen: str
    last_seen: str | None
    ended_at: str | None


class _Known(NamedTuple):
    """A placement that is written."""

    id: int
    #: the numbers of the first and the newest capture that showed it
    shown_in: tuple[int | None, int | None]


def merge_placements(conn: sqlite3.Connection) -> None:
    """Makes the placements of pages in both what one archive would have that had seen all; the pages are so already."""
    below = first_new(conn, "captures") or _ALL
    for page_id, other_id, look_here, look_there, version_here, version_there in conn.execute(_TOUCHED).fetchall():
        ours = _Side("main", page_id, look_here, version_here, below)
        theirs = _Side("other", other_id, look_there, version_there, _ALL)
        _merge_page(conn, ours, theirs)
    conn.execute(_DROP_UNUSED_CARDS)


def _merge_page(conn: sqlite3.Connection, ours: _Side, theirs: _Side) -> None:
    looks, begun = zip(*(_load(conn, side) for side in (ours, theirs)), strict=True)
    (kind,) = conn.execute("SELECT kind FROM main.pages WHERE id = ?", (ours.page_id,)).fetchone()
    rows = {_row(stay, is_hidden=kind in HIDING_KINDS) for stay in united(*looks)}
    there = _load_rows(conn, ours.page_id)
    gone = there.keys() - rows
    conn.executemany("DELETE FROM main.placements WHERE id = ?", [(there[row].id,) for row in gone])
    captures = conn.execute(_CAPTURES, (ours.page_id,)).fetchall()
    known = begun[1] | begun[0]
    for row in sorted(rows, key=_order):
        shown_in = _captures_of(row, captures, known)
        if row not in there:
            conn.execute(_INSERT, (*row.spot, *row[1:], ours.page_id, *shown_in))
        elif shown_in != there[row].shown_in:
            conn.execute(_SHOW_IN, (*shown_in, there[row].id))
    conn.executemany(_DROP_CARD, {(row.spot.card,) for row in gone})


def _load_rows(conn: sqlite3.Connection, page_id: int) -> dict[_Row, _Known]:
    return {
        _Row(Spot._make(values[3:8]), *values[8:]): _Known(values[0], values[1:3])
        for values in conn.execute(_ROWS, (page_id,)).fetchall()
    }


def _load(conn: sqlite3.Connection, side: _Side) -> tuple[Looks, dict[tuple[Spot, str], int | None]]:
    """What an archive knows of a page, and in which captures placements began, by their numbers here."""
    first = "p.first_capture_id" if side.schema == "main" else _MAPPED
    rows = conn.execute(_STAYS.format(side.schema, first), (side.look, side.page_id)).fetchall()
    stays = [Stay(Spot._make(row[:5]), *row[5:8]) for row in rows]
    moments = {moment for (moment,) in conn.execute(_MOMENTS.format(side.schema), (side.page_id, side.below))}
    for stay in stays:
        moments |= {stay.first_seen, stay.last_seen, stay.ended_at or stay.last_seen}
    if side.look is not None:
        moments.add(side.look)
    begun = {(stay.place, stay.first_seen): row[8] for stay, row in zip(stays, rows, strict=True)}
    return Looks(sorted(moments), stays, side.version), begun


_MAPPED = "(SELECT k.here FROM temp.of_captures AS k WHERE k.id = p.first_capture_id)"


def _row(stay: Stay, *, is_hidden: bool) -> _Row:
    last_seen = stay.last_seen if stay.ended_at is not None or is_hidden else None
    return _Row(stay.place, stay.first_seen, last_seen, stay.ended_at)


def _captures_of(
    row: _Row, captures: Sequence[tuple[str, int]], begun: dict[tuple[Spot, str], int | None]
) -> tuple[int | None, int | None]:
    """The first and the newest that showed it, also of a row that was there: the other archive may have kept more."""
    key = (row.spot, row.first_seen)
    first = begun[key] if key in begun else _newest(captures, row.first_seen)
    last = first if row.ended_at is None else _newest(captures, row.last_seen or row.first_seen) or first
    return first, last


def _newest(captures: Sequence[tuple[str, int]], moment: str) -> int | None:
    """The newest look that was kept up to this moment."""
    place = bisect_right(captures, (moment, _ALL))
    return captures[place - 1][1] if place else None


def _order(row: _Row) -> tuple[object, ...]:
    return row.first_seen, row.spot.position, row.spot.region, row.spot.block, row.spot.card
