"""A lake made an archive again, to be merged like any other: DuckDB reads its files one by one, SQLite takes the rows.

What the lake's tables hold is written as it is, under the numbers that it has there; what follows from it (full text,
ways of evidence, which texts are near-identical) is worked out where the archive is merged. A lake is whole or refused:
its manifest says which files there are, and how many rows of which columns they hold.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver.errors import DamagedArchiveError
from archiver.pipelines.exports.drafts import MANIFEST, files_in
from archiver.pipelines.exports.manifests import Manifest, load_manifest
from archiver.pipelines.exports.parquet_files import open_duckdb, quoted
from archiver.store.filling import TEXTS, filling

if TYPE_CHECKING:
    import duckdb

#: in an order in which a text that an article has is known before those that it had
TABLES = (
    "sources", "runs", "pages", "frontier", "captures", "articles", TEXTS, "revision_log", "revision_diffs", "authors",
    "article_authors", "tags", "article_tags", "alternates", "images", "cards", "placements", "article_keys",
    "article_sketches", "hosts", "address_shapes", "refused_addresses", "ingested_chunks",
)  # fmt: skip
#: how a value of one of DuckDB's types is written in SQLite
_AS_TEXT = {
    "TIMESTAMP WITH TIME ZONE": "strftime({} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')",
    "TIMESTAMPTZ": "strftime({} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ')",
    "DATE": "CAST({} AS VARCHAR)",
    "BOOLEAN": "CAST({} AS INTEGER)",
}
_TOGETHER = 500


def import_lake(folder: Path, draft: Path) -> None:
    """Writes the lake's archive, a scratch archive, to this path. Raises ``ArchiveError`` where it is not whole."""
    lake = _whole(folder)
    with closing(open_duckdb(memory="512MB", spill=draft.parent)) as connection, filling(draft, folder) as filler:
        needed = {table: filler.columns(table) for table in TABLES}
        for table, columns in needed.items():
            _refuse_without(lake, table, columns)
        for table, columns in needed.items():
            filler.add(table, _rows(connection, lake, table, columns))
        filler.note_warc_folder(os.path.relpath(folder.resolve() / lake.warc_dir, draft.resolve().parent))


def refuse_lake(folder: Path) -> None:
    """Raises ``ArchiveError`` for a folder that is no lake, or not whole as far as its manifest tells."""
    _whole(folder)


def _whole(folder: Path) -> Manifest:
    lake = load_manifest(folder)
    there = set(files_in(folder))
    if missing := sorted({*lake.holds} - there):
        raise DamagedArchiveError(f"{folder}: {missing[0]} is missing{_more(missing)}", path=str(folder))
    tables = tuple(f"{table}/" for table in lake.tables)
    if strange := sorted(name for name in there - {*lake.holds, MANIFEST} if name.startswith(tables)):
        raise DamagedArchiveError(
            f"{folder}: {strange[0]} is not of this lake, as its {MANIFEST} says{_more(strange)}", path=str(folder)
        )
    return lake


def _refuse_without(lake: Manifest, table: str, columns: Sequence[str]) -> None:
    """Raises for a lake of an older schema, which has not all that is needed."""
    known = lake.tables.get(table)
    lacking = (
        table if known is None else next((f"{table}.{name}" for name in columns if name not in known.columns), None)
    )
    if lacking is not None:
        raise DamagedArchiveError(
            f"{lake.folder}: has no {lacking} (written by an older version of archiver: export it anew)",
            path=str(lake.folder),
        )


def _rows(
    connection: duckdb.DuckDBPyConnection, lake: Manifest, table: str, columns: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """Of all files of a table, as SQLite keeps them. Raises ``DamagedArchiveError`` unless all are there."""
    types = lake.tables[table].columns
    values = ", ".join(_AS_TEXT.get(types[name], "{}").format(f'"{name}"') for name in columns)
    done = 0
    for name in lake.files(table):
        for row in _rows_of(connection, lake.folder / name, values):
            done += 1
            yield row
    if done != (said := lake.tables[table].rows):
        raise DamagedArchiveError(
            f"{lake.folder}: {table} has {done:,} rows ({MANIFEST} says {said:,})", path=str(lake.folder)
        )


def _rows_of(connection: duckdb.DuckDBPyConnection, path: Path, values: str) -> Iterator[tuple[Any, ...]]:
    import duckdb  # noqa: PLC0415 - an extra, and half a second

    try:
        # columns are those of our own schema, and the path is quoted: neither can be bound
        rows_of_file = f"SELECT {values} FROM read_parquet({quoted(str(path))}, hive_partitioning = false)"  # noqa: S608
        found = connection.execute(rows_of_file)
        while rows := found.fetchmany(_TOGETHER):
            yield from rows
    except duckdb.Error as error:
        reason = str(error).partition("\n")[0]
        raise DamagedArchiveError(f"{path}: cannot be read ({reason})", path=str(path)) from error


def _more(names: Sequence[str]) -> str:
    return f" (and {len(names) - 1:,} more)" if len(names) > 1 else ""
