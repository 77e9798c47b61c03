"""The values that a page is read into: blocks of text, the elements that hold them, links, pictures and cards.

They are open to change while one page is read, and never leave the parser.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from archiver.document import Document
from archiver.text import squeeze, text_length


class Role:
    """What a block of text is to the page.

    Plain texts, for a member of an ``Enum`` takes 100 ns to look up in Python 3.11, and roles are asked a thousand
    times a page.
    """

    HEADLINE: Final = "headline"
    KICKER: Final = "kicker"
    BYLINE: Final = "byline"
    DATE: Final = "date"
    LEAD: Final = "lead"
    BODY: Final = "body"
    CAPTION: Final = "caption"
    TEASER: Final = "teaser"
    NAVIGATION: Final = "navigation"
    COMMENT: Final = "comment"
    BOILERPLATE: Final = "boilerplate"
    UNKNOWN: Final = "unknown"


class Link:
    """An anchor: where it leads, and its text."""

    __slots__ = ("block", "element", "href", "node", "outside", "text")

    def __init__(self, element: etree._Element, href: str, node: Node, outside: int) -> None:
        self.element = element
        self.href = href
        self.node = node
        #: zones of the inline elements around it
        self.outside = outside
        self.text = ""
        #: its own node, when it holds blocks
        self.block: Node | None = None

    @property
    def place(self) -> Node:
        """The smallest element that holds all of it."""
        return self.block or self.node


class Node:
    """One block element, and what stands inside it."""

    __slots__ = ("chars", "element", "end", "link_chars", "own", "parent", "start", "tag", "target", "zones")

    def __init__(self, element: etree._Element, tag: str, parent: Node | None, own: int, start: int) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        #: zones of its own tag, class and id
        self.own = own
        #: its own and those around it, unbelievable ones left out
        self.zones = 0
        #: its text is segments[start:end]
        self.start = start
        self.end = start
        self.chars = 0
        self.link_chars = 0
        #: the one address that its cards' links lead to; ``""`` when there are several (``cards``)
        self.target: str | None = None


class Segment:
    """One block of text, white space squeezed."""

    __slots__ = (
        *("_length", "first_link", "index", "last_link", "link_chars", "node", "role", "strong_chars", "text", "zones"),
    )

    def __init__(  # noqa: PLR0917 - made some 200 times a page, by the walk alone
        self,
        index: int,
        node: Node,
        text: str,
        link_chars: int,
        first_link: int,
        last_link: int,
        zones: int,
        strong_chars: int,
    ) -> None:
        self.index = index
        self.node = node
        self.text = text
        #: characters of it inside anchors
        self.link_chars = link_chars
        #: its anchors are links[first_link:last_link]
        self.first_link = first_link
        self.last_link = last_link
        #: zones of its node and of the inline elements that wrap all of it
        self.zones = zones
        #: characters of it in bold or strong
        self.strong_chars = strong_chars
        self.role: str = Role.UNKNOWN
        self._length: int | None = None

    @property
    def length(self) -> int:
        """How much text it is, in characters of a script with spaces."""
        if self._length is None:
            self._length = text_length(self.text)
        return self._length

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
    """The element of a picture or an embed, and how much text came before it."""

    element: etree._Element
    node: Node
    #: index of the segment that follows it
    before: int


@dataclass(slots=True, eq=False)
class Card:
    """One card as found: where it is, what it leads to, which of its segments is the headline."""

    url: str
    #: the widest element, or ``None`` when the card is a bare anchor among others
    node: Node | None
    links: list[Link]
    #: headline; ``None`` when it is ``links[0].text``
    title: Segment | None
    #: segments[start:end] are the card's
    start: int
    end: int
    #: what it stands in beside other cards
    group: Node
    heading: Segment | None = None
    block: int = 0
    #: what its link is called for those who cannot see it, where it has no headline
    name: str = ""
    #: no promotion of another article after all (an advertisement, the page itself), or one that has been counted
    is_left_out: bool = False

    @property
    def title_text(self) -> str:
        """The headline as the card shows it."""
        return self.title.text if self.title is not None else squeeze(self.links[0].text) or self.name


@dataclass(slots=True, eq=False)
class Page:
    """A document's blocks in reading order."""

    document: Document
    nodes: list[Node] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    marked: list[Marked] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    #: frames, videos and sounds, which are not read
    embeds: list[Picture] = field(default_factory=list)
    #: indices of segments that are the article's text whatever they look like (``card_flow``)
    told: set[int] = field(default_factory=set)

    def inside(self, node: Node) -> list[Segment]:
        """The segments of a node, in order."""
        return self.segments[node.start : node.end]
