"""Pages of an invented newspaper, put together from what a test is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from archiver.document import Document, read_document
from archiver.jsontext import encode_json
from archiver.parser.body import find_body
from archiver.parser.byline import BylineContext
from archiver.parser.cards import find_cards
from archiver.parser.date_sources import DateContext
from archiver.parser.headline import find_headline
from archiver.parser.metadata import Metadata, read_metadata
from archiver.parser.outlet import Outlet, read_outlet
from archiver.parser.segments import segment
from archiver.parser.surroundings import read_surroundings
from archiver.parser.title import declared_titles

URL = "https://www.harbour-gazette.example/news/ferry"
HEADLINE = "Ferry stays in port for a third week"
PARAGRAPHS = """
The ferry that links the two halves of the bay did not sail on Monday, and nobody at the quay expects it to leave before
the end of the month, the harbour office said.

Its engine was taken out in pieces last week. Two of the pieces have since been found in the wrong workshop, and a third
one is on its way back by road, wrapped in blankets.

Passengers walk around the bay in the meantime. It takes four hours, and the bakery on the way has begun to open at five
in the morning.
""".strip().split("\n\n")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """An article page: what its head declares, and what stands around its text."""

    head: str = ""
    above: str = ""
    headline: str = f"<h1>{HEADLINE}</h1>"
    below: str = ""
    after: str = ""
    aside: str = ""
    language: str = "en"
    #: properties of a JSON-LD article; none when empty
    json_ld: dict[str, Any] = field(default_factory=dict)

    def html(self) -> str:
        """The page."""
        script = ""
        if self.json_ld:
            thing = {"@context": "https://schema.org", "@type": "NewsArticle", **self.json_ld}
            script = f'<script type="application/ld+json">{encode_json(thing)}</script>'
        text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
        return (
            f'<html lang="{self.language}"><head>{self.head}{script}</head><body>'
            f'<header><a href="/">Harbour Gazette</a></header><main><article>{self.above}{self.headline}{self.below}'
            f'<div class="article-body">{text}</div>{self.after}</article></main><aside>{self.aside}</aside></body></html>'
        )

    def document(self, url: str = URL) -> Document:
        """The page as a tree."""
        return read_document(self.html(), url=url)


@dataclass(frozen=True, kw_only=True)
class Read:
    """A page with the roles of its blocks settled."""

    metadata: Metadata
    outlet: Outlet
    dates: DateContext
    byline: BylineContext


def read_paper(paper: Paper, **options: Any) -> Read:
    """The page as the modules of the fields get it; ``options`` are those of ``DateContext``."""
    document = paper.document()
    metadata = read_metadata(document)
    page = segment(document)
    headline = find_headline(page, declared_titles(metadata))
    find_cards(page, headline)
    find_body(page, headline)
    outlet, around = read_outlet(metadata, page), read_surroundings(page, headline)
    options.setdefault("language", paper.language)
    return Read(
        metadata=metadata,
        outlet=outlet,
        dates=DateContext(page=page, metadata=metadata, surroundings=around, **options),
        byline=BylineContext(page=page, metadata=metadata, surroundings=around, outlet=outlet),
    )
