"""Parquet, written by DuckDB: a folder for each table, articles and their texts by source and month.

    lake/
    ├── manifest.json                                             tables, columns, kinds, rows
    ├── articles/source=lake.example/month=2025-08/part-0000010.parquet
    ├── revisions/source=lake.example/month=2025-08/part-0000010.parquet
    ├── teasers/part-000001.parquet
    └── …

Tables and columns have the names that they have in SQLite, and the types that SQLite lacks. What DuckDB reads are
pieces of JSON lines of a limited size, each put into Parquet and removed: memory is bounded, and DuckDB needs no
extension that is not built in. While it is at one piece, the next is written. Rows come in the order of their
partitions, so that one has as many files as pieces hold rows of it: most have one.

A file takes milliseconds, whatever it holds. Where sources and months are many and articles few, there would be a file
for each handful of them; such a lake is parted by month alone, and the source is a column of its files.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from archiver.errors import ExportError
from archiver.fetch.warc_in_place import is_address, may_be_read
from archiver.jsontext import encode_json_lines
from archiver.pipelines.duck import load_duckdb
from archiver.pipelines.exports.drafts import folder_draft
from archiver.pipelines.exports.labels import labels_of
from archiver.pipelines.exports.manifests import write_manifest
from archiver.pipelines.exports.order import Advanced, Begun, Event, Order
from archiver.pipelines.exports.steps import written
from archiver.store.column_kinds import Kind
from archiver.store.extract_parts import PLACED, Part, Rows
from archiver.store.extracts import TABLES, Extract

if TYPE_CHECKING:
    import duckdb

    from archiver.store.archive import Archive

#: what the folders of a partitioned table are named by, or at least by the last of them; files do not repeat that
PARTITIONS = ("source", "month")
#: so many folders are no burden, however little is in them; of more, each has to hold so many articles, on average
_FEW_PARTITIONS = 500
_ENOUGH_ARTICLES = 200
TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.WORD: "VARCHAR",
    Kind.LIST: "VARCHAR",
    Kind.INTEGER: "BIGINT",
    Kind.REAL: "DOUBLE",
    Kind.FLAG: "BOOLEAN",
    Kind.MOMENT: "TIMESTAMP WITH TIME ZONE",
    Kind.DAY: "DATE",
}
#: bytes of JSON that become Parquet at a time
PIECE_BYTES = 32_000_000
#: rows that are put into JSON at a time
_TOGETHER = 25
#: of a row, as far as DuckDB makes room for it unless there is a longer one
_ROW_BYTES = 4_000_000
#: nothing is fetched, nothing is guessed, and one file is written for each piece and partition
_SETTINGS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "1"}


def export_parquet(order: Order) -> Generator[Event, None, None]:
    """Writes every table of the selection. Raises as ``write_parts`` does."""
    assert order.path is not None, "a folder"
    open_duckdb().close()  # where it is missing, nothing is begun
    with order.archive.extract(order.selection) as extract:
        yield Begun(total=extract.articles)
        plan = plan_lake(extract)
        with folder_draft(order.path, is_forced=order.is_forced) as folder:
            rows = Counter[str]()
            for table, done in write_parts(extract.in_parts, plan.parts, plan.partitions, folder):
                rows[table] += done
                yield Advanced(done=rows["articles"])
            finish_lake(folder, order, extract, plan, rows)
        yield written(order, extract, {table: rows[table] for table in TABLES})


@dataclass(frozen=True, slots=True, kw_only=True)
class LakePlan:
    """How a lake is written."""

    parts: tuple[Part, ...]
    #: what folders of articles and their texts are named by
    partitions: tuple[str, ...]


def plan_lake(extract: Extract) -> LakePlan:
    """The parts of a lake; the same for the same archive."""
    partitions = _partitions(extract)
    extract.put_in_order(by_month=partitions != PARTITIONS)
    return LakePlan(parts=extract.in_parts.parts(partitions), partitions=partitions)


def write_parts(
    rows: Rows, parts: Iterable[Part], partitions: tuple[str, ...], folder: Path
) -> Iterator[tuple[str, int]]:
    """Writes parts into a lake's folder; of which table how many rows there are more, again and again.

    The files of a part are the same whoever writes it. Raises ``MissingLibraryError`` without DuckDB, ``ExportError``
    where it has no room.
    """
    with closing(open_duckdb()) as connection, _Beside(connection) as beside:
        for part in parts:
            by = partitions if part.table in PLACED else ()
            for done in _Part(beside, rows, folder, part, by).write():
                yield part.table, done


def finish_lake(folder: Path, order: Order, extract: Extract, plan: LakePlan, rows: Mapping[str, int]) -> None:
    """Writes what is left when all parts are there: files of tables without rows, and the manifest."""
    assert order.path is not None, "a folder"
    tables: dict[str, dict[str, Any]] = {}
    with closing(open_duckdb()) as connection, _Beside(connection) as beside:
        for name in TABLES:
            by = plan.partitions if name in PLACED else ()
            table = _Part(beside, extract.in_parts, folder, Part(table=name), by)
            if not rows.get(name):
                table.write_none()
            tables[name] = {"rows": rows.get(name, 0), "columns": table.types, "partitioned_by": by}
    write_manifest(folder, "parquet", extract, tables=tables, **_records_of(order.path, order.archive, extract))


def _records_of(lake: Path, archive: Archive, extract: Extract) -> dict[str, Any]:
    """Where the records of its captures are: the archive's folder, where any is in it, and files elsewhere."""
    names = extract.warc_files()
    outside = [name for name in names if is_address(name)]
    warc_dir = os.path.relpath(archive.warc_folder.resolve(), lake.resolve())
    own = {"warc_dir": warc_dir} if len(outside) < len(names) else {}
    return own | {"in_place": may_be_read(archive.warc_folder, outside)}


def open_duckdb(*, memory: str = "1GB", spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own, which fetches nothing; what does not fit into memory goes into the folder ``spill``.

    Raises ``MissingLibraryError`` where DuckDB is missing.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {**_SETTINGS, "memory_limit": memory}
    if spill is not None:
        settings["temp_directory"] = str(spill)
    connection: duckdb.DuckDBPyConnection = load_duckdb().connect(config=settings)
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def _partitions(extract: Extract) -> tuple[str, ...]:
    """What folders are named by: source and month, or months alone where that would be too many for too little."""
    pairs = extract.place(labels_of(extract.sources()))
    is_worth_it = pairs <= _FEW_PARTITIONS or extract.articles >= _ENOUGH_ARTICLES * pairs
    return PARTITIONS if is_worth_it else PARTITIONS[1:]


class _Beside:
    """Puts pieces into Parquet, one at a time, while the next one is written."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._last: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._connection.interrupt()
        self._thread.shutdown()
        if error is None:
            self.wait()

    def run(self, statement: str, piece: Path) -> None:
        """Begins with a piece, once it is done with the one before. Raises ``ExportError`` of that."""
        self.wait()
        self._last = self._thread.submit(self._convert, statement, piece)

    def wait(self) -> None:
        """Returns when nothing is left to do. Raises ``ExportError``."""
        last, self._last = self._last, None
        if last is not None:
            last.result()

    def _convert(self, statement: str, piece: Path) -> None:
        try:
            self._connection.execute(statement)
        except load_duckdb().Error as error:
            raise ExportError(f"{piece.parent}: {_first_line(error)}; nothing was left there") from error
        piece.unlink()


class _Part:
    """A part of a table on its way into Parquet."""

    def __init__(self, beside: _Beside, rows: Rows, folder: Path, part: Part, partitions: tuple[str, ...]) -> None:
        self._beside = beside
        self._rows = rows
        self._part = part
        self._folder = folder / part.table
        self._columns = rows.columns(part.table)
        self._partitions = partitions

    @property
    def types(self) -> dict[str, str]:
        """Of its columns, by name."""
        return {column.name: TYPES[column.kind] for column in self._columns}

    @property
    def _all_types(self) -> dict[str, str]:
        """Of what pieces hold, in its order: source and month, where folders may be named by them, come last."""
        return self.types | (dict.fromkeys(PARTITIONS, "VARCHAR") if self._partitions else {})

    def write(self) -> Iterator[int]:
        """Writes it, piece after piece; of each, how many rows it has."""
        batches = self._batches()
        for number in count(1):
            piece = self._piece(number)
            rows, longest = _write_piece(batches, piece)
            if not rows:
                piece.unlink()
                return
            self._convert(piece, self._name(number), longest)
            yield rows

    def write_none(self) -> None:
        """Writes a file that has no rows, and says what columns there would be."""
        piece = self._piece(1)
        piece.touch()
        self._convert(piece, self._name(1), 0)

    def _piece(self, number: int) -> Path:
        self._folder.mkdir(exist_ok=True)
        return self._folder.with_name(f"{self._part.table}-{self._part.number}-{number}.jsonl")

    def _name(self, number: int) -> str:
        """Of the files of a piece: most parts have one."""
        return f"part-{self._part.number:06}" + (f"p{number}" if number > 1 else "")

    def _batches(self) -> Iterator[list[bytes]]:
        """Its rows as lines, some at a time."""
        names = list(self._all_types)
        rows = self._rows.of(self._part)
        while some := list(islice(rows, _TOGETHER)):
            yield encode_json_lines([dict(zip(names, row, strict=True)) for row in some])

    def _convert(self, piece: Path, name: str, longest: int) -> None:
        """Has a piece put into Parquet."""
        columns = ", ".join(f"{quoted(column)}: {quoted(kind)}" for column, kind in self._all_types.items())
        notes = f"archiver_schema_version: '{self._rows.schema_version}', archiver_table: {quoted(self._part.table)}"
        room = max(_ROW_BYTES, longest + 1)
        reading = f"format = 'newline_delimited', columns = {{{columns}}}, maximum_object_size = {room}"
        writing = f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{notes}}}"
        target = self._folder / f"{name}.parquet"
        if self._partitions and longest:
            by = ", ".join(self._partitions)
            writing += f", PARTITION_BY ({by}), OVERWRITE_OR_IGNORE, FILENAME_PATTERN {quoted(name)}"
            target = self._folder
        # names and paths are ours, and quoted: neither can be bound
        rows = f"SELECT * FROM read_json({quoted(str(piece))}, {reading})"  # noqa: S608 - ours, and quoted
        self._beside.run(f"COPY ({rows}) TO {quoted(str(target))} ({writing})", piece)


def _write_piece(batches: Iterator[list[bytes]], piece: Path) -> tuple[int, int]:
    """How many lines are in it, and the bytes of the longest; 0 where there are no more."""
    rows = size = longest = 0
    with piece.open("wb") as stream:
        for lines in batches:
            size += stream.write(b"".join(lines))
            longest = max(longest, *map(len, lines))
            rows += len(lines)
            if size >= PIECE_BYTES:
                break
    return rows, longest


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
