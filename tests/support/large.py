"""An archive of many rows with little in them, written in a moment."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from archiver.store.archive import open_archive

_ROWS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)"
#: of three outlets, over three years; each with an answer, and one robots.txt that belongs to no page
_FILL = (
    f"""
    {_ROWS} INSERT INTO pages (id, url, source_id, state, first_seen, article_id, last_fetched_at)
    SELECT i, 'https://site' || (i % 3) || '.example/' || i, 1 + i % 3, 'ok', :now, i, :now FROM n
    """,
    f"""
    {_ROWS} INSERT INTO captures (page_id, fetched_at, url, final_url, size_bytes, elapsed_s, is_truncated)
    SELECT i, :now, 'https://site' || (i % 3) || '.example/' || i, '', 9, 0, 0 FROM n
    """,
    """
    INSERT INTO captures (fetched_at, url, final_url, size_bytes, elapsed_s, is_truncated)
    VALUES (:now, 'https://site0.example/robots.txt', '', 9, 0, 0)
    """,
    f"""
    {_ROWS} INSERT INTO articles (id, source_id, url, kind, title, body, published_day, word_count, text_digest,
        first_seen, last_seen, evidence, record_digest)
    SELECT i, 1 + i % 3, 'https://site' || (i % 3) || '.example/' || i, 'article', 'Story ' || i, 'Text ' || i,
        date('2023-01-01', (i % 1095) || ' days'), 2, 'sha256:' || i, :now, :now,
        json_array(json_object('field', 'title', 'source', 'h1', 'rule', 'h1', 'value', 'Story ' || i)), '' FROM n
    """,
)


def large_archive(path: Path, articles: int) -> Path:
    """The path, of an archive that is closed."""
    with open_archive(path) as archive:
        for site in range(3):
            archive.add_source(f"https://site{site}.example/", name=f"Site {site}")
    with closing(sqlite3.connect(path)) as conn, conn:
        for statement in _FILL:
            conn.execute(statement, {"many": articles, "now": "2026-01-05T12:00:00Z"})
    return path
