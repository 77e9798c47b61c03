"""Articles that are added from Python, without a capture."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import replace
from urllib.parse import urlsplit

from archiver.errors import UsageError
from archiver.model import ARCHIVED_KINDS, Article
from archiver.store.keeping import Sighting
from archiver.store.looks import View, newest_look
from archiver.store.placing import place_teasers
from archiver.store.resolving import claiming
from archiver.store.revising import text_of
from archiver.store.saving import keep_article, load_page, save_page
from archiver.store.sources import NewSource, add_source, find_source
from archiver.timestamps import utc_text
from archiver.urls import host_of, normalise_url


def add(conn: sqlite3.Connection, article: Article, seen_at: dt.datetime, parser_version: int | None) -> int:
    """Keeps one article with its cards; its number."""
    if article.kind not in ARCHIVED_KINDS:
        raise UsageError(f"invalid kind '{article.kind}' (expected one of {', '.join(sorted(ARCHIVED_KINDS))})")
    url = text_address(article) if article.url is None else normalise_url(article.url)
    source_id = None if article.url is None else _source_id(conn, url, seen_at)
    moment = utc_text(seen_at)
    page = load_page(conn, _page_id(conn, url, source_id, moment))
    with claiming(conn) as claims:
        sighting = Sighting(
            article=article,
            url=url,
            source_id=source_id,
            page_id=page.id,
            capture_id=None,
            seen_at=moment,
            parser_version=parser_version,
        )
        kept = keep_article(conn, sighting, claims)
        view = View(page_id=page.id, seen_at=moment, capture_id=None, last_seen=newest_look(conn, page.id))
        place_teasers(conn, view, article.teasers, claims)
        last_fetched_at = max(page.last_fetched_at or moment, moment)
        after = replace(page, kind=article.kind, state="ok", reason=None, article_id=kept.article_id)
        cards_version = page.cards_version if view.is_of_the_past else parser_version
        save_page(conn, page, replace(after, last_fetched_at=last_fetched_at, cards_version=cards_version), claims)
    return kept.article_id


def text_address(article: Article) -> str:
    """The key of an article without an address: ``urn:sha256:`` and the digest of its title, lead and body."""
    return f"urn:{text_of(article).digest}"


def _source_id(conn: sqlite3.Connection, url: str, now: dt.datetime) -> int:
    known = find_source(conn, host_of(url))
    if known is not None:
        return known
    parts = urlsplit(url)
    return add_source(conn, NewSource(f"{parts.scheme}://{parts.netloc}/", None, None), now).id


def _page_id(conn: sqlite3.Connection, url: str, source_id: int | None, moment: str) -> int:
    """The number of the page at this address; a new one is never due: nobody asked for it to be fetched."""
    row = conn.execute("SELECT id FROM pages WHERE url = ?", (url,)).fetchone()
    if row is not None:
        return int(row[0])
    cursor = conn.execute(
        "INSERT INTO pages (source_id, url, state, first_seen) VALUES (?, ?, 'queued', ?)", (source_id, url, moment)
    )
    page_id = int(cursor.lastrowid or 0)
    conn.execute(
        "INSERT INTO frontier (page_id, host, priority, found_by) VALUES (?, ?, 0, 'ingest')",
        (page_id, urlsplit(url).netloc),
    )
    return page_id
