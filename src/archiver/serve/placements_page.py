"""The page of placements: where and how long a story stood, what stood on a page, and what stood longest."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from itertools import groupby, islice
from typing import Any

from datasette import NotFound, Response

from archiver.charts import Frame, TimeRow, TimeSpan, for_all_widths, timeline_chart
from archiver.model import REGIONS
from archiver.serve import placement_questions as questions
from archiver.serve.asked import Asked, Paging, page_offset, read_query
from archiver.serve.reading import row, rows
from archiver.serve.responses import page
from archiver.serve.templating import bare_address, named
from archiver.timestamps import stored_moment

_SHOWN = 50
#: stories on a page of the overview: each is a line of the chart
_STORIES = 25
#: lines of a chart; the table has all
_LANES = 25
#: a card that still stood there such a time before the newest look of all goes on
_LATELY = dt.timedelta(days=1)


async def placements_page(datasette: Any, request: Any) -> Response:
    """The page of one article (``?article=``), of one page (``?page=`` or ``?url=``), or of all home pages."""
    asked = read_query(request.query_string)
    load = next((load for name, load in _LOADERS.items() if asked.has(name)), _of_home_pages)
    homes = await rows(datasette, questions.HOME_PAGES)
    values = {
        "asked": asked,
        "regions": REGIONS,
        "homes": homes,
        "sources": [(home["source_id"], home["source"]) for home in homes],
        "database": datasette.get_database().name,
        **_wanted(asked),
    }
    return await page(datasette, request, "archiver/placements.html", values | await load(datasette, asked))


async def _of_article(datasette: Any, asked: Asked) -> dict[str, Any]:
    article = await _one(datasette, questions.ARTICLE, article=asked.number("article"))
    wanted = {"article": article["id"], **_wanted(asked)}
    total = (await row(datasette, questions.COUNT_OF_ARTICLE, wanted))["placements"]
    paging = Paging(asked, total, _SHOWN)
    placements = await rows(datasette, questions.OF_ARTICLE, wanted | _place_in(paging))
    chart = _chart(f"Where “{named(article['title'], article['url'])}” stood", placements, _places)
    return {"article": article, "placements": placements, "paging": paging, "chart": chart}


async def _of_url(datasette: Any, asked: Asked) -> dict[str, Any]:
    found = await _one(datasette, questions.PAGE_BY_URL, url=asked.text("url"))
    return await _of_page(datasette, Asked((("page", str(found["id"])), *asked.pairs)))


async def _of_page(datasette: Any, asked: Asked) -> dict[str, Any]:
    shown = await _one(datasette, questions.PAGE, page=asked.number("page"))
    wanted = {"page": shown["id"], **_wanted(asked)}
    total = (await row(datasette, questions.COUNT_OF_PAGE, wanted))["placements"]
    paging = Paging(asked, total, _SHOWN)
    placements = await rows(datasette, questions.OF_PAGE, wanted | _place_in(paging))
    return {
        "page": shown,
        "placements": placements,
        "paging": paging,
        "chart": _chart(f"What stood on {shown['url']}", placements, _stories),
    }


async def _of_home_pages(datasette: Any, asked: Asked) -> dict[str, Any]:
    wanted = _wanted(asked)
    listing = wanted | {"limit": _STORIES, "offset": page_offset(asked, _STORIES)}
    longest = await datasette.memory.get(
        ("longest", *listing.values()), lambda: rows(datasette, questions.LONGEST, listing)
    )
    listed = json.dumps([[story["story"], story["page_id"]] for story in longest])
    stretches = await rows(datasette, questions.STRETCHES, wanted | {"listed": listed})
    of_rank = {rank: list(found) for rank, found in groupby(stretches, key=lambda stretch: stretch["rank"])}
    return {
        "stories": [(story, of_rank[rank]) for rank, story in enumerate(longest) if rank in of_rank],
        "paging": Paging(asked, longest[0]["total"] if longest else 0, _STORIES),
        "chart": _chart("What stood longest on the home pages", stretches, _stories),
    }


_LOADERS = {"article": _of_article, "page": _of_page, "url": _of_url}


async def _one(datasette: Any, sql: str, **asked: object) -> Any:
    found = await row(datasette, sql, asked)
    if found is None:
        raise NotFound("no such article or page")
    return found


def _place_in(paging: Paging) -> dict[str, int]:
    return {"limit": paging.size, "offset": paging.offset}


def _wanted(asked: Asked) -> dict[str, Any]:
    """The filters that all three have, as their questions take them.

    Of one article or page all is shown unless asked otherwise, of all home pages what stands there now.
    """
    is_overview = not any(asked.has(name) for name in _LOADERS)
    is_current = asked.text("shown") == "now" or (is_overview and asked.text("shown") != "ever")
    return {
        "source": asked.number("source"),
        "region": asked.choice("region", REGIONS),
        "only_current": int(is_current),
    }


def _chart(title: str, stretches: Sequence[Any], labels_of: Callable[[Sequence[Any]], list[str]]) -> str:
    """The listed stretches as a picture: a line for each place, or each story, in the order of the list."""
    told = [(stretch, ends) for stretch in stretches if (ends := _ends(stretch)) is not None]
    if not told:
        return ""
    now = max(end for _, (_, end) in told)
    lanes: dict[str, list[TimeSpan]] = {}
    labels = labels_of([stretch for stretch, _ in told])
    for label, (stretch, ends) in zip(labels, told, strict=True):
        lanes.setdefault(label, []).append(_span(stretch, ends, now))
    lines = tuple(TimeRow(label=label, spans=tuple(spans)) for label, spans in islice(lanes.items(), _LANES))
    frame = Frame(key="placements", title=title, summary=_summary(lines, len(stretches) - len(told)))
    return for_all_widths(lambda frame: timeline_chart(frame, lines), frame, is_broad=True)


def _summary(lines: Sequence[TimeRow], left_out: int) -> str:
    spans = [span for line in lines for span in line.spans]
    standing = sum(span.goes_on for span in spans)
    untold = f" {left_out} more have a time that is none." if left_out else ""
    told = f"{len(lines)} lines with {len(spans)} stretches, {standing} of which go on.{untold}"
    return f"{told} The table below has them all."


def _ends(stretch: Any) -> tuple[dt.datetime, dt.datetime] | None:
    """From when to when, ``None`` where one of them is no time."""
    start, end = stored_moment(stretch["first_seen"]), stored_moment(stretch["last_seen"])
    return None if start is None or end is None else (start, max(start, end))


def _span(stretch: Any, ends: tuple[dt.datetime, dt.datetime], now: dt.datetime) -> TimeSpan:
    """It goes on where it was seen lately; of a page that nobody has looked at since, nobody knows."""
    start, end = ends
    is_open = stretch["is_current"] and now - end <= _LATELY
    return TimeSpan(start=start, end=end, goes_on=is_open, text=stretch["title"] or "")


def _places(stretches: Sequence[Any]) -> list[str]:
    """Of each line: where on the page, and which page; without the host where there is only one."""
    pages = [bare_address(stretch["page_url"]) for stretch in stretches]
    if len({page.partition("/")[0] for page in pages}) == 1:
        pages = [f"/{page.partition('/')[2]}" for page in pages]
    return [
        f"{stretch['block_heading'] or stretch['region']} · {page}"
        for stretch, page in zip(stretches, pages, strict=True)
    ]


def _stories(stretches: Sequence[Any]) -> list[str]:
    return [_story(stretch) for stretch in stretches]


def _story(stretch: Any) -> str:
    if title := stretch["article_title"] or stretch["title"]:
        return str(title)
    if url := stretch["url"]:
        return bare_address(url)
    stand_in = stretch["placeholder_text"]
    return f"(no headline; “{stand_in}”)" if stand_in else "(no headline)"
