"""Where in a page's lines the article's own text is, and which of those lines belong to it.

Every line has a weight: paragraphs speak for the article, the longer the more; menus, headlines of other articles,
dates and labels speak against it. The pieces of the page whose weights add up to most are looked at, and the first
that is nearly as good as the best is the article: comments and related texts can be longer, but they come later.

The weights were chosen on labelled pages of two collections; each can be changed by a third with little effect on
either. Tried without gain: bridging gaps where the words on both sides are alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from archiver.model import Block
from archiver.parser.line_words import Sign
from archiver.parser.lines import Line

#: words that count in one paragraph, and words that make a weight of one
_MAX_WORDS = 80
_WORDS_PER_WEIGHT = 15
#: of a paragraph that stands alone between short lines, as excerpts on cards do
_LONE_SHARE = 0.6
_SHORT_SENTENCE = 0.3
_CUT_OFF = 0.3
_TRUNCATED = -1.0
_DATED = -1.5
_SYMBOLS = -0.15
_SHORT = -0.5
_HEADLINE = -1.0
#: stand within articles, too
_FURNISHING = -0.2
_INSIDE = frozenset(
    {Sign.ADVERT, Sign.SHARE, Sign.PICTURE, Sign.PLACEHOLDER, Sign.CREDIT, Sign.READ_ALSO, Sign.PROMOTION}
)
_OUTSIDE = {Sign.RELATED: -1.5, Sign.FURNITURE: -1.5, Sign.CLOSING: -3.0, Sign.COMMENTS: -20.0}
#: a line without an end is prose from so many words on; a menu's has fewer
_CUT_OFF_WORDS = 20
_DATE_LINE_WORDS = 12
_MENU_WORDS = 6
_MIN_SENTENCE_WORDS = 3
#: the first piece with this share of the best one's weight is the article
_NEARLY = 0.4

#: sub-headings, and other short lines that are kept alone between paragraphs
_MIN_HEADING_WORDS = 2
_MAX_HEADING_WORDS = 16
_MAX_SECOND_WORDS = 12
#: more advice to subscribe than this share of the paragraphs, and it is the article's topic
_MAX_PROMOTION = 0.25
#: an alternative text and the caption after it begin alike, over so many characters at least
_MIN_ALT_CHARS = 20
_MAX_CAPTION_WORDS = 45


@dataclass(frozen=True, slots=True)
class Body:
    """The article's text: lines[start:end], of which ``kept`` belong."""

    start: int
    end: int
    kept: tuple[Line, ...]


def find_body(lines: Sequence[Line]) -> Body | None:
    """The article's text, or ``None`` when no line reads as prose."""
    weights = _weights(lines)
    pieces = _pieces(weights)
    if not pieces:
        return None
    enough = _NEARLY * max(piece.weight for piece in pieces)
    chosen = next(piece for piece in pieces if piece.weight >= enough)
    kept = _kept(lines[chosen.start : chosen.end])
    return Body(chosen.start, chosen.end, kept) if any(map(_is_text, kept)) else None


def read_blocks(text: Sequence[Line]) -> tuple[Block, ...]:
    """One block for each line, sub-headings told from paragraphs."""
    return tuple(Block(kind="paragraph" if _is_text(line) else "heading", text=line.text) for line in text)


# --- where -----------------------------------------------------------------------


def _weights(lines: Sequence[Line]) -> list[float]:
    is_prose = [line.is_prose and not line.is_truncated and line.sign is None for line in lines]
    beside = _beside_prose(lines, is_prose)
    weights = []
    for line, prose, has_neighbour in zip(lines, is_prose, beside, strict=True):
        weight = min(line.words, _MAX_WORDS) / _WORDS_PER_WEIGHT if prose else _weight_of_short(line)
        weights.append(weight if has_neighbour or not prose else weight * _LONE_SHARE)
    return weights


def _weight_of_short(line: Line) -> float:
    if line.sign is not None:
        return _OUTSIDE.get(line.sign, _FURNISHING)
    weights = (
        (_TRUNCATED, line.is_truncated),
        (_SHORT_SENTENCE, line.is_closed and line.words >= _MIN_SENTENCE_WORDS),
        (_CUT_OFF, line.words >= _CUT_OFF_WORDS),
        (_DATED, line.is_dated and line.words < _DATE_LINE_WORDS),
        (_SYMBOLS, _is_symbols(line)),
        (_SHORT, line.words <= _MENU_WORDS),
    )
    return next((weight for weight, is_so in weights if is_so), _HEADLINE)


def _is_symbols(line: Line) -> bool:
    return line.words <= _MIN_HEADING_WORDS and not any(map(str.isalpha, line.text))


def _beside_prose(lines: Sequence[Line], is_prose: list[bool]) -> list[bool]:
    """Whether the line before or after is prose, what may stand inside an article not counted."""
    counted = [index for index, line in enumerate(lines) if line.sign not in _INSIDE and not _is_symbols(line)]
    beside = [False] * len(lines)
    for first, second in pairwise(counted):
        beside[second] = beside[second] or is_prose[first]
        beside[first] = beside[first] or is_prose[second]
    return beside


class _Piece(NamedTuple):
    start: int
    end: int
    #: sums of all weights before its start and before its end
    low: float
    high: float
    #: the last piece before it with a smaller ``low``, or -1
    before: int

    @property
    def weight(self) -> float:
        return self.high - self.low


def _pieces(weights: Sequence[float]) -> list[_Piece]:
    """All maximal pieces in order: none becomes heavier by any change of its ends (Ruzzo and Tompa, 1999)."""
    pieces: list[_Piece] = []
    total = 0.0
    for index, weight in enumerate(weights):
        if weight > 0:
            _add(pieces, index, total, total + weight)
        total += weight
    return pieces


def _add(pieces: list[_Piece], start: int, low: float, high: float) -> None:
    end = start + 1
    while True:
        before = len(pieces) - 1
        while before >= 0 and pieces[before].low >= low:
            before = pieces[before].before
        if before < 0 or pieces[before].high >= high:
            pieces.append(_Piece(start, end, low, high, before))
            return
        start, low = pieces[before].start, pieces[before].low
        del pieces[before:]


# --- which -----------------------------------------------------------------------


def _kept(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Paragraphs, and the sub-headings between them; no captions, labels, links to other articles."""
    captions = _captions(lines)
    promotions = _promotions(lines)
    left = [
        line
        for line in lines
        if line.position not in captions
        and not _is_symbols(line)
        and (line.sign is None or (line.sign is Sign.PROMOTION and not promotions))
    ]
    kept: list[Line] = []
    short: list[Line] = []
    for line in left:
        if _is_text(line):
            kept += _headings(short)
            kept.append(line)
            short = []
        else:
            short.append(line)
    return tuple(kept)


def _is_text(line: Line) -> bool:
    return line.is_prose or (line.is_closed and line.words >= _MIN_SENTENCE_WORDS) or line.words >= _CUT_OFF_WORDS


def _headings(short: Sequence[Line]) -> Sequence[Line]:
    """What is kept of the short lines between two paragraphs: one is a sub-heading, several are boxes and captions."""
    if not short or len(short) > _MIN_HEADING_WORDS:
        return [line for line in short if line.is_item] if _are_items(short) else ()
    last = short[-1]
    longest = _MAX_HEADING_WORDS if len(short) == 1 else _MAX_SECOND_WORDS
    if last.is_dated or last.is_truncated or not _MIN_HEADING_WORDS <= last.words <= longest:
        return ()
    return () if len(short) > 1 and short[0].words > _MENU_WORDS else (last,)


def _are_items(short: Sequence[Line]) -> bool:
    return 2 * sum(line.is_item for line in short) > len(short)


def _captions(lines: Sequence[Line]) -> set[int]:
    """Lines that begin the next one over their whole length, alternative texts, and the captions that repeat them."""
    found: set[int] = set()
    for line, following in pairwise(lines):
        if len(line.text) >= _MIN_ALT_CHARS and following.text.startswith(line.text.rstrip(" .…")):
            found.add(line.position)
            if following.words <= _MAX_CAPTION_WORDS:
                found.add(following.position)
    return found


def _promotions(lines: Sequence[Line]) -> bool:
    """Whether lines that ask the reader for something are few enough not to be what the article is about."""
    prose = sum(line.is_prose for line in lines)
    return sum(line.sign is Sign.PROMOTION for line in lines) <= _MAX_PROMOTION * prose + 1
