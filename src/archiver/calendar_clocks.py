"""The time of day in a canonical line (``calendar_lines``), and its zone.

14:05:00 z+0000 +0200    14 h 05    pm 2:05    2:05 pm y-0500    20.44 h
"""

from __future__ import annotations

import datetime as dt
import re

#: languages that write the time with a full stop
_DOTTED_CLOCK = ("da", "et", "fi", "id", "is", "it", "no", "sv")
_CLOCK = re.compile(
    r"(?:\b(?P<half_before>[ap]m) )?(?<![\w.:/-])(?P<hour>\d{1,2})(?: ?(?P<mark>[:h.]) ?(?P<minute>\d\d)(?!\d)"
    r"(?: ?[:.] ?(?P<second>\d\d)(?!\d)(?:[.,]\d{1,9})?)?)?(?: ?(?P<hours>h)\b)?(?: ?(?P<half_after>[ap]m)\b)?"
    r"(?: ?(?P<season>[zy])(?P<zone>[+-]\d{4}))?(?: ?(?P<offset>[+-]\d{1,2}(?::?\d\d)?)(?![\d:/.-]))?"
)
_NOON = 12
_FURTHEST_ZONE = dt.timedelta(hours=14)


def read_clock(text: str, day: dt.date, *, primary: str | None = None) -> tuple[dt.time, dt.tzinfo | None] | None:
    """The first time of day in a canonical line, with its zone on that day where one is named."""
    for match in _CLOCK.finditer(text):
        half = match["half_before"] or match["half_after"]
        is_marked = half or match["hours"] or (match["minute"] and (match["mark"] != "." or primary in _DOTTED_CLOCK))
        if is_marked and (clock := _clock_of(match, half)):
            return clock, _zone_of(match, day)
    return None


def _clock_of(match: re.Match[str], half: str | None) -> dt.time | None:
    hour = int(match["hour"])
    if half and 1 <= hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    try:
        return dt.time(hour, int(match["minute"] or 0), int(match["second"] or 0))
    except ValueError:
        return None


def _zone_of(match: re.Match[str], day: dt.date) -> dt.tzinfo | None:
    offset, named = match["offset"], match["zone"]
    if not named and (not offset or len(offset) < len("+0200")):
        return None
    shift = _duration(named or "+0") + _duration(offset or "+0")
    if match["season"] == "y" and _is_american_summer(day):
        shift += dt.timedelta(hours=1)
    return dt.timezone(shift) if abs(shift) <= _FURTHEST_ZONE else None


def _duration(offset: str) -> dt.timedelta:
    """The span of ``+2``, ``+02``, ``+0200`` or ``+02:00``."""
    digits = offset[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > len("02") else (digits, "0")
    span = dt.timedelta(hours=int(hours), minutes=int(minutes))
    return -span if offset[0] == "-" else span


def _is_american_summer(day: dt.date) -> bool:
    """Since 2007: from the second Sunday of March to the first of November."""
    march, november = dt.date(day.year, 3, 8), dt.date(day.year, 11, 1)
    return march + dt.timedelta(6 - march.weekday()) <= day < november + dt.timedelta(6 - november.weekday())
