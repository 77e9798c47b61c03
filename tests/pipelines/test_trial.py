"""Sites that are tried before anything of them is archived."""

from __future__ import annotations

import re

import pytest

from archiver.config import FetchSettings
from archiver.fetch.fetcher import Fetcher
from archiver.fetch.pace import Pace
from archiver.model import FailureReason, SourceScope
from archiver.pipelines.trial import MAX_LISTS, MAX_SAMPLES, try_site
from support.memory_web import TEXT, MemoryWeb, front, page

HOME = "https://lac.example/"
STORIES = [f"{HOME}2025/08/{day:02d}/the-ferry-runs-again-{day}/" for day in range(1, 21)]
FEED, SITEMAP = HOME + "feed.xml", HOME + "sitemap.xml"


@pytest.fixture
def web():
    """A site with a feed of its newest three stories and a sitemap of all."""
    web = MemoryWeb()
    web.put(HOME + "robots.txt", f"User-agent: *\nCrawl-delay: 5\nSitemap: {SITEMAP}", media_type="text/plain")
    head = f'<link rel="alternate" type="application/rss+xml" href="{FEED}">'
    web.put(HOME, front("The ferry runs again").replace("<title>", f"{head}<title>"))
    items = "".join(f"<item><link>{url}</link></item>" for url in STORIES[-3:])
    web.put(FEED, f"<rss><channel>{items}</channel></rss>", media_type="application/rss+xml")
    web.put(SITEMAP, urlset(STORIES), media_type="application/xml")
    for url in STORIES:
        head = f'<meta property="article:published_time" content="2025-08-{url.split("/")[5]}T10:00:00Z">'
        web.put(url, page("The ferry runs again", head=head))
    return web


def urlset(urls):
    entries = "".join(f"<url><loc>{url}</loc><lastmod>2025-08-{url.split('/')[5]}</lastmod></url>" for url in urls)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'


def tried(web, url=HOME, **more):
    steps = iter(range(10**6))
    fetcher = Fetcher(
        web,
        FetchSettings(delay_s=1.0, max_attempts=1),
        clock=web.clock,
        pace=Pace(monotonic=lambda: float(next(steps)), sleep=lambda _seconds: None),
    )
    return try_site(fetcher, url, **more)


def test_a_site_that_is_well_can_be_crawled(web):
    trial = tried(web)
    assert trial.reason is None
    assert (trial.robots.status, trial.robots.crawl_delay_s, trial.robots.sitemaps) == (200, 5.0, (SITEMAP,))
    assert [(one.kind, one.url, one.articles, one.newest) for one in trial.lists] == [
        ("feed", FEED, 3, None),
        ("sitemap", SITEMAP, 20, "2025-08-20"),
    ]
    assert trial.articles_found == 21
    assert [sample.is_article for sample in trial.samples] == [True] * MAX_SAMPLES
    newest = trial.samples[0]
    assert (newest.title, newest.published[:10], newest.missing) == ("The ferry runs again", "2025-08-20", ("authors",))
    assert newest.words > 50


def test_it_says_how_long_a_crawl_takes(web):
    """The delay that the site asks for, and a hundredth of a second an answer."""
    trial = tried(web)
    assert (trial.delay_s, trial.response_s) == (5.0, 0.01)
    assert trial.pages_per_hour == round(3600 / 5.01)
    assert trial.hours == round(21 / trial.pages_per_hour, 2)


def test_nothing_is_asked_for_but_what_it_says(web):
    trial = tried(web)
    assert len(web.asked()) <= 1 + MAX_LISTS + MAX_SAMPLES
    assert trial.requests == len(web.log) == len(web.asked()) + 1
    assert len(set(web.asked())) == len(web.asked())


def test_of_an_index_the_newest_part_is_read(web):
    index = "".join(
        f"<sitemap><loc>{HOME}{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in (("old", "2024-01-01"), ("new", "2025-08-20"), ("older", "2023-01-01"))
    )
    web.put(SITEMAP, f"<sitemapindex>{index}</sitemapindex>", media_type="application/xml")
    web.put(HOME + "new.xml", urlset(STORIES), media_type="application/xml")
    assert [one.url for one in tried(web).lists] == [FEED, SITEMAP, HOME + "new.xml"]


def test_a_guessed_feed_that_does_not_come_is_a_feed(web):
    web.put(HOME, front("The ferry runs again"))
    (feed, _) = tried(web).lists
    assert (feed.kind, feed.status) == ("feed", 404)


def test_a_sitemap_that_nobody_names_is_guessed(web):
    web.put(HOME + "robots.txt", status=404)
    trial = tried(web)
    assert trial.robots.status == 404
    assert [one.url for one in trial.lists] == [FEED, SITEMAP]


def test_what_the_scope_leaves_out_is_not_counted(web):
    trial = tried(web, scope=SourceScope(paths=("/2025/08/07/",)))
    assert [sample.url for sample in trial.samples] == [STORIES[6]]


class TestCannotBeCrawled:
    @pytest.mark.parametrize(
        ("failure", "reason"),
        [
            (FailureReason.DNS, "the home page does not come: dns: .*"),
            (FailureReason.TLS, "the home page does not come: tls: .*"),
        ],
    )
    def test_when_the_host_is_not_there(self, failure, reason):
        web = MemoryWeb()
        web.put(HOME + "robots.txt", failure=failure)
        web.put(HOME, failure=failure)
        assert matches(tried(web), reason)

    def test_when_robots_txt_says_no(self, web):
        web.put(HOME + "robots.txt", "User-agent: *\nDisallow: /", media_type="text/plain")
        assert matches(tried(web), "the home page does not come: robots: .*")
        assert web.asked() == []

    def test_when_the_site_keeps_everybody_out(self, web):
        web.put(HOME, b"no", status=403)
        assert matches(tried(web), "the home page does not come: http: HTTP 403")

    def test_when_its_articles_do_not_come(self, web):
        for url in STORIES:
            web.put(url, b"no", status=403)
        assert matches(tried(web), "no article could be read: http: HTTP 403")

    @pytest.mark.parametrize("where", ["the home page cannot be read: ", "no article could be read: "])
    def test_when_it_needs_a_browser_and_how_to_have_one(self, web, where):
        for url in [HOME] if "home" in where else STORIES:
            web.put(url, '<title>Lake</title><body><div id="app"></div><script src="/app.js"></script>')
        assert matches(tried(web), where + r"needs_javascript: .* \(.*'archiver crawl --render'.* render = true .*\)")

    def test_when_its_articles_ask_not_to_be_kept(self, web):
        for url in STORIES:
            web.put(url, page("The ferry", head='<meta name="robots" content="noarchive">'))
        assert matches(tried(web), "its articles ask not to be archived .*")

    def test_when_it_names_no_articles(self, web):
        web.put(HOME, f"<title>Lake</title><p>{TEXT}</p>")
        for url in (FEED, SITEMAP, HOME + "robots.txt"):
            web.put(url, status=404)
        assert matches(tried(web), "no addresses of articles were found")

    def test_when_what_looks_like_articles_is_something_else(self, web):
        for url in STORIES:
            web.put(url, front(*(f"Story number {number} of the day" for number in range(30))))
        assert matches(tried(web), r"none of the 4 pages that were tried is an article \(they are: listing\)")


def matches(trial, reason):

    return re.fullmatch(reason, trial.reason or "") is not None
