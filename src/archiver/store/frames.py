"""Answers as tables: for a loop, for pandas, for polars.

Neither library is needed to install or to import this package; whoever asks for a frame without having the one that
makes it is told what to install.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from archiver.errors import MissingLibraryError, UsageError
from archiver.store.arguments import whole_number

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from archiver.store.column_kinds import Column

Value = TypeVar("Value")
#: rows of a batch: some 30 MB of articles
BATCH = 10_000


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer to a statement; rows are read as they are asked for, once."""

    #: their names, in order
    columns: tuple[str, ...]
    #: values as SQLite has them
    rows: Iterator[tuple[Any, ...]]
    #: what the columns hold, where the schema knows; else their names and values tell
    known: tuple[Column, ...] | None = None

    def to_pandas(self) -> pd.DataFrame:
        """All rows that are left, with types that know missing values: see the how-to page on pandas.

        Raises ``MissingLibraryError`` without pandas, and ``UsageError`` where two columns have one name.
        """
        frame: pd.DataFrame = _maker("pandas")(self._table())
        return frame

    def to_polars(self) -> pl.DataFrame:
        """All rows that are left; raises ``MissingLibraryError`` without polars, ``UsageError`` as ``to_pandas``."""
        frame: pl.DataFrame = _maker("polars")(self._table())
        return frame

    def in_batches(self, size: int = BATCH) -> Iterator[QueryResult]:
        """The rows that are left, so many at a time: for what does not fit into memory. At least one batch comes."""
        return self._batches(whole_number("size", size, least=1))  # says what is wrong before the first batch

    def _batches(self, size: int) -> Iterator[QueryResult]:
        batch = list(islice(self.rows, size))
        while True:
            yield QueryResult(self.columns, iter(batch), self.known)
            if not (batch := list(islice(self.rows, size))):
                return

    def _table(self) -> Table:
        from archiver.store.column_kinds import columns_called  # noqa: PLC0415 - spares whoever only loops the schema

        twice = {name for name in self.columns if self.columns.count(name) > 1}
        if twice:
            raise UsageError(f"two columns called '{min(twice)}' (expected different names: … AS …)")
        known = columns_called(self.columns) if self.known is None else self.known
        return _columns(self.columns, known, list(zip(*self.rows, strict=True)) or [()] * len(self.columns))


#: name, what is known of it, and its values, column by column
Table = Iterator[tuple[str, "Column", tuple[Any, ...]]]


def _columns(names: tuple[str, ...], known: tuple[Column, ...], values: list[tuple[Any, ...]]) -> Table:
    """Column by column, each let go once it is given: a frame's own copy of a long text needs the room."""
    values.reverse()
    for name, column in zip(names, known, strict=True):
        yield name, column, values.pop()


@dataclass(frozen=True, slots=True)
class Selected(Generic[Value]):
    """Part of an archive: to loop over, which gives frozen values, or as a table. Each use asks the archive anew.

    ``len`` counts it, and an empty one is false. It has no positions: those are in ``list(…)`` of it, which holds all.
    """

    _values: Callable[[], Iterator[Value]]
    _rows: Callable[[], QueryResult]
    _count: Callable[[], int]

    def __repr__(self) -> str:
        """What to do with it: the archive is not asked."""
        return "<part of an archive: loop over it, or ask for list(…), len(…), to_pandas() or to_polars()>"

    def __len__(self) -> int:
        """How many there are."""
        return self._count()

    def __getitem__(self, at: object) -> NoReturn:
        """Refused in a sentence: it would read the archive up to there, each time."""
        raise TypeError(f"a part of an archive has no positions: list(…)[{_as_index(at)}] reads all of it first")

    def __iter__(self) -> Iterator[Value]:
        """The values, read as they are needed."""
        return self._values()

    def to_pandas(self) -> pd.DataFrame:
        """One row for each, see ``QueryResult.to_pandas``."""
        return self._rows().to_pandas()

    def to_polars(self) -> pl.DataFrame:
        """One row for each, see ``QueryResult.to_polars``."""
        return self._rows().to_polars()

    def in_batches(self, size: int = BATCH) -> Iterator[QueryResult]:
        """So many rows at a time, each batch to be made a frame: for what does not fit into memory."""
        return self._rows().in_batches(whole_number("size", size, least=1))


def _as_index(at: object) -> str:
    """As it stands between brackets.

    >>> _as_index(-1), _as_index(slice(None, 5)), _as_index(slice(5, None, 2))
    ('-1', ':5', '5::2')
    """
    if not isinstance(at, slice):
        return repr(at)
    parts = (at.start, at.stop) if at.step is None else (at.start, at.stop, at.step)
    return ":".join("" if part is None else repr(part) for part in parts)


def _maker(library: str) -> Callable[[Table], Any]:
    try:
        import_module(library)
    except ImportError as error:
        raise MissingLibraryError(library, install=library) from error
    make: Callable[[Table], Any] = import_module(f"archiver.store.{library}_frames").make
    return make
