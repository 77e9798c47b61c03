"""Conditions that may be left out, put together to the WHERE of a statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from archiver.store.connection import Connection

#: of statements in which the source is ``s``: its name, its host or its home page, as in ``search_filters``
OF_SOURCE = "(s.name = :source OR s.host = lower(:source) OR s.home_url = :source)"


class Where(NamedTuple):
    """A condition in SQL, and the values of its parameters."""

    condition: str
    values: dict[str, Any]


def where(conditions: Mapping[str, str], given: Mapping[str, Any]) -> Where:
    """Those conditions, by name, for which a value is given; only these, so that SQLite uses their indexes.

    >>> where({"source": "s.id = :source", "cause": "cause = :cause"}, {"source": None, "cause": "publisher"})
    Where(condition='cause = :cause', values={'cause': 'publisher'})
    """
    values = {name: value for name, value in given.items() if value is not None}
    return Where(" AND ".join(conditions[name] for name in values) or "1", values)


def count(db: Connection, tables: str, wanted: Where) -> int:
    """How many rows of these tables are wanted."""
    with db.reading() as conn:
        (number,) = conn.execute(f"SELECT count(*) {tables} WHERE {wanted.condition}", wanted.values).fetchone()
        return int(number)
