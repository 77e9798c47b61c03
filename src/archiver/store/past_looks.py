"""Looks at a page that come after newer ones: files are ingested in any order.

The history of a page's cards is the same in whatever order its looks come. Between the looks before and after it, a
late one can lengthen what stood at either, can show what stood at neither, and can show that what stood at both was
gone in between: that then ended and began anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from typing import NamedTuple

from archiver.store.looks import Place, View, capture_before

#: the looks next to a moment, the moment itself when there was one, and what stood around it; a look without a capture
#: (an unchanged page, an article added by hand) is known by what began or ended then
_NEIGHBOURS = """
    WITH around AS (
        SELECT first_seen, last_seen, ended_at FROM placements
        WHERE page_id = :page AND (ended_at IS NULL OR ended_at >= :then)
    ), moments (moment) AS (
        SELECT first_seen FROM around UNION ALL SELECT last_seen FROM around UNION ALL SELECT ended_at FROM around
        UNION ALL SELECT max(ended_at) FROM placements WHERE page_id = :page AND ended_at < :then
        UNION ALL SELECT max(fetched_at) FROM captures WHERE page_id = :page AND tells_cards AND fetched_at < :then
        UNION ALL SELECT min(fetched_at) FROM captures WHERE page_id = :page AND tells_cards AND fetched_at > :then
        UNION ALL SELECT fetched_at FROM captures
        WHERE page_id = :page AND tells_cards AND fetched_at = :then AND id IS NOT :capture
        UNION ALL SELECT :newest
    )
    SELECT max(iif(moment < :then, moment, NULL)), min(iif(moment > :then, moment, NULL)), max(moment = :then)
    FROM moments
"""
_AROUND = """
    SELECT card_id, region, block, block_heading, position, id, first_seen, coalesce(last_seen, :newest)
    FROM placements WHERE page_id = :page AND first_seen <= :next AND (ended_at IS NULL OR ended_at > :then)
"""
_MENTION = """
    INSERT INTO placements (card_id, page_id, region, block, block_heading, position, first_seen, last_seen, ended_at,
                            first_capture_id, last_capture_id)
    VALUES (?, ?, ?, ?, ?, ?, ?7, ?7, ?8, ?9, ?9)
"""
_FROM_THEN = """
    UPDATE placements SET first_seen = :then, first_capture_id = :capture,
        last_capture_id = iif(ended_at IS NULL, :capture, last_capture_id)
    WHERE id = :id
"""
_UNTIL_THEN = "UPDATE placements SET last_seen = :then, last_capture_id = :capture WHERE id = :id"
_BEGIN_AGAIN = """
    INSERT INTO placements (card_id, page_id, region, block, block_heading, position, first_seen, last_seen, ended_at,
                            first_capture_id, last_capture_id)
    SELECT card_id, page_id, region, block, block_heading, position, :next, last_seen, ended_at,
           :next_capture, iif(ended_at IS NULL, :next_capture, last_capture_id)
    FROM placements WHERE id = :id
"""
_BREAK_OFF = (
    "UPDATE placements SET last_seen = :before, ended_at = :then, last_capture_id = :before_capture WHERE id = :id"
)
_END_THEN = "UPDATE placements SET ended_at = :then WHERE id = :id"


class _Standing(NamedTuple):
    """A placement that stood before, at or after the moment."""

    place: Place
    id: int
    first_seen: str
    last_seen: str


class _Moment(NamedTuple):
    """A late look between its neighbours."""

    view: View
    before: str | None
    next: str
    #: there was another look in the same second
    is_known: bool


def place_in_the_past(conn: sqlite3.Connection, view: View, shown: Collection[Place]) -> None:
    """Makes the history of a page what it had been if this look had come in its time."""
    moment = _moment(conn, view)
    around = _load_around(conn, moment)
    there = [standing for standing in around if standing.place in shown]
    _lengthen(conn, moment, there)
    if not moment.is_known:
        _interrupt(conn, moment, [standing for standing in around if standing.place not in shown])
    known = {standing.place for standing in there}
    _mention(conn, moment, [place for place in shown if place not in known])


def _moment(conn: sqlite3.Connection, view: View) -> _Moment:
    before, following, is_known = conn.execute(
        _NEIGHBOURS,
        {"page": view.page_id, "then": view.seen_at, "capture": view.capture_id, "newest": view.last_seen},
    ).fetchone()
    return _Moment(view, before, following, bool(is_known))


def _load_around(conn: sqlite3.Connection, moment: _Moment) -> list[_Standing]:
    view = moment.view
    rows = conn.execute(
        _AROUND, {"page": view.page_id, "then": view.seen_at, "next": moment.next, "newest": view.last_seen}
    )
    return [_Standing(Place._make(place), number, first, last) for *place, number, first, last in rows]


def _lengthen(conn: sqlite3.Connection, moment: _Moment, there: Iterable[_Standing]) -> None:
    """What stood at the look before stood until now, what stood at the one after stood already."""
    then = moment.view.seen_at
    for standing in there:
        values = {"id": standing.id, "then": then, "capture": moment.view.capture_id}
        if standing.first_seen > then:
            conn.execute(_FROM_THEN, values)
        elif standing.last_seen < then:
            conn.execute(_UNTIL_THEN, values)


def _interrupt(conn: sqlite3.Connection, moment: _Moment, absent: Iterable[_Standing]) -> None:
    """What stood at the look before had ended by now, and begins anew where it stood at the one after."""
    view = moment.view
    through = [standing for standing in absent if standing.first_seen < view.seen_at]
    if not through:
        return
    values = {
        "then": view.seen_at,
        "before": moment.before,
        "next": moment.next,
        "before_capture": capture_before(conn, view, moment.before or ""),
        "next_capture": capture_before(conn, view, moment.next),
    }
    for standing in through:
        if standing.last_seen < view.seen_at:
            conn.execute(_END_THEN, values | {"id": standing.id})
        else:
            conn.execute(_BEGIN_AGAIN, values | {"id": standing.id})
            conn.execute(_BREAK_OFF, values | {"id": standing.id})


def _mention(conn: sqlite3.Connection, moment: _Moment, places: Iterable[Place]) -> None:
    """What stood at this look alone."""
    view = moment.view
    conn.executemany(
        _MENTION,
        ((place.card_id, view.page_id, *place[1:], view.seen_at, moment.next, view.capture_id) for place in places),
    )
