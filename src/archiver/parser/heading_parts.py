"""What stands inside a heading beside the headline: a kicker in front of it, a subtitle behind it."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from lxml import etree

from archiver.parser import zones as z
from archiver.text import fold, squeeze

#: zones that an element inside the heading may be named as that holds no part of the headline
_KICKERS = z.KICKER | z.LEAD | z.TAGS | z.DATE | z.META
_SUBTITLES = z.LEAD | z.META | z.DATE
_MAX_KICKER_CHARS = 80
#: signs between a kicker and the headline
_TRIMMED = " :|–—-"
_SIGN = r"\s*(?:[:|–—-]\s*)+"
_AFTER_KICKER = r"\s*(?:[:|–—-]\s*)*"
#: what a headline does not begin with
_GOES_ON = ",;.)"
#: class names of what only screen readers get: a colon there is not part of what the page shows
_HIDDEN = re.compile(r"hidden|sr-only|screen-?reader|aural|invisible", re.IGNORECASE)


class Heading(NamedTuple):
    """The parts of a heading; without a kicker or a subtitle, that one is ``None``."""

    kicker: str | None
    subtitle: str | None


class _Split(NamedTuple):
    """A heading parted at its first or its last element."""

    element: etree._Element
    part: str
    rest: str


def read_heading(element: etree._Element, titles: Collection[str]) -> Heading:
    """The kicker or else the subtitle of a heading, told by their names or by ``titles``: what other sources say."""
    if not any(_has_text(child) for child in element):
        return Heading(None, None)
    folded = [fold(title) for title in titles]
    if kicker := _kicker(_split(element, 0), folded):
        return Heading(kicker, None)
    return Heading(None, _subtitle(_split(element, -1), folded))


def without_kicker(text: str, kicker: str) -> str:
    """The text without the kicker that it begins with, and the sign behind it."""
    match = re.match(re.escape(kicker) + _AFTER_KICKER, text, re.IGNORECASE)
    return text[match.end() :] or text if match else text


def has_kicker(text: str, kicker: str) -> bool:
    """Whether a text has the kicker in front of it, with a sign between."""
    return re.match(re.escape(fold(kicker)) + _SIGN, fold(text)) is not None


def _kicker(split: _Split | None, titles: list[str]) -> str | None:
    """The heading's first part, where that is named as a kicker or set off by a sign elsewhere."""
    if split is None or len(split.part) > _MAX_KICKER_CHARS or _is_own_words(split):
        return None
    is_kicker = _is_named(split, _KICKERS) or _is_set_off(split, titles)
    return split.part.strip(_TRIMMED) or None if is_kicker and split.rest[0] not in _GOES_ON else None


def _subtitle(split: _Split | None, titles: list[str]) -> str | None:
    """The heading's last part, where that is named as a subtitle or another title ends before it."""
    if split is None:
        return None
    return split.part if _is_named(split, _SUBTITLES) or fold(split.rest) in titles else None


def _is_named(split: _Split, zones: int) -> bool:
    return split.element.tag == "small" or bool(_zones_inside(split.element) & zones)


def _is_own_words(split: _Split) -> bool:
    """Whether the part ends in a colon that the page shows: then it belongs to the sentence."""
    names = " ".join(inner.get("class") or "" for inner in split.element.iter(etree.Element))
    return split.part.endswith(":") and not _HIDDEN.search(names)


def _is_set_off(split: _Split, titles: list[str]) -> bool:
    """Whether another title has the rest alone or with a bar behind it, or the kicker before it with a sign between."""
    rest = fold(split.rest)
    with_sign = re.compile(re.escape(fold(split.part)) + r"\s*[:|-]\s*" + re.escape(rest))
    with_tail = re.compile(re.escape(rest) + r"(?:\s*\||\s[-–—·•»]\s).*")
    return any(title == rest or with_sign.fullmatch(title) or with_tail.fullmatch(title) for title in titles)


def _split(element: etree._Element, end: int) -> _Split | None:
    """The heading parted at its first (0) or last (-1) element that holds text and is not all of it."""
    outer = element
    while True:
        holding = [child for child in element if _has_text(child) or _is_text(child.tail)]
        if not holding or (end == 0 and _is_text(element.text)):
            return None
        chosen = holding[end]
        if end and _is_text(chosen.tail):
            return None
        if len(holding) > 1 or _is_text(chosen.tail) or _is_text(element.text):
            return _parted(outer, chosen, end)
        element = chosen


def _parted(outer: etree._Element, chosen: etree._Element, end: int) -> _Split | None:
    part, whole = _text_of(chosen), _text_of(outer)
    rest = (whole.removesuffix(part) if end else whole.removeprefix(part)).strip(_TRIMMED)
    return _Split(chosen, part, rest) if part and rest else None


def _text_of(element: etree._Element) -> str:
    return squeeze("".join(map(str, element.itertext())))


def _is_text(text: str | None) -> bool:
    return bool(text) and not str(text).isspace()


def _has_text(element: etree._Element) -> bool:
    return any(not str(text).isspace() for text in element.itertext())


def _zones_inside(element: etree._Element) -> int:
    zones = 0
    for inner in element.iter(etree.Element):
        zones |= z.named_zones(inner.get("class") or "")
    return zones
