from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.charts.drawing import text_width
from archiver.charts.scales import Span, day_number, nice_ticks, time_axis, time_ticks
from support.charts import parsed

LAST = dt.date.max.toordinal()


@given(st.integers(0, 10**12), st.integers(1, 6))
def test_ticks_begin_at_nothing_and_hold_the_highest(top, most):
    ticks = nice_ticks(top, most)
    assert ticks[0] == 0
    assert ticks[-1] >= top
    assert 2 <= len(ticks) <= most + 2
    assert len({after - before for before, after in itertools.pairwise(ticks)}) == 1


@given(st.floats(1, LAST), st.floats(0.0005, LAST), st.booleans())
def test_any_stretch_of_time_has_an_axis_whose_labels_do_not_touch(first, days, is_of_days):
    span = Span(first=first, last=min(first + days, LAST + 1), left=200, right=700, is_of_days=is_of_days)
    if span.last <= span.first:
        return
    rows: dict[str, float] = {}
    for part in time_axis(span, 0):
        element = parsed(part) if part.startswith("<text") else None
        if element is not None:
            half = text_width(element.text) / 2
            x = float(element.get("x"))
            assert x - half > rows.get(element.get("y"), -1)
            rows[element.get("y")] = x + half


@pytest.mark.parametrize(
    ("first", "last", "texts"),
    [
        ("2025-08-03T09:00", "2025-08-03T12:30", ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00"]),
        ("2025-08-03T09:02", "2025-08-03T09:41", ["09:10", "09:20", "09:30", "09:40"]),
        ("2025-08-03T00:00", "2025-08-06T00:00", ["00:00", "12:00"] * 3),
        ("2025-08-01T00:00", "2025-09-01T00:00", ["4 Aug", "11 Aug", "18 Aug", "25 Aug"]),
        ("2025-01-01T00:00", "2026-01-01T00:00", ["Jan", "Apr", "Jul", "Oct"]),
        ("2019-06-01T00:00", "2026-01-01T00:00", ["2020", "2021", "2022", "2023", "2024", "2025"]),
    ],
)
def test_ticks_are_round_moments(first, last, texts):
    first_at, last_at = (day_number(dt.datetime.fromisoformat(at)) for at in (first, last))
    ticks = time_ticks(Span(first=first_at, last=last_at, left=0, right=370))
    assert [tick.text for tick in ticks] == texts


def test_a_moment_is_placed_by_its_time_in_utc():
    east = dt.timezone(dt.timedelta(hours=6))
    assert day_number(dt.datetime(2025, 8, 3, 3, tzinfo=east)) == dt.date(2025, 8, 2).toordinal() + 0.875
