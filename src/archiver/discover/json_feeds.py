"""JSON feeds (jsonfeed.org, 1.0 and 1.1) into addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archiver.discover.markup import address_in, decode, moment_of
from archiver.discover.scope import is_file
from archiver.errors import DocumentError
from archiver.jsontext import JsonError, decode_leading_json, decode_page_json
from archiver.model import Discovered
from archiver.text import squeezed_or_none

_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")
_ITEMS = re.compile(r'"items"\s*:\s*\[\s*')
_SEPARATOR = re.compile(r"\s*,\s*")
_MARKS = (b"jsonfeed.org/version", b"jsonfeed.org\\/version")


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonFeed:
    """What a JSON feed says of itself, and the pages that it names, each once."""

    title: str | None
    items: tuple[Discovered, ...]
    #: of the document that holds what is older
    next_url: str | None
    #: False for one that breaks off: its items up to there
    is_whole: bool


def is_json_feed(content: bytes) -> bool:
    """Whether the content is a JSON object that says that it is a feed."""
    return _OBJECT.match(content) is not None and any(mark in content for mark in _MARKS)


def read_json_feed(content: bytes, url: str) -> JsonFeed:
    """What the feed names. Raises ``DocumentError`` for what is no JSON."""
    text = decode(content)
    try:
        told, is_whole = _mapping(decode_page_json(text)), True
    except JsonError as error:
        told, is_whole = {"items": list(_leading_items(text))}, False
        if not told["items"]:
            raise DocumentError(f"this is no feed ({error})") from error
    home = address_in(_text(told.get("home_page_url")), url)
    found: dict[str, Discovered] = {}
    for item in _read_items(told, url):
        if item.url != home:
            found.setdefault(item.url, item)
    return JsonFeed(
        title=squeezed_or_none(_text(told.get("title"))),
        items=tuple(found.values()),
        next_url=address_in(_text(told.get("next_url")), url),
        is_whole=is_whole,
    )


def _leading_items(text: str) -> Iterator[Any]:
    """The items that stand whole in a text that cannot be read to its end."""
    start = _ITEMS.search(text)
    position = start.end() if start else len(text)
    while position < len(text):
        try:
            item, position = decode_leading_json(text, position)
        except JsonError:
            return
        yield item
        separator = _SEPARATOR.match(text, position)
        position = separator.end() if separator else len(text)


def _read_items(told: dict[str, Any], url: str) -> Iterator[Discovered]:
    items = told.get("items")
    language = _text(told.get("language"))
    for item in map(_mapping, items if isinstance(items, list) else ()):
        address = _address_of(item, url)
        if address is not None and not is_file(address):
            modified = moment_of(_text(item.get("date_modified")))
            yield Discovered(
                url=address,
                found_by="feed",
                title=squeezed_or_none(_text(item.get("title"))),
                published=moment_of(_text(item.get("date_published"))),
                modified=modified,
                language=squeezed_or_none(_text(item.get("language")) or language),
            )


def _address_of(item: dict[str, Any], url: str) -> str | None:
    """The item's page; its ``id`` is an address where it has no other, and ``external_url`` is another site's page."""
    name = _text(item.get("id")) or ""
    identity = name if name.startswith(("http://", "https://")) else None
    return address_in(_text(item.get("url")), url) or address_in(identity, url)


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
