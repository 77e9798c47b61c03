"""Round numbers and round moments for axes, and labels that do not touch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil

from archiver.charts.drawing import label, line, number, tag, text_width

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: between two labels of an axis
_GAP = 8
#: a label of a time axis needs so much room
_LABEL_ROOM = 52
#: steps of a time axis: how many of what
_STEPS = (
    *(("minute", n) for n in (1, 2, 5, 10, 20, 30)),
    *(("hour", n) for n in (1, 3, 6, 12)),
    *(("day", n) for n in (1, 2, 7, 14)),
    *(("month", n) for n in (1, 3, 6)),
    *(("year", n) for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)
#: of a day: moments that are so near are one; a fraction of a day is not exact
_TRIFLE = 1e-8
_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "month": 30.4, "year": 365.2}


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on a time axis."""

    #: as ``day_number`` has it
    at: float
    text: str
    #: what the text leaves open: the year of a month, the day of an hour
    context: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from the first to the last, laid out between two places."""

    #: as ``day_number`` has it; the second is the greater one
    first: float
    last: float
    left: float
    right: float
    #: whether hours mean nothing on it
    is_of_days: bool = False

    def x(self, at: float) -> float:
        """Where a moment is drawn."""
        return self.left + (at - self.first) / (self.last - self.first) * (self.right - self.left)


def nice_ticks(top: float, most: int = 4) -> tuple[int, ...]:
    """Whole round numbers from 0 to the first that is not below ``top``, about so many steps.

    >>> nice_ticks(37), nice_ticks(0), nice_ticks(1)
    ((0, 10, 20, 30, 40), (0, 1), (0, 1))
    """
    step = next(s for power in count() for s in (10**power, 2 * 10**power, 5 * 10**power) if top <= s * most)
    return tuple(range(0, (max(ceil(top / step), 1) + 1) * step, step))


def day_number(moment: dt.date) -> float:
    """Days since the year 1, those of a moment in UTC with their fraction."""
    if not isinstance(moment, dt.datetime):
        return float(moment.toordinal())
    at = moment if moment.tzinfo is None else moment.astimezone(dt.UTC)
    return at.toordinal() + (at.hour * 3600 + at.minute * 60 + at.second) / 86400


def time_ticks(span: Span) -> tuple[Tick, ...]:
    """Round moments within the span, its end left out, as many as there is room to name."""
    most = max((span.right - span.left) / _LABEL_ROOM, 1)
    steps = [(unit, step) for unit, step in _STEPS if unit not in {"minute", "hour"} or not span.is_of_days]
    unit, step = next((s for s in steps if (span.last - span.first) / (_DAYS[s[0]] * s[1]) <= most), steps[-1])
    return tuple(tick for tick in _TICKS[unit](span, step) if span.first - _TRIFLE <= tick.at < span.last)


def _hours(span: Span, step: int) -> Iterator[Tick]:
    for hour in range(ceil(span.first * 24 / step) * step, ceil(min(span.last, _LAST + 1) * 24), step):
        yield Tick(hour / 24, f"{hour % 24:02}:00", day_text(dt.date.fromordinal(hour // 24)))


def _minutes(span: Span, step: int) -> Iterator[Tick]:
    for minute in range(
        ceil((span.first - _TRIFLE) * 1440 / step) * step, ceil(min(span.last, _LAST + 1) * 1440), step
    ):
        day = dt.date.fromordinal(minute // 1440)
        yield Tick(minute / 1440, f"{minute // 60 % 24:02}:{minute % 60:02}", day_text(day))


def _days(span: Span, step: int) -> Iterator[Tick]:
    for day in range(ceil((span.first - 1) / step) * step + 1, int(min(span.last, _LAST)) + 1, step):
        at = dt.date.fromordinal(day)
        yield Tick(day, f"{at.day} {MONTHS[at.month - 1]}", str(at.year))


def _months(span: Span, step: int) -> Iterator[Tick]:
    first, last = (dt.date.fromordinal(int(min(at, _LAST))) for at in (span.first, span.last))
    begin = (first.year * 12 + first.month - 1) // step * step
    for month in range(max(begin, 12), last.year * 12 + last.month, step):
        at = dt.date(month // 12, month % 12 + 1, 1)
        yield Tick(at.toordinal(), MONTHS[at.month - 1], str(at.year))


def _years(span: Span, step: int) -> Iterator[Tick]:
    first, last = (dt.date.fromordinal(int(min(at, _LAST))) for at in (span.first, span.last))
    for year in range(max(first.year // step * step, step), last.year + 1, step):
        yield Tick(dt.date(year, 1, 1).toordinal(), str(year), "")


_LAST = dt.date.max.toordinal()
_TICKS = {"minute": _minutes, "hour": _hours, "day": _days, "month": _months, "year": _years}


def day_text(day: dt.date) -> str:
    """A day for people.

    >>> day_text(dt.date(2025, 8, 3))
    '3 Aug 2025'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def time_axis(span: Span, y: float) -> Iterator[str]:
    """A line, its ticks, their names below, and below these what they leave open, where it begins or changes."""
    ticks = time_ticks(span)
    yield line((span.left, y), (span.right, y), "chart-axis")
    marks = "".join(f"M{number(span.x(tick.at))} {number(y)}v4" for tick in ticks)
    yield tag("path", d=marks, class_="chart-axis") if marks else ""
    yield from _spread([(span.x(tick.at), tick.text) for tick in ticks], y + 17, span)
    yield from _spread(_contexts(ticks, span), y + 33, span)


def _contexts(ticks: Sequence[Tick], span: Span) -> list[tuple[float, str]]:
    before = ["", *(tick.context for tick in ticks)]
    return [
        (span.x(tick.at), tick.context)
        for tick, last in zip(ticks, before, strict=False)
        if tick.context and tick.context != last
    ]


def _spread(texts: Iterable[tuple[float, str]], y: float, span: Span) -> Iterator[str]:
    """Each text below its place, within the drawing; one that would touch the one before is left out."""
    free_from = float("-inf")
    for x, text in texts:
        half = text_width(text) / 2
        middle = min(max(x, half), span.right + 6 - half)
        if middle - half < free_from:
            continue
        free_from = middle + half + _GAP
        yield label(middle, y, text, "chart-muted", "middle")
