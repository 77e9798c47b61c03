"""The block of a page that holds its headline."""

from __future__ import annotations

from collections.abc import Iterable

from archiver.parser import zones as z
from archiver.parser.blocks import Page, Role, Segment
from archiver.text import fold, words

#: a heading inside these heads something else
_ELSEWHERE = z.NAV | z.FOOTER | z.COMMENTS | z.ASIDE | z.RELATED | z.PROMOTION | z.CONSENT | z.ADVERT
_HEADINGS = {"h1": 4.0, "h2": 2.0, "h3": 1.0}
#: two texts that share this much of their words say the same
_ALIKE = 0.6
_MAX_CHARS = 350


def find_headline(page: Page, declared: Iterable[str]) -> Segment | None:
    """The segment that shows the headline, its role set, or ``None``; ``declared`` are the titles of the metadata."""
    titles = list({frozenset(words(fold(title))) for title in declared if title})
    best, best_score = None, 0.0
    for item in page.segments:
        if not item.zones & (z.HEADING | z.TITLE) or len(item.text) > _MAX_CHARS:
            continue
        score = _score(item, titles)
        if score > best_score:
            best, best_score = item, score
    if best is not None:
        best.role = Role.HEADLINE
    return best


def _score(item: Segment, titles: list[frozenset[str]]) -> float:
    level = _heading(item)
    named = item.zones & z.TITLE
    if not level and not named:
        return 0.0
    mine = set(words(fold(item.text)))
    likeness = max((_likeness(mine, title) for title in titles), default=0.0)
    if likeness < _ALIKE and level < _HEADINGS["h1"]:
        return 0.0
    score = level + (1.0 if named else 0.0) + 6.0 * likeness
    return score * (0.3 if item.zones & _ELSEWHERE else 1.0)


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


def _likeness(mine: set[str], title: frozenset[str]) -> float:
    """Share of the words that the shorter of both has in common with the longer, 0 to 1."""
    if not mine or not title:
        return 0.0
    return len(mine & title) / max(len(mine), min(len(title), len(mine) + 4))
