#!/usr/bin/env python3
"""Writes a large invented archive, as years of rounds would leave it: to measure with, and to try things on.

    python bench/big_archive.py big.db                     # 100,000 articles of 40 outlets over three years
    python bench/big_archive.py small.db --articles 5000   # the same outlets, fewer articles
    python bench/big_archive.py other.db --seed 2          # another one

It is the same each time for a number of articles and a seed, and passes ``archiver check``. Rows are written by SQL, as
the pipelines would take an hour; nothing stands in WARC files. What is invented, and how: ``invented.py``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from invented import FIRST_DAY, outlets
from invented_pages import Row, Size
from invented_rows import rows

import archiver
from archiver.store.similar import compare_anew

_TOGETHER = 2000
_FULL_TEXT_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%fts%'"


def main() -> int:
    """Writes the archive and says what it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, help="of the new archive")
    parser.add_argument("--articles", type=int, default=Size().articles, help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, default=Size().seed, help="of the invention (%(default)s)")
    options = parser.parse_args()
    if options.path.exists():
        parser.error(f"{options.path} exists (expected a path where nothing is)")
    started = time.perf_counter()
    write_archive(options.path, Size(articles=options.articles, seed=options.seed))
    with archiver.open(options.path) as archive:
        figures = archive.stats()
    print(
        f"{figures.articles:,} articles, {figures.publisher_changes:,} edits, {figures.cards:,} cards,"
        f" {figures.placements:,} placements, {figures.size_bytes / 2**20:,.0f} MiB"
        f" ({figures.size_bytes / max(figures.articles, 1) / 1000:.1f} kB an article)"
        f" in {time.perf_counter() - started:.0f} s"
    )
    return 0


def write_archive(path: Path, size: Size) -> None:
    """The archive at a path where there is none."""
    first = dt.datetime.combine(FIRST_DAY, dt.time(5), dt.UTC)
    with archiver.open(path, clock=lambda: first) as archive:
        for outlet in outlets(size.seed):
            archive.add_source(f"https://{outlet.host}/", name=outlet.name, language=outlet.language)
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        for pragma in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -65536"):  # nobody else is there
            conn.execute(f"PRAGMA {pragma}")
        conn.execute("BEGIN")
        with _full_text_at_once(conn):
            _insert(conn, rows(size))
        for number in range(1, size.articles + 1):
            compare_anew(conn, number)
        conn.execute("COMMIT")
        conn.execute("PRAGMA journal_mode = WAL")


def _insert(conn: sqlite3.Connection, rows: Iterable[tuple[str, Row]]) -> None:
    """Rows of any tables, in their order within a table."""
    waiting: dict[str, list[Row]] = defaultdict(list)
    for table, row in rows:
        waiting[table].append(row)
        if len(waiting[table]) == _TOGETHER:
            _flush(conn, table, waiting.pop(table))
    for table, left in waiting.items():
        _flush(conn, table, left)


def _flush(conn: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    columns = list(rows[0])
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)})"
    conn.executemany(sql, rows)


@contextmanager
def _full_text_at_once(conn: sqlite3.Connection) -> Iterator[None]:
    """Without the triggers that index row by row: the indexes are built in the end, in a third of the time."""
    triggers = conn.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%fts%'"
    ).fetchall()
    for name, _ in triggers:
        conn.execute(f"DROP TRIGGER {name}")
    yield
    for index in ("articles_fts", "teasers_fts"):
        conn.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
    for _, sql in triggers:
        conn.execute(sql)


if __name__ == "__main__":
    sys.exit(main())
