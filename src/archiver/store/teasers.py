"""Cards and where they stood, read back as values and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archiver.errors import UrlError
from archiver.store.arguments import some_text, whole_number
from archiver.store.captures import CHUNK
from archiver.store.choosing import OF_SOURCE, Where, count, where
from archiver.store.column_kinds import columns_of
from archiver.store.connection import Connection
from archiver.store.frames import QueryResult, Selected
from archiver.store.query import Statement, query
from archiver.store.records import ArchivedTeaser
from archiver.store.search_filters import Filters, check_names
from archiver.timestamps import parse_utc
from archiver.urls import normalise_url

_COLUMNS = (
    "id, position, region, block, block_heading, title, kicker, url, excerpt, byline, published, image_url, image_alt,"
    " image_status, placeholder_text, article_id"
)
_FROM = "FROM teasers AS t JOIN pages AS p ON p.id = t.page_id LEFT JOIN sources AS s ON s.id = p.source_id"
_NEXT = f"""
    SELECT {", ".join(f"t.{name}" for name in _COLUMNS.split(", "))}, p.url, t.first_seen, t.last_seen, t.is_current
    {_FROM} WHERE t.id > :after AND %s ORDER BY t.id LIMIT {CHUNK}
"""
_TABLE = f"SELECT coalesce(s.name, s.host) AS source, p.url AS page_url, t.* {_FROM} WHERE %s ORDER BY t.id"
_CONDITIONS = {
    "page_url": "t.page_id = (SELECT id FROM pages WHERE url = :page_url)",
    "only_current": "t.is_current = :only_current",
    "source": OF_SOURCE,
    "article_id": "t.article_id = :article_id",
}


def select_teasers(db: Connection, given: Mapping[str, Any]) -> Selected[ArchivedTeaser]:
    """Placements by number, of the pages and cards of which all is true that is given. Raises ``UsageError``."""
    with db.reading() as conn:
        check_names(conn, Filters(source=given["source"]))
    page_url, article_id = given["page_url"], given["article_id"]
    checked = {
        "page_url": None if page_url is None else _key(some_text("page_url", page_url)),
        "only_current": True if given["only_current"] else None,
        "article_id": None if article_id is None else whole_number("article_id", article_id),
    }
    wanted = where(_CONDITIONS, {**given, **checked})
    return Selected(lambda: _values(db, wanted), lambda: _rows(db, wanted), lambda: count(db, _FROM, wanted))


def _values(db: Connection, wanted: Where) -> Iterator[ArchivedTeaser]:
    after = 0
    while True:
        with db.reading() as conn:
            rows = conn.execute(_NEXT % wanted.condition, wanted.values | {"after": after})
            teasers = list(map(_teaser, rows))
        yield from teasers
        if len(teasers) < CHUNK:
            return
        after = teasers[-1].id


def _rows(db: Connection, wanted: Where) -> QueryResult:
    answer = query(db, Statement(_TABLE % wanted.condition, wanted.values, None))
    return QueryResult(answer.columns, answer.rows, columns_of("teasers", answer.columns))


def _key(url: str) -> str:
    try:
        return normalise_url(url)
    except UrlError:
        return url


def _teaser(row: tuple[Any, ...]) -> ArchivedTeaser:
    *plain, page_url, first_seen, last_seen, is_current = row
    return ArchivedTeaser(
        **dict(zip(_COLUMNS.split(", "), plain, strict=True)),
        page_url=page_url,
        first_seen=parse_utc(first_seen),
        last_seen=parse_utc(last_seen),
        is_current=bool(is_current),
    )
