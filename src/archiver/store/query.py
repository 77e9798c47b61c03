"""SQL from outside: one statement that reads, on a connection that can do nothing else."""

from __future__ import annotations

import math
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

from archiver.errors import QueryError, QueryInterruptedError, UsageError
from archiver.store.connection import Connection, translated
from archiver.store.frames import QueryResult

#: SQLite's steps between two looks at the clock: about a millisecond
_STEPS = 50_000
#: what a statement that reads does; the pragmas tell of the schema
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_PRAGMAS = frozenset(
    {
        *("application_id", "collation_list", "compile_options", "data_version", "database_list", "foreign_key_list"),
        *(
            "function_list",
            "index_info",
            "index_list",
            "index_xinfo",
            "page_count",
            "page_size",
            "table_info",
            "table_list",
        ),
        *("table_xinfo", "user_version"),
    }
)
#: errors of SQLite that are about the statement, not about the file
_OF_STATEMENT = frozenset(
    {
        0,  # of the module around SQLite: two statements, too few parameters
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_RANGE,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_SCHEMA,  # what a CREATE TABLE that is not authorised ends in
        sqlite3.SQLITE_TOOBIG,
    }
)


class Statement(NamedTuple):
    """What is asked."""

    sql: str
    parameters: Sequence[Any] | dict[str, Any]
    timeout_s: float | None


def query(db: Connection, statement: Statement) -> QueryResult:
    """The columns at once, the rows as they are asked for. Raises ``QueryError``, in the rows as well.

    ``OlderArchiveError`` where an older file lacks what is asked for.
    """
    with translated(db.path):
        conn = db.another_reader()
    try:
        with _explained(db, statement):
            _restrict(conn, statement.timeout_s)
            cursor = conn.execute(statement.sql, statement.parameters)
    except BaseException:
        conn.close()
        raise
    if cursor.description is None:
        conn.close()
        raise QueryError("a statement that returns nothing (expected one that reads: SELECT …)")
    columns = tuple(str(column[0]) for column in cursor.description)
    return QueryResult(columns, _rows(db, statement, conn, cursor))


def table(db: Connection, name: str) -> QueryResult:
    """All rows of a table or view. Raises ``UsageError`` for a name that no archive has.

    ``OlderArchiveError`` for one that an older file lacks.
    """
    from archiver.store.column_kinds import columns_of  # noqa: PLC0415 - spares a single question the schema

    with db.reading() as conn:
        names = sorted(row[0] for row in conn.execute("SELECT DISTINCT object FROM schema_docs"))
    if name not in names and (older := db.lack(name)) is not None:
        raise older
    if name not in names:
        raise UsageError(f"no table or view '{name}' (expected one of {', '.join(names)})")
    answer = query(db, Statement(f'SELECT * FROM "{name}"', (), None))
    return QueryResult(answer.columns, answer.rows, columns_of(name, answer.columns))


def _rows(
    db: Connection, statement: Statement, conn: sqlite3.Connection, cursor: sqlite3.Cursor
) -> Iterator[tuple[Any, ...]]:
    try:
        with _explained(db, statement):
            yield from cursor
    finally:
        conn.close()


@contextmanager
def restricted(db: Connection, conn: sqlite3.Connection, statement: Statement) -> Iterator[sqlite3.Cursor]:
    """The rows of a statement, on a connection that does nothing else until the block ends. Raises ``QueryError``."""
    try:
        with _explained(db, statement):
            _watch(conn, statement.timeout_s)
            yield conn.execute(statement.sql, statement.parameters)
    finally:
        conn.set_authorizer(None)


def _restrict(conn: sqlite3.Connection, timeout_s: float | None) -> None:
    conn.execute("PRAGMA query_only = ON")
    # the archive's own texts are all UTF-8; what a statement casts from bytes need not be
    conn.text_factory = partial(str, encoding="utf-8", errors="replace")
    _watch(conn, timeout_s)


def _watch(conn: sqlite3.Connection, timeout_s: float | None) -> None:
    conn.set_authorizer(_authorise)
    end = math.inf if timeout_s is None else time.monotonic() + timeout_s
    # without a limit as well: while it looks at the clock, Python hears Ctrl-C
    conn.set_progress_handler(lambda: time.monotonic() > end, _STEPS)


def _authorise(action: int, name: str | None, argument: str | None, *_: str | None) -> int:
    if action in _ALLOWED and argument != "load_extension":
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and name in _PRAGMAS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_UPDATE and name == "sqlite_master":
        # how SQLite calls the declaring of json_each and articles_fts; a real one fails for want of writable_schema
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def interruption(timeout_s: float | None) -> str:
    """What to say of a statement that was broken off."""
    if timeout_s is None:
        return "interrupted"
    return f"interrupted: the statement took more than {timeout_s:g} s (a narrower one, or a longer timeout, may end)"


@contextmanager
def _explained(db: Connection, statement: Statement) -> Iterator[None]:
    with translated(db.path):
        try:
            yield
        except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeEncodeError, ValueError) as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code not in _OF_STATEMENT:
                raise
            if code == sqlite3.SQLITE_INTERRUPT:
                raise QueryInterruptedError(interruption(statement.timeout_s)) from error
            if code in {sqlite3.SQLITE_AUTH, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_SCHEMA}:
                raise QueryError(f"{error} (a query can only read)") from error
            raise db.older_error(error) or QueryError(str(error)) from error
