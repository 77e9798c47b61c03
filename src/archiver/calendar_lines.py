"""A line of people's dates as a canonical line, in which every known word is a token.

    lun., 11 août 2025 à 14 h 05    →    w1 ., 11 m08 2025 14 h 05
    Mis à jour le 12/08/2025        →    U 12/08/2025
    2025年8月11日(月) 午後2時05分     →    2025-8-11 w1 pm 2:05

The tokens: ``m01`` to ``m12`` months, ``w1`` to ``w7`` weekdays from Monday, ``am`` and ``pm``, ``h`` between or behind
hours, ``z+0200`` a zone, ``y-0500`` one that may keep summer time, ``P`` and ``U`` labels of publication and update,
``x`` any other word. Glue is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from archiver import calendar_words as vocabulary
from archiver.text import fold

_MONTH, _WEEKDAY = "m{:02d}", "w{}"
_ROWS = {_MONTH: vocabulary.MONTHS, _WEEKDAY: vocabulary.WEEKDAYS}
_ENGLISH_MONTHS = vocabulary.MONTHS["en"].split()
_ENGLISH_WEEKDAYS = vocabulary.WEEKDAYS["en"].split()
#: where these languages are written, ``EST`` is a zone; elsewhere it may be a word
_AMERICAN = (None, "en", "es", "pt")
#: abbreviations have at least so many letters; of weekdays in the page's own language, two
_SHORTEST = 3

#: words of scripts whose vowel signs are not letters to ``\w`` hang together by their blocks
WORD = r"(?:[^\W\d_]|[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u200d])+"
#: in a canonical line, a label, and a word that is none of dates
LABEL = re.compile(r"\b[PU]\b")
OTHER_WORD = re.compile(r"\bx\b")
_NOT_CANONICAL = re.compile(r"[^A-Za-z0-9:./,+-]+")
#: the English and French ones are words of other meaning, too: ``th`` is Thursday
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|re|ere)\b")
_DOTTED_HALF_DAY = re.compile(r"\b([ap])\.\s?m\b\.?")

#: ``3時間前``, ``3 ชั่วโมงที่แล้ว``
_JOINED_AGO = re.compile(
    f"(\\d{{1,4}})\\s*({'|'.join(map(re.escape, vocabulary.JOINED_UNITS))})\\s*(?:之?前|전|ที่แล้ว|ที่ผ่านมา|ก่อน)"
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
_ERA_YEAR = re.compile(f"({'|'.join(_ERAS)})\\s*(\\d{{1,3}}|元)\\s*年")
_EAST_ASIAN_DAY = re.compile(r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]?")
_EAST_ASIAN_CLOCK = re.compile(r"(\d{1,2})\s*[時时點点시]\s*(?:(\d{1,2})\s*[分분]|(半))?")
_EAST_ASIAN_WEEKDAY = re.compile(
    r"\(([月火水木金土日월화수목금토일])\)|([月火水木金土日])曜日?|([월화수목금토일])요일|(?:星期|周|週|礼拜|禮拜)([一二三四五六日天])"
)
_WEEKDAY_SIGNS = dict(zip("月火水木金土日월화수목금토일一二三四五六日天", [*range(7)] * 3 + [6], strict=True))
_SIGN_WORDS = {
    sign: f" {word} "
    for signs, word in (
        (vocabulary.PUBLISHED_SIGNS, "published"),
        (vocabulary.MODIFIED_SIGNS, "updated"),
        (vocabulary.MORNING_SIGNS, "am"),
        (vocabulary.AFTERNOON_SIGNS, "pm"),
        (vocabulary.YESTERDAY_SIGNS, "yesterday"),
        (vocabulary.TODAY_SIGNS, "today"),
    )
    for sign in signs.split()
}
_SIGN = re.compile("|".join(_SIGN_WORDS))


class Lexicon(NamedTuple):
    """What the words of a language become.

    There are two readings of it, as some abbreviations are a weekday and a month (``mar``): weekdays come first.
    """

    readings: tuple[dict[str, str], dict[str, str]]
    #: captures one word, or one phrase that is known as such
    pattern: re.Pattern[str]
    #: the first words of months
    months: frozenset[str]
    #: the words that the two readings differ in
    ambiguous: frozenset[str]

    def may_hold_day(self, plain: str) -> bool:
        """Whether a plain line is worth a closer look: most name neither month nor numbers of a day."""
        return _NUMBERS.search(plain) is not None or not self.months.isdisjoint(_WORD.findall(plain))

    def canonical_lines(self, plain: str) -> Iterator[str]:
        """The canonical lines of a text that ``plain_line`` gave: one, or two that differ."""
        parts = self.pattern.split(plain)
        first, second = self.readings
        yield _canonical(parts, first)
        if not self.ambiguous.isdisjoint(parts):
            yield _canonical(parts, second)


def _canonical(parts: list[str], tokens: dict[str, str]) -> str:
    """Parts between and of words, in turn, as a line."""
    parts = parts.copy()
    parts[1::2] = [f" {tokens.get(word, 'x')} " for word in parts[1::2]]
    return " ".join(_NOT_CANONICAL.sub(" ", "".join(parts)).split())


#: what a day in numbers has: ``2025-8-11``, ``11 / 8``
_NUMBERS = re.compile(r"\d ?[-/.] ?\d")
_WORD = re.compile(WORD)


class RelativeWords(NamedTuple):
    """How a language counts back from now; the units, from second to week, are beginnings of words."""

    units: tuple[tuple[str, ...], ...]
    #: with the spaces around them
    past: tuple[str, ...]
    yesterday: tuple[str, ...]
    today: tuple[str, ...]
    one: frozenset[str]
    #: a line without one of these says nothing relative; ``None`` where the end of a word says it
    marks: frozenset[str] | None


@lru_cache(maxsize=128)
def relative_words(primary: str | None) -> RelativeWords | None:
    """The words of a language, where the tables have them."""
    row = vocabulary.RELATIVE.get(primary or "")
    if row is None:
        return None
    units, past, yesterday, today = (
        [tuple(_spellings(slot.replace("/", " "))) for slot in field.split()] for field in row
    )
    marks = [word for words in (past, yesterday, today) for slot in words for word in slot]
    return RelativeWords(
        tuple(units),
        tuple(map(_marked, sum(past, ()))),
        sum(yesterday, ()),
        sum(today, ()),
        frozenset(_spellings(vocabulary.ONE)),
        frozenset(word.split()[0] for word in marks) if not any(word[0] == "-" for word in marks) else None,
    )


def _marked(past: str) -> str:
    """A mark as it stands between spaces, the beginning open where it is the end of a word."""
    return f"{past[1:]} " if past[0] == "-" else f" {past} "


def primary_language(language: str | None) -> str | None:
    """The row of the tables for a BCP 47 tag, or ``None``: ``pt`` for ``pt-BR``, ``no`` for ``nb``."""
    primary = (language or "").replace("_", "-").partition("-")[0].lower()
    return vocabulary.ALIASES.get(primary, primary) or None


def plain_line(text: str) -> str:
    """The text folded, with ASCII digits, and with East Asia's date signs as English words."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        if _OTHER_DIGIT.search(text):
            text = _OTHER_DIGIT.sub(_ascii_digit, text)
        if _HAS_SIGNS.search(text):
            text = _spelled_out(text)
    line = _folded(text)
    if "." in line:
        line = _DOTTED_HALF_DAY.sub(r"\1m", line)
    return _ROMAN_MONTH.sub(_numbered_month, _ORDINAL.sub("", line)) if _DIGIT.search(line) else line


#: ``11. VIII. 2025``
_ROMAN_MONTH = re.compile(r"\b(\d{1,2})[ ./-]{1,2}(x?i{1,3}|i?[vx]|vi{1,3})[ ./-]{1,2}(\d{4})\b")
_ROMAN_MONTHS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]


def _numbered_month(match: re.Match[str]) -> str:
    return f"{match[1]}.{_ROMAN_MONTHS.index(match[2]) + 1}.{match[3]}" if match[2] in _ROMAN_MONTHS else match[0]


_DIGIT = re.compile(r"\d")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
#: Hebrew, Arabic, Thai, kana, Han, Hangul
_HAS_SIGNS = re.compile("[\u0590-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _ascii_digit(match: re.Match[str]) -> str:
    return str(unicodedata.digit(match[0]))


def _spelled_out(text: str) -> str:
    """The text with the date signs of scripts that write words together as English words and numbers."""
    text = _JOINED_AGO.sub(lambda match: f" {match[1]} {vocabulary.JOINED_UNITS[match[2]]} ago ", text)
    text = _ERA_YEAR.sub(_western_year, text)
    text = _EAST_ASIAN_WEEKDAY.sub(_english_weekday, text)
    text = _EAST_ASIAN_CLOCK.sub(lambda match: f" {match[1]}:{match[2] or ('30' if match[3] else '00'):0>2} ", text)
    text = _EAST_ASIAN_DAY.sub(_western_day, text)
    return _SIGN.sub(lambda match: _SIGN_WORDS[match[0]], text)


def _western_year(match: re.Match[str]) -> str:
    return f"{_ERAS[match[1]] + (1 if match[2] == '元' else int(match[2]))}年"


def _western_day(match: re.Match[str]) -> str:
    if match[1]:
        return f" {match[1]}-{match[2]}-{match[3]} "
    month = int(match[2])
    return f" {_ENGLISH_MONTHS[month - 1]} {match[3]} " if 1 <= month <= len(_ENGLISH_MONTHS) else match[0]


def _english_weekday(match: re.Match[str]) -> str:
    sign = next(filter(None, match.groups()))
    return f" {_ENGLISH_WEEKDAYS[_WEEKDAY_SIGNS[sign]]} "


@lru_cache(maxsize=128)
def lexicon(primary: str | None) -> Lexicon:
    """The words of a language, of English, and of all languages where no two disagree."""
    months, weekdays, glue = _names(_MONTH, primary), _names(_WEEKDAY, primary), _glue(primary)
    readings = ({**glue, **months, **weekdays}, {**glue, **weekdays, **months})
    phrases = sorted((word for word in readings[0] if " " in word or "." in word), key=len, reverse=True)
    return Lexicon(
        readings,
        re.compile(rf"((?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)|{WORD})"),
        frozenset(first[0] for month in months if (first := re.match(WORD, month))),
        frozenset(word for word, meaning in readings[0].items() if readings[1][word] != meaning),
    )


def _names(token: str, primary: str | None) -> dict[str, str]:
    rows = _ROWS[token]
    # CET is a zone, and a Thursday only where that is written so; "3 hours ago" is not of August in English
    other = {*vocabulary.ZONES, *_spellings(vocabulary.FILLERS)}
    foreign = {word: name for word, name in _undisputed(token).items() if word not in other}
    if primary == "en":
        foreign.pop("ago", None)
    names = foreign | _row_names(rows["en"], token, _SHORTEST)
    if primary in rows:
        names |= _row_names(rows[primary], token, _SHORTEST - (token == _WEEKDAY))
    return names


@lru_cache(maxsize=2)
def _undisputed(token: str) -> dict[str, str]:
    """The names that mean the same wherever they are known; phrases with digits are left to their language.

    An abbreviation that only one language knows is a word of another meaning elsewhere: ``Jim`` is a Friday.
    """
    meanings: dict[str, list[str]] = {}
    exact: set[str] = set()
    for row in _ROWS[token].values():
        exact.update(name.replace("_", " ") for slot in _folded(row).split() for name in slot.split("/"))
        for word, meaning in _row_names(row, token, _SHORTEST).items():
            meanings.setdefault(word, []).append(meaning)
    known = (word for word, found in meanings.items() if word in exact or len(found) > 1)
    return {word: meanings[word][0] for word in known if len({*meanings[word]}) == 1 and not word[-1].isdecimal()}


def _row_names(row: str, token: str, shortest: int) -> dict[str, str]:
    """Every name of a row and every beginning of one that no other slot shares."""
    meanings: dict[str, set[str]] = {}
    exact: dict[str, str] = {}
    for number, slot in enumerate(_folded(row).split(), 1):
        for name in slot.split("/"):
            spelling = name.replace("_", " ")
            exact[spelling] = token.format(number)
            is_syllabic = spelling >= _FIRST_SYLLABIC
            for end in range(min(shortest, 2) if is_syllabic else shortest, len(spelling) if _is_word(spelling) else 0):
                meanings.setdefault(spelling[:end], set()).add(token.format(number))
    return {word: next(iter(found)) for word, found in meanings.items() if len(found) == 1} | exact


#: from Devanagari on, a letter is a syllable
_FIRST_SYLLABIC = "\u0900"


def _is_word(spelling: str) -> bool:
    return spelling.isalpha() or (spelling >= _FIRST_SYLLABIC and not set(" .") & set(spelling))


def _glue(primary: str | None) -> dict[str, str]:
    tokens = dict.fromkeys(_spellings(vocabulary.FILLERS), "")
    tokens |= dict.fromkeys(_spellings(vocabulary.HOUR_WORDS), "h")
    tokens |= dict.fromkeys(_spellings(vocabulary.MORNING), "am") | dict.fromkeys(
        _spellings(vocabulary.AFTERNOON), "pm"
    )
    tokens |= dict.fromkeys(_spellings(vocabulary.PUBLISHED_LABELS), "P")
    tokens |= dict.fromkeys(_spellings(vocabulary.MODIFIED_LABELS), "U")
    tokens |= _zones(vocabulary.ZONES, "z")
    if primary in _AMERICAN:
        tokens |= _zones(vocabulary.AMERICAN_ZONES, "z") | _zones(vocabulary.AMERICAN_CLOCKS, "y")
    return tokens


def _spellings(words: str) -> Iterable[str]:
    return (word.replace("_", " ") for word in _folded(words).split())


def _zones(zones: dict[str, int], letter: str) -> dict[str, str]:
    return {
        _folded(name): f"{letter}{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"
        for name, minutes in zones.items()
    }


def _folded(text: str) -> str:
    return fold(text).replace("ı", "i").replace("'", " ")
