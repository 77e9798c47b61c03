"""One pass over the tree: every block of text with where it stands, and every element with what it holds.

A ``Segment`` is one block of text; a ``Node`` is one block element. Both are in document order, and everything that
is read off a page later (headline, byline, date, body, cards) is read off these two lists, never off the tree again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from archiver.document import Document
from archiver.parser import zones as z
from archiver.text import squeeze, text_length


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


#: never shown, or not as text
_SKIPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "iframe", "object", "select", "textarea", "head", "button"),
        *("canvas", "audio", "video", "map", "datalist", "option", "applet", "frameset", "noframes"),
    )
)
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "nobr", "q", "ruby", "rb", "rt", "rp", "s", "samp", "small", "span", "strike"),
        *("strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "math", "mi", "mn", "mo"),
    )
)
#: how the walk treats a tag; all others are blocks
_SKIP, _WITHIN, _EMPTY, _PICTURE, _BLOCK = range(5)
_TREATMENT = {
    **dict.fromkeys(_SKIPPED, _SKIP),
    **dict.fromkeys(_INLINE, _WITHIN),
    **dict.fromkeys(("img", "picture", "amp-img"), _PICTURE),
    "br": _EMPTY,
}
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n[ \t\r\u00a0]*\n\s*")
_ALL = -1
_STRONG = frozenset({"b", "strong"})
#: pieces of text that say nothing
_SPACE = (" ", False, False)
_BREAK = ("\n", False, False)
#: a page that shows fewer characters than this has its text in hidden elements, if anywhere
_MIN_SHOWN = 300
#: a block of at least so many characters, with at most this share of them in links, is prose
_PROSE_CHARS = 100
_PROSE_LINKS = 0.4
#: characters of prose beyond which a zone's name lies: WordPress marks whole articles ``tag-…`` and ``has-thumbnail``
_MAX_PROSE = {
    z.TAGS: 150,
    z.SHARE: 200,
    z.DATE: 200,
    z.KICKER: 200,
    z.META: 300,
    z.CREDIT: 300,
    z.NAV: 400,
    z.TITLE: 500,
    z.BYLINE: 500,
    z.ADVERT: 500,
    z.FORM: 600,
    z.PROMOTION: 600,
    z.CAPTION: 900,
    z.LEAD: 1200,
    z.BIOGRAPHY: 1200,
    z.EMBED: 500,
    z.HEADER: 1500,
    z.RELATED: 800,
    z.FOOTER: 1500,
    z.CONSENT: 2500,
    z.ASIDE: 3000,
}
#: an element that is named as the article's text and holds so much prose is that, whatever is around it
_MIN_BODY = 300
_CLEARED = z.RELATED | z.CAPTION | z.ASIDE | z.HEADER | z.CONSENT | z.LEAD | z.PROMOTION | z.META | z.SHARE | z.TITLE
#: zones that may be long, but not most of a page
_MAX_SHARED = z.ASIDE | z.COMMENTS | z.PAYWALL
_MAX_SHARE = 0.6


@dataclass(slots=True, eq=False)
class Link:
    """An anchor: where it leads, and its text."""

    element: etree._Element
    href: str
    node: Node
    text: str = ""
    #: it holds blocks, and has a node of its own
    is_block: bool = False


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
    #: its anchors are links[first_link:last_link]
    first_link: int = 0
    last_link: int = 0
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


def segment(document: Document) -> Page:
    """The page as blocks of text, with links, pictures and zones; roles are still unknown."""
    body = document.root.find("body")
    root = body if body is not None else document.root
    page = _Pass(Page(document=document), shows_hidden=False).run(root)
    if sum(len(item.text) for item in page.segments) < _MIN_SHOWN:  # a page that a script will uncover
        page = _Pass(Page(document=document), shows_hidden=True).run(root)
    _believe_zones(page)
    return page


class _Pass:
    """The state of one walk: the open block, the open inline elements, and the text gathered so far."""

    __slots__ = (
        *("common", "has_text", "inline", "inline_zones", "links", "links_before", "node", "page", "parts"),
        *("segments", "shows_hidden", "strong"),
    )

    def __init__(self, page: Page, *, shows_hidden: bool) -> None:
        self.page = page
        self.segments = page.segments
        self.shows_hidden = shows_hidden
        self.node: Node | None = None
        #: (text, is in a link, is strong)
        self.parts: list[tuple[str, bool, bool]] = []
        #: the open anchors; markup that nests them exists
        self.links: list[Link] = []
        self.links_before = 0
        self.strong = 0
        #: the open inline elements that have zones, each with the zones of those outside it
        self.inline: list[tuple[etree._Element, int]] = []
        #: zones of all of them
        self.inline_zones = 0
        #: zones that all the text gathered so far shares
        self.common = _ALL
        self.has_text = False

    def run(self, body: etree._Element) -> Page:
        """The page below an element."""
        walk = etree.iterwalk(body, events=("start", "end"))
        skipped = None
        for event, element in walk:
            if event == "start":
                if not self._start(element, body):
                    walk.skip_subtree()
                    skipped = element
                continue
            if element is skipped:
                skipped = None
            else:
                self._end(element, element.tag)
            text = element.tail
            if text and element is not body:
                self._text(text)
        self._flush()
        return self.page

    def _start(self, element: etree._Element, body: etree._Element) -> bool:
        """Open an element; ``False`` when nothing of it is shown."""
        tag = element.tag
        treatment = _TREATMENT.get(tag, _BLOCK)
        if treatment == _SKIP:
            return False
        if treatment == _EMPTY:
            self.parts.append(_BREAK)
            return True
        attributes: dict[str, str] = dict(element.items())  # type: ignore[arg-type]  # lxml gives str for HTML
        if attributes and not self.shows_hidden and _is_hidden(tag, attributes) and element is not body:
            return False
        if treatment == _WITHIN:
            self._start_inline(element, tag, attributes)
        elif treatment == _PICTURE:
            self._picture(element)
        else:
            self._start_block(element, tag, attributes)
        text = element.text
        if text:
            self._text(text)
        return True

    def _start_inline(self, element: etree._Element, tag: str, attributes: dict[str, str]) -> None:
        if attributes:
            zones = _own_zones(tag, attributes)
            if zones:
                self.inline.append((element, self.inline_zones))
                self.inline_zones |= zones
            if tag == "time" or "itemprop" in attributes or "rel" in attributes:
                self._mark(element, tag, attributes)
        elif tag == "time":
            self._mark(element, tag, attributes)
        if tag == "a":
            href = attributes.get("href")
            if href and self.node is not None:
                link = Link(element, href, self.node)
                self.links.append(link)
                self.page.links.append(link)
        elif tag in _STRONG:
            self.strong += 1

    def _picture(self, element: etree._Element) -> None:
        if self.node is not None:
            self.page.pictures.append(Picture(element, self.node, len(self.segments)))

    def _start_block(self, element: etree._Element, tag: str, attributes: dict[str, str]) -> None:
        if self.links:
            link = self.links[-1]
            if not link.is_block:  # an anchor that holds blocks is a block itself
                link.is_block = True
                self._open_node(link.element, "a", 0)
        self._open_node(element, tag, _own_zones(tag, attributes))
        if tag == "figure":
            self._picture(element)
        if "itemprop" in attributes:
            self._mark(element, tag, attributes)

    def _open_node(self, element: etree._Element, tag: str, own: int) -> None:
        if self.parts or self.links:
            self._flush()
        parent = self.node
        node = Node(element, tag, parent, parent.depth + 1 if parent else 0, own | self.inline_zones)
        node.start, node.first_link = len(self.segments), len(self.page.links)
        self.page.nodes.append(node)
        self.node = node

    def _mark(self, element: etree._Element, tag: str, attributes: dict[str, str]) -> None:
        if self.node is None:
            return
        name = attributes.get("itemprop") or ("author" if "author" in attributes.get("rel", "") else None)
        if name or tag == "time":
            self.page.marked.append(Marked(element, name or "time", len(self.segments), self.node))

    def _end(self, element: etree._Element, tag: str) -> None:
        treatment = _TREATMENT.get(tag, _BLOCK)
        if treatment == _WITHIN:
            if self.inline and self.inline[-1][0] is element:
                self.inline_zones = self.inline.pop()[1]
            if tag == "a":
                self._end_link(element)
            elif tag in _STRONG:
                self.strong -= 1
        elif treatment == _BLOCK:
            self._close_node()

    def _end_link(self, element: etree._Element) -> None:
        if self.links and self.links[-1].element is element:
            link = self.links.pop()
            if link.is_block:
                self._close_node()

    def _close_node(self) -> None:
        if self.parts:
            self._flush()
        self.links_before = len(self.page.links)
        node = self.node
        if node is None:
            return
        node.end, node.last_link = len(self.segments), len(self.page.links)
        parent = node.parent
        if parent is not None:
            parent.chars += node.chars
            parent.link_chars += node.link_chars
            self.node = parent

    def _text(self, text: str) -> None:
        if text.isspace():
            if self.has_text:
                self.parts.append(_SPACE)
            return
        if self.links:
            self.links[-1].text += text
            self.parts.append((text, True, self.strong > 0))
        else:
            self.parts.append((text, False, self.strong > 0))
        self.common &= self.inline_zones
        self.has_text = True

    def _flush(self) -> None:
        """Make a segment of the text gathered so far, if there is any."""
        if self.has_text and self.node is not None:
            self._emit(self.node, self.parts, self.common)
            self.has_text, self.common = False, _ALL
        self.parts = []
        self.links_before = len(self.page.links)

    def _emit(self, node: Node, parts: list[tuple[str, bool, bool]], inline_zones: int) -> None:
        """Segments of the gathered text, parted at doubled line breaks."""
        for group in _paragraphs(parts) if parts.count(_BREAK) > 1 else [parts]:
            text = squeeze("".join([part[0] for part in group]))
            if not text:
                continue
            item = Segment(len(self.segments), node, text, 0, self.links_before, len(self.page.links), inline_zones)
            item.length = text_length(text)
            for part, linked, strong in group:
                if linked or strong:
                    length = len(part.strip())
                    item.link_chars += length * linked
                    item.strong_chars += length * strong
            self.segments.append(item)
            node.chars += len(text)
            node.link_chars += item.link_chars


def _paragraphs(parts: list[tuple[str, bool, bool]]) -> list[list[tuple[str, bool, bool]]]:
    """The parts, cut where two line breaks follow each other."""
    groups: list[list[tuple[str, bool, bool]]] = [[]]
    breaks = 0
    for part in parts:
        if part[0] == "\n":
            breaks += 1
        elif not part[0].isspace():
            breaks = 0
        if breaks == 2:  # noqa: PLR2004 - an empty line
            groups.append([])
        groups[-1].append(part)
    return groups


def _is_hidden(tag: str, attributes: dict[str, str]) -> bool:
    style = attributes.get("style")
    if style and _HIDDEN_STYLE.search(style):
        return True
    return "hidden" in attributes and tag not in {"main", "article"}


def _own_zones(tag: str, attributes: dict[str, str]) -> int:
    zones = z.TAG_ZONES.get(tag, 0)
    if attributes:
        for name, read in z.TELLING_ATTRIBUTES:
            if name in attributes:
                zones |= read(attributes[name])
    return zones


def _believe_zones(page: Page) -> None:
    """Zones handed down from node to node; a name on more prose than such a part ever has is not believed."""
    prose = [0]
    for item in page.segments:
        prose.append(prose[-1] + (len(item.text) if _is_prose(item) else 0))
    for node in page.nodes:
        own = node.own
        amount = prose[node.end] - prose[node.start]
        if own and amount:
            own &= ~_unbelievable(own, amount, prose[-1])
        around = node.parent.zones if node.parent else 0
        if own & z.BODY and amount > _MIN_BODY:
            around &= ~_CLEARED
        node.zones = own | around
    for item in page.segments:
        item.zones |= item.node.zones


def _is_prose(item: Segment) -> bool:
    return len(item.text) >= _PROSE_CHARS and item.link_chars < _PROSE_LINKS * len(item.text)


def _unbelievable(zones: int, amount: int, total: int) -> int:
    """The zones that no element with so many characters of prose, out of the page's total, really is."""
    wrong = 0
    for zone, limit in _MAX_PROSE.items():
        if zones & zone and amount > limit:
            wrong |= zone
    return wrong | (_MAX_SHARED if amount > total * _MAX_SHARE else 0)
