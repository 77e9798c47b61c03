"""What a page is: an article, or one of the things that are served in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from urllib.parse import unquote, urlsplit

from lxml import etree

from archiver.document import text_in
from archiver.model import ArticleKind, Evidence
from archiver.parser import zones as z
from archiver.parser.blocks import Card, Page, Role, Segment
from archiver.parser.consent_words import answers_consent, asks_for_consent, is_about_consent
from archiver.parser.kind_words import says_error
from archiver.parser.metadata import Metadata, types_of
from archiver.parser.scene import SENTENCE_ENDS
from archiver.text import squeeze

#: schema.org types that settle it, the more particular first
_TYPES: tuple[tuple[str, ArticleKind], ...] = (
    ("LiveBlogPosting", "liveblog"),
    ("ImageGallery", "gallery"),
    ("MediaGallery", "gallery"),
)
GALLERY_TYPES = frozenset(name for name, kind in _TYPES if kind == "gallery")
_LISTING_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ProfilePage", "ItemList", "Blog"})
#: folders of pages that list what is about one thing, by one person, of one kind
_TERMS = (
    r"category|categorie|kategorie|tag|tags|author|auteur|autor|search|recherche|suche|categoria|etiqueta|autore|autores"
    r"|zoeken|buscar?|cerca|szukaj|hledat|haku|sok|arama|tim-kiem"
)
#: folders of pages that list, and of articles as well
_SECTIONS = r"rubriques?|rubrik|section|topics?|archives?|archivo|archiv|seccion|seccao|secao|thema|themen"
_LISTING_PATH = re.compile(
    r"^/?(?:$|index\.\w+$|(?:[a-z]{2}/?)$|(?:.*/)?(?:page|seite|pagina|p)/\d+/?$"
    rf"|(?:{_TERMS}|{_SECTIONS})/)"
    r"|(?:^|/)(?:search|recherche|suche|buscar?|busqueda|cerca|zoeken|szukaj|haku|arama|tim-kiem)(?:\.\w+)?$",
    re.IGNORECASE,
)
_TERM_FOLDER = re.compile(rf"(?:^|/)(?:page|seite|pagina|p|{_TERMS})$", re.IGNORECASE)
_SECTION_FOLDER = re.compile(rf"(?:^|/)(?:{_SECTIONS})$", re.IGNORECASE)
#: of one article, and no year or day
_OWN_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?:[-_]?[0-3]\d){0,2}(?!\d))\d{3,}")
_BETWEEN_WORDS = re.compile(r"[-_+]")
#: a headline in an address has so many words
_MIN_WORDS = 3
_MIN_SURE_WORDS = 2
_SEARCH_QUERY = re.compile(r"(?:^|&)(?:s|q|query|search)=")
_HEADING = z.HEADING
#: an article has at least so many characters of text
_MIN_ARTICLE = 250
#: ... and so many when nothing else speaks for it: no date, no author, no word in the metadata
_MIN_UNSIGNED = 1200
#: ... of which so many in sentences are enough below a headline
_MIN_SENTENCES = 700
#: a sentence; a dated page with a headline needs no more than one
_MIN_SENTENCE = 60
#: pages with less text than this may be error pages, walls and lists
_SHORT = 900
_SIGNED_SHORT = 500
#: a list has at least so many cards, one less where there is no text
_MIN_CARDS = 4
#: ... and so many where the address lists and there is hardly a text
_MIN_LISTED = 2
#: ... and so many posts, each with its headline and much of its text
_MIN_POSTS = 3
#: a list of posts has no more text than this above them
_MAX_INTRO = 400
#: a page with so much text is no list for its address alone
_LONG = 3000
#: a heading with more of its text in links than this is a link
_MOSTLY = 0.8
#: what stands on every page of a site
_FRAME = ("header", "nav", "footer", "aside", "dialog")
_OUTLET = re.compile(r"\s+[|·•–—-]\s+|\s*[|｜]\s*")
#: a wall that asks for consent has no more text; a page has it beside so much of anything else
_LONGEST_WALL = 4000
_WALL_SHARE = 0.6
#: prose, among what a wall says
_MIN_PROSE = 60
#: classes that content systems give to the body of an error page
_ERROR_CLASS = re.compile(
    r"(?:page-?|is-|http-?)?(?:error-?)?404|error-?page|page-?not-?found|not-?found", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the kind is told by."""

    page: Page
    metadata: Metadata
    cards: list[Card]
    title: str | None
    #: it has a date or an author, or its text stands in an ``article`` element
    is_signed: bool = False
    has_authors: bool = False
    is_dated: bool = False
    #: it says when it was published, and says so itself, not by its address alone
    shows_date: bool = False
    #: it shows a headline
    is_headed: bool = False
    #: its text is entries with a time each
    is_live: bool = False
    #: a rule of its site says what its text is
    has_ruled_body: bool = False
    #: pictures with captions that are its text
    gallery_pictures: int = 0
    #: characters of the text that only the metadata hold
    declared_chars: int = 0


def find_kind(facts: PageFacts) -> tuple[ArticleKind, Evidence]:
    """The kind of the page, with what says so."""
    body = [item for item in facts.page.segments if item.role is Role.BODY]
    chars = max(sum(item.length for item in body), facts.declared_chars)
    declared = facts.metadata.types
    kind, source, raw = (
        _by_type(facts.metadata, declared)
        or _by_error(facts, chars)
        or _by_rule(facts)
        or _by_wall(facts, chars)
        or _by_structure(facts)
        or _by_listing(facts, declared, chars)
        or _by_text(facts, declared, chars)
    )
    return kind, Evidence(field="kind", value=kind, raw=raw, source=source, rule=f"kind {kind} by {source}")


_Answer = tuple[ArticleKind, str, str | None]


def _by_type(metadata: Metadata, declared: frozenset[str]) -> _Answer | None:
    """By a schema.org type; a gallery beside an article is only a part of it."""
    for name, kind in _TYPES:
        if name in declared and (kind == "liveblog" or not _is_declared_article(metadata)):
            return kind, "json-ld", name
    return None


def _by_structure(facts: PageFacts) -> _Answer | None:
    """By what the text is made of."""
    if facts.is_live:
        return "liveblog", "entries", None
    if facts.gallery_pictures and _listing_path(facts) is None:
        return "gallery", "figures", f"{facts.gallery_pictures} pictures with captions"
    return None


def _by_error(facts: PageFacts, chars: int) -> _Answer | None:
    if chars >= _SHORT:
        return None
    for title in filter(None, (facts.title, facts.metadata.title)):
        if says_error(title) or says_error(_OUTLET.split(title, maxsplit=1)[0]):
            return "error", "title", title
    body = facts.page.document.root.find("body")
    names = (body.get("class") or "") if body is not None else ""
    named = next(filter(_ERROR_CLASS.fullmatch, names.split()), None)
    return ("error", "class of the body", named) if named and chars < _MIN_ARTICLE else None


def _by_rule(facts: PageFacts) -> _Answer | None:
    """A page with a text that its site's rule names is an article, however short, unless its address is a list's."""
    return ("article", "site rule", None) if facts.has_ruled_body and _listing_path(facts) is None else None


def _by_wall(facts: PageFacts, chars: int) -> _Answer | None:
    """A form for a password, or a consent text, where the article should be."""
    if len(facts.cards) >= _MIN_CARDS:
        return None
    if _is_worded_as_consent(facts):
        return "consent", "words", "asks to accept cookies, and says little else"
    if chars >= _SHORT:
        return None
    if chars < _MIN_ARTICLE and not _is_declared_article(facts.metadata) and _asks_password(facts.page):
        return "login", "form", "input type=password"
    consent = sum(len(item.text) for item in facts.page.segments if item.zones & z.CONSENT)
    everything = sum(len(item.text) for item in facts.page.segments)
    others = sum(item.length for item in facts.page.segments if item.role is Role.BODY and not item.zones & z.CONSENT)
    if everything and consent > everything / 2 and others < _MIN_ARTICLE:
        return "consent", "text", None
    return None


def _is_worded_as_consent(facts: PageFacts) -> bool:
    """Whether nearly all that a page says is about consent, with a button to give it; no class has to say so."""
    segments = facts.page.segments
    if facts.shows_date or sum(len(item.text) for item in segments) > _LONGEST_WALL:
        return False
    prose = [item for item in segments if item.length >= _MIN_PROSE and item.link_share <= _MOSTLY]
    if not asks_for_consent(" ".join(item.text for item in prose)):
        return False
    about = sum(item.length for item in prose if is_about_consent(item.text))
    everything = sum(item.length for item in prose)
    return about >= _WALL_SHARE * everything and everything - about < _MIN_ARTICLE and _has_answer(facts.page)


def _has_answer(page: Page) -> bool:
    """Whether something on the page that is pressed accepts or refuses."""
    root = page.document.root
    buttons = chain(root.iter("button", "a", "input"), root.iterfind(".//*[@role='button']"))
    return any(answers_consent(squeeze(_label(button))) for button in buttons)


def _label(button: etree._Element) -> str:
    return button.get("value") or text_in(button)


def _asks_password(page: Page) -> bool:
    """Whether the page itself asks for a password; the form in a site's header is on all of its pages."""
    fields = page.document.root.iterfind(".//input[@type='password']")
    return any(next(field.iterancestors(*_FRAME), None) is None for field in fields)


def _by_listing(facts: PageFacts, declared: frozenset[str], chars: int) -> _Answer | None:
    path = _listing_path(facts)
    many = len(facts.cards) >= _MIN_CARDS - (not chars)
    if _is_declared_article(facts.metadata):
        is_stray = path is not None and chars < _MIN_ARTICLE and not _has_article_type(facts.metadata)
        return _by_cards(facts, chars) if is_stray and many else None
    posts = len(_linked_headings(facts.page))
    if path is not None and _lists_at_its_path(facts, chars, posts):
        return "listing", "url", path
    if not many and posts < _MIN_POSTS:
        return None
    if declared & _LISTING_TYPES:
        return "listing", "json-ld", ", ".join(sorted(declared & _LISTING_TYPES))
    if posts >= _MIN_POSTS:
        return "listing", "headings", f"{posts} headings that lead elsewhere, each with a text below it"
    return _by_cards(facts, chars)


def _lists_at_its_path(facts: PageFacts, chars: int, posts: int) -> bool:
    """Whether a page at an address that lists has enough of what is listed, for the text that it has."""
    if posts >= _MIN_POSTS:
        return True
    is_bare = chars < (_MIN_SENTENCE if facts.is_dated else _MIN_ARTICLE)
    return len(facts.cards) >= (_MIN_LISTED if is_bare else _MIN_CARDS) and chars <= _LONG


def _listing_path(facts: PageFacts) -> str | None:
    """The path of the page's address, when it is one of those that list.

    It is none when it ends as an article's does, and the page shows a headline with a date or an author.
    """
    parts = urlsplit(facts.page.document.url or "https://unknown.invalid/unknown-page")
    if not (_LISTING_PATH.search(parts.path) or _SEARCH_QUERY.search(parts.query)):
        return None
    signs = facts.shows_date + facts.has_authors if facts.is_headed else 0
    return None if signs and _ends_as_an_article(parts.path, is_sure=signs > 1) else parts.path


def _ends_as_an_article(path: str, *, is_sure: bool) -> bool:
    """Whether a path ends with a number of its own, or with a headline that is not a section's name.

    Two words are a headline where that is sure already, by both date and author.
    """
    folder, _, last = path.rstrip("/").rpartition("/")
    if _TERM_FOLDER.search(folder):
        return False
    words = sum(map(str.isalpha, _BETWEEN_WORDS.split(unquote(last.partition(".")[0]))))
    is_headline = words >= _MIN_SURE_WORDS if is_sure else words >= _MIN_WORDS and not _SECTION_FOLDER.search(folder)
    return is_headline or _OWN_NUMBER.search(last) is not None


def _by_cards(facts: PageFacts, chars: int) -> _Answer | None:
    """By more cards than text; a short article with a date and an author has as many."""
    is_above = facts.has_authors or (facts.is_headed and _is_above_cards(facts))
    if chars >= _MIN_ARTICLE and facts.is_dated and is_above:
        return None
    in_cards = sum(len(card.title_text) for card in facts.cards)
    limit = _SIGNED_SHORT if facts.is_signed else 2 * _SHORT
    if chars < min(in_cards, limit):
        return "listing", "cards", f"{len(facts.cards)} cards, {chars} characters of text"
    return None


def _is_above_cards(facts: PageFacts) -> bool:
    """Whether the page's text begins before its first card."""
    first = next((item.index for item in facts.page.segments if item.role is Role.BODY), None)
    return first is not None and all(first < card.start for card in facts.cards)


def _linked_headings(page: Page) -> list[Segment]:
    """The headings in the text that are links to other pages.

    None when the text has as many headings of its own, or begins with more than an introduction.
    """
    linked: list[Segment] = []
    own = 0
    intro = 0
    before: Segment | None = None
    for item in page.segments:
        if item.role is Role.BODY and before is None and not linked:
            intro += item.length
        elif item.role is Role.BODY and before is not None:
            if before.link_share > _MOSTLY and _leads_elsewhere(before, page):
                linked.append(before)
            else:
                own += 1
            before = None
        elif item.zones & _HEADING and item.role is not Role.HEADLINE:
            before = item
    return linked if len(linked) > own and intro <= _MAX_INTRO else []


def _leads_elsewhere(item: Segment, page: Page) -> bool:
    links = page.links[item.first_link : item.last_link]
    return any(not link.href.startswith("#") for link in links)


def _is_declared_article(metadata: Metadata) -> bool:
    return _has_article_type(metadata) or (
        metadata.meta("og:type") == "article" or metadata.meta("article:published_time") is not None
    )


def _has_article_type(metadata: Metadata) -> bool:
    """Whether schema.org types say so; the other metadata of a list are often those of any page of its site."""
    article = metadata.article
    return article is not None and any(name.endswith(("Article", "Posting")) for name in types_of(article))


def _by_text(facts: PageFacts, declared: frozenset[str], chars: int) -> _Answer:
    if _is_declared_article(facts.metadata) and chars:
        return "article", "metadata", facts.metadata.meta("og:type") or ", ".join(sorted(declared)) or None
    if chars >= (_MIN_ARTICLE if facts.is_signed else _MIN_UNSIGNED):
        return "article", "text", f"{chars} characters of text"
    sentences = _in_sentences(facts.page) if facts.is_headed and _listing_path(facts) is None else 0
    if sentences >= (_MIN_SENTENCE if facts.is_dated else _MIN_SENTENCES):
        return "article", "text", f"{sentences} characters in sentences below a headline"
    return "other", "text", f"{chars} characters of text"


def _in_sentences(page: Page) -> int:
    """Characters of the text in blocks that end as a sentence does."""
    body = [item for item in page.segments if item.role is Role.BODY and item.length >= _MIN_SENTENCE]
    return sum(item.length for item in body if item.text[-1] in SENTENCE_ENDS and item.link_share <= _MOSTLY)
