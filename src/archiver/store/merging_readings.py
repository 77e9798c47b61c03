"""What each of two archives knows of an article that both have: its readings, and what its row says."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from archiver.model import ARCHIVED_KINDS
from archiver.store.merging_history import Reading, in_order, is_comparable
from archiver.store.moving import MOVED
from archiver.store.revising import Text

_MAPPED = "(SELECT k.here FROM temp.of_{0} AS k WHERE k.id = {1})"
_ARTICLE = """
    SELECT {url}, {page}, {capture}, a.parser_version, a.first_seen, a.last_seen, a.record_digest, a.text_digest,
        coalesce(c.fetched_at, a.last_seen), coalesce(c.payload_digest, ''), a.page_id, p.url, c.final_url,
        (SELECT w.value FROM {schema}.meta AS w WHERE w.key = '{moved}' || a.url)
    FROM {schema}.articles AS a LEFT JOIN {schema}.pages AS p ON p.id = a.page_id
    LEFT JOIN {schema}.captures AS c ON c.id = a.capture_id WHERE a.id = ?
"""
_TEXTS = """
    SELECT title, lead, body, text_digest FROM {schema}.articles WHERE id = ?1
    UNION ALL
    SELECT title, lead, body, text_digest FROM {schema}.past_texts WHERE article_id = ?1
"""
#: a capture that was read again later shows what was there when it was fetched
_REVISIONS = """
    SELECT r.number, {capture}, r.cause, r.seen_at, r.text_digest, r.parser_version,
        iif(r.cause = 'parser', min(r.seen_at, coalesce(c.fetched_at, r.seen_at)), r.seen_at), {page}, p.url,
        c.final_url, coalesce(c.payload_digest, '')
    FROM {schema}.revision_log AS r LEFT JOIN {schema}.captures AS c ON c.id = r.capture_id
    LEFT JOIN {schema}.pages AS p ON p.id = c.page_id
    WHERE r.article_id = ? ORDER BY r.number
"""
#: up to the newest that gave the article: what the page has shown since is something else
_LOOKS = """
    SELECT c.fetched_at, c.payload_digest, {capture} FROM {schema}.captures AS c
    WHERE c.page_id = ? AND c.error IS NULL AND c.tells_cards AND c.payload_digest IS NOT NULL AND c.id < ?
    AND (c.fetched_at, c.payload_digest) <= (?, ?)
"""
#: a look that has left no capture, as nothing had changed
_UNCHANGED = """
    SELECT p.last_fetched_at, p.kind FROM {schema}.pages AS p WHERE p.id = ? AND p.article_id = ? AND p.state = 'ok'
    AND p.part IS NULL
"""
_OF_OTHER = {
    "page": _MAPPED.format("pages", "p.id"),
    "capture": _MAPPED.format("captures", "c.id"),
    "schema": "other",
    "moved": MOVED,
    "url": "coalesce((SELECT b.url FROM temp.held_back AS b WHERE b.id = a.id), a.url)",
}
_OF_MAIN = {"page": "p.id", "capture": "c.id", "schema": "main", "moved": MOVED, "url": "a.url"}


class Row(NamedTuple):
    """What the row of an article says of its newest reading; pages and captures by their numbers here."""

    url: str
    page_id: int | None
    capture_id: int | None
    parser_version: int | None
    first_seen: str
    last_seen: str
    record_digest: str
    text_digest: str
    #: when the page was shown that it was read from
    read_at: str
    #: digest of what that showed
    content: str
    #: its page by its number in its own archive
    own_page_id: int | None
    is_own_page: bool

    @property
    def rank(self) -> tuple[object, ...]:
        """The greatest is the newest reading; that of the article's own page goes before any other."""
        return (
            *(self.is_own_page, self.read_at, self.content),
            *(self.parser_version or 0, self.last_seen, self.record_digest),
        )


class Known(NamedTuple):
    """What an archive knows of an article."""

    row: Row
    texts: dict[str, Text]
    #: in order
    readings: list[Reading]
    #: as ``revision_log`` has them
    revisions: list[Reading]


def load_known(conn: sqlite3.Connection, article_id: int, below: int | None) -> Known:
    """What this archive knows, of captures below a number; without one, what the other archive knows."""
    words = _OF_OTHER if below is None else _OF_MAIN
    *plain, page_url, final_url, moved = conn.execute(_ARTICLE.format(**words), (article_id,)).fetchone()
    row = Row._make((*plain, page_url is None or plain[0] in {page_url, final_url}))
    texts = {text[3]: Text._make(text) for text in conn.execute(_TEXTS.format(**words), (article_id,))}
    revisions = list(_revisions(conn.execute(_REVISIONS.format(**words), (article_id,)).fetchall(), row, moved, texts))
    until = (row.own_page_id, 2**63 - 1 if below is None else below, row.read_at, row.content)
    looks = conn.execute(_LOOKS.format(**words), until).fetchall()
    newest = _reading(row, texts[row.text_digest], (row.read_at, row.content, row.capture_id))
    newest = replace(newest, last_seen=row.last_seen)
    unchanged = [
        replace(newest, at=moment, seen_at=moment, capture_id=None)
        for moment, kind in conn.execute(_UNCHANGED.format(**words), (row.own_page_id, article_id))
        if kind in ARCHIVED_KINDS and moment is not None and moment > row.read_at
    ]
    readings = [*revisions, *_sightings(revisions, looks, row), newest, *unchanged]
    return Known(row, texts, in_order(readings), revisions)


def _revisions(rows: list[tuple[Any, ...]], row: Row, moved: str | None, texts: dict[str, Text]) -> Iterator[Reading]:
    before = None
    #: by text, as a look that left no capture has shown again what another one had
    shown = {row.text_digest: row.content}
    pages: frozenset[int | None] = frozenset()
    for number, capture_id, cause, seen_at, digest, version, at, page_id, page_url, final_url, content in rows:
        revision = Reading(
            at=at,
            seen_at=seen_at,
            text=texts[digest],
            page_id=row.page_id if page_url is None else page_id,
            is_own_page=row.is_own_page
            if page_url is None
            else not _addresses(row, moved, at).isdisjoint({page_url, final_url}),
            parser_version=version,
            capture_id=capture_id,
            content=content or shown.get(digest, ""),
            cause=cause,
            number=number,
        )
        is_told_so = cause == "parser" and before is not None and is_comparable(before, revision)
        yield replace(revision, is_told_so=is_told_so, takes_over=pages)
        before, pages = revision, pages | {revision.page_id}
        shown[digest] = revision.content


def _addresses(row: Row, moved: str | None, at: str) -> set[str]:
    """The article's own address, and the one that it had at this moment, if a note says when it has moved."""
    since, _, before = (moved or "").partition(" ")
    return {row.url, before} if at < since else {row.url}


def _sightings(revisions: list[Reading], looks: list[tuple[Any, ...]], row: Row) -> Iterator[Reading]:
    """The looks that found nothing new, each with the text that stood then."""
    ordered = in_order(revisions)
    moments = [(revision.at, revision.content) for revision in ordered]
    told = {row.capture_id, *(revision.capture_id for revision in revisions)}
    for look in looks:
        place = bisect_right(moments, look[:2])
        if place and look[2] not in told:
            stood = ordered[place - 1]
            yield _reading(row, stood.text, look, stood.parser_version)


def _reading(row: Row, text: Text, look: tuple[Any, ...], version: int | None = None) -> Reading:
    at, content, capture_id = look
    return Reading(
        at=at,
        seen_at=at,
        text=text,
        page_id=row.page_id,
        is_own_page=row.is_own_page,
        parser_version=version or row.parser_version,
        capture_id=capture_id,
        content=content,
    )
