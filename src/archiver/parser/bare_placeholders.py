"""Texts such as ``Image Not Found`` that stand alone, in place of a card or of one of the article's pictures."""

from __future__ import annotations

from archiver.parser import zones as z
from archiver.parser.blocks import Card, Node, Page, Role, Segment
from archiver.parser.picture_address import LONGEST_PLACEHOLDER_TEXT, is_placeholder_text, is_short_placeholder

#: a heading above such texts stands so many blocks away, at most
_HEADING_REACH = 4
_MAX_HEADING_CHARS = 60


def bare_placeholders(segments: list[Segment], cards: list[Card]) -> list[Segment]:
    """Of some of a page's segments, the texts in place of a picture that no card holds, in reading order."""
    longest = LONGEST_PLACEHOLDER_TEXT
    short = [item for item in segments if not item.link_chars and len(item.text) <= longest]
    found = [item for item in short if is_short_placeholder(item.text)]
    if not found:
        return []
    held = {index for card in cards for index in range(card.start, card.end)}
    return [item for item in found if item.role is not Role.CAPTION and item.index not in held]


def heading_before(page: Page, item: Segment, start: int) -> Segment | None:
    """The heading that stands right above such a text, and not before ``start``."""
    for other in reversed(page.segments[max(start, item.index - _HEADING_REACH) : item.index]):
        if other.zones & z.HEADING:
            is_free = other.role in {Role.UNKNOWN, Role.TEASER} and len(other.text) <= _MAX_HEADING_CHARS
            return other if is_free and not other.link_chars else None
        if not is_placeholder_text(other.text):
            return None
    return None


def is_articles(page: Page, item: Segment, cards: list[Card], headline: Segment | None) -> bool:
    """Whether the narrowest element around it that holds more than such texts holds text of the article, not cards."""
    node: Node | None = item.node
    while node is not None:
        has_cards = any(node.start <= card.start < node.end for card in cards)
        inside = page.inside(node)
        has_text = any(one.role is Role.BODY or one is headline for one in inside)
        if has_cards or has_text:
            return has_text and not (has_cards and _is_nearer_card(item, cards, inside))
        if any(one.role is not item.role and not is_placeholder_text(one.text) for one in inside):
            return False
        node = node.parent
    return False


def _is_nearer_card(item: Segment, cards: list[Card], inside: list[Segment]) -> bool:
    """Whether a card stands closer than the article's text, in an element that holds both."""
    to_card = min(abs(card.start - item.index) for card in cards)
    return to_card <= min((abs(one.index - item.index) for one in inside if one.role is Role.BODY), default=to_card)
