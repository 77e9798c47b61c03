"""The tables behind an index of FTS5, and how what one is made of is taken over into another.

An index is made of segments, each a list of words in their order, cut into pages. ``<index>_data`` has the pages, and
the record of which segments there are on which level (the newest are on the first; some of a level are put together
into one of the next). ``<index>_idx`` has the word that each page begins with, ``<index>_docsize`` how many words each
text has. All of it is part of SQLite's file format, which does not change: the comment at the top of ``fts5_index.c``
describes it, https://sqlite.org/fts5.html what stands above it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import filterfalse, islice
from typing import NamedTuple

from archiver.store.number_bytes import read_varints, write_varints

#: what ``<index>_config`` says of how the tables are written
_FORMAT = 4
#: numbers of the rows that are no pages: how many texts and words there are, and of which segments it is made
_TOTALS, _STRUCTURE = 1, 10
#: the number of a page begins with that of its segment, which has at most 11 bits
_PAGE_BITS = 37
_SEGMENTS = range(1, 2000)
_COOKIE_BYTES = 4
#: segments of the newest level that are left as they are: one for each archive that came, to spare writing them twice
_LEFT_APART = 8
_PAGES = f"SELECT id + (? << {_PAGE_BITS}), block FROM {{0}}_data WHERE id >> {_PAGE_BITS} = ?"
_FIRST_WORDS = "SELECT segid + ?, term, pgno FROM {0}_idx WHERE segid = ?"


class _Segment(NamedTuple):
    number: int
    first_page: int
    last_page: int

    @property
    def pages(self) -> int:
        return self.last_page - self.first_page + 1


class _Level(NamedTuple):
    #: how many of the oldest are being put together
    joining: int
    #: oldest first
    segments: tuple[_Segment, ...]


class _Structure(NamedTuple):
    """What an index is made of."""

    #: of its settings
    cookie: bytes
    #: pages so far, by which SQLite tells when there is something to put together
    written: int
    levels: tuple[_Level, ...]

    @property
    def segments(self) -> Iterator[_Segment]:
        return (segment for level in self.levels for segment in level.segments)


def is_known_format(conn: sqlite3.Connection, index: str) -> bool:
    """Whether the tables of an index are written as is known here."""
    return bool(conn.execute(f"SELECT v = {_FORMAT} FROM main.{index}_config WHERE k = 'version'").fetchone()[0])


def put_together(conn: sqlite3.Connection, index: str) -> None:
    """Puts segments together where many of the newest level are apart: as many pages as SQLite would for the newest.

    To be called before each ``take_over``: so it can be done while what is taken over is not there yet.
    """
    levels = _load_structure(conn, index).levels
    newest = levels[0].segments if levels else ()
    if len(newest) >= _LEFT_APART:
        pages = newest[-1].pages * (len(levels) + 1)
        conn.execute(f"INSERT INTO main.{index} ({index}, rank) VALUES ('merge', ?)", [pages])


def take_over(conn: sqlite3.Connection, own: sqlite3.Connection, index: str) -> None:
    """Adds all texts of the index of another connection, by the same definition, to the one here; none is in both."""
    _forget_what_is_known(conn, index)
    here, there = _load_structure(conn, index), _load_structure(own, index)
    taken = {segment.number for segment in here.segments}
    numbers = filterfalse(taken.__contains__, _SEGMENTS)
    come = [(segment, number) for segment, number in zip(there.segments, numbers, strict=False)]
    for segment, number in come:
        bound = (number - segment.number, segment.number)
        conn.executemany(f"INSERT INTO main.{index}_data VALUES (?, ?)", own.execute(_PAGES.format(index), bound))
        words = own.execute(_FIRST_WORDS.format(index), bound)
        conn.executemany(f"INSERT INTO main.{index}_idx VALUES (?, ?, ?)", words)
    sizes = own.execute(f"SELECT id, sz FROM {index}_docsize")
    conn.executemany(f"INSERT INTO main.{index}_docsize VALUES (?, ?)", sizes)
    _add_totals(conn, own, index)
    _append(conn, index, here, tuple(segment._replace(number=number) for segment, number in come))


def _forget_what_is_known(conn: sqlite3.Connection, index: str) -> None:
    """Has FTS5 read its tables anew, which it remembers: as it must after any write that was taken back."""
    conn.execute("SAVEPOINT as_it_was")
    conn.execute(f"INSERT INTO main.{index} ({index}, rank) VALUES ('hashsize', 1048576)")
    conn.execute("ROLLBACK TO as_it_was")
    conn.execute("RELEASE as_it_was")


def _add_totals(conn: sqlite3.Connection, own: sqlite3.Connection, index: str) -> None:
    here, there = (read_varints(_load(db, index, _TOTALS)) for db in (conn, own))
    _save(conn, index, _TOTALS, write_varints(map(sum, zip(here, there, strict=True)) if here else there))


def _append(conn: sqlite3.Connection, index: str, here: _Structure, come: tuple[_Segment, ...]) -> None:
    """Puts segments behind the newest ones."""
    newest, *others = here.levels or (_Level(0, ()),)
    newest = newest._replace(segments=newest.segments + come)
    pages = sum(segment.pages for segment in come)
    come_too = here._replace(written=here.written + pages, levels=(newest, *others))
    _save(conn, index, _STRUCTURE, _written(come_too))


def _load_structure(conn: sqlite3.Connection, index: str) -> _Structure:
    block = _load(conn, index, _STRUCTURE)
    numbers = iter(read_varints(block[_COOKIE_BYTES:]))
    many, _, written = islice(numbers, 3)
    return _Structure(block[:_COOKIE_BYTES], written, tuple(_read_level(numbers) for _ in range(many)))


def _read_level(numbers: Iterator[int]) -> _Level:
    joining, many = islice(numbers, 2)
    return _Level(joining, tuple(_Segment(*islice(numbers, 3)) for _ in range(many)))


def _written(structure: _Structure) -> bytes:
    numbers = [len(structure.levels), sum(1 for _ in structure.segments), structure.written]
    for level in structure.levels:
        numbers += [level.joining, len(level.segments)]
        numbers += [number for segment in level.segments for number in segment]
    return structure.cookie + write_varints(numbers)


def _load(conn: sqlite3.Connection, index: str, number: int) -> bytes:
    return bytes(conn.execute(f"SELECT block FROM main.{index}_data WHERE id = ?", [number]).fetchone()[0])


def _save(conn: sqlite3.Connection, index: str, number: int, block: bytes) -> None:
    conn.execute(f"INSERT OR REPLACE INTO main.{index}_data (id, block) VALUES (?, ?)", [number, block])
