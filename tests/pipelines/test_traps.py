"""A crawl stops at traps, says so in `pages`, and stops at nothing that brings articles."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.discover.beliefs import BARREN_AFTER
from archiver.store.refusals import MAX_KEPT
from support.archives import Clock
from support.memory_web import TEXT, Desk, MemoryWeb, page

HOME = "https://www.lac.example/"
FEED = HOME + "feed.rss"


def menu(title, *links, head=""):
    """A page that lists others and has no text."""
    items = "".join(f'<li><a href="{link}">{link}</a></li>' for link in links)
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><ul>{items}</ul></body></html>"


@pytest.fixture
def web():
    return MemoryWeb(clock=Clock())


@pytest.fixture
def desk(tmp_path, web):
    return Desk(tmp_path / "archive.db", web)


def shapes(desk):
    return dict(desk.rows("SELECT shape, barren FROM address_shapes"))


def put_tags(web, count, *, articles=()):
    """A cloud of tags on the home page; those with these numbers list an article of their own."""
    tags = [HOME + f"tag/{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(count)]
    web.put(HOME, menu("Lake Courier", *tags))
    for number, tag in enumerate(tags):
        story = HOME + f"n/story{number}"
        web.put(tag, menu(f"Tag {number}", HOME, *([story] if number in articles else [])))
        web.put(story, page(f"Story {number}", text=TEXT.replace("ferry", f"ferry {number}")))
    return tags


def test_what_rules_refuse_is_a_page_with_the_reason(desk, web):
    web.put(HOME, menu("Lake Courier", "/login", "/search?q=a", "/agenda/2031-05-01", "/a/?replytocom=1"))
    desk.crawl(HOME)
    assert desk.rows("SELECT reason FROM pages WHERE state = 'excluded' AND reason <> 'wrong-guess' ORDER BY 1") == [
        ("action",),
        ("action",),
        ("calendar",),
        ("search",),
    ]


def test_other_sites_and_pictures_leave_no_row(desk, web):
    web.put(HOME, menu("Lake Courier", "https://elsewhere.example/a", "/boat.jpg", "mailto:desk@lac.example"))
    desk.crawl(HOME)
    assert (
        desk.rows("SELECT url FROM pages WHERE url LIKE '%elsewhere%' OR url LIKE '%.jpg' OR url LIKE 'mailto%'") == []
    )


def test_a_trap_fills_no_archive(desk, web):
    web.put(HOME, menu("Lake Courier", *(f"/search?q={number}" for number in range(300))))
    desk.crawl(HOME)
    assert desk.rows("SELECT count(*) FROM pages WHERE reason = 'search'") == [(MAX_KEPT,)]
    assert desk.rows("SELECT kept, further FROM refused_addresses") == [(MAX_KEPT, 300 - MAX_KEPT)]


def test_a_pattern_that_brings_nothing_is_stopped_at_its_limit(desk, web):
    tags = put_tags(web, 60)
    desk.crawl(HOME)
    assert len(set(web.asked()) & set(tags)) == BARREN_AFTER
    assert desk.rows("SELECT count(*) FROM pages WHERE reason = 'barren-pattern'") == [(60 - BARREN_AFTER,)]
    assert shapes(desk)["/tag/{word}"] == BARREN_AFTER


def test_an_endless_space_of_new_addresses_is_stopped_at_its_limit(desk, web):
    """Each page names the next two, under names that are no calendar's."""
    web.put(HOME, menu("Lake Courier", "/zone/b/?at=1"))
    for number in range(1, 400):
        web.put(HOME + f"zone/b/?at={number}", menu("Zone", f"?at={2 * number}", f"?at={2 * number + 1}"))
    desk.crawl(HOME)
    assert len([url for url in web.asked() if "/zone/" in url]) == BARREN_AFTER


def test_one_text_under_ever_new_addresses_is_stopped_at_its_limit(desk, web):
    def story(number):
        return HOME + f"the-ferry-runs-again?seen={number}"

    web.put(HOME, menu("Lake Courier", story(1)))
    for number in range(1, 400):
        web.put(story(number), page("The ferry runs again", links=[story(number + 1)]))
    desk.crawl(HOME)
    asked = [url for url in web.asked() if "seen=" in url]
    assert len(asked) < 250
    assert desk.rows("SELECT count(*) FROM pages WHERE reason = 'barren-pattern'") == [(1,)]


def test_what_a_feed_lists_is_asked_for_whatever_its_shape(desk, web):
    tags = put_tags(web, 40)
    vouched = HOME + "tag/named-by-feed"
    desk.crawl(HOME)
    web.put(HOME, menu("Lake Courier", *tags, head=f'<link rel="alternate" type="text/xml" href="{FEED}">'))
    web.put(FEED, f"<rss><channel><item><link>{vouched}</link></item></channel></rss>", media_type="text/xml")
    web.put(vouched, page("Named by the feed"))
    desk.wait(hours=1)
    desk.crawl(HOME)
    assert desk.page(vouched)[:2] == ("article", "ok")


def test_a_barren_pattern_begins_again_with_an_article(desk, web):
    tags = put_tags(web, 40)
    desk.crawl(HOME)
    assert shapes(desk)["/tag/{word}"] == BARREN_AFTER
    web.put(tags[0], page("A tag that is an article"))
    desk.wait(hours=24)
    desk.update()
    assert set(tags) <= set(web.asked())
    assert desk.rows("SELECT count(*) FROM pages WHERE reason = 'barren-pattern'") == [(0,)]


def test_a_later_round_knows_what_was_barren(desk, web):
    put_tags(web, 40)
    desk.crawl(HOME)
    web.log.clear()
    web.put(HOME, menu("Lake Courier", "/tag/quite-new"))
    desk.wait(hours=1)
    desk.update()
    assert HOME + "tag/quite-new" not in web.asked()
    assert desk.page(HOME + "tag/quite-new")[1:] == ("excluded", "barren-pattern")


def test_articles_whose_addresses_look_like_lists_are_asked_for_before_lists_once_they_are_known(desk, web):
    stories = [HOME + f"n/{chr(97 + number)}x" for number in range(12)]
    web.put(HOME, menu("Lake Courier", *stories[:6]))
    for number, story in enumerate(stories):
        web.put(story, page(f"Story {number}", text=TEXT.replace("ferry", f"ferry {number}")))
    desk.crawl(HOME)
    web.log.clear()
    web.put(HOME, menu("Lake Courier", "/section/one", "/section/two", *stories[6:]))
    desk.wait(hours=1)
    desk.crawl(HOME)
    asked = [url for url in web.asked() if url in stories or "/section/" in url]
    assert asked[:6] == stories[6:]
    assert desk.rows(
        "SELECT DISTINCT f.rule FROM frontier AS f JOIN pages AS p ON p.id = f.page_id WHERE p.url LIKE '%/n/gx'"
    ) == [("site-articles",)]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, BARREN_AFTER), st.integers(0, 5))
def test_a_pattern_that_brings_something_often_enough_is_followed_to_its_end(tmp_path_factory, every, start):
    web = MemoryWeb(clock=Clock())
    desk = Desk(tmp_path_factory.mktemp("traps") / "archive.db", web)
    tags = put_tags(web, 70, articles=range(start, 70, every))
    desk.crawl(HOME)
    assert set(tags) <= set(web.asked())


def error_page(*links):
    """A soft 404 with other advice each time."""
    advice = "".join(f'<a href="{link}">{link}</a> ' for link in links)
    return (
        "<!DOCTYPE html><html><head><title>Page not found</title></head><body><h1>Page not found</h1>"
        f"<p>The page you are looking for does not exist. Try our home page.</p><nav>{advice}</nav></body></html>"
    )


def asked_in_rounds(desk, web, url, days):
    """How often a page is asked for by daily updates, other advice standing on it each day."""
    web.log.clear()
    for day in range(days):
        desk.wait(hours=24.1)
        web.put(url, error_page(f"/local/the-next-advice-{day}-is-this"))
        desk.update()
    return web.asked().count(url)


def test_links_of_an_error_page_are_no_discoveries(desk, web):
    lost, made_up = HOME + "local/a-story-that-never-was-12", HOME + "local/another-made-up-one-13"
    web.put(HOME, menu("Lake Courier", lost))
    web.put(lost, error_page(made_up))
    desk.crawl(HOME)
    assert desk.page(lost) == ("error", "ok", None)
    desk.wait(hours=1)
    desk.update()
    assert web.asked().count(lost) == 1
    assert desk.rows(f"SELECT count(*) FROM pages WHERE url = '{made_up}'") == [(0,)]


def test_an_error_page_that_changes_daily_is_left_alone_after_a_few_looks(desk, web):
    lost = HOME + "local/a-story-that-never-was-12"
    web.put(HOME, menu("Lake Courier", lost))
    web.put(lost, error_page("/local/some-advice-for-today"))
    desk.crawl(HOME)
    assert 3 <= asked_in_rounds(desk, web, lost, 80) <= 7


def test_lists_of_a_stopped_shape_are_not_polled(desk, web):
    tags = put_tags(web, 40)
    desk.crawl(HOME)
    web.log.clear()
    for day in range(80):
        desk.wait(hours=24.1)
        for tag in tags:
            web.put(tag, menu(f"Tag of day {day}", HOME, f"/about/day-{day}"))
        desk.update()
    assert max(web.asked().count(tag) for tag in tags) <= 7
    assert desk.rows(
        "SELECT count(*) FROM frontier AS f JOIN pages AS p ON p.id = f.page_id"
        " WHERE p.url LIKE '%/tag/%' AND f.due_at IS NOT NULL"
    ) == [(0,)]
