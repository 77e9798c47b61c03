"""Links that may lead to another article of the site, and what their addresses say of that."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archiver.parser import zones as z
from archiver.parser.blocks import Link, Page
from archiver.text import word_count
from archiver.urls import normalise_url, registered_domain, resolve

#: links in these never promote an article
_NEVER = z.CONSENT | z.COMMENTS | z.BIOGRAPHY
#: links in these do only when their text reads like a headline: themes call many a list of articles so
_RARELY = z.TAGS | z.SHARE | z.ADVERT
_HEADLINE_WORDS = 5
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
#: links of fewer words need an address that looks like an article's
_MIN_WORDS = 3


@dataclass(slots=True)
class Linked:
    """A content link with its address."""

    link: Link
    url: str
    #: its place in the page's links
    number: int


def content_links(page: Page) -> list[Linked]:
    """The links of the page that may promote another page of its site, in order."""
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
        if (zones & _RARELY and length < _HEADLINE_WORDS) or (length <= _MIN_WORDS and not is_article_address(href)):
            continue
        if href not in addresses:
            addresses[href] = _content_address(href, document.base_url, own, domain)
        url = addresses[href]
        if url is not None:
            found.append(Linked(link, url, number))
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


def is_article_address(url: str) -> bool:
    """Whether an address, absolute or not, looks like an article's: a long slug, or a number."""
    path = url.partition("#")[0]
    last = path.partition("?")[0].rstrip("/").rpartition("/")[2]
    return last.count("-") + last.count("_") >= _MIN_SLUG_WORDS - 1 or _DIGITS.search(path) is not None
