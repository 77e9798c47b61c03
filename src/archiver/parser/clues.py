"""What speaks for and against a block's being the article's text: where it stands, its look, its neighbours, its words.

A clue is a name and its values, ``("tag, place", "item", "after")``. Each has a weight, fitted on labelled pages
(``verdict``); none decides alone. All are read off the segments near the text, in one pass.
"""

from __future__ import annotations

from bisect import bisect

from archiver.parser import zones as z
from archiver.parser.blocks import Segment
from archiver.parser.reader_words import appeals_of
from archiver.parser.scene import APART, SENTENCE_ENDS, Scene, is_layout_cell, look_of

Clue = tuple[str, ...]

_COLONS = frozenset(":：")
_QUOTES = frozenset("\"'“”„«»‘’「")
_BRACKETS = frozenset("([（【")
#: a box between paragraphs has little text
_MAX_BOX = 400
_BOXES = frozenset({"div", "section", "aside", "article", "a"})
#: what speaks to readers is not longer
_MAX_APPEAL = 450
_LEADING = APART | z.PAYWALL | z.LEAD
#: zones that are clues
_TELLING = tuple(
    (bit, name)
    for name, bit in vars(z).items()
    if name.isupper() and bit in z.ALL and bit not in {z.ARTICLE, z.MAIN, z.HEADING}
)
_TOLD = sum(bit for bit, _ in _TELLING)
_TAGS = {
    "p": "p",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "summary"), "heading"),
    **dict.fromkeys(("td", "th", "caption"), "cell"),
    **dict.fromkeys(("div", "section", "article", "main", "center"), "div"),
    **dict.fromkeys(("dd", "dt"), "term"),
    **dict.fromkeys(("figcaption", "figure"), "caption"),
    "li": "item",
    "blockquote": "quote",
    "pre": "pre",
    "a": "link",
}
_WRAPPERS = {"li": "in item", "td": "in cell", "th": "in cell", "blockquote": "in quote", "dd": "in term"}
_SIZES = (12, 25, 45, 80, 140, 250, 500)
_SHARES = (0.001, 0.15, 0.4, 0.7, 0.95)
_COUNTS = (1, 3, 6, 12)
#: whether a block looks like most paragraphs, and whether it stands where they do
_ALIKE = {
    (True, True): "like the rest",
    (True, False): "like them elsewhere",
    (False, True): "beside them",
    (False, False): "other",
}
#: numbers as values of clues
_NUMBERS = ("0", "1", "2", "3", "4", "5", "6", "7")


#: what one block is, in values that many blocks share, of which all of its clues are made. Its look: tag, place, size,
#: ending, alike, links, class, first character, number of paragraphs, times that it comes. Its stand: tag, place, kind,
#: kind before, kind after, ordinary, inside, zones above, in line, steps, box. Its place and zones.
Traits = tuple[tuple[str, ...], tuple[str, ...], tuple[str, int]]


def read_traits(scene: Scene, number: int) -> Traits:
    """What a block is, its words apart."""
    item = scene.items[number]
    place = scene.place(number)
    tag = _tag(item)
    return (
        _read_look(scene, item, tag, place),
        _read_stand(scene, number, tag, place),
        (place, scene.zones[number] & _TOLD),
    )


def read_appeals(scene: Scene, number: int) -> tuple[str, ...]:
    """Place, size, and what its words say to readers; nothing of a long block."""
    item = scene.items[number]
    length = item.length
    if length > _MAX_APPEAL:
        return ()
    size = _NUMBERS[min(bisect(_SIZES, length), 5) // 2]
    return scene.place(number), size, *appeals_of(item.text)


def read_clues(scene: Scene, number: int) -> list[Clue]:
    """All the clues of one block."""
    look, stand, zones = read_traits(scene, number)
    return [
        *look_clues(look),
        *stand_clues(stand),
        *zone_clues(zones),
        *appeal_clues(read_appeals(scene, number)),
    ]


def _tag(item: Segment) -> str:
    tag = _TAGS.get(item.node.tag, "other")
    if tag not in {"p", "div"}:
        return tag
    node = item.node.parent
    for _ in range(2):
        if node is None:
            break
        if node.tag in _WRAPPERS:
            return tag if is_layout_cell(node) else _WRAPPERS[node.tag]
        node = node.parent
    return tag


def _read_look(scene: Scene, item: Segment, tag: str, place: str) -> tuple[str, ...]:
    text = item.text
    look = look_of(item)
    last = text[-1]
    in_line = item.node.parent is scene.parent
    times = scene.repeats[text]
    return (
        tag,
        place,
        _NUMBERS[bisect(_SIZES, item.length)],
        "sentence" if last in SENTENCE_ENDS else "colon" if last in _COLONS else "open",
        _ALIKE[look == scene.look, in_line],
        _NUMBERS[bisect(_SHARES, item.link_chars / len(text))] if item.link_chars else "0",
        "some" if look[1] else "none",
        _first_character(text),
        _NUMBERS[bisect(_COUNTS, scene.paragraphs)],
        _NUMBERS[min(times, 3)],
    )


def look_clues(look: tuple[str, ...]) -> list[Clue]:
    """The clues of a look."""
    tag, place, size, ending, alike, links, class_, first, paragraphs, times = look
    clues: list[Clue] = [
        ("tag, place", tag, place),
        ("tag, size", tag, size),
        ("tag, ending", tag, ending),
        ("tag, alike", tag, alike),
        ("class, tag", class_, tag),
        ("place, size, ending", place, size, ending),
        ("place, links", place, links),
        ("place, alike", place, alike),
        ("links, size", links, size),
        ("first character", first),
        ("paragraphs, place, size", paragraphs, place, size),
    ]
    if times != "1":
        clues.append(("repeated, tag", times, tag))
    return clues


def _first_character(text: str) -> str:
    first = text[0]
    if first.isalpha():
        return "upper" if first.isupper() else "lower" if first.islower() else "letter"
    if first.isdigit():
        return "digit"
    return "quote" if first in _QUOTES else "bracket" if first in _BRACKETS else "sign"


def _read_stand(scene: Scene, number: int, tag: str, place: str) -> tuple[str, ...]:
    kinds, item = scene.kinds, scene.items[number]
    is_inside = scene.is_inside(item)
    steps = ""
    if place == "after":
        steps = _NUMBERS[min(number - scene.last, 6)]
    elif place == "before":
        steps = _NUMBERS[min(scene.first - number, 6)]
    return (
        tag,
        place,
        kinds[number],
        kinds[number - 1] if number else "start",
        kinds[number + 1] if number + 1 < len(kinds) else "end",
        "yes" if scene.ordinary[number] else "no",
        "inside" if is_inside else "outside",
        "some" if scene.zones[number] & _LEADING else "none",
        "in line" if item.node.parent is scene.parent else "elsewhere",
        steps,
        _box(scene, item) if is_inside and scene.is_in_line else "",
    )


def stand_clues(stand: tuple[str, ...]) -> list[Clue]:
    """The clues of where a block stands."""
    tag, place, kind, before, after, ordinary, inside, zones, in_line, steps, box = stand
    clues: list[Clue] = [
        ("kind, before, after", kind, before, after),
        ("tag, before", tag, before),
        ("ordinary, place", ordinary, place),
        ("inside, place, zones", inside, place, zones),
    ]
    if box:
        clues.append(("box, tag", box, tag))
    if steps:
        clues.append((f"steps {place}, kind, where", steps, kind, in_line))
    return clues


def zone_clues(zones: tuple[str, int]) -> list[Clue]:
    """The clues of its zones."""
    place, bits = zones
    return [("zone, place", name, place) for bit, name in _TELLING if bits & bit]


def appeal_clues(appeals: tuple[str, ...]) -> list[Clue]:
    """The clues of what ``read_appeals`` gives."""
    if not appeals:
        return []
    place, size, *found = appeals
    clues: list[Clue] = [("appeals, size", _NUMBERS[min(len(found), 5)], size)]
    for appeal in found:
        clues += ("appeal, place", appeal, place), ("appeal, size", appeal, size)
    return clues


def _box(scene: Scene, item: Segment) -> str:
    """Whether a block stands in a small box between paragraphs, and whether the box has links."""
    node = item.node if item.node.tag in _BOXES else item.node.parent
    if node is None or node is scene.parent or node.tag not in _BOXES or node.chars > _MAX_BOX:
        return "none"
    return "with links" if node.link_chars else "without links"
