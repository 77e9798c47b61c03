"""Cards of a flattened page that promote one story, and what one of them says of another.

A dump that leaves out lines that it has seen loses headlines: an excerpt that begins like one before it takes that
one's headline.
"""

from __future__ import annotations

from collections.abc import Sequence

from archiver.parser.text_card import Card
from archiver.parser.text_words import begin_alike, story_key

#: excerpts that begin alike share as many characters
_KEY_CHARS = 30
#: stories that begin alike and are not the same
_MAX_ALIKE = 8


def find_same_stories(cards: Sequence[Card]) -> None:
    """Cards of an earlier block that promote the same story, and headlines for those that have lost theirs."""
    known = _Stories()
    for position, card in enumerate(cards):
        same = known.find(card)
        if same is not None and (cards[same].block != card.block or card.title is None):
            card.same_as = same
            card.inferred = card.title is None and cards[same].title is not None
            card.title = card.title or cards[same].title
        known.add(position, card)


class _Stories:
    """The stories of the cards so far, found by headline or by how the excerpt begins."""

    def __init__(self) -> None:
        #: headline → excerpts and positions
        self._titles: dict[str, list[tuple[str, int]]] = {}
        self._excerpts: dict[str, list[tuple[str, int]]] = {}

    def find(self, card: Card) -> int | None:
        """The position of the first card of the same story; two of one headline with two excerpts are two stories."""
        title, excerpt = _keys(card)
        headed = self._titles.get(title, ())
        found = next((position for other, position in headed if _may_be_one(other, excerpt)), None)
        if found is not None:
            return found
        alike = self._excerpts.get(excerpt[:_KEY_CHARS], ())
        return next((position for other, position in alike if begin_alike(other, excerpt)), None)

    def add(self, position: int, card: Card) -> None:
        """One more card; of a story that is known, the first stays."""
        title, excerpt = _keys(card)
        headed = self._titles.setdefault(title, [])
        if title and len(headed) < _MAX_ALIKE and not any(_may_be_one(other, excerpt) for other, _ in headed):
            headed.append((excerpt, position))
        begins_alike = self._excerpts.setdefault(excerpt[:_KEY_CHARS], [])
        if excerpt and len(begins_alike) < _MAX_ALIKE:
            begins_alike.append((excerpt, position))


def _may_be_one(one: str, other: str) -> bool:
    """Whether two excerpts, given as story keys, may be of one story: one begins like the other, or is none."""
    return one.startswith(other) or other.startswith(one)


def _keys(card: Card) -> tuple[str, str]:
    return story_key(card.title or ""), story_key(card.excerpt or "")


def take_alternative_texts(cards: Sequence[Card]) -> None:
    """In a block that shows one line for two, a card's headline is its alternative text, too.

    Such a block repeats a story whose card elsewhere shows both; a dump leaves out lines that it has seen.
    """
    with_alt = {card.block for card in cards if card.alt}
    repeating = {card.block for card in cards if card.same_as is not None and cards[card.same_as].alt}
    for card in cards:
        if card.block in repeating - with_alt and card.excerpt and not card.inferred:
            card.alt = card.title
