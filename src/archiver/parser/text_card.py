"""A card of a flattened page as it is put together, and what the page says of where cards can be."""

from __future__ import annotations

from dataclasses import dataclass, field

from archiver.model import Moment
from archiver.parser.lines import Line


@dataclass(frozen=True, slots=True)
class CardScope:
    """Which lines can be cards, and what the article is."""

    #: lines that are the article's own: title, text, dates, byline
    taken: frozenset[int]
    #: positions: before ``start`` is above the article, from ``end`` on below it
    start: int
    end: int
    title: str | None
    language: str | None = None
    reference: Moment | None = None
    #: the page has no article of its own
    is_listing: bool = False
    #: lines within the text that are a section's name, a colon and a headline
    labelled: frozenset[int] = frozenset()


@dataclass(slots=True)
class Card:
    """A card as it is put together."""

    line: Line
    title: str | None = None
    alt: str | None = None
    #: a section's name above the card, and one below it
    kicker: str | None = None
    below: str | None = None
    #: the section that its own line names
    section: str | None = None
    excerpt: str | None = None
    byline: str | None = None
    published: Moment | None = None
    #: a placeholder that is a card of its own, and one that stands for a card's picture
    placeholder: str | None = None
    placeholder_of_picture: str | None = None
    heading: str | None = None
    url: str | None = None
    #: what cards of one block have in common
    style: tuple[bool, str] | None = None
    block: int = 0
    same_as: int | None = None
    inferred: bool = False
    lines: list[Line] = field(default_factory=list)
