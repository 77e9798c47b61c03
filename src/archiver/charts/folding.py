"""Days folded to weeks, months, years, so that a bar for each fits into a drawing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

DayCounts: TypeAlias = tuple[tuple[dt.date, int], ...]

#: of all articles, so many may be left out at either end when nothing else shortens the axis
_STRAY_SHARE = 0.01
_A_FEW = 5
#: days that are never far from the others: about a year
_NEAR = 366


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of time that one bar stands for."""

    name: str
    #: a day's stretch, by number, one after the other
    index: Callable[[dt.date], int]
    #: the first day of a stretch by its number, as an ordinal; of any number, beyond the calendar's end as well
    start: Callable[[int], int]


def _first_of(year: int, month: int = 1) -> int:
    if year > dt.MAXYEAR:
        return dt.date.max.toordinal() + 1
    return dt.date(max(year, 1), month, 1).toordinal()


UNITS = (
    Unit("day", dt.date.toordinal, lambda n: n),
    Unit("week", lambda day: (day.toordinal() - 1) // 7, lambda n: n * 7 + 1),  # the year 1 began on a Monday
    Unit("month", lambda day: day.year * 12 + day.month - 1, lambda n: _first_of(n // 12, n % 12 + 1)),
    Unit("quarter", lambda day: (day.year * 12 + day.month - 1) // 3, lambda n: _first_of(n // 4, n % 4 * 3 + 1)),
    Unit("year", lambda day: day.year, _first_of),
    Unit("decade", lambda day: day.year // 10, lambda n: _first_of(n * 10)),
    Unit("century", lambda day: day.year // 100, lambda n: _first_of(n * 100)),
)


def unit_for(first: dt.date, last: dt.date, most: int) -> Unit:
    """The shortest stretch of which no more than ``most`` lead from one day to the other."""
    return next((unit for unit in UNITS if unit.index(last) - unit.index(first) < most), UNITS[-1])


def folded(days: Iterable[tuple[dt.date, int]], unit: Unit) -> Counter[int]:
    """How many there are of each stretch, by its number."""
    counts: Counter[int] = Counter()
    for day, articles in days:
        counts[unit.index(day)] += articles
    return counts


def without_strays(days: DayCounts) -> tuple[dt.date, dt.date]:
    """From which to which day the axis goes: without a few far from all others, which would press these together.

    An archive with ten stories dated 1970 for want of a better date shows its own years, not fifty empty ones, and so
    does a small one with a story of the year 1. The whole range where leaving them out would not shorten it by half.
    """
    days = tuple(sorted(days))
    spare = _spare(sum(count for _, count in days))
    first, last = _edge(days, spare), _edge(days[::-1], spare)
    reach = max((last - first).days, _NEAR)
    near = [day for day, _ in days if (first - day).days <= reach and (day - last).days <= reach]
    is_worth_it = first <= last and (near[-1] - near[0]).days < (days[-1][0] - days[0][0]).days / 2
    return (near[0], near[-1]) if is_worth_it else (days[0][0], days[-1][0])


def _spare(articles: int) -> int:
    """How many may be left out at either end: of a handful none, as there is no telling which of them are astray."""
    return max(int(articles * _STRAY_SHARE), 1) if articles >= _A_FEW else 0


def _edge(days: DayCounts, spare: int) -> dt.date:
    for day, count in days:
        spare -= count
        if spare < 0:
            return day
    return days[-1][0]
