"""Looks at pages that come after newer ones, or show what was known: records of WARC files lie there in any order."""

from __future__ import annotations

import sqlite3

from archiver.model import PageResult
from archiver.timestamps import utc_text

_SEEN_AGAIN = "UPDATE articles SET last_seen = ?1 WHERE page_id = ?2 AND id = ?3 AND last_seen < ?1"
_FAILURES_SINCE = """
    SELECT f.failures FROM pages AS p JOIN frontier AS f ON f.page_id = p.id
    WHERE p.id = ?1 AND p.state = 'failed' AND EXISTS (
        SELECT 1 FROM captures AS c WHERE c.page_id = ?1 AND c.fetched_at > ?2 AND c.error IS NOT NULL
    )
"""


def note_seen_again(conn: sqlite3.Connection, result: PageResult, article_id: int | None) -> None:
    """A record shows that an article was there, though its page had not changed."""
    if result.is_unchanged and result.is_by_time:
        conn.execute(_SEEN_AGAIN, (utc_text(result.capture.fetched_at), result.page_id, article_id))


def failures_since(conn: sqlite3.Connection, result: PageResult) -> int | None:
    """How often in a row a page has failed, if a newer look at it has; ``None`` where none did.

    What the newest look has come to is what the page is.
    """
    if not result.is_by_time:
        return None
    row = conn.execute(_FAILURES_SINCE, (result.page_id, utc_text(result.capture.fetched_at))).fetchone()
    return None if row is None else max(int(row[0]), result.failures)
