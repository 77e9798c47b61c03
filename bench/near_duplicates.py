#!/usr/bin/env python3
"""Measures which texts are told to be near-identical: stories told again in many ways, against others that are not.

    python bench/near_duplicates.py                      # 100 stories in each of six languages
    python bench/near_duplicates.py --stories 300
    python bench/near_duplicates.py --json near.json     # the figures for a program

Of each kind it prints the bits in which simhashes differ (a tenth differs in no more, the median, nine tenths), how
many pairs have two hashes of their sketches in common, how many would be told to be near-identical by that and 12 bits
of the simhash alone, and how many are told, also if fewer or more bits of it might differ. For stories told again that
is recall, and should be high; for the others what is told wrongly, and should be none.

Two texts decide only of themselves; in an archive, what unlike texts share does not count. So texts of the same
template or above the same notice are then put in an archive of their own, and their pairs and clusters counted.

All texts are invented (``invented.py``, ``templates.py``); real ones of a kind may do a little better or worse.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unicodedata import combining, normalize

from invented import LANGUAGES, TOPICS, Text, draw, reworded, sentence, story_text
from templates import FILLED_IN, filled_in

from archiver.fingerprints import NEAR_BITS, SHARED_SKETCH, Outline, Runs, distance, fingerprint, is_near, runs_of
from archiver.model import Article
from archiver.store.archive import open_archive

MAY_DIFFER = (12, 14, 16, NEAR_BITS, 20)
#: what a simhash alone would have to be held to
_ALONE = 12
CHINESE = "zh"
#: of the letters of a script without spaces: as many as a reader knows
_LETTERS = [chr(0x4E00 + number * 7) for number in range(2500)]
_WEIGHTS = [1 / (rank + 12) for rank in range(len(_LETTERS))]
_BACKGROUND = 3
#: stories of a language that are compared with each other
_OTHERS = 40
#: words of a notice, and of the items above it
NOTICE_WORDS = 85
_ITEM_WORDS = (15, 30, 60, 120)

_PAIRS = "SELECT count(*) FROM near_duplicates"
_LARGEST = """
    SELECT coalesce(max(many), 0) FROM (SELECT count(*) AS many FROM story_clusters GROUP BY cluster_id)
"""

Story = tuple[str, ...]
Variant = Callable[[Random, str, Story], Story]


class _Known(NamedTuple):
    """What a story is found by, and what it is compared by."""

    outline: Outline
    runs: Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured of one kind of pair."""

    kind: str
    pairs: int
    #: bits in which a tenth, a half, nine tenths of them differ at most
    bits: tuple[int, int, int]
    #: the part that has enough hashes of the sketch in common
    found: float
    #: the part that would be told by 12 bits of the simhash alone
    alone: float
    #: the part that is told to be near-identical, by the bits that may differ
    told: dict[int, float]

    @property
    def line(self) -> str:
        """For people."""
        told = "".join(f"{part:8.1%}" for part in self.told.values())
        tenth, half, most = self.bits
        kind = f"{self.kind:32}{self.pairs:7}   {tenth:2} {half:2} {most:2}"
        return f"{kind}{self.found:10.1%}{self.alone:8.1%}{told}"


def main() -> int:
    """Prints the table, and what a fingerprint costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=100, help="in each language (%(default)s)")
    parser.add_argument("--json", type=Path, help="file for the figures")
    options = parser.parse_args()
    measured = list(measure(options.stories))
    heads = "".join(f"{f'<= {bits}':>8}" for bits in MAY_DIFFER)
    print(f"{'kind':32}{'pairs':>7}   bits    {'sketch':>9}{'alone':>8}{heads}")
    for figures in measured:
        print(figures.line)
    print(f"a fingerprint takes {cost_ms(options.stories):.2f} ms (of a text of one language, about 400 words)")
    print(f"\n{'of one kind in an archive':32}{'texts':>7}{'pairs':>7}{'largest cluster':>17}")
    for kind, texts in _alike(_OTHERS):
        print("{:32}{:7}{:7}{:17}".format(kind, len(texts), *archived(texts)))
    if options.json:
        plain = [{"kind": one.kind, "found": one.found, "alone": one.alone, "told": one.told} for one in measured]
        options.json.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    return 0


# --- measuring -----------------------------------------------------------------------------------------------


def measure(stories: int) -> Iterator[Figures]:
    """Of each kind of pair, those of all languages together."""
    pairs: dict[str, list[tuple[Story, Story]]] = {}
    for language in (*LANGUAGES, CHINESE):
        for kind, pair in _pairs(language, stories):
            pairs.setdefault(kind, []).append(pair)
    known: dict[Story, _Known | None] = {}
    for kind, of_kind in pairs.items():
        for story in {story for pair in of_kind for story in pair} - set(known):
            known[story] = _known("\n\n".join(story))
        yield _figures(kind, [(known[one], known[other]) for one, other in of_kind])


def _known(text: str) -> _Known | None:
    outline, runs = fingerprint(text), runs_of(text)
    return None if outline is None or runs is None else _Known(outline, runs)


def cost_ms(stories: int) -> float:
    """What a fingerprint takes once the words of a language are known, as they are in a crawl."""
    texts = ["\n".join(_story(Random(number), "en", number)) for number in range(stories)]
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for text in texts:
            fingerprint(text)
        best = min(best, time.process_time() - start)
    return 1000 * best / len(texts)


def archived(texts: Sequence[Story]) -> tuple[int, int]:
    """How many pairs an archive of nothing but these tells, and how many texts its largest cluster has."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "near.db"
        with open_archive(path) as archive:
            for number, (lead, *rest) in enumerate(texts):
                url = f"https://www.outlet.example/{number}"
                archive.add(Article(kind="article", url=url, title=f"Text {number}", lead=lead, body="\n\n".join(rest)))
        with closing(sqlite3.connect(path)) as conn:
            return _ask(conn, _PAIRS), _ask(conn, _LARGEST)


def _ask(conn: sqlite3.Connection, question: str) -> int:
    return int(conn.execute(question).fetchone()[0])


def _figures(kind: str, pairs: Sequence[tuple[_Known | None, _Known | None]]) -> Figures:
    compared = [
        (distance(one.outline.simhash, other.outline.simhash), one, other) for one, other in pairs if one and other
    ]
    found = [
        (bits, is_near(one.runs, other.runs)) for bits, one, other in compared if _is_found(one.outline, other.outline)
    ]
    bits = sorted(bits for bits, *_ in compared)
    return Figures(
        kind=kind,
        pairs=len(pairs),
        bits=(bits[len(bits) // 10], bits[len(bits) // 2], bits[len(bits) * 9 // 10]),
        found=len(found) / len(pairs),
        alone=sum(bits <= _ALONE for bits, _ in found) / len(pairs),
        told={most: sum(near and bits <= most for bits, near in found) / len(pairs) for most in MAY_DIFFER},
    )


def _is_found(one: Outline, other: Outline) -> bool:
    return len(set(one.sketch).intersection(other.sketch)) >= SHARED_SKETCH


# --- pairs ---------------------------------------------------------------------------------------------------


def _pairs(language: str, stories: int) -> Iterator[tuple[str, tuple[Story, Story]]]:
    random = Random(f"pairs {language}")
    told = [_story(random, language, random.randrange(TOPICS)) for _ in range(stories)]
    for story in told:
        for kind, retell in RETOLD.items():
            yield kind, (story, retell(random, language, story))
        yield "OTHER follow-up, third is the same", (story, _follow_up(random, language, story))
    notice = _sentence(random, language, 40)
    for one, other in combinations(told[:_OTHERS], 2):
        yield "OTHER unrelated", (one, other)
        yield "OTHER same notice below", ((*one, notice), (*other, notice))
    for kind, texts in _groups(random, language, min(stories, _OTHERS)):
        yield from ((f"OTHER {kind}", pair) for pair in combinations(texts, 2))


def _groups(random: Random, language: str, many: int) -> Iterator[tuple[str, list[Story]]]:
    """Texts that have something in common, by what that is."""
    yield "same topic", [_story(random, language, 7) for _ in range(many)]
    yield "same topic, 60 words", [_story(random, language, 7, words=60) for _ in range(many)]
    notice = _sentence(random, language, NOTICE_WORDS)
    for words in _ITEM_WORDS:
        yield f"{words} words above a notice", [(_sentence(random, language, words), notice) for _ in range(many)]
    for kind, languages in FILLED_IN.items():
        if language in languages:
            yield f"{kind} of a template", [filled_in(random, kind, language) for _ in range(many)]


def _alike(many: int) -> Iterator[tuple[str, list[Story]]]:
    """What an archive is asked about, by language and kind: all that is short enough to be taken for another."""
    for language in ("en", "de", "fr"):
        for kind, texts in _groups(Random(f"alike {language}"), language, many):
            if "topic" not in kind:
                yield f"{language}, {kind}", texts


def _story(random: Random, language: str, topic: int, words: int | None = None) -> Story:
    """Its paragraphs, the lead first."""
    if language == CHINESE:
        return tuple(_sentence(random, language, 60) for _ in range(max(1, (words or 420) // 60)))
    text: Text = story_text(random, language, topic, words)
    return (text.lead, *text.paragraphs)


def _sentence(random: Random, language: str, words: int) -> str:
    if language == CHINESE:
        return "".join(random.choices(_LETTERS, _WEIGHTS, k=words * 3 // 2)) + "。"
    return sentence(draw(random, language, words))


def _follow_up(random: Random, language: str, story: Story) -> Story:
    """The next day: something new has happened, and what went before is told in the words of yesterday."""
    third = max(1, len(story) // _BACKGROUND)
    return (*_story(random, language, 0)[: len(story) - third], *story[-third:])


def _edited(share: float) -> Variant:
    def edit(random: Random, language: str, story: Story) -> Story:
        if language != CHINESE:
            return tuple(reworded(random, language, paragraph, share) for paragraph in story)
        return tuple(
            "".join(letter if random.random() > share else random.choice(_LETTERS) for letter in paragraph)
            for paragraph in story
        )

    return edit


def _with_added(random: Random, language: str, story: Story) -> Story:
    at = random.randrange(len(story) + 1)
    return (*story[:at], _sentence(random, language, 30), *story[at:])


def _reordered(random: Random, _language: str, story: Story) -> Story:
    return tuple(random.sample(story, len(story)))


def _plain(_random: Random, _language: str, story: Story) -> Story:
    """Without accents, in capitals, with other quotes and spaces."""
    return tuple(
        "".join(filter(lambda letter: not combining(letter), normalize("NFKD", paragraph)))
        .upper()
        .replace(" ", "\u00a0")
        for paragraph in story
    )


RETOLD: dict[str, Variant] = {
    "another lead": lambda random, language, story: (_sentence(random, language, 20), *story[1:]),
    "another dateline": lambda _random, _language, story: (f"LAUSANNE (ATS) - {story[0]}", *story[1:]),
    "accents and typography": _plain,
    "2 % of the words edited": _edited(0.02),
    "5 % of the words edited": _edited(0.05),
    "10 % of the words edited": _edited(0.10),
    "a paragraph added": _with_added,
    "paragraphs in another order": _reordered,
    "shortened by a fifth": lambda _random, _language, story: story[: max(1, len(story) * 4 // 5)],
    "shortened by half": lambda _random, _language, story: story[: max(1, len(story) // 2)],
}

if __name__ == "__main__":
    sys.exit(main())
