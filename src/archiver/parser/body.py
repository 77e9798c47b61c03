"""The article's own text: which element holds it, and which of its blocks belong."""

from __future__ import annotations

import re
from collections import Counter

from archiver.model import Block, BlockKind
from archiver.parser import zones as z
from archiver.parser.blocks import Node, Page, Role, Segment
from archiver.parser.picture_address import is_placeholder_text
from archiver.text import text_length, word_count

#: a block with fewer characters than this says little about where the text is
_MIN_CHARS = 60
#: a paragraph of more than this share of links is a list of links
_MAX_LINK_SHARE = 0.5
#: the element around the text is the smallest that holds this share of it
_DOMINANT = 0.85
#: below this, a block with "paywall" in its class is a prompt; above, it is the text that is paid for
_MIN_PAYWALLED = 100
_SENTENCE_END = re.compile(r"[.!?…。！？؟।»”\"'’)\]]\s*$")
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCK_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    "li": "list",
    "dt": "list",
    "dd": "list",
    "blockquote": "quote",
    "pre": "code",
    "td": "table",
    "th": "table",
    "caption": "table",
}
#: a line that is nearly all link, and not longer than this, leads elsewhere
_LINK_LINE_SHARE = 0.8
_LINK_LINE_WORDS = 25
#: a text that is not longer than this and stands so often among the paragraphs belongs to the template
_MAX_LABEL = 400
_LABEL_REPEATS = 3
#: where so much of the text stands in the container itself, elements of these kinds with little text are boxes
_DIRECT = 0.8
_BOXES = frozenset({"div", "section", "aside", "article", "a"})
_MAX_BOX = 400
#: a cell with more text than this, in several blocks, is a column of the page's layout
_MAX_CELL = 300
#: zones in which text counts little towards where the article is
_DOUBTFUL = z.BOILERPLATE | z.CAPTION | z.RELATED | z.EMBED
_OUTSIDE = z.ASIDE | z.HEADER
#: an article's text never stands in these as a whole
_NEVER_AROUND = z.NAV | z.FOOTER | z.COMMENTS


def find_body(page: Page, headline: Segment | None) -> Node | None:
    """The element around the article's text; the blocks that are it get the role ``BODY``."""
    weights = [_weight(item) for item in page.segments]
    container = _container(page, weights, headline)
    if container is None or container.zones & _NEVER_AROUND:
        return None
    _choose(page, container, headline)
    return container


def _weight(item: Segment) -> float:
    """How much a block speaks for the article's text being here."""
    if item.role is not Role.UNKNOWN or item.link_share > _MAX_LINK_SHARE or item.tag in _HEADINGS:
        return 0.0
    length = item.length
    if length < _MIN_CHARS:
        return 0.0
    weight = length * (1 - item.link_share)
    if item.zones & z.BODY:
        weight *= 1.5
    if item.zones & _OUTSIDE:
        weight *= 0.3
    if item.zones & _DOUBTFUL:
        weight *= 0.1
    return weight if _SENTENCE_END.search(item.text) else weight * 0.5


def _container(page: Page, weights: list[float], headline: Segment | None) -> Node | None:
    """From the page's root down, as long as one child holds most of the text."""
    sums = [0.0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    if not page.nodes or not sums[-1]:
        return None
    children = _children(page)
    node = page.nodes[0]
    while True:
        total = sums[node.end] - sums[node.start]
        heavy = [
            child for child in children.get(id(node), ()) if sums[child.end] - sums[child.start] >= _DOMINANT * total
        ]
        if not heavy:
            heavy = _with_headline(children.get(id(node), ()), sums, total, headline)
        if not heavy:
            return node
        node = heavy[0]


def _children(page: Page) -> dict[int, list[Node]]:
    children: dict[int, list[Node]] = {}
    for node in page.nodes[1:]:
        if node.end > node.start:
            children.setdefault(id(node.parent), []).append(node)
    return children


def _with_headline(
    nodes: list[Node] | tuple[()], sums: list[float], total: float, headline: Segment | None
) -> list[Node]:
    """Of several articles in a row, the one that the headline stands in."""
    if headline is None:
        return []
    return [
        node
        for node in nodes
        if node.start <= headline.index < node.end
        and sums[node.end] - sums[node.start] > 0.25 * total
        and node.zones & z.ARTICLE
    ]


def _choose(page: Page, container: Node, headline: Segment | None) -> None:
    inside = page.inside(container)
    start = (
        headline.index + 1
        if headline is not None and container.start <= headline.index < container.end
        else container.start
    )
    ignored = container.zones | _dominant_zones(inside)
    chosen = _unrepeated([item for item in inside if item.index >= start and _belongs(item, ignored)])
    chosen = _without_boxes(chosen, container)
    last = max((number for number, item in enumerate(chosen) if _is_paragraph(item)), default=-1)
    for item in chosen[: last + 1]:
        item.role = Role.BODY


def _without_boxes(items: list[Segment], container: Node) -> list[Segment]:
    """Without the small boxes with a link that interrupt paragraphs: sign up here, read that, download our app."""
    direct = sum(len(item.text) for item in items if item.node.parent is container)
    if direct < _DIRECT * sum(len(item.text) for item in items):
        return items
    return [item for item in items if not _is_box(_child_of(container, item.node))]


def _child_of(container: Node, node: Node) -> Node:
    """The element directly inside the container in which a node stands."""
    while node.parent is not None and node.parent is not container:
        node = node.parent
    return node


def _is_box(node: Node) -> bool:
    return node.tag in _BOXES and node.link_chars > 0 and node.chars <= _MAX_BOX


def _unrepeated(items: list[Segment]) -> list[Segment]:
    """Each text once; a short one that comes again and again between others is a label of the template, and goes."""
    counts = Counter(item.text for item in items)
    labels = {text for text, count in counts.items() if count >= _LABEL_REPEATS and text_length(text) < _MAX_LABEL}
    others = sum(item.length for item in items if item.text not in labels)
    if sum(map(text_length, labels)) > others:  # what repeats is all that there is
        labels = set()
    seen: set[str] = set()
    kept = []
    for item in items:
        is_repeated = item.text in seen and item.tag not in {"li", "td", "th"}
        if not is_repeated and item.text not in labels:
            kept.append(item)
        seen.add(item.text)
    return kept


def _dominant_zones(inside: list[Segment]) -> int:
    """Zones that most of the container's prose is in: they say nothing about which of it is the article's."""
    prose = [item for item in inside if item.role is Role.UNKNOWN and item.length >= _MIN_CHARS]
    total = sum(len(item.text) for item in prose)
    dominant = 0
    for zone in _telling(prose):
        if 2 * sum(len(item.text) for item in prose if item.zones & zone) > total:
            dominant |= zone
    return dominant


def _telling(items: list[Segment]) -> list[int]:
    """The zones of some of the items that would keep them out of the body."""
    union = 0
    for item in items:
        union |= item.zones
    return [zone for zone in z.ALL if zone & union & (z.APART | z.HEADER) & ~_NEVER_AROUND]


def _belongs(item: Segment, ignored: int) -> bool:
    """Whether a block inside the container is the article's; ``ignored`` are zones that do not tell."""
    zones = item.zones & ~ignored
    if item.role is not Role.UNKNOWN or zones & (z.APART | z.HEADER):
        return False
    if zones & z.PAYWALL and item.length < _MIN_PAYWALLED:
        return False
    if is_placeholder_text(item.text):
        return False
    return item.link_share <= _LINK_LINE_SHARE or word_count(item.text) >= _LINK_LINE_WORDS


def _is_paragraph(item: Segment) -> bool:
    """Whether a block can end an article: a sentence, an item of a list, a quote."""
    if item.tag in _HEADINGS:
        return False
    return item.length >= _MIN_CHARS or bool(_SENTENCE_END.search(item.text)) or item.tag == "li"


def read_blocks(page: Page) -> tuple[Block, ...]:
    """The body's blocks in reading order; items of one list are one block, rows of a table too."""
    blocks: list[Block] = []
    previous: Segment | None = None
    for item in page.segments:
        if item.role is not Role.BODY:
            continue
        kind = _kind(item)
        if (
            previous is not None
            and blocks
            and kind in {"list", "table"}
            and blocks[-1].kind == kind
            and _share_parent(previous, item, kind)
        ):
            blocks[-1] = Block(kind=kind, text=blocks[-1].text + "\n" + item.text)
        else:
            blocks.append(Block(kind=kind, text=item.text, level=_HEADINGS.get(_heading_tag(item) or "")))
        previous = item
    return tuple(blocks)


def _kind(item: Segment) -> BlockKind:
    if _heading_tag(item):
        return "heading"
    node: Node | None = item.node
    for _ in range(3):
        if node is None:
            break
        if node.tag in _BLOCK_KINDS and not _is_layout(node):
            return _BLOCK_KINDS[node.tag]
        node = node.parent
    return "paragraph"


def _is_layout(node: Node) -> bool:
    """Whether a table's cell holds several paragraphs: a column of the page, not a figure."""
    return node.tag in {"td", "th"} and node.end - node.start > 1 and node.chars > _MAX_CELL


def _heading_tag(item: Segment) -> str | None:
    node: Node | None = item.node
    for _ in range(2):
        if node is not None and node.tag in _HEADINGS:
            return node.tag
        node = node.parent if node is not None else None
    return None


def _share_parent(before: Segment, item: Segment, kind: BlockKind) -> bool:
    """Whether two blocks stand in one list, or in one table."""
    outer = {"list": {"ul", "ol", "dl"}, "table": {"table"}}[kind]
    return _nearest(before.node, outer) is _nearest(item.node, outer)


def _nearest(node: Node | None, tags: set[str]) -> Node | None:
    while node is not None and node.tag not in tags:
        node = node.parent
    return node
