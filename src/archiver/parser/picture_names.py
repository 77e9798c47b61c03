"""File names of pictures: which of them say that the picture is a stub or a generic one.

A name is taken apart into words. One that holds a telling word ("default", "no image") is generic when its other words
say nothing of a story: ``no-image-small.png``, but not ``no-image-of-the-suspect.jpg``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from archiver.parser.picture_words import (
    BESIDE_STUBS,
    COLOURS,
    COMPOUNDS,
    FILLERS,
    GENERICS,
    HARMLESS,
    NEGATIONS,
    NEGATIVES,
    PICTURE_NOUNS,
    POSITIVES,
    STAND_INS,
    STUBS,
)

#: words with digits that tell all the same
_TELLING_NUMBERS = frozenset({"1x1", "404"})
_MIN_OUTLET_WORD = 3
_WORDS = re.compile(r"[^\W_]+")
#: shorter ones are languages, sizes, initials
_MIN_WORD = 3
#: what nobody but the makers of sites calls a picture: "no photo policy" is a story
_MAKERS_NOUNS = frozenset({"image", "img", "thumb", "thumbnail", "imagen", "imagem", "immagine", "bild", "afbeelding"})
#: "image coming soon" in several languages ("now printing" in Japan), "hình ảnh mặc định", pictures for social networks
_GENERIC_PAIRS = frozenset(
    {("coming", "soon"), ("mac", "dinh"), ("og", "image"), ("share", "image"), ("social", "share"), ("social", "card")}
    | {("now", "printing"), ("em", "breve"), ("in", "arrivo"), ("a", "venir")}
    | {("facebook", "share"), ("social", "image"), ("sharing", "image"), ("share", "img"), ("og", "img")}
)
#: stubs that say themselves that another file follows
_LOADING = frozenset(word for word in STUBS if any(sign in word for sign in ("lazy", "load", "spinner", "throbber")))
#: how many words of another kind may stand beside the sure signs, and beside the others
_MOST_UNKNOWN, _FEW_UNKNOWN = 3, 2
#: folders of files that come with the site, and the years in which those of stories lie
_SITE_FOLDER = re.compile(
    r"/(?:assets|static|bundles|dist|build|design|layout|skin|themes?|template|templates|resources|_next)(?:/|$)"
)
_YEAR = re.compile(r"/(?:19|20)\d\d(?:/|$)")


def is_stub_name(parts: Sequence[str], extension: str) -> bool:
    """Whether nobody sees the file: ``blank.gif``, ``jeg-empty.png``, ``grey.gif``."""
    words = set(_telling(parts))
    if words & STUBS:
        return words <= STUBS | BESIDE_STUBS
    return bool(words) and words <= COLOURS and extension in {"gif", "png"}


def is_seen_stub(parts: Sequence[str], extension: str) -> bool:
    """Whether a stub by its name is a photograph by its ending, which cannot be transparent: ``blank.jpg``."""
    return extension in {"jpg", "jpeg"} and _LOADING.isdisjoint(parts)


def is_generic_name(parts: Sequence[str], extension: str, folder: str, outlet: str) -> bool:
    """Whether the name says that the picture is there for want of another, or is the outlet's own mark."""
    words = _telling(parts)
    unknown = [
        word for word in words if len(word) >= _MIN_WORD and word not in HARMLESS and not _is_outlets(word, outlet)
    ]
    if not unknown:
        return _is_generic(words)
    if any(word in COMPOUNDS for word in words):
        return len(unknown) < _FEW_UNKNOWN
    if any(word in STAND_INS for word in words):
        return len(unknown) <= _MOST_UNKNOWN and _ends_in_stand_in(words)
    if "logo" in words:
        return extension == "svg" or (len(unknown) <= _FEW_UNKNOWN and _is_site_folder(folder))
    return len(unknown) <= _FEW_UNKNOWN and _denies(words, len(unknown))


def is_size_name(parts: Sequence[str]) -> bool:
    """Whether the name may also be that of one size among several: ``default.jpg``, ``default_640.jpg``."""
    return _telling(parts) == ["default"]


def is_outlets_name(name: str, outlet: str) -> bool:
    """Whether a name holds the outlet's and nothing else that tells: ``harbour-echo-grey``."""
    words = [word for word in _WORDS.findall(name) if len(word) >= _MIN_WORD and not word.isdecimal()]
    theirs = [word for word in words if _is_outlets(word, outlet)]
    return bool(theirs) and all(word in HARMLESS or word in theirs for word in words)


def _telling(parts: Sequence[str]) -> list[str]:
    """Without sizes, numbers and hashes."""
    return [part for part in parts if part in _TELLING_NUMBERS or not any(map(str.isdecimal, part))]


def _is_outlets(word: str, outlet: str) -> bool:
    return len(word) >= _MIN_OUTLET_WORD and word in outlet


def _is_generic(words: Sequence[str]) -> bool:
    """Of a name in which every word is known: whether some of them make it generic together."""
    if any(word in GENERICS or word in STAND_INS or word in COMPOUNDS for word in words):
        return True
    if _has(words, PICTURE_NOUNS) and (_has(words, NEGATIONS) or _has(words, NEGATIVES)):
        return True
    pairs = _pairs(words)
    return any(pair in _GENERIC_PAIRS or (pair[0] in NEGATIONS and pair[1] in POSITIVES) for pair in pairs)


def _has(words: Sequence[str], table: Collection[str]) -> bool:
    return any(word in table for word in words)


def _pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(words))


def _ends_in_stand_in(words: Sequence[str]) -> bool:
    """``harbour-echo-placeholder-small``, not ``placeholder-mayor``."""
    last = next((word for word in reversed(words) if word not in FILLERS and word not in PICTURE_NOUNS), "")
    return last in STAND_INS


def _is_site_folder(folder: str) -> bool:
    return _SITE_FOLDER.search(folder) is not None and _YEAR.search(folder) is None


def _denies(words: Sequence[str], unknown: int) -> bool:
    """``image-not-found-quay``, ``quay-no-image``, ``no-image-quay``: in full, at the end, or in the makers' words."""
    pairs = _pairs(words)
    if any(first in NEGATIONS and second in POSITIVES for first, second in pairs):
        return _has(words, PICTURE_NOUNS)
    known = [word for word in words if word not in FILLERS or word in NEGATIONS or word in PICTURE_NOUNS]
    if len(known) > 1 and known[-2] in NEGATIONS and known[-1] in PICTURE_NOUNS:
        return True
    return unknown < _FEW_UNKNOWN and words[0] in NEGATIONS and words[1] in _MAKERS_NOUNS
