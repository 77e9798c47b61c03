"""Cards and placements on their way into the archive.

A card is one distinct teaser and is kept once. A placement is a card at a place (region, block, block heading and
position) of a page; it stays open, and nothing is written, for as long as the page shows the same card at the same
place. What is no longer there ends; what has moved ends there and begins here.

Files may be ingested in any order: for looks that are older than the newest one see ``past_looks``.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from archiver.jsontext import encode_json
from archiver.model import Teaser, moment_text
from archiver.store.looks import Beginning, Place, View, capture_before
from archiver.store.matching import Promise
from archiver.store.past_looks import place_in_the_past
from archiver.store.resolving import Claims
from archiver.store.texts import text_or_none

_INSERT_CARDS = """
    INSERT INTO cards (digest, title, kicker, url, excerpt, byline, published, image_url, image_alt, image_status,
                       placeholder_text, match_key)
    VALUES
"""
_CARD_VALUES = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_BEGIN = """
    INSERT INTO placements (card_id, page_id, region, block, block_heading, position, first_seen, first_capture_id,
                            last_capture_id)
    VALUES
"""
_PLACEMENT_VALUES = "(?, ?, ?, ?, ?, ?, ?, ?, ?)"
#: rows in one statement: between any two that add cards, SQLite writes the full-text index to disk, in parts that it
#: has to merge later
_TOGETHER = 32
_END = """
    UPDATE placements SET ended_at = max(first_seen, :now),
        last_seen = max(first_seen, coalesce(last_seen, :last_seen, first_seen)),
        last_capture_id = coalesce(:last_capture, last_capture_id)
    WHERE id = :id
"""
_HIDE = """
    UPDATE placements SET last_seen = max(first_seen, coalesce(?, first_seen))
    WHERE page_id = ? AND ended_at IS NULL AND last_seen IS NULL
"""
_UNHIDE = "UPDATE placements SET last_seen = NULL WHERE page_id = ? AND ended_at IS NULL AND last_seen IS NOT NULL"
_OPEN = """
    SELECT id, card_id, region, block, block_heading, position, first_seen, first_capture_id
    FROM placements WHERE page_id = ? AND ended_at IS NULL
"""
_DROP_UNUSED_CARDS = """
    DELETE FROM cards
    WHERE id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM placements WHERE card_id = cards.id)
"""


class _Standing(NamedTuple):
    """An open placement."""

    id: int
    place: Place
    beginning: Beginning


def place_teasers(conn: sqlite3.Connection, view: View, teasers: Sequence[Teaser], claims: Claims) -> None:
    """Ends and begins placements so that the open ones are what the page shows now.

    Cards that are new are noted in ``claims``.
    """
    shown = _places(conn, teasers, claims)
    if view.is_of_the_past:
        place_in_the_past(conn, view, shown)
        return
    standing = _load_standing(conn, view.page_id)
    _end(conn, view, [s.id for s in standing if s.place not in shown])
    if standing:
        conn.execute(_UNHIDE, (view.page_id,))
    stayed = {s.place for s in standing}
    _begin(conn, view, {place: view.beginning for place in shown if place not in stayed})


def end_placements(conn: sqlite3.Connection, view: View) -> None:
    """Ends whatever stands on a page: it is gone, or left out from now on."""
    if view.is_of_the_past:
        place_in_the_past(conn, view, ())
        return
    _end(conn, view, [standing.id for standing in _load_standing(conn, view.page_id)])


def hide_placements(conn: sqlite3.Connection, view: View) -> None:
    """Notes when what stands on a page was seen last: a wall stands in the way now, and nobody knows what is behind."""
    if not view.is_of_the_past:
        conn.execute(_HIDE, (view.last_seen, view.page_id))


def replace_placements(conn: sqlite3.Connection, view: View, teasers: Sequence[Teaser], claims: Claims) -> None:
    """Puts cards that are read differently in the place of the open ones, from the same capture.

    The page has not changed: a card has stood there as long as the one that it replaces. Cards that are new are noted
    in ``claims``.
    """
    shown = _places(conn, teasers, claims)
    standing = _load_standing(conn, view.page_id)
    known = {s.place for s in standing}
    misread = [s for s in standing if s.place not in shown]
    fresh = [place for place in shown if place not in known]
    _begin(conn, view, _beginnings(conn, view, misread, fresh))
    conn.executemany("DELETE FROM placements WHERE id = ?", [(s.id,) for s in misread])
    conn.execute(_DROP_UNUSED_CARDS, (encode_json([s.place.card_id for s in misread]),))


def _beginnings(
    conn: sqlite3.Connection, view: View, misread: Sequence[_Standing], fresh: Sequence[Place]
) -> dict[Place, Beginning]:
    """Since when cards stand that are read differently: since the same card, else story, else whatever was there.

    A card that was overlooked so far moves those below it; these have not begun anew.
    """
    stories = _load_stories(conn, [place.card_id for place in (*fresh, *(s.place for s in misread))])
    begun: dict[object, Beginning] = {}
    for stood in misread:
        for likeness in _likenesses(stood.place, stories):
            begun.setdefault(likeness, stood.beginning)
    return {
        place: next((begun[key] for key in _likenesses(place, stories) if key in begun), view.beginning)
        for place in fresh
    }


def _likenesses(place: Place, stories: dict[int, str | None]) -> Iterator[object]:
    """What two readings of one card may have in common, the surest first."""
    yield "card", place.card_id, place.position
    yield "card", place.card_id
    if (story := stories[place.card_id]) is not None:
        yield "story", story, place.position
        yield "story", story
    yield "position", place.position


def _load_stories(conn: sqlite3.Connection, card_ids: Sequence[int]) -> dict[int, str | None]:
    rows = conn.execute(
        "SELECT id, match_key FROM cards WHERE id IN (SELECT value FROM json_each(?))", (encode_json(card_ids),)
    )
    return dict(rows.fetchall())


def _places(conn: sqlite3.Connection, teasers: Sequence[Teaser], claims: Claims) -> dict[Place, None]:
    """What a page shows, in order."""
    ids = _card_ids(conn, teasers, claims)
    return {
        Place(card_id, teaser.region, teaser.block, text_or_none(teaser.block_heading), teaser.position): None
        for card_id, teaser in zip(ids, teasers, strict=True)
    }


def _begin(conn: sqlite3.Connection, view: View, places: dict[Place, Beginning]) -> None:
    """Adds open placements on a page."""
    rows = [
        (place.card_id, view.page_id, *place[1:], *beginning, beginning.capture_id)
        for place, beginning in places.items()
    ]
    for some in _portions(rows):
        conn.execute(_BEGIN + ", ".join([_PLACEMENT_VALUES] * len(some)), [*chain.from_iterable(some)])


def _load_standing(conn: sqlite3.Connection, page_id: int) -> list[_Standing]:
    return [
        _Standing(placement_id, Place._make(place), Beginning(first_seen, capture_id))
        for placement_id, *place, first_seen, capture_id in conn.execute(_OPEN, (page_id,))
    ]


def _end(conn: sqlite3.Connection, view: View, placement_ids: Sequence[int]) -> None:
    if not placement_ids:
        return
    last = capture_before(conn, view, view.seen_at)
    moment = {"now": view.seen_at, "last_seen": view.last_seen, "last_capture": last}
    conn.executemany(_END, ({"id": placement_id, **moment} for placement_id in placement_ids))


# Cards.


def _card_ids(conn: sqlite3.Connection, teasers: Sequence[Teaser], claims: Claims) -> list[int]:
    """The numbers of these teasers' cards; what is not there yet is added, and noted in ``claims``."""
    digested = [_digested(teaser) for teaser in teasers]
    known = _load_card_ids(conn, [digest for digest, _ in digested])
    new = {digest: card for digest, card in digested if digest not in known}
    if new:
        added = _add_cards(conn, [(digest, *card, _match_key(card)) for digest, card in new.items()])
        claims.cards.extend(added.values())
        known |= added
    return [known[digest] for digest, _ in digested]


def _match_key(card: _Card) -> str | None:
    return Promise(card.url, card.title, card.excerpt).match_key


def _add_cards(conn: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> dict[str, int]:
    """Adds cards; their numbers by their digests."""
    ids: dict[str, int] = {}
    for some in _portions(rows):
        statement = f"{_INSERT_CARDS} {', '.join([_CARD_VALUES] * len(some))} RETURNING digest, id"
        ids.update(conn.execute(statement, [*chain.from_iterable(some)]).fetchall())
    return ids


def _portions(rows: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[tuple[Any, ...]]]:
    """As many rows as go into one statement, at a time."""
    return (rows[start : start + _TOGETHER] for start in range(0, len(rows), _TOGETHER))


def _load_card_ids(conn: sqlite3.Connection, digests: Sequence[str]) -> dict[str, int]:
    rows = conn.execute(
        "SELECT digest, id FROM cards WHERE digest IN (SELECT value FROM json_each(?))", (encode_json(digests),)
    )
    return dict(rows.fetchall())


class _Card(NamedTuple):
    title: str | None
    kicker: str | None
    url: str | None
    excerpt: str | None
    byline: str | None
    published: str | None
    image_url: str | None
    image_alt: str | None
    image_status: str
    placeholder_text: str | None


def _digested(teaser: Teaser) -> tuple[str, _Card]:
    """What is stored of a teaser, and its digest before it."""
    card = _Card(
        teaser.title or None,
        teaser.kicker or None,
        teaser.url or None,
        teaser.excerpt or None,
        teaser.byline or None,
        moment_text(teaser.published),
        teaser.image_url or None,
        teaser.image_alt or None,
        teaser.image_status,
        teaser.placeholder_text or None,
    )
    text = repr(tuple(card))
    if "\\x00" in text or "\\ud" in text:  # how repr writes what is not storable
        card = _Card._make(map(text_or_none, card))
        text = repr(tuple(card))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest(), card
