"""Short lines of cards: how long a kicker is, and what is date, section and author rather than words of the card."""

from __future__ import annotations

import re

from archiver.text import has_more_words
from archiver.timestamps import is_bare

#: words set apart before a headline are a kicker up to so many, and so is each part of a line that signs part
MAX_KICKER_WORDS = 5
#: a line of date, section and author, parted by signs, is no longer
MAX_META_CHARS = 90
_PARTS = re.compile(r"\s*[|·•]\s*|\s/\s")
_DIGIT = re.compile(r"\d")
_ENDS_IN_HOUR = re.compile(r"\d{1,2}[:.h]\d{2}(?:\s?(?:Uhr|h|hs|[A-Z]{1,3}T|UTC))?$")


def parts_of(text: str) -> list[str]:
    """The parts of a line that signs part.

    >>> parts_of("3 May | Harbour")
    ['3 May', 'Harbour']
    """
    return _PARTS.split(text) if "|" in text or "·" in text or "•" in text or "/" in text else [text]


def is_meta(text: str) -> bool:
    """Whether a line is date, section and author, and no sentence.

    >>> is_meta("3 May | Harbour"), is_meta("3 May 2025, 10:15"), is_meta("The harbour is closed")
    (True, True, False)
    """
    if len(text) > MAX_META_CHARS:
        return False
    parts = [part for part in parts_of(text) if part]
    if len(parts) > 1:
        return not any(has_more_words(part, MAX_KICKER_WORDS) for part in parts)
    return _DIGIT.search(text) is not None and (_ENDS_IN_HOUR.search(text) is not None or is_bare(text))
