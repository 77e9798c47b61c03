"""A folder of Parquet files answers as the archive does that it was written out of."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import sys
from contextlib import closing

import duckdb
import parquet_page
import pytest
import reference_pages
from big_archive import write_archive
from invented_pages import Size

from archiver.errors import (
    DamagedArchiveError,
    MissingArchiveError,
    MissingLibraryError,
    NewerArchiveError,
    NotAnArchiveError,
    QueryError,
    QueryInterruptedError,
)
from archiver.pipelines.lake_views import DIALECT, OTHERWISE, WORKED_OUT
from archiver.pipelines.lakes import open_lake
from archiver.store.schema import SCHEMA_VERSION, descriptions, schema_sql
from archiver.store.selecting import Selection
from support.lakes import write_lake
from support.project import SAMPLE

#: what a lake has no use for: full text, and what can be worked out again; and what is its own
LEFT_OUT = {
    *("_sqlite_migrations", "evidence_kinds", "article_evidence", "articles_fts", "teasers_fts"),
}
OWN = {"meta", "schema_docs"}
OBJECTS = sorted({row.object for row in descriptions()} - LEFT_OUT - OWN)
#: lists of words in no order of their own
UNORDERED = {"promotions": 8}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Of an invented archive, with something of everything, and of the sample."""
    folder = tmp_path_factory.mktemp("lakes")
    write_archive(folder / "big.db", Size(articles=300))
    with closing(sqlite3.connect(folder / "big.db")) as conn, conn:  # two sources that have an article a day, and gaps
        conn.execute(
            "UPDATE articles SET source_id = 1 + id % 2, published_day = date('2023-01-01', (id / 2) || ' days')"
            " WHERE (id / 2) % 40 < 33"
        )
    shutil.copy(SAMPLE, folder / "sample.db")
    for name in ("big", "sample"):
        write_lake(folder / f"{name}.db", folder / name)
    return folder


@pytest.fixture(scope="module")
def lake(folder):
    with open_lake(folder / "sample") as lake:
        yield lake


def rows(lake, sql, parameters=(), **options):
    return list(lake.query(sql, parameters, **options).rows)


def sorted_rows(found, unordered=None):
    """In an order that does not need values of one column to be of one type."""
    if unordered is not None:
        found = ((*row[:unordered], sorted(row[unordered].split(",")), *row[unordered + 1 :]) for row in found)
    return sorted(found, key=repr)


@pytest.mark.parametrize("archive", ["big", "sample"])
def test_every_table_and_view_has_the_rows_that_it_has_in_sqlite(folder, archive):
    differing = []
    with closing(sqlite3.connect(folder / f"{archive}.db")) as conn, open_lake(folder / archive) as lake:
        for name in OBJECTS:
            held, answer = conn.execute(f"SELECT * FROM {name}"), lake.query(f"SELECT * FROM {name}")
            columns = tuple(column[0] for column in held.description)
            place = UNORDERED.get(name)
            if (columns, sorted_rows(held, place)) != (answer.columns, sorted_rows(answer.rows, place)):
                differing.append(name)
    assert differing == []


def test_the_invented_archive_has_something_of_everything(folder):
    """Else the comparison would not say much."""
    with open_lake(folder / "big") as lake:
        empty = [name for name in OBJECTS if rows(lake, f"SELECT count(*) FROM {name}") == [(0,)]]
    assert empty == ["ingested_chunks", "refused_addresses"]


@pytest.mark.parametrize("words", [ours for ours, _ in DIALECT])
def test_no_word_of_the_dialect_is_there_for_nothing(words):
    assert words in schema_sql()


def test_the_reference_tells_what_a_manifest_and_its_tables_hold(folder):
    manifest = json.loads((folder / "sample" / "manifest.json").read_text())
    page = reference_pages.page("parquet.md")
    assert {*manifest, "warc_dir"} == set(parquet_page.MANIFEST)  # no capture of the sample has a record
    for name, table in manifest["tables"].items():
        (section,) = re.findall(rf"^### {name}\n(.*?)(?=^### |\Z)", page, re.MULTILINE | re.DOTALL)
        told = dict(re.findall(r"^\| `(\w+)` \| ([A-Z ]+) \|", section, re.MULTILINE))
        assert list(told.items()) == list(table["columns"].items())


def test_what_is_asked_otherwise_is_a_view_or_table_of_the_archive():
    assert {*OTHERWISE, *WORKED_OUT} <= set(OBJECTS)


def test_it_describes_what_it_has(lake):
    described = {name for (name,) in rows(lake, "SELECT DISTINCT object FROM schema_docs")}
    assert described == {*OBJECTS, *OWN}
    assert dict(rows(lake, "SELECT key, value FROM meta")) == {
        "schema_version": str(SCHEMA_VERSION),
        "selected": "all that was kept",
    }


def test_the_files_keep_their_types(lake):
    types = dict(
        lake.connection.sql(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'files' AND table_name = 'articles'"
        ).fetchall()
    )
    assert (types["published_day"], types["is_paywalled"]) == ("DATE", "BOOLEAN")
    assert types["first_seen"] == "TIMESTAMP WITH TIME ZONE"


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("SELECT 5 / 2", 2),
        ("SELECT 100.0 * 3 / 7", 300 / 7),
        ("SELECT 1 = 1", 1),
        ("SELECT CAST(0.5 AS DECIMAL(3, 1))", 0.5),
        ("SELECT DATE '2025-08-11'", "2025-08-11"),
        ("SELECT TIMESTAMPTZ '2025-08-11 14:05:00+02'", "2025-08-11T12:05:00Z"),
        ("SELECT TIMESTAMP '2025-08-11 14:05:00'", "2025-08-11T14:05:00"),
        ("SELECT [DATE '2025-08-11', NULL]", '["2025-08-11",null]'),
        ("SELECT {'a': true}", '{"a":1}'),
        ("SELECT 'x'::BLOB", b"x"),
        ("SELECT strftime('%Y-%m-%d', '2025-08-31T12:05:00Z', '+1 day')", "2025-09-01"),
        ("SELECT strftime('%H:%M', '2025-08-31T12:05:00Z')", "12:05"),
        ("SELECT strftime('%Y', 'now', '-7 days') >= '2025'", 1),
        ("SELECT julianday('2025-08-31T12:00:00Z')", 2460919.0),
        ("SELECT unixepoch('1970-01-02')", 86400),
        ("SELECT iif(NULL, 1, 2)", 2),
        ("SELECT total(x) FROM (SELECT 1 AS x WHERE false)", 0.0),
    ],
)
def test_values_and_functions_are_as_in_sqlite(lake, sql, value):
    assert rows(lake, sql) == [(value,)]


def test_what_is_missing_comes_first(lake):
    assert rows(lake, "SELECT x FROM (VALUES (2), (NULL), (1)) AS t (x) ORDER BY x") == [(None,), (1,), (2,)]
    assert rows(lake, "SELECT x FROM (VALUES (2), (NULL), (1)) AS t (x) ORDER BY x DESC") == [(2,), (1,), (None,)]


def test_parameters_have_places_or_names(lake):
    assert rows(lake, "SELECT ?, ?", ["a", 2]) == [("a", 2)]
    assert rows(lake, "SELECT $a || $b", {"a": "x", "b": "y"}) == [("xy",)]


def test_an_answer_becomes_a_frame_with_the_types_of_the_schema(lake):
    frame = lake.query("SELECT published_day, is_current FROM teasers JOIN articles a ON a.id = article_id").to_pandas()
    assert dict(frame.dtypes.astype(str)) == {"published_day": "datetime64[us]", "is_current": "boolean"}


@pytest.mark.parametrize(
    "sql",
    [
        "EXPLAIN SELECT * FROM articles",
        "explain analyze SELECT count(*) FROM articles",
        "DESCRIBE articles",
        "SUMMARIZE sources",
        "FROM articles LIMIT 1",
        "VALUES (1), (2)",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n",
        "SELECT * FROM (PIVOT (SELECT region, image_status FROM teasers) ON image_status IN ('none') USING count(*))",
        "SELECT 1;",
    ],
)
def test_whatever_reads_is_allowed(lake, sql):
    assert rows(lake, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM meta",
        "CREATE TABLE x (y INTEGER)",
        "COPY articles TO '{folder}/x.parquet'",
        "EXPLAIN ANALYZE COPY articles TO '{folder}/x.parquet'",
        "EXPORT DATABASE '{folder}/x'",
        "ATTACH '{folder}/x.db' AS x",
        "SET memory_limit = '1GB'",
        "PRAGMA threads = 1",
        "INSTALL httpfs",
        "LOAD httpfs",
        "CHECKPOINT",
        "SELECT * FROM read_text('{folder}/../sample.db')",
        "SELECT * FROM read_text('/etc/hosts')",
        "SELECT * FROM glob('/etc/*')",
        "FROM 'https://lake.example/a.parquet'",
    ],
)
def test_whatever_writes_or_reads_elsewhere_is_refused(lake, folder, sql):
    before = sorted(path for path in folder.rglob("*"))
    with pytest.raises(QueryError) as refused:
        rows(lake, sql.format(folder=folder / "sample"))
    assert refused.value.exit_code == 2
    assert sorted(path for path in folder.rglob("*")) == before
    assert rows(lake, "SELECT count(*) > 0 FROM meta") == [(1,)]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELEC 1", 'syntax error at or near "SELEC"'),
        ("SELECT titel FROM articles", 'Referenced column "titel" not found'),
        ("SELECT 1 FROM nix", "Table with name nix does not exist"),
        ("SELECT 1; SELECT 2", "one statement at a time"),
        ("", "returns nothing"),
        ("SELECT ?", "Values were not provided"),
        ("SELECT CAST('a' AS INTEGER)", "Could not convert string 'a'"),
    ],
)
def test_an_error_is_one_line_in_duckdbs_own_words(lake, sql, words):
    with pytest.raises(QueryError, match=words) as refused:
        rows(lake, sql)
    assert "\n" not in str(refused.value)
    assert refused.value.exit_code == 2


def test_an_endless_statement_ends_at_its_time(lake):
    with pytest.raises(QueryInterruptedError, match=r"the statement took more than 0\.1 s"):
        rows(lake, "SELECT count(*) FROM range(1000000000) AS a, range(1000000000) AS b", timeout_s=0.1)


def test_time_counts_for_rows_as_well(lake):
    with pytest.raises(QueryInterruptedError, match="interrupted"):
        for _ in lake.query("SELECT a.range FROM range(1000000000) AS a, range(1000) AS b", timeout_s=0.3).rows:
            pass


@pytest.fixture
def broken(folder, tmp_path):
    """A lake to spoil."""
    return shutil.copytree(folder / "sample", tmp_path / "lake")


def rewrite(lake, **facts):
    manifest = lake / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | facts))


def test_a_folder_that_is_none_says_so(tmp_path):
    with pytest.raises(MissingArchiveError, match="no such folder"):
        open_lake(tmp_path / "nowhere")
    with pytest.raises(NotAnArchiveError, match="no archive"):
        open_lake(tmp_path)


@pytest.mark.parametrize(
    ("facts", "error", "words"),
    [
        ({"format": "csv"}, NotAnArchiveError, "not that of an export as parquet"),
        ({"made_by": "somebody"}, NotAnArchiveError, "not that of an export as parquet"),
        ({"schema_version": 99}, NewerArchiveError, "newer version of archiver .schema 99, known here: up to"),
        ({"tables": None}, DamagedArchiveError, "does not say what the lake holds"),
        ({"schema_version": None}, DamagedArchiveError, "does not say what the lake holds"),
    ],
)
def test_a_manifest_of_something_else_is_told(broken, facts, error, words):
    rewrite(broken, **facts)
    with pytest.raises(error, match=words) as refused:
        open_lake(broken)
    assert refused.value.exit_code == 1


def test_a_table_without_files_is_told(broken):
    shutil.rmtree(broken / "tags")
    with pytest.raises(DamagedArchiveError, match=r"tags/part-000001\.parquet is missing"):
        open_lake(broken)


def test_a_lake_that_lacks_a_file_of_a_table_is_refused(broken):
    file = next((broken / "articles").rglob("*.parquet"))
    file.unlink()
    with pytest.raises(DamagedArchiveError, match=f"{file.relative_to(broken)} is missing"):
        open_lake(broken)


def test_a_lake_with_a_file_more_is_refused(broken):
    file = next((broken / "articles").rglob("*.parquet"))
    shutil.copy(file, broken / "articles" / "copy.parquet")
    with pytest.raises(DamagedArchiveError, match=r"articles/copy\.parquet is not of this lake"):
        open_lake(broken)


def test_a_lake_that_lacks_rows_is_refused(broken):
    (file,) = (broken / "tags").iterdir()
    with closing(duckdb.connect()) as connection:
        connection.execute(f"CREATE TABLE one AS SELECT * FROM '{file}' LIMIT 1")
        connection.execute(f"COPY one TO '{file}' (FORMAT parquet)")
    with pytest.raises(DamagedArchiveError, match=r"tags has 1 rows \(manifest\.json says \d+\)"):
        open_lake(broken)


def test_of_files_that_are_cut_one_is_named(broken):
    (file,) = (broken / "tags").iterdir()
    file.write_bytes(file.read_bytes()[:-10])
    with pytest.raises(DamagedArchiveError, match=r"lake: tags/part-000001\.parquet is no whole file of Parquet$"):
        open_lake(broken)


def test_a_manifest_that_names_no_file_of_a_table_is_told(broken):
    shutil.rmtree(broken / "tags")
    holds = json.loads((broken / "manifest.json").read_text())["holds"]
    rewrite(broken, holds=[name for name in holds if not name.startswith("tags/")])
    with pytest.raises(DamagedArchiveError, match="has no file of tags"):
        open_lake(broken)


def test_the_connection_writes_no_new_file(lake, folder):
    before = sorted(folder.rglob("*"))
    with pytest.raises(duckdb.PermissionException):
        lake.connection.execute(f"COPY (SELECT 1) TO '{folder}/sample/w.csv'")
    assert sorted(folder.rglob("*")) == before


def test_a_file_that_is_cut_while_it_is_open_is_told(broken):
    (file,) = (broken / "tags").iterdir()
    with open_lake(broken) as lake:
        file.write_bytes(file.read_bytes()[:-10])
        with pytest.raises(DamagedArchiveError, match="No magic bytes found"):
            rows(lake, "SELECT * FROM tags")


def test_a_lake_without_some_tables_lacks_the_views_that_need_them(broken):
    """As one that an older version wrote."""
    tables = json.loads((broken / "manifest.json").read_text())["tables"]
    rewrite(broken, tables={name: table for name, table in tables.items() if name != "similar_articles"})
    with open_lake(broken) as lake:
        assert rows(lake, "SELECT count(*) FROM article_list") == [(46,)]
        with pytest.raises(QueryError, match="near_duplicates does not exist"):
            rows(lake, "SELECT * FROM near_duplicates")


def test_a_folder_may_have_any_name(folder, tmp_path):
    odd = shutil.copytree(folder / "sample", tmp_path / "it's a [*] lake? {x}")
    with open_lake(odd) as lake:
        assert rows(lake, "SELECT count(*) FROM articles") == [(46,)]


def test_a_lake_of_nothing_has_all_tables(folder, tmp_path):
    write_lake(folder / "sample.db", tmp_path / "empty", Selection(where="false"))
    with open_lake(tmp_path / "empty") as lake:
        assert {rows(lake, f"SELECT count(*) FROM {name}")[0] for name in OBJECTS} == {(0,)}


def test_without_duckdb_it_says_what_to_install(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(MissingLibraryError, match=re.escape("this needs DuckDB: pip install 'archiver[parquet]'")):
        open_lake(folder / "sample")


def test_duckdb_of_the_caller_is_as_it_was(lake):
    """What is set for a lake is set for its connection alone."""
    assert duckdb.sql("SELECT 5 / 2").fetchall() == [(2.5,)]
    assert rows(lake, "SELECT 5 / 2") == [(2,)]
