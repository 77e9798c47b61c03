"""The options that say of which days a run asks for pages."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import TYPE_CHECKING, Any

import click

from archiver.model.listing import Span

if TYPE_CHECKING:
    from archiver.cli.session import Command

#: days of what a number may count
_UNITS = {"d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7}
_AGO = re.compile(r"([0-9]{1,5})\s*([a-z]+)")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


class _Days(click.ParamType[Span]):
    """A day, a month, or a number of days before today, as its first and last day."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Span:
        if isinstance(value, Span):
            return value
        span = read_days(str(value), dt.datetime.now(dt.UTC).date())
        if span is None:
            self.fail(f"'{value}' is no day (expected as in 2025-08-11, 2025-08, 7 days or 2w)", param, ctx)
        return span


DAYS = _Days()

_OPTIONS = (
    click.option(
        "--since",
        type=DAYS,
        metavar="DAY",
        help="Leave for later what is told to be older, before asking for it: 2025-08-11, 2025-08, 7 days, 2w.",
    ),
    click.option("--until", type=DAYS, metavar="DAY", help="The same for what is told to be newer."),
)


def window_options(function: Command) -> Command:
    """Gives a command ``--since`` and ``--until``; it receives ``window``."""

    @functools.wraps(function)
    def with_window(*arguments: Any, since: Span | None, until: Span | None, **options: Any) -> int | None:
        return function(*arguments, **options, window=window_of(since, until))

    command: Command = with_window
    for add in reversed(_OPTIONS):
        command = add(command)
    return command


def read_days(text: str, today: dt.date) -> Span | None:
    """The days that a text means, ``None`` for nonsense.

    >>> read_days("2025-08", dt.date(2025, 8, 11))
    Span(first=datetime.date(2025, 8, 1), last=datetime.date(2025, 8, 31))
    >>> read_days("7 days", dt.date(2025, 8, 11))
    Span(first=datetime.date(2025, 8, 4), last=datetime.date(2025, 8, 4))
    """
    text = text.strip().lower()
    try:
        if (month := _MONTH.fullmatch(text)) is not None:
            first = dt.date(int(month[1]), int(month[2]), 1)
            return Span(first=first, last=(first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1))
        if (ago := _AGO.fullmatch(text)) is not None and ago[2] in _UNITS:
            day = today - dt.timedelta(days=int(ago[1]) * _UNITS[ago[2]])
        else:
            day = dt.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except (ValueError, OverflowError):
        return None
    return Span(first=day, last=day)


def window_of(since: Span | None, until: Span | None) -> Span:
    """From the first day of the one to the last of the other. Raises ``click.UsageError`` if that is before."""
    first = None if since is None else since.first
    last = None if until is None else until.last
    if first is not None and last is not None and first > last:
        raise click.UsageError(f"--since {first} is later than --until {last} (expected an earlier day)")
    return Span(first=first, last=last)
