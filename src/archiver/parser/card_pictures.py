"""The pictures of a page's cards, each read by itself and then beside the others.

What one card cannot tell, the others can: where the picture should stand when the class names are generated, and that a
picture is the outlet's own when stories that have nothing in common show the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from archiver.parser.picture_address import Worth, is_icon_address, worth_of
from archiver.parser.picture_names import is_outlets_name
from archiver.parser.picture_places import background_in, is_about_pictures, is_drawn, is_empty, is_slot
from archiver.parser.picture_slots import SLOT_TAGS
from archiver.parser.picture_styles import StyleRule, StyleRules, read_style_rules, rule_for
from archiver.parser.pictures import MISSING, NO_PICTURE, PLACEHOLDER, Picture, read_picture
from archiver.text import squeeze
from archiver.urls import host_of, resolve

#: elements to which styles give a background
_BLANK = frozenset(("a", "div", "span", "figure", "b", "i", "em", "section"))
#: so many cards tell what wraps their pictures
_ASKED = 12
#: so many stories with one picture make it a generic one: rarely are three told with the same photograph
_STORIES = 3
#: ... when its address has a number of its own, which those of a theme's files have not
_STORIES_IF_NUMBERED = 5
#: ... when its name says nothing but the outlet's, or it is a drawing
_STORIES_IF_OUTLETS = 2
_NUMBERED = re.compile(r"\d{4}")
_SEPARATOR = re.compile(r"[-_.]")
#: shorter ones begin many a headline
_LEAST_NAME = 4
_DATES_AND_SIZES = re.compile(r"/(?:19|20)\d\d(?=/)|\d+x\d+")
_LONGEST_TEXT = 60


#: tag, first class, and what stands around it
_Place: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class CardElements:
    """A card to be read: its element, and the address that it leads to."""

    element: etree._Element
    story: str


def read_card_pictures(cards: Sequence[CardElements], base_url: str | None) -> list[Picture]:
    """What stands in the picture slot of each card, in their order."""
    pictures = [read_picture(card.element, base_url) for card in cards]
    if any(picture.status in {"none", "missing"} for picture in pictures):
        pictures = _beside_others(cards, pictures, base_url)
    return _without_repeats(cards, pictures, base_url)


def _beside_others(cards: Sequence[CardElements], pictures: Sequence[Picture], base_url: str | None) -> list[Picture]:
    """Cards without a picture read again, with what the page's styles and the other cards tell."""
    both = list(zip(cards, pictures, strict=True))
    is_blank = any(picture.status in {"none", "missing"} and _has_blank(card.element) for card, picture in both)
    rules = read_style_rules(cards[0].element.getroottree().getroot()) if is_blank else {}
    is_any_bare = any(picture.status == "none" for picture in pictures)
    wrappers = _wrappers(cards, pictures) if is_any_bare else frozenset()
    read = []
    for card, picture in both:
        found = picture
        if rules and picture.status in {"none", "missing"} and _has_blank(card.element):
            found = _styled(card.element, rules, base_url) or picture
        if wrappers and found.status == "none":
            found = _in_wrapper(card.element, wrappers)
        read.append(found)
    return read


def _has_blank(card: etree._Element) -> bool:
    """Whether an element of the card holds nothing, and has a name by which a style could be given to it."""
    return any(
        element.tag in _BLANK and not len(element) and not element.text and (element.get("class") or element.get("id"))
        for element in card.iter("*")
    )


def _styled(card: etree._Element, rules: StyleRules, base_url: str | None) -> Picture | None:
    """The background that a style block gives to an empty element of the card."""
    for element in card.iter("*"):
        rule = rule_for(element, rules)
        if rule is None or not _shows_picture(element, rule):
            continue
        url = resolve(base_url, rule.address)
        is_present = rule.is_for_one and worth_of(rule.address) >= Worth.TINY
        return Picture(url=url, status="present") if is_present else PLACEHOLDER._replace(url=url)
    return None


def _shows_picture(element: etree._Element, rule: StyleRule) -> bool:
    if worth_of(rule.address) < Worth.PLACEHOLDER or is_icon_address(rule.address):
        return False
    return (rule.is_for_one or is_slot(element)) and is_empty(element)


# --- wrappers ------------------------------------------------------------------------


def _wrappers(cards: Sequence[CardElements], pictures: Sequence[Picture]) -> frozenset[_Place]:
    """Where the elements stand that hold nothing but the picture, in the cards that have one."""
    found: set[_Place] = set()
    with_picture = [card for card, picture in zip(cards, pictures, strict=True) if picture.status == "present"]
    for card in with_picture[:_ASKED]:
        around = _holder(card.element)
        while around is not None and around is not card.element and is_empty(around):
            found.add(_place_of(around))
            around = around.getparent()
    return frozenset(found)


def _holder(card: etree._Element) -> etree._Element | None:
    """The element right around the picture of a card, or the one that has it as its background."""
    element = next(card.iter(*SLOT_TAGS), None)
    if element is not None:
        return element.getparent()
    slot = background_in(card.iter("*"), (card,))
    return None if slot is None else slot.element


def _place_of(element: etree._Element) -> _Place:
    """Tag and first class of an element; of one without a class, also those of the element around it."""
    own = (element.get("class") or "").partition(" ")[0]
    parent = element.getparent() if not own else None
    around = "" if parent is None else f"{parent.tag} {parent.get('class') or ''}"
    return str(element.tag), own, around


def _in_wrapper(card: etree._Element, wrappers: frozenset[_Place]) -> Picture:
    """What stands where the other cards have their pictures: nothing, or a few words about pictures."""
    tags = {tag for tag, _, _ in wrappers}
    for element in card.iter("*"):
        if element.tag not in tags or element is card:
            continue
        if _place_of(element) not in wrappers or element.get("aria-label"):
            continue
        if is_empty(element):
            return PLACEHOLDER if is_drawn(element) else MISSING
        text = squeeze(" ".join(map(str, element.itertext())))
        if len(text) <= _LONGEST_TEXT and is_about_pictures(text):
            return PLACEHOLDER._replace(placeholder_text=text)
    return NO_PICTURE


# --- repeats -------------------------------------------------------------------------


def _without_repeats(cards: Sequence[CardElements], pictures: list[Picture], base_url: str | None) -> list[Picture]:
    """Pictures that stand for many stories made placeholders."""
    stories: defaultdict[str, set[str]] = defaultdict(set)
    for card, picture in zip(cards, pictures, strict=True):
        if picture.url is not None and picture.status == "present":
            stories[picture.url].add(card.story)
    generic = set(_generic(stories, {card.story for card in cards}, host_of(base_url) if base_url else ""))
    if not generic:
        return pictures
    return [picture._replace(status="placeholder") if picture.url in generic else picture for picture in pictures]


def _generic(stories: Mapping[str, set[str]], everything: AbstractSet[str], host: str) -> Iterator[str]:
    """Of the pictures by their stories, those that stand for too many, where these are no episodes of one series."""
    for url, told in stories.items():
        needed = _stories_needed(url, host) if len(told) > 1 else _STORIES
        if len(told) >= needed and (needed == _STORIES_IF_OUTLETS or not _is_series(told, everything - told)):
            yield url


def _is_series(told: AbstractSet[str], others: AbstractSet[str]) -> bool:
    """Whether the addresses of the stories begin with a word, ``harbour-talk-12``, with which no other story's does.

    Episodes have one cover.
    """
    words = set(map(_first_word, told))
    word = words.pop()
    is_name = not words and word.isalpha() and len(word) >= _LEAST_NAME
    return is_name and bool(others) and word not in map(_first_word, others)


def _first_word(story: str) -> str:
    return _SEPARATOR.split(story.partition("?")[0].rstrip("/").rpartition("/")[2], maxsplit=1)[0]


def _stories_needed(url: str, host: str) -> int:
    """For how many stories a picture has to stand to be a generic one, by its address."""
    path = url.partition("?")[0].lower()
    if path.endswith(".svg") or is_outlets_name(path.rpartition("/")[2].rpartition(".")[0], host):
        return _STORIES_IF_OUTLETS
    return _STORIES_IF_NUMBERED if _NUMBERED.search(_DATES_AND_SIZES.sub("", path)) else _STORIES
