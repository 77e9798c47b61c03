"""Values on their way between processes, at half the price.

What a page is read into is some two hundred frozen values. Python writes and reads the fields of each one by one, by
name, which takes 0.9 ms a page; with its fields as one row it takes 0.5.
"""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, BinaryIO

from archiver import model
from archiver.pipelines.decide import Reading


def send(value: object, stream: BinaryIO) -> None:
    """Writes the value, and sees to it that it goes."""
    _prepare()
    pickle.dump(value, stream, pickle.HIGHEST_PROTOCOL)
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


@cache
def _prepare() -> None:
    for kind in (*_kinds(vars(model).values()), Reading):
        copyreg.pickle(kind, _row_of(kind))


def _kinds(values: Iterable[object]) -> Iterator[type]:
    return (value for value in values if isinstance(value, type) and is_dataclass(value))


def _row_of(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    names = _names(kind)
    if len(names) == 1:
        return lambda value: (remake, (kind, getattr(value, names[0])))
    row = attrgetter(*names)
    return lambda value: (remake, (kind, *row(value)))


@cache
def _setters(kind: type) -> tuple[Callable[[object, object], None], ...]:
    """What sets each field of a value that is frozen for everybody else."""
    return tuple(getattr(kind, name).__set__ for name in _names(kind))


def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
