"""Who wrote a flattened article: the credit line near its title or below its text.

A line that says so ("By …") is believed in any of these places; where it says no more than that, the name follows on
the next. A bare name is believed only below the title and beside a date, or right below the text as a signature that
is set off ("Ann Doe, The Lake Courier", "– Ann Doe"): everywhere else it is nearly always something else. Not when the
article itself speaks of that name: then it is the caption of a portrait. And not when its words stand in the page as
common words: then it is a label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from archiver.model import Author
from archiver.parser.credit_lines import CreditLine, read_credit_text
from archiver.parser.lines import Line
from archiver.parser.names import is_person, is_signer
from archiver.parser.text_dates import Place
from archiver.parser.text_head import Head
from archiver.parser.text_words import content_words

#: a credit line is no longer
_MAX_WORDS = 24
_MAX_NAME_WORDS = 12
#: lines below the text, above the title, and between the first paragraphs
_BELOW = 3
_ABOVE = 4
_AMONG = 10
#: a date this near makes a credit of a name
_BESIDE = 3
_TEXT_CHARS = 20_000
#: a line that says "By" and no more, and how many of the lines that follow can be names
_MAX_OPENING_CHARS = 20
_MAX_OPENING_WORDS = 2
_MAX_NAMES = 5
#: the name stands at the beginning of the line
_MAX_BEFORE_NAME = 45
#: of a name that only stands where credits do
_MAX_BARE_WORDS = 4

_BELOW_TITLE = "credit line below the title"
_BELOW_TEXT = "credit line below the text"
_ABOVE_TITLE = "credit line above the title"
#: the rules for lines that do not say what they are
_BARE = {rule: rule.replace("credit line", "name") for rule in (_BELOW_TITLE, _BELOW_TEXT)}
#: a family name that lost the space behind it: ``Ann DoeSenior Reporter``
_NAME_WORD = r"[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]{2,}"
_GLUE = re.compile(rf"(\b{_NAME_WORD} {_NAME_WORD})(?={_NAME_WORD}|(?:19|20)\d\d-)")
#: what a signature begins with
_SET_OFF = frozenset("–—-([")
#: a caption repeats so many characters
_MIN_ALIKE = 12
#: writers are named without a form of address, and a sentence's particle is in no name
_ADDRESSED = re.compile(r"を|(?:さん|くん|ちゃん|氏|様)$")
#: networks, whose buttons stand beside names
_NETWORKS = re.compile(r"(?:\s+(?:Twitter|X|Facebook|Instagram|LinkedIn|Bluesky|Mastodon|Threads|E-?[Mm]ail))+$")


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit line as printed, the names in it, and where it stands."""

    byline: str
    authors: tuple[Author, ...]
    lines: tuple[Line, ...]
    rule: str


def find_byline(lines: Sequence[Line], place: Place, head: Head) -> Credit | None:
    """The article's credit, or ``None`` when no line is one."""
    usual = [
        (rule, line)
        for rule, span in _spans(lines, place, head)
        for line in span
        if _can_be_credit(line) and not _repeats(line, lines)
    ]
    for rule, line in usual:
        found = _introduced(line, lines)
        if found:
            return replace(found, rule=rule)
    page = _Page(lines, place, head)
    return next(filter(None, (page.bare(line, rule) for rule, line in usual if rule in _BARE)), None)


def _spans(lines: Sequence[Line], place: Place, head: Head) -> Iterator[tuple[str, Sequence[Line]]]:
    """Where credits stand; below the title they also stand behind the first paragraph, which may be the standfirst."""
    taken = {line.position for line in (*head.text, head.lead) if line is not None and line.is_prose}
    below = sorted(position for position in taken if position > place.title)
    first = below[0] if below else place.start
    second = min(below[1], first + _AMONG) if len(below) > 1 else first
    yield _BELOW_TITLE, [line for line in lines[place.title + 1 : second] if line.position not in taken]
    yield _BELOW_TEXT, lines[place.end : place.end + _BELOW]
    yield _ABOVE_TITLE, lines[max(0, place.title - _ABOVE) : place.title]


def _repeats(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line begins with all of the line before it: a caption behind its picture's alternative text."""
    before = lines[line.position - 1].text.rstrip(" .…") if line.position else ""
    return len(before) >= _MIN_ALIKE and line.text.startswith(before) and len(line.text) > len(before)


def _can_be_credit(line: Line) -> bool:
    return line.sign is None and line.words <= _MAX_WORDS and not line.is_truncated


# --- lines that say what they are ------------------------------------------------


def _introduced(line: Line, lines: Sequence[Line]) -> Credit | None:
    """The credit of a line that begins with "By", or of those that follow where it says no more."""
    opened: tuple[Line, ...] = ()
    text, found = line.text, _read(line.text, is_byline=False)
    if found is None and len(text) <= _MAX_OPENING_CHARS and line.words <= _MAX_OPENING_WORDS:
        opened = _opened(line, lines)
        text = " ".join(one.text for one in (line, *opened))
        found = _read(text, is_byline=False)
    if found is None or not found.is_introduced:
        return None
    name = found.authors[0].name
    if _plain(text).find(name) > _MAX_BEFORE_NAME:  # a sentence that begins like a credit
        return None
    return Credit(text, found.authors, (line, *opened), "")


def _opened(line: Line, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The names on the lines below one that may say "By" and no more."""
    names: list[Line] = []
    for following in lines[line.position + 1 : line.position + 1 + _MAX_NAMES]:
        if not _can_be_credit(following) or following.is_dated or following.words > _MAX_NAME_WORDS:
            break
        is_open = not names or _goes_on(names[-1].text)
        if not is_open and not _goes_on(following.text, is_start=True):
            break
        names.append(following)
    return tuple(names)


_JOINTS = frozenset([",", "&", "and", "und", "et", "y", "e", "i", "og", "och", "ja", "en", "και", "и", "та", "ve"])


def _goes_on(text: str, *, is_start: bool = False) -> bool:
    """Whether a list of names goes on behind a line, or in front of it."""
    words = text.casefold().split()
    return (words[0] if is_start else words[-1]) in _JOINTS or (not is_start and text.endswith(","))


def _read(text: str, *, is_byline: bool) -> CreditLine | None:
    return read_credit_text(_plain(text), is_byline=is_byline, is_before=False)


def _plain(text: str) -> str:
    """The line without what stands beside names and is none: a button, a word that lost its space."""
    return _NETWORKS.sub("", _GLUE.sub(r"\1 ", text))


# --- bare names -------------------------------------------------------------------


class _Page:
    """What bare names are told by."""

    def __init__(self, lines: Sequence[Line], place: Place, head: Head) -> None:
        self._lines = lines
        self._place = place
        self._head = head

    @cached_property
    def _spoken_of(self) -> frozenset[str]:
        return content_words(" ".join(line.text for line in self._head.text if line.is_prose)[:_TEXT_CHARS])

    @cached_property
    def _common(self) -> set[str]:
        return {word for line in self._lines for word in line.text.split() if word.islower()}

    def bare(self, line: Line, rule: str) -> Credit | None:
        """The credit of a line that names somebody and nothing else, where credits stand, and of those behind it."""
        if line.is_closed or line.words > (_MAX_WORDS if line.is_dated else _MAX_NAME_WORDS):
            return None
        is_signature = rule == _BELOW_TEXT
        if not (self._signs(line) if is_signature else self._is_dated(line)):
            return None
        if is_signature:
            authors = _with_outlet(self._read(line), line)
            return Credit(line.text, authors, (line,), _BARE[rule]) if self._are_names(authors) else None
        authors = self.names_in(line)
        if not authors:
            return None
        others = self.names_after(line)
        named = tuple(author for other in others for author in self.names_in(other))
        return Credit("\n".join(one.text for one in (line, *others)), (*authors, *named), (line, *others), _BARE[rule])

    def names_in(self, line: Line) -> tuple[Author, ...]:
        """The same wherever it stands."""
        authors = self._read(line)
        return authors if self._are_names(authors) else ()

    def names_after(self, line: Line) -> tuple[Line, ...]:
        """The lines right behind one with a name that name one more each."""
        names: list[Line] = []
        for following in self._lines[line.position + 1 : line.position + _MAX_NAMES]:
            if not _can_be_credit(following) or not is_person(following.text) or not self.names_in(following):
                break
            names.append(following)
        return tuple(names)

    def _read(self, line: Line) -> tuple[Author, ...]:
        found = _read(line.text, is_byline=True)
        return found.authors if found is not None else ()

    def _are_names(self, authors: Sequence[Author]) -> bool:
        return bool(authors) and all(map(self._is_name, authors)) and not self._are_spoken_of(authors)

    def _signs(self, line: Line) -> bool:
        """Whether a line right below the text looks like a signature."""
        return line.position == self._place.end and (", " in line.text or line.text[0] in _SET_OFF)

    def _is_dated(self, line: Line) -> bool:
        beside = self._lines[max(0, line.position - _BESIDE) : line.position + _BESIDE + 1]
        return any(other.is_dated for other in beside)

    def _is_name(self, author: Author) -> bool:
        if not (is_person(author.name) or is_signer(author.name)):
            return False
        if _ADDRESSED.search(author.name):
            return False
        words = [word for word in author.name.split() if not word.islower()]
        return len(words) <= _MAX_BARE_WORDS and self._common.isdisjoint(word.lower() for word in words)

    def _are_spoken_of(self, authors: Sequence[Author]) -> bool:
        name = content_words(authors[0].name)
        return bool(name) and 2 * len(name & self._spoken_of) >= len(name)


def _with_outlet(authors: tuple[Author, ...], line: Line) -> tuple[Author, ...]:
    """Below a text, ``Name, Name`` is a writer and the outlet: two writers are joined by a word."""
    if not authors:
        return ()
    first, *others = authors
    is_pair = len(others) == 1 and line.text == f"{first.name}, {others[0].name}"
    return (replace(first, affiliation=others[0].name),) if is_pair else authors
