"""Picture slots: the real address behind lazy loading, and whether there is a picture at all.

The status is told by the addresses, never by the alt text: many themes print "Image not found" on pictures that are
there. Where no ``img`` tells, backgrounds, texts and empty wrappers do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from archiver.model.article import PictureStatus
from archiver.parser.picture_address import Worth, is_placeholder_text, worth_of
from archiver.parser.picture_places import background_in, empty_slot_in, is_drawn, text_in
from archiver.parser.picture_slots import Slot, best_slot, plain_slot
from archiver.urls import host_of, resolve


class Picture(NamedTuple):
    """What stands in a picture slot."""

    #: absolute; of a placeholder, the generic picture's
    url: str | None = None
    alt: str | None = None
    status: PictureStatus = "none"
    #: the text that readers see where the picture should be
    placeholder_text: str | None = None


NO_PICTURE = Picture()
MISSING = Picture(status="missing")
PLACEHOLDER = Picture(status="placeholder")


def read_picture(elements: etree._Element | Iterable[etree._Element], base_url: str | None) -> Picture:
    """The picture of a card, a figure, or the elements of one slot: the first that is there.

    Portraits of authors and icons are not the card's picture. Status ``none`` means that there is no slot.
    """
    roots = _as_roots(elements)
    if len(roots) == 1 and roots[0].tag == "img" and (plain := plain_slot(roots[0])) is not None:
        return _picture(plain, base_url)
    best = best_slot(roots)
    if best is not None and best.worth >= Worth.TINY:
        return _picture(best, base_url)
    return _second_look(roots, best, base_url)


def _as_roots(elements: etree._Element | Iterable[etree._Element]) -> tuple[etree._Element, ...]:
    return (elements,) if etree.iselement(elements) else tuple(elements)


def _picture(slot: Slot, base_url: str | None) -> Picture:
    url = resolve(base_url, slot.address) if slot.address and slot.worth > Worth.STUB else None
    if slot.worth >= Worth.TINY and not _is_outlets(slot.address, base_url):
        return Picture(url=url, alt=slot.alt, status="present")
    text = slot.alt if is_placeholder_text(slot.alt) else None
    if text or slot.worth >= Worth.PLACEHOLDER:
        return Picture(url=url, alt=slot.alt, status="placeholder", placeholder_text=text)
    return Picture(alt=slot.alt, status="missing")


def _is_outlets(address: str | None, base_url: str | None) -> bool:
    """Whether it is a generic picture that bears the outlet's name: ``harbour-echo-logo.png``."""
    if not address or not ("logo" in address or "default" in address or "placeholder" in address):
        return False
    return base_url is not None and worth_of(address, host_of(base_url)) == Worth.PLACEHOLDER


def _second_look(roots: tuple[etree._Element, ...], best: Slot | None, base_url: str | None) -> Picture:
    """What backgrounds, custom elements, texts and empty wrappers tell, for a card whose ``img`` tells nothing."""
    elements = [element for root in roots for element in root.iter("*")]
    background = background_in(elements, roots)
    if background and (background.worth >= Worth.TINY or best is None):
        return _picture(background._replace(alt=background.alt or (best.alt if best else None)), base_url)
    if best is None or best.worth < Worth.PLACEHOLDER:
        text = text_in(elements)
        if text is not None:
            return Picture(status="placeholder", placeholder_text=text)
    if best is not None:
        return _picture(best, base_url)
    slot = empty_slot_in(elements)
    if slot is None:
        return NO_PICTURE
    return PLACEHOLDER if is_drawn(slot) else MISSING
