"""Where dates stand on a page: what it declares, what it shows near its text, and what its address names.

``PUBLISHED`` and ``MODIFIED`` are the sources in the order of how far they are believed. Cards, comments and side
columns are not looked at.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from archiver.calendar_days import day_in_url
from archiver.document import text_in
from archiver.parser import zones as z
from archiver.parser.blocks import Marked, Page, Role, Segment
from archiver.parser.metadata import Metadata, host_words
from archiver.parser.surroundings import Surroundings
from archiver.text import squeeze
from archiver.timestamps import Label, Reading, find_readings, is_bare, label_alone


@dataclass(frozen=True, slots=True, kw_only=True)
class DateContext:
    """What it takes to read a page's dates."""

    page: Page
    metadata: Metadata
    surroundings: Surroundings
    language: str | None = None
    #: when the page was fetched: what relative dates are relative to, and what no date is after
    fetched_at: dt.datetime | None = None


class Found(NamedTuple):
    """One reading, and where it stood."""

    reading: Reading
    raw: str
    source: str


#: country codes that are anybody's
_GENERIC_CODES = frozenset({"ai", "cc", "co", "eu", "fm", "gg", "io", "ly", "me", "to", "tv", "ws"})


def regional(context: DateContext) -> str | None:
    """The language with its country, which settles whether ``03/04`` is in March: as declared, or by the address."""
    language, declared = context.language, context.metadata.language or ""
    if language is None or declared.lower().startswith((f"{language}-", f"{language}_")):
        return declared or None
    country = host_words(context.page.document.url).rpartition(".")[2]
    is_country = len(country) == len("uk") and country not in _GENERIC_CODES
    return f"{language}-{country}" if is_country else language


# --- sources ---------------------------------------------------------------------

Source = Callable[[DateContext, tuple[Found, ...]], Iterator[Found]]

#: names of meta tags, their letters only, by what they end in
_META_KINDS = {
    "published": re.compile(
        r".*(?:publish(?:ed)?(?:date|time|datetime|at|on|timestamp|dateunix)?|publication(?:date|time|datetime)"
        r"|pub(?:date|time|datetime|timestamp)|dateissued|issued|datepublished|datepublication|(?:article|online|citation)date"
        r"|articlepublished|firstpublished(?:at|date|time)?|release(?:d|date|time)|upload(?:ed|date|time)|post(?:ed|date)"
        r"|displaydate|datefirstpublished|fechapublicacion|datapublicacao|datapubblicazione|dateavailable|termsavailable)"
    ),
    "created": re.compile(
        r"date|dcdate|dctermsdate|sailthrudate|pdate|newsdate|storydate|fecha|datum"
        r"|.*(?:created(?:at|date|time|dateunix)?|createdate|createtime|creationdate)"
    ),
    "modified": re.compile(
        r".*(?:modified(?:time|date|at)?|mod(?:date|time)|updated?(?:time|date|at|on)?|lastmod|revisiondate|revised"
        r"|lastmodified|lastchanged)"
    ),
}
_NOT_LETTERS = re.compile(r"[^a-z]+")
#: a declared date is no longer than this
_MAX_CHARS = 80


def _json_ld(*names: str) -> Source:
    def source(context: DateContext, _: tuple[Found, ...]) -> Iterator[Found]:
        for name in names:
            for text in context.metadata.article_texts(name):
                yield from read_text(text, f"json-ld {name}", context)

    return source


@lru_cache(maxsize=4096)
def _kind_of(name: str) -> str | None:
    """What moment a meta tag of that name holds."""
    letters = _NOT_LETTERS.sub("", name)
    return next((kind for kind, pattern in _META_KINDS.items() if pattern.fullmatch(letters)), None)


def _meta(kind: str) -> Source:
    def source(context: DateContext, _: tuple[Found, ...]) -> Iterator[Found]:
        for name, contents in context.metadata.metas.items():
            if _kind_of(name) == kind:
                yield from read_text(contents[0], f"meta {name}", context)

    return source


def _property(name: str) -> Source:
    def source(context: DateContext, _: tuple[Found, ...]) -> Iterator[Found]:
        for marked in context.page.marked:
            if marked.name == name and not (is_foreign(marked, context.page) or _is_of_review(marked)):
                yield from read_text(value_of(marked), f"itemprop {name}", context)

    return source


#: microdata that speaks of other texts than the page's
_REVIEWS = frozenset({"review", "reviews", "comment", "comments", "acceptedAnswer", "suggestedAnswer"})


def _is_of_review(marked: Marked) -> bool:
    return any(parent.get("itemprop") in _REVIEWS for parent in marked.element.iterancestors())


def _on_page(places: tuple[str, ...], label: str | None) -> Source:
    def source(_: DateContext, shown: tuple[Found, ...]) -> Iterator[Found]:
        return (found for found in shown if found.source in places and found.reading.label == label)

    return source


def _after_text(_: DateContext, shown: tuple[Found, ...]) -> Iterator[Found]:
    """The day behind the text; several of them are a list's of other articles or of comments."""
    found = [one for one in shown if one.source == AFTER and one.reading.label is None]
    if len({one.reading.day for one in found}) == 1:
        yield from found


def _address(context: DateContext, _: tuple[Found, ...]) -> Iterator[Found]:
    for url in (context.page.document.url, context.metadata.link("canonical"), context.metadata.meta("og:url")):
        if url and (day := day_in_url(url)):
            yield Found(Reading(day=day), url, "url")
            return


#: where on the page a dated line stands
BELOW, ABOVE, AFTER = "below the headline", "above the headline", "after the text"
APART, NAMED, BESIDE, START = "apart", "named", "beside a link", "first words"
_ANYWHERE = (BELOW, ABOVE, AFTER, APART, NAMED, BESIDE)
#: what tells the publisher's own day
SHOWN = frozenset({*_ANYWHERE, "url"})

#: the first that has a day settles it
PUBLISHED: tuple[Source, ...] = (
    _json_ld("datePublished"),
    _meta("published"),
    _property("datePublished"),
    _on_page(_ANYWHERE, "published"),
    _on_page((BELOW,), None),
    _json_ld("dateCreated", "uploadDate"),
    _meta("created"),
    _property("dateCreated"),
    _address,
    _on_page((NAMED, ABOVE), None),
    _after_text,
    _on_page((BESIDE,), None),
    _on_page((START,), None),
    _on_page(_ANYWHERE, "modified"),  # the one date that the page names
)
MODIFIED: tuple[Source, ...] = (
    _json_ld("dateModified"),
    _meta("modified"),
    _property("dateModified"),
    _on_page(_ANYWHERE, "modified"),
)


def gathered(sources: Iterable[Source], context: DateContext, shown: tuple[Found, ...]) -> Iterator[Found]:
    """What some sources hold, in their order."""
    for source in sources:
        yield from source(context, shown)


def read_text(text: str, source: str, context: DateContext) -> Iterator[Found]:
    """The first moment of a text."""
    if len(text) > _MAX_CHARS:
        return
    for reading in find_readings(text, language=context.language, reference=context.fetched_at)[:1]:
        yield Found(reading, text, source)


# --- what the page shows -----------------------------------------------------------

#: a line with more characters tells something else beside its date, unless it is named as a date
_MAX_LINE = 90
_DIGIT = re.compile(r"\d")
#: the words that call a day published or updated are no longer
_MAX_LABEL = 30
#: a link of so many characters, and as much of its block, is a headline
_HEADLINE_CHARS = 25
_LINKED = 0.5
#: so few blocks above the headline, a day belongs to it, as it does wherever a credit is named
_ADJACENT = 3
_CREDITS = z.DATE | z.META | z.BYLINE
#: of the first paragraph, what may be a dateline
_DATELINE_CHARS = 60


def shown_dates(context: DateContext) -> Iterator[Found]:
    """The dated lines near the text, each with what its ``<time>`` says before what it shows."""
    around = context.surroundings
    times: dict[int, list[Marked]] = {}
    for marked in context.page.marked:
        if marked.name == "time":
            times.setdefault(marked.segment, []).append(marked)
    seen: set[int] = set()
    if around.headline is not None:
        for marked in times.get(around.headline.index, ()):
            yield from read_text(value_of(marked), BELOW, context)
    for place, items in _places(context):
        for item in _lines(items):
            is_dated = item.index in times or context.fetched_at is not None or _DIGIT.search(item.text)
            if is_dated and item.index not in seen:
                seen.add(item.index)
                yield from _dated(item, place, times.get(item.index, []), context)
    if around.first is not None:
        yield from read_text(around.first.text[:_DATELINE_CHARS], START, context)


def _places(context: DateContext) -> tuple[tuple[str, tuple[Segment, ...]], ...]:
    around = context.surroundings
    return (
        (BELOW, around.below),
        (ABOVE, around.above[::-1]),
        (AFTER, around.after),
        (APART, around.apart),
        (NAMED, around.named),
    )


def _lines(items: Iterable[Segment]) -> list[Segment]:
    """The blocks short enough, or named as a date; those that are named come first."""
    lines = [item for item in items if item.zones & z.DATE or len(item.text) <= _MAX_LINE]
    return sorted(lines, key=lambda item: not item.zones & _CREDITS)


def is_beside_link(item: Segment, context: DateContext) -> bool:
    """Whether a block is a link as long as a headline, or stands under a heading that is one: a lone card."""
    if _is_headline_link(item):
        return not is_bare(item.text, language=context.language)
    before = context.page.segments[item.index - 1]
    return bool(before.zones & (z.HEADING | z.TITLE)) and _follows_link(item, context)


def _follows_link(item: Segment, context: DateContext) -> bool:
    before = context.page.segments[item.index - 1]
    return item.index > 0 and before.role not in _TEXT and _is_headline_link(before)


_TEXT = frozenset({Role.HEADLINE, Role.BODY, Role.LEAD})


def _is_headline_link(item: Segment) -> bool:
    is_one = item.last_link - item.first_link <= 1
    return is_one and item.link_chars >= _HEADLINE_CHARS and item.link_share > _LINKED


def _dated(item: Segment, place: str, times: list[Marked], context: DateContext) -> Iterator[Found]:
    readings = read_line(item, context)
    if not (readings or times) or is_beside_link(item, context):
        return
    if place == BELOW and _follows_link(item, context):
        place = BESIDE
    if any(_is_refused(marked, context) for marked in times):
        readings = ()
    for marked in times:
        for found in read_text(value_of(marked), place, context):
            label = next((reading.label for reading in readings if reading.day == found.reading.day), None)
            yield found._replace(reading=replace(found.reading, label=label))
    is_page = bool(readings) and _may_be_page(item, place, context)
    for reading in readings:
        if not (is_page and reading.label is None and is_today(reading, context)):
            yield Found(reading, item.text, place)


def _is_refused(marked: Marked, context: DateContext) -> bool:
    """Whether an element declares a day after the fetching: then its text, which may lack the year, names no other."""
    if context.fetched_at is None or not (declared := marked.element.get("datetime")):
        return False
    return not any(read_text(declared, "", context)) and any(read_text(declared, "", replace(context, fetched_at=None)))


def _may_be_page(item: Segment, place: str, context: DateContext) -> bool:
    """Whether a day may as well be of the page, which many show at their head and foot: ``Generated 14 August``."""
    headline = context.surroundings.headline
    if item.zones & _CREDITS or headline is None:
        return False
    if place == ABOVE:
        return headline.index - item.index > _ADJACENT or bool(item.zones & (z.NAV | z.HEADER))
    return place == AFTER and not is_bare(item.text, language=context.language)


def is_today(reading: Reading, context: DateContext) -> bool:
    """Whether it is the day of fetching, which pages show without meaning their text."""
    return context.fetched_at is not None and reading.day == context.fetched_at.date()


def read_line(item: Segment, context: DateContext) -> tuple[Reading, ...]:
    """All days of a block, the first labelled by the block before it where it has no label itself."""
    readings = find_readings(item.text, language=context.language, reference=context.fetched_at)
    if readings and readings[0].label is None:
        readings = (replace(readings[0], label=_label_before(item, context)), *readings[1:])
    if readings and is_copyright(item.text):  # the day on which the site or its terms changed
        readings = tuple(reading for reading in readings if reading.label != "modified")
    return readings


def is_copyright(text: str) -> bool:
    """Whether a line says who holds the rights."""
    return "©" in text or "(c)" in text or text[: len("copyright")].lower() == "copyright"


def _label_before(item: Segment, context: DateContext) -> Label | None:
    """What a block of its own before a day calls it, as lists of facts do."""
    before = context.page.segments[item.index - 1].text if item.index else ""
    return label_alone(before, language=context.language) if len(before) <= _MAX_LABEL else None


def value_of(marked: Marked) -> str:
    """What a marked element says: in its attributes, or else in its text."""
    element = marked.element
    return squeeze(element.get("datetime") or element.get("content") or text_in(element))


def is_foreign(marked: Marked, page: Page) -> bool:
    """Whether it stands in a card or among comments."""
    role = page.segments[marked.segment].role if marked.segment < len(page.segments) else Role.UNKNOWN
    return role is Role.TEASER or bool(marked.node.zones & z.COMMENTS)


def elsewhere(context: DateContext) -> Iterator[tuple[Found, str]]:
    """The marked dates that are not the article's, each with the reason; for whoever asks why they were not taken."""
    page, around = context.page, context.surroundings
    near = {item.index for items in (around.near, around.named) for item in items}
    for marked in page.marked:
        if marked.name in _DATE_NAMES and marked.segment < len(page.segments):
            reason = _foreignness(page.segments[marked.segment], near)
            if reason:
                yield from ((found, reason) for found in read_text(value_of(marked), marked.name, context))


_DATE_NAMES = frozenset({"time", "datePublished", "dateModified", "dateCreated"})


def _foreignness(item: Segment, near: set[int]) -> str | None:
    if item.role is Role.TEASER:
        return "stands in a card"
    if item.zones & z.COMMENTS:
        return "stands among comments"
    return None if item.index in near else "stands far from the text"
