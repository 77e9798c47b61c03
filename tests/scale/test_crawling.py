"""Sites shared out among crawlers come to the same archive as one crawl, as politely, whatever happens to a crawler."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from server import serve_sites

from archiver.config import CrawlSettings, FetchSettings
from archiver.model import ALWAYS
from archiver.pipelines.checking import check_archive
from archiver.pipelines.crawl import crawl
from archiver.pipelines.events import BatchSaved
from archiver.pipelines.tools import open_fetcher, open_tools
from archiver.pipelines.update import update
from archiver.scale.crawling import crawl_sites, update_sites
from archiver.scale.engines import EngineError
from archiver.scale.site_engines import Crawler, LocalCrawlers
from archiver.scale.site_tasks import Kit, SiteOutcome, SiteTask
from archiver.store.archive import open_archive
from support.bad_server import BadServer, page, redirect
from support.many_sites import NATURAL, many_sites

FETCH = FetchSettings(allow_private=True, delay_s=0.0)


def kit(command="crawl", *, delay_s=0.0, **settings) -> Kit:
    fetch = FetchSettings(allow_private=True, delay_s=delay_s)
    return Kit(command=command, crawl=CrawlSettings(**settings), fetch=fetch, window=ALWAYS)


def share(path: Path, seeds, *, engine=None, watch=lambda _event: None, **options) -> list:
    """All events of a crawl that is shared out, or of an update where there are no seeds."""
    told = []
    with open_tools(path, CrawlSettings(warc=False), create=True) as tools:
        engine = engine or LocalCrawlers(2)
        if seeds:
            events = crawl_sites(tools, engine, kit(**options), seeds)
        else:
            events = update_sites(tools, engine, kit("update", **options))
        for event in events:
            told.append(event)
            watch(event)
    return told


def natural(path: Path) -> dict[str, Counter]:
    with closing(sqlite3.connect(path)) as conn:
        return {name: Counter(conn.execute(question).fetchall()) for name, question in NATURAL.items()}


def count(path: Path, sql: str) -> int:
    with closing(sqlite3.connect(path)) as conn:
        return conn.execute(sql).fetchone()[0]


@pytest.fixture(scope="module")
def rounds(tmp_path_factory):
    """The fixture sites crawled, and updated in their second state: by one process, and shared out."""
    folder = tmp_path_factory.mktemp("rounds")
    one, shared = folder / "one.db", folder / "shared.db"
    found = {}
    with serve_sites(is_apart=True) as sites:
        homes = [site.home for site in sites.values()]
        for state in (1, 2):
            sites.switch(state)
            with (
                open_tools(one, CrawlSettings(workers=0), create=True) as tools,
                open_fetcher(FETCH, tools.archive.host_states()) as fetcher,
            ):
                (*_, ended) = crawl(tools, fetcher, homes) if state == 1 else update(tools, fetcher)
            (*_, shared_end) = share(shared, homes if state == 1 else [])
            found[state] = (ended, shared_end, natural(one), natural(shared))
        yield shared, found


@pytest.mark.parametrize("state", [1, 2])
@pytest.mark.parametrize("name", NATURAL)
def test_what_is_shared_out_comes_to_the_same(rounds, state, name):
    """In the second state: conditional requests, revisits, revisions, cards that are gone."""
    _, _, one, shared = rounds[1][state]
    assert (shared[name] - one[name], one[name] - shared[name]) == (Counter(), Counter())


@pytest.mark.parametrize("state", [1, 2])
def test_its_end_says_the_same(rounds, state):
    ended, shared_end, *_ = rounds[1][state]
    assert (shared_end.outcome, shared_end.exit_code, shared_end.counts) == (
        ended.outcome,
        ended.exit_code,
        ended.counts,
    )


def test_the_archive_is_whole_and_its_records_are_where_rows_say(rounds):
    path, _ = rounds
    with open_archive(path, create=False) as archive:
        assert check_archive(archive).problems == ()
    assert not path.with_name("shared.work").exists()


def test_no_site_is_asked_by_two_and_every_site_has_its_rest(tmp_path):
    with many_sites(4) as sites:
        share(tmp_path / "archive.db", [site.home for site in sites], delay_s=0.05)
        assert [site.most_at_a_time for site in sites] == [1, 1, 1, 1]
        assert min(site.shortest_gap_s for site in sites) >= 0.05
        assert [len(site.asked) for site in sites] == [6, 6, 6, 6]


def test_a_crawler_that_is_killed_is_replaced_and_nothing_is_lost_or_twice(tmp_path):
    engine, killed = LocalCrawlers(2), []

    def kill(event):
        if isinstance(event, BatchSaved) and event.counts.pages_fetched >= 4 * (len(killed) + 1) and len(killed) < 3:
            killed.append(engine.process_ids[-1 if len(killed) % 2 else 0])
            os.kill(killed[-1], signal.SIGKILL)

    path = tmp_path / "archive.db"
    with many_sites(3, stories=12) as sites:
        told = share(path, [site.home for site in sites], engine=engine, watch=kill, delay_s=0.05, batch_pages=1)
    assert len(killed) == 3
    assert told[-1].exit_code == 0
    assert count(path, "SELECT count(*) FROM articles") == 36
    assert count(path, "SELECT count(*) FROM pages WHERE url LIKE '%story%' AND state = 'ok'") == 36
    assert (
        count(path, "SELECT max(n) FROM (SELECT count(*) AS n FROM captures WHERE page_id IS NOT NULL GROUP BY url)")
        == 1
    )
    with open_archive(path, create=False) as archive:
        assert check_archive(archive).problems == ()


def test_what_one_site_has_no_use_for_falls_to_the_others(tmp_path):
    path = tmp_path / "archive.db"
    with many_sites(1, stories=2) as small, many_sites(1, stories=20, first=9) as large:
        (*_, ended) = share(path, [small[0].home, large[0].home], max_pages=20)
        assert (ended.exit_code, ended.outcome) == (4, "limit")
        assert sum(len(site.server.paths) - 1 for site in (*small, *large)) == pytest.approx(20, abs=2)
        assert ended.counts.pages_tried <= 20
        (*_, ended) = share(path, [small[0].home, large[0].home])
        assert ended.exit_code == 0
        assert [len(set(site.asked)) for site in (*small, *large)] == [2, 20]
        assert [len(site.asked) for site in (*small, *large)] == [2, 20]


def test_a_seed_that_leads_to_another_site_has_it_crawled_when_nobody_is_at_it(tmp_path):
    path = tmp_path / "archive.db"
    with many_sites(2, stories=3) as (here, there), BadServer(address="127.0.2.7") as old:
        old.routes["/"] = redirect(there.home)
        (*_, ended) = share(path, [old.url("/"), here.home])
        assert ended.exit_code == 0
        assert (len(here.asked), len(there.asked)) == (3, 3)
    assert count(path, "SELECT count(*) FROM sources") == 3


def test_a_seed_that_leads_to_a_site_of_another_crawler_leaves_it_to_that_one(tmp_path):
    path = tmp_path / "archive.db"
    with many_sites(1, stories=5) as (site,), BadServer(address="127.0.2.7") as old:
        old.routes["/"] = redirect(site.home)
        share(path, [old.url("/"), site.home], delay_s=0.05)
        assert len(site.asked) == 5


def is_asked_by_one(site):
    """Whether nobody has asked while another did, nor sooner than after the delay, nor twice for a story."""
    return (site.most_at_a_time, site.shortest_gap_s >= 0.05, len(site.asked)) == (1, True, len(set(site.asked)))


def stories_asked_at(site):
    return [asked.at for asked in site.server.log if "story" in asked.path]


def test_what_has_moved_to_a_site_of_another_crawler_is_not_asked_for_there(tmp_path):
    path = tmp_path / "archive.db"
    with many_sites(2, stories=12) as (here, there):
        moved = {f"/2025/08/12/moved-{number}-story/": there.server.url(there.paths[number]) for number in range(12)}
        here.server.routes |= {link: redirect(target) for link, target in moved.items()}
        links = "".join(f'<li><a href="{link}">A story that has moved</a></li>' for link in (*here.paths, *moved))
        here.server.routes["/"] = page(f"<title>Courier</title><ul>{links}</ul>")
        (*_, ended) = share(path, [here.home, there.home], delay_s=0.05)
        assert (ended.exit_code, len(here.asked), len(there.asked)) == (0, 24, 12)
        assert is_asked_by_one(there)
    assert count(path, "SELECT count(*) FROM pages WHERE state = 'excluded' AND reason = 'other-host'") == 12


def test_a_site_whose_robots_txt_lies_on_one_of_another_crawler_is_crawled_when_that_is_done(tmp_path):
    path = tmp_path / "archive.db"
    with many_sites(2, stories=12) as (here, there):
        here.server.routes["/robots.txt"] = redirect(there.server.url("/robots.txt"))
        (*_, ended) = share(path, [here.home, there.home], delay_s=0.05)
        assert (ended.exit_code, len(here.asked), len(there.asked)) == (0, 12, 12)
        assert is_asked_by_one(here)
        assert is_asked_by_one(there)
        assert stories_asked_at(here)[0] > stories_asked_at(there)[-1]
    assert count(path, "SELECT count(*) FROM pages WHERE state = 'failed'") == 0


class Away(LocalCrawlers):
    """That nobody answers for."""

    def __enter__(self):
        raise EngineError("no scheduler")


def test_a_start_that_fails_leaves_no_folder(tmp_path):
    with pytest.raises(EngineError):
        share(tmp_path / "archive.db", ["http://127.0.2.1:9/"], engine=Away(1))
    assert not (tmp_path / "archive.work").exists()


def test_few_pages_bring_articles_though_there_are_several_crawlers(tmp_path):
    path = tmp_path / "archive.db"
    with many_sites(4, stories=12) as sites:
        (*_, ended) = share(path, [site.home for site in sites], max_pages=20)
    assert ended.exit_code == 4
    assert count(path, "SELECT count(*) FROM articles") > 0


class Broken(LocalCrawlers):
    """One of whose crawlers has no room to write: nothing of ours fills a disk in a test."""

    def __init__(self, host: str) -> None:
        super().__init__(2)
        self._host = host

    def put(self, task: SiteTask) -> None:
        if any(self._host in seed for seed in task.seeds):
            self._said.put(SiteOutcome(path=task.path, problem="no room to write (disk is full)"))
        else:
            super().put(task)


def test_what_one_crawler_cannot_do_stops_no_other_and_is_done_by_the_next_run(tmp_path):
    path = tmp_path / "archive.db"
    with many_sites(2, stories=3) as sites:
        homes = [site.home for site in sites]
        (*_, ended) = share(path, homes, engine=Broken("127.0.2.1"))
        assert (ended.exit_code, len(sites[1].asked)) == (1, 3)
        assert "no room to write (disk is full)" in ended.message
        assert "the same command goes on from there" in ended.message
        assert len(list(path.with_name("archive.work").glob("*.db"))) == 1
        (*_, ended) = share(path, homes)
        assert (ended.exit_code, len(sites[0].asked)) == (0, 3)
    assert not path.with_name("archive.work").exists()


def test_time_is_a_limit_for_all_of_them(tmp_path):
    with many_sites(2, stories=40) as sites:
        (*_, ended) = share(tmp_path / "archive.db", [site.home for site in sites], delay_s=0.2, max_time_s=2.0)
        assert (ended.outcome, ended.exit_code) == ("limit", 4)
        assert all(len(site.asked) < 40 for site in sites)


def test_a_part_that_cannot_be_read_is_told_and_not_tried_again(tmp_path):
    (tmp_path / "part.db").write_text("no archive")
    outcome = Crawler(SiteTask(path=str(tmp_path / "part.db"), kit=kit()), lambda _event: None).outcome()
    assert "not a SQLite database" in outcome.problem
