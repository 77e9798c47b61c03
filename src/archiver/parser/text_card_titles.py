"""What stands in one line with a card's headline and is no part of it: a date, a rank, how often it was read."""

from __future__ import annotations

import re
from typing import NamedTuple

_BULLET = re.compile(r"^(?:[•·▪■●◦‣⁃*➤►▶»›–—-]|#?\d{1,2}[.)]|#\d{1,2})\s+(?=\S)")
#: ``13.02.2026 Headline``, ``09:15 | Headline``
_DATE_FIRST = re.compile(
    r"((?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d|\d{1,2}[:.h]\d\d)(?:,? \d{1,2}[:.h]\d\d)?(?: Uhr)?)"
    r"(?: ?[|–—:·-])?\s+(?=[^\W_a-z]|[\"“”„«»‘’「『¿¡])"
)
#: a date that lost the space before it: ``Headline27 March 2025``
_DATE_LAST = re.compile(
    r"(?<=[^\W\d_]|[»”\"’'?!)])(\d{1,2}\.? [^\W\d_]{3,}\.?,? (?:19|20)\d\d|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d)$"
)
#: how often a story was read
_COUNTED = re.compile(
    r"\s+[(|·–-]?\s*\d[\d.,\s]*[kK]? ?(?:views?|reads?|hits|shares|comments|vues|lectures|partages|commentaires|"
    r"aufrufe|mal gelesen|kommentare|visitas|vistas|lecturas|comentarios|visite|visualizzazioni|letture|commenti|"
    r"visualizações|leituras|acessos|comentários|keer gelezen|weergaven|reacties|wyświetleń|odsłon|komentarzy|"
    r"visningar|visninger|läsningar|katselua|просмотров|просмотра|переглядів|okunma|görüntülenme|zobrazení|"
    r"lượt xem)\)?$",
    re.IGNORECASE,
)
_RANKED = re.compile(r"^(\d{1,2})\s+(?=[^\W_a-z]|[\"“”„«»‘’「『¿¡])")
_MIN_WORDS = 3


class BareTitle(NamedTuple):
    """A headline alone, and the date that stood in its line."""

    text: str
    date: str | None = None


def bare_title(text: str) -> BareTitle:
    """The headline without bullet, date and counts.

    >>> bare_title("13.02.2026 Ferry sails again"), bare_title("Ferry sails again27 March 2025").date
    (BareTitle(text='Ferry sails again', date='13.02.2026'), '27 March 2025')
    """
    date: str | None = None
    if not text[0].isalpha():
        text = _BULLET.sub("", text)
        found = _DATE_FIRST.match(text)
        if found and has_words(text[found.end() :]):
            date, text = found[1], text[found.end() :]
    if date is None and text[-1].isdigit() and (last := _DATE_LAST.search(text)):
        date, text = last[1], text[: last.start()]
    counted = _COUNTED.search(text) if text[-1].isalpha() or text[-1] == ")" else None
    return BareTitle(text[: counted.start()] if counted and has_words(text[: counted.start()]) else text, date)


def rank_of(text: str) -> int | None:
    """The rank that a headline's line begins with: ``2 Ferry sails again``."""
    found = _RANKED.match(text) if text[:1].isdigit() else None
    return int(found[1]) if found else None


def without_rank(text: str) -> str:
    """The same line without it."""
    return _RANKED.sub("", text)


def has_words(text: str) -> bool:
    """Whether a text can be a headline."""
    return text.count(" ") >= _MIN_WORDS - 1 or (not text.isascii() and len(text) >= 4 * _MIN_WORDS)
