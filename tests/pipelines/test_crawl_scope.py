"""How far a crawl reaches: as its options say, kept with the source, changed by later ones."""

from __future__ import annotations

import pytest

from archiver.model import SourceScope
from archiver.pipelines.events import Notice
from archiver.scopes import read_scope
from support.archives import Clock
from support.memory_web import Desk, MemoryWeb, front, page

HOME = "https://www.lac.example/"
FERRY = HOME + "sport/the-ferry-wins-the-race-again/"
MARKET = HOME + "2025/08/10/the-market-moves-to-the-old-mill/"
BLOG = "https://blog.lac.example/the-ferry-seen-from-the-shore/"
FEED = HOME + "feed.rss"


@pytest.fixture
def web():
    """A home page with three articles, one of them on another host, and a section with the first."""
    web = MemoryWeb(clock=Clock())
    linked_feed = f'<link rel="alternate" type="application/rss+xml" href="{FEED}">'
    web.put(HOME, page("Lake Courier", links=[FERRY, MARKET, BLOG, HOME + "sport/"], head=linked_feed))
    web.put(HOME + "sport/", front("One more race"))
    web.put(FERRY, page("The ferry wins the race again"))
    web.put(MARKET, page("The market moves", text="The market has moved to the old mill. " * 20))
    web.put(BLOG, page("The ferry seen from the shore", text="From the shore the ferry looks small. " * 20))
    items = "".join(f"<item><title>T</title><link>{url}</link></item>" for url in (FERRY, MARKET))
    web.put(FEED, f"<rss><channel>{items}</channel></rss>", media_type="application/rss+xml")
    return web


@pytest.fixture
def desk(tmp_path, web):
    return Desk(tmp_path / "archive.db", web)


def scope(**said):
    return read_scope(said)


def kept(desk):
    ((text,),) = desk.rows("SELECT scope FROM sources WHERE id = 1")
    return text


def notices(desk):
    return [event.message for event in desk.events if isinstance(event, Notice)]


def test_without_a_word_nothing_is_kept(desk, web):
    desk.crawl(HOME)
    assert kept(desk) is None
    assert BLOG not in web.asked()


@pytest.mark.parametrize("said", [{"hosts": ["blog.lac.example"]}, {"is_whole_domain": True}])
def test_further_hosts_are_archived(desk, web, said):
    desk.crawl(HOME, scope=scope(**said))
    assert desk.page(BLOG) == ("article", "ok", None)


def test_a_path_limits_pages_but_neither_the_seed_nor_feeds(desk, web):
    desk.crawl(HOME, scope=scope(paths=["/sport/"]))
    assert {HOME, FEED, FERRY, HOME + "sport/"} <= set(web.asked())
    assert MARKET not in web.asked()
    assert desk.rows("SELECT 1 FROM pages WHERE reason = 'outside-path'") == []


def test_patterns_limit_pages(desk, web):
    desk.crawl(HOME, scope=scope(include=["/2025/*", "/sport/*"], exclude=["*-ferry-*"]))
    assert MARKET in web.asked()
    assert FERRY not in web.asked()


def test_an_update_months_later_keeps_to_it(desk, web):
    desk.crawl(HOME, scope=scope(exclude=["/2025/*"]))
    desk.wait(hours=24 * 90)
    web.put(HOME, page("Lake Courier", links=[FERRY, MARKET]))
    desk.update()
    assert MARKET not in web.asked()
    assert kept(desk) == '{"exclude":["/2025/*"]}'


def test_a_crawl_that_says_nothing_leaves_it(desk):
    desk.crawl(HOME, scope=scope(exclude=["/2025/*"]))
    desk.crawl(HOME)
    assert kept(desk) == '{"exclude":["/2025/*"]}'
    assert notices(desk) == []


def test_another_word_changes_it_and_is_said(desk):
    desk.crawl(HOME, scope=scope(paths=["/sport/"]))
    assert notices(desk) == []
    desk.crawl(HOME, scope=SourceScope())
    assert notices(desk) == [f"{HOME}: the scope is now the whole host; it was path /sport/"]
    assert kept(desk) is None


def test_a_wider_scope_finds_at_once_what_was_left_out_before(desk, web):
    """The lists have not changed, and are read anew all the same."""
    desk.crawl(HOME, scope=scope(paths=["/sport/"]))
    desk.crawl(HOME, scope=SourceScope())
    assert desk.page(MARKET) == ("article", "ok", None)


def test_a_narrower_scope_leaves_out_what_is_queued_and_a_wider_one_takes_it_back(desk, web):
    desk.crawl(HOME, max_pages=1)
    desk.crawl(HOME, scope=scope(exclude=["/2025/*"]))
    assert desk.page(MARKET) == (None, "excluded", "excluded-pattern")
    desk.crawl(HOME, scope=SourceScope())
    assert desk.page(MARKET) == ("article", "ok", None)


def test_an_archived_article_outside_a_narrower_scope_stays_and_is_not_asked_for_again(desk, web):
    desk.crawl(HOME)
    desk.crawl(HOME, scope=scope(exclude=["/2025/*"]))
    web.log.clear()
    desk.wait(hours=24)
    desk.update()
    assert MARKET not in web.asked()
    assert desk.page(MARKET) == ("article", "ok", None)


def test_a_seed_that_leads_to_another_site_takes_its_scope_along(desk, web):
    old = "https://old.example/"
    web.put(old, status=301, headers=(("Location", HOME),))
    desk.crawl(old, scope=scope(paths=["/sport/"]))
    assert FERRY in web.asked()
    assert MARKET not in web.asked()


def test_sitemaps_of_a_further_host_are_read(desk, web):
    site_map = "https://blog.lac.example/map.xml"
    web.put("https://blog.lac.example/robots.txt", f"Sitemap: {site_map}", media_type="text/plain")
    in_map = "https://blog.lac.example/named-by-the-sitemap-alone/"
    web.put(site_map, f"<urlset><url><loc>{in_map}</loc></url></urlset>", media_type="application/xml")
    web.put(in_map, page("Named by the sitemap alone"))
    desk.crawl(HOME, scope=scope(hosts=["blog.lac.example"]))
    assert desk.page(in_map) == ("article", "ok", None)
