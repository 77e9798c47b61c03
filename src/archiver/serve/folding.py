"""Differences by word, made readable: long stretches that stayed are folded away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from archiver.word_changes import changed_words, overlaid

#: characters of a stretch that stayed and is still shown on either side of a change, about
_CONTEXT = 180
#: fewer characters are not worth a fold
_FEWEST = 240
#: how far off the end of a word is looked for; scripts without spaces are cut where it comes
_REACH = 40

#: kept when a text is cut there
_BREAKS = re.compile(r"(\s*\n\s*)")
_LAST_SPACE = re.compile(r"\s(?=\S*\Z)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of two texts that are laid over each other, as it is shown."""

    #: folded: it stayed, and is long
    kind: Literal["same", "insert", "delete", "folded"]
    text: str


def differences(old: str | None, new: str | None) -> tuple[Stretch, ...]:
    """What differs between two texts, and some words of what stayed beside each change; the rest is folded.

    Nothing where they are equal.
    """
    changes = changed_words(old, new)
    return fold(Stretch(piece.kind, piece.text) for piece in overlaid(old, changes)) if changes else ()


def lines_of(text: str, kind: str) -> Iterator[tuple[bool, str]]:
    r"""What came or went, cut at the breaks of its paragraphs: whether each part is a break, and the part.

    A break is no text to be drawn as changed; where nothing else changed, a mark stands for it.

    >>> list(lines_of("\n\nAnother.", "insert"))
    [(True, '\n\n'), (False, 'Another.')]
    >>> list(lines_of("\n\n", "insert")), list(lines_of("\n\n", "delete"))
    ([(False, '¶'), (True, '\n\n')], [(False, '¶'), (True, ' ')])
    """
    if "\n" in text and not text.strip():
        yield False, "¶"
        yield True, text if kind == "insert" else " "
        return
    for part in filter(None, _BREAKS.split(text)):
        yield "\n" in part, part


def fold(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same stretches, but of each that stayed only what touches a change is shown."""
    listed = tuple(stretches)
    last = len(listed) - 1
    return tuple(
        part
        for at, stretch in enumerate(listed)
        for part in (_folded(stretch, head=at > 0, tail=at < last) if stretch.kind == "same" else (stretch,))
    )


def _folded(stretch: Stretch, *, head: bool, tail: bool) -> Iterator[Stretch]:
    text = stretch.text
    begin = _word_end(text, _CONTEXT) if head else 0
    end = len(text) - _word_end(text[::-1], _CONTEXT) if tail else len(text)
    if end - begin < _FEWEST:
        yield stretch
        return
    parts = (Stretch("same", text[:begin]), Stretch("folded", text[begin:end]), Stretch("same", text[end:]))
    yield from (part for part in parts if part.text)


def _word_end(text: str, about: int) -> int:
    """Where the last word ends that begins before that character."""
    near = text[max(0, about - _REACH) : about]
    space = _LAST_SPACE.search(near)
    return min(about, len(text)) - (len(near) - space.start() if space else 0)
