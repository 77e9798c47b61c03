"""A lake made an archive again, to be merged like any other: DuckDB reads its files one by one, SQLite takes the rows.

What the lake's tables hold is written as it is, under the numbers that it has there; what follows from it (full text,
ways of evidence, which texts are near-identical) is worked out where the archive is merged. A lake is whole or refused:
its manifest says which files there are, and how many rows of which columns they hold.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver.errors import ArchiveError, DamagedArchiveError, NewerArchiveError, NotAnArchiveError
from archiver.jsontext import JsonError, decode_json
from archiver.pipelines.exports.drafts import MADE_BY, MANIFEST, files_in
from archiver.pipelines.exports.parquet_files import open_duckdb, quoted
from archiver.store.filling import TEXTS, filling
from archiver.store.schema import SCHEMA_VERSION

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lake:
    """What the manifest of a folder says."""

    folder: Path
    #: by table: its ``rows``, and its ``columns`` with DuckDB's types
    tables: Mapping[str, Mapping[str, Any]]
    #: all its files, by their paths from the folder
    holds: tuple[str, ...]
    #: of the WARC files that its captures name, from the folder
    warc_dir: str

    def files(self, table: str) -> list[Path]:
        """Of one table, in their order."""
        return [self.folder / name for name in sorted(self.holds) if name.startswith(f"{table}/")]


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


def _whole(folder: Path) -> _Lake:
    lake = _read_manifest(folder)
    there = set(files_in(folder))
    if missing := sorted({*lake.holds} - there):
        raise DamagedArchiveError(f"{folder}: {missing[0]} is missing{_more(missing)}", path=str(folder))
    tables = tuple(f"{table}/" for table in lake.tables)
    if strange := sorted(name for name in there - {*lake.holds, MANIFEST} if name.startswith(tables)):
        raise DamagedArchiveError(
            f"{folder}: {strange[0]} is not of this lake, as its {MANIFEST} says{_more(strange)}", path=str(folder)
        )
    return lake


def _read_manifest(folder: Path) -> _Lake:
    try:
        said = decode_json((folder / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise NotAnArchiveError(
            f"{folder}: no archive (expected one, or a folder that 'export --format parquet' has written)",
            path=str(folder),
        ) from error
    except OSError as error:
        raise ArchiveError(f"{folder / MANIFEST}: {error.strerror}", path=str(folder)) from error
    except JsonError as error:
        raise DamagedArchiveError(f"{folder / MANIFEST}: no JSON ({error})", path=str(folder)) from error
    if not isinstance(said, dict) or said.get("made_by") != MADE_BY or said.get("format") != "parquet":
        raise NotAnArchiveError(f"{folder}: {MANIFEST} is not of a lake", path=str(folder))
    return _as_lake(folder, said)


def _as_lake(folder: Path, said: Mapping[str, Any]) -> _Lake:
    version, tables, holds = said.get("schema_version"), said.get("tables"), said.get("holds")
    if not (isinstance(version, int) and isinstance(tables, dict) and isinstance(holds, list)):
        raise DamagedArchiveError(f"{folder}: {MANIFEST} does not say what the lake holds", path=str(folder))
    if version > SCHEMA_VERSION:
        raise NewerArchiveError(
            f"{folder}: written by a newer version of archiver (schema {version}, known here: up to {SCHEMA_VERSION})",
            path=str(folder),
        )
    return _Lake(
        folder=folder, tables=tables, holds=tuple(map(str, holds)), warc_dir=str(said.get("warc_dir") or "no.warc")
    )


def _refuse_without(lake: _Lake, table: str, columns: Sequence[str]) -> None:
    """Raises for a lake of an older schema, which has not all that is needed."""
    known = lake.tables.get(table)
    lacking = (
        table if known is None else next((f"{table}.{name}" for name in columns if name not in known["columns"]), None)
    )
    if lacking is not None:
        raise DamagedArchiveError(
            f"{lake.folder}: has no {lacking} (written by an older version of archiver: export it anew)",
            path=str(lake.folder),
        )


def _rows(
    connection: duckdb.DuckDBPyConnection, lake: _Lake, table: str, columns: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """Of all files of a table, as SQLite keeps them. Raises ``DamagedArchiveError`` unless all are there."""
    types = lake.tables[table]["columns"]
    values = ", ".join(_AS_TEXT.get(types[name], "{}").format(f'"{name}"') for name in columns)
    done = 0
    for path in lake.files(table):
        for row in _rows_of(connection, path, values):
            done += 1
            yield row
    if done != (said := lake.tables[table]["rows"]):
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
