"""Which part of an archive is meant: the same for everything that is written out of it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from archiver.errors import QueryError
from archiver.jsontext import encode_json
from archiver.model import WarcLocation
from archiver.store.arguments import OfDays
from archiver.store.connection import Connection
from archiver.store.query import Statement, restricted
from archiver.timestamps import parse_utc

#: since when an article is news: a page cannot have appeared after it was first fetched, whatever date it names
NEWS_AT = "min(coalesce(published_at, published_day, first_seen), first_seen)"
_COLUMNS = """
            SELECT a.*, l.article_id, l.source, l.authors
            FROM articles AS a JOIN article_list AS l ON l.article_id = a.id
"""
#: a condition stands on lines of its own, so that a comment in it ends there
_ARTICLES = f"""
    SELECT article_id FROM (
        SELECT * FROM ({_COLUMNS})
        WHERE (:sources IS NULL OR source_id IN (SELECT value FROM json_each(:sources)))
          AND (:since IS NULL OR published_day >= :since)
          AND (:until IS NULL OR published_day <= :until)
          AND (
{{where}}
          )
    )
"""
#: both are prepared of a condition alone: the first fails for a bracket that closes what it has not opened (such as
#: "0) OR (1"), the second for what may stand behind a condition ("1 LIMIT 2"), and for what is begun and not ended
_COMPLETE = (f"EXPLAIN SELECT 1 FROM ({_COLUMNS}) WHERE\n{{}}", f"EXPLAIN SELECT 1 FROM ({_COLUMNS}) WHERE (\n{{}}\n)")
_NEWEST = f"ORDER BY {NEWS_AT} DESC, article_id DESC LIMIT :newest"
_TABLES = (
    "CREATE TEMP TABLE chosen (article_id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE chosen_pages (page_id INTEGER PRIMARY KEY)",
)
#: of chosen articles, the pages that show them
_PAGES_OF_ARTICLES = """
    INSERT OR IGNORE INTO chosen_pages SELECT p.id FROM chosen AS k CROSS JOIN pages AS p ON p.article_id = k.article_id
"""
#: of whole sources, all their pages, those of lists and feeds too
_PAGES_OF_SOURCES = """
    INSERT INTO chosen_pages
    SELECT id FROM pages WHERE :sources IS NULL OR source_id IN (SELECT value FROM json_each(:sources))
"""
#: everything that was kept of the pages; robots files, which have none, where the whole archive is meant
_CHOSEN_CAPTURES = """
    SELECT c.id, c.revisit_of FROM chosen_pages AS k CROSS JOIN captures AS c ON c.page_id = k.page_id
    UNION ALL
    SELECT id, revisit_of FROM captures WHERE page_id IS NULL AND :is_all
"""
#: what revisits stand for is selected with them, and comes before them, as it has the lower number
_RECORDS = f"""
    WITH of_pages (id, revisit_of) AS ({_CHOSEN_CAPTURES})
    SELECT id, final_url, iif(status IS NULL AND error IS NOT NULL, NULL, fetched_at),
           warc_file, warc_offset, warc_length, warc_start
    FROM captures
    WHERE warc_file IS NOT NULL
      AND id IN (SELECT id FROM of_pages UNION SELECT revisit_of FROM of_pages WHERE revisit_of IS NOT NULL)
    ORDER BY id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection(OfDays):
    """Which part of the archive is meant; by default all of it."""

    #: an SQL condition on the columns of ``articles`` and ``article_list``
    where: str | None = None
    #: articles that were published on this day or later
    since: dt.date | None = None
    #: articles that were published on this day or earlier
    until: dt.date | None = None
    #: numbers of sources; ``None`` for all
    source_ids: tuple[int, ...] | None = None
    #: at most so many articles, the newest; ``None`` for all
    newest: int | None = None

    @property
    def is_of_articles(self) -> bool:
        """Whether articles are chosen; else whole sources are, with their lists and feeds."""
        return any(chosen is not None for chosen in (self.where, self.since, self.until, self.newest))

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self.source_ids is None and not self.is_of_articles

    @property
    def words(self) -> str:
        """What was chosen, for a person: ``articles where section = 'Lake'; published since 2025-08-01``."""
        chosen = (
            ("articles where", self.where),
            ("published since", self.since),
            ("published until", self.until),
            ("sources", None if self.source_ids is None else ", ".join(map(str, self.source_ids))),
            ("newest", self.newest),
        )
        return "; ".join(f"{what} {value}" for what, value in chosen if value is not None) or "all that was kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedCapture:
    """A capture that lies in a WARC file."""

    capture_id: int
    #: after redirects
    url: str
    #: UTC, to the second; ``None`` where nothing came in the end, and the record is of an earlier exchange
    moment: dt.datetime | None
    warc: WarcLocation


def choose(db: Connection, conn: sqlite3.Connection, selection: Selection) -> int:
    """How many articles are chosen: their numbers, and those of pages, are then in ``chosen`` and ``chosen_pages``.

    The tables are temporary ones of this connection. The condition, which is somebody's SQL, is evaluated where it can
    do nothing but read. Raises ``QueryError`` for what SQLite has against it.
    """
    for statement in _TABLES:
        conn.execute(statement)
    bound = {"sources": None if selection.source_ids is None else encode_json(list(selection.source_ids))}
    if selection.where is not None:
        _refuse_incomplete(db, conn, selection.where)
    with restricted(db, conn, _statement(selection, bound)) as cursor:
        # all of them before the first is noted: the condition may ask for what noting them would change
        numbers = array("q", (article_id for (article_id,) in cursor))
    conn.executemany("INSERT INTO chosen VALUES (?)", zip(numbers, strict=True))
    conn.execute(_PAGES_OF_ARTICLES if selection.is_of_articles else _PAGES_OF_SOURCES, bound)
    return len(numbers)


def iter_records(conn: sqlite3.Connection, selection: Selection) -> Iterator[SelectedCapture]:
    """The kept captures of what is chosen on a connection, by number, read as they are asked for."""
    for capture_id, url, at, file, offset, length, start in conn.execute(_RECORDS, {"is_all": selection.is_all}):
        location = WarcLocation(file=file, offset=offset, length=length, start=start)
        moment = None if at is None else parse_utc(at)
        yield SelectedCapture(capture_id=capture_id, url=url, moment=moment, warc=location)


def _refuse_incomplete(db: Connection, conn: sqlite3.Connection, where: str) -> None:
    """Raises ``QueryError`` for what is not one condition, whole: nothing in it may reach the others."""
    if not where.strip():
        raise QueryError("empty (expected a condition: section = 'Lake')")
    for check in _COMPLETE:
        with _parameterless(), restricted(db, conn, Statement(check.format(where), (), None)):
            pass


@contextmanager
def _parameterless() -> Iterator[None]:
    try:
        yield
    except QueryError as error:
        if "binding" not in str(error):
            raise
        raise QueryError("'?', ':name' and the like stand for values that are not given: write the values") from error


def _statement(selection: Selection, bound: dict[str, Any]) -> Statement:
    sql = _ARTICLES.format(where="1" if selection.where is None else selection.where)
    days = {name: None if day is None else day.isoformat() for name, day in _days(selection)}
    if selection.newest is None:
        return Statement(sql, bound | days, None)
    return Statement(f"{sql} {_NEWEST}", bound | days | {"newest": selection.newest}, None)


def _days(selection: Selection) -> tuple[tuple[str, dt.date | None], ...]:
    return (("since", selection.since), ("until", selection.until))
