"""Lists that go on are followed while they bring anything new, and end with a reason."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver.model import Span
from archiver.pipelines.chains import MOST_BARREN, NOTHING_YET, most_barren
from support.archives import Clock
from support.memory_web import Desk, MemoryWeb, page

HOME = "https://www.lac.example/"


def listing(*links: str) -> str:
    cards = "".join(f'<p><a href="{link}">{link}</a></p>' for link in links)
    return f"<!DOCTYPE html><html lang=en><head><title>List</title></head><body><main>{cards}</main></body></html>"


@pytest.fixture
def web():
    """A list of which every page names the next one, and an article each on the first three."""
    web = MemoryWeb(clock=Clock())
    web.put(HOME, listing("/list?page=2"))
    for number in range(2, 40):
        article = f"/the-story-that-has-the-number-{number}/"
        shown = (article,) if number <= 3 else ()
        web.put(f"{HOME}list?page={number}", listing(f"/list?page={number + 1}", *shown))
        web.put(HOME.rstrip("/") + article, page(f"The story that has the number {number}"))
    return web


@pytest.fixture
def desk(tmp_path, web):
    return Desk(tmp_path / "archive.db", web)


def pages_asked(web):
    return sorted(int(url.rpartition("=")[2]) for url in web.asked() if "?page=" in url)


def test_a_list_ends_after_some_pages_that_bring_nothing_new_and_says_so(desk, web):
    desk.crawl(HOME)
    assert pages_asked(web) == list(range(2, 4 + MOST_BARREN))
    assert desk.page(f"{HOME}list?page=3")[1:] == ("ok", None)
    assert desk.page(f"{HOME}list?page=4")[1:] == ("ok", "nothing-new")
    assert desk.page(f"{HOME}list?page={4 + MOST_BARREN}")[1:] == ("excluded", "barren-list")


def test_a_list_that_has_ended_stays_at_its_end(desk, web):
    desk.crawl(HOME)
    asked = len(web.asked())
    desk.wait(hours=24 * 40)
    desk.crawl(HOME)
    desk.update()
    assert max(pages_asked(web)) == 3 + MOST_BARREN
    assert len(web.asked()) > asked
    assert desk.page(f"{HOME}list?page=4")[1:] == ("ok", "nothing-new")


def test_a_crawl_in_small_steps_follows_no_further(desk, web):
    """What the pages of a chain brought is in the archive, not in memory."""
    while desk.crawl(HOME, max_pages=1, batch_pages=1).exit_code == 4:
        pass
    assert pages_asked(web) == list(range(2, 4 + MOST_BARREN))


def test_pages_asked_for_again_do_not_end_a_list_that_was_cut_short(desk, web):
    for number in range(2, 14):
        web.put(f"{HOME}list?page={number}", listing(f"/list?page={number + 1}", f"/a-story-of-some-number-{number}/"))
        web.put(f"{HOME}a-story-of-some-number-{number}/", page(f"A story of some number {number}"))
    while not web.log or f"{HOME}list?page=8" not in web.asked():
        desk.crawl(HOME, max_pages=1)
    desk.wait(hours=24 * 40)
    desk.crawl(HOME)
    assert desk.page(f"{HOME}list?page=13")[1] == "ok"


def test_days_to_come_are_asked_for_on_their_day(desk, web):
    web.put(HOME, listing("/archives/2025-08-11", "/archives/2025-08-13"))
    web.put(f"{HOME}archives/2025-08-11", listing("/archives/2025-08-12"))
    web.put(f"{HOME}archives/2025-08-12", listing("/archives/2025-08-13"))
    desk.crawl(HOME)
    assert f"{HOME}archives/2025-08-12" not in web.asked()
    desk.wait(hours=24)
    desk.update()
    assert f"{HOME}archives/2025-08-12" in web.asked()
    assert f"{HOME}archives/2025-08-13" not in web.asked()


def test_barren_days_end_what_is_older_and_nothing_else(desk, web):
    def day(number):
        return dt.date(2025, 8, 11) - dt.timedelta(days=number)

    web.put(HOME, listing(f"/archives/{day(0)}"))
    for number in range(60):
        web.put(f"{HOME}archives/{day(number)}", listing(f"/archives/{day(number + 1)}"))
    web.put(f"{HOME}archives/{day(0)}", listing(f"/archives/{day(1)}", "/a"))
    web.put(f"{HOME}a", page("The only story"))
    desk.crawl(HOME)
    assert sum("archives" in url for url in web.asked()) == 1 + most_barren(Span(first=day(0), last=day(0)))
    web.put(f"{HOME}archives/2025-08-12", listing("/archives/2025-08-11"))
    web.put(HOME, listing("/archives/2025-08-12"))
    desk.wait(hours=24)
    desk.update()
    assert f"{HOME}archives/2025-08-12" in web.asked()


def days_before(number, day=dt.date(2025, 8, 11)):
    return [day - dt.timedelta(days=back) for back in range(number)]


def put_days(web, days, articles=()):
    """All days linked at once, the oldest first, as calendars are; an article on some of them."""
    web.put(HOME, listing(*(f"/archives/{day}" for day in sorted(days))))
    for day in days:
        web.put(f"{HOME}archives/{day}", listing(*([f"/the-story-of-{day}/"] if day in articles else [])))
        web.put(f"{HOME}the-story-of-{day}/", page(f"The story of {day}"))


def days_asked(web):
    return [dt.date.fromisoformat(url[-10:]) for url in web.asked() if "archives" in url]


def test_of_days_that_are_all_known_the_newest_are_asked_for_and_no_more_than_may_be_barren(desk, web):
    days = days_before(300)
    put_days(web, days, articles=days[:20])
    desk.crawl(HOME)
    assert days_asked(web) == days[: 20 + most_barren(Span(first=days[0], last=days[0]))]
    assert desk.page(f"{HOME}archives/{days[-1]}")[1:] == ("excluded", "barren-list")


def test_an_archive_whose_newest_weeks_are_empty_is_read_from_its_last_article_on(desk, web):
    days = days_before(200)
    put_days(web, days, articles=days[50:60])
    desk.crawl(HOME)
    assert {f"{HOME}the-story-of-{day}/" for day in days[50:60]} <= set(web.asked())
    assert days_asked(web) == days[: 60 + most_barren(Span(first=days[0], last=days[0]))]


def test_an_archive_that_brings_nothing_at_all_ends_too(desk, web):
    days = days_before(200)
    put_days(web, days)
    desk.crawl(HOME)
    assert days_asked(web) == days[: NOTHING_YET * most_barren(Span(first=days[0], last=days[0]))]


def test_an_update_goes_on_with_the_days_after_those_that_brought_nothing(desk, web):
    days = days_before(100)
    put_days(web, days)
    desk.crawl(HOME)
    put_days(web, [days[0] + dt.timedelta(days=1), *days], articles=[days[0] + dt.timedelta(days=1)])
    desk.wait(hours=24)
    desk.update()
    assert f"{HOME}the-story-of-2025-08-12/" in web.asked()


def test_a_feed_is_followed_to_its_older_documents(desk, web):
    def feed(older, *paths):
        items = "".join(f"<entry><link href='{path}'/></entry>" for path in paths)
        return f"<feed xmlns='http://www.w3.org/2005/Atom'><link rel='prev-archive' href='{older}'/>{items}</feed>"

    web.put(HOME, page("Lake Courier", head='<link rel="alternate" type="application/atom+xml" href="/atom.xml">'))
    web.put(f"{HOME}atom.xml", feed("/atom-1.xml", "/a"), media_type="application/atom+xml")
    web.put(f"{HOME}atom-1.xml", feed("/atom-2.xml", "/b"), media_type="application/atom+xml")
    for path in "ab":
        web.put(HOME + path, page(f"Story {path}"))
    desk.crawl(HOME)
    assert {f"{HOME}a", f"{HOME}b"} <= set(web.asked())
    assert desk.rows(f"SELECT chain FROM frontier JOIN pages ON id = page_id WHERE url = '{HOME}atom-1.xml'") == [
        (f"{HOME}atom.xml",)
    ]
