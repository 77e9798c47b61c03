"""Questions to the archive, as our pages ask them. SQL stands in the module of each page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from datasette.database import QueryInterrupted

Parameters: TypeAlias = Mapping[str, Any] | Sequence[Any]
#: a statement and its values
Question: TypeAlias = tuple[str, Parameters]

#: for a part of a page that can do without an answer
_PART_LIMIT_MS = 1500


async def rows(datasette: Any, sql: str, parameters: Parameters = ()) -> list[Any]:
    """All rows, their columns by name. Raises ``ArchiveError``, and ``QueryInterrupted`` at the time limit."""
    result = await datasette.get_database().execute(sql, parameters)
    return list(result.rows)


async def row(datasette: Any, sql: str, parameters: Parameters = ()) -> Any:
    """The first row, ``None`` when there is none."""
    found = await rows(datasette, sql, parameters)
    return found[0] if found else None


async def rows_in_time(datasette: Any, sql: str, parameters: Parameters = ()) -> list[Any] | None:
    """All rows, or ``None`` where they take too long: of an archive so large, the page is shown without them."""
    try:
        result = await datasette.get_database().execute(sql, parameters, custom_time_limit=_PART_LIMIT_MS)
    except QueryInterrupted:
        return None
    return list(result.rows)


async def parts(datasette: Any, questions: Mapping[str, Question]) -> dict[str, list[Any] | None]:
    """The answers to several questions by name, asked at the same time; each as ``rows_in_time`` gives it."""
    answers = await asyncio.gather(*(rows_in_time(datasette, *question) for question in questions.values()))
    return dict(zip(questions, answers, strict=True))
