"""How the text of several blocks of a page becomes one: a list's items, a table's cells, the lines of code."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archiver.model import BlockKind
from archiver.parser.blocks import Node, Segment
from archiver.text import squeeze

_LISTS = frozenset({"ul", "ol", "dl"})
#: what stands between a list and the one it is nested in
_ITEMS = frozenset({"li", "dd", "dt", *_LISTS})
_CELLS = frozenset({"td", "th"})
_ROWS = frozenset({"tr"})
#: what holds the blocks of a kind that are one
_OUTER: dict[BlockKind, frozenset[str]] = {
    "list": _LISTS,
    "table": frozenset({"table"}),
    "embed": frozenset({"blockquote"}),
    "code": frozenset({"pre"}),
}


def shape_of(item: Segment, kind: BlockKind) -> str:
    """The text of a block: of code with its lines and indentation, of all others as it is."""
    pre = _nearest(item.node, _OUTER["code"]) if kind == "code" else None
    if pre is None:
        return item.text
    lines = "".join(_raw(pre.element)).expandtabs(4).splitlines()
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return text if squeeze(text) == item.text else item.text  # else some of it is hidden, or in blocks of its own


def _raw(pre: etree._Element) -> Iterator[str]:
    """The texts inside an element, its line breaks as such."""
    for event, element in etree.iterwalk(pre, events=("start", "end")):
        if event == "start":
            yield "\n" if element.tag == "br" else element.text or ""
        elif element is not pre:
            yield element.tail or ""


def glue(before: Segment, item: Segment, kind: BlockKind) -> str | None:
    """What stands between the texts of two blocks of a kind that are one; ``None`` where they are two."""
    tags = _OUTER.get(kind)
    if tags is None or _outer(before.node, tags) is not _outer(item.node, tags):
        return None
    row = _nearest(item.node, _ROWS) if kind == "table" else None
    if row is None or _nearest(before.node, _ROWS) is not row:
        return "\n"
    return "\t" * _cells_between(_nearest(before.node, _CELLS), _nearest(item.node, _CELLS)) or " "


def _outer(node: Node | None, tags: frozenset[str]) -> Node | None:
    """The element of these tags around a node; of lists in lists, the outermost."""
    outer = _nearest(node, tags)
    while tags is _LISTS and outer is not None and outer.parent is not None and outer.parent.tag in _ITEMS:
        above = _nearest(outer.parent, tags)
        if above is None:
            break
        outer = above
    return outer


def _cells_between(before: Node | None, cell: Node | None) -> int:
    """How many cells of a row a cell is behind another; empty ones count."""
    if before is None or cell is None or before is cell:
        return 0
    behind = 1
    for sibling in cell.element.itersiblings("td", "th", preceding=True):
        if sibling is before.element:
            break
        behind += 1
    return behind


def _nearest(node: Node | None, tags: frozenset[str]) -> Node | None:
    while node is not None and node.tag not in tags:
        node = node.parent
    return node
