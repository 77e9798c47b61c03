"""What links like cards in the flow of an article's text, and is part of it: sections, lists, tables, quotations.

Where in doubt between paragraphs, it is text: a teaser too few is a lesser loss than a part of the article.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from archiver.parser import zones as z
from archiver.parser.blocks import Card, Node, Page, Picture, Segment
from archiver.parser.card_titles import is_heading
from archiver.parser.line_words import is_read_also, sign_of
from archiver.text import has_more_words, squeeze

#: what is set apart from the text by name
_APART = z.RELATED | z.ASIDE | z.NAV | z.FOOTER | z.HEADER | z.PROMOTION
_HEADS = frozenset(("h2", "h3", "h4", "h5", "h6"))
#: what holds items, and stands as one thing among paragraphs
_LISTS = frozenset(("ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "figure"))
_TABLES = frozenset(("table", "thead", "tbody", "tfoot"))
#: an article has so many paragraphs around what is part of it
_MIN_PARAGRAPHS = 2
#: ... no further away than so many blocks
_REACH = 100
#: a row has as many cells with nothing to follow, where the table is no list of headlines with dates
_MIN_DATA = 2
#: a line of more words is no label, and one below a heading no date
_LABEL_WORDS = 4
#: a linked sentence of more words is no headline
_SENTENCE_WORDS = 10
_ENDS = (".", "…", "!", "?", "”", "»", "。", "！", "？", "؟", "।", ")")
_STOPS = (".", "。", "।")
_COLONS = (":", "：")
_COMMAS = (",", ";", "，", "、", "،")


@dataclass(frozen=True, slots=True)
class TextFlow:
    """The paragraphs of a page below its headline."""

    page: Page
    #: how many of them come before each segment
    prose: list[int]
    #: of its first segment
    start: int

    def holds(self, group: list[Card]) -> bool:
        """Whether what looks like a block of cards is part of the text that it stands in."""
        flow = _flow_of(group)
        first, last = group[0], group[-1]
        start = max(flow.start, self.start)
        if start >= first.start or self.prose[first.start] == self.prose[start] or _is_promoted(self.page, group):
            return False
        before = self._paragraphs(flow, max(start, first.start - _REACH), first.start)
        after = self._paragraphs(flow, last.end, min(flow.end, last.end + _REACH))
        if not before or before + after < _MIN_PARAGRAPHS:
            return False
        if first.group.tag in _LISTS:
            return self._is_list(group)
        return self._is_in_turn(group) or (self._says_more(group) if after else self._are_paragraphs(group))

    def told(self, group: list[Card]) -> list[Segment]:
        """Of a group that the text holds, the blocks that are text although most of them is links."""
        node = group[0].group
        if len(group) == 1:
            return []
        if node.tag in _LISTS:
            return self.page.inside(node) if node.tag == "dl" or self._is_led_to(node) else []
        own = self._own(group)
        return own if self._is_in_turn(group) or all(map(_is_linked_sentence, own)) else []

    def _paragraphs(self, flow: Node, start: int, end: int) -> int:
        """How many of the element's own paragraphs stand between, counted as far as matters."""
        found = 0
        if self.prose[end] > self.prose[start]:
            for index in range(start, end):
                found += self.prose[index + 1] > self.prose[index] and _is_child(self.page.segments[index].node, flow)
                if found == _MIN_PARAGRAPHS:
                    break
        return found

    def _is_list(self, group: list[Card]) -> bool:
        """Whether a list or table says more than its links do, or a sentence leads to it."""
        node = group[0].group
        if node.tag in _TABLES and _has_data(self.page, group):
            return True
        own = self._own(group) if node.tag != "dl" else self.page.inside(node)
        return _is_mostly_unlinked(own) or all(map(_goes_on, group)) or self._is_led_to(node)

    def _is_led_to(self, node: Node) -> bool:
        return node.start > 0 and _leads_to_list(self.page.segments[node.start - 1])

    def _is_in_turn(self, group: list[Card]) -> bool:
        """Whether several are all headings, each with a text below it; a single one often leads elsewhere."""
        if len(group) == 1 or not all(card.node is not None and card.node.tag in _HEADS for card in group):
            return False
        ends = [*(card.start for card in group[1:]), group[-1].group.end]
        return all(
            card.end < end and _is_sentence(self.page.segments[card.end]) for card, end in zip(group, ends, strict=True)
        )

    def _says_more(self, group: list[Card]) -> bool:
        """Whether most of what is said is no link, or each is a sentence."""
        if any(card.node is not None and card.node.tag == "article" for card in group):
            return False
        own = self._own(group)
        return _is_mostly_unlinked(own) or all(map(_is_linked_sentence, own))

    def _own(self, group: list[Card]) -> list[Segment]:
        """What the cards say."""
        return [item for card in group for item in self.page.segments[card.start : card.end]]

    def _are_paragraphs(self, group: list[Card]) -> bool:
        """Whether each is one paragraph of the text, whatever it begins with."""
        return all(
            card.node is not None
            and card.node.tag == "p"
            and card.end - card.start == 1
            and self.prose[card.end] > self.prose[card.start]
            for card in group
        )


def _flow_of(group: list[Card]) -> Node:
    """The element among whose paragraphs the cards stand, or the list that is all of them."""
    node = group[0].group
    if node is not group[-1].group and node.parent is not None:
        node = node.parent
    start, end = node.start, node.end
    while node.tag in _LISTS or (group[0].group.tag in _LISTS and (node.start, node.end) == (start, end)):
        if node.tag in _LISTS:
            start, end = node.start, node.end
        if node.parent is None:
            break
        node = node.parent
    return node


def _is_child(node: Node, flow: Node) -> bool:
    """Whether a paragraph stands in an element, or is all that there is in one of its parts."""
    while node is not flow and node.parent is not None and node.parent is not flow:
        if node.parent.end - node.parent.start > 1:
            return False
        node = node.parent
    return True


def _is_promoted(page: Page, group: list[Card]) -> bool:
    """Whether a block says that it leads elsewhere: by its name or its heading, or with pictures and headlines."""
    first = group[0]
    if (first.group.zones | (first.node.zones if first.node else 0)) & _APART:
        return True
    if first.heading is not None and sign_of(first.heading.text) is not None:
        return True
    return any(
        is_read_also(card.title_text) or (card.title is not None and card.title.link_chars and has_picture(page, card))
        for card in group
    )


def _has_data(page: Page, group: list[Card]) -> bool:
    """Whether a table has cells that head others, or each row several that lead nowhere."""
    table = group[0].group
    if any(page.segments[index].tag == "th" for index in range(table.start, group[0].start + 1)):
        return True
    return all(sum(not item.link_chars for item in page.segments[card.start : card.end]) >= _MIN_DATA for card in group)


def _leads_to_list(item: Segment) -> bool:
    """Whether a block is a sentence that ends in a colon."""
    if not item.text.endswith(_COLONS) or is_heading(item) or item.link_chars or 2 * item.strong_chars > len(item.text):
        return False
    return has_more_words(item.text, _LABEL_WORDS) and sign_of(item.text) is None


def _goes_on(card: Card) -> bool:
    """Whether a sentence goes on behind the card's link: "Anna Brandt, 60, mayor"."""
    title, text = card.title, squeeze(card.links[0].text)
    return title is not None and title.text.startswith(text) and title.text[len(text) :].startswith(_COMMAS)


def _is_mostly_unlinked(items: list[Segment]) -> bool:
    return 2 * sum(item.link_chars for item in items) < sum(len(item.text) for item in items)


def _is_linked_sentence(item: Segment) -> bool:
    """Whether a block that links is too much of a sentence to be a headline."""
    return item.text.endswith(_STOPS) and has_more_words(item.text, _SENTENCE_WORDS)


def _is_sentence(item: Segment) -> bool:
    """Whether a block below a heading is text: neither a heading nor a date, and not mostly link."""
    if is_heading(item) or 2 * item.link_chars > len(item.text):
        return False
    return item.text.endswith(_ENDS) and has_more_words(item.text, _LABEL_WORDS)


def has_picture(page: Page, card: Card) -> bool:
    """Whether a picture stands in a card."""
    if card.node is None:
        return False
    first = bisect_left(page.pictures, card.start, key=_before)
    last = bisect_right(page.pictures, card.end, key=_before)
    return any(_within(picture.node, card.node) for picture in page.pictures[first:last])


def _before(picture: Picture) -> int:
    return picture.before


def _within(node: Node | None, outer: Node) -> bool:
    while node is not None and node is not outer:
        node = node.parent
    return node is not None
