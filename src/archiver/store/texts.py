"""Texts and moments on their way into SQLite, and back."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from archiver.model import Moment

#: letters of scripts that are written without spaces
UNSPACED = "ก-๛ກ-ໟက-႟ក-៹ぁ-ヿ㐀-䶿一-鿿豈-龎𠀀-𲎯"
_UNSPACED = re.compile(f"[{UNSPACED}]")


def storable(text: str) -> str:
    r"""The text with what SQLite cannot hold made U+FFFD: halves of surrogate pairs, and NUL, which would cut it.

    >>> storable("a" + chr(0) + "b" + chr(0xD83D))
    'a�b�'
    """
    if text.isascii():
        return text if "\0" not in text else text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "\ufffd")


def has_unspaced(*texts: str | None) -> bool:
    """Whether one of the texts has letters of a script without spaces between words.

    >>> has_unspaced("Tokyo", None), has_unspaced("Tokyo", "東京")
    (False, True)
    """
    return any(text and not text.isascii() and _UNSPACED.search(text) for text in texts)


def text_or_none(text: str | None) -> str | None:
    """The storable text, ``None`` for an empty one."""
    return storable(text) if text else None


class MomentColumns(NamedTuple):
    """A publisher's moment as the archive keeps it."""

    #: as printed by ``to_dict``
    text: str | None
    #: the same in UTC; ``None`` for a bare day
    at: str | None
    #: the publisher's own day
    day: str | None


def moment_columns(moment: Moment | None) -> MomentColumns:
    """A moment in three columns.

    >>> moment_columns(dt.datetime(2025, 8, 11, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=2))))
    MomentColumns(text='2025-08-11T00:30:00+02:00', at='2025-08-10T22:30:00Z', day='2025-08-11')
    """
    from archiver.model import moment_text  # noqa: PLC0415 - spares a search the model

    if not isinstance(moment, dt.datetime):
        day = moment_text(moment)
        return MomentColumns(day, None, day)
    return MomentColumns(moment.isoformat(), _in_utc(moment), moment.date().isoformat())


def _in_utc(moment: dt.datetime) -> str | None:
    """The moment in UTC, or ``None`` for one without a zone, or at the edge of what a calendar holds."""
    from archiver.timestamps import utc_text  # noqa: PLC0415 - spares a search the calendars

    try:
        return utc_text(moment)
    except (ValueError, OverflowError):
        return None


def url_day(url: str) -> str | None:
    """The day that an address names, as text.

    >>> url_day("https://news.example/2025/08/11/a-ferry/")
    '2025-08-11'
    """
    from archiver.calendar_days import day_in_url  # noqa: PLC0415 - spares a search the calendars

    day = day_in_url(url)
    return None if day is None else day.isoformat()


def read_moment(text: str | None) -> Moment | None:
    """The moment that ``moment_columns`` printed."""
    if text is None:
        return None
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)
