"""Indexes of sitemaps are followed so far and no further, and what has not changed is not asked for again."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.model import Capture, DuePage, FrontierEntry, PageResult, Span
from archiver.pipelines.indexes import MAX_DEPTH, Indexes
from archiver.store.archive import open_archive
from support.archives import START, Clock
from support.memory_web import Desk, MemoryWeb, page

HOME = "https://www.lac.example/"


def sitemap(*entries, name="sitemap"):
    told = "".join(f"<{name}><loc>/{path}</loc><lastmod>{day}</lastmod></{name}>" for path, day in entries)
    root = "urlset" if name == "url" else "sitemapindex"
    return f"<{root}>{told}</{root}>"


@pytest.fixture
def web():
    web = MemoryWeb(clock=Clock())
    web.put(HOME, page("Lake Courier"))
    web.put(HOME + "robots.txt", f"Sitemap: {HOME}index.xml", media_type="text/plain")
    return web


@pytest.fixture
def desk(tmp_path, web):
    return Desk(tmp_path / "archive.db", web)


def asked(web):
    guessed = {f"{HOME}rss.xml", f"{HOME}feed.xml"}
    return [url.removeprefix(HOME) for url in web.asked() if url.endswith(".xml") and url not in guessed]


def test_indexes_in_indexes_end_at_a_depth_and_say_so(desk, web):
    web.put(HOME + "index.xml", sitemap(("1.xml", "")), media_type="text/xml")
    for number in range(1, 9):
        web.put(f"{HOME}{number}.xml", sitemap((f"{number + 1}.xml", "")), media_type="text/xml")
    desk.crawl(HOME)
    assert asked(web) == ["index.xml", *(f"{number}.xml" for number in range(1, MAX_DEPTH + 1))]
    assert desk.page(f"{HOME}{MAX_DEPTH}.xml") == ("sitemap", "ok", "too-deep-index")


def test_an_index_that_names_too_many_parts_gives_the_newest_and_says_so(tmp_path):
    days = {f"{HOME}{number}.xml": dt.date(2025, 8, 11) - dt.timedelta(days=number) for number in range(5)}
    entries = tuple(
        FrontierEntry(
            url=url,
            source_id=1,
            priority=50,
            due_at=START,
            found_by="sitemap",
            expected="sitemap",
            told=Span(last=day),
        )
        for url, day in reversed(days.items())
    )
    index = DuePage(
        page_id=1, source_id=1, url=HOME + "index.xml", kind="sitemap", priority=15, due_at=START, found_by="robots"
    )
    capture = Capture(url=index.url, final_url=index.url, fetched_at=START)
    named = PageResult(page_id=1, source_id=1, capture=capture, kind="sitemap", state="ok", found=entries)
    with open_archive(tmp_path / "archive.db") as archive:
        indexes = Indexes(archive, max_new_parts=3)
        first, second = indexes.limited(index, named), indexes.limited(index, named)
    assert {entry.url for entry in first.found} == set(list(days)[:3])
    assert (first.reason, second.found) == ("too-many-parts", ())


def test_parts_that_have_not_changed_since_are_not_asked_for_again(desk, web):
    parts = {"a.xml": "2025-07-01", "b.xml": "2025-07-02"}
    web.put(HOME + "index.xml", sitemap(*parts.items()), media_type="text/xml")
    for path, day in parts.items():
        web.put(HOME + path, sitemap((f"story-in-{path[0]}", day), name="url"), media_type="text/xml")
        web.put(f"{HOME}story-in-{path[0]}", page(f"Story in {path}"))
    desk.crawl(HOME)
    web.log.clear()
    for hours in (1, 24, 24 * 7):
        desk.wait(hours=hours)
        desk.update()
    assert set(asked(web)) == {"index.xml"}
    web.put(HOME + "index.xml", sitemap(("a.xml", "2025-07-01"), ("b.xml", "2025-08-19")), media_type="text/xml")
    web.put(HOME + "b.xml", sitemap(("new-story", "2025-08-19"), name="url"), media_type="text/xml")
    web.put(HOME + "new-story", page("New story"))
    web.log.clear()
    desk.wait(hours=24 * 7)
    desk.update()
    assert asked(web) == ["index.xml", "b.xml"]
    assert desk.page(HOME + "new-story")[1] == "ok"


def test_a_long_sitemap_that_is_read_again_gives_what_is_new_in_it(desk, web):
    entries = [(f"story-{number}", "2020-01-01") for number in range(600)]
    web.put(HOME + "index.xml", sitemap(*entries, name="url"), media_type="text/xml")
    desk.crawl(HOME, max_pages=20)
    web.put(HOME + "index.xml", sitemap(("story-new", ""), *entries, name="url"), media_type="text/xml")
    desk.wait(hours=24 * 8)
    desk.update(max_pages=20)
    assert desk.rows("SELECT count(*) FROM pages WHERE url LIKE '%/story-%'") == [(601,)]


def test_a_sitemap_that_breaks_off_is_read_as_far_as_it_goes_and_says_so(desk, web):
    web.put(HOME + "index.xml", sitemap(("a", ""), ("b", ""), name="url")[:-30], media_type="text/xml")
    desk.crawl(HOME)
    assert desk.page(HOME + "index.xml") == ("sitemap", "ok", "broken-off")
    desk.wait(hours=2)
    desk.update()
    assert desk.page(HOME + "index.xml") == ("sitemap", "ok", "broken-off")
