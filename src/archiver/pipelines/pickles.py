"""Values on their way between processes, at less than half the price.

What a page is read into is some two hundred frozen values. Python writes and reads the fields of each one by one, by
name. Here the fields of a value are one row, and those of a tuple of cards, addresses or evidence are one table, which
is made into values again column by column.
"""

from __future__ import annotations

import copyreg
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import repeat
from operator import attrgetter
from typing import Any, BinaryIO, TypeAlias

from archiver import model
from archiver.pipelines.decide import Reading

_Row: TypeAlias = tuple[object, ...]
#: what has long tuples of values
_WITH_TABLES = frozenset({model.Article, Reading})


def send(value: object, stream: BinaryIO) -> None:
    """Writes the value, and sees to it that it goes."""
    pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _reducers()
    pickler.dump(value)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """The next value. Raises what ``pickle.load`` does; only for streams of our own processes."""
    return pickle.load(stream)  # noqa: S301 - from our own process


def remake(kind: type, *row: object) -> object:
    """The value of that kind with these fields, in their order."""
    value: object = object.__new__(kind)
    for put, one in zip(_setters(kind), row, strict=True):
        put(value, one)
    return value


def remake_all(kind: type, rows: Iterable[_Row]) -> tuple[object, ...]:
    """The same for all rows of a table."""
    columns = tuple(zip(*rows, strict=True))
    values: tuple[object, ...] = tuple(map(object.__new__, repeat(kind, len(columns[0]))))
    for put, column in zip(_setters(kind), columns, strict=True):
        deque(map(put, values, column), maxlen=0)
    return values


class _Table:
    """Stands for a tuple of values of one kind, and arrives as such."""

    __slots__ = ("_kind", "_values")

    def __init__(self, values: tuple[Any, ...]) -> None:
        self._kind: type = type(values[0])
        self._values = values

    def __reduce__(self) -> tuple[Callable[..., object], tuple[type, tuple[_Row, ...]]]:
        return remake_all, (self._kind, tuple(map(_rows_of(self._kind), self._values)))


@cache
def _reducers() -> dict[type, Callable[[Any], tuple[Any, ...]]]:
    """For these streams alone: whoever else copies or pickles a value gets what Python makes of it."""
    return copyreg.dispatch_table | {kind: _reducer_of(kind) for kind in _kinds()}


@cache
def _kinds() -> frozenset[type]:
    return frozenset((*_dataclasses(vars(model).values()), Reading))


def _dataclasses(values: Iterable[object]) -> Iterator[type]:
    return (value for value in values if isinstance(value, type) and is_dataclass(value))


def _reducer_of(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    row_of = _rows_of(kind)
    if kind in _WITH_TABLES:
        return lambda value: (remake, (kind, *map(_as_table, row_of(value))))
    return lambda value: (remake, (kind, *row_of(value)))


def _as_table(field: object) -> object:
    if not isinstance(field, tuple):
        return field
    kinds = {*map(type, field)}
    return _Table(field) if len(kinds) == 1 and kinds <= _kinds() else field


@cache
def _rows_of(kind: type) -> Callable[[Any], _Row]:
    """What makes a row of a value of that kind."""
    names = _names(kind)
    return attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)


@cache
def _setters(kind: type) -> tuple[Callable[[object, object], None], ...]:
    """What sets each field of a value that is frozen for everybody else."""
    return tuple(getattr(kind, name).__set__ for name in _names(kind))


def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
