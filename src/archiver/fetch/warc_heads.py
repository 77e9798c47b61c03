"""The named fields that a record begins with, as all kinds of programs have written them (WARC/0.17 to 1.1). Pure.

Lines may end in LF alone or be folded, and their bytes be UTF-8 or Latin-1; an address may stand in angle brackets.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from archiver.fetch.wire import Headers

#: longer ones are none; an address may be long
LONGEST_HEAD = 1 << 16
#: how the version line begins
VERSION = b"WARC/"

#: the version, and on the next line the name of a field
_BEGINNING = re.compile(rb"WARC/\d+\.\d+[ \t]*\r?\n[^\s:]+[ \t]*:")
_END = re.compile(rb"\r?\n\r?\n")
_STRICT = re.compile(rb"WARC/1\.\d\r\n(?:[^\x00-\x20:\x7f-\xff]+: [^\r\n]*\r\n)+\r\n")
_FOLD = re.compile(r"\r?\n[ \t]+")
#: a year, a month or a day, as WARC/1.1 allows in the place of a moment; or all of it without what parts it
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-?(\d\d)(?:-?(\d\d)(?:T?(\d\d):?(\d\d):?(\d\d))?)?)?(?:\.\d+)?Z?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a record says of itself."""

    #: as written, in order
    fields: Headers
    #: lower case; empty where it does not say
    type: str
    #: of the block in bytes; ``None`` where it does not say, or says no number
    length: int | None
    #: of all fields, the first by its name in lower case
    named: dict[str, str]
    #: spelt as WARC/1 asks: lines that end in CRLF, a blank after each name
    is_strict: bool

    def get(self, name: str) -> str:
        """The field of that name (in lower case), empty where there is none."""
        return self.named.get(name, "")


def head_end(data: bytes, start: int = 0) -> int | None:
    """Where the blank line ends that ends the fields which begin at ``start``; ``None`` where it is not there."""
    found = _END.search(data, start)
    return None if found is None else found.end()


def is_head(data: bytes, start: int = 0) -> bool:
    """Whether a version line stands there, and a field behind it."""
    return _BEGINNING.match(data, start) is not None


def next_head_in(head: bytes) -> int | None:
    """Where in a head another one begins, as the first broke off; ``None`` where none does."""
    found = _BEGINNING.search(head, len(VERSION))
    return None if found is None else found.start()


def may_be_head(data: bytes) -> bool:
    """Whether bytes, few as they may be, are how a record begins."""
    return data[: len(VERSION)] == VERSION[: len(data)]


def read_head(data: bytes) -> Head:
    """The head in these bytes, which begin with a version line."""
    fields = fields_of(data)
    named: dict[str, str] = {}
    for name, value in fields:
        named.setdefault(name.lower(), value)
    length = named.get("content-length", "")
    return Head(
        fields=fields,
        type=named.get("warc-type", "").lower(),
        length=int(length) if length.isdecimal() and len(length) <= _MOST_DIGITS else None,
        named=named,
        is_strict=_STRICT.fullmatch(data) is not None,
    )


#: of a length: more is no file's
_MOST_DIGITS = 18


def fields_of(head: bytes) -> Headers:
    """The named fields out of the lines that a record begins with, the version line left out."""
    text = _text(head)
    if "\n " in text or "\n\t" in text:
        text = _FOLD.sub(" ", text)
    pairs = (line.partition(":") for line in text.split("\n")[1:])
    return tuple((name.strip(), value.strip()) for name, colon, value in pairs if colon)


def date_of(head: Head) -> dt.datetime | None:
    """The moment that the record names, in UTC; ``None`` where it names none that could be read."""
    return moment_of(head.get("warc-date"))


def moment_of(text: str) -> dt.datetime | None:
    """The moment that a ``WARC-Date`` says, in UTC; ``None`` for what could not be read.

    >>> moment_of("2025-08"), moment_of("yesterday")
    (datetime.datetime(2025, 8, 1, 0, 0, tzinfo=datetime.timezone.utc), None)
    """
    try:
        moment = dt.datetime.fromisoformat(text)
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        found = _PARTIAL_DATE.fullmatch(text)
    try:
        return _moment(found) if found else None
    except ValueError:
        return None


def url_of(head: Head) -> str:
    """The address that the record is of, without the angle brackets that some put around it."""
    return head.get("warc-target-uri").strip("<> \t")


def _moment(found: re.Match[str]) -> dt.datetime:
    year, month, day, hour, minute, second = (
        int(part or least) for part, least in zip(found.groups(), _LEAST, strict=True)
    )
    return dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)


_LEAST = (1, 1, 1, 0, 0, 0)


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
