"""Moments as pages write them, read into dates and aware datetimes; and our own times as UTC text.

What is read, in this order:

1. what machines write: ISO 8601, seconds or milliseconds since 1970, ``20250811140500``
2. what people write, in the languages of ``calendar_words``: a line becomes a canonical line (``calendar_lines``), in
   which each known word is a token, and one table of forms reads that
3. what only the moment of fetching makes sense of: ``il y a 3 heures``, ``hier``, a day without its year

Rules that hold for all of it:

- A clock time counts only with its zone: without one the moment is the bare day (``Reading.clock`` keeps the time for
  callers that learn the zone elsewhere). UTC is never assumed.
- A day whose weekday contradicts it is read the other way round (``03/04``), else refused.
- The day comes first where both orders fit, except in English between slashes or dashes; English of other
  countries than the United States, Canada and the Philippines puts the day first, too.
- Days before 1900, after 2100, or more than two days after ``reference`` are refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Literal, NamedTuple

from archiver.calendar_ages import Age, find_ages
from archiver.calendar_clocks import read_clock
from archiver.calendar_days import LAST_YEAR, in_window, valid_day
from archiver.calendar_lines import LABEL, OTHER_WORD, lexicon, plain_line, primary_language
from archiver.errors import UsageError
from archiver.model import Moment

#: how far after the moment of fetching a page may date itself: time zones, and publishers' clocks
_AHEAD = dt.timedelta(days=2)
#: a line of dates is short; what comes later in a longer text is not looked at
_MAX_CHARS = 300
#: so is the tag of a language
_MAX_TAG = 40
#: canonical characters between a day and its time
_CLOCK_WITHIN = 28

_DIGIT = re.compile(r"\d")

Label = Literal["published", "modified"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A day out of a text, with all that stood beside it."""

    day: dt.date
    clock: dt.time | None = None
    zone: dt.tzinfo | None = None
    #: what the words before it call it
    label: Label | None = None

    @property
    def moment(self) -> Moment:
        """The aware datetime where time and zone are known, else the day."""
        if self.clock is None or self.zone is None:
            return self.day
        return dt.datetime.combine(self.day, self.clock, self.zone)


def utc_text(moment: dt.datetime) -> str:
    """RFC 3339 text in UTC, to the second: ``2025-08-11T12:05:00Z``. Raises ``ValueError`` for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime {moment.isoformat()} (expected an aware one)")
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_utc(text: str) -> dt.datetime:
    """The aware datetime of what ``utc_text`` wrote. Raises ``ValueError`` for anything without a zone."""
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"no zone in '{text}' (expected UTC, as in 2025-08-11T12:05:00Z)")
    return moment.astimezone(dt.UTC)


def stored_day(text: object) -> dt.date | None:
    """The day that stands in an archive, ``None`` for what is none: others write to archives, too.

    >>> stored_day("2025-08-11"), stored_day("0000-99-99")
    (datetime.date(2025, 8, 11), None)
    """
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        return None


def stored_moment(text: object) -> dt.datetime | None:
    """The moment in UTC that stands in an archive, ``None`` for what is none.

    >>> stored_moment("not a time")
    """
    try:
        return parse_utc(str(text))
    except (ValueError, OverflowError):
        return None


def check_reference(moment: object) -> None:
    """Refuse what cannot be the moment of fetching: ``TypeError`` for no datetime, ``UsageError`` for a naive one."""
    if moment is None:
        return
    if not isinstance(moment, dt.datetime):
        raise TypeError(f"fetched_at is a {type(moment).__name__} (expected a datetime with a zone, or None)")
    if moment.utcoffset() is None:
        raise UsageError(f"fetched_at {moment.isoformat()} names no zone (expected an aware datetime, as in UTC)")


def parse_moment(text: str, *, language: str | None = None, reference: Moment | None = None) -> Moment | None:
    """The first moment in a text, or ``None``; see the top of this module for the rules. Never raises.

    ``language`` is a BCP 47 tag, ``reference`` the moment of fetching.

    >>> parse_moment("11 Août 2025, lun")
    datetime.date(2025, 8, 11)
    """
    readings = find_readings(text, language=language, reference=reference)
    return readings[0].moment if readings else None


def find_readings(text: str, *, language: str | None = None, reference: Moment | None = None) -> tuple[Reading, ...]:
    """All days of a line in their order, labelled where the line does: ``Publié le … Mis à jour le …``."""
    latest = _day_of(reference) + _AHEAD if reference is not None else dt.date(LAST_YEAR, 12, 31)
    tag = language[:_MAX_TAG] if language else None
    told = _told(text[:_MAX_CHARS].strip(), tag, latest, reference is not None)
    return _counted_back(told.ages, reference) if told.ages and reference is not None else told.readings


def label_alone(text: str, *, language: str | None = None) -> Label | None:
    """What a text calls the day that follows it, if it is such a label and little else: ``Last updated:``."""
    if _DIGIT.search(text):
        return None
    line = next(lexicon(primary_language(language)).canonical_lines(plain_line(text)))
    tokens = line.replace(":", " ").split()
    return _LABELS.get(tokens[-1]) if tokens and tokens[:-1] in ([], ["x"]) else None


def is_bare(text: str, *, language: str | None = None) -> bool:
    """Whether a line holds days, times, and words of dates, and nothing else."""
    lines = lexicon(primary_language(language)).canonical_lines(plain_line(text[:_MAX_CHARS]))
    return any(not OTHER_WORD.search(line) for line in lines)


class _Told(NamedTuple):
    """What a line says: its days, or how long ago something was, as its language and as English have it."""

    readings: tuple[Reading, ...] = ()
    ages: tuple[Age, ...] = ()


@lru_cache(maxsize=1024)
def _told(text: str, language: str | None, latest: dt.date, has_reference: bool) -> _Told:
    """What a line says, whenever exactly the page was fetched: the lines of cards come again, on page after page."""
    if text[:1].isdigit():
        if reading := _read_machine(text):
            return _Told((reading,) if reading.day <= latest else ())
        if text.isdecimal():  # a count, or a rank
            return _Told()
    has_digits = bool(_DIGIT.search(text))
    if not (has_reference or has_digits):
        return _Told()
    primary = primary_language(language)
    plain = plain_line(text)
    if has_digits and (words := lexicon(primary)).may_hold_day(plain):
        rules = _Rules(primary, _is_month_first(language, primary), latest, has_reference)
        for line in words.canonical_lines(plain):
            if _DAY.search(line):
                return _Told(tuple(_scan(line, rules)))
    return _Told(ages=tuple(find_ages(plain, primary))) if has_reference else _Told()


# --- what machines write -------------------------------------------------------


def _read_machine(text: str) -> Reading | None:
    if text.isdecimal():
        return _read_digits(text)
    try:
        moment = dt.datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None
    if not in_window(moment.date()):
        return None
    return Reading(day=moment.date(), clock=moment.time() if ":" in text or "T" in text else None, zone=moment.tzinfo)


def _read_digits(text: str) -> Reading | None:
    if len(text) in _EPOCH_UNITS:
        moment = dt.datetime.fromtimestamp(int(text) / _EPOCH_UNITS[len(text)], dt.UTC)
        return Reading(day=moment.date(), clock=moment.time(), zone=dt.UTC) if in_window(moment.date()) else None
    if len(text) not in _DIGIT_FORMS:
        return None
    try:
        moment = dt.datetime.strptime(text, _DIGIT_FORMS[len(text)])  # noqa: DTZ007 - it names no zone
    except ValueError:
        return None
    clock = moment.time() if len(text) > len("20250811") else None
    return Reading(day=moment.date(), clock=clock) if in_window(moment.date()) else None


#: seconds and milliseconds since 1970, told by their number of digits: true from 2001 to 2286
_EPOCH_UNITS = {10: 1, 13: 1000}
_DIGIT_FORMS = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


# --- what people write ------------------------------------------------------------


class _Rules(NamedTuple):
    primary: str | None
    is_month_first: bool
    #: days after this are refused
    latest: dt.date
    has_reference: bool


#: the tags of English whose numeric dates put the month first
_MONTH_FIRST = ("en", "en-us", "en-ca", "en-ph")

#: a month may be named twice: ``11 آب / أغسطس 2025``
_AGAIN = r"(?:[ /]{1,3}m\d\d)?"
#: name, order of its fields, form: at one place of a line the first that fits counts
_FORMS = (
    ("year_first", "ymd", r"(\d{4}) ?[-/.] ?(\d{1,2}) ?[-/.] ?(\d{1,2})(?!\d)"),
    ("dotted", "dmy", r"(\d{1,2}) ?\. ?(\d{1,2}) ?\. ?(\d{4})(?!\d)"),
    ("slashed", "dmy", r"(\d{1,2}) ?[/-] ?(\d{1,2}) ?[/-] ?(\d{4})(?!\d)"),
    ("dotted_short", "dmy", r"(\d{1,2})\.(\d{1,2})\.(\d{2})(?![\d:.])"),
    ("slashed_short", "dmy", r"(\d{1,2})/(\d{1,2})/(\d{2})(?![\d:/])"),
    ("day_name_year", "dmy", rf"(\d{{1,2}})[ .,/-]{{0,4}}m(\d\d){_AGAIN}[ .,/-]{{0,4}}(\d{{4}})(?!\d)"),
    ("day_name_short", "dmy", r"(\d{1,2})[ -]{1,3}m(\d\d) ?- ?(\d{2})(?![\d:])"),
    ("day_name_end", "dmy", r"(\d{1,2})[ .]{1,2}m(\d\d)[ .,]{1,3}(\d\d)(?![\d:.]| ?h)"),
    ("name_day_year", "mdy", r"m(\d\d)[ .,/-]{0,3}(\d{1,2})[ .,/-]{1,4}(\d{4})(?!\d)"),
    ("name_day_time_year", "mdty", r"m(\d\d) (\d{1,2}),? (\d{1,2}:\d\d(?::\d\d)?(?: [zy][+-]\d{4})?),? (\d{4})(?!\d)"),
    ("year_name_day", "ymd", r"(\d{4})[ .,/-]{1,4}m(\d\d)[ .,/-]{1,3}(\d{1,2})(?!\d)"),
    ("year_day_name", "ydm", r"(\d{4})[ .,]{1,4}(\d{1,2})[ .,]{1,3}m(\d\d)"),
    ("slashed_weekday", "dm", r"(\d{1,2})/(\d{1,2})(?= ?w\d)"),
    ("day_name", "dm", r"(\d{1,2})[ .,/-]{0,3}m(\d\d)"),
    ("name_day", "md", r"m(\d\d)[ .]{0,2}(\d{1,2})(?![\d:])"),
)
_FIELDS = {name: fields for name, fields, _ in _FORMS}
_DAY = re.compile(r"(?<![\w./+-])(?<!\d:)(?:" + "|".join(f"(?P<{name}>{form})" for name, _, form in _FORMS) + ")")
_WEEKDAY_BEFORE = re.compile(r"w(\d)[ .,-]{0,6}$")
_WEEKDAY_AFTER = re.compile(r"[ .,-]{0,4}w(\d)")
_LABELS: dict[str | None, Label] = {"P": "published", "U": "modified"}


def _is_month_first(language: str | None, primary: str | None) -> bool:
    return primary == "en" and (language or "").replace("_", "-").lower() in _MONTH_FIRST


def _scan(line: str, rules: _Rules) -> Iterator[Reading]:
    end, matches = 0, list(_DAY.finditer(line))
    others = len(OTHER_WORD.findall(line)) if rules.has_reference else 0
    for match, following in zip_longest(matches, matches[1:]):
        after = line[match.end() : following.start() if following else None]
        around = _Around(line[end : match.start()], after, end == 0, others)
        if reading := _read_day(match, around, rules):
            yield reading
        end = match.end()


class _Around(NamedTuple):
    """What stands between a day and the ones before and after it."""

    before: str
    after: str
    is_first: bool
    #: words of the line that are none of dates
    others: int

    @property
    def label(self) -> str | None:
        found = LABEL.findall(self.before)
        return found[-1] if found else None

    @property
    def weekday(self) -> int | None:
        found = _WEEKDAY_BEFORE.search(self.before) or _WEEKDAY_AFTER.match(self.after)
        return int(found[1]) if found else None

    @property
    def clock_places(self) -> tuple[str, ...]:
        """Where this day's time may stand: behind it, up to the next label; before it, but not behind another day."""
        behind = LABEL.split(self.after)[0][:_CLOCK_WITHIN]
        ahead = LABEL.split(self.before)[-1][-_CLOCK_WITHIN:]
        return (behind, ahead) if self.is_first or self.label else (behind,)


def _read_day(match: re.Match[str], around: _Around, rules: _Rules) -> Reading | None:
    name = str(match.lastgroup)
    values = [value for value in match.groups() if value is not None][1:]
    fields = dict(zip(_FIELDS[name], values, strict=True))
    fitting = (
        day
        for day in _candidates(name, fields, rules)
        if in_window(day) and day <= rules.latest and around.weekday in (None, day.isoweekday())
    )
    if (day := next(fitting, None)) is None:
        return None
    if len(fields.get("y", "")) < len("2025") and not _is_sure(name, around, rules):
        return None
    places = (fields["t"],) if "t" in fields else around.clock_places
    clock, zone = next(filter(None, (read_clock(place, day, primary=rules.primary) for place in places)), (None, None))
    return Reading(day=day, clock=clock, zone=zone, label=_LABELS.get(around.label))


def _is_sure(name: str, around: _Around, rules: _Rules) -> bool:
    """Whether a day without its year, or with a short one behind a name, is a date rather than told of or counted."""
    if name == "day_name_end":
        return rules.primary == "th" or around.label is not None or any(map(_CLOCK_LIKE.search, around.clock_places))
    return "y" in _FIELDS[name] or around.label is not None or around.others <= _MAX_BESIDE_DAY


_CLOCK_LIKE = re.compile(r"\d ?[:h]")


def _candidates(name: str, fields: dict[str, str], rules: _Rules) -> Iterator[dt.date]:
    """The days that the fields can mean, likeliest first."""
    first, second = int(fields["d"]), int(fields["m"])
    orders = [(first, second)]
    if name.startswith(("dotted", "slashed")):
        orders.append((second, first))
        if rules.is_month_first and name.startswith("slashed"):
            orders.reverse()
    for year in _years(fields.get("y"), rules):
        for day, month in orders:
            if (found := valid_day(year, month, day)) is not None:
                yield found


def _years(text: str | None, rules: _Rules) -> tuple[int, ...]:
    if text is not None:
        century = 0 if len(text) > len("25") else _BUDDHIST_CENTURY if rules.primary == "th" else 2000
        return (int(text) + century,)
    return (rules.latest.year, rules.latest.year - 1) if rules.has_reference else ()


#: of years that Thailand writes with two digits
_BUDDHIST_CENTURY = 2500


# --- what only the moment of fetching makes sense of ------------------------------

_A_DAY = dt.timedelta(days=1)
#: with more words a line tells something: ``yesterday`` is one of them
_MAX_OTHERS = 8
_MAX_BESIDE_DAY = 3


def _counted_back(ages: tuple[Age, ...], reference: Moment) -> tuple[Reading, ...]:
    """The moment that a line counts back to, if it has little beside that."""
    for age in ages:
        reading = _before(reference, age) or _on_day(reference, age)
        if reading is not None:
            return (reading,) if age.others <= (_MAX_OTHERS if reading.clock else _MAX_BESIDE_DAY) else ()
    return ()


def _before(reference: Moment, age: Age) -> Reading | None:
    """``3 hours ago``: to the minute below a day, else a bare day."""
    if age.span is None or not in_window(_day_of(moment := reference - age.span)):
        return None
    if age.is_timed and isinstance(moment, dt.datetime):
        clock = moment.time().replace(second=0, microsecond=0)
        return Reading(day=moment.date(), clock=clock, zone=moment.tzinfo, label=_LABELS.get(age.label))
    return Reading(day=_day_of(moment), label=_LABELS.get(age.label))


def _on_day(reference: Moment, age: Age) -> Reading | None:
    """``yesterday at 18:00``."""
    if age.days is None:
        return None
    day = _day_of(reference) - age.days * _A_DAY
    clock, zone = read_clock(age.line, day) or (None, None)
    return Reading(day=day, clock=clock, zone=zone, label=_LABELS.get(age.label))


def _day_of(moment: Moment) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment
