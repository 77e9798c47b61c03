"""An extract in parts: ranges of its tables, each of which is read, and written, by itself.

Where a part begins and ends follows from what is chosen, and from nothing else: whoever reads the parts, and however
many do, each is the same. What is chosen can be noted in a file, so that other processes read the parts of an archive
to which nobody writes any more.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from archiver.drafts import draft_of
from archiver.store import meta
from archiver.store.column_kinds import Kind, columns_of
from archiver.store.connection import IMMUTABLE, translated

#: tables that are parted by articles, and how many of these are some 30 MB of text: most parts are one file
_BY_ARTICLES = {
    "articles": 5_000, "revisions": 7_500, "revision_diffs": 50_000, "article_authors": 100_000,
    "article_tags": 100_000, "alternates": 100_000, "images": 50_000, "evidence": 10_000, "revision_log": 50_000,
    "cluster_members": 100_000, "article_keys": 100_000, "similar_articles": 100_000,
}  # fmt: skip
#: ... and by pages
_BY_PAGES = {"teasers": 15_000, "pages": 50_000, "captures": 15_000, "placements": 30_000, "frontier": 50_000}
#: articles of an archive of which a table that is not parted has as much as a part of another one
_OF_WHOLE = 100_000
#: tables whose rows go where their article belongs
PLACED = ("articles", "revisions")
_OF_ARTICLES = "(SELECT article_id FROM chosen WHERE article_id BETWEEN :first AND :last) AS k"
_OF_PAGES = "(SELECT page_id FROM chosen_pages WHERE page_id BETWEEN :first AND :last) AS k"
_STARTS = """
    SELECT {key} FROM (SELECT {key}, row_number() OVER (ORDER BY {key}) AS number FROM {table})
    WHERE number % :most = 1 OR :most = 1 ORDER BY {key}
"""
#: behind the last number
_END = 1 << 62
_FOLDERS = "SELECT count(*) FROM placed GROUP BY {} ORDER BY min(position)"
#: what is chosen, as a file has it
_NOTED = {
    "chosen": "article_id INTEGER PRIMARY KEY",
    "chosen_pages": "page_id INTEGER PRIMARY KEY",
    "placed": "position INTEGER PRIMARY KEY, article_id INTEGER, source TEXT, month TEXT",
}


class Column(NamedTuple):
    """One of a table, as it is in the archive."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A table, or a range of it."""

    table: str
    #: among those of its table, from 1
    number: int = 1
    #: numbers of articles or of pages, or places in the order of folders; ``None`` for a table that is not parted
    first: int | None = None
    last: int | None = None
    #: how much it is, beside a part of full size
    weight: float = 1.0


class Rows:
    """Reads the parts of what is chosen on a connection, in ``chosen``, ``chosen_pages`` and, if asked, ``placed``."""

    def __init__(self, conn: sqlite3.Connection, tables: Mapping[str, str], *, is_all: bool) -> None:
        """``tables`` by name, which of their rows belong to what is chosen."""
        self._conn = conn
        self._tables = tables
        self._is_all = is_all

    @property
    def schema_version(self) -> int:
        """Of the archive."""
        return meta.load_version(self._conn)

    def columns(self, table: str) -> tuple[Column, ...]:
        """Of a table or view, in its order."""
        names = [name for (name,) in self._conn.execute("SELECT name FROM pragma_table_info(?)", [table])]
        known = columns_of(table, names)
        return tuple(Column(name, column.kind or Kind.TEXT) for name, column in zip(names, known, strict=True))

    def of(self, part: Part) -> Iterator[tuple[Any, ...]]:
        """Its rows, each article's or page's together; of ``PLACED`` tables with source and month behind them."""
        held = self._tables[part.table]
        bound = {"is_all": self._is_all and part.number == 1, "first": part.first, "last": part.last}
        if part.table in PLACED:
            held = held.replace("chosen AS k", "placed AS k")
            held = f"{held} WHERE k.position BETWEEN :first AND :last ORDER BY k.position"
            return self._conn.execute(f"SELECT t.*, k.source, k.month FROM {held}", bound)
        if part.first is not None:
            held = held.replace("chosen AS k", _OF_ARTICLES).replace("chosen_pages AS k", _OF_PAGES)
        return self._conn.execute(f"SELECT t.* FROM {held}", bound)

    def parts(self, folders: Sequence[str]) -> tuple[Part, ...]:
        """All of all tables, in their order; ``folders`` are what those are parted by whose rows are ``placed``."""
        (articles,) = self._conn.execute("SELECT count(*) FROM chosen").fetchone()
        placed = _FOLDERS.format(", ".join(folders))
        sizes = [size for (size,) in self._conn.execute(placed)]
        return tuple(part for table in self._tables for part in self._parts_of(table, int(articles), sizes))

    def note(self, path: Path) -> None:
        """Notes what is chosen in a file, which is there complete, or not at all."""
        draft = draft_of(path)
        try:
            with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as noted:
                noted.execute("PRAGMA journal_mode = OFF")
                noted.execute("BEGIN")
                for table, columns in _NOTED.items():
                    marks = ", ".join("?" * len(columns.split(",")))
                    noted.execute(f"CREATE TABLE {table} ({columns})")
                    rows = self._conn.execute(f"SELECT * FROM {table}")
                    noted.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
                noted.execute("COMMIT")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)

    def _parts_of(self, table: str, articles: int, folders: Sequence[int]) -> Iterator[Part]:
        most = _BY_ARTICLES.get(table) or _BY_PAGES.get(table)
        if most is None:
            yield Part(table=table, weight=min(1.0, articles / _OF_WHOLE))
            return
        ranges = ranges_of_folders(folders, most) if table in PLACED else self._ranges_of_keys(table, most)
        for number, (first, last, size) in enumerate(ranges, 1):
            yield Part(table=table, number=number, first=first, last=last, weight=size / most)

    def _ranges_of_keys(self, table: str, most: int) -> Iterator[tuple[int, int, int]]:
        """From which number to which, and how many there are; one at least, for what belongs to no page."""
        key, chosen = ("page_id", "chosen_pages") if table in _BY_PAGES else ("article_id", "chosen")
        (left,) = self._conn.execute(f"SELECT count(*) FROM {chosen}").fetchone()
        found = self._conn.execute(_STARTS.format(key=key, table=chosen), {"most": most}).fetchall()
        starts = [start for (start,) in found] or [0]
        for first, after in pairwise((*starts, _END)):
            yield first, after - 1, min(left, most)
            left -= most


def ranges_of_folders(sizes: Iterable[int], most: int) -> Iterator[tuple[int, int, int]]:
    """From which place to which, and how many, for folders of these sizes, in parts of ``most``.

    A folder is divided only where it is more than a part itself.

    >>> list(ranges_of_folders([3, 2, 11, 1], 5))
    [(1, 5, 5), (6, 10, 5), (11, 15, 5), (16, 17, 2)]
    """
    first = size = 0
    for rows in sizes:
        if size and size + rows > most:
            yield first + 1, first + size, size
            first, size = first + size, 0
        size += rows
        while size > most:
            yield first + 1, first + most, most
            first, size = first + most, size - most
    if size:
        yield first + 1, first + size, size


def settle(conn: sqlite3.Connection) -> bool:
    """Puts all that was written into the file itself; whether it is there: somebody who reads may keep us from it."""
    try:
        (is_kept, *_) = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    return not is_kept


@contextlib.contextmanager
def open_rows(archive: Path, choice: Path, tables: Mapping[str, str], *, is_all: bool) -> Iterator[Rows]:
    """The rows of an archive to which nobody writes, and of which this was chosen, until the block ends.

    No lock is taken and no file made beside it, so that many machines can read it where they share a disk.
    """
    with translated(archive), contextlib.closing(_connect(archive)) as conn:
        conn.execute("ATTACH ? AS choice", [f"{choice.absolute().as_uri()}?{IMMUTABLE}"])
        yield Rows(conn, tables, is_all=is_all)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{IMMUTABLE}", uri=True, isolation_level=None)
