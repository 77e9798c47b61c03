"""Galleries: pages whose text is the captions of their pictures."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.model import Block, Image
from archiver.parser import zones as z
from archiver.parser.blocks import Node, Page, Role, Segment
from archiver.text import has_letters

#: so many pictures with captions make a gallery; fewer where the page says that it is one
_MIN_PICTURES = 5
_MIN_DECLARED = 2
#: more prose than this beside the captions is an article with pictures
_MAX_PROSE = 900
#: a picture has no more blocks of text below it
_MAX_BLOCKS = 12
_ELSEWHERE = z.NAV | z.FOOTER | z.COMMENTS | z.ASIDE | z.RELATED | z.PROMOTION
_TEXT = frozenset({Role.BODY, Role.UNKNOWN, Role.CAPTION})


@dataclass(frozen=True, slots=True)
class Gallery:
    """What ``find_gallery`` found."""

    #: how many of its pictures have a caption
    pictures: int
    #: behind its last caption: an index of the page's segments
    end: int


def find_gallery(page: Page, headline: Segment | None, *, is_declared: bool) -> Gallery | None:
    """The gallery that a page is, or ``None``.

    The captions of a gallery leave the body, for they belong to their pictures, and so do counters ("3/12").
    """
    start = headline.index if headline is not None else 0
    figures = [slot.node for slot in page.pictures if slot.element.tag == "figure"]
    figures = [node for node in figures if node.end - node.start <= _MAX_BLOCKS]
    if len(figures) < (_MIN_DECLARED if is_declared else _MIN_PICTURES):
        return None
    captions = [texts for figure in figures if figure.start >= start and (texts := _captions(page, figure))]
    inside = {item.index for texts in captions for item in texts}
    chars = sum(page.segments[index].length for index in inside)
    prose = sum(item.length for item in page.segments if item.role is Role.BODY and item.index not in inside)
    if len(captions) < (_MIN_DECLARED if is_declared else _MIN_PICTURES) or prose > min(chars, _MAX_PROSE):
        return None
    for item in page.segments:
        if item.index in inside:
            item.role = Role.CAPTION
        elif item.role is Role.BODY and not has_letters(item.text):
            item.role = Role.BOILERPLATE
    return Gallery(len(captions), max(inside) + 1)


def _captions(page: Page, figure: Node) -> list[Segment]:
    texts = page.inside(figure)
    return [item for item in texts if item.role in _TEXT and not item.zones & _ELSEWHERE and has_letters(item.text)]


def with_captions(blocks: tuple[Block, ...], images: tuple[Image, ...]) -> tuple[Block, ...]:
    """The blocks of a gallery: its introduction, then its captions in the order of the pictures."""
    captions = dict.fromkeys(image.caption for image in images if image.caption)
    return (*blocks, *(Block(kind="paragraph", text=caption) for caption in captions))
