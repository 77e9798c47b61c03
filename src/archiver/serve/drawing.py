"""Charts as our pages show them: the drawing for each width, and its figures as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archiver.charts import (
    Bar,
    Frame,
    Series,
    Table,
    bar_rows,
    bars_chart,
    day_rows,
    days_chart,
    for_all_widths,
    hour_rows,
    hours_chart,
)
from archiver.charts.drawing import amount, share
from archiver.charts.scales import day_text
from archiver.timestamps import stored_day

#: rows of a table of days: months where there are more days than that
_MOST_ROWS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart and what it shows."""

    caption: str
    #: markup of ours, in which all texts are escaped
    svg: str
    table: Table


def series_of(name: str, days: Iterable[tuple[str, int]]) -> Series:
    """Counts by day, the days as SQLite gives them; what is no day is left out."""
    return Series(name=name, days=tuple((day, articles) for text, articles in days if (day := _day(text)) is not None))


#: the days of one source are those of the others
_day = lru_cache(maxsize=100_000)(stored_day)


def days_picture(series: Sequence[Series], *, left_out: int = 0) -> Picture:
    """Articles by day, or by longer stretches where there are many days; and of how many the date is none."""
    caption = "Articles by day of publication"
    frame = Frame(key="days", title=caption, summary=_summary(series, left_out))
    rows = day_rows(series, most=_MOST_ROWS)
    svg = for_all_widths(lambda one: days_chart(one, series), frame, is_broad=True)
    return Picture(caption=f"Articles by {rows.unit} of publication", svg=svg, table=rows.table)


def _summary(series: Sequence[Series], left_out: int) -> str:
    days = [day for one in series for day, _ in one.days]
    told = _NO_DATE
    if days:
        total = sum(one.total for one in series)
        told = f"{amount(total)} articles from {day_text(min(days))} to {day_text(max(days))}."
    return told + (f" {amount(left_out)} more have a date that is none." if left_out else "")


_NO_DATE = "No article has a date."


def hours_picture(counts: Sequence[Sequence[int]], caption: str) -> Picture:
    """Articles by weekday and hour."""
    frame = Frame(key="hours", title=caption)
    svg = for_all_widths(lambda one: hours_chart(one, counts), frame, is_broad=True)
    return Picture(caption=caption, svg=svg, table=hour_rows(counts))


def bars_picture(
    key: str, caption: str, counts: Iterable[tuple[str, int]], *, whole: int | None = None, what: str = "what"
) -> Picture:
    """A bar for each; of a whole, each with its share."""
    bars = [Bar(label=name, value=count, text=share(count, whole) if whole else None) for name, count in counts]
    frame = Frame(key=key, title=caption)
    svg = for_all_widths(lambda one: bars_chart(one, bars, whole=whole), frame)
    return Picture(caption=caption, svg=svg, table=bar_rows(bars, (what, "articles")))
