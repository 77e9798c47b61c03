"""Cards: the pieces of a page that promote other articles, told by structure first.

A card is the widest element whose content links all lead to one address. Cards that stand side by side make a
block. A lone card counts only when something says what it is: a heading, a label, a zone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from archiver.parser.blocks import Card, Node, Page, Role, Segment
from archiver.parser.card_blocks import in_blocks
from archiver.parser.card_links import Linked, read_links
from archiver.parser.card_titles import MAX_CHARS, is_heading, is_prose, with_titles
from archiver.parser.cards_left_out import leave_out

#: several addresses
_MANY = ""
#: a link is near a card that has an element in common with it, among so many above
_NEAR = 3
#: what is one thing by itself, and heads nothing
_BOXES = frozenset(("article", "aside", "figure", "li", "blockquote"))
#: a card is an item of these, not all of it
_LISTS = frozenset(("ul", "ol"))
#: a headline with more of it in links leads to another page
_LINKED_SHARE = 0.8
#: share of a block's characters that several links in it must have together, to be cards
_MIN_BARE_SHARE = 0.75


def find_cards(page: Page, headline: Segment | None) -> list[Card]:
    """The page's cards in reading order, in blocks; their segments get the role ``TEASER``.

    Those that are no promotion of another article after all, or a double, are among them and say so.
    """
    if headline is not None and headline.link_share > _LINKED_SHARE:  # of a list, whose first card it is
        headline = None
    links = read_links(page, headline.index if headline is not None else 0)
    bounds = _Bounds(headline, _prose_before(page))
    cards = _gather(page, links.content, bounds)
    titled = with_titles(page, cards, bounds.prose)
    if len(cards) > len(titled) and _are_narrowed(cards, titled):
        named = {id(link) for card in titled for link in card.links}
        linked = [one for one in links.content if id(one.link) in named]
        titled = with_titles(page, _gather_again(page, linked, titled, bounds), bounds.prose)
    kept = in_blocks(page, titled, links, headline, bounds.prose)
    for number, card in enumerate(kept):
        card.block = 1 if not number else kept[number - 1].block + _is_new_block(kept[number - 1], card)
        for item in page.segments[card.start : card.end]:
            if item.role is Role.UNKNOWN:
                item.role = Role.TEASER
        if card.heading is not None and card.heading.role is Role.UNKNOWN:
            card.heading.role = Role.TEASER
    leave_out(page, kept, headline)
    return kept


def _are_narrowed(cards: list[Card], titled: list[Card]) -> bool:
    """Whether a link that heads nothing stands so near a card that it may have kept it from being as wide as it is."""
    kept = set(map(id, titled))
    near = {id(node) for card in cards if id(card) not in kept for node in _above(card)}
    return any(id(node) in near for card in titled for node in _above(card))


def _above(card: Card) -> Iterator[Node]:
    """The elements that hold a card, the nearest few."""
    node: Node | None = card.group
    for _ in range(_NEAR):
        if node is None:
            return
        yield node
        node = node.parent


def _gather_again(page: Page, linked: list[Linked], titled: list[Card], bounds: _Bounds) -> list[Card]:
    """The cards as wide as they are without the links that head nothing; those that are no wider are the same."""
    for node in page.nodes:
        node.target = None
    known = {id(card.node): card for card in titled if card.node is not None}
    again = []
    for card in _gather(page, linked, bounds):
        before = known.get(id(card.node))
        again.append(card if before is None or len(before.links) != len(card.links) else before)
    return again


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What no card reaches over: the headline, paragraphs, the items of a list."""

    headline: Segment | None
    #: how many paragraphs come before each segment
    prose: list[int]

    def widest(self, item: Linked) -> Node | None:
        """The widest element that leads to the link's address alone; ``None`` when its own block leads to several."""
        node, url = item.link.place, item.url
        if node.target != url:
            return None
        prose, headline = self.prose, self.headline
        while (parent := node.parent) is not None and parent.target == url and parent.chars <= MAX_CHARS:
            start, end = parent.start, parent.end
            if prose[end] - prose[start] > 1 or (headline is not None and start <= headline.index < end):
                break
            if parent.tag in _LISTS and end - start > node.end - node.start:
                break
            node = parent
        return node


def _prose_before(page: Page) -> list[int]:
    return list(accumulate(map(is_prose, page.segments), initial=0))


def _mark_target(item: Linked) -> None:
    """Tell every element around a link which address its links lead to."""
    node: Node | None = item.link.place
    url = item.url
    while node is not None and (target := node.target) != _MANY and target != url:
        node.target = url if target is None else _MANY
        node = node.parent


def _gather(page: Page, linked: list[Linked], bounds: _Bounds) -> list[Card]:
    """Links put together by the card that they stand in."""
    for item in linked:
        _mark_target(item)
    by_node: dict[int, Card] = {}
    cards: list[Card] = []
    for item in linked:
        node = bounds.widest(item)
        if node is None:
            card = _bare_card(page, item)
        elif _heads_text(page, node, bounds):
            continue
        elif id(node) in by_node:
            by_node[id(node)].links.append(item.link)
            continue
        else:
            card = Card(item.url, node, [item.link], None, node.start, node.end, node.parent or node)
            by_node[id(node)] = card
        if card is not None:
            cards.append(card)
    return cards


def _heads_text(page: Page, node: Node, bounds: _Bounds) -> bool:
    """Whether an element is nothing but a heading with paragraphs below it, whose own headline it is."""
    if node.end - node.start != 1 or node.tag in _BOXES or node.parent is None or node.end >= node.parent.end:
        return False
    if bounds.prose[node.end + 1] == bounds.prose[node.end] or not is_heading(page.segments[node.start]):
        return False
    return bounds.prose[node.parent.end] - bounds.prose[node.parent.start] > 1


def _bare_card(page: Page, item: Linked) -> Card | None:
    """A card that is nothing but an anchor in a block that leads to several addresses."""
    node = item.link.node
    at = bisect_right(page.segments, item.number, node.start, node.end, key=lambda segment: segment.last_link)
    segment = page.segments[at] if at < node.end else None
    if segment is None or segment.node is not node or segment.first_link > item.number:
        return None
    if segment.link_share < _MIN_BARE_SHARE:
        return None
    return Card(item.url, None, [item.link], None, segment.index, segment.index + 1, node)


def _is_new_block(before: Card, card: Card) -> bool:
    return before.heading is not card.heading or (
        before.group is not card.group and before.group.parent is not card.group.parent
    )
