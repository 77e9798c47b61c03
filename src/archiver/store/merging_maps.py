"""Which row of the other archive is which row of this one: told by what they say, never by their numbers.

For each table that others point to there is a temporary one, ``of_<table>``: the number of a row of the other archive
(``id``), the number that it has here (``here``), and whether it comes with this merge (``is_new``). What is new gets
the next free numbers, in the order that it has over there; so the same archives merged in the same order give the same
numbers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from archiver.store.merging_moves import match_held_back, match_moved, send_back
from archiver.urls import bare_host

#: two home pages of one site: the root of a host, whether it is asked by http or https
_SAME_SITE = """
    SELECT o.id, coalesce(
        (SELECT m.id FROM main.sources AS m WHERE m.home_url = o.home_url),
        (
            SELECT min(m.id) FROM main.sources AS m WHERE m.host = o.host
            AND m.home_url IN ('http://' || o.host || '/', 'https://' || o.host || '/')
            AND o.home_url IN ('http://' || o.host || '/', 'https://' || o.host || '/')
            AND NOT EXISTS (SELECT 1 FROM other.sources AS x WHERE x.home_url = m.home_url)
        )
    ) FROM other.sources AS o
"""
_SAME_RUN = """
    SELECT o.id, :run FROM other.runs AS o WHERE :run IS NOT NULL
    UNION ALL
    SELECT o.id, min(m.id) FROM other.runs AS o LEFT JOIN main.runs AS m
    ON m.started_at = o.started_at AND m.command = o.command AND m.arguments = o.arguments
    WHERE :run IS NULL GROUP BY o.id
"""
#: as ``captures.insert_capture`` knows them
_SAME_CAPTURE = """
    SELECT o.id, CASE WHEN p.is_new THEN NULL ELSE (
        SELECT min(m.id) FROM main.captures AS m
        WHERE m.page_id IS p.here AND m.fetched_at = o.fetched_at AND m.url = o.url AND m.status IS o.status
            AND m.payload_digest IS o.payload_digest
    ) END FROM other.captures AS o LEFT JOIN temp.of_pages AS p ON p.id = o.page_id
"""
#: of a part of an ingest, looks that are here, whoever told of them: a revisit says nothing of the answer
_SAME_LOOK = """
    UPDATE temp.of_captures SET here = same.here FROM (
        SELECT o.id, min(m.id) AS here
        FROM other.captures AS o CROSS JOIN temp.of_pages AS p ON p.id = o.page_id AND NOT p.is_new
        CROSS JOIN main.captures AS m ON m.page_id = p.here AND m.fetched_at = o.fetched_at
            AND m.payload_digest = o.payload_digest
        WHERE o.error IS NULL AND m.error IS NULL GROUP BY o.id
    ) AS same WHERE same.id = of_captures.id AND of_captures.here IS NULL
"""
#: of a part of an ingest, looks that showed what the page had shown last by then: they were seen again, and no more. Of
#: one moment the lesser content is the earlier one
_SEEN_AGAIN = """
    UPDATE temp.of_captures SET here = seen.here FROM (
        SELECT o.id, m.id AS here
        FROM other.captures AS o CROSS JOIN temp.of_pages AS p ON p.id = o.page_id AND NOT p.is_new
        CROSS JOIN main.captures AS m ON m.id = (
            SELECT x.id FROM main.captures AS x WHERE x.page_id = p.here AND x.fetched_at <= o.fetched_at
            AND (x.fetched_at < o.fetched_at OR coalesce(x.payload_digest, '') <= o.payload_digest)
            AND (x.error IS NULL OR x.error LIKE 'gone%')
            ORDER BY x.fetched_at DESC, coalesce(x.payload_digest, '') DESC LIMIT 1
        )
        WHERE o.error IS NULL AND m.error IS NULL AND m.payload_digest = o.payload_digest AND NOT EXISTS (
            SELECT 1 FROM other.captures AS x WHERE x.page_id = o.page_id AND x.error IS NULL
            AND (x.fetched_at, x.payload_digest) > (m.fetched_at, m.payload_digest)
            AND (x.fetched_at, x.payload_digest) < (o.fetched_at, o.payload_digest)
            AND x.payload_digest IS NOT o.payload_digest
        )
    ) AS seen WHERE seen.id = of_captures.id AND of_captures.here IS NULL
"""
_SAME_KIND = """
    SELECT o.id, m.id FROM other.evidence_kinds AS o LEFT JOIN main.evidence_kinds AS m
    ON m.field = o.field AND m.source = o.source AND m.rule = o.rule
"""


def _by(table: str, column: str) -> str:
    return f"SELECT o.id, m.id FROM other.{table} AS o LEFT JOIN main.{table} AS m ON m.{column} = o.{column}"


#: of each table, in an order in which a map may use those before it: the numbers over there and here, NULL for none
_MATCHES = {
    "sources": _SAME_SITE,
    "runs": _SAME_RUN,
    "pages": _by("pages", "url"),
    "captures": _SAME_CAPTURE,
    "articles": _by("articles", "url"),
    "authors": _by("authors", "name"),
    "tags": _by("tags", "name"),
    "cards": _by("cards", "digest"),
    "evidence_kinds": _SAME_KIND,
}
_CREATE = """
    CREATE TEMP TABLE of_{0} (id INTEGER PRIMARY KEY, here INTEGER, is_new INTEGER NOT NULL DEFAULT 0)
"""
_NUMBER = """
    UPDATE temp.of_{0} SET here = free.number, is_new = 1
    FROM (
        SELECT id, (SELECT coalesce(max(id), 0) FROM main.{0}) + row_number() OVER (ORDER BY id) AS number
        FROM temp.of_{0} WHERE here IS NULL
    ) AS free
    WHERE free.id = of_{0}.id
"""
_WARC_FILES = "CREATE TEMP TABLE of_warc_files (name TEXT PRIMARY KEY, here TEXT NOT NULL)"


def make_maps(
    conn: sqlite3.Connection, run_id: int | None, warc_names: Mapping[str, str], *, is_part: bool = False
) -> None:
    """Tells the rows of the other archive that are here already, and numbers all others.

    Of a part of an ingest, those are here that one run over all files would have made none of.
    """
    drop_maps(conn)
    conn.execute(_WARC_FILES)
    conn.executemany("INSERT INTO temp.of_warc_files (name, here) VALUES (?, ?)", warc_names.items())
    for table in _MATCHES:
        _make_map(conn, table, run_id, is_part=is_part)


def match_captures_of_scratch(conn: sqlite3.Connection) -> None:
    """The same of the captures of a scratch archive, and of nothing else."""
    drop_maps(conn)
    for table in ("pages", "captures"):
        _make_map(conn, table, None, is_part=True)


def _make_map(conn: sqlite3.Connection, table: str, run_id: int | None, *, is_part: bool) -> None:
    match = _MATCHES[table]
    if table == "articles":
        send_back(conn)
    conn.execute(_CREATE.format(table))
    conn.execute(f"INSERT INTO temp.of_{table} (id, here) {match}", {"run": run_id} if ":run" in match else {})
    if table == "articles":
        match_held_back(conn)
        match_moved(conn)
    elif table == "sources" and is_part:
        _match_sites(conn)
    elif table == "captures" and is_part:
        conn.execute(_SAME_LOOK)
        conn.execute(_SEEN_AGAIN)
    conn.execute(_NUMBER.format(table))


def _match_sites(conn: sqlite3.Connection) -> None:
    """Sources by their hosts, with and without `www.` in front, as they are found while records come in."""
    known: dict[str, int] = {}
    for number, host in conn.execute("SELECT id, host FROM main.sources ORDER BY id").fetchall():
        known.setdefault(bare_host(host), number)
    named = conn.execute("SELECT id, host FROM other.sources").fetchall()
    found = [(known.get(bare_host(host)), number) for number, host in named]
    conn.executemany("UPDATE temp.of_sources SET here = ? WHERE id = ?", found)


def first_new(conn: sqlite3.Connection, table: str) -> int | None:
    """The lowest number of what is new in a table; all from there on is."""
    (first,) = conn.execute(f"SELECT min(here) FROM temp.of_{table} WHERE is_new").fetchone()
    return None if first is None else int(first)


def drop_maps(conn: sqlite3.Connection) -> None:
    """Leaves nothing of them."""
    for table in (
        *(f"of_{table}" for table in _MATCHES),
        "of_warc_files",
        "both_pages",
        "both_hosts",
        "come_before",
        "held_back",
        "moves",
        "joined",
    ):
        conn.execute(f"DROP TABLE IF EXISTS temp.{table}")
