"""The front page: what is in the archive, how it grows, and what is new."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from typing import Any

from datasette import Response

from archiver.charts.folding import without_strays
from archiver.jsontext import decode_json
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
    shown: dict[str, Any] = found | {
        "figures": figures,
        "size_bytes": datasette.get_database().size,
        "most_sources": _MOST_SOURCES,
    }
    if (days := found["days"]) is None:
        return shown | {"chart": None, "days_covered": None, "first_day": None}
    counted = [(name, decode_json(on), decode_json(counts)) for name, on, counts in days]
    series = [series_of(name, zip(on, counts, strict=True)) for name, on, counts in counted]
    by_day: Counter[dt.date] = Counter()
    for one in series:
        by_day.update(dict(one.days))
    return shown | {
        "chart": days_picture(series, left_out=sum(sum(counts) for _, _, counts in counted) - by_day.total()),
        "days_covered": len(by_day),
        "undated": figures["articles"] - by_day.total(),
        **_span(by_day),
    }


def _span(by_day: Counter[dt.date]) -> dict[str, Any]:
    """From when to when, a few days far from all others left out and their articles counted, as in the chart."""
    if not by_day:
        return {"first_day": None}
    first, last = without_strays(tuple(by_day.items()))
    far = sum(articles for day, articles in by_day.items() if not first <= day <= last)
    return {"first_day": first.isoformat(), "last_day": last.isoformat(), "far": far}
