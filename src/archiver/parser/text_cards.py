"""Cards on a flattened page: the lines that promote other articles, read back into teasers.

Single cards come out of their lines (``text_card_lines``); here they are put into blocks, and what the cards of a
block have in common says what single lines are: a section's name above each headline, a placeholder before each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from archiver.model import Evidence, Region, Teaser
from archiver.parser.line_words import Sign
from archiver.parser.lines import Line
from archiver.parser.system_words import ellipsis_of
from archiver.parser.text_card import Card, CardScope
from archiver.parser.text_card_lines import CardReader
from archiver.parser.text_stories import find_same_stories, take_alternative_texts
from archiver.parser.text_words import story_key
from archiver.text import fold

#: so many lines between two cards, and they are in one block
_MAX_BETWEEN = 4
#: a line above a headline is a section's name where so many of a block's cards have one
_MIN_KICKERS = 2
_MOST = 0.6
#: in headings of what readers liked best, a list beside the list
_POPULAR = (
    *("most ", "popular", "trending", "top stor", "meist", "beliebt", "häufig", "plus lus", "+ lus", "populaire"),
    *("más leíd", "más vist", "mas leid", "più lett", "mais lid", "mais vist", "meest gelezen", "best gelezen"),
    *("populär", "populaer", "mest ", "luetuim", "katsotuim", "najczęściej", "popularne", "nejčten", "najčítan"),
    *("најчит", "najčit", "популярн", "читаемое", "найпопуляр", "legolvasott", "cele mai citite", "δημοφιλ"),
    *("çok okunan", "ランキング", "人気", "많이 본", "인기", "热门", "熱門", "排行", "đọc nhiều", "xem nhiều"),
    *("terpopuler", "الأكثر", "الاكثر", "פופולרי", "הנצפות", "پربازدید", "लोकप्रिय"),
)


@dataclass(frozen=True, slots=True)
class Cards:
    """The page's teasers, where each is inferred from, and which lines they are made of."""

    teasers: tuple[Teaser, ...]
    evidence: tuple[Evidence, ...]
    #: position of a line → position of its teaser
    lines: dict[int, int]


def read_cards(lines: Sequence[Line], scope: CardScope) -> Cards:
    """All cards in their order."""
    found = [card for run in _runs(lines, scope) for card in CardReader(run, scope).cards()]
    cards = [card for card in found if not _is_article(card, scope)]
    _number_blocks(cards)
    blocks = [list(block) for _, block in groupby(cards, key=lambda card: card.block)]
    for block in blocks:
        _agree(block)
    cards = [card for block in blocks for card in _with_placeholders(block)]
    find_same_stories(cards)
    take_alternative_texts(cards)
    return Cards(
        teasers=tuple(_teaser(position, card, scope) for position, card in enumerate(cards)),
        evidence=tuple(_evidence(position, card) for position, card in enumerate(cards) if card.inferred),
        lines={line.position: position for position, card in enumerate(cards) for line in card.lines},
    )


def _runs(lines: Sequence[Line], scope: CardScope) -> Iterator[list[Line]]:
    """Stretches of lines that are not the article's; readers' comments are left out up to the next heading."""
    run: list[Line] = []
    in_comments = False
    for line in lines:
        if line.sign is Sign.COMMENTS:
            in_comments = line.position >= scope.end and not scope.is_listing
        elif line.sign is Sign.RELATED:
            in_comments = False
        if line.position in scope.taken or in_comments:
            if run:
                yield run
            run = []
        else:
            run.append(line)
    if run:
        yield run


def _is_article(card: Card, scope: CardScope) -> bool:
    """Whether the card promotes the page that it stands on."""
    if scope.is_listing or not card.title or not scope.title:
        return False
    return story_key(card.title) == story_key(scope.title)


# --- blocks ------------------------------------------------------------------------


def _number_blocks(cards: Sequence[Card]) -> None:
    """Cards of one block stand together, below one heading, and look alike; placeholders go with those before."""
    block = 0
    previous: Card | None = None
    for card in cards:
        if previous is None or not _share_block(previous, card):
            block += 1
        card.block = block
        if card.placeholder and previous is not None:
            card.style, card.heading = previous.style, previous.heading
        previous = card


def _share_block(previous: Card, card: Card) -> bool:
    distance = card.lines[0].position - previous.lines[-1].position
    if distance > _MAX_BETWEEN or card.heading != previous.heading:
        return card.placeholder is not None and distance == 1
    if card.placeholder is not None or previous.placeholder is not None or None in {card.style, previous.style}:
        return True
    return card.style == previous.style


def _agree(block: Sequence[Card]) -> None:
    """Sections' names stand above all cards of a block or below all; where most have none, they are other lines."""
    stories = [card for card in block if card.placeholder is None]
    above, below = [card.kicker for card in stories], [card.below for card in stories]
    chosen = above if above and above[0] is not None else below
    named = sum(name is not None for name in chosen)
    is_so = named >= _MIN_KICKERS and named >= _MOST * len(stories)
    if [card.byline is not None for card in stories[-2:]] == [False, True]:
        stories[-1].byline = None  # who wrote the article, below its last card
    for card in block:
        card.kicker = None
    for card, name in zip(stories, chosen, strict=True):
        card.kicker = card.section or (name if is_so else None)


def _with_placeholders(block: Sequence[Card]) -> Sequence[Card]:
    """The block's cards; placeholders that take turns with the others are put into them: they are their pictures'."""
    stories = [card for card in block if card.placeholder is None]
    is_turn = len(stories) > 1 and len(block) == 2 * len(stories) and block[0].placeholder is not None
    if not is_turn or any((one.placeholder is None) == (other.placeholder is None) for one, other in pairwise(block)):
        return block
    for slot, story in zip(block[::2], stories, strict=True):
        story.placeholder_of_picture = slot.placeholder
        story.lines = [*slot.lines, *story.lines]
    return stories


# --- teasers -------------------------------------------------------------------------


def _teaser(position: int, card: Card, scope: CardScope) -> Teaser:
    placeholder = card.placeholder or card.placeholder_of_picture
    teaser = Teaser(
        position=position,
        region=_region(card, scope),
        block=card.block,
        block_heading=card.heading,
        title=card.title,
        kicker=card.kicker,
        url=card.url,
        excerpt=_without_ellipsis(card.excerpt) if card.excerpt else None,
        excerpt_raw=card.excerpt,
        byline=card.byline,
        published=card.published,
        image_alt=card.alt,
        image_status="unknown",
        same_story_as=card.same_as,
    )
    if placeholder is None:
        return teaser
    return replace(teaser, image_status="placeholder", placeholder_text=placeholder)


def _without_ellipsis(excerpt: str) -> str:
    return excerpt.removesuffix(ellipsis_of(excerpt)).rstrip()


def _region(card: Card, scope: CardScope) -> Region:
    if scope.is_listing:
        return "aside" if card.heading and any(word in fold(card.heading) for word in _FOLDED_POPULAR) else "listing"
    if card.line.position < scope.start:
        return "before"
    return "after" if card.line.position >= scope.end else "inline"


_FOLDED_POPULAR = tuple(map(fold, _POPULAR))


def _evidence(position: int, card: Card) -> Evidence:
    return Evidence(
        field=f"teasers[{position}].title",
        value=card.title,
        raw=card.excerpt,
        source=f"text line {card.line.number}",
        rule=f"inferred: excerpt begins as that of teasers[{card.same_as}]",
    )
