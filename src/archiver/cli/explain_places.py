"""Which block of a page shows a value, if any does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archiver.model import Evidence, Explanation
from archiver.parser.blocks import Role
from archiver.text import fold, text_length
from archiver.timestamps import find_readings

#: field → the role of the block that shows it
_ROLES = {
    "title": Role.HEADLINE,
    "headline": Role.HEADLINE,
    "published": Role.DATE,
    "modified": Role.DATE,
    "byline": Role.BYLINE,
    "authors": Role.BYLINE,
    "lead": Role.LEAD,
    "body": Role.BODY,
}
#: shown by a block that says nothing else, whatever its role; what kind of page it is, none shows
_NAMES = frozenset({"section", "tags", "site_name"})
#: a shorter text may stand in a block by chance
_MIN_CHARS = 8
#: of a moment, its day
_DAY_CHARS = len("2025-08-11")


class Places:
    """The blocks and pictures of a page, to be asked where a value stands. An answer is an ``id`` in its markup."""

    def __init__(self, explanation: Explanation) -> None:
        self._markup = explanation.markup or ""
        self._language = explanation.article.language
        self._images = {image.url: number for number, image in enumerate(explanation.article.images) if image.url}
        self._blocks = blocks = explanation.blocks
        self._texts = [fold(block.text) for block in blocks]
        self._by_text: dict[str, list[int]] = {}
        self._by_place = {block.place: number for number, block in enumerate(blocks)}
        self._by_role: dict[str, list[int]] = {}
        for number, block in enumerate(blocks):
            self._by_text.setdefault(self._texts[number], []).append(number)
            self._by_role.setdefault(block.role, []).append(number)

    def of(self, one: Evidence) -> str | None:
        """The block or the picture, or ``None`` when the page does not show the value."""
        if one.field == "images":
            return self.of_image(one.raw)
        block = self._block(one)
        return None if block is None else f"block-{block}"

    def of_image(self, url: str | None) -> str | None:
        """The picture with this address, if it is the article's and on the page."""
        name = f"image-{self._images.get(url or '')}"
        return name if f' id="{name}"' in self._markup else None

    def _block(self, one: Evidence) -> int | None:
        if one.source.startswith("text line "):
            return self._by_place.get(one.source.removeprefix("text "))
        texts = list(_texts(one))
        if one.field in _NAMES:
            return next((number for text in texts for number in self._by_text.get(text, ())), None)
        role = _ROLES.get(one.field)
        if role is None:
            return None
        of_role = self._by_role.get(role, [])
        if role == Role.BODY and not one.rank:  # the value counts them
            return next(iter(of_role), None)
        found = self._saying(texts, role, of_role)
        return self._showing_day(one, of_role) if found is None and role == Role.DATE else found

    def _saying(self, texts: list[str], role: str, of_role: list[int]) -> int | None:
        """The block that is, or that holds, one of these texts; one of the role first, and a short text in no other."""
        for text in texts:
            exact = self._by_text.get(text, ()) if _is_long(text) else ()
            found = (*(number for number in exact if self._blocks[number].role == role), *exact)
            if found or (found := tuple(self._holding(text, of_role))):
                return found[0]
        every = range(len(self._blocks))
        return next((number for text in texts if _is_long(text) for number in self._holding(text, every)), None)

    def _holding(self, text: str, numbers: Iterable[int]) -> Iterator[int]:
        """Those of the blocks that hold the text: a short one as words of its own."""
        if _is_long(text):
            return (number for number in numbers if text in self._texts[number])
        words = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
        return (number for number in numbers if words.search(self._texts[number]))

    def _showing_day(self, one: Evidence, of_role: list[int]) -> int | None:
        """The block that shows the day of a moment in its own way; none in a card for what won."""
        day = (one.value or "")[:_DAY_CHARS]
        for number in of_role:
            block = self._blocks[number]
            readings = find_readings(block.text, language=self._language) if one.rank or block.teaser is None else ()
            if any(reading.day.isoformat() == day for reading in readings):
                return number
        return None


def _texts(one: Evidence) -> Iterator[str]:
    """What to look for: the raw text, the value, and of several authors the first."""
    yield from (fold(line) for text in (one.raw, one.value) if text for line in text.splitlines()[:1])
    if one.field == "authors" and one.value:
        yield fold(one.value.partition(", ")[0])


def _is_long(text: str) -> bool:
    return text_length(text) >= _MIN_CHARS
