"""Lines around a text that say when it appeared, how long it takes to read, or who wrote it, and nothing else."""

# ruff: noqa: E501 - scripts without spaces count as two columns a letter
from __future__ import annotations

import re
from collections.abc import Collection

from archiver.parser.credit_lines import without_prefix
from archiver.parser.names import parse_credit
from archiver.text import fold
from archiver.timestamps import find_readings, is_bare

#: a longer line tells more
_MAX_CHARS = 160
_DIGIT = re.compile(r"\d")
_PARTS = re.compile(r"\s*[|·•»]\s*|\s+[-–—/]\s+")
#: what may stand before a day, beside the words that ``timestamps`` knows
_PREFIX = re.compile(
    r"(?:first|originally|last|stand|datum|date|added|am|le|fecha|data|дата|dátum|tarih|日期|时间|時間|发布时间|發布時間|发表时间|"
    r"更新时间|更新時間)(?:\s*[:：]\s*|\s+|(?=\d))",
    re.IGNORECASE,
)
_READING_TIMES = (
    "reading time|estimated reading time|read time|time to read|lesezeit|lesedauer|geschätzte lesezeit|temps de lecture|"
    "durée de lecture|lecture|tempo di lettura|lettura|tiempo de lectura|lectura|tempo de leitura|leitura|temps de lectura|"
    "leestijd|czas czytania|przeczytasz w|время чтения|на чтение|час читання|doba čtení|čas čtení|čas čítania|doba čítania|"
    "vrijeme čitanja|olvasási idő|okuma süresi|lästid|lesetid|læsetid|lukuaika|χρόνος ανάγνωσης|timp de citire|timp de lectură|"
    "waktu baca|thời gian đọc|وقت القراءة|مدة القراءة|זמן קריאה|読了時間|阅读时间|閱讀時間|읽는 시간"
)
_MINUTES = (
    "minutes|minute|mins|min|minuten|minuti|minuto|minutos|minuut|minuty|minut|minuta|minuter|minutter|minuuttia|minuts|"
    "минут|минуты|минута|мин|хвилин|хвилини|хв|perc|dakika|dk|menit|phút|دقيقة|دقائق|דקות|דקה|λεπτά|λεπτό|分钟|分鐘|分|분"
)
_TO_READ = (
    "read|to read|reading|reading time|lesezeit|lesen|zu lesen|de lecture|lecture|di lettura|lettura|de lectura|lectura|"
    "de leitura|leitura|leestijd|lezen|leestijd|czytania|чтения|на чтение|читання|čtení|čítania|čitanja|olvasás|okuma|"
    "okuma süresi|läsning|lästid|lesetid|læsetid|lukuaika|ανάγνωσης|ανάγνωση|de citit|citire|baca|đọc|قراءة|للقراءة|קריאה|"
    "で読めます|で読める|阅读|閱讀|읽기"
)


def _any(words: str) -> str:
    return "|".join(sorted(map(re.escape, {fold(word) for word in words.split("|")}), key=len, reverse=True))


_COUNT = rf"(?:ca?\. ?|~ ?|about |environ )?\d{{1,3}}(?: ?- ?\d{{1,3}})?[ -]?(?:{_any(_MINUTES)})\.?"
_READING_TIME = re.compile(rf"(?:{_any(_READING_TIMES)}) ?[:：-]? ?{_COUNT}|{_COUNT} ?(?:{_any(_TO_READ)})")


def is_dateline(text: str, authors: Collection[str] = (), *, language: str | None = None) -> bool:
    """Whether a line holds nothing but days with their labels, a reading time, and the names of these authors.

    >>> is_dateline("Published 3 April 2025"), is_dateline("Lesezeit: 5 Min."), is_dateline("The third of April")
    (True, True, False)
    """
    if len(text) > _MAX_CHARS:
        return False
    return _is_part(text, authors, language) or all(_is_part(part, authors, language) for part in _PARTS.split(text))


def _is_part(text: str, authors: Collection[str], language: str | None) -> bool:
    if not text:
        return True
    if _DIGIT.search(text):
        return _is_day(text, language) or _READING_TIME.fullmatch(fold(text)) is not None
    names = [author.name for author in parse_credit(without_prefix(text))] if authors else []
    return bool(names) and all(name in authors for name in names)


def _is_day(text: str, language: str | None) -> bool:
    day = text[prefix.end() :] if (prefix := _PREFIX.match(text)) else text
    return is_bare(day, language=language) and bool(find_readings(day, language=language))
