"""When a flattened article appeared and changed, read off the lines around its title and its text.

The places are looked at in the order of how often they hold the article's own date. In each, a line that holds
little but a date goes before a longer one: captions and announcements name days, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archiver.model import Moment
from archiver.parser.line_words import Sign
from archiver.parser.lines import Line
from archiver.timestamps import Reading, find_readings

#: words of a line that is a date and little else, and of one that holds a date beside names and counts
_BARE_WORDS = 9
_MAX_WORDS = 24
#: a dateline begins the text: ``BERLIN, 3 March 2025 – The …``
_MAX_DATELINE_CHARS = 120
#: words of a card's headline
_MIN_TITLE_WORDS = 3
#: longer lines are read up to here
_MAX_CHARS = 160


class Place(NamedTuple):
    """Where the article's parts are; positions of lines."""

    title: int
    start: int
    end: int
    #: of lines that are cards for sure
    promoted: frozenset[int] = frozenset()


class DateLine(NamedTuple):
    """A moment and the line that names it."""

    moment: Moment
    line: Line
    rule: str


@dataclass(frozen=True, slots=True)
class Dates:
    """What the lines say; ``None`` when they do not."""

    published: DateLine | None = None
    modified: DateLine | None = None


def find_dates(lines: Sequence[Line], place: Place, language: str | None, reference: Moment | None) -> Dates:
    """When the article appeared and changed. ``reference`` is what relative dates are relative to."""
    modified: DateLine | None = None
    for rule, span, max_words in _spans(lines, place):
        own = [line for line in span if line.position not in place.promoted]
        for line, reading in _readings(own, max_words, language, reference):
            found = DateLine(reading.moment, line, rule)
            if reading.label != "modified":
                return Dates(found, modified)
            modified = modified or found
        if modified:
            return Dates(None, modified)
    return Dates()


def _spans(lines: Sequence[Line], place: Place) -> Iterator[tuple[str, Sequence[Line], int]]:
    title, start, end, _ = place
    below = lines[title + 1 : min(end, start + 4)]
    above = lines[max(0, title - 6) : title + 1]
    after = _own(lines[end : end + 40])
    for max_words in (_BARE_WORDS, _MAX_WORDS):
        yield "date below the title", below, max_words
        yield "date above the title", above, max_words
    yield "date below the text", after[:10], _MAX_WORDS
    yield "dateline of the text", [line for line in lines[start : start + 3] if _has_dateline(line)], 1000
    yield "date far below the text", after[10:], _BARE_WORDS
    yield "date far above the title", lines[max(0, title - 60) : max(0, title - 6)], _BARE_WORDS


def _own(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines that are no card's: below a heading of cards, a date beside a headline is the headline's."""
    heading = next((number for number, line in enumerate(lines) if line.sign is Sign.RELATED), len(lines))
    beside: set[int] = set()
    for number, line in enumerate(lines):
        if number > heading and _is_headline(line):
            beside |= {number - 1, number + 1}
    return [line for number, line in enumerate(lines) if number < heading or number not in beside]


def _is_headline(line: Line) -> bool:
    return line.sign is None and line.words >= _MIN_TITLE_WORDS and not line.is_dated


def _has_dateline(line: Line) -> bool:
    return any(map(str.isdigit, line.text[:_MAX_DATELINE_CHARS]))


def _readings(
    span: Sequence[Line], max_words: int, language: str | None, reference: Moment | None
) -> Iterator[tuple[Line, Reading]]:
    for line in span:
        if line.words <= max_words and (line.is_dated or reference is not None or any(map(str.isdigit, line.text))):
            for reading in find_readings(line.text[:_MAX_CHARS], language=language, reference=reference):
                yield line, reading
