"""The search page: words and filters, what they find with matches marked, and what narrows it down further."""

from __future__ import annotations

import asyncio
import calendar
import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from datasette import Response

from archiver.serve.asked import Asked, Paging, read_query
from archiver.serve.reading import row, rows
from archiver.serve.responses import page
from archiver.serve.templating import MARKS
from archiver.store.facets import FacetCount, facets_sql
from archiver.store.search import NEWEST, SearchHit, Wanted, count_sql, search_sql
from archiver.store.search_filters import Filters, SearchScope
from archiver.timestamps import stored_day

_SHOWN = 20
_NO_DAY = "is no day (expected one like 2025-08-31)"
#: hits that facets count, the newest: of a word that is everywhere, to count all would take longer than to find them
_COUNTED = 10_000
#: by what a search is searched, the filters that mean something there
FILTERS: dict[SearchScope, tuple[str, ...]] = {
    "articles": ("source", "since", "until", "author", "language", "section", "tag"),
    "teasers": ("source", "since", "until"),
}

_SOURCES = "SELECT DISTINCT coalesce(name, host) AS source FROM sources ORDER BY source COLLATE NOCASE LIMIT 1000"
_CARDS = """
    SELECT c.id, c.article_id, count(pl.id) AS placements, max(pl.ended_at IS NULL) AS is_current,
        min(pl.first_seen) AS first_seen, min(pl.page_id) AS page_id
    FROM cards AS c
    LEFT JOIN placements AS pl ON pl.card_id = c.id
    WHERE c.id IN (SELECT value FROM json_each(:ids))
    GROUP BY c.id
"""


class Value(NamedTuple):
    """One value of a facet."""

    text: str
    hits: int
    #: of the search with it as a filter
    query: str


class Facet(NamedTuple):
    """What hits have in common, by one of their facts."""

    name: str
    values: tuple[Value, ...]


async def search_page(datasette: Any, request: Any) -> Response:
    """What the words (``?q=``) and filters find among articles, or among cards (``?among=teasers``)."""
    asked = read_query(request.query_string)
    wanted, complaints = _wanted(asked)
    is_asked = bool(wanted.words.strip() or wanted.filters.given)
    found = await _find(datasette, asked, wanted) if is_asked and not wanted.is_nothing else {}
    values = {
        "asked": asked,
        "wanted": wanted,
        "given": {name: asked.text(name) for name in FILTERS[wanted.among]},
        "complaints": complaints,
        "sources": [source["source"] for source in await rows(datasette, _SOURCES)],
        "hits": (),
        "facets": (),
    }
    return await page(datasette, request, "archiver/search.html", values | found)


def _wanted(asked: Asked) -> tuple[Wanted, dict[str, str]]:
    """What is looked for, and by filter that was left out what is wrong with it."""
    among: SearchScope = "teasers" if asked.text("among") == "teasers" else "articles"
    given = {name: asked.text(name) for name in FILTERS[among]}
    days, complaints = _days(given)
    filters = Filters(
        source=given["source"],
        since=days["since"],
        until=days["until"],
        author=given.get("author"),
        language=given.get("language"),
        section=given.get("section"),
        tag=given.get("tag"),
    )
    wanted = Wanted(
        words=asked.text("q") or "",
        among=among,
        filters=filters,
        order="date" if asked.text("order") == "date" else "relevance",
        limit=_SHOWN,
        marks=MARKS,
    )
    return wanted, complaints


def _days(given: Mapping[str, str | None]) -> tuple[dict[str, dt.date | None], dict[str, str]]:
    """The first day and the last, and what is wrong with those that are left out.

    >>> _days({"since": "2025-09-01", "until": "2025-08-31"})
    ({'since': datetime.date(2025, 9, 1), 'until': None}, {'until': 'is before the first day'})
    """
    days = {name: stored_day(given[name]) for name in ("since", "until")}
    since, until = days.values()
    if since is not None and until is not None and since > until:
        return days | {"until": None}, {"until": "is before the first day"}
    return days, {name: _NO_DAY for name, day in days.items() if given[name] and day is None}


async def _find(datasette: Any, asked: Asked, wanted: Wanted) -> dict[str, Any]:
    total = (await row(datasette, *count_sql(wanted)))[0]
    is_ranked = wanted.order == "relevance" and not wanted.terms.is_nothing
    paging = Paging(asked, min(total, NEWEST) if is_ranked else total, _SHOWN)
    sql, parameters = search_sql(wanted)
    hits, facets = await asyncio.gather(
        rows(datasette, sql, parameters | {"offset": paging.offset}), _facets(datasette, asked, wanted)
    )
    return {
        "total": total,
        "paging": paging,
        "hits": await _shown(datasette, wanted, [_hit(found) for found in hits]),
        "facets": facets,
        "counted": min(total, _COUNTED),
    }


def _hit(found: Any) -> SearchHit:
    return SearchHit(**dict(zip(SearchHit.__dataclass_fields__, found, strict=True)))


async def _shown(datasette: Any, wanted: Wanted, hits: Sequence[SearchHit]) -> list[tuple[SearchHit, Any]]:
    """Each hit, a card with what it promotes and where it stood."""
    if wanted.among == "articles":
        return [(hit, None) for hit in hits]
    cards = await rows(datasette, _CARDS, {"ids": json.dumps([hit.id for hit in hits])})
    of_number = {card["id"]: card for card in cards}
    return [(hit, of_number[hit.id]) for hit in hits if hit.id in of_number]


async def _facets(datasette: Any, asked: Asked, wanted: Wanted) -> tuple[Facet, ...]:
    """What narrows the hits down; facts that all of them share do not."""
    if wanted.among != "articles":
        return ()
    counts = [FacetCount._make(found) for found in await rows(datasette, *facets_sql(wanted, newest=_COUNTED))]
    found = (Facet(name, tuple(_values(asked, group))) for name, group in groupby(counts, key=lambda one: one.facet))
    return tuple(facet for facet in found if facet.values)


def _values(asked: Asked, counts: Iterator[FacetCount]) -> Iterator[Value]:
    for facet, value, count in counts:
        narrowing = {} if value is None else _narrowing(facet, value)
        if value is not None and any(asked.text(name) != wanted for name, wanted in narrowing.items()):
            yield Value(value, count, asked.query(**narrowing))


def _narrowing(facet: str, value: str) -> dict[str, str]:
    """The filters that let this value alone pass: of a year or a month, its first and its last day; none for no month.

    >>> _narrowing("month", "2024-02")
    {'since': '2024-02-01', 'until': '2024-02-29'}
    """
    if facet not in _BEGINNINGS:
        return {facet: value}
    first = stored_day(value + _BEGINNINGS[facet])
    if first is None:
        return {}
    month = 12 if facet == "year" else first.month
    last = first.replace(month=month, day=calendar.monthrange(first.year, month)[1])
    return {"since": first.isoformat(), "until": last.isoformat()}


#: what makes a day of a year and of a month
_BEGINNINGS = {"year": "-01-01", "month": "-01"}
