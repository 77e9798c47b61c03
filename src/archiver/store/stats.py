"""The archive in figures."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

from archiver.store import meta
from archiver.store.records import ArchiveStats
from archiver.timestamps import parse_utc, utc_text

#: one statement for each figure, named as in ``ArchiveStats``
_FIGURES = {
    "sources": "SELECT count(*) FROM sources",
    "captures": "SELECT count(*) FROM captures",
    "articles": "SELECT count(*) FROM articles",
    "revisions": "SELECT count(*) FROM revisions WHERE number > 1",
    "publisher_changes": "SELECT count(*) FROM revisions WHERE cause = 'publisher'",
    "authors": "SELECT count(*) FROM authors",
    "cards": "SELECT count(*) FROM cards",
    "cards_resolved": "SELECT count(*) FROM cards WHERE article_id IS NOT NULL",
    "placements": "SELECT count(*) FROM placements",
    "placements_current": "SELECT count(*) FROM placements WHERE ended_at IS NULL",
    "placeholder_images": "SELECT count(*) FROM placeholder_images",
    "pages_due": "SELECT count(*) FROM frontier WHERE due_at <= :now",
}
_STATES = ("queued", "ok", "excluded", "failed", "gone")


def load_stats(conn: sqlite3.Connection, path: Path, now: dt.datetime) -> ArchiveStats:
    """All figures, counted now."""
    figures: dict[str, Any] = {
        name: conn.execute(sql, {"now": utc_text(now)}).fetchone()[0] for name, sql in _FIGURES.items()
    }
    states = dict(conn.execute("SELECT state, count(*) FROM pages GROUP BY state").fetchall())
    first_day, last_day = conn.execute("SELECT min(published_day), max(published_day) FROM articles").fetchone()
    (size_bytes,) = conn.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    (last_fetched_at,) = conn.execute("SELECT max(last_fetched_at) FROM pages").fetchone()
    warc_sizes = [file.stat().st_size for file in warc_files(meta.warc_folder(conn, path))]
    return ArchiveStats(
        **figures,
        **{f"pages_{state}": states.get(state, 0) for state in _STATES},
        pages=sum(states.values()),
        first_day=None if first_day is None else dt.date.fromisoformat(first_day),
        last_day=None if last_day is None else dt.date.fromisoformat(last_day),
        last_fetched_at=None if last_fetched_at is None else parse_utc(last_fetched_at),
        size_bytes=size_bytes,
        warc_files=len(warc_sizes),
        warc_bytes=sum(warc_sizes),
    )


def warc_files(folder: Path) -> list[Path]:
    """The WARC files in a folder, by name; none when there is no folder."""
    return sorted(file for file in folder.glob("*.warc*") if file.is_file())
