"""Cards: the pieces of a page that promote other articles, told by structure first.

A card is the widest element whose content links all lead to one address. Cards that stand side by side make a
block. A lone card counts only when something says what it is: a heading, a label, a zone.
"""

from __future__ import annotations

from bisect import bisect_right

from archiver.parser.blocks import Card, Node, Page, Role, Segment
from archiver.parser.card_blocks import in_blocks
from archiver.parser.card_links import Linked, content_links
from archiver.parser.card_titles import is_title, title_of
from archiver.text import squeeze

#: several addresses
_MANY = ""
#: a card has no more text than this
_MAX_CHARS = 900
#: a card has one paragraph of at least this length, at most
_PROSE_CHARS = 100
_MAX_PROSE_LINKS = 0.4
#: share of a block's characters that several links in it must have together, to be cards
_MIN_BARE_SHARE = 0.75


def find_cards(page: Page, headline: Segment | None) -> list[Card]:
    """The page's cards in reading order, in blocks; their segments get the role ``TEASER``."""
    linked = content_links(page)
    for one in linked:
        _mark_target(one)
    cards = _gather(page, linked, headline)
    kept = in_blocks(page, cards, headline)
    for number, card in enumerate(kept):
        card.block = 1 if not number else kept[number - 1].block + _is_new_block(kept[number - 1], card)
        for item in page.segments[card.start : card.end]:
            if item.role is Role.UNKNOWN:
                item.role = Role.TEASER
        if card.heading is not None and card.heading.role is Role.UNKNOWN:
            card.heading.role = Role.TEASER
    return kept


def _mark_target(item: Linked) -> None:
    """Tell every element around a link which address its links lead to."""
    node: Node | None = item.link.place
    while node is not None and node.target != _MANY:
        if node.target == item.url:
            break
        node.target = item.url if node.target is None else _MANY
        node = node.parent


def _gather(page: Page, linked: list[Linked], headline: Segment | None) -> list[Card]:
    """Links put together by the card that they stand in."""
    by_node: dict[int, Card] = {}
    cards: list[Card] = []
    for item in linked:
        node = _widest(item, headline)
        if node is None:
            card = _bare_card(page, item)
        elif id(node) in by_node:
            by_node[id(node)].links.append(item.link)
            continue
        else:
            card = Card(item.url, node, [item.link], None, node.start, node.end, node.parent or node)
            by_node[id(node)] = card
        if card is not None:
            cards.append(card)
    return [card for card in cards if _has_title(page, card)]


def _widest(item: Linked, headline: Segment | None) -> Node | None:
    """The widest element that leads to the link's address alone, or ``None`` when its own block leads to several."""
    node = item.link.place
    if node.target != item.url:
        return None
    while (parent := node.parent) is not None and parent.target == item.url and parent.chars <= _MAX_CHARS:
        if headline is not None and parent.start <= headline.index < parent.end:
            break
        node = parent
    return node


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


def _has_title(page: Page, card: Card) -> bool:
    """Whether the card has a headline, which is then set."""
    if card.node is None:
        return is_title(squeeze(card.links[0].text))
    if card.node.chars > _MAX_CHARS:
        return False
    inside = page.segments[card.start : card.end]
    if sum(1 for item in inside if len(item.text) >= _PROSE_CHARS and item.link_share < _MAX_PROSE_LINKS) > 1:
        return False
    card.title = title_of(inside, card)
    return card.title is not None


def _is_new_block(before: Card, card: Card) -> bool:
    return before.heading is not card.heading or (
        before.group is not card.group and before.group.parent is not card.group.parent
    )
