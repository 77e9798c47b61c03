"""Why each card's picture has its status: the address or the text that told, where it stood, and by which rule.

Worked out afterwards, for whoever asks; the reading itself keeps none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from archiver.model import Evidence, Teaser
from archiver.parser.blocks import Card, Page
from archiver.parser.card_places import CardPlaces
from archiver.parser.picture_address import Worth, address_in, css_addresses, largest_in, worth_of
from archiver.parser.picture_places import empty_slot_in, is_drawn
from archiver.parser.picture_slots import SLOT_TAGS, attributes_of
from archiver.urls import resolve

_RULES: Mapping[str, str] = {
    "src": "address of the picture",
    "poster": "poster of a video",
    "style": "background",
    "srcset": "largest of the sizes offered",
}
#: what an address that tells a status may be worth
_WORTHS: Mapping[str, tuple[int, ...]] = {
    "present": (Worth.PICTURE, Worth.TINY),
    "placeholder": (Worth.PLACEHOLDER,),
}
_LAZY = "address held back for a script"
_STYLE_BLOCK = "background in a style block"
_GENERIC_ADDRESS = "generic picture's address"
_GENERIC_REPEATED = "one picture for several stories"
_TEXT = "text in place of a picture"
_UNSET = "slot without an address"
_GRAPHIC = "graphic in an empty slot"


def picture_evidence(page: Page, cards: list[Card], teasers: tuple[Teaser, ...]) -> Iterator[Evidence]:
    """Evidence of the status of every card that has a slot; its field is called ``teasers[3].image_status``."""
    elements = {position: element for element, position in CardPlaces(page, cards, teasers).elements.items()}
    for teaser in teasers:
        if teaser.image_status != "none":
            raw, source, rule = _told(teaser, elements.get(teaser.position), page.document.base_url)
            field = f"teasers[{teaser.position}].image_status"
            yield Evidence(field=field, value=teaser.image_status, raw=raw, source=source, rule=rule)


def _told(teaser: Teaser, card: etree._Element | None, base_url: str | None) -> tuple[str | None, str, str]:
    """What told, where it stood, and the rule."""
    if teaser.placeholder_text is not None:
        return teaser.placeholder_text, "alt" if teaser.placeholder_text == teaser.image_alt else "text", _TEXT
    if teaser.image_url is None:
        return _unresolved(teaser, card) or _unset(teaser, card)
    raw, element, name = _stands(card, lambda address: resolve(base_url, address) == teaser.image_url)
    source = "style" if element is None else f"<{element.tag} {name}>"
    if teaser.image_status == "placeholder":
        is_told = worth_of(raw or teaser.image_url) <= Worth.PLACEHOLDER or "logo" in teaser.image_url
        return raw or teaser.image_url, source, _GENERIC_ADDRESS if is_told else _GENERIC_REPEATED
    return raw or teaser.image_url, source, _STYLE_BLOCK if element is None else _RULES.get(name, _LAZY)


def _unresolved(teaser: Teaser, card: etree._Element | None) -> tuple[str, str, str] | None:
    """Of a slot whose address leads nowhere by itself: a path on a page without an address, or the picture's data."""
    worths = _WORTHS.get(teaser.image_status, ())
    raw, element, name = _stands(card, lambda address: worth_of(address) in worths)
    if raw is None or element is None:
        return None
    is_generic = teaser.image_status == "placeholder"
    return raw, f"<{element.tag} {name}>", _GENERIC_ADDRESS if is_generic else _RULES.get(name, _LAZY)


def _unset(teaser: Teaser, card: etree._Element | None) -> tuple[str | None, str, str]:
    """Of a slot without an address: the element that is one, and what stands where its address should."""
    if teaser.image_status == "present":
        return None, "style", _STYLE_BLOCK
    if card is None:
        return None, "text", _UNSET
    slot = next((element for element in card.iter(*SLOT_TAGS) if element.tag != "noscript"), None)
    if slot is not None:
        return slot.get("src") or slot.get("data-src"), f"<{slot.tag}>", _UNSET
    slot = empty_slot_in(card.iter("*"))
    source = "text" if slot is None else f"<{slot.tag}>"
    is_graphic = teaser.image_status == "placeholder" and slot is not None and is_drawn(slot)
    return None, source, _GRAPHIC if is_graphic else _UNSET


def _stands(
    card: etree._Element | None, is_told: Callable[[str], bool]
) -> tuple[str | None, etree._Element | None, str]:
    """The address as the card writes it, and the element and the attribute that hold it; nothing in a style block."""
    for element in card.iter("*") if card is not None else ():
        for name, value in attributes_of(element).items():
            for address in _addresses(value) if name not in {"href", "alt", "title", "class"} else ():
                if is_told(address):
                    return address, element, name
    return None, None, ""


def _addresses(value: str) -> Iterator[str]:
    yield from css_addresses(value)
    if " " in value and (largest := largest_in(value)) is not None:
        yield largest
    if (address := address_in(value)) is not None:
        yield address
