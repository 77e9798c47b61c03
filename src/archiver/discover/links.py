"""The addresses that a page names: its links, and the feeds and sitemaps that it declares.

One cheap pass. Each address stands once, normalised, in the order of the page; files that are no pages, the page
itself, what a ``template`` holds, and what says ``nofollow`` (also ``sponsored`` and ``ugc``: adverts, comments) are
left out. Which of them belong to the crawl is `scope`'s matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from archiver.address_words import COMMENT_WORDS, FEED_NAMES, NARROW_SEGMENTS
from archiver.discover.scope import is_file
from archiver.discover.shape import looks_like_article
from archiver.discover.turning_words import turns_page
from archiver.document import Document, text_in
from archiver.model import Discovered
from archiver.text import squeeze
from archiver.urls import resolve

#: pages with more links than this are no pages of news
MAX_LINKS = 5_000
_MAX_TITLE = 300
#: so many links are remembered, with what they say
_REMEMBERED = 2048
#: characters of an address and its class names that are remembered together, and of relations
_MAX_REMEMBERED = 600
_MAX_RELATIONS = 200
#: spellings of the types of feeds, as they are used
_FEED_TYPES = frozenset(
    {
        f"{start}{name}{end}"
        for start in ("application/", "text/")
        for name in ("rss", "atom", "rdf")
        for end in ("", "+xml")
    }
    | {"application/x-rss+xml", "application/x-atom+xml", "application/xml", "text/xml", "application/feed+json"}
)
#: of anything, and of feeds where the address says so
_JSON = "application/json"
_FEED_QUERY = re.compile(r"(?:^|&)(?:feed=(?:rss2?|atom|rdf)|format=feed)(?:&|$)", re.IGNORECASE)
_NOT_FOLLOWED = frozenset({"nofollow", "sponsored", "ugc"})
_NO_RELATIONS: frozenset[str] = frozenset()
_ROBOTS_NAMES = frozenset({"robots", "archiver"})
#: of robots meta; ``none`` stands for noindex and nofollow
_NO_LINKS = frozenset({"nofollow", "none"})


def find_links(document: Document) -> tuple[Discovered, ...]:
    """What the page links to; nothing when its robots meta says ``nofollow``. A link's title is its text."""
    if _says_nofollow(document.root):
        return ()
    own_url = resolve(None, document.url) if document.url else None
    found: dict[str, Discovered] = {}
    for link in _find_all(document):
        if link.url != own_url:
            found[link.url] = _joined(found.get(link.url), link)
        if len(found) >= MAX_LINKS:
            break
    return tuple(found.values())


def _joined(known: Discovered | None, link: Discovered) -> Discovered:
    """What two links to one address say of it."""
    if known is None:
        return link
    if known.is_next == link.is_next and (known.title is not None or link.title is None):
        return known
    return Discovered(
        url=known.url,
        found_by="link",
        title=known.title or link.title,
        expected=known.expected,
        is_next=known.is_next or link.is_next,
    )


def is_wanted_feed(url: str, title: str | None = None) -> bool:
    """Whether a feed lists articles, and more of them than one tag or author has: no comments, no single article's."""
    words = f"{url} {title or ''}".lower()
    if any(word in words for word in COMMENT_WORDS):
        return False
    parent = url.partition("?")[0].rstrip("/").rpartition("/")[0]
    return NARROW_SEGMENTS.isdisjoint(parent.lower().split("/")) and not looks_like_article(parent)


def _says_nofollow(root: etree._Element) -> bool:
    return any(
        not _NO_LINKS.isdisjoint((meta.get("content") or "").lower().replace(",", " ").split())
        for meta in root.iter("meta")
        if (meta.get("name") or "").strip().lower() in _ROBOTS_NAMES
    )


def _find_all(document: Document) -> Iterator[Discovered]:
    with_title: set[str] = set()
    in_templates = {
        inner for template in document.root.iter("template") for inner in template.iter("a", "area", "link")
    }
    for element in document.root.iter("a", "area", "link"):
        href = element.get("href")
        if not href or (href in with_title and element.tag == "a") or href.startswith("#") or element in in_templates:
            continue
        relations = element.get("rel")
        rel = _relations(relations[:_MAX_RELATIONS]) if relations else _NO_RELATIONS
        if rel and not rel.isdisjoint(_NOT_FOLLOWED):
            continue
        url = resolve(document.base_url, href)
        if url is None:
            continue
        if element.tag != "link":
            classes = element.get("class") or ""
            # nobody remembers what is written to be remembered: as long as it likes, and never the same
            read = _read_anchor if len(url) + len(classes) <= _MAX_REMEMBERED else _read_anchor.__wrapped__
            link = read(url, _text_of(element), classes, rel_says_next="next" in rel)
        else:
            link = _read_head_link(element, rel, url)
        if link is not None:
            yield link
            if link.title:
                with_title.add(href)


@lru_cache(maxsize=512)
def _relations(rel: str) -> frozenset[str]:
    return frozenset(rel.lower().split())


@lru_cache(maxsize=_REMEMBERED)
def _read_anchor(url: str, title: str | None, classes: str, *, rel_says_next: bool) -> Discovered | None:
    """What a link says; the menus of a site are on each of its pages."""
    if is_file(url):
        return None
    if _is_feed_address(url):
        return (
            Discovered(url=url, found_by="link", title=title, expected="feed") if is_wanted_feed(url, title) else None
        )
    is_next = (rel_says_next or turns_page(title, classes)) and not looks_like_article(url)
    return Discovered(url=url, found_by="link", title=title, is_next=is_next)


def _text_of(anchor: etree._Element) -> str | None:
    text = squeeze(text_in(anchor)) or squeeze(anchor.get("aria-label") or anchor.get("title"))
    return text[:_MAX_TITLE] or None


def _is_feed_address(url: str) -> bool:
    """Whether an address ends as only feeds do: ``/feed/``, ``/rss.xml``, ``?feed=rss2``, ``?format=feed``."""
    path, _, query = url.partition("?")
    if path.rstrip("/").rpartition("/")[2].lower() in FEED_NAMES:
        return True
    return bool(query) and _FEED_QUERY.search(query) is not None


def _read_head_link(element: etree._Element, rel: frozenset[str], url: str) -> Discovered | None:
    if "sitemap" in rel:
        return Discovered(url=url, found_by="link", expected="sitemap")
    title = squeeze(element.get("title"))[:_MAX_TITLE] or None
    if "next" in rel:
        return Discovered(url=url, found_by="link", is_next=not looks_like_article(url))
    if "alternate" in rel and element.get("hreflang") and not element.get("type", "").endswith("xml"):
        return Discovered(url=url, found_by="link")  # the same page in another language
    if not _declares_feed(element, rel, url) or not is_wanted_feed(url, title):
        return None
    return Discovered(url=url, found_by="link", title=title, expected="feed")


def _declares_feed(element: etree._Element, rel: frozenset[str], url: str) -> bool:
    media_type = (element.get("type") or "").partition(";")[0].strip().lower()
    if "feed" in rel:  # of an early HTML 5
        return True
    return "alternate" in rel and (media_type in _FEED_TYPES or (media_type == _JSON and _is_feed_address(url)))
