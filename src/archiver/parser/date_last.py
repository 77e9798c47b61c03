"""Where a date is looked for when no better source has one: the last resorts, in the order of how often they are right.

They are read only then, so they may cost more. What stands in cards, comments, menus and mastheads counts for none of
them, and where a source names several days, it is believed only if it says itself which of them is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from lxml import etree

from archiver.calendar_days import day_in_url
from archiver.parser import zones as z
from archiver.parser.blocks import Node, Role, Segment
from archiver.parser.date_sources import (
    MODIFIED,
    DateContext,
    Found,
    Source,
    is_beside_link,
    is_copyright,
    is_today,
    read_line,
    read_text,
)
from archiver.parser.metadata import texts_of
from archiver.parser.surroundings import FOREIGN
from archiver.text import squeeze
from archiver.timestamps import Reading, find_readings, is_bare

_PUBLISHED = ("datePublished", "dateCreated", "uploadDate")
#: in JSON-LD that is too broken to decode
_RAW_PUBLISHED = re.compile(r'"(datePublished|dateCreated|uploadDate)"\s*:\s*"([^"]{8,40})"')
#: a line that a date is part of, rather than a paragraph that mentions one
_MAX_LINE = 120
_MAX_LABELLED = 300
#: blocks of the text whose first words may be a dateline, and how many characters of them
_FIRST_BLOCKS = 5
_DATELINE_CHARS = 60
#: what a year may look like, in any script and calendar, and what stands around it in a date
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_BEFORE, _BEHIND = 40, 20
_DIGIT = re.compile(r"\d")
#: no line without one of these names a day of a known year
_DAY_LIKE = re.compile(r"\d{4}|\d ?[-/.] ?\d|[年년]")
_IN_DAYS = re.compile(r"[\d年년]")

#: attributes that themes and scripts keep a moment in; ``title`` and ``content`` do only where the element is a date
_MOMENTS = (
    *("datetime", "data-datetime", "data-date", "data-time", "data-timestamp", "data-published", "data-pubdate"),
    *("data-publish-date", "data-created", "data-created-at", "data-epoch", "data-unixtime", "data-utime", "data-utc"),
)
_WORDS = ("title", "content")
_HOLDING = frozenset((*_MOMENTS, *_WORDS))
_DATE_TAGS = frozenset({"abbr", "time", "relative-time", "time-ago", "local-time", "time-since"})
#: what RDFa calls a date
_PROPERTIES = frozenset({"datepublished", "datecreated", "date", "created", "issued", "published", "published_time"})
#: class names of hAtom and h-entry, and RDFa's
_UPDATES = frozenset({"updated", "modified", "dt-updated", "datemodified", "date-modified", "last-modified"})
_PUBLICATIONS = frozenset({"published", "dt-published", "entry-date", "pubdate", "date-published"})
_HOLDERS = (*_DATE_TAGS, "span", "div", "p", "li", "small", "i", "em", "b", "strong", "a", "td", "font")


def _other_things(context: DateContext, _: tuple[Found, ...]) -> Iterator[Found]:
    """Of any JSON-LD object of the page's own."""
    for thing in context.metadata.things:
        for name in _PUBLISHED:
            for text in texts_of(thing, name):
                yield from read_text(text, f"json-ld {name}", context)


def _broken_things(context: DateContext, _: tuple[Found, ...]) -> Iterator[Found]:
    """Of JSON-LD that nothing could be read from, where it names one day."""
    if context.metadata.things:
        return
    found = [
        one
        for script in context.page.document.root.iter("script")
        if script.text and "ld+json" in script.get("type", "")
        for name, text in _RAW_PUBLISHED.findall(unescape(script.text))
        for one in read_text(text, f"json-ld {name}", context)
    ]
    yield from _if_one_day(found)


def _labelled(context: DateContext, _: tuple[Found, ...]) -> Iterator[Found]:
    """Of a line anywhere that calls it the day of publication, footers and side columns included."""
    for item in _lines(context, z.NAV | z.HEADER):
        if len(item.text) <= _MAX_LABELLED:
            yield from (Found(r, item.text, "labelled") for r in read_line(item, context) if r.label == "published")


def _dateline(context: DateContext, _: tuple[Found, ...]) -> Iterator[Found]:
    """Of the first words of one of the first paragraphs."""
    body = [item for item in context.page.segments if item.role is Role.BODY]
    for item in body[:_FIRST_BLOCKS]:
        if _DIGIT.search(item.text, 0, _DATELINE_CHARS):
            yield from read_text(item.text[:_DATELINE_CHARS], "first words", context)


def _attributes(context: DateContext, _: tuple[Found, ...]) -> Iterator[Found]:
    """Of the attributes around headline and text that hold what a script shows, where they name one day."""
    container = _container(context)
    if container is None:
        return
    nodes = {node.element: node for node in context.page.nodes}
    found = [
        one
        for element in container.element.iterdescendants(*_HOLDERS)
        if not (_HOLDING.isdisjoint(element.keys()) or _is_update(element))
        and not _is_elsewhere(_node_of(element, nodes), context)
        for text in _values(element)
        for one in read_text(text, f"attribute of {element.tag}", context)
    ]
    yield from _if_one_day(found)


def _container(context: DateContext) -> Node | None:
    """The smallest element around the headline and where the text begins."""
    around = context.surroundings
    node = around.headline.node if around.headline is not None else None
    while node is not None and around.first is not None and node.end <= around.first.index:
        node = node.parent
    return node


def _only_day(context: DateContext, _: tuple[Found, ...]) -> Iterator[Found]:
    """The one day that the page names, if it stands in a short line or where the text begins."""
    found = [(item, r) for item in _lines(context) for r in _mentions(item.text, context)]
    if len({reading.day for _, reading in found}) == 1:
        first = [item for item in context.page.segments if item.role is Role.BODY][:_FIRST_BLOCKS]
        for item, reading in found:
            if is_today(reading, context) and _is_of_page(item, context):
                continue
            if reading.label == "modified" and is_copyright(item.text):
                continue
            if len(item.text) <= _MAX_LINE or item in first:
                yield Found(reading, item.text, "the only day")


def _is_of_page(item: Segment, context: DateContext) -> bool:
    """Whether today is that of a masthead, or of a line such as ``generated on 14 August``."""
    headline = context.surroundings.headline
    is_above = headline is not None and item.index < headline.index
    return is_above or not is_bare(item.text, language=context.language)


def _picture(context: DateContext, _: tuple[Found, ...]) -> Iterator[Found]:
    """The day in the address of the page's picture, under which it was uploaded."""
    for name in ("og:image", "twitter:image"):
        url = context.metadata.meta(name)
        if url and (day := day_in_url(url)):
            yield Found(Reading(day=day), url, f"address of {name}")


def _update(context: DateContext, shown: tuple[Found, ...]) -> Iterator[Found]:
    """The day of the last change, if that is all there is."""
    for source in MODIFIED:
        yield from source(context, shown)


#: the first that has a day settles it
LAST_RESORTS: tuple[Source, ...] = (
    _other_things,
    _broken_things,
    _labelled,
    _dateline,
    _attributes,
    _only_day,
    _picture,
    _update,
)


# --- what they share ------------------------------------------------------------------


def _if_one_day(found: list[Found]) -> list[Found]:
    return found if len({one.reading.day for one in found}) == 1 else []


def _lines(context: DateContext, foreign: int = FOREIGN | z.HEADER) -> Iterator[Segment]:
    """The blocks with something like a day that are not in such zones, nor in cards or comments."""
    for item in context.page.segments:
        if not (_IN_DAYS.search(item.text) and _DAY_LIKE.search(item.text)):
            continue
        if not (_is_foreign(item, context, foreign) or is_beside_link(item, context)):
            yield item


def _is_foreign(item: Segment, context: DateContext, foreign: int) -> bool:
    headline = context.surroundings.headline
    zones = item.zones & ~(headline.zones if headline is not None else 0)
    return item.role is Role.TEASER or bool(zones & (foreign | z.COMMENTS | z.RELATED))


def _readings(text: str, context: DateContext) -> Iterable[Reading]:
    return find_readings(text, language=context.language, reference=context.fetched_at)


def _mentions(text: str, context: DateContext) -> Iterator[Reading]:
    """All days of a text of any length, read around each year."""
    if len(text) <= _MAX_LINE:
        yield from _readings(text, context)
        return
    for match in _YEAR.finditer(text):
        yield from _readings(text[max(0, match.start() - _BEFORE) : match.end() + _BEHIND], context)


def _node_of(element: etree._Element | None, nodes: dict[etree._Element, Node]) -> Node | None:
    while element is not None and element not in nodes:
        element = element.getparent()
    return nodes[element] if element is not None else None


def _is_elsewhere(node: Node | None, context: DateContext) -> bool:
    """Whether a node is no part of the article, or of none of the page's text."""
    if node is None or node.start >= len(context.page.segments):
        return True
    return _is_foreign(context.page.segments[node.start], context, FOREIGN | z.HEADER) or bool(
        node.zones & (FOREIGN | z.HEADER)
    )


def _values(element: etree._Element) -> Iterator[str]:
    names = (*_MOMENTS, *_WORDS) if _is_date(element) else _MOMENTS
    for name in names:
        text = squeeze(element.get(name))
        if text and _DIGIT.search(text):
            yield text


def _is_date(element: etree._Element) -> bool:
    is_named = bool(z.named_zones(element.get("class") or "") & z.DATE)
    return is_named or element.tag in _DATE_TAGS or bool(_PROPERTIES.intersection(_names(element, "property")))


def _is_update(element: etree._Element) -> bool:
    """Whether hAtom, h-entry or RDFa say that it is the day of the last change, and not of the first as well."""
    names = {*_names(element, "class"), *_names(element, "property")}
    return bool(names & _UPDATES) and not names & _PUBLICATIONS


def _names(element: etree._Element, attribute: str) -> list[str]:
    """The words of an attribute in lower case, without the vocabulary they are of: ``schema:datePublished``."""
    return [name.rpartition(":")[2] for name in (element.get(attribute) or "").lower().split()]
