"""Every format, read back by a tool that is not ours."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import duckdb
import feedparser
import pandas as pd
import polars as pl
import pytest
import yaml
from markdown_it import MarkdownIt

import archiver as package
from support.exported import FERRY, NASTY, write_archive, write_nasty
from support.project import SAMPLE

ALL_AT_ONCE = ("archive", "csv", "jsonl", "markdown", "parquet", "rss")


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Two archives, to be copied."""
    folder = tmp_path_factory.mktemp("exported")
    write_archive(folder / "archive.db")
    write_nasty(folder / "nasty.db")
    return folder


@pytest.fixture(autouse=True)
def here(folder, made):
    for name in ("archive.db", "nasty.db"):
        shutil.copy(made / name, folder / name)


def articles(db, columns="*"):
    with closing(sqlite3.connect(db)) as conn:
        conn.row_factory = sqlite3.Row
        return [dict(row) for row in conn.execute(f"SELECT {columns} FROM articles ORDER BY id")]


def read_csv(path):
    with Path(path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# CSV.


def test_csv_has_an_article_a_row(archiver):
    called = archiver("export", "--format", "csv", "a.csv")
    assert (called.code, called.out) == (0, "")
    assert "3 rows written to a.csv (" in called.err
    ferry, market, paper = read_csv("a.csv")
    assert (ferry["source"], ferry["authors"]) == ("Lake Courier", "Ada Lake, Jr.; Ben Hill")
    assert (ferry["published"], ferry["published_at"]) == ("2025-08-11T14:05:00+02:00", "2025-08-11T12:05:00Z")
    assert (ferry["is_paywalled"], market["is_paywalled"], market["published"]) == ("0", "", "")
    assert (paper["source"], paper["published_at"], paper["published_day"]) == ("", "", "2024-02-29")


def test_csv_goes_to_standard_output_with_the_line_ends_of_its_specification(archiver):
    printed = archiver("export", "--format", "csv", "-").out
    assert printed.startswith("id,source,url,title,authors,")
    assert len(list(csv.reader(io.StringIO(printed, newline="")))) == 4


def test_csv_holds_every_nasty_text_as_it_was(archiver):
    archiver("export", "--format", "csv", "a.csv", "--db", "nasty.db")
    held = articles("nasty.db", "title, body")
    assert [(row["title"], row["body"]) for row in read_csv("a.csv")] == [(row["title"], row["body"]) for row in held]


def test_pandas_reads_csv(archiver):
    archiver("export", "--format", "csv", "a.csv")
    frame = pd.read_csv("a.csv", parse_dates=["published_at", "first_seen"], index_col="id")
    assert frame.loc[1, "published_at"] == pd.Timestamp("2025-08-11 12:05", tz="UTC")
    assert frame["word_count"].to_dict() == {1: 5, 2: 2, 3: 2}


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("teasers", {"block_heading": "Most read", "article_id": "2", "is_current": "1"}),
        ("revisions", {"number": "1", "cause": "first", "title": "The ferry stands still"}),
        ("evidence", {"field": "title", "raw": "The ferry", "source": "json-ld"}),
        ("authors", {"name": "Ada Lake, Jr."}),
    ],
)
def test_a_table_has_the_columns_that_it_has_in_the_archive(archiver, table, columns):
    archiver("export", "--format", "csv", "t.csv", "--table", table)
    first, *_ = read_csv("t.csv")
    assert columns.items() <= first.items()


def test_a_folder_of_csv_has_a_file_for_each_table(archiver):
    assert archiver("export", "--format", "csv", "tables").code == 0
    manifest = json.loads(Path("tables/manifest.json").read_text())
    assert {path.stem for path in Path("tables").glob("*.csv")} == set(manifest["rows"])
    assert len(read_csv("tables/images.csv")) == manifest["rows"]["images"] == 2


def test_a_whole_archive_is_exported_with_all_that_steers_its_crawl(archiver):
    """As many rows of each table as there are: captures that belong to no page, hosts and runs too."""
    shutil.copy(SAMPLE, "archive.db")
    archiver("export", "--format", "csv", "tables")
    rows = json.loads(Path("tables/manifest.json").read_text())["rows"]
    with closing(sqlite3.connect("archive.db")) as conn:
        held = {name: conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in rows}
    assert rows == held
    assert min(rows[name] for name in ("frontier", "runs", "hosts", "cards", "placements", "revision_log")) > 0


def test_for_excel_no_cell_is_a_formula_and_none_is_too_long(archiver):
    with package.open("long.db") as archive:
        archive.add(package.Article(kind="article", title="=1+1", body="\U0001f9f6" * 20_000, lead="-5 degrees"))
    archiver("export", "--format", "csv", "a.csv", "--db", "long.db", "--excel")
    assert Path("a.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    (row,) = read_csv("a.csv")
    assert (row["title"], row["lead"]) == ("'=1+1", "'-5 degrees")
    assert len(row["body"].encode("utf-16-le")) // 2 <= 32_767
    assert row["body"].endswith("\U0001f9f6…")


# JSON lines.


def test_json_lines_have_everything_of_an_article(archiver):
    assert archiver("export", "--format", "jsonl", "a.jsonl").code == 0
    ferry, market, paper = map(json.loads, Path("a.jsonl").read_text().splitlines())
    with package.open("archive.db") as archive:
        held = archive.article(FERRY).to_dict()
    same = held.keys() & ferry.keys() - {"evidence"}
    assert {key: ferry[key] for key in same} == {key: held[key] for key in same}
    assert held.keys() - ferry.keys() == set()
    assert [teaser["article_id"] for teaser in ferry["teasers"]] == [2]
    assert [revision["title"] for revision in ferry["revisions"]] == ["The ferry stands still", "The ferry runs again"]
    assert (market["published"], market["authors"], paper["source"]) == (None, [], None)


def test_json_lines_have_the_numbers_that_lead_to_other_tables(archiver):
    archiver("export", "a.jsonl", "--format", "jsonl", "--quiet")
    entries = [json.loads(line) for line in Path("a.jsonl").read_text().splitlines()]
    known = articles("archive.db", "id, page_id, capture_id, url_day, simhash")
    names = ("id", "page_id", "capture_id", "url_day", "simhash")
    assert sorted(tuple(entry[name] for name in names) for entry in entries) == [tuple(row.values()) for row in known]
    assert all("card_id" in card for entry in entries for card in entry["teasers"])


def test_duckdb_and_polars_read_json_lines(archiver):
    archiver("export", "--format", "jsonl", "a.jsonl", "--db", "nasty.db")
    held = [row["title"] for row in articles("nasty.db")]
    assert [title for (title,) in duckdb.sql("SELECT title FROM 'a.jsonl' ORDER BY id").fetchall()] == held
    assert pl.read_ndjson("a.jsonl")["title"].to_list() == held


# Parquet.


def test_parquet_lies_by_source_and_month(archiver):
    assert archiver("export", "--format", "parquet", "lake").code == 0
    found = duckdb.sql(
        "SELECT source, month, title, published_at, published_day, is_paywalled"
        " FROM read_parquet('lake/articles/**/*.parquet', hive_partitioning = true) ORDER BY id"
    )
    ferry, market, paper = found.fetchall()
    assert ferry[:3] == ("Lake Courier", "2025-08", "The ferry runs again")
    assert ferry[3].astimezone(UTC) == datetime(2025, 8, 11, 12, 5, tzinfo=UTC)
    assert ferry[4:] == (date(2025, 8, 11), False)
    assert (market[:2], paper[:2]) == (("hill.example", "unknown"), ("unknown", "2024-02"))


def test_polars_sees_the_types_that_sqlite_lacks(archiver):
    archiver("export", "--format", "parquet", "lake")
    frame = pl.read_parquet("lake/articles", hive_partitioning=True).sort("id")
    assert frame.schema["published_at"] == pl.Datetime("us", "UTC")
    assert (frame.schema["published_day"], frame.schema["is_paywalled"]) == (pl.Date, pl.Boolean)
    assert sorted(pl.read_parquet("lake/revisions")["number"].to_list()) == [1, 1, 1, 2]


def test_parquet_has_the_tables_and_columns_of_the_archive(archiver):
    archiver("export", "--format", "parquet", "lake")
    manifest = json.loads(Path("lake/manifest.json").read_text())
    with closing(sqlite3.connect("archive.db")) as conn:
        for name, table in manifest["tables"].items():
            columns = [row[1] for row in conn.execute(f"PRAGMA table_info({name})")]
            files = f"read_parquet('lake/{name}/**/*.parquet', hive_partitioning = false)"
            found = duckdb.sql(f"SELECT * FROM {files}")
            assert found.columns == columns == list(table["columns"])
            assert len(found) == table["rows"] == conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0]


def test_every_file_of_parquet_names_its_schema(archiver):
    archiver("export", "--format", "parquet", "lake")
    noted = duckdb.sql("SELECT DISTINCT key, value FROM parquet_kv_metadata('lake/*/**/*.parquet')").fetchall()
    with closing(sqlite3.connect("archive.db")) as conn:
        (version,) = conn.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
    assert (b"archiver_schema_version", version.encode()) in noted
    assert (b"archiver_table", b"teasers") in noted


def test_parquet_keeps_nasty_texts_and_a_name_that_is_no_path(archiver, folder):
    archiver("export", "--format", "parquet", "lake", "--db", "nasty.db")
    rows = duckdb.sql("SELECT title, source FROM read_parquet('lake/articles/**/*.parquet') ORDER BY id").fetchall()
    assert [title for title, _ in rows] == [row["title"] for row in articles("nasty.db")]
    assert {source for _, source in rows} == {"../a/b: %\n=é"}
    assert {path.name for path in folder.iterdir()} == {"lake", "archive.db", "nasty.db"}


# Markdown.


def test_markdown_has_a_file_for_each_article(archiver):
    assert archiver("export", "--format", "markdown", "notes").code == 0
    files = {str(path.relative_to("notes")) for path in Path("notes").rglob("*.md")}
    assert files == {
        "lake.example/2025/08/the-ferry-runs-again-1.md",
        "hill.example/unknown/the-market-moves-2.md",
        "unknown/2024/02/on-paper-3.md",
    }
    text = Path("notes/lake.example/2025/08/the-ferry-runs-again-1.md").read_text()
    assert text.endswith("---\n\n# The ferry runs again\n\nAfter six months.\n\nIt runs.\n\nIt runs well.\n")


def test_a_yaml_reader_reads_every_fact_as_it_was(archiver):
    archiver("export", "--format", "markdown", "notes", "--db", "nasty.db")
    read = [front_matter(path) for path in Path("notes").rglob("*.md")]
    facts = {one["id"]: one for one in read}
    for row in articles("nasty.db"):
        one = facts[row["id"]]
        assert {key: one[key] for key in ("title", "headline", "byline", "section", "site_name", "published")} == {
            key: row[key] for key in ("title", "headline", "byline", "section", "site_name", "published")
        }
        assert one["is_paywalled"] is False
        assert (one["authors"], one["tags"]) == ([row["title"]], [row["title"]])


def test_markdown_shows_texts_as_they_are(archiver):
    archiver("export", "--format", "markdown", "notes", "--db", "nasty.db")
    for path in Path("notes").rglob("*.md"):
        facts = front_matter(path)
        tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(body_of(path))
        assert {token.type for token in tokens} <= {
            "heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline",
        }  # fmt: skip
        inline = [token.children for token in tokens if token.type == "inline"]
        assert {child.type for children in inline for child in children} <= {"text", "hardbreak", "text_special"}
        shown = " ".join("".join(child.content or " " for child in children) for children in inline[1:2])
        assert shown.split() == facts["title"].split()


def front_matter(path):
    return yaml.safe_load(path.read_text(encoding="utf-8").split("---\n", 2)[1])


def body_of(path):
    return path.read_text(encoding="utf-8").split("---\n", 2)[2]


# RSS.


def test_a_feed_has_the_newest_articles_first(archiver):
    assert archiver("export", "--format", "rss", "a.xml").code == 0
    feed = feedparser.parse(Path("a.xml").read_bytes())
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["The market moves", "The ferry runs again", "On paper"]
    ferry = feed.entries[1]
    assert (ferry.id, ferry.published) == (FERRY, "Mon, 11 Aug 2025 14:05:00 +0200")
    assert [author.name for author in ferry.authors] == ["Ada Lake, Jr.", "Ben Hill"]
    assert [tag.term for tag in ferry.tags] == ["Lake", "ferry", "lake; and more"]
    assert (ferry.summary, ferry.source.title) == ("After six months.", "Lake Courier")


def test_a_feed_has_as_many_articles_as_were_asked_for(archiver):
    feed = feedparser.parse(archiver("export", "--format", "rss", "-", "--limit", "1").out)
    assert [entry.title for entry in feed.entries] == ["The market moves"]


def test_a_feed_is_well_formed_whatever_the_texts(archiver):
    archiver("export", "--format", "rss", "a.xml", "--db", "nasty.db")
    feed = feedparser.parse(Path("a.xml").read_bytes())
    assert not feed.bozo
    assert len(feed.entries) == len(NASTY)
    assert "]]> &amp; <script>alert(1)</script> <!-- -->" in {unescape(entry.summary) for entry in feed.entries}


# A smaller archive.


def test_a_smaller_archive_is_whole_and_answers_every_command(archiver):
    assert archiver("export", "--format", "archive", "small.db", "--where", "section = 'Lake'").code == 0
    assert archiver("check", "--db", "small.db").code == 0
    assert "The ferry runs again" in archiver("search", "ferry", "--db", "small.db").out
    assert archiver("stats", "--db", "small.db").code == 0
    with package.open("small.db") as small:
        (ferry,) = small.articles()
        assert [author.name for author in ferry.authors] == ["Ada Lake, Jr.", "Ben Hill"]
        assert len(tuple(small.revisions(ferry.id))) == 2
        (card,) = small.teasers()
        assert (card.title, card.article_id) == ("The market moves", None)


def test_a_smaller_archive_says_what_it_is_a_part_of(archiver):
    archiver("export", "--format", "archive", "small.db", "--since", "2025-01-01")
    with closing(sqlite3.connect("small.db")) as conn:
        facts = dict(conn.execute("SELECT key, value FROM meta"))
    assert (facts["selected"], facts["selected_from"]) == ("published since 2025-01-01", "archive.db")
    assert (facts["warc_dir"], "is_sample" in facts) == ("archive.warc", False)


def test_a_smaller_archive_holds_the_pairs_of_which_it_has_both(archiver):
    with package.open("near.db") as near:
        for number in range(3):
            near.add(package.parse_text(f"Title {number}\n\n{STORY}", url=f"https://lake.example/{number}"))
    assert pairs_of("near.db") == [(1, 2), (1, 3), (2, 3)]
    called = archiver("export", "--format", "archive", "small.db", "--where", "id <> 1", "--db", "near.db")

    assert (called.code, pairs_of("small.db")) == (0, [(2, 3)])
    assert archiver("check", "--db", "small.db").code == 0


def pairs_of(db):
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute("SELECT article_id, other_article_id FROM near_duplicates ORDER BY 1, 2").fetchall()


STORY = "\n\n".join(
    f"The council of the {place} voted on Monday to reopen the ferry, which has been out of service for six months."
    for place in ("northern shore", "old harbour", "islands in the middle of the lake", "villages up the valley")
)


def test_a_whole_archive_has_the_same_rows(archiver):
    archiver("export", "--format", "archive", "all.db")
    assert rows_of("all.db") == rows_of("archive.db")


def rows_of(db):
    with closing(sqlite3.connect(db)) as conn:
        tables = [
            name
            for (name,) in conn.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
            if name not in {"meta", "_sqlite_migrations", "sqlite_schema"}
        ]
        return {name: sorted(map(repr, conn.execute(f"SELECT * FROM {name}"))) for name in tables}


# What holds for all of them.


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (("--source", "lake.example"), ["The ferry runs again"]),
        (("--source", "lake.example", "--source", "hill.example"), ["The ferry runs again", "The market moves"]),
        (("--since", "2024-03-01"), ["The ferry runs again"]),
        (("--until", "2024-02-29"), ["On paper"]),
        (("--where", "authors LIKE '%Ada%' -- and a word"), ["The ferry runs again"]),
        (("--limit", "2"), ["The ferry runs again", "The market moves"]),
    ],
)
def test_articles_are_chosen_alike_in_every_format(archiver, options, titles):
    for name, path in targets():
        assert archiver("export", "--format", name, path, *options).code == 0
    assert [row["title"] for row in read_csv("a.csv")] == titles
    assert [json.loads(line)["title"] for line in Path("a.jsonl").read_text().splitlines()] == titles
    assert [row["title"] for row in articles("small.db")] == titles
    assert sorted(entry.title for entry in feedparser.parse(Path("a.xml").read_bytes()).entries) == titles
    assert sorted(front_matter(path)["title"] for path in Path("notes").rglob("*.md")) == titles
    assert pl.read_parquet("lake/articles").sort("id")["title"].to_list() == titles


def test_nothing_selected_is_something_empty_and_a_word(archiver):
    for name, path in targets():
        called = archiver("export", "--format", name, path, "--where", "0")
        assert called.code == 0
        assert called.err.startswith("archiver: nothing was selected")
    assert read_csv("a.csv") == []
    assert Path("a.jsonl").read_bytes() == b""
    assert not feedparser.parse(Path("a.xml").read_bytes()).bozo
    assert pl.read_parquet("lake/articles").shape[0] == 0
    assert archiver("check", "--db", "small.db").code == 0
    assert list(Path("notes").rglob("*.md")) == []


def targets():
    names = {
        "archive": "small.db", "csv": "a.csv", "jsonl": "a.jsonl", "markdown": "notes", "parquet": "lake", "rss": "a.xml",
    }  # fmt: skip
    return tuple(names.items())


def test_what_was_written_is_told_to_programs(archiver):
    told = json.loads(archiver("export", "--format", "jsonl", "a.jsonl", "--json", "--quiet").out)
    assert (told["count"], told["paths"], told["size_bytes"]) == (3, ["a.jsonl"], Path("a.jsonl").stat().st_size)


def test_a_smaller_archive_knows_its_own_near_identical_articles(archiver):
    """Of four with one text, two are chosen: they are a pair, under the number of the first of them."""
    text = "The mill by the lake has a new roof of slate, and the council has paid for all of it. " * 8
    with package.open("same.db") as archive:
        for number in range(4):
            archive.add(
                package.Article(kind="article", url=f"https://{number}.example/mill", title=f"Mill {number}", body=text)
            )
    archiver("export", "--format", "archive", "two.db", "--db", "same.db", "--where", "id > 2")
    assert archiver("check", "--db", "two.db").code == 0
    with closing(sqlite3.connect("two.db")) as conn:
        assert conn.execute("SELECT article_id, other_id FROM similar_articles").fetchall() == [(3, 4)]
        assert conn.execute("SELECT article_id, cluster_id FROM cluster_members").fetchall() == [(3, 3), (4, 3)]


def test_a_smaller_archive_of_a_crawl_names_records_that_are_there(archiver, server, folder):
    """With the captures that its revisions name and the pages that these are of; it can be read again and crawled on."""
    options = ("--db", "crawl.db", "--allow-private", "--delay", "0")
    assert archiver("crawl", server.url("/"), *options).code == 0
    (folder / "elsewhere").mkdir()
    target = "elsewhere/ferry.db"
    assert (
        archiver("export", "--format", "archive", target, "--db", "crawl.db", "--where", "title LIKE '%ferry%'").code
        == 0
    )
    checked = archiver("check", "--db", target)
    assert (checked.code, "is whole" in checked.err, "; 0 WARC" in checked.err) == (0, True, False)
    assert archiver("reparse", "--db", target).code == 0
    assert archiver("update", "--db", target, *options[2:]).code == 0
    assert archiver("check", "--db", target).code == 0
    assert archiver("check", "--db", "crawl.db").code == 0
