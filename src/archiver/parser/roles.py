"""The blocks of a page, each with the part that it plays, once the article is read off them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from archiver.model import Article, ShownBlock
from archiver.parser import zones as z
from archiver.parser.blocks import Page, Role, Segment
from archiver.parser.evidence import place

#: what a block without a part is by the zone it lies in; the first that fits counts
_BY_ZONE = (
    (z.COMMENTS, Role.COMMENT),
    (z.NAV, Role.NAVIGATION),
    (z.CAPTION | z.CREDIT, Role.CAPTION),
    (z.BOILERPLATE, Role.BOILERPLATE),
    (z.DATE, Role.DATE),
    (z.BYLINE, Role.BYLINE),
    (z.KICKER, Role.KICKER),
)
#: fields whose raw text is that of a block
_BY_FIELD = {
    "published": Role.DATE,
    "modified": Role.DATE,
    "authors": Role.BYLINE,
    "byline": Role.BYLINE,
}


def read_roles(page: Page, article: Article, teasers: Mapping[int, int]) -> tuple[ShownBlock, ...]:
    """All blocks in reading order; ``teasers`` has the positions of those that cards are made of."""
    by_text = dict(_named(article))
    return tuple(
        ShownBlock(
            role=str(_role(item, by_text)), text=item.text, place=place(item.node), teaser=teasers.get(item.index)
        )
        for item in page.segments
    )


def _named(article: Article) -> Iterator[tuple[str, str]]:
    """Texts that the fields were read from."""
    for one in article.evidence:
        if one.rank == 0 and one.raw and one.field in _BY_FIELD:
            yield one.raw, _BY_FIELD[one.field]
    if article.byline:
        yield article.byline, Role.BYLINE


def _role(item: Segment, by_text: dict[str, str]) -> str:
    if item.role is not Role.UNKNOWN:
        return item.role
    if item.text in by_text:
        return by_text[item.text]
    return next((role for zones, role in _BY_ZONE if item.zones & zones), Role.UNKNOWN)
