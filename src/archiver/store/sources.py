"""Sources: the registered sites, and how far each reaches."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from archiver.errors import UsageError
from archiver.jsontext import decode_json, encode_json
from archiver.model import Source, SourceScope
from archiver.scopes import read_scope
from archiver.store.texts import text_or_none
from archiver.timestamps import utc_text
from archiver.urls import host_of, normalise_url

#: whatever columns there are: an archive of an older version is read as it is
_ALL = "SELECT * FROM sources"
#: what lists others is read anew: it names addresses that did not belong to the source, and were not kept
_READ_LISTS_ANEW = """
    UPDATE frontier SET due_at = :now, etag = NULL, last_modified = NULL, payload_digest = NULL
    WHERE page_id IN (
        SELECT p.id FROM pages AS p JOIN frontier AS f ON f.page_id = p.id
        WHERE p.source_id = :source AND p.state = 'ok'
          AND (p.kind IN ('listing', 'feed', 'sitemap') OR f.found_by = 'seed')
    )
"""
#: pages that the scope has kept out are judged anew
_OF_REASONS = "source_id = :source AND state = 'excluded' AND reason IN (SELECT value FROM json_each(:reasons))"
_DUE_AGAIN = f"UPDATE frontier SET due_at = :now WHERE page_id IN (SELECT id FROM pages WHERE {_OF_REASONS})"
_QUEUED_AGAIN = f"UPDATE pages SET state = 'queued', reason = NULL WHERE {_OF_REASONS}"


class NewSource(NamedTuple):
    """What is told of a site when it is registered."""

    home_url: str
    name: str | None
    language: str | None


def add_source(conn: sqlite3.Connection, new: NewSource, now: dt.datetime) -> Source:
    """The source with this home page; a known one is left as it is."""
    home_url = normalise_url(new.home_url)
    conn.execute(
        "INSERT INTO sources (host, home_url, name, language, added_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (home_url) DO NOTHING",
        [host_of(home_url), home_url, text_or_none(new.name), new.language, utc_text(now)],
    )
    (source,) = _sources(conn.execute(f"{_ALL} WHERE home_url = ?", [home_url]))
    return source


def load_sources(conn: sqlite3.Connection) -> tuple[Source, ...]:
    """All sources, in the order they were added."""
    return tuple(_sources(conn.execute(f"{_ALL} ORDER BY id")))


def change_scope(
    conn: sqlite3.Connection, source_id: int, scope: SourceScope, reasons: Iterable[str], now: dt.datetime
) -> None:
    """Keeps another scope with a source, and has its lists read anew; for ``reasons`` a scope keeps pages out."""
    said = scope.to_dict()
    conn.execute("UPDATE sources SET scope = ? WHERE id = ?", (encode_json(said) if said else None, source_id))
    bound = {"source": source_id, "now": utc_text(now), "reasons": encode_json(sorted(reasons))}
    for statement in (_READ_LISTS_ANEW, _DUE_AGAIN, _QUEUED_AGAIN):
        conn.execute(statement, bound)


def find_source(conn: sqlite3.Connection, host: str) -> int | None:
    """The number of the first source of a host, or ``None``."""
    row = conn.execute("SELECT id FROM sources WHERE host = ? ORDER BY id", [host]).fetchone()
    return None if row is None else int(row[0])


def sources_named(sources: Sequence[Source], name: str) -> list[Source]:
    """The sources with this home page, host or name. Raises ``UsageError`` when there is none.

    Case does not count in addresses, as in a browser's bar; names are what somebody has called them.
    """
    address = name.rstrip("/").lower()
    found = [
        source
        for source in sources
        if name == source.name or address in {source.home_url.rstrip("/").lower(), source.host}
    ]
    if not found:
        known = ", ".join(source.home_url for source in sources) or "none; 'archiver crawl URL' registers one"
        raise UsageError(f"no source '{name}' (known: {known})")
    return found


def _sources(cursor: sqlite3.Cursor) -> Iterator[Source]:
    names = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        yield Source(
            id=row["id"],
            host=row["host"],
            home_url=row["home_url"],
            name=row["name"],
            language=row["language"],
            state="paused" if row["state"] == "paused" else "active",
            scope=SourceScope() if row.get("scope") is None else read_scope(decode_json(row["scope"])),
        )
