"""What stood from when to when: a row for each thing, a bar for each stretch of time, an arrow where it may go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archiver.charts.drawing import (
    Frame,
    Table,
    box,
    clipped_within,
    label,
    line,
    number,
    sentence,
    svg,
    tag,
    text_width,
)
from archiver.charts.scales import Span, day_number, time_axis

_HEIGHT = {False: 24, True: 40}
#: of the width at most, for the names on the left
_NAMES = 0.45
_THICK = 10
_ARROW = 6
#: an axis is never shorter: a minute
_SHORTEST = 1 / 1440


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """A stretch of time, as far as it is known."""

    start: dt.datetime
    end: dt.datetime
    #: whether it may go on after its end: nobody has seen that it did not
    goes_on: bool = False
    #: said of it to who points at it, and in the table
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRow:
    """A thing and when it was there."""

    label: str
    spans: tuple[TimeSpan, ...]


def timeline_chart(frame: Frame, rows: Sequence[TimeRow]) -> str:
    """Rows in the order given, over one axis (UTC), which ends with the last of them."""
    spans = [span for row in rows for span in row.spans]
    if not spans:
        return sentence(frame, "There is nothing to show.")
    axis = _axis(frame, rows)
    height, bottom = _HEIGHT[frame.is_narrow], len(rows) * _HEIGHT[frame.is_narrow] + 4
    parts = [part for n, row in enumerate(rows) for part in _row(frame, row, n * height, axis)]
    return svg(frame, bottom + 38, [*parts, *time_axis(axis, bottom)])


def _axis(frame: Frame, rows: Sequence[TimeRow]) -> Span:
    first = min(day_number(span.start) for row in rows for span in row.spans)
    last = max(day_number(span.end) for row in rows for span in row.spans)
    widest = max(text_width(row.label) for row in rows) + 16
    left = 4 if frame.is_narrow else min(max(widest, 60), frame.width * _NAMES)
    return Span(first=first, last=max(last, first + _SHORTEST), left=left, right=frame.width - 12)


def _row(frame: Frame, row: TimeRow, y: float, axis: Span) -> Iterator[str]:
    room = frame.width if frame.is_narrow else axis.left - 12
    middle = y + (28 if frame.is_narrow else 13)
    yield label(0, y + (15 if frame.is_narrow else 17), clipped_within(row.label, room), "chart-name")
    yield line((axis.left, middle), (axis.right, middle), "chart-grid")
    for span in row.spans:
        yield from _span(span, middle, axis)


def _span(span: TimeSpan, middle: float, axis: Span) -> Iterator[str]:
    left = axis.x(day_number(span.start))
    right = max(axis.x(day_number(span.end)), left + 3)
    hint = " ".join(filter(None, (span.text, span_text(span))))
    yield box((left, middle - _THICK / 2), (right - left, _THICK), "chart-bar", hint)
    if span.goes_on:
        tip = f"M{number(right)} {number(middle - 8)}l{_ARROW + 3} 8l-{_ARROW + 3} 8z"
        yield tag("path", d=tip, class_="chart-bar")


def span_text(span: TimeSpan) -> str:
    """From when to when, to the minute.

    >>> span_text(TimeSpan(start=dt.datetime(2025, 8, 3, 9), end=dt.datetime(2025, 8, 3, 10, 5), goes_on=True))
    '2025-08-03 09:00 to 2025-08-03 10:05, still there then'
    """
    return f"{span.start:%Y-%m-%d %H:%M} to {_end_text(span)}"


def _end_text(span: TimeSpan) -> str:
    return f"{span.end:%Y-%m-%d %H:%M}{', still there then' if span.goes_on else ''}"


def time_rows(rows: Sequence[TimeRow]) -> Table:
    """A row for each stretch of time."""
    return Table(
        headings=("what", "from (UTC)", "to (UTC)", "where"),
        rows=tuple(
            (
                row.label,
                f"{span.start:%Y-%m-%d %H:%M}",
                _end_text(span),
                span.text,
            )
            for row in rows
            for span in row.spans
        ),
    )
