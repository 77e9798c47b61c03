"""Conditions that may be left out, put together to the WHERE of a statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

#: of statements in which the source is ``s``: its name, its host or its home page, as in ``search_filters``
OF_SOURCE = "(s.name = :source OR s.host = lower(:source) OR s.home_url = :source)"


class Where(NamedTuple):
    """A condition in SQL, and the values of its parameters."""

    condition: str
    values: dict[str, Any]


def where(conditions: Mapping[str, str], given: Mapping[str, Any]) -> Where:
    """Those conditions, by name, for which a value is given; only these, so that SQLite uses their indexes.

    >>> where({"source": "s.id = :source", "since": "day >= :since"}, {"source": None, "since": dt.date(2025, 8, 1)})
    Where(condition='day >= :since', values={'since': '2025-08-01'})
    """
    values = {name: _storable(value) for name, value in given.items() if value is not None}
    return Where(" AND ".join(conditions[name] for name in values) or "1", values)


def _storable(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
