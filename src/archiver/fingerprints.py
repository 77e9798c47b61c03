"""What tells near-identical texts: what finds those that are worth comparing, and what decides of two of them.

The **simhash** (Charikar) is of the set of a text's words, without case and accents: each word votes on each of 64
bits, and texts that share most of their words differ in few of them. How often a word comes and in which order does not
count. It says how near two texts are, and which are not worth a closer look; alone it decides nothing, for reports of
two matches use the same words.

The **sketch** is the eight smallest hashes of the text's runs of three words. Two texts that have one in common have a
run of words in common, and those that have two, most probably many: looked up in an index, they are found among any
number of others, where bands of simhash bits would miss what differs in more than a few, or compare with everything.

What **decides** is how much of each text stands in the other: the part of its words that are in a run of three which
the other has, too (``bench/near_duplicates.py`` measures it). An edit leaves the words around it covered; what a
template puts in at every few words does not, nor does another item above the same notice. Runs that unlike texts have,
too, are nobody's own: where they make up most of two texts, the others decide.

Words of an outline are hashed once: a run's hash is put together from those of its words by XOR, and the votes of all
words are added up in one number with 64 lanes, so that a text of 400 words takes a tenth of a millisecond. What two
texts are compared by is never stored, and is made of Python's own hashes, in less than that.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from hashlib import blake2b
from heapq import nsmallest
from itertools import chain
from operator import xor
from sys import byteorder
from typing import NamedTuple
from unicodedata import normalize

from archiver.text import ASCII_TO_WORDS, fold_whole

#: fewer words say nothing about where they come from
MIN_WORDS = 30
#: bits in which two texts differ that are worth a closer look, at most; unrelated ones differ in 28, give or take 8
NEAR_BITS = 18
#: the part of the shorter of two near-identical texts that stands in the longer, and of the longer in the shorter
SHORTER_IN_LONGER = 0.78
LONGER_IN_SHORTER = 0.5
#: the part of the shorter text that may stand in one piece and not in the longer: another lead, but not another item
LONGEST_APART = 0.1
#: and how many words may in any case: an edit or two
_MAY_STAND_APART = 8
#: of a text that has fewer words of its own than so many, the whole decides, and by more: it is the same but for a word
_OWN_WORDS = 5
_BUT_FOR_A_WORD = 0.95
RUN = 3
#: unlike texts that have a run which is nobody's own
_UNLIKE_BEARERS = 2
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
_PLACE_BITS = 48
_PLACE = 2**_PLACE_BITS - 1
#: words whose hashes are at hand: those of a language that texts of a day use
_REMEMBERED = 32_768
_SOFT_HYPHEN = "\u00ad"
#: Thai, Lao, Burmese, Khmer, Japanese, Chinese: two letters in a row count as a word, and overlap with the next two
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_WORDS = re.compile(r"\w+")
#: what no word holds, beyond ASCII
_NO_WORDS = re.compile(r"[^\w\x00-\x7f]+")
#: ... and the letters small
_TO_SMALL_WORDS = ASCII_TO_WORDS.lower()
#: has a byte for each letter of Western Europe, and for the quotation marks and dashes that stand between them
_WESTERN = "cp1252"
_WORDS_AND_PAIRS = re.compile(rf"(?=([{_UNSPACED}]{{2}}))|((?:(?![{_UNSPACED}])\w)+)")


def _plain(letter: str) -> bytes:
    """The small letter of ASCII without its accent, a space for what no word holds; nothing where there is neither."""
    return normalize("NFD", _NO_WORDS.sub(" ", letter)).encode("ascii", "ignore").translate(_TO_SMALL_WORDS)


_PLAIN = tuple(_plain(bytes([byte]).decode(_WESTERN, "ignore")) for byte in range(256))
_WESTERN_TO_WORDS = b"".join(plain or b" " for plain in _PLAIN)
#: a sharp s, a ligature
_NOT_PLAIN = bytes(byte for byte, plain in enumerate(_PLAIN) if not plain)


class Runs(NamedTuple):
    """What a text is compared by: the hashes of its runs of three words, which are those of this process alone."""

    #: as they stand in the text
    in_order: tuple[int, ...]
    distinct: frozenset[int]


class Outline(NamedTuple):
    """What a text is found by, among those that may be near-identical."""

    #: a signed 64-bit number, as SQLite has them
    simhash: int
    #: smallest first; fewer where the text has fewer runs of three words
    sketch: tuple[int, ...]


class _Shared(NamedTuple):
    """What a text shares with another one: in words."""

    words: int
    shared: int
    #: the longest stretch of words that the other has not
    longest_apart: int


def fingerprint(text: str) -> Outline | None:
    """What a text is found by, ``None`` for one that is too short. It is the same in every process."""
    words = _latin_words(text)
    if words is None:
        words = _words(text)
    if len(words) < MIN_WORDS:
        return None
    return Outline(_simhash(set(map(_votes, set(words)))), tuple(nsmallest(SKETCH_SIZE, _hashed_runs(words))))


def runs_of(text: str) -> Runs | None:
    """What a text is compared by, ``None`` for one that is too short."""
    words = _folded_words(text)
    if len(words) < MIN_WORDS:
        return None
    in_order = tuple(map(hash, zip(words, words[1:], words[2:], strict=False)))
    return Runs(in_order, frozenset(in_order))


def is_near(
    one: Runs,
    other: Runs,
    common: frozenset[int] = frozenset(),
    *,
    at_least: float = SHORTER_IN_LONGER,
) -> bool:
    """Whether two texts are near-identical, not counting the words in runs that are ``common`` (see ``common_runs``).

    ``at_least`` is the part of the shorter one that has to stand in the longer.
    """
    shorter, longer = sorted((_shared(one, other, common), _shared(other, one, common)))
    if common and shorter.words < _OWN_WORDS:
        return is_near(one, other, at_least=_BUT_FOR_A_WORD)
    return (
        shorter.shared >= at_least * shorter.words
        and longer.shared >= LONGER_IN_SHORTER * longer.words
        and shorter.longest_apart <= max(_MAY_STAND_APART, LONGEST_APART * shorter.words)
    )


def common_runs(unlike: Iterable[Runs]) -> frozenset[int]:
    """The runs that several texts have, of texts that are not near-identical to the one that they are compared with."""
    bearers = Counter(chain.from_iterable(runs.distinct for runs in unlike))
    return frozenset(run for run, many in bearers.items() if many >= _UNLIKE_BEARERS)


def _shared(one: Runs, other: Runs, common: frozenset[int]) -> _Shared:
    words = len(one.in_order) + RUN - 1
    shared, nobodys = _covered(one, other.distinct), _covered(one, common) if common else 0
    # spaces, as many of them divide as one: what is in between is all that has to be looked at
    apart = (shared | nobodys).to_bytes(words, "little").replace(b"\1", b" ").split()
    return _Shared(words - nobodys.bit_count(), (shared & ~nobodys).bit_count(), max(map(len, apart), default=0))


def _covered(text: Runs, runs: frozenset[int]) -> int:
    """A byte for each word: 1 where it is in one of the runs. All words at once, in a number that is shifted."""
    begins = int.from_bytes(bytes(map(runs.__contains__, text.in_order)), "little")
    return begins | begins << 8 | begins << 16  # a run is three words


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


def _folded_words(text: str) -> list[str]:
    """The words, each folded."""
    for all_at_once in (_western_words, _latin_words):
        if (words := all_at_once(text)) is not None:
            return words
    lower = " ".join(_words(text)).casefold().split(" ")
    return [word if word.isascii() else _folded(word) for word in lower]


def _western_words(text: str) -> list[str] | None:
    """The folded words of a text in letters of Western Europe; ``None`` for another one.

    A byte for each letter, and so in half the time that ``_latin_words`` takes.
    """
    try:
        letters = text.encode(_WESTERN)
    except UnicodeEncodeError:
        return None
    if len(letters.translate(None, _NOT_PLAIN)) < len(letters):
        return None
    return letters.translate(_WESTERN_TO_WORDS, _SOFT_HYPHEN.encode(_WESTERN)).decode().split()[:_MAX_WORDS]


def _latin_words(text: str) -> list[str] | None:
    """The folded words of a text in Latin letters, as nearly all are; ``None`` for another one.

    All at once, in a third of the time that folding them one by one takes.
    """
    if not text.isascii():
        text = _NO_WORDS.sub(" ", normalize("NFC", text).replace(_SOFT_HYPHEN, ""))
    plain = normalize("NFD", text).encode("ascii", "ignore")
    if len(plain) != len(text):  # a letter of ASCII for each of the text's, its accents gone
        return None
    return plain.translate(_TO_SMALL_WORDS).decode().split()[:_MAX_WORDS]


@lru_cache(maxsize=4096)  # the words of the texts that are compared with one
def _folded(word: str) -> str:
    """To fold the words that are new costs less than to fold each text."""
    return word.casefold() if word.isascii() else fold_whole(word)


def _hashed_runs(words: Sequence[str]) -> set[int]:
    """The hashes of the runs of three words: those of all first, of all second and of all third words put together."""
    places = array("Q", b"".join(map(_places, words)))
    runs = len(words) - RUN + 1
    rows = (places[place * RUN + place :: RUN][:runs].tobytes() for place in range(RUN))
    whole = reduce(xor, (int.from_bytes(row, byteorder) for row in rows))
    return set(array("Q", whole.to_bytes(runs * places.itemsize, byteorder)))


@lru_cache(maxsize=_REMEMBERED)
def _votes(word: str) -> int:
    """What the folded word votes for."""
    return _hashed(word) & _VOTES


@lru_cache(maxsize=_REMEMBERED)
def _places(word: str) -> bytes:
    """The folded word's hash at each of three places of a run."""
    whole = _hashed(word)
    return b"".join((whole >> place * _PLACE_BITS & _PLACE).to_bytes(8, byteorder) for place in range(RUN))


def _hashed(word: str) -> int:
    return int.from_bytes(blake2b(_folded(word).encode(errors="replace"), digest_size=BITS).digest(), "little")


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
