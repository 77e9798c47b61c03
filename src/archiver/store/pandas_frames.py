"""Tables as frames of pandas, with types in which a missing value is missing: ``Int64``, ``boolean``, ``string``.

Days are ``datetime64``, at midnight: pandas has no type of its own for them, and theirs can be grouped and plotted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from archiver.store.column_kinds import Column, Kind, settled
from archiver.store.frames import Table

_DTYPES = {
    Kind.TEXT: "string",
    Kind.INTEGER: "Int64",
    Kind.REAL: "Float64",
    Kind.FLAG: "boolean",
    Kind.MOMENT: "datetime64[us, UTC]",
    Kind.DAY: "datetime64[us]",
    Kind.BYTES: "object",
    Kind.LIST: "object",
}
_PREPARED: dict[Kind, Callable[[Any], Any]] = {Kind.TEXT: str, Kind.LIST: json.loads}


def make(table: Table) -> pd.DataFrame:
    """The frame, its columns in the table's order."""
    return pd.DataFrame({name: _column(column, values) for name, column, values in table})


def _column(column: Column, values: Sequence[Any]) -> Any:
    kind = settled(column, values)
    if kind is Kind.WORD:
        return pd.Categorical(values, categories=column.words)
    prepare = _PREPARED.get(kind)
    if prepare is not None:
        values = [None if value is None else prepare(value) for value in values]
    return pd.Series(values, dtype=_DTYPES[kind])
