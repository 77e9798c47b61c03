"""Days of a page: those that exist, in the calendars that pages use, and those that addresses name."""

from __future__ import annotations

import datetime as dt
import re

from archiver import calendar_words as vocabulary

FIRST_YEAR = 1900
LAST_YEAR = 2100
#: years of calendars that outlive a page's language: Thailand's Buddhist era, Iran's Solar Hijri
_BUDDHIST_ERA = range(2400, 2700)
_BUDDHIST_AHEAD = 543
_SOLAR_HIJRI = range(1300, 1500)


def valid_day(year: int, month: int, day: int) -> dt.date | None:
    """The day of a year in any of the calendars, or ``None`` if there is none."""
    try:
        if year in _SOLAR_HIJRI:
            return _from_solar_hijri(year, month, day)
        return dt.date(year - _BUDDHIST_AHEAD if year in _BUDDHIST_ERA else year, month, day)
    except ValueError:
        return None


def _from_solar_hijri(year: int, month: int, day: int) -> dt.date:
    """Raises ``ValueError``. The 33-year cycle is right for 1210 to 1633, and so from 1900 to 2100."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):  # noqa: PLR2004 - months and their days
        raise ValueError(f"no day {day} in month {month}")
    shifted = year + 1595
    leaps = shifted // 33 * 8 + (shifted % 33 + 3) // 4
    months = (month - 1) * 31 if month <= 6 else (month - 7) * 30 + 186  # noqa: PLR2004 - six months of 31 days
    return dt.date.fromordinal(365 * shifted + leaps + months + day - 356_033)


def in_window(day: dt.date) -> bool:
    """Whether a page can be of that day; the first of 1970 is what a missing date becomes in software."""
    return FIRST_YEAR <= day.year <= LAST_YEAR and day != _EPOCH


_EPOCH = dt.date(1970, 1, 1)


# --- addresses ------------------------------------------------------------------


def day_in_url(url: str) -> dt.date | None:
    """The day that an address names: ``/2025/08/11/``, ``/2025/aug/11/``, ``-20250811``; else ``None``."""
    for match in _URL_DAY.finditer(url):
        month, day = match[3] or match[5], match[4] or match[6]
        if (found := valid_day(int(match[1]), _URL_MONTHS.get(month.lower()) or int(month), int(day))) is not None:
            return found
    return None


_URL_MONTHS = {
    name: number for number, full in enumerate(vocabulary.MONTHS["en"].split(), 1) for name in (full, full[:3])
}
#: a day of one digit ends its part of the address: ``/2023/10/3-questions/`` is of some day in October
_URL_DAY = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)(?:([-/_.])(\d{{1,2}}|{'|'.join(_URL_MONTHS)})\2(\d\d(?!\d)|\d(?![-\w]))"
    r"|[-/_.]?(\d\d)[-/_.]?(\d\d)(?!\d))",
    re.IGNORECASE,
)
