"""One moment out of several readings of it: the time where it is named, in the publisher's own offset.

Content systems declare moments in UTC while the page shows the publisher's clock. Both together give the offset; the
instant stays as declared, the day as shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archiver.model import Moment
from archiver.timestamps import Reading

_FURTHEST_EAST = dt.timedelta(hours=14)
_FURTHEST_WEST = dt.timedelta(hours=-12)
#: all offsets in use are multiples of this
_STEP = dt.timedelta(minutes=15)
_HOUR = dt.timedelta(hours=1)
_ZERO = dt.timedelta()
#: summer time does not begin or end within so many days, or else it does for few pages
_SAME_SEASON = dt.timedelta(days=10)


class Settled(NamedTuple):
    """A moment, and what was done to get it."""

    moment: Moment
    rule: str


def settle(reading: Reading, shown: Iterable[Reading], others: Iterable[Reading]) -> Settled:
    """The moment of a reading in the publisher's own offset.

    ``shown`` are what the page shows of the same moment, ``others`` all readings of the page that may name the offset.
    """
    moment = reading.moment
    if isinstance(moment, dt.datetime):
        return _local(moment, tuple(shown), others) if moment.utcoffset() == _ZERO else Settled(moment, "as declared")
    if reading.clock is None:
        return Settled(moment, "the bare day")
    naive = dt.datetime.combine(reading.day, reading.clock)
    for zone in _zones_near(naive, others):
        return Settled(naive.replace(tzinfo=zone), "the offset of another moment of the page")
    return Settled(moment, "the bare day, as no offset is named")


def _local(moment: dt.datetime, shown: tuple[Reading, ...], others: Iterable[Reading]) -> Settled:
    """A moment in UTC, in the offset that the page shows."""
    for other in others:
        same = other.moment
        if isinstance(same, dt.datetime) and same.utcoffset() != _ZERO and abs(same - moment) < dt.timedelta(minutes=1):
            return Settled(moment.astimezone(same.tzinfo), "the offset of the same moment elsewhere")
    for reading in shown:
        if reading.clock is not None and reading.zone is None and (zone := _offset_between(moment, reading)):
            return Settled(moment.astimezone(zone), "the offset between declared and shown clock")
    days = [reading.day for reading in shown]
    if days and moment.date() not in days and (zone := _smallest_offset(moment, days[0])):
        return Settled(moment.astimezone(zone), "the smallest offset that gives the day shown")
    return Settled(moment, "as declared")


def _zones_near(naive: dt.datetime, others: Iterable[Reading]) -> Iterator[dt.tzinfo]:
    for other in others:
        moment = other.moment
        if not isinstance(moment, dt.datetime) or moment.tzinfo is None or moment.utcoffset() == _ZERO:
            continue
        if abs(moment.replace(tzinfo=None) - naive) <= _SAME_SEASON:
            yield moment.tzinfo


def _offset_between(moment: dt.datetime, shown: Reading) -> dt.timezone | None:
    if shown.clock is None:
        return None
    local = dt.datetime.combine(shown.day, shown.clock.replace(second=0, microsecond=0))
    offset = local - moment.replace(tzinfo=None, second=0, microsecond=0)
    is_offset = _FURTHEST_WEST <= offset <= _FURTHEST_EAST and not offset % _STEP
    return dt.timezone(offset) if offset and is_offset else None


def _smallest_offset(moment: dt.datetime, day: dt.date) -> dt.timezone | None:
    """The whole hours nearest to UTC under which the moment falls on a day."""
    for hours in range(1, 13):
        for offset in (hours * _HOUR, -hours * _HOUR):
            if (moment + offset).date() == day:
                return dt.timezone(offset)
    return None
