"""The registered sites as a list to look at and to change: how each is doing, what it is called, whether it rests."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from archiver.errors import UsageError
from archiver.model import Source, SourceScope
from archiver.store.connection import Connection
from archiver.store.sources import change_scope
from archiver.timestamps import parse_utc, utc_text

#: in one word; the first that holds
Health = Literal["paused", "new", "parked", "failing", "well"]

_OVERVIEW = """
    SELECT
        s.name, s.host, s.home_url, s.language, s.state,
        (SELECT count(*) FROM pages AS p WHERE p.source_id = s.id),
        (SELECT count(*) FROM articles AS a WHERE a.source_id = s.id),
        health.last_success_at,
        (
            SELECT min(max(f.due_at, coalesce(h.not_before, '')))
            FROM pages AS p JOIN frontier AS f ON f.page_id = p.id LEFT JOIN hosts AS h ON h.host = f.host
            WHERE p.source_id = s.id AND f.due_at IS NOT NULL
        ),
        (SELECT h.not_before FROM hosts AS h WHERE h.host = s.host),
        coalesce((SELECT h.failures FROM hosts AS h WHERE h.host = s.host), 0) > 0
            OR EXISTS (SELECT 1 FROM pages AS p WHERE p.url = s.home_url AND p.state IN ('failed', 'gone', 'excluded')),
        health.last_error,
        health.last_error_at
    FROM sources AS s JOIN source_health AS health ON health.source_id = s.id
    ORDER BY s.id
"""
_FETCHED = "SELECT count(*) FROM pages WHERE source_id = ?1 AND (state <> 'queued' OR last_fetched_at IS NOT NULL)"
_TRIED = "SELECT count(*) FROM captures AS c JOIN pages AS p ON p.id = c.page_id WHERE p.source_id = ?1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOverview:
    """One registered site, and how it is doing."""

    #: for people; ``None`` where only the host is known
    name: str | None
    host: str
    home_url: str
    language: str | None
    #: whether ``update`` asks it
    state: str
    #: addresses that are known of it
    pages: int
    articles: int
    #: UTC, when one of its pages was last received; ``None`` for never
    last_success_at: dt.datetime | None
    #: UTC, when one of its pages is asked for next; ``None`` for never
    next_due_at: dt.datetime | None
    #: ``paused``; ``new``: nothing was asked yet; ``parked``: its host wants to be left alone for now; ``failing``: its
    #: host or its home page did not answer when last asked, or the page answered with what is left out; ``well``
    health: Health
    #: why one of its pages last failed that has not come since; guessed addresses of feeds and sitemaps are left out
    last_error: str | None
    #: UTC, when it did
    last_error_at: dt.datetime | None

    def to_dict(self) -> dict[str, Any]:
        """In plain JSON types."""
        return {
            name: utc_text(value) if isinstance(value, dt.datetime) else value for name, value in asdict(self).items()
        }


class Registry:
    """The sources of an archive."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def overview(self) -> tuple[SourceOverview, ...]:
        """All sources, in the order they were added."""
        with self._db.reading() as conn:
            now = utc_text(self._db.now())
            return tuple(_overview(row, now) for row in conn.execute(_OVERVIEW))

    def describe(self, source: Source, *, name: str | None, language: str | None) -> None:
        """Says what a source is called, and its language."""
        with self._db.writing() as conn:
            conn.execute("UPDATE sources SET name = ?, language = ? WHERE id = ?", [name, language, source.id])

    def change_scope(self, source: Source, scope: SourceScope, reasons: Iterable[str]) -> Source:
        """The source with another scope; its lists are read anew, its pages excluded for these reasons are due."""
        with self._db.writing() as conn:
            change_scope(conn, source.id, scope, reasons, self._db.now())
        return replace(source, scope=scope)

    def set_state(self, source: Source, state: Literal["active", "paused"]) -> None:
        """Has ``update`` leave a source out, or ask it again."""
        with self._db.writing() as conn:
            conn.execute("UPDATE sources SET state = ? WHERE id = ?", [state, source.id])

    def remove(self, source: Source) -> None:
        """Forgets a source that nothing was asked of yet. Raises ``UsageError`` for others: what is archived stays."""
        with self._db.writing() as conn:
            if any(conn.execute(sql, [source.id]).fetchone()[0] for sql in (_FETCHED, _TRIED)):
                raise UsageError(f"{source.home_url} has pages in the archive and stays ('archiver sources pause')")
            conn.execute(
                "DELETE FROM frontier WHERE page_id IN (SELECT id FROM pages WHERE source_id = ?)", [source.id]
            )
            conn.execute("DELETE FROM pages WHERE source_id = ?", [source.id])
            conn.execute("DELETE FROM sources WHERE id = ?", [source.id])


def _overview(row: sqlite3.Row | tuple[Any, ...], now: str) -> SourceOverview:
    name, host, home_url, language, state, pages, articles, success, due, not_before, is_failing, error, error_at = row
    return SourceOverview(
        name=name,
        host=host,
        home_url=home_url,
        language=language,
        state=state,
        pages=pages,
        articles=articles,
        last_success_at=success and parse_utc(success),
        next_due_at=due and parse_utc(due),
        health=_health(
            is_paused=state == "paused",
            is_new=success is None and error is None,
            is_parked=(not_before or "") > now,
            is_failing=bool(is_failing),
        ),
        last_error=error,
        last_error_at=error_at and parse_utc(error_at),
    )


def _health(*, is_paused: bool, is_new: bool, is_parked: bool, is_failing: bool) -> Health:
    words: tuple[tuple[bool, Health], ...] = (
        (is_paused, "paused"),
        (is_parked, "parked"),
        (is_new, "new"),
        (is_failing, "failing"),
    )
    return next((word for holds, word in words if holds), "well")
