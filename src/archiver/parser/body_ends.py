"""What stands at either end of the body without being text: the headline once more, credits, dates, reading times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archiver.parser.blocks import Page, Role, Segment
from archiver.parser.datelines import is_dateline
from archiver.parser.headline import title_words
from archiver.parser.scene import HEADINGS

#: such lines stand among so many blocks at either end of the body
_ENDS = 3
_MAX_DATE_LINE = 120
#: a paragraph: with it, the text begins
_MIN_PARAGRAPH = 100
#: a part of a title of fewer words may be a section's name
_MIN_TITLE_WORDS = 3
_PARTS = re.compile(r"\s+[-–—·]\s+|\s*[|｜]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the article when the ends of its body are looked at."""

    #: the headline, the title, and what the metadata call it
    titles: tuple[str, ...]
    has_headline: bool
    byline: str | None
    authors: tuple[str, ...]
    #: what the dates were read from
    dated: frozenset[str]
    language: str | None


def trim(page: Page, known: Known) -> None:
    """Give the lines at either end of the body that are no text the roles that they have."""
    body = [item for item in page.segments if item.role is Role.BODY]
    first, last = body[:_ENDS], body[-_ENDS:]
    for item in {*first, *last}:
        if item.text == known.byline:
            item.role = Role.BYLINE
        elif item.text in known.dated and len(item.text) <= _MAX_DATE_LINE:
            item.role = Role.DATE
    above, below = _outside(first), _outside(last[::-1])
    titles = _titles(known) if above else []
    for item in above:
        if item.role is Role.BODY and title_words(item.text) in titles:
            item.role = Role.HEADLINE
    for item in (*above, *below):
        if item.role is Role.BODY and _is_dateline(item, known):
            item.role = Role.DATE


def _outside(items: Sequence[Segment]) -> list[Segment]:
    """Those before the first paragraph."""
    count = next((number for number, item in enumerate(items) if item.length >= _MIN_PARAGRAPH), len(items))
    return list(items[:count])


def _titles(known: Known) -> list[frozenset[str]]:
    """The words of the titles; where the page shows no headline, also of their longer parts, as one may be it."""
    whole = [words for title in known.titles if (words := title_words(title))]
    if known.has_headline:
        return whole
    parts = (title_words(part) for title in known.titles for part in _PARTS.split(title))
    return whole + [words for words in parts if len(words) >= _MIN_TITLE_WORDS]


def _is_dateline(item: Segment, known: Known) -> bool:
    """Whether a block is such a line; as a heading, a day heads what happened on it."""
    return item.tag not in HEADINGS and is_dateline(item.text, known.authors, language=known.language)
