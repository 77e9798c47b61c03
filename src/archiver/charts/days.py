"""Articles a day: all of them above, below them a row for each source, on one axis of time.

Rows with their names, rather than colours stacked upon each other: of a stack only the lowest source has a base line to
be read against, and nine colours can be told apart by nobody. Each row has a scale of its own, whose end is written
beside it, so that the gaps of a small source show as well as those of a large one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from archiver.charts.drawing import WIDE, Frame, Table, amount, box, clipped, label, line, sentence, svg
from archiver.charts.folding import DayCounts, Unit, folded, unit_for, without_strays
from archiver.charts.scales import Span, day_text, nice_ticks, time_axis

#: a source more would be smaller than "others"
MOST_SERIES = 8
_NAMES, _BROAD_NAMES = 196, 300
_SCALE = 44
_ALL_HEIGHT, _ROW_HEIGHT = 96, 30
_BAR = 3.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """How many articles of which day; days without are left out."""

    name: str
    days: DayCounts

    @property
    def total(self) -> int:
        """All of them."""
        return sum(count for _, count in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRows:
    """What ``days_chart`` draws: the unit of its bars, and the counts of each stretch of days."""

    unit: str
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    span: Span
    unit: Unit
    #: numbers of the first and the last stretch that is drawn
    first: int
    last: int


def ranked(series: Sequence[Series], most: int = MOST_SERIES) -> tuple[Series, ...]:
    """The largest series, the rest as one."""
    ordered = sorted(series, key=lambda one: (-one.total, one.name))
    if len(ordered) <= most + 1:
        return tuple(ordered)
    rest = _joined(f"{len(ordered) - most} others", ordered[most:])
    return (*ordered[:most], rest)


def _joined(name: str, series: Sequence[Series]) -> Series:
    counts: dict[dt.date, int] = {}
    for one in series:
        for day, count in one.days:
            counts[day] = counts.get(day, 0) + count
    return Series(name=name, days=tuple(sorted(counts.items())))


def days_chart(frame: Frame, series: Sequence[Series]) -> str:
    """Bars for days, or for weeks, months or years where there are too many of them."""
    everything = _joined("all sources" if len(series) > 1 else "all articles", series)
    if not everything.total:
        return sentence(frame, "No article has a date.")
    layout = _layout(frame, everything)
    rows = [everything, *(ranked(series) if len(series) > 1 else ())]
    parts: list[str] = []
    y = 20.0 if frame.is_narrow else 14.0
    for row in rows:
        height = _ALL_HEIGHT if row is everything else _ROW_HEIGHT
        y += 26 if frame.is_narrow else 6
        parts += _row(frame, layout, row, (y, y + height))
        y += height + 8
    return svg(frame, y + 38, [*parts, *time_axis(layout.span, y), *_notes(layout, everything)])


def _layout(frame: Frame, everything: Series) -> _Layout:
    first_day, last_day = without_strays(everything.days)
    left = float(_SCALE if frame.is_narrow else _names(frame) + _SCALE)
    right = frame.width - 8.0
    unit = unit_for(first_day, last_day, int((right - left) / _BAR))
    first, last = unit.index(first_day), unit.index(last_day)
    span = Span(first=unit.start(first), last=unit.start(last + 1), left=left, right=right, is_of_days=True)
    return _Layout(span=span, unit=unit, first=first, last=last)


def _names(frame: Frame) -> int:
    """How much room the names of sources have."""
    return _BROAD_NAMES if frame.width > WIDE else _NAMES


def _row(frame: Frame, layout: _Layout, series: Series, between: tuple[float, float]) -> Iterator[str]:
    top, bottom = between
    counts = folded(series.days, layout.unit)
    shown = {n: counts[n] for n in sorted(counts) if layout.first <= n <= layout.last}
    highest = max(shown.values(), default=1)
    yield from _name(frame, series, between)
    for tick in _grid(highest, is_row=bottom - top <= _ROW_HEIGHT):
        y = bottom - tick / highest * (bottom - top)
        yield line((layout.span.left, y), (layout.span.right, y), "chart-grid")
        yield label(layout.span.left - 6, y + 4, amount(tick), "chart-muted", "end")
    yield line((layout.span.left, bottom), (layout.span.right, bottom), "chart-axis")
    yield from _bars(layout, shown, between, highest)


def _grid(highest: int, *, is_row: bool) -> tuple[int, ...]:
    """Round numbers that the highest bar reaches: a few, or the largest one."""
    if not is_row:
        return tuple(tick for tick in nice_ticks(highest, 3)[1:] if tick <= highest)
    power: int = 10 ** (len(str(highest)) - 1)
    return (max(step * power for step in (1, 2, 5) if step * power <= highest),)


def _name(frame: Frame, series: Series, between: tuple[float, float]) -> Iterator[str]:
    top, bottom = between
    total = amount(series.total)
    if frame.is_narrow:
        yield label(0, top - 12, clipped(series.name, frame.width - 110), "chart-name")
        yield label(frame.width - 8, top - 12, total, "chart-muted", "end")
    else:
        y = (top + bottom) / 2 if bottom - top <= _ROW_HEIGHT else top + 18
        yield label(0, y - 1, clipped(series.name, _names(frame)), "chart-name")
        yield label(0, y + 15, total, "chart-muted")


def _bars(layout: _Layout, counts: dict[int, int], between: tuple[float, float], top: int) -> Iterator[str]:
    bottom, height = between[1], between[1] - between[0]
    for n, count in counts.items():
        first, following = layout.unit.start(n), layout.unit.start(n + 1)
        left, right = layout.span.x(first), layout.span.x(following)
        gap = min(1.0, (right - left) / 5)
        tall = max(count / top * height, 1)
        hint = f"{stretch_text(layout.unit, n)}: {amount(count)}"
        yield box((left + gap / 2, bottom - tall), (min(right - left - gap, 40), tall), "chart-bar", hint)


def stretch_text(unit: Unit, n: int) -> str:
    """What a bar stands for: a day, or the first day of more."""
    return _STRETCHES[unit.name](dt.date.fromordinal(unit.start(n)))


_STRETCHES: dict[str, Callable[[dt.date], str]] = {
    "day": day_text,
    "week": lambda day: f"week of {day_text(day)}",
    "month": lambda day: day.isoformat()[:7],
    "quarter": lambda day: f"{day.year} Q{(day.month + 2) // 3}",
    "year": lambda day: str(day.year),
    "decade": lambda day: f"{day.year // 10 * 10} to {day.year // 10 * 10 + 9}",
    "century": lambda day: f"{day.year // 100 * 100} to {day.year // 100 * 100 + 99}",
}


def _notes(layout: _Layout, everything: Series) -> Iterator[str]:
    """What a bar is, and how many articles are dated outside the axis."""
    outside = sum(n for day, n in everything.days if not layout.first <= layout.unit.index(day) <= layout.last)
    beyond = f"; {amount(outside)} far outside this time are not shown" if outside else ""
    yield label(0, 12, f"articles a {layout.unit.name}{beyond}", "chart-muted")


def day_rows(series: Sequence[Series], most: int = 400) -> DayRows:
    """The counts of all series, a row for each stretch of days that has any; no more than about so many rows."""
    everything = _joined("all", series)
    if not everything.days:
        return DayRows(unit="day", table=Table(headings=("day", "all"), rows=()))
    days = [day for day, _ in everything.days]
    unit = unit_for(days[0], days[-1], most) if len(days) > most else unit_for(days[0], days[0], 1)
    columns = [everything, *(ranked(series) if len(series) > 1 else ())]
    counts = [folded(column.days, unit) for column in columns]
    rows = tuple((stretch_text(unit, n), *(amount(count[n]) for count in counts)) for n in sorted(counts[0]))
    return DayRows(unit=unit.name, table=Table(headings=(unit.name, *(one.name for one in columns)), rows=rows))
