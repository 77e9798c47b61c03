"""Articles and their revisions, read back as values."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from archiver.errors import UrlError
from archiver.jsontext import decode_json
from archiver.model import Alternate, Author, Evidence, Image
from archiver.store.captures import CHUNK
from archiver.store.records import ArchivedArticle, Revision
from archiver.store.texts import read_moment
from archiver.timestamps import parse_utc
from archiver.urls import normalise_url

_COLUMNS = (
    "id, url, canonical_url, kind, title, headline, byline, lead, body, language, section, site_name, word_count,"
    " text_digest, parser_version"
)
_SELECT = f"""
    SELECT {", ".join(f"a.{name}" for name in _COLUMNS.split(", "))},
           coalesce(s.name, s.host), a.is_paywalled, a.published, a.modified, a.first_seen, a.last_seen, a.evidence
    FROM articles AS a LEFT JOIN sources AS s ON s.id = a.source_id
"""
_AT_ADDRESS = f"""
    {_SELECT}
    WHERE a.id = coalesce((SELECT id FROM articles WHERE url = :url), (SELECT article_id FROM pages WHERE url = :url))
"""
_NEXT = f"""
    {_SELECT}
    WHERE a.id > :after AND (:source IS NULL OR :source = s.name OR lower(:source) = s.host)
      AND (:since IS NULL OR a.published_day >= :since)
    ORDER BY a.id LIMIT {CHUNK}
"""
_AUTHORS = """
    SELECT au.name, aa.role, aa.affiliation FROM article_authors AS aa JOIN authors AS au ON au.id = aa.author_id
    WHERE aa.article_id = ? ORDER BY aa.position
"""
_TAGS = """
    SELECT t.name FROM article_tags AS at JOIN tags AS t ON t.id = at.tag_id
    WHERE at.article_id = ? ORDER BY at.position
"""
_ALTERNATES = "SELECT language, url FROM alternates WHERE article_id = ? ORDER BY position"
_IMAGES = """
    SELECT url, alt, caption, credit, role, status, placeholder_text FROM images WHERE article_id = ? ORDER BY position
"""
_REVISIONS = """
    SELECT number, cause, seen_at, title, lead, body, text_digest, parser_version, capture_id
    FROM revisions WHERE article_id = ? ORDER BY number
"""

Reading = Callable[[], AbstractContextManager[sqlite3.Connection]]


def load_article(conn: sqlite3.Connection, url: str) -> ArchivedArticle | None:
    """The article at an address: its own, or that of a page that shows it."""
    row = conn.execute(_AT_ADDRESS, {"url": _key(url)}).fetchone()
    return None if row is None else _article(conn, row)


def iter_articles(reading: Reading, source: str | None, since: dt.date | None) -> Iterator[ArchivedArticle]:
    """Articles by number."""
    wanted = {"after": 0, "source": source, "since": None if since is None else since.isoformat()}
    while True:
        with reading() as conn:
            articles = [_article(conn, row) for row in conn.execute(_NEXT, wanted).fetchall()]
        yield from articles
        if len(articles) < CHUNK:
            return
        wanted["after"] = articles[-1].id


def load_revisions(conn: sqlite3.Connection, article_id: int) -> tuple[Revision, ...]:
    """An article's texts, oldest first."""
    return tuple(
        Revision(
            number=number,
            cause=cause,
            seen_at=parse_utc(seen_at),
            title=title,
            lead=lead,
            body=body,
            text_digest=digest,
            parser_version=version,
            capture_id=capture_id,
        )
        for number, cause, seen_at, title, lead, body, digest, version, capture_id in conn.execute(
            _REVISIONS, (article_id,)
        )
    )


def _key(url: str) -> str:
    try:
        return normalise_url(url)
    except UrlError:
        return url


def _article(conn: sqlite3.Connection, row: tuple[Any, ...]) -> ArchivedArticle:
    *plain, source, is_paywalled, published, modified, first_seen, last_seen, evidence = row
    fields = dict(zip(_COLUMNS.split(", "), plain, strict=True))
    article_id = (fields["id"],)
    return ArchivedArticle(
        **fields,
        source=source,
        is_paywalled=None if is_paywalled is None else bool(is_paywalled),
        published=read_moment(published),
        modified=read_moment(modified),
        first_seen=parse_utc(first_seen),
        last_seen=parse_utc(last_seen),
        authors=tuple(
            Author(name=name, role=role, affiliation=affiliation)
            for name, role, affiliation in conn.execute(_AUTHORS, article_id)
        ),
        tags=tuple(name for (name,) in conn.execute(_TAGS, article_id)),
        alternates=tuple(Alternate(language=a, url=b) for a, b in conn.execute(_ALTERNATES, article_id)),
        images=tuple(map(_image, conn.execute(_IMAGES, article_id))),
        evidence=tuple(Evidence(**winner) for winner in decode_json(evidence)),
    )


def _image(row: tuple[Any, ...]) -> Image:
    url, alt, caption, credit, role, status, placeholder_text = row
    return Image(
        url=url, alt=alt, caption=caption, credit=credit, role=role, status=status, placeholder_text=placeholder_text
    )
