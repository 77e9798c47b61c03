"""A page with what became of each of its blocks: for people who ask why a value is what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archiver.model.article import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBlock:
    """One block of a page's text."""

    #: what it is to the page: ``headline``, ``body``, ``teaser``, …
    role: str
    #: white space squeezed
    text: str
    #: the element as a CSS selector would name it (``p.lead``), or the number of a flattened text's line
    place: str
    #: position of the teaser that it is part of
    teaser: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The same in plain JSON types."""
        return {"role": self.role, "text": self.text, "place": self.place, "teaser": self.teaser}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An article whose evidence holds what lost as well, and all blocks of its page in reading order."""

    article: Article
    blocks: tuple[ShownBlock, ...]
    #: the page's own markup, safe to show, blocks and cards marked; ``None`` for a text, and where nobody asked for it
    markup: str | None = None
