"""Cards and placements on their way into the archive.

A card is one distinct teaser and is kept once. A placement is a card at a place (region, block, block heading and
position) of a page; it stays open, and nothing is written, for as long as the page shows the same card at the same
place. What is no longer there ends; what has moved ends there and begins here.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from archiver.jsontext import encode_json
from archiver.model import Teaser, moment_text
from archiver.store.resolving import Promise, find_article
from archiver.store.texts import text_or_none

_INSERT_CARD = """
    INSERT INTO cards (digest, title, kicker, url, excerpt, byline, published, image_url, image_alt, image_status,
                       placeholder_text, article_id, match_key)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_BEGIN = """
    INSERT INTO placements (card_id, page_id, region, block, block_heading, position, first_seen, first_capture_id,
                            last_capture_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_END = """
    UPDATE placements SET ended_at = :now, last_seen = max(first_seen, coalesce(:last_seen, first_seen)),
        last_capture_id = coalesce(
            (SELECT max(id) FROM captures WHERE page_id = :page AND error IS NULL AND id < :capture), last_capture_id
        )
    WHERE id = :id
"""
_OPEN = """
    SELECT id, card_id, region, block, block_heading, position, first_seen, first_capture_id
    FROM placements WHERE page_id = ? AND ended_at IS NULL
"""
_DROP_UNUSED_CARDS = """
    DELETE FROM cards
    WHERE id IN (SELECT value FROM json_each(?)) AND NOT EXISTS (SELECT 1 FROM placements WHERE card_id = cards.id)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One look at a page: when, in which capture, and when it was seen last before."""

    page_id: int
    #: UTC text
    seen_at: str
    capture_id: int | None
    last_seen: str | None


class Place(NamedTuple):
    """A card at its place on a page: equal means that it has stayed."""

    card_id: int
    region: str
    block: int
    block_heading: str | None
    position: int


class _Standing(NamedTuple):
    """An open placement."""

    id: int
    place: Place
    first_seen: str
    first_capture_id: int | None


def place_teasers(conn: sqlite3.Connection, view: View, teasers: Sequence[Teaser]) -> None:
    """Ends and begins placements so that the open ones are what the page shows now."""
    shown = _places(conn, teasers)
    standing = _load_standing(conn, view.page_id)
    _end(conn, view, [s.id for s in standing if s.place not in shown])
    stayed = {s.place for s in standing}
    conn.executemany(
        _BEGIN, (_row(place, view, view.seen_at, view.capture_id) for place in shown if place not in stayed)
    )


def end_placements(conn: sqlite3.Connection, view: View) -> None:
    """Ends whatever stands on a page: it is gone, or left out from now on."""
    _end(conn, view, [standing.id for standing in _load_standing(conn, view.page_id)])


def replace_placements(conn: sqlite3.Connection, view: View, teasers: Sequence[Teaser]) -> bool:
    """Puts cards that are read differently in the place of the open ones, from the same capture; whether any were.

    A card at a position that was taken has stood there as long as the one that it replaces: the page has not changed.
    """
    shown = _places(conn, teasers)
    standing = _load_standing(conn, view.page_id)
    misread = [s for s in standing if s.place not in shown]
    begun = {s.place.position: (s.first_seen, s.first_capture_id) for s in misread}
    known = {s.place for s in standing}
    rows = [
        _row(place, view, *begun.get(place.position, (view.seen_at, view.capture_id)))
        for place in shown
        if place not in known
    ]
    conn.executemany("DELETE FROM placements WHERE id = ?", [(s.id,) for s in misread])
    conn.executemany(_BEGIN, rows)
    conn.execute(_DROP_UNUSED_CARDS, (encode_json([s.place.card_id for s in misread]),))
    return bool(misread or rows)


def _places(conn: sqlite3.Connection, teasers: Sequence[Teaser]) -> dict[Place, None]:
    """What a page shows, in order."""
    ids = _card_ids(conn, teasers)
    return {
        Place(card_id, teaser.region, teaser.block, text_or_none(teaser.block_heading), teaser.position): None
        for card_id, teaser in zip(ids, teasers, strict=True)
    }


def _row(place: Place, view: View, first_seen: str, capture_id: int | None) -> tuple[Any, ...]:
    return (
        place.card_id,
        view.page_id,
        place.region,
        place.block,
        place.block_heading,
        place.position,
        first_seen,
        capture_id,
        view.capture_id,
    )


def _load_standing(conn: sqlite3.Connection, page_id: int) -> list[_Standing]:
    return [
        _Standing(placement_id, Place(card_id, region, block, heading, position), first_seen, capture_id)
        for placement_id, card_id, region, block, heading, position, first_seen, capture_id in conn.execute(
            _OPEN, (page_id,)
        )
    ]


def _end(conn: sqlite3.Connection, view: View, placement_ids: Iterable[int]) -> None:
    conn.executemany(
        _END,
        (
            {
                "id": placement_id,
                "now": view.seen_at,
                "last_seen": view.last_seen,
                "page": view.page_id,
                "capture": view.capture_id,
            }
            for placement_id in placement_ids
        ),
    )


# Cards.


def _card_ids(conn: sqlite3.Connection, teasers: Sequence[Teaser]) -> list[int]:
    """The numbers of these teasers' cards; what is not there yet is added, and resolved."""
    columns = [_card_columns(teaser) for teaser in teasers]
    digests = [_digest(row) for row in columns]
    known: dict[str, int] = dict(
        conn.execute(
            "SELECT digest, id FROM cards WHERE digest IN (SELECT value FROM json_each(?))", (encode_json(digests),)
        ).fetchall()
    )
    for digest, row in zip(digests, columns, strict=True):
        if digest not in known:
            known[digest] = _insert_card(conn, digest, row)
    return [known[digest] for digest in digests]


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


def _card_columns(teaser: Teaser) -> _Card:
    return _Card(
        text_or_none(teaser.title),
        text_or_none(teaser.kicker),
        text_or_none(teaser.url),
        text_or_none(teaser.excerpt),
        text_or_none(teaser.byline),
        moment_text(teaser.published),
        text_or_none(teaser.image_url),
        text_or_none(teaser.image_alt),
        teaser.image_status,
        text_or_none(teaser.placeholder_text),
    )


def _digest(card: _Card) -> str:
    return hashlib.blake2b(repr(tuple(card)).encode(), digest_size=16).hexdigest()


def _insert_card(conn: sqlite3.Connection, digest: str, card: _Card) -> int:
    promise = Promise(card.url, card.title, card.excerpt)
    cursor = conn.execute(_INSERT_CARD, (digest, *card, find_article(conn, promise), promise.match_key))
    return int(cursor.lastrowid or 0)
