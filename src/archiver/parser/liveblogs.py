"""Live blogs: the entries of a page that reports as things happen, each with its time and its heading.

Looked for only where something says that the page is one: its type, or a word in its title, address or class names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from archiver.model import Block, BlockKind
from archiver.parser import zones as z
from archiver.parser.blocks import Node, Page, Role, Segment
from archiver.text import fold

#: what live blogs are called, folded, as a word of a title or an address
_LIVE = re.compile(
    r"(?:^|[\W_])(?:live(?:blog|ticker|text|uppdatering|s)?|(?:live)?ticker"
    r"|newsblog|newsticker|en[ -](?:direct|vivo)|directo?|minut[eo] (?:a"
    r"|par|per|za) minut[eoy]?|minuto-a-minuto|ao[ -](?:vivo|minuto)"
    r"|(?:in )?diretta|na zywo|relacja|zive|nazivo|uzivo|v zivo|elo kozvetites"
    r"|percrol percre|canli|direkte?|direktrapport|siste nytt|suora(?:na)?"
    r"|hetki hetkelta|otse|онлайн|трансляция|прямой эфир|наживо|онлаин"
    r"|на живо|ζωντανα|λεπτο προς λεπτο|minuut tot minuut|truc tiep|langsung|terkini)(?:$|[\W_])"
)
#: the same in scripts in which words have no clear ends
_LIVE_WORDS = tuple(
    map(
        fold,
        (
            *(
                "実況",
                "速報",
                "ライブ",
                "直播",
                "实时",
                "實時",
                "실시간",
                "생중계",
                "مباشر",
                "لحظة بلحظة",
                "لحظه به لحظه",
            ),
            *("זמן אמת", "בשידור חי", "สด", "लाइव"),
        ),
    )
)
_CLASS = re.compile(
    r"(?<![^\s_-])(?:live-?(?:blog|ticker|feed|text|update|posts?|entr|item|coverage)|ticker|directo|diretta)",
    re.IGNORECASE,
)
_TIME = re.compile(r"(?<![\d.:])(?:[01]?\d|2[0-3])\s?[:.hH時时시]\s?[0-5]\d(?!\d)")
_MAX_TIME = 45
_MIN_ENTRIES = 3
_MIN_PROSE = 40
#: an entry has no more blocks than this
_MAX_ENTRY = 300
#: share of the siblings that have to be entries, and of the article's text that has to be in them
_MOST = 0.6
_HALF = 0.5
_ELSEWHERE = z.NAV | z.FOOTER | z.COMMENTS | z.ASIDE | z.RELATED
_NOT_TEXT = z.SHARE | z.ADVERT | z.PROMOTION | z.BYLINE | z.CAPTION | z.EMBED | z.TAGS | z.FORM | z.CREDIT
_KINDS: dict[str, BlockKind] = {"li": "list", "blockquote": "quote", "pre": "code", "td": "table", "th": "table"}
_LEVELS = {f"h{level}": level for level in range(1, 7)}


def is_live(titles: Iterable[str | None], url: str | None, container: Node | None) -> bool:
    """Whether a title, the address or a class name around the text says that the page reports live."""
    keys = [fold(title) for title in titles if title]
    if any(_LIVE.search(key) or _has_live_word(key) for key in keys):
        return True
    if _LIVE.search(urlsplit(url or "").path):
        return True
    while container is not None:
        names = container.element.get("class")
        if names and _may_be_live(names.lower()) and _CLASS.search(names):
            return True
        container = container.parent
    return False


def _may_be_live(names: str) -> bool:
    """A cheap look for what each of the class names has in it."""
    return "live" in names or "ticker" in names or "dire" in names


def _has_live_word(key: str) -> bool:
    return not key.isascii() and any(word in key for word in _LIVE_WORDS)


def find_entries(page: Page, headline: Segment | None) -> tuple[Block, ...]:
    """The entries as blocks in the page's order, their roles set; ``()`` when there are none."""
    start = headline.index if headline is not None else -1
    groups: dict[tuple[int, str], list[Node]] = {}
    for node in page.nodes:
        if node.start > start and node.end > node.start and node.parent is not None and not node.zones & _ELSEWHERE:
            groups.setdefault((id(node.parent), node.tag), []).append(node)
    best: list[Node] = []
    for nodes in groups.values():
        entries = [node for node in nodes if _is_entry(page, node)] if len(nodes) >= _MIN_ENTRIES else []
        if len(entries) >= max(_MIN_ENTRIES, _MOST * len(nodes)) and _prose(page, entries) > _prose(page, best):
            best = entries
    everything = sum(item.length for item in page.segments if item.role is Role.BODY)
    if not best or _prose(page, best) < _HALF * everything:
        return ()
    return tuple(block for entry in best for block in _blocks(page, entry))


def _is_entry(page: Page, node: Node) -> bool:
    if node.end - node.start > _MAX_ENTRY or not any(map(_is_time, page.inside(node)[:3])):
        return False
    return any(item.length >= _MIN_PROSE and _is_text(item) for item in page.inside(node))


def _is_time(item: Segment) -> bool:
    return len(item.text) <= _MAX_TIME and bool(_TIME.search(item.text))


def _is_text(item: Segment) -> bool:
    return item.role in {Role.BODY, Role.UNKNOWN, Role.LEAD} and not item.zones & _NOT_TEXT and item.link_share < _MOST


def _prose(page: Page, entries: list[Node]) -> int:
    return sum(item.length for entry in entries for item in page.inside(entry) if _is_text(item))


def _blocks(page: Page, entry: Node) -> Iterator[Block]:
    """One entry: its time and its heading as a heading, then its text."""
    heading: list[str] = []
    level = None
    has_text = False
    for item in page.inside(entry):
        is_heading = bool(item.zones & z.HEADING)
        if not has_text and (_is_time(item) or is_heading):
            heading.append(item.text)
            level = level or _LEVELS.get(item.tag)
        elif _is_text(item):
            if not has_text and heading:
                yield Block(kind="heading", text=" ".join(heading), level=level)
            has_text = True
            yield Block(
                kind="heading" if is_heading else _kind(item, entry), text=item.text, level=_LEVELS.get(item.tag)
            )
        else:
            continue
        item.role = Role.BODY


def _kind(item: Segment, entry: Node) -> BlockKind:
    """By the elements between the entry and the block; the entry itself may be an item of a list."""
    node: Node | None = item.node
    while node is not None and node is not entry:
        if node.tag in _KINDS:
            return _KINDS[node.tag]
        node = node.parent
    return "paragraph"
