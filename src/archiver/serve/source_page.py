"""The page of a source (its figures, its health, its articles, what stands on its pages), and the list of them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from datasette import NotFound, Response

from archiver.serve import front_questions
from archiver.serve import source_questions as questions
from archiver.serve.drawing import bars_picture, days_picture, hours_picture, series_of
from archiver.serve.reading import parts, row, rows
from archiver.serve.responses import page
from archiver.store.figure_questions import FIELDS

_DAYS, _HOURS = 7, 24
_PARTS = {
    "days": questions.DAYS,
    "hours": questions.HOURS_AND_FIELDS,
    "sections": questions.SECTIONS,
    "authors": questions.AUTHORS,
    "states": questions.STATES,
    "failures": questions.FAILURES,
    "latest": questions.LATEST,
    "lists": questions.LISTS,
    "standing": questions.STANDING,
}


async def sources_page(request: Any, datasette: Any) -> Response:
    """All sources in a table."""
    sources = await datasette.memory.get("sources", lambda: rows(datasette, front_questions.SOURCES))
    return await page(datasette, request, "archiver/sources.html", {"sources": sources})


async def source_page(request: Any, datasette: Any) -> Response:
    """One source."""
    number = int(request.url_vars["id"])
    values = await datasette.memory.get(("source", number), lambda: _values(datasette, number))
    return await page(datasette, request, "archiver/source.html", values)


async def _values(datasette: Any, number: int) -> dict[str, Any]:
    wanted = {"source": number}
    source = await row(datasette, questions.SOURCE, wanted)
    if source is None:
        raise NotFound(f"There is no source with the number {number}.")
    figures = await row(datasette, questions.FIGURES, wanted)
    found = await parts(datasette, {name: (sql, wanted) for name, sql in _PARTS.items()})
    return found | {
        "source": source,
        "figures": figures,
        "charts": _charts(source["title"], found) if figures["articles"] else {},
        "states": {state["state"]: state["pages"] for state in found["states"] or ()},
        "undated": figures["articles"] - figures["dated"],
        "newest": min(questions.NEWEST, figures["articles"]),
    }


def _charts(name: str, found: dict[str, list[Any] | None]) -> dict[str, Any]:
    """Of what was counted in time."""
    charts = {}
    if (days := found["days"]) is not None:
        series = series_of(name, days)
        charts["days"] = days_picture([series], left_out=sum(one["articles"] for one in days) - series.total)
    if (by_hour := found["hours"]) is not None:
        charts["hours"] = hours_picture(_week(by_hour), "Articles by weekday and hour, on the publisher's clock")
        articles = sum(one[2] for one in by_hour)
        filled = [(field, sum(one[4 + n] for one in by_hour)) for n, field in enumerate(FIELDS)]
        charts["fields"] = bars_picture("fields", "Fields filled in", filled, whole=articles, what="field")
    if sections := found["sections"]:
        charts["sections"] = bars_picture("sections", "Sections", sections, what="section")
    if authors := found["authors"]:
        charts["authors"] = bars_picture("authors", "Authors", authors, what="author")
    return charts


def _week(by_hour: Iterable[Any]) -> list[list[int]]:
    """Seven rows of 24 counts; articles that name no hour are left out."""
    counts = Counter({(weekday, hour): articles for weekday, hour, articles, *_ in by_hour})
    return [[counts[weekday, hour] for hour in range(_HOURS)] for weekday in range(_DAYS)]
