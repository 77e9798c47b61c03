"""Seeds first and old articles last."""

import datetime as dt

import pytest

from archiver.discover.frontier import CHECKS_TO_BE_BARREN, YIELDS, Priority, is_renewed, priority_of, priority_of_list
from archiver.model import Discovered

NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)
SITE = "https://www.gazette.example"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def found(path, by="link", **more):
    return Discovered(url=SITE + path, found_by=by, **more)


IN_ORDER = [
    found("/", "seed"),
    found("/a", "news-sitemap", published=NOW - HOUR),
    found("/feed/", expected="feed"),
    found("/sitemap.xml", "robots", expected="sitemap"),
    found("/sitemap_index.xml", "guess", expected="sitemap"),
    found("/la-maree-du-siecle-attire-la-foule"),
    found("/sport/"),
    found("/sport/page/2/"),
    found("/sitemap-2019.xml", "sitemap", expected="sitemap", published=dt.date(2019, 1, 1)),
    found("/b", "sitemap", published=NOW - 3 * DAY),
    found("/c", "sitemap", published=NOW - 40 * DAY),
    found("/2003/04/05/the-oldest/", "sitemap"),
]


def test_the_frontier_runs_from_seeds_to_old_articles():
    priorities = [priority_of(one, NOW) for one in IN_ORDER]
    assert priorities == sorted(set(priorities))


@pytest.mark.parametrize(
    "one",
    [
        found("/sitemap-news.xml", "sitemap", expected="sitemap"),
        found("/part-9.xml", "sitemap", expected="sitemap", modified=NOW - HOUR),
    ],
)
def test_sitemaps_that_have_just_changed_go_with_the_feeds(one):
    assert priority_of(one, NOW) == Priority.NEWS


@pytest.mark.parametrize(
    "one",
    [
        found("/a", "feed"),
        found("/a", "link", published=dt.date(2025, 8, 10)),
        found("/2025/08/11/une-nouvelle/"),
        found("/a", "sitemap", published=NOW + HOUR),
    ],
)
def test_new_articles_go_before_all_others(one):
    assert priority_of(one, NOW) == Priority.FRESH_ARTICLE


def test_an_undated_article_of_a_sitemap_waits_with_the_old_ones():
    assert priority_of(found("/la-maree-du-siecle-attire-la-foule", "sitemap"), NOW) == Priority.OLD_ARTICLE


def test_a_page_is_renewed_when_a_list_says_it_changed_since():
    assert is_renewed(found("/a", "sitemap", modified=NOW), NOW - HOUR)
    assert not is_renewed(found("/a", "sitemap", modified=NOW), NOW)
    assert not is_renewed(found("/a", "sitemap"), NOW)
    assert not is_renewed(found("/a", "sitemap", modified=NOW), None)


def test_of_bare_days_only_later_ones_renew_a_page():
    assert is_renewed(found("/a", "sitemap", modified=dt.date(2025, 8, 12)), NOW)
    assert not is_renewed(found("/a", "sitemap", modified=dt.date(2025, 8, 11)), NOW)


@pytest.mark.parametrize("before", [Priority.SEED, Priority.LISTING, Priority.BARREN])
def test_a_list_that_brought_something_lately_goes_before_others(before):
    assert priority_of_list(YIELDS, 9, before) == Priority.NEWS


def test_a_list_that_never_brought_anything_goes_last_in_the_end():
    assert priority_of_list(0.0, CHECKS_TO_BE_BARREN - 1, Priority.LISTING) == Priority.LISTING
    assert priority_of_list(0.0, CHECKS_TO_BE_BARREN, Priority.LISTING) == Priority.BARREN


def test_a_home_page_is_a_seed_once():
    assert priority_of_list(0.0, 0, Priority.SEED) == Priority.NEWS
