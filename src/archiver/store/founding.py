"""A new archive: the schema of today, and what the file says of itself from its first moment."""

from __future__ import annotations

import datetime as dt
import sqlite3

from archiver.store import meta
from archiver.store.schema import APPLICATION_ID, SCHEMA_VERSION, schema_sql, statements
from archiver.timestamps import utc_text


def create_schema(conn: sqlite3.Connection) -> None:
    """The whole schema of today, in an empty file."""
    for statement in statements(schema_sql()):
        conn.execute(statement)
    meta.save(conn, "schema_version", str(SCHEMA_VERSION))


def name_it(conn: sqlite3.Connection, warc_dir: str, now: dt.datetime) -> None:
    """Notes what makes the file an archive, where its WARC files lie and since when it is there."""
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    meta.save(conn, "created_at", utc_text(now))
    meta.save(conn, "warc_dir", warc_dir)
