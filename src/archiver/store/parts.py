"""What an article has beside its text: authors, tags, images and other languages, each in a table of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from archiver.model import Article
from archiver.store.texts import storable, text_or_none


class _Parts(NamedTuple):
    """A table whose rows belong to one article."""

    table: str
    columns: str


_AUTHORS = _Parts("article_authors", "position, author_id, role, affiliation")
_TAGS = _Parts("article_tags", "position, tag_id")
_ALTERNATES = _Parts("alternates", "position, language, url")
_IMAGES = _Parts("images", "position, url, alt, caption, credit, role, status, placeholder_text")


def add_parts(conn: sqlite3.Connection, article_id: int, article: Article) -> None:
    """Notes the authors, tags, images and other languages of an article that has none yet."""
    for parts, rows in _rows(conn, article):
        _add_rows(conn, parts, article_id, rows)


def save_parts(conn: sqlite3.Connection, article_id: int, article: Article) -> None:
    """Makes these the article's authors, tags, images and other languages; writes nothing where they are."""
    for parts, rows in _rows(conn, article):
        stored = conn.execute(
            f"SELECT {parts.columns} FROM {parts.table} WHERE article_id = ? ORDER BY position", (article_id,)
        ).fetchall()
        if stored != rows:
            conn.execute(f"DELETE FROM {parts.table} WHERE article_id = ?", (article_id,))
            _add_rows(conn, parts, article_id, rows)


def _rows(conn: sqlite3.Connection, article: Article) -> Iterator[tuple[_Parts, list[tuple[Any, ...]]]]:
    yield _AUTHORS, _author_rows(conn, article)
    yield _TAGS, _tag_rows(conn, article)
    yield _ALTERNATES, _alternate_rows(article)
    yield _IMAGES, _image_rows(article)


def _add_rows(conn: sqlite3.Connection, parts: _Parts, article_id: int, rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    marks = ", ".join("?" * (parts.columns.count(",") + 2))
    conn.executemany(
        f"INSERT INTO {parts.table} (article_id, {parts.columns}) VALUES ({marks})",
        ((article_id, *row) for row in rows),
    )


def _author_rows(conn: sqlite3.Connection, article: Article) -> list[tuple[Any, ...]]:
    named = [author for author in article.authors if author.name]
    return [
        (position, _id_of(conn, "authors", author.name), text_or_none(author.role), text_or_none(author.affiliation))
        for position, author in enumerate(named)
    ]


def _tag_rows(conn: sqlite3.Connection, article: Article) -> list[tuple[Any, ...]]:
    names = dict.fromkeys(filter(None, map(text_or_none, article.tags)))
    return [(position, _id_of(conn, "tags", name)) for position, name in enumerate(names)]


def _alternate_rows(article: Article) -> list[tuple[Any, ...]]:
    return [
        (position, storable(other.language), storable(other.url)) for position, other in enumerate(article.alternates)
    ]


def _image_rows(article: Article) -> list[tuple[Any, ...]]:
    return [
        (
            position,
            text_or_none(image.url),
            text_or_none(image.alt),
            text_or_none(image.caption),
            text_or_none(image.credit),
            image.role,
            image.status,
            text_or_none(image.placeholder_text),
        )
        for position, image in enumerate(article.images)
    ]


def _id_of(conn: sqlite3.Connection, table: Literal["authors", "tags"], name: str) -> int:
    """The number of a name, which is added when it is not there."""
    name = storable(name)
    row = conn.execute(f"SELECT id FROM {table} WHERE name = ?", (name,)).fetchone()
    if row is None:
        return int(conn.execute(f"INSERT INTO {table} (name) VALUES (?)", (name,)).lastrowid or 0)
    return int(row[0])
