"""One pass over the tree: every block of text with where it stands, and every element with what it holds.

A ``Segment`` is one block of text; a ``Node`` is one block element. Both are in document order, and everything that
is read off a page later (headline, byline, date, body, cards) is read off these two lists, never off the tree again.
"""

from __future__ import annotations

import re

from lxml import etree

from archiver.document import Document
from archiver.parser import zones as z
from archiver.parser.belief import believe_zones
from archiver.parser.blocks import Link, Marked, Node, Page, Picture, Segment
from archiver.text import squeeze, text_length

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
_ALL = -1
_STRONG = frozenset({"b", "strong"})
#: a page that shows fewer characters than this has its text in hidden elements, if anywhere
_MIN_SHOWN = 300


def segment(document: Document) -> Page:
    """The page as blocks of text, with links, pictures and zones; roles are still unknown."""
    body = document.root.find("body")
    root = body if body is not None else document.root
    page = _Pass(Page(document=document), shows_hidden=False).run(root)
    if sum(len(item.text) for item in page.segments) < _MIN_SHOWN:  # a page that a script will uncover
        page = _Pass(Page(document=document), shows_hidden=True).run(root)
    believe_zones(page)
    return page


class _Pass:
    """The state of one walk: the open block, the open inline elements, and the text gathered so far."""

    __slots__ = (
        *(
            "common",
            "ends_in_break",
            "has_text",
            "inline",
            "inline_zones",
            "link_chars",
            "links",
            "links_before",
            "node",
        ),
        *("page", "parts", "segments", "shows_hidden", "strong", "strong_chars"),
    )

    def __init__(self, page: Page, *, shows_hidden: bool) -> None:
        self.page = page
        self.segments = page.segments
        self.shows_hidden = shows_hidden
        self.node: Node | None = None
        #: the text gathered so far, and how much of it is in links and in bold
        self.parts: list[str] = []
        self.link_chars = 0
        self.strong_chars = 0
        #: nothing but white space came after a line break
        self.ends_in_break = False
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
            self._break()
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
        if attributes or tag == "time":
            zones = _own_zones(tag, attributes)
            if zones:
                self.inline.append((element, self.inline_zones))
                self.inline_zones |= zones
            if tag == "time" or "itemprop" in attributes or "rel" in attributes:
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
            if link.block is None:  # an anchor that holds blocks is a block itself
                link.block = self._open_node(link.element, "a", 0)
        self._open_node(element, tag, _own_zones(tag, attributes))
        if tag == "figure":
            self._picture(element)
        if "itemprop" in attributes:
            self._mark(element, tag, attributes)

    def _open_node(self, element: etree._Element, tag: str, own: int) -> Node:
        if self.parts or self.links:
            self._flush()
        parent = self.node
        depth = parent.depth + 1 if parent is not None else 0
        node = Node(element, tag, parent, depth, own | self.inline_zones, 0, len(self.segments))
        self.page.nodes.append(node)
        self.node = node
        return node

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
            if link.block is not None:
                self._close_node()

    def _close_node(self) -> None:
        if self.parts:
            self._flush()
        self.links_before = len(self.page.links)
        node = self.node
        if node is None:
            return
        node.end = len(self.segments)
        parent = node.parent
        if parent is not None:
            parent.chars += node.chars
            parent.link_chars += node.link_chars
            self.node = parent

    def _text(self, text: str) -> None:
        if text.isspace():
            if self.has_text:
                self.parts.append(" ")
            return
        self.parts.append(text)
        if self.links:
            self.links[-1].text += text
            self.link_chars += len(text.strip())
        if self.strong:
            self.strong_chars += len(text.strip())
        self.common &= self.inline_zones
        self.has_text = True
        self.ends_in_break = False

    def _break(self) -> None:
        """A line break; two in a row part paragraphs."""
        if self.ends_in_break:
            self._flush()
        elif self.has_text:
            self.parts.append("\n")
            self.ends_in_break = True

    def _flush(self) -> None:
        """Make a segment of the text gathered so far, if there is any."""
        if self.has_text and self.node is not None:
            self._emit(self.node)
            self.has_text, self.ends_in_break, self.common = False, False, _ALL
            self.link_chars = self.strong_chars = 0
        self.parts = []
        self.links_before = len(self.page.links)

    def _emit(self, node: Node) -> None:
        text = squeeze("".join(self.parts))
        item = Segment(
            len(self.segments), node, text, self.link_chars, self.links_before, len(self.page.links), self.common
        )
        item.strong_chars = self.strong_chars
        item.length = text_length(text)
        self.segments.append(item)
        node.chars += len(text)
        node.link_chars += self.link_chars


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
