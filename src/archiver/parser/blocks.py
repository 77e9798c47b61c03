"""The values that a page is read into: blocks of text, the elements that hold them, links and pictures.

They are open to change while one page is read, and never leave the parser.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from archiver.document import Document


class Role(StrEnum):
    """What a block of text is to the page."""

    HEADLINE = "headline"
    KICKER = "kicker"
    BYLINE = "byline"
    DATE = "date"
    LEAD = "lead"
    BODY = "body"
    CAPTION = "caption"
    TEASER = "teaser"
    NAVIGATION = "navigation"
    COMMENT = "comment"
    BOILERPLATE = "boilerplate"
    UNKNOWN = "unknown"


@dataclass(slots=True, eq=False)
class Link:
    """An anchor: where it leads, and its text."""

    element: etree._Element
    href: str
    node: Node
    text: str = ""
    #: its own node, when it holds blocks
    block: Node | None = None

    @property
    def place(self) -> Node:
        """The smallest element that holds all of it."""
        return self.block or self.node


@dataclass(slots=True, eq=False)
class Node:
    """One block element, and what stands inside it."""

    element: etree._Element
    tag: str
    parent: Node | None
    depth: int
    #: zones of its own tag, class and id
    own: int = 0
    #: its own and those around it, unbelievable ones left out
    zones: int = 0
    #: its text is segments[start:end]
    start: int = 0
    end: int = 0
    chars: int = 0
    link_chars: int = 0
    #: the one address that its cards' links lead to; ``""`` when there are several (``teasers``)
    target: str | None = None


@dataclass(slots=True, eq=False)
class Segment:
    """One block of text, white space squeezed."""

    index: int
    node: Node
    text: str
    #: characters of it inside anchors
    link_chars: int = 0
    #: its anchors are links[first_link:last_link]
    first_link: int = 0
    last_link: int = 0
    #: zones of its node and of the inline elements that wrap all of it
    zones: int = 0
    #: characters of it in bold or strong
    strong_chars: int = 0
    #: how much text it is, in characters of a script with spaces
    length: int = 0
    role: Role = Role.UNKNOWN

    @property
    def tag(self) -> str:
        """Of the block element: ``p``."""
        return self.node.tag

    @property
    def element(self) -> etree._Element:
        """The block element."""
        return self.node.element

    @property
    def link_share(self) -> float:
        """Share of its characters that are inside anchors, 0 to 1."""
        return min(1.0, self.link_chars / len(self.text)) if self.text else 0.0


@dataclass(slots=True, eq=False)
class Marked:
    """An element that says what it is by itself: ``<time datetime>``, ``itemprop``, ``rel="author"``."""

    element: etree._Element
    #: ``time``, or the property's name
    name: str
    #: of the first text inside it
    segment: int
    node: Node


@dataclass(slots=True, eq=False)
class Picture:
    """A picture's element, and how much text came before it."""

    element: etree._Element
    node: Node
    #: index of the segment that follows it
    before: int


@dataclass(slots=True, eq=False)
class Page:
    """A document's blocks in reading order."""

    document: Document
    nodes: list[Node] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    marked: list[Marked] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    def inside(self, node: Node) -> list[Segment]:
        """The segments of a node, in order."""
        return self.segments[node.start : node.end]
