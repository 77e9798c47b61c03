"""Captures: one row for each answer, and which of them can be parsed again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from archiver.jsontext import decode_json, encode_json
from archiver.model import Capture, KeptContent, WarcLocation
from archiver.store.records import KeptPage
from archiver.store.texts import storable
from archiver.timestamps import parse_utc, utc_text

#: rows read at a time by what walks through a table: no statement stays open while the caller writes
CHUNK = 500

_FIND = """
    SELECT id FROM captures
    WHERE page_id IS ? AND fetched_at = ? AND url = ? AND status IS ? AND payload_digest IS ?
"""
_INSERT = """
    INSERT INTO captures (page_id, run_id, fetched_at, url, final_url, status, error, media_type, payload_digest,
                          size_bytes, elapsed_s, is_truncated, tells_cards, revisit_of, is_rendered,
                          warc_file, warc_offset, warc_length, warc_start)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
#: what was received whole, read as a page, and lies in a WARC file
_IS_KEPT = "c.warc_file IS NOT NULL AND c.error IS NULL AND c.payload_digest IS NOT NULL AND c.status IS NOT 304"
_KEPT = """
    SELECT p.id, p.source_id, p.url, p.kind, p.state, p.part, p.article_id, a.url, a.page_id, a.parser_version,
           c.id, c.final_url, c.fetched_at, c.media_type, c.warc_file, c.warc_offset, c.warc_length,
           (SELECT json_array(o.warc_file, o.warc_offset, o.warc_length) FROM captures AS o WHERE o.id = c.revisit_of)
"""
#: what came last; after the capture that the article was read from, as a merge brings older ones later
_LAST = f"""coalesce(
    (
        SELECT max(c.id) FROM articles AS a JOIN captures AS r ON r.id = a.capture_id JOIN captures AS c
            ON c.page_id = p.id AND c.id >= r.id AND c.fetched_at >= r.fetched_at
        WHERE a.id = p.article_id AND a.page_id = p.id AND {_IS_KEPT}
    ),
    (SELECT max(c.id) FROM captures AS c WHERE c.page_id = p.id AND {_IS_KEPT})
)"""
#: an article's text is that of the capture that came last, what stands on a list that of the newest one
_KEPT_PAGES = f"""
    {_KEPT}
    FROM pages AS p
    JOIN captures AS c ON c.id = iif(
        p.article_id IS NULL,
        (
            SELECT c.id FROM captures AS c WHERE c.page_id = p.id AND {_IS_KEPT}
            ORDER BY c.fetched_at DESC, c.id DESC LIMIT 1
        ),
        {_LAST}
    )
    LEFT JOIN articles AS a ON a.id = p.article_id
    WHERE p.id > :after
      AND (p.kind IS NULL OR p.kind NOT IN ('feed', 'sitemap', 'file'))
      AND (:sources IS NULL OR p.source_id IN (SELECT value FROM json_each(:sources)))
      AND (:version IS NULL OR a.parser_version IS NOT :version OR p.part IS NOT NULL)
    ORDER BY p.id LIMIT {CHUNK}
"""
_KEPT_OF_ARTICLE = f"""
    {_KEPT}
    FROM articles AS a JOIN captures AS c ON c.id = a.capture_id JOIN pages AS p ON p.id = c.page_id
    WHERE a.url = ? AND {_IS_KEPT}
"""
_KEPT_AT = f"""
    {_KEPT}
    FROM pages AS p
    JOIN captures AS c ON c.id = {_LAST}
    LEFT JOIN articles AS a ON a.id = p.article_id
    WHERE p.url IN (SELECT value FROM json_each(?))
"""


#: newest captures of a page among which its content is looked for
_RECENT = 20
_KEPT_CONTENT = f"""
    SELECT kept.id, kept.warc_file, kept.warc_offset, kept.warc_length
    FROM (SELECT * FROM captures WHERE page_id = :page ORDER BY fetched_at DESC, id DESC LIMIT {_RECENT}) AS c
    JOIN captures AS kept ON kept.id = coalesce(c.revisit_of, c.id)
    WHERE c.payload_digest = coalesce(:digest, (SELECT payload_digest FROM frontier WHERE page_id = :page))
      AND kept.warc_file IS NOT NULL AND kept.status IS NOT NULL AND NOT kept.is_truncated
    ORDER BY c.fetched_at DESC, c.id DESC LIMIT 1
"""
_KEPT_LOOK = f"""
    {_KEPT}
    FROM pages AS p
    JOIN captures AS c ON c.id = (
        SELECT c.id FROM captures AS c WHERE c.page_id = p.id AND c.tells_cards AND {_IS_KEPT}
        ORDER BY c.fetched_at DESC, c.id DESC LIMIT 1
    )
    LEFT JOIN articles AS a ON a.id = p.article_id
    WHERE p.id = ?
"""


def insert_capture(
    conn: sqlite3.Connection, capture: Capture, *, page_id: int | None, run_id: int | None, tells_cards: bool = False
) -> tuple[int, bool]:
    """The number of a capture's row, and whether it is new: the same answer at the same moment is there already.

    ``tells_cards``: it is a look at its page, see ``looks``.
    """
    fetched_at = utc_text(capture.fetched_at)
    known = conn.execute(_FIND, (page_id, fetched_at, capture.url, capture.status, capture.payload_digest)).fetchone()
    if known is not None:
        return int(known[0]), False
    warc = capture.warc
    cursor = conn.execute(
        _INSERT,
        (
            page_id,
            run_id,
            fetched_at,
            capture.url,
            capture.final_url,
            capture.status,
            None if capture.error is None else storable(capture.error),
            capture.media_type,
            capture.payload_digest,
            capture.size_bytes,
            capture.elapsed_s,
            capture.is_truncated,
            tells_cards,
            capture.revisit_of,
            capture.is_rendered,
            *((None,) * 4 if warc is None else (warc.file, warc.offset, warc.length, warc.start)),
        ),
    )
    return int(cursor.lastrowid or 0), True


def load_kept_content(conn: sqlite3.Connection, page_id: int, payload_digest: str | None) -> KeptContent | None:
    """Where a page's content with this digest lies, without one that of its newest look; ``None`` if it is not known.

    Of a page with a long history only the newest captures are looked through.
    """
    wanted = {"page": page_id, "digest": payload_digest}
    row = conn.execute(_KEPT_CONTENT, wanted).fetchone()
    return None if row is None else KeptContent(capture_id=row[0], warc=location_of(row[1:]))


def has_records(conn: sqlite3.Connection) -> bool:
    """Whether any capture lies in a WARC file; also where there are no captures."""
    if conn.execute("SELECT 1 FROM captures WHERE warc_file IS NOT NULL LIMIT 1").fetchone():
        return True
    return not conn.execute("SELECT 1 FROM captures LIMIT 1").fetchone()


def load_warc_end(conn: sqlite3.Connection, file: str) -> int:
    """How far rows point into a WARC file; 0 for one that no row names."""
    sql = "SELECT max(warc_offset + warc_length) FROM captures WHERE warc_file = ?"
    return int(conn.execute(sql, [file]).fetchone()[0] or 0)


def load_warc_ends(conn: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """By WARC file: how far rows point into it, and how many do."""
    sql = """
        SELECT warc_file, max(warc_offset + warc_length), count(*) FROM captures
        WHERE warc_file IS NOT NULL GROUP BY warc_file ORDER BY warc_file
    """
    return {file: (end, rows) for file, end, rows in conn.execute(sql)}


def load_kept_page(conn: sqlite3.Connection, article_url: str) -> KeptPage | None:
    """The newest capture that an article was read from, if it was kept, with its page."""
    row = conn.execute(_KEPT_OF_ARTICLE, [article_url]).fetchone()
    return None if row is None else _kept_page(row)


def load_kept_captures(conn: sqlite3.Connection, urls: Collection[str]) -> dict[str, KeptPage]:
    """The newest capture that was kept of each of these addresses."""
    found = map(_kept_page, conn.execute(_KEPT_AT, [encode_json(list(urls))]))
    return {page.url: page for page in found}


def load_kept_look(conn: sqlite3.Connection, page_id: int) -> KeptPage | None:
    """The newest look at a page that was kept: what stands on it was read from that one."""
    row = conn.execute(_KEPT_LOOK, [page_id]).fetchone()
    return None if row is None else _kept_page(row)


def iter_kept_pages(
    reading: Callable[[], AbstractContextManager[sqlite3.Connection]],
    source_ids: Collection[int] | None,
    other_than_version: int | None,
) -> Iterator[KeptPage]:
    """Pages with their newest capture that was kept, by number."""
    wanted: dict[str, Any] = {
        "after": 0,
        "sources": None if source_ids is None else encode_json(list(source_ids)),
        "version": other_than_version,
    }
    while True:
        with reading() as conn:
            pages = [_kept_page(row) for row in conn.execute(_KEPT_PAGES, wanted)]
        yield from pages
        if len(pages) < CHUNK:
            return
        wanted["after"] = pages[-1].page_id


def _kept_page(row: tuple[Any, ...]) -> KeptPage:
    page_id, source_id, url, kind, state, part, article_id, article_url, article_page_id, version, *rest = row
    capture_id, final_url, fetched_at, media_type, warc_file, warc_offset, warc_length, original = rest
    return KeptPage(
        page_id=page_id,
        source_id=source_id,
        url=url,
        kind=kind,
        state=state,
        part=part,
        article_id=article_id,
        article_url=article_url,
        article_page_id=article_page_id,
        parser_version=version,
        capture_id=capture_id,
        final_url=final_url,
        fetched_at=parse_utc(fetched_at),
        media_type=media_type,
        warc=WarcLocation(file=warc_file, offset=warc_offset, length=warc_length),
        original=None if original is None else location_of(decode_json(original)),
    )


def location_of(place: Iterable[Any]) -> WarcLocation:
    """The place of a record, out of ``warc_file``, ``warc_offset`` and ``warc_length``."""
    file, offset, length = place
    return WarcLocation(file=file, offset=offset, length=length)
