"""SQL from outside can read everything and do nothing."""

from __future__ import annotations

import time

import pytest

from archiver.errors import QueryError, QueryInterruptedError
from support.archives import article, foreign_rows


def run(desk, sql, parameters=(), **options):
    return list(desk.archive.query(sql, parameters, **options).rows)


def test_columns_come_at_once_and_rows_when_they_are_asked_for(desk):
    desk.save(desk.read("/bac", article()))
    result = desk.archive.query("SELECT id, title AS Titre FROM articles WHERE id = ?", [1])

    assert result.columns == ("id", "Titre")
    assert list(result.rows) == [(1, "Le bac rouvre lundi")]


def test_bytes_that_are_no_text_become_its_sign(desk):
    assert run(desk, "SELECT CAST(x'41FF' AS TEXT), x'41FF'") == [("A\ufffd", b"A\xff")]


def test_parameters_have_places_or_names(desk):
    assert run(desk, "SELECT ?, ?", ["a", 2]) == [("a", 2)]
    assert run(desk, "SELECT :a || :b", {"a": "x", "b": "y"}) == [("xy",)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM json_each('[1, 2]')",
        "SELECT * FROM articles_fts WHERE articles_fts MATCH 'bac' ORDER BY rank",
        "SELECT name FROM pragma_table_info('articles')",
        "PRAGMA table_info(articles)",
        "EXPLAIN QUERY PLAN SELECT * FROM teasers",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5) SELECT i FROM n",
        "SELECT sum(word_count) OVER (ORDER BY id) FROM articles",
        "VALUES (1), (2)",
    ],
)
def test_whatever_reads_is_allowed(desk, sql):
    run(desk, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM articles",
        "INSERT INTO tags (name) VALUES ('x')",
        "UPDATE articles SET title = 'x' RETURNING id",
        "UPDATE sqlite_master SET sql = 'x'",
        "DROP TABLE articles",
        "CREATE TABLE x (y)",
        "CREATE TEMP TABLE x (y)",
        "ATTACH 'other.db' AS other",
        "ATTACH '' AS other",
        "VACUUM INTO 'copy.db'",
        "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "BEGIN IMMEDIATE",
        "REINDEX",
        "SELECT load_extension('x')",
        "INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')",
    ],
)
def test_whatever_writes_is_refused(desk, path, sql, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    desk.save(desk.read("/bac", article()))
    before = desk.content()

    with pytest.raises(QueryError):
        run(desk, sql)
    assert desk.content() == before
    assert foreign_rows(path, "PRAGMA journal_mode") == [("wal",)]
    assert not list(tmp_path.glob("*copy*")) + list(tmp_path.glob("*other*"))


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELEC 1", 'near "SELEC": syntax error'),
        ("SELECT titel FROM articles", "no such column: titel"),
        ("SELECT 1; SELECT 2", "one statement at a time"),
        ("", "returns nothing"),
        ("-- nothing", "returns nothing"),
        ("SELECT ?", "Incorrect number of bindings"),
        ("SELECT * FROM articles_fts WHERE articles_fts MATCH 'a\"'", "unterminated string"),
        ("SELECT abs(-9223372036854775808)", "integer overflow"),
        ("SELECT 1\0", "null character"),
        ("SELECT '\ud800'", "surrogates not allowed"),
        ("SELECT zeroblob(2000000000)", "too big"),
    ],
)
def test_an_error_is_told_in_sqlites_own_words(desk, sql, words):
    with pytest.raises(QueryError, match=words) as refused:
        run(desk, sql)
    assert refused.value.exit_code == 2


def test_an_endless_statement_ends_at_its_time(desk):
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    started = time.monotonic()

    with pytest.raises(QueryInterruptedError, match=r"interrupted: the statement took more than 0\.1 s"):
        run(desk, endless, timeout_s=0.1)
    assert time.monotonic() - started < 5


def test_time_counts_for_rows_as_well(desk):
    rows = desk.archive.query(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", timeout_s=0.1
    ).rows

    with pytest.raises(QueryInterruptedError, match="interrupted"):
        for _ in rows:
            pass


def test_rows_that_nobody_reads_to_the_end_hold_nothing(desk, path):
    rows = desk.archive.query("SELECT 1 UNION ALL SELECT 2").rows
    next(rows)
    rows.close()
    desk.archive.begin_run("crawl")
    desk.archive.close()

    assert not path.with_name("archive.db-wal").exists()
