"""What our templates use beside Jinja's own: addresses that may become links, moments, figures, matches.

These give values, never markup: the macros in ``html/archiver/macros.html`` write that, where everything is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from archiver.charts.drawing import amount
from archiver.serve.folding import lines_of
from archiver.text import size_text
from archiver.urls import is_web_address

#: around a match in what full-text search gives: characters that no text has
MARKS = ("\ue000", "\ue001")

_MARKED = re.compile(f"{MARKS[0]}(.*?){MARKS[1]}", re.DOTALL)
#: browsers drop tabs and line ends, and take a backslash for a slash
_PLAIN_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f\\]+", re.IGNORECASE)
#: how long a moment is at least: 2025-08-11T14:05
_WITH_TIME = 16


class Moment(NamedTuple):
    """A moment as the page shows it."""

    #: 11 August 2025
    day: str
    #: 11 August 2025, 14:05 +02:00
    text: str
    #: for machines: the ISO 8601 text that it came as
    iso: str
    #: the same in UTC, where it has a time and an offset
    utc: str | None = None


class Piece(NamedTuple):
    """A part of a text, and whether it is a match."""

    text: str
    is_match: bool


def add_tools(env: Any) -> None:
    """Makes all of them known to the templates."""
    env.filters |= {
        "moment": moment,
        "pieces": pieces,
        "paragraphs": paragraphs,
        "number": number,
        "size": size_text,
        "bare_address": bare_address,
        "bare_host": bare_host,
        "named": named,
        "lines": lines_of,
    }
    env.tests |= {"web_address": may_be_link}


def may_be_link(value: object) -> bool:
    """Whether this may become a link: http or https, a host, and nothing that a browser would read otherwise than we.

    >>> may_be_link("https://news.example/a"), may_be_link("javascript:alert(1)")
    (True, False)
    """
    return isinstance(value, str) and _PLAIN_ADDRESS.fullmatch(value) is not None and is_web_address(value)


def bare_address(url: str) -> str:
    """An address as people read it.

    >>> bare_address("https://www.news.example/politics/")
    'news.example/politics'
    """
    return re.sub(r"^https?://(www\.)?", "", url).rstrip("/")


def bare_host(name: str) -> str:
    """A source's name, if it is a host, as ``bare_address`` has it.

    >>> bare_host("www.news.example")
    'news.example'
    """
    return name.removeprefix("www.")


def moment(value: str | None) -> Moment | None:
    """A moment or a day as it is shown; what is none is shown as it is.

    >>> moment("2025-08-11T14:05:00+02:00").text
    '11 August 2025, 14:05 +02:00'
    >>> moment("2025-08-11").text
    '11 August 2025'
    """
    if not value:
        return None
    try:
        if len(value) < _WITH_TIME:
            day = _day(date.fromisoformat(value))
            return Moment(day, day, value)
        return _moment(value, datetime.fromisoformat(value))
    except (ValueError, OverflowError):  # the latter of a moment near the first or the last year, in UTC
        return Moment(value, value, value)


def _moment(iso: str, when: datetime) -> Moment:
    day = _day(when)
    if when.tzinfo is None:
        return Moment(day, f"{day}, {when:%H:%M}", iso)
    utc = when.astimezone(UTC)
    offset = "UTC" if iso.endswith("Z") else when.isoformat()[-len("+02:00") :]
    return Moment(day, f"{day}, {when:%H:%M} {offset}", iso, f"{_day(utc)}, {utc:%H:%M} UTC")


def _day(when: date) -> str:
    return f"{when.day} {when:%B} {when.year}"


def pieces(text: str | None) -> Iterator[Piece]:
    """A text cut at the marks of its matches.

    >>> [piece for piece in pieces("the \ue000Rhine\ue001 rose")][1]
    Piece(text='Rhine', is_match=True)
    """
    for index, part in enumerate(_MARKED.split(text or "")):
        if part:
            yield Piece(part.translate(_NO_MARKS), index % 2 == 1)


#: a mark without its other half
_NO_MARKS = dict.fromkeys(map(ord, MARKS))


def paragraphs(text: str | None) -> list[str]:
    """A body's blocks.

    >>> paragraphs("One." + chr(10) * 2 + "Two.")
    ['One.', 'Two.']
    """
    return [block for block in re.split(r"\n{2,}", text or "") if block.strip()]


def number(value: float | None) -> str:
    """A figure as the charts have it, a dash for none.

    >>> number(1234567)
    '1,234,567'
    """
    return "–" if value is None else amount(value)


def named(title: str | None, url: str | None) -> str:
    """What something is called: by its title, else by its address, if it has one of the web.

    >>> named(None, "https://news.example/a"), named("", "urn:sha256:00")
    ('https://news.example/a', '(no title)')
    """
    return title or (url if url and not url.startswith("urn:") else "") or "(no title)"
