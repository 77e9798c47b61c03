"""Headlines of cards: what reads like one, and which of a card's blocks it is."""

from __future__ import annotations

import re

from archiver.parser import zones as z
from archiver.parser.blocks import Card, Role, Segment
from archiver.text import text_length

#: a headline has at least as many words, or letters
_MIN_WORDS = 3
_MIN_LETTERS = 15
_MAX_TITLE_CHARS = 300
_LETTERS = re.compile(r"[^\W\d_]+")
#: share of a block's characters that its link must have to be more than a link in a sentence
_MIN_LINK_SHARE = 0.6
#: a label before a link in one block ("Read also: …") is no longer than this
_MAX_LABEL_CHARS = 40


def title_of(inside: list[Segment], card: Card) -> Segment | None:
    """The headline: a linked heading, else what is mostly link, else a heading beside the link."""
    candidates = [item for item in inside if item.role is not Role.NAVIGATION and is_title(item.text)]
    headed = [item for item in candidates if is_heading(item) and item.link_chars]
    if headed:
        return max(headed, key=lambda item: len(item.text))
    linked = [item for item in candidates if item.link_chars and _is_mostly_link(item)]
    named = [item for item in linked if item.zones & z.TITLE]
    if named or linked:
        return max(named or linked, key=lambda item: item.strong_chars + min(item.link_chars, 120))
    headings = [item for item in candidates if is_heading(item) or item.node.own & z.TITLE]
    return headings[0] if headings and len(card.links) > 0 else None


def is_heading(item: Segment) -> bool:
    """Whether a block is a heading, or stands in one."""
    return bool(item.zones & z.HEADING)


def _is_mostly_link(item: Segment) -> bool:
    """All link, or a label and a link; not a link in a sentence."""
    rest = len(item.text) - item.link_chars
    return item.link_share >= _MIN_LINK_SHARE or (rest <= _MAX_LABEL_CHARS and item.link_share > 1 / 2)


def is_title(text: str) -> bool:
    """Whether a text is of a headline's length: some words, or letters in scripts without spaces."""
    if len(text) > _MAX_TITLE_CHARS:
        return False
    words = _LETTERS.findall(text)
    return len(words) >= _MIN_WORDS or text_length("".join(words)) >= _MIN_LETTERS
