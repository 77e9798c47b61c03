"""Teasers: what each card says, and where on the page it says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archiver.model import Moment, Region, Teaser
from archiver.parser import zones as z
from archiver.parser.blocks import Card, Marked, Page, Role, Segment
from archiver.parser.picture_address import is_placeholder_text
from archiver.parser.pictures import Picture, read_picture
from archiver.text import fold, has_letters, squeeze, word_count
from archiver.timestamps import parse_moment
from archiver.urls import resolve

#: a summary has at least so many words, a kicker at most
_MIN_EXCERPT_WORDS = 6
_MAX_KICKER_WORDS = 5
_MAX_DATE_CHARS = 60
_MAX_PLACEHOLDER_CHARS = 40
_ELLIPSIS = re.compile(r"\s*(?:\[?(?:…|\.\.\.+)\]?|\[&hellip;\])\s*$")
#: "read more" behind a cut summary, in the same block
_READ_MORE = re.compile(r"(…|\.\.\.)\W*[\w ]{1,20}\W*$")
#: what stands beside a card's headline without being its summary
_ASIDE = z.TAGS | z.SHARE | z.BYLINE | z.DATE | z.META | z.KICKER
_DIGIT = re.compile(r"\d")
_BULLETS = re.compile(r"^(?:[>•·–—→▶►-]|[»›](?=\s))+\s*")
_LABEL_END = " :：|-–—»›>"
_AROUND_DATE = _LABEL_END + "()[],·•/"


@dataclass(frozen=True, slots=True)
class PageSpan:
    """Where the article's own text begins and ends, in segments; ``None`` on a page without."""

    first: int | None
    last: int | None
    is_listing: bool = False


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
    found = [_Found(card.start, card) for card in cards]
    found += [_Found(item.index, None, item) for item in _bare_placeholders(page, cards)]
    found.sort(key=lambda one: one.start)
    reader = _Reader(page, span, reading)
    teasers: list[Teaser] = []
    before: Card | None = None
    for position, one in enumerate(found):
        if one.card is None:
            assert one.segment is not None
            teasers.append(_placeholder(one.segment, position, before, _region(one.segment, span)))
            continue
        before = one.card
        teasers.append(reader.teaser(one.card, position))
    return tuple(teasers)


def _bare_placeholders(page: Page, cards: list[Card]) -> list[Segment]:
    """Texts such as ``Image Not Found`` that no card holds."""
    held = {index for card in cards for index in range(card.start, card.end)}
    bare = []
    for item in page.segments:
        if (
            len(item.text) > _MAX_PLACEHOLDER_CHARS
            or item.link_chars
            or item.role is Role.CAPTION
            or item.index in held
        ):
            continue
        if is_placeholder_text(item.text):
            item.role = Role.TEASER
            bare.append(item)
    return bare


def _placeholder(item: Segment, position: int, before: Card | None, region: Region) -> Teaser:
    """A card of which nothing came but the text in place of its picture; it belongs to the block before it."""
    return Teaser(
        position=position,
        region=region,
        block=before.block if before else 1,
        block_heading=before.heading.text if before and before.heading else None,
        image_status="placeholder",
        placeholder_text=item.text,
    )


class _Reader:
    """What cards are read with, and which stories have been met."""

    def __init__(self, page: Page, span: PageSpan, reading: Reading) -> None:
        self.page = page
        self.span = span
        self.reading = reading
        #: address, and folded headline → position of the first teaser that has it
        self.seen: dict[str, int] = {}
        self.times = {marked.segment: marked for marked in reversed(page.marked) if marked.name == "time"}

    def teaser(self, card: Card, position: int) -> Teaser:
        """What the card says."""
        page, reading = self.page, self.reading
        title, label = _title_and_label(page, card)
        others = [] if card.node is None else [i for i in page.segments[card.start : card.end] if i is not card.title]
        picture = _picture(page, card)
        excerpt_raw = _excerpt(others, title) if others else None
        url = resolve(page.document.base_url, card.links[0].href)
        published = (self.times and _timed(self.times, card, reading)) or _published(others, reading)
        return Teaser(
            position=position,
            region=_region(page.segments[card.start] if card.title is None else card.title, self.span),
            block=card.block,
            block_heading=card.heading.text if card.heading is not None else label,
            title=title,
            kicker=_kicker(others, card),
            url=url,
            excerpt=_ELLIPSIS.sub("", excerpt_raw) if excerpt_raw else None,
            excerpt_raw=excerpt_raw,
            byline=next((item.text for item in others if item.zones & z.BYLINE and word_count(item.text) > 1), None),
            published=published or _published_beside(card, title, reading),
            image_url=picture.url,
            image_alt=picture.alt,
            image_status=picture.status,
            placeholder_text=picture.placeholder_text or _placeholder_text(others),
            same_story_as=self._story(url, title, position),
        )

    def _story(self, url: str | None, title: str, position: int) -> int | None:
        """Position of an earlier teaser of the same story, by its address, or else by its headline."""
        keys = [key for key in (url, fold(title)) if key]
        story = next((self.seen[key] for key in keys if key in self.seen), None)
        for key in keys:
            self.seen.setdefault(key, position if story is None else story)
        return story


def _title_and_label(page: Page, card: Card) -> tuple[str, str | None]:
    """The headline, and the label or kicker before it in the same block ("Read also: …")."""
    segment = card.title
    if segment is None:
        return _stripped(squeeze(card.links[0].text)), None
    for text in _narrower(page, card, segment):
        if len(segment.text) > len(text) > len(segment.text) / 3 and text in segment.text and word_count(text) > 1:
            before = segment.text.partition(text)[0].strip(_LABEL_END)
            return _stripped(text), before or None
    return _stripped(segment.text), None


def _narrower(page: Page, card: Card, segment: Segment) -> Iterator[str]:
    """Parts of the headline's block that may be the headline itself: by name first, then the link's text."""
    named = [
        (z.named_zones(names), element)
        for element in segment.element.iterdescendants("span", "b", "strong", "em", "small", "a")
        if (names := element.get("class"))
    ]
    for zones, element in named:
        if zones & z.TITLE and not zones & z.KICKER:
            yield squeeze("".join(map(str, element.itertext())))
    kickers = [
        squeeze("".join(map(str, element.itertext()))) for zones, element in named if zones & (z.KICKER | z.DATE)
    ]
    own = set(map(id, card.links))
    for link in page.links[segment.first_link : segment.last_link]:
        if id(link) in own:
            yield _without(squeeze(link.text), kickers)
    yield _without(segment.text, kickers)


def _without(text: str, kickers: list[str]) -> str:
    for kicker in kickers:
        if kicker and text.startswith(kicker):
            text = text.removeprefix(kicker).strip(_LABEL_END)
        elif kicker and text.endswith(kicker):
            text = text.removesuffix(kicker).strip(_LABEL_END)
    return text


def _stripped(text: str) -> str:
    """Without bullets and arrows before it, and without saying it twice."""
    text = _BULLETS.sub("", text)
    half = len(text) // 2
    return text[:half].strip() if text[:half].strip() == text[half:].strip() else text


def _excerpt(others: list[Segment], title: str) -> str | None:
    candidates = [
        item.text for item in others if not item.zones & _ASIDE and word_count(item.text) >= _MIN_EXCERPT_WORDS
    ]
    same = fold(title) if candidates else ""
    return _READ_MORE.sub(r"\1", max((text for text in candidates if fold(text) != same), key=len, default="")) or None


def _kicker(others: list[Segment], card: Card) -> str | None:
    limit = card.title.index if card.title is not None else card.start
    for item in others:
        if item is card.heading or word_count(item.text) > _MAX_KICKER_WORDS or not has_letters(item.text):
            continue
        if item.zones & z.KICKER or (item.index < limit and not item.zones & (z.BYLINE | z.DATE | z.META)):
            return None if is_placeholder_text(item.text) else item.text
    return None


def _published(others: list[Segment], reading: Reading) -> Moment | None:
    for item in others:
        if len(item.text) <= _MAX_DATE_CHARS and (item.zones & z.DATE or _DIGIT.search(item.text)):
            moment = parse_moment(item.text, language=reading.language, reference=reading.reference)
            if moment is not None:
                return moment
    return None


def _published_beside(card: Card, title: str, reading: Reading) -> Moment | None:
    """The date that stands in the headline's own block, before it or after it."""
    rest = card.title.text.replace(title, " ", 1).strip(_AROUND_DATE) if card.title is not None else ""
    if not _DIGIT.search(rest) or len(rest) > _MAX_DATE_CHARS:
        return None
    return parse_moment(rest, language=reading.language, reference=reading.reference)


def _timed(times: dict[int, Marked], card: Card, reading: Reading) -> Moment | None:
    """What the card's ``<time datetime>`` says."""
    for index in range(card.start, card.end):
        if index in times and (stamp := times[index].element.get("datetime")):
            return parse_moment(stamp, language=reading.language, reference=reading.reference)
    return None


def _picture(page: Page, card: Card) -> Picture:
    return read_picture(card.links[0].element if card.node is None else card.node.element, page.document.base_url)


def _placeholder_text(others: list[Segment]) -> str | None:
    return next((item.text for item in others if is_placeholder_text(item.text)), None)


def _region(item: Segment, span: PageSpan) -> Region:
    if span.is_listing and not item.zones & (z.ASIDE | z.NAV | z.FOOTER):
        return "listing"
    if span.first is not None and span.last is not None and span.first < item.index < span.last:
        return "inline"
    if item.zones & z.ASIDE:
        return "aside"
    if item.zones & z.NAV:
        return "nav"
    if span.first is not None and item.index < span.first:
        return "before"
    return "after"
