"""The front page: what is in the archive, how it grows, and what is new."""

from __future__ import annotations

import asyncio
from itertools import groupby
from typing import Any

from datasette import Response

from archiver.serve import front_questions as questions
from archiver.serve.drawing import days_picture, series_of
from archiver.serve.reading import parts, row
from archiver.serve.responses import page

#: sources in the table; the rest is on a page of its own
_MOST_SOURCES = 12
_PARTS = {
    "days": (questions.DAYS, ()),
    "sources": (questions.SOURCES, ()),
    "latest": (questions.LATEST, ()),
    "headlines": (questions.HEADLINES, ()),
}


async def front_page(request: Any, datasette: Any) -> Response:
    """What is in here."""
    values = await datasette.memory.get("front", lambda: front_values(datasette))
    return await page(datasette, request, "archiver/front.html", values)


async def front_values(datasette: Any) -> dict[str, Any]:
    """What the page shows; ``None`` for what would have taken too long."""
    figures, found = await asyncio.gather(row(datasette, questions.FIGURES), parts(datasette, _PARTS))
    days = found["days"]
    return {
        **found,
        "figures": figures,
        "size_bytes": datasette.get_database().size,
        "first_day": days[0]["day"] if days else None,
        "last_day": days[-1]["day"] if days else None,
        "days_covered": None if days is None else len({one["day"] for one in days}),
        "chart": None if days is None else days_picture(_series(days)),
        "most_sources": _MOST_SOURCES,
    }


def _series(days: list[Any]) -> Any:
    """The days of each source, ready to be drawn."""
    ordered = sorted(days, key=lambda one: (one["source_id"] is None, one["source_id"]))
    grouped = groupby(ordered, key=lambda one: (one["source_id"], one["name"]))
    return [series_of(name, [(one["day"], one["articles"]) for one in found]) for (_, name), found in grouped]
