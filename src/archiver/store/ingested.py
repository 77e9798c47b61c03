"""Which parts of which WARC files have been taken in: noted behind the rows that came of them, and merged with them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable
from typing import Any

from archiver.jsontext import decode_json, encode_json
from archiver.model import Capture, WarcLocation
from archiver.model.bulk import Chunk, Revisit, TakenIn
from archiver.store import meta
from archiver.store.connection import Connection
from archiver.store.waiting import drop_waiting, load_waiting, note_waiting, settle_waiting
from archiver.timestamps import utc_text

#: what was only begun counts for nothing: it is read from its first byte on
_LOAD = """
    SELECT address, start, stop, wanted, reached, reached_within, file_size, head_digest, records, pages, passed
    FROM ingested_chunks WHERE address = ? AND wanted = coalesce(?, wanted) AND ended_at IS NOT NULL ORDER BY start
"""
_NOTE = """
    INSERT INTO ingested_chunks (address, start, stop, wanted, reached, reached_within, file_size, head_digest,
                                 ended_at, records, pages, passed)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (address, wanted, start) DO UPDATE SET
        stop = excluded.stop, reached = excluded.reached, reached_within = excluded.reached_within,
        file_size = excluded.file_size, head_digest = excluded.head_digest, ended_at = excluded.ended_at,
        records = excluded.records, pages = excluded.pages, passed = excluded.passed
"""
#: between a file's address and the place in it, where a row names a record that lies in one gzip member with others
_WITHIN = "!@"
_LEAVE = """
    UPDATE captures SET warc_file = NULL, warc_offset = NULL, warc_length = NULL, warc_start = NULL
    WHERE warc_file = ? OR substr(warc_file, 1, length(?)) = ?
"""
#: in front of an address in ``meta``: an article begins there of which pages have come apart
_UNJOINED = "unjoined "
_LOAD_UNJOINED = "SELECT key FROM meta WHERE key > ?1 AND key < ?1 || char(1114111) ORDER BY key"
_MERGE_UNJOINED = """
    INSERT OR IGNORE INTO main.meta (key, value)
    SELECT key, value FROM other.meta WHERE key > ?1 AND key < ?1 || char(1114111)
"""
#: what a page showed up to a look, as far as it was looked at; of one moment, the lesser content is the earlier one
_SHOWN = """
    SELECT payload_digest FROM captures
    WHERE page_id = ?1 AND fetched_at <= ?2 AND error IS NULL AND (fetched_at < ?2 OR payload_digest <= ?3)
    ORDER BY fetched_at DESC, payload_digest DESC LIMIT 1
"""
#: a very look, as ``insert_capture`` knows it again
_CAME = """
    SELECT error IS NULL FROM captures
    WHERE page_id = ? AND fetched_at = ? AND url = ? AND status IS ? AND payload_digest IS ?
"""
#: a whole look at a page, by its address and moment, that has no other's content
_ORIGINAL = """
    SELECT c.url, c.final_url, c.status, c.media_type, c.payload_digest, c.size_bytes, c.warc_file, c.warc_offset,
           c.warc_length
    FROM pages AS p JOIN captures AS c ON c.page_id = p.id
    WHERE p.url = ? AND c.fetched_at = ? AND c.error IS NULL AND c.payload_digest IS NOT NULL AND c.revisit_of IS NULL
    ORDER BY c.warc_file IS NULL, c.id LIMIT 1
"""


class Ingested:
    """Asked of an open archive."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def of(self, address: str, wanted: str | None = None) -> tuple[TakenIn, ...]:
        """What has been taken in of a file, part by part, of what was ``wanted`` (its digest), or by any choice."""
        with self._db.reading() as conn:
            rows = conn.execute(_LOAD, (address, wanted)).fetchall()
        return tuple(_taken_in(row) for row in rows)

    def had_shown(self, page_id: int, moment: dt.datetime, payload_digest: str) -> bool:
        """Whether a page showed this, and nothing else since, at its last look up to this one, or at this very one."""
        with self._db.reading() as conn:
            row = conn.execute(_SHOWN, (page_id, utc_text(moment), payload_digest)).fetchone()
        return row is not None and row[0] == payload_digest

    def came(self, page_id: int, capture: Capture) -> bool | None:
        """Whether this very look at a page came to something; ``None`` for one that the archive does not have."""
        look = utc_text(capture.fetched_at), capture.url, capture.status, capture.payload_digest
        with self._db.reading() as conn:
            row = conn.execute(_CAME, (page_id, *look)).fetchone()
        return None if row is None else bool(row[0])

    def original(self, url: str, moment: dt.datetime) -> Capture | None:
        """The capture of that moment, without its content; ``None`` where there is none that is whole."""
        with self._db.reading() as conn:
            row = conn.execute(_ORIGINAL, (url, utc_text(moment))).fetchone()
        if row is None:
            return None
        asked, final_url, status, media_type, digest, size, *place = row
        return Capture(
            url=asked,
            final_url=final_url,
            fetched_at=moment,
            status=status,
            media_type=media_type,
            payload_digest=digest,
            size_bytes=size,
            warc=None if place[0] is None else WarcLocation(file=place[0], offset=place[1], length=place[2]),
        )

    def unjoined(self) -> tuple[str, ...]:
        """Where articles begin of which pages have come apart: they are to be read again together."""
        with self._db.reading() as conn:
            return tuple(key.removeprefix(_UNJOINED) for (key,) in conn.execute(_LOAD_UNJOINED, [_UNJOINED]))

    def forget_unjoined(self, urls: Iterable[str]) -> None:
        """They were."""
        with self._db.writing() as conn:
            conn.executemany("DELETE FROM meta WHERE key = ?", ([_UNJOINED + url] for url in urls))

    def waiting(self, wanted: str) -> tuple[Revisit, ...]:
        """Revisits that wait for what they tell of, read by that choice."""
        with self._db.reading() as conn:
            return load_waiting(conn, wanted)

    def settle_waiting(self, revisits: Collection[Revisit]) -> None:
        """The pages that these tell of were taken in."""
        if revisits:
            with self._db.writing() as conn:
                settle_waiting(conn, revisits)

    def drop_waiting(self, revisits: Collection[Revisit]) -> None:
        """Nobody has what these tell of."""
        if revisits:
            with self._db.writing() as conn:
                drop_waiting(conn, revisits)

    def note(self, parts: Iterable[TakenIn]) -> None:
        """Records that these have been taken in, and what of them waits."""
        with self._db.writing() as conn:
            for part in parts:
                conn.execute(_NOTE, _row(part, self._db.now()))
                note_waiting(conn, part.waiting)

    def forget(self, address: str) -> int:
        """Nothing of this file counts as taken in any more, as there is another one under its address.

        How many captures had their record there: they are without one now, as it may be gone, or lie elsewhere in it.
        """
        inside = address + _WITHIN
        with self._db.writing() as conn:
            conn.execute("DELETE FROM ingested_chunks WHERE address = ?", (address,))
            return conn.execute(_LEAVE, (address, inside, inside)).rowcount


def note_unjoined(conn: sqlite3.Connection, urls: Iterable[str]) -> None:
    """Records where articles begin of which pages have come apart."""
    for url in urls:
        meta.save(conn, _UNJOINED + url, "1")


def merge_unjoined(conn: sqlite3.Connection) -> None:
    """The same of another archive."""
    conn.execute(_MERGE_UNJOINED, [_UNJOINED])


def _row(part: TakenIn, now: dt.datetime) -> tuple[str | int | None, ...]:
    return (
        *(part.chunk.address, part.chunk.start, part.chunk.end, part.wanted, part.reached, part.reached_within),
        *(part.size, part.head_digest, utc_text(now)),
        *(part.records, part.pages, encode_json(dict(sorted(part.passed.items())))),
    )


def _taken_in(row: tuple[Any, ...]) -> TakenIn:
    address, start, stop, wanted, reached, within, size, head_digest, records, pages, passed = row
    return TakenIn(
        chunk=Chunk(address, start, stop),
        wanted=wanted,
        reached=reached,
        reached_within=within,
        size=size,
        head_digest=head_digest,
        records=records,
        pages=pages,
        passed=decode_json(passed),
    )
