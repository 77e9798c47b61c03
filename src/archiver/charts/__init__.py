"""Charts as inline SVG: figures in, markup out.

A chart is a picture with a name (``role="img"``, a title and a description) and carries no style of its own: how it
looks is said once, in ``charts.css``, for light and dark, paper and forced colours. Nothing depends on telling colours
apart: series are rows with their names beside them, an hour's share is the size of a square, an open end an arrow.

What a chart shows belongs in a table, too, for those who cannot see it: each has a function that gives its rows.
"""

from archiver.charts.bars import Bar, bar_rows, bars_chart
from archiver.charts.days import DayRows, Series, day_rows, days_chart
from archiver.charts.drawing import BROAD, NARROW, WIDE, Frame, Table, for_all_widths, style_sheet
from archiver.charts.hours import WEEKDAYS, hour_rows, hours_chart
from archiver.charts.sparkline import sparkline
from archiver.charts.timeline import TimeRow, TimeSpan, time_rows, timeline_chart

__all__ = [
    "BROAD",
    "NARROW",
    "WEEKDAYS",
    "WIDE",
    "Bar",
    "DayRows",
    "Frame",
    "Series",
    "Table",
    "TimeRow",
    "TimeSpan",
    "bar_rows",
    "bars_chart",
    "day_rows",
    "days_chart",
    "for_all_widths",
    "hour_rows",
    "hours_chart",
    "sparkline",
    "style_sheet",
    "time_rows",
    "timeline_chart",
]
