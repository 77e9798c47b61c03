"""Seeds first and old articles last; what changes is asked again soon, what fails ever more rarely."""

import datetime as dt

import pytest

from archiver.discover.frontier import (
    ARTICLE_CHECKS,
    GONE_CHECKS,
    MAX_FAILURES,
    POLLS,
    Priority,
    is_polled,
    is_renewed,
    next_due,
    priority_of,
)
from archiver.model import Article, Capture, Discovered, DuePage, PageResult

NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)
SITE = "https://www.gazette.example"
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def found(path, by="link", **more):
    return Discovered(url=SITE + path, found_by=by, **more)


def page(kind="article", path="/une", **more):
    return DuePage(
        page_id=1, source_id=1, url=SITE + path, kind=kind, priority=0, due_at=NOW, **{"found_by": "link"} | more
    )


def result(kind="article", *, state="ok", published=None, **more):
    retry_after_s = more.pop("retry_after_s", None)
    return PageResult(
        page_id=1,
        source_id=1,
        capture=Capture(url=SITE, final_url=SITE, fetched_at=NOW, retry_after_s=retry_after_s),
        kind=kind,
        state=state,
        article=Article(kind="article", published=published) if published else None,
        **more,
    )


IN_ORDER = [
    found("/", "seed"),
    found("/feed/", expected="feed"),
    found("/sitemap.xml", "robots", expected="sitemap"),
    found("/sitemap_index.xml", "guess", expected="sitemap"),
    found("/a", "news-sitemap", published=NOW - HOUR),
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
        found("/part-9.xml", "sitemap", expected="sitemap", published=NOW - HOUR),
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


@pytest.mark.parametrize(("younger_than", "pause"), ARTICLE_CHECKS)
def test_an_article_is_asked_again_by_its_age(younger_than, pause):
    published = NOW - younger_than + MINUTE
    assert next_due(page(), result(published=published), NOW) == NOW + pause
    assert next_due(page(), result(is_unchanged=True), NOW, published=published) == NOW + pause


def test_an_article_of_more_than_a_year_is_left_alone():
    assert next_due(page(), result(published=NOW - 366 * DAY), NOW) is None


def test_a_liveblog_of_today_is_asked_again_within_the_hour():
    due = next_due(page("liveblog"), result("liveblog", published=NOW - HOUR), NOW)
    assert NOW < due < NOW + HOUR


def test_an_article_of_unknown_age_is_asked_ever_more_rarely_and_then_left_alone():
    assert next_due(page(), result(), NOW) == NOW + DAY
    assert next_due(page(last_fetched_at=NOW - 4 * DAY), result(is_unchanged=True), NOW) == NOW + 8 * DAY
    assert next_due(page(last_fetched_at=NOW - 16 * DAY), result(is_unchanged=True), NOW) is None


POLLED = [
    ("home", page("listing", "/"), result("listing")),
    ("home", page(None, "/sport/", found_by="seed"), result("other")),
    ("feed", page("feed", "/feed/"), result("feed")),
    ("news-sitemap", page("sitemap", "/sitemap-news.xml"), result("sitemap")),
    ("sitemap", page("sitemap", "/sitemap.xml"), result("sitemap")),
    ("listing", page("listing", "/sport/"), result("listing")),
    ("paging", page("listing", "/sport/page/2/"), result("listing")),
]


@pytest.mark.parametrize(("name", "polled", "changed"), POLLED)
def test_a_page_that_changed_is_asked_again_after_the_shortest_pause(name, polled, changed):
    assert is_polled(polled, changed)
    assert next_due(polled, changed, NOW) == NOW + POLLS[name].shortest


def test_the_pause_doubles_while_nothing_changes_up_to_the_longest():
    unchanged = result("listing", is_unchanged=True)
    assert next_due(page("listing", last_fetched_at=NOW - HOUR), unchanged, NOW) == NOW + 2 * HOUR
    assert next_due(page("listing", last_fetched_at=NOW - 9 * DAY), unchanged, NOW) == NOW + POLLS["listing"].longest


def test_home_pages_and_feeds_are_asked_on_every_round_of_a_ten_minute_cron():
    assert max(POLLS[name].shortest for name in ("home", "feed", "news-sitemap")) < 10 * MINUTE


def test_an_article_as_seed_is_an_article():
    seed = page("article", "/une", found_by="seed")
    assert not is_polled(seed)
    assert next_due(seed, result(published=NOW - 400 * DAY), NOW) is None


def failed(times, **more):
    return result(state="failed", failures=times, **more)


def test_pauses_between_failures_double_and_end():
    pauses = [next_due(page(), failed(times), NOW) for times in range(1, MAX_FAILURES)]
    assert pauses[:3] == [NOW + 30 * MINUTE, NOW + HOUR, NOW + 2 * HOUR]
    assert pauses == sorted(pauses)
    assert next_due(page(), failed(MAX_FAILURES), NOW) is None


def test_a_polled_page_is_never_given_up():
    assert next_due(page("feed"), result("feed", state="failed", failures=1_000_000), NOW) == NOW + 7 * DAY


def test_retry_after_is_respected():
    assert next_due(page(), failed(1, retry_after_s=7200.0), NOW) == NOW + 2 * HOUR
    assert next_due(page(), failed(1, retry_after_s=5.0), NOW) == NOW + 30 * MINUTE


def test_an_archived_article_that_is_gone_is_looked_for_a_few_times_more():
    due = [next_due(page(article_id=7), result(state="gone", failures=times), NOW) for times in (1, 2, 3)]
    assert due == [NOW + GONE_CHECKS[0], NOW + GONE_CHECKS[1], None]


@pytest.mark.parametrize("never_there", [page(None), page(None, "/feed/", found_by="guess")])
def test_what_was_never_there_is_not_looked_for_again(never_there):
    assert next_due(never_there, result(None, state="gone", failures=1), NOW) is None


def test_a_home_page_that_is_gone_is_looked_for_like_one_that_fails():
    assert next_due(page("listing", "/"), result(None, state="gone", failures=1), NOW) == NOW + 30 * MINUTE


def test_an_excluded_page_is_left_alone_unless_robots_may_change_its_mind():
    assert next_due(page(), result(state="excluded", reason="not-html"), NOW) is None
    assert next_due(page(), result(state="excluded", reason="robots"), NOW) == NOW + 7 * DAY


def test_a_page_is_renewed_when_a_list_says_it_changed_since():
    assert is_renewed(found("/a", "sitemap", modified=NOW), NOW - HOUR)
    assert not is_renewed(found("/a", "sitemap", modified=NOW), NOW)
    assert not is_renewed(found("/a", "sitemap"), NOW)
    assert not is_renewed(found("/a", "sitemap", modified=NOW), None)


def test_of_bare_days_only_later_ones_renew_a_page():
    assert is_renewed(found("/a", "sitemap", modified=dt.date(2025, 8, 12)), NOW)
    assert not is_renewed(found("/a", "sitemap", modified=dt.date(2025, 8, 11)), NOW)
