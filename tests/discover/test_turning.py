"""Addresses tell which list they go on with, of which days they are an archive, and when a page was published."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.discover.turning import archive_span, chain_in, chain_of, told_span
from archiver.discover.turning_words import turns_page
from archiver.model import ALWAYS, Discovered, Span

SITE = "https://www.gazette.example"


def found(path, by="link", **more):
    return Discovered(url=SITE + path, found_by=by, **more)


def days(first, last=None):
    return Span(first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("path", "chain"),
    [
        ("/sport/page/2/", "/sport/page/*/"),
        ("/sport/page-2.html", "/sport/page-*.html"),
        ("/sport?page=3", "/sport?page=*"),
        ("/sport?x=1&start=20", "/sport?x=1&start=*"),
        ("/sport?offset=20", "/sport?offset=*"),
        ("/sport?debut_articles=10", "/sport?debut_articles=*"),
        ("/sport?cursor=eyJpZCI6", "/sport?cursor=*"),
        ("/sport?from=mail", None),
        ("/2025/08/11/", "/*/*/*/"),
        ("/archives/2025-08", "/archives/*-*"),
        ("/archives/20250811", "/archives/*"),
        ("/?m=202508", "/?m=*"),
        ("/une-nouvelle", None),
        ("/2025/08/11/une-nouvelle/", None),
        ("/article/20250811", None),
    ],
)
def test_pages_of_one_list_have_one_chain(path, chain):
    assert chain_in(SITE + path) == (chain and SITE + chain)


@pytest.mark.parametrize(
    ("path", "span"),
    [
        ("/2025/08/11/", days("2025-08-11")),
        ("/2025/08/", days("2025-08-01", "2025-08-31")),
        ("/news/2024/2/index.html", days("2024-02-01", "2024-02-29")),
        ("/2025", days("2025-01-01", "2025-12-31")),
        ("/archive-2025-08.html", days("2025-08-01", "2025-08-31")),
        ("/archives?date=2025-08-11", days("2025-08-11")),
        ("/top-ten-of-2024", None),
        ("/election-2025-08", None),
        ("/2025/13/", None),
        ("/1025/08/", None),
        ("/20250811123", None),
        ("/story/2025", None),
        ("/", None),
    ],
)
def test_an_archive_of_a_day_a_month_or_a_year_tells_its_days(path, span):
    assert archive_span(SITE + path) == span


def test_what_a_link_calls_the_next_page_has_the_chain_of_the_page_that_names_it():
    older = found("/older/bundle-x", is_next=True)
    assert chain_of(older, SITE + "/older/", None) == SITE + "/older/"
    assert chain_of(older, SITE + "/older/bundle-w", SITE + "/older/") == SITE + "/older/"
    assert chain_of(found("/sport/page/2/", is_next=True), SITE + "/sport/", None) == SITE + "/sport/page/*/"
    assert chain_of(found("/sport/"), SITE + "/", None) is None


def test_a_feed_goes_on_with_the_first_one_and_a_sitemap_with_none():
    assert chain_of(found("/feed/?paged=2", expected="feed", is_next=True), SITE + "/feed/", None) == SITE + "/feed/"
    assert chain_of(found("/2025/08/feed/", expected="feed"), SITE + "/", None) is None
    assert chain_of(found("/map-2025-08.xml", expected="sitemap"), SITE + "/map.xml", None) is None


MOMENT, DAY = dt.datetime(2025, 8, 11, 23, tzinfo=dt.timezone(dt.timedelta(hours=-5))), dt.date(2025, 8, 12)


@pytest.mark.parametrize(
    ("one", "span"),
    [
        (found("/a", "feed", published=MOMENT), days("2025-08-11")),
        (found("/a", "feed", published=DAY, modified=MOMENT), days("2025-08-12")),
        (found("/a", "feed", published=MOMENT, modified=MOMENT), days("2025-08-11")),
        (found("/a", "sitemap", modified=DAY), Span(last=DAY)),
        (found("/2025/08/09/a-slug/", "sitemap", modified=DAY), days("2025-08-09")),
        (found("/2025/08/a-slug-of-some-length/"), days("2025-08-01", "2025-08-31")),
        (found("/2025/08/page/2/"), ALWAYS),
        (found("/2025/08/"), days("2025-08-01", "2025-08-31")),
        (found("/a"), ALWAYS),
        (found("/feed/", expected="feed", published=DAY), ALWAYS),
        (found("/map-3.xml", "sitemap", expected="sitemap", modified=DAY), Span(last=DAY)),
        (found("/map-2019-05.xml", "sitemap", expected="sitemap", modified=DAY), days("2019-05-01", "2019-05-31")),
        (found("/map-2019.xml", "sitemap", expected="sitemap"), ALWAYS),
    ],
)
def test_what_is_said_before_a_page_is_asked_for_tells_its_days(one, span):
    assert told_span(one) == span


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Next »", None),
        ("← Older posts", None),
        ("Page suivante", None),
        ("Ältere Beiträge", None),
        ("Siguiente ›", None),
        ("もっと見る", None),
        (None, "btn load-more"),
        ("2", "page next"),
    ],
)
def test_a_link_that_turns_the_page_says_so(text, classes):
    assert turns_page(text, classes)


@pytest.mark.parametrize("text", ["Older people go first", "What comes next", "Nextdoor", "", "3", None])
def test_other_links_do_not(text):
    assert not turns_page(text, "card nextgen")


@given(st.text(alphabet="0123456789/-_.?=&pagemonth", max_size=60))
def test_a_chain_is_the_same_for_its_own_pages(path):
    chain = chain_in(f"{SITE}/{path}")
    assert chain is None or "*" in chain


def test_spans_meet_where_a_day_may_lie_in_both():
    august = days("2025-08-01", "2025-08-31")
    assert august.meets(ALWAYS)
    assert august.meets(days("2025-08-31", "2025-09-30"))
    assert not august.meets(Span(first=dt.date(2025, 9, 1)))
    assert not august.meets(Span(last=dt.date(2025, 7, 31)))
