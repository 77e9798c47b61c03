"""Blocks of cards: which cards stand together, what heads them, and which are no cards where they stand."""

from __future__ import annotations

from archiver.parser import zones as z
from archiver.parser.blocks import Card, Node, Page, Role, Segment
from archiver.parser.card_links import is_article_address
from archiver.parser.card_titles import is_heading
from archiver.text import has_letters, word_count

#: a headline has at least as many words, or letters
_MIN_WORDS = 3
#: the articles before and after this one
_NEIGHBOURS = 2
_MENUS = z.NAV | z.FOOTER | z.HEADER | z.FORM
#: a label before a link in one block ("Read also: …") is no longer than this
_MAX_LABEL_CHARS = 40
_MAX_HEADING_CHARS = 60
#: a block's heading stands so many blocks and elements away from its first card, at most
_HEADING_REACH = 4
_HEADING_LEVELS = 4
_LABEL_LEVELS = 2


def in_blocks(page: Page, cards: list[Card], headline: Segment | None) -> list[Card]:
    """The cards that stand in a block of their like, or alone with a word of explanation."""
    groups: dict[int, list[Card]] = {}
    for card in cards:
        groups.setdefault(id(card.group), []).append(card)
    pooled = _pool(list(groups.values()))
    kept: list[Card] = []
    for group in pooled:
        _set_heading(page, group, headline)
        if _is_block(page, group, headline.index if headline is not None else 0):
            if len(group) == 1 and group[0].heading is None:
                group[0].heading = _inner_heading(page, group[0])
            kept += group
    return sorted(kept, key=lambda card: (card.start, card.end))


def _pool(groups: list[list[Card]]) -> list[list[Card]]:
    """Groups of one card each whose elements are cousins, put together (rows and columns of one list)."""
    pooled: list[list[Card]] = []
    by_parent: dict[int, list[Card]] = {}
    for group in groups:
        parent = group[0].group.parent
        if len(group) > 1 or parent is None:
            pooled.append(group)
        elif id(parent) in by_parent:
            by_parent[id(parent)] += group
        else:
            by_parent[id(parent)] = group
            pooled.append(group)
    return pooled


def _set_heading(page: Page, group: list[Card], headline: Segment | None) -> None:
    """The heading, or else the short line, directly before the block's first card, in the same part of the page."""
    first = group[0]
    node: Node | None = first.group
    for level in range(_HEADING_LEVELS):
        if node is None:
            return
        near = page.segments[max(node.start, first.start - _HEADING_REACH) : first.start]
        own = headline.text if headline is not None else ""  # the page itself, first in its own list
        near = [item for item in near if item.text != own and has_letters(item.text)]
        found = _heading_in(near, takes_label=len(group) > 1 and level < _LABEL_LEVELS)
        if found is not None:
            for card in group:
                card.heading = found
            return
        node = node.parent


def _inner_heading(page: Page, card: Card) -> Segment | None:
    """The heading of a box that holds a single card, and so became part of it."""
    first = page.segments[card.start]
    if card.title is None or first.index >= card.title.index or first.link_chars or not is_heading(first):
        return None
    return first if len(first.text) <= _MAX_HEADING_CHARS and not first.zones & z.KICKER else None


def _heading_in(before: list[Segment], *, takes_label: bool) -> Segment | None:
    for distance, item in enumerate(reversed(before)):
        if len(item.text) > _MAX_HEADING_CHARS or item.role is not Role.UNKNOWN:
            return None
        if is_heading(item) or item.zones & z.TITLE:
            return item
        if not distance and takes_label and len(item.text) <= _MAX_LABEL_CHARS and not item.link_chars:
            return item
    return None


def _is_block(page: Page, group: list[Card], headline_at: int) -> bool:
    zones = group[0].group.zones | (group[0].node.zones if group[0].node else 0)
    lengths = sorted(word_count(card.title_text) for card in group)
    median = lengths[len(lengths) // 2]
    if zones & (z.NAV | z.HEADER) and group[0].start < headline_at:
        return False
    if zones & _MENUS and not zones & z.RELATED:
        is_pair = len(group) <= _NEIGHBOURS and zones & z.NAV and not zones & (z.FOOTER | z.HEADER)
        return median > _MIN_WORDS and (is_pair or _is_rich(page, group))
    if len(group) > 1:
        return median >= _MIN_WORDS
    return _stands_alone(page, group[0], zones)


def _is_rich(page: Page, group: list[Card]) -> bool:
    """Whether there is more to the cards than their links: pictures, headings, excerpts."""
    return any(card.title is not None and (is_heading(card.title) or _has_picture(page, card)) for card in group)


def _has_picture(page: Page, card: Card) -> bool:
    return card.node is not None and any(
        picture.node is card.node or _within(picture.node, card.node) for picture in page.pictures
    )


def _within(node: Node | None, outer: Node) -> bool:
    while node is not None and node is not outer:
        node = node.parent
    return node is not None


def _stands_alone(page: Page, card: Card, zones: int) -> bool:
    """Whether a lone card is one: it is in a related box, or is a block that is nothing but label and link."""
    if not is_article_address(card.url):
        return False
    if zones & (z.RELATED | z.ASIDE) or card.heading is not None:
        return True
    title = card.title
    if title is None:
        return False
    return _has_picture(page, card) or (title.link_share > 1 - 0.4 and word_count(title.text) > _MIN_WORDS)
