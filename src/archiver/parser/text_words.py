"""How alike two lines of a flattened page are: the words they share, and whether they name one story."""

from __future__ import annotations

import re
from itertools import pairwise

from archiver.text import fold

#: words of fewer letters stand in any text
_CONTENT_WORD = re.compile(r"[^\W\d_]{4,}|\d{2,}")
#: scripts that put no spaces between words: their pairs of letters stand for words
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MIN_UNSPACED = 5
_NOT_LETTERS = re.compile(r"[\W_]+")
#: an excerpt says which story it is from so many characters on
_MIN_EXCERPT_CHARS = 30


def content_words(text: str) -> frozenset[str]:
    """The words that tell one text from another, in lower case."""
    text = text.casefold()
    words = set(_CONTENT_WORD.findall(text))
    letters = [] if text.isascii() else _UNSPACED.findall(text)
    if len(letters) > _MIN_UNSPACED:
        words.update(map("".join, pairwise(letters)))
    return frozenset(words)


def story_key(text: str) -> str:
    """Letters and digits only: an alternative text and its headline differ in no more than the rest.

    >>> story_key("Brücke – gesperrt: was nun?") == story_key("Brücke gesperrt was nun")
    True
    """
    return _NOT_LETTERS.sub("", fold(text))


def begin_alike(one: str, other: str) -> bool:
    """Whether one of two excerpts, given as story keys, is the other cut off earlier."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _MIN_EXCERPT_CHARS and long.startswith(short)
