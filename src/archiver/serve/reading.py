"""Questions to the archive, as our pages ask them. SQL stands in the module of each page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Parameters = Mapping[str, Any] | Sequence[Any]


async def rows(datasette: Any, sql: str, parameters: Parameters = ()) -> list[Any]:
    """All rows, their columns by name. Raises ``ArchiveError``, and ``QueryInterrupted`` at the time limit."""
    result = await datasette.get_database().execute(sql, parameters)
    return list(result.rows)


async def row(datasette: Any, sql: str, parameters: Parameters = ()) -> Any:
    """The first row, ``None`` when there is none."""
    found = await rows(datasette, sql, parameters)
    return found[0] if found else None
