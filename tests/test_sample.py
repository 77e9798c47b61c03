"""archive.db, the sample at the top of the project, is what the fixtures give today."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from build_sample import MAX_BYTES, SAMPLE, build

#: what may differ: who read it, and what SQLite and the index keep for themselves
FREE = {"parser_version", "cards_version"}
INTERNAL = ("sqlite_", "articles_fts", "teasers_fts")


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "archive.db"
    build(path)
    return path


def tables(conn):
    names = [name for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return [name for name in names if not name.startswith(INTERNAL)]


def content(path):
    """Table → rows, with the columns that count."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        found = {}
        for table in tables(conn):
            columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table})") if row[1] not in FREE]
            listed = ", ".join(f'"{column}"' for column in columns)
            found[table] = conn.execute(f"SELECT {listed} FROM {table} ORDER BY {listed}").fetchall()
        return found


def test_the_sample_is_what_the_fixtures_give(rebuilt):
    """`make sample` writes it anew."""
    old, new = content(SAMPLE), content(rebuilt)
    assert old.keys() == new.keys()
    assert [table for table in old if old[table] != new[table]] == []


def test_the_sample_is_small_and_a_single_file():
    assert SAMPLE.stat().st_size < MAX_BYTES
    with closing(sqlite3.connect(f"file:{SAMPLE}?mode=ro", uri=True)) as conn:
        assert conn.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert conn.execute("SELECT count(*) FROM captures WHERE warc_file IS NOT NULL").fetchone() == (0,)
        assert conn.execute("SELECT value FROM meta WHERE key = 'is_sample'").fetchone() == ("1",)


def test_there_is_something_to_see_in_it():
    with closing(sqlite3.connect(f"file:{SAMPLE}?mode=ro", uri=True)) as conn:
        for sql in (
            "SELECT count(*) FROM headline_changes",
            "SELECT count(*) FROM placements WHERE ended_at IS NOT NULL",
            "SELECT count(*) FROM pages WHERE state = 'gone' AND article_id IS NOT NULL",
            "SELECT count(*) FROM placeholder_images",
            "SELECT count(*) FROM publication_calendar",
            "SELECT count(*) FROM article_authors",
            "SELECT count(*) FROM evidence",
        ):
            assert conn.execute(sql).fetchone()[0] > 0, sql
