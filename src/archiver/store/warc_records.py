"""Which records of the WARC files rows of an archive point to."""

from __future__ import annotations

from pathlib import Path

from archiver.model import KeptContent, WarcPosition
from archiver.store import captures, meta
from archiver.store.connection import Connection
from archiver.store.merging_files import attached
from archiver.store.merging_maps import drop_maps, match_captures_of_scratch

#: as ``merging_maps`` knows captures again
_WANTED = """
    SELECT DISTINCT o.warc_file FROM other.captures AS o LEFT JOIN other.pages AS p ON p.id = o.page_id
    LEFT JOIN main.pages AS q ON q.url = p.url
    WHERE o.warc_file IS NOT NULL AND ((o.page_id IS NOT NULL AND q.id IS NULL) OR NOT EXISTS (
        SELECT 1 FROM main.captures AS m
        WHERE m.page_id IS q.id AND m.fetched_at = o.fetched_at AND m.url = o.url AND m.status IS o.status
            AND m.payload_digest IS o.payload_digest AND (m.warc_file IS NOT NULL OR m.revisit_of IS NOT NULL)
    ))
"""
#: of a scratch archive, what a merge copies, and what it makes up for where a row here has no record
_NEEDED = """
    SELECT o.warc_file, o.warc_offset
    FROM temp.of_captures AS k CROSS JOIN other.captures AS o ON o.id = k.id
    LEFT JOIN main.captures AS m ON m.id = k.here AND NOT k.is_new
    WHERE o.warc_file IS NOT NULL AND (
        k.is_new OR (
            m.warc_file IS NULL AND m.revisit_of IS NULL AND o.revisit_of IS NULL
            AND (m.fetched_at, m.url, m.status) IS (o.fetched_at, o.url, o.status)
        )
    )
"""


class WarcRecords:
    """Asked of an open archive."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def position(self) -> WarcPosition | None:
        """How far the newest WARC file was on disk at the last commit; ``None`` before the first."""
        with self._db.reading() as conn:
            return meta.load_warc_position(conn)

    def ends(self) -> dict[str, tuple[int, int]]:
        """By WARC file: how far rows point into it, and how many do."""
        with self._db.reading() as conn:
            return captures.load_warc_ends(conn)

    def save_position(self, position: WarcPosition) -> None:
        """Records how far the newest WARC file is whole."""
        with self._db.writing() as conn:
            meta.save_warc_position(conn, position)

    def any(self) -> bool:
        """Whether any capture lies in a WARC file; also for an archive without captures."""
        with self._db.reading() as conn:
            return captures.has_records(conn)

    def content(self, page_id: int, payload_digest: str | None) -> KeptContent | None:
        """Where a page's content with this digest lies, without one that of its newest look; ``None`` if nowhere."""
        with self._db.reading() as conn:
            return captures.load_kept_content(conn, page_id, payload_digest)

    def wanted_of(self, other: Path) -> frozenset[str]:
        """Of another archive the WARC files that hold a record that is not kept here."""
        with attached(self._db, other), self._db.reading() as conn:
            return frozenset(name for (name,) in conn.execute(_WANTED))

    def needed_of(self, scratch: Path) -> dict[str, frozenset[int]]:
        """Of a scratch archive the records to which rows will point once it is merged: by file, where they begin."""
        found: dict[str, set[int]] = {}
        with attached(self._db, scratch), self._db.writing() as conn:
            match_captures_of_scratch(conn)
            for name, offset in conn.execute(_NEEDED):
                found.setdefault(name, set()).add(offset)
            drop_maps(conn)
        return {name: frozenset(offsets) for name, offsets in found.items()}

    def end(self, file: str) -> int:
        """How far rows point into a WARC file; 0 for one that no row names."""
        with self._db.reading() as conn:
            return captures.load_warc_end(conn, file)
