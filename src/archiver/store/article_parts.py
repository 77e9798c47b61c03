"""What belongs to each article of an extract, put together as its articles pass by.

Articles and each of their parts are read side by side, all ordered by article: one statement for each part, whatever
the number of articles, and no more in memory than one article's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from archiver.store.column_kinds import Kind, columns_called

ARTICLES = """
    SELECT
        a.id, coalesce(s.name, s.host) AS source, a.kind, a.url, a.canonical_url, a.title, a.headline, a.published,
        a.published_at, a.published_day, a.modified, a.modified_at, a.modified_day, a.byline, a.lead, a.body,
        a.language, a.section, a.site_name, a.image_url, a.is_paywalled, a.word_count, a.text_digest, a.first_seen,
        a.last_seen, a.parser_version, a.page_id, a.capture_id, a.url_day, a.simhash, a.evidence
    FROM chosen AS k CROSS JOIN articles AS a ON a.id = k.article_id LEFT JOIN sources AS s ON s.id = a.source_id
    ORDER BY k.article_id
"""


class _Part(NamedTuple):
    """A statement whose first column is the article, in whose order its rows come."""

    sql: str
    #: by these columns, from left to right, the rows of one article are put in order; 0 for the order that they have
    ordered_by: int = 0


_PARTS = {
    "authors": _Part("""
        SELECT k.article_id, au.name, x.role, x.affiliation
        FROM chosen AS k CROSS JOIN article_authors AS x ON x.article_id = k.article_id
        CROSS JOIN authors AS au ON au.id = x.author_id ORDER BY k.article_id, x.position
    """),
    "tags": _Part(
        """
        SELECT k.article_id, x.position, t.name
        FROM chosen AS k CROSS JOIN article_tags AS x ON x.article_id = k.article_id
        CROSS JOIN tags AS t ON t.id = x.tag_id ORDER BY k.article_id
    """,
        1,
    ),
    "alternates": _Part("""
        SELECT k.article_id, x.language, x.url
        FROM chosen AS k CROSS JOIN alternates AS x ON x.article_id = k.article_id ORDER BY k.article_id, x.position
    """),
    "images": _Part("""
        SELECT k.article_id, x.url, x.alt, x.caption, x.credit, x.role, x.status, x.placeholder_text
        FROM chosen AS k CROSS JOIN images AS x ON x.article_id = k.article_id ORDER BY k.article_id, x.position
    """),
    "teasers": _Part(
        """
        SELECT k.article_id, x.page_id, x.position, x.id, p.url AS page_url, x.region, x.block, x.block_heading,
            x.title, x.kicker, x.url, x.excerpt, x.byline, x.published, x.image_url, x.image_alt, x.image_status,
            x.placeholder_text, x.article_id, x.card_id, x.first_seen, x.last_seen, x.is_current
        FROM chosen AS k CROSS JOIN pages AS p ON p.article_id = k.article_id
        CROSS JOIN teasers AS x ON x.page_id = p.id ORDER BY k.article_id
    """,
        3,
    ),
    "revisions": _Part("""
        SELECT k.article_id, x.number, x.cause, x.seen_at, x.title, x.lead, x.body, x.text_digest, x.parser_version,
            x.capture_id
        FROM chosen AS k CROSS JOIN revisions AS x ON x.article_id = k.article_id ORDER BY k.article_id, x.number
    """),
    "captures": _Part(
        """
        SELECT k.article_id, x.id, p.url AS page_url, x.fetched_at, x.url, x.final_url, x.status, x.error, x.media_type,
            x.payload_digest, x.size_bytes, x.is_truncated, x.is_rendered, x.revisit_of, x.warc_file, x.warc_offset,
            x.warc_length, x.warc_start, x.elapsed_s, x.run_id
        FROM chosen AS k CROSS JOIN pages AS p ON p.article_id = k.article_id
        CROSS JOIN captures AS x ON x.page_id = p.id ORDER BY k.article_id
    """,
        1,
    ),
}
#: of what belongs to an article, in the order in which it is written
NAMES = tuple(_PARTS)


def merged(conn: sqlite3.Connection, name: str) -> Callable[[int], list[Any]]:
    """Gives the values of one article after the other, to be asked in the order of their numbers."""
    part = _PARTS[name]
    cursor = conn.execute(part.sql)
    columns = [column[0] for column in cursor.description][1:]
    flags = [name for name, known in zip(columns, columns_called(columns), strict=True) if known.kind is Kind.FLAG]
    rows = _Waiting(cursor)

    def values_of(article_id: int) -> list[Any]:
        found = rows.of(article_id)
        if part.ordered_by:
            found.sort(key=lambda row: row[1 : part.ordered_by + 1])
        return [_plain(columns, row[1:], flags) for row in found] if name != "tags" else [row[2] for row in found]

    return values_of


def _plain(columns: list[str], row: tuple[Any, ...], flags: list[str]) -> dict[str, Any]:
    value = dict(zip(columns, row, strict=True))
    for flag in flags:
        value[flag] = None if value[flag] is None else bool(value[flag])
    return value


class _Waiting:
    """Rows in the order of their articles, of which the next one is known."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, article_id: int) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        while self._next is not None and self._next[0] == article_id:
            found.append(self._next)
            self._next = next(self._rows, None)
        return found
