"""Cards that are left out: advertisements, the page itself in its own lists, and what has been counted.

They are cards all the same, so that their texts are not the article's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

from archiver.parser import zones as z
from archiver.parser.blocks import Card, Node, Page, Segment
from archiver.parser.card_links import is_article_address
from archiver.parser.card_texts import MAX_LABEL_CHARS, says_sponsored
from archiver.text import fold, has_more_words

#: names of what only small screens show
_FOR_SMALL_SCREENS = re.compile(
    r"(?:mobile|phone|movil|mobil|celular)-?only|(?:only|solo|just|show-for|visible)-?(?:mobile|phone|movil|mobil|small|xs)"
    r"|hid(?:e|den)-(?:for-)?desktop|(?:hide|hidden)-(?:md|lg|medium|large)|(?:d-)?(?:md|lg)[:-](?:none|hidden)",
    re.IGNORECASE,
)
#: what asks readers to take the house's application
_APP = re.compile(
    r"(?:download|get|install|téléchargez?|télécharger|installez|descarga|descargue|descárgate|instala|baixe|scarica|"
    r"installa|laden? sie|lade|hol dir|hole dir|pobierz|zainstaluj|ladda ner|hämta|last ned|hent|lataa|stáhněte|"
    r"stáhnout|stiahnite|töltse le|descarcă|preuzmite|indirin|скачайте|скачать|установите|завантажте|изтеглете) ?"
    r"(?:our|the|notre|l'|l’|nuestra|nosso|nossa|la|o|il|die|unsere|de|onze|nasz\w*|vår|vores|наше|наш)? ?"
    r"(?:free|new|news)? ?(?:mobile )?(?:apps?|apli|appli|application|aplicación|aplicativo|applicazione|aplikac\w+|"
    r"appen|sovellus|alkalmazást?|aplicația|aplikaciju|uygulama\w*|приложение|застосунок|додаток)\b",
    re.IGNORECASE,
)
_MAX_APP_WORDS = 8
#: links of a ribbon of topics are as many at least, and have no more words
_MIN_TOPICS = 3
_TOPIC_WORDS = 4
#: "https:", "", the host and one more
_ONE_LEVEL = 4
_LEVELS = 4
_NEAR = 2
#: so many cards with the addresses and headlines of an earlier block, in its order, are a copy of it
_MIN_COPIED = 2
#: a text that says something is no shorter
_MIN_SAID = 20


def leave_out(page: Page, cards: list[Card], headline: Segment | None) -> None:
    """Tell the cards that are left out."""
    own = fold(headline.text) if headline is not None and not headline.link_chars else None
    for card in cards:
        title = card.title_text
        is_own = own is not None and abs(len(title) - len(own)) < _MIN_SAID and fold(title) == own
        if is_own or _asks_to_install(title) or _is_sponsored(page, card):
            card.is_left_out = True
    _leave_out_ways(cards)
    if any(_is_marked(card) for card in cards):
        _leave_out_marked(cards)
    if len({card.url for card in cards}) < len(cards):
        _leave_out_copies(cards)
        _leave_out_repeated(page, cards)


def _asks_to_install(title: str) -> bool:
    return _APP.match(title) is not None and not has_more_words(title, _MAX_APP_WORDS)


def _leave_out_ways(cards: list[Card]) -> None:
    """Leave out what leads through the site: the sections that a page is in, and a ribbon of topics above all else."""
    groups: dict[int, list[Card]] = defaultdict(list)
    for card in cards:
        groups[id(card.group)].append(card)
    for group in groups.values():
        if _is_trail(group) or (group[0] is cards[0] and _is_ribbon(group)):
            for card in group:
                card.is_left_out = True


def _is_trail(group: list[Card]) -> bool:
    """Whether each address is below the one before: a breadcrumb."""
    return len(group) > 1 and all(
        following.url.startswith(f"{card.url.rstrip('/')}/") for card, following in pairwise(group)
    )


def _is_ribbon(group: list[Card]) -> bool:
    """Whether links without a heading are a few words each, and lead to short addresses right below the site's."""
    if len(group) < _MIN_TOPICS or group[0].heading is not None or group[0].group.zones & z.RELATED:
        return False
    return all(map(_is_topic, group))


def _is_topic(card: Card) -> bool:
    if card.end - card.start != 1 or card.url.rstrip("/").count("/") >= _ONE_LEVEL or is_article_address(card.url):
        return False
    return not has_more_words(card.title_text, _TOPIC_WORDS) and not (card.title and card.title.zones & z.HEADING)


def _is_sponsored(page: Page, card: Card) -> bool:
    """Whether the card, or the heading of its block, says that it is paid for."""
    for link in card.links:
        rel = link.element.get("rel")
        if rel and "sponsored" in rel:
            return True
    if card.heading is not None and says_sponsored(card.heading.text):
        return True
    for item in page.segments[card.start : card.end]:
        if len(item.text) <= MAX_LABEL_CHARS and item is not card.title and says_sponsored(item.text):
            return True
    return False


def _is_marked(card: Card) -> bool:
    """Whether a card's own element is called an advertisement."""
    return card.node is not None and card.node.own & z.ADVERT != 0


def _leave_out_marked(cards: list[Card]) -> None:
    """Leave out the cards of a block that are called advertisements, where most others are not."""
    groups: dict[int, list[Card]] = defaultdict(list)
    for card in cards:
        groups[id(card.group)].append(card)
    for group in groups.values():
        marked = list(filter(_is_marked, group))
        if 2 * len(marked) < len(group):
            for card in marked:
                card.is_left_out = True


def _leave_out_copies(cards: list[Card]) -> None:
    """Leave out blocks that show what an earlier one shows (for other screens), and doubles within a block."""
    blocks: dict[int, list[Card]] = defaultdict(list)
    for card in cards:
        if not card.is_left_out:
            blocks[card.block].append(card)
    shown: dict[tuple[str, ...], list[list[Card]]] = {}
    everywhere = Counter(card.url for block in blocks.values() for card in block)
    for block in blocks.values():
        addresses = tuple(dict.fromkeys(card.url for card in block))
        alike = shown.setdefault(addresses, [])
        is_copy = (len(addresses) >= _MIN_COPIED and any(_says_the_same(block, other) for other in alike)) or (
            all(everywhere[url] > 1 for url in addresses) and _is_for_small_screens(block[0].group)
        )
        if is_copy:
            for card in block:
                card.is_left_out = True
            continue
        alike.append(block)
        met: set[tuple[str, int]] = set()
        for card in block:
            place = (card.url, id(card.group))
            card.is_left_out = place in met
            met.add(place)


def _says_the_same(block: list[Card], other: list[Card]) -> bool:
    """Whether two blocks that lead to the same addresses are headed alike, and their cards, too."""
    if _are_headed_apart(block[0], other[0]):
        return False
    titles = {card.url: fold(card.title_text) for card in reversed(other)}
    met: dict[str, str] = {}
    for card in block:
        met.setdefault(card.url, fold(card.title_text))
    return all(title in titles[url] or titles[url] in title for url, title in met.items())


def _are_headed_apart(one: Card, other: Card) -> bool:
    """Whether two cards stand under two headings: most read, and most commented."""
    if one.heading is None or other.heading is None or one.heading is other.heading:
        return False
    return fold(one.heading.text) != fold(other.heading.text)


def _leave_out_repeated(page: Page, cards: list[Card]) -> None:
    """Leave out what says the same as an earlier card near by, headline and summary and all."""
    said: dict[tuple[str, ...], Card] = {}
    for card in cards:
        texts = tuple(item.text for item in page.segments[card.start : card.end] if len(item.text) >= _MIN_SAID)
        if len(texts) >= _MIN_COPIED:
            first = said.setdefault((card.url, *texts), card)
            if first is card or _are_headed_apart(first, card):
                continue
            if not _around(first).isdisjoint(_around(card)):
                card.is_left_out = True


def _around(card: Card) -> set[int]:
    """The elements around a card, the nearest few."""
    found, node = set(), card.group.parent
    for _ in range(_NEAR):
        if node is not None:
            found.add(id(node))
            node = node.parent
    return found


def _is_for_small_screens(node: Node | None) -> bool:
    for _ in range(_LEVELS):
        if node is None:
            return False
        if _FOR_SMALL_SCREENS.search(node.element.get("class") or ""):
            return True
        node = node.parent
    return False
