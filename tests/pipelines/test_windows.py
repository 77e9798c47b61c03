"""With days given, what is told to be of others is left for later, before it is asked for."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.model import Span
from support.archives import Clock
from support.generated_stories import listing_page, make_stories
from support.memory_web import Desk, MemoryWeb, page

HOME = "https://www.lac.example/"
LAST_WEEK = Span(first=dt.date(2025, 8, 4))
BEFORE = Span(last=dt.date(2025, 8, 3))
NOON = "2025-08-10T12:00:00Z"
NEWS = f"<n:news xmlns:n='urn:n'><n:publication_date>{NOON}</n:publication_date></n:news>"


@pytest.fixture
def web():
    return MemoryWeb(clock=Clock())


@pytest.fixture
def desk(tmp_path, web):
    return Desk(tmp_path / "archive.db", web)


def put(web, *paths):
    for path in paths:
        web.put(HOME + path, page(f"Story of {path}"))


def asked(web):
    return {url.removeprefix(HOME) for url in web.asked()}


def feed(*items):
    told = "".join(f"<item><link>/{path}</link><pubDate>{day}</pubDate></item>" for path, day in items)
    return f"<rss><channel>{told}</channel></rss>"


def sitemap(*entries, name="url"):
    told = "".join(f"<{name}><loc>/{path}</loc>{more}</{name}>" for path, more in entries)
    root = "urlset" if name == "url" else "sitemapindex"
    return f"<{root}>{told}</{root}>"


def lastmod(day):
    return f"<lastmod>{day}</lastmod>"


def test_the_day_of_a_feed_tells(desk, web):
    web.put(HOME, page("Lake Courier", head='<link rel="alternate" type="application/rss+xml" href="/f">'))
    web.put(HOME + "f", feed(("new", "2025-08-10"), ("old", "2025-08-01"), ("undated", "")), media_type="text/xml")
    put(web, "new", "old", "undated")
    desk.crawl(HOME, window=LAST_WEEK)
    assert {"new", "undated"} <= asked(web)
    assert "old" not in asked(web)


def test_what_was_left_is_queued_and_taken_by_a_crawl_without_days(desk, web):
    web.put(HOME, page("Lake Courier", links=["/2025/08/10/new-things/", "/2025/08/01/old-things/"]))
    put(web, "2025/08/10/new-things/", "2025/08/01/old-things/")
    assert desk.crawl(HOME, window=LAST_WEEK).exit_code == 0
    assert desk.page(HOME + "2025/08/01/old-things/")[1] == "queued"
    desk.crawl(HOME)
    assert desk.page(HOME + "2025/08/01/old-things/")[1] == "ok"


def test_a_last_change_tells_only_that_nothing_is_newer(desk, web):
    web.put(HOME + "robots.txt", f"Sitemap: {HOME}map.xml", media_type="text/plain")
    web.put(HOME, page("Lake Courier"))
    entries = (("changed-today", lastmod("2025-08-11")), ("long-unchanged", lastmod("2020-01-01")))
    web.put(HOME + "map.xml", sitemap(*entries), media_type="text/xml")
    put(web, "changed-today", "long-unchanged")
    desk.crawl(HOME, window=LAST_WEEK)
    assert "changed-today" in asked(web)
    assert "long-unchanged" not in asked(web)
    desk.crawl(HOME, window=BEFORE)
    assert "long-unchanged" in asked(web)


def test_an_article_changed_today_may_be_old(desk, web):
    web.put(HOME + "robots.txt", f"Sitemap: {HOME}map.xml", media_type="text/plain")
    web.put(HOME, page("Lake Courier"))
    web.put(HOME + "map.xml", sitemap(("changed-today", lastmod("2025-08-11"))), media_type="text/xml")
    put(web, "changed-today")
    desk.crawl(HOME, window=BEFORE)
    assert "changed-today" in asked(web)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "atom.xml",
            f"<feed><entry><link href='/new'/><published>{NOON}</published><updated>{NOON}</updated></entry></feed>",
        ),
        (
            "map.xml",
            f"<urlset><url><loc>/new</loc><lastmod>{NOON}</lastmod>{NEWS}</url></urlset>",
        ),
    ],
)
def test_a_publication_tells_also_where_it_is_the_last_change(desk, web, name, content):
    web.put(HOME + "robots.txt", f"Sitemap: {HOME}map.xml", media_type="text/plain")
    web.put(HOME, page("Lake Courier", head='<link rel="alternate" type="application/atom+xml" href="/atom.xml">'))
    web.put(HOME + name, content, media_type="text/xml")
    put(web, "new")
    desk.crawl(HOME, window=BEFORE)
    assert desk.page(HOME + "new")[1] == "queued"
    desk.crawl(HOME, window=LAST_WEEK)
    assert "new" in asked(web)


def test_parts_of_a_sitemap_and_archives_by_date_that_are_out_of_it_are_not_asked_for(desk, web):
    web.put(HOME + "robots.txt", f"Sitemap: {HOME}index.xml", media_type="text/plain")
    parts = (("map-2025-08.xml", ""), ("map-2025-07.xml", ""), ("map-9.xml", lastmod("2025-08-01")), ("map-8.xml", ""))
    web.put(HOME + "index.xml", sitemap(*parts, name="sitemap"), media_type="text/xml")
    web.put(
        HOME, page("Lake Courier", links=["/archives/2025-08-10", "/archives/2025-08-01", "/2025/08/", "/2025/07/"])
    )
    desk.crawl(HOME, window=LAST_WEEK)
    assert {"map-2025-08.xml", "map-8.xml", "archives/2025-08-10", "2025/08/"} <= asked(web)
    assert asked(web).isdisjoint({"map-2025-07.xml", "map-9.xml", "archives/2025-08-01", "2025/07/"})


def test_the_day_on_a_card_tells(desk, web):
    stories = make_stories(12, newest=dt.date(2025, 8, 11))
    web.put(HOME, listing_page("Lake Courier", [(f"/{story.slug}", story) for story in stories]))
    put(web, *(story.slug for story in stories))
    desk.crawl(HOME, window=LAST_WEEK)
    assert {story.slug for story in stories} & asked(web) == {story.slug for story in stories[:8]}


def test_what_a_list_tells_of_a_known_page_counts_as_long_as_it_was_not_asked_for(desk, web):
    web.put(HOME, page("Lake Courier", links=["/a"], head='<link rel="alternate" type="text/xml" href="/f">'))
    web.put(HOME + "f", feed(("a", "2025-08-01")), media_type="text/xml")
    put(web, "a")
    desk.crawl(HOME, window=LAST_WEEK, batch_pages=1)
    assert "a" not in asked(web)


def test_what_the_page_says_itself_does_not_undo_it(desk, web):
    web.put(HOME, page("Lake Courier", links=["/undated"]))
    web.put(HOME + "undated", page("Undated", head='<meta property="article:published_time" content="2020-01-01">'))
    desk.crawl(HOME, window=LAST_WEEK)
    assert desk.page(HOME + "undated")[:2] == ("article", "ok")


def test_an_update_leaves_new_pages_of_other_days_for_later(desk, web):
    web.put(HOME, page("Lake Courier"))
    desk.crawl(HOME)
    web.put(HOME, page("Lake Courier", links=["/2025/08/10/new-things/", "/2025/08/01/old-things/"]))
    put(web, "2025/08/10/new-things/", "2025/08/01/old-things/")
    desk.wait(hours=1)
    desk.update(window=LAST_WEEK)
    assert "2025/08/10/new-things/" in asked(web)
    assert "2025/08/01/old-things/" not in asked(web)
