"""Who wrote a flattened article: the credit line near its title or below its text.

A line that says so ("By …") is believed in any of these places. A bare name is believed only beside a date or right
below the text, and not when the article itself speaks of that name: then it is the caption of a portrait.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archiver.model import Author
from archiver.parser.credit_lines import CreditLine, read_credit_text
from archiver.parser.lines import Line
from archiver.parser.text_dates import Place
from archiver.parser.text_head import Head
from archiver.parser.text_words import content_words

#: a credit line is no longer
_MAX_WORDS = 24
_MAX_NAME_WORDS = 12
#: lines below the text, and above the title
_BELOW = 3
_ABOVE = 4
#: a date this near makes a credit of a name
_BESIDE = 3
_TEXT_CHARS = 20_000

_BELOW_TITLE = "credit line below the title"
_BELOW_TEXT = "credit line below the text"
_ABOVE_TITLE = "credit line above the title"
#: the rules for lines that do not say what they are
_BARE = {rule: rule.replace("credit line", "name") for rule in (_BELOW_TITLE, _BELOW_TEXT, _ABOVE_TITLE)}


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit line as printed, the names in it, and where it stands."""

    byline: str
    authors: tuple[Author, ...]
    lines: tuple[Line, ...]
    rule: str


def find_byline(lines: Sequence[Line], place: Place, head: Head) -> Credit | None:
    """The article's credit, or ``None`` when no line is one."""
    first = head.text[0].position if head.text else place.start
    below_title = [line for line in lines[place.title + 1 : first] if line is not head.lead]
    spans = (
        (_BELOW_TITLE, below_title),
        (_BELOW_TEXT, lines[place.end : place.end + _BELOW]),
        (_ABOVE_TITLE, lines[max(0, place.title - _ABOVE) : place.title]),
    )
    spoken_of = content_words(" ".join(line.text for line in head.text)[:_TEXT_CHARS])
    usual = [(rule, line) for rule, span in spans for line in span if _can_be_credit(line)]
    for rule, line in usual:
        found = _read(line, is_byline=False)
        if found and found.is_introduced:
            return Credit(line.text, found.authors, (line,), rule)
    for rule, line in usual:
        found = _read(line, is_byline=True) if _is_signature(line, lines, place) else None
        if found and not _are_spoken_of(found.authors, spoken_of):
            return Credit(line.text, _with_outlet(found.authors, line, place), (line,), _BARE[rule])
    return None


def _can_be_credit(line: Line) -> bool:
    return line.sign is None and line.words <= _MAX_WORDS and not line.is_truncated


def _read(line: Line, *, is_byline: bool) -> CreditLine | None:
    return read_credit_text(line.text, is_byline=is_byline, is_before=False)


def _is_signature(line: Line, lines: Sequence[Line], place: Place) -> bool:
    """Whether a line that only names somebody stands where credits do."""
    if line.is_closed or line.words > (_MAX_WORDS if line.is_dated else _MAX_NAME_WORDS):
        return False
    beside = lines[max(0, line.position - _BESIDE) : line.position + _BESIDE + 1]
    return line.position == place.end or any(other.is_dated for other in beside)


def _are_spoken_of(authors: Sequence[Author], words: frozenset[str]) -> bool:
    name = content_words(authors[0].name)
    return bool(name) and 2 * len(name & words) >= len(name)


def _with_outlet(authors: tuple[Author, ...], line: Line, place: Place) -> tuple[Author, ...]:
    """Below a text, ``Name, Name`` is a writer and the outlet: two writers are joined by a word."""
    first, *others = authors
    is_pair = len(others) == 1 and line.text == f"{first.name}, {others[0].name}"
    if not is_pair or line.position < place.end:
        return authors
    return (replace(first, affiliation=others[0].name),)
