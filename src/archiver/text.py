"""Text as people compare it: white space, case, accents and words out of the way."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

_WORDS = re.compile(r"\w+")
#: for ``translate``: bytes of ASCII, with spaces for what no word holds
ASCII_TO_WORDS = re.sub(rb"\W", b" ", bytes(range(256)))
_INVISIBLE = dict.fromkeys("\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff", "")
_TYPOGRAPHY = {
    **dict.fromkeys("‘’‚‛`´′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
#: the few of them in a text, for ``translate`` looks each of its characters up: ten times the time
_MARKS = re.compile(f"[{''.join(_TYPOGRAPHY)}]")
#: what is left to do after NFKD, which takes "‴" apart into three primes
_AFTER_NFKD = re.compile(f"[{''.join((*_TYPOGRAPHY, *_INVISIBLE))}]")
_PLAIN_MARKS = {**_TYPOGRAPHY, **_INVISIBLE}
#: the marks that NFKD parts from Latin letters
_ACCENTS = re.compile("[\u0300-\u036f]+")
#: how many letters of a script without spaces weigh as much as one word
LETTERS_PER_WORD = 2
#: white space among them is gone when they are looked for
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
#: a mark of byte order or direction, a soft hyphen, a joiner of words: nothing to see where no text is beside them
_UNSEEN_ENDS = " \u00ad\u200b\u200e\u200f\u2060\ufeff"
#: of sizes, each a thousand times the one before
_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def squeeze(text: str | None) -> str:
    r"""The text with every run of white space made one space, nothing unseen at its ends, and no control characters.

    >>> squeeze("\ufeff  a\n\u00a0 b\x08 ")
    'a b'
    """
    if not text:
        return ""
    if text.isprintable() and "  " not in text and text[0] != " " and text[-1] != " ":
        return text  # of all white space, only the plain space is printable
    squeezed = " ".join(text.split())
    return squeezed if squeezed.isprintable() else " ".join(_CONTROLS.sub("", squeezed).split()).strip(_UNSEEN_ENDS)


def squeezed_or_none(text: str | None) -> str | None:
    """The squeezed text, or ``None`` when nothing is left."""
    return squeeze(text) or None


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """What ``fold_whole`` makes of a short text, remembered: titles, names and labels come again and again."""
    return fold_whole(text)


def fold_whole(text: str) -> str:
    """A key under which two spellings of one text are equal: case, accents, quotes, dashes and spaces made alike.

    >>> fold_whole("L’Été –  À VENIR") == fold_whole("l'ete - a venir")
    True
    """
    if text.isascii():
        return squeeze(text.replace("`", "'").casefold())
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", _MARKS.sub(_plain_mark, text)))
    if plain.isascii():  # nearly always, in Latin letters
        return squeeze(plain.replace("`", "'").casefold())
    return squeeze("".join(filterfalse(unicodedata.combining, _AFTER_NFKD.sub(_plain_mark, plain))).casefold())


def _plain_mark(mark: re.Match[str]) -> str:
    return _PLAIN_MARKS[mark[0]]


def words(text: str) -> list[str]:
    """Runs of letters and digits, in order."""
    return _WORDS.findall(text)


def word_count(text: str) -> int:
    """Number of words; in scripts without spaces, of pairs of letters.

    >>> word_count("two words"), word_count("東京都庁")
    (2, 2)
    """
    if text.isascii():
        return len(text.encode().translate(ASCII_TO_WORDS).split())  # a third of the time
    unspaced = len(_UNSPACED.findall(text))
    if not unspaced:
        return len(_WORDS.findall(text))
    return unspaced // LETTERS_PER_WORD + len(_WORDS.findall(_UNSPACED.sub(" ", text)))


def has_more_words(text: str, than: int) -> bool:
    """Whether it has more words (``word_count``) than so many, after which they are not counted: a fifth of the time.

    >>> has_more_words("two words", 1), has_more_words("two words", 2)
    (True, False)
    """
    if text.isascii() or not _UNSPACED.search(text):
        return _more_words(than).match(text) is not None
    return word_count(text) > than


@lru_cache(maxsize=32)
def _more_words(than: int) -> re.Pattern[str]:
    return re.compile(r"\W*" + r"\w+\W+" * than + r"\w")


def text_length(text: str) -> int:
    """Number of characters; one of a script without spaces says as much as three others.

    >>> text_length("Tokyo"), text_length("東京")
    (5, 6)
    """
    return len(text) if text.isascii() else len(text) + 2 * len(_UNSPACED.findall(text))


def has_letters(text: str) -> bool:
    """Whether there is anything to read in it."""
    return any(map(str.isalpha, text))


def counted(number: int, thing: str) -> str:
    """How many there are of what has an ordinary plural.

    >>> counted(1, "card"), counted(2, "card")
    ('1 card', '2 cards')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def size_text(size_bytes: int) -> str:
    """A size for people: ``1.2 MB``.

    >>> size_text(999), size_text(1_234_567)
    ('999 bytes', '1.2 MB')
    """
    size = float(size_bytes)
    for unit in _UNITS:
        if size < 1000 or unit == _UNITS[-1]:  # noqa: PLR2004 - SI units
            break
        size /= 1000
    return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
