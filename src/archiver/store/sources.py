"""Sources: the registered sites."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from archiver.errors import UsageError
from archiver.model import Source
from archiver.store.texts import text_or_none
from archiver.timestamps import utc_text
from archiver.urls import host_of, normalise_url

_COLUMNS = "id, host, home_url, name, language, state"


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
    row = conn.execute(f"SELECT {_COLUMNS} FROM sources WHERE home_url = ?", [home_url]).fetchone()
    return _source(row)


def load_sources(conn: sqlite3.Connection) -> tuple[Source, ...]:
    """All sources, in the order they were added."""
    return tuple(map(_source, conn.execute(f"SELECT {_COLUMNS} FROM sources ORDER BY id")))


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


def _source(row: tuple[int, str, str, str | None, str | None, str]) -> Source:
    source_id, host, home_url, name, language, state = row
    return Source(
        id=source_id,
        host=host,
        home_url=home_url,
        name=name,
        language=language,
        state="paused" if state == "paused" else "active",
    )
