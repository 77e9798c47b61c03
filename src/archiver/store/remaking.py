"""Views, triggers and indexes while a migration runs: ours are made anew afterwards, those of others as they were.

All views and triggers go before it: SQLite refuses to change a table while a view or a trigger names one that is not
there, and a trigger of somebody else's must not take a migration for news.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from archiver.store.schema import schema_sql, statements

_log = logging.getLogger(__name__)

_OURS = re.compile(r"CREATE (?:VIEW|TRIGGER) (\w+)")
#: indexes of earlier versions; a view or trigger that leaves ``schema.sql`` belongs here, too
_ONCE_OURS = frozenset({"articles_by_title", "cards_unresolved", "schema_docs_once"})
#: views before the triggers on them
_TAKEN_OUT = """
    SELECT type, name, sql FROM sqlite_master WHERE type IN ('view', 'trigger') OR (type = 'index' AND sql IS NOT NULL)
    ORDER BY type = 'trigger', rowid
"""
_SPOKEN = {"view": "a view", "trigger": "a trigger", "index": "an index"}
#: what is lost is told with --quiet as well: the statement stands nowhere else any more
_REPLACED = "a view of your own has the name of one of archiver's, which takes its place: %s"
_GONE = "%s of your own cannot be made any more (%s): %s"
_FAILS = "a view of your own does not work any more (%s): %s"


class Made(NamedTuple):
    """A view, a trigger or an index, and the statement that makes it."""

    kind: str
    name: str
    sql: str


def migrate_beneath(conn: sqlite3.Connection, migrate: Callable[[], None]) -> None:
    """Runs the migration of an older file without its views and triggers, then makes them; logs what cannot be."""
    before = [Made(*row) for row in conn.execute(_TAKEN_OUT)]
    documented = {name for (name,) in conn.execute("SELECT object FROM schema_docs")}
    for one in before:
        if one.kind != "index":
            conn.execute(f"DROP {one.kind} {_quoted(one.name)}")
    migrate()
    for statement in _our_statements():
        conn.execute(statement)
    there = {name for (name,) in conn.execute("SELECT name FROM sqlite_master")}
    for one in before:
        if one.name not in there and one.name not in _ONCE_OURS:
            _make_again(conn, one)
        elif one.kind == "view" and one.name not in documented:
            _log.error(_REPLACED, one.sql)


def _make_again(conn: sqlite3.Connection, one: Made) -> None:
    """Makes what is somebody else's as it was, or says that it cannot be."""
    try:
        conn.execute(one.sql)
    except sqlite3.OperationalError as error:
        _log.error(_GONE, _SPOKEN[one.kind], error, one.sql)
        return
    if one.kind == "view":
        _try_out(conn, one)


def _try_out(conn: sqlite3.Connection, view: Made) -> None:
    try:
        conn.execute(f"SELECT * FROM {_quoted(view.name)} LIMIT 0")
    except sqlite3.OperationalError as error:
        _log.warning(_FAILS, error, view.sql)


@cache
def _our_statements() -> tuple[str, ...]:
    return tuple(statement for statement in statements(schema_sql()) if _OURS.match(statement))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
