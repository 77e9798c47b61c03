"""Days of calendars and addresses."""

import datetime as dt

import pytest

from archiver.calendar_days import day_in_url, in_window, valid_day

DAY = dt.date(2025, 8, 11)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2025, 8, 11), (2568, 8, 11), (1404, 5, 20)],
    ids=["Gregorian", "Buddhist", "Solar Hijri"],
)
def test_a_day_is_the_same_in_every_calendar(year, month, day):
    assert valid_day(year, month, day) == DAY


@pytest.mark.parametrize(("year", "month", "day"), [(2025, 2, 30), (2025, 13, 1), (1404, 7, 31), (2025, 0, 1)])
def test_a_day_that_is_not_there_is_none(year, month, day):
    assert valid_day(year, month, day) is None


def test_the_first_of_1970_is_a_missing_date():
    assert not in_window(dt.date(1970, 1, 1))
    assert in_window(dt.date(1970, 1, 2))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://daily.example/2025/08/11/story", DAY),
        ("https://daily.example/2025/aug/11/story", DAY),
        ("https://daily.example/news/2025-08-11-story.html", DAY),
        ("https://daily.example/a-20250811.html", DAY),
        ("https://daily.example/2025/august/11/story", DAY),
        ("https://daily.example/2025/0811/c64.html", DAY),
        ("https://daily.example/2025-08/11/content_7.htm", DAY),
        ("https://daily.example/2025/8/11/story", DAY),
        ("https://daily.example/2025/8/1", dt.date(2025, 8, 1)),
        ("https://daily.example/2025/10/3-questions-to-a-baker/", None),
        ("https://daily.example/2025/13/45/story", None),
        ("https://daily.example/article-3720250811999", None),
        ("https://daily.example/story", None),
    ],
)
def test_an_address_may_name_the_day(url, expected):
    assert day_in_url(url) == expected
