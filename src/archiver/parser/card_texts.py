"""What a card says beside its headline: kicker, summary, author, date.

What a block is called counts only within the card: a name on the whole card says nothing of its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from archiver.calendar_ages import is_counted_back
from archiver.model import Moment
from archiver.parser import zones as z
from archiver.parser.blocks import Card, Page, Segment
from archiver.parser.card_headlines import Headline
from archiver.parser.card_lines import MAX_KICKER_WORDS, MAX_META_CHARS, is_meta, parts_of
from archiver.parser.credit_words import PREPOSITIONS
from archiver.parser.line_words import Sign, label_of
from archiver.parser.picture_address import LONGEST_PLACEHOLDER_TEXT, is_placeholder_text, is_short_placeholder
from archiver.parser.system_words import without_more
from archiver.text import fold, has_letters, has_more_words, squeeze
from archiver.timestamps import is_bare, label_alone, parse_moment

#: a summary has at least so many words
_MIN_EXCERPT_WORDS = 6
#: ... and where its block is named as one, or shares the headline's
_MIN_NAMED_WORDS = 4
_MAX_DATE_CHARS = 60
_MAX_BYLINE_WORDS = 8
#: "by", and a name
_MIN_BYLINE_WORDS = 2
_AROUND_WORDS = " ,.:;–—-("
_MAX_MORE_CHARS = 30
#: what stands beside a card's headline without being its summary
_ASIDE = z.TAGS | z.SHARE | z.BYLINE | z.DATE | z.META | z.KICKER
#: ... although it is named as one
_NAMED_ASIDE = z.BYLINE | z.DATE | z.KICKER
_NO_KICKER = z.BYLINE | z.DATE | z.META
_DIGIT = re.compile(r"\d")
MAX_LABEL_CHARS = 40
_SPONSORED = frozenset(
    (
        *("paid post", "paid content", "paid partnership", "partner content", "brand content", "branded content"),
        *("sponsored content", "advertorial", "promoted content", "advertisement feature", "native advertising"),
        *(
            "contenu sponsorisé",
            "contenu partenaire",
            "sponsorisé",
            "publi-rédactionnel",
            "publireportage",
            "publi-info",
        ),
        *("contenido patrocinado", "patrocinado", "publirreportaje", "conteúdo patrocinado", "informe publicitário"),
        *("contenuto sponsorizzato", "sponsorizzato", "pubbliredazionale", "gesponsert", "gesponserter inhalt"),
        *("bezahlter inhalt", "anzeigensonderveröffentlichung", "gesponsord", "partnerbijdrage", "branded"),
        *(
            "artykuł sponsorowany",
            "materiał sponsorowany",
            "materiał partnera",
            "tekst sponsorowany",
            "komerční sdělení",
        ),
        *("sponset innhold", "annonsørinnhold", "kommersielt innhold", "sponsrat innehåll", "annonssamarbete"),
        *("sponsoreret indhold", "kommercielt samarbejde", "kaupallinen yhteistyö", "на правах рекламы"),
        *(
            "партнерский материал",
            "реклама",
            "партнёрский материал",
            "sponsorlu içerik",
            "advertorial içerik",
        ),
        *("pr", "提供", "スポンサー", "タイアップ", "협찬", "赞助内容", "贊助內容", "推广", "推廣"),
    )
)
_SPONSORED_BY = (
    "sponsored by",
    "paid for by",
    "presented by",
    "in partnership with",
    "en partenariat avec",
    "präsentiert von",
)
_BY = frozenset(word for word in PREPOSITIONS.split() if "_" not in word)


class Beside(NamedTuple):
    """What a card says beside its headline."""

    excerpt: str | None = None
    kicker: str | None = None
    byline: str | None = None
    placeholder: str | None = None


def read_beside(page: Page, card: Card, others: list[Segment], headline: Headline) -> Beside:
    """What the other blocks of a card say, and what follows the headline in its own."""
    if not others:
        return _beside_in(headline) if headline.rest else _NOTHING
    shared = _around(page, card)
    byline = _byline_of(others, shared)
    told = others if byline is None else [item for item in others if not _is_byline(item.text, byline)]
    return Beside(
        excerpt=_excerpt_of(page, card, told, headline, shared),
        kicker=_kicker_of(card, others, shared),
        byline=byline,
        placeholder=_placeholder_of(others),
    )


_NOTHING = Beside()


def _beside_in(headline: Headline) -> Beside:
    """What follows the headline in its block: a summary, and who wrote it."""
    return Beside(excerpt=_summary_in(headline), byline=next(_signed(headline.rest), None))


def _around(page: Page, card: Card) -> int:
    """What the whole card is called, or all of its blocks are."""
    shared = -1
    for item in page.segments[card.start : card.end]:
        shared &= item.zones
    is_one_block = card.end - card.start <= 1
    return (card.node.zones if card.node is not None else 0) | (0 if is_one_block else shared)


def _excerpt_of(page: Page, card: Card, others: list[Segment], headline: Headline, shared: int) -> str | None:
    """The card's summary as printed: the longest block that is one, else what follows the headline in its own."""
    best, same = "", fold(headline.text)
    for item in others:
        zones = item.zones & ~shared
        if zones & (_NAMED_ASIDE if zones & z.LEAD else _ASIDE) or item is card.heading or _is_caption(zones, card):
            continue
        text = _without_more(page, item)
        if len(text) <= len(best) or not _may_be_excerpt(text, is_named=bool(zones & z.LEAD)):
            continue
        if (len(text) > len(same) + _MAX_MORE_CHARS or same not in fold(text)) and not _ends_in_time(item):
            best = text
    return _without_read_more(best) if best else _summary_in(headline)


def _summary_in(headline: Headline) -> str | None:
    """The summary that follows the headline in its block."""
    byline = next(_signed(headline.rest), None)
    rest = " ".join(text for text in headline.rest if byline is None or not _is_byline(text, byline))
    return _without_read_more(rest) if rest and _is_summary(rest) else None


def _without_read_more(text: str) -> str | None:
    return without_more(text) or None


def _ends_in_time(item: Segment) -> bool:
    """Whether a short block ends in the tag of a date: who, where and when, with no sign between them."""
    if len(item.text) > MAX_META_CHARS or not item.text[-1].isalnum():
        return False
    times = ("".join(map(str, time.itertext())) for time in item.element.iter("time"))
    return any(text and item.text.endswith(text) for text in map(squeeze, times))


def _may_be_excerpt(text: str, *, is_named: bool) -> bool:
    return _is_summary(text) if is_named else has_more_words(text, _MIN_EXCERPT_WORDS - 1) and not is_meta(text)


def _is_summary(text: str) -> bool:
    """Whether a text that stands where a summary stands is one: some words, no count and no hour."""
    if not has_more_words(text, _MIN_NAMED_WORDS - 1):
        return False
    return (has_more_words(text, _MIN_EXCERPT_WORDS - 1) or not _DIGIT.search(text)) and not is_meta(text)


def _is_caption(zones: int, card: Card) -> bool:
    """Whether a block is a picture's caption, in a card whose headline is none."""
    return bool(zones & z.CAPTION) and card.title is not None and not card.title.zones & z.CAPTION


def _without_more(page: Page, item: Segment) -> str:
    """The block's text without a last link that is a few words."""
    if not item.link_chars or item.link_chars > _MAX_MORE_CHARS:
        return item.text
    last = squeeze(page.links[item.last_link - 1].text)
    return item.text.removesuffix(last).rstrip(" »›>→[") if last and len(last) < len(item.text) / 2 else item.text


def _kicker_of(card: Card, others: list[Segment], shared: int) -> str | None:
    """The few words before the headline, or named as a kicker."""
    limit = card.title.index if card.title is not None else card.start
    for item in others:
        zones = item.zones & ~shared
        if item is card.heading or not (zones & z.KICKER or (item.index < limit and not zones & _NO_KICKER)):
            continue
        if _may_be_kicker(item.text):
            return None if is_placeholder_text(item.text) else item.text
    return None


def _may_be_kicker(text: str) -> bool:
    if has_more_words(text, MAX_KICKER_WORDS) or not has_letters(text):
        return False
    return label_of(text) is None and not (_DIGIT.search(text) and is_bare(text))


def _byline_of(others: list[Segment], shared: int) -> str | None:
    """The card's author as it stands there: a block named so, or one that begins with "by"."""
    for item in others:
        if item.zones & ~shared & z.BYLINE and has_more_words(item.text, 1):
            return item.text
    return next(_signed([item.text for item in others]), None)


def _is_byline(text: str, byline: str) -> bool:
    """Whether a line says who wrote, and when, and nothing else."""
    return len(text) <= MAX_META_CHARS and text.startswith(byline)


def _signed(texts: Iterable[str]) -> Iterator[str]:
    """The parts of short lines that begin with "by", without a date behind them."""
    for text in texts:
        if len(text) > MAX_META_CHARS:
            continue
        for part in parts_of(text):
            first, _, name = part.partition(" ")
            if name[:1].isupper() and first.lower() in _BY:
                signed = _without_date(part)
                if not has_more_words(signed, _MAX_BYLINE_WORDS):
                    yield signed


def _without_date(signed: str) -> str:
    """The line up to its first digit, without the words that lead to a date: "published on", a month."""
    name = _DIGIT.split(signed, maxsplit=1)[0]
    words = name.split()
    while name != signed and len(words) > _MIN_BYLINE_WORDS and _leads_to_date(words[-1].strip(_AROUND_WORDS)):
        words.pop()
    return " ".join(words).rstrip(_AROUND_WORDS)


def _leads_to_date(word: str) -> bool:
    return not word or word.islower() or is_bare(word) or label_alone(word) is not None


class CardDates:
    """Reads the dates that the cards of one page show; many show the same, "3 hours ago", which is read once."""

    def __init__(self, language: str | None, reference: Moment | None) -> None:
        self.language = language
        self.reference = reference
        self.known: dict[str, Moment | None] = {}

    def moment(self, text: str) -> Moment | None:
        """The first moment in a text."""
        if text not in self.known:
            self.known[text] = parse_moment(text, language=self.language, reference=self.reference)
        return self.known[text]

    def printed(self, others: list[Segment]) -> Moment | None:
        """The date that one of a card's short blocks shows."""
        for item in others:
            if len(item.text) <= _MAX_DATE_CHARS and (item.zones & z.DATE or self._may_tell(item.text)):
                moment = self.moment(item.text)
                if moment is not None:
                    return moment
        return None

    def _may_tell(self, text: str) -> bool:
        return _DIGIT.search(text) is not None or (
            self.reference is not None and is_counted_back(text, language=self.language)
        )


def _placeholder_of(others: list[Segment]) -> str | None:
    """A text that stands where the card's picture was."""
    for item in others:
        if len(item.text) <= LONGEST_PLACEHOLDER_TEXT and is_short_placeholder(item.text):
            return item.text
    return None


@lru_cache(maxsize=1024)
def says_sponsored(text: str) -> bool:
    """Whether a short line says that what it stands by is paid for."""
    if len(text) > MAX_LABEL_CHARS:
        return False
    label = text.casefold().strip(" :·•|-–()[]*")
    return label in _SPONSORED or label.startswith(_SPONSORED_BY) or label_of(text) is Sign.ADVERT
