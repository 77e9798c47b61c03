"""What plays or shows inside a text without being text: videos, sounds, maps, posts in frames of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archiver.model import Block
from archiver.parser import zones as z
from archiver.parser.blocks import Node, Page, Picture, Role
from archiver.urls import resolve

#: frames in such parts belong to the page
_NEVER = z.BOILERPLATE & ~z.SHARE
#: attributes with the address, in the order they are believed
_SOURCES = ("src", "data-src", "data-lazy-src", "data-original", "data-url", "data-href", "cite")
#: what AMP's elements have in place of an address
_AMP = {
    "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v={}"),
    "amp-vimeo": ("data-videoid", "https://vimeo.com/{}"),
    "amp-dailymotion": ("data-videoid", "https://www.dailymotion.com/video/{}"),
    "amp-twitter": ("data-tweetid", "https://twitter.com/i/status/{}"),
    "amp-instagram": ("data-shortcode", "https://www.instagram.com/p/{}/"),
    "amp-soundcloud": ("data-trackid", "https://api.soundcloud.com/tracks/{}"),
    "amp-reddit": ("data-src", "{}"),
}
#: attributes of a quotation that a script replaces by the post it names
_QUOTED = ("cite", "data-instgrm-permalink", "data-href")
#: a frame of so few pixels is not seen
_TINY = frozenset({"0", "1", "2"})
#: words of an address that stand for advertisements, counters, forms, and buttons
_OTHERS = re.compile(
    r"(?:^|[/._-])(?:ads?|adserver|adservice|adsystem|adnxs|advert\w*|banners?|pixel|track(?:er|ing)|beacon|analytics|"
    r"recaptcha|captcha|consent|newsletters?|subscribe|signup|login|comments?|disqus)\d*(?:[/._?-]|$)"
    r"|doubleclick|googlesyndication|googletagmanager|amazon-adsystem|criteo|taboola|outbrain|/plugins/(?:like|share|page|follow)",
    re.IGNORECASE,
)


def find_embeds(page: Page, container: Node | None) -> list[tuple[int, Block]]:
    """The embeds between the body's blocks, each with the index of the block that follows it, in reading order."""
    body = [item.index for item in page.segments if item.role is Role.BODY]
    if container is None or not body:
        return []
    found: dict[str, tuple[int, Block]] = {}
    for slot in sorted((*page.embeds, *_empty_posts(page)), key=lambda slot: slot.before):
        if body[0] <= slot.before <= body[-1] + 1 and _is_inside(slot.node, container):
            url = _url(slot.element, page.document.base_url)
            if url is not None:
                found.setdefault(url, (slot.before, Block(kind="embed", text="", url=url)))
    return list(found.values())


def _empty_posts(page: Page) -> Iterator[Picture]:
    """Quotations without a word, in which a script would show a post."""
    for node in page.nodes:
        if node.tag == "blockquote" and node.start == node.end and node.parent is not None:
            yield Picture(node.element, node, node.start)


def _is_inside(node: Node, container: Node) -> bool:
    """Whether an element is in the container, and in no part of it that is the page's."""
    inside: Node | None = node
    while inside is not None and inside is not container:
        inside = inside.parent
    return inside is not None and not node.zones & ~container.zones & _NEVER


def _url(element: etree._Element, base_url: str | None) -> str | None:
    """The address of what an element shows, absolute; ``None`` for what nobody sees, and for advertisements."""
    address = _address(element)
    if not address or _is_unseen(element) or _OTHERS.search(address):
        return None
    url = resolve(base_url, address)
    return url if url and url.startswith(("http://", "https://")) else None


def _address(element: etree._Element) -> str | None:
    name, pattern = _AMP.get(str(element.tag), ("", ""))
    if name:
        value = element.get(name)
        return pattern.format(value) if value else None
    names = _QUOTED if element.tag == "blockquote" else _SOURCES
    elements = (element, *element.iter("source")) if element.tag in {"video", "audio"} else (element,)
    found = (one.get(name) for one in elements for name in names)
    return next((value.strip() for value in found if value and not value.startswith(("about:", "data:", "java"))), None)


def _is_unseen(element: etree._Element) -> bool:
    sides = (element.get("width"), element.get("height"))
    return any(side.removesuffix("px") in _TINY for side in sides if side) or z.is_hidden(element)
