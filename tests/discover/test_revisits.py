"""What changes often is asked often; what fails or is gone, ever more rarely."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.discover.revisits import (
    DOUBTFUL_ALARMS,
    GONE_CHECKS,
    LAST_AGE,
    MAX_FAILURES,
    MISSING,
    MISSING_CHECKS,
    POLLS,
    SHORTEST_OF_ARTICLES,
    UNDATED,
    Limits,
    Look,
    history_after,
    is_polled,
    next_due,
)
from archiver.model import Article, Capture, DuePage, History, PageResult

NOW = dt.datetime(2025, 8, 11, 12, 0, tzinfo=dt.UTC)
SITE = "https://www.gazette.example"
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


def page(kind="article", path="/une", **more):
    return DuePage(
        page_id=1, source_id=1, url=SITE + path, kind=kind, priority=0, due_at=NOW, **{"found_by": "link"} | more
    )


def result(kind="article", *, state="ok", published=None, now=NOW, **more):
    retry_after_s = more.pop("retry_after_s", None)
    return PageResult(
        page_id=1,
        source_id=1,
        capture=Capture(url=SITE, final_url=SITE, fetched_at=now, retry_after_s=retry_after_s),
        kind=kind,
        state=state,
        article=Article(kind="article", published=published) if published else None,
        **more,
    )


def looks(watched, end, is_changed, *, published=None, start=NOW):
    """The moments at which a page is looked at, as its pauses come out; ``is_changed(since, now)`` says what is seen."""
    moments, now = [start], start
    while True:
        since = moments[-2] if len(moments) > 1 else now
        seen = result(watched.kind, now=now, is_unchanged=True)
        history = history_after(watched, seen, Look(is_changed=is_changed(since, now)), published=published)
        due = next_due(watched, replace(seen, history=history), now, published=published)
        if due is None or due > end:
            return moments
        watched = replace(watched, history=history, last_fetched_at=now)
        moments.append(due)
        now = due


def pauses(moments):
    return [after - before for before, after in itertools.pairwise(moments)]


def never(_since, _now):
    return False


def always(_since, _now):
    return True


def each(period):
    """Changes at every full period since the start."""
    return lambda since, now: (since - NOW) // period != (now - NOW) // period


LISTS = [
    ("home", page("listing", "/")),
    ("home", page("other", "/sport/", found_by="seed")),
    ("feed", page("feed", "/feed/")),
    ("news-sitemap", page("sitemap", "/sitemap-news.xml")),
    ("sitemap", page("sitemap", "/sitemap.xml")),
    ("listing", page("listing", "/sport/")),
    ("paging", page("listing", "/sport/page/2/")),
]


@pytest.mark.parametrize(("name", "polled"), LISTS)
def test_a_list_is_asked_at_its_limits_when_it_always_or_never_changes(name, polled):
    assert is_polled(polled)
    assert pauses(looks(polled, NOW + 200 * DAY, always))[-1] < 1.3 * POLLS[name].shortest
    assert pauses(looks(polled, NOW + 900 * DAY, never))[-1] == POLLS[name].longest


def test_a_list_is_asked_at_the_pace_that_it_changes():
    a_day = pauses(looks(page("listing", "/sport/"), NOW + 30 * DAY, each(DAY)))
    six_hours = pauses(looks(page("listing", "/sport/"), NOW + 30 * DAY, each(6 * HOUR)))
    assert 6 * HOUR < sum(a_day[-9:], dt.timedelta()) / 9 < 14 * HOUR
    assert 1.5 * HOUR < sum(six_hours[-9:], dt.timedelta()) / 9 < 4 * HOUR


def test_a_list_that_falls_asleep_is_asked_less_and_one_that_wakes_up_more():
    listing = page("listing", "/sport/")
    asleep = looks(listing, NOW + 60 * DAY, lambda _since, now: now < NOW + 5 * DAY)
    assert pauses(asleep)[-1] > 20 * pauses(asleep)[100]
    awake = looks(listing, NOW + 60 * DAY, lambda _since, now: now > NOW + 30 * DAY)
    before = [after - at for at, after in itertools.pairwise(awake) if at < NOW + 29 * DAY][-1]
    assert pauses(awake)[-1] < before / 20


def test_home_pages_and_feeds_are_asked_on_every_round_of_a_ten_minute_cron_at_first():
    for kind, path in (("listing", "/"), ("feed", "/feed/"), ("sitemap", "/sitemap-news.xml")):
        assert next_due(page(kind, path), result(kind), NOW) < NOW + 10 * MINUTE


def test_an_article_is_asked_ever_more_rarely_and_after_a_year_never():
    between = pauses(moments := looks(page(), NOW + 2000 * DAY, never, published=NOW))
    assert between == sorted(between)
    assert between[0] == pytest.approx(0.41 * HOUR, rel=0.05) or between[0] == SHORTEST_OF_ARTICLES
    assert NOW + LAST_AGE / 4 < moments[-1] < NOW + 2 * LAST_AGE
    assert len([moment for moment in moments if moment < NOW + DAY]) in range(5, 13)
    assert len(moments) in range(12, 30)


def test_an_article_that_is_edited_again_and_again_is_asked_more_often():
    calm = looks(page(), NOW + 7 * DAY, never, published=NOW)
    edited = looks(page(), NOW + 7 * DAY, always, published=NOW)
    assert len(edited) > 2 * len(calm)


def test_an_article_of_more_than_a_year_is_left_alone():
    assert next_due(page(), result(published=NOW - 366 * DAY), NOW) is None


def test_an_article_of_a_bare_day_is_not_new_until_midnight():
    due = next_due(page(), result(published=NOW.date()), NOW)
    assert due > NOW + 4 * HOUR


@given(st.timedeltas(-3 * DAY, LAST_AGE - DAY), st.floats(0, 40), st.floats(0, 500))
def test_no_article_is_asked_at_once_or_after_more_than_its_age(age, changes, watched):
    seen = result(published=NOW - age, history=History(changes=changes, watched=watched))
    pause = next_due(page(), seen, NOW) - NOW
    assert SHORTEST_OF_ARTICLES <= pause <= max(age, dt.timedelta()) + HOUR


def test_a_liveblog_is_polled_for_two_days_and_an_article_then():
    live = next_due(page("liveblog"), result("liveblog", published=NOW - HOUR), NOW)
    assert NOW < live < NOW + 20 * MINUTE
    assert next_due(page("liveblog"), result("liveblog", published=NOW - 3 * DAY), NOW) > NOW + DAY


def test_what_is_set_for_a_source_limits_its_revisits():
    limits = Limits(shortest=2 * HOUR, last_age=30 * DAY)
    assert next_due(page("listing", "/"), result("listing"), NOW, limits=limits) == NOW + 2 * HOUR
    assert next_due(page(), result(published=NOW - 31 * DAY), NOW, limits=limits) is None
    assert next_due(page(), result(published=NOW - 3 * DAY), NOW, limits=limits) > NOW + DAY


def test_an_article_of_unknown_age_is_asked_ever_more_rarely_and_then_left_alone():
    shortest, longest = UNDATED
    assert next_due(page(), result(), NOW) == NOW + shortest
    assert next_due(page(last_fetched_at=NOW - 4 * DAY), result(is_unchanged=True), NOW) == NOW + 8 * DAY
    assert next_due(page(last_fetched_at=NOW - longest), result(is_unchanged=True), NOW) is None


def test_other_bytes_of_an_undated_page_are_no_change():
    known = page(last_fetched_at=NOW - 4 * DAY, history=History(changes=2.9))
    same = history_after(known, result(), Look())
    assert next_due(known, result(history=same), NOW) == NOW + 8 * DAY
    edited = history_after(known, result(), Look(is_changed=True))
    assert next_due(known, result(history=edited), NOW) == NOW + DAY


def test_an_article_of_unknown_age_is_left_alone_when_its_pauses_outgrow_what_is_set():
    limits = Limits(last_age=10 * DAY)
    assert next_due(page(last_fetched_at=NOW - 4 * DAY), result(is_unchanged=True), NOW, limits=limits) is not None
    assert next_due(page(last_fetched_at=NOW - 6 * DAY), result(is_unchanged=True), NOW, limits=limits) is None


@pytest.mark.parametrize("kind", ["article", "liveblog"])
@pytest.mark.parametrize("published", [NOW - HOUR, NOW + HOUR, None])
def test_no_article_is_asked_again_where_none_is_to_be(kind, published):
    assert next_due(page(kind), result(kind, published=published), NOW, limits=Limits(last_age=0 * DAY)) is None
    assert next_due(page("listing", "/"), result("listing"), NOW, limits=Limits(last_age=0 * DAY)) is not None


def test_a_look_is_remembered_and_fades():
    known = page("listing", "/sport/", last_fetched_at=NOW - 2 * HOUR, history=History(checks=3, changes=1, watched=8))
    after = history_after(known, result("listing"), Look(is_changed=True, new=3))
    assert after == History(checks=4, changes=1.667, watched=7.333, yielded=0.3)


def test_an_alarm_ends_with_the_change_that_it_was_about():
    known = page(last_fetched_at=NOW - HOUR, history=History(alarms=1))
    assert history_after(known, result(), Look()).alarms == 1
    assert history_after(known, result(), Look(is_changed=True)).alarms == 0


def test_an_alarm_that_a_look_without_conditions_has_proved_false_is_not_looked_into_twice():
    known = page(last_fetched_at=NOW - HOUR, history=History(alarms=DOUBTFUL_ALARMS))
    assert history_after(known, result(), Look()).alarms > DOUBTFUL_ALARMS


@pytest.mark.parametrize("no_look", [result(state="failed"), result(state="gone")])
def test_a_page_that_did_not_come_has_shown_nothing(no_look):
    known = page(last_fetched_at=NOW - HOUR, history=History(checks=3))
    assert history_after(known, no_look, Look()) == known.history


def test_a_first_look_is_no_change():
    assert history_after(page(), result(), Look(is_changed=True, new=9)) == History()


def test_an_article_as_seed_is_an_article():
    seed = page("article", "/une", found_by="seed")
    assert not is_polled(seed)
    assert next_due(seed, result(published=NOW - 400 * DAY), NOW) is None


def failed(times, **more):
    return result(state="failed", failures=times, **more)


def test_pauses_between_failures_double_and_end():
    between = [next_due(page(), failed(times), NOW) for times in range(1, MAX_FAILURES)]
    assert between[:3] == [NOW + 30 * MINUTE, NOW + HOUR, NOW + 2 * HOUR]
    assert between == sorted(between)
    assert next_due(page(), failed(MAX_FAILURES), NOW) is None


def test_a_polled_page_is_never_given_up():
    assert next_due(page("feed"), result("feed", state="failed", failures=1_000_000), NOW) == NOW + 7 * DAY


def test_retry_after_is_respected():
    assert next_due(page(), failed(1, retry_after_s=7200.0), NOW) == NOW + 2 * HOUR
    assert next_due(page(), failed(1, retry_after_s=5.0), NOW) == NOW + 30 * MINUTE


def test_a_page_that_is_missing_is_looked_for_within_the_hour_and_then_within_days():
    due = [next_due(page(article_id=7), failed(times, reason=MISSING), NOW) for times in (1, 2, 3)]
    assert due == [NOW + pause for pause in MISSING_CHECKS]


def test_an_archived_article_that_is_gone_is_looked_for_a_few_times_more():
    times = range(1, len(GONE_CHECKS) + 2)
    due = [next_due(page(article_id=7), result(state="gone", failures=number), NOW) for number in times]
    assert due == [*(NOW + pause for pause in GONE_CHECKS), None]


@pytest.mark.parametrize("never_there", [page(None), page(None, "/feed/", found_by="guess")])
def test_what_was_never_there_is_not_looked_for_again(never_there):
    assert next_due(never_there, result(None, state="gone", failures=1), NOW) is None


def test_a_home_page_that_is_gone_is_looked_for_like_one_that_fails():
    assert next_due(page("listing", "/"), result(None, state="gone", failures=1), NOW) == NOW + 30 * MINUTE


def left_out(times, **more):
    return result(None, state="excluded", failures=times, **{"reason": "not-html"} | more)


def test_an_excluded_page_is_left_alone_unless_robots_may_change_its_mind():
    assert next_due(page(), left_out(1), NOW) is None
    assert next_due(page(), left_out(1, reason="robots"), NOW) == NOW + 7 * DAY


def test_an_article_that_was_there_and_is_left_out_now_is_asked_again_for_a_while():
    due = [next_due(page(article_id=7), left_out(times), NOW) for times in (1, 2, MAX_FAILURES)]
    assert due == [NOW + 30 * MINUTE, NOW + HOUR, None]


@pytest.mark.parametrize(
    "polled", [page("listing", "/"), page(None, "/"), page("feed", "/rss"), page("listing", "/a/")]
)
def test_a_list_that_is_left_out_is_asked_again_for_ever(polled):
    assert next_due(polled, left_out(1), NOW) == NOW + 30 * MINUTE
    assert next_due(polled, left_out(100_000, reason="other-host"), NOW) == NOW + 7 * DAY


@pytest.mark.parametrize(
    "never_there",
    [page("feed", "/rss", found_by="guess"), page("file", "/a.pdf", found_by="seed")],
    ids=lambda p: p.url,
)
def test_a_guess_or_a_file_that_is_left_out_is_not_asked_again(never_there):
    assert next_due(never_there, left_out(1), NOW) is None
