"""What stands below a text, like a paragraph of it: rights, agencies, where it first appeared, who wrote it.

Such notes are told by how they begin or what they hold (``ending_words``), biographies by their shape: a name, "is",
and a journalist's work. They are read of short blocks about the end of a text alone (``verdict``): anywhere else a
story may say the same.
"""

# ruff: noqa: E501 - scripts without spaces count as two columns a letter
from __future__ import annotations

import re

from archiver.parser.credit_words import ROLES
from archiver.parser.ending_words import (
    ABOUT,
    AGENCIES,
    COMMISSIONS,
    COMMON_WORK,
    CONTRIBUTIONS,
    COPULAS,
    DONATIONS,
    FIRST_PUBLISHED,
    MORE_WORK,
    PARTICLES,
    RESERVED,
    RIGHTS,
    WRITES,
    WRITES_FOR,
)
from archiver.parser.paywall_words import says_rest
from archiver.text import fold

#: a longer block tells more than such notes do
_MAX_CHARS = 420
_MAX_CREDIT = 140
_MAX_WALL = 200
#: from here on, scripts do without spaces
_UNSPACED = "\u3040"
_BEGINNINGS = tuple(f"{RIGHTS}|{AGENCIES}|{FIRST_PUBLISHED}|{ABOUT}".split("|"))
#: their first characters, by which most texts are told from them
_GLANCE = 3
_STARTS = frozenset(beginning[:_GLANCE] for beginning in _BEGINNINGS)
_PHRASES = tuple(f"{CONTRIBUTIONS}|{RESERVED}|{DONATIONS}|{COMMISSIONS}".split("|"))
#: the longest word of each phrase, by which a text without any is known at a glance; scripts without spaces apart
_KEYS = frozenset(max(phrase.split(), key=len) for phrase in _PHRASES if phrase[0] < _UNSPACED)
_UNSPACED_PHRASES = tuple(phrase for phrase in _PHRASES if phrase[0] >= _UNSPACED)
_COPULAS = frozenset(COPULAS.split())
_WRITES = frozenset(WRITES.split())
_WRITES_FOR = frozenset(WRITES_FOR.split())
_PARTICLES = frozenset(PARTICLES.split())
_WORK = frozenset(ROLES.split()) - frozenset(COMMON_WORK.split()) | frozenset(MORE_WORK.split())
#: a picture's maker, as a line of its own
_CREDIT = re.compile(
    r"[\[(]?(?:photo(?:s|graphs?|grapher|graphie|graphe)?|images?|picture|pics?|illustrations?|fotos?|foto[sg]raf(?:ie|ía|ia|i|en)?|"
    r"bild(?:er|quelle|nachweis|rechte)?|beitragsbild|titelbild|aufmacherbild|symbolbild|grafik|crédits?(?: photos?)?|photo credits?|image credits?|"
    r"imagen|imágenes|immagin[ei]|imagem|imagens|foto's|beeld|afbeelding|zdjęcia|zdjęcie|fot\.?|фото|світлина|ілюстрація|иллюстрация|"
    r"snímek|obrázek|fotó|kép|kuvat?|kuvaaja|bilde|billede|fotoğraf|görsel|φωτογραφ[ίι]α|φωτο|imagine|"
    r"صورة|الصورة|عکس|צילום|ảnh|hình ảnh|gambar|写真|画像|撮影|사진|图片|图|圖)"
    r"(?: ?(?:credits?|courtesy|source|by|von|quelle|de|di|av|af|via|©))*\s?(?:[:：/|©=＝])",
    re.IGNORECASE,
)

_MIN_NAME = 2
_MAX_NAME = 5
#: so soon behind "is" is said what somebody does
_WORK_WITHIN = 9
_OPENING = "([*_–—- "
_MARKS = ".,;:()[]*_"


def is_ending(text: str) -> bool:
    """Whether a short block at the end of a text is a note on it, or on whoever wrote it.

    >>> is_ending("Ada Penrose is a reporter in Gannet Quay."), is_ending("The ferry is a boat.")
    (True, False)
    """
    if len(text) > _MAX_CHARS:
        return False
    folded = text.casefold().replace("’", "'").lstrip(_OPENING)
    may_begin = folded[:_GLANCE] in _STARTS or folded[:1] in _STARTS
    if may_begin and folded.startswith(_BEGINNINGS):
        return True
    return _is_biography(text) or _holds_phrase(folded)


def _holds_phrase(folded: str) -> bool:
    if folded.isascii() or folded[0] < _UNSPACED:
        words = folded.replace(".", " ").replace(",", " ").replace("!", " ").split()
        return not _KEYS.isdisjoint(words) and any(phrase in folded for phrase in _PHRASES)
    return any(phrase in folded for phrase in _UNSPACED_PHRASES)


def is_credit(text: str) -> bool:
    """Whether a short line says who made a picture.

    >>> is_credit("Foto: Ada Penrose"), is_credit("Photos of the harbour were rare.")
    (True, False)
    """
    return len(text) <= _MAX_CREDIT and _CREDIT.match(text) is not None


def is_wall(text: str) -> bool:
    """Whether a short block says that the text goes on for those who pay.

    >>> is_wall("Weiterlesen mit einem Abo"), is_wall("Subscribe to our newsletter")
    (True, False)
    """
    return len(text) <= _MAX_WALL and says_rest(fold(text))


def _is_biography(text: str) -> bool:
    """A name, then what somebody is: a journalist, an author."""
    words = text.lstrip(_OPENING).split(maxsplit=_MAX_NAME + _WORK_WITHIN + 2)
    name = _name_length(words)
    said = words[name:] if name >= _MIN_NAME else []
    if said and said[0][0] == "(":  # an age, a place
        said = said[1:]
    if not said:
        return False
    plain = {word.strip(_MARKS).casefold() for word in said[1 : 1 + _WORK_WITHIN]}
    return (said[0] in _COPULAS and not _WORK.isdisjoint(plain)) or (
        said[0] in _WRITES and not _WRITES_FOR.isdisjoint(plain)
    )


def _name_length(words: list[str]) -> int:
    """How many words at the beginning may be a name."""
    for number, word in enumerate(words[: _MAX_NAME + 1]):
        if not word[0].isupper() and (not number or word not in _PARTICLES):
            return number
        if word[-1] in ",)":
            return number + 1
    return 0
