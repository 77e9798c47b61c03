"""Which records of the WARC files rows of an archive point to."""

from __future__ import annotations

from archiver.model import KeptContent, WarcPosition
from archiver.store import captures, meta
from archiver.store.connection import Connection


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

    def end(self, file: str) -> int:
        """How far rows point into a WARC file; 0 for one that no row names."""
        with self._db.reading() as conn:
            return captures.load_warc_end(conn, file)
