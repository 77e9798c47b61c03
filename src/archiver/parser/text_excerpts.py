"""Which lines of a flattened page are cards by their shape alone: a headline, and an excerpt that was cut off.

No weight and no language is needed to tell them: a line that ends in an ellipsis below a headline is an excerpt where
it stands beside its like or below a heading that says so. Such lines are no text, title or date of the article.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from archiver.calendar_days import LAST_YEAR
from archiver.parser.credit_lines import without_prefix
from archiver.parser.line_words import Sign
from archiver.parser.lines import Line
from archiver.timestamps import parse_moment

#: words of an excerpt, and of a headline
_MIN_EXCERPT_WORDS = 6
_MIN_TITLE_WORDS = 3
_MAX_TITLE_WORDS = 30
#: of a line between headline and excerpt that says when, or who, and how many such lines there are
_MAX_DETAIL_WORDS = 8
_MAX_DETAILS = 2
#: so many lines between two cards of one block, and between the first and the heading of its block
_MAX_BETWEEN = 4
_MAX_BELOW_HEADING = 6
_FULL_STOPS = ".。।۔։።"
#: any moment that comes late enough will do to tell whether "3 hours ago" is a date
_SOME_DAY = dt.datetime(LAST_YEAR, 1, 1, tzinfo=dt.UTC)


class _Shape(NamedTuple):
    """Positions of a headline and of the excerpt below it; those of a lost headline are the same."""

    headline: int
    excerpt: int


def find_promoted(lines: Sequence[Line]) -> frozenset[int]:
    """Positions of the lines that are headlines, excerpts and dates of cards for sure."""
    found = list(_shapes(lines))
    return frozenset(chain.from_iterable(_positions(lines, block) for block in _blocks(lines, found)))


def _shapes(lines: Sequence[Line]) -> Iterator[_Shape]:
    for line in lines:
        if line.is_truncated and line.sign is None and line.words >= _MIN_EXCERPT_WORDS:
            yield _Shape(_headline_of(lines, line), line.position)


def _headline_of(lines: Sequence[Line], excerpt: Line) -> int:
    """The position of an excerpt's headline, a date or an author between them; its own when it has none."""
    above = lines[max(0, excerpt.position - _MAX_DETAILS - 1) : excerpt.position]
    headline = next((line for line in reversed(above) if not _is_detail(line)), None)
    is_one = headline is not None and _is_headline(headline) and len(headline.text) < len(excerpt.text)
    return headline.position if headline is not None and is_one else excerpt.position


def _is_headline(line: Line) -> bool:
    return (
        line.sign is None
        and not line.is_truncated
        and _MIN_TITLE_WORDS <= line.words <= _MAX_TITLE_WORDS
        and line.text[-1] not in _FULL_STOPS
    )


def _is_detail(line: Line) -> bool:
    if line.sign is not None or line.words > _MAX_DETAIL_WORDS or line.is_closed:
        return False
    return _is_date(line) or without_prefix(line.text) != line.text


def _is_date(line: Line) -> bool:
    """Whether a line names a day or an age and little else."""
    if line.sign is not None or line.words > _MAX_DETAIL_WORDS or not any(map(str.isdigit, line.text)):
        return False
    return parse_moment(line.text, reference=_SOME_DAY) is not None


# --- blocks ------------------------------------------------------------------------


def _blocks(lines: Sequence[Line], found: Sequence[_Shape]) -> Iterator[list[_Shape]]:
    """What stands together, where that is enough to tell that it is cards."""
    block: list[_Shape] = []
    for shape in found:
        if block and not _are_neighbours(lines, block[-1], shape):
            if _are_cards(lines, block):
                yield block
            block = []
        block.append(shape)
    if block and _are_cards(lines, block):
        yield block


def _are_neighbours(lines: Sequence[Line], one: _Shape, other: _Shape) -> bool:
    between = lines[one.excerpt + 1 : other.headline]
    return len(between) <= _MAX_BETWEEN and not any(line.is_prose or line.sign is Sign.RELATED for line in between)


def _are_cards(lines: Sequence[Line], block: Sequence[_Shape]) -> bool:
    """Whether there are several, one with a headline that is no question, or a heading stands above them."""
    headlines = [lines[headline] for headline, excerpt in block if headline != excerpt]
    if len(block) > 1 and any(not line.is_closed for line in headlines):
        return True
    return bool(headlines) and _heading_of(lines, block[0].headline) is not None


def _heading_of(lines: Sequence[Line], start: int) -> int | None:
    """The position of the heading that says that what begins at ``start`` is cards."""
    for line in reversed(lines[max(0, start - _MAX_BELOW_HEADING) : start]):
        if line.sign is Sign.RELATED:
            return line.position
        if line.is_prose:
            return None
    return None


def _positions(lines: Sequence[Line], block: Sequence[_Shape]) -> Iterator[int]:
    for headline, excerpt in block:
        yield from range(headline, excerpt + 1)
    yield from _dates_around(lines, block)


def _dates_around(lines: Sequence[Line], block: Sequence[_Shape]) -> Iterator[int]:
    """Dates between the cards, and one more: above the first, or below the last where none is above the first."""
    between = [
        line.position
        for one, other in pairwise(block)
        for line in lines[one.excerpt + 1 : other.headline]
        if _is_date(line)
    ]
    yield from between
    first, last = block[0].headline, block[-1].excerpt
    heading = _heading_of(lines, first)
    if not between and heading is None:
        return
    if heading is not None:
        above = [line.position for line in lines[heading + 1 : first] if _is_date(line)]
    else:
        above = [line.position for line in lines[max(0, first - 1) : first] if _is_date(line)]
    yield from above
    if not above and all(headline + 1 >= excerpt for headline, excerpt in block):
        yield from (line.position for line in lines[last + 1 : last + 2] if _is_date(line))
