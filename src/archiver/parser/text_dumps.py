"""Marks that tools leave in the text they make of pages, taken out again: numbers of links, Markdown, bullets.

``lynx -dump`` and ``w3m`` put ``[12]`` in front of a link's text and list the addresses at the end; ``html2text`` and
its like write Markdown. What such a mark says is kept where it is of use: the address of a line that is one link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import starmap
from typing import NamedTuple

from archiver.text import squeeze

#: fewer marks than these may be a text's own
_MIN_NUMBERED = 3
_MIN_MARKDOWN = 2

#: ``  12. https://…`` in the list of addresses
_LISTED = re.compile(r"^\s*(\d{1,4})\.\s+((?:https?|ftp|file|mailto|javascript|tel):\S*)\s*$")
#: what heads that list, and its parts
_LIST_HEADINGS = re.compile(r"^\s*(?:References|Visible links|Hidden links|Liens visibles|Références)\s*:?\s*$")
_NUMBER = re.compile(r"\[\d{1,4}\] ?(?=\S|$)")
#: those that a link begins with: that of its picture stands before its own
_NUMBERS = re.compile(r"(?:\[\d{1,4}\] ?)+")
_LAST_NUMBER = re.compile(r"\d+")
#: between two links that stood in blocks of their own
_GLUED = re.compile(r"(?<=[^\W_])(?=\[\d{1,4}\] ?[^\W\d_a-z])")
_BULLET = re.compile(r"^[*+o#@•]\s+(?=\S)")
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(
    r"\[([^\[\]]*)\]\(<?((?:https?://|/|#|mailto:)[^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*)>?(?:\s+\"[^\"]*\")?\)"
)
_MARKDOWN_HEAD = re.compile(r"^(?:#{1,6}|>|[*+-])\s+(?=\S)")
_EMPHASIS = re.compile(r"(\*\*|__|(?<![\w\\])[*_](?=\S)|(?<=[^\s\\])[*_](?!\w))")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")
_RULE = re.compile(r"^(?:[*_-]\s*){3,}$")


class DumpLine(NamedTuple):
    """One line of the source."""

    #: from 1
    number: int
    text: str
    #: where the line leads that is one link and no more
    url: str | None = None
    #: nothing goes on across its beginning: it had a bullet, a heading's mark
    is_marked: bool = False
    #: an empty line stands before it
    is_apart: bool = False
    #: the column where it ended in the source, marks and indentation counted
    width: int = 0


def read_dump(text: str) -> list[DumpLine]:
    """The lines that hold anything, white space squeezed, without the marks of the tool that has made the text."""
    filled: list[DumpLine] = []
    is_apart = True
    for line in _unmarked(text):
        squeezed = squeeze(line.text)
        if squeezed:
            width = line.width or len(squeezed)
            filled.append(DumpLine(line.number, squeezed, line.url, line.is_marked, is_apart, width))
        is_apart = not squeezed
    return filled


def _unmarked(text: str) -> Iterable[DumpLine]:
    lines = text.splitlines()
    if text.count("](") >= _MIN_MARKDOWN and len(_LINK.findall(text)) >= _MIN_MARKDOWN:
        return [_from_markdown(number, line) for number, line in enumerate(lines, 1)]
    if "[1]" in text or "[2]" in text:
        addresses, start = _addresses(lines)
        if len(addresses) >= _MIN_NUMBERED:
            return [
                part for number, line in enumerate(lines[:start], 1) for part in _from_numbered(number, line, addresses)
            ]
    return starmap(DumpLine, enumerate(lines, 1))


# --- numbered links ------------------------------------------------------------------


def _addresses(lines: list[str]) -> tuple[dict[str, str], int]:
    """The addresses at the end of a dump by their numbers, and the line from which on they are listed."""
    addresses: dict[str, str] = {}
    start = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        listed = _LISTED.match(line)
        if listed:
            addresses[listed[1]] = listed[2]
        elif line.strip() and not _LIST_HEADINGS.match(line):
            break
        start = index
    return addresses, start


def _from_numbered(number: int, line: str, addresses: Mapping[str, str]) -> Iterator[DumpLine]:
    """The line without its marks; links that follow one another without a space are lines of their own."""
    text = line.strip()
    bare = _BULLET.sub("", text) if line[:1] == " " else text
    is_marked = bare != text
    width = len(line.rstrip())
    if "[" not in bare:
        yield DumpLine(number, bare, is_marked=is_marked, width=width)
        return
    start = 0
    for glued in (*_GLUED.finditer(bare), None):
        part = bare[start : glued.start() if glued else None]
        marks = _NUMBERS.match(part)
        rest = part[marks.end() :] if marks else part
        is_link = marks is not None and rest != "" and not _NUMBER.search(rest)
        url = _web_address(addresses.get(_LAST_NUMBER.findall(marks[0])[-1])) if marks and is_link else None
        yield DumpLine(number, _NUMBER.sub("", part).strip(), url, is_marked or start > 0, width=width)
        start = glued.start() if glued else 0


# --- Markdown ------------------------------------------------------------------------


def _from_markdown(number: int, line: str) -> DumpLine:
    text = line.strip()
    if _RULE.match(text):
        return DumpLine(number, "")
    bare = _MARKDOWN_HEAD.sub("", text)
    is_marked = bare != text
    text = _IMAGE.sub(r"\1", bare)
    whole = _LINK.fullmatch(text.strip("*_ "))
    text = _LINK.sub(r"\1", text)
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub("", text)
    return DumpLine(number, _ESCAPED.sub(r"\1", text).strip(), _web_address(whole[2]) if whole else None, is_marked)


def _web_address(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None
