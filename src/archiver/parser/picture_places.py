"""Pictures without an ``img``: backgrounds, custom elements, texts in place of a picture, and wrappers left empty.

Asked only of cards and figures whose ``img`` tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lxml import etree

from archiver.parser.picture_address import (
    LONGEST_PLACEHOLDER_TEXT,
    PICTURE_FILE,
    Worth,
    address_in,
    css_addresses,
    is_placeholder_text,
    is_short_placeholder,
    largest_in,
)
from archiver.parser.picture_slots import Slot, address_named, attributes_of, is_icon, slot_of
from archiver.parser.picture_words import PICTURE_NOUNS
from archiver.text import squeeze, squeezed_or_none

#: attributes of any element that name a picture and nothing else
_BACKGROUNDS = ("data-bg", "data-background", "data-lazy-bg", "data-lazy-background", "data-setbg", "data-back")
#: attributes that never hold a picture, unless the element is a custom one: nearly all that there are
_PLAIN = frozenset({"class", "href", "id", "title", "target", "rel", "role", "itemprop", "src", "alt", "datetime"})
#: what a wrapper holds when it is no empty picture slot
_OTHER_MEDIA = ("iframe", "video", "audio", "object", "embed", "table", "form", "input", "button", "blockquote", "ul")
#: elements whose text nobody sees, and classes of those whose text is read out only
_UNSEEN_TAGS = frozenset({"script", "style", "template", "noscript", "title", "desc", etree.Comment})
_UNSEEN_CLASSES = ("sr-only", "visually-hidden", "visuallyhidden", "screen-reader", "a11y-hidden")
_WIDTHLESS = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
#: ... of icons that are written as a word: ``<span class="material-icons">image</span>``
_LIGATURES = ("material-icons", "material-symbols")
#: what is drawn in a graphic
_SHAPES = ("path", "rect", "circle", "polygon", "use", "g", "image", "ellipse", "line", "polyline")
_FRAME = re.compile(r"(?:youtube(?:-nocookie)?\.com/(?:embed|v)/|youtu\.be/)([\w-]{11})(?:$|[?&/#])")

#: the words of a class name: ``Card_imageWrapper__x8Jd2``
_CLASS_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: what wrappers of pictures are called beside the words for pictures
_SLOT_WORDS = PICTURE_NOUNS | {
    "figure",
    "skeleton",
    "shimmer",
    "pulse",
    "lazyload",
    "ratio",
    "aspect",
    "blurhash",
    "lqip",
    "mediathumb",
}
#: ... and what is called like one but holds something else, or says that there is no slot
_NO_SLOT_WORDS = frozenset(
    (
        *(
            "no",
            "without",
            "hide",
            "hidden",
            "caption",
            "credit",
            "copyright",
            "icon",
            "icons",
            "play",
            "count",
            "counter",
        ),
        *(
            "overlay",
            "gradient",
            "shadow",
            "title",
            "headline",
            "text",
            "line",
            "author",
            "avatar",
            "byline",
            "profile",
        ),
        *(
            "ad",
            "ads",
            "advert",
            "social",
            "share",
            "nav",
            "badge",
            "label",
            "tag",
            "meta",
            "fa",
            "fas",
            "far",
            "glyphicon",
        ),
        *(
            "type",
            "kind",
            "indicator",
            "duration",
            "length",
            "format",
            "button",
            "btn",
            "control",
            "controls",
            "status",
        ),
    )
)
_NEVER_SLOTS = frozenset(
    {"i", "svg", "path", "h1", "h2", "h3", "h4", "h5", "h6", "p", "time", "br", "hr", "script", "style"}
)
#: a box that keeps the place of a picture: ``padding-top: 56.25%``, ``aspect-ratio: 16/9``, an address that is none
_SLOT_STYLE = re.compile(
    r"padding-(?:top|bottom)\s*:\s*\d{2,3}(?:\.\d+)?%|aspect-ratio\s*:|background(?:-image)?\s*:[^;]*url\(|background-image\s*:"
)
_LOADING_WORDS = frozenset({"skeleton", "shimmer", "loading", "loader", "spinner", "play", "blurhash", "lqip"})
#: what an icon that stands for a picture is called
_ICON_WORDS = frozenset({"image", "picture", "photo", "camera", "newspaper", "images", "article"})
_ICON_FONTS = frozenset(
    {"fa", "fas", "far", "fal", "icon", "bi", "glyphicon", "ti", "la", "las", "dashicons", "ion", "ri", "mdi"}
)
_PLAYER = re.compile(r"play|icon|badge|premium|lock|camera|gallery|video")
_MOST_WORDS = 6


def background_in(elements: Iterable[etree._Element], roots: Sequence[etree._Element]) -> Slot | None:
    """The first background, or picture of a custom element, that readers see, and that is no icon or portrait.

    Asked of all elements within the roots; a root is what it is asked for, be it a portrait.
    """
    best: Slot | None = None
    for element in elements:
        names = element.keys()
        may_name = not _PLAIN.issuperset(names) and any(map(_may_name_picture, names))
        if not may_name and "-" not in element.tag and element.tag != "iframe":
            continue
        addresses = _background_addresses(element)
        slot = slot_of(element, addresses) if addresses else None
        if slot is None or (best is not None and slot.worth <= best.worth) or _is_portrait(slot, roots):
            continue
        best = slot._replace(alt=slot.alt or squeezed_or_none(element.get("aria-label")))
    return best if best is not None and best.worth > Worth.STUB else None


@lru_cache(maxsize=512)
def _may_name_picture(name: str) -> bool:
    """Whether an attribute of any element may name a picture; those of custom elements are called anything."""
    return name in {"style", "data-style"} or name.startswith("data-") or name.startswith(_BACKGROUNDS)


def _is_portrait(slot: Slot, roots: Sequence[etree._Element]) -> bool:
    up: etree._Element | None = slot.element
    while up is not None and not any(up is root for root in roots):
        up = up.getparent()
    return up is not None and up is not slot.element and is_icon(slot, up)


def _background_addresses(element: etree._Element) -> list[str]:
    """What a custom element's attributes, or a style, or one of the attributes named after backgrounds, hold."""
    is_custom = "-" in element.tag
    addresses: list[str] = []
    for name, value in attributes_of(element).items():
        if name in {"style", "data-style"}:
            addresses += css_addresses(value)
        elif name.startswith(_BACKGROUNDS):
            addresses += _background_named(name, value)
        elif (is_custom or name.startswith("data-")) and (address := address_named(name, value)):
            addresses.append(address)
    if addresses or not (is_custom or element.tag == "iframe"):
        return addresses
    return _thumbnail_of_video(element)


def _background_named(name: str, value: str) -> list[str]:
    if name.endswith("set") and " " in value.strip():
        found = largest_in(value)
    else:
        found = address_in(value) if "/" in value or PICTURE_FILE.search(value) else None
    return [found] if found else []


def _thumbnail_of_video(element: etree._Element) -> list[str]:
    """The still that a video's frame shows before it is played, where the service has an address for it."""
    source = element.get("src") or element.get("data-src") or "" if element.tag == "iframe" else ""
    found = _FRAME.search(source)
    name = found.group(1) if found else element.get("videoid") if "youtube" in element.tag else None
    return [f"https://i.ytimg.com/vi/{name}/hqdefault.jpg"] if name else []


def text_in(elements: Iterable[etree._Element]) -> str | None:
    """The text that readers see in place of the picture."""
    for element in elements:
        for text in (element.text, element.tail):
            if text and len(text) <= LONGEST_PLACEHOLDER_TEXT and is_short_placeholder(text):
                return squeezed_or_none(text)
        if element.tag == "br" and (parent := element.getparent()) is not None:
            whole = _text(parent)
            if is_placeholder_text(whole):
                return whole
    return None


def _text(element: etree._Element) -> str:
    return squeeze(" ".join(map(str, element.itertext())))


# --- empty wrappers ---------------------------------------------------------------


def empty_slot_in(elements: Iterable[etree._Element]) -> etree._Element | None:
    """The first wrapper for a picture with nothing in it that could be read or played, nor anybody's portrait."""
    return next((one for one in elements if is_slot(one) and is_empty(one) and not _holds_portrait(one)), None)


def is_slot(element: etree._Element) -> bool:
    """Whether the element is made to hold a picture, by its tag, its class or its style."""
    tag = element.tag
    if tag in {"figure", "picture"}:
        return True
    if tag in _NEVER_SLOTS:
        return False
    names = element.get("class") or ""
    if "-" in tag:
        names += f" {tag}"
    if names and (named := _is_named_so(names)) is not None:
        return named
    style = element.get("style")
    return (style is not None and _SLOT_STYLE.search(style) is not None) or element.get("data-blurhash") is not None


@lru_cache(maxsize=2048)
def _is_named_so(names: str) -> bool | None:
    """Whether the names of an element say that it holds a picture, or not one; ``None`` when they say neither."""
    words = class_words(names)
    if not words.isdisjoint(_NO_SLOT_WORDS):
        return False
    return True if not words.isdisjoint(_SLOT_WORDS) else None


def class_words(names: str) -> frozenset[str]:
    """The words of a class attribute, in small letters."""
    return frozenset(map(str.lower, _CLASS_WORD.findall(names)))


def is_empty(element: etree._Element) -> bool:
    """Whether nothing in the element could be read or played."""
    has_text = any(_is_seen(str(text)) for text in element.itertext())
    if has_text and any(_shows_text(one, element) for one in element.iter()):
        return False
    return next(element.iter(*_OTHER_MEDIA), None) is None if len(element) else element.tag not in _OTHER_MEDIA


def _is_seen(text: str | None) -> bool:
    """Whether a text holds more than white space and joiners without width, which hold a skeleton's line open."""
    return text is not None and text.strip().strip(_WIDTHLESS) != ""


def _shows_text(element: etree._Element, slot: etree._Element) -> bool:
    """Whether readers see text right in this element of a slot, or right behind it."""
    if element is not slot and _is_seen(element.tail):
        return True
    if not _is_seen(element.text) or element.tag in _UNSEEN_TAGS:
        return False
    css_class = element.get("class") or ""
    return not any(name in css_class for name in (*_UNSEEN_CLASSES, *_LIGATURES))


def _holds_portrait(slot: etree._Element) -> bool:
    """Whether there is a picture in the slot after all, one that shows no story: more than the icon of a player."""
    return any(_PLAYER.search(f"{img.get('src')} {img.get('class')}") is None for img in slot.iter("img", "amp-img"))


def is_drawn(slot: etree._Element) -> bool:
    """Whether an empty slot shows a graphic or an icon that stands for a picture: the outlet's mark, a camera."""
    for element in slot.iter("svg", "i", "span"):
        around = " ".join(filter(None, (slot.get("class"), element.get("class"), _class_above(element, slot))))
        words = class_words(around)
        if not words.isdisjoint(_LOADING_WORDS):
            continue
        if element.tag == "svg":
            if next(element.iterdescendants(*_SHAPES), None) is not None:
                return True
        elif _is_picture_icon(element, words):
            return True
    return False


def _is_picture_icon(element: etree._Element, around: frozenset[str]) -> bool:
    """Whether an element shows the icon of a picture out of a font, named by its class or written as a word."""
    own = element.get("class") or ""
    if any(name in own for name in _LIGATURES):
        return (element.text or "").strip() in _ICON_WORDS
    return not around.isdisjoint(_ICON_FONTS) and not class_words(own).isdisjoint(_ICON_WORDS)


def _class_above(element: etree._Element, slot: etree._Element) -> str | None:
    parent = element.getparent()
    return parent.get("class") if parent is not None and parent is not slot else None


def is_about_pictures(text: str) -> bool:
    """Whether a short text speaks of pictures, in any of the languages: read only where a picture should be."""
    words = squeeze(text).lower().split()
    return len(words) <= _MOST_WORDS and any(word in PICTURE_NOUNS for word in words)
