"""Headlines of cards: what reads like one, and which of a card's blocks it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator
from functools import lru_cache

from archiver.parser import zones as z
from archiver.parser.blocks import Card, Node, Page, Role, Segment
from archiver.parser.card_lines import MAX_KICKER_WORDS
from archiver.parser.card_links import is_article_address
from archiver.text import has_more_words, squeeze, text_length
from archiver.timestamps import is_bare

#: a headline has at least as many words, or letters
_MIN_WORDS = 3
_MIN_LETTERS = 15
_MAX_TITLE_CHARS = 300
_LETTERS = re.compile(r"[^\W\d_]+")
#: begins with _MIN_WORDS words or more, of letters: nearly all headlines, and no more of them is read
_SOME_WORDS = re.compile(r"[\W\d_]*[^\W\d_]+[\W\d_]+[^\W\d_]+[\W\d_]+[^\W\d_]")
#: share of a block's characters that its link must have to be more than a link in a sentence
_MIN_LINK_SHARE = 0.6
#: a label before a link in one block ("Read also: …") is no longer than this
_MAX_LABEL_CHARS = 40
#: a linked sentence of this length is a summary, when anything else may be the headline
_SUMMARY_CHARS = 80
#: a headline that neither is linked nor called one is no longer
_MAX_UNLINKED_CHARS = 120
#: the name of a section is no longer
_MAX_SECTION_WORDS = 5
#: a card has no more text than this
MAX_CHARS = 900
#: ... and one paragraph of at least this length, at most
_PROSE_CHARS = 100
#: ... and so many signs in scripts without spaces
_PROSE_SIGNS = 30
_MAX_PROSE_LINKS = 0.4


def with_titles(page: Page, cards: list[Card], prose: list[int]) -> list[Card]:
    """The cards that have a headline, which is then set; ``prose`` is how many paragraphs come before each segment."""
    labels = _labels(page, cards)
    titled = [
        card for card in cards if card.title or (not _is_too_much(card, prose) and _has_title(page, card, labels))
    ]
    sections = _sections(titled)
    return [card for card in titled if card.url not in sections] if sections else titled


def _sections(cards: list[Card]) -> set[str]:
    """Addresses that several cards name beside the headline of another: a section's, a series'."""
    by_address: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        by_address[card.url].append(card)
    if len(by_address) == len(cards):
        return set()
    groups: dict[int, list[Card]] = defaultdict(list)
    for card in cards:
        groups[id(card.group)].append(card)
    return {
        url
        for url, found in by_address.items()
        if len(found) > 1 and all(_is_beside_headline(card, groups[id(card.group)]) for card in found)
    }


def _is_beside_headline(card: Card, group: list[Card]) -> bool:
    """Whether a card is a few words, none of them a heading, in one element with a heading that leads elsewhere."""
    if (card.title is not None and is_heading(card.title)) or has_more_words(card.title_text, _MAX_SECTION_WORDS):
        return False
    return any(other.url != card.url and other.title is not None and is_heading(other.title) for other in group)


def _labels(page: Page, cards: list[Card]) -> set[str]:
    """Texts that cards with several addresses have in common: "Read the whole story", a section, a type of text.

    A text at two addresses that stand apart is no label, but the headline of a story that is told in two sections.
    """
    first: dict[str, Card] = {}
    second: dict[str, str] = {}
    labels = set()
    for card in cards:
        for item in page.segments[card.start : card.end]:
            text = item.text
            other = first.setdefault(text, card)
            if other.url != card.url and (other.group is card.group or second.setdefault(text, card.url) != card.url):
                labels.add(text)
    return labels


def _is_too_much(card: Card, prose: list[int]) -> bool:
    """Whether an element holds more text than cards do."""
    chars = card.node.chars if card.node is not None else 0
    return chars > MAX_CHARS or (chars > _PROSE_CHARS and prose[card.end] - prose[card.start] > 1)


def _has_title(page: Page, card: Card, labels: Container[str]) -> bool:
    """Whether the card has a headline, which is then set."""
    if card.node is None:
        return is_title(squeeze(card.links[0].text))
    card.title = title_of(page, card, labels)
    if card.title is None:
        _take_name(page, card)
    return card.title is not None or bool(card.name)


def is_prose(item: Segment) -> bool:
    """Whether a block is a paragraph; a card has one at most."""
    chars = len(item.text)
    if chars < _PROSE_SIGNS or item.link_chars >= _MAX_PROSE_LINKS * chars:
        return False
    return chars >= _PROSE_CHARS or item.length >= _PROSE_CHARS


def link_names(card: Card) -> Iterator[str]:
    """What the card's links without a text are called."""
    for link in card.links:
        if not link.text.strip() and (name := link.element.get("aria-label") or link.element.get("title")):
            yield squeeze(name)


def _take_name(page: Page, card: Card) -> None:
    """Take the name of a link without a text for its headline, and the block that shows it, if one does."""
    card.name = next(filter(is_title, link_names(card)), "")
    if card.name:
        inside = page.segments[card.start : card.end]
        card.title = next((item for item in inside if len(item.text) > _MIN_LETTERS and item.text in card.name), None)
        card.title = card.title or next((item for item in inside if _holds_name(item, card.name)), None)


def _holds_name(item: Segment, name: str) -> bool:
    """Whether a block shows a name in an element of its own, beside other things."""
    if name not in item.text:
        return False
    return any(squeeze("".join(map(str, element.itertext()))) == name for element in item.element.iterdescendants())


def title_of(page: Page, card: Card, labels: Container[str] = ()) -> Segment | None:
    """The headline among a card's blocks; texts that are ``labels`` of several cards only where there is no other.

    A card whose only candidates lead to other places, most of their links, is left out: a menu, a line of links.
    """
    if card.end - card.start == 1 and _is_all_link(only := page.segments[card.start]):
        return only
    around = card.node.zones if card.node is not None else 0
    candidates = [item for item in page.segments[card.start : card.end] if _may_be_title(card, item, around)]
    if not candidates:
        return None
    candidates = _without_labels(candidates, labels)
    links = set(map(id, card.links))
    own = [item for item in candidates if not item.link_chars or _leads_to(page, links, item)]
    title = _best(page, card, own, around)
    if title is None and len(own) < len(candidates):
        title = _best(page, card, candidates, around)
        card.is_left_out = title is not None
    return title


def _without_labels(candidates: list[Segment], labels: Container[str]) -> list[Segment]:
    """The blocks that are no labels; all where nothing but a summary would be left beside a linked heading.

    Stories of a series have one headline, "Letters to the editor": it is a label where there is another headline.
    """
    told = [item for item in candidates if item.text not in labels]
    if len(told) == len(candidates):  # nearly always
        return candidates
    if any(is_heading(item) or (item.link_chars and not _is_summary(item)) for item in told):
        return told
    return candidates if any(item.link_chars and is_heading(item) for item in candidates) else told or candidates


def _is_all_link(item: Segment) -> bool:
    """Whether a block is a headline and one link, and nothing else: most cards of lists."""
    is_one = item.last_link - item.first_link == 1 and item.link_chars >= len(item.text)
    return is_one and item.role is not Role.NAVIGATION and is_title(item.text)


def _best(page: Page, card: Card, candidates: list[Segment], around: int) -> Segment | None:
    """The likeliest headline of these.

    In this order: a linked heading, a heading beside a link that is a summary or says to read on, what is called a
    headline, the first block that is mostly link; a heading without a link; what is bold or first.
    """
    headed = [item for item in candidates if item.link_chars and is_heading(item)]
    if headed and (any(is_title(item.text) for item in headed) or not any(map(_is_long_link, candidates))):
        return max(_without_kickers(headed), key=lambda item: len(item.text))
    candidates = [item for item in candidates if is_title(item.text)]
    headings = [item for item in candidates if is_heading(item) or item.node.own & z.TITLE]
    linked = [item for item in candidates if item.link_chars and _is_mostly_link(item)]
    if headings and linked and all(map(_is_summary, linked)):
        return headings[0]
    if linked:
        return _first_linked(linked, around)
    leading = next((item for item in candidates if item.link_chars and _begins_with_link(page, item)), None)
    if leading is not None:
        return leading
    if _is_in_sentence(page, card):
        return None
    return headings[0] if headings else _beside_link(candidates, card)


def _is_long_link(item: Segment) -> bool:
    """Whether a block with a link has more words than a kicker."""
    return item.link_chars > 0 and has_more_words(item.text, MAX_KICKER_WORDS)


def _begins_with_link(page: Page, item: Segment) -> bool:
    """Whether a block begins with a link that is a line by itself, like a headline above its summary."""
    link = page.links[item.first_link]
    text = squeeze(link.text)
    if not is_title(text) or not item.text.startswith(text):
        return False
    element = link.element
    while element.getnext() is None and not (element.tail or "").strip() and element.getparent() is not item.element:
        parent = element.getparent()
        if parent is None:
            return False
        element = parent
    following = element.getnext()
    return following is not None and following.tag == "br" and not (element.tail or "").strip()


def _beside_link(candidates: list[Segment], card: Card) -> Segment | None:
    """The headline of a card whose links are pictures or say to read on: what one is called, is in bold, or is first.

    The line above it that says when, by a date's tag or in digits alone, is none.
    """
    if any(has_more_words(link.text, _MIN_WORDS) for link in card.links):
        return None
    around = card.node.zones if card.node is not None else 0
    names = set(link_names(card))
    named = next((item for item in candidates if item.text in names and not _says_when(item, around)), None)
    if named is not None:
        return named
    strong = [item for item in candidates if 2 * item.strong_chars > len(item.text) and not _says_when(item, around)]
    unlinked = (item for item in strong or candidates if not item.link_chars)
    first = next((item for item in unlinked if not _says_when(item, around)), None)
    return first if first is not None and len(first.text) <= _MAX_UNLINKED_CHARS else None


def _says_when(item: Segment, around: int) -> bool:
    """Whether a block is a date, by its tag or its name, or by its words."""
    return bool(item.zones & ~around & z.DATE) or (any(map(str.isdigit, item.text)) and is_bare(item.text))


def _is_in_sentence(page: Page, card: Card) -> bool:
    """Whether one of the card's links is a few words of a text, and not its end ("Read more")."""
    own = set(map(id, card.links))
    for item in page.segments[card.start : card.end]:
        if item.link_chars and item.link_share < _MIN_LINK_SHARE:
            links = [link for link in page.links[item.first_link : item.last_link] if id(link) in own]
            if any(link.text.strip() and not item.text.endswith(squeeze(link.text)) for link in links):
                return True
    return False


def _may_be_title(card: Card, item: Segment, around: int) -> bool:
    """Whether a block reads like a headline, or is a short one in a heading that leads to an article."""
    if item.role is Role.NAVIGATION or (item.zones & z.CAPTION and _is_caption(card, item, around)):
        return False
    return is_title(item.text) or (bool(item.link_chars) and is_heading(item) and is_article_address(card.url))


def _is_caption(card: Card, item: Segment, around: int) -> bool:
    """Whether a block without a link is named a caption by itself or by what holds it within the card.

    A card may be called one as a whole, or be a ``figure``, which says nothing of its blocks.
    """
    if item.link_chars:
        return False
    if not around & z.CAPTION:
        return True
    if is_heading(item):
        return False
    node: Node | None = item.node
    while node is not None and node is not card.node:
        if node.own & z.CAPTION:
            return True
        node = node.parent
    return False


def _leads_to(page: Page, links: set[int], item: Segment) -> bool:
    """Whether most of the text of a block's links is that of the card's own; of a menu's it is not."""
    own, others = 0, 0
    for link in page.links[item.first_link : item.last_link]:
        if id(link) in links:
            own += len(link.text)
        else:
            others += len(link.text)
    return own >= others


def _without_kickers(items: list[Segment]) -> list[Segment]:
    """The blocks that are not there for what follows them; all when all are."""
    return [item for item in items if not item.text.endswith((":", "："))] or items


def _is_summary(item: Segment) -> bool:
    """Whether a block is more likely a card's summary: a sentence, and longer than most headlines."""
    return len(item.text) >= _SUMMARY_CHARS and item.text.endswith((".", "…", "...", "]", "。", "!", "?"))


def _first_linked(linked: list[Segment], around: int) -> Segment:
    """What is called a headline, or is in bold; else the first that is neither kicker nor summary by name."""
    named = [item for item in linked if item.zones & ~around & z.TITLE]
    if named:
        return max(_without_kickers(named), key=lambda item: item.strong_chars + min(item.link_chars, _SUMMARY_CHARS))
    strong = [item for item in linked if 2 * item.strong_chars > len(item.text)]
    others = [item for item in strong or linked if not item.zones & ~around & (z.KICKER | z.LEAD | z.BYLINE | z.TAGS)]
    others = [item for item in _without_kickers(others or linked) if not _is_summary(item)] or others or linked
    first = others[0]
    if len(others) > 1 and not has_more_words(first.text, _MIN_WORDS) and has_more_words(others[1].text, _MIN_WORDS):
        return others[1]
    return first


def is_heading(item: Segment) -> bool:
    """Whether a block is a heading, or stands in one."""
    return bool(item.zones & z.HEADING)


def _is_mostly_link(item: Segment) -> bool:
    """All link, or a label and a link; not a link in a sentence."""
    rest = len(item.text) - item.link_chars
    return item.link_share >= _MIN_LINK_SHARE or (rest <= _MAX_LABEL_CHARS and item.link_share > 1 / 2)


@lru_cache(maxsize=4096)
def is_title(text: str) -> bool:
    """Whether a text is of a headline's length: some words, or letters in scripts without spaces."""
    if len(text) > _MAX_TITLE_CHARS:
        return False
    return _SOME_WORDS.match(text) is not None or text_length("".join(_LETTERS.findall(text))) >= _MIN_LETTERS
