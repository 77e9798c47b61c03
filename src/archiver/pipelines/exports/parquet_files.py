"""Parquet, written by DuckDB: a folder for each table, articles and their texts by source and month.

    lake/
    ├── manifest.json                                             tables, columns, kinds, rows
    ├── articles/source=lake.example/month=2025-08/part-0000010.parquet
    ├── revisions/source=lake.example/month=2025-08/part-0000010.parquet
    ├── teasers/part-000001.parquet
    └── …

Tables and columns have the names that they have in SQLite, and the types that SQLite lacks. What DuckDB reads are
pieces of JSON lines of a limited size, each put into Parquet and removed before the next one: memory is bounded, and
DuckDB needs no extension that is not built in.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archiver.errors import ExportError
from archiver.jsontext import encode_json
from archiver.pipelines.exports.drafts import folder_draft
from archiver.pipelines.exports.labels import labels_of
from archiver.pipelines.exports.manifests import write_manifest
from archiver.pipelines.exports.order import Advanced, Begun, Event, Order
from archiver.pipelines.exports.steps import written
from archiver.store.column_kinds import Kind
from archiver.store.extracts import TABLES, Extract

if TYPE_CHECKING:
    import duckdb

#: tables whose rows are texts: a part of them can be read without the rest
PARTITIONED = ("articles", "revisions")
#: what the folders of a partitioned table are named by; the file's own columns do not repeat it
PARTITIONS = ("source", "month")
TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.WORD: "VARCHAR",
    Kind.LIST: "VARCHAR",
    Kind.INTEGER: "BIGINT",
    Kind.REAL: "DOUBLE",
    Kind.FLAG: "BOOLEAN",
    Kind.MOMENT: "TIMESTAMPTZ",
    Kind.DAY: "DATE",
}
#: bytes of JSON that become Parquet at a time
PIECE_BYTES = 32_000_000
#: of a row, as far as DuckDB makes room for it unless there is a longer one
_ROW_BYTES = 4_000_000
#: nothing is fetched, nothing is guessed, and one file is written for each piece and partition
_SETTINGS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "1"}


def export_parquet(order: Order) -> Generator[Event, None, None]:
    """Writes every table of the selection. Raises ``ExportError`` where DuckDB is missing or has no room."""
    assert order.path is not None, "a folder"
    connection = open_duckdb()
    with closing(connection), order.archive.extract(order.selection) as extract:
        yield Begun(total=extract.articles)
        with folder_draft(order.path, is_forced=order.is_forced) as folder:
            tables: dict[str, dict[str, Any]] = {}
            for name in TABLES:
                table = _Table(connection, extract, folder, name)
                for done in table.write():
                    tables[name] = {"rows": done, "columns": table.types, "partitioned_by": table.partitions}
                    yield Advanced(done=tables["articles"]["rows"] if "articles" in tables else 0)
            warc_dir = os.path.relpath(order.archive.warc_folder.resolve(), order.path.resolve())
            write_manifest(folder, "parquet", extract, tables=tables, warc_dir=warc_dir)
        yield written(order, extract, {name: table["rows"] for name, table in tables.items()})


def open_duckdb(*, memory: str = "1GB", spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own, which fetches nothing; what does not fit into memory goes into the folder ``spill``.

    Raises ``ExportError`` where DuckDB is missing.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {**_SETTINGS, "memory_limit": memory}
    if spill is not None:
        settings["temp_directory"] = str(spill)
    try:
        import duckdb  # noqa: PLC0415 - an extra, and half a second
    except ImportError as error:
        raise ExportError("this needs DuckDB: pip install 'archiver[parquet]'") from error
    connection = duckdb.connect(config=settings)
    connection.execute("SET TimeZone = 'UTC'")
    return connection


class _Table:
    """One table on its way into Parquet."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, extract: Extract, folder: Path, name: str) -> None:
        self._connection = connection
        self._extract = extract
        self._folder = folder / name
        self._piece = folder / f"{name}.jsonl"
        self._name = name
        #: bytes of the longest row of a piece
        self._longest = 0
        self._columns = extract.columns(name)
        self.partitions = PARTITIONS if name in PARTITIONED else ()

    @property
    def types(self) -> dict[str, str]:
        """Of its columns, by name."""
        return {column.name: TYPES[column.kind] for column in self._columns}

    def write(self) -> Iterator[int]:
        """Writes it, piece after piece; after each, how many rows there are. There is one file at least."""
        self._folder.mkdir()
        done = 0
        for number, rows in enumerate(self._pieces(), 1):
            self._convert(number)
            done += rows
            yield done
        if not done:
            self._piece.touch()
            self._convert_empty()
            yield 0
        self._piece.unlink(missing_ok=True)

    def _pieces(self) -> Iterator[int]:
        """Writes a piece after the other to the same file; how many rows each has."""
        rows = self._rows()
        while size := self._write_piece(rows):
            yield size

    def _write_piece(self, rows: Iterator[bytes]) -> int:
        count = size = self._longest = 0
        with self._piece.open("wb") as stream:
            for row in rows:
                size += stream.write(row)
                self._longest = max(self._longest, len(row))
                count += 1
                if size >= PIECE_BYTES:
                    break
        return count

    def _rows(self) -> Iterator[bytes]:
        values: Iterable[tuple[Any, ...]] = self._extract.rows(self._name)
        if self.partitions:
            labels = labels_of(self._extract.sources())
            by_month = self._extract.rows_by_month(self._name, labels)
            values = ((*row, label, month) for label, month, row in by_month)
        names = [*self.types, *self.partitions]
        booleans = [number for number, column in enumerate(self._columns) if column.kind is Kind.FLAG]
        for row in values:
            yield encode_json(dict(zip(names, _with_booleans(row, booleans), strict=True))).encode() + b"\n"

    def _convert(self, number: int) -> None:
        name = f"part-{number:06}"
        if not self.partitions:
            self._copy(self._folder / f"{name}.parquet", "")
            return
        by = ", ".join(self.partitions)
        self._copy(self._folder, f", PARTITION_BY ({by}), OVERWRITE_OR_IGNORE, FILENAME_PATTERN {quoted(name)}")

    def _convert_empty(self) -> None:
        """A file without rows says what columns there would be; of a partitioned table too, beside its folders."""
        self._copy(self._folder / "part-000001.parquet", "")

    def _copy(self, target: Path, options: str) -> None:
        types = self.types | dict.fromkeys(self.partitions, "VARCHAR")
        columns = ", ".join(f"{quoted(name)}: {quoted(kind)}" for name, kind in types.items())
        notes = f"archiver_schema_version: '{self._extract.schema_version}', archiver_table: {quoted(self._name)}"
        longest = max(_ROW_BYTES, self._longest + 1)
        reading = f"format = 'newline_delimited', columns = {{{columns}}}, maximum_object_size = {longest}"
        writing = f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{notes}}}{options}"
        # names and paths are ours, and quoted: neither can be bound
        rows = f"SELECT * FROM read_json({quoted(str(self._piece))}, {reading})"  # noqa: S608 - ours, and quoted
        self._execute(f"COPY ({rows}) TO {quoted(str(target))} ({writing})")

    def _execute(self, statement: str) -> None:
        import duckdb  # noqa: PLC0415 - an extra, and half a second

        try:
            self._connection.execute(statement)
        except duckdb.Error as error:
            raise ExportError(f"{self._folder.parent}: {_first_line(error)}; nothing was left there") from error


def _with_booleans(row: tuple[Any, ...], places: list[int]) -> list[Any]:
    values = list(row)
    for place in places:
        values[place] = None if values[place] is None else bool(values[place])
    return values


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
