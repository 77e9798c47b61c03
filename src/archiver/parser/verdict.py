"""Whether a block is the article's text, by the weights of its clues.

``body_weights.json`` holds a weight for each clue, fitted on labelled pages by ``bench/fit_body.py``. A block's score
is the sum of its clues' weights, the logarithm of the odds that it is the article's: above 0, it rather is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import groupby

from archiver.parser.blocks import Node, Segment
from archiver.parser.clues import (
    Clue,
    appeal_clues,
    look_clues,
    read_appeals,
    read_traits,
    stand_clues,
    zone_clues,
)
from archiver.parser.endings import is_credit, is_ending, is_wall
from archiver.parser.reader_words import is_prompt, opens_as_prompt
from archiver.parser.scene import Scene, verdict_at_a_glance

#: between the values of one clue in the file
SEPARATOR = " | "
#: the score of what needs no weighing
_CERTAIN = 9.0
#: a score says no more than this when several are weighed together
_SATURATED = 4.0
#: words speak against a text more than for it: they are not read of what is out without them
_LOWEST = -0.5
#: nor of what is in whatever they say, unless it has links or is among the last
_SURE = 2.5
#: a longer text that speaks of newsletters is no prompt
_MAX_PROMPT = 300
#: notes on the text are among its last blocks
_NOTES = 3
#: without such words, none says that the rest is paid for
_PAYING = frozenset({"subscribe", "read", "support"})
#: kinds of blocks that may be no more than a picture's credit
_SHORT = frozenset({"short", "long", "apart"})
#: so many sums are kept
_MAX_SUMS = 65_536
#: what would be ordinary text, between two blocks that are the text and in line with one of them, gets so much more
_BRIDGE = 1.0
_LIST_BRIDGE = 2.5
_LIST_ITEMS = frozenset({"li", "dt", "dd", "td", "th"})
_LISTS = frozenset({"ul", "ol", "dl", "table"})


def read_weights(table: Mapping[str, Mapping[str, float]]) -> dict[Clue, float]:
    """The weights of a table: a clue's name → its values → the weight."""
    return {
        (name, *values.split(SEPARATOR)): weight
        for name, weights in table.items()
        for values, weight in weights.items()
    }


#: what every block starts with
BIAS: Clue = ("all", "blocks")


#: a line by itself, such as a prompt or a picture's credit, is no longer
_MAX_LINE = 80


class Judge:
    """Weighs blocks. What blocks share is weighed once, for all pages to come: it is a few thousand sums at most."""

    def __init__(self, weights: Mapping[Clue, float]) -> None:
        self._weights = weights
        self._bias = weights.get(BIAS, 0.0)
        self._look = lru_cache(_MAX_SUMS)(lambda look: self._sum(look_clues(look)))
        self._stand = lru_cache(_MAX_SUMS)(lambda stand: self._sum(stand_clues(stand)))
        self._zones = lru_cache(_MAX_SUMS)(lambda zones: self._sum(zone_clues(zones)))
        self._appeals = lru_cache(_MAX_SUMS)(lambda appeals: self._sum(appeal_clues(appeals)))

    def score(self, scene: Scene, number: int) -> float:
        """The logarithm of the odds that a block is the article's text."""
        plain = verdict_at_a_glance(scene, number)
        if plain is not None:
            return _CERTAIN if plain else -_CERTAIN
        look, stand, zones = read_traits(scene, number)
        total = self._bias + self._look(look) + self._stand(stand) + (self._zones(zones) if zones[1] else 0.0)
        if total <= _LOWEST:  # no words would make it the text
            return total
        item = scene.items[number]
        is_long = item.length > _MAX_LINE
        if total >= _SURE and is_long and not item.link_chars and number <= scene.last - _NOTES:
            return total  # nor would they unmake this one
        if _is_note(scene, number, item):
            return -_CERTAIN
        appeals = read_appeals(scene, number)
        return -_CERTAIN if _is_request(scene, number, appeals) else total + self._appeals(appeals)

    def _sum(self, clues: list[Clue]) -> float:
        get = self._weights.get
        return sum([get(clue, 0.0) for clue in clues])


_JUDGE = Judge(read_weights(json.loads(files("archiver.parser").joinpath("body_weights.json").read_text("utf-8"))))


def find_text(scene: Scene, judge: Judge = _JUDGE) -> list[bool]:
    """Which of a scene's blocks are the article's text."""
    scores = [judge.score(scene, number) for number in range(len(scene.items))]
    runs = _lists(scene.items)
    for run in runs:
        _share(scores, run)
    bridges = {number for run in runs if _is_list_bridge(scene, run, scores) for number in run}
    return [score > 0 or number in bridges or _is_bridge(scene, number, scores) for number, score in enumerate(scores)]


def _is_note(scene: Scene, number: int, item: Segment) -> bool:
    """Whether a block is a note below a text, or names a picture's maker."""
    if number > scene.last - _NOTES and is_ending(item.text):
        return True
    return scene.kinds[number] in _SHORT and is_credit(item.text)


def _is_request(scene: Scene, number: int, appeals: tuple[str, ...]) -> bool:
    """Whether a block asks its readers to follow, subscribe or, below the text, pay for the rest."""
    item = scene.items[number]
    if item.length <= _MAX_LINE and opens_as_prompt(item.text):
        return True
    if item.length <= _MAX_PROMPT and is_prompt(appeals, is_linked=item.link_chars > 0):
        return True
    return number > scene.last - _NOTES and not _PAYING.isdisjoint(appeals) and is_wall(item.text)


def _lists(items: Sequence[Segment]) -> list[range]:
    """The items of each list, and the cells of each table, where there are several in a row."""
    runs = []
    for outer, run in groupby(range(len(items)), lambda number: _list_of(items[number])):
        numbers = list(run)
        if outer is not None and len(numbers) > 1:
            runs.append(range(numbers[0], numbers[-1] + 1))
    return runs


def _list_of(item: Segment) -> Node | None:
    """The list or table in which an item stands."""
    if item.node.tag not in _LIST_ITEMS:
        return None
    node = item.node.parent
    while node is not None and node.tag not in _LISTS:
        node = node.parent
    return node


def _share(scores: list[float], run: range) -> None:
    """Items of one list mostly stand or fall together."""
    mean = sum([max(-_SATURATED, min(_SATURATED, scores[number])) for number in run]) / len(run)
    for number in run:
        scores[number] = mean


def _is_list_bridge(scene: Scene, run: range, scores: list[float]) -> bool:
    """Whether a list that would be ordinary text stands between two blocks of it."""
    if not run.start or run.stop == len(scores) or scores[run.start - 1] <= 0 or scores[run.stop] <= 0:
        return False
    return all(scene.ordinary[number] for number in run) and max(scores[number] for number in run) > -_LIST_BRIDGE


def _is_bridge(scene: Scene, number: int, scores: list[float]) -> bool:
    """Whether a block that is rather not the text on its own is so where it stands."""
    if not scene.ordinary[number] or not 0 < number < len(scores) - 1 or scores[number] <= -_BRIDGE:
        return False
    if scores[number - 1] <= 0 or scores[number + 1] <= 0:
        return False
    parent = scene.items[number].node.parent
    return scene.items[number - 1].node.parent is parent or scene.items[number + 1].node.parent is parent
