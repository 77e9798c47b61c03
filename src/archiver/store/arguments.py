"""What a call in Python says, looked at before SQLite is asked: there, a wrong value would only find nothing."""

from __future__ import annotations

import datetime as dt
from operator import index
from typing import Any, get_args

from archiver.errors import UsageError

_LARGEST = 2**63 - 1
_ENDS = ("since", "until")


class OfDays:
    """A frozen value with the first and the last day that are meant: whatever a call had, they are days."""

    __slots__ = ()

    def __post_init__(self) -> None:
        """Raises ``UsageError`` for what is neither a day nor a moment, and for days between which there is none."""
        since, until = days = [own_day(name, getattr(self, name)) for name in _ENDS]
        for name, day in zip(_ENDS, days, strict=True):
            object.__setattr__(self, name, day)
        if since is not None and until is not None and since > until:
            raise UsageError(f"since {since} is later than until {until} (expected an earlier day)")


def own_day(name: str, value: object) -> dt.date | None:
    """The day that is meant; of a moment, a pandas ``Timestamp`` too, the day that it names itself.

    Raises ``UsageError`` for everything else, a text too: whoever reads texts knows how they write days.

    >>> own_day("since", dt.datetime(2025, 8, 11, 23, 30))
    datetime.date(2025, 8, 11)
    """
    if value is None:
        return None
    try:
        if isinstance(value, dt.date):
            return dt.date(value.year, value.month, value.day)
    except (TypeError, ValueError):  # NaT, the moment of pandas that is none, has no year
        pass
    raise _unexpected(name, value, "a datetime.date, as in date(2025, 8, 11)")


def whole_number(name: str, value: Any, *, least: int = 0) -> int:
    """The whole number, one of numpy too. Raises ``UsageError`` for what is none, or less, or too large for SQLite."""
    try:
        found = index(value)
    except TypeError:
        found = least - 1
    if not least <= found <= _LARGEST:
        raise _unexpected(name, value, f"a whole number, {least} or more" if found < least else "one below 2**63")
    return found


def some_text(name: str, value: object) -> str:
    """The text. Raises ``UsageError`` for what is none."""
    if not isinstance(value, str):
        raise _unexpected(name, value, "a text")
    return value


def one_of(name: str, value: object, words: Any) -> Any:
    """The value, where it is one of the words that a ``Literal`` lists. Raises ``UsageError``."""
    if value not in get_args(words):
        raise _unexpected(name, value, f"one of {', '.join(get_args(words))}")
    return value


def _unexpected(name: str, value: object, expected: str) -> UsageError:
    return UsageError(f"invalid {name} {value!r} (expected {expected})")
