"""Where on the page a card stands, seen from the article's text or, on a page that lists, from its main column.

Names say most of it. A side rail without one is told by its row: it is the lesser of two columns, one of which is
called a column of fewer parts, or the cell of a table that is narrower.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from archiver.model import Region
from archiver.parser import zones as z
from archiver.parser.blocks import Card, Node, Page, Role, Segment

_RAIL = z.ASIDE | z.NAV | z.FOOTER
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
#: words of names of what stands beside the text
_SIDE = frozenset(
    (
        *("side", "sidecol", "sidecolumn", "lateral", "laterale", "rail", "right", "rechts", "droite", "derecha"),
        *("destra", "direita", "hoger", "hoyre", "hojre", "prawa", "sag", "randspalte", "marginalspalte", "sidespalte"),
        *("sidekolonne", "marginal", "secondary"),
    )
)
#: words of names of columns
_COLUMN = frozenset(
    (
        *("col", "cols", "column", "columns", "span", "cell", "spalte", "colonna", "colonne", "columna", "coluna"),
        *("kolonne", "kolumn", "kolom", "kolumna", "sloupec", "large"),
    )
)
_MOST_PARTS = 12
#: beginnings of words for paging
_PAGED = ("pagin", "pager")
#: the articles before and after one
_NEIGHBOURS = 2
#: a row of columns has no more parts with a text
_MAX_COLUMNS = 4
#: columns without a share are a rail and a main one when there are so many
_EQUAL_COLUMNS = 2
#: a row that most of the page stands in has at least this share of its text
_MIN_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class PageSpan:
    """Where the article's own text begins and ends, in segments; ``None`` on a page without."""

    first: int | None
    last: int | None
    is_listing: bool = False


class Regions:
    """The regions of a page's cards."""

    def __init__(self, page: Page, span: PageSpan) -> None:
        self.page = page
        self.span = span
        self.text = _around(self._middle())
        #: element → whether it stands in a rail
        self.rails: dict[int, bool] = {}
        self.parts: dict[int, list[Node]] = {}
        #: row → the part with the most text
        self.mains: dict[int, Node] = {}

    def of(self, item: Segment, card: Card | None = None) -> Region:
        """The region of a block, and of the card that it belongs to."""
        span, zones = self.span, item.zones
        if zones & z.NAV and self._is_in_paged_list(item.node):
            zones &= ~z.NAV
        if span.is_listing and not zones & _RAIL:
            return "aside" if self._is_in_rail(card) else "listing"
        if not span.is_listing and self._is_inside_text(item):
            return "inline"
        if zones & z.ASIDE or (not zones & z.NAV and self._is_in_rail(card)):
            return "aside"
        if zones & z.NAV:
            return "nav"
        return "before" if span.first is not None and item.index < span.first else "after"

    def _is_inside_text(self, item: Segment) -> bool:
        first, last = self.span.first, self.span.last
        return first is not None and last is not None and first < item.index < last

    def _is_in_paged_list(self, node: Node | None) -> bool:
        """Whether what is called navigation is a list, named by how it is paged: a pager has no headlines in it."""
        while node is not None and not node.own & z.NAV:
            node = node.parent
        if node is None or not any(word.startswith(_PAGED) for word in _names(node)):
            return False
        return sum(bool(item.zones & z.HEADING) for item in self.page.inside(node)) > _NEIGHBOURS

    def _middle(self) -> Node | None:
        """What the middle of the article's text stands in."""
        if self.span.is_listing or self.span.first is None:
            return None
        texts = [item for item in self.page.segments if item.role is Role.BODY]
        return texts[len(texts) // 2].node

    def _is_in_rail(self, card: Card | None) -> bool:
        if card is None or not (self.text or self.span.is_listing):
            return False
        key = id(card.group)
        if key not in self.rails:
            self.rails[key] = self._stands_beside(card.group)
        return self.rails[key]

    def _stands_beside(self, node: Node) -> bool:
        """Whether an element around a card is the lesser column of a row that most of the page stands in."""
        while (row := node.parent) is not None:
            if id(row) in self.text:
                return self._is_rail(row, node, self.text[id(row)])
            is_wide = self.span.is_listing and row.chars >= _MIN_SHARE * self.page.nodes[0].chars
            if is_wide and self._is_rail(row, node, self._main_of(row)):
                return True
            node = row
        return False

    def _is_rail(self, row: Node, node: Node, main: Node) -> bool:
        if node is main or node.chars >= main.chars:
            return False
        names = _names(node)
        if not _SIDE.isdisjoint(names):
            return len(self._parts_of(row)) <= _MAX_COLUMNS
        if node.tag == main.tag == "td":
            return _width(node) < _width(main) and len(self._parts_of(row)) <= _MAX_COLUMNS
        if _COLUMN.isdisjoint(names) or _COLUMN.isdisjoint(others := _names(main)):
            return False
        share, rest = _share(names), _share(others)
        if share == rest:
            return share == _MOST_PARTS and len(self._parts_of(row)) == _EQUAL_COLUMNS
        return share < rest and len(self._parts_of(row)) <= _MAX_COLUMNS

    def _main_of(self, row: Node) -> Node:
        """The element in a row that has the most text."""
        if id(row) not in self.mains:
            self.mains[id(row)] = max(self._parts_of(row), key=lambda part: part.chars)
        return self.mains[id(row)]

    def _parts_of(self, row: Node) -> list[Node]:
        """The elements in a row that have a text."""
        if not self.parts:
            self.parts = defaultdict(list)
            for node in self.page.nodes:
                if node.parent is not None and node.chars:
                    self.parts[id(node.parent)].append(node)
        return self.parts[id(row)]


def _around(node: Node | None) -> dict[int, Node]:
    """For each element around a node, the one in it that the node stands in."""
    found: dict[int, Node] = {}
    while node is not None and node.parent is not None:
        found[id(node.parent)] = node
        node = node.parent
    return found


def _names(node: Node) -> list[str]:
    """The words of an element's classes and of its id."""
    element = node.element
    return [word.lower() for word in _WORDS.findall(f"{element.get('class') or ''} {element.get('id') or ''}")]


def _share(words: list[str]) -> int:
    """How many of twelve parts a column's names give it."""
    parts = [int(word) for word in words if word.isdigit() and 0 < int(word) < _MOST_PARTS]
    return min(parts, default=_MOST_PARTS)


def _width(node: Node) -> int:
    width = node.element.get("width") or ""
    return int(width) if width.isdigit() else 0
