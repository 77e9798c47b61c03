"""One moment in the publisher's own offset."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from archiver.parser.offsets import settle
from archiver.timestamps import Reading

DAY = dt.date(2025, 8, 11)
UTC = Reading(day=DAY, clock=dt.time(12, 5, 40), zone=dt.UTC)
PARIS = dt.timezone(dt.timedelta(hours=2))


def shown(day=DAY, clock=None, zone=None):
    return Reading(day=day, clock=clock, zone=zone)


def settled(reading, shown=(), others=()):
    return settle(reading, shown, others).moment.isoformat()


def test_declared_and_shown_clock_give_the_offset():
    assert settled(UTC, [shown(clock=dt.time(14, 5))]) == "2025-08-11T14:05:40+02:00"


def test_the_same_moment_elsewhere_gives_the_offset():
    other = shown(clock=dt.time(14, 5, 41), zone=PARIS)
    assert settled(UTC, [], [other]) == "2025-08-11T14:05:40+02:00"


def test_the_day_shown_gives_the_smallest_offset_that_makes_it():
    late = Reading(day=DAY, clock=dt.time(22, 30), zone=dt.UTC)
    assert settled(late, [shown(dt.date(2025, 8, 12))]) == "2025-08-12T00:30:00+02:00"
    early = Reading(day=DAY, clock=dt.time(2, 30), zone=dt.UTC)
    assert settled(early, [shown(dt.date(2025, 8, 10))]) == "2025-08-10T23:30:00-03:00"


def test_another_day_far_away_changes_nothing():
    assert settled(UTC, [shown(dt.date(2025, 8, 20))]) == "2025-08-11T12:05:40+00:00"


def test_clocks_that_no_offset_explains_change_nothing():
    assert settled(UTC, [shown(clock=dt.time(14, 12))]) == "2025-08-11T12:05:40+00:00"


def test_an_offset_of_its_own_is_kept():
    reading = shown(clock=dt.time(14, 5), zone=PARIS)
    assert settled(reading, [shown(clock=dt.time(9, 0))]) == "2025-08-11T14:05:00+02:00"


def test_a_time_without_zone_takes_the_one_of_a_moment_near_it():
    modified = shown(dt.date(2025, 8, 12), dt.time(9, 0), PARIS)
    assert settled(shown(clock=dt.time(14, 5)), [], [modified]) == "2025-08-11T14:05:00+02:00"


def test_a_zone_of_another_season_is_not_taken():
    modified = shown(dt.date(2025, 12, 12), dt.time(9, 0), dt.timezone(dt.timedelta(hours=1)))
    assert settled(shown(clock=dt.time(14, 5)), [], [modified]) == "2025-08-11"


def test_a_bare_day_stays_one():
    assert settled(shown()) == "2025-08-11"


READINGS = st.builds(
    Reading,
    day=st.dates(dt.date(2000, 1, 2), dt.date(2090, 1, 1)),
    clock=st.none() | st.times(),
    zone=st.none() | st.integers(-12, 14).map(lambda hours: dt.timezone(dt.timedelta(hours=hours))),
)


@given(READINGS, st.lists(READINGS, max_size=3), st.lists(READINGS, max_size=3))
def test_no_instant_is_ever_moved(reading, shown, others):
    before, after = reading.moment, settle(reading, shown, others).moment
    if isinstance(before, dt.datetime):
        assert after == before
    else:
        assert after == before or (isinstance(after, dt.datetime) and after.date() == before)
