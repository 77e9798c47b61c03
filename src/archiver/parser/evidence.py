"""Where lead and body came from, and, for whoever asks, what else could have been them.

The other fields leave their evidence where they are found; these two are settled by the roles of many blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from archiver.model import Block, Evidence
from archiver.parser.blocks import Node, Page, Role, Segment
from archiver.parser.declared import Declared, read_declared_blocks
from archiver.parser.metadata import Metadata
from archiver.text import counted, fold

#: losers of one field; the others would only repeat them
MAX_LOSERS = 5
#: a block with fewer characters is no paragraph
_MIN_PROSE = 60
_MAX_LINK_SHARE = 0.5
#: where a page says what it is about
DESCRIPTIONS = ("og:description", "description", "twitter:description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What lead and body were told by."""

    page: Page
    metadata: Metadata
    headline: Segment | None
    #: around the article's text
    container: Node | None
    lead: list[Segment]
    blocks: tuple[Block, ...]
    #: where the blocks stand when the page does not show them
    declared: Declared | None


def text_evidence(grounds: Grounds, *, explain: bool = False) -> tuple[Evidence, ...]:
    """The evidence of lead and body; with ``explain``, what lost as well."""
    return (
        *_lead_winner(grounds),
        *(ranked(_lead_losers(grounds)) if explain else ()),
        *_body_winner(grounds),
        *(ranked(_body_losers(grounds)) if explain else ()),
    )


def ranked(losers: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The first of them, numbered from 1."""
    return tuple(replace(one, rank=rank) for rank, one in enumerate(islice(losers, MAX_LOSERS), 1))


#: characters of a class attribute that a place is named by
_MAX_NAMED = 200


def place(node: Node) -> str:
    """The element as a CSS selector would name it: ``div.article-body``."""
    classes = (node.element.get("class") or "")[:_MAX_NAMED].split()
    named = node.tag + "".join(f".{name}" for name in classes[:2])
    return named if named.isprintable() else "".join(filter(str.isprintable, named))


# --- lead ------------------------------------------------------------------------


def _lead_winner(grounds: Grounds) -> Iterator[Evidence]:
    if grounds.lead:
        text = "\n".join(item.text for item in grounds.lead)
        source = place(grounds.lead[0].node)
        yield Evidence(field="lead", value=text, raw=text, source=source, rule="after the headline")


def _lead_losers(grounds: Grounds) -> Iterator[Evidence]:
    """The blocks between headline and text, then what the metadata say the page is about."""
    for item in _between(grounds):
        reason = "neither named as a standfirst nor said in the description"
        yield Evidence(
            field="lead",
            value=item.text,
            raw=item.text,
            source=place(item.node),
            rule="after the headline",
            reason=reason,
        )
    shown = {fold(item.text) for item in grounds.lead}
    for name in DESCRIPTIONS:
        if (text := grounds.metadata.meta(name)) is not None:
            reason = "says what the page shows" if fold(text) in shown else "stands only in the metadata"
            yield Evidence(field="lead", value=text, raw=text, source=f"meta {name}", rule="declared", reason=reason)


def _between(grounds: Grounds) -> Iterator[Segment]:
    """The blocks between headline and text that became nothing else and are long enough to tell something."""
    if grounds.headline is None:
        return
    for item in grounds.page.segments[grounds.headline.index + 1 :]:
        if item.role is Role.BODY:
            return
        if item.role is Role.UNKNOWN and _is_prose(item):
            yield item


# --- body ------------------------------------------------------------------------


def _body_winner(grounds: Grounds) -> Iterator[Evidence]:
    if not grounds.blocks:
        return
    source, rule = _source_of_body(grounds)
    yield Evidence(field="body", value=counted(len(grounds.blocks), "block"), raw=None, source=source, rule=rule)


def _source_of_body(grounds: Grounds) -> tuple[str, str]:
    if grounds.declared is not None:
        return grounds.declared.source, grounds.declared.rule
    return place(grounds.container) if grounds.container else "text", "the element around most of the prose"


def _body_losers(grounds: Grounds) -> Iterator[Evidence]:
    """What the metadata hold of the text, then the other elements with prose, those with most of it first."""
    declared = () if grounds.declared else read_declared_blocks(grounds.metadata)
    if declared:
        yield Evidence(
            field="body",
            value=counted(len(declared), "block"),
            raw=None,
            source="json-ld",
            rule="articleBody",
            reason="the page shows its text",
        )
    for node, items in sorted(_elsewhere(grounds), key=lambda pair: -sum(item.length for item in pair[1])):
        chars = sum(item.length for item in items)
        yield Evidence(
            field="body",
            value=counted(len(items), "block"),
            raw=items[0].text,
            source=place(node),
            rule="prose",
            reason=f"holds less of the page's prose: {chars} characters",
        )


def _elsewhere(grounds: Grounds) -> list[tuple[Node, list[Segment]]]:
    """Prose that is not the article's, by the largest element that holds none of the article's text."""
    found: dict[int, tuple[Node, list[Segment]]] = {}
    around = _ancestors(grounds.container)
    for item in grounds.page.segments:
        if item.role is Role.UNKNOWN and _is_prose(item):
            node = _outermost(item.node, around)
            found.setdefault(id(node), (node, []))[1].append(item)
    return list(found.values())


def _outermost(node: Node, around: set[int]) -> Node:
    while node.parent is not None and id(node.parent) not in around:
        node = node.parent
    return node


def _ancestors(node: Node | None) -> set[int]:
    """The identities of a node and of those around it; a page without a text has none."""
    found: set[int] = set()
    while node is not None:
        found.add(id(node))
        node = node.parent
    return found


def _is_prose(item: Segment) -> bool:
    return item.length >= _MIN_PROSE and item.link_share <= _MAX_LINK_SHARE
