"""Lines that tell a time by how long ago it was: ``3 hours ago``, ``yesterday at 6 pm``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from archiver.calendar_lines import (
    LABEL,
    OTHER_WORD,
    WORD,
    RelativeWords,
    lexicon,
    plain_line,
    primary_language,
    relative_words,
)

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


class Age(NamedTuple):
    """How long ago a line says that something was."""

    #: of ``3 hours ago``
    span: dt.timedelta | None
    #: whether the span is told in hours, or shorter
    is_timed: bool
    #: 1 for yesterday, 0 for today
    days: int | None
    #: the canonical line
    line: str
    #: what the line calls that moment: ``P`` or ``U``
    label: str | None
    #: how many of its words are none of dates
    others: int


_UNITS = tuple(dt.timedelta(seconds=s) for s in (1, 60, 3_600, 86_400, 604_800))
_A_DAY = dt.timedelta(days=1)
#: longer numbers before a unit are no time span
_MAX_DIGITS = 4
#: ``7m ago``
_SHORT_AGO = re.compile(r"\b(\d{1,3}) ?([mhdw]) ago\b")
_LONG_UNITS = {"m": "min", "h": "hour", "d": "day", "w": "week"}


def find_ages(plain: str, primary: str | None) -> Iterator[Age]:
    """What a plain line says in a language, and in English."""
    if " ago" in plain:
        plain = _SHORT_AGO.sub(_long_unit, plain)
    for words in filter(None, map(relative_words, dict.fromkeys((primary, "en")))):
        if words.marks is None or any(map(plain.__contains__, words.marks)):
            yield from _find_age(plain, words, primary)


def _find_age(plain: str, words: RelativeWords, primary: str | None) -> Iterator[Age]:
    tokens = _TOKEN.findall(plain)
    if words.marks is not None and words.marks.isdisjoint(tokens):
        return
    spaced = f" {' '.join(tokens)} "
    count, unit = _find_span(tokens, spaced, words) or (0, None)
    days = _days_ago(spaced, words)
    if unit is not None or days is not None:
        line = next(lexicon(primary).canonical_lines(plain))
        span, is_timed = (count * unit, unit < _A_DAY) if unit is not None else (None, False)
        label = LABEL.search(line)
        yield Age(span, is_timed, days, line, label[0] if label else None, len(OTHER_WORD.findall(line)))


def _long_unit(match: re.Match[str]) -> str:
    return f"{match[1]} {_LONG_UNITS[match[2]]} ago"


def _find_span(tokens: list[str], spaced: str, words: RelativeWords) -> tuple[int, dt.timedelta] | None:
    """How many of which unit: ``3 hours ago``. Some languages name the unit first."""
    if not any(mark in spaced for mark in words.past):
        return None
    for number, unit in (*pairwise(tokens), *pairwise(tokens[::-1])):
        count = int(number) if number.isdecimal() and len(number) <= _MAX_DIGITS else 1 if number in words.one else None
        if count is None:
            continue
        length = next((u for u, stems in zip(_UNITS, words.units, strict=True) if unit.startswith(stems)), None)
        if length is not None:
            return count, length
    return None


def _days_ago(spaced: str, words: RelativeWords) -> int | None:
    """1 for yesterday, 0 for today."""
    days = ((1, words.yesterday), (0, words.today))
    return next((ago for ago, marks in days if any(f" {mark} " in spaced for mark in marks)), None)
