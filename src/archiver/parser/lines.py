"""A flattened page as lines: hard wraps undone, each line with what its shape and its words say."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from archiver.parser.line_words import Sign, sign_of
from archiver.parser.system_words import says_more
from archiver.parser.text_dumps import DumpLine, read_dump
from archiver.text import word_count

_ENDS = frozenset(".!?…。！？؟।։။;")
#: may stand behind a sentence's end: quotes, brackets, the number of a footnote
_AFTER_END = "»”\"'’)]›」』“* 0123456789"
_ELLIPSES = ("…", "...")
#: the label of a link behind an ellipsis is no longer
_LABEL_CHARS = 32
#: what a line that goes on in the next never ends with
_CLOSED = _ENDS | frozenset(":»”“")
_OPENS_LOW = frozenset(",;.)")
#: a clock, a day, a year, an age
_DATE_LIKE = re.compile(
    r"\b\d{1,2}[:.h]\d\d\b|\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"
    r"|\b\d+ ?(?:min|mins|h|hrs?|hours?|days?)\b|\bago\b|\bvor \d|\bil y a\b|\bhace \d|[年년] ?\d{1,2} ?[月월]",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_ITEM_SIGNS = frozenset("•·▪■●◦‣⁃*➤►▶✓✔–—-0123456789")
_ITEM = re.compile(r"^(?:[•·▪■●◦‣⁃*➤►▶✓✔–—-]|\d{1,2}[.)]|[a-z]\))\s+\S", re.IGNORECASE)

#: sentences have at least so many words, and a text of so many is prose even where its end is cut off
_MIN_SENTENCE_WORDS = 8
_LONG_WORDS = 35
#: hard wraps stand before this column
_MAX_WRAP = 130
#: a line that is shorter does not fill its column
_MIN_WRAP = 50
#: with more characters to a word than this, spaces do not tell how many there are
_LONGEST_WORD = 9
#: a line with more words than these characters hold is long, however long
_COUNTED_CHARS = 4000
#: of two lines, one is at least this long when the second goes on with the first
_MIN_JOINED = 40
#: with a smaller share of empty lines between lines, they part paragraphs
_MAX_GAPS = 0.75
#: wrapped lines come in flocks: within so many lines there is another that goes on in lower case
_FLOCK = 4
#: so many lines that go on tell the column at which a text was wrapped, and most of them fill it
_MIN_WRAPPED = 4
_MOSTLY = 0.8
_FILLED = 0.7
#: a lone word hangs over
_MAX_OVER = 4
#: longer lines are read up to here when asked for signs; no menu, label or date is as long
_SHORT_LINE = 140


class Line(NamedTuple):
    """One line of a page."""

    #: position among the lines
    position: int
    #: of the source's line that it begins on, from 1
    number: int
    text: str
    words: int
    #: ends as sentences do
    is_closed: bool
    #: ends in an ellipsis, as excerpts do
    is_truncated: bool
    sign: Sign | None
    #: a short line with a clock, a day or a year in it
    is_dated: bool
    #: where the line leads, in dumps that say so
    url: str | None = None

    @property
    def is_prose(self) -> bool:
        """Whether it reads as a paragraph of running text."""
        return (self.is_closed and self.words >= _MIN_SENTENCE_WORDS) or self.words >= _LONG_WORDS

    @property
    def is_item(self) -> bool:
        """Whether it begins as an item of a list does."""
        return bool(_ITEM.match(self.text))


def read_lines(text: str) -> tuple[Line, ...]:
    """The lines that hold anything, white space squeezed, paragraphs that were wrapped at a column made whole."""
    return tuple(_line(position, line) for position, line in enumerate(_unwrapped(read_dump(text))))


def _line(position: int, line: DumpLine) -> Line:
    text = line.text
    words = text.count(" ") + 1
    if len(text) > _LONGEST_WORD * words:  # a script without spaces, or no words at all
        words = word_count(text[:_COUNTED_CHARS])
    bare = text.rstrip(_AFTER_END)
    is_short = len(text) <= _SHORT_LINE
    return Line(
        position,
        line.number,
        text,
        words,
        bare[-1:] in _ENDS,
        bare.endswith(_ELLIPSES) or _is_cut(text),
        sign_of(text),
        is_short and _DIGIT.search(text) is not None and _DATE_LIKE.search(text) is not None,
        line.url,
    )


def _is_cut(text: str) -> bool:
    """Whether an ellipsis and the label of a link end a line: ``… Read more``."""
    tail = text[-_LABEL_CHARS:]
    mark = next((mark for mark in _ELLIPSES if mark in tail), None)
    return mark is not None and says_more(tail.rpartition(mark)[2].strip(")] "))


def _unwrapped(lines: list[DumpLine]) -> list[DumpLine]:
    """Lines that go on in the next joined with it.

    One goes on for sure when the next begins in lower case; where that happens, full lines close by go on too,
    although a name or a noun follows. Where empty lines part paragraphs, none goes on across, and a full line goes on
    whatever it ends with.
    """
    if not lines:
        return lines
    texts = [line.text for line in lines]
    pairs = list(pairwise(texts))
    can = [_can_go_on(text, following) for text, following in pairs]
    if any(line.is_marked for line in lines):
        can = [is_possible and not line.is_marked for is_possible, line in zip(can, lines[1:], strict=True)]
    sure = [is_possible and _begins_low(following) for is_possible, (_, following) in zip(can, pairs, strict=True)]
    column = _column(lines)
    are_parted = column > 0 or _MAX_GAPS * len(lines) > sum(line.is_apart for line in lines)
    if are_parted:
        can = [is_possible and not line.is_apart for is_possible, line in zip(can, lines[1:], strict=True)]
        sure = [is_sure and is_possible for is_sure, is_possible in zip(sure, can, strict=True)]
    near = _near(sure)
    goes_on = [
        is_sure or (is_near and is_possible and len(text) >= _MIN_WRAP)
        for is_sure, is_near, is_possible, text in zip(sure, near, can, texts[:-1], strict=True)
    ]
    if column:
        goes_on = [
            is_on or _is_full(line, following, column)
            for is_on, (line, following) in zip(goes_on, pairwise(lines), strict=True)
        ]
    return _joined(lines, goes_on)


def _joined(lines: list[DumpLine], goes_on: list[bool]) -> list[DumpLine]:
    joined: list[DumpLine] = []
    parts: list[str] = []
    first: DumpLine | None = None
    for line, is_on in zip(lines, [*goes_on, False], strict=True):
        first = line if first is None or not parts else first
        parts.append(line.text)
        if is_on:
            continue
        joined.append(first._replace(text=" ".join(parts)) if len(parts) > 1 else line)
        parts = []
    return joined


def _column(lines: list[DumpLine]) -> int:
    """The column that lines were wrapped at where empty lines part paragraphs, or 0 when nothing says so."""
    broken = [
        (line.width, following.is_apart)
        for line, following in pairwise(lines)
        if _MIN_WRAP <= line.width <= _MAX_WRAP and not following.is_marked and following.text[0].islower()
    ]
    inside = [width for width, is_apart in broken if not is_apart]
    if len(inside) < _MIN_WRAPPED or len(inside) < _MOSTLY * len(broken):
        return 0
    column = max(inside)
    return column if sum(width >= _FILLED * column for width in inside) >= _MOSTLY * len(inside) else 0


def _is_full(line: DumpLine, following: DumpLine, column: int) -> bool:
    """Whether the next line's first word had no room on this one."""
    if following.is_apart or following.is_marked or not _FILLED * column <= line.width <= column + _MAX_OVER:
        return False
    return line.width + 1 + len(following.text.partition(" ")[0]) > column


def _can_go_on(text: str, following: str) -> bool:
    """Whether two lines can be one paragraph: the first is not over, the second is long or ends it."""
    return (
        len(text) <= _MAX_WRAP
        and max(len(text), len(following)) >= _MIN_JOINED
        and (len(following) >= _MIN_JOINED or following[-1] in _ENDS)
        and text.rstrip(_AFTER_END)[-1:] not in _CLOSED
        and not (following[0] in _ITEM_SIGNS and _ITEM.match(following))
    )


def _begins_low(text: str) -> bool:
    return text[0].islower() or text[0] in _OPENS_LOW


def _near(sure: list[bool]) -> list[bool]:
    """Whether there is a sure one within reach, for each position."""
    near = [False] * len(sure)
    for position, is_sure in enumerate(sure):
        if is_sure:
            for neighbour in range(max(0, position - _FLOCK), min(len(sure), position + _FLOCK + 1)):
                near[neighbour] = True
    return near
