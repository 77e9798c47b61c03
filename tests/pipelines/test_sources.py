"""Registered sites, and what is set for them."""

from __future__ import annotations

import pytest

from archiver.source_settings import SourceSettings, SourceTable
from support.memory_web import Desk, MemoryWeb, page

LAC, MER = "https://lac.example/", "https://www.mer.example/"


@pytest.fixture
def web():
    web = MemoryWeb()
    web.put(LAC, page("Lake Courier"))
    web.put(MER, page("Sea Courier"))
    return web


@pytest.fixture
def desk(tmp_path, web):
    """Both were crawled and are due again."""
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(LAC, MER)
    desk.wait(hours=24)
    web.log.clear()
    return desk


def table(**settings):
    return SourceTable([SourceSettings(url="https://mer.example/", **settings)])


def test_a_new_site_is_called_as_the_settings_say(tmp_path, web):
    desk = Desk(tmp_path / "archive.db", web)
    desk.crawl(LAC, MER, sources=table(name="Sea", language="en"))
    assert desk.rows("SELECT host, name, language FROM sources") == [
        ("lac.example", None, None),
        ("www.mer.example", "Sea", "en"),
    ]


def test_a_known_site_takes_the_name_that_is_set_later(desk):
    desk.update(sources=table(name="Sea"))
    assert desk.rows("SELECT source FROM source_health") == [("lac.example",), ("Sea",)]
    desk.update()
    assert desk.rows("SELECT source FROM source_health") == [("lac.example",), ("Sea",)]


def test_a_site_that_is_paused_in_the_settings_is_left_out(desk, web):
    desk.update(sources=table(paused=True))
    assert web.asked() == [LAC]
    desk.update(sources=table(paused=False))
    assert web.asked() == [LAC, MER]


def test_a_paused_site_is_asked_when_it_is_named(desk, web):
    desk.update("www.mer.example", sources=table(paused=True))
    assert web.asked() == [MER]


class TestShareOfARound:
    """``max_pages`` of a source: others are asked for as many as before."""

    @pytest.fixture
    def stories(self, web):
        for site in (LAC, MER):
            links = [f"{site}2025/08/11/story-number-{number}-of-the-day/" for number in range(6)]
            web.put(site, page("Courier", links=links))
            for link in links:
                web.put(link, page(f"Story of {link[-20:]}"))
        return web

    def of(self, web, site):
        return sum(url.startswith(site) for url in web.asked())

    def test_ends_a_crawl_with_work_left(self, tmp_path, stories):
        desk = Desk(tmp_path / "archive.db", stories)
        ended = desk.crawl(LAC, MER, sources=table(max_pages=3))
        assert self.of(stories, MER) == 3
        assert self.of(stories, LAC) > 6
        assert (ended.outcome, ended.exit_code) == ("limit", 4)

    def test_is_new_in_every_round(self, tmp_path, stories):
        desk = Desk(tmp_path / "archive.db", stories)
        while desk.crawl(LAC, MER, sources=table(max_pages=3)).exit_code:
            assert self.of(stories, MER) % 3 == 0
        assert desk.rows("SELECT count(*) FROM articles WHERE url LIKE '%mer.example%story%'") == [(6,)]

    def test_that_has_room_for_all_limits_nothing(self, tmp_path, stories):
        desk = Desk(tmp_path / "archive.db", stories)
        assert desk.crawl(LAC, MER, sources=table(max_pages=500)).exit_code == 0

    def test_holds_for_updates(self, tmp_path, stories):
        desk = Desk(tmp_path / "archive.db", stories)
        desk.crawl(LAC, MER)
        desk.wait(hours=48)
        stories.log.clear()
        assert desk.update(sources=table(max_pages=2)).exit_code == 0
        assert self.of(stories, MER) == 2
        assert self.of(stories, LAC) > 6


class TestScope:
    def test_that_is_set_limits_a_crawl(self, tmp_path, web):
        inside, outside = MER + "sport/the-ferry-runs-again-today/", MER + "news/the-market-moves-again-today/"
        web.put(MER, page("Sea Courier", links=[inside, outside]))
        desk = Desk(tmp_path / "archive.db", web)
        desk.crawl(MER, sources=table(paths=("/sport/",)))
        assert inside in web.asked()
        assert outside not in web.asked()
        assert desk.rows("SELECT scope FROM sources") == [('{"paths":["/sport/"]}',)]

    def test_that_is_set_later_holds_from_the_next_round_on(self, desk):
        desk.update(sources=table(exclude=("/live/*",)))
        assert desk.rows("SELECT scope FROM sources WHERE host LIKE '%mer%'") == [('{"exclude":["/live/*"]}',)]
        desk.update()
        assert desk.rows("SELECT scope FROM sources WHERE host LIKE '%mer%'") == [('{"exclude":["/live/*"]}',)]
