"""Picture slots: the real address behind lazy loading, and whether there is a picture at all.

A slot is an ``img`` with the ``picture`` and ``noscript`` that belong to it, a ``picture`` without an ``img``, a
background, a custom element, or an empty wrapper in which nothing ever came. The status is told by the addresses,
never by the alt text: many themes print "Image not found" on pictures that are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from lxml import etree

from archiver.model.article import PictureStatus
from archiver.parser.picture_address import (
    PICTURE_FILE,
    Worth,
    address_in,
    is_icon_address,
    is_placeholder_text,
    is_tiny,
    largest_in,
    worth_of,
)
from archiver.text import squeezed_or_none
from archiver.urls import resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What stands in a picture slot."""

    #: absolute; of a placeholder, the generic picture's
    url: str | None = None
    alt: str | None = None
    status: PictureStatus = "none"
    #: the text that readers see where the picture should be
    placeholder_text: str | None = None


NO_PICTURE = Picture()

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
_OTHER_SOURCES = frozenset({*_LAZY_SOURCES, *_LAZY_SETS, "srcset"})
#: attributes of any element that name a picture and nothing else
_BACKGROUNDS = frozenset(
    {
        "data-bg",
        "data-bg-src",
        "data-bg-image",
        "data-background",
        "data-background-image",
        "data-lazy-bg",
        "data-lazy-background",
        "data-img-url",
    }
)
_CSS_URL = re.compile(r"url\(\s*(?:&quot;|[\"'])?([^\"')]+)")
_IMG_TAGS = frozenset({"img", "amp-img", "image"})
_SLOT_TAGS = ("img", "picture", "noscript", "video", "amp-img", "image")
#: what a wrapper holds when it is no empty picture slot
_OTHER_MEDIA = ("iframe", "video", "audio", "object", "embed", "table", "form", "input", "button", "blockquote", "ul")

#: a picture no larger than this is an icon
_ICON_SIDE = 32
_ICON_CLASS = re.compile(
    r"(?:^|[\s_-])(?:avatars?|gravatar|authors?|byline|icons?|emoji|logo|badge|sprite|flag|userpic|tracker|autor|auteur)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_PORTRAIT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:avatars?|gravatar|authors?|byline|columnist|contributor|autor|auteur|autore)(?:$|[\s_-])",
    re.IGNORECASE,
)
#: what may stand between a picture and the ``noscript`` around it
_WITHIN_NOSCRIPT = frozenset({"picture", "source", "figure", "a", "span", "div", "p"})
#: how far above a picture its wrappers are asked whether it is a portrait
_WRAPPERS_ASKED = 4
#: what each of the names holds
_ICON_STEMS = ("vatar", "byline", "icon", "emoji", "logo", "badge", "sprite", "flag", "userpic", "track", "aut")
_PORTRAIT_STEMS = ("vatar", "byline", "columnist", "contributor", "aut")
_SLOT_STEMS = ("thumb", "image", "img", "picture", "photo")
_SLOT_CLASS = re.compile(
    r"(?:^|[\s_-])(?:thumbs?|thumbnails?|images?|img|picture|photo)(?:$|\s|[_-](?:wrap|wrapper|container|box|holder|link))",
    re.IGNORECASE,
)
_NO_SLOT_CLASS = re.compile(r"(?:^|[\s_-])(?:no|without|hide|hidden)[_-]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Slot:
    element: etree._Element
    address: str | None
    worth: Worth
    alt: str | None
    #: the ``noscript`` that it stands in
    noscript: etree._Element | None = None


def read_picture(elements: etree._Element | Iterable[etree._Element], base_url: str | None) -> Picture:
    """The picture of a card, a figure, or the elements of one slot: the first that is there.

    Portraits of authors and icons are not the card's picture. Status ``none`` means that there is no slot.
    """
    roots = _as_roots(elements)
    best: _Slot | None = None
    for slot in _slots(roots):
        if slot.worth is Worth.PICTURE:
            return _picture(slot, base_url)
        if best is None or slot.worth > best.worth:
            best = slot
    return _second_look(roots, best, base_url)


def _as_roots(elements: etree._Element | Iterable[etree._Element]) -> tuple[etree._Element, ...]:
    return (elements,) if etree.iselement(elements) else tuple(elements)


def _picture(slot: _Slot, base_url: str | None) -> Picture:
    url = resolve(base_url, slot.address) if slot.address and slot.worth > Worth.STUB else None
    if slot.worth >= Worth.TINY:
        return Picture(url=url, alt=slot.alt, status="present")
    text = slot.alt if is_placeholder_text(slot.alt) else None
    if text or slot.worth is Worth.PLACEHOLDER:
        return Picture(url=url, alt=slot.alt, status="placeholder", placeholder_text=text)
    return Picture(alt=slot.alt, status="missing")


# --- slots ---------------------------------------------------------------------


def _slots(roots: Iterable[etree._Element]) -> Iterator[_Slot]:
    """Slots in document order, each with the ``noscript`` that repeats it for browsers without scripts."""
    held: _Slot | None = None
    for slot in _single_slots(roots):
        if held is not None and _is_fallback(slot, held):
            if slot.worth > held.worth:
                held = replace(held, address=slot.address, worth=slot.worth, alt=held.alt or slot.alt)
            continue
        if held is not None:
            yield held
        held = slot
    if held is not None:
        yield held


def _is_fallback(slot: _Slot, held: _Slot) -> bool:
    before = slot.noscript.getprevious() if slot.noscript is not None else None
    return before is not None and (before is held.element or any(up is before for up in held.element.iterancestors()))


def _single_slots(roots: Iterable[etree._Element]) -> Iterator[_Slot]:
    for root in roots:
        if root.tag == "source":
            yield _slot(root, _source_addresses([root]))
        for element in root.iter(*_SLOT_TAGS):
            slot = _read_slot(element)
            if slot is not None and (element is root or not _is_icon(slot, root)):
                yield slot


def _read_slot(element: etree._Element) -> _Slot | None:
    """The slot that this element is, or ``None`` when another element of the same slot speaks for it."""
    if element.tag in _IMG_TAGS:
        return _img_slot(element, _noscript_around(element))
    if element.tag == "picture":
        has_img = next(element.iter(*_IMG_TAGS), None) is not None
        return None if has_img else _slot(element, _source_addresses(element.iter("source")))
    if element.tag == "noscript":
        img = _img_in_text(element)
        return None if img is None else _img_slot(img, element)
    poster = element.get("poster")
    return _slot(element, [poster]) if poster else None


def _slot(element: etree._Element, addresses: Iterable[str], *, noscript: etree._Element | None = None) -> _Slot:
    """The slot with its best address: the first that is a picture, else the one that is most of one."""
    best, worth = None, Worth.NOTHING
    for address in addresses:
        found = worth_of(address)
        if found is Worth.PICTURE and is_tiny(address):
            found = Worth.TINY
        if found > worth:
            best, worth = address, found
        if worth is Worth.PICTURE:
            break
    return _Slot(element, best, worth, squeezed_or_none(element.get("alt")), noscript)


def _img_slot(img: etree._Element, noscript: etree._Element | None) -> _Slot:
    attributes = _attributes(img)
    src = attributes.get("src")
    if src and _OTHER_SOURCES.isdisjoint(attributes) and worth_of(src) is Worth.PICTURE and address_in(src):
        return _Slot(img, src.strip(), Worth.PICTURE, squeezed_or_none(attributes.get("alt")), noscript)
    return _slot(img, _img_addresses(img, attributes), noscript=noscript)


def _attributes(element: etree._Element) -> dict[str, str]:
    """All attributes; in a parsed page they are never bytes, which the stubs cannot know."""
    return cast("dict[str, str]", dict(element.items()))


def _img_addresses(img: etree._Element, attributes: dict[str, str]) -> Iterator[str]:
    """Every address that the element or the ``picture`` around it names, most believed first."""
    for name in _LAZY_SOURCES:
        if name in attributes and (address := address_in(attributes[name])):
            yield address
    if address := address_in(attributes.get("src", "")):
        yield address
    for name in _LAZY_SETS:
        if name in attributes and (address := _largest(attributes[name])):
            yield address
    if address := largest_in(attributes.get("srcset", "")):
        yield address
    yield from _addresses_around(img)
    for name, value in attributes.items():
        if name.startswith("data-") and PICTURE_FILE.search(value) and (address := address_in(value)):
            yield address


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


def _is_icon(slot: _Slot, root: etree._Element) -> bool:
    """Whether it is an icon, a tracking pixel or the portrait of an author: nothing that shows the story."""
    img = slot.element
    if _is_small(img.get("width")) and _is_small(img.get("height")):
        return True
    if slot.address and is_icon_address(slot.address):
        return True
    return _names(_ICON_STEMS, _ICON_CLASS, img.get("class")) or _names(
        _PORTRAIT_STEMS, _PORTRAIT_CLASS, _wrapper_classes(img, root)
    )


def _names(stems: tuple[str, ...], pattern: re.Pattern[str], classes: str | None) -> bool:
    """Whether a pattern finds a name; what holds none of its stems is dismissed without it, in a tenth of the time."""
    if not classes:
        return False
    lowered = classes.lower()
    return any(map(lowered.__contains__, stems)) and pattern.search(lowered) is not None


def _wrapper_classes(img: etree._Element, root: etree._Element) -> str:
    classes = ""
    wrapper = img.getparent()
    for _ in range(_WRAPPERS_ASKED):
        if wrapper is None or wrapper is root:
            break
        classes += " " + (wrapper.get("class") or "")
        wrapper = wrapper.getparent()
    return classes


def _is_small(side: str | None) -> bool:
    return side is not None and side.isdecimal() and int(side) <= _ICON_SIDE


# --- where no img tells ----------------------------------------------------------


def _second_look(roots: tuple[etree._Element, ...], best: _Slot | None, base_url: str | None) -> Picture:
    """What backgrounds, custom elements, texts and empty wrappers tell, for a card whose ``img`` tells nothing."""
    if best is not None and best.worth is Worth.TINY:
        return _picture(best, base_url)
    elements = [element for root in roots for element in root.iter("*")]
    background = _background(elements)
    if background and (background.worth >= Worth.TINY or best is None):
        return _picture(replace(background, alt=background.alt or (best.alt if best else None)), base_url)
    if best is None or best.worth < Worth.PLACEHOLDER:
        for element in elements:
            if is_placeholder_text(element.text):
                return Picture(status="placeholder", placeholder_text=squeezed_or_none(element.text))
    if best is not None:
        return _picture(best, base_url)
    return Picture(status="missing") if any(map(_is_empty_slot, elements)) else NO_PICTURE


def _background(elements: Iterable[etree._Element]) -> _Slot | None:
    """The first background, or picture of a custom element, that readers see."""
    best: _Slot | None = None
    for element in elements:
        addresses = _background_addresses(element)
        if addresses:
            slot = _slot(element, addresses)
            if best is None or slot.worth > best.worth:
                best = replace(slot, alt=slot.alt or squeezed_or_none(element.get("aria-label")))
    return best if best is not None and best.worth > Worth.STUB else None


#: attributes that never hold a picture, unless the element is a custom one
_PLAIN = frozenset({"class", "href", "id", "title", "target", "rel", "role", "itemprop", "src", "alt", "datetime"})


def _background_addresses(element: etree._Element) -> list[str]:
    is_custom = "-" in element.tag
    if not is_custom and _PLAIN.issuperset(element.keys()):
        return []
    values = []
    for name, value in _attributes(element).items():
        if name == "style":
            found = _CSS_URL.search(value) if "url(" in value else None
            values.append(found.group(1) if found else "")
        elif name in _BACKGROUNDS or ((is_custom or name.startswith("data-")) and PICTURE_FILE.search(value)):
            values.append(value)
    return [address for value in values if value and (address := address_in(value))]


def _is_empty_slot(element: etree._Element) -> bool:
    """A wrapper for a picture with nothing in it that could be read or played."""
    if element.tag not in {"figure", "picture"}:
        css_class = element.get("class")
        if not css_class or not _names(_SLOT_STEMS, _SLOT_CLASS, css_class) or _NO_SLOT_CLASS.search(css_class):
            return False
    if next(element.iter(*_OTHER_MEDIA), None) is not None:
        return False
    return not any(text.strip() for text in element.itertext())
