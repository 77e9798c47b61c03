"""What stood from when to when: a row for each thing, a bar for each stretch of time, an arrow where it goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archiver.charts.drawing import Frame, Table, box, clipped, label, line, number, sentence, svg, tag
from archiver.charts.scales import Span, day_number, time_axis

_HEIGHT = {False: 24, True: 40}
_NAMES = 270
_THICK = 10
_ARROW = 6
#: an axis is never shorter: an hour
_SHORTEST = 1 / 24


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """A stretch of time; ``end`` is ``None`` where it goes on."""

    start: dt.datetime
    end: dt.datetime | None
    #: said of it to who points at it, and in the table
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRow:
    """A thing and when it was there."""

    label: str
    spans: tuple[TimeSpan, ...]


def timeline_chart(frame: Frame, rows: Sequence[TimeRow], *, until: dt.datetime) -> str:
    """Rows in the order given, over one axis (UTC); what goes on is drawn up to ``until``."""
    spans = [span for row in rows for span in row.spans]
    if not spans:
        return sentence(frame, "There is nothing to show.")
    axis = _axis(frame, spans, until)
    height, bottom = _HEIGHT[frame.is_narrow], len(rows) * _HEIGHT[frame.is_narrow] + 4
    parts = [part for n, row in enumerate(rows) for part in _row(frame, row, n * height, axis)]
    return svg(frame, bottom + 38, [*parts, *time_axis(axis, bottom)])


def _axis(frame: Frame, spans: Sequence[TimeSpan], until: dt.datetime) -> Span:
    first = min(day_number(span.start) for span in spans)
    last = max(day_number(span.end or max(until, span.start)) for span in spans)
    left = 4 if frame.is_narrow else _NAMES
    return Span(first=first, last=max(last, first + _SHORTEST), left=left, right=frame.width - 12)


def _row(frame: Frame, row: TimeRow, y: float, axis: Span) -> Iterator[str]:
    room = frame.width if frame.is_narrow else _NAMES - 12
    middle = y + (28 if frame.is_narrow else 13)
    yield label(0, y + (15 if frame.is_narrow else 17), clipped(row.label, room), "chart-name")
    yield line((axis.left, middle), (axis.right, middle), "chart-grid")
    for span in row.spans:
        yield from _span(span, middle, axis)


def _span(span: TimeSpan, middle: float, axis: Span) -> Iterator[str]:
    left = axis.x(day_number(span.start))
    right = axis.right if span.end is None else axis.x(day_number(span.end))
    hint = " ".join(filter(None, (span.text, span_text(span))))
    yield box((left, middle - _THICK / 2), (max(right - left, 3), _THICK), "chart-bar", hint)
    if span.end is None:
        tip = f"M{number(axis.right)} {number(middle - 8)}l{_ARROW + 3} 8l-{_ARROW + 3} 8z"
        yield tag("path", d=tip, class_="chart-bar")


def span_text(span: TimeSpan) -> str:
    """From when to when, to the minute.

    >>> span_text(TimeSpan(start=dt.datetime(2025, 8, 3, 9, tzinfo=dt.UTC), end=None))
    '2025-08-03 09:00, still there'
    """
    start = f"{span.start:%Y-%m-%d %H:%M}"
    return f"{start}, still there" if span.end is None else f"{start} to {span.end:%Y-%m-%d %H:%M}"


def time_rows(rows: Sequence[TimeRow]) -> Table:
    """A row for each stretch of time."""
    return Table(
        headings=("what", "from (UTC)", "to (UTC)", "where"),
        rows=tuple(
            (
                row.label,
                f"{span.start:%Y-%m-%d %H:%M}",
                "still there" if span.end is None else f"{span.end:%Y-%m-%d %H:%M}",
                span.text,
            )
            for row in rows
            for span in row.spans
        ),
    )
