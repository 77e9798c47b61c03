"""Where single line breaks part paragraphs: markup without any other sign of them, as it was written long ago."""

from __future__ import annotations

from collections.abc import Sequence

from archiver.text import fold

#: what a sentence ends with
_ENDS = frozenset(".!?…。！？؟।»”\"'’)")
#: so many lines of sentences, on average so long, are paragraphs; shorter ones are verse, or an address
_MIN_LINES = 3
_MIN_AVERAGE = 60
#: of so many lines, one may end otherwise
_FEW_OTHERS = 8
#: a headline has so many words at least
_MIN_WORDS = 3
#: a credit or a date below the headline is shorter
_MAX_LINE = 100


def parting(lines: Sequence[str], title: str | None) -> list[int]:
    """After which of the lines of a block a paragraph ends; ``title`` is that of the page.

    >>> parting(["Ferry is back", "By Ada Penrose", "It sails again. " * 9], "The Post - Ferry is back")
    [0, 1]
    """
    if _are_paragraphs(lines):
        return list(range(len(lines) - 1))
    headline = _headline(lines, fold(title)) if title else 0
    head = next((number for number, line in enumerate(lines) if number >= headline and not _is_label(line)), 0)
    if not headline or len(lines[head]) < _MAX_LINE:  # no text below it
        return []
    last = len(lines) - 1 if _are_paragraphs(lines[head:]) else head
    return list(range(headline - 1, last))


def _headline(lines: Sequence[str], title: str) -> int:
    """How many lines at the top are in the page's title."""
    count = 0
    while count < len(lines) and fold(" ".join(lines[: count + 1])) in title:
        count += 1
    return count if len(" ".join(lines[:count]).split()) >= _MIN_WORDS else 0


def _are_paragraphs(lines: Sequence[str]) -> bool:
    if len(lines) < _MIN_LINES or sum(map(len, lines)) < _MIN_AVERAGE * len(lines):
        return False
    return sum(line[-1] not in _ENDS for line in lines) <= len(lines) // _FEW_OTHERS


def _is_label(line: str) -> bool:
    return len(line) < _MAX_LINE and line[-1] not in _ENDS
