"""A page to an Article: the steps in their order, each in a module of its own."""

from __future__ import annotations

import datetime as dt

from archiver.document import Document, read_document
from archiver.model import Article
from archiver.parser.body import find_body, read_blocks
from archiver.parser.cards import find_cards
from archiver.parser.headline import find_headline
from archiver.parser.lead import find_lead
from archiver.parser.segments import segment

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
    blocks = read_blocks(page)
    return Article(
        kind="article",
        url=document.url,
        title=headline.text if headline else title,
        body="\n\n".join(b.text for b in blocks) or None,
        blocks=blocks,
    )
