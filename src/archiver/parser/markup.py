"""A page's own markup made safe to show, with its blocks and cards marked.

Every tag is written anew out of short lists, and of the page's attributes only a direction, a language and the spans of
cells are kept: no script, handler, address, style or class can get through, for none is ever copied. Text is escaped.

The marks are attributes: ``id="block-12" data-role="body"`` on the block with that number, ``data-card="3"`` on the
card at position 3 (with ``id="card-3"`` where it is no block), ``data-row`` on what holds several cards or parts of a
menu, ``data-unread`` on what readers do not see or the parser does not read, ``data-picture`` (its status;
``id="image-0"`` on the article's own), ``data-embed`` and ``data-link`` on what stands where these were.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from lxml import etree

from archiver.model import Image, ShownBlock
from archiver.parser import zones as z
from archiver.parser.blocks import Node, Page, Role, Segment
from archiver.parser.pictures import read_picture

#: written as what they are
_KEPT = frozenset(
    (
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "address"),
        *("figure", "figcaption", "article", "section", "main", "aside", "nav", "header", "footer"),
        *("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"),
    )
)
_INLINE = frozenset(
    (
        *("abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "ruby", "rt"),
        *("rp", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"),
    )
)
#: written without what they can do; what is in none of these lists is written as a ``div``
_SPANS = frozenset(
    (
        *("a", "acronym", "big", "button", "data", "font", "label", "math", "mi", "mn", "mo", "nobr", "output"),
        *("picture", "rb", "rtc", "strike", "tt", "noscript", "template"),
    )
)
#: a paragraph holds these and nothing else
_IN_PARAGRAPHS = (
    _INLINE | (_SPANS - {"noscript", "template"}) | {"br", "wbr", "img", "amp-img", "iframe", "source", "embed"}
)
#: nothing to see, or nothing that can be shown safely
_GONE = frozenset(
    (
        *("script", "style", "head", "select", "option", "optgroup", "textarea", "datalist", "map", "frameset"),
        *("noframes", "noembed", "progress", "meter", "canvas", "svg"),
    )
)
#: the same, but libxml2 may have put what follows them into them
_TRANSPARENT = frozenset(
    (
        *("input", "source", "track", "param", "col", "link", "meta", "base", "area", "frame", "bgsound", "keygen"),
        *("image", "spacer", "basefont"),
    )
)
#: never shown as they stand
_UNSHOWN = frozenset({"noscript", "template"})
_HIDING = z.HIDDEN | z.COVERED
#: so many side by side make a row
_MENU_PARTS, _CARDS = 2, 3
#: a text belongs to the innermost open element or to one of so many around it
_LEVELS = 4
#: so many blocks may have lost their text
_AHEAD = 20
#: have a way of their own to stand side by side
_OF_TABLES = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
_PICTURES = frozenset({"img", "amp-img"})
#: sides of pictures that count visits
_PIXELS = frozenset({"0", "1", "2"})
_MAX_ADDRESS = 300
_UNSEEN = re.compile("[\\s\\x00-\\x1f\\x7f-\\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff]+")
_CONTROLS = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\ufffe\uffff\ud800-\udfff]")
#: the page's attributes that are kept, each with what its value may be
_ATTRIBUTES = {
    "dir": re.compile(r"ltr|rtl|auto", re.IGNORECASE),
    "lang": re.compile(r"[A-Za-z0-9-]{1,35}"),
    "colspan": re.compile(r"[1-9]\d{0,2}"),
    "rowspan": re.compile(r"[1-9]\d{0,2}"),
    "start": re.compile(r"-?\d{1,6}"),
}


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked."""

    #: those of the page's segments
    blocks: tuple[ShownBlock, ...]
    #: the elements of cards, with the positions of their teasers
    cards: Mapping[etree._Element, int]
    #: the article's own
    images: tuple[Image, ...]


def write_markup(page: Page, marks: Marks) -> str:
    """The markup of the page's body."""
    return "".join(_Writer(page, marks).run())


@dataclass(slots=True)
class _Coming:
    """A block that stands beside others in one element, and what of its text has not come yet."""

    item: Segment
    rest: str
    is_begun: bool = False


class _Ending(NamedTuple):
    """How an open element ends."""

    tag: str = ""
    is_node: bool = False
    is_unread: bool = False


_NOT_ENTERED = _Ending()


class _Writer:
    """The state of one walk: what is open, and which blocks' text is still to come."""

    def __init__(self, page: Page, marks: Marks) -> None:
        self._page = page
        self._blocks = marks.blocks
        self._cards = marks.cards
        #: address → number of the article's pictures that have not come yet
        self._images = {image.url: number for number, image in reversed(list(enumerate(marks.images))) if image.url}
        self._nodes = {node.element: node for node in page.nodes}
        #: the open nodes; text belongs to the innermost
        self._open: list[Node] = []
        #: how many of the open elements are not read
        self._unread = 0
        #: by the element that they stand in
        self._coming: dict[etree._Element, list[_Coming]] = {}
        for item in page.segments:
            self._coming.setdefault(item.node.element, []).append(_Coming(item, _bare(item.text)))
        #: blocks that have an element to themselves
        self._whole = {item.node.element: item for item in page.segments if item.node.end - item.node.start == 1}
        self._rows = dict(self._find_rows())

    def _find_rows(self) -> Iterator[tuple[etree._Element, str]]:
        """The elements that hold several cards, or several parts of a menu, side by side."""
        menus = (element for element, item in self._whole.items() if self._is_menu_part(element, item))
        for name, elements, fewest in (("menu", menus, _MENU_PARTS), ("cards", iter(self._cards), _CARDS)):
            parents = Counter(parent for element in elements if (parent := element.getparent()) is not None)
            yield from ((parent, name) for parent, number in parents.items() if number >= fewest)

    def _is_menu_part(self, element: etree._Element, item: Segment) -> bool:
        role = self._blocks[item.index].role
        return role == Role.NAVIGATION or (role == Role.BOILERPLATE and element.tag == "li")

    def run(self) -> Iterator[str]:
        """The markup in pieces."""
        root = self._page.document.root
        body = root.find("body")
        endings: list[_Ending] = []
        walk = etree.iterwalk(root if body is None else body, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                start, ending = self._start(element)
                endings.append(ending)
                yield start
                if ending is _NOT_ENTERED:
                    walk.skip_subtree()
                    continue
                text = element.text
            else:
                yield self._end(endings.pop())
                text = element.tail if endings else None
            if text:
                yield self._text(text)

    def _start(self, element: etree._Element) -> tuple[str, _Ending]:
        """What stands for the beginning of an element."""
        tag = str(element.tag)
        if tag in _GONE:
            return "", _NOT_ENTERED
        if tag in _SEALED:
            return _embed(element), _NOT_ENTERED
        if tag in _PICTURES:
            return self._picture(element), self._entered(element)
        if tag in _STANDING_FOR:
            return _STANDING_FOR[tag](element), self._entered(element)
        is_hidden = self._is_hidden(element, tag)
        if is_hidden and not _has_text(element):
            return "", _NOT_ENTERED
        is_unread = is_hidden or tag == "button"
        name = _name(element, tag)
        attributes = dict((*_kept_attributes(element, tag), *self._marks(element)))
        if is_unread:
            attributes["data-unread"] = "hidden" if is_hidden else tag
        return _tag(name, attributes.items()), self._entered(element, f"</{name}>", is_unread=is_unread)

    def _entered(self, element: etree._Element, tag: str = "", *, is_unread: bool = False) -> _Ending:
        node = self._nodes.get(element)
        if node is not None:
            self._open.append(node)
        self._unread += is_unread
        return _Ending(tag, node is not None, is_unread)

    def _picture(self, element: etree._Element) -> str:
        """A box in place of a picture, with what became of it and its address as a note."""
        if any(str(element.get(side, "")) in _PIXELS for side in ("width", "height")):
            return ""
        above = element.getparent()
        while above is not None and above.tag == "source":  # libxml2 puts what follows into it
            above = above.getparent()
        whole = above if above is not None and above.tag == "picture" else element
        picture = read_picture(whole, self._page.document.base_url)
        marks = {"data-picture": str(picture.status)}
        if picture.url:
            marks["title"] = picture.url[:_MAX_ADDRESS]
        if not self._unread and picture.url in self._images:
            marks["id"] = f"image-{self._images.pop(picture.url)}"
        return f"{_tag('span', marks.items())}{_escaped(str(element.get('alt') or ''))}</span>"

    def _end(self, ending: _Ending) -> str:
        if ending.is_node:
            self._open.pop()
        self._unread -= ending.is_unread
        return ending.tag

    def _is_hidden(self, element: etree._Element, tag: str) -> bool:
        """Whether readers do not see it, and nothing in it was read."""
        if self._unread:
            return False
        if tag in _UNSHOWN:
            return True
        node = self._nodes.get(element)
        is_read = node is not None and node.end > node.start
        return not is_read and bool(z.zones_of_element(element) & _HIDING)

    def _marks(self, element: etree._Element) -> Iterator[tuple[str, str]]:
        item, card = self._whole.get(element), self._cards.get(element)
        if element in self._rows and element.tag not in _OF_TABLES:
            yield "data-row", self._rows[element]
        if card is not None:
            yield "data-card", str(card)
            if item is None:
                yield "id", f"card-{card}"
        if item is not None:
            yield from self._block_marks(item, is_first=True)

    def _block_marks(self, item: Segment, *, is_first: bool) -> Iterator[tuple[str, str]]:
        block = self._blocks[item.index]
        if is_first:
            yield "id", f"block-{item.index}"
        yield "data-role", block.role
        yield "title", f"{block.role} · {block.place}"

    def _text(self, text: str) -> str:
        """Text with its block's marks around it, unless its element has them."""
        found = None if self._unread else self._block_of(_bare(text))
        if found is None or found.item.node.element in self._whole:
            return _escaped(text)
        marks = self._block_marks(found.item, is_first=not found.is_begun)
        found.is_begun = True
        return f"{_tag('span', marks)}{_escaped(text)}</span>"

    def _block_of(self, bare: str) -> _Coming | None:
        nearest = self._open[: -_LEVELS - 1 : -1] if bare else ()
        return next(filter(None, (_take(self._coming.get(node.element, []), bare) for node in nearest)), None)


def _take(coming: list[_Coming], bare: str) -> _Coming | None:
    """The block that a text belongs to, if it is one of the next of these; those before it have had theirs."""
    for number, block in enumerate(coming[:_AHEAD]):
        if block.rest.startswith(bare):
            block.rest = block.rest[len(bare) :]
            del coming[:number]
            return block
    return None


def _bare(text: str) -> str:
    return _UNSEEN.sub("", text)


def _escaped(text: str) -> str:
    return escape(_CONTROLS.sub("", text))


def _tag(name: str, attributes: Iterable[tuple[str, str]]) -> str:
    written = "".join(f' {key}="{_escaped(value)}"' for key, value in attributes)
    return f"<{name}{written}>"


def _name(element: etree._Element, tag: str) -> str:
    """The tag to write: its own, where that does nothing and may stand where it stands."""
    if tag == "p" and any(str(inner.tag) not in _IN_PARAGRAPHS for inner in element.iterdescendants()):
        return "div"  # a browser would end the paragraph at the block in it
    if tag in _KEPT or tag in _INLINE:
        return tag
    return "span" if tag in _SPANS else "div"


def _kept_attributes(element: etree._Element, tag: str) -> Iterator[tuple[str, str]]:
    for name, pattern in _ATTRIBUTES.items():
        value = element.get(name)
        if value is None and tag == "body" and (html := element.getparent()) is not None:
            value = html.get(name)
        if value is not None and pattern.fullmatch(value):
            yield name, value
    if tag == "a" and (address := element.get("href")):
        yield "data-link", ""
        yield "title", address[:_MAX_ADDRESS]


def _has_text(element: etree._Element) -> bool:
    return any(not text.isspace() for text in element.itertext(with_tail=False))


def _embed(element: etree._Element) -> str:
    address = str(element.get("src") or element.get("data") or "")
    return f"<span data-embed>{_escaped(f'{element.tag} {address[:_MAX_ADDRESS]}')}</span>"


#: elements that are not entered: what they hold is for browsers that cannot show them
_SEALED = frozenset(
    (
        *("iframe", "video", "audio", "object", "applet", "amp-iframe", "amp-video", "amp-audio", "amp-youtube"),
        *("amp-vimeo", "amp-twitter", "amp-instagram", "amp-facebook"),
    )
)
#: what is written for elements that are empty; what libxml2 has put into them comes behind it
_STANDING_FOR: dict[str, Callable[[etree._Element], str]] = {
    **dict.fromkeys(_TRANSPARENT, lambda _: ""),
    **dict.fromkeys(("br", "hr", "wbr"), lambda element: f"<{element.tag}>"),
    "embed": _embed,
}
