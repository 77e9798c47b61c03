"""A page to an Article: the steps in their order, each in a module of its own."""

from __future__ import annotations

import datetime as dt

from archiver.document import Document, read_document
from archiver.model import Article
from archiver.parser.body import find_body, read_blocks
from archiver.parser.cards import find_cards
from archiver.parser.headline import find_headline
from archiver.parser.lead import find_lead
from archiver.parser.segments import Role, segment
from archiver.parser.teasers import PageSpan, Reading, read_teasers

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
    page = segment(document)
    title = document.root.findtext("head/title") or ""
    headline = find_headline(page, [title])
    cards = find_cards(page, headline)
    find_body(page, headline)
    descriptions = [
        m.get("content") or ""
        for m in document.root.iterfind("head/meta")
        if (m.get("name") or m.get("property") or "") in {"description", "og:description", "twitter:description"}
    ]
    lead = find_lead(page, headline, descriptions)
    blocks = read_blocks(page)
    body = [item.index for item in page.segments if item.role is Role.BODY]
    span = PageSpan(body[0], body[-1]) if body else PageSpan(None, None)
    return Article(
        kind="article",
        url=document.url,
        title=headline.text if headline else title,
        lead="\n".join(item.text for item in lead) or None,
        body="\n\n".join(block.text for block in blocks) or None,
        blocks=blocks,
        teasers=read_teasers(page, cards, span, Reading(None, fetched_at)),
    )
