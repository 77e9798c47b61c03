"""Tables as frames of polars."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from archiver.store.column_kinds import Column, Kind, settled
from archiver.store.frames import Table

_DTYPES: dict[Kind, Any] = {
    Kind.TEXT: pl.String,
    Kind.INTEGER: pl.Int64,
    Kind.REAL: pl.Float64,
    Kind.FLAG: pl.Int64,
    Kind.MOMENT: pl.String,
    Kind.DAY: pl.String,
    Kind.BYTES: pl.Binary,
    Kind.LIST: pl.List(pl.String),
}
_PREPARED: dict[Kind, Callable[[Any], Any]] = {Kind.TEXT: str, Kind.REAL: float, Kind.LIST: json.loads}
#: what polars makes itself of what SQLite holds
_FINISHED: dict[Kind, Callable[[pl.Series], pl.Series]] = {
    Kind.FLAG: lambda series: series.cast(pl.Boolean),
    Kind.MOMENT: lambda series: series.str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us", time_zone="UTC"),
    Kind.DAY: lambda series: series.str.to_date("%Y-%m-%d"),
}


def make(table: Table) -> pl.DataFrame:
    """The frame, its columns in the table's order."""
    return pl.DataFrame([_column(name, column, values) for name, column, values in table])


def _column(name: str, column: Column, values: Sequence[Any]) -> pl.Series:
    kind = settled(column, values)
    if kind is Kind.WORD:
        return pl.Series(name, values, dtype=pl.Enum(column.words))
    prepare = _PREPARED.get(kind)
    if prepare is not None:
        values = [None if value is None else prepare(value) for value in values]
    series = pl.Series(name, values, dtype=_DTYPES[kind])
    return _FINISHED[kind](series) if kind in _FINISHED else series
