"""Whether a lake is whole: it has the files that its manifest names and no others, and they have all its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.errors import DamagedArchiveError
from archiver.pipelines.duck import load_duckdb
from archiver.pipelines.exports.drafts import MANIFEST, files_in
from archiver.pipelines.exports.manifests import Manifest
from archiver.pipelines.exports.parquet_files import TYPES
from archiver.pipelines.lake_views import pattern_of

if TYPE_CHECKING:
    import duckdb

_TYPES = frozenset(TYPES.values())
_COUNT = "SELECT file_name, num_rows FROM parquet_file_metadata(?)"


def paths_of(lake: Manifest, table: str) -> list[Path]:
    """The files of one table, wherever one stands."""
    root = lake.folder.resolve()
    return [root / name for name in lake.files(table)]


def refuse_other_files(lake: Manifest) -> None:
    """Raises ``DamagedArchiveError`` where a file is missing, or one that is not the lake's lies among its tables.

    Also of a lake that nobody here knows how to read, as far as its manifest tells.
    """
    _refuse_other_types(lake)
    there = set(files_in(lake.folder))
    if missing := sorted({*lake.holds} - there):
        raise _damaged(lake, f"{missing[0]} is missing{_more(missing)}")
    tables = tuple(f"{table}/" for table in lake.tables)
    if strange := sorted(name for name in there - {*lake.holds, MANIFEST} if name.startswith(tables)):
        raise _damaged(lake, f"{strange[0]} is not of this lake, as its {MANIFEST} says{_more(strange)}")


def _refuse_other_types(lake: Manifest) -> None:
    if not lake.tables:
        raise _damaged(lake, f"{MANIFEST} names no table")
    for name, table in lake.tables.items():
        for column, kind in table.columns.items():
            if kind not in _TYPES:
                said = f"{name}.{column} is {kind}, which no lake has"
                raise _damaged(lake, f"{said} (written by an older version of archiver: export it anew)")


def refuse_other_rows(lake: Manifest, connection: duckdb.DuckDBPyConnection) -> None:
    """Raises ``DamagedArchiveError`` unless each table's files have as many rows as it has.

    The end of a file says how many: no row is read, and thousands of files take less than a second.
    """
    table_of = {str(path): table for table in lake.tables for path in paths_of(lake, table)}
    if without := sorted(lake.tables.keys() - {*table_of.values()}):
        raise _damaged(lake, f"has no file of {without[0]}")
    rows = Counter[str]()
    for path, count in _counts(lake, connection, list(table_of)):
        rows[table_of[path]] += count
    for name, table in lake.tables.items():
        if rows[name] != table.rows:
            raise _damaged(lake, f"{name} has {rows[name]:,} rows ({MANIFEST} says {table.rows:,})")


def _counts(lake: Manifest, connection: duckdb.DuckDBPyConnection, paths: Sequence[str]) -> Iterator[tuple[str, int]]:
    duckdb = load_duckdb()

    try:
        yield from connection.execute(_COUNT, [[pattern_of(Path(path)) for path in paths]]).fetchall()
    except duckdb.Error as error:
        if len(paths) > 1:  # it does not say which
            for path in paths:
                yield from _counts(lake, connection, [path])
        name = Path(paths[0]).relative_to(lake.folder.resolve())
        raise _damaged(lake, f"{name} is no whole file of Parquet") from error


def _damaged(lake: Manifest, why: str) -> DamagedArchiveError:
    return DamagedArchiveError(f"{lake.folder}: {why}", path=str(lake.folder))


def _more(names: Sequence[str]) -> str:
    return f" (and {len(names) - 1:,} more)" if len(names) > 1 else ""
