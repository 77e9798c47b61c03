"""Articles, read back as values and as a table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from archiver.errors import UrlError
from archiver.jsontext import decode_json
from archiver.model import Alternate, Author, Evidence, Image
from archiver.store.captures import CHUNK
from archiver.store.choosing import Where, count
from archiver.store.column_kinds import columns_of
from archiver.store.connection import Connection
from archiver.store.frames import QueryResult, Selected
from archiver.store.query import Statement, query
from archiver.store.records import ArchivedArticle
from archiver.store.search_filters import Filters, check_names, filter_conditions
from archiver.store.texts import read_moment
from archiver.timestamps import parse_utc
from archiver.urls import normalise_url

_COLUMNS = (
    "id, url, canonical_url, kind, title, headline, byline, lead, body, language, section, site_name, word_count,"
    " text_digest, parser_version"
)
_FROM = "FROM articles AS a LEFT JOIN sources AS s ON s.id = a.source_id"
_SELECT = f"""
    SELECT {", ".join(f"a.{name}" for name in _COLUMNS.split(", "))},
           coalesce(s.name, s.host), a.is_paywalled, a.published, a.modified, a.first_seen, a.last_seen, a.evidence
    {_FROM}
"""
_AT_ADDRESS = f"""
    {_SELECT}
    WHERE a.id = coalesce((SELECT id FROM articles WHERE url = :url), (SELECT article_id FROM pages WHERE url = :url))
"""
_NEXT = f"{_SELECT} WHERE a.id > :after AND %s ORDER BY a.id LIMIT {CHUNK}"
#: what a table of articles has; its lists are JSON
_TABLE = f"""
    SELECT a.id, coalesce(s.name, s.host) AS source, a.url, a.canonical_url, a.kind, a.title, a.headline, a.byline, (
               SELECT json_group_array(name) FROM (
                   SELECT au.name FROM article_authors AS aa JOIN authors AS au ON au.id = aa.author_id
                   WHERE aa.article_id = a.id ORDER BY aa.position
               )
           ) AS authors, a.lead, a.body, a.language, a.section, (
               SELECT json_group_array(name) FROM (
                   SELECT t.name FROM article_tags AS at JOIN tags AS t ON t.id = at.tag_id
                   WHERE at.article_id = a.id ORDER BY at.position
               )
           ) AS tags, a.site_name, a.image_url, a.is_paywalled, a.published, a.published_at, a.published_day,
           a.modified, a.modified_at, a.modified_day, a.word_count, a.text_digest, a.first_seen, a.last_seen,
           a.parser_version
    {_FROM} WHERE %s ORDER BY a.id
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


def load_article(conn: sqlite3.Connection, url: str) -> ArchivedArticle | None:
    """The article at an address: its own, or that of a page that shows it."""
    row = conn.execute(_AT_ADDRESS, {"url": _key(url)}).fetchone()
    return None if row is None else _article(conn, row)


def select_articles(db: Connection, filters: Filters) -> Selected[ArchivedArticle]:
    """Articles by number, of which all is true that is given. Raises ``UsageError`` for a name that means nothing."""
    with db.reading() as conn:
        check_names(conn, filters)
    conditions = [condition.sql.format(id="a.id") for condition in filter_conditions("articles", filters)]
    wanted = Where(" AND ".join(conditions) or "1", dict(filters.given))
    return Selected(lambda: _values(db, wanted), lambda: _rows(db, wanted), lambda: count(db, _FROM, wanted))


def _values(db: Connection, wanted: Where) -> Iterator[ArchivedArticle]:
    after = 0
    while True:
        with db.reading() as conn:
            rows = conn.execute(_NEXT % wanted.condition, wanted.values | {"after": after}).fetchall()
            articles = [_article(conn, row) for row in rows]
        yield from articles
        if len(articles) < CHUNK:
            return
        after = articles[-1].id


def _rows(db: Connection, wanted: Where) -> QueryResult:
    answer = query(db, Statement(_TABLE % wanted.condition, wanted.values, None))
    return QueryResult(answer.columns, answer.rows, columns_of("articles", answer.columns, lists=("authors", "tags")))


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
