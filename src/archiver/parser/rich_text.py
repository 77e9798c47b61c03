"""Blocks of text out of HTML and out of the rich-text trees in which content systems keep an article.

There are many kinds of such trees; what they share is enough: lists of nodes, a word that says what a node is
(``type``, ``tag``, ``name``), and its text under one of a few keys, or below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from archiver.document import read_document
from archiver.errors import DocumentError
from archiver.model import Block, BlockKind
from archiver.parser import zones as z
from archiver.parser.blocks import Role
from archiver.parser.body import read_blocks
from archiver.parser.segments import segment
from archiver.text import has_letters, squeeze

#: keys that say what a node is, and those under which its text or its children stand, in the order they are asked
_KIND_KEYS = ("type", "_type", "nodeType", "tagName", "tag", "name", "kind", "blockType", "style", "__typename")
_TEXT_KEYS = ("text", "html", "value", "content", "rendered", "body", "markdown", "paragraph", "contentHtml")
_CHILD_KEYS = ("children", "content", "nodes", "items", "content_elements", "blocks", "body", "data", "attributes")
_CHILD_KEYS_OF_ROOT = (*_CHILD_KEYS, "root", "paragraphs", "elements", "sections", "document")
#: what a node's kind has in it, in the order they are asked
_KINDS: tuple[tuple[re.Pattern[str], BlockKind | None], ...] = (
    (
        re.compile(
            r"image|figure|photo|picture|video|embed|gallery|audio|advert|\bads?\b|adblock|adslot|related|newsletter|promo"
            r"|caption|iframe|social|tweet|script|oembed|divider|teaser|podcast|button|\bcta\b|poll|readmore|interstitial"
        ),
        None,
    ),
    (re.compile(r"quote"), "quote"),
    (re.compile(r"list(?!.*item)|^[uo]l$"), "list"),
    (re.compile(r"head(?:er|ing|line)?|title|^h[1-6]$"), "heading"),
    (re.compile(r"table"), "table"),
    (re.compile(r"code|preformatted|^pre$"), "code"),
)
#: kinds of nodes that are pieces of a line
_INLINE = frozenset(
    (
        *("a", "link", "hyperlink", "entity-hyperlink", "mention", "text", "span", "small", "mark", "sub", "sup"),
        *("strong", "b", "bold", "em", "i", "italic", "u", "underline", "code-inline"),
        *("br", "linebreak", "softbreak", "hardbreak"),
    )
)
_LEVEL = re.compile(r"h([1-6])$")
_MAX_LEVEL = 6
_MAX_DEPTH = 24
_MAX_BLOCKS = 5000
_BLOCK_TAG = re.compile(
    r"</?(?:p|br|div|li|h[1-6]|ul|ol|blockquote|figure|section|article|table|tr|td|hr|pre)\b[^<>]*>", re.IGNORECASE
)
_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|div|h[1-6]|strong|a)\b")
_LINES = re.compile(r"(?:\r?\n|\r|\u2028|\u2029)+")


def blocks_of_html(text: str) -> tuple[Block, ...]:
    """The blocks of a text that may be HTML; where no tag parts it, its lines do."""
    if _ESCAPED_TAG.search(text):
        text = unescape(text)
    if _BLOCK_TAG.search(text):
        return _blocks_of_markup(text)
    lines = map(squeeze, _LINES.split(unescape(_ANY_TAG.sub("", text))))
    return tuple(Block(kind="paragraph", text=line) for line in lines if has_letters(line))


def _blocks_of_markup(text: str) -> tuple[Block, ...]:
    text = _BREAK.sub("<br><br>", text)  # content systems write one where a page would show two
    try:
        page = segment(read_document(f"<html><body><div>{text}</div></body></html>"))
    except DocumentError:
        return ()
    for item in page.segments:
        if not item.zones & (z.CAPTION | z.EMBED) and has_letters(item.text):
            item.role = Role.BODY
    return read_blocks(page)


def blocks_of_tree(value: object) -> tuple[Block, ...]:
    """The blocks of a rich-text tree: a list of paragraphs, or the node that holds them."""
    blocks: list[Block] = []
    for block in _walk(value, 0):
        blocks.append(block)
        if len(blocks) == _MAX_BLOCKS:
            break
    return tuple(blocks)


def _walk(value: object, depth: int) -> Iterator[Block]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, str):
        yield from blocks_of_html(value)
    elif isinstance(value, list):
        for item in (_as_node(value),) if _is_element(value) else value:
            yield from _walk(item, depth + 1)
    elif isinstance(value, dict):
        yield from _node(value, depth)


def _is_element(value: list[Any]) -> bool:
    """Whether a list is an element as React sends it: ``["$", "p", null, {"children": "…"}]``."""
    return len(value) > _PROPERTIES and value[0] == "$" and isinstance(value[_PROPERTIES], dict)


def _as_node(element: list[Any]) -> dict[str, Any]:
    return {"tag": element[1], "children": element[_PROPERTIES].get("children")}


_PROPERTIES = 3


def _node(node: dict[str, Any], depth: int) -> Iterator[Block]:
    kinds = _kinds_of(node)
    is_text, kind = _kind(kinds)
    if not is_text:
        return
    children = _children(node)
    if kind is None and not isinstance(children, str) and _holds_blocks(children):
        yield from _walk(children, depth + 1)
        return
    separator = "\n" if kind in {"list", "table"} else ""
    text = separator.join(filter(None, _texts(children, depth)))
    if kind is None:
        yield from blocks_of_html(text)
    elif has_letters(plain := _plain(text)):
        yield Block(kind=kind, text=plain, level=_level(node, kinds) if kind == "heading" else None)


def _kinds_of(node: dict[str, Any]) -> list[str]:
    return [str(node[key]).lower() for key in _KIND_KEYS if isinstance(node.get(key), str)]


def _kind(names: Iterable[str]) -> tuple[bool, BlockKind | None]:
    """Whether a node is text at all, and what kind of block; ``None`` is a paragraph, or what holds some."""
    for name in names:
        for pattern, kind in _KINDS:
            if pattern.search(name):
                return kind is not None, kind
    return True, None


def _children(node: dict[str, Any]) -> Any:
    """What stands below a node: its text, or other nodes; ``None`` when there is nothing."""
    for key in _TEXT_KEYS:
        if isinstance(node.get(key), str) and node[key]:
            return node[key]
    for key in _CHILD_KEYS_OF_ROOT:
        if isinstance(node.get(key), str | list | dict) and node[key]:
            return node[key]
    return None


def _holds_blocks(children: object) -> bool:
    """Whether the nodes below are blocks themselves, not the pieces of one line."""
    if isinstance(children, dict):
        return True
    if not isinstance(children, list):
        return False
    if _is_element(children):
        children = [children]
    nodes = (_as_node(child) if isinstance(child, list) and _is_element(child) else child for child in children)
    return any(isinstance(node, dict) and _is_block(node) for node in nodes)


def _is_block(node: dict[str, Any]) -> bool:
    kinds = _kinds_of(node)
    below = _children(node)
    return (bool(kinds) or not isinstance(below, str | None) or _is_markup(below)) and not _INLINE.intersection(kinds)


def _is_markup(text: object) -> bool:
    return isinstance(text, str) and bool(_BLOCK_TAG.search(text))


def _texts(value: object, depth: int) -> Iterator[str]:
    """The pieces of one block's text; the items of a list each as one."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in (_as_node(value),) if _is_element(value) else value:
            yield "".join(_texts(item, depth + 1))
    elif isinstance(value, dict):
        below = _children(value)
        if below is not None:
            yield "".join(_texts(below, depth + 1))


def _plain(text: str) -> str:
    lines = (squeeze(unescape(_ANY_TAG.sub(" " if "</li>" in text else "", line))) for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def _level(node: dict[str, Any], kinds: list[str]) -> int | None:
    level = node.get("level")
    if isinstance(level, int) and not isinstance(level, bool) and 1 <= level <= _MAX_LEVEL:
        return level
    return next((int(found[1]) for name in kinds if (found := _LEVEL.search(name))), None)
