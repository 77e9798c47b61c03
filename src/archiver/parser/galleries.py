"""Galleries: pages whose text is the captions of their pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from archiver.model import Block, Image
from archiver.parser import zones as z
from archiver.parser.blocks import Node, Page, Picture, Role, Segment
from archiver.parser.scene import APART, SENTENCE_ENDS
from archiver.text import has_letters, word_count

#: so many pictures with captions make a gallery; fewer where the page says that it is one
_MIN_PICTURES = 5
_MIN_DECLARED = 2
#: more prose than this beside the captions is an article with pictures
_MAX_PROSE = 900
#: a picture has no more blocks of text below it
_MAX_BLOCKS = 12
_ELSEWHERE = z.NAV | z.FOOTER | z.COMMENTS | z.ASIDE | z.PROMOTION
_TEXT = frozenset({Role.BODY, Role.UNKNOWN, Role.CAPTION})
_IMAGES = frozenset({"img", "amp-img"})
#: a slide is at most so many elements around its picture, with so many blocks and characters of text
_MAX_STEPS = 4
_MAX_SLIDE_BLOCKS = 3
_MAX_SLIDE_CHARS = 350
#: a caption says something: a sentence, or so many words; below a portrait stand a name and a post
_MIN_WORDS = 6
_MIN_INTRO_WORDS = 4
_MAX_LINK_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Gallery:
    """What ``find_gallery`` found."""

    #: around each of its pictures that have a caption
    shots: tuple[Node, ...]
    #: around all of them
    node: Node
    #: behind its last caption: an index of the page's segments
    end: int


@dataclass(frozen=True, slots=True)
class _Shot:
    node: Node
    texts: list[Segment]


def find_gallery(page: Page, headline: Segment | None, *, is_declared: bool) -> Gallery | None:
    """The gallery that a page is, or ``None``.

    The captions of a gallery leave the body, for they belong to their pictures, and so do counters ("3/12"). What
    stands between headline and pictures is its introduction.
    """
    least = _MIN_DECLARED if is_declared else _MIN_PICTURES
    shots = _figures(page, headline, least) or _slides(page, headline, least)
    if not shots:
        return None
    inside = {item.index for shot in shots for item in shot.texts}
    chars = sum(page.segments[index].length for index in inside)
    prose = sum(item.length for item in page.segments if item.role is Role.BODY and item.index not in inside)
    if prose > min(chars, _MAX_PROSE):
        return None
    for item in page.segments:
        if item.index in inside:
            item.role = Role.CAPTION
        elif item.role is Role.BODY and not has_letters(item.text):
            item.role = Role.BOILERPLATE
    for item in _introduction(page, headline, min(inside)):
        item.role = Role.BODY
    nodes = tuple(shot.node for shot in shots)
    return Gallery(nodes, _around(nodes), max(inside) + 1)


def _figures(page: Page, headline: Segment | None, least: int) -> list[_Shot]:
    """The figures with captions, if there are enough of them."""
    start = headline.index if headline is not None else 0
    figures = [slot.node for slot in page.pictures if slot.element.tag == "figure"]
    figures = [node for node in figures if node.end - node.start <= _MAX_BLOCKS]
    if len(figures) < least:
        return []
    shots = [_Shot(figure, texts) for figure in figures if figure.start >= start and (texts := _texts(page, figure))]
    return shots if len(shots) >= least else []


def _texts(page: Page, node: Node) -> list[Segment]:
    """The captions in an element; in what is named as related, or as a carousel, links make teasers of them."""
    if node.zones & _ELSEWHERE or (node.zones & z.RELATED and next(node.element.iter("a"), None) is not None):
        return []
    texts = page.inside(node)
    return [item for item in texts if item.role in _TEXT and not item.zones & _ELSEWHERE and has_letters(item.text)]


def _slides(page: Page, headline: Segment | None, least: int) -> list[_Shot]:
    """The longest row of like elements with one picture and its caption each, if it is long enough."""
    if headline is None:
        return []
    slots = [slot.node for slot in page.pictures if slot.before > headline.index and _may_be_slide(page, slot)]
    if len(slots) < least:
        return []
    held = Counter(id(node) for slot in slots for node in _upwards(slot))
    rows: dict[tuple[int, str], list[_Shot]] = {}
    for slot in slots:
        alone = [node for node in _upwards(slot) if held[id(node)] == 1]
        if alone and _is_slide(texts := _texts(page, alone[-1])):
            rows.setdefault((id(alone[-1].parent), alone[-1].tag), []).append(_Shot(alone[-1], texts))
    longest = max(rows.values(), key=len, default=[])
    return longest if len(longest) >= least else []


def _may_be_slide(page: Page, slot: Picture) -> bool:
    """Whether a picture stands in no card: of most pages' pictures, that is all there is to ask."""
    if slot.element.tag not in _IMAGES:
        return False
    return slot.before >= len(page.segments) or page.segments[slot.before].role is not Role.TEASER


def _is_slide(texts: list[Segment]) -> bool:
    """Whether an element's text is a caption: short, without links and headings, and more than a name."""
    if not 0 < len(texts) <= _MAX_SLIDE_BLOCKS or sum(item.length for item in texts) > _MAX_SLIDE_CHARS:
        return False
    if any(item.link_chars or item.zones & z.HEADING for item in texts):
        return False
    return any(item.text[-1] in SENTENCE_ENDS or word_count(item.text) >= _MIN_WORDS for item in texts)


def _upwards(node: Node | None) -> Iterator[Node]:
    """A node and those around it, as many as a slide may have."""
    for _ in range(_MAX_STEPS):
        if node is None:
            return
        yield node
        node = node.parent


def _around(nodes: tuple[Node, ...]) -> Node:
    """The smallest element that holds the first of them and the text of all."""
    found, end = nodes[0], max(node.end for node in nodes)
    while found.parent is not None and (found.end < end or found is nodes[0]):
        found = found.parent
    return found


def _introduction(page: Page, headline: Segment | None, end: int) -> list[Segment]:
    """The sentences between the headline and the first caption that became nothing else."""
    if headline is None:
        return []
    return [
        item
        for item in page.segments[headline.index + 1 : end]
        if item.role is Role.UNKNOWN
        and not item.zones & (APART | z.HEADING | z.LEAD)
        and item.text[-1:] in SENTENCE_ENDS
        and item.link_share <= _MAX_LINK_SHARE
        and word_count(item.text) >= _MIN_INTRO_WORDS
    ]


def with_captions(blocks: tuple[Block, ...], images: tuple[Image, ...]) -> tuple[Block, ...]:
    """The blocks of a gallery: its introduction, then its captions in the order of the pictures."""
    captions = dict.fromkeys(image.caption for image in images if image.caption)
    return (*blocks, *(Block(kind="paragraph", text=caption) for caption in captions))
