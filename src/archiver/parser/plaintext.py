"""A page that survives only as flattened text, read into the same Article as one with its tags.

Every line gets a part to play: the article's text is found first, then the head above it, dates and byline around
it, and in what is left the cards that promote other articles. Menus and footers are what remains.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from archiver.errors import DocumentError
from archiver.model import Article, ArticleKind, Block, Explanation, Teaser
from archiver.parser.language import guess_language
from archiver.parser.lines import Line, read_lines
from archiver.parser.mojibake import repair_encoding
from archiver.parser.text_asides import find_labelled, without_asides
from archiver.parser.text_body import Body, find_body, is_list_of_excerpts, is_list_of_headlines, read_blocks
from archiver.parser.text_byline import Credit, find_byline
from archiver.parser.text_card import CardScope
from archiver.parser.text_cards import read_cards
from archiver.parser.text_dates import Dates, Place, find_dates
from archiver.parser.text_evidence import TextParts, losers, read_text_roles, winners
from archiver.parser.text_head import Head, read_head, read_images, without_outlet_of
from archiver.text import has_letters, squeeze
from archiver.timestamps import check_reference

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
#: more control characters than this share, and it is no text
_MAX_CONTROLS = 0.02
_SAMPLE_CHARS = 100_000
#: hardly any text has nothing before that
_GLANCE_CHARS = 1000
_MAX_CHARS = 64_000_000
#: so many cards and no text make a list of articles
_MIN_LISTED = 4
#: so many with a date where a text of one paragraph may be one of the cards
_MANY_LISTED = 8
#: a list's name is no longer
_MAX_NAME_WORDS = 5
#: sections that are links stand between it and the first card
_NAME_WITHIN = 10
#: fewer words of text make no article
_MIN_WORDS = 20


def parse_text(
    text: str | bytes, url: str | None = None, *, fetched_at: dt.datetime | None = None, explain: bool = False
) -> Article:
    """The article that a page flattened to plain text holds; bytes are read as UTF-8.

    Raises ``DocumentError`` when there is no text to read, and ``UsageError`` when ``fetched_at`` names no zone.

    ``url`` helps to tell the title; ``fetched_at`` is what relative dates ("3 hours ago") are relative to. With
    ``explain``, the evidence also holds the lines that lost, and why.
    """
    check_reference(fetched_at)
    article, parts = _article(text, url, fetched_at)
    if explain:
        article = replace(article, evidence=(*article.evidence, *losers(parts, url, fetched_at)))
    return article


def explain_text(text: str | bytes, url: str | None = None, *, fetched_at: dt.datetime | None = None) -> Explanation:
    """The same with what lost, and with what became of each line."""
    check_reference(fetched_at)
    article, parts = _article(text, url, fetched_at)
    article = replace(article, evidence=(*article.evidence, *losers(parts, url, fetched_at)))
    return Explanation(article=article, blocks=read_text_roles(parts))


def _refuse_what_is_no_text(text: str) -> None:
    if len(text) > _MAX_CHARS:
        raise DocumentError(f"the text has {len(text):,} characters (expected at most {_MAX_CHARS:,})")
    sample = text[:_SAMPLE_CHARS]
    if not squeeze(sample[:_GLANCE_CHARS]) and not squeeze(text):
        raise DocumentError("there is no text in it")
    if len(_CONTROLS.findall(sample)) > _MAX_CONTROLS * len(sample):
        raise DocumentError("this is binary data, not text")


def _read(text: str, url: str | None, fetched_at: dt.datetime | None) -> TextParts:
    """The page's parts, those that others are told by first."""
    lines = read_lines(text)
    body = find_body(lines)
    labelled: frozenset[int] = frozenset()
    if body is not None:
        labelled = find_labelled(body, lines)
        body = without_asides(body, lines, labelled)
    head = read_head(lines, body, url)
    language = guess_language(" ".join(line.text for line in head.text or lines))
    place = _place(body, head)
    dates = find_dates(lines, place, language, fetched_at)
    credit = find_byline(lines, place, head)
    if credit is not None:
        head = replace(head, text=tuple(line for line in head.text if line not in credit.lines))
    scope = CardScope(
        taken=_taken(head, dates, credit),
        start=head.title.position if head.title else place.start,
        end=place.end,
        title=head.title.text if head.title else None,
        language=language,
        reference=fetched_at,
        labelled=labelled,
    )
    if sum(line.words for line in head.text) < _MIN_WORDS or is_list_of_excerpts(lines):
        listing = _read_listing(lines, head.title, scope, _MIN_LISTED)
    elif sum(line.is_prose for line in head.text) <= 1 and is_list_of_headlines(lines):
        listing = _read_listing(lines, head.title, scope, _MANY_LISTED)
    else:
        listing = None
    if listing is not None:
        return listing
    return TextParts(lines, body, head, dates, credit, read_cards(lines, scope), language)


def _read_listing(lines: tuple[Line, ...], title: Line | None, scope: CardScope, least: int) -> TextParts | None:
    """The parts of a list of articles, which has no text, date or author of its own; ``None`` when it is none."""
    cards = read_cards(lines, replace(scope, taken=frozenset(), is_listing=True))
    is_sure = least == _MIN_LISTED or sum(card.published is not None for card in cards.teasers) >= least
    if len(cards.teasers) < least or not is_sure:
        return None
    if title is None or title.position in cards.lines or title.position > min(cards.lines):
        title = _above(lines, min(cards.lines))
    return TextParts(lines, None, Head(title, None, ()), Dates(), None, cards, scope.language)


def _above(lines: Sequence[Line], first: int) -> Line | None:
    """The line above the first card that can be the name of the list; what is a link is a section of it."""
    above = reversed(lines[max(0, first - _NAME_WITHIN) : first])
    line = next((line for line in above if line.url is None), None)
    if line is None or line.sign is not None or line.is_dated or line.is_closed:
        return None
    return line if line.words <= _MAX_NAME_WORDS and has_letters(line.text) else None


def _place(body: Body | None, head: Head) -> Place:
    title = head.title.position if head.title else 0
    if body is None:
        return Place(title, title + 1, title + 1)
    return Place(title, max(body.start, title + 1), body.end, body.promoted)


def _taken(head: Head, dates: Dates, credit: Credit | None) -> frozenset[int]:
    lines = [
        *head.text,
        *(line for line in (head.title, head.lead) if line),
        *(found.line for found in (dates.published, dates.modified) if found),
        *(credit.lines if credit else ()),
    ]
    return frozenset(line.position for line in lines)


# --- the article ----------------------------------------------------------------


def _article(text: str | bytes, url: str | None, fetched_at: dt.datetime | None) -> tuple[Article, TextParts]:
    if isinstance(text, bytes):
        text = text.decode("utf-8-sig", "replace")
    _refuse_what_is_no_text(text)
    parts = _read(repair_encoding(text), url, fetched_at)
    head, dates, credit = parts.head, parts.dates, parts.credit
    blocks = read_blocks(head.text)
    title = without_outlet_of(head.title, parts.lines, url) if head.title else None
    end = parts.body.end if parts.body else len(parts.lines)
    article = Article(
        kind=_kind(head, parts.cards.teasers),
        url=url,
        title=title,
        headline=head.title.text if head.title else None,
        published=dates.published.moment if dates.published else None,
        modified=dates.modified.moment if dates.modified else None,
        byline=credit.byline if credit else None,
        authors=credit.authors if credit else (),
        lead=head.lead.text if head.lead else None,
        body=_body(blocks),
        blocks=blocks,
        language=parts.language,
        images=read_images(parts.lines, head, end),
        teasers=parts.cards.teasers,
    )
    return replace(article, evidence=tuple(winners(parts, article))), parts


def _kind(head: Head, teasers: tuple[Teaser, ...]) -> ArticleKind:
    if sum(line.words for line in head.text) >= _MIN_WORDS:
        return "article"
    return "listing" if len(teasers) >= _MIN_LISTED else "other"


def _body(blocks: tuple[Block, ...]) -> str | None:
    return "\n\n".join(block.text for block in blocks) or None
