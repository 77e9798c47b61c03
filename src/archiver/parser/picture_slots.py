"""The elements of a page that hold one picture each, and the best address that each of them names.

A slot is an ``img`` with the ``picture`` and ``noscript`` that belong to it, a ``picture`` without an ``img``, or the
poster of a video. The real address of one that is loaded late stands in an attribute from which a script takes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, cast

from lxml import etree

from archiver.parser.picture_address import (
    PICTURE_FILE,
    Worth,
    address_in,
    is_icon_address,
    is_tiny,
    largest_in,
    worth_of,
)
from archiver.text import squeezed_or_none

#: attributes from which scripts take the address, in the order they are believed
_LAZY_SOURCES = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-actualsrc",
    "data-img-url",
    "data-original-src",
    "data-lazy",
    "data-lazyload",
    "data-image-src",
    "lazy-src",
    "lsrc",
)
_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "data-original-set", "lazy-srcset", "data-interchange")
#: where one of these is, ``src`` may be a stand-in
_BELIEVED_MORE = frozenset(_LAZY_SOURCES)
#: ... if it is tiny
_BELIEVED_LESS = frozenset({*_LAZY_SETS, "srcset"})
#: attributes that never hold the address of a picture to be loaded
_PLAIN = frozenset(
    (
        *(
            "class",
            "href",
            "id",
            "title",
            "target",
            "rel",
            "role",
            "itemprop",
            "src",
            "alt",
            "datetime",
            "style",
            "sizes",
        ),
        *(
            "width",
            "height",
            "loading",
            "decoding",
            "srcset",
            "data-sizes",
            "aria-label",
            "aria-hidden",
            "fetchpriority",
        ),
    )
)
#: what is shown when the picture is not, and other pictures than the story's
_OTHER_PICTURES = (
    *("fallback", "error", "default", "placeholder", "avatar", "author", "logo", "icon", "noimage", "no-image"),
)
#: an attribute of such a name holds an address even where no file's ending says so
_SOURCE_NAMES = ("src", "lazy", "original", "img", "image", "echo", "thumb", "photo", "poster")
IMG_TAGS = frozenset({"img", "amp-img", "image"})
SLOT_TAGS = IMG_TAGS | {"picture", "noscript", "video"}

#: a generic picture no larger than this is somebody's portrait
_PORTRAIT_SIDE = 64
#: a picture whose width or height is no larger than this is an icon
_ICON_SIDE = 32
#: ... unless its sides are the terms of a ratio
_RATIOS = frozenset(
    {("16", "9"), ("9", "16"), ("16", "10"), ("4", "3"), ("3", "4"), ("3", "2"), ("2", "3"), ("2", "1"), ("1", "2")}
    | {("5", "4"), ("4", "5"), ("21", "9"), ("5", "3"), ("8", "5"), ("7", "5"), ("20", "9"), ("18", "9"), ("32", "9")}
)
_ICON_CLASS = re.compile(
    r"(?:^|[\s_-])(?:avatars?|gravatar|authors?|byline|icons?|emoji|logo|badge|sprite|flags?|userpic|tracker|autor|auteur"
    r"|favicon|headshot)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PORTRAIT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:avatars?|gravatar|authors?|byline|columnists?|columnista|contributors?|autore?s?|autora|auteurs?|headshot"
    r"|writer|journalist|kolumnist|verfasser|redakteur|schrijver|yazar|penulis|forfatter|skribent|kirjoittaja|userpic"
    r"|source|publisher|provider)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "strong", "b")
#: what may stand between a picture and the ``noscript`` around it
_WITHIN_NOSCRIPT = frozenset({"picture", "source", "figure", "a", "span", "div", "p"})
#: how far above a picture its wrappers are asked whether it is a portrait
_WRAPPERS_ASKED = 4
_STYLED_SIDE = re.compile(r"(?:^|[;\s])(?:max-)?(?:width|height)\s*:\s*(\d+)px")


class Slot(NamedTuple):
    """What an element names as its picture."""

    element: etree._Element
    address: str | None
    #: one of ``Worth``
    worth: int
    alt: str | None
    #: the ``noscript`` that holds it as text
    noscript: etree._Element | None = None


def best_slot(roots: Iterable[etree._Element]) -> Slot | None:
    """The first slot that is a picture, else the one that is most of one; later ones are not read.

    A slot and the ``noscript`` that repeats it for browsers without scripts are one.
    """
    best: Slot | None = None
    held: Slot | None = None
    for slot in _single_slots(roots):
        if held is None or not _is_fallback(slot, held):
            best, held = _better(best, held), slot
        elif slot.worth > held.worth:
            held = held._replace(address=slot.address, worth=slot.worth, alt=held.alt or slot.alt)
        if held.worth == Worth.PICTURE:
            return held
    return _better(best, held)


def _better(first: Slot | None, second: Slot | None) -> Slot | None:
    return second if first is None or (second is not None and second.worth > first.worth) else first


def _is_fallback(slot: Slot, held: Slot) -> bool:
    noscript = slot.noscript
    if noscript is None and slot.element.tag in IMG_TAGS:
        noscript = _noscript_around(slot.element)
    before = noscript.getprevious() if noscript is not None else None
    return before is not None and (before is held.element or any(up is before for up in held.element.iterancestors()))


def _single_slots(roots: Iterable[etree._Element]) -> Iterator[Slot]:
    for root in roots:
        if root.tag == "source":
            yield slot_of(root, _source_addresses([root]))
        for element in root.iter("*"):  # a search for six tags takes longer, in elements as small as cards
            slot = _read_slot(element) if element.tag in SLOT_TAGS else None
            if slot is not None and (element is root or not is_icon(slot, root)):
                yield slot


def _read_slot(element: etree._Element) -> Slot | None:
    """The slot that this element is, or ``None`` when another element of the same slot speaks for it."""
    if element.tag in IMG_TAGS:
        return _img_slot(element, None)
    if element.tag == "picture":
        return None if _holds_img(element) else slot_of(element, _source_addresses(element.iter("source")))
    if element.tag == "noscript":
        img = _img_in_text(element)
        return None if img is None else _img_slot(img, element)
    poster = element.get("poster")
    return slot_of(element, [poster]) if poster else None


def _holds_img(picture: etree._Element) -> bool:
    """Whether one is in it; a search for a single tag takes half of the time."""
    return next(picture.iter("img"), None) is not None or next(picture.iter(*IMG_TAGS), None) is not None


def slot_of(element: etree._Element, addresses: Iterable[str], *, noscript: etree._Element | None = None) -> Slot:
    """The slot with its best address: the first that is a picture, else the one that is most of one."""
    best, worth = None, Worth.NOTHING
    for address in addresses:
        found = worth_of(address)
        if found == Worth.PICTURE and is_tiny(address):
            found = Worth.TINY
        if found > worth:
            best, worth = address, found
        if worth == Worth.PICTURE:
            break
    return Slot(element, best, worth, squeezed_or_none(element.get("alt")), noscript)


def plain_slot(img: etree._Element, noscript: etree._Element | None = None) -> Slot | None:
    """The slot of an ``img`` whose ``src`` is the picture's address as it stands; ``None`` if more is to be asked."""
    src = (img.get("src") or "").strip()
    names = img.keys()
    if not src or not _BELIEVED_MORE.isdisjoint(names) or address_in(src) != src or worth_of(src) != Worth.PICTURE:
        return None
    if not _BELIEVED_LESS.isdisjoint(names) and is_tiny(src):
        return None
    return Slot(img, src, Worth.PICTURE, squeezed_or_none(img.get("alt")), noscript)


def _img_slot(img: etree._Element, noscript: etree._Element | None) -> Slot:
    plain = plain_slot(img, noscript)
    return plain or slot_of(img, _img_addresses(img, attributes_of(img)), noscript=noscript)


def attributes_of(element: etree._Element) -> dict[str, str]:
    """All attributes; in a parsed page they are never bytes, which the stubs cannot know."""
    return cast("dict[str, str]", dict(element.items()))


def _img_addresses(img: etree._Element, attributes: dict[str, str]) -> Iterator[str]:
    """Every address that the element or the ``picture`` around it names, most believed first."""
    for name in _LAZY_SOURCES:
        if name in attributes and (address := address_in(attributes[name])):
            yield address
    own = attributes.get("src") or (
        attributes.get("href") or attributes.get("xlink:href") if img.tag == "image" else ""
    )
    if own and (address := address_in(own)):
        yield address
    for name in _LAZY_SETS:
        if name in attributes and (address := _largest(attributes[name])):
            yield address
    if address := largest_in(attributes.get("srcset", "")):
        yield address
    yield from _addresses_around(img)
    yield from _named_addresses(attributes)


def _named_addresses(attributes: dict[str, str]) -> Iterator[str]:
    """What stands in attributes that no table names."""
    for name, value in attributes.items():
        if name not in _PLAIN and name not in _LAZY_SOURCES and (address := address_named(name, value)):
            yield address


def address_named(name: str, value: str) -> str | None:
    """The address of a picture in an attribute that no table names, told by how both look."""
    if not value or _names_other(name):
        return None
    is_file = "." in value and PICTURE_FILE.search(value) is not None
    if not is_file and not (value.startswith(("/", "http", "{")) and _names_source(name)):
        return None
    if name.endswith("set"):
        return largest_in(value)
    return address_in(value) if value.startswith(("/", "http", "url(", "{", "[")) or " " not in value.strip() else None


@lru_cache(maxsize=512)
def _names_other(name: str) -> bool:
    """Whether an attribute of this name holds a script, or another picture than the story's."""
    return name.startswith("on") or any(other in name for other in _OTHER_PICTURES)


@lru_cache(maxsize=512)
def _names_source(name: str) -> bool:
    return any(source in name for source in _SOURCE_NAMES)


def _largest(srcset: str) -> str | None:
    return address_in(srcset) if srcset.lstrip()[:1] in {"[", "{"} else largest_in(srcset)


def _addresses_around(img: etree._Element) -> Iterator[str]:
    """Of the ``picture`` around an ``img``; lxml nests the one in its ``source`` elements, which are never closed."""
    parent = img.getparent()
    while parent is not None and parent.tag == "source":
        parent = parent.getparent()
    if parent is not None and parent.tag == "picture":
        yield from _source_addresses(parent.iter("source"))


def _source_addresses(sources: Iterable[etree._Element]) -> Iterator[str]:
    for source in sources:
        for name in (*_LAZY_SETS, "srcset", "data-src", "src"):
            value = source.get(name)
            if value and (address := _largest(value)):
                yield address
        yield from _named_addresses(attributes_of(source))


def _noscript_around(img: etree._Element) -> etree._Element | None:
    parent = img.getparent()
    while parent is not None and parent.tag in _WITHIN_NOSCRIPT:
        parent = parent.getparent()
    return parent if parent is not None and parent.tag == "noscript" else None


def _img_in_text(noscript: etree._Element) -> etree._Element | None:
    """The picture in markup that the parser kept as text."""
    text = noscript.text
    if not text or "<img" not in text:
        return None
    try:
        markup = etree.fromstring(text, etree.HTMLParser(no_network=True))
    except (etree.XMLSyntaxError, ValueError):  # nothing that could be an element
        return None
    return None if markup is None else next(markup.iter("img"), None)


def is_icon(slot: Slot, root: etree._Element) -> bool:
    """Whether it is an icon, a tracking pixel or the portrait of an author: nothing that shows the story."""
    img, address = slot.element, slot.address
    if _is_small(img) or (address and is_icon_address(address)):
        return True
    if slot.worth == Worth.PLACEHOLDER and is_portrait_size(img):
        return True
    around = _wrapper_classes(img, root)
    if address and address.endswith(".svg") and _is_icon_class(around):
        return True
    return _is_called_icon(img.get("class") or "", around) and not _is_storys(img, root)


def _is_called_icon(own: str, around: str) -> bool:
    if "wp-post-image" in own:  # WordPress says so of a story's picture, whatever else a theme adds
        own = ""
    return _is_icon_class(own) or _is_portrait_class(around)


def _is_storys(img: etree._Element, root: etree._Element) -> bool:
    """Whether a picture is called an avatar alone, as some systems call every picture, and links to the story itself.

    The story's is the address that the heading of the card leads to; a portrait leads to its author.
    """
    plain = (img.get("class") or "").replace("avatar", ""), _wrapper_classes(img, root).replace("avatar", "")
    if _is_called_icon(*plain):
        return False
    anchor = next(img.iterancestors("a"), None)
    if anchor is None or any(text.strip() for text in anchor.itertext()):
        return False
    address = anchor.get("href")
    return any(
        link.get("href") == address for link in root.iter("a") if link is not anchor and _is_in_heading(link, root)
    )


def _is_in_heading(link: etree._Element, root: etree._Element) -> bool:
    """Whether a heading is right around a link, or in it."""
    parent = link.getparent()
    return (parent is not None and link is not root and parent.tag in _HEADINGS) or next(
        link.iter(*_HEADINGS), None
    ) is not None


@lru_cache(maxsize=512)
def _is_icon_class(classes: str) -> bool:
    """Asked of every picture of a list, most of which have the same classes."""
    return _ICON_CLASS.search(classes) is not None


@lru_cache(maxsize=512)
def _is_portrait_class(classes: str) -> bool:
    return _PORTRAIT_CLASS.search(classes) is not None


def _wrapper_classes(img: etree._Element, root: etree._Element) -> str:
    classes = ""
    wrapper = img.getparent()
    for _ in range(_WRAPPERS_ASKED):
        if wrapper is None or wrapper is root:
            break
        classes += " " + (wrapper.get("class") or "")
        wrapper = wrapper.getparent()
    return classes


def _is_small(img: etree._Element) -> bool:
    """Whether its own attributes make it an icon; in some pages they are no pixels but a ratio."""
    width, height = img.get("width"), img.get("height")
    if width is None and height is None:
        style = img.get("style")
        sides = _STYLED_SIDE.findall(style) if style else []
        return bool(sides) and all(int(side) <= _ICON_SIDE for side in sides)
    if not ((width and _is_short(width)) or (height and _is_short(height))):
        return False
    return (width, height) not in _RATIOS


def _is_short(side: str, longest: int = _ICON_SIDE) -> bool:
    if side.isdecimal():  # nearly always
        return int(side) <= longest
    pixels = side.strip().removesuffix("px")
    return pixels.isdecimal() and int(pixels) <= longest


def is_portrait_size(img: etree._Element) -> bool:
    """Whether it is no larger than the portraits beside names, by its own attributes."""
    width, height = img.get("width"), img.get("height")
    return bool(width and height and _is_short(width, _PORTRAIT_SIDE) and _is_short(height, _PORTRAIT_SIDE))
