"""Whether an address is an article's: by what this site's addresses of its shape have been, before by its looks.

The rules, in their order; the word of the one that decides is ``frontier.rule``, the figures are in ``address_shapes``:

* ``site-articles``, ``site-others``: of the pages of this shape that were read, at least ``LEARNT_FROM``, most were
  articles, or hardly any was.
* ``section-articles``, ``section-others``: the same, of this shape below any first segment.
* ``looks-like-article``, ``looks-like-list``: nothing is known, or nothing clear; the general shape of an address says
  so (``shape.looks_like_article``).

A shape is *barren* when so many pages of it in a row brought nothing (``address_shapes.barren``): ``BARREN_AFTER``, or
ten times as many where a stop would cost more: most pages of the shape were articles, or it is all words below the
root. One page that brings something, and the row begins again. Archives by date are not stopped so: how far back they
are followed is a matter of days (``pipelines.chains``). Only where they may be of anything (``/tag/lake/2025/08/``, a
date among other parameters) they are, after as many as where a stop costs most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from archiver.address_shapes import any_query, any_section, shape_of
from archiver.discover.shape import looks_like_article
from archiver.discover.turning import archive_span
from archiver.model import AddressShape

#: pages of a shape from which on it tells anything
LEARNT_FROM = 5
#: share of articles among them from which on, and up to which, it tells
_MOSTLY, _HARDLY = 0.5, 0.1
BARREN_AFTER = 20
BARREN_AFTER_MOST = 10 * BARREN_AFTER
_BELOW_ROOT = "/{word}"
#: in a shape of archives that are not of the whole site or a section
_OF_ANYTHING = re.compile(r"\{(?:word|slug|id)\}.*/|&")


class Belief(NamedTuple):
    """What an address is taken for, and by which rule."""

    is_article: bool
    rule: str


class SiteShapes:
    """What one site has shown so far."""

    def __init__(self, shapes: Iterable[AddressShape] = ()) -> None:
        self._shapes: dict[str, AddressShape] = {}
        self._sections: dict[str, tuple[int, int]] = {}
        self._barren: set[str] = set()
        self.learn(shapes)

    def learn(self, shapes: Iterable[AddressShape]) -> None:
        """Takes in newer figures."""
        for now in shapes:
            before = self._shapes.get(now.shape)
            self._shapes[now.shape] = now
            section = any_section(now.shape)
            articles, others = self._sections.get(section, (0, 0))
            if before is not None:
                articles, others = articles - before.articles, others - before.others
            self._sections[section] = (articles + now.articles, others + now.others)
            (self._barren.discard if _patience(now) > 0 else self._barren.add)(now.shape)

    def belief(self, url: str) -> Belief:
        """What the address is taken for."""
        shape = shape_of(url)
        known = self._shapes.get(shape)
        verdict = None if known is None else _verdict(known.articles, known.others)
        if verdict is not None:
            return Belief(verdict, "site-articles" if verdict else "site-others")
        verdict = _verdict(*self._sections.get(any_section(shape), (0, 0)))
        if verdict is not None:
            return Belief(verdict, "section-articles" if verdict else "section-others")
        looks = looks_like_article(url)
        return Belief(looks, "looks-like-article" if looks else "looks-like-list")

    def is_barren(self, url: str) -> bool:
        """Whether addresses of this shape have brought nothing for too long."""
        if not self._barren or self._barren.isdisjoint(_shapes(url)):
            return False
        return any(left <= 0 for left in self.patience(url).values())

    def patience(self, url: str) -> dict[str, int]:
        """By shape that the address has, how many more pages of it are asked for before one brings something."""
        shapes = _shapes(url)
        is_archive = archive_span(url) is not None
        if is_archive and not any(map(_OF_ANYTHING.search, shapes)):
            return {}
        known = (self._shapes.get(shape) or AddressShape(0, shape, 0, 0, 0) for shape in shapes)
        return {one.shape: _patience(one, is_dear=is_archive) for one in known}

    def is_promising(self, url: str) -> bool:
        """Whether the address may be an article's, or is the first of its shape; what names a new one is not barren.

        Half of the few pages that its shape has had so far being articles is enough.
        """
        shape = shape_of(url)
        known = self._shapes.get(any_query(shape) or shape)
        if known is None or known.articles >= _MOSTLY * (known.articles + known.others):
            return True
        return self.belief(url).is_article


def _verdict(articles: int, others: int) -> bool | None:
    pages = articles + others
    if pages < LEARNT_FROM:
        return None
    return True if articles >= _MOSTLY * pages else False if articles <= _HARDLY * pages else None


def _shapes(url: str) -> tuple[str, ...]:
    shape = shape_of(url)
    whole = any_query(shape)
    return (shape,) if whole is None else (shape, whole)


def _patience(shape: AddressShape, *, is_dear: bool = False) -> int:
    is_dear = is_dear or shape.articles > shape.others or shape.shape == _BELOW_ROOT
    return (BARREN_AFTER_MOST if is_dear else BARREN_AFTER) - shape.barren
