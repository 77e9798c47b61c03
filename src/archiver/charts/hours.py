"""At which hours of the week: a square for each, as large as its share of the most frequent one.

Size, not shade: a pale cell would be invisible to many, and to a printer without colours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt

from archiver.charts.drawing import Frame, Table, amount, box, label, line, sentence, svg

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOURS = 24
#: for the weekday's name on the left, the day's sum on the right
_LEFT, _RIGHT = {False: 92, True: 34}, {False: 60, True: 50}


def hours_chart(frame: Frame, counts: Sequence[Sequence[int]]) -> str:
    """Seven rows from Monday on, of 24 counts each."""
    most = max((count for day in counts for count in day), default=0)
    if not most:
        return sentence(frame, "No article names the hour of its publication.")
    cell = (frame.width - _LEFT[frame.is_narrow] - _RIGHT[frame.is_narrow]) / _HOURS
    height = max(cell, 18)
    parts = [*_axis(frame, cell, 16)]
    for weekday, day in enumerate(counts):
        parts += _row(frame, weekday, day, (cell, height, most))
    return svg(frame, 24 + 7 * height + 6, parts)


def _axis(frame: Frame, cell: float, y: float) -> Iterator[str]:
    for hour in range(0, _HOURS, 6 if frame.is_narrow else 3):
        yield label(_LEFT[frame.is_narrow] + hour * cell, y, f"{hour:02}:00", "chart-muted")


def _row(frame: Frame, weekday: int, day: Sequence[int], sizes: tuple[float, float, int]) -> Iterator[str]:
    cell, height, most = sizes
    left, middle = _LEFT[frame.is_narrow], 24 + (weekday + 0.5) * height
    name = WEEKDAYS[weekday][:3] if frame.is_narrow else WEEKDAYS[weekday]
    yield label(0, middle + 4, name, "chart-name")
    yield line((left, middle + height / 2), (left + _HOURS * cell, middle + height / 2), "chart-grid")
    for hour, count in enumerate(day):
        if count:
            side = max(sqrt(count / most) * (min(cell, height) - 1), 1.5)
            corner = (left + (hour + 0.5) * cell - side / 2, middle - side / 2)
            hint = f"{WEEKDAYS[weekday]} {hour:02}:00 to {hour + 1:02}:00: {amount(count)}"
            yield box(corner, (side, side), "chart-bar", hint)
    yield label(frame.width - 2, middle + 4, amount(sum(day)), "chart-muted", "end")


def hour_rows(counts: Sequence[Sequence[int]]) -> Table:
    """A row for each hour, a column for each weekday."""
    rows = tuple((f"{hour:02}:00", *(amount(day[hour]) for day in counts)) for hour in range(_HOURS))
    return Table(headings=("hour", *WEEKDAYS), rows=rows)
