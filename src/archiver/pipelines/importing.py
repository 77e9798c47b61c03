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
from archiver.pipelines.duck import load_duckdb
from archiver.pipelines.exports.drafts import MANIFEST
from archiver.pipelines.exports.manifests import Manifest, load_manifest
from archiver.pipelines.exports.parquet_files import open_duckdb
from archiver.pipelines.lake_files import paths_of, refuse_other_files, refuse_other_rows
from archiver.pipelines.lake_questions import first_line
from archiver.pipelines.lake_views import pattern_of
from archiver.store.filling import TEXTS, Filler, filling
from archiver.store.selecting import Selection

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
    "DATE": "CAST({} AS VARCHAR)",
    "BOOLEAN": "CAST({} AS INTEGER)",
}
_TOGETHER = 500


def import_lake(folder: Path, draft: Path) -> None:
    """Writes the lake's archive, a scratch archive, to this path. Raises ``ArchiveError`` where it is not whole."""
    lake = load_manifest(folder)
    refuse_other_files(lake)
    with closing(open_duckdb(memory="512MB", spill=draft.parent)) as connection, filling(draft, folder) as filler:
        refuse_other_rows(lake, connection)
        needed = {table: filler.columns(table) for table in TABLES}
        for table, columns in needed.items():
            _refuse_without(lake, table, columns)
        for table, columns in needed.items():
            filler.add(table, _rows(connection, lake, table, columns))
        _refuse_loose_ends(lake, filler)
        if lake.warc_dir is not None:
            filler.note_warc_folder(os.path.relpath(folder.resolve() / lake.warc_dir, draft.resolve().parent))


def refuse_lake(folder: Path) -> None:
    """Raises ``ArchiveError`` for a folder that is no lake, or not whole as far as its manifest tells."""
    refuse_other_files(load_manifest(folder))


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


def _refuse_loose_ends(lake: Manifest, filler: Filler) -> None:
    """Raises where rows point to nothing; those of a selection may, where what they promote was not chosen."""
    if lake.selection == Selection().words and (found := filler.loose_end()) is not None:
        sentence = f"holds rows of {found[0]} that point to {found[1]} which are not there; nothing of it was merged"
        raise DamagedArchiveError(f"{lake.folder}: {sentence}", path=str(lake.folder))


def _rows(
    connection: duckdb.DuckDBPyConnection, lake: Manifest, table: str, columns: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """Of all files of a table, as SQLite keeps them. Raises ``DamagedArchiveError`` where one cannot be read."""
    types = lake.tables[table].columns
    values = ", ".join(_AS_TEXT.get(types[name], "{}").format(f'"{name}"') for name in columns)
    for path in paths_of(lake, table):
        yield from _rows_of(connection, lake, path, values)


def _rows_of(
    connection: duckdb.DuckDBPyConnection, lake: Manifest, path: Path, values: str
) -> Iterator[tuple[Any, ...]]:
    duckdb = load_duckdb()

    try:
        # the file is bound; columns cannot be
        rows_of_file = f"SELECT {values} FROM read_parquet(?, hive_partitioning = false)"  # noqa: S608 - our own columns
        found = connection.execute(rows_of_file, [pattern_of(path)])
        while rows := found.fetchmany(_TOGETHER):
            yield from rows
    except duckdb.BinderException as error:
        raise _damaged(lake, path, f"has not the columns that {MANIFEST} names") from error
    except duckdb.Error as error:
        # DuckDB names the file as well, with the folders that lead to it
        reason = first_line(error).rpartition(f'{path}": ')[2]
        raise _damaged(lake, path, f"cannot be read ({reason})") from error


def _damaged(lake: Manifest, path: Path, why: str) -> DamagedArchiveError:
    """Of one of its files, which is named as it is in the manifest."""
    name = path.relative_to(lake.folder.resolve()).as_posix()
    return DamagedArchiveError(f"{lake.folder}: {name} {why}", path=str(lake.folder))
