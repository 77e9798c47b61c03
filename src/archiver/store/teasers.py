"""Cards and where they stood, read back as values."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from archiver.errors import UrlError
from archiver.store.captures import CHUNK
from archiver.store.records import ArchivedTeaser
from archiver.timestamps import parse_utc
from archiver.urls import normalise_url

_COLUMNS = (
    "id, position, region, block, block_heading, title, kicker, url, excerpt, byline, published, image_url, image_alt,"
    " image_status, placeholder_text, article_id"
)
_SELECT = f"""
    SELECT {", ".join(f"t.{name}" for name in _COLUMNS.split(", "))}, p.url, t.first_seen, t.last_seen, t.is_current
    FROM teasers AS t JOIN pages AS p ON p.id = t.page_id
    WHERE t.id > :after AND (t.is_current OR NOT :only_current)
"""
_NEXT = f"{_SELECT} ORDER BY t.id LIMIT {CHUNK}"
#: a statement of its own: "any page, or this one" would read all placements for each page
_NEXT_ON_PAGE = f"{_SELECT} AND t.page_id = (SELECT id FROM pages WHERE url = :page) ORDER BY t.id LIMIT {CHUNK}"


def iter_teasers(
    reading: Callable[[], AbstractContextManager[sqlite3.Connection]], page_url: str | None, *, only_current: bool
) -> Iterator[ArchivedTeaser]:
    """Placements by number."""
    statement = _NEXT if page_url is None else _NEXT_ON_PAGE
    wanted = {"after": 0, "page": None if page_url is None else _key(page_url), "only_current": only_current}
    while True:
        with reading() as conn:
            teasers = [_teaser(row) for row in conn.execute(statement, wanted)]
        yield from teasers
        if len(teasers) < CHUNK:
            return
        wanted["after"] = teasers[-1].id


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
