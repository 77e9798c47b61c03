"""Cards: the pieces of a page that promote other articles, told by structure first.

A card is the widest element whose content links all lead to one address. Cards that stand side by side make a
block. A lone card counts only when something says what it is: a heading, a label, a zone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from archiver.parser import zones as z
from archiver.parser.blocks import Link, Node, Page, Role, Segment
from archiver.text import has_letters, squeeze, text_length, word_count
from archiver.urls import normalise_url, registered_domain, resolve

#: several addresses
MANY = ""
#: a card has no more text than this
_MAX_CHARS = 900
#: a headline has at least as many words, or letters
_MIN_WORDS = 3
_MIN_LETTERS = 15
_MAX_TITLE_CHARS = 300
#: a card has one paragraph of at least this length, at most
_PROSE_CHARS = 100
_MAX_PROSE_LINKS = 0.4
#: links in these never promote an article
_NEVER = z.CONSENT | z.COMMENTS | z.BIOGRAPHY
#: links in these do only when their text reads like a headline: themes call many a list of articles so
_RARELY = z.TAGS | z.SHARE | z.ADVERT
_HEADLINE_WORDS = 5
#: the articles before and after this one
_NEIGHBOURS = 2
_MENUS = z.NAV | z.FOOTER | z.HEADER | z.FORM
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d{4,}")
#: where a page is thought to be that came without its address: its cards stand where they stand
_NOWHERE = "https://unknown.invalid/page"
#: first path segments of pages that list, and of people
_LISTS = frozenset(
    (
        *("tag", "tags", "topic", "topics", "category", "categories", "author", "authors", "autor", "auteur", "user"),
        *("search", "login", "account", "newsletter", "newsletters", "about", "contact", "privacy", "terms", "profile"),
        *("wp-admin", "wp-login.php", "admin", "administrator", "edit", "feed", "rss", "cart", "basket", "checkout"),
        *("thema", "themen", "rubrik", "people", "team", "staff", "profil", "by", "help", "jobs", "subscribe"),
    )
)
#: path segments of what is offered rather than told
_OFFERS = frozenset(
    (
        *("job", "jobs", "stellenmarkt", "stellenangebote", "emploi", "emplois", "vacatures"),
        *("veranstaltung", "veranstaltungen", "gutschein", "gutscheine", "coupon", "coupons", "voucher", "vouchers"),
    )
)
_MIN_SLUG_WORDS = 4
#: a label before a link in one block ("Read also: …") is no longer than this
_MAX_LABEL_CHARS = 40
_MAX_HEADING_CHARS = 60
#: a block's heading stands so many blocks and elements away from its first card, at most
_HEADING_REACH = 4
_HEADING_LEVELS = 4
_LABEL_LEVELS = 2
#: share of a block's characters that its link must have to be more than a link in a sentence
_MIN_LINK_SHARE = 0.6
#: ... and that several links in one block must have together
_MIN_BARE_SHARE = 0.75


@dataclass(slots=True, eq=False)
class Card:
    """One card as found: where it is, what it leads to, which of its segments is the headline."""

    url: str
    #: the widest element, or ``None`` when the card is a bare anchor among others
    node: Node | None
    links: list[Link]
    #: headline; ``None`` when it is ``links[0].text``
    title: Segment | None
    #: segments[start:end] are the card's
    start: int
    end: int
    #: what it stands in beside other cards
    group: Node
    heading: Segment | None = None
    block: int = 0

    @property
    def title_text(self) -> str:
        """The headline as the card shows it."""
        return self.title.text if self.title is not None else squeeze(self.links[0].text)


@dataclass(slots=True)
class _Linked:
    """A content link with its address."""

    link: Link
    url: str
    #: its place in the page's links
    number: int


def find_cards(page: Page, headline: Segment | None) -> list[Card]:
    """The page's cards in reading order, in blocks; their segments get the role ``TEASER``."""
    linked = _content_links(page)
    for one in linked:
        _mark_target(one)
    cards = _gather(page, linked, headline)
    kept = _blocks(page, cards, headline)
    for number, card in enumerate(kept):
        card.block = 1 if not number else kept[number - 1].block + _is_new_block(kept[number - 1], card)
        for item in page.segments[card.start : card.end]:
            if item.role is Role.UNKNOWN:
                item.role = Role.TEASER
        if card.heading is not None and card.heading.role is Role.UNKNOWN:
            card.heading.role = Role.TEASER
    return kept


def _content_links(page: Page) -> list[_Linked]:
    document = page.document
    own = normalise_url(document.url) if document.url else None
    domain = registered_domain(document.url) if document.url else None
    addresses: dict[str, str | None] = {}
    found = []
    for number, link in enumerate(page.links):
        zones, href = link.node.zones, link.href
        if zones & _NEVER:
            continue
        length = _few_words(link.text)
        if (zones & _RARELY and length < _HEADLINE_WORDS) or (length <= _MIN_WORDS and not _is_article_address(href)):
            continue
        if href not in addresses:
            addresses[href] = _content_address(href, document.base_url, own, domain)
        url = addresses[href]
        if url is not None:
            found.append(_Linked(link, url, number))
    return found


def _few_words(text: str) -> int:
    """Number of words, counted closely only where it is small: in scripts without spaces one piece may be many."""
    pieces = len(text.split())
    return pieces if pieces > _HEADLINE_WORDS or text.isascii() else word_count(text)


def _content_address(href: str, base_url: str | None, own: str | None, domain: str | None) -> str | None:
    """The normalised address of what may be another page of the site, and not of its comments; else ``None``."""
    if href.startswith(("#", "javascript:", "mailto:", "tel:")) or "#comment" in href:
        return None
    url = resolve(base_url or _NOWHERE, href)
    if url is None or _is_same_page(url, own) or not _is_same_site(url, own, domain):
        return None
    first, *others = _path(url).lower().strip("/").split("/")
    if first in _LISTS or not _OFFERS.isdisjoint((first, *others[:-1])):
        return None
    return url if first or "?" in url else None


def _is_same_site(url: str, own: str | None, domain: str | None) -> bool:
    """Whether an address is the site's; the host is compared first, for the list of suffixes takes longer."""
    if own is None or domain is None:
        return True
    return url.split("/", 3)[2] == own.split("/", 3)[2] or registered_domain(url) == domain


def _path(url: str) -> str:
    """The path of a normalised address."""
    return "/" + url.partition("://")[2].partition("?")[0].partition("/")[2]


def _is_same_page(url: str, own: str | None) -> bool:
    """Whether the address is the page's own, with or without a query added to it (``?share=…``)."""
    return own is not None and (url == own or ("?" not in own and url.partition("?")[0].rstrip("/") == own.rstrip("/")))


def _is_article_address(url: str) -> bool:
    """Whether an address, absolute or not, looks like an article's: a long slug, or a number."""
    path = url.partition("#")[0]
    last = path.partition("?")[0].rstrip("/").rpartition("/")[2]
    return last.count("-") + last.count("_") >= _MIN_SLUG_WORDS - 1 or _DIGITS.search(path) is not None


def _mark_target(item: _Linked) -> None:
    """Tell every element around a link which address its links lead to."""
    node: Node | None = item.link.place
    while node is not None and node.target != MANY:
        if node.target == item.url:
            break
        node.target = item.url if node.target is None else MANY
        node = node.parent


def _gather(page: Page, linked: list[_Linked], headline: Segment | None) -> list[Card]:
    """Links put together by the card that they stand in."""
    by_node: dict[int, Card] = {}
    cards: list[Card] = []
    for item in linked:
        node = _widest(item, headline)
        if node is None:
            card = _bare_card(page, item)
        elif id(node) in by_node:
            by_node[id(node)].links.append(item.link)
            continue
        else:
            card = Card(item.url, node, [item.link], None, node.start, node.end, node.parent or node)
            by_node[id(node)] = card
        if card is not None:
            cards.append(card)
    return [card for card in cards if _has_title(page, card)]


def _widest(item: _Linked, headline: Segment | None) -> Node | None:
    """The widest element that leads to the link's address alone, or ``None`` when its own block leads to several."""
    node = item.link.place
    if node.target != item.url:
        return None
    while (parent := node.parent) is not None and parent.target == item.url and parent.chars <= _MAX_CHARS:
        if headline is not None and parent.start <= headline.index < parent.end:
            break
        node = parent
    return node


def _bare_card(page: Page, item: _Linked) -> Card | None:
    """A card that is nothing but an anchor in a block that leads to several addresses."""
    node = item.link.node
    at = bisect_right(page.segments, item.number, node.start, node.end, key=lambda segment: segment.last_link)
    segment = page.segments[at] if at < node.end else None
    if segment is None or segment.node is not node or segment.first_link > item.number:
        return None
    if segment.link_share < _MIN_BARE_SHARE:
        return None
    return Card(item.url, None, [item.link], None, segment.index, segment.index + 1, node)


def _has_title(page: Page, card: Card) -> bool:
    """Whether the card has a headline, which is then set."""
    if card.node is None:
        return _is_title(squeeze(card.links[0].text))
    if card.node.chars > _MAX_CHARS:
        return False
    inside = page.segments[card.start : card.end]
    if sum(1 for item in inside if len(item.text) >= _PROSE_CHARS and item.link_share < _MAX_PROSE_LINKS) > 1:
        return False
    card.title = _title_of(inside, card)
    return card.title is not None


def _title_of(inside: list[Segment], card: Card) -> Segment | None:
    candidates = [item for item in inside if item.role is not Role.NAVIGATION and _is_title(item.text)]
    headed = [item for item in candidates if _is_heading(item) and item.link_chars]
    if headed:
        return max(headed, key=lambda item: len(item.text))
    linked = [item for item in candidates if item.link_chars and _is_mostly_link(item)]
    named = [item for item in linked if item.zones & z.TITLE]
    if named or linked:
        return max(named or linked, key=lambda item: item.strong_chars + min(item.link_chars, 120))
    headings = [item for item in candidates if _is_heading(item) or item.node.own & z.TITLE]
    return headings[0] if headings and len(card.links) > 0 else None


def _is_heading(item: Segment) -> bool:
    return bool(item.zones & z.HEADING)


def _is_mostly_link(item: Segment) -> bool:
    """All link, or a label and a link; not a link in a sentence."""
    rest = len(item.text) - item.link_chars
    return item.link_share >= _MIN_LINK_SHARE or (rest <= _MAX_LABEL_CHARS and item.link_share > 1 / 2)


def _is_title(text: str) -> bool:
    if len(text) > _MAX_TITLE_CHARS:
        return False
    words = _LETTERS.findall(text)
    return len(words) >= _MIN_WORDS or text_length("".join(words)) >= _MIN_LETTERS


def _blocks(page: Page, cards: list[Card], headline: Segment | None) -> list[Card]:
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
    if card.title is None or first.index >= card.title.index or first.link_chars or not _is_heading(first):
        return None
    return first if len(first.text) <= _MAX_HEADING_CHARS and not first.zones & z.KICKER else None


def _heading_in(before: list[Segment], *, takes_label: bool) -> Segment | None:
    for distance, item in enumerate(reversed(before)):
        if len(item.text) > _MAX_HEADING_CHARS or item.role is not Role.UNKNOWN:
            return None
        if _is_heading(item) or item.zones & z.TITLE:
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
    return any(card.title is not None and (_is_heading(card.title) or _has_picture(page, card)) for card in group)


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
    if not _is_article_address(card.url):
        return False
    if zones & (z.RELATED | z.ASIDE) or card.heading is not None:
        return True
    title = card.title
    if title is None:
        return False
    return _has_picture(page, card) or (title.link_share > 1 - 0.4 and word_count(title.text) > _MIN_WORDS)


def _is_new_block(before: Card, card: Card) -> bool:
    return before.heading is not card.heading or (
        before.group is not card.group and before.group.parent is not card.group.parent
    )
