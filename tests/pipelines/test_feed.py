"""A round that says it is done has asked for everything that was due, whatever waits for what."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.model import FrontierEntry, Span
from support.archives import Clock
from support.memory_web import TEXT, Desk, MemoryWeb, page

HOSTS = [f"https://www.{name}.example/" for name in ("lac", "mill", "ferry")]
#: how a story is linked
FORMS = {
    "page": "story/the-mill-has-a-roof-{0}",
    "slash": "story/the-mill-has-a-roof-{0}/",
    "print": "print/story/the-mill-has-a-roof-{0}",
    "amp": "story/the-mill-has-a-roof-{0}/amp/",
    "query": "story/the-mill-has-a-roof-{0}?print=1",
    "phone": "m/story/the-mill-has-a-roof-{0}",
    "tag": "tag/roof{0}",
    "shop": "shop?roof={0}&tile={0}",
}


@pytest.fixture
def web():
    return MemoryWeb(clock=Clock())


def put_stories(web, home, links):
    """A home page with these links, each a form and a number, and the stories and lists to which they lead."""
    urls = [home + FORMS[form].format(number) for form, number in links]
    items = "".join(f'<li><a href="{url.replace("&", "&amp;")}">{url}</a></li>' for url in urls)
    web.put(home, f"<!DOCTYPE html><html><head><title>Courier</title></head><body><ul>{items}</ul></body></html>")
    for number in {number for _, number in links}:
        main = home + FORMS["page"].format(number)
        text = TEXT.replace("ferry", f"ferry {number}")
        for form, address in FORMS.items():
            head = f'<link rel="canonical" href="{main}">'
            body = f"<ul><li><a href='{home}'>Home</a></li></ul>" if form in {"tag", "shop"} else ""
            shown = body or page(f"The mill has {number} roofs", text, head=head)
            web.put(home + address.format(number), shown)


def assert_nothing_is_left(desk, web, ended, homes):
    assert (ended.outcome, ended.exit_code) == ("done", 0)
    assert desk.rows("SELECT url FROM pages WHERE state = 'queued'") == []
    web.log.clear()
    desk.crawl(*homes)
    assert web.asked() == []


def test_many_views_that_wait_for_pages_far_behind_do_not_end_a_round(tmp_path, web):
    desk = Desk(tmp_path / "archive.db", web)
    links = [(form, number) for form in ("print", "amp") for number in range(100)]
    put_stories(web, HOSTS[0], links)
    ended = desk.crawl(HOSTS[0])
    assert_nothing_is_left(desk, web, ended, HOSTS[:1])
    assert desk.rows("SELECT count(*) FROM articles WHERE url LIKE '%/story/the-mill%'") == [(100,)]


def test_a_site_whose_pages_wait_does_not_keep_another_from_its_turn(tmp_path, web):
    desk = Desk(tmp_path / "archive.db", web)
    put_stories(web, HOSTS[0], [(form, number) for form in ("print", "amp") for number in range(40)])
    put_stories(web, HOSTS[1], [("page", number) for number in range(40)])
    ended = desk.crawl(*HOSTS[:2])
    assert_nothing_is_left(desk, web, ended, HOSTS[:2])


def test_a_page_is_asked_for_that_waits_for_one_of_other_days(tmp_path, web):
    """The page itself is queued, but this round asks for nothing of its days."""
    desk = Desk(tmp_path / "archive.db", web)
    put_stories(web, HOSTS[0], [("amp", 1)])
    main, view = (HOSTS[0] + FORMS[form].format(1) for form in ("page", "amp"))
    desk.crawl(HOSTS[0], max_pages=1)
    with desk.tools() as tools:
        (source,) = tools.archive.sources()
        told = Span(first=dt.date(2001, 1, 1), last=dt.date(2001, 1, 1))
        tools.archive.queue(
            [FrontierEntry(url=main, source_id=source.id, priority=50, due_at=web.clock(), found_by="link", told=told)]
        )
    ended = desk.crawl(HOSTS[0], window=Span(first=dt.date(2020, 1, 1)))
    assert (ended.outcome, main in web.asked(), view in web.asked()) == ("done", False, True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(sorted(FORMS)), st.integers(0, 30)), max_size=150, unique=True),
        min_size=1,
        max_size=len(HOSTS),
    )
)
def test_whatever_is_linked_a_round_ends_with_nothing_due(tmp_path_factory, sites):
    web = MemoryWeb(clock=Clock())
    desk = Desk(tmp_path_factory.mktemp("feed") / "archive.db", web)
    homes = HOSTS[: len(sites)]
    for home, links in zip(homes, sites, strict=True):
        put_stories(web, home, links)
    assert_nothing_is_left(desk, web, desk.crawl(*homes), homes)
