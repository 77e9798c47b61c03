"""A lake: the folder of Parquet files that an export writes, opened as what it is, an archive that can be asked.

DuckDB answers, in this process, on views that have the names, columns and values of the archive in SQLite. It reads the
files that the folder's manifest names and no others, and fetches and installs nothing. A folder that is not whole is
refused: no answer is better than one that lacks rows.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from archiver.errors import DamagedArchiveError
from archiver.pipelines import lake_views
from archiver.pipelines.duck import load_duckdb
from archiver.pipelines.exports.manifests import Manifest, load_manifest
from archiver.pipelines.exports.parquet_files import quoted
from archiver.pipelines.lake_files import paths_of, refuse_other_files, refuse_other_rows
from archiver.pipelines.lake_questions import Question, answer, first_line
from archiver.store.schema import descriptions

if TYPE_CHECKING:
    import duckdb

    from archiver.store.frames import QueryResult

_FETCHES_NOTHING: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    # of what the machine has, or the container; the rest is for whoever reads the rows
    "memory_limit": "50%",
}
#: as SQLite has it: moments in UTC, 5 / 2 is 2, NULL is less than everything
_AS_SQLITE = (
    "SET GLOBAL TimeZone = 'UTC'",
    "SET GLOBAL integer_division = true",
    "SET GLOBAL default_null_order = 'nulls_first_on_asc_last_on_desc'",
)


class Lake:
    """An open one. Close it, or use it in a ``with`` block."""

    def __init__(self, folder: Path, manifest: Manifest, connection: duckdb.DuckDBPyConnection) -> None:
        self.folder = folder
        self.manifest = manifest
        #: for what DuckDB can do beside answering: the tables and views are there, and files.… as they are in Parquet.
        #: DuckDB has no reading alone: a ``COPY`` to one of the lake's files may replace that; it writes no other
        self.connection = connection

    def query(
        self, sql: str, parameters: Sequence[Any] | dict[str, Any] = (), *, timeout_s: float | None = None
    ) -> QueryResult:
        """The answer to one SQL statement that only reads. Raises ``QueryError`` with DuckDB's own word.

        Values are what SQLite would give: 0 and 1, and text for days and moments. ``timeout_s`` is for the statement's
        work, all rows included.
        """
        return answer(self.connection, self.folder, Question(sql, parameters, timeout_s))

    def close(self) -> None:
        """Lets go of the files."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_lake(folder: str | Path) -> Lake:
    """The archive in a folder that ``archiver export --format parquet`` has written.

    Raises ``MissingLibraryError`` without DuckDB, and ``ArchiveError`` for a folder that is none, not whole, or newer.
    """
    root = Path(folder)
    manifest = load_manifest(root)
    refuse_other_files(manifest)
    connection = _connect()
    try:
        refuse_other_rows(manifest, connection)
        _furnish(connection, manifest)
    except BaseException as error:
        connection.close()
        if isinstance(error, load_duckdb().Error):
            raise _damaged(root, first_line(error)) from error
        raise
    return Lake(root, manifest, connection)


def _connect() -> duckdb.DuckDBPyConnection:
    # what does not fit into memory goes there while it is needed; DuckDB makes the folder, and removes it
    spill = Path(tempfile.gettempdir()) / f"archiver-duckdb-{os.getpid()}"
    settings = _FETCHES_NOTHING | {"temp_directory": str(spill)}
    connection: duckdb.DuckDBPyConnection = load_duckdb().connect(config=settings)
    return connection


def _furnish(connection: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    """Makes the tables and views, and shuts the rest of the disk."""
    paths = {table: paths_of(manifest, table) for table in manifest.tables}
    # what is read is a pattern, and is held against these as it is written
    names = {spelt for path in chain(*paths.values()) for spelt in (str(path), lake_views.pattern_of(path))}
    for statement in (*_AS_SQLITE, f"SET allowed_paths = [{', '.join(map(quoted, names))}]"):
        connection.execute(statement)
    for statement in lake_views.views({name: table.columns for name, table in manifest.tables.items()}, paths):
        connection.execute(statement)
    _describe(connection, manifest)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _describe(connection: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    """Makes the two tables that say what the others are."""
    facts = {"schema_version": str(manifest.schema_version), "selected": manifest.selection}
    connection.execute("CREATE TABLE meta (key VARCHAR, value VARCHAR)")
    connection.execute("INSERT INTO meta SELECT unnest(?), unnest(?)", [list(facts), list(facts.values())])
    connection.execute('CREATE TABLE schema_docs (object VARCHAR, "column" VARCHAR, description VARCHAR)')
    there = {name for (name,) in connection.execute("SELECT table_name FROM information_schema.tables").fetchall()}
    parts = zip(*(row for row in descriptions() if row.object in there), strict=True)
    connection.execute("INSERT INTO schema_docs SELECT unnest(?), unnest(?), unnest(?)", [list(part) for part in parts])


def _damaged(folder: Path, why: str) -> DamagedArchiveError:
    return DamagedArchiveError(f"{folder}: {why}", path=str(folder))
