"""What a page is: an article, or one of the things that are served in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from archiver.model import ArticleKind, Evidence
from archiver.parser import zones as z
from archiver.parser.blocks import Page, Role
from archiver.parser.cards import Card
from archiver.parser.metadata import Metadata, types_of
from archiver.text import fold

#: schema.org types that settle it, the more particular first
_TYPES: tuple[tuple[str, ArticleKind], ...] = (
    ("LiveBlogPosting", "liveblog"),
    ("ImageGallery", "gallery"),
    ("MediaGallery", "gallery"),
)
_LISTING_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ProfilePage", "ItemList", "Blog"})
#: what a page that stands for a missing one says in its title, folded
_ERROR = re.compile(
    r"\b(?:404|410|403|500|503)\b|not found|introuvable|non trouvee?|nicht gefunden|no encontrad[ao]|non trovat[ao]"
    r"|nao encontrad[ao]|niet gevonden|nie znaleziono|ikke funnet|hittades inte|ikke fundet|не наиден|bulunamad[ıi]"
    r"|access denied|forbidden|service unavailable|n'existe (?:pas|plus)|existiert nicht|just a moment"
)
_LISTING_PATH = re.compile(
    r"^/?(?:$|index\.\w+$|(?:[a-z]{2}/?)$|(?:.*/)?(?:page|seite|pagina|p)/\d+/?$"
    r"|(?:category|categorie|kategorie|rubrique|rubrik|section|tag|tags|author|auteur|autor|search|recherche|suche"
    r"|topics?)/)",
    re.IGNORECASE,
)
_SEARCH_QUERY = re.compile(r"(?:^|&)(?:s|q|query|search)=")
#: an article has at least so many characters of text
_MIN_ARTICLE = 250
#: ... and so many when nothing else speaks for it: no date, no author, no word in the metadata
_MIN_UNSIGNED = 1200
#: pages with less text than this may be error pages, walls and lists
_SHORT = 900
_SIGNED_SHORT = 500
_MIN_CARDS = 4


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the kind is told by."""

    page: Page
    metadata: Metadata
    cards: list[Card]
    title: str | None
    #: it has a date or an author, or its text stands in an ``article`` element
    is_signed: bool = False
    #: characters of the text that only the metadata hold
    declared_chars: int = 0


def find_kind(facts: PageFacts) -> tuple[ArticleKind, Evidence]:
    """The kind of the page, with what says so."""
    body = [item for item in facts.page.segments if item.role is Role.BODY]
    chars = max(sum(item.length for item in body), facts.declared_chars)
    declared = _declared_types(facts.metadata)
    kind, source, raw = (
        _by_type(facts.metadata, declared)
        or _by_error(facts, chars)
        or _by_wall(facts, chars)
        or _by_listing(facts, declared, chars)
        or _by_text(facts, declared, chars)
    )
    return kind, Evidence(field="kind", value=kind, raw=raw, source=source, rule=f"kind {kind} by {source}")


_Answer = tuple[ArticleKind, str, str | None]


def _declared_types(metadata: Metadata) -> frozenset[str]:
    return frozenset(name for thing in metadata.things for name in types_of(thing))


def _by_type(metadata: Metadata, declared: frozenset[str]) -> _Answer | None:
    """By a schema.org type; a gallery beside an article is only a part of it."""
    for name, kind in _TYPES:
        if name in declared and (kind == "liveblog" or not _is_declared_article(metadata)):
            return kind, "json-ld", name
    return None


def _by_error(facts: PageFacts, chars: int) -> _Answer | None:
    title = facts.title or facts.metadata.title or ""
    if chars < _SHORT and _ERROR.search(fold(title)):
        return "error", "title", title
    return None


def _by_wall(facts: PageFacts, chars: int) -> _Answer | None:
    """A form for a password, or a consent text, where the article should be."""
    if chars >= _SHORT or len(facts.cards) >= _MIN_CARDS:
        return None
    root = facts.page.document.root
    if chars < _MIN_ARTICLE and next(root.iterfind(".//input[@type='password']"), None) is not None:
        return "login", "form", "input type=password"
    consent = sum(len(item.text) for item in facts.page.segments if item.zones & z.CONSENT)
    everything = sum(len(item.text) for item in facts.page.segments)
    if everything and consent > everything / 2:
        return "consent", "text", None
    return None


def _by_listing(facts: PageFacts, declared: frozenset[str], chars: int) -> _Answer | None:
    if len(facts.cards) < _MIN_CARDS or _is_declared_article(facts.metadata):
        return None
    parts = urlsplit(facts.page.document.url or "https://unknown.invalid/unknown-page")
    if _LISTING_PATH.search(parts.path) or _SEARCH_QUERY.search(parts.query):
        return "listing", "url", parts.path
    if declared & _LISTING_TYPES:
        return "listing", "json-ld", ", ".join(sorted(declared & _LISTING_TYPES))
    in_cards = sum(len(card.title_text) for card in facts.cards)
    limit = _SIGNED_SHORT if facts.is_signed else 2 * _SHORT
    if chars < min(in_cards, limit):
        return "listing", "cards", f"{len(facts.cards)} cards, {chars} characters of text"
    return None


def _is_declared_article(metadata: Metadata) -> bool:
    article = metadata.article
    return (article is not None and any(name.endswith(("Article", "Posting")) for name in types_of(article))) or (
        metadata.meta("og:type") == "article" or metadata.meta("article:published_time") is not None
    )


def _by_text(facts: PageFacts, declared: frozenset[str], chars: int) -> _Answer:
    if _is_declared_article(facts.metadata) and chars:
        return "article", "metadata", facts.metadata.meta("og:type") or ", ".join(sorted(declared)) or None
    if chars >= (_MIN_ARTICLE if facts.is_signed else _MIN_UNSIGNED):
        return "article", "text", f"{chars} characters of text"
    return "other", "text", f"{chars} characters of text"
