"""Lines that tell a time by how long ago it was: ``3 hours ago``, ``yesterday at 6 pm``."""

from __future__ import annotations

import re
from functools import lru_cache

from archiver.calendar_lines import WORD, RelativeWords, plain_line, primary_language, relative_words

_TOKEN = re.compile(rf"\d+|{WORD}")
#: such lines are short
_MAX_CHARS = 40
_MAX_SPACES = 6
#: words between day and hour: ``yesterday at 6 pm``; and units of a letter: ``3h ago``
_MAX_JOINING = 2
_MAX_JOINING_CHARS = 3


@lru_cache(maxsize=2048)
def is_counted_back(text: str, *, language: str | None = None) -> bool:
    """Whether a line is a time told from the moment of reading, and nothing else.

    >>> is_counted_back("3 hours ago"), is_counted_back("hier à 18h30", language="fr"), is_counted_back("hours later")
    (True, True, False)
    """
    primary = primary_language(language)
    if len(text) > _MAX_CHARS or text.count(" ") > _MAX_SPACES:
        return False
    tokens = _TOKEN.findall(plain_line(text))
    for words in filter(None, map(relative_words, dict.fromkeys((primary, "en")))):
        if words.marks is None or not words.marks.isdisjoint(tokens):
            others = _words_beside(tokens, words)
            if others is not None and (not others or any(map(str.isdecimal, tokens))):
                return len(others) <= _MAX_JOINING and all(len(word) <= _MAX_JOINING_CHARS for word in others)
    return False


def _words_beside(tokens: list[str], words: RelativeWords) -> list[str] | None:
    """What a line has beside numbers and words that count back; ``None`` where nothing says that it is past."""
    spaced = rest = f" {' '.join(tokens)} "
    for mark in (*words.past, *(f" {day} " for day in (*words.yesterday, *words.today))):
        rest = rest.replace(mark, " ")
    if rest == spaced:
        return None
    units = tuple(stem for stems in words.units for stem in stems)
    return [word for word in rest.split() if not (word.isdecimal() or word in words.one or word.startswith(units))]
