"""Teasers: what each card says, and where on the page it says it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from lxml import etree

from archiver.model import Moment, Region, Teaser
from archiver.parser import card_texts as texts
from archiver.parser.bare_placeholders import bare_placeholders, heading_before
from archiver.parser.blocks import Card, Marked, Page, Role, Segment
from archiver.parser.card_headlines import Headline, read_headline
from archiver.parser.card_pictures import CardElements, read_card_pictures
from archiver.parser.card_regions import PageSpan, Regions
from archiver.parser.picture_slots import SLOT_TAGS
from archiver.parser.pictures import Picture
from archiver.parser.system_words import ellipsis_of
from archiver.parser.text_words import begin_alike, story_key
from archiver.text import fold
from archiver.urls import resolve

#: what an excerpt that goes on elsewhere ends with
_MARKS = ("…", "...", "]", ")")
#: stories that have one headline and are not the same
_MAX_ALIKE = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """What dates on cards are read with."""

    language: str | None
    reference: Moment | None


@dataclass(slots=True)
class _Found:
    """A card, or a placeholder that stands alone, at its place on the page."""

    start: int
    card: Card | None
    #: of a placeholder
    segment: Segment | None = None


def read_teasers(page: Page, cards: list[Card], span: PageSpan, reading: Reading) -> tuple[Teaser, ...]:
    """The page's teasers in reading order, bare placeholders among them."""
    found = [_Found(card.start, card) for card in cards if not card.is_left_out]
    for item in bare_placeholders(page.segments, cards):
        item.role = Role.TEASER
        found.append(_Found(item.index, None, item))
    found.sort(key=lambda one: one.start)
    reader = _Reader(page, span, reading)
    pictures = {id(card): picture for card, picture in zip(cards, _pictures(page, cards), strict=True)}
    blocks = _Blocks(page, [one.card for one in found if one.card is not None])
    teasers: list[Teaser] = []
    for position, one in enumerate(found):
        if one.card is not None:
            teaser = reader.teaser(one.card, position, blocks.number_of(one.card), pictures[id(one.card)])
        else:
            assert one.segment is not None
            teaser = blocks.placeholder(one.segment, position, reader.regions.of(one.segment))
        teasers.append(teaser)
    return tuple(teasers)


class _Blocks:
    """The blocks of what is shown, counted from one in the order in which they come."""

    def __init__(self, page: Page, cards: list[Card]) -> None:
        self.page = page
        self.cards = cards
        #: cards before the next one to be read
        self.read = 0
        #: a card's block, or the heading of a placeholder's → its number
        self.numbers: dict[int | Segment | None, int] = {}

    def number_of(self, card: Card) -> int:
        """The number of the next card's block."""
        self.read += 1
        return self._number(card.block)

    def placeholder(self, item: Segment, position: int, region: Region) -> Teaser:
        """A card of which nothing came but the text in place of its picture.

        It belongs to the block before it, unless a heading stands between.
        """
        before = self.cards[self.read - 1] if self.read else None
        following = self.cards[self.read] if self.read < len(self.cards) else None
        heading = heading_before(self.page, item, before.end if before else 0)
        card = before
        if heading is not None or before is None:
            card = following if following and _is_in_block(item, heading, following) else None
        if card is not None:
            heading = card.heading
        return Teaser(
            position=position,
            region=region,
            block=self._number(heading if card is None else card.block),
            block_heading=heading.text if heading is not None else None,
            image_status="placeholder",
            placeholder_text=item.text,
        )

    def _number(self, block: int | Segment | None) -> int:
        return self.numbers.setdefault(block, len(self.numbers) + 1)


def _is_in_block(item: Segment, heading: Segment | None, card: Card) -> bool:
    """Whether a placeholder begins the block of the next card: it stands under its heading, or beside it."""
    return card.heading is heading if heading is not None else card.group.start <= item.index < card.group.end


def _place(page: Page, card: Card) -> Segment:
    """A block that stands where the card stands: its headline, or else its first, or the one before a mere picture."""
    return card.title or page.segments[min(card.start, len(page.segments) - 1)]


class _Reader:
    """What cards are read with, and which stories have been met."""

    def __init__(self, page: Page, span: PageSpan, reading: Reading) -> None:
        self.page = page
        self.regions = Regions(page, span)
        self.dates = texts.CardDates(reading.language, reading.reference)
        #: address → position of the first teaser that has it
        self.seen: dict[str, int] = {}
        #: block → how many of its cards have been read
        self.read: Counter[int] = Counter()
        #: folded headline → the first teasers that have it
        self.headed: dict[str, list[Teaser]] = {}
        self.times = {marked.segment: marked for marked in reversed(page.marked) if marked.name == "time"}

    def teaser(self, card: Card, position: int, block: int, picture: Picture) -> Teaser:
        """What the card says."""
        page = self.page
        self.read[block] += 1
        headline = read_headline(card, self.read[block], self.dates.language)
        others = [] if card.node is None else [i for i in page.segments[card.start : card.end] if i is not card.title]
        beside = texts.read_beside(page, card, others, headline)
        excerpt_raw = beside.excerpt
        url = card.url if page.document.base_url is not None else resolve(None, card.links[0].href)
        teaser = Teaser(
            position=position,
            region=self.regions.of(_place(page, card), card),
            block=block,
            block_heading=card.heading.text if card.heading is not None else headline.label,
            title=headline.text,
            kicker=headline.kicker or beside.kicker,
            url=url,
            excerpt=_whole(excerpt_raw),
            excerpt_raw=excerpt_raw,
            byline=beside.byline,
            published=self._published(card, others, headline),
            image_url=picture.url,
            image_alt=picture.alt,
            image_status=picture.status,
            placeholder_text=picture.placeholder_text or beside.placeholder,
        )
        story = self._story(teaser)
        return teaser if story is None else replace(teaser, same_story_as=story)

    def _published(self, card: Card, others: list[Segment], headline: Headline) -> Moment | None:
        """The card's date: for machines, in a block of its own, in the headline's block."""
        moment = _timed(self.times, card, self.dates) if self.times else None
        if moment is None and others:
            moment = self.dates.printed(others)
        for text in headline.dates if moment is None else ():
            moment = moment or self.dates.moment(text)
        return moment

    def _story(self, teaser: Teaser) -> int | None:
        """Position of an earlier teaser of the same story, by its address, or by its headline and what it shows."""
        url, headline = teaser.url, fold(teaser.title or "")
        story = self.seen.get(url) if url else None
        alike = self.headed.setdefault(headline, []) if headline else []
        if story is None:
            story = next((one.position for one in alike if _is_same_story(one, teaser)), None)
        if url:
            self.seen.setdefault(url, teaser.position if story is None else story)
        if story is None and len(alike) < _MAX_ALIKE:
            alike.append(teaser)
        return story


def _is_same_story(one: Teaser, other: Teaser) -> bool:
    """Whether two teasers with one headline are of one story: those of a series have one, too."""
    if one.url is None or other.url is None:
        return True
    if one.image_url is not None and one.image_url == other.image_url:
        return True
    return begin_alike(story_key(one.excerpt or ""), story_key(other.excerpt or ""))


def _whole(excerpt: str | None) -> str | None:
    """The excerpt without the marks that it goes on."""
    return excerpt.removesuffix(ellipsis_of(excerpt)).rstrip() if excerpt and excerpt.endswith(_MARKS) else excerpt


def _timed(times: dict[int, Marked], card: Card, dates: texts.CardDates) -> Moment | None:
    """What the card's ``<time datetime>`` says."""
    for index in range(card.start, card.end):
        if index in times and (stamp := times[index].element.get("datetime")):
            return dates.moment(stamp)
    return None


def _pictures(page: Page, cards: list[Card]) -> list[Picture]:
    """The picture of each card, in their order."""
    beside = _pictures_beside(page, cards)
    elements = []
    for card in cards:
        element = card.links[0].element if card.node is None else card.node.element
        if id(card) in beside and next(element.iter(*SLOT_TAGS), None) is None:
            element = beside[id(card)]
        elements.append(CardElements(element, card.url))
    return read_card_pictures(elements, page.document.base_url)


def _pictures_beside(page: Page, cards: list[Card]) -> dict[int, etree._Element]:
    """By the card's id, a link without text right before or behind it that leads to the same story.

    It is the card's picture where a link to something else keeps the card from being as wide as it is.
    """
    found: dict[int, etree._Element] = {}
    textless = [number for number, link in enumerate(page.links) if not link.text] if cards else ()
    by_link = {id(link): card for card in cards for link in card.links} if textless else {}
    for number in textless:
        link = page.links[number]
        for near in page.links[max(number - 1, 0) : number + 2] if id(link) not in by_link else ():
            if near.href == link.href and id(near) in by_link:
                found.setdefault(id(by_link[id(near)]), link.element)
    return found
