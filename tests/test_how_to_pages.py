"""What the how-to pages for analysts say of other tools, as far as it can be tried here."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import duckdb
import pytest

import archiver
from support.project import ROOT, SAMPLE

PAGES = ROOT / "docs" / "how-to"
FILES = PAGES / "files"
R_BLOCK = re.compile(r"^```r\n(.*?)^```$", re.MULTILINE | re.DOTALL)
R_STATEMENT = re.compile(r'"(\s*SELECT .*?)"', re.DOTALL)
DUCKDB_STATEMENT = re.compile(r'^duckdb -c "(.*)"$', re.MULTILINE)


def blocks(page):
    return R_BLOCK.findall((PAGES / page).read_text(encoding="utf-8"))


def statements_for_sqlite():
    return [sql for block in blocks("r.md") if "duckdb" not in block for sql in R_STATEMENT.findall(block)]


# --- R ----------------------------------------------------------------------------


#: values for parameters, by the condition they stand in
EXAMPLES = {
    "object = ?": "article_list",
    "source = ?": "www.riveaustrale.example",
    "published_day >= ?": "2025-08-01",
    "articles_fts MATCH ?": "theatre",
    "cause = ?": "publisher",
}


@pytest.mark.parametrize("sql", statements_for_sqlite())
def test_a_statement_in_r_is_one_that_the_archive_answers(sql):
    given = [EXAMPLES[condition] for condition in re.findall(r"\w+ \S+ \?", sql)]
    with archiver.open(SAMPLE, create=False) as archive:
        assert list(archive.query(sql, given).rows)


def r_is_here(*packages):
    script = "".join(f"library({name});" for name in packages)
    return (
        shutil.which("Rscript")
        and subprocess.run(["Rscript", "-e", script], capture_output=True, check=False).returncode == 0
    )


def test_the_page_on_r_runs(tmp_path):
    """All but what needs arrow and DuckDB in R, which no distribution's packages have."""
    if not r_is_here("RSQLite", "dbplyr"):
        pytest.skip("no R with RSQLite and dbplyr here")
    shutil.copy(SAMPLE, tmp_path / "archive.db")
    script = "\n".join(block for block in blocks("r.md")[:-3])
    ran = subprocess.run(["Rscript", "-e", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Les voix de la Lohé reviennent au théâtre de bois" in ran.stdout


def test_the_script_in_r_runs():
    if not r_is_here("RSQLite"):
        pytest.skip("no R with RSQLite here")
    script = ["Rscript", FILES / "r" / "coverage.R", SAMPLE]
    ran = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert re.search(r"www\.riveaustrale\.example +\d+", ran.stdout)
    assert "days_later" in ran.stdout


# --- DuckDB -----------------------------------------------------------------------


@pytest.mark.parametrize("sql", DUCKDB_STATEMENT.findall((PAGES / "duckdb.md").read_text(encoding="utf-8")))
def test_duckdb_reads_the_file_itself_where_it_has_the_extension(sql, tmp_path, monkeypatch):
    with duckdb.connect() as conn:
        conn.execute("SET autoinstall_known_extensions = false")
        try:
            conn.execute("LOAD sqlite")
        except duckdb.Error:
            pytest.skip("no SQLite extension for DuckDB here, and no network to fetch it from")
        shutil.copy(SAMPLE, tmp_path / "archive.db")
        monkeypatch.chdir(tmp_path)
        assert conn.execute(sql.replace("INSTALL sqlite; ", "")).fetchall()


# --- publishing -------------------------------------------------------------------


@pytest.fixture
def public(tmp_path):
    """The sample without its texts."""
    path = tmp_path / "public.db"
    shutil.copy(SAMPLE, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.executescript((FILES / "publish" / "without-texts.sql").read_text(encoding="utf-8"))
    return path


def test_no_sentence_of_a_text_is_left_in_what_is_published(public):
    """Not in a column, not in the full-text index, not in the file's free pages."""
    with archiver.open(SAMPLE, create=False) as archive:
        bodies = [body for (body,) in archive.query("SELECT body FROM revisions WHERE body IS NOT NULL").rows]
        (word,) = next(archive.query("SELECT 'kilos' FROM articles_fts WHERE articles_fts MATCH 'kilos'").rows)
    sentences = {sentence.strip() for body in bodies for sentence in re.split(r"[.!?\n]", body) if len(sentence) > 60}
    content = public.read_bytes()

    assert len(sentences) > 300
    assert [sentence for sentence in sentences if sentence.encode() in content] == []
    with archiver.open(public, create=False) as archive:
        assert archive.search(word) == ()
        assert archive.search("ferry")  # of a title


def test_what_is_published_is_whole(public):
    with archiver.open(public, create=False) as archive:
        report = archive.check()
        assert report.problems == ()
        assert [note for note in report.notes if "meta.without_texts" in note]
        assert list(archive.query("SELECT * FROM headline_changes").rows)
        assert next(archive.query("SELECT sum(word_count) FROM article_list").rows)[0] > 10_000
        assert next(archive.query("SELECT count(*) FROM evidence WHERE field IN ('lead', 'body')").rows) == (0,)
        assert next(archive.query("SELECT count(*) FROM evidence").rows)[0] > 100
        names = [name for (name,) in archive.query("SELECT name FROM sqlite_master WHERE type = 'view'").rows]
        for name in names:
            list(archive.table(name).rows)


def datasette(*words, folder):
    ran = subprocess.run(
        [sys.executable, "-m", "datasette", *words], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_plain_datasette_shows_what_tables_and_columns_mean(public):
    script = [sys.executable, FILES / "publish" / "metadata.py", "public.db"]
    metadata = subprocess.run(script, cwd=public.parent, capture_output=True, text=True, check=True).stdout
    (public.parent / "metadata.json").write_text(metadata, encoding="utf-8")
    datasette("inspect", "public.db", "--inspect-file", "counts.json", folder=public.parent)
    counts = json.loads((public.parent / "counts.json").read_text(encoding="utf-8"))
    words = ["-i", "public.db", "--inspect-file", "counts.json", "--metadata", "metadata.json", "--get"]
    page = datasette(*words, "/public/article_list", folder=public.parent)

    assert counts["public"]["tables"]["articles"]["count"] > 40
    assert "articles at a glance" in page
    assert "the publisher&#39;s own day" in page
    front = datasette(*words, "/public.json", folder=public.parent)
    hidden = {table["name"] for table in json.loads(front)["tables"] if table["hidden"]}
    assert {"frontier", "hosts"} <= hidden
    assert "articles" not in hidden
