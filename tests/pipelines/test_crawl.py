"""A crawl, on a web in memory."""

from __future__ import annotations

import dataclasses

import pytest

from archiver.errors import UrlError
from archiver.model import FailureReason
from archiver.pipelines.crawl import crawl
from archiver.pipelines.events import BatchSaved
from support.archives import Clock
from support.memory_web import TEXT, Desk, MemoryWeb, page

HOME = "https://www.lac.example/"
FERRY = "https://www.lac.example/2025/08/11/the-ferry-runs-again/"
MARKET = "https://www.lac.example/2025/08/10/the-market-moves-to-the-old-mill/"


@pytest.fixture
def web():
    """A home page with two articles; no feed, no sitemap, no robots.txt."""
    web = MemoryWeb(clock=Clock())
    web.put(HOME, page("Lake Courier", links=[FERRY, MARKET]))
    web.put(FERRY, page("The ferry runs again", links=[HOME, MARKET]))
    web.put(MARKET, page("The market moves", text=TEXT.replace("ferry", "market"), links=[HOME]))
    return web


@pytest.fixture
def desk(tmp_path, web):
    return Desk(tmp_path / "archive.db", web)


def test_what_the_home_page_links_to_is_archived(desk):
    ended = desk.crawl(HOME)
    assert ended.exit_code == 0
    assert desk.page(FERRY) == desk.page(MARKET) == ("article", "ok", None)
    assert {url for (url,) in desk.rows("SELECT url FROM articles")} >= {FERRY, MARKET}


def test_each_page_is_asked_for_once(desk, web):
    desk.crawl(HOME)
    assert len(web.asked()) == len(set(web.asked()))


def test_a_second_crawl_asks_for_nothing_that_is_not_due(desk, web):
    desk.crawl(HOME)
    web.log.clear()
    assert desk.crawl(HOME).exit_code == 0
    assert web.asked() == []


def test_a_later_crawl_asks_what_is_new_and_leaves_the_archived_alone(desk, web):
    desk.crawl(HOME)
    new = "https://www.lac.example/2025/08/11/the-mill-has-a-roof-again/"
    web.put(HOME, page("Lake Courier", links=[FERRY, MARKET, new]))
    web.put(new, page("The mill has a roof again"))
    web.log.clear()
    desk.wait(hours=1)
    desk.crawl(HOME)
    assert {HOME, new} <= set(web.asked())
    assert {FERRY, MARKET}.isdisjoint(web.asked())


def test_a_crawl_goes_on_where_a_limit_stopped_it(desk, web):
    first = desk.crawl(HOME, max_pages=2)
    assert (first.exit_code, first.outcome) == (4, "limit")
    assert desk.crawl(HOME).exit_code == 0
    assert len(web.asked()) == len(set(web.asked()))
    assert desk.page(FERRY) == desk.page(MARKET) == ("article", "ok", None)


def test_a_limit_that_leaves_nothing_is_no_limit(desk, web):
    desk.crawl(HOME)
    assert desk.crawl(HOME, max_pages=1).exit_code == 0


def test_a_crawl_that_is_closed_early_keeps_what_it_fetched(desk, web):
    """As by Ctrl-C: the generator ends where it is, and the rest is still queued."""
    with desk.tools() as tools:
        events = crawl(tools, desk.fetcher(tools.archive), [HOME])
        next(events)
        events.close()
    assert desk.page(HOME)[1] == "ok"
    assert desk.rows("SELECT outcome, exit_code FROM runs") == [("interrupted", 130)]
    desk.crawl(HOME)
    assert len(web.asked()) == len(set(web.asked()))


def test_a_feed_a_sitemap_and_robots_lead_to_articles(desk, web):
    in_feed, in_map = HOME + "2025/08/11/named-by-the-feed/", HOME + "2025/08/11/named-by-the-sitemap/"
    web.put(HOME, page("Lake Courier", head='<link rel="alternate" type="application/rss+xml" href="/feed.rss">'))
    web.put(
        HOME + "feed.rss",
        f"<rss><channel><item><title>T</title><link>{in_feed}</link></item></channel></rss>",
        media_type="application/rss+xml",
    )
    web.put(HOME + "robots.txt", f"Sitemap: {HOME}map.xml\n", media_type="text/plain")
    web.put(HOME + "map.xml", f"<urlset><url><loc>{in_map}</loc></url></urlset>", media_type="application/xml")
    web.put(in_feed, page("Named by the feed"))
    web.put(in_map, page("Named by the sitemap"))
    desk.crawl(HOME)
    assert desk.page(HOME + "feed.rss") == ("feed", "ok", None)
    assert desk.page(HOME + "map.xml") == ("sitemap", "ok", None)
    assert desk.page(in_feed)[1] == desk.page(in_map)[1] == "ok"


def test_where_nothing_is_named_feeds_and_sitemaps_are_guessed_and_leave_no_failure(desk, web):
    web.put(HOME + "sitemap.xml", f"<urlset><url><loc>{HOME}kept-apart</loc></url></urlset>", media_type="text/xml")
    web.put(HOME + "kept-apart", page("Kept apart"))
    assert desk.crawl(HOME).counts.pages_failed == 0
    assert desk.page(HOME + "kept-apart")[1] == "ok"
    assert desk.page(HOME + "feed/") == ("feed", "excluded", "wrong-guess")


def test_a_home_page_for_every_guess_is_no_feed(desk, web):
    for path in ("feed/", "rss.xml", "feed.xml", "rss"):
        web.put(HOME + path, page("Lake Courier"))
    desk.crawl(HOME)
    assert desk.page(HOME + "feed/") == ("feed", "excluded", "wrong-guess")


def test_other_hosts_are_left_alone(desk, web):
    web.put(HOME, page("Lake Courier", links=["https://elsewhere.example/story"]))
    desk.crawl(HOME)
    assert not any("elsewhere" in url for url in web.asked())


def test_robots_txt_is_respected(desk, web):
    web.put(HOME + "robots.txt", "User-agent: *\nDisallow: /2025/", media_type="text/plain")
    desk.crawl(HOME)
    assert FERRY not in web.asked()
    assert desk.page(FERRY) == (None, "excluded", "robots")


def test_a_noarchive_page_leaves_no_trace_but_its_links(desk, web):
    web.put(HOME, page("Lake Courier", links=[FERRY], head='<meta name="robots" content="noarchive">'))
    desk.crawl(HOME)
    assert desk.page(HOME)[1:] == ("excluded", "noarchive")
    assert desk.rows(f"SELECT warc_file, payload_digest FROM captures WHERE url = '{HOME}'") == [(None, None)]
    assert desk.page(FERRY)[1] == "ok"
    assert not any(b"Lake Courier" in file.read_bytes() for file in desk.path.parent.glob("archive.warc/*"))


def test_x_robots_tag_counts_like_the_meta_element(desk, web):
    web.put(FERRY, page("The ferry runs again"), headers=(("X-Robots-Tag", "noarchive"),))
    desk.crawl(HOME)
    assert desk.page(FERRY)[1:] == ("excluded", "noarchive")


def test_a_canonical_address_on_another_host_is_recorded_and_not_believed(desk, web):
    link = '<link rel="canonical" href="https://agency.example/ferry">'
    web.put(FERRY, page("The ferry runs again", head=link))
    desk.crawl(HOME)
    assert desk.rows(f"SELECT count(*) FROM articles WHERE url = '{FERRY}'") == [(1,)]
    assert desk.rows("SELECT count(*) FROM articles WHERE url LIKE '%agency%'") == [(0,)]


def test_two_addresses_of_one_article_are_one_article(desk, web):
    link = f'<link rel="canonical" href="{FERRY}">'
    web.put(HOME, page("Lake Courier", links=[FERRY, FERRY + "?view=full"]))
    web.put(FERRY, page("The ferry runs again", head=link))
    web.put(FERRY + "?view=full", page("The ferry runs again", head=link))
    desk.crawl(HOME)
    ((articles, pages),) = desk.rows(
        f"SELECT count(DISTINCT article_id), count(*) FROM pages WHERE url LIKE '{FERRY}%' AND state = 'ok'"
    )
    assert (articles, pages) == (1, 2)


@pytest.mark.parametrize("is_linked_alone", [True, False])
def test_an_amp_page_and_its_article_are_one(desk, web, is_linked_alone):
    amp = HOME + "amp/2025/08/11/the-ferry-runs-again/"
    web.put(
        amp, page("The ferry runs again", head=f'<link rel="canonical" href="{FERRY}">').replace("<html", "<html amp")
    )
    web.put(FERRY, page("The ferry runs again", head=f'<link rel="amphtml" href="{amp}">'))
    web.put(HOME, page("Lake Courier", links=[amp] if is_linked_alone else [FERRY, amp]))
    desk.crawl(HOME)
    assert (amp in web.asked()) == is_linked_alone
    assert FERRY in web.asked()
    assert desk.rows("SELECT url FROM articles WHERE title LIKE '%ferry%'") == [(FERRY,)]
    shown = desk.rows("SELECT url FROM pages WHERE article_id IS NOT NULL AND url LIKE '%ferry%' ORDER BY url")
    assert shown == ([(FERRY,), (amp,)] if is_linked_alone else [(FERRY,)])


@pytest.mark.parametrize("wrong", ["", "2025/08/", "2025/08/10/the-market-moves-to-the-old-mill/"])
def test_articles_that_declare_one_wrong_address_stay_apart(desk, web, wrong):
    head = f'<link rel="canonical" href="{HOME}{wrong}">'
    other = HOME + "2025/08/11/a-school-opens-on-the-island/"
    web.put(FERRY, page("The ferry runs again", head=head))
    web.put(other, page("A school opens on the island", head=head))
    web.put(HOME, page("Lake Courier", links=[FERRY, other]))
    desk.crawl(HOME)
    assert {FERRY, other} <= {url for (url,) in desk.rows("SELECT url FROM articles")}


def test_a_pdf_is_kept_and_not_parsed(desk, web):
    web.put(HOME, page("Lake Courier", links=[HOME + "report"]))
    web.put(HOME + "report", b"%PDF-1.7 \x00", media_type="application/pdf")
    desk.crawl(HOME)
    assert desk.page(HOME + "report") == ("file", "excluded", "not-html")


@pytest.mark.parametrize(
    "body",
    [b"", b"   ", b"\x00\x00\x00", b"%PDF-1.4 not html at all", b"just words", b"\x89PNG\r\n\x1a\n"],
    ids=["empty", "blank", "nul", "pdf", "words", "png"],
)
def test_html_that_is_not_html_is_a_recorded_failure(desk, web, body):
    web.put(FERRY, body)
    assert desk.crawl(HOME).exit_code == 0
    assert desk.page(FERRY)[1:] == ("failed", "unreadable")
    assert desk.page(MARKET)[1] == "ok"


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel><item><link>",
        b"<?xml version='1.0'?><urlset><url><loc>https://www.lac.example/x",
        b'<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>',
        b"\x1f\x8bnot gzip",
        b"",
    ],
    ids=["cut feed", "cut sitemap", "bomb", "bad gzip", "empty"],
)
def test_a_broken_sitemap_ends_nothing(desk, web, body):
    web.put(HOME + "robots.txt", f"Sitemap: {HOME}map.xml", media_type="text/plain")
    web.put(HOME + "map.xml", body, media_type="application/xml")
    assert desk.crawl(HOME).exit_code == 0
    assert desk.page(FERRY)[1] == "ok"


def test_no_seed_that_comes_is_exit_code_1_and_recorded(desk, web):
    web.put("https://dark.example/", failure=FailureReason.DNS)
    ended = desk.crawl("https://dark.example/")
    assert ended.exit_code == 1
    assert "dark.example" in (ended.message or "")
    assert desk.page("https://dark.example/") == (None, "failed", "dns")


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (2, 1, 0)])
def test_of_several_seeds_that_do_not_come_the_first_that_was_given_is_named(desk, web, order):
    """In whatever order they were asked."""
    seeds = [f"https://dark{number}.example/" for number in order]
    for seed in seeds:
        web.put(seed, failure=FailureReason.DNS)
    assert (desk.crawl(*seeds).message or "").startswith(
        f"none of 3 seeds could be fetched; the first, {seeds[0]}: dns"
    )


def test_a_lost_seed_is_tried_again_whenever_it_is_named(desk, web):
    web.put(HOME, failure=FailureReason.REFUSED)
    assert [desk.crawl(HOME).exit_code, desk.crawl(HOME).exit_code] == [1, 1]
    web.put(HOME, page("Lake Courier"))
    assert desk.crawl(HOME).exit_code == 0


def test_one_seed_of_two_is_enough(desk, web):
    web.put("https://dark.example/", failure=FailureReason.DNS)
    assert desk.crawl("https://dark.example/", HOME).exit_code == 0


def test_too_many_failures_are_exit_code_3(desk, web):
    dead = [f"{HOME}dead/{number}" for number in range(30)]
    web.put(HOME, page("Lake Courier", links=[FERRY, *dead]))
    for url in dead:
        web.put(url, b"down", status=500)
    ended = desk.crawl(HOME)
    assert ended.exit_code == 3
    assert desk.page(FERRY)[1] == "ok"
    assert desk.crawl(HOME, max_failures=1.0).exit_code == 0


def test_a_seed_that_leads_to_another_site_stands_for_that_site(desk, web):
    web.put("https://old-name.example/", b"", status=301, headers=(("Location", HOME),))
    assert desk.crawl("https://old-name.example/").exit_code == 0
    assert desk.page(FERRY)[1] == "ok"
    assert {home for (home,) in desk.rows("SELECT home_url FROM sources")} == {"https://old-name.example/", HOME}


def test_an_article_that_leads_to_another_site_is_left_out(desk, web):
    web.put("https://elsewhere.example/story", page("A story from elsewhere"))
    web.put(FERRY, b"", status=302, headers=(("Location", "https://elsewhere.example/story"),))
    desk.crawl(HOME)
    assert desk.page(FERRY)[1:] == ("excluded", "other-host")
    assert desk.rows("SELECT count(*) FROM articles WHERE title LIKE '%elsewhere%'") == [(0,)]


def test_no_address_no_run(desk):
    with pytest.raises(UrlError):
        desk.crawl("news at lake")
    assert desk.rows("SELECT count(*) FROM sources") == [(0,)]


def test_a_parser_that_fails_costs_one_page(desk, web, monkeypatch):
    """Whatever the parser did not foresee is a failure of that page, with its reason."""
    from archiver.pipelines import reading  # noqa: PLC0415 - the one place where the parser is called

    honest = reading.parse_document

    def parse_document(document, **more):
        if document.url == FERRY:
            raise RuntimeError("a heading inside a date")
        return honest(document, **more)

    monkeypatch.setattr(reading, "parse_document", parse_document)
    assert desk.crawl(HOME).exit_code == 0
    assert desk.page(FERRY)[1:] == ("failed", "unreadable")
    assert desk.page(MARKET)[1] == "ok"


def test_every_row_that_names_a_record_has_it(desk):
    from archiver.pipelines.checking import check_archive  # noqa: PLC0415 - of this test alone

    desk.crawl(HOME)
    with desk.tools() as tools:
        report = check_archive(tools.archive)
    assert report.is_clean
    assert report.records_checked > 0


def test_a_batch_of_one_gives_the_same_archive(tmp_path, web):
    whole, single = Desk(tmp_path / "whole.db", web), Desk(tmp_path / "single.db", dataclasses.replace(web, log=[]))
    whole.crawl(HOME)
    single.crawl(HOME, batch_pages=1)
    sql = "SELECT url, kind, state FROM pages ORDER BY url"
    assert whole.rows(sql) == single.rows(sql)


def test_a_host_that_asks_to_be_left_alone_leaves_work(desk, web):
    """A long Retry-After: nobody sleeps on it, and the exit code says that the site is not done."""
    web.put(FERRY, b"", status=429, headers=(("Retry-After", "7200"),))
    ended = desk.crawl(HOME)
    assert ended.exit_code == 4
    assert "www.lac.example asks to be left alone" in (ended.message or "")
    web.put(FERRY, page("The ferry runs again"))
    web.log.clear()
    desk.crawl(HOME)
    assert web.asked() == []  # not yet
    desk.wait(hours=3)
    assert desk.crawl(HOME).exit_code == 0
    assert desk.page(FERRY)[1] == "ok"


def test_a_crawl_says_how_much_is_waiting(desk):
    desk.crawl(HOME, batch_pages=1)
    waiting = [event.waiting for event in desk.events if isinstance(event, BatchSaved)]
    assert waiting[0] == 10  # two articles, four guessed feeds, four guessed sitemaps


def test_a_site_without_www_in_its_robots_txt_is_the_same_site(desk, web):
    """The seed leads to the name with www., and it is there that the sitemap is named."""
    web.put("https://lac.example/", b"", status=301, headers=(("Location", HOME),))
    web.put(HOME + "robots.txt", f"Sitemap: {HOME}map.xml", media_type="text/plain")
    web.put(HOME + "map.xml", f"<urlset><url><loc>{HOME}kept-apart</loc></url></urlset>", media_type="text/xml")
    web.put(HOME + "kept-apart", page("Kept apart"))
    assert desk.crawl("https://lac.example/").exit_code == 0
    assert desk.page(HOME + "kept-apart")[1] == "ok"
    assert desk.page(FERRY)[1] == "ok"
    assert not any("wp-sitemap" in url for url in web.asked())


def test_what_a_page_names_once_more_is_not_looked_at_again(desk):
    desk.crawl(HOME, batch_pages=1)
    found = {event.url: event.found for event in desk.done()}
    assert found[HOME] >= 2
    assert found[FERRY] + found[MARKET] == 1  # they name each other, and one of them the home page first
