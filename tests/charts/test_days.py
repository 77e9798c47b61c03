from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.charts import Frame, Series, day_rows, days_chart
from support.charts import hints, sizes, texts

FRAME = Frame(key="days", title="Articles a day")
MONDAY = dt.date(2025, 8, 4)
SERIES = st.lists(st.tuples(st.dates(), st.integers(1, 10**6)), max_size=20, unique_by=lambda pair: pair[0]).map(
    lambda days: Series(name="a", days=tuple(sorted(days)))
)


def series(name: str, *counts: int) -> Series:
    days = tuple((MONDAY + dt.timedelta(n), count) for n, count in enumerate(counts) if count)
    return Series(name=name, days=days)


def test_each_day_has_a_bar_as_high_as_its_count():
    markup = days_chart(FRAME, [series("Gazette", 10, 0, 5)])
    assert hints(markup) == ["4 Aug 2025: 10", "6 Aug 2025: 5"]
    assert sizes(markup, "height") == [96, 48]
    assert texts(markup)[2:4] == ["5", "10"]


def test_all_sources_come_first_and_then_each_by_its_size_with_its_own_scale():
    markup = days_chart(FRAME, [series("Small", 2), series("Large", 8)])
    assert [text for text in texts(markup) if text in {"all sources", "Large", "Small"}] == [
        *("all sources", "Large", "Small")
    ]
    assert sizes(markup, "height") == [96, 30, 30]


def test_more_than_eight_sources_are_others():
    many = [series(f"source {n:03}", n) for n in range(1, 501)]
    written = texts(days_chart(FRAME, many))
    assert "492 others" in written
    assert "source 500" in written
    assert "source 492" not in written
    assert day_rows(many).table.headings[1:] == ("all", *(f"source {n}" for n in range(500, 492, -1)), "492 others")


def test_days_too_many_to_draw_are_folded():
    years = series("Gazette", *([1] * 2000))
    assert texts(days_chart(FRAME, [years]))[-1] == "articles a month"
    assert hints(days_chart(FRAME, [years]))[1] == "2025-09: 30"


def test_a_few_articles_far_away_do_not_press_the_others_together():
    far = Series(name="a", days=((dt.date(1970, 1, 1), 2), *series("a", *([40] * 10)).days))
    assert "articles a day; 2 far outside this time are not shown" in texts(days_chart(FRAME, [far]))


@pytest.mark.parametrize("absurd", [dt.date.min, dt.date.max])
def test_one_absurd_day_is_set_apart_in_a_small_archive_as_well(absurd):
    days = tuple(sorted([(absurd, 1), *series("a", 1, 2, 3).days]))
    written = texts(days_chart(FRAME, [Series(name="a", days=days)]))
    assert "articles a day; 1 far outside this time are not shown" in written


def test_articles_far_apart_from_one_another_are_all_shown():
    days = tuple((dt.date(year, 1, 1), 1) for year in (2008, 2012, 2016, 2020, 2024))
    assert len(hints(days_chart(FRAME, [Series(name="a", days=days)]))) == 5


def test_of_those_near_the_others_none_is_set_apart():
    days = tuple(sorted([(dt.date.min, 1), *series("a", *([40] * 10)).days, (MONDAY + dt.timedelta(300), 1)]))
    assert hints(days_chart(FRAME, [Series(name="a", days=days)]))[-1].endswith("2026: 1")


def test_the_table_holds_what_the_chart_leaves_out():
    far = Series(name="a", days=((dt.date(1970, 1, 1), 2), *series("a", 40).days))
    assert day_rows([far]).table.rows == (("1 Jan 1970", "2"), ("4 Aug 2025", "40"))


def test_no_day_is_said_in_a_sentence():
    assert texts(days_chart(FRAME, [])) == ["No article has a date."]
    assert day_rows([]).table.rows == ()


@given(st.lists(SERIES, max_size=3))
def test_any_days_make_a_chart_and_a_table_of_all_articles(many):
    total = sum(one.total for one in many)
    assert bool(hints(days_chart(FRAME, many))) == bool(total)
    assert sum(int(row[1].replace(",", "")) for row in day_rows(many, most=5).table.rows) == total
