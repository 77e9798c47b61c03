"""Feeds into addresses: RSS 0.9x to 2.0, RSS 1.0 (RDF) and Atom, in whatever namespaces and however broken.

An own reading of the few fields that discovery needs: 30 times faster than feedparser, which did not read more of
the broken ones tried.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from archiver.discover.markup import MAX_BYTES, inflate, local_name, moment_of, read_tree, readable, root_name
from archiver.discover.scope import is_file
from archiver.errors import DocumentError
from archiver.model import Discovered, Moment
from archiver.text import squeezed_or_none
from archiver.urls import resolve

_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_ITEMS = frozenset({"item", "entry"})
#: elements with the moment of publication, then of the last change; first hit wins
_PUBLISHED = ("pubdate", "published", "issued", "date", "created")
_MODIFIED = ("updated", "modified", "lastbuilddate")
_PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml"})
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says of itself, and the pages that it names."""

    title: str | None
    items: tuple[Discovered, ...]


def read_feed(content: bytes, url: str) -> Feed:
    """The feed's title and its items, each address once; items that only name the site's home are left out.

    Raises ``DocumentError`` for what is no feed.
    """
    content = readable(inflate(content)[:MAX_BYTES])
    name = root_name(content)
    if name not in _ROOTS:
        raise DocumentError(
            f"this is no feed (expected <rss>, <feed> or <rdf:RDF>, found {f'<{name}>' if name else 'none'})"
        )
    root = read_tree(content, url)
    channel = next((element for element in root.iter() if local_name(element.tag) in {"channel", "feed"}), root)
    base = _link_of(channel, url) or url
    found: dict[str, Discovered] = {}
    for item in _read_items(root, url, base):
        found.setdefault(item.url, item)
    return Feed(title=_text_of(_first(channel, "title")), items=tuple(found.values()))


def _read_items(root: etree._Element, url: str, base: str) -> Iterator[Discovered]:
    for element in root.iter():
        if local_name(element.tag) in _ITEMS:
            address = _link_of(element, base if element.base in {None, url} else element.base)
            if address is not None and address != base and not is_file(address):
                yield _item(element, address)


def _item(element: etree._Element, address: str) -> Discovered:
    modified = _moment(element, _MODIFIED)
    return Discovered(
        url=address,
        found_by="feed",
        title=_text_of(_first(element, "title")),
        published=_moment(element, _PUBLISHED) or modified,
        modified=modified,
    )


def _link_of(element: etree._Element, base: str | None) -> str | None:
    """The page that a channel or item stands for, absolute."""
    for href in _hrefs(element):
        address = resolve(base, href.strip())
        if address is not None:
            return address
    return None


def _hrefs(element: etree._Element) -> Iterator[str]:
    """Where the page's address may stand, the most trusted first."""
    children = [(local_name(child.tag), child) for child in element]
    links = [child for name, child in children if name == "link"]
    yield from (child.text or "" for name, child in children if name == "origlink")
    yield from (link.text or "" for link in links)
    yield from (link.get("href") or "" for link in links if _is_page_link(link))
    yield from (child.text or "" for name, child in children if name in {"guid", "id"} and _is_permalink(child))
    yield from (str(value) for key, value in element.attrib.items() if local_name(key) == "about")


def _is_page_link(link: etree._Element) -> bool:
    return link.get("rel", "alternate").strip().lower() == "alternate" and link.get("type", "") in _PAGE_TYPES


def _is_permalink(child: etree._Element) -> bool:
    is_address = child.text is not None and child.text.strip().lower().startswith(("http://", "https://"))
    return is_address and child.get("isPermaLink", "true").lower() != "false"


def _first(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if local_name(child.tag) == name), None)


def _moment(element: etree._Element, names: tuple[str, ...]) -> Moment | None:
    texts = {local_name(child.tag): child.text for child in element}
    return next((moment for name in names if (moment := moment_of(texts.get(name)))), None)


def _text_of(element: etree._Element | None) -> str | None:
    """The text of a title, tags and references of HTML undone once more: feeds escape them."""
    if element is None:
        return None
    return squeezed_or_none(html.unescape(_TAG.sub("", "".join(map(str, element.itertext())))))
