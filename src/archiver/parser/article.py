"""A page to an Article: the steps in their order, each in a module of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from archiver.document import Document, read_document
from archiver.model import Article, Block, Evidence
from archiver.parser.body import find_body, read_blocks
from archiver.parser.cards import Card, find_cards
from archiver.parser.declared import MIN_SHOWN, read_declared_blocks
from archiver.parser.headline import find_headline
from archiver.parser.images import ImageScope, read_images
from archiver.parser.kind import PageFacts, find_kind
from archiver.parser.lead import find_lead
from archiver.parser.metadata import Metadata, read_metadata
from archiver.parser.outlet import read_outlet
from archiver.parser.segments import Node, Page, Role, Segment, segment
from archiver.parser.teasers import PageSpan, Reading, read_teasers
from archiver.parser.title import declared_titles, find_title

#: raised whenever the same page may give another article than before
PARSER_VERSION = 1


def parse(
    html: bytes | str, url: str | None = None, *, fetched_at: dt.datetime | None = None, charset: str | None = None
) -> Article:
    """The article that a page holds. Raises ``DocumentError`` when it cannot be read as HTML.

    ``url`` makes addresses absolute; ``fetched_at`` is what relative dates ("3 hours ago") are relative to; ``charset``
    is what the Content-Type header said.
    """
    return parse_document(read_document(html, url=url, charset=charset), fetched_at=fetched_at)


def parse_document(document: Document, *, fetched_at: dt.datetime | None = None) -> Article:
    """The article that a tree holds."""
    metadata = read_metadata(document)
    parts = _find_parts(document, metadata)
    title = find_title(metadata, read_outlet(metadata, parts.page), parts.headline)
    kind, kind_evidence = find_kind(PageFacts(parts.page, metadata, parts.cards, title.title))
    blocks = _blocks(parts, metadata)
    span = _span(parts.page, is_listing=kind == "listing")
    return Article(
        kind=kind,
        url=document.url,
        title=title.title,
        headline=title.headline,
        lead="\n".join(item.text for item in parts.lead) or None,
        body="\n\n".join(block.text for block in blocks) or None,
        blocks=blocks,
        images=read_images(parts.page, ImageScope(parts.headline, parts.container, parts.cards), metadata),
        teasers=read_teasers(parts.page, parts.cards, span, Reading(None, fetched_at)),
        evidence=(kind_evidence, *title.evidence, *_text_evidence(parts, blocks)),
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """A page with the roles of its blocks settled."""

    page: Page
    headline: Segment | None
    cards: list[Card]
    #: around the article's text
    container: Node | None
    lead: list[Segment]


def _find_parts(document: Document, metadata: Metadata) -> _Parts:
    """Headline first, then the cards, which are kept out of everything that follows."""
    page = segment(document)
    headline = find_headline(page, declared_titles(metadata))
    cards = find_cards(page, headline)
    container = find_body(page, headline)
    descriptions = [text for name in _DESCRIPTIONS if (text := metadata.meta(name))]
    lead = find_lead(page, headline, [*descriptions, *metadata.article_texts("description")])
    return _Parts(page, headline, cards, container, lead)


_DESCRIPTIONS = ("og:description", "description", "twitter:description")


def _blocks(parts: _Parts, metadata: Metadata) -> tuple[Block, ...]:
    """What the page shows; what only its metadata hold where it shows next to nothing."""
    shown = read_blocks(parts.page)
    if sum(len(block.text) for block in shown) >= MIN_SHOWN:
        return shown
    return read_declared_blocks(metadata) or shown


def _span(page: Page, *, is_listing: bool) -> PageSpan:
    body = [item.index for item in page.segments if item.role is Role.BODY]
    if not body:
        return PageSpan(None, None, is_listing)
    return PageSpan(body[0], body[-1], is_listing)


def _text_evidence(parts: _Parts, blocks: tuple[Block, ...]) -> tuple[Evidence, ...]:
    """Where lead and body came from."""
    evidence = []
    if parts.lead:
        first = parts.lead[0]
        evidence.append(
            Evidence(
                field="lead", value=first.text, raw=first.text, source=_place(first.node), rule="after the headline"
            )
        )
    if blocks:
        shown = parts.container is not None and any(item.role is Role.BODY for item in parts.page.segments)
        evidence.append(
            Evidence(
                field="body",
                value=f"{len(blocks)} blocks",
                raw=None,
                source=_place(parts.container) if shown and parts.container else "json-ld",
                rule="the element around most of the prose" if shown else "articleBody, for the page shows no text",
            )
        )
    return tuple(evidence)


def _place(node: Node) -> str:
    """The element as a CSS selector would name it: ``div.article-body``."""
    classes = (node.element.get("class") or "").split()
    return node.tag + "".join(f".{name}" for name in classes[:2])
