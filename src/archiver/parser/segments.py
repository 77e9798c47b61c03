"""One pass over the tree: every block of text with where it stands, and every element with what it holds.

A ``Segment`` is one block of text; a ``Node`` is one block element. Both are in document order, and everything that
is read off a page later (headline, byline, date, body, cards) is read off these two lists, never off the tree again.
"""

from __future__ import annotations

from enum import Enum
from itertools import pairwise
from typing import Literal

from lxml import etree

from archiver.document import Document, text_in
from archiver.parser import zones as z
from archiver.parser.belief import believe_zones
from archiver.parser.blocks import Link, Marked, Node, Page, Picture, Role, Segment
from archiver.parser.breaks import parting
from archiver.parser.panels import is_panel
from archiver.text import squeeze, text_length

#: never shown, or not as text
_SKIPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "object", "select", "textarea", "head", "button"),
        *("canvas", "map", "datalist", "option", "applet", "frameset", "noframes"),
    )
)
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "nobr", "q", "ruby", "rb", "rt", "rp", "s", "samp", "small", "span", "strike"),
        *("strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "math", "mi", "mn", "mo"),
    )
)
#: not read, but noted
_EMBEDS = (
    *(
        "iframe",
        "video",
        "audio",
        "amp-iframe",
        "amp-video",
        "amp-audio",
        "amp-youtube",
        "amp-vimeo",
        "amp-dailymotion",
    ),
    *("amp-twitter", "amp-instagram", "amp-facebook", "amp-soundcloud", "amp-reddit", "amp-brightcove"),
)
#: how the walk treats a tag; all others are blocks
_SKIP, _WITHIN, _EMPTY, _PICTURE, _BLOCK, _NOTHING, _EMBED = range(7)
_TREATMENT = {
    **dict.fromkeys(_SKIPPED, _SKIP),
    **dict.fromkeys(_INLINE, _WITHIN),
    **dict.fromkeys(("img", "picture", "amp-img"), _PICTURE),
    **dict.fromkeys(("input", "source", "track", "param", "col", "link"), _NOTHING),
    "br": _EMPTY,
    **dict.fromkeys(_EMBEDS, _EMBED),
}
_ALL = -1
_STRONG = frozenset({"b", "strong"})
#: elements that the ``hidden`` attribute hides only until a script runs
_UNCOVERED = frozenset({"main", "article"})
#: blocks that need more than to be opened
_PARTICULAR = frozenset({"ul", "ol", "dl", "figure"})
_LISTS = frozenset({"ul", "ol", "dl"})
#: blocks that no single line break parts
_WHOLE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "pre", "figcaption", "caption", "address"})
_MENUS = z.NAV | z.FOOTER | z.HEADER
#: so many elements above a list may name it a menu
_LEVELS = 6
#: a menu has at least so many links, of so many characters at most on average, and none of these
_MENU_LINKS = 5
_MENU_CHARS = 25
_NOT_IN_MENUS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "img", "picture", "figure", "time", "article", "blockquote")
#: a page that shows fewer characters than this has its text in hidden elements, if anywhere
_MIN_SHOWN = 300


def segment(document: Document) -> Page:
    """The page as blocks of text, with links, pictures and zones; roles are still unknown."""
    body = document.root.find("body")
    root = body if body is not None else document.root
    page = _Walk(Page(document=document), root, shows_hidden=False).run()
    if sum(len(item.text) for item in page.segments) < _MIN_SHOWN:  # a page that a script will uncover
        page = _Walk(Page(document=document), root, shows_hidden=True).run()
    believe_zones(page)
    return page


class _Unread(Enum):
    """How an element ends that was not read, and whatever is inside it."""

    ENDING = 0


_UNREAD: Literal[_Unread.ENDING] = _Unread.ENDING
#: how an open element ends: as a block, as a link, as inline markup (zones of what is around it, shifted to the left,
#: and whether it is bold), or without having been read; ``None``: nothing to do
_Ending = Node | Link | int | Literal[_Unread.ENDING] | None


class _Walk:
    """The state of one walk: the open block, the open inline elements, and the text gathered so far."""

    __slots__ = (
        *(
            "all_links",
            "breaks",
            "common",
            "ends_in_break",
            "inline_zones",
            "link_chars",
            "links",
            "links_before",
            "node",
            "page",
            "parts",
        ),
        *("root", "segments", "shows_hidden", "strong", "strong_chars"),
    )

    def __init__(self, page: Page, root: etree._Element, *, shows_hidden: bool) -> None:
        self.page = page
        self.root = root
        self.segments = page.segments
        self.all_links = page.links
        self.shows_hidden = shows_hidden
        self.node: Node | None = None
        #: the text gathered so far, and how much of it is in links and in bold; white space never comes first
        self.parts: list[str] = []
        self.link_chars = 0
        self.strong_chars = 0
        #: where single line breaks are in it: how many parts, characters in links, in bold, and links came before
        self.breaks: list[tuple[int, int, int, int]] = []
        #: nothing but white space came after a line break
        self.ends_in_break = False
        #: the open anchors; markup that nests them exists
        self.links: list[Link] = []
        self.links_before = 0
        self.strong = 0
        #: zones of all open inline elements
        self.inline_zones = 0
        #: zones that all the text gathered so far shares
        self.common = _ALL

    def run(self) -> Page:
        """The page below the root.

        Step by step from element to element: iterators over the children of each would take twice as long.
        """
        parts, start, end, take = self.parts, self._start, self._end, self._take
        around: list[tuple[etree._Element, _Ending]] = []
        element = self.root
        while True:
            ending = start(element)
            if ending is not _UNREAD:
                if (text := element.text) and (parts or not text.isspace()):
                    take(text)
                if len(element):
                    around.append((element, ending))
                    element = element[0]
                    continue
            while True:
                if ending is not None and ending is not _UNREAD:
                    end(ending)
                if (text := element.tail) and (parts or not text.isspace()):
                    take(text)
                if not around:
                    return self.page
                if (following := element.getnext()) is not None:
                    element = following
                    break
                element, ending = around.pop()

    def _start(self, element: etree._Element) -> _Ending:
        """Open an element; tells how it has to end."""
        tag = element.tag
        treatment = _TREATMENT.get(tag, _BLOCK)
        if treatment == _BLOCK:
            zones = z.zones_of(tag, element.items())  # type: ignore[arg-type]  # of HTML they are never bytes
            if zones >= z.HIDDEN or tag in _PARTICULAR:
                return self._start_particular(element, tag, zones)
            return self._open_node(element, tag, zones)
        if treatment == _WITHIN:
            return self._start_inline(element, tag)
        if treatment == _SKIP or (treatment == _PICTURE and not self.shows_hidden and z.is_hidden(element)):
            return _UNREAD
        if treatment == _EMPTY:
            self._break()
        elif treatment == _PICTURE:
            self._picture(element)
        elif treatment == _EMBED:
            return self._embed(element)
        return None  # of what is nothing itself, too: lxml nests what follows a source in it

    def _start_particular(self, element: etree._Element, tag: str, zones: int) -> _Ending:
        """Open a block that may be hidden, a menu, a picture's, or marked with what it is."""
        notes = zones & z.NOTES
        zones ^= notes
        if notes and self._is_hidden(element, notes):
            return _UNREAD
        if tag in _LISTS and (menu := self._menu(element, zones)):
            self._add_menu(element, tag, zones, menu)
            return _UNREAD
        node = self._open_node(element, tag, zones)
        if tag == "figure":
            self._picture(element)
        if notes & z.MARKED:
            self._mark(element, element.get("itemprop"))
        return node

    def _start_inline(self, element: etree._Element, tag: str) -> _Ending:
        zones = z.zones_of(tag, element.items())  # type: ignore[arg-type]  # as above
        notes = zones & z.NOTES
        if notes:
            zones ^= notes
            if self._is_hidden(element, notes):
                return _UNREAD
        if tag == "time" or notes:
            self._mark(element, element.get("itemprop") or ("author" if _is_by_author(element) else None))
        outside = self.inline_zones
        self.inline_zones = outside | zones
        if tag == "a":
            href = element.get("href")
            if href and self.node is not None:
                link = Link(element, href, self.node, outside)
                self.links.append(link)
                self.all_links.append(link)
                return link
        elif tag in _STRONG:
            self.strong += 1
            return outside << 1 | 1
        return outside << 1 if zones else None

    def _picture(self, element: etree._Element) -> None:
        if self.node is not None:
            self.page.pictures.append(Picture(element, self.node, len(self.segments)))

    def _embed(self, element: etree._Element) -> _Ending:
        if self.node is not None:
            self.page.embeds.append(Picture(element, self.node, len(self.segments) + bool(self.parts)))
        return _UNREAD

    def _open_node(self, element: etree._Element, tag: str, own: int) -> Node:
        if self.links:
            self._open_link()
        if self.parts:
            self._flush()
        node = self.node = Node(element, tag, self.node, own | self.inline_zones, len(self.segments))
        self.page.nodes.append(node)
        return node

    def _open_link(self) -> None:
        """An anchor that holds blocks is a block itself."""
        self._flush()
        link = self.links[-1]
        if link.block is None:
            link.block = self.node = Node(link.element, "a", self.node, self.inline_zones, len(self.segments))
            self.page.nodes.append(link.block)

    def _mark(self, element: etree._Element, name: str | None) -> None:
        name = name or ("time" if element.tag == "time" else None)
        if name and self.node is not None:
            self.page.marked.append(Marked(element, name, len(self.segments), self.node))

    def _end(self, ending: Node | Link | int) -> None:
        """Close an element."""
        if isinstance(ending, Node):
            if self.parts:
                self._flush()
            self.links_before = len(self.all_links)
            ending.end = len(self.segments)
            parent = self.node = ending.parent
            if parent is not None:
                parent.chars += ending.chars
                parent.link_chars += ending.link_chars
        elif isinstance(ending, Link):
            self.inline_zones = ending.outside
            self.links.pop()
            if ending.block is not None:
                self._end(ending.block)
        else:
            self.inline_zones = ending >> 1
            self.strong -= ending & 1

    def _take(self, text: str) -> None:
        """Take in text."""
        if text.isspace():
            if self.parts:
                self.parts.append(" ")
            return
        self.parts.append(text)
        self.common &= self.inline_zones
        self.ends_in_break = False
        if self.links:
            self.links[-1].text += text
            self.link_chars += len(text.strip())
        if self.strong:
            self.strong_chars += len(text.strip())

    def _break(self) -> None:
        """A line break; two in a row part paragraphs."""
        if self.ends_in_break:
            self._flush()
        elif self.parts:
            self.breaks.append((len(self.parts), self.link_chars, self.strong_chars, len(self.all_links)))
            self.parts.append("\n")
            self.ends_in_break = True

    def _flush(self) -> None:
        """Make a segment of the text gathered so far, if there is any."""
        links = len(self.all_links)
        if self.parts:
            if self.breaks:
                self._part()
            text = squeeze("".join(self.parts))
            if text and self.node is not None:  # control characters alone are none
                self._emit(self.node, text, links)
            self.ends_in_break, self.common = False, _ALL
            self.link_chars = self.strong_chars = 0
            self.parts.clear()
        self.links_before = links

    def _part(self) -> None:
        """Make segments of the paragraphs that single line breaks end; what follows the last of them stays."""
        breaks, self.breaks = self.breaks, []
        ends = [end for end, *_ in breaks]
        lines = [squeeze("".join(self.parts[start:end])) for start, end in pairwise([0, *ends, len(self.parts)])]
        if not all(lines[:-1]) or self.node is None or self.node.tag in _WHOLE:
            return
        done = link_chars = strong_chars = 0
        all_link_chars, all_strong_chars = self.link_chars, self.strong_chars
        for number in parting([line for line in lines if line], self.page.document.root.findtext("head/title")):
            end, links_so_far, strong_so_far, links = breaks[number]
            self.link_chars, self.strong_chars = links_so_far - link_chars, strong_so_far - strong_chars
            self._emit(self.node, squeeze("".join(self.parts[done:end])), links)
            done, link_chars, strong_chars, self.links_before = end, links_so_far, strong_so_far, links
        del self.parts[:done]
        self.link_chars, self.strong_chars = all_link_chars - link_chars, all_strong_chars - strong_chars

    def _emit(self, node: Node, text: str, links: int) -> None:
        segments = self.segments
        segments.append(
            Segment(
                len(segments), node, text, self.link_chars, self.links_before, links, self.common, self.strong_chars
            )
        )
        node.chars += len(text)
        node.link_chars += self.link_chars

    def _menu(self, element: etree._Element, zones: int) -> str | None:
        """The text of a list in a part named as navigation that is many short links and nothing else."""
        node, levels = self.node, _LEVELS
        while not zones & _MENUS and node is not None and levels:
            zones, node, levels = node.own, node.parent, levels - 1
        if not zones & _MENUS or next(element.iter(*_NOT_IN_MENUS), None) is not None:
            return None
        links = len(list(element.iter("a")))
        if links < _MENU_LINKS:
            return None
        text = squeeze(text_in(element))
        return text if text_length(text) <= _MENU_CHARS * links else None

    def _add_menu(self, element: etree._Element, tag: str, zones: int, text: str) -> None:
        """Take in a whole menu as one block: a third of all blocks are in menus, and nothing is ever read off them."""
        node = self._open_node(element, tag, zones)
        links = len(self.all_links)
        item = Segment(len(self.segments), node, text, len(text), links, links, 0, 0)
        item.role = Role.NAVIGATION
        self.segments.append(item)
        node.chars = node.link_chars = len(text)
        self._end(node)

    def _is_hidden(self, element: etree._Element, notes: int) -> bool:
        if self.shows_hidden or element is self.root:
            return False
        if not (notes & z.HIDDEN or (notes & z.COVERED and element.tag not in _UNCOVERED)):
            return False
        return not is_panel(element)


def _is_by_author(element: etree._Element) -> bool:
    return "author" in (element.get("rel") or "")
