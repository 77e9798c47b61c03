"""All addresses of an article end in one row, and its text is that of the page itself."""

from __future__ import annotations

import pytest

from support.archives import Clock
from support.memory_web import TEXT, Desk, MemoryWeb, page

HOME = "https://www.lac.example/"
FERRY = HOME + "the-ferry-runs-again/"
CANONICAL = f'<link rel="canonical" href="{FERRY}">'
SHORT = TEXT[:200]


@pytest.fixture
def web():
    web = MemoryWeb(clock=Clock())
    web.put(FERRY, page("The ferry runs again", head=CANONICAL))
    return web


@pytest.fixture
def desk(tmp_path, web):
    return Desk(tmp_path / "archive.db", web)


def articles(desk):
    return [url for (url,) in desk.rows("SELECT url FROM articles WHERE title LIKE '%ferry%'")]


def put_view(web, url, *, head=CANONICAL, links=()):
    web.put(url, page("The ferry runs again", text=SHORT, head=head, links=links))


VIEWS = [FERRY + "amp/", FERRY + "?print=1", HOME + "m/the-ferry-runs-again/", FERRY + "?outputType=amp"]
SPELLINGS = [
    "http://www.lac.example/the-ferry-runs-again/",
    "https://lac.example/the-ferry-runs-again/",
    FERRY[:-1],
    FERRY + "index.html",
]


@pytest.mark.parametrize("view", [*VIEWS, *SPELLINGS])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_variant_is_not_asked_for_when_the_page_itself_is_known(desk, web, view, is_first):
    if view in SPELLINGS and is_first:
        pytest.skip("of two spellings the first is as good")
    put_view(web, view)
    web.put(HOME, page("Lake Courier", links=[view, FERRY] if is_first else [FERRY, view]))
    desk.crawl(HOME)
    assert FERRY in web.asked()
    assert view not in web.asked()
    assert articles(desk) == [FERRY]
    assert desk.page(view)[1:] == ("excluded", "other-view" if view in VIEWS else "variant")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_spelling_that_was_left_out_shows_the_article(desk, web, spelling):
    put_view(web, spelling)
    web.put(HOME, page("Lake Courier", links=[FERRY, spelling]))
    desk.crawl(HOME)
    ((main,), (other,)) = desk.rows(
        f"SELECT article_id FROM pages WHERE url IN ('{FERRY}', '{spelling}') ORDER BY url = '{spelling}'"
    )
    assert main == other is not None


@pytest.mark.parametrize("view", VIEWS)
def test_where_only_a_variant_is_linked_it_is_fetched_and_the_page_itself_asked_for(desk, web, view):
    put_view(web, view)
    web.put(HOME, page("Lake Courier", links=[view]))
    desk.crawl(HOME)
    assert {view, FERRY} <= set(web.asked())
    assert articles(desk) == [FERRY]
    ((body,),) = desk.rows(f"SELECT body FROM articles WHERE url = '{FERRY}'")
    assert len(body) > 2 * len(SHORT)
    assert desk.rows(f"SELECT count(DISTINCT article_id) FROM pages WHERE url IN ('{FERRY}', '{view}')") == [(1,)]


def test_a_view_that_names_no_canonical_is_kept_under_the_main_address(desk, web):
    view = FERRY + "amp/"
    put_view(web, view, head="")
    web.put(HOME, page("Lake Courier", links=[view]))
    desk.crawl(HOME)
    assert articles(desk) == [FERRY]


def test_a_view_of_what_is_not_there_is_an_article_all_the_same(desk, web):
    view = HOME + "the-market-moves-to-the-mill/amp/"
    put_view(web, view, head="")
    web.put(HOME, page("Lake Courier", links=[view]))
    desk.crawl(HOME)
    assert desk.page(view) == ("article", "ok", None)


def test_a_spelling_is_asked_for_where_the_other_is_not_there(desk, web):
    gone = HOME + "the-mill-has-a-roof"
    web.put(gone + "/", page("The mill has a roof"))
    web.put(HOME, page("Lake Courier", links=[gone, gone + "/"]))
    desk.crawl(HOME)
    assert desk.page(gone)[1] == "gone"
    assert desk.page(gone + "/") == ("article", "ok", None)


def test_the_text_does_not_flip_between_views(desk, web):
    """Every round the view has changed, too."""
    view = FERRY + "amp/"
    put_view(web, view)
    web.put(HOME, page("Lake Courier", links=[view]))
    desk.crawl(HOME)
    for number in range(3):
        desk.wait(hours=30)
        put_view(web, view, links=[f"/{number}"])
        desk.update()
    assert desk.rows(
        "SELECT count(*) FROM revisions AS r JOIN articles AS a ON a.id = r.article_id"
        f" WHERE a.url = '{FERRY}' AND r.cause = 'publisher'"
    ) == [(0,)]
    ((body,),) = desk.rows(f"SELECT body FROM articles WHERE url = '{FERRY}'")
    assert len(body) > 2 * len(SHORT)


def test_a_host_for_phones_is_asked_for_at_the_sites_own(desk, web):
    web.put(HOME, page("Lake Courier", links=["https://m.lac.example/the-ferry-runs-again/"]))
    desk.crawl(HOME)
    assert articles(desk) == [FERRY]
    assert not any("//m." in url for url in web.asked())


def test_an_article_is_known_by_the_address_of_a_variant_that_was_left_out(desk, web):
    """So that a card that leads there promotes it."""
    web.put(HOME, page("Lake Courier", links=[FERRY, FERRY + "index.html"]))
    desk.crawl(HOME)
    assert desk.rows(
        "SELECT a.url FROM article_keys AS k JOIN articles AS a ON a.id = k.article_id"
        " WHERE k.match_key = 'lac.example/the-ferry-runs-again/index.html'"
    ) == [(FERRY,)]
