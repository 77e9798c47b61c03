"""What speaks for and against a flattened line's being the article's text: its look, its neighbours, where it stands.

A clue is a name and its values, as those of the blocks of a page (``clues``). Each has a weight, fitted on labelled
pages that were flattened (``text_verdict``); none decides alone.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archiver.parser.clues import Clue
from archiver.parser.line_words import Sign
from archiver.parser.lines import Line
from archiver.parser.reader_words import appeals_of

_SIZES = (1, 2, 3, 4, 6, 9, 12, 16, 20, 28, 40, 60, 90)
_BEFORE = (2, 4, 8, 16, 32, 64)
_AFTER = (1, 3, 7, 15, 30, 60)
_STEPS = (1, 2, 4, 8)
_RUNS = (2, 3, 4, 6, 10, 20)
_SHARES = (0.05, 0.1, 0.2, 0.4, 0.8)
_WEIGHTS = (2, 5, 10, 20, 40)
#: values of clues
_NUMBERS = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14")

_PROSE_WORDS = 30
_DATE_LINE_WORDS = 12
_MIN_SENTENCE_WORDS = 3
_LONG_WORDS = 20
_MENU_WORDS = 3
_SHORT_WORDS = 6
_SYMBOL_WORDS = 2
_COLONS = ":："
#: what a line begins with
_FIRST = {
    **dict.fromkeys("\"“”„«»‘’「『'", "quote"),
    **dict.fromkeys("([（【", "bracket"),
    **dict.fromkeys("-–—", "dash"),
    **dict.fromkeys("•·*▪■●◦‣➤►▶✓✔", "bullet"),
}
#: what a line ends with
_LAST = {
    **dict.fromkeys(".。।۔", "."),
    **dict.fromkeys("?？؟", "?"),
    **dict.fromkeys("!！", "!"),
    **dict.fromkeys(_COLONS, ":"),
    **dict.fromkeys("\"”»“』」'’", "quote"),
    **dict.fromkeys(")]）】", "bracket"),
    ",": ",",
    ";": ";",
    "…": "…",
}
#: shorter lines in capitals are abbreviations
_MIN_CAPITALS = 4
#: a label stands before a colon this early
_LABEL_CHARS = 40
#: what speaks to readers is not longer, and what is shorter speaks to them alone
_MAX_APPEAL = 450
_SHORT_APPEAL = 140
_LAST_LINES = 3
#: one line repeats another over so many characters at least
_MIN_ALIKE = 20

#: the kinds of running text
PROSE = frozenset({"prose", "long prose"})


class Piece(NamedTuple):
    """A stretch of lines that may be the text: lines[start:end], the heavier the likelier."""

    start: int
    end: int
    weight: float


def kind_of(line: Line) -> str:
    """What a line is at a glance, by its sign, its size and its ending."""
    if line.sign is not None:
        return line.sign.value
    if line.is_truncated:
        return "cut"
    if line.is_prose:
        return "prose" if line.words < _PROSE_WORDS else "long prose"
    if line.is_closed and line.words >= _MIN_SENTENCE_WORDS:
        return "sentence"
    return "open" if line.words >= _LONG_WORDS else _kind_of_short(line, line.words)


def _kind_of_short(line: Line, words: int) -> str:
    if line.is_dated and words < _DATE_LINE_WORDS:
        return "dated"
    if words <= _SYMBOL_WORDS and not any(map(str.isalpha, line.text)):
        return "symbols"
    if line.is_item:
        return "item"
    if line.text[-1] in _COLONS:
        return "label"
    if words <= _MENU_WORDS:
        return "menu"
    return "short" if words <= _SHORT_WORDS else "headline"


@dataclass(frozen=True, slots=True)
class Outline:
    """The page's lines, and what its clues are read from."""

    lines: Sequence[Line]
    kinds: Sequence[str]
    #: what is the text at a glance, and for each line what share of its weight the piece has in which it stands
    text: Piece
    shares: Sequence[int]
    #: lines without prose on either side of each line
    above: Sequence[int]
    below: Sequence[int]
    #: lines that stand more than once
    repeated: frozenset[str]
    #: the last one before the readers' comments
    last: int
    #: how heavy the text is, as a value of clues
    weight: str


def outline_of(lines: Sequence[Line], kinds: Sequence[str], text: Piece, pieces: Sequence[Piece]) -> Outline:
    """``text`` is the piece that is the text at a glance, ``pieces`` are all."""
    shares = [0] * len(lines)
    for piece in pieces:
        if piece.start != text.start:
            share = 1 + bisect(_SHARES, piece.weight / text.weight)
            shares[piece.start : piece.end] = [share] * (piece.end - piece.start)
    above = _to_prose(kinds)
    below = _to_prose(kinds[::-1])[::-1]
    counts = Counter(line.text for line in lines)
    repeated = (
        frozenset(text for text, count in counts.items() if count > 1) if len(counts) < len(lines) else frozenset()
    )
    is_comments = (number for number in range(text.end, len(kinds)) if kinds[number] == Sign.COMMENTS.value)
    return Outline(
        lines,
        kinds,
        text,
        shares,
        above,
        below,
        repeated,
        next(is_comments, len(kinds)),
        _NUMBERS[bisect(_WEIGHTS, text.weight)],
    )


def _to_prose(kinds: Sequence[str]) -> list[int]:
    """How many lines stand between each one and the prose before it."""
    distances, distance = [], 0
    for kind in kinds:
        distances.append(distance)
        distance = 0 if kind in PROSE else distance + 1
    return distances


#: what one line is, in values that many lines share: kind, size, first and last character, place
Look = tuple[str, str, str, str, str]
#: kind, place, distance from the text, share and weight of the piece, lines without prose, steps from both ends
Stand = tuple[str, str, str, str, str, str, str, str]
#: kind, kind of the line before and after
Beside = tuple[str, str, str]


def read_traits(outline: Outline, number: int) -> tuple[Look, Stand, Beside]:
    """What a line is, its words apart."""
    line, kind, text = outline.lines[number], outline.kinds[number], outline.text
    from_start, from_end = number - text.start, text.end - 1 - number
    if from_start < 0:
        place, distance = "before", _NUMBERS[bisect(_BEFORE, -from_start)]
    elif from_end < 0:
        place, distance = "after", _NUMBERS[bisect(_AFTER, -1 - from_end)]
    else:
        place, distance = "in", "0"
    steps = (_NUMBERS[bisect(_STEPS, from_start)], _NUMBERS[bisect(_STEPS, from_end)]) if place == "in" else ("", "")
    run = 0 if kind in PROSE else 1 + bisect(_RUNS, outline.above[number] + outline.below[number] + 1)
    look = kind, _NUMBERS[bisect(_SIZES, line.words)], _first_of(line.text), _last_of(line.text), place
    stand = kind, place, distance, _NUMBERS[outline.shares[number]], outline.weight, _NUMBERS[run], *steps
    return look, stand, (kind, _kind_at(outline, number - 1), _kind_at(outline, number + 1))


def _kind_at(outline: Outline, number: int) -> str:
    return outline.kinds[number] if 0 <= number < len(outline.kinds) else "none"


def _first_of(text: str) -> str:
    first = text[0]
    if first.islower():
        return "low"
    if first.isalpha():
        return "capitals" if len(text) >= _MIN_CAPITALS and text.isupper() else "letter"
    return "digit" if first.isdigit() else _FIRST.get(first, "other")


def _last_of(text: str) -> str:
    last = text[-1]
    if last in _LAST:
        return _LAST[last]
    return "letter" if last.isalpha() else "digit" if last.isdigit() else "other"


def look_clues(look: Look) -> list[Clue]:
    """The clues of a look."""
    kind, size, first, last, place = look
    return [
        ("kind, place", kind, place),
        ("size, place", size, place),
        ("first, place", first, place),
        ("last, place", last, place),
        ("kind, first", kind, first),
        ("kind, last", kind, last),
        ("size, last", size, last),
    ]


def stand_clues(stand: Stand) -> list[Clue]:
    """The clues of a stand."""
    kind, place, distance, share, weight, run, from_start, from_end = stand
    clues: list[Clue] = [
        ("distance", place, distance),
        ("run, place", run, place),
        ("weight, place", weight, place),
    ]
    if place == "in":
        return [*clues, ("kind, from start", kind, from_start), ("kind, from end", kind, from_end)]
    return [
        *clues,
        ("share, distance", place, share, distance),
        ("share, kind", place, share, kind),
        ("share, weight", place, share, weight),
    ]


def beside_clues(beside: Beside) -> list[Clue]:
    """The clues of the lines before and after."""
    kind, before, after = beside
    return [("kind, before", kind, before), ("kind, after", kind, after)]


def read_appeals(outline: Outline, number: int) -> list[str]:
    """What a line's words mean to readers; nothing of a long one."""
    text = outline.lines[number].text
    return appeals_of(text) if len(text) <= _MAX_APPEAL else []


def word_clues(outline: Outline, number: int, appeals: Sequence[str]) -> list[Clue]:
    """The clues of a line's words: of those that speak to readers, and of those that another line repeats."""
    text, kind = outline.lines[number].text, outline.kinds[number]
    place = place_of(outline, number)
    clues: list[Clue] = []
    if "|" in text:
        clues.append(("bar", place))
    if ": " in text[:_LABEL_CHARS]:
        clues.append(("colon", kind))
    if text in outline.repeated:
        clues.append(("repeated", kind))
    size = "short" if len(text) <= _SHORT_APPEAL else "long"
    for appeal in appeals:
        clues += [("appeal, size", appeal, size), ("appeal, place", appeal, place)]
    return clues


def place_of(outline: Outline, number: int) -> str:
    """Where a line stands: before the text, in it, among its last lines, after it."""
    start, end, _ = outline.text
    if number < start:
        return "before"
    if number >= end:
        return "after"
    return "last" if number >= end - _LAST_LINES else "in"


def is_alike(outline: Outline, first: int, second: int) -> bool:
    """Whether the first of two lines is all that the second begins with, as alternative texts are."""
    if first < 0 or second >= len(outline.lines):
        return False
    one = outline.lines[first].text
    return len(one) >= _MIN_ALIKE and outline.lines[second].text.startswith(one.rstrip(" .…"))


def read_clues(outline: Outline, number: int) -> list[Clue]:
    """All the clues of one line."""
    look, stand, beside = read_traits(outline, number)
    return [
        *look_clues(look),
        *stand_clues(stand),
        *beside_clues(beside),
        *word_clues(outline, number, read_appeals(outline, number)),
    ]
