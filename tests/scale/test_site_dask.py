"""Sites shared out to Dask's workers: the same archive, whatever becomes of a worker."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections import deque
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from archiver.cli.running import run
from archiver.config import CrawlSettings, FetchSettings
from archiver.pipelines.checking import check_archive
from archiver.pipelines.events import BatchSaved
from archiver.pipelines.tools import open_tools
from archiver.scale.crawling import crawl_sites, work_folder
from archiver.scale.engines import EngineError
from archiver.scale.site_dask import DaskCrawlers, Job, news_of, read_news
from archiver.scale.site_tasks import Kit, SiteTask
from archiver.store.archive import open_archive
from support.clusters import free_port, scheduler, worker
from support.many_sites import many_sites

KIT = Kit(command="crawl", crawl=CrawlSettings(batch_pages=1), fetch=FetchSettings(allow_private=True, delay_s=0.1))


def worker_pids(crawlers):
    return [worker.pid for worker in crawlers._engine._cluster.workers.values() if worker.pid]


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost_or_twice(tmp_path):
    path = tmp_path / "archive.db"
    crawlers, killed = DaskCrawlers(work_folder(path), workers=2), []
    with many_sites(3, stories=15) as sites, open_tools(path, CrawlSettings(warc=False), create=True) as tools:
        for event in crawl_sites(tools, crawlers, KIT, [site.home for site in sites]):
            if isinstance(event, BatchSaved) and event.counts.pages_fetched and not killed:
                killed.append(worker_pids(crawlers)[0])
                os.kill(killed[0], signal.SIGKILL)
        assert max(site.most_at_a_time for site in sites) == 1
    assert killed
    assert event.exit_code == 0
    with closing(sqlite3.connect(path)) as conn:
        captured = conn.execute(
            "SELECT count(*), count(DISTINCT url) FROM captures WHERE url LIKE '%story%'"
        ).fetchone()
    assert captured == (45, 45)
    assert not work_folder(path).exists()
    with open_archive(path, create=False) as archive:
        assert check_archive(archive).problems == ()


def test_how_far_a_crawl_has_come_is_told_in_a_file(tmp_path):
    part = str(tmp_path / "sites-1.db")
    assert read_news(part) is None
    news_of(part).write_text('{"counts": {"pages_fetched": 3}, "wai')
    assert read_news(part) is None
    news_of(part).write_text('{"counts": {"pages_fetched": 3}, "waiting": 4}')
    told = read_news(part)
    assert (told.counts.pages_fetched, told.waiting) == (3, 4)


def test_a_job_is_named_by_its_part():
    assert Job(task=SiteTask(path="/work/sites-12ab.db", kit=KIT), stop="/work/stop").name == "sites-12ab"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--scheduler", "tcp://127.0.0.1:1"), "--scheduler goes with --engine dask"),
        (("--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", "--crawlers", "2"), "has its own workers"),
    ],
)
def test_options_that_do_not_go_together(options, words, capfd, tmp_path):
    assert run(["crawl", "http://127.0.0.1:1/", "--db", str(tmp_path / "a.db"), *options]) == 2
    assert words in capfd.readouterr().err


def test_a_scheduler_that_goes_away_for_good_costs_a_sentence_and_nothing_that_came(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path, port = Path("archive.db"), free_port()  # a path that is no worker's
    with ExitStack() as stack:
        first = stack.enter_context(scheduler(port))
        stack.enter_context(worker(port, tmp_path / "worker"))
        sites = stack.enter_context(many_sites(2, stories=30))
        tools = stack.enter_context(open_tools(path, CrawlSettings(warc=False), create=True))
        crawlers = DaskCrawlers(work_folder(path), scheduler=f"tcp://127.0.0.1:{port}", return_s=2.0)
        events = crawl_sites(tools, crawlers, KIT, [site.home for site in sites])
        next(event for event in events if isinstance(event, BatchSaved) and event.counts.pages_fetched)
        first.kill()
        with pytest.raises(EngineError, match="the Dask scheduler has gone away; what was done is kept"):
            deque(events, maxlen=0)
    with closing(sqlite3.connect(path)) as conn:
        ((pages, outcome),) = conn.execute("SELECT pages_fetched, outcome FROM runs")
        assert outcome == "failed"
        assert conn.execute("SELECT count(*) FROM captures WHERE page_id IS NOT NULL").fetchone() == (pages,)
    assert pages > 0
    assert not work_folder(path).exists()
