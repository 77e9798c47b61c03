r"""What differs between two texts, word by word, in all scripts.

A word is a run of letters, digits and their marks, with the apostrophes and hyphens inside it (``l'été``,
``vice-president``) and the separators inside a number (``1,000.50``). A punctuation mark is a word of its own, so that
a comma that comes to stand behind one changes nothing but itself; so is each letter of a script that is written without
spaces (Chinese, Japanese, Thai, …). White space belongs to no word; where it alone differs (two paragraphs made one),
it is the change.

Equal paragraphs are found first, and words only between them. So are words that stand once in both texts before all
others, where a stretch is long: two live blogs of 50,000 words take two tenths of a second, texts made to be hard
two seconds. A stretch that is long and has no such word is one change.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, NamedTuple

Operation = Literal["insert", "delete", "replace"]
PieceKind = Literal["same", "delete", "insert"]

#: ASCII but for "_", Latin-1, general punctuation and currencies, CJK and its full-width forms, Arabic, Armenian, Indic
_MARKS = (
    r"!-/:-@\[-^`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u2010-\u2027\u2030-\u205e"
    r"\u20a0-\u20cf\u3001-\u3003\u3008-\u3011\u3014-\u301f\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3d\uff5b-\uff65"
    r"\u060c\u061b\u061f\u066a-\u066d\u06d4\u055a-\u055f\u0589\u0964\u0965"
)
#: Thai, Lao, Burmese, Khmer, Japanese and Chinese: spaces stand between sentences at most
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
#: what is written above, below or behind a letter of these scripts
_LETTERS_MARKS = (
    r"\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3"
    r"\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_PART = rf"[^\s{_MARKS}{_UNSPACED}]+"
_WORD = re.compile(rf"[{_UNSPACED}][{_LETTERS_MARKS}]*|{_PART}(?:(?:['’‑-]|(?<=\d)[.,:](?=\d)){_PART})*|[{_MARKS}]")
_PARAGRAPH = re.compile(r"[^\n]+")
#: words of the one text times words of the other up to which all of them are compared: some milliseconds
_COMPARED = 100_000
#: words that stay between two changes of which each has so many times more are part of one: "the" in a new sentence
_DROWNED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """One run of words that differs; what lies between two of them is the same in both texts."""

    op: Operation
    #: character of the old text at which its words begin, or before which the new ones are put in; from 0
    old_start: int
    #: character of the new text at which its words begin, or before which the old ones stood; from 0
    new_start: int
    #: empty for ``insert``
    old_words: str
    #: empty for ``delete``
    new_words: str


class Piece(NamedTuple):
    """A stretch of two texts laid over each other."""

    kind: PieceKind
    text: str


class _Span(NamedTuple):
    """From a character (or item) of each text up to another one."""

    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def longer(self) -> int:
        return max(self.old_end - self.old, self.new_end - self.new)


class _Token(NamedTuple):
    """A word or a paragraph, and where it stands."""

    text: str
    start: int
    end: int


def changed_words(old: str | None, new: str | None) -> tuple[WordChange, ...]:
    """The changes that make the new text of the old one, in their order; none where they are equal.

    >>> [(c.op, c.old_words, c.new_words) for c in changed_words("The ferry runs again", "The ferry runs, at last")]
    [('replace', ' again', ', at last')]
    """
    old, new = old or "", new or ""
    if old == new:
        return ()
    return tuple(_changes(old, new, _same_spans(old, new)))


def overlaid(old: str | None, changes: Iterable[WordChange]) -> Iterator[Piece]:
    """The old text and what became of it: without ``insert`` it is the old one, without ``delete`` the new one."""
    old, at = old or "", 0
    for change in changes:
        pieces = (
            Piece("same", old[at : change.old_start]),
            Piece("delete", change.old_words),
            Piece("insert", change.new_words),
        )
        yield from (piece for piece in pieces if piece.text)
        at = change.old_start + len(change.old_words)
    if at < len(old):
        yield Piece("same", old[at:])


def _same_spans(old: str, new: str) -> Iterator[_Span]:
    """Paragraphs and words that stand in both texts, in their order."""
    whole = _Span(0, len(old), 0, len(new))
    at_old = at_new = 0
    for same in (*_same_tokens(_PARAGRAPH, old, new, whole), _Span(len(old), len(old), len(new), len(new))):
        gap = _Span(at_old, same.old, at_new, same.new)
        yield from _same_tokens(_WORD, old, new, gap)
        yield same
        at_old, at_new = same.old_end, same.new_end


def _same_tokens(pattern: re.Pattern[str], old: str, new: str, within: _Span) -> Iterator[_Span]:
    before = _tokens(pattern, old, within.old, within.old_end)
    after = _tokens(pattern, new, within.new, within.new_end)
    texts = [[token.text for token in tokens] for tokens in (before, after)]
    for same in _undrowned(_same_items(*texts), len(before), len(after)):
        for one, other in zip(before[same.old : same.old_end], after[same.new : same.new_end], strict=True):
            yield _Span(one.start, one.end, other.start, other.end)


def _tokens(pattern: re.Pattern[str], text: str, start: int, end: int) -> list[_Token]:
    return [_Token(found[0], found.start(), found.end()) for found in pattern.finditer(text, start, end)]


def _same_items(old: Sequence[str], new: Sequence[str]) -> list[_Span]:
    """Runs of items that stand in both sequences, in an order that they have in both."""
    found: list[_Span] = []
    gaps = [_Span(0, len(old), 0, len(new))]
    while gaps:
        ends, gap = _same_ends(old, new, gaps.pop())
        found += ends
        if (gap.old_end - gap.old) * (gap.new_end - gap.new) <= _COMPARED:
            found += _compared(old, new, gap)
        else:
            gaps += _between(_rare(old, new, gap), gap)
    return sorted(found)


def _same_ends(old: Sequence[str], new: Sequence[str], gap: _Span) -> tuple[list[_Span], _Span]:
    """What is the same at both ends of a gap, and what is left of it."""
    shorter = min(gap.old_end - gap.old, gap.new_end - gap.new)
    head = next((n for n in range(shorter) if old[gap.old + n] != new[gap.new + n]), shorter)
    rest = range(1, shorter - head + 1)
    tail = next((n - 1 for n in rest if old[gap.old_end - n] != new[gap.new_end - n]), shorter - head)
    inner = _Span(gap.old + head, gap.old_end - tail, gap.new + head, gap.new_end - tail)
    ends = (
        _Span(gap.old, inner.old, gap.new, inner.new),
        _Span(inner.old_end, gap.old_end, inner.new_end, gap.new_end),
    )
    return [span for span in ends if span.longer], inner


def _compared(old: Sequence[str], new: Sequence[str], gap: _Span) -> Iterator[_Span]:
    matcher = SequenceMatcher(None, old[gap.old : gap.old_end], new[gap.new : gap.new_end], autojunk=False)
    for at_old, at_new, size in matcher.get_matching_blocks():
        if size:
            yield _Span(gap.old + at_old, gap.old + at_old + size, gap.new + at_new, gap.new + at_new + size)


def _rare(old: Sequence[str], new: Sequence[str], gap: _Span) -> list[tuple[int, int]]:
    """Places in both of items that each has once, as many as stand in the same order."""
    once = [
        {text for text, count in Counter(items).items() if count == 1}
        for items in (old[gap.old : gap.old_end], new[gap.new : gap.new_end])
    ]
    shared = once[0] & once[1]
    places = {new[at]: at for at in range(gap.new, gap.new_end) if new[at] in shared}
    return _rising([(at, places[old[at]]) for at in range(gap.old, gap.old_end) if old[at] in shared])


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest of their subsequences whose second numbers rise; the first ones do."""
    ends: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for number, (_, at) in enumerate(pairs):
        place = bisect_left(ends, at)
        before.append(holders[place - 1] if place else -1)
        ends[place : place + 1] = [at]
        holders[place : place + 1] = [number]
    chain, number = [], holders[-1] if holders else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _between(anchors: Sequence[tuple[int, int]], gap: _Span) -> Iterator[_Span]:
    """A gap cut before each anchor; each part begins with what is the same. Nothing where there is no anchor."""
    if not anchors:
        return
    starts = [(gap.old, gap.new), *anchors]
    for (at_old, at_new), (end_old, end_new) in zip(starts, [*anchors, (gap.old_end, gap.new_end)], strict=True):
        yield _Span(at_old, end_old, at_new, end_new)


def _undrowned(same: Iterable[_Span], old_count: int, new_count: int) -> Iterator[_Span]:
    """Without those that are lost among changes: a text that is written anew is no mosaic of old words."""
    at_old = at_new = 0
    ahead = [*same, _Span(old_count, old_count, new_count, new_count)]
    for span, following in pairwise(ahead):
        gaps = (
            _Span(at_old, span.old, at_new, span.new),
            _Span(span.old_end, following.old, span.new_end, following.new),
        )
        if span.longer * _DROWNED > min(gap.longer for gap in gaps):
            yield span
            at_old, at_new = span.old_end, span.new_end


def _changes(old: str, new: str, same: Iterable[_Span]) -> Iterator[WordChange]:
    at_old = at_new = 0
    for span in (*same, _Span(len(old), len(old), len(new), len(new))):
        if old[at_old : span.old] != new[at_new : span.new]:
            yield _change(old, new, _Span(at_old, span.old, at_new, span.new))
        at_old, at_new = span.old_end, span.new_end


def _change(old: str, new: str, span: _Span) -> WordChange:
    """Without the white space that both have around it."""
    head = _same_space(old[span.old : span.old_end], new[span.new : span.new_end])
    gone, come = old[span.old + head : span.old_end], new[span.new + head : span.new_end]
    tail = _same_space(gone[::-1], come[::-1])
    gone, come = gone[: len(gone) - tail], come[: len(come) - tail]
    op: Operation = "replace" if gone and come else "delete" if gone else "insert"
    return WordChange(op=op, old_start=span.old + head, new_start=span.new + head, old_words=gone, new_words=come)


def _same_space(one: str, other: str) -> int:
    """How many characters of white space both begin with."""
    length = 0
    while one[length : length + 1] == other[length : length + 1] != "" and one[length].isspace():
        length += 1
    return length
