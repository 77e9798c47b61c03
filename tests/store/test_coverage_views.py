"""Views about what may be missing, what came late, and what contradicts itself."""

from __future__ import annotations

import datetime as dt

import pytest

from support.archives import SITE, article

SOURCE = "Courrier du Lac"
#: a Monday
FIRST = dt.date(2025, 6, 2)


def publish(desk, *days):
    """One article for each of these days, counted from the first."""
    for number in days:
        day = FIRST + dt.timedelta(days=number)
        desk.save(desk.read(f"/{day}", article(title=f"Du {day}", body=f"Le {day}.", published=day)))


def gaps(desk):
    return desk.rows("SELECT first_day, last_day, days, usual_days FROM coverage_gaps WHERE NOT is_open")


def test_a_weekday_without_an_article_is_a_gap_where_there_usually_is_one(desk):
    publish(desk, *range(28), 29)

    assert desk.rows("SELECT * FROM coverage_gaps WHERE NOT is_open") == [(SOURCE, "2025-06-30", "2025-06-30", 1, 1, 0)]


def test_free_weekends_are_no_gaps(desk):
    publish(desk, *(day for day in range(35) if day % 7 < 5))

    assert gaps(desk) == []


def test_a_weekly_paper_that_skips_a_week_has_a_gap_of_one_usual_day(desk):
    publish(desk, 0, 7, 14, 21, 35)

    assert gaps(desk) == [("2025-06-24", "2025-07-06", 13, 1)]


def test_a_long_silence_is_one_gap_whatever_its_length(desk):
    desk.clock.pass_hours(24 * 30)
    publish(desk, *(day for day in range(28) if day % 7 < 5), 98)

    assert gaps(desk) == [("2025-06-28", "2025-09-07", 72, 50)]


def test_where_nothing_is_usual_yet_nothing_is_missing(desk):
    publish(desk, 0, 3, 4, 9)

    assert gaps(desk) == []


def test_a_silence_up_to_our_last_look_is_an_open_gap(desk):
    """Which was on Monday, 11 August: that day is not over."""
    publish(desk, 35, 42, 49, 56)

    assert desk.rows("SELECT first_day, last_day, usual_days, is_open FROM coverage_gaps") == [
        ("2025-07-29", "2025-08-10", 1, 1)
    ]


def test_an_article_out_of_the_future_hides_no_gap(desk):
    publish(desk, 35, 42, 49, 56, 27_000)

    assert desk.rows("SELECT first_day, last_day, is_open FROM coverage_gaps") == [("2025-07-29", "2025-08-10", 1)]


def test_edits_tell_how_late_they_came_and_what_they_changed(desk):
    published = dt.datetime(2025, 8, 11, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    desk.save(desk.read("/bac", article(body="Le bac coule.", published=published)))
    desk.clock.pass_hours(24)
    desk.save(desk.read("/bac", article(body="Le bac ne coule pas.", published=published)))

    assert desk.rows(
        "SELECT source, number, edited_at, hours_after, title_changed, body_changed, words_before, words_after"
        " FROM article_edits"
    ) == [(SOURCE, 2, "2025-08-12T12:00:00Z", 30.0, 0, 1, 3, 5)]


def test_an_edit_of_an_article_with_a_bare_day_has_no_hours(desk):
    for body in ("Le bac coule.", "Le bac ne coule pas."):
        desk.save(desk.read("/bac", article(body=body, published=dt.date(2025, 8, 11))))

    assert desk.rows("SELECT published, hours_after FROM article_edits") == [("2025-08-11", None)]


@pytest.mark.parametrize("moved_by", [-2, 24, 24 * 30])
def test_a_date_that_a_publisher_moves_does_not_hide_how_late_an_edit_was(desk, moved_by):
    published = desk.clock.now.replace(minute=0)
    desk.save(desk.read("/bac", article(body="Le bac coule.", published=published)))
    desk.clock.pass_hours(48)
    moved = published + dt.timedelta(hours=moved_by)
    desk.save(desk.read("/bac", article(body="Le bac ne coule pas.", published=moved)))

    assert desk.column("SELECT hours_after FROM article_edits") == [48.0 - min(moved_by, 0)]


def test_a_text_that_was_fetched_before_all_that_is_known_has_no_hours(desk):
    desk.save(desk.read("/bac", article(body="Le bac coule.", published=desk.clock.now)))
    desk.clock.pass_hours(-3)
    desk.save(desk.read("/bac", article(body="Le bac ne coule pas.", published=desk.clock.now)))

    assert desk.column("SELECT hours_after FROM article_edits") == [0.0]
    desk.save(desk.read("/phare", article(title="Phare", published=desk.clock.now)))
    desk.clock.pass_hours(-3)
    later = desk.clock.now + dt.timedelta(hours=3)
    desk.save(desk.read("/phare", article(title="Phare", body="Éteint.", published=later)))
    assert desk.column("SELECT hours_after FROM article_edits WHERE title = 'Phare'") == [None]


@pytest.mark.parametrize(
    ("address", "apart"), [("/2025/08/09/bac", [2]), ("/bac-20250812", [-1]), ("/2025/08/11/bac", []), ("/bac", [])]
)
def test_days_of_addresses_that_differ_from_the_publishers_are_conflicts(desk, address, apart):
    desk.save(desk.read(address, article(published=dt.date(2025, 8, 11))))

    assert desk.column("SELECT days_apart FROM date_conflicts") == apart


def test_an_article_that_moves_takes_the_day_of_its_new_address(desk):
    desk.save(desk.read("/2025/08/09/bac", article()))
    desk.save(desk.read("/2025/08/09/bac", article(lead="Enfin."), final_url="/2025/08/11/bac"))

    assert desk.rows("SELECT url, url_day FROM articles") == [(f"{SITE}/2025/08/11/bac", "2025-08-11")]


def test_each_text_is_cited_with_the_capture_that_it_came_from(desk):
    for body in ("Le bac coule.", "Le bac ne coule pas."):
        desk.save(desk.read("/bac", article(body=body)))
        desk.clock.pass_hours(1)

    assert desk.rows(
        "SELECT c.number, c.url, c.captured_at = k.fetched_at, c.payload_digest = k.payload_digest FROM citations c JOIN revisions r USING (article_id, number) JOIN captures k ON k.id = r.capture_id"
    ) == [
        (1, f"{SITE}/bac", 1, 1),
        (2, f"{SITE}/bac", 1, 1),
    ]


def test_what_was_added_without_a_capture_has_no_citation(desk):
    desk.archive.add(article(url="https://autre.example/bac"))

    assert desk.rows("SELECT * FROM citations") == []
