"""Who wrote a flattened article: the credit line near its title or below its text.

A line that says so ("By …") is believed in any of these places. A bare name is believed only beside a date or right
below the text, and not when the article itself speaks of that name: then it is the caption of a portrait.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archiver.model import Author
from archiver.parser.lines import Line
from archiver.parser.names import is_other_credit, is_person, parse_credit, without_prefix
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
_BESIDE = 2
_TEXT_CHARS = 20_000

#: where a credit line goes on with something else: a date, a count, a section
_PART = re.compile(
    r"\s*[|·•»]\s*|\s+[-–—]\s+|\s*(?:,|\bon\b|\bam\b|\ble\b|\bel\b)?\s+(?=\d)|(?<=[a-z])(?=Published|Updated)"
)
#: a label with the name behind it: ``Posted on 3 March by …``
_INNER = re.compile(r"\b(?:by|von|par|por|door|av|af)\s+(.+)$", re.IGNORECASE)


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
        ("credit line below the title", below_title),
        ("credit line below the text", lines[place.end : place.end + _BELOW]),
        ("credit line above the title", lines[max(0, place.title - _ABOVE) : place.title]),
    )
    spoken_of = content_words(" ".join(line.text for line in head.text)[:_TEXT_CHARS])
    usual = [(rule, line) for rule, span in spans for line in span if _can_be_credit(line)]
    for rule, line in usual:
        authors, is_labelled = _authors_in(line.text)
        if authors and is_labelled:
            return Credit(line.text, authors, (line,), rule)
    for rule, line in usual:
        authors, _ = _authors_in(line.text)
        if authors and _is_signature(line, lines, place) and not _are_spoken_of(authors, spoken_of):
            return Credit(line.text, _with_outlet(authors, line, place), (line,), rule.replace("credit line", "name"))
    return None


def _can_be_credit(line: Line) -> bool:
    return line.sign is None and line.words <= _MAX_WORDS and not line.is_truncated and not is_other_credit(line.text)


def _authors_in(text: str) -> tuple[tuple[Author, ...], bool]:
    """The people whom a line names, and whether it says that they wrote."""
    for part in _PART.split(text):
        rest, is_labelled = without_prefix(part)
        if not is_labelled and (inner := _INNER.search(part)):
            rest, is_labelled = inner.group(1), True
        authors = tuple(author for author in parse_credit(rest) if is_person(author.name))
        if authors:
            return authors, is_labelled
    return (), False


def _is_signature(line: Line, lines: Sequence[Line], place: Place) -> bool:
    """Whether a line that only names somebody stands where credits do."""
    if line.is_closed or line.words > _MAX_NAME_WORDS:
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
