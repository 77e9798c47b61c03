"""Which element holds the article's text, and which blocks near it may belong to the text, too."""

from __future__ import annotations

from itertools import accumulate

from archiver.parser import zones as z
from archiver.parser.blocks import Node, Page, Role, Segment
from archiver.parser.scene import HEADINGS, SENTENCE_ENDS

#: a block with fewer characters than this says little about where the text is
MIN_CHARS = 60
#: so few characters are never that many, though each be worth three
_FEWEST_CHARS = MIN_CHARS // 3
#: a paragraph of more than this share of links is a list of links
_MAX_LINK_SHARE = 0.5
#: the element around the text is the smallest that holds this share of it
_DOMINANT = 0.85
#: of several articles in a row, the one with the headline is the one, if it has this share of the text
_MIN_HEADED = 0.25
#: zones in which text counts little towards where the article is
_DOUBTFUL = z.BOILERPLATE | z.CAPTION | z.RELATED | z.EMBED
_OUTSIDE = z.ASIDE | z.HEADER
#: an article's text never stands in these as a whole
NEVER_AROUND = z.NAV | z.FOOTER | z.COMMENTS
#: where there is no headline, what belongs to the text is at most so many elements up
_MAX_STEPS = 2


def find_container(page: Page, headline: Segment | None) -> Node | None:
    """The smallest element that holds nearly all of the article's text."""
    container = _heaviest(page, headline)
    return None if container is None or container.zones & NEVER_AROUND else container


def _weight(item: Segment) -> float:
    """How much a block speaks for the article's text being here."""
    links = item.link_chars / len(item.text)
    if links > _MAX_LINK_SHARE or item.role is not Role.UNKNOWN or item.node.tag in HEADINGS:
        return 0.0
    length = item.length
    if length < MIN_CHARS:
        return 0.0
    weight = length * (1 - links)
    zones = item.zones
    if zones & z.BODY:
        weight *= 1.5
    if zones & _OUTSIDE:
        weight *= 0.3
    if zones & _DOUBTFUL:
        weight *= 0.1
    return weight if item.text[-1] in SENTENCE_ENDS else weight * 0.5


def _heaviest(page: Page, headline: Segment | None) -> Node | None:
    """From the page's root down, as long as one child holds most of the text.

    Nodes are in document order, so the children of a node are met after it, each before what it holds.
    """
    weights = [
        _weight(item)
        if len(text := item.text) >= MIN_CHARS or (len(text) >= _FEWEST_CHARS and not text.isascii())
        else 0.0
        for item in page.segments
    ]
    sums = list(accumulate(weights, initial=0.0))
    if not page.nodes or not sums[-1]:
        return None
    found = page.nodes[0]
    for node in page.nodes:
        if node.start >= found.end:
            break
        if node.parent is found and _is_chosen(node, sums, sums[found.end] - sums[found.start], headline):
            found = node
    return found


def _is_chosen(node: Node, sums: list[float], total: float, headline: Segment | None) -> bool:
    """Whether a child has most of its parent's text, or is the one of several articles that the headline stands in."""
    own = sums[node.end] - sums[node.start]
    if own >= _DOMINANT * total:
        return True
    if headline is None or own <= _MIN_HEADED * total or not node.zones & z.ARTICLE:
        return False
    return node.start <= headline.index < node.end


def read_vicinity(page: Page, container: Node, headline: Segment | None) -> list[Segment]:
    """The blocks that may be the article's: from the headline on, in what holds both it and the text."""
    around = _around(container, headline)
    start = around.start
    if headline is not None and start <= headline.index < container.end:
        start = headline.index + 1
    return page.segments[start : container.end]


def _around(container: Node, headline: Segment | None) -> Node:
    """The smallest element that holds headline and text."""
    node, steps = container, 0
    while node.parent is not None and node.parent.tag not in {"body", "html"}:
        if node.parent.zones & NEVER_AROUND:
            break
        if headline is None:
            if steps == _MAX_STEPS:
                break
        elif headline.index >= node.start:  # inside it, or after the text
            break
        node, steps = node.parent, steps + 1
    return node
