"""Whether a flattened line is the article's text, by the weights of its clues.

``text_weights.json`` holds a weight for each clue, fitted on labelled pages by ``bench/fit_text.py``. A line's score is
the sum of its clues' weights, the logarithm of the odds that it is the article's: above 0, it rather is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from archiver.parser.clues import Clue
from archiver.parser.endings import is_ending
from archiver.parser.line_words import Sign
from archiver.parser.names import is_person
from archiver.parser.reader_words import is_prompt
from archiver.parser.text_clues import (
    Outline,
    beside_clues,
    is_alike,
    look_clues,
    place_of,
    read_appeals,
    read_traits,
    stand_clues,
    word_clues,
)
from archiver.parser.verdict import BIAS, read_weights

#: the score of what needs no weighing
_CERTAIN = 9.0
#: labels, dates and numbers by themselves; what asks readers for something may be what the article is about
_NEVER = frozenset({sign.value for sign in Sign} - {Sign.PROMOTION.value} | {"symbols", "dated"})
#: a line with so many lines on either side and no prose among them is in a menu
_FAR = 20
#: a caption is not longer, nor a prompt
_MAX_CAPTION_WORDS = 45
_MAX_PROMPT = 300
#: words rarely make a text of what is none without them: of such lines they are not read
_LOWEST = -1.5
#: so many sums are kept
_MAX_SUMS = 65_536


class LineJudge:
    """Weighs lines. What lines share is weighed once, for all pages to come."""

    def __init__(self, weights: Mapping[Clue, float]) -> None:
        self._weights = weights
        self._bias = weights.get(BIAS, 0.0)
        self._look = lru_cache(_MAX_SUMS)(lambda look: self._sum(look_clues(look)))
        self._stand = lru_cache(_MAX_SUMS)(lambda stand: self._sum(stand_clues(stand)))
        self._beside = lru_cache(_MAX_SUMS)(lambda beside: self._sum(beside_clues(beside)))

    def scores(self, outline: Outline) -> list[float]:
        """For each line the logarithm of the odds that it is the article's text."""
        last, (start, end, _) = outline.last, outline.text
        return [
            -_CERTAIN
            if kind in _NEVER or number > last or (above > _FAR and below > _FAR and not start <= number < end)
            else self._score(outline, number)
            for number, (kind, above, below) in enumerate(zip(outline.kinds, outline.above, outline.below, strict=True))
        ]

    def _score(self, outline: Outline, number: int) -> float:
        look, stand, beside = read_traits(outline, number)
        total = self._bias + self._look(look) + self._stand(stand) + self._beside(beside)
        if total <= _LOWEST:
            return total
        appeals = read_appeals(outline, number)
        if is_foreign(outline, number, appeals):
            return -_CERTAIN
        return total + self._sum(word_clues(outline, number, appeals))

    def _sum(self, clues: list[Clue]) -> float:
        get = self._weights.get
        return sum([get(clue, 0.0) for clue in clues])


def is_weighed(outline: Outline, number: int) -> bool:
    """Whether it takes weights to tell what a line is."""
    if number > outline.last or outline.kinds[number] in _NEVER:
        return False
    return not is_foreign(outline, number, read_appeals(outline, number))


def is_foreign(outline: Outline, number: int, appeals: Sequence[str]) -> bool:
    """Whether a line is an alternative text or its caption, a note on the text, or a prompt to its readers."""
    line = outline.lines[number]
    if is_alike(outline, number, number + 1) or (
        line.words <= _MAX_CAPTION_WORDS and is_alike(outline, number - 1, number)
    ):
        return True
    if place_of(outline, number) in _ENDS and (is_ending(line.text) or _is_signature(line.text)):
        return True
    return len(line.text) <= _MAX_PROMPT and is_prompt(appeals)


_ENDS = frozenset({"last", "after"})
_DASHES = "–—- "


def _is_signature(text: str) -> bool:
    return text[0] in _DASHES and is_person(text.lstrip(_DASHES))


JUDGE = LineJudge(read_weights(json.loads(files("archiver.parser").joinpath("text_weights.json").read_text("utf-8"))))
