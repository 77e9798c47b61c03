"""Which records of the WARC files rows of an archive point to."""

from __future__ import annotations

from pathlib import Path

from archiver.model import KeptContent, WarcPosition
from archiver.store import captures, meta
from archiver.store.connection import Connection
from archiver.store.merging_files import attached

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

    def end(self, file: str) -> int:
        """How far rows point into a WARC file; 0 for one that no row names."""
        with self._db.reading() as conn:
            return captures.load_warc_end(conn, file)
