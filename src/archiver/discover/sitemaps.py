"""Sitemaps (sitemaps.org) into addresses: plain, index, news, gzip and text lists, whole or broken.

Read in one pass that holds one entry at a time. At most ``MAX_BYTES`` inflated and ``MAX_ADDRESSES`` are read, as the
protocol says; what lies beyond, or after the point where a file breaks off, is left, and the sitemap's note says so. A
sitemap that names itself is not given back; rings of several end in the frontier, where an address stands once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from lxml import etree

from archiver.discover.markup import (
    MAX_BYTES,
    address_in,
    decode,
    forget,
    inflate,
    iter_elements,
    local_name,
    moment_of,
    readable,
    root_name,
)
from archiver.discover.scope import is_file
from archiver.errors import DocumentError
from archiver.model import Alternate, Discovered, ListNote, Moment
from archiver.text import squeezed_or_none
from archiver.urls import resolve

MAX_ADDRESSES = 50_000

_ROOTS = frozenset({"urlset", "sitemapindex"})
_ENTRIES = frozenset({"url", "sitemap"})
_IN_ROBOTS = re.compile(r"^[ \t\ufeff]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
#: an end tag, or an empty root
_END = re.compile(
    rb"</(?:\w{1,20}:)?(?:urlset|sitemapindex)|<(?:\w{1,20}:)?(?:urlset|sitemapindex)\b[^<>]*/>\s*\Z", re.IGNORECASE
)
_LOC = re.compile(rb"<loc>([^<>]{1,2000})</loc>", re.IGNORECASE)
#: bytes from the end in which the closing tag of a whole sitemap stands
_TAIL = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap names, each address once, in its order; parts of an index are ``expected="sitemap"``."""

    found: tuple[Discovered, ...]
    #: why it was not read to its end; ``None`` when it was
    note: ListNote | None = None


def read_sitemap(content: bytes, url: str) -> Sitemap:
    """What a sitemap names. Raises ``DocumentError`` for what is no sitemap."""
    inflated = inflate(content)
    content = inflated.content[:MAX_BYTES]
    note = _size_note(inflated.content, is_whole=inflated.is_whole)
    markup = readable(content)
    root = root_name(markup)
    if root in _ROOTS:
        if not _is_whole(markup):
            markup, note = _whole_entries(markup), note or ListNote.BROKEN_OFF
        entries = _read_xml(markup, url)
        if (first := next(entries, None)) is None:
            entries = _read_wreck(markup, url, is_index=root == "sitemapindex")
        else:
            entries = chain((first,), entries)
    elif not root and not markup.lstrip().startswith(b"<"):
        entries = _read_lines(decode(content))
    else:
        expected = "<urlset>, <sitemapindex> or a list of addresses"
        raise DocumentError(f"this is no sitemap (expected {expected}, found {f'<{root}>' if root else 'none'})")
    return _each_once(Sitemap(found=(), note=note), entries, own_url=resolve(None, url))


def sitemaps_in_robots(text: str, url: str) -> tuple[str, ...]:
    """The addresses of the sitemaps that a robots.txt names (RFC 9309, section 2.2.4), ``url`` being its own."""
    found = (resolve(url, match[1]) for match in _IN_ROBOTS.finditer(text))
    return tuple(dict.fromkeys(address for address in found if address is not None))


def _size_note(inflated: bytes, *, is_whole: bool) -> ListNote | None:
    if len(inflated) > MAX_BYTES:
        return ListNote.TOO_LARGE_LIST
    return None if is_whole else ListNote.BROKEN_OFF


def _is_whole(content: bytes) -> bool:
    return _END.search(content, len(content) - _TAIL if len(content) > _TAIL else 0) is not None


def _whole_entries(content: bytes) -> bytes:
    """The content without an entry that breaks off in the middle: half an address is worse than none."""
    return content[: max(content.rfind(b"url>") + 4, content.rfind(b"sitemap>") + 8)]


def _read_xml(content: bytes, url: str) -> Iterator[Discovered]:
    for element in iter_elements(content):
        if local_name(element.tag) in _ENTRIES:
            yield from _read_entry(element, url)
            forget(element, _ENTRIES)


def _read_wreck(content: bytes, url: str, *, is_index: bool) -> Iterator[Discovered]:
    """What stands between tags of addresses in a sitemap of which an XML parser makes nothing."""
    for match in _LOC.finditer(content):
        address = address_in(html.unescape(match[1].decode()), url)
        if address is not None and (is_index or not is_file(address)):
            yield Discovered(url=address, found_by="sitemap", expected="sitemap" if is_index else "page")


def _read_entry(entry: etree._Element, url: str) -> Iterator[Discovered]:
    """The page or part that an entry names, and its other languages."""
    texts: dict[str, str | None] = {}
    news: etree._Element | None = None
    alternates: list[Alternate] = []
    for child in entry:
        name = local_name(child.tag)
        texts.setdefault(name, child.text)
        if name == "news":
            news = child
        elif name == "link":
            alternates += _read_alternate(child, url)
    address = address_in(texts.get("loc"), url)
    if address is None:
        return
    changed = moment_of(texts.get("lastmod"))
    if local_name(entry.tag) == "sitemap":
        yield Discovered(url=address, found_by="sitemap", modified=changed, expected="sitemap")
    elif not is_file(address):
        found = Discovered(url=address, found_by="sitemap", modified=changed, alternates=tuple(alternates))
        yield found if news is None else _with_news(found, news)
        yield from _other_languages(address, alternates)


def _with_news(found: Discovered, news: etree._Element) -> Discovered:
    """With what a news sitemap adds (its own dates are those of publication)."""
    told = {local_name(child.tag): child.text for child in news.iter("*")}
    return replace(
        found,
        found_by="news-sitemap",
        title=squeezed_or_none(told.get("title")),
        published=moment_of(told.get("publication_date")),
        language=squeezed_or_none(told.get("language")),
    )


def _read_alternate(link: etree._Element, url: str) -> Iterator[Alternate]:
    language = squeezed_or_none(link.get("hreflang"))
    address = address_in(link.get("href"), url)
    if language is not None and address is not None and "alternate" in link.get("rel", "alternate").lower().split():
        yield Alternate(language=language, url=address)


def _other_languages(address: str, alternates: Iterable[Alternate]) -> Iterator[Discovered]:
    """Sitemaps should list each language by itself, and many do not."""
    for other in alternates:
        if other.url != address and not is_file(other.url):
            language = None if other.language.lower() == "x-default" else other.language
            yield Discovered(url=other.url, found_by="sitemap", language=language)


def _read_lines(text: str) -> Iterator[Discovered]:
    """A text sitemap: one address on each line, nothing else. Raises ``DocumentError`` when there is none."""
    lines = [line.strip() for line in text.splitlines()]
    if not any(line.lower().startswith(("http://", "https://")) for line in lines):
        raise DocumentError("this is no sitemap (expected XML or one address on each line)")
    for line in lines:
        address = resolve(None, line)
        if address is not None and not is_file(address):
            yield Discovered(url=address, found_by="sitemap")


def _each_once(empty: Sitemap, entries: Iterator[Discovered], *, own_url: str | None) -> Sitemap:
    found: dict[str, Discovered] = {}
    for entry in entries:
        if entry.url == own_url:
            continue
        known = found.get(entry.url)
        if known is None and len(found) >= MAX_ADDRESSES:
            return replace(empty, found=tuple(found.values()), note=ListNote.TOO_MANY_ADDRESSES)
        if known is None or (_moment(known) is None and _moment(entry) is not None):
            found[entry.url] = entry  # an entry of its own says more than another language's does
    return replace(empty, found=tuple(found.values()))


def _moment(entry: Discovered) -> Moment | None:
    return entry.published or entry.modified
