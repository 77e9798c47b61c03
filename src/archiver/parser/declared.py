"""The text that stands only in a page's metadata or in its scripts: what is left when a script would have drawn it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from archiver.document import Document
from archiver.model import Block, Evidence
from archiver.parser.metadata import Metadata, Thing, clean
from archiver.parser.rich_text import blocks_of_html, blocks_of_tree
from archiver.parser.state import LOOSE, iter_state
from archiver.text import fold, text_length

#: a page that shows at least so much of an article is read as it is
MIN_SHOWN = 200
#: a piece of prose has at least so many characters, and so many of these signs
_PROSE_CHARS = 60
_ITEM_CHARS = 30
_SENTENCE_END = re.compile(r"[.!?…。！？؟।](?:[\s\"'”’»)<]|$)")
_MIN_SENTENCES = 2
_LOOKED_AT = 200
#: keys of texts that are nobody's article
_OTHER_KEYS = re.compile(
    r"privacy|terms|cookie|consent|legal|footer|disclaimer|translation|messages|i18n|locale|css|style|script|comment"
    r"|related|biograph|\bbio\b|newsletter|config|settings|labels|analytics|svg|query|sidebar|recommend|teaser",
    re.IGNORECASE,
)
#: keys under which content systems keep the text
_BODY_KEYS = re.compile(r"body|content|text|html|blocks|paragraphs|story|copy|markup", re.IGNORECASE)
_BODY_BONUS = 1.5
_TITLES = ("headline", "title", "headlines", "name", "heading")
_MIN_TITLE = 15
#: so many objects around a text may name its title
_MAX_AROUND = 5
_ADDRESSES = frozenset({"url", "href", "link", "slug", "path", "permalink", "uri", "canonical"})
_PUBLISHED = re.compile(
    r"^(?:date|first|original)?_?(?:publi\w*|date|created)_?(?:at|on|date|time|iso|utc)?$", re.IGNORECASE
)
_AUTHORS = re.compile(r"^(?:authors?|byline|by|writers?|creators?)$", re.IGNORECASE)
#: how far a value is searched
_MAX_NODES = 100_000
#: characters of a key, of which the first say what it is
_MAX_KEY = 200
_MAX_DEPTH = 40
#: another article in the state with so large a share of the best one's text, and it is a list of articles
_RIVAL = 0.5
#: a text that does not stand below the page's title is long
_MIN_UNTITLED = 600


@dataclass(frozen=True, slots=True)
class Declared:
    """A text that the page does not show, and where it stands."""

    blocks: tuple[Block, ...]
    #: ``json-ld``, ``state __NEXT_DATA__``
    source: str
    rule: str
    #: what the object around it says of the article, under the names of schema.org; empty where the metadata say it
    thing: Thing = field(default_factory=dict)

    @property
    def chars(self) -> int:
        """How much text it is."""
        return sum(text_length(block.text) for block in self.blocks)


def find_declared(document: Document, metadata: Metadata, titles: tuple[str, ...]) -> Declared | None:
    """The article's text out of JSON-LD, else out of a script's values; ``None`` where there is none to speak of.

    ``titles`` are what the page declares to be its title; of several texts, the one below such a title is meant.
    """
    blocks = read_declared_blocks(metadata)
    if blocks:
        return Declared(blocks, "json-ld", "articleBody, for the page shows no text")
    found = _find_in_state(document, frozenset(map(fold, titles)))
    return replace(found, thing={}) if found is not None and metadata.article is not None else found


def read_declared_blocks(metadata: Metadata) -> tuple[Block, ...]:
    """The JSON-LD ``articleBody`` as blocks, or a live blog's updates; ``()`` where there is none to speak of."""
    text = (metadata.article or {}).get("articleBody")
    blocks = blocks_of_html(text) if isinstance(text, str) else ()
    for candidate in (blocks, tuple(_updates(metadata.article or {}))):
        if sum(text_length(block.text) for block in candidate) >= MIN_SHOWN:
            return candidate
    return ()


def _updates(article: Thing) -> Iterator[Block]:
    """The entries of a live blog: the heading of each, then its text."""
    updates = article.get("liveBlogUpdate")
    for update in updates if isinstance(updates, list) else ():
        if isinstance(update, dict) and isinstance(text := update.get("articleBody"), str):
            if heading := clean(update.get("headline")):
                yield Block(kind="heading", text=heading)
            yield from blocks_of_html(text)


def with_declared(metadata: Metadata, declared: Declared | None) -> Metadata:
    """The metadata, completed by what stands beside a text that was found in a script."""
    return replace(metadata, article=declared.thing) if declared is not None and declared.thing else metadata


def placed(evidence: tuple[Evidence, ...], declared: Declared | None) -> tuple[Evidence, ...]:
    """The evidence, named after the script that it was found in where there was no JSON-LD."""
    if declared is None or not declared.thing:
        return evidence
    return tuple(replace(one, source=one.source.replace("json-ld", declared.source, 1)) for one in evidence)


# --- values of scripts -----------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Found:
    """A value that may be the article's text."""

    name: str
    value: Any
    score: float
    #: the objects that it stands in, the nearest first
    around: tuple[Mapping[str, Any], ...]
    is_titled: bool


def _find_in_state(document: Document, titles: frozenset[str]) -> Declared | None:
    found = [one for name, value in iter_state(document) for one in _candidates(name, value, titles)]
    titled = [one for one in found if one.is_titled]
    best = max(titled or found, key=lambda one: one.score, default=None)
    if best is None or (not titled and (not _is_named(best) or _has_rival(best, found))):
        return None
    blocks = blocks_of_html(best.value) if isinstance(best.value, str) else blocks_of_tree(best.value)
    if sum(text_length(block.text) for block in blocks) < MIN_SHOWN:
        return None
    rule = "the longest text in the values of a script, for the page shows none"
    return Declared(blocks, f"state {best.name}", rule, _described(best))


def _is_named(found: _Found) -> bool:
    """Whether a text without the page's title has another one, and is long: the page may declare none."""
    return found.score >= _MIN_UNTITLED and any(any(_titles_of(one)) for one in found.around)


def _has_rival(best: _Found, found: list[_Found]) -> bool:
    """Whether another object has a text of its own that is nearly as long: a list of articles."""
    holder = best.around[0] if best.around else None
    return any(
        one.score > _RIVAL * best.score and (one.around[0] if one.around else None) is not holder
        for one in found
        if one is not best
    )


def _candidates(name: str, root: Any, titles: frozenset[str]) -> Iterator[_Found]:
    """All texts and lists of blocks in a value that are prose, found without recursion."""
    stack: list[tuple[str, Any, tuple[Mapping[str, Any], ...], int]] = [("", root, (), 0)]
    is_loose = name == LOOSE and any(_is_title(text, titles) for text in root.values())
    visited = 0
    while stack and visited < _MAX_NODES:
        key, value, around, depth = stack.pop()
        visited += 1
        if isinstance(value, dict):
            inside = _worth_reading(value, _PROSE_CHARS) if depth < _MAX_DEPTH else ()
            if inside:
                below = (value, *(() if _is_card(value) else around[: _MAX_AROUND - 1]))
                stack.extend(
                    (inner, one, below, depth + 1) for inner, one in inside if not _is_other_key(inner[:_MAX_KEY])
                )
            continue
        score, is_barren = _score(key, value)
        if score:
            yield _Found(name, value, score, around, is_loose or _is_titled(around, titles))
        if isinstance(value, list) and not is_barren and depth < _MAX_DEPTH:
            stack.extend((key, one, around, depth + 1) for one in value if type(one) in _HOLDERS)


_HOLDERS = frozenset({dict, list})


def _worth_reading(thing: Mapping[str, Any], min_chars: int) -> list[tuple[str, Any]]:
    """The fields of an object that are long texts, or may hold some; most are short ones."""
    return [
        (key, value)
        for key, value in thing.items()
        if (len(value) >= min_chars if type(value) is str else type(value) in _HOLDERS)
    ]


@lru_cache(maxsize=1024)
def _is_other_key(key: str) -> bool:
    return _OTHER_KEYS.search(key) is not None


def _score(key: str, value: object) -> tuple[float, bool]:
    """How much prose a text is, or the items of a list have together, and whether there is none anywhere in it.

    0 when it is no article's text. Most lists are of numbers and names, and not looked into again.
    """
    if isinstance(value, str):
        chars = float(_prose(value)) if len(value) >= _PROSE_CHARS else 0.0
    elif isinstance(value, list):
        prose = _Prose()
        prose.add(value)
        if not prose.chars:
            return 0.0, prose.is_whole
        chars = 0.0 if any(map(_is_card, value)) else float(prose.chars)
    else:
        return 0.0, False
    return (chars * (_BODY_BONUS if _BODY_KEYS.search(key) else 1.0) if chars >= MIN_SHOWN / 2 else 0.0), False


def _prose(text: str) -> int:
    """The length of a text that is sentences; 0 for codes, addresses and JSON."""
    head = text[:_LOOKED_AT]
    if head[0] in "{[" or not (" " in head or "<" in head or text_length(head) > len(head)):
        return 0
    wanted = _MIN_SENTENCES if len(text) > 2 * _PROSE_CHARS else 1
    return text_length(text) if len(_SENTENCE_END.findall(text[: 20 * _LOOKED_AT])) >= wanted else 0


class _Prose:
    """How much prose is in the items of a list, some levels deep."""

    __slots__ = ("chars", "is_whole")

    def __init__(self) -> None:
        self.chars = 0
        #: nothing lies deeper
        self.is_whole = True

    def add(self, holder: dict[str, Any] | list[Any], depth: int = 0) -> None:
        """Count in what an object or a list holds."""
        for one in holder.values() if isinstance(holder, dict) else holder:
            kind = type(one)
            if kind is str:
                if len(one) >= _ITEM_CHARS:
                    self.chars += _prose(one)
            elif kind is dict or kind is list:
                if depth > _MAX_ITEM_DEPTH:
                    self.is_whole = False
                else:
                    self.add(one, depth + 1)


#: levels of a rich-text tree below one of its blocks
_MAX_ITEM_DEPTH = 6


def _is_card(item: object) -> bool:
    """Whether an item of a list is an article of its own: it has a title and an address."""
    if not isinstance(item, dict):
        return False
    keys = item.keys()
    return not keys.isdisjoint(_TITLES) and not keys.isdisjoint(_ADDRESSES)


def _is_titled(around: tuple[Mapping[str, Any], ...], titles: frozenset[str]) -> bool:
    return any(_is_title(text, titles) for one in around for text in _titles_of(one))


def _is_title(text: str, titles: frozenset[str]) -> bool:
    """Whether the page declares this title, alone or with the outlet's name behind it."""
    text = fold(text)
    return text in titles or (text_length(text) >= _MIN_TITLE and any(text in title for title in titles))


def _titles_of(thing: Mapping[str, Any]) -> Iterator[str]:
    """The titles of an object; of one that has several (``{"basic": …}``, ``{"rendered": …}``), all."""
    for name in _TITLES:
        value = thing.get(name)
        texts = value.values() if isinstance(value, dict) else (value,)
        yield from (text for one in texts if (text := clean(one)))


def _described(found: _Found) -> Thing:
    """What the object around the text says of it, as JSON-LD would: headline, date, authors."""
    for one in found.around:
        title = next(_titles_of(one), None)
        if title is None:
            continue
        thing: dict[str, Any] = {"@type": "Article", "headline": title}
        for key, value in one.items():
            if _PUBLISHED.match(key) and isinstance(value, str | int):
                thing.setdefault("datePublished", value)
            elif _AUTHORS.match(key) and isinstance(value, str | list | dict):
                thing.setdefault("author", value)
        return thing
    return {}
