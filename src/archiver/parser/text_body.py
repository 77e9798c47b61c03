"""Where in a page's lines the article's own text is, and which of those lines belong to it.

Every line has a weight by its kind: paragraphs speak for the article, the longer the more; menus, headlines of other
articles, dates and labels speak against it. The pieces of the page whose weights add up to most are looked at, and the
first that is nearly as good as the best is the article at a glance: comments and related texts can be longer, but they
come later. Then each line is weighed by what it is and where it stands (``text_verdict``): so what belongs to the text
outside that piece is found, and what does not belong inside is left out.

Tried without gain: bridging gaps where the words on both sides are alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import NamedTuple

from archiver.model import Block
from archiver.parser.line_words import Sign
from archiver.parser.lines import Line
from archiver.parser.text_clues import PROSE, Outline, Piece, kind_of, outline_of
from archiver.parser.text_excerpts import find_promoted
from archiver.parser.text_verdict import JUDGE, LineJudge

#: words that count in one paragraph, and words that make a weight of one
_MAX_WORDS = 80
_WORDS_PER_WEIGHT = 15
#: of a paragraph that stands alone between short lines, as excerpts on cards do
_LONE_SHARE = 0.6
#: stand within articles, too
_FURNISHING = -0.2
#: what each kind of line weighs that is no prose
_WEIGHTS = {
    "cut": -1.0,
    "sentence": 0.3,
    "open": 0.3,
    "dated": -1.5,
    "symbols": -0.15,
    "menu": -0.5,
    "short": -0.5,
    "item": -0.5,
    "label": -0.5,
    "headline": -1.0,
    **{sign.value: _FURNISHING for sign in Sign},
    Sign.RELATED.value: -1.5,
    Sign.FURNITURE.value: -1.5,
    Sign.CLOSING.value: -3.0,
    Sign.COMMENTS.value: -20.0,
}
#: paragraphs are neighbours across them
_INSIDE = frozenset(
    {
        "symbols",
        *(
            sign.value
            for sign in (
                Sign.ADVERT,
                Sign.SHARE,
                Sign.PICTURE,
                Sign.PLACEHOLDER,
                Sign.CREDIT,
                Sign.READ_ALSO,
                Sign.PROMOTION,
            )
        ),
    }
)
#: the first piece with this share of the best one's weight is the article
_NEARLY = 0.4
#: a score says no more than this about where the text is
_SATURATED = 2.0
#: so many lines between two that are the text, each with a higher score, are it too, at this score
_MAX_BRIDGE = 3
_LOWEST_BRIDGE = -0.5
_LOWEST_SENTENCE = -1.0
_BRIDGE = 0.01
#: so many short lines are the list that a line with a colon announces
_MAX_LISTED = 12
_LISTED = frozenset({"menu", "short", "item", "headline", "sentence"})
_COLONS = ":："
#: the score of what is a card, whatever its weights say
_CERTAIN = 9.0
#: what stands apart from the text and weighs less than this share of its heaviest piece is no part of it
_LIGHT = 0.1

#: a list of articles has so many excerpts of so many words, and dates between so many of them
_MIN_EXCERPTS = 4
_MAX_EXCERPT_WORDS = 60
_PARTED = 0.8
#: a list of headlines has so many of so many words, and no more paragraphs than a notice has
_MIN_HEADLINE_WORDS = 5
_MANY_HEADLINES = 10
_MAX_STRAY_PROSE = 2
#: a line without an end is text from so many words on; a menu's has fewer
_CUT_OFF_WORDS = 20
_MIN_SENTENCE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Body:
    """The article's text: most of it in lines[start:end], all of it in ``kept``."""

    start: int
    end: int
    kept: tuple[Line, ...]
    #: positions of lines that are cards for sure
    promoted: frozenset[int] = frozenset()


def find_body(lines: Sequence[Line], judge: LineJudge = JUDGE) -> Body | None:
    """The article's text, or ``None`` when no line reads as prose."""
    outline = find_outline(lines)
    if outline is None:
        return None
    promoted = find_promoted(lines)
    scores = [-_CERTAIN if number in promoted else score for number, score in enumerate(judge.scores(outline))]
    scores = _bridged(scores, outline.kinds)
    kept = [lines[number] for number in _in_heavy_pieces(lines, scores) if scores[number] > 0]
    if not any(map(_is_text, kept)):
        return None
    main = [line for line in kept if outline.text.start <= line.position < outline.text.end] or kept
    return Body(main[0].position, main[-1].position + 1, tuple(kept), promoted)


def find_outline(lines: Sequence[Line]) -> Outline | None:
    """What the lines are at a glance, or ``None`` when none reads as prose."""
    kinds = [kind_of(line) for line in lines]
    pieces = _pieces(_weights(lines, kinds))
    if not pieces:
        return None
    enough = _NEARLY * max(piece.weight for piece in pieces)
    return outline_of(lines, kinds, next(piece for piece in pieces if piece.weight >= enough), pieces)


def is_list_of_excerpts(lines: Sequence[Line]) -> bool:
    """Whether what reads as prose is excerpts on a list of articles: short, with a date between any two of them."""
    excerpts = [line for line in lines if line.is_prose and line.sign is None]
    if len(excerpts) < _MIN_EXCERPTS or max(line.words for line in excerpts) > _MAX_EXCERPT_WORDS:
        return False
    parted = [
        any(between.is_dated for between in lines[one.position + 1 : other.position])
        for one, other in pairwise(excerpts)
    ]
    return sum(parted) >= _PARTED * len(parted)


def is_list_of_headlines(lines: Sequence[Line]) -> bool:
    """Whether there is next to no prose on the page, and many lines that are as long as headlines."""
    prose = sum(line.is_prose and line.sign is None for line in lines)
    headlines = sum(
        not line.is_closed and line.sign is None and _MIN_HEADLINE_WORDS <= line.words <= _MAX_EXCERPT_WORDS
        for line in lines
    )
    return prose <= _MAX_STRAY_PROSE and headlines >= _MANY_HEADLINES


def read_blocks(text: Sequence[Line]) -> tuple[Block, ...]:
    """Paragraphs, sub-headings, and the short lines that stand together as one list."""
    blocks: list[Block] = []
    for is_text, run in groupby(text, _is_text):
        if is_text:
            blocks += [Block(kind="paragraph", text=line.text) for line in run]
        else:
            blocks += _read_short(list(run))
    if blocks and blocks[-1].kind == "heading":  # of nothing
        blocks[-1] = replace(blocks[-1], kind="paragraph")
    return tuple(blocks)


def _read_short(run: Sequence[Line]) -> list[Block]:
    """One short line between paragraphs heads what follows; several are a list, the first may be its heading."""
    if len(run) == 1:
        return [Block(kind="list" if run[0].is_item else "heading", text=run[0].text)]
    is_headed = (run[1].is_item and not run[0].is_item) or run[0].text[-1] in _COLONS
    heading = [Block(kind="heading", text=run[0].text)] if is_headed else []
    return [*heading, Block(kind="list", text="\n".join(line.text for line in run[is_headed:]))]


def _is_text(line: Line) -> bool:
    return line.is_prose or (line.is_closed and line.words >= _MIN_SENTENCE_WORDS) or line.words >= _CUT_OFF_WORDS


def _bridged(scores: list[float], kinds: Sequence[str]) -> list[float]:
    """The scores, where a few lines that are rather not the text stand between two that are raised above 0."""
    bridged = list(scores)
    last = -1
    for number, score in enumerate(scores):
        if score > 0:
            gap = range(last + 1, number)
            if last >= 0 and gap and (_is_short_gap(scores, kinds, gap) or _is_announced(kinds, gap)):
                bridged[last + 1 : number] = [_BRIDGE] * len(gap)
            last = number
    return bridged


def _is_short_gap(scores: Sequence[float], kinds: Sequence[str], gap: range) -> bool:
    return len(gap) <= _MAX_BRIDGE and all(
        scores[number] > (_LOWEST_SENTENCE if kinds[number] == "sentence" else _LOWEST_BRIDGE) for number in gap
    )


def _is_announced(kinds: Sequence[str], gap: range) -> bool:
    """Whether short lines are the list that a line with a colon announces."""
    return (
        len(gap) <= _MAX_LISTED and kinds[gap.start - 1] == "label" and all(kinds[number] in _LISTED for number in gap)
    )


def _in_heavy_pieces(lines: Sequence[Line], scores: Sequence[float]) -> list[int]:
    """The lines of the pieces that are heavy by their scores: a line far from them is a stray."""
    weights = [
        max(score, -_SATURATED) if score <= 0 else min(score, _SATURATED) * min(line.words, _MAX_WORDS)
        for line, score in zip(lines, scores, strict=True)
    ]
    pieces = _pieces(weights)
    enough = _LIGHT * max((piece.weight for piece in pieces), default=0.0)
    return [number for piece in pieces if piece.weight >= enough for number in range(piece.start, piece.end)]


# --- where -----------------------------------------------------------------------


def _weights(lines: Sequence[Line], kinds: Sequence[str]) -> list[float]:
    beside = _beside_prose(kinds)
    weights = []
    for line, kind, has_neighbour in zip(lines, kinds, beside, strict=True):
        if kind not in PROSE:
            weights.append(_WEIGHTS[kind])
        else:
            weight = min(line.words, _MAX_WORDS) / _WORDS_PER_WEIGHT
            weights.append(weight if has_neighbour else weight * _LONE_SHARE)
    return weights


def _beside_prose(kinds: Sequence[str]) -> list[bool]:
    """Whether the line before or after is prose, what may stand inside an article not counted."""
    counted = [index for index, kind in enumerate(kinds) if kind not in _INSIDE]
    beside = [False] * len(kinds)
    for first, second in pairwise(counted):
        beside[second] = beside[second] or kinds[first] in PROSE
        beside[first] = beside[first] or kinds[second] in PROSE
    return beside


class _Span(NamedTuple):
    start: int
    end: int
    #: sums of all weights before its start and before its end
    low: float
    high: float
    #: the last one before it with a smaller ``low``, or -1
    before: int


def _pieces(weights: Sequence[float]) -> list[Piece]:
    """All maximal pieces in order: none becomes heavier by any change of its ends (Ruzzo and Tompa, 1999)."""
    spans: list[_Span] = []
    total = 0.0
    for index, weight in enumerate(weights):
        if weight > 0:
            _add(spans, index, total, total + weight)
        total += weight
    return [Piece(span.start, span.end, span.high - span.low) for span in spans]


def _add(spans: list[_Span], start: int, low: float, high: float) -> None:
    end = start + 1
    while True:
        before = len(spans) - 1
        while before >= 0 and spans[before].low >= low:
            before = spans[before].before
        if before < 0 or spans[before].high >= high:
            spans.append(_Span(start, end, low, high, before))
            return
        start, low = spans[before].start, spans[before].low
        del spans[before:]
