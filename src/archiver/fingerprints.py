"""What tells near-identical texts: a 64-bit simhash that compares any two, and a sketch that finds which are worth it.

The **simhash** (Charikar) is of the set of a text's words, without case and accents: each word votes on each of 64
bits, and texts that share most of their words differ in few of them. How often a word comes and in which order does not
count: measured (``bench/near_duplicates.py``), edited texts stay nearer to each other so than by pairs or triples of
words, and unrelated ones far enough apart.

The **sketch** is the eight smallest hashes of the text's runs of three words. Two texts that have one in common have a
run of words in common, and those that have two, most probably many: looked up in an index, they are found among any
number of others, where bands of simhash bits would miss what differs in more than a few, or compare with everything.

Words are hashed once: a run's hash is put together from those of its words by XOR, and the votes of all words are added
up in one number with 64 lanes, so that a text of 400 words takes a tenth of a millisecond.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from heapq import nsmallest
from operator import xor
from typing import NamedTuple
from unicodedata import normalize

from archiver.text import fold_whole

#: fewer words say nothing about where they come from
MIN_WORDS = 30
#: bits in which two texts differ that are near-identical, at most; unrelated ones differ in 28, give or take 8
NEAR_BITS = 12
#: hashes that their sketches have in common, at least: one alone may be a phrase that everybody uses
SHARED_SKETCH = 2
BITS = 64
SKETCH_SIZE = 8
_ALL_BITS = 2**BITS - 1
#: of a text: the first ones
_MAX_WORDS = 50_000
#: a byte of a digest is a lane of votes: the lowest bit of each is the word's, and a lane holds 255 of them
_VOTES = int.from_bytes(b"\1" * BITS, "little")
_VOTES_A_LANE = 255
_PLACE_BYTES = 6
_SOFT_HYPHEN = "\u00ad"
#: Thai, Lao, Burmese, Khmer, Japanese, Chinese: two letters in a row count as a word, and overlap with the next two
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_WORDS = re.compile(r"\w+")
_WORDS_AND_PAIRS = re.compile(rf"(?=([{_UNSPACED}]{{2}}))|((?:(?![{_UNSPACED}])\w)+)")


class Fingerprint(NamedTuple):
    """What a text is compared by."""

    #: a signed 64-bit number, as SQLite has them
    simhash: int
    #: smallest first; fewer where the text has fewer runs of three words
    sketch: tuple[int, ...]


class _Hashed(NamedTuple):
    """A word's votes, and its hash at each of three places of a run."""

    votes: int
    first: int
    second: int
    third: int


def fingerprint(text: str) -> Fingerprint | None:
    """What a text is compared by, ``None`` for one that is too short."""
    words = _words(text)
    if len(words) < MIN_WORDS:
        return None
    hashed = list(map(_hashed, words))
    firsts, seconds, thirds = ([word[place] for word in hashed] for place in (1, 2, 3))
    runs = set(map(xor, map(xor, firsts, seconds[1:]), thirds[2:]))
    return Fingerprint(_simhash({word[0] for word in hashed}), tuple(nsmallest(SKETCH_SIZE, runs)))


def distance(one: int, other: int) -> int:
    """In how many bits two simhashes differ.

    >>> distance(-1, -1), distance(0, -1), distance(5, 4)
    (0, 64, 1)
    """
    return int(((one ^ other) & _ALL_BITS).bit_count())


def _words(text: str) -> list[str]:
    if not text.isascii():
        text = normalize("NFC", text).replace(_SOFT_HYPHEN, "")
        if _HAS_UNSPACED.search(text):
            return [pair or word for pair, word in _WORDS_AND_PAIRS.findall(text)][:_MAX_WORDS]
    return _WORDS.findall(text)[:_MAX_WORDS]


@lru_cache(maxsize=32_768)
def _hashed(word: str) -> _Hashed:
    """Of the folded word: to fold the words that are new costs less than to fold each text."""
    digest = hashlib.blake2b(fold_whole(word).encode(errors="replace"), digest_size=BITS).digest()
    first, second, third = (
        int.from_bytes(digest[place * _PLACE_BYTES : (place + 1) * _PLACE_BYTES], "little") for place in range(3)
    )
    return _Hashed(int.from_bytes(digest, "little") & _VOTES, first, second, third)


def _simhash(votes: set[int]) -> int:
    """Each bit as more than half of the words have it."""
    ballots = list(votes)
    lanes = [
        sum(ballots[start : start + _VOTES_A_LANE]).to_bytes(BITS, "little")
        for start in range(0, len(ballots), _VOTES_A_LANE)
    ]
    counts = map(sum, zip(*lanes, strict=True)) if len(lanes) > 1 else lanes[0]
    half = len(ballots) / 2
    bits = sum(1 << bit for bit, count in enumerate(counts) if count > half)
    return bits - 2**BITS if bits >> (BITS - 1) else bits
