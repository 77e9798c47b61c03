"""RSS 2.0: the newest articles, for a feed reader or for another archive."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Generator
from email.utils import format_datetime
from html import escape
from typing import Any

from archiver import __version__
from archiver.pipelines.exports.drafts import file_draft
from archiver.pipelines.exports.order import Advanced, Begun, Event, Order
from archiver.pipelines.exports.steps import written
from archiver.store.extracts import Extract, SourceName

#: articles, unless another number is asked for
LIMIT = 50
_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
"""
_END = "</channel>\n</rss>\n"
#: what XML 1.0 cannot hold in any way, but for the white space of lines
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def export_rss(order: Order) -> Generator[Event, None, None]:
    """Writes a feed of the articles that are chosen, the newest first."""
    with order.archive.extract(order.selection) as extract:
        yield Begun(total=extract.articles)
        entries = sorted(extract.entries(("authors", "tags")), key=_news_at, reverse=True)
        sources = {source.label: source for source in extract.sources()}
        with file_draft(order.path, order.stream, is_forced=order.is_forced) as stream:
            stream.write((_HEAD + _channel(extract, entries, sources)).encode())
            for entry in entries:
                stream.write(item_of(entry, sources.get(entry["source"])).encode())
            stream.write(_END.encode())
        yield Advanced(done=len(entries))
        yield written(order, extract)


def _news_at(entry: dict[str, Any]) -> tuple[str, int]:
    """As ``selecting.NEWS_AT``."""
    said = entry["published_at"] or entry["published_day"] or entry["first_seen"]
    return min(said, entry["first_seen"]), entry["id"]


def _channel(extract: Extract, entries: list[dict[str, Any]], sources: dict[str, SourceName]) -> str:
    shown = {entry["source"] for entry in entries}
    label = shown.pop() if len(shown) == 1 else None
    source = sources.get(label) if label is not None else next(iter(sources.values()), None)
    changed = max((entry["first_seen"] for entry in entries), default=None)
    return "".join(
        (
            _element("title", label or "Archived articles"),
            _element("link", "about:blank" if source is None else source.home_url),
            _element("description", f"Newly archived: {extract.selection.words}"),
            _element("generator", f"archiver {__version__}"),
            "" if changed is None else _element("lastBuildDate", _date(changed)),
        )
    )


def item_of(entry: dict[str, Any], source: SourceName | None) -> str:
    """An item. A bare day has no time to be given as ``pubDate``: it is a ``dc:date``."""
    url = entry["url"]
    is_address = url.startswith(("http://", "https://"))
    published = entry["published"] or ""
    return "".join(
        (
            "<item>\n",
            _element("title", entry["title"] or url),
            _element("link", url) if is_address else "",
            _element("guid", url, isPermaLink=str(is_address).lower()),
            _element("pubDate", _date(published)) if "T" in published else "",
            _element("dc:date", published) if published and "T" not in published else "",
            *(_element("dc:creator", author["name"]) for author in entry["authors"]),
            *(_element("category", name) for name in _categories(entry)),
            # readers take a description for HTML, and the lead is none
            _element("description", escape(entry["lead"], quote=False)) if entry["lead"] is not None else "",
            _element("source", source.label, url=source.home_url) if source is not None else "",
            "</item>\n",
        )
    )


def _categories(entry: dict[str, Any]) -> list[str]:
    section = [] if entry["section"] is None else [entry["section"]]
    return list(dict.fromkeys([*section, *entry["tags"]]))


def _date(moment: str) -> str:
    """As RFC 822 has it, in the same offset."""
    return format_datetime(dt.datetime.fromisoformat(moment))


def _element(name: str, text: str, **attributes: str) -> str:
    written = "".join(f' {key}="{_xml(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{_xml(text)}</{name}>\n"


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
