"""Sitemaps (sitemaps.org) into addresses: plain, index, news, gzip and text lists, whole or broken.

Read in one pass that holds one entry at a time. At most ``MAX_BYTES`` inflated and ``MAX_ADDRESSES`` are read, as the
protocol says; what lies beyond, or after the point where a file breaks off, is left. A sitemap that names itself is
not given back; rings of several sitemaps end in the frontier, where an address stands once.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from lxml import etree

from archiver.discover.markup import (
    MAX_BYTES,
    PARSER_OPTIONS,
    decode,
    inflate,
    local_name,
    moment_of,
    readable,
    root_name,
)
from archiver.discover.scope import is_file
from archiver.errors import DocumentError
from archiver.model import Discovered
from archiver.text import squeezed_or_none
from archiver.urls import resolve

MAX_ADDRESSES = 50_000

_ROOTS = frozenset({"urlset", "sitemapindex"})
_ENTRIES = frozenset({"url", "sitemap"})
_IN_ROBOTS = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
_END = re.compile(rb"</(?:\w{1,20}:)?(?:urlset|sitemapindex)", re.IGNORECASE)
#: bytes from the end in which the closing tag of a whole sitemap stands
_TAIL = 4096


def read_sitemap(content: bytes, url: str) -> tuple[Discovered, ...]:
    """The addresses that a sitemap names, each once, in its order.

    Parts of an index are ``expected="sitemap"``. Raises ``DocumentError`` for what is no sitemap.
    """
    content = inflate(content)[:MAX_BYTES]
    markup = readable(content)
    root = root_name(markup)
    if root in _ROOTS:
        entries = _read_xml(_whole_entries(markup), url)
    elif not root and not markup.lstrip().startswith(b"<"):
        entries = _read_lines(decode(content))
    else:
        expected = "<urlset>, <sitemapindex> or a list of addresses"
        raise DocumentError(f"this is no sitemap (expected {expected}, found {f'<{root}>' if root else 'none'})")
    return _each_once(entries, own_url=resolve(None, url))


def sitemaps_in_robots(text: str, url: str) -> tuple[str, ...]:
    """The addresses of the sitemaps that a robots.txt names (RFC 9309, section 2.2.4), ``url`` being its own."""
    found = (resolve(url, match[1]) for match in _IN_ROBOTS.finditer(text))
    return tuple(dict.fromkeys(address for address in found if address is not None))


def _whole_entries(content: bytes) -> bytes:
    """The content without an entry that breaks off in the middle: half an address is worse than none."""
    if _END.search(content, len(content) - _TAIL if len(content) > _TAIL else 0):
        return content
    return content[: max(content.rfind(b"url>") + 4, content.rfind(b"sitemap>") + 8)]


def _read_xml(content: bytes, url: str) -> Iterator[Discovered]:
    try:
        for _, element in etree.iterparse(io.BytesIO(content), events=("end",), **PARSER_OPTIONS):
            if local_name(element.tag) in _ENTRIES:
                found = _read_entry(element, url)
                _forget(element)
                if found is not None:
                    yield found
    except etree.LxmlError:  # beyond repair from here on
        return


def _forget(element: etree._Element) -> None:
    """Frees an entry and those before it: memory stays flat however long the file is."""
    element.clear()
    parent, previous = element.getparent(), element.getprevious()
    while parent is not None and previous is not None and local_name(previous.tag) in _ENTRIES:
        parent.remove(previous)
        previous = element.getprevious()


def _read_entry(entry: etree._Element, url: str) -> Discovered | None:
    texts: dict[str, str | None] = {}
    news: etree._Element | None = None
    for child in entry:
        name = local_name(child.tag)
        texts.setdefault(name, child.text)
        if name == "news":
            news = child
    address = resolve(url, texts.get("loc") or "")
    if address is None:
        return None
    changed = moment_of(texts.get("lastmod"))
    if local_name(entry.tag) == "sitemap":
        return Discovered(url=address, found_by="sitemap", published=changed, modified=changed, expected="sitemap")
    if is_file(address):
        return None
    if news is None:
        return Discovered(url=address, found_by="sitemap", published=changed, modified=changed)
    told = {local_name(child.tag): child.text for child in news}
    return Discovered(
        url=address,
        found_by="news-sitemap",
        title=squeezed_or_none(told.get("title")),
        published=moment_of(told.get("publication_date")) or changed,
        modified=changed,
    )


def _read_lines(text: str) -> Iterator[Discovered]:
    """A text sitemap: one address on each line, nothing else. Raises ``DocumentError`` when there is none."""
    lines = [line.strip() for line in text.splitlines()]
    if not any(line.lower().startswith(("http://", "https://")) for line in lines):
        raise DocumentError("this is no sitemap (expected XML or one address on each line)")
    for line in lines:
        address = resolve(None, line)
        if address is not None and not is_file(address):
            yield Discovered(url=address, found_by="sitemap")


def _each_once(entries: Iterator[Discovered], *, own_url: str | None) -> tuple[Discovered, ...]:
    found: dict[str, Discovered] = {}
    for entry in entries:
        if entry.url != own_url:
            found.setdefault(entry.url, entry)
        if len(found) >= MAX_ADDRESSES:
            break
    return tuple(found.values())
