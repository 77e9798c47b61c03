"""`ingest`, `reparse`, `check` and `backup` as commands."""

from __future__ import annotations

import json
import resource
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from support.bulk import write_warc
from support.memory_web import page

FERRY = "https://www.lac.example/ferry"
LARGEST_FILE = 400_000


@pytest.fixture
def pages(folder) -> Path:
    """Two pages, a picture and a manifest."""
    (folder / "pages").mkdir()
    (folder / "pages" / "a.html").write_text(page("The ferry runs again"), encoding="utf-8")
    (folder / "pages" / "b.html").write_text(page("The market moves"), encoding="utf-8")
    (folder / "pages" / "c.jpg").write_bytes(b"\xff\xd8\xff")
    rows = [{"path": "pages/a.html", "url": FERRY}, {"path": "pages/b.html", "url": FERRY + "-b"}]
    (folder / "manifest.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder / "pages"


def test_a_folder_is_taken_in(archiver, pages):
    called = archiver("ingest", pages)
    assert (called.code, called.out) == (0, "")
    assert "2 articles new" in called.err


def test_a_manifest_is_a_path_or_an_option(archiver, pages):
    assert json.loads(archiver("ingest", "manifest.jsonl", "--json").out)["articles_new"] == 2
    called = archiver("ingest", "--manifest", "manifest.jsonl", pages, "--db", "other.db", "--json")
    assert json.loads(called.out)["articles_new"] == 2
    rows = json.loads(archiver("query", "SELECT url FROM articles ORDER BY url", "--db", "other.db", "--json").out)
    assert rows == [{"url": FERRY}, {"url": FERRY + "-b"}]


def test_a_manifest_that_cannot_be_used_is_one_sentence(archiver, folder):
    (folder / "m.csv").write_text("file\na.html\n", encoding="utf-8")
    called = archiver("ingest", "m.csv")
    assert called.code == 2
    assert called.err.count("\n") == 1


def test_a_full_disk_is_one_sentence(start, pages):
    """As far as a limit on the size of files is like one."""
    for number in range(200):
        (pages / f"{number}.html").write_text(page(f"Story {number}", text=f"Word {number}. " * 200), encoding="utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))

    called = start("ingest", pages, preexec_fn=limit).end()
    assert called.code == 1
    assert called.err.startswith("archiver: ")
    assert called.err.count("\n") == 1


def test_reparse_says_what_changed(archiver, folder, pages):
    archiver("ingest", "manifest.jsonl")
    assert "0 of them read differently" in archiver("reparse").err
    with closing(sqlite3.connect(folder / "archive.db")) as conn, conn:
        conn.execute("UPDATE articles SET title = 'The fery', text_digest = 'x', record_digest = 'x' WHERE id = 1")
    dry = archiver("reparse", "--dry-run", "--json")
    assert json.loads(dry.out) == {
        "url": FERRY,
        "changes": {"title": {"before": "The fery", "after": "The ferry runs again"}},
    }
    called = archiver("reparse")
    assert called.out == f"{FERRY}\n  title: 'The fery' -> 'The ferry runs again'\n"
    assert "1 of them read differently now: title 1" in called.err
    assert archiver("reparse").out == ""


@pytest.fixture
def misread(archiver, folder, pages):
    """An archive that a parser has read that was worse."""
    archiver("ingest", "manifest.jsonl")
    with closing(sqlite3.connect(folder / "archive.db")) as conn, conn:
        conn.execute("UPDATE articles SET title = 'The fery', text_digest = 'x', record_digest = 'x' WHERE id = 1")
    return folder


def test_a_dry_reparse_takes_no_lock(archiver, misread):
    with FileLock(misread / "archive.db.lock"):
        assert archiver("reparse").code == 75
        dry = archiver("reparse", "--dry-run")
    assert (dry.code, dry.out) == (0, f"{FERRY}\n  title: 'The fery' -> 'The ferry runs again'\n")


def test_a_dry_reparse_leaves_nothing_behind(archiver, misread):
    def state():
        return {path: path.read_bytes() for path in misread.rglob("*") if path.is_file()}

    (misread / "archive.db.lock").unlink()
    before = state()
    assert archiver("reparse", "--dry-run").code == 0
    assert state() == before


def test_a_dry_reparse_reads_an_archive_that_nobody_may_write_to(archiver, misread):
    """A folder that is mounted read-only, as far as rights are like one; root is not held back by them."""
    paths = [misread / "archive.db", *misread.glob("archive.warc/*"), misread / "archive.warc", misread]
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    called = archiver("reparse", "--dry-run")
    for path, mode in modes.items():
        path.chmod(mode)
    assert (called.code, FERRY in called.out) == (0, True)


def test_check_ends_with_1_when_a_record_is_not_whole(archiver, folder, pages):
    archiver("ingest", "manifest.jsonl")
    assert archiver("check").code == 0
    (file,) = (folder / "archive.warc").iterdir()
    file.write_bytes(file.read_bytes()[:-100])
    called = archiver("check")
    assert called.code == 1
    assert called.out
    assert json.loads(archiver("check", "--json").out)["is_clean"] is False
    assert archiver("check", "--no-records").code == 1  # the file is shorter than it was


def test_a_backup_is_an_archive(archiver, pages):
    archiver("ingest", "manifest.jsonl")
    assert archiver("backup", "copy.db").code == 0
    assert json.loads(archiver("stats", "--db", "copy.db", "--json").out)["articles"] == 2
    assert archiver("check", "--db", "copy.db").code == 0


def test_a_backup_overwrites_nothing(archiver, folder, pages):
    archiver("ingest", "manifest.jsonl")
    (folder / "copy.db").write_text("mine", encoding="utf-8")
    called = archiver("backup", "copy.db")
    assert called.code == 1
    assert called.err.count("\n") == 1
    assert (folder / "copy.db").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("arguments", [("",), ("--manifest", "")])
def test_a_path_that_is_empty_is_not_the_current_folder(archiver, folder, arguments):
    """It is what an unset variable leaves behind."""
    (folder / "page.html").write_text("<p>The ferry runs again</p>", encoding="utf-8")
    called = archiver("ingest", *arguments)
    assert (called.code, called.err.count("\n")) == (2, 1)
    assert not (folder / "archive.db").exists()


def test_a_folder_in_which_nothing_is_taken_in_is_told(archiver, folder):
    (folder / "empty").mkdir()
    called = archiver("ingest", "empty")
    assert (called.code, called.err.splitlines()[0].startswith("archiver: empty: nothing in this folder")) == (0, True)


@pytest.mark.parametrize("option", [["--in-place"], ["--engine", "dask"], ["--media-type", "text/*"]])
def test_what_is_for_warc_files_alone_is_refused_where_there_are_none(archiver, folder, pages, option):
    called = archiver("ingest", pages, "manifest.jsonl", *option)
    words = f"{' '.join(option[:2] if 'dask' in option else option[:1])} is for WARC files, and only files of one page"
    assert (called.code, words in called.err) == (2, True)
    assert not (folder / "archive.db").exists()


def test_what_is_for_warc_files_alone_may_stand_where_there_are_some(archiver, folder, pages):
    write_warc(folder / "news.warc.gz", 2)
    called = archiver("ingest", pages, "news.warc.gz", "--in-place", "--media-type", "text/html", "--json")
    assert (called.code, json.loads(called.out)["articles_new"]) == (0, 4)


def test_a_base_is_refused_where_no_list_is(archiver, folder, pages):
    called = archiver("ingest", pages, "--base", "https://data.example/")
    assert called.code == 2
    assert "--base is for the relative names in a list of WARC files, and none was given" in called.err
    assert not (folder / "archive.db").exists()
