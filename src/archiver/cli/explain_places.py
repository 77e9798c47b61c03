"""Which block of a page a value was read from, as far as the page shows it."""

from __future__ import annotations

from archiver.model import Evidence, Explanation
from archiver.parser.blocks import Role

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
#: a shorter text may stand in a block by chance
_MIN_CHARS = 8


class Places:
    """The blocks and pictures of a page, to be asked where a value stands. An answer is an ``id`` in its markup."""

    def __init__(self, explanation: Explanation) -> None:
        self._markup = explanation.markup or ""
        self._images = {image.url: number for number, image in enumerate(explanation.article.images) if image.url}
        self._blocks = blocks = explanation.blocks
        self._by_text: dict[str, list[int]] = {}
        self._by_place = {block.place: number for number, block in enumerate(blocks)}
        self._by_role: dict[str, list[int]] = {}
        for number, block in enumerate(blocks):
            self._by_text.setdefault(block.text, []).append(number)
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
        role = _ROLES.get(one.field)
        of_role = self._by_role.get(role, []) if role else []
        return self._saying(one, role, of_role) if one.rank or role is None else self._winner(one, role, of_role)

    def _winner(self, one: Evidence, role: str, of_role: list[int]) -> int | None:
        """Where the raw text stands, or else the first block that plays the field's part."""
        said = self._saying(one, role, of_role)
        return said if said is not None else next(iter(of_role), None)

    def _saying(self, one: Evidence, role: str | None, of_role: list[int]) -> int | None:
        """The block that is, or that holds, the raw text or the value; one of the field's role first."""
        texts = [line for text in (one.raw, one.value) if text for line in text.splitlines()[:1]]
        for text in texts:
            if exact := self._by_text.get(" ".join(text.split())):
                return next((number for number in exact if self._blocks[number].role == role), exact[0])
        for text in texts:
            for number in of_role:
                if text in self._blocks[number].text:
                    return number
        long = [text for text in texts if len(text) >= _MIN_CHARS]
        found = (number for text in long for number, block in enumerate(self._blocks) if text in block.text)
        return next(found, None) if role is not None else None
