"""The article's own text: which element holds it, and which of its blocks belong."""

from __future__ import annotations

from dataclasses import replace

from archiver.model import Block, BlockKind
from archiver.parser import zones as z
from archiver.parser.block_shapes import glue, shape_of
from archiver.parser.blocks import Node, Page, Role, Segment
from archiver.parser.container import NEVER_AROUND, find_container, read_vicinity
from archiver.parser.embeds import find_embeds
from archiver.parser.repeats import unrepeated
from archiver.parser.scene import Scene, is_layout_cell, look_of, quoted_post, read_scene
from archiver.parser.verdict import find_text
from archiver.urls import resolve

#: prose, where zones are counted
_MIN_CHARS = 60
#: what stands above the text without a name is its standfirst if it is so long
_MIN_LEAD = 80
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCK_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    "li": "list",
    "dt": "list",
    "dd": "list",
    "blockquote": "quote",
    "pre": "code",
    "td": "table",
    "th": "table",
    "caption": "table",
}


def find_body(page: Page, headline: Segment | None) -> Node | None:
    """The element around the article's text; the blocks that are it get the role ``BODY``, or ``LEAD`` above it."""
    container = find_container(page, headline)
    if container is not None:
        _choose(page, container, headline)
    return container


def _choose(page: Page, container: Node, headline: Segment | None) -> None:
    scene = scene_of(page, container, headline)
    told = page.told
    chosen = [
        item for item, is_text in zip(scene.items, find_text(scene), strict=True) if is_text or item.index in told
    ]
    for item in unrepeated(chosen, scene.look):
        if item.index >= container.start or _is_alike(item, scene):
            item.role = Role.BODY
        elif item.zones & z.LEAD or item.length >= _MIN_LEAD:  # a shorter one is a caption or a label
            item.role = Role.LEAD


def scene_of(page: Page, container: Node, headline: Segment | None) -> Scene:
    """The blocks near the text, among which it is chosen."""
    near = read_vicinity(page, container, headline)
    return read_scene(near, container, container.zones | _dominant_zones(page.inside(container)))


def _is_alike(item: Segment, scene: Scene) -> bool:
    """Whether a block has a class, and the same as most of the paragraphs."""
    look = look_of(item)
    return bool(look[1]) and look == scene.look


def _dominant_zones(inside: list[Segment]) -> int:
    """Zones that most of the container's prose is in: they say nothing about which of it is the article's."""
    prose = [item for item in inside if item.role is Role.UNKNOWN and item.length >= _MIN_CHARS]
    total = sum(len(item.text) for item in prose)
    dominant = 0
    for zone in _telling(prose):
        if 2 * sum(len(item.text) for item in prose if item.zones & zone) > total:
            dominant |= zone
    return dominant


def _telling(items: list[Segment]) -> list[int]:
    """The zones of some of the items that would keep them out of the body."""
    union = 0
    for item in items:
        union |= item.zones
    return [zone for zone in z.ALL if zone & union & (z.APART | z.HEADER) & ~NEVER_AROUND]


def read_blocks(page: Page, container: Node | None = None) -> tuple[Block, ...]:
    """The body's blocks in reading order; items of one list are one block, rows of a table and a post's words too.

    Embeds in the container stand between them, as blocks without text.
    """
    embeds = find_embeds(page, container)
    blocks: list[Block] = []
    previous: Segment | None = None
    previous_kind: BlockKind | None = None
    for item in page.segments:
        if item.role is not Role.BODY:
            continue
        kind = _kind(item)
        block = Block(
            kind=kind,
            text=shape_of(item, kind),
            level=_HEADINGS.get(_heading_tag(item) or ""),
            url=_address(page, item) if kind == "embed" else None,
        )
        between = glue(previous, item, kind) if previous is not None and kind == previous_kind else None
        if between is not None:
            block = replace(block, text=blocks.pop().text + between + item.text)
        while between is None and embeds and embeds[0][0] <= item.index:
            blocks.append(embeds.pop(0)[1])
        blocks.append(block)
        previous, previous_kind = item, kind
    return (*blocks, *(block for _, block in embeds))


def _address(page: Page, item: Segment) -> str | None:
    """Where a quoted post is: its last link leads there."""
    post = quoted_post(item)
    last = page.segments[post.end - 1].last_link if post is not None else 0
    return resolve(page.document.base_url, page.links[last - 1].href) if last else None


def _kind(item: Segment) -> BlockKind:
    if _heading_tag(item):
        return "heading"
    if item.zones & z.EMBED and quoted_post(item):
        return "embed"
    node: Node | None = item.node
    for _ in range(3):
        if node is None:
            break
        if node.tag in _BLOCK_KINDS and not is_layout_cell(node):
            return _BLOCK_KINDS[node.tag]
        node = node.parent
    return "paragraph"


def _heading_tag(item: Segment) -> str | None:
    node: Node | None = item.node
    for _ in range(2):
        if node is not None and node.tag in _HEADINGS:
            return node.tag
        node = node.parent if node is not None else None
    return None
