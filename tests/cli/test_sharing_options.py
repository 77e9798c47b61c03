"""`crawl --crawlers` and `update --crawlers`: several processes, one command to whoever calls or ends it."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
from contextlib import closing

import pytest

from support.command_line import wait_until
from support.many_sites import many_sites

QUICK = ("--allow-private", "--delay", "0.05", "--crawlers", "2")


@pytest.fixture
def sites():
    with many_sites(3, stories=10) as sites:
        yield sites


def homes(sites) -> list[str]:
    return [site.home for site in sites]


def stories(folder) -> int:
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        return conn.execute("SELECT count(*) FROM articles").fetchone()[0]


def most_captures_of_a_story(folder) -> int:
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        sql = "SELECT count(*) FROM captures WHERE url LIKE '%story%' AND status = 200 GROUP BY url ORDER BY 1 DESC"
        return conn.execute(sql).fetchone()[0]


def rows(folder, sql) -> list[tuple]:
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        return conn.execute(sql).fetchall()


def counted_pages(folder) -> list[tuple]:
    return rows(folder, "SELECT sum(pages_fetched + pages_failed), sum(articles_new) FROM runs")


def captured_pages(folder) -> list[tuple]:
    sql = "SELECT count(*), (SELECT count(*) FROM articles) FROM captures WHERE page_id IS NOT NULL"
    return rows(folder, sql)


def uncounted_captures(folder) -> list[tuple]:
    """By run, where it has more of them than it says."""
    sql = """
        SELECT r.id, r.pages_fetched + r.pages_failed, count(c.id) FROM captures AS c LEFT JOIN runs AS r ON r.id = c.run_id
        WHERE c.page_id IS NOT NULL GROUP BY r.id HAVING r.id IS NULL OR count(c.id) <> r.pages_fetched + r.pages_failed
    """
    return rows(folder, sql)


def under_way(sites) -> int:
    return sum(len(site.asked) for site in sites)


def test_sites_are_shared_out_and_come_to_one_archive(archiver, folder, sites):
    called = archiver("crawl", *homes(sites), *QUICK, "--json")
    facts = json.loads(called.out)
    assert (called.code, facts["articles_new"], stories(folder)) == (0, 30, 30)
    assert archiver("check").code == 0
    assert sorted(path.name for path in folder.iterdir() if "work" in path.name) == []


def test_an_update_is_shared_out_too_and_asks_conditionally(archiver, folder, sites):
    archiver("crawl", *homes(sites), *QUICK)
    with closing(sqlite3.connect(folder / "archive.db")) as conn, conn:
        conn.execute("UPDATE frontier SET due_at = '2025-01-01T00:00:00Z' WHERE due_at IS NOT NULL")
    before = under_way(sites)
    called = archiver("update", *QUICK[:-2], "--crawlers", "2", "--json")
    assert (called.code, json.loads(called.out)["articles_new"]) == (0, 0)
    assert under_way(sites) == before + 30
    assert archiver("check").code == 0


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_all_crawlers_with_everything_kept(archiver, start, folder, sites, signum, code):  # noqa: PLR0917 - fixtures
    process = start("crawl", *homes(sites), *QUICK, "--quiet", start_new_session=True)
    wait_until(lambda: under_way(sites) >= 6 or process.popen.poll() is not None)
    called = process.end(signum)
    assert (called.code, called.out, called.err) == (code, "", "")
    assert stories(folder) >= 1
    with closing(sqlite3.connect(folder / "archive.db")) as conn:
        assert conn.execute("SELECT outcome, exit_code FROM runs").fetchall() == [("interrupted", code)]
    assert archiver("crawl", *homes(sites), *QUICK).code == 0
    assert (stories(folder), most_captures_of_a_story(folder)) == (30, 1)
    assert archiver("check").code == 0


def test_a_command_that_is_killed_leaves_no_crawler_and_what_it_had_is_taken_in(archiver, start, folder, sites):
    process = start("crawl", *homes(sites), *QUICK, "--quiet")
    wait_until(lambda: under_way(sites) >= 6 or process.popen.poll() is not None)
    process.end(signal.SIGKILL)
    parts = folder / "archive.work"
    wait_until(lambda: not _held(parts))
    asked = under_way(sites)
    for name in (".sites-1.db.2.part", ".sites-1.db.2.part-journal", "sites-3.json", "probe-4", "stop-5"):
        (parts / name).touch()  # what a kill at another moment leaves
    called = archiver("crawl", *homes(sites), *QUICK)
    assert called.code == 0
    assert "what an earlier run has left is taken in" in called.err
    assert not parts.exists()
    assert counted_pages(folder) == captured_pages(folder)
    assert not uncounted_captures(folder)
    assert (stories(folder), most_captures_of_a_story(folder)) == (30, 1)
    assert under_way(sites) - asked < 30
    assert archiver("check").code == 0


def _held(folder) -> bool:
    """Whether a process has anything of a folder open."""
    listed = subprocess.run(["pgrep", "-f", "archiver.scale.site_worker"], capture_output=True, text=True, check=False)
    return any(str(folder) in _open_files(pid) for pid in listed.stdout.split())


def _open_files(pid: str) -> str:
    listed = subprocess.run(["ls", "-l", f"/proc/{pid}/fd"], capture_output=True, text=True, check=False)
    return listed.stdout


def test_sites_that_do_not_answer_end_it_as_one_crawl_would(archiver):
    seeds = [f"http://127.0.3.{number}:1/" for number in (4, 2, 1, 3)]
    called = archiver("crawl", *seeds, *QUICK)
    assert called.code == 1
    (told,) = [line for line in called.err.splitlines() if "seed" in line]
    assert told.startswith(f"archiver: none of 4 seeds could be fetched; the first, {seeds[0]}: refused")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("--crawlers", "2"), "--workers is for one crawler"),
        (("--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"), "--workers is for a cluster that begins here"),
        (("--engine", "dask", "--crawlers", "2"), "--crawlers or --workers: with --engine dask both say how many"),
        (("--engine", "dask", "--crawlers", "1"), "--crawlers or --workers: with --engine dask both say how many"),
    ],
)
def test_workers_beside_crawlers_are_refused(archiver, folder, said, words):
    called = archiver("crawl", "https://lac.example/", *said, "--workers", "3")
    assert (called.code, words in called.err) == (2, True)
    assert not (folder / "archive.db").exists()
