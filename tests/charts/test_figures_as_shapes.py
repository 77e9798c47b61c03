"""Hours, bars, timelines and sparklines."""

from __future__ import annotations

import datetime as dt

from archiver.charts import (
    Bar,
    Frame,
    TimeRow,
    TimeSpan,
    bar_rows,
    bars_chart,
    hour_rows,
    hours_chart,
    sparkline,
    time_rows,
    timeline_chart,
)
from support.charts import hints, parsed, sizes, texts

FRAME = Frame(key="k", title="t")
NOON = dt.datetime(2025, 8, 4, 12, tzinfo=dt.UTC)


def week(**hours: int) -> list[list[int]]:
    """Counts of a Monday, an hour each: ``h9=4``."""
    monday = [hours.get(f"h{hour}", 0) for hour in range(24)]
    return [monday, *([[0] * 24] * 6)]


def test_an_hour_is_a_square_as_large_as_its_share():
    markup = hours_chart(FRAME, week(h9=100, h10=25))
    assert hints(markup) == ["Monday 09:00 to 10:00: 100", "Monday 10:00 to 11:00: 25"]
    full, quarter = sizes(markup, "width")
    assert abs(full / 2 - quarter) < 0.2
    assert sizes(markup, "width") == sizes(markup, "height")


def test_a_weekday_says_its_sum():
    assert texts(hours_chart(FRAME, week(h9=1000, h10=1)))[9] == "1,001"
    assert hour_rows(week(h9=4)).rows[9] == ("09:00", "4", *(["0"] * 6))


def test_no_hour_is_said_in_a_sentence():
    assert texts(hours_chart(FRAME, week())) == ["No article names the hour of its publication."]


def test_bars_are_as_long_as_their_values():
    bars = [Bar(label="a", value=40), Bar(label="b", value=10), Bar(label="c", value=0)]
    long, short = sizes(bars_chart(FRAME, bars), "width")
    assert abs(long / 4 - short) < 0.1
    assert texts(bars_chart(FRAME, bars)) == ["a", "40", "b", "10", "c", "0"]
    assert bar_rows(bars, ("what", "how many")).rows == (("a", "40"), ("b", "10"), ("c", "0"))


def test_a_share_is_drawn_within_its_whole():
    markup = bars_chart(FRAME, [Bar(label="title", value=0.5, text="50 %")], whole=1)
    whole, part = (float(rect.get("width")) for rect in parsed(markup).iter("rect"))
    assert abs(whole / 2 - part) < 0.1


def test_no_bar_is_said_in_a_sentence():
    assert texts(bars_chart(FRAME, [])) == ["There is nothing to show."]


def span(start: int, end: int, *, goes_on: bool = False) -> TimeSpan:
    hours = dt.timedelta(hours=1)
    return TimeSpan(start=NOON + start * hours, end=NOON + end * hours, goes_on=goes_on, text="/sport")


def test_a_stretch_of_time_is_a_bar_and_an_open_end_an_arrow():
    row = TimeRow(label="Ferry", spans=(span(0, 2), span(6, 8, goes_on=True)))
    markup = timeline_chart(FRAME, [row])
    assert hints(markup) == [
        "/sport 2025-08-04 12:00 to 2025-08-04 14:00",
        "/sport 2025-08-04 18:00 to 2025-08-04 20:00, still there then",
    ]
    assert sizes(markup, "width")[0] == sizes(markup, "width")[1]
    arrows = [path for path in parsed(markup).iter("path") if path.get("class") == "chart-bar"]
    assert len(arrows) == 1
    assert [one[1:] for one in time_rows([row]).rows] == [
        ("2025-08-04 12:00", "2025-08-04 14:00", "/sport"),
        ("2025-08-04 18:00", "2025-08-04 20:00, still there then", "/sport"),
    ]


def test_what_may_go_on_is_drawn_no_further_than_it_was_seen():
    row = TimeRow(label="Ferry", spans=(span(0, 2, goes_on=True), span(0, 4)))
    known, whole = sizes(timeline_chart(FRAME, [row]), "width")
    assert abs(whole / 2 - known) < 0.1


def test_what_was_seen_within_minutes_is_told_by_the_minute():
    minutes = TimeSpan(start=NOON, end=NOON + dt.timedelta(minutes=5))
    written = texts(timeline_chart(FRAME, [TimeRow(label="Ferry", spans=(minutes,))]))
    assert written == ["Ferry", "12:00", "12:01", "12:02", "12:03", "12:04", "4 Aug 2025"]


def test_lanes_whose_names_begin_alike_can_be_told_apart():
    long = "Most read · news.example/a/very/long/path/that/all/of/these/pages/share/with/each/other"
    rows = [TimeRow(label=f"{long}/{n}", spans=(span(0, 1),)) for n in range(3)]
    names = texts(timeline_chart(FRAME, rows))[:3]
    assert [name[-2:] for name in names] == ["/0", "/1", "/2"]
    assert all(name.startswith("Most read") and "…" in name for name in names)


def test_what_was_seen_once_can_be_seen():
    markup = timeline_chart(FRAME, [TimeRow(label="Ferry", spans=(span(0, 0),))])
    assert sizes(markup, "width") == [3]


def test_no_stretch_is_said_in_a_sentence():
    assert texts(timeline_chart(FRAME, [TimeRow(label="Ferry", spans=())])) == ["There is nothing to show."]


def test_a_sparkline_says_what_it_shows():
    root = parsed(sparkline([3, 1200, 7], "articles a week"))
    assert root.get("aria-label") == "articles a week: from 3 to 7, at most 1,200"
    assert root.get("role") == "img"
    assert sparkline([], "articles a week") == ""
