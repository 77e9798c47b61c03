"""Blocks of cards: which cards stand together, what heads them, and which are no cards where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from archiver.parser import zones as z
from archiver.parser.blocks import Card, Link, Node, Page, Role, Segment
from archiver.parser.card_flow import TextFlow, has_picture
from archiver.parser.card_links import Links, is_article_address
from archiver.parser.card_titles import is_heading, is_title, link_names
from archiver.parser.line_words import Sign, is_read_also, label_of
from archiver.parser.picture_address import LONGEST_PLACEHOLDER_TEXT, is_placeholder_text
from archiver.text import has_letters, has_more_words, squeeze

#: a headline has at least as many words, or letters
_MIN_WORDS = 3
#: the articles before and after this one
_NEIGHBOURS = 2
_MENUS = z.NAV | z.FOOTER | z.HEADER | z.FORM
#: a card may have a header of its own
_OUTER = ~z.HEADER
#: a label before a link in one block ("Read also: …") is no longer than this
_MAX_LABEL_CHARS = 40
_MAX_HEADING_CHARS = 60
#: a block's heading stands so many blocks and elements away from its first card, at most
_HEADING_REACH = 4
_HEADING_LEVELS = 4
_LABEL_LEVELS = 2
#: an item of a list is so many elements around a card that does not fill it, at most
_ITEM_LEVELS = 3
#: cards that are headings or terms in turn with their summaries, so many at least, and no summary longer
_HEADS = frozenset(("h2", "h3", "h4", "h5", "h6", "dt"))
_MIN_IN_TURN = 3
_MAX_SUMMARY = 250
_ITEMS = frozenset(("li", "dt", "dd", "td", "tr"))
#: so many cards of a list vouch for its other items
_MIN_VOUCHING = 2
#: topics have no more words
_TOPIC_WORDS = 5
#: a lone card is more of a block than this
_MIN_LINK_SHARE = 0.6
#: a lone link among so many that lead to no article is an item of a menu
_MENU_LINKS = 3
#: ... and has so much of its text in links
_MENU_SHARE = 0.7


def in_blocks(page: Page, cards: list[Card], links: Links, headline: Segment | None, prose: list[int]) -> list[Card]:
    """The cards that stand in a block of their like, or alone with a word of explanation, and not in the text.

    ``prose`` is how many paragraphs come before each segment.
    """
    groups: dict[int, list[Card]] = {}
    for card in cards:
        groups.setdefault(id(card.group), []).append(card)
    for group in groups.values():
        headed = [card for card in group if card.title is not None and is_heading(card.title)]
        if len(headed) == 1:
            _take_texts_beside(page, headed[0], groups)
    weak = _by_list(links.weak)
    pooled = _pool(list(groups.values()))
    headline_at = headline.index if headline is not None else 0
    text = TextFlow(page, prose, headline_at)
    kept: list[Card] = []
    for group in filter(None, map(_without_guesses, pooled)):
        _set_heading(page, group, headline)
        if _is_menu(page, group, weak, links) or not _is_block(page, group, headline_at):
            continue
        if text.holds(group):
            page.told.update(item.index for item in text.told(group))
            continue
        if len(group) == 1 and group[0].heading is None:
            group[0].heading = _inner_heading(page, group[0])
        _take_summaries(page, group)
        kept += group
        kept += _vouched(group, weak, links)
    return sorted(kept, key=lambda card: (card.start, card.end))


def _take_texts_beside(page: Page, card: Card, groups: dict[int, list[Card]]) -> None:
    """Give a card the texts around it in its item of a list, where links to other stories below it keep it narrow.

    That it is an item, others tell that are cards as a whole, and are made like it.
    """
    item = _item_around(card.node, groups) if card.node is not None else None
    if item is None:
        return
    while card.start > item.start and _is_free(page.segments[card.start - 1]):
        card.start -= 1
    while card.end < item.end and _is_free(page.segments[card.end]):
        card.end += 1


def _item_around(inner: Node, groups: dict[int, list[Card]]) -> Node | None:
    node = inner.parent
    for _ in range(_ITEM_LEVELS):
        if node is None or node.parent is None:
            return None
        shape = (node.tag, node.element.get("class"))
        if shape[1] and any(_shape(other) == shape for other in groups.get(id(node.parent), ())):
            return node
        node = node.parent
    return None


def _is_free(item: Segment) -> bool:
    return item.role is Role.UNKNOWN and not item.link_chars and not is_heading(item)


def _take_summaries(page: Page, group: list[Card]) -> None:
    """Give each card the short line below it, where all are headings or terms that stand in turn with such lines."""
    if len(group) < _MIN_IN_TURN or not all(card.node is not None and card.node.tag in _HEADS for card in group):
        return
    ends = [*(card.start for card in group[1:]), min(group[-1].end + 1, group[0].group.end)]
    below = [page.segments[card.end : end] for card, end in zip(group, ends, strict=True)]
    if all(len(items) == 1 and _may_be_summary(items[0]) for items in below) and len({i[0].tag for i in below}) == 1:
        for card in group:
            card.end += 1


def _may_be_summary(item: Segment) -> bool:
    return item.role is Role.UNKNOWN and not item.link_chars and len(item.text) <= _MAX_SUMMARY and not is_heading(item)


def _by_list(weak: list[Link]) -> dict[int, list[tuple[Link, Node]]]:
    """Links that say too little, with the elements that they fill, by the lists that those stand in."""
    lists: dict[int, list[tuple[Link, Node]]] = {}
    for link in weak:
        node = link.place
        while (parent := node.parent) is not None and parent.tag in _ITEMS and parent.chars == node.chars:
            node = parent
        if parent is not None and node.tag in _ITEMS and node.end - node.start == 1:
            lists.setdefault(id(parent), []).append((link, node))
    return lists


def _is_menu(page: Page, group: list[Card], weak: dict[int, list[tuple[Link, Node]]], links: Links) -> bool:
    """Whether a list of links is one of topics, or of what the house says of itself."""
    node = group[0].group
    if node.zones & z.RELATED:
        return False
    is_house = id(node) in links.house or any(card.node and id(card.node) in links.house for card in group)
    if not is_house and len(weak.get(id(node), ())) <= len(group):  # nearly always
        return False
    return not _is_rich(page, group) and (is_house or not _have_more_words(group, _TOPIC_WORDS))


def _vouched(group: list[Card], weak: dict[int, list[tuple[Link, Node]]], links: Links) -> list[Card]:
    """Items of a list of cards whose headlines are too short to be told by themselves."""
    node = group[0].group
    others = weak.get(id(node), ())
    is_named = node.zones & z.RELATED and group[0].heading is not None
    if len(group) < _MIN_VOUCHING or (len(group) <= len(others) and not is_named):
        return []
    depths = {_depth(card.url) for card in group}
    return [
        Card(url, place, [link], None, place.start, place.end, node, group[0].heading)
        for link, place in others
        if (url := links.address_of(link.href)) is not None and _depth(url) in depths and has_letters(link.text)
    ]


def _depth(url: str) -> int:
    return url.rstrip("/").count("/")


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
    own = headline.text if headline is not None else ""  # the page itself, first in its own list
    node: Node | None = first.group
    for level in range(_HEADING_LEVELS):
        if node is None:
            return
        near = page.segments[max(node.start, first.start - _HEADING_REACH) : first.start]
        told = (item for item in reversed(near) if item.text != own and _may_tell(item.text))
        found = _heading_in(told, takes_label=len(group) > 1 and level < _LABEL_LEVELS)
        if found is not None:
            for card in group:
                card.heading = found
            return
        node = node.parent


def _may_tell(text: str) -> bool:
    """Whether a line may head something: it has letters, and stands in place of no picture."""
    return has_letters(text) and not (len(text) <= LONGEST_PLACEHOLDER_TEXT and is_placeholder_text(text))


def _inner_heading(page: Page, card: Card) -> Segment | None:
    """The heading of a box that holds a single card, and so became part of it."""
    first = page.segments[card.start]
    if card.title is None or first.index >= card.title.index or first.link_chars or not is_heading(first):
        return None
    return first if len(first.text) <= _MAX_HEADING_CHARS and not first.zones & z.KICKER else None


def _heading_in(before: Iterable[Segment], *, takes_label: bool) -> Segment | None:
    """The first of the blocks that is a heading, where nothing long stands between."""
    for distance, item in enumerate(before):
        if len(item.text) > _MAX_HEADING_CHARS or item.role is not Role.UNKNOWN:
            return None
        if is_heading(item) or item.zones & z.TITLE:
            return item
        if not distance and takes_label and _is_label(item):
            return item
    return None


def _have_more_words(group: list[Card], than: int) -> bool:
    """Whether half of the cards or more have headlines of more words than so many."""
    return 2 * sum(has_more_words(card.title_text, than) for card in group) >= len(group)


def _is_label(item: Segment) -> bool:
    """Whether a short line may head a block without being a heading: no date, author or count."""
    if len(item.text) > _MAX_LABEL_CHARS or item.link_chars or item.zones & (z.BYLINE | z.DATE | z.META | z.SHARE):
        return False
    return not any(map(str.isdigit, item.text))


def _is_block(page: Page, group: list[Card], headline_at: int) -> bool:
    first = group[0]
    zones = (
        first.group.zones | (first.node.zones if first.node else 0) | (first.title.zones & _OUTER if first.title else 0)
    )
    if zones & (z.NAV | z.HEADER) and first.start < headline_at:
        return False
    if zones & _MENUS and not zones & z.RELATED:
        if _is_guessed(first):
            return False
        return _have_more_words(group, _MIN_WORDS) and (_are_neighbours(group, zones) or _is_rich(page, group))
    if len(group) > 1:
        return _have_more_words(group, _MIN_WORDS - 1)
    return _stands_alone(page, first, zones)


def _are_neighbours(group: list[Card], zones: int) -> bool:
    """Whether cards of a menu are the articles before and after this one, below its text."""
    if len(group) > _NEIGHBOURS or not zones & z.NAV or zones & z.HEADER:
        return False
    return not zones & z.FOOTER or _is_in_articles_footer(group[0].group)


def _is_in_articles_footer(node: Node | None) -> bool:
    """Whether the footer that an element stands in ends an article and not the page."""
    while node is not None and not node.own & z.FOOTER:
        node = node.parent
    return node is not None and node.parent is not None and bool(node.parent.zones & z.ARTICLE)


def _is_guessed(card: Card) -> bool:
    """Whether only its place says that a card's headline is one: it is not linked, no heading, and no link's name."""
    title = card.title
    if title is None or title.link_chars or is_heading(title) or card.name:
        return False
    return title.text not in link_names(card)


def _without_guesses(group: list[Card]) -> list[Card]:
    """The cards without those whose headlines are guesses, unless others of their shape stand beside them."""
    if not any(map(_is_guessed, group)):
        return group
    shapes = Counter(map(_shape, group))
    return [card for card in group if not _is_guessed(card) or shapes[_shape(card)] > 1]


def _shape(card: Card) -> tuple[str, str | None] | None:
    return None if card.node is None else (card.node.tag, card.node.element.get("class"))


def _is_rich(page: Page, group: list[Card]) -> bool:
    """Whether there is more to the cards than their links: pictures, headings, excerpts."""
    return any(card.title is not None and (is_heading(card.title) or has_picture(page, card)) for card in group)


def _stands_alone(page: Page, card: Card, zones: int) -> bool:
    """Whether a lone card is one: it is in a related box, or is a block that is nothing but label and link."""
    title = card.title
    if zones & z.BYLINE or _is_guessed(card) or not (is_title(card.title_text) or card.links[0].block):
        return False
    if not is_article_address(card.url):
        return _is_explained(page, card, zones)
    if zones & (z.RELATED | z.ASIDE) or card.heading is not None:
        return True
    if title is None:
        return False
    if has_picture(page, card):
        return True
    return (
        title.link_share > _MIN_LINK_SHARE
        and has_more_words(title.text, _MIN_WORDS)
        and not _is_among_links(page, card)
    )


def _is_among_links(page: Page, card: Card) -> bool:
    """Whether a card stands in a box of links that lead to no article: a menu."""
    group = card.group
    if group.link_chars < _MENU_SHARE * group.chars:
        return False
    inside = page.inside(group)
    return inside[-1].last_link - inside[0].first_link - len(card.links) >= _MENU_LINKS


def _label_before(card: Card) -> Sign | None:
    """What the words of a lone card's block say that are no link: "[Related]"."""
    assert card.title is not None
    rest = card.title.text
    for link in card.links:
        rest = rest.replace(squeeze(link.text), " ")
    return label_of(rest.strip(" 【】[]()")) if rest.strip() else None


def _is_explained(page: Page, card: Card, zones: int) -> bool:
    """Whether a lone card is one although its address says nothing: "Read also: …", or a picture in a headed box."""
    title = card.title
    if title is None or not has_more_words(title.text, _MIN_WORDS):
        return False
    if is_read_also(title.text) or _label_before(card) is Sign.RELATED:
        return True
    is_headed = card.heading is not None or bool(zones & z.RELATED) or _inner_heading(page, card) is not None
    return is_headed and is_heading(title) and bool(title.link_chars) and has_picture(page, card)
