"""Rounds over known sources, on a web in memory."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from archiver.errors import UsageError
from archiver.fetch.fetcher import Fetcher
from archiver.parser.version import PARSER_VERSION
from archiver.pipelines import update
from archiver.pipelines.discovering import seed_entry
from archiver.store.archive import open_archive
from support.archives import NOTE_TEXTS, Clock
from support.memory_web import TEXT, Desk, MemoryWeb, as_if_an_older_parser_had_read_the_cards, front, page

HOME = "https://www.lac.example/"
FERRY = "https://www.lac.example/2025/08/11/the-ferry-runs-again/"
MARKET = "https://www.lac.example/2025/08/10/the-market-moves-to-the-old-mill/"
#: as if a parser had read it that takes the outlet's name for a part of the title
OLDER = "UPDATE {} SET parser_version = 0, title = title || ' | Lake Courier', text_digest = 'sha256:' || id"


@pytest.fixture
def web():
    web = MemoryWeb(clock=Clock())
    web.put(HOME, page("Lake Courier", links=[FERRY, MARKET]))
    web.put(FERRY, page("The ferry runs again"))
    web.put(MARKET, page("The market moves", text=TEXT.replace("ferry", "market")))
    return web


@pytest.fixture
def desk(tmp_path, web):
    """A site that was crawled an hour ago."""
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(HOME)
    desk.wait(hours=1)
    web.log.clear()
    return desk


def test_everything_known_is_asked_for_conditionally(desk, web):
    assert desk.update().exit_code == 0
    assert {url for url, is_conditional, status in web.log if is_conditional and status == 304} == {HOME, FERRY, MARKET}


def test_what_has_not_changed_writes_no_more_than_its_moment(desk):
    tables = ("articles", "revisions", "cards", "placements", "images")
    before = [desk.rows(f"SELECT * FROM {table}") for table in tables]
    ended = desk.update()
    assert [desk.rows(f"SELECT * FROM {table}") for table in tables] == before
    assert (ended.counts.articles_new, ended.counts.articles_changed) == (0, 0)


def test_a_round_with_nothing_due_asks_nobody(desk, web):
    desk.update()
    web.log.clear()
    writes = desk.rows("SELECT * FROM frontier"), desk.rows("SELECT * FROM pages"), desk.rows("SELECT * FROM hosts")
    for _ in range(3):
        assert desk.update().exit_code == 0
    assert web.log == []
    assert desk.rows("SELECT command, rounds FROM runs ORDER BY id") == [("crawl", 1), ("update", 1), ("update", 3)]
    assert writes == (
        desk.rows("SELECT * FROM frontier"),
        desk.rows("SELECT * FROM pages"),
        desk.rows("SELECT * FROM hosts"),
    )


def test_an_update_follows_a_crawl_at_once(tmp_path, web):
    """Within the same second, too: what the crawl has just fetched is checked."""
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(HOME)
    web.log.clear()
    desk.update()
    assert set(web.asked()) == {HOME, FERRY, MARKET}


def test_a_corrected_headline_is_a_headline_change(desk, web):
    web.put(FERRY, page("The ferry runs again from Monday"))
    desk.update()
    assert desk.rows("SELECT old_title, new_title FROM headline_changes") == [
        ("The ferry runs again", "The ferry runs again from Monday")
    ]


def test_what_a_better_parser_finds_is_no_headline_change(desk, web):
    """The stored text is of an older parser: the kept capture is parsed again before comparing."""
    with closing(sqlite3.connect(desk.path)) as older, older:
        older.execute(OLDER.format("articles"))
        older.execute(NOTE_TEXTS)
    web.put(FERRY, page("The ferry runs again", text=TEXT + " And on Sundays."))
    desk.update()
    assert desk.rows("SELECT count(*) FROM headline_changes") == [(0,)]
    causes = "SELECT cause FROM revisions r JOIN articles a ON a.id = r.article_id WHERE a.url LIKE '%ferry%'"
    assert desk.rows(causes + " ORDER BY number") == [("first",), ("parser",), ("publisher",)]


def test_a_removed_page_is_gone_and_its_article_stays(desk, web):
    web.put(FERRY, b"", status=410)
    desk.update()
    assert desk.page(FERRY) == ("article", "gone", "gone")
    assert desk.rows(f"SELECT title FROM articles WHERE url = '{FERRY}'") == [("The ferry runs again",)]


def test_a_new_article_is_fetched_in_the_same_round(desk, web):
    new = HOME + "2025/08/11/the-mill-has-a-roof-again/"
    web.put(HOME, page("Lake Courier", links=[FERRY, MARKET, new]))
    web.put(new, page("The mill has a roof again"))
    assert desk.update().counts.articles_new == 1
    assert desk.page(new) == ("article", "ok", None)


def test_what_a_sitemap_calls_changed_is_due_at_once(tmp_path, web):
    entry = "<urlset><url><loc>{}</loc><lastmod>{}</lastmod></url></urlset>"
    web.put(HOME + "robots.txt", f"Sitemap: {HOME}map.xml", media_type="text/plain")
    web.put(HOME + "map.xml", entry.format(FERRY, "2025-08-11T06:00:00Z"), media_type="application/xml")
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(HOME)
    desk.wait(hours=1)
    desk.update()  # the first check; the next one would be a day away
    desk.wait(hours=2)
    web.put(HOME + "map.xml", entry.format(FERRY, web.clock().isoformat()), media_type="application/xml")
    web.log.clear()
    desk.update()
    assert FERRY in web.asked()
    assert MARKET not in web.asked()


def test_the_limit_of_a_round_is_not_a_failure(desk):
    ended = desk.update(max_pages=1)
    assert (ended.exit_code, ended.outcome) == (0, "limit")


def test_a_limit_is_shared_evenly_and_what_is_left_over_falls_to_the_others(tmp_path):
    """One site has hundreds of articles, nine have five: with a limit of 100, the nine get all of theirs."""
    web = MemoryWeb(clock=Clock())
    sites = {f"https://www.outlet-{number}.example/": 5 for number in range(9)} | {
        "https://www.a-large-one.example/": 300
    }
    for home, stories in sites.items():
        urls = [f"{home}2025/08/11/story-number-{number}-of-today/" for number in range(stories)]
        web.put(home, page("An outlet", links=urls))
        for url in urls:
            web.put(url, page(f"A story at {url}"))
    desk = Desk(tmp_path / "archive.db", web)
    with open_archive(desk.path) as archive:
        for home in sites:
            source = archive.add_source(home)
            archive.queue([seed_entry(source, home, web.clock())])
    ended = desk.update(max_pages=200)
    assert ended.outcome == "limit"
    got = Counter(url.split("/")[2] for url in web.asked() if "/2025/" in url)
    assert got.pop("www.a-large-one.example") >= 50
    assert set(got.values()) == {5}
    assert len(got) == 9


def test_a_source_is_named_by_its_host_or_home_page(desk, web):
    desk.crawl("https://hill.example/")
    desk.wait(hours=1)
    web.log.clear()
    desk.update("www.lac.example")
    assert all("lac" in url for url in web.asked())


def test_a_source_that_is_not_known_is_a_usage_error(desk):
    with pytest.raises(UsageError, match=r"no source 'hill\.example' .*www\.lac\.example"):
        desk.update("hill.example")


def test_a_failing_site_is_recorded_and_asked_again_later(desk, web):
    web.put(FERRY, b"", status=503)
    assert desk.update().exit_code == 0
    assert desk.page(FERRY) == ("article", "failed", "http")
    web.put(FERRY, page("The ferry runs again"))
    desk.wait(hours=1)
    desk.update()
    assert desk.page(FERRY) == ("article", "ok", None)


def test_update_needs_nothing_but_what_it_is_given(desk):
    """No settings, no clock, no network of its own: a function of its arguments."""
    with desk.tools() as tools:
        fetcher = desk.fetcher(tools.archive)
        assert isinstance(fetcher, Fetcher)
        *_, last = update.update(tools, fetcher)
    assert last.exit_code == 0


CARDS = "SELECT title, region, substr(first_seen, 12, 2), is_current FROM teasers ORDER BY position, id"


def test_the_first_change_after_a_new_version_of_the_parser_ends_only_what_has_gone(tmp_path):
    desk = Desk(tmp_path / "cards.db", MemoryWeb(clock=Clock()))
    desk.web.put(HOME, front("The ferry runs again", "The mill has a roof", "A bridge too late"))
    desk.crawl(HOME)
    as_if_an_older_parser_had_read_the_cards(desk.path)
    desk.web.put(HOME, front("The ferry runs again", "The mill has a roof", "The old lamp is back"))
    desk.wait(hours=1)
    desk.update()

    assert desk.rows(CARDS) == [
        ("The ferry runs again", "listing", "12", 1),
        ("The mill has a roof", "listing", "12", 1),
        ("A bridge too late", "listing", "12", 0),
        ("The old lamp is back", "listing", "13", 1),
    ]
    assert desk.rows("SELECT cards_version FROM pages WHERE kind = 'listing'") == [(PARSER_VERSION,)]


def test_a_kept_page_that_cannot_be_read_back_leaves_the_cards_as_they_were_read(tmp_path):
    desk = Desk(tmp_path / "cards.db", MemoryWeb(clock=Clock()))
    desk.web.put(HOME, front("The ferry runs again", "The mill has a roof", "A bridge too late"))
    desk.crawl(HOME)
    as_if_an_older_parser_had_read_the_cards(desk.path)
    for file in (tmp_path / "cards.warc").iterdir():
        file.unlink()
    desk.web.put(HOME, front("The ferry runs again", "The mill has a roof", "The old lamp is back"))
    desk.wait(hours=1)

    assert desk.update().exit_code == 0
    assert desk.rows("SELECT DISTINCT region FROM teasers WHERE is_current") == [("listing",)]
