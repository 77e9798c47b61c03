"""`ingest` of WARC files as a command."""

from __future__ import annotations

import gzip
import json
import random
import resource
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from support.command_line import stderr_on_terminal
from support.file_server import serving
from support.memory_web import page
from support.warc_files import packed, page_record

STORIES = 120
#: of this machine's clock, or a place in our own WARC files: the same page may lie elsewhere after a kill
OWN = {"first_seen", "added_at", "ended_at", "run_id", "warc_file", "warc_offset", "warc_length", "warc_start"}
TABLES = ("pages", "frontier", "captures", "articles", "revision_log", "cards", "placements", "ingested_chunks")
LARGEST_FILE = 300_000


def story(number: int) -> bytes:
    moment = f"2025-08-{1 + number % 28:02}T10:00:00Z"
    url = f"https://www.outlet{number % 4}.example/2025/story-{number}"
    text = " ".join(random.Random(number).choices(WORDS, k=150))
    return page_record(url, page(f"Story number {number}", text=f"{text}. The end of story {number}."), at=moment)


WORDS = ("ferry", "across", "lake", "again", "Monday", "council", "said", "evening", "mayor", "bridge", "boats", "road")


@pytest.fixture
def warc(folder) -> Path:
    path = folder / "news.warc.gz"
    path.write_bytes(packed(*map(story, range(STORIES))))
    return path


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What is in the tables that must not differ."""
    with closing(sqlite3.connect(path)) as conn:
        conn.row_factory = sqlite3.Row
        return {
            table: sorted(
                repr([value for name, value in dict(row).items() if name not in OWN])
                for row in conn.execute(f"SELECT * FROM {table}")
            )
            for table in TABLES
        }


def test_a_file_is_taken_in_and_its_figures_told(archiver, warc):
    called = archiver("ingest", warc, "--json")
    figures = json.loads(called.out)
    assert called.code == 0
    assert (figures["pages"], figures["articles_new"], figures["pages_unchanged"]) == (STORIES, STORIES, 0)
    assert figures["bytes_read"] == warc.stat().st_size
    assert "120 pages, 0 unchanged, 0 failed; 120 articles new, 0 changed" in called.err
    assert archiver("check").code == 0
    assert "0 of them read differently" in archiver("reparse").err


def test_a_file_that_is_called_as_the_archive_s_own_folder_would_be_is_taken_in(archiver, folder, warc):
    Path("news.warc").write_bytes(gzip.decompress(warc.read_bytes()))
    called = archiver("ingest", "news.warc", "--db", "news.db")
    assert called.code == 0
    assert Path("news.db.warc").is_dir()
    assert archiver("check", "--db", "news.db").code == 0


def test_filters_are_options_and_each_refusal_has_its_reason(archiver, folder, warc):
    (folder / "hosts.txt").write_text(
        "# of the lake\nhttps://www.outlet1.example/\noutlet2.example\n", encoding="utf-8"
    )
    called = archiver(
        *("ingest", warc, "--hosts", "hosts.txt", "--since", "2025-08-03", "--until", "2025-08-20"),
        *("--match", "/story-[0-9]+$", "--language", "EN-gb", "--only-articles", "--media-type", "text/html", "--json"),
    )
    figures = json.loads(called.out)
    wanted = [n for n in range(STORIES) if n % 4 in {1, 2} and 3 <= 1 + n % 28 <= 20]
    assert figures["articles_new"] == len(wanted)
    assert figures["passed_over"] == {"host": 60, "date": 60 - len(wanted)}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--match", "(sport"], "no regular expression"),
        (["--since", "last summer"], "no day"),
        (["--since", "2025-08-02", "--until", "2025-08-01"], "later than"),
        (["--host", "not a host"], "no host"),
        (["--media-type", "html"], "no media type"),
        (["--language", "klingon!"], "--language"),
        (["--language", "xx-yy-zz"], "expected a language as in"),
        (["--hosts", "nowhere.txt"], "nowhere.txt"),
        (["--paths", "nowhere.paths"], "no such file"),
        (["--in-place", "--no-warc"], "--in-place points to records and --no-warc keeps none: leave one of them out"),
        (["--parquet", "lake", "--no-warc"], "--parquet points to records and --no-warc keeps none: leave one"),
    ],
)
def test_a_choice_that_cannot_be_read_is_a_usage_error_before_anything_is_written(
    archiver, folder, warc, options, told
):
    called = archiver("ingest", warc, *options)
    assert called.code == 2
    assert told in called.err
    assert not (folder / "archive.db").exists()


def test_a_list_with_missing_files_is_read_as_far_as_they_are_there(archiver, folder, warc):
    (folder / "warc.paths.gz").write_bytes(gzip.compress(b"nowhere.warc.gz\nnews.warc.gz\n"))
    called = archiver("ingest", "warc.paths.gz")
    assert called.code == 0
    assert f"{folder / 'nowhere.warc.gz'}: No such file or directory" in called.err
    assert "failed files: 1 unreadable-file" in called.err


@pytest.mark.parametrize("content", ["", "\n", "# of August\n\n"], ids=["empty", "blank", "comment"])
@pytest.mark.parametrize("name", ["warc.paths", "warc.paths.gz"])
def test_a_list_that_names_no_file_is_one_that_cannot_be_read(archiver, folder, warc, name, content):
    text = content.encode()
    (folder / name).write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    called = archiver("ingest", name)
    assert called.code == 1
    assert f"archiver: {name}: this list names no file\n" in called.err
    called = archiver("ingest", name, warc)
    assert (called.code, "120 articles new" in called.err, "1 unreadable-file" in called.err) == (0, True, True)


def test_what_a_list_names_before_it_breaks_off_is_taken_in(archiver, folder, warc):
    (folder / "warc.paths.gz").write_bytes(gzip.compress(b"news.warc.gz\nnot-this.warc.gz\n", 0)[:-20])
    called = archiver("ingest", "warc.paths.gz")
    assert called.code == 1
    assert "archiver: warc.paths.gz: this list is damaged, or not all of it is there: 1 name could" in called.err
    assert f"{STORIES} articles new" in called.err


def test_a_list_of_missing_files_alone_is_a_failure(archiver, folder):
    (folder / "warc.paths").write_text("nowhere.warc.gz\nnor-there.warc.gz\n", encoding="utf-8")
    called = archiver("ingest", "warc.paths")
    assert called.code == 1
    assert f"{folder / 'nowhere.warc.gz'}: No such file" in called.err
    assert f"{folder / 'nor-there.warc.gz'}: No such file" in called.err
    assert "none of 2 files could be read" in called.err


def test_the_files_of_a_list_may_lie_on_a_web_server(archiver, folder, warc):
    (folder / "warc.paths").write_text("news.warc.gz\n", encoding="utf-8")
    with serving(warc.read_bytes()) as server:
        base = server.address.rpartition("/")[0]
        called = archiver("ingest", "warc.paths", "--base", base, "--in-place", "--json")
        again = archiver("ingest", "warc.paths", "--base", base)
        checked = archiver("check")
        server.statuses.extend([404] * 9)
        gone = archiver("ingest", "warc.paths", "--base", base)
    assert json.loads(called.out)["articles_new"] == STORIES
    assert "files that were taken in before: 1" in again.err
    assert checked.code == 0
    assert (gone.code, "HTTP 404" in gone.err) == (1, True)


@pytest.mark.parametrize("content", [b"", b"not at all", gzip.compress(b"not at all")], ids=["empty", "text", "gzip"])
def test_a_file_that_is_none_is_one_sentence_and_exit_code_1(archiver, folder, content):
    (folder / "a.warc.gz").write_bytes(content)
    called = archiver("ingest", "a.warc.gz")
    assert called.code == 1
    assert "the file could not be read" in called.err
    assert "Traceback" not in called.err


def test_what_is_in_place_is_read_there(archiver, folder, warc):
    assert archiver("ingest", warc, "--in-place").code == 0
    assert "0 of them read differently" in archiver("reparse").err
    assert archiver("check").code == 0
    warc.rename(folder / "elsewhere.warc.gz")
    called = archiver("check")
    assert called.code == 1
    assert str(warc) in called.out + called.err


def test_without_records_only_the_rows_are_kept(archiver, folder, warc):
    assert archiver("ingest", warc, "--no-warc").code == 0
    assert not (folder / "archive.warc").exists()
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        assert conn.execute("SELECT count(*), count(warc_file) FROM captures").fetchone() == (STORIES, 0)


def test_killed_again_and_again_it_comes_to_what_an_undisturbed_run_comes_to(archiver, start, folder, warc):
    (folder / "archiver.toml").write_text("[crawl]\nbatch_pages = 2\n", encoding="utf-8")
    began = time.monotonic()
    assert start("ingest", warc, "--db", "whole.db", "--quiet").end().code == 0
    whole_s = time.monotonic() - began
    chance = random.Random(7)
    for _ in range(5):
        process = start("ingest", warc, "--db", "killed.db", "--quiet")
        time.sleep(chance.uniform(0.3, 0.9) * whole_s)
        process.end(signal.SIGKILL)
    assert archiver("ingest", warc, "--db", "killed.db").code == 0
    assert rows_of(folder / "killed.db") == rows_of(folder / "whole.db")
    assert archiver("check", "--db", "killed.db").code == 0


def test_interrupted_it_keeps_what_was_done_and_goes_on_from_there(archiver, start, folder, warc):
    process = start("ingest", warc, "--quiet")
    while not (folder / "archive.db").exists():
        time.sleep(0.01)
    called = process.end(signal.SIGTERM)
    assert called.code in {0, 143}
    assert archiver("ingest", warc).code == 0
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        assert conn.execute("SELECT count(*) FROM articles").fetchone() == (STORIES,)
        assert conn.execute("SELECT records, pages FROM ingested_chunks").fetchall() == [(STORIES, STORIES)]


def test_a_full_disk_is_one_sentence_and_the_rest_is_done_later(archiver, start, folder, warc):
    """As far as a limit on the size of files is like one."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))

    called = start("ingest", warc, preexec_fn=limit).end()
    assert called.code == 1
    assert called.err.startswith("archiver: ")
    assert called.err.count("\n") == 1
    assert archiver("ingest", warc).code == 0
    assert archiver("check").code == 0


def test_on_a_terminal_a_bar_tells_bytes_and_pages(start, warc):
    process, written = stderr_on_terminal(start, "ingest", warc)
    assert process.returncode == 0
    assert "120 pages" in written
    assert "100%" in written


@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_failed_is_one_number_wherever_it_is_told(archiver, folder, workers):
    bad = [story(number).replace(b"WARC-Target-URI", b"X") for number in range(20)]
    (folder / "bad.warc.gz").write_bytes(packed(story(100), *bad))
    called = archiver("ingest", "bad.warc.gz", "nowhere.paths", "--workers", workers, "--json")
    assert called.code == 2
    (folder / "nowhere.paths").write_text("nowhere.warc.gz\n", encoding="utf-8")
    called = archiver("ingest", "bad.warc.gz", "nowhere.paths", "--workers", workers, "--json")
    facts = json.loads(called.out)
    assert (called.code, facts["pages"], facts["pages_fetched"], facts["pages_failed"]) == (3, 21, 1, 20)
    assert (facts["failed"], facts["files_failed"]) == ({"bad-record": 20}, 1)
    assert "21 pages, 0 unchanged, 20 failed; 1 article new" in called.err
    assert "failed: 20 bad-record; failed files: 1 unreadable-file" in called.err
    assert "20 of 21 pages failed" in called.err
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        assert conn.execute("SELECT pages_fetched, pages_failed FROM runs").fetchall() == [(1, 20)]


def test_what_was_asked_for_and_is_no_page_is_passed_over(archiver, folder):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"
    (folder / "a.warc.gz").write_bytes(packed(page_record("https://lac.example/a.png", b"\x89PNG\r\n\0", http=http)))
    called = archiver("ingest", "a.warc.gz", "--media-type", "image/png")
    assert "0 pages, 0 unchanged, 0 failed; 0 articles new, 0 changed; passed over: 1 not-html" in called.err


def test_a_list_of_hosts_may_have_comments_and_its_mistakes_are_named_by_line(archiver, folder, warc):
    (folder / "hosts.txt").write_text("# ours\noutlet1.example  # the first\n", encoding="utf-8")
    assert archiver("ingest", warc, "--hosts", "hosts.txt").code == 0
    (folder / "hosts.txt").write_text("outlet1.example\nno host\n", encoding="utf-8")
    called = archiver("ingest", warc, "--hosts", "hosts.txt")
    assert called.code == 2
    assert "hosts.txt, line 2: 'no host' is no host" in called.err
