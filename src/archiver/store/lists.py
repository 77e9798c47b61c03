"""What is known of the addresses that a list names, and how the lists went that came before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from archiver.jsontext import encode_json
from archiver.model import AddressShape, DuePage, ListNote
from archiver.store import shapes
from archiver.store.connection import Connection
from archiver.timestamps import utc_text

_UNKNOWN = """
    SELECT j.value FROM json_each(?) AS j
    WHERE NOT EXISTS (SELECT 1 FROM pages WHERE url = j.value) ORDER BY j.key
"""
_AT = "SELECT url, id, state, kind FROM pages WHERE url IN (SELECT value FROM json_each(?))"
_OF_CHAIN = """
    SELECT p.url, p.reason IS ? FROM frontier AS f JOIN pages AS p ON p.id = f.page_id
    WHERE f.chain = ? AND p.source_id IS ? AND p.state = 'ok' AND p.last_fetched_at IS NOT NULL ORDER BY p.id
"""
_DEPTH = """
    WITH RECURSIVE above (page_id, depth) AS (
        SELECT found_on_page_id, 1 FROM frontier WHERE page_id = ?
        UNION ALL
        SELECT f.found_on_page_id, a.depth + 1 FROM above AS a JOIN frontier AS f ON f.page_id = a.page_id
        JOIN pages AS p ON p.id = f.page_id WHERE p.kind = 'sitemap' AND a.depth < ?
    )
    SELECT count(*) FROM above AS a JOIN pages AS p ON p.id = a.page_id WHERE p.kind = 'sitemap'
"""
#: but for what is before it already, and what is not due
_PUT_BEFORE = """
    UPDATE frontier SET priority = min(priority, :priority), due_at = :due_at
    WHERE page_id = :page AND due_at BETWEEN :due_at AND :latest
"""


class KnownPage(NamedTuple):
    """What is known of an address, in short."""

    page_id: int
    state: str
    kind: str | None


class Lists:
    """Asked while lists are read, and for pages that others may show."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def unknown(self, urls: Collection[str]) -> frozenset[str]:
        """Those of these normalised addresses that are in no row of ``pages``; 2 µs each."""
        with self._db.reading() as conn:
            return frozenset(url for (url,) in conn.execute(_UNKNOWN, (encode_json(list(urls)),)))

    def pages_at(self, urls: Collection[str]) -> dict[str, KnownPage]:
        """The known pages among these addresses."""
        with self._db.reading() as conn:
            rows = conn.execute(_AT, (encode_json(list(urls)),))
            return {url: KnownPage(*page) for url, *page in rows}

    def put_before(self, page_id: int, other: DuePage, latest: dt.datetime) -> None:
        """Has a page that is due by ``latest`` come before another one that is due."""
        due_at = other.due_at - dt.timedelta(seconds=1)
        values = {"page": page_id, "priority": other.priority, "due_at": utc_text(due_at), "latest": utc_text(latest)}
        with self._db.writing() as conn:
            conn.execute(_PUT_BEFORE, values)

    def chain(self, source_id: int | None, chain: str) -> dict[str, bool]:
        """Whether each page of a chain that came has brought nothing new, by its address, as they were found."""
        with self._db.reading() as conn:
            rows = conn.execute(_OF_CHAIN, (str(ListNote.NOTHING_NEW), chain, source_id))
            return {url: bool(is_barren) for url, is_barren in rows}

    def sitemap_depth(self, page_id: int, most: int) -> int:
        """How many sitemaps lie above one: 0 for what robots.txt names; counted up to ``most``."""
        with self._db.reading() as conn:
            return int(conn.execute(_DEPTH, (page_id, most)).fetchone()[0])

    def address_shapes(self, source_id: int, urls: Collection[str] | None = None) -> tuple[AddressShape, ...]:
        """What the shapes of a source's addresses have turned out to be; with addresses, only theirs."""
        with self._db.reading() as conn:
            return shapes.load_shapes(conn, source_id, urls)
