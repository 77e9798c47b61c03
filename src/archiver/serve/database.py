"""The archive as one of Datasette's databases, which follows the file: replaced, deleted, brought back.

Datasette keeps a connection for each of its threads for good. These are lent for one query and given back, so that all
of them can be closed when another file has taken the archive's name: SQLite's shared memory goes by that name, and a
connection to the old file would tell those to the new one wrong things of it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from datasette.database import Database

from archiver.errors import ArchiveError, ReadOnlyArchiveError
from archiver.store.serving import FileIdentity, identity_of, open_reader, size_of, translated_to_read

_Result = TypeVar("_Result")

#: for queries on a file that has been replaced; they are interrupted, so that it is a moment
_PATIENCE_S = 10.0
#: what Datasette asks beside a page of rows, which does without an answer; of views it may take a second
_COUNT_OF_ROWS = "select count(*) from "
_COUNT_LIMIT_MS = 100


class Connections:
    """Connections to the file that has the archive's name now, each lent to one query at a time."""

    def __init__(self, path: Path, prepare: Callable[[Any], None]) -> None:
        self._path = path
        self._prepare = prepare
        self._changed = threading.Condition()
        self._identity: FileIdentity | None = None
        self._is_closed = False
        self._idle: list[Any] = []
        #: and of which file each is
        self._busy: dict[Any, FileIdentity | None] = {}

    @contextmanager
    def lent(self) -> Iterator[Any]:
        """A connection. Raises ``ArchiveError`` when the file is not there, not ours, or damaged."""
        with translated_to_read(self._path):
            conn = self._take()
            try:
                yield conn
            except BaseException as error:
                if not self._give_back(conn, is_whole=False):
                    raise ArchiveError(f"{self._path}: replaced while it was read", path=str(self._path)) from error
                raise
            self._give_back(conn, is_whole=True)

    def close(self) -> None:
        """Ends every query and refuses new ones; connections are closed at once, or when they come back."""
        with self._changed:
            self._is_closed = True
            self._let_go()

    def _take(self) -> Any:
        with self._changed:
            if self._is_closed:
                raise ArchiveError("the server is ending", path=str(self._path))
            identity = identity_of(self._path)
            if identity != self._identity:
                self._let_go()
                self._changed.wait_for(lambda: not self._busy, _PATIENCE_S)
                self._identity = identity
            conn = self._idle.pop() if self._idle else self._opened()
            self._busy[conn] = self._identity
            return conn

    def _opened(self) -> Any:
        conn = open_reader(self._path)
        self._prepare(conn)
        return conn

    def _give_back(self, conn: Any, *, is_whole: bool) -> bool:
        """Whether the archive is still the file that this is a connection to.

        One that met an error is not used again: a damaged file may have been mended meanwhile.
        """
        with self._changed:
            is_current = self._busy.pop(conn) == self._identity
            if is_current and is_whole:
                self._idle.append(conn)
            else:
                conn.close()
            self._changed.notify_all()
        return is_current

    def _let_go(self) -> None:
        self._identity = None
        while self._idle:
            self._idle.pop().close()
        for conn in self._busy:
            conn.interrupt()


class ArchiveDatabase(Database):
    """The archive, for Datasette's pages and ours. Questions get an ``ArchiveError`` while the file is not well."""

    def __init__(self, datasette: Any, path: Path) -> None:
        super().__init__(datasette, path.name)  # Datasette tells readers what it is called, not where it lies
        self._file = path
        # as the connections that Datasette opens itself: rows by name, functions of plugins
        prepare = datasette._prepare_connection  # noqa: SLF001 - it has no public name
        self._connections = Connections(path, lambda conn: prepare(conn, self.name))

    @property
    def size(self) -> int:
        """Of the file, in bytes."""
        return size_of(self._file)

    async def attached_databases(self) -> list[Any]:
        """None: there is one file, and the pragma that lists them says where it lies."""
        return []

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """Rows by table, counted once a commit; ``None`` for a table where this takes longer than the limit in ms."""
        counted: dict[str, int | None] = await self.ds.memory.get(
            ("counts", limit), lambda: super(ArchiveDatabase, self).table_counts(limit)
        )
        return counted

    async def execute(self, sql: str, params: Any = None, **options: Any) -> Any:
        """The rows. Of SQL that SQLite refuses the page tells, and standard error need not."""
        if not options and sql.startswith(_COUNT_OF_ROWS):
            options["custom_time_limit"] = _COUNT_LIMIT_MS
        return await super().execute(sql, params, **options | {"log_sql_errors": False})

    async def execute_fn(self, fn: Callable[[Any], _Result]) -> _Result:
        """What the function makes of a connection, in one of Datasette's threads."""

        def in_thread() -> _Result:
            with self._connections.lent() as conn:
                return fn(conn)

        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, in_thread)

    async def execute_write_fn(self, _fn: Any, block: bool = True) -> NoReturn:
        """Nothing is ever written to it."""
        del block
        raise ReadOnlyArchiveError(f"{self._file}: served to be read", path=str(self._file))

    def close(self) -> None:
        """Ends what runs, and gives up the file."""
        self._connections.close()
