"""Two rounds over the French fixture site and its second state, over real sockets."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import pairwise

import pytest
from server import serve_sites

from archiver.config import CrawlSettings, FetchSettings
from archiver.fetch.fetcher import Fetcher
from archiver.fetch.transport import RequestsTransport
from archiver.pipelines.checking import check_archive
from archiver.pipelines.crawl import crawl
from archiver.pipelines.events import PageReparsed
from archiver.pipelines.interrupts import Interrupts
from archiver.pipelines.reparse import Selection, reparse
from archiver.pipelines.tools import Tools, open_tools
from archiver.pipelines.update import update
from archiver.store.archive import Archive, open_archive

SITE = "riveaustrale"


@pytest.fixture(scope="module")
def rounds(tmp_path_factory):
    """The archive's path, what it held after the first round, and what the second one asked for."""
    path = tmp_path_factory.mktemp("rounds") / "archive.db"
    with serve_sites(names=[SITE]) as sites:
        with open_tools(path, CrawlSettings(), create=True) as tools:
            crawled = list(crawl(tools, fetcher(tools), [sites[SITE].home]))
            before = snapshot(tools.archive)
        sites.switch(2)
        sites[SITE].log.clear()
        with open_tools(path, CrawlSettings()) as tools:
            updated = list(update(tools, fetcher(tools)))
        yield path, before, list(sites[SITE].log), (crawled[-1], updated[-1])


def fetcher(tools: Tools) -> Fetcher:
    settings = FetchSettings(allow_private=True, delay_s=0.0)
    return Fetcher(RequestsTransport(settings), settings, host_states=tools.archive.host_states())


def snapshot(archive: Archive) -> dict[str, tuple[object, ...]]:
    """Articles by address, as stored."""
    sql = "SELECT url, title, body, text_digest, first_seen FROM articles"
    return {str(row[0]): row for row in archive.query(sql).rows}


def rows(path, sql):
    with open_archive(path, create=False) as archive:
        return list(archive.query(sql).rows)


def test_both_rounds_end_well(rounds):
    path, _, _, ended = rounds
    assert [event.exit_code for event in ended] == [0, 0]
    with open_tools(path, CrawlSettings(), interrupts=Interrupts()) as tools:
        assert check_archive(tools.archive).problems == ()


def test_everything_known_is_asked_for_conditionally(rounds):
    _, before, log, _ = rounds
    conditional = {request.path for request in log if request.if_none_match}
    known = {"/" + url.split("/", 3)[3] for url in before}
    assert known <= conditional


def test_what_has_not_changed_is_not_sent_again(rounds):
    _, _, log, _ = rounds
    unchanged = [request for request in log if request.status == 304]
    assert len(unchanged) > len(log) / 2


def test_no_page_is_asked_for_twice(rounds):
    _, _, log, _ = rounds
    paths = sorted(request.path for request in log)
    assert [a for a, b in pairwise(paths) if a == b] == []


def test_one_headline_has_changed(rounds):
    path, *_ = rounds
    ((old, new),) = rows(path, "SELECT old_title, new_title FROM headline_changes")
    assert old != new


def test_two_articles_are_new(rounds):
    path, before, _, (_, ended) = rounds
    assert ended.counts.articles_new == 2
    assert len(rows(path, "SELECT id FROM articles")) == len(before) + 2


def test_one_archived_page_is_gone_and_kept(rounds):
    path, *_ = rounds
    gone = rows(
        path, "SELECT p.url, a.title FROM pages p JOIN articles a ON a.id = p.article_id WHERE p.state = 'gone'"
    )
    assert len(gone) == 1


def test_placements_have_ended_and_begun(rounds):
    path, *_ = rounds
    ((home, ended, current),) = rows(
        path,
        "SELECT home_url, (SELECT count(*) FROM placements WHERE ended_at IS NOT NULL),"
        " (SELECT count(*) FROM teaser_placements WHERE is_current AND page_url = home_url) FROM sources",
    )
    assert home
    assert ended > 0
    assert current > 0


def test_nothing_is_rewritten_that_has_not_changed(rounds):
    path, before, *_ = rounds
    with open_archive(path, create=False) as archive:
        after = snapshot(archive)
    changed = {url for url, row in before.items() if after[url] != row}
    assert len(changed) == 1


def test_a_card_with_another_headline_has_its_article_asked_for_again(tmp_path):
    """However long the article itself is not due: the list that shows it says that it has changed."""
    path = tmp_path / "later.db"
    with serve_sites(names=[SITE]) as sites:
        with open_tools(path, CrawlSettings(), create=True) as tools:
            list(crawl(tools, fetcher(tools), [sites[SITE].home]))
        with open_tools(path, CrawlSettings()) as tools:
            list(update(tools, fetcher(tools)))
        let_time_pass(path)
        sites.switch(2)
        with open_tools(path, CrawlSettings()) as tools:
            list(update(tools, fetcher(tools)))
    assert len(rows(path, "SELECT new_title FROM headline_changes")) == 1


def let_time_pass(path):
    """Whatever is ever due again is due now."""
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("UPDATE frontier SET due_at = '2020-01-01T00:00:00Z' WHERE due_at IS NOT NULL")


def test_the_same_parser_reads_a_whole_site_as_before(rounds):
    """No field, card or picture is reported as changed that is not: what is stored and what is read compare equal."""
    path, *_ = rounds
    with open_tools(path, CrawlSettings()) as tools:
        events = list(reparse(tools, Selection(is_dry_run=True)))
    pages = [event for event in events if isinstance(event, PageReparsed)]
    assert len(pages) > 20
    assert [page for page in pages if page.changes or page.failure] == []
