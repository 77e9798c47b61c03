"""Revisits that wait for the record which holds their content: it may come later, or in another part of the run.

Each is a row of ``meta``, so that it outlives whoever has read it and comes along where archives are merged. Until its
record is there, the ledger counts it among what was passed over.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from archiver.jsontext import decode_json, encode_json
from archiver.model.bulk import Revisit
from archiver.store.connection import IMMUTABLE, translated
from archiver.timestamps import parse_utc, utc_text

#: in front of what was wanted, the moment and the address: those of one choice are together, in the order of time
_PREFIX = "revisit "
_NOTE = "INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)"
_LOAD = "SELECT value FROM meta WHERE key > ?1 AND key < ?1 || char(1114111) ORDER BY key"
#: ... and whether the archive has an earlier look at the page: then it is one of those that came between
_LOAD_PLACED = """
    SELECT value, EXISTS (
        SELECT 1 FROM pages AS p JOIN captures AS c ON c.page_id = p.id
        WHERE p.url = value ->> 'url' AND c.fetched_at <= value ->> 'seen_at'
    )
    FROM meta WHERE key > ?1 AND key < ?1 || char(1114111) ORDER BY key
"""
_MERGE = """
    INSERT OR IGNORE INTO main.meta (key, value)
    SELECT key, value FROM other.meta WHERE key > ?1 AND key < ?1 || char(1114111)
"""
#: one that was passed over is a page after all
_COUNT = """
    UPDATE ingested_chunks SET pages = pages + 1, passed = iif(
        passed ->> 'revisit' > 1, json_set(passed, '$.revisit', (passed ->> 'revisit') - 1),
        json_remove(passed, '$.revisit'))
    WHERE address = ? AND wanted = ? AND start = ? AND passed ->> 'revisit' > 0
"""


def note_waiting(conn: sqlite3.Connection, revisits: Iterable[Revisit]) -> None:
    """Records that these wait."""
    conn.executemany(_NOTE, ((_key(one), _value(one)) for one in revisits))


def load_waiting(conn: sqlite3.Connection, wanted: str) -> tuple[Revisit, ...]:
    """Those of one choice, in the order of time."""
    return tuple(_revisit(value) for (value,) in conn.execute(_LOAD, [f"{_PREFIX}{wanted} "]))


def waiting_in(path: Path, wanted: str) -> tuple[tuple[Revisit, bool], ...]:
    """The same of a closed archive, each with whether that has an earlier look at its page."""
    with (
        translated(path),
        contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?{IMMUTABLE}", uri=True)) as conn,
    ):
        found = conn.execute(_LOAD_PLACED, [f"{_PREFIX}{wanted} "]).fetchall()
    return tuple((_revisit(value), bool(is_between)) for value, is_between in found)


def merge_waiting(conn: sqlite3.Connection) -> None:
    """Takes those of another archive over."""
    conn.execute(_MERGE, [_PREFIX])


def settle_waiting(conn: sqlite3.Connection, revisits: Iterable[Revisit]) -> None:
    """They wait no more: the pages that they tell of were taken in."""
    for one in revisits:
        if conn.execute("DELETE FROM meta WHERE key = ?", [_key(one)]).rowcount:
            conn.execute(_COUNT, [one.address, one.wanted, one.start])


def drop_waiting(conn: sqlite3.Connection, revisits: Iterable[Revisit]) -> None:
    """They wait no more: nobody has what they tell of."""
    conn.executemany("DELETE FROM meta WHERE key = ?", ([_key(one)] for one in revisits))


def _key(one: Revisit) -> str:
    return f"{_PREFIX}{one.wanted} {utc_text(one.seen_at)} {one.url}"


def _value(one: Revisit) -> str:
    moments = {"seen_at": utc_text(one.seen_at), "original_at": utc_text(one.original_at)}
    return encode_json(
        {"url": one.url, "original_url": one.original_url, **moments}
        | {"wanted": one.wanted, "address": one.address, "start": one.start}
    )


def _revisit(value: str) -> Revisit:
    told = decode_json(value)
    return Revisit(**told | {name: parse_utc(told[name]) for name in ("seen_at", "original_at")})
