"""The block of a page that holds its headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archiver.parser import zones as z
from archiver.parser.blocks import Page, Role, Segment
from archiver.text import fold, words

#: a heading inside these heads something else
_ELSEWHERE = z.NAV | z.FOOTER | z.COMMENTS | z.ASIDE | z.RELATED | z.PROMOTION | z.CONSENT | z.ADVERT
_HEADED = z.HEADING | z.TITLE
_HEADINGS = {"h1": 4.0, "h2": 2.0, "h3": 1.0}
#: two texts that share this much of their words say the same
_ALIKE = 0.6
_SAME = 0.9
#: what a text that says the same as the metadata counts
_LIKENESS = 6.0
#: shares of the score of a heading elsewhere: of one that says what the metadata say, and of others
_WRONGLY_ELSEWHERE, _IN_ELSEWHERE = 0.6, 0.3
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_UNSPACED_RUNS = re.compile(rf"\w*{_UNSPACED.pattern}\w*")
_MAX_CHARS = 350
#: headings that count only where there is no better one, and how many blocks above the first paragraph they may stand
_LOWER = ("h2", "h3", "h4")
_ABOVE = 6
_PROSE_CHARS = 120


def title_words(text: str) -> frozenset[str]:
    """What two titles are compared by: their words, or their letters in scripts without spaces.

    >>> sorted(title_words("Été à Gannet")), sorted(title_words("東京都"))
    (['a', 'ete', 'gannet'], ['京', '東', '都'])
    """
    folded = fold(text)
    found = frozenset(words(folded))
    unspaced = [] if folded.isascii() else _UNSPACED.findall(folded)
    return found.union(unspaced) - set(_UNSPACED_RUNS.findall(folded)) if unspaced else found


def find_headline(page: Page, declared: Iterable[str]) -> Segment | None:
    """The segment that shows the headline, its role set, or ``None``; ``declared`` are the titles of the metadata."""
    titles = list({title_words(title) for title in declared if title})
    best, best_score = None, 0.0
    for most, item in sorted(_candidates(page), key=lambda candidate: -candidate[0]):
        if most <= best_score:
            break
        score = _score(item, titles)
        if score > best_score:
            best, best_score = item, score
    if best is None and len(titles) <= 1:  # where metadata say one thing only, it may be the outlet's name
        best = _first_heading(page)
    if best is not None:
        best.role = Role.HEADLINE
    return best


def _candidates(page: Page) -> Iterator[tuple[float, Segment]]:
    """The blocks that may show a headline, each with the highest score that it can reach."""
    for item in page.segments:
        if item.zones & _HEADED and len(item.text) <= _MAX_CHARS:
            most = _heading(item) + bool(item.zones & z.TITLE) + _LIKENESS
            yield most * (_WRONGLY_ELSEWHERE if item.zones & _ELSEWHERE else 1.0), item


def _first_heading(page: Page) -> Segment | None:
    """The highest heading right above the first paragraph, on a page that has no better one."""
    own = [item for item in page.segments if not item.zones & (_ELSEWHERE | z.HEADER)]
    first = next((i for i, item in enumerate(own) if len(item.text) >= _PROSE_CHARS and not item.link_chars), None)
    if first is None:
        return None
    above = (item for item in own[max(0, first - _ABOVE) : first] if _may_head_all(item))
    return min(above, key=lambda item: item.tag, default=None)


def _may_head_all(item: Segment) -> bool:
    """Whether a lower heading leads nowhere else and stands outside of what is named as the text."""
    return item.tag in _LOWER and not item.link_chars and not item.zones & z.BODY and bool(words(item.text))


def _score(item: Segment, titles: list[frozenset[str]]) -> float:
    level = _heading(item)
    named = item.zones & z.TITLE
    if not level and not named:
        return 0.0
    mine = title_words(item.text)
    likeness = max((_likeness(mine, title) for title in titles), default=0.0)
    if likeness < _ALIKE and level < _HEADINGS["h1"]:
        return 0.0
    score = level + (1.0 if named else 0.0) + _LIKENESS * likeness
    elsewhere = item.zones & _ELSEWHERE
    if not elsewhere:
        return score
    is_named_wrongly = elsewhere == z.ASIDE and level == _HEADINGS["h1"] and likeness >= _SAME
    return score * (_WRONGLY_ELSEWHERE if is_named_wrongly else _IN_ELSEWHERE)


def _heading(item: Segment) -> float:
    """Weight of the closest heading around the block, two levels up at most."""
    node = item.node
    for _ in range(3):
        if node.tag in _HEADINGS:
            return _HEADINGS[node.tag]
        if node.parent is None:
            break
        node = node.parent
    return 0.0


def _likeness(mine: frozenset[str], title: frozenset[str]) -> float:
    """Share of the words that the shorter of both has in common with the longer, 0 to 1."""
    if not mine or not title:
        return 0.0
    return len(mine & title) / max(len(mine), min(len(title), len(mine) + 4))
