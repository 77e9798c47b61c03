"""Where on the page each teaser stands: the way back from what a card says to its blocks and its element."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archiver.model import Teaser
from archiver.parser.blocks import Card, Page, Role, Segment
from archiver.urls import resolve


class CardPlaces:
    """The places of a page's teasers."""

    def __init__(self, page: Page, cards: list[Card], teasers: tuple[Teaser, ...]) -> None:
        #: index of a segment → position of the teaser that it is part of
        self.blocks: dict[int, int] = {}
        #: a card's element → the same
        self.elements: dict[etree._Element, int] = {}
        promoting = [card for card in cards if not card.is_left_out]
        for position, card in _found(page, promoting, teasers):
            self.blocks |= dict.fromkeys(range(card.start, card.end), position)
            self.elements[card.links[0].element if card.node is None else card.node.element] = position
        for position, item in _bare(page, teasers, self.blocks):
            self.blocks[item.index] = position


def _found(page: Page, cards: list[Card], teasers: tuple[Teaser, ...]) -> Iterator[tuple[int, Card]]:
    """Both are in reading order; some cards did not become teasers."""
    start = 0
    for teaser in teasers:
        for number, card in enumerate(cards[start:], start):
            if not _is_bare(teaser) and resolve(page.document.base_url, card.links[0].href) == teaser.url:
                yield teaser.position, card
                start = number + 1
                break


def _bare(page: Page, teasers: tuple[Teaser, ...], taken: dict[int, int]) -> Iterator[tuple[int, Segment]]:
    """The placeholders that no card holds."""
    left = [item for item in page.segments if item.role is Role.TEASER and item.index not in taken]
    for teaser in filter(_is_bare, teasers):
        item = next((one for one in left if one.text == teaser.placeholder_text), None)
        if item is not None:
            yield teaser.position, item
            left.remove(item)


def _is_bare(teaser: Teaser) -> bool:
    return teaser.title is None and teaser.url is None
