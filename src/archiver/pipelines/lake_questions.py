"""SQL from outside, asked of a lake: one statement that reads, its values as SQLite would give them."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from archiver.errors import DamagedArchiveError, QueryError, QueryInterruptedError
from archiver.jsontext import encode_json
from archiver.pipelines.duck import load_duckdb
from archiver.store.frames import QueryResult
from archiver.store.query import interruption

if TYPE_CHECKING:
    import duckdb

Value = TypeVar("Value")
#: until a statement is told again to end
_AGAIN_S = 0.05
#: rows that are taken over at a time
_AT_ONCE = 1000
_EXPLAIN = re.compile(r"\s*EXPLAIN\s+(?:ANALYZE\s+)?", re.IGNORECASE)


class Question(NamedTuple):
    """What is asked."""

    sql: str
    parameters: Sequence[Any] | dict[str, Any]
    timeout_s: float | None


def answer(connection: duckdb.DuckDBPyConnection, folder: Path, question: Question) -> QueryResult:
    """The columns at once, the rows as they are asked for. Raises ``QueryError``, in the rows as well.

    ``DamagedArchiveError`` where a file of the folder cannot be read.
    """
    asking = _Asking(connection.cursor(), question.timeout_s)
    try:
        with _explained(folder):
            _refuse_writing(asking.cursor, question.sql)
            asking.wait_for(asking.cursor.execute, question.sql, question.parameters or None)
    except BaseException:
        asking.close()
        raise
    columns = tuple(str(column[0]) for column in asking.cursor.description or ())
    return QueryResult(columns, _rows(asking, folder))


def first_line(error: BaseException) -> str:
    """DuckDB's word without the part of the statement that it points to: ``syntax error at or near "SELEC"``."""
    kind, _, said = str(error).partition("\n")[0].partition(" Error: ")
    return said or kind


def as_in_sqlite(value: Any) -> Any:
    """A value that DuckDB gives, as SQLite would: 0 and 1, numbers, text, bytes.

    >>> as_in_sqlite(True), as_in_sqlite(dt.date(2025, 8, 11)), as_in_sqlite([1, "a"])
    (1, '2025-08-11', '[1,"a"]')
    """
    convert = _CONVERTED.get(type(value))
    return value if convert is None else convert(value)


def _moment_text(value: dt.datetime) -> str:
    if value.tzinfo is None:
        return value.isoformat()
    return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat() + "Z"


def _json_text(value: Any) -> str:
    return encode_json(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(as_in_sqlite(key)): _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else as_in_sqlite(value)


_CONVERTED: dict[type, Callable[[Any], Any]] = {
    bool: int,
    Decimal: float,
    dt.datetime: _moment_text,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: str,
    list: _json_text,
    tuple: _json_text,
    dict: _json_text,
}


def _refuse_writing(cursor: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Raises ``QueryError`` for all but one statement that reads."""
    duckdb = load_duckdb()

    found = cursor.extract_statements(sql)
    if len(found) > 1 and all(one.type == found[0].type for one in found):
        raise QueryError("You can only execute one statement at a time.")
    kinds = {str(one.type) for one in found}
    if kinds == {str(duckdb.StatementType.EXPLAIN)} and (begun := _EXPLAIN.match(sql)):
        return _refuse_writing(cursor, sql[begun.end() :])
    if not found:
        raise QueryError("a statement that returns nothing (expected one that reads: SELECT …)")
    if kinds != {str(duckdb.StatementType.SELECT)}:
        raise QueryError("not authorized (a query can only read)")
    return None


def _rows(asking: _Asking, folder: Path) -> Iterator[tuple[Any, ...]]:
    try:
        with _explained(folder):
            while rows := asking.wait_for(asking.cursor.fetchmany, _AT_ONCE):
                for row in rows:
                    yield tuple(map(as_in_sqlite, row))
    finally:
        asking.close()


class _Asking:
    """A statement that DuckDB works on in a thread, so that this one hears Ctrl-C and the clock.

    DuckDB looks for signals now and then, but not within a join that has no end.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection, timeout_s: float | None) -> None:
        self.cursor = cursor
        self._timeout_s = timeout_s
        self._end = None if timeout_s is None else time.monotonic() + timeout_s
        self._worker = ThreadPoolExecutor(max_workers=1)

    def wait_for(self, call: Callable[..., Value], *arguments: Any) -> Value:
        """What the call gives. Raises ``QueryInterruptedError`` when the statement's time is over."""
        future = self._worker.submit(call, *arguments)
        try:
            return future.result(None if self._end is None else max(self._end - time.monotonic(), 0))
        except TimeoutError as error:
            raise QueryInterruptedError(interruption(self._timeout_s)) from error
        finally:
            while not future.done():  # again: one that had not begun yet did not hear it
                self.cursor.interrupt()
                wait([future], _AGAIN_S)

    def close(self) -> None:
        """Lets go of the rows that nobody has asked for."""
        self._worker.shutdown()
        self.cursor.close()


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    duckdb = load_duckdb()

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise QueryInterruptedError(f"{first_line(error)} (a narrower statement may end)") from error
    except duckdb.PermissionException as error:
        raise QueryError(f"{first_line(error)} (a query reads the files of its folder alone)") from error
    except duckdb.Error as error:
        if isinstance(error, duckdb.IOException) or str(folder.resolve()) in str(error):
            raise DamagedArchiveError(f"{folder}: {first_line(error)}", path=str(folder)) from error
        raise QueryError(first_line(error)) from error
