"""The blocks near an article's text: what each is at a glance, and which need no second look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

from archiver.parser import zones as z
from archiver.parser.blocks import Node, Role, Segment
from archiver.parser.line_words import Sign, is_read_also, label_of
from archiver.parser.picture_address import is_placeholder_text

#: a tag and its classes
Look = tuple[str, str]

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: what a sentence ends with
SENTENCE_ENDS = frozenset(".!?…。！？؟।»”\"’')]")
#: zones that stand around a text, or in it, without being it
APART = z.APART | z.HEADER
#: a paragraph: so long, with at most this share of links, and the end of a sentence
_PROSE_CHARS = 80
_PROSE_LINKS = 0.4
#: a line of links
_LINKS = 0.7
#: a line that is nearly all link leads elsewhere
_MAX_LINKS = 0.8
#: characters of a class attribute by which looks are compared
_MAX_CLASS = 200
_EMBED = z.EMBED
#: zones around the words of a post, which are part of the story
_AROUND_POSTS = z.EMBED | z.SHARE | z.ASIDE
#: a line that leads elsewhere is not longer
_MAX_LABEL = 150
#: headings of such words head no part of the story; "Facebook" may
_LABELS_IN_HEADINGS = frozenset({Sign.ADVERT, Sign.RELATED, Sign.COMMENTS})
#: a text ends with a sentence, or with something of this length
_LAST_CHARS = 60
#: a cell with more text than this, in several blocks, is a column of the page's layout
_MAX_CELL = 300
#: a paragraph beyond doubt: so long, with at most this share of links
_PLAIN_CHARS = 100
_PLAIN_LINKS = 0.15
#: the last paragraphs are not beyond doubt unless they are long: there stand biographies and prompts
_DOUBTED = 3
_LONG_CHARS = 600
#: kinds of what may be beyond doubt
_IN_LINE_KINDS = frozenset({"prose", "heading"})
#: zones whose text is never the article's, and those whose short text is not
_FOREIGN = z.FOOTER | z.COMMENTS | z.PROMOTION | z.FORM | z.ADVERT | z.CONSENT | z.BIOGRAPHY
_FOREIGN_IF_SHORT = _FOREIGN | z.PAYWALL | z.NAV | z.SHARE | z.TAGS | z.BYLINE | z.DATE | z.META | z.CREDIT | z.RELATED
_FOREIGN_CHARS = 100
#: where so much of the text stands in one element, the others in it are boxes
_IN_LINE = 0.8
#: the article's text itself is no zone that tells
_TOLD = sum(bit for bit in z.ALL if bit not in {z.ARTICLE, z.MAIN, z.HEADING, z.BODY})


@dataclass(slots=True, eq=False)
class Scene:
    """The blocks near an article's text, and what all their clues are relative to."""

    container: Node
    #: zones that say nothing, because most of the text is in them
    ignored: int
    items: Sequence[Segment]
    #: zones of each that tell
    zones: list[int]
    #: what each is at a glance: "prose", "heading", "links"
    kinds: list[str]
    #: which would be the text if nothing but zones, links and the last sentence counted
    ordinary: list[bool]
    repeats: dict[str, int]
    #: first and last paragraph, -1 where there is none, and how many there are
    first: int = -1
    last: int = -1
    paragraphs: int = 0
    #: how most of the paragraphs look, and what most of them stand in
    look: Look | None = None
    parent: Node | None = None
    #: whether nearly all of them stand in it
    is_in_line: bool = False

    def place(self, number: int) -> str:
        """Where a block stands, seen from the paragraphs."""
        if self.first < 0:
            return "nowhere"
        if number < self.first:
            return "before"
        return "after" if number > self.last else "among"

    def is_inside(self, item: Segment) -> bool:
        """Whether a block stands in the container."""
        return self.container.start <= item.index < self.container.end


def read_scene(items: Sequence[Segment], container: Node, ignored: int) -> Scene:
    """What the clues of these blocks are relative to; zones that are ``ignored`` say nothing."""
    zones = [_telling_zones(item, ignored) if item.zones & _EMBED else item.zones & ~ignored for item in items]
    scene = Scene(
        container=container,
        ignored=ignored,
        items=items,
        zones=zones,
        kinds=list(map(_kind, items, zones, repeat(container))),
        ordinary=_ordinary(items, zones, container),
        repeats=Counter([item.text for item in items]),
    )
    _find_paragraphs(scene)
    return scene


def _telling_zones(item: Segment, ignored: int) -> int:
    zones = item.zones & ~ignored
    return zones & ~_AROUND_POSTS if zones & _EMBED and quoted_post(item) else zones


def quoted_post(item: Segment) -> Node | None:
    """The quotation in which a block stands, when it is a post from elsewhere whose words the article quotes."""
    node: Node | None = item.node
    for _ in range(3):
        if node is None:
            break
        if node.tag == "blockquote":
            return node if node.own & z.EMBED else None
        node = node.parent
    return None


def _kind(item: Segment, zones: int, container: Node) -> str:
    if item.node.tag in HEADINGS:
        return "heading"
    if item.role is Role.TEASER:
        is_text = item.length >= _PROSE_CHARS and item.link_chars <= _PLAIN_LINKS * len(item.text)
        return "claimed" if is_text and item.text[-1] in SENTENCE_ENDS else "teaser"
    if item.link_chars and item.link_chars > _LINKS * len(item.text):
        return "links"
    if zones & APART:
        return "apart"
    if item.length < _PROSE_CHARS:
        return "short"
    return "prose" if _is_prose(item, container) else "long"


def _is_prose(item: Segment, container: Node) -> bool:
    return (
        container.start <= item.index < container.end
        and item.link_chars < _PROSE_LINKS * len(item.text)
        and item.text[-1] in SENTENCE_ENDS
        and item.role is Role.UNKNOWN
    )


def _ordinary(items: Sequence[Segment], zones: list[int], container: Node) -> list[bool]:
    """Whether each stands in the container, in no zone apart, is no line of links, and before the last sentence."""
    found = [
        container.start <= item.index < container.end
        and not own & APART
        and item.role is Role.UNKNOWN
        and item.link_chars <= _MAX_LINKS * len(item.text)
        for item, own in zip(items, zones, strict=True)
    ]
    for number in range(len(items) - 1, -1, -1):
        if found[number] and _may_be_last(items[number]):
            break
        found[number] = False
    return found


def _may_be_last(item: Segment) -> bool:
    """Whether a block can end a text: a sentence, an item of a list, something long."""
    if item.node.tag in HEADINGS:
        return False
    return item.length >= _LAST_CHARS or item.text[-1:] in SENTENCE_ENDS or item.node.tag == "li"


def _find_paragraphs(scene: Scene) -> None:
    prose = [number for number, kind in enumerate(scene.kinds) if kind == "prose"]
    if not prose:
        return
    looks: dict[Look, int] = {}
    parents: dict[Node | None, int] = {}
    for number in prose:
        item = scene.items[number]
        look, parent, length = look_of(item), item.node.parent, item.length
        looks[look] = looks.get(look, 0) + length
        parents[parent] = parents.get(parent, 0) + length
    scene.first, scene.last, scene.paragraphs = prose[0], prose[-1], len(prose)
    scene.look = max(looks, key=looks.__getitem__)
    scene.parent = max(parents, key=parents.__getitem__)
    scene.is_in_line = parents[scene.parent] >= _IN_LINE * sum(parents.values())


def look_of(item: Segment) -> Look:
    """A block's tag and classes."""
    node = item.node
    return node.tag, (node.element.get("class") or "")[:_MAX_CLASS]


def is_layout_cell(node: Node) -> bool:
    """Whether a table's cell holds several paragraphs: a column of the page, not a figure."""
    return node.tag in {"td", "th"} and node.end - node.start > 1 and node.chars > _MAX_CELL


def verdict_at_a_glance(scene: Scene, number: int) -> bool | None:
    """Whether a block plainly is or is not the article's text; ``None`` when its clues have to be weighed."""
    kind = scene.kinds[number]
    item = scene.items[number]
    if kind == "teaser" or not item.text:  # white space that only Unicode knows leaves nothing
        return False
    if item.zones & _EMBED and not scene.zones[number] & _EMBED:  # a quoted post
        return scene.is_inside(item) and number > scene.first >= 0
    is_plain = scene.ordinary[number] and scene.first <= number <= scene.last
    if kind == "links":
        return None if is_plain else False
    if is_plain and kind in _IN_LINE_KINDS and _is_in_line(scene, number, item):
        return kind != "heading" or not _is_furniture(kind, item)
    return False if _is_foreign(scene, number) or _is_furniture(kind, item) else None


def _is_furniture(kind: str, item: Segment) -> bool:
    """Whether a block is by its words a label of the page, or a line that leads elsewhere."""
    text = item.text
    if len(text) > _MAX_LABEL or kind == "prose":
        return False
    label = label_of(text)
    if label is not None:
        return kind != "heading" or label in _LABELS_IN_HEADINGS
    return (":" in text and is_read_also(text)) or is_placeholder_text(text)


def _is_in_line(scene: Scene, number: int, item: Segment) -> bool:
    """Whether a paragraph stands among paragraphs, or a heading above one: plain, and like the rest."""
    if scene.zones[number] & _TOLD or scene.repeats[item.text] > 1:
        return False
    is_beside = item.node.parent is scene.parent
    if scene.kinds[number] == "heading":
        return is_beside
    if item.length < (_LONG_CHARS if number > scene.last - _DOUBTED else _PLAIN_CHARS):
        return False
    return (is_beside or look_of(item) == scene.look) and item.link_chars <= _PLAIN_LINKS * len(item.text)


def _is_foreign(scene: Scene, number: int) -> bool:
    """Whether a block is by its zones somebody else's, or, being short, one of the page's labels."""
    zones = scene.zones[number]
    is_short = scene.items[number].length < _FOREIGN_CHARS
    if zones & z.LEAD and number < scene.first:  # above the text, a teaser is a standfirst
        zones &= ~(z.RELATED | z.META | z.BYLINE)
    if zones & (_FOREIGN_IF_SHORT if is_short else _FOREIGN):
        return True
    return scene.kinds[number] == "apart" and number > (scene.first if is_short else scene.last) >= 0
